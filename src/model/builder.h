/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * builder.h - what a reader hands its records to; it makes runs of them.
 *
 * A reader calls, in this order and as often as it likes:
 *
 *     lc_builder_begin(b, name)            a new run begins (optional for the first one)
 *     lc_builder_metric(b, name, n, &id)   the id of a metric of the current run
 *     lc_builder_axis(b, id, kind)         ... which the log says the run is read along
 *     lc_builder_record(b)                 a new record begins; values go to the last one
 *     lc_builder_put(b, id, value)         one value of this record
 *     lc_builder_columns(b, ...)           many records at once
 *     lc_builder_remark(b, line, ...)      something odd that it lived with
 *
 * Names that mean an axis (epoch, step, ...) are metrics like any other here; when a run is
 * finished, the builder chooses the axis it is read along, merges records of one x (the last value
 * wins, which is noted) and sorts what went back. The first failure sticks: later calls do
 * nothing and return it, so a reader may check once per block of bytes.
 */
#ifndef LC_MODEL_BUILDER_H
#define LC_MODEL_BUILDER_H

#include "base/error.h"

#define LC_METRICS_MAX 200000u     /* metrics of one run */
#define LC_RECORDS_MAX 4294967295u /* records of one run: lc_series.at is 32 bits wide */

typedef struct lc_builder lc_builder;

/* `options` (NULL: none) are what the user says, which wins over what a reader says; they must
 * outlive the builder. */
lc_status lc_builder_open(lc_builder **b, const lc_read_options *options, lc_error *err);

const lc_read_options *lc_builder_options(const lc_builder *b);

/* What follows comes from this file, and its metrics' names get this prefix ("train/"). Both are
 * borrowed until the next call or the close; NULL for unknown or none. */
void lc_builder_part(lc_builder *b, const char *path, const char *prefix);
const char *lc_builder_path(const lc_builder *b); /* of the file that is read, or NULL */

lc_status lc_builder_begin(lc_builder *b, const char *name, size_t len);

/* Id of the metric with this name in the current run, made when it is new. Costs a hash. */
lc_status lc_builder_metric(lc_builder *b, const char *name, size_t len, uint32_t *id);

/* The log itself says what the metric is (its name needn't fit), or that the current run is read
 * along it, as an axis of that kind. */
lc_status lc_builder_means(lc_builder *b, uint32_t id, const lc_map *means);
lc_status lc_builder_axis(lc_builder *b, uint32_t id, lc_kind kind);

/* As lc_run_is_unordered, of the run that is being built. */
bool lc_builder_is_unordered(const lc_builder *b, bool has_text);

/* What is put from here on stands in this line; its text is borrowed until the next call (NULL: none
 * that helps). Of a metric's first value both are kept, the text if the value stands in it. */
void lc_builder_at_line(lc_builder *b, long line, const char *text, size_t len);

/* The metric is read from there, "column 2, 'loss'", whatever the line's text. */
LC_PRINTF(3, 4)
lc_status lc_builder_origin(lc_builder *b, uint32_t id, const char *fmt, ...);

lc_status lc_builder_record(lc_builder *b);

/* The new record began in this line, and not where its first value is put. */
lc_status lc_builder_record_line(lc_builder *b, long line);

lc_status lc_builder_put(lc_builder *b, uint32_t id, double value);

/* As `put`, and remember how a value that is not finite was spelled. */
lc_status lc_builder_put_text(lc_builder *b, uint32_t id, double value, const char *text,
                              size_t len);

/* Remember how a value of the metric that is no finite number was spelled; the first one counts. */
lc_status lc_builder_spelling(lc_builder *b, uint32_t id, const char *text, size_t len);

/* n records at once: column c holds the values of metric id[c], lc_absent() where there is
 * none; line[n] says where they stand, or is NULL. All are copied. */
lc_status lc_builder_columns(lc_builder *b, const uint32_t *id, const double *const *column,
                             size_t columns, const double *line, size_t n);

/* What the log says of the run; 0 fields say nothing. */
lc_status lc_builder_facts(lc_builder *b, const lc_facts *facts);

/* A hyper-parameter of the run, name[n] and value[value_n]; told again, the last value counts. */
lc_status lc_builder_param(lc_builder *b, const char *name, size_t n, const char *value,
                           size_t value_n);
lc_status lc_builder_params(lc_builder *b, const lc_params *params);

/* The metric's values are no plain values: "median of 20 iterations", "mean since the epoch began".
 * Shown beside it; the first word counts. */
lc_status lc_builder_averaged(lc_builder *b, uint32_t id, const char *how);

/* The metric's values are percentages, also where none of them passes 1. */
lc_status lc_builder_percent(lc_builder *b, uint32_t id);

/* The log holds several runs side by side: the metric belongs to the run of this name, and is
 * called `metric` there. Metrics of which this is not said belong to all, as axes do. */
lc_status lc_builder_assign_run(lc_builder *b, uint32_t id, const char *run, const char *metric);

/* The same for runs whose records alternate: those to come, until the next call, belong to the run of
 * this name. To be called before the first record. */
lc_status lc_builder_choose_run(lc_builder *b, const char *name);

/* The same where the names may as well be of something else: lc_split_runs_are_apart decides at the run's
 * end. */
lc_status lc_builder_label_run(lc_builder *b, const char *name);

/* The log holds no other run than the current one: where x goes back it is a resume. */
void lc_builder_is_one_run(lc_builder *b);

/* The record at hand, the run's last, is a summary of an earlier moment: that x goes back to it is
 * no restart. */
void lc_builder_last_is_summary(lc_builder *b);

/* Note something odd. Remarks of the same text are counted, the first line is kept; after 100
 * different ones of a run further ones are counted together. */
LC_PRINTF(3, 4)
lc_status lc_builder_remark(lc_builder *b, long line, const char *fmt, ...);

/* Something broken in this line: a remark, or under options.strict the error LC_E_FORMAT. */
LC_PRINTF(4, 5)
lc_status lc_builder_malformed(lc_builder *b, long line, lc_error *err, const char *fmt, ...);

/* Take over runs that another builder has finished, between the runs of this one; *runs is left
 * empty. What was remarked since the last run is said of the first of them. */
lc_status lc_builder_adopt(lc_builder *b, lc_runs *runs);

/* How many records the current run has so far; 0 before the first. */
size_t lc_builder_records(const lc_builder *b);

/* Finish: append the runs that hold at least one number (besides axes) to *runs. `source` and
 * `format` go into each of them. Appends none, and says LC_OK, when there is none. */
lc_status lc_builder_finish(lc_builder *b, lc_runs *runs, const char *source, const char *format,
                            lc_error *err);

void lc_builder_close(lc_builder *b); /* NULL is fine */

#endif
