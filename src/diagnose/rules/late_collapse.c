/* SPDX-License-Identifier: GPL-3.0-or-later */
/* late_collapse.c - training gets worse for good after its best. */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/worsening.h"

enum { MIN_RISE };

static const lc_threshold thresholds[] = {
    [MIN_RISE] =
        {"min_rise", LC_FAR_WORSE, "least rise of the natural logarithm of the loss",
         "judgement: about 10 %, three times the usual noise of a training loss logged per epoch"},
};

static void find(lc_context *context)
{
    lc_worsening w;
    lc_finding *f =
        lc_worsening_find(&w, context, LC_DECLINES, lc_context_limit(context, MIN_RISE));
    if (!f)
        return;
    const lc_analyzed *t = w.series;
    const lc_series *s = t->series;
    lc_finding_range(f, w.best_at, lc_analyzed_x(context, t, s->n - 1));
    lc_finding_summary(context, f,
                       "%s gets worse after %s %s and does not recover: best %s, final %s",
                       s->metric.name, lc_context_axis(context), LC_NUM(w.best_at), LC_NUM(w.best),
                       LC_LEVEL(w.end, lc_analyzed_last(t)));
    lc_finding_cause(context, f,
                     "the learning rate is too high for late training and is not lowered");
    lc_finding_cause(context, f,
                     "Adam or RMSprop with a small epsilon: steps grow as gradients vanish");
    lc_finding_cause(context, f, "units died or outputs saturated one after the other");
    lc_finding_advice(context, f, "keep the checkpoint of %s %s", lc_context_axis(context),
                      LC_NUM(w.best_at));
    lc_finding_advice(context, f,
                      "let the learning rate decay, clip gradients, or increase epsilon");
}

static const lc_effect effects[] = {
    {"constant-prediction", 0.2, false},
    {"stuck-loss", 0.2, false},
    {"not-learning", 0.15, false},
    {"divergence", 0.2, false},
    {"non-finite", 0, false},
    {"rising-loss", 0.3, false},
    {"lasting-jump", 0.3, false},
    {"oscillation", 0.2, false},
    {"spikes", 0.3, false},
    {"*", 0.1, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_late_collapse = {
    .id = "late-collapse",
    .title = "training that gets worse after its best and does not recover",
    .theory = "In overfitting, validation gets worse while training keeps improving. Where the "
              "training loss itself turns and keeps rising, or a held-out score falls far towards "
              "chance, the optimisation has become unstable. The loss must end above its best "
              "level by more than noise explains, over more than one step, and the best must not "
              "be among the first records. In long runs the noise of the run itself is asked, too, "
              "unless the loss leaves its level within a few records for twice that or more and "
              "stays there: a test on correlated noise would take this for noise.\n\nWithout a "
              "training loss, a held-out loss counts when it ends at more than eight times its "
              "best and well above its start, which is more than overfitting does. Without any "
              "loss, an accuracy or another share counts when it loses more than one sample in "
              "ten, and ends worse than it ever was between the first quarter of the run and "
              "its best. An accuracy of a few samples must lose more than two of its steps."
              "\n\nA rise is meant, and no fault, once a learning rate that had fallen is set back "
              "up at once (warm restart), or while the weight of a part of the loss grows "
              "(annealing). A held-out score that is the same in all its records had nothing to "
              "lose, which speaks against a collapse. In reinforcement learning the reward is "
              "judged; where it has few records, it must end below three quarters of its best and "
              "below all that it was before, by more than its steps until then. Of twelve records "
              "or more it has been lost as well where the whole last third lies below the whole "
              "first third and below half of the best, which came later than the first third.",
    .source = "Reddi, Kale, Kumar 2018, On the Convergence of Adam and Beyond, ICLR; minimum test "
              "and noise prior: stats/noise_posterior.h, fitted to simulations",
    .verdict = "diverged",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .needs = LC_NEEDS_LOSS,
    .records = 4,
    .example =
        "epoch,loss,accuracy\n1,1.31,0.52\n2,0.97,0.66\n3,0.81,0.72\n4,0.74,0.75\n5,0.72,0.75\n"
        "6,0.80,0.73\n7,0.92,0.68\n8,1.05,0.63\n9,1.13,0.60\n10,1.24,0.57\n",
    .effects = effects,
    .rank = 23,
    .ordered = false, /* a fall and a rise are a fall and a rise in reversed time as well */
    .experiment = "resume from the best checkpoint with a decaying learning rate",
    .find = find,
};
