/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * context.h - a run as the rules see it: each series with its curve, noise and trend, made once and
 * shared, the pairs of train and validation, and the thresholds in force.
 */
#ifndef LC_DIAGNOSE_CONTEXT_H
#define LC_DIAGNOSE_CONTEXT_H

#include "diagnose/log_curve.h"
#include "stats/changepoint.h"
#include "stats/curve.h"

typedef struct lc_rule lc_rule;

#define LC_STRETCHES_MAX 33 /* of one run; see stretch.h */

/* One series of the run, studied. */
typedef struct lc_analyzed lc_analyzed;
struct lc_analyzed {
    const lc_series *series;
    size_t index; /* in run->series */
    bool failed;  /* memory ran out while it was studied */
    bool percent; /* a share out of 100: by its values, or since its loss forbids a share near 1 */
    bool chosen;  /* rules look at it: neither an axis nor left out by --metric */
    int sign;     /* 1 when lower is better, -1 when higher is; 0 when neither, as for the losses
                    * of reinforcement learning, which chase targets that move with the policy */
    char side; /* of an adversarial training: 'd' discriminator or critic, 'g' generator; else 0 */
    lc_curve curve;   /* of the finite values */
    lc_log_curve log; /* the same on the scale on which few records can be judged */
    size_t finite;    /* how many of series->n are */
    size_t best;      /* index of the best finite value as recorded, the first one of several */
    size_t first_bad; /* index of the first value that is not finite; series->n for none */
    double baseline; /* what is got without a look at the input (analyze/baseline.h); NaN unknown */
    const lc_analyzed *accuracy; /* lc_context_accuracy */
    const lc_analyzed *other;    /* lc_context_other */
};

/* The same metric on train and validation (or on test, where there is no validation). */
typedef struct lc_pair {
    const lc_analyzed *train, *validation;
} lc_pair;

/* What became of one rule, at its place in lc_rules. */
typedef struct lc_ruling {
    bool ran;
    const char *why_not; /* why it could not judge the run; NULL: it could */
    double against;      /* log likelihood ratio where it found nothing: 0 or below [nats] */
} lc_ruling;

/* Change points of a curve, as they were found last (stretch.h). */
typedef struct lc_jumps {
    const lc_analyzed *of; /* NULL: nothing was found yet */
    double alpha;
    size_t n;
    lc_changepoint jump[LC_CHANGEPOINTS_MAX];
} lc_jumps;

/* A whole run, studied, and what the rules have found in it so far. */
struct lc_context {
    const lc_run *run;
    const lc_diagnose_options *options;
    lc_analyzed *analyzed; /* one for each of run->series */
    size_t pairs_n;
    lc_pair *pairs;
    const lc_analyzed *main_loss[LC_TEST + 1]; /* of each split: lc_context_main_loss */
    const lc_rule *rule;                       /* the one at work */
    lc_ruling *ruling;                         /* of each of lc_rules */
    size_t at_work;                            /* index of the rule at work */
    double stretches[LC_STRETCHES_MAX]; /* x at which each stretch of the run begins (stretch.h) */
    size_t stretches_n;
    size_t
        validation_samples; /* told, or by the steps of an accuracy (model/sample_steps.h); 0: unknown */
    lc_jumps jumps;
    bool adversarial;   /* two networks train against each other: their losses chase each other */
    bool reinforcement; /* rewards are logged: losses chase targets that move with the policy */
    bool excerpt;       /* the log begins in the middle of the run: its first x is far from 0 */
    struct lc_floor *floors; /* of each series (floor.h); NULL: not counted yet */
    bool below_floor;        /* some plain loss lies below the floor of a cross-entropy (floor.h) */
    lc_diagnosis *diagnosis; /* what was found */
    lc_error first;          /* the failure that sticks; code LC_OK until there is one */
};
typedef struct lc_context lc_context;

/* `context` borrows run, diagnosis and options. LC_OK, LC_E_NOMEM. */
lc_status lc_context_open(lc_context *context, const lc_run *run, lc_diagnosis *diagnosis,
                          const lc_diagnose_options *options, lc_error *err);
void lc_context_close(lc_context *context);

/* The threshold `index` of the rule at work: its default, or what --set said. */
double lc_context_limit(const lc_context *context, size_t index);
double lc_rule_limit(const lc_context *context, const lc_rule *rule,
                     size_t index); /* of any rule */

/* The rule at work found nothing, and the numbers speak against its fault so much: log likelihood ratio
 * [nats], 0 or below. Without a call it is what lc_diagnose takes for a rule that could judge. */
void lc_context_against(lc_context *context, double log_lr);

/* The rule at work has found something more severe than a note, in that series; NULL: in any. */
bool lc_context_warned(const lc_context *context, const lc_analyzed *t);

/* Records of the longest series that rules look at. */
size_t lc_context_records(const lc_context *context);

/* Its errors are logged, and no share of right answers: a loss in units of the target passes the levels of
 * a guess among classes by chance. */
bool lc_context_is_regression(const lc_context *context);

/* The accuracy over the same samples as that loss: same split, and the same head where a log has
 * several. NULL when there is none, or no single one. */
const lc_analyzed *lc_context_accuracy(const lc_context *context, const lc_analyzed *loss);

/* The plain loss that this is the accuracy of; NULL for none. */
const lc_analyzed *lc_context_plain_loss(const lc_context *context, const lc_analyzed *accuracy);

/* The training loss has class or sample weights, as the log tells, so that it is another quantity than a loss on
 * another split; one that is logged without them ("unweighted_loss") is not meant. */
bool lc_context_is_weighted(const lc_context *context, const lc_analyzed *t);

/* True when the series' name says nothing but "loss" or cross-entropy: the floor applies. */
bool lc_analyzed_is_plain_loss(const lc_analyzed *t);

/* The loss of that split that is minimised or stands for it: the plain one, else a total, else the first;
 * NULL for none. A loss without a split counts as training's. */
const lc_analyzed *lc_context_main_loss(const lc_context *context, lc_split split);

/* The reward or return of a run of reinforcement learning: a mean if there is one; NULL for none. */
const lc_analyzed *lc_context_reward(const lc_context *context);

/* The pair of the plain loss if there is one, else the first of losses; NULL for none. */
const lc_pair *lc_context_main_pair(const lc_context *context);

/* Threads for work on each series: one where the run is not worth the start of more. */
unsigned lc_context_threads(const lc_context *context);

/* Samples of the split that the trace was taken on; 0 when unknown. */
size_t lc_context_samples(const lc_context *context, const lc_analyzed *t);

/* Value of t at record r's x, found by x in the recorded series; NaN where it has none. */
double lc_analyzed_at(const lc_context *context, const lc_analyzed *t, double x);

/* The same at the record of other's i-th value; at once where t has a value at each record. */
double lc_analyzed_beside(const lc_context *context, const lc_analyzed *t, const lc_analyzed *other,
                          size_t i);

/* x and value of point i of the recorded series. */
double lc_analyzed_x(const lc_context *context, const lc_analyzed *t, size_t i);

/* First and last finite value as recorded. */
double lc_analyzed_first(const lc_analyzed *t);
double lc_analyzed_last(const lc_analyzed *t);

/* First finite value and the level at the end: median of the last 1/20 of the curve, three points
 * at least where there are nine or more, else the last one. */
double lc_analyzed_start(const lc_analyzed *t);
double lc_analyzed_end(const lc_analyzed *t);
size_t lc_analyzed_end_from(const lc_analyzed *t); /* first point of that stretch */

/* Standard error of the end level less another level over [from, to). */
double lc_analyzed_step_error(const lc_analyzed *t, size_t from, size_t to);

/* What learning is counted from: the first value, but chance where the curve starts worse than that
 * and ends up better. An untrained network may be far worse than a guess, and to fall from there to
 * the guess needs no look at the input. */
double lc_analyzed_base(const lc_analyzed *t);

/* How far the curve went from there to its best; never negative. */
double lc_analyzed_gain(const lc_analyzed *t);

/* Best value of the smooth curve, which has points. */
double lc_analyzed_best_level(const lc_analyzed *t);

/* What the curve does in the last third of the run. */
typedef struct lc_last_third {
    size_t from; /* its first point */
    lc_trend trend;
    double gained; /* for the better, from the smooth curve there to the end level */
} lc_last_third;

/* False with fewer than three points there, or when memory runs out, which sticks to the context. */
bool lc_context_last_third(lc_last_third *late, lc_context *context, const lc_analyzed *t);

/* It still gets better there: by a trend whose chance is below alpha, or, of three or four points, whose
 * order alone is no rarer than 1/6 and 1/24, one below 0.2; and by more than that share of its level. */
bool lc_last_third_improves(const lc_last_third *late, const lc_analyzed *t, double alpha,
                            double share);

/* Standard deviation of a point of the second half about the trend. When memory runs out that
 * sticks to the context. */
double lc_context_late_noise(lc_context *context, const lc_analyzed *t);

/* The other one of the series's pair; NULL when it has none. */
const lc_analyzed *lc_context_other(const lc_context *context, const lc_analyzed *t);

/* Distance of the splits at the end on the scale of logarithms, positive where validation is worse: losses
 * with a twentieth of the first training loss added to both, misses with a twentieth of all samples, so
 * that tiny values make no wide gaps. 0 where a logarithm is missing. */
double lc_pair_gap(const lc_pair *p);

/* The step of the printed digits: of a series with few different values it is told by others of its kind,
 * which are printed alike. */
double lc_context_quantum(const lc_context *context, const lc_analyzed *t);

/* What a score is out of: 100 for percentages, else 1. */
double lc_analyzed_scale_max(const lc_analyzed *t);

/* What x is, for sentences: "epoch", "step", "time", or what the log calls it. And what a length of
 * it is given in: "epochs", "steps", "records", "units of time", "units of x". */
const char *lc_context_axis(const lc_context *context);
const char *lc_context_units(const lc_context *context);

#endif
