/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule.h - what a rule provides. To add one: write <name>.c, which ends in the descriptor
 * lc_rule_<name>, add a line to rules.def, an example on which it fires to example.c, and
 * tests/unit/test_<name>.c with three curves at least: one on which it fires, one on which it nearly
 * does, one with another trouble.
 */
#ifndef LC_DIAGNOSE_RULE_H
#define LC_DIAGNOSE_RULE_H

#include "diagnose/context.h"

/* A number that a rule compares with; --set RULE.NAME=VALUE changes it. */
typedef struct lc_threshold {
    const char *name;
    double value;        /* default */
    const char *meaning; /* what it bounds, with its unit */
    const char *source;  /* derivation, paper, book */
} lc_threshold;

struct lc_rule {
    const char *id;      /* stable, never reused: reports, --rules, `explain` */
    const char *title;   /* what it finds, one line */
    const char *theory;  /* what is computed and why; paragraphs are parted by blank lines */
    const char *source;  /* papers and books */
    const char *verdict; /* what a run is called that this rule decides; NULL: never decides */
    const lc_threshold *thresholds;
    size_t thresholds_n;
    unsigned axes; /* LC_AXIS(kind) of the axes along which the rule means something */
    lc_mark mark;  /* how a plot shows its findings */

    /* Push findings, any number (analyze/finding.h). Pure but for that. */
    void (*find)(lc_context *context);
};

#define LC_AXIS(kind) (1u << (kind))
/* Axes along which the run goes on: time is one as steps are, only that nothing about whole epochs
 * holds there (a rule of that kind asks run->axis). Along an LC_OTHER records stand in an order that
 * training doesn't know, so no rule holds. */
#define LC_AXIS_PROGRESS \
    (LC_AXIS(LC_EPOCH) | LC_AXIS(LC_STEP) | LC_AXIS(LC_COUNT) | LC_AXIS(LC_TIME))

extern const lc_rule *const lc_rules[]; /* ends with NULL */

const lc_rule *lc_rule_find(const char *id); /* NULL if there is none */

#endif
