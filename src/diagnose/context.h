/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * context.h - a run as the rules see it: each series with its curve, noise and trend, made once and
 * shared, the pairs of train and validation, and the thresholds in force.
 */
#ifndef LC_DIAGNOSE_CONTEXT_H
#define LC_DIAGNOSE_CONTEXT_H

#include "diagnose/analyzed.h"
#include "stats/changepoint.h"

typedef struct lc_rule lc_rule;

#define LC_STRETCHES_MAX 33 /* of one run; see stretch.h */

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
    size_t records;        /* lc_context_records */
    size_t pairs_n;
    lc_pair *pairs;
    const lc_pair *main_pair;                  /* lc_context_main_pair */
    const lc_analyzed *main_loss[LC_TEST + 1]; /* of each split: lc_context_main_loss */
    const lc_analyzed *r2[LC_TEST + 1];        /* the first that has values, of each split */
    const lc_rule *rule;                       /* the one at work */
    lc_ruling *ruling;                         /* of each of lc_rules */
    size_t at_work;                            /* index of the rule at work */
    double stretches[LC_STRETCHES_MAX]; /* x at which each stretch of the run begins (stretch.h) */
    size_t stretches_n;
    /* told, or by the steps of an accuracy (model/sample_steps.h); 0: unknown */
    size_t validation_samples;
    lc_jumps jumps;
    bool adversarial;   /* two networks train against each other: their losses chase each other */
    bool reinforcement; /* rewards are logged: losses chase targets that move with the policy */
    bool excerpt;       /* the log begins in the middle of the run: its first x is far from 0 */
    struct lc_floor *floors; /* of each series (floor.h); NULL: not counted yet */
    double guess;            /* lc_baseline_share */
    double fault_odds;       /* lc_classify [nats] */
    bool below_floor;        /* some plain loss lies below the floor of a cross-entropy (floor.h) */
    lc_diagnosis *diagnosis; /* what was found */
    lc_error first;          /* the failure that sticks; code LC_OK until there is one */
};
typedef struct lc_context lc_context;

/* `context` borrows run, diagnosis and options; its series are studied each by itself, and not linked yet
 * (link.h). LC_OK, LC_E_NOMEM. */
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

/* The loss of that split that is minimised or stands for it: the plain one, else a total, else the first;
 * NULL for none. A loss without a split counts as training's. */
const lc_analyzed *lc_context_main_loss(const lc_context *context, lc_split split);

/* Losses are logged, and each value of them is a number. */
bool lc_context_are_losses_finite(const lc_context *context);

/* A correlation with the targets that is NaN in its last records, while all losses are numbers: that of answers that
 * are all the same isn't defined. */
bool lc_context_lacks_correlation(const lc_context *context, const lc_analyzed *t);

/* The reward or return of a run of reinforcement learning: a mean if there is one; NULL for none. */
const lc_analyzed *lc_context_reward(const lc_context *context);

/* The pair of the plain loss if there is one, else the first of losses; NULL for none. */
const lc_pair *lc_context_main_pair(const lc_context *context);

/* The main training loss falls evenly, by a hundredth or more, the held-out one does so where it is logged, and the
 * training accuracy, or without one each share of samples, rises and never falls: the run learns, if slowly. */
bool lc_context_falls_evenly(const lc_context *context);

/* The whole of which it is a part, as "loss" is of "box_loss", is logged on the same split, and judged. */
bool lc_context_has_whole_of(const lc_context *context, const lc_analyzed *t);

/* The training loss, of four records or more, grows from record to record by at most about what the first one was,
 * while its accuracy or the held-out loss gets better, or, alone, by ever less from a large value on: a sum that is
 * never set back to 0. */
bool lc_context_is_running_sum(const lc_context *context);

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

/* What the curve does in the last third. False with fewer than three points there, or when memory runs out, which sticks to the context. */
bool lc_context_last_third(lc_last_third *late, lc_context *context, const lc_analyzed *t);

/* Standard deviation of a point of the second half about the trend. When memory runs out that
 * sticks to the context. */
double lc_context_late_noise(lc_context *context, const lc_analyzed *t);

/* The other one of the series's pair; NULL when it has none. */
const lc_analyzed *lc_context_other(const lc_context *context, const lc_analyzed *t);

/* The step of the printed digits: of a series with few different values it is told by others of its kind,
 * which are printed alike. */
double lc_context_quantum(const lc_context *context, const lc_analyzed *t);

/* What x is, for sentences: "epoch", "step", "time", or what the log calls it. And what a length of
 * it is given in: "epochs", "steps", "records", "units of time", "units of x". */
const char *lc_context_axis(const lc_context *context);
const char *lc_context_units(const lc_context *context);

#endif
