/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c - a run and its series: growing, finding, releasing. */
#include "model/run.h"

#include "base/mem.h"
#include "model/metric.h"
#include "model/params.h"

#include <math.h>
#include <string.h>

#define QUANTUM_DIGITS 6     /* finer digits are below any noise that a rule looks at */
#define QUANTUM_SAMPLE 2000u /* values looked at for it, all along the series */
/* values that tell a curve from noise, which one in 20 such columns looks like */
#define CURVE_MIN 8
#define PERCENT_FROM 1.5 /* no share of 1 passes this, not even by rounding or label smoothing */
#define PERCENT_TO 100.5
#define ABSENT_BITS 0x7ff8a65e60000001u /* a quiet NaN with a payload of our own */

double lc_absent(void)
{
    const uint64_t bits = ABSENT_BITS;
    double y;
    memcpy(&y, &bits, sizeof y);
    return y;
}

bool lc_is_absent(double y)
{
    uint64_t bits;
    memcpy(&bits, &y, sizeof bits);
    return bits == ABSENT_BITS;
}

/* Room for n values, and for their records when the series keeps them. */
static bool series_reserve(lc_series *s, size_t n)
{
    size_t cap = s->cap;
    if (n <= cap)
        return true;
    if (!lc_mem_grow(&s->y, &cap, n, sizeof *s->y))
        return false;
    if (s->at) {
        uint32_t *at = lc_mem_resize(s->at, cap, sizeof *at);
        if (!at)
            return false; /* y is larger than cap says, which is harmless */
        s->at = at;
    }
    s->cap = cap;
    return true;
}

/* Give back what the block at *p has room for beyond n elements. */
static void fit(void *p, size_t *cap, size_t n, size_t size)
{
    void *old, *fitted;
    memcpy(&old, p, sizeof old);
    if (n == 0 || n >= *cap || !(fitted = lc_mem_resize(old, n, size)))
        return;
    memcpy(p, &fitted, sizeof fitted);
    *cap = n;
}

/* From "value i is at record i" to records of its own. */
static bool series_keep_records(lc_series *s)
{
    size_t cap = s->cap ? s->cap : 8;
    uint32_t *at = lc_mem_resize(NULL, cap, sizeof *at);
    if (!at)
        return false;
    for (size_t i = 0; i < s->n; i++)
        at[i] = (uint32_t)i;
    s->at = at;
    return true;
}

bool lc_series_push(lc_series *s, size_t record, double value, bool *replaced)
{
    size_t last = s->n == 0 ? SIZE_MAX : lc_series_record(s, s->n - 1);
    *replaced = last == record;
    if (*replaced) {
        s->y[s->n - 1] = value;
        return true;
    }
    if (!s->at && record != s->n && !series_keep_records(s))
        return false;
    if (!series_reserve(s, s->n + 1))
        return false;
    if (s->at)
        s->at[s->n] = (uint32_t)record;
    s->y[s->n++] = value;
    return true;
}

bool lc_series_extend(lc_series *s, size_t first, const double *y, size_t n)
{
    bool whole = !s->at && s->n == first, replaced;
    if (n == 0)
        return true;
    for (size_t i = 0; whole && i < n; i++)
        whole = !lc_is_absent(y[i]);
    if (whole) {
        if (!series_reserve(s, s->n + n))
            return false;
        memcpy(s->y + s->n, y, n * sizeof *y);
        s->n += n;
        return true;
    }
    for (size_t i = 0; i < n; i++)
        if (!lc_is_absent(y[i]) && !lc_series_push(s, first + i, y[i], &replaced))
            return false;
    return true;
}

size_t lc_series_value_at(const lc_series *s, size_t r)
{
    size_t low = 0, high = s->n;
    if (!s->at)
        return r < s->n ? r : s->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->at[middle] < r)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void fit_series(lc_series *s)
{
    size_t cap = s->cap;
    fit(&s->at, &cap, s->at ? s->n : 0, sizeof *s->at);
    fit(&s->y, &s->cap, s->n, sizeof *s->y);
}

void lc_run_fit(lc_run *run)
{
    fit(&run->x, &run->cap, run->n, sizeof *run->x);
    fit(&run->series, &run->series_cap, run->series_n, sizeof *run->series);
    for (size_t i = 0; i < run->series_n; i++)
        fit_series(&run->series[i]);
    fit_series(&run->lines);
}

/* The coarsest step 10^-d, d <= QUANTUM_DIGITS, that all looked-at values are multiples of. */
static double series_quantum(const lc_series *s)
{
    size_t stride = s->n / QUANTUM_SAMPLE + 1;
    int digits = 0;
    double power = 1; /* 10^digits, exactly */
    for (size_t i = 0; i < s->n; i += stride)
        for (double v = s->y[i]; isfinite(v) && digits <= QUANTUM_DIGITS; digits++, power *= 10) {
            double scaled = v * power;
            /* The product's own rounding, and the decimal's, are some 1e-16 of it. */
            if (fabs(scaled - round(scaled)) <= 1e-12 + 4e-16 * fabs(scaled))
                break;
        }
    return digits > QUANTUM_DIGITS ? 0 : pow(10, -digits);
}

void lc_series_measure(lc_series *s)
{
    s->quantum = series_quantum(s);
    s->percent = s->is_told_percent;
    if (s->percent || !lc_metric_is_share(&s->metric) || s->n == 0)
        return;
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < s->n; i++) {
        low = s->y[i] < low ? s->y[i] : low;
        high = s->y[i] > high ? s->y[i] : high;
    }
    s->percent = low >= 0 && high > PERCENT_FROM && high <= PERCENT_TO;
}

void lc_series_free(lc_series *s)
{
    lc_metric_free(&s->metric);
    lc_mem_free(s->y);
    lc_mem_free(s->at);
    lc_mem_free(s->spelling);
    lc_mem_free(s->averaged);
    lc_mem_free(s->origin);
    *s = (lc_series){0};
}

lc_status lc_run_new_series(lc_run *run, const char *name, size_t len, lc_error *err)
{
    if (!lc_mem_grow(&run->series, &run->series_cap, run->series_n + 1, sizeof *run->series))
        return lc_error_nomem(err);
    lc_series s = {0};
    lc_status st = lc_metric_infer(&s.metric, name, len, err);
    if (st == LC_OK)
        run->series[run->series_n++] = s;
    return st;
}

lc_status lc_run_remark(lc_run *run, long line, const char *text, lc_error *err)
{
    for (size_t i = 0; i < run->remark_n; i++)
        if (strcmp(run->remarks[i].text, text) == 0) {
            run->remarks[i].count++;
            return LC_OK;
        }
    if (!lc_mem_grow(&run->remarks, &run->remark_cap, run->remark_n + 1, sizeof *run->remarks))
        return lc_error_nomem(err);
    char *copy = lc_mem_text(text, strlen(text));
    if (!copy)
        return lc_error_nomem(err);
    run->remarks[run->remark_n++] = (lc_remark){.line = line, .count = 1, .text = copy};
    return LC_OK;
}

bool lc_run_counts_samples(const lc_run *run)
{
    return run->axis == LC_COUNT && run->axis_name && strcmp(run->axis_name, LC_SAMPLES) == 0;
}

bool lc_run_is_numbered(const lc_run *run)
{
    return run->axis == LC_COUNT && (!run->axis_name || strcmp(run->axis_name, "record") == 0);
}

/* Of white noise the mean square of successive differences is 2 variances (von Neumann 1941). */
static bool is_curve(const lc_series *s)
{
    double mean = 0, variance = 0, steps = 0;
    for (size_t i = 0; i < s->n; i++)
        mean += s->y[i] / (double)s->n;
    for (size_t i = 0; i < s->n; i++) {
        double d = i ? s->y[i] - s->y[i - 1] : 0;
        variance += (s->y[i] - mean) * (s->y[i] - mean);
        steps += d * d;
    }
    return !(steps >= variance);
}

/* "PassengerId" numbers rows. */
static bool is_number_of_row(const lc_metric *m)
{
    size_t n = strlen(m->base);
    return n >= 2 && strcmp(m->base + n - 2, "id") == 0;
}

bool lc_run_is_unordered(const lc_run *run, bool has_text)
{
    size_t found = 0;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        if (s->n == 0)
            continue;
        found++;
        if (s->metric.kind != LC_OTHER && s->metric.kind != LC_COUNT)
            return false;
        if (lc_x_is_rising(s->y, s->n) && !is_number_of_row(&s->metric))
            return false;
        if (!has_text && (s->n < CURVE_MIN || is_curve(s)))
            return false;
    }
    return found > 1;
}

bool lc_x_is_rising(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]) || (i > 0 && !(x[i] > x[i - 1])))
            return false;
    return true;
}

lc_status lc_run_set_axis(lc_run *run, lc_kind axis, const double *x, size_t n, lc_error *err)
{
    static const char *const names[] = {[LC_WALL_TIME] = "time",
                                        [LC_COUNT] = "record",
                                        [LC_EPOCH] = "epoch",
                                        [LC_STEP] = "step",
                                        [LC_TRAIN_SIZE] = "train_size"};
    if (axis != LC_WALL_TIME && axis != LC_COUNT && !lc_kind_is_axis(axis))
        return lc_error_set(err, LC_E_ARG, 0,
                            "expected epoch, step, train size, time or count as axis");
    if (n == 0 || n > UINT32_MAX)
        return lc_error_set(err, LC_E_ARG, 0, "expected 1 to 4294967295 records");
    if (x && !lc_x_is_rising(x, n))
        return lc_error_set(err, LC_E_ARG, 0, "x is not finite and strictly rising");
    if (run->series_n)
        return lc_error_set(err, LC_E_ARG, 0, "the run has series already");
    double *copy = lc_mem_resize(NULL, n, sizeof *copy);
    char *name = lc_mem_text(names[axis], strlen(names[axis]));
    if (!copy || !name) {
        lc_mem_free(copy);
        lc_mem_free(name);
        return lc_error_nomem(err);
    }
    for (size_t i = 0; i < n; i++)
        copy[i] = x ? x[i] : (double)i + 1;
    lc_mem_free(run->x);
    lc_mem_free(run->axis_name);
    run->x = copy;
    run->axis_name = name;
    run->axis = axis;
    run->n = run->cap = run->rows = n;
    return LC_OK;
}

lc_status lc_run_add(lc_run *run, const char *name, const double *y, lc_error *err)
{
    if (!run->x)
        return lc_error_set(err, LC_E_ARG, 0, "the run has no axis yet");
    if (lc_run_find(run, name))
        return lc_error_set(err, LC_E_ARG, 0, "the run has a series '%s' already", name);
    lc_status st = lc_run_new_series(run, name, strlen(name), err);
    if (st != LC_OK)
        return st;
    lc_series *s = &run->series[run->series_n - 1];
    if (!lc_series_extend(s, 0, y, run->n)) {
        lc_series_free(s);
        run->series_n--;
        return lc_error_nomem(err);
    }
    lc_series_measure(s);
    return LC_OK;
}

double lc_series_x(const lc_run *run, const lc_series *s, size_t i)
{
    return run->x[lc_series_record(s, i)];
}

const lc_series *lc_run_find(const lc_run *run, const char *name)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (strcmp(run->series[i].metric.name, name) == 0)
            return &run->series[i];
    return NULL;
}

lc_log_place lc_run_place(const lc_run *run, double from, double to)
{
    lc_log_place place = {0};
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < run->lines.n; i++) {
        double x = lc_series_x(run, &run->lines, i), line = run->lines.y[i];
        if (!(x >= from && x <= to))
            continue;
        low = line < low ? line : low;
        high = line > high ? line : high;
    }
    if (run->source && strcmp(run->source, "-") != 0)
        place.file = run->source;
    place.first = high > 0 ? (long)low : 0;
    place.last = (long)high;
    return place;
}

const char *lc_metric_hint(char hint[LC_METRIC_HINT_SIZE], const char *name,
                           const lc_run *const *runs, size_t n)
{
    lc_nearest near = lc_nearest_to(name);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < runs[i]->series_n; k++) {
            lc_nearest_try(&near, runs[i]->series[k].metric.name);
            lc_nearest_try(&near, runs[i]->series[k].metric.base);
        }
    if (near.distance == 0)
        near.best = NULL; /* it is there, but of no use */
    if (near.best || near.distance == 0)
        return lc_nearest_hint(&near, hint);
    size_t used =
        (size_t)snprintf(hint, LC_METRIC_HINT_SIZE, "; the %srun has: ", n > 1 ? "first " : "");
    for (size_t k = 0; n > 0 && k < runs[0]->series_n && used < LC_METRIC_HINT_SIZE; k++)
        used += (size_t)snprintf(hint + used, LC_METRIC_HINT_SIZE - used, "%s%s", k ? ", " : "",
                                 runs[0]->series[k].metric.name);
    return hint;
}

void lc_run_free(lc_run *run)
{
    for (size_t i = 0; i < run->series_n; i++)
        lc_series_free(&run->series[i]);
    lc_series_free(&run->lines);
    for (size_t i = 0; i < run->remark_n; i++)
        lc_mem_free(run->remarks[i].text);
    lc_params_free(&run->params);
    lc_mem_free(run->series);
    lc_mem_free(run->remarks);
    lc_mem_free(run->x);
    lc_mem_free(run->axis_name);
    lc_mem_free(run->axis_origin);
    lc_mem_free(run->name);
    lc_mem_free(run->source);
    *run = (lc_run)LC_RUN_INIT;
}

void lc_runs_free(lc_runs *runs)
{
    for (size_t i = 0; i < runs->n; i++)
        lc_run_free(&runs->run[i]);
    lc_mem_free(runs->run);
    *runs = (lc_runs)LC_RUNS_INIT;
}
