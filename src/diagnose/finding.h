/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * finding.h - how a rule says what it found.
 *
 *     lc_finding *f = lc_find(context, LC_WARNING, 0.99, trace);
 *     lc_finding_basis(context, f, "p = %.2g (" LC_TREND_P ")", p);
 *     lc_finding_summary(context, f, "...", ...);
 *     lc_finding_evidence(context, f, "best_epoch", best);
 *     lc_finding_cause(context, f, "...");
 *     lc_finding_advice(context, f, "...");
 *
 * Memory may run out in any of them: the failure sticks to the context, and all of them take the
 * NULL that lc_find then gives. A finding's address holds until the next lc_find.
 * Metric names in %s come from the log: whatever prints a finding cleans it.
 */
#ifndef LC_DIAGNOSE_FINDING_H
#define LC_DIAGNOSE_FINDING_H

#include "diagnose/context.h"
#include "base/text.h"

/* A new finding of the rule at work about `trace` (NULL: about the run), over its whole range. */
lc_finding *lc_find(lc_context *context, lc_severity severity, double confidence,
                    const lc_analyzed *trace);

/* How much the numbers speak for it: log likelihood ratio [nats]. Without a call it follows from the
 * severity and the confidence; 0 for a note, which accuses nobody. */
void lc_finding_weigh(lc_finding *f, double log_lr);

void lc_finding_series(lc_finding *f,
                       const lc_analyzed *trace); /* a further one; NULL does nothing */
void lc_finding_range(lc_finding *f, double from, double to);
void lc_finding_at(lc_finding *f, double x); /* after the range: where a plot marks it */

/* Whether more of findings is asked for than which they are: sentences, and evidence. What serves these alone needn't
 * be worked out otherwise. */
bool lc_context_tells(const lc_context *context);

LC_PRINTF(3, 4) void lc_finding_basis(lc_context *context, lc_finding *f, const char *fmt, ...);
LC_PRINTF(3, 4) void lc_finding_summary(lc_context *context, lc_finding *f, const char *fmt, ...);
LC_PRINTF(3, 4) void lc_finding_headline(lc_context *context, lc_finding *f, const char *fmt, ...);
LC_PRINTF(3, 4) void lc_finding_cause(lc_context *context, lc_finding *f, const char *fmt, ...);
LC_PRINTF(3, 4) void lc_finding_advice(lc_context *context, lc_finding *f, const char *fmt, ...);
/* What would tell whether this is real, in place of the rule's own: text that lives as long as the program. */
void lc_finding_experiment(lc_finding *f, const char *text);
/* A value that is not finite is no evidence, and left out. */
void lc_finding_evidence(lc_context *context, lc_finding *f, const char *name, double value);

/* A trend's slope and its interval, as far as the points give one. */
void lc_finding_slope(lc_context *context, lc_finding *f, const lc_trend *trend);

/* A finding of that rule about that series or pair in the diagnosis; NULL if there is none. */
const lc_finding *lc_found(const lc_diagnosis *diagnosis, const char *rule);

/* The finding's evidence of that name; NaN if it has none. */
double lc_finding_value(const lc_finding *f, const char *name);

void lc_finding_free(lc_finding *f);

/* Confidence that a p-value leaves: 1 - p, held to 0.5 .. 0.99. */
double lc_confidence(double p);

/* A number for people, 4 significant digits or so many: lives as long as the compound literal it is given. */
#define LC_NUM(v) LC_NUM_OF(v, 4)
#define LC_NUM_OF(v, digits) lc_number_text((char[LC_NUMBER_SIZE]){0}, v, digits)
const char *lc_number_text(char *buffer, double v, int digits);

/* A level for people: "0.52" where the recorded value is printed so, else "about 0.52". And those of a series'
 * start and end. As LC_NUM. */
#define LC_LEVEL_SIZE (LC_NUMBER_SIZE + 6)
#define LC_LEVEL(v, recorded) lc_level_text((char[LC_LEVEL_SIZE]){0}, v, recorded)
#define LC_START(t) LC_LEVEL(lc_analyzed_start(t), lc_analyzed_first(t))
#define LC_END(t) LC_LEVEL(lc_curve_told_end(&(t)->curve), lc_analyzed_last(t))
const char *lc_level_text(char *buffer, double v, double recorded);

#endif
