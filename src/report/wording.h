/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wording.h - what a run is and what was found in it, in words that all reports for people use. */
#ifndef LC_REPORT_WORDING_H
#define LC_REPORT_WORDING_H

#include "base/text.h"
#include "report/text_layout.h"

/* A number as one would say it: whole ones whole, others to four digits without idle zeros. */
void lc_wording_number(char out[LC_NUMBER_SIZE], double v);

/* A value with the digits that the log has, where they are few, else rounded. */
void lc_wording_value(char out[LC_NUMBER_SIZE], const lc_series *s, double v);

/* "epoch 12", "epoch 12 to 300"; the axis is called as the log calls it. */
void lc_wording_range(FILE *to, const lc_run *run, double from, double until);

/* "12 records, epoch 1 to 12" */
void lc_wording_records(FILE *to, const lc_run *run);

/* "Run: FILE, NAME (FORMAT), records, range", and what is known beside the curves. */
void lc_wording_run(lc_layout *l, const lc_run *run);

/* What is known of a run beside its curves: "10 classes, 32 samples per batch"; or nothing. */
void lc_wording_facts(FILE *to, const lc_facts *known);

/* Two decimals are shown, and none below 1 is rounded up to certainty. */
double lc_shown_confidence(double confidence);

/* A summary with its full stop; it begins with a capital letter, unless with a metric's name. */
void lc_wording_sentence_text(FILE *to, const lc_run *run, const char *summary);
void lc_wording_sentence(lc_layout *l, const lc_text_style *at, const lc_run *run,
                         const char *summary);

/* A finding's id in its diagnosis: "plateau:loss", or "plateau:loss@25" where the rule has found more
 * than one in that series ("plateau:loss@25.2" where they begin at the same x). */
void lc_wording_id(FILE *to, const lc_run *run, const lc_diagnosis *d, size_t i);

/* The same as a text, which the caller frees with free(); NULL when memory is out. */
char *lc_wording_id_text(const lc_run *run, const lc_diagnosis *d, size_t i);

/* How a severity is painted. */
const char *lc_severity_sgr(lc_severity severity);

/* "warning: plateau, on loss and val_loss, epoch 1 to 300" */
void lc_wording_finding(FILE *to, const lc_run *run, const lc_finding *f);

/* "Evidence: factor = 5.5; records below the floor = 7", and what the confidence rests on. */
void lc_wording_evidence(lc_layout *l, const lc_text_style *at, const lc_finding *f);

/* "loss: 0.4 now, 0.35 at epoch 90 (0.33 to 0.37), ...; final level 0.3 (0.28 to 0.32)" */
void lc_wording_forecast(FILE *to, const lc_run *run, const lc_forecast *f);

/* "line 7: a field too many (2 times)" */
void lc_wording_remark(FILE *to, const lc_remark *r);

/* "Notes on the log:", where there are any. */
void lc_wording_remarks(lc_layout *l, const lc_run *run);

/* n bytes of a rule's theory, with its thresholds as numbers. */
void lc_wording_theory(FILE *to, const lc_rule_info *rule, const char *text, size_t n);

#endif
