/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * incomparable_losses.c - train and validation losses that aren't the same quantity.
 *
 * Holds the losses of both splits against the floor of a plain mean cross-entropy (floor.h).
 */
#include "diagnose/finding.h"
#include "diagnose/floor.h"
#include "diagnose/rule.h"

#include <math.h>

#define PLAINLY 1.5 /* factor below the floor that no rounding or other samples explain */
#define PROVEN 11   /* [nats] of a bound that is broken so in every record */

enum { SHARE, PER_MISS, SURPLUS };

static const lc_threshold thresholds[] = {
    [SHARE] =
        {"share", 0.5,
         "part of the records with loss and accuracy in which the loss is below the floor [share]",
         "judgement: a few records below may be a slip of the log, every other record is not"},
    [PER_MISS] = {"per_miss", 4,
                  "loss per miss of one split over that of the other, at the first or at the last "
                  "records [ratio]",
                  "arithmetic: a mean squared error costs 0.25 to 1 per miss, so one and the same "
                  "other loss explains a factor of 4"},
    [SURPLUS] = {"surplus", 1.8,
                 "training loss over that of validation, where training is right as often [ratio]",
                 "judgement: at equal accuracy, losses of one kind differ by less"},
};

#define FACTOR 4           /* of the training loss over that of validation ... */
#define FACTOR_STEADY 0.2  /* ... that stays within so much of its logarithm ... */
#define FACTOR_MIN 4       /* ... in so many records, all there are */
#define SURPLUS_RECORDS 3  /* of both losses */
#define SURPLUS_RIGHT 0.95 /* above, losses are small and differ by large factors */

static void add_floor_evidence(lc_context *context, lc_finding *f, const lc_floor *c)
{
    lc_finding_evidence(context, f, "records_below_floor", (double)c->below);
    lc_finding_evidence(context, f, "records", (double)c->records);
    lc_finding_evidence(context, f, "least_factor", c->least);
    lc_finding_evidence(context, f, "least_factor_at", c->least_x);
    lc_finding_evidence(context, f, "loss_at_least", c->least_loss);
    lc_finding_evidence(context, f, "floor_at_least", c->least_floor);
    lc_finding_evidence(context, f, "most_factor", c->most);
    lc_finding_evidence(context, f, "most_factor_at", c->most_x);
    lc_finding_evidence(context, f, "loss_at_most", c->most_loss);
    lc_finding_evidence(context, f, "floor_at_most", c->most_floor);
}

/* Other losses and accuracies for which the floor doesn't hold, on either split alike. */
static void add_alternatives(lc_context *context, lc_finding *f)
{
    lc_finding_cause(context, f,
                     "another loss function: mean squared error (at least 0.25 per miss), focal "
                     "loss, a mean over several sigmoid outputs");
    lc_finding_cause(context, f,
                     "another accuracy: exact match, a threshold other than 0.5, masked samples, "
                     "or other samples than those of the loss");
}

/* What the log tells of the class weights, as a proof: weights times counts. */
static void add_weights(lc_context *context, lc_finding *f, const lc_analyzed *loss)
{
    const lc_facts *facts = &context->run->facts;
    if (!(facts->weighted_class_entropy > 0)) {
        lc_finding_cause(context, f, "sample weights, which act on %s alone",
                         loss->series->metric.name);
        return;
    }
    lc_finding_evidence(context, f, "heaviest_class_weight", facts->heaviest_class_weight);
    lc_finding_evidence(context, f, "heaviest_class_share", facts->heaviest_class_share);
    lc_finding_cause(context, f,
                     "class weights, which act on %s alone: by weights times counts, the class "
                     "with %.3g %% of the training samples carries %.3g %% of %s",
                     loss->series->metric.name, 100 * facts->heaviest_class_share,
                     100 * facts->heaviest_class_weight, loss->series->metric.name);
}

static void add_weight_advice(lc_context *context, lc_finding *f)
{
    lc_finding_advice(context, f,
                      "judge by AUROC or by precision and recall: with rare classes, accuracy "
                      "depends more on the threshold than on the model");
    lc_finding_advice(
        context, f, "choose milder class weights, or none and move the decision threshold instead");
}

static void put_headline(lc_context *context, lc_finding *f, const lc_analyzed *odd,
                         const char *other)
{
    const char *name = odd->series->metric.name;
    const lc_facts *facts = &context->run->facts;
    if (lc_context_is_weighted(context, odd) && facts->weighted_class_entropy > 0)
        lc_finding_headline(
            context, f,
            "%s and %s are not the same quantity: by class weights times counts, the class with "
            "%.3g %% of the samples carries %.3g %% of %s, so their difference is not a "
            "generalization gap",
            name, other, 100 * facts->heaviest_class_share, 100 * facts->heaviest_class_weight,
            name);
    else
        lc_finding_headline(
            context, f,
            "%s and %s are not the same quantity: their difference is not a generalization gap",
            name, other);
}

static void add_causes(lc_context *context, lc_finding *f, const lc_analyzed *odd,
                       const char *other)
{
    const char *name = odd->series->metric.name;
    if (lc_context_is_weighted(context, odd)) {
        add_weights(context, f, odd);
        return;
    }
    if (odd->series->metric.split == LC_TRAIN) {
        lc_finding_cause(context, f,
                         "%s is weighted: class_weight and sample_weight act on the training loss, "
                         "not on the validation loss",
                         name);
        lc_finding_cause(context, f, "%s is scaled, averaged or reduced in another way than %s",
                         name, other);
    } else {
        lc_finding_cause(context, f,
                         "%s is computed by another function or with another reduction than %s",
                         name, other);
    }
    add_alternatives(context, f);
}

static void report_different(lc_context *context, const lc_floor *odd, const lc_floor *plain)
{
    const char *name = odd->loss->series->metric.name, *other = plain->loss->series->metric.name;
    char most[32] = "or more"; /* a loss of 0 is below by any factor */
    if (isfinite(odd->most))
        snprintf(most, sizeof most, "to %.2g", odd->most);
    lc_finding *f = lc_find(context, LC_WARNING, 1, odd->loss);
    lc_finding_series(f, plain->loss);
    if (lc_context_is_weighted(context, odd->loss) ||
        (odd->below == odd->records && odd->least > PLAINLY))
        lc_finding_weigh(f, PROVEN);
    lc_finding_basis(context, f, "bound: a mean cross-entropy is at least (1 - accuracy) ln 2");
    lc_finding_summary(
        context, f,
        "%s is below (1 - accuracy) ln 2, the floor of a plain mean cross-entropy, in %zu of %zu "
        "records, by a factor of %.2g %s; %s is below it in %zu of %zu: the two are not the "
        "same quantity, and their difference is not a generalization gap",
        name, odd->below, odd->records, odd->least, most, other, plain->below, plain->records);
    put_headline(context, f, odd->loss, other);
    add_floor_evidence(context, f, odd);
    lc_finding_evidence(context, f, "loss_per_miss", odd->first_per_miss);
    lc_finding_evidence(context, f, "loss_per_miss_other", plain->first_per_miss);
    lc_finding_evidence(context, f, "last_loss_per_miss", odd->last_per_miss);
    lc_finding_evidence(context, f, "last_loss_per_miss_other", plain->last_per_miss);
    lc_finding_evidence(context, f, "per_miss_ratio", lc_floor_ratio(plain, odd));
    add_causes(context, f, odd->loss, other);
    lc_finding_advice(context, f,
                      "log the unweighted loss on both splits, or weight both in the same way; "
                      "until then, do not compare the two");
    if (odd->loss->series->metric.split != LC_TRAIN)
        return;
    add_weight_advice(context, f);
    lc_finding_advice(context, f,
                      "standardise the inputs, then raise the learning rate, or use Adam or "
                      "momentum: plain gradient steps on a weighted loss are slow and noisy");
}

/* The log tells of weights: what that makes of the loss, whether or not the floor shows it. A warning
 * where a constant answer costs another amount in the loss `beside` it, without weights (NULL: none). */
static void report_weighted(lc_context *context, const lc_analyzed *loss, const lc_analyzed *beside)
{
    const lc_facts *facts = &context->run->facts;
    double weighted = facts->weighted_class_entropy, plain = facts->class_entropy;
    bool told = weighted > 0 && plain > 0;
    bool apart = beside && told && fmax(weighted / plain, plain / weighted) > PLAINLY;
    lc_finding *f = lc_find(context, apart ? LC_WARNING : LC_NOTE, 1, loss);
    lc_finding_series(f, beside);
    if (apart)
        lc_finding_weigh(f, PROVEN);
    if (!(facts->weighted_class_entropy > 0)) {
        lc_finding_basis(context, f, "the sample weights that the log tells");
        lc_finding_summary(context, f,
                           "%s has sample weights, so that a loss without weights is another "
                           "quantity",
                           loss->series->metric.name);
        add_weights(context, f, loss);
        return;
    }
    lc_finding_basis(context, f, "the class weights and counts that the log tells");
    lc_finding_summary(context, f,
                       "%s has class weights, by which the class with %.3g %% of the samples "
                       "carries %.3g %% of it: a constant answer gets %s, and a loss without "
                       "weights is another quantity",
                       loss->series->metric.name, 100 * facts->heaviest_class_share,
                       100 * facts->heaviest_class_weight, LC_NUM(facts->weighted_class_entropy));
    if (apart)
        lc_finding_advice(context, f,
                          "log the unweighted loss beside it; until then, do not compare %s and %s",
                          loss->series->metric.name, beside->series->metric.name);
    add_weights(context, f, loss);
    add_weight_advice(context, f);
}

/* Below the floor, but nothing says that the splits differ. */
static void report_no_cross_entropy(lc_context *context, const lc_floor *c)
{
    lc_finding *f = lc_find(context, LC_NOTE, 1, c->loss);
    lc_finding_basis(context, f, "bound: a mean cross-entropy is at least (1 - accuracy) ln 2");
    lc_finding_summary(context, f,
                       "%s is not a plain mean cross-entropy over the samples of %s: it is below "
                       "(1 - accuracy) ln 2 in %zu of %zu records",
                       c->loss->series->metric.name, c->accuracy->series->metric.name, c->below,
                       c->records);
    add_floor_evidence(context, f, c);
    add_alternatives(context, f);
    lc_finding_cause(context, f, "class or sample weights");
    lc_finding_advice(context, f, "check which loss is logged before you interpret its value");
}

static void check_pair(lc_context *context, const lc_pair *pair)
{
    lc_floor train = lc_floor_count(context, pair->train);
    lc_floor validation = lc_floor_count(context, pair->validation);
    bool below = lc_floor_breached(&train, lc_context_limit(context, SHARE));
    const lc_floor *odd = below ? &train : &validation, *plain = below ? &validation : &train;
    lc_floor_sides sides = lc_floor_compare(&train, &validation, lc_context_limit(context, SHARE),
                                            lc_context_limit(context, PER_MISS));
    if (sides == LC_FLOOR_DIFFERENT)
        report_different(context, odd, plain);
    else if (lc_context_is_weighted(context, pair->train))
        report_weighted(context, pair->train, pair->validation);
    else if (sides == LC_FLOOR_BELOW)
        report_no_cross_entropy(context, odd);
}

/* The end of the run, as a share of the samples. */
static double right_at_end(const lc_analyzed *a)
{
    return a && a->curve.n ? lc_analyzed_end(a) / lc_analyzed_scale_max(a) : NAN;
}

/* Training decides at least as well as validation, at a far higher loss: dropout or augmentation, which
 * raise that loss, would cost decisions as well, so that it contains something else. */
static void check_surplus(lc_context *context, const lc_pair *p)
{
    const lc_analyzed *t = p->train, *v = p->validation;
    const lc_analyzed *a = lc_context_accuracy(context, t), *b = lc_context_accuracy(context, v);
    double train = right_at_end(a), held_out = right_at_end(b);
    if (t->curve.n < SURPLUS_RECORDS || v->curve.n < SURPLUS_RECORDS || !(train >= held_out) ||
        held_out > SURPLUS_RIGHT)
        return;
    double loss = lc_analyzed_end(t), other = lc_analyzed_end(v);
    double least = lc_context_limit(context, SURPLUS);
    if (!(other > 0) || loss < least * other || lc_analyzed_start(t) - loss < 0 ||
        t->log.n != v->log.n)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, t);
    lc_finding_series(f, v);
    lc_finding_series(f, a);
    lc_finding_series(f, b);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "a loss %s times that of validation, with %s and %s right",
                     LC_NUM(loss / other), LC_NUM(train), LC_NUM(held_out));
    lc_finding_evidence(context, f, "ratio_at_end", loss / other);
    lc_finding_evidence(context, f, "train_right", train);
    lc_finding_evidence(context, f, "validation_right", held_out);
    lc_finding_summary(context, f,
                       "%s ends at %s and %s at %s, although %s is no lower than %s (%s and %s): "
                       "the two losses are not the same quantity",
                       t->series->metric.name, LC_END(t), v->series->metric.name, LC_END(v),
                       a->series->metric.name, b->series->metric.name, LC_END(a), LC_END(b));
    lc_finding_cause(context, f,
                     "%s contains a penalty on the weights, or losses of other outputs, that %s "
                     "does not",
                     t->series->metric.name, v->series->metric.name);
    lc_finding_cause(context, f, "class weights, label smoothing or a sum act on one of them only");
    lc_finding_advice(context, f, "log the parts of the training loss one by one");
}

/* Training costs the same multiple of validation from the first record on, whatever is learnt: dropout and
 * augmentation make no such factor. */
static void check_factor(lc_context *context, const lc_pair *p)
{
    const lc_log_curve *t = &p->train->log, *v = &p->validation->log;
    double least = INFINITY, most = -INFINITY;
    if (t->n < FACTOR_MIN || t->n != v->n || t->shifted || v->shifted)
        return;
    for (size_t i = 0; i < t->n; i++) {
        least = fmin(least, t->y[i] - v->y[i]);
        most = fmax(most, t->y[i] - v->y[i]);
    }
    if (least < log(FACTOR) || most - least > FACTOR_STEADY)
        return;
    const char *name = p->train->series->metric.name, *other = p->validation->series->metric.name;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, p->train);
    lc_finding_series(f, p->validation);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "%s to %s times %s in all %zu records", LC_NUM_OF(exp(least), 3),
                     LC_NUM_OF(exp(most), 3), other, t->n);
    lc_finding_evidence(context, f, "least_factor", exp(least));
    lc_finding_evidence(context, f, "most_factor", exp(most));
    lc_finding_summary(context, f,
                       "%s is %s to %s times %s in all %zu records: a factor that does not change "
                       "while both are learnt is one of how they are computed",
                       name, LC_NUM_OF(exp(least), 3), LC_NUM_OF(exp(most), 3), other, t->n);
    lc_finding_cause(context, f,
                     "%s is a sum over batches, steps of accumulated gradients or devices, and %s "
                     "a mean",
                     name, other);
    lc_finding_cause(context, f, "class or sample weights act on %s alone", name);
    lc_finding_advice(context, f, "divide both by the same count, and compare them then");
}

static bool is_paired(const lc_context *context, const lc_analyzed *t)
{
    for (size_t i = 0; i < context->pairs_n; i++)
        if (context->pairs[i].train == t || context->pairs[i].validation == t)
            return true;
    return false;
}

static void find(lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++)
        if (lc_analyzed_is_plain_loss(context->pairs[i].validation)) {
            check_pair(context, &context->pairs[i]);
            if (!lc_context_warned(context, NULL) &&
                !lc_context_is_weighted(context, context->pairs[i].train))
                check_surplus(context, &context->pairs[i]);
            if (!lc_context_warned(context, NULL))
                check_factor(context, &context->pairs[i]);
        }
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || is_paired(context, t) || !lc_analyzed_is_plain_loss(t))
            continue;
        lc_floor c = lc_floor_count(context, t);
        if (lc_context_is_weighted(context, t))
            report_weighted(context, t, NULL);
        else if (lc_floor_breached(&c, lc_context_limit(context, SHARE)))
            report_no_cross_entropy(context, &c);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"generalization-gap", 0.6, true},
    {"metric-mismatch", 0.15, true},
    {"train-eval-mode", 0.3, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_incomparable_losses = {
    .id = "incomparable-losses",
    .title = "train and validation losses that are not the same quantity",
    .theory =
        "Take a classifier that chooses the most probable class. A sample that it decides "
        "wrongly has at most probability 1/2 on its true class and so costs at least ln 2. The "
        "mean over all samples is therefore at least (1 - accuracy) ln 2: for two classes and for "
        "many, with label smoothing, and for running means over an epoch. Half a printed digit of "
        "tolerance is given to loss and accuracy. A recorded loss below this floor is not that "
        "mean: this much is arithmetic.\n\nWhat it is instead is an inference. Losses with another "
        "floor, or another definition of accuracy, are below it on both splits. When only one "
        "split is below it in at least {share%} of its records (from the first one on, or while "
        "the loss of the other split improves as well), and the loss per miss differs between the "
        "splits by more than a factor of {per_miss}, the two losses are different quantities. The "
        "usual reason is class weights, which act on the training loss only. Their difference then "
        "says nothing about generalization. A log that tells the classes' weights and counts gives "
        "the proof: weight times count is a class's part of the loss. A loss that is below the "
        "floor by a factor of more "
        "than 1.5 in every record makes this nearly certain.\n\nA training loss {surplus} times "
        "that of "
        "validation, where the training accuracy is no lower, contains something else as well: "
        "dropout and augmentation would cost accuracy, too. So is one that is the same multiple of "
        "validation's in every record, four or more, while both are learnt: a sum beside a mean.",
    .source = "derivation above; Keras documentation of Model.fit for class_weight",
    .verdict = "incomparable-losses",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS | LC_AXIS(LC_TRAIN_SIZE),
    .mark = LC_MARK_NO_GAP,
    .example =
        "epoch,loss,accuracy,val_loss,val_accuracy\n"
        "1,0.131,0.527,2.824,0.502\n2,0.114,0.546,2.465,0.531\n3,0.105,0.571,2.135,0.551\n"
        "4,0.088,0.596,1.878,0.574\n5,0.079,0.600,1.639,0.586\n6,0.075,0.628,1.494,0.603\n"
        "7,0.068,0.648,1.328,0.639\n8,0.063,0.669,1.213,0.636\n9,0.056,0.676,1.142,0.658\n"
        "10,0.052,0.684,1.041,0.680\n11,0.048,0.704,0.997,0.670\n12,0.046,0.721,0.896,0.691\n",
    .effects = effects,
    .rank = 30,
    .needs = LC_NEEDS_ACCURACY,
    .records = 1,
    .find = find,
};
