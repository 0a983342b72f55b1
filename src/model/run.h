/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.h - building blocks of a run that the public header does not need. */
#ifndef LC_MODEL_RUN_H
#define LC_MODEL_RUN_H

#include "base/error.h"

/* Append `value` as the series' value at `record`; a second value at its last record replaces the
 * first (*replaced says so). `record` never falls. False when memory is out. */
bool lc_series_push(lc_series *s, size_t record, double value, bool *replaced);

/* The first value of the series at record r or behind it; s->n when there is none. */
size_t lc_series_value_at(const lc_series *s, size_t r);

/* Append values of the records first .. first + n - 1; absent ones are left out. */
bool lc_series_extend(lc_series *s, size_t first, const double *y, size_t n);

/* Find what only the values tell: quantum, and percent unless the log told it. */
void lc_series_measure(lc_series *s);

void lc_series_free(lc_series *s);

/* Give back what a run that is whole has room for beyond its values. */
void lc_run_fit(lc_run *run);

/* The record of the series' i-th value. */
static inline size_t lc_series_record(const lc_series *s, size_t i)
{
    return s->at ? s->at[i] : i;
}

/* Finite, and each greater than the one before. */
bool lc_x_is_rising(const double *x, size_t n);

/* Append an empty series whose metric is inferred from the name. */
lc_status lc_run_new_series(lc_run *run, const char *name, size_t len, lc_error *err);

/* What x counts where it was computed: samples that were trained on. */
#define LC_SAMPLES "samples"
bool lc_run_counts_samples(const lc_run *run);

/* True when x is the record's number and no counter of the log's. */
bool lc_run_is_numbered(const lc_run *run);

/* Whether rows could stand in any order, as those of a data set: no name is known to be a loss, a
 * score or an axis, none rises from row to row, and, unless it `has_text` beside the numbers, none
 * moves as a curve does. */
bool lc_run_is_unordered(const lc_run *run, bool has_text);

/* Append a remark, or count one of the same text up. */
lc_status lc_run_remark(lc_run *run, long line, const char *text, lc_error *err);

/* What is known of the axis beforehand. */
typedef struct lc_axis_choice {
    const char *user_set; /* lc_read_options.x; NULL: nothing was set */
    size_t series;        /* that the log names; SIZE_MAX for none */
    lc_kind kind;         /* of that one */
    bool one_run;         /* the log can't hold another: what goes back is a resume */
    bool late;            /* the last record stands after its time, which is no step back */
} lc_axis_choice;
#define LC_AXIS_CHOICE_INIT                    \
    {                                          \
        NULL, SIZE_MAX, LC_OTHER, false, false \
    }

/* Choose the axis among the series; x stays in the order of the log. `rows` must be set. LC_E_ARG
 * when the run has not what the user set. */
lc_status lc_run_choose_axis(lc_run *run, const lc_axis_choice *choice, lc_error *err);

/* Then make x strictly rising: records of one x become one, the last value wins; what was done is
 * remarked. */
lc_status lc_run_sort(lc_run *run, const lc_axis_choice *choice, lc_error *err);

#define LC_METRIC_HINT_SIZE 300

/* What may have been meant by a metric's name that no run has: ", did you mean 'val_loss'?", or "; the run
 * has: loss, ..." with the names of the first one. Nothing where one has the name. */
const char *lc_metric_hint(char hint[LC_METRIC_HINT_SIZE], const char *name,
                           const lc_run *const *runs, size_t n);

#endif
