/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * saturated_output.c - each miss costs the same: the framework's clip of a probability of 0.
 *
 * A network whose outputs are 0 or 1 pays nothing for what it decides rightly and the logarithm of the
 * clip for each miss, so that loss / (1 - accuracy) is that constant in record after record.
 */
#include "diagnose/clip.h"
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <math.h>

enum { WIDTH, SHARE };

static const lc_threshold thresholds[] = {
    [WIDTH] = {"width", 0.003,
               "distance of the loss per miss from a clip level [share of the level]",
               "judgement: allows for a few samples that are not saturated; the closest levels of "
               "the table differ by four times as much"},
    [SHARE] = {"share", 0.8, "records within that distance, given the printed digits [share]",
               "judgement: saturation may begin after the first epochs"},
};

#define RECORDS_MIN 3
#define MISSES_MIN 0.002 /* share of samples: with fewer the digits say nothing of a ratio */

/* Records of a loss with enough misses, and how many of them lie at each level. */
typedef struct per_miss {
    size_t records, at[LC_CLIPS];
    double sum; /* of loss per miss */
} per_miss;

/* Half a printed digit of each. */
typedef struct half_digits {
    double loss, misses;
} half_digits;

/* Count one record; half a digit is allowed on both numbers. */
static void count(per_miss *c, double loss, double misses, half_digits digits, double width)
{
    c->records++;
    c->sum += loss / misses;
    if (loss + digits.loss < LC_CLIP_MIN * (1 - width) * (misses - digits.misses)) /* no division */
        return;
    double least = (loss - digits.loss) / (misses + digits.misses);
    double most = (loss + digits.loss) / (misses - digits.misses);
    for (size_t k = 0; k < LC_CLIPS; k++) {
        double within = lc_clips[k].rare ? width / 2 : width;
        c->at[k] +=
            least <= lc_clips[k].high * (1 + within) && most >= lc_clips[k].low * (1 - within);
    }
}

static per_miss count_all(const lc_context *context, const lc_analyzed *loss,
                          const lc_analyzed *accuracy)
{
    per_miss c = {.sum = 0};
    double whole = lc_analyzed_scale_max(accuracy);
    half_digits digits = {loss->series->quantum / 2, accuracy->series->quantum / whole / 2};
    double width = lc_context_limit(context, WIDTH);
    for (size_t i = 0; i < loss->series->n; i++) {
        double y = loss->series->y[i], a = lc_analyzed_beside(context, accuracy, loss, i);
        double misses = 1 - a / whole;
        if (isfinite(y) && misses > MISSES_MIN && misses > 4 * digits.misses)
            count(&c, y, misses, digits, width);
    }
    return c;
}

static void report(lc_context *context, const lc_analyzed *loss, const lc_analyzed *accuracy,
                   const per_miss *c, size_t k)
{
    double mean = c->sum / (double)c->records;
    lc_finding *f = lc_find(context, LC_WARNING, 0.95, loss);
    lc_finding_series(f, accuracy);
    lc_finding_basis(context, f, "%zu of %zu records at the level of a clip", c->at[k], c->records);
    lc_finding_evidence(context, f, "loss_per_miss", mean);
    lc_finding_evidence(context, f, "clip_level", lc_clips[k].low);
    lc_finding_evidence(context, f, "records_at_level", (double)c->at[k]);
    lc_finding_summary(context, f,
                       "%s is about %s times the share of wrong answers (%s): the outputs are 0 or "
                       "1, and each miss costs the maximum that the clip allows",
                       loss->series->metric.name, LC_NUM(mean), lc_clips[k].from);
    lc_finding_cause(context, f,
                     "the output layer is saturated: the learning rate is too high, inputs are not "
                     "scaled, or logits have diverged");
    lc_finding_cause(context, f,
                     "the activation before the loss does not give probabilities: relu, a softmax "
                     "over one unit, a missing or a second sigmoid");
    lc_finding_advice(
        context, f,
        "give the loss logits (from_logits, BCEWithLogitsLoss) instead of clipped probabilities");
    lc_finding_advice(context, f, "standardise the inputs, and divide the learning rate by 10");
    lc_finding_advice(context, f, "do not interpret the value of this loss: it only counts misses");
}

static void check(lc_context *context, const lc_analyzed *loss, const lc_analyzed *accuracy)
{
    per_miss c = count_all(context, loss, accuracy);
    if (c.records < RECORDS_MIN)
        return;
    for (size_t k = 0; k < LC_CLIPS; k++)
        if ((double)c.at[k] >= lc_context_limit(context, SHARE) * (double)c.records) {
            report(context, loss, accuracy, &c, k);
            return;
        }
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || !lc_analyzed_is_plain_loss(t))
            continue;
        const lc_analyzed *accuracy = lc_context_accuracy(context, t);
        if (accuracy)
            check(context, t, accuracy);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"incomparable-losses", 0.15, true},
    {NULL, 0, false},
};

const lc_rule lc_rule_saturated_output = {
    .id = "saturated-output",
    .title = "a loss that only counts misses, each at the clip value of the framework",
    .theory =
        "The cross-entropy of a probability of 0 would be infinite, so frameworks clip: a miss "
        "costs at most -ln of the clip value. When all outputs are 0 or 1, a correct answer costs "
        "nothing and each miss costs that maximum. The mean loss is then the share of misses times "
        "a constant that identifies the framework: 16.118 and 15.942 for the clip of Keras at 1e-7 "
        "in float32, 15.25 to 15.42 for its binary form, 100 for BCELoss of PyTorch, 87.34 for "
        "Caffe.\n\nThe loss per miss, loss / (1 - accuracy), must be at one of these levels in "
        "{share%} of the records; half a printed digit of tolerance is given to each number. Clips "
        "from 1e-6 to 1e-12 are rare, and the loss per miss must be twice as close to them.",
    .source = "derivation above; Keras backend source (epsilon), PyTorch documentation of BCELoss "
              "(clamp at "
              "-100), Caffe SoftmaxWithLoss source (FLT_MIN), scikit-learn documentation of "
              "log_loss (eps)",
    .verdict = "metric-mismatch",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS | LC_AXIS(LC_TRAIN_SIZE),
    .example = "epoch,loss,accuracy\n"
               "1,6.126,0.6199\n2,4.687,0.7092\n3,4.021,0.7505\n4,3.548,0.7799\n5,3.087,0.8085\n"
               "6,3.211,0.8008\n7,2.729,0.8307\n8,2.564,0.8409\n9,2.717,0.8314\n10,2.411,0.8504\n"
               "11,2.416,0.8501\n12,2.277,0.8587\n",
    .effects = effects,
    .rank = 40,
    .needs = LC_NEEDS_ACCURACY,
    .records = 3,
    .find = find,
};
