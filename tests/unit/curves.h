/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curves.h - made-up training runs, and how tests of rules ask what was found in them. */
#ifndef LC_TESTS_CURVES_H
#define LC_TESTS_CURVES_H

#include "learncurve.h"

#define CURVE_MAX 1000 /* records of a made-up run */

/* y of record i, at epoch e = i + 1, of n:
 *     floor + (start - floor) exp(-(e - 1) / scale)
 *           + rise (e - turn) / (n - turn)   past `turn`, when turn > 0
 *           + noise times a standard normal value */
typedef struct shape {
    double start, floor, scale;
    double noise;
    double turn, rise;
} shape;

void draw(double *y, size_t n, const shape *s, uint64_t *seed);

/* The same with noise of which each value keeps that share of the one before. */
void draw_kept(double *y, size_t n, const shape *s, double kept, uint64_t *seed);

/* A run over epochs 1 .. n, or over x[n]; lc_run_free. */
lc_run run_over(size_t n);
lc_run run_at(const double *x, size_t n);

/* Add a metric; the test fails when that does. */
void add(lc_run *run, const char *name, const double *y);

/* Diagnose by all rules, or with options, or by one rule with one threshold changed (name NULL:
 * none); the test fails when that fails. lc_diagnosis_free. */
lc_diagnosis diagnose(const lc_run *run);
lc_diagnosis diagnose_with(const lc_run *run, const lc_diagnose_options *options);
lc_diagnosis diagnose_by(const lc_run *run, const char *rule, const char *name, double value);

/* How many findings the rule makes with that threshold, of that severity at least. */
size_t count_by(const lc_run *run, const char *rule, const char *name, double value,
                lc_severity least);

/* The rule's first finding whose first series has that name (NULL: any); NULL if there is none. */
const lc_finding *found(const lc_run *run, const lc_diagnosis *d, const char *rule,
                        const char *series);

/* The finding's evidence; the test fails when it has none of that name. */
double evidence(const lc_finding *f, const char *name);

/* Fail unless the evidence is `want` within a share of `tolerance` of it. */
void check_evidence(const lc_finding *f, const char *name, double want, double tolerance);

/* Names of the rules that find something of that severity or more, "a b c", explained ones in
 * brackets; borrowed until the next call. */
const char *names_of(const lc_diagnosis *d, lc_severity least);

/* Everything a reader of the findings can tell, without their order along the series: rule,
 * severity, range, names of series, explanation. For comparing two diagnoses; free() it.
 * x is divided by x_scale. `only`: comma-separated rules, NULL for all. */
char *tell_findings(const lc_run *run, const lc_diagnosis *d, double x_scale, const char *only);

/* The question that started it all: seven records of a Keras log (samples/keras_console). */
lc_run question(void);

/* A run of n records with up to three series, and what a rule makes of it: the severity of its only
 * finding, and some of that finding's evidence. */
#define SILENT (-1)
#define CASE_RECORDS 16
typedef struct rule_case {
    const char *what;
    size_t n;
    struct {
        const char *name; /* NULL: no more series */
        double y[CASE_RECORDS];
    } series[3];
    int severity; /* or SILENT */
    struct {
        const char *name; /* NULL: no more evidence */
        double value;
    } evidence[4];
} rule_case;

lc_run run_of_case(const rule_case *c); /* lc_run_free */
void check_rule_case(const char *rule, const rule_case *c);

/* What a rule says of the i-th of the curves that tell the rules for sizes apart: memorised and more
 * data helps, memorised and it does nothing, nearly a large gap, splits that meet at a poor level, at a
 * good one, and while still rising; along training sets of 50, 100, 200 ... samples, and along epochs. */
#define SIZE_CURVES 6
void check_size_curve(const char *rule, size_t i, int severity);
void check_silent_along_epochs(const char *rule, size_t i);

/* Curves that any rule must take without a crash, one series "loss" or more each. */
size_t degenerate_count(void);
lc_run degenerate(size_t i);

/* Run one rule over all degenerate curves, and fail when it says more than a note about one of
 * those that `silent` names (comma-separated, "all" for each). */
void check_degenerate(const char *rule, const char *except);

/* Unique id, texts, thresholds with meaning and source. */
void check_descriptor(const char *rule);

/* The log that `learncurve explain` shows for the rule, read; the test fails when there is none.
 * lc_runs_free. */
lc_runs example_of(const char *id);

#endif
