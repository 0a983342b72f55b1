/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * overfitting.c - the validation loss turns up for good while the training loss still falls.
 *
 * Computes the smooth validation curve's best point, the chance that noise alone would end so far
 * above the best of as many levels, and how large the rise is: as Prechelt's generalization loss,
 * and as a share of all that validation had gained. Whether the score turned too tells worse decisions from overconfidence.
 */
#include "diagnose/finding.h"
#include "diagnose/role.h"
#include "diagnose/rule.h"
#include "diagnose/rules/overfitting.h"
#include "diagnose/sampling.h"
#include "diagnose/stretch.h"
#include "diagnose/worsening.h"
#include "model/metric.h"
#include "stats/minimum_test.h"

#include <math.h>

enum {
    ALPHA,
    ALPHA_FITTING,
    FITTING,
    FITTING_LOSS,
    GAIN_SHARE,
    LOSS_SHARE,
    LOSS_ALONE,
    SMALL,
    ON,
    MEMORISED,
    LEFT_BEHIND,
    LOST
};

#define SAMPLING_ERRORS 2    /* standard errors of an accuracy that are no loss */
#define MEMORISED_LOG_LR 4.0 /* [nats] */

static const lc_threshold thresholds[] = {
    [ALPHA] =
        {"alpha", 0.02, "p-value of the rise",
         "convention, one in a hundred: the p-value is an upper bound; by simulation "
         "(test_minimum_test.c) one in a hundred flat curves of up to 100 records is below 0.02"},
    [ALPHA_FITTING] =
        {"alpha_fitting", 0.4,
         "p-value of the rise where training improved much since the best validation value",
         "even odds beforehand: training that improves while validation does not follow is what "
         "overfitting means. The p-value is an upper bound: of simulated curves of 8 to 30 records "
         "that fall by 10 standard deviations and are then flat, less than a third are below 0.4, "
         "so the odds are two to one"},
    [FITTING] = {"fitting", 0.15,
                 "improvement of training since the best validation value that counts as much "
                 "[share of its total improvement]",
                 "judgement"},
    [FITTING_LOSS] =
        {"fitting_loss", 0.333,
         "fall of a training loss above 0 since then that counts as much as well [share of its "
         "level]",
         "judgement: late in a run, a third of the loss is a small part of the total improvement"},
    [GAIN_SHARE] =
        {"gain_share", 0.05,
         "rise since the best [share of the improvement of validation until then]",
         "judgement: one twentieth of the improvement is what early stopping is used for"},
    [LOSS_SHARE] = {"loss_share", 0.03,
                    "rise since the best over the best [share], of losses above 0; of accuracy and "
                    "other shares, of what they lack of 1",
                    "Prechelt 1998, Early Stopping - But When?: GL_a with a from 1 to 5 %"},
    [LOSS_ALONE] = {"loss_alone", 0.2,
                    "rise over the best [share] that counts whatever the improvement was: the "
                    "first records of some runs are so bad that all later ones look alike",
                    "four times the largest a of Prechelt"},
    [SMALL] =
        {"small", 0.015,
         "rise of a loss over its best [share] that counts where validation was at its best in the "
         "first half of the run and training has fallen by `on` since",
         "Prechelt 1998: between the least two values of a, 1 and 2 %"},
    [ON] = {"on", 0.2, "fall of the training loss since then [share of its level]",
            "judgement: a fifth of the loss, none of which carries over"},
    [MEMORISED] = {"memorised", 0.97,
                   "training accuracy of a memorised training set [1 = all samples]",
                   "judgement: everything except label noise"},
    [LEFT_BEHIND] =
        {"left_behind", 0.3, "distance of the validation accuracy from it [1 = all samples]",
         "judgement: three times the distance that AUTOTRAINER (ICSE 2021) calls a gap"},
    [LOST] = {"lost", 0.05,
              "loss of validation accuracy since its best, or growth of the error rate, that "
              "counts beside losses [1 = all samples]",
              "judgement: where losses are logged, they tell of smaller falls"},
};

/* A validation curve's turn. */
typedef struct turn {
    size_t best; /* point of the curve */
    double best_level, end_level;
    double rise; /* in the worse direction */
    double p;    /* chance by noise */
    double gain_share,
        wrong_share; /* the rise, of the gain and of what was wrong at best; NaN unknown */
} turn;

/* What is wrong at that level: a loss above 0 itself, and of a share such as accuracy the rest; NaN for
 * what has no such end. */
static double wrong_at(const lc_analyzed *t, double level)
{
    double wrong = lc_metric_is_share(&t->series->metric) ? lc_analyzed_scale_max(t) - level
                   : t->sign > 0                          ? level
                                                          : NAN;
    return wrong > 0 ? wrong : NAN;
}

static turn find_turn(const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    turn u = {.best = lc_curve_best(c, t->sign, 0, c->n), .p = 1};
    u.best_level = c->smooth[u.best];
    u.end_level = lc_analyzed_end(t);
    u.rise = t->sign * (u.end_level - u.best_level);
    double gain = lc_analyzed_gain(t);
    u.gain_share = gain > 0 ? u.rise / gain : INFINITY;
    u.wrong_share = u.rise / wrong_at(t, u.best_level);
    return u;
}

/* The chance that noise makes such a rise: in the whole curve or, of a loss, at its end alone. Or more than
 * `enough`. */
static double chance_of_rise(lc_context *context, const lc_analyzed *t, double enough)
{
    const lc_curve *c = &t->curve;
    double alpha = lc_context_limit(context, ALPHA), late = 1;
    double p = lc_minimum_test(c, t->sign, lc_analyzed_end_from(t), fmax(alpha, enough));
    if (p >= alpha && t->series->metric.kind == LC_LOSS)
        lc_minimum_test_late(&late, c, t->sign, enough, &context->first);
    return fmin(p, late);
}

/* How much of itself a training loss above 0 has lost since then; 0 for others. */
static double fallen_since(const lc_analyzed *train, double since)
{
    const lc_curve *c = &train->curve;
    size_t from = lc_curve_point(c, since);
    double end = lc_analyzed_end(train);
    return train->sign > 0 && from < c->n && end > 0 ? 1 - end / c->smooth[from] : 0;
}

/* Small, but certain, and for most of the run training has gone its way without validation. */
static bool is_left_behind(const lc_context *context, const lc_analyzed *t,
                           const lc_analyzed *train, const turn *u)
{
    const lc_curve *c = &t->curve;
    return t->sign > 0 && 2 * u->best < c->n && u->p < lc_context_limit(context, ALPHA) &&
           u->wrong_share > lc_context_limit(context, SMALL) &&
           fallen_since(train, c->x[u->best]) > lc_context_limit(context, ON);
}

/* Large enough to care, in both measures where there are two. */
static bool is_large(const lc_context *context, const lc_analyzed *t, const lc_analyzed *train,
                     const turn *u)
{
    bool gain = u->gain_share > lc_context_limit(context, GAIN_SHARE);
    if (isnan(u->wrong_share))
        return gain;
    if (train && is_left_behind(context, t, train, u))
        return true;
    return (gain && u->wrong_share > lc_context_limit(context, LOSS_SHARE)) ||
           (t->series->metric.kind == LC_LOSS &&
            u->wrong_share > lc_context_limit(context, train ? LOSS_ALONE : LOSS_SHARE));
}

/* What training did since validation's best, of its whole gain; negative when it got worse. */
static double fitted_since(const lc_analyzed *train, double since)
{
    const lc_curve *c = &train->curve;
    size_t from = lc_curve_point(c, since);
    double gain = lc_analyzed_gain(train), base = lc_analyzed_base(train);
    if (from >= c->n || gain == 0)
        return 0;
    double then = train->sign * fmin(train->sign * c->smooth[from], train->sign * base);
    return train->sign * (then - lc_analyzed_end(train)) / gain;
}

/* The training curve gets worse as well since then: that is no overfitting. */
static bool train_rises(lc_context *context, const lc_analyzed *train, double since)
{
    const lc_curve *c = &train->curve;
    lc_trend trend;
    return fitted_since(train, since) < -lc_context_limit(context, GAIN_SHARE) &&
           lc_curve_trend(&trend, c, lc_curve_point(c, since), c->n, &context->first) == LC_OK &&
           (train->sign > 0 ? trend.p_rise : trend.p_fall) < 0.01;
}

/* The score of the same split: did the decisions get worse too? */
static void add_score(lc_context *context, lc_finding *f, const lc_analyzed *loss, double since)
{
    const lc_analyzed *score = lc_context_accuracy(context, loss);
    if (!score || score->curve.n < 2)
        return;
    const lc_curve *c = &score->curve;
    size_t at = lc_curve_point(c, since);
    size_t shown = at < c->n ? at : c->n - 1;
    double before = c->smooth[shown], after = lc_analyzed_end(score);
    double error = lc_analyzed_step_error(score, at, at + 1 < c->n ? at + 1 : c->n);
    lc_finding_series(f, score);
    lc_finding_evidence(context, f, "accuracy_at_best", before);
    lc_finding_evidence(context, f, "accuracy_at_end", after);
    if (before - after > 2 * error)
        return;
    lc_finding_cause(
        context, f,
        "overconfidence: %s does not fall by more than its noise (%s at the best %s, %s at "
        "the end), so a few samples get wrong answers with growing confidence",
        score->series->metric.name, LC_LEVEL(before, c->y[shown]), lc_context_axis(context),
        LC_END(score));
    lc_finding_advice(context, f,
                      "if only the decisions count, choose the %s by %s; if probabilities count, "
                      "stop at the best %s or calibrate them",
                      lc_context_axis(context), score->series->metric.name,
                      loss->series->metric.name);
}

/* Training ends no better than validation was at its best: whatever made validation worse, the samples
 * were not memorised. */
static bool never_fits(const lc_analyzed *train, const turn *u)
{
    return train->sign * (lc_analyzed_end(train) - u->best_level) >= 0;
}

static double smooth_near(const lc_analyzed *t, double x)
{
    size_t at = lc_curve_point(&t->curve, x);
    return t->curve.smooth[at < t->curve.n ? at : t->curve.n - 1];
}

/* What training did meanwhile, as recorded: "", or ", while loss goes from 0.4 to about 0.1". */
static void tell_training(char *text, size_t size, const lc_context *context,
                          const lc_analyzed *train, double since)
{
    *text = '\0';
    if (!train)
        return;
    double then = lc_analyzed_at(context, train, since);
    if (!isnan(then))
        snprintf(text, size, ", while %.60s goes from %s to %s", train->series->metric.name,
                 LC_NUM(then), LC_END(train));
}

/* In recorded values: the smooth best lies near the recorded one, but not at it. */
static void tell(lc_context *context, lc_finding *f, const lc_analyzed *t, const lc_analyzed *train,
                 bool large, const char *reserve)
{
    const char *axis = lc_context_axis(context), *name = t->series->metric.name;
    double best = t->series->y[t->best], x = lc_analyzed_x(context, t, t->best);
    double end = lc_analyzed_end(t), then = train ? lc_analyzed_at(context, train, x) : NAN;
    double fallen = train ? 1 - lc_analyzed_end(train) / then : NAN;
    char meanwhile[160];
    tell_training(meanwhile, sizeof meanwhile, context, train, x);
    lc_finding_summary(context, f, "%s %s from its best of %s at %s %s to %s%s%s", name,
                       t->sign > 0 ? "rises" : "falls", LC_NUM(best), axis, LC_NUM(x), LC_END(t),
                       meanwhile, reserve);
    if (!large || t->sign < 0 || !(best > 0))
        return;
    if (fallen > 0 && fallen <= 1)
        lc_finding_headline(
            context, f, "overfitting since %s %s: %s up %.0f %% while %s fell %.0f %%", axis,
            LC_NUM(x), name, 100 * (end / best - 1), train->series->metric.name, 100 * fallen);
    else
        lc_finding_headline(context, f, "overfitting since %s %s: %s up %.0f %%", axis, LC_NUM(x),
                            name, 100 * (end / best - 1));
}

/* NULL where nothing was reported. */
static lc_finding *report(lc_context *context, const lc_analyzed *t, const lc_analyzed *train,
                          const turn *u)
{
    const lc_curve *c = &t->curve;
    double since = c->x[u->best], last = c->x[c->n - 1];
    bool few = lc_context_is_few(context, t, u->best_level, u->rise);
    bool large = is_large(context, t, train, u) && !few && !(train && never_fits(train, u));
    bool severe =
        large && u->gain_share > 0.5 && !(u->wrong_share <= lc_context_limit(context, LOSS_ALONE));
    if (!large && lc_overfitting_few_show(context, t, train))
        return NULL;
    lc_finding *f = lc_find(context,
                            severe  ? LC_CRITICAL
                            : large ? LC_WARNING
                                    : LC_NOTE,
                            lc_confidence(u->p), t);
    lc_finding_series(f, train);
    lc_finding_range(f, since, last);
    lc_finding_basis(context, f, "p = %.2g (end level above the best level; noise of this run)",
                     u->p);
    lc_finding_evidence(context, f, "best_at", since);
    lc_finding_evidence(context, f, "best", u->best_level);
    lc_finding_evidence(context, f, "end", u->end_level);
    lc_finding_evidence(context, f, "rise_over_gain", u->gain_share);
    if (!isnan(u->wrong_share))
        lc_finding_evidence(context, f, "generalization_loss_percent", 100 * u->wrong_share);
    lc_finding_evidence(context, f, "wasted", last - since);
    if (train) {
        lc_finding_evidence(context, f, "train_at_best", smooth_near(train, since));
        lc_finding_evidence(context, f, "train_end", lc_analyzed_end(train));
    }
    if (lc_context_tells(context))
        tell(context, f, t, train, large,
             large ? ""
             : few ? "; a small validation set may show as much by chance"
             : is_large(context, t, train, u)
                 ? "; training ends no better than that best: no memorisation of the training set"
                 : "; the rise is small");
    lc_overfitting_remedies(context, f, lc_analyzed_x(context, t, t->best));
    add_score(context, f, t, since);
    return f;
}

/* The chance of noise that the turn must stay below. */
static double alpha_for(const lc_context *context, const lc_analyzed *train, double since)
{
    bool fitting = train && (fitted_since(train, since) > lc_context_limit(context, FITTING) ||
                             fallen_since(train, since) > lc_context_limit(context, FITTING_LOSS));
    return lc_context_limit(context, fitting ? ALPHA_FITTING : ALPHA);
}

/* A rise that alone would not stand, but for training's progress: of few records other runs must say as
 * well that it is more than noise. */
static void weigh_few(const lc_context *context, lc_finding *f, const lc_analyzed *t,
                      const lc_analyzed *train, const turn *u)
{
    if (!f || !train || t->log.n > LC_OVERFITTING_FEW || u->p < lc_context_limit(context, ALPHA) ||
        f->severity == LC_NOTE)
        return;
    lc_pair p = {train, t};
    lc_finding_weigh(f, fmin(f->log_lr, lc_overfitting_few_log_lr(context, &p)));
}

static void check(lc_context *context, const lc_analyzed *t, const lc_analyzed *train)
{
    const lc_curve *c = &t->curve;
    if (c->n < 3)
        return;
    turn u = find_turn(t);
    double since = c->x[u.best];
    if (u.best + 2 >= c->n || t->best + 1 >= t->series->n || u.rise <= 0)
        return;
    double alpha = alpha_for(context, train, since);
    u.p = chance_of_rise(context, t, alpha);
    if (u.p >= alpha)
        return;
    if (train && train_rises(context, train, since))
        return;
    lc_finding *f = report(context, t, train, &u);
    weigh_few(context, f, t, train, &u);
    if (f && f->severity > LC_NOTE)
        lc_finding_weigh(f, f->log_lr - 2 * lc_overfitting_swings(&t->log));
}

/* The same in the last stretch alone: after a drop of the learning rate validation is at a new level, and
 * its noise is another one. */
static void check_last_stretch(lc_context *context, const lc_pair *p)
{
    lc_analyzed v = *p->validation, t = *p->train;
    lc_curve validation, train;
    if (lc_context_warned(context, p->validation) ||
        !lc_stretch_last(&validation, context, p->validation))
        return;
    if (lc_stretch_last(&train, context, p->train)) {
        v.curve = validation;
        t.curve = train;
        check(context, &v, &t);
        lc_curve_free(&train);
    }
    lc_curve_free(&validation);
}

/* ---- memorised ------------------------------------------------------------------------------- */

/* Nearly all training samples are right, far fewer of validation, and validation no longer gets better:
 * what is fitted is the samples, whether or not the loss has turned. */
static void check_memorised(lc_context *context, const lc_pair *p)
{
    const lc_analyzed *v = p->validation, *t = p->train;
    if (!lc_metric_is_accuracy(&v->series->metric) || v->curve.n < 3 || t->curve.n < 3)
        return;
    double right = lc_analyzed_end(t) / lc_analyzed_scale_max(t);
    size_t half = v->curve.n / 2;
    double held_out = lc_curve_level(&v->curve, half, v->curve.n) / lc_analyzed_scale_max(v);
    double late = (lc_analyzed_end(v) - v->curve.smooth[half]) / lc_analyzed_scale_max(v);
    const lc_analyzed *loss = lc_context_main_loss(context, LC_VALIDATION);
    /* A held-out loss far below the floor of that accuracy was not measured with it. */
    bool apart = loss && loss->curve.n && !loss->log.shifted &&
                 lc_analyzed_end(loss) < 0.35 * (1 - held_out);
    if (apart || right < lc_context_limit(context, MEMORISED) ||
        right - held_out < lc_context_limit(context, LEFT_BEHIND) || late > 0.05)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, v);
    lc_finding_series(f, t);
    lc_finding_weigh(f, MEMORISED_LOG_LR);
    lc_finding_basis(context, f,
                     "%.3g of the training samples are right, and %.3g of the validation samples",
                     right, held_out);
    lc_finding_evidence(context, f, "train", right);
    lc_finding_evidence(context, f, "validation", held_out);
    lc_finding_summary(context, f,
                       "%s reaches %s while %s is at %s: the training samples are memorised",
                       t->series->metric.name, LC_END(t), v->series->metric.name, LC_END(v));
    lc_overfitting_remedies(context, f, lc_analyzed_x(context, v, v->best));
}

/* An accuracy or an error rate that ends so much worse than its best that many samples are lost, and more than
 * chance takes from so few. */
static bool is_lost(const lc_context *context, const lc_analyzed *t)
{
    if (!lc_metric_is_accuracy(&t->series->metric) && !lc_metric_is_error_rate(&t->series->metric))
        return false;
    if (t->curve.n == 0)
        return false;
    double best = lc_analyzed_best_level(t), error = lc_context_sampling_error(context, t, best);
    return t->sign * (lc_analyzed_end(t) - best) >
           fmax(lc_context_limit(context, LOST) * lc_analyzed_scale_max(t),
                SAMPLING_ERRORS * error);
}

static void find(lc_context *context)
{
    const lc_pair *main = lc_context_main_pair(context);
    bool losses = main != NULL;
    for (size_t i = 0; i < context->pairs_n; i++) {
        const lc_pair *p = &context->pairs[i];
        const lc_metric *metric = &p->validation->series->metric;
        bool loss = metric->kind == LC_LOSS && (p == main || !lc_metric_is_error_rate(metric));
        if (main && loss && p != main &&
            lc_role_is_part_of(metric, &main->validation->series->metric))
            continue; /* parts don't outvote the whole */
        if (lc_worsening_is_annealed(context, p->validation))
            continue; /* its rise is meant */
        /* A score's turn is part of the losses' where these are logged, unless many samples are lost. */
        if (loss || !losses || is_lost(context, p->validation)) {
            check(context, p->validation, p->train);
            check_last_stretch(context, p);
            lc_overfitting_few(context, p);
        }
        check_memorised(context, p);
    }
    for (size_t k = 0; k < context->run->series_n && context->pairs_n == 0; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && t->sign != 0 && t->series->metric.split == LC_VALIDATION && t->finite)
            check(context, t, NULL);
        if (t->chosen && t->sign > 0 && t->series->metric.split == LC_VALIDATION && t->finite)
            lc_overfitting_alone(context, t);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"train-eval-mode", 0.15, false},
    {"generalization-gap", 0.3, false},
    {"oscillation", 0.1, false},
    {"spikes", 0.1, false},
    {"still-improving", 0.05, false},
    {"plateau", 0.15, true},
    {NULL, 0, false},
};

const lc_rule lc_rule_overfitting = {
    .id = "overfitting",
    .title = "a validation loss that rises after its best while the training loss keeps falling",
    .theory =
        "A network first learns what the training samples have in common with others. If it goes "
        "on fitting, it learns their random details: the validation loss passes a minimum and "
        "rises. The rule compares the level at the end with the best level before it. Two "
        "corrections are made. The best level was selected among many, so it is low partly by "
        "chance. And the noise of neighbouring records is correlated, so a flat curve drifts up "
        "and down. The p-value is the probability that a curve which falls or is flat, with the "
        "noise and correlation of this run (or with what is known about them from few records), "
        "ends so far above its best level.\n\nThe rise must also be large: more than "
        "{gain_share%} of the improvement of validation, and more than {loss_share%} of the best "
        "value (the generalization loss of Prechelt); for accuracy and other shares, of what "
        "they lack of 1. A loss that rises by {loss_alone%} of its best value needs no such "
        "improvement, and without a training loss {loss_share%} are enough. Where the best value "
        "lies in the first half of the run and the training loss has fallen by {on%} since, a "
        "rise of {small%} is enough. A smaller rise is a note. If the training loss ends no "
        "better than validation was at its best, there is no memorisation of the training set, "
        "and the rise is a note. If the training loss rises too, something else is wrong (see "
        "divergence); where the weight of a part of the loss grows from its best record on "
        "(annealing), the rise is meant. Up to 20 records, a validation loss that swings needs "
        "more evidence, since "
        "its last value may be high by chance, and so does one whose best is a single record far "
        "below its neighbours. So does one that has been nearly as bad as at its end three times, "
        "and came back. A rise "
        "of less than a sixth counts for less while a score of validation, or its error rate, is "
        "at "
        "its best in the last record. One that is large beside what training "
        "gained in all counts for more.\n\nWhere losses are logged, the accuracy of validation, "
        "or its error rate, is judged beside them only if it ends worse than its best by more "
        "than {lost%} of all samples. If the validation accuracy does not fall as well, the "
        "network becomes "
        "overconfident rather than worse at deciding. Where a loss is logged with its parts, "
        "only the whole is judged.\n\nUp to 20 records, a last record alone that is worse than a "
        "curve which still fell counts for little, and so does a validation loss below that of "
        "training. Records that are all above the lowest one, or that rise one after the other "
        "while training falls, count for more. Without a training loss, a rise of which the last "
        "record has lost more than half speaks less.",
    .source =
        "L. Prechelt 1998, Early Stopping - But When?, LNCS 1524 (generalization loss); D. "
        "Siegmund 1985, Sequential Analysis (least of a moving mean); D. A. Harville 1977, J. "
        "Am. Stat. Assoc. 72, 320 (restricted likelihood of the noise); Guo et al. 2017, On "
        "Calibration of Modern Neural Networks, ICML (overconfidence)",
    .verdict = "overfitting",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example =
        "epoch,loss,val_loss\n"
        "1,0.790,0.944\n2,0.654,0.794\n3,0.543,0.677\n4,0.458,0.602\n5,0.381,0.561\n6,0.326,0.516\n"
        "7,0.286,0.509\n8,0.236,0.519\n9,0.199,0.535\n10,0.173,0.548\n11,0.142,0.550\n"
        "12,0.135,0.570\n13,0.112,0.585\n14,0.111,0.617\n15,0.102,0.626\n16,0.087,0.644\n"
        "17,0.084,0.680\n18,0.070,0.700\n",
    .effects = effects,
    .rank = 100,
    .ordered = true,
    .needs = LC_NEEDS_LOSS,
    .records = 2,
    .find = find,
};
