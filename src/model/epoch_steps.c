/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epoch_steps.c - steps that are counted anew in each epoch. */
#include "model/epoch_steps.h"

#include "base/mem.h"
#include "base/text.h"

#include <math.h>

/* How an epoch's steps are counted. */
typedef struct counting {
    double least, most; /* steps */
    double spacing;     /* the least one between two of an epoch */
    bool ends;          /* some epoch has a record at its end */
} counting;

/* The only metric of that kind; NULL when there is none, or a choice. */
static lc_series *find_only(const lc_run *run, lc_kind kind)
{
    lc_series *found = NULL;
    for (size_t i = 0; i < run->series_n; i++)
        if (run->series[i].metric.kind == kind) {
            if (found)
                return NULL;
            found = &run->series[i];
        }
    return found;
}

/* The step of each record, NaN at the end of an epoch. NULL when memory is out. */
static double *steps_of(const lc_run *run, const lc_series *s)
{
    double *step = lc_mem_resize(NULL, run->rows, sizeof *step);
    for (size_t r = 0; step && r < run->rows; r++)
        step[r] = NAN;
    for (size_t i = 0; step && i < s->n; i++)
        if (s->y[i] >= 0)
            step[lc_series_record(s, i)] = s->y[i];
    return step;
}

static size_t epoch_end(const lc_series *epoch, size_t from)
{
    size_t r = from + 1;
    while (r < epoch->n && epoch->y[r] == epoch->y[from])
        r++;
    return r;
}

/* Records [from, end) of one epoch: its steps rise, and what has none stands behind them. */
static bool count_epoch(counting *c, const double *step, size_t from, size_t end)
{
    for (size_t r = from; r < end; r++) {
        if (isnan(step[r])) {
            c->ends = true;
            continue;
        }
        if (r > from && !(step[r] > step[r - 1]))
            return false;
        if (r > from)
            c->spacing = fmin(c->spacing, step[r] - step[r - 1]);
        c->least = fmin(c->least, step[r]);
        c->most = fmax(c->most, step[r]);
    }
    return true;
}

static bool count_epochs(counting *c, const lc_series *epoch, const double *step)
{
    size_t epochs = 0;
    *c = (counting){.least = INFINITY, .most = -INFINITY, .spacing = INFINITY};
    for (size_t from = 0, end; from < epoch->n; from = end, epochs++) {
        end = epoch_end(epoch, from);
        if (!isfinite(epoch->y[from]) || !count_epoch(c, step, from, end))
            return false;
    }
    return isfinite(c->spacing) && (epochs > 1 || c->ends);
}

/* Each epoch but the first, of which the log may begin in the middle, counts from the same step on. */
static bool starts_over(const counting *c, const lc_series *epoch, const double *step)
{
    for (size_t from = epoch_end(epoch, 0); from < epoch->n; from = epoch_end(epoch, from))
        if (step[from] > c->least + c->spacing)
            return false;
    return true;
}

/* Epochs that had passed, be they counted from 0 or from 1. */
static void join(lc_series *epoch, const double *step, const counting *c)
{
    double first = epoch->y[0] == 1 ? 1 : 0;
    double all = c->most + (c->ends || c->least == 0 ? c->spacing : 0);
    for (size_t r = 0; r < epoch->n; r++)
        epoch->y[r] = epoch->y[r] - first + (isnan(step[r]) ? 1 : step[r] / all);
}

lc_status lc_epoch_steps_join(lc_run *run, lc_error *err)
{
    lc_series *epoch = find_only(run, LC_EPOCH), *s = find_only(run, LC_STEP);
    counting c;
    if (!epoch || !s || run->rows < 2 || epoch->at || epoch->n < run->rows || s->n == 0)
        return LC_OK;
    double *step = steps_of(run, s);
    if (!step)
        return lc_error_nomem(err);
    lc_status st = LC_OK;
    if (count_epochs(&c, epoch, step) && starts_over(&c, epoch, step)) {
        join(epoch, step, &c);
        char *text = lc_text_format("'%.60s' is counted anew in each epoch: records stand at the "
                                    "epochs that had passed",
                                    s->metric.name);
        st = text ? lc_run_remark(run, 0, text, err) : lc_error_nomem(err);
        lc_mem_free(text);
    }
    lc_mem_free(step);
    return st;
}
