/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule.h - what a rule provides. To add one: write rules/<name>.c, which ends in the descriptor
 * lc_rule_<name>, add a line to rules.def, and tests/unit/test_<name>.c with three curves at least:
 * one on which it fires, one on which it nearly does, one with another trouble. All that is
 * particular to the rule stands in its descriptor.
 */
#ifndef LC_DIAGNOSE_RULE_H
#define LC_DIAGNOSE_RULE_H

#include "learncurve.h"

typedef struct lc_context lc_context; /* diagnose/context.h */

/* What a run with a rule's fault shows beside it. */
typedef struct lc_effect {
    const char *rule; /* that finds it */
    double share;     /* of the runs with the fault that show it, 0 .. 1 */
    bool same_series; /* only in a series that the fault's finding speaks of as well */
} lc_effect;

/* What a run must have for the rule to say anything. */
enum {
    LC_NEEDS_PAIR = 1,       /* the same metric on train and validation */
    LC_NEEDS_ACCURACY = 2,   /* an accuracy */
    LC_NEEDS_TRAIN_LOSS = 4, /* a training loss */
    LC_NEEDS_LOSS = 8,       /* any loss or score with a direction */
    LC_NEEDS_WAY = 16,       /* an accuracy, an error rate or an r2: how much is learnt */
};

typedef struct lc_rule {
    const char *id;      /* stable, never reused: reports, --rules, `explain` */
    const char *title;   /* what it finds, one line */
    const char *theory;  /* what is computed and why; paragraphs are parted by blank lines; numbers
                          * of thresholds are written {NAME}, or {NAME%} for percent */
    const char *source;  /* papers and books */
    const char *verdict; /* what a run is called that this rule decides; NULL: never decides */
    const lc_threshold *thresholds;
    size_t thresholds_n;
    unsigned axes;       /* LC_AXIS(kind) of the axes along which the rule means something */
    unsigned needs;      /* LC_NEEDS_...: what the run must have */
    size_t records;      /* of a series: fewer tell nothing here */
    lc_mark mark;        /* how a plot shows its findings */
    const char *example; /* a made-up log as CSV, with as few records as the rule needs: it fires on
                          * it and decides the verdict, if it ever does */
    const lc_effect *effects; /* what its fault explains; ends with a NULL; NULL: nothing */
    double prior;             /* log odds of the fault before the run is seen; 0: LC_PRIOR */
    int rank; /* among the rules that decide a verdict: the least one that stands does; 0: never */
    const char *experiment; /* what would tell whether the fault is real, as an instruction */
    bool state;             /* a state of the run and no fault: it may stand beside any */
    /* looks in a row that must find it before a run is stopped for it; 0: as all others */
    size_t patience;
    bool ordered; /* the order of the records matters: in reversed time there is no such finding */

    /* Push findings, any number (diagnose/finding.h). Pure but for that: it does not ask what other
     * rules found. */
    void (*find)(lc_context *context);
} lc_rule;

#define LC_AXIS(kind) (1u << (kind))
/* Axes along which the run goes on: time is one as steps are, only that nothing about whole epochs
 * holds there (a rule of that kind asks run->axis). Along an LC_OTHER records stand in an order that
 * training doesn't know, so no rule holds. */
#define LC_AXIS_PROGRESS \
    (LC_AXIS(LC_EPOCH) | LC_AXIS(LC_STEP) | LC_AXIS(LC_COUNT) | LC_AXIS(LC_WALL_TIME))

extern const lc_rule *const lc_rules[]; /* ends with NULL */

const lc_rule *lc_rule_find(const char *id); /* NULL if there is none */
size_t lc_rule_index(const char *id);        /* of lc_rules; that of its NULL if there is none */

#endif
