/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * weigh.h - which faults explain all that the rules found, and how likely they are.
 *
 * A rule's findings are a symptom: an effect that was measured, with the log likelihood ratio of the
 * numbers with the effect against without it. A fault shows its own symptom and, by its rule's
 * `effects`, others. The likeliest set of faults is looked for, so that a finding which one of them
 * accounts for accuses nobody by itself.
 */
#ifndef LC_DIAGNOSE_WEIGH_H
#define LC_DIAGNOSE_WEIGH_H

#include "diagnose/context.h"

#define LC_NAMED 0.4   /* probability from which on a fault is named */
#define LC_HEALTHY 0.6 /* probability of no fault below which that is not said either */
/* probability from which on a fault is named that is not the likeliest answer */
#define LC_LIKELY 0.45
#define LC_PRIOR_MORE (-2.0) /* log odds of each further one beside it, on top of its own */
#define LC_PRIOR (-2.0)      /* log odds of one fault before a run is seen: some 8 % */

/* What the rules make of the run, all together. */
typedef struct lc_weighing {
    size_t n;             /* rules */
    const lc_rule **rule; /* n */
    double *log_lr;       /* of each rule's symptom [nats]: 0 where nothing is known */
    double *share;        /* [n * n]: of the runs with the fault of i that show the symptom of j */
    bool *chosen;         /* it belongs to the likeliest set of faults */
    double *posterior;    /* of each rule's fault, 0 .. 1 */
    double *part;         /* of the sets of faults whose verdict it decides, over the chosen set */
    double unlearnt;      /* against health: nothing shows learning [nats, 0 or above] */
    double sound;         /* for health, by the classifier [nats, 0 or above] */
    double healthy;       /* probability that there is no fault, before calibration */
    double verdict;       /* probability of the verdict's name, before calibration */
    size_t decides;       /* the rule that decides; SIZE_MAX: none */
    bool doubtful;        /* the likeliest fault is too unlikely to be named */
    size_t second;        /* rule of the likeliest other fault; SIZE_MAX: none */
    double second_p;      /* probability of the sets that it leads; 0: none */
} lc_weighing;

/**
 * Weigh the findings of context->diagnosis: choose the likeliest set of faults.
 *
 * Symptoms are taken as independent given the faults; a symptom that several faults show is missing
 * only when each fails to show it (noisy or). The set grows by the fault that adds most until none
 * does, so that the order of the rules doesn't matter.
 *
 * Memory may run out, which sticks to the context. Release with lc_weighing_free.
 * Source: J. Pearl 1988, Probabilistic Reasoning in Intelligent Systems, 2.2.2 (virtual evidence)
 *         and 4.3.2 (noisy or).
 */
void lc_weigh(lc_weighing *w, lc_context *context);

/* Mark the findings that the chosen faults explain (explained_by), and let those that stand for no fault be
 * notes: once, when no more findings come. */
void lc_weighing_mark(const lc_weighing *w, const lc_context *context);
void lc_weighing_free(lc_weighing *w);

/* What the symptom of each rule adds to the chosen set of faults, over what it adds to no fault [nats];
 * negative where the set makes it likely and it is missing. */
double lc_weighing_part(const lc_weighing *w, size_t symptom);

/* The share of verdicts of that probability that are right, for runs of so many records and splits;
 * `healthy`: that no fault is there (calibration.c). */
double lc_confidence_of(const lc_context *context, double probability, bool healthy);

/* Sort by weight: unexplained before explained, then severity, then the verdict's order. */
void lc_sort_findings(lc_diagnosis *diagnosis);

/* What is logged is too small a part of the run to show learning: the reason; NULL for none. */
const char *lc_verdict_too_little(const lc_context *context);

/* Fill the diagnosis' verdict. Failures stick to the context. */
void lc_verdict_reach(lc_context *context, const lc_weighing *w);

#endif
