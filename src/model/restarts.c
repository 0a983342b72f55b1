/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restarts.c - where in a log a training starts over, and where it merely resumes. */
#include "model/restarts.h"

#include "base/mem.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>

#define DISORDER 0.125   /* of the records go back */
#define RESUMES_MAX 1000 /* among which there is no restart: each costs a look at all records */
#define CLEARLY_NEARER 2 /* times: values that scatter don't tell a restart from a resume */

bool lc_series_is_measured(const lc_series *s)
{
    return !lc_kind_is_axis(s->metric.kind) && s->metric.kind != LC_WALL_TIME;
}

size_t lc_series_steps_back(const lc_run *run, const lc_series *s, size_t n, double *from,
                            double *to)
{
    size_t back = 0;
    for (size_t i = 1; i < n; i++) {
        double before = lc_series_x(run, s, i - 1), x = lc_series_x(run, s, i);
        if (x < before && back++ == 0) {
            *from = before;
            *to = x;
        }
    }
    return back;
}

/* ---- steps back ------------------------------------------------------------------------- */

/* For each record the latest one before it, 1-based, from which x of some series goes back to it; 0:
 * none does. Metrics that were written one behind the other go back as a whole, but none of them
 * does: that is no restart. */
static void mark_steps_back(uint32_t *from, const lc_run *run)
{
    memset(from, 0, run->n * sizeof *from);
    for (size_t k = 0; k < run->series_n; k++) {
        const lc_series *s = &run->series[k];
        for (size_t i = 1; i < s->n && lc_series_is_measured(s); i++) {
            size_t before = lc_series_record(s, i - 1), r = lc_series_record(s, i);
            if (run->x[r] < run->x[before] && before + 1 > from[r])
                from[r] = (uint32_t)(before + 1);
        }
    }
}

/* The value among [from, to) whose x is nearest to that of value `i`. */
static size_t nearest(const lc_run *run, const lc_series *s, size_t from, size_t to, size_t i)
{
    size_t best = from;
    double x = lc_series_x(run, s, i);
    for (size_t k = from; k < to; k++)
        if (fabs(lc_series_x(run, s, k) - x) <= fabs(lc_series_x(run, s, best) - x))
            best = k;
    return best;
}

/* +1: the value at record r is clearly nearer to the series' first one since record `begin` than to
 * the one at the same x; -1: it isn't; 0: the series doesn't tell. */
static int vote(const lc_run *run, const lc_series *s, size_t begin, size_t r)
{
    size_t first = lc_series_value_at(s, begin), now = lc_series_value_at(s, r);
    if ((s->metric.kind != LC_LOSS && s->metric.kind != LC_SCORE) || now >= s->n || first >= now)
        return 0;
    double there = s->y[nearest(run, s, first, now, now)];
    double from_first = fabs(s->y[now] - s->y[first]), from_there = fabs(s->y[now] - there);
    if (!isfinite(from_first) || !isfinite(from_there))
        return 0;
    return CLEARLY_NEARER * from_first < from_there ? 1 : -1;
}

static bool begins_anew(const lc_run *run, size_t begin, size_t r)
{
    int votes = 0;
    for (size_t k = 0; k < run->series_n; k++)
        votes += vote(run, &run->series[k], begin, r);
    return votes > 0;
}

/* ---- restarts --------------------------------------------------------------------------- */

/* Some metric is recorded twice at one x, by records begin .. r - 1 and r .. end - 1. `x` of each
 * stretch rises. */
static bool shares_x(const double *x, size_t begin, size_t r, size_t end)
{
    for (size_t a = begin, b = r; a < r && b < end;) {
        if (x[a] == x[b])
            return true;
        if (x[a] < x[b])
            a++;
        else
            b++;
    }
    return false;
}

/* The end of the stretch from r on along which no series goes back. */
static size_t stretch_end(const uint32_t *from, size_t r, size_t n)
{
    do
        r++;
    while (r < n && !from[r]);
    return r;
}

/* Whether what begins at record r is another training than that which began at `begin`. */
static bool is_restart(const lc_run *run, const uint32_t *from, size_t begin, size_t r)
{
    if (run->x[r] > run->x[begin])
        return begins_anew(run, begin, r);
    /* A single record that came early is none. */
    return r - begin > 1 || shares_x(run->x, begin, r, stretch_end(from, r, run->n));
}

/* x goes back all the time, and not to where the log begins: another order, or none. */
static bool is_disordered(const lc_run *run, const uint32_t *from)
{
    size_t back = 0;
    for (size_t r = 0; r < run->n; r++)
        back += from[r] && run->x[r] != run->x[0];
    return back > 1 && (double)back >= DISORDER * (double)run->n;
}

/* What was written just before record r, and belongs to what begins there: an evaluation before the
 * first step. */
static size_t earliest(const lc_run *run, const uint32_t *from, size_t begin, size_t r)
{
    size_t back = from[r];
    while (r > begin + 1 && r > back && run->x[r - 1] <= run->x[r] &&
           run->x[r - 1] < run->x[back - 1])
        r--;
    return r;
}

static lc_status add_start(lc_restarts *restarts, size_t r, lc_error *err)
{
    if (!lc_mem_grow(&restarts->start, &restarts->cap, restarts->n + 1, sizeof *restarts->start))
        return lc_error_nomem(err);
    restarts->start[restarts->n++] = r;
    return LC_OK;
}

lc_status lc_restarts_find(lc_restarts *restarts, const lc_run *run, bool late, lc_error *err)
{
    lc_status st = LC_OK;
    if ((run->axis != LC_EPOCH && run->axis != LC_STEP) || lc_x_is_rising(run->x, run->n))
        return LC_OK;
    uint32_t *from = lc_mem_resize(NULL, run->n, sizeof *from);
    if (!from)
        return lc_error_nomem(err);
    mark_steps_back(from, run);
    if (late)
        from[run->n - 1] = 0;
    bool disordered = is_disordered(run, from);
    size_t begin = 0, resumes = disordered ? RESUMES_MAX : 0;
    for (size_t r = 1; r < run->n && st == LC_OK && resumes < RESUMES_MAX; r++) {
        if (from[r] <= begin)
            continue;
        if (!is_restart(run, from, begin, r)) {
            resumes++;
            continue;
        }
        size_t start = earliest(run, from, begin, r);
        st = add_start(restarts, start, err);
        begin = start;
    }
    lc_mem_free(from);
    return st;
}

void lc_restarts_free(lc_restarts *restarts)
{
    lc_mem_free(restarts->start);
    *restarts = (lc_restarts)LC_RESTARTS_INIT;
}
