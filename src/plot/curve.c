/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve.c - one series, reduced to what the pixels can show. */
#include "plot/curve.h"

#include "base/mem.h"
#include "plot/trend_line.h"
#include "stats/curve.h"
#include "stats/smooth.h"

#include <math.h>

#define SEEN 0.02           /* of a panel's height: less than half a line of text */
#define OFF_SCALE_SLOTS 120 /* marks along the axis at most, of each kind */

bool lc_points_add(lc_points *points, double x, double y, double low)
{
    if (!lc_mem_grow(&points->point, &points->cap, points->n + 1, sizeof *points->point))
        return false;
    points->point[points->n++] = (lc_point){x, y, low};
    return true;
}

void lc_points_free(lc_points *points)
{
    lc_mem_free(points->point);
    *points = (lc_points){0};
}

/* x of each value: the run's own array where the series has every record, else a copy. */
static const double *positions(double **copy, const lc_run *run, const lc_series *s)
{
    *copy = NULL;
    if (!s->at)
        return run->x;
    *copy = lc_mem_resize(NULL, s->n, sizeof **copy);
    for (size_t i = 0; *copy && i < s->n; i++)
        (*copy)[i] = run->x[s->at[i]];
    return *copy;
}

/* Append the points that the columns need: all of them when they are few. */
static bool add_reduced(lc_points *points, const double *x, const double *y, size_t n,
                        const lc_canvas *canvas)
{
    size_t *keep = NULL, k = n;
    if (n > 2 * canvas->columns) {
        keep = lc_mem_resize(NULL, 2 * canvas->columns, sizeof *keep);
        if (!keep)
            return false;
        k = lc_reduce_minmax(keep, x, y, n, canvas->x_lo, canvas->x_hi, canvas->columns);
    }
    bool ok = true;
    for (size_t j = 0; ok && j < k; j++) {
        size_t i = keep ? keep[j] : j;
        ok = lc_points_add(points, x[i], isfinite(y[i]) ? y[i] : NAN, NAN);
    }
    lc_mem_free(keep);
    return ok;
}

/* Note a value that no line shows, and its place unless a neighbour marks it already. */
static bool add_off_scale(lc_plot_curve *c, lc_off_scale kind, double x, double y,
                          const lc_canvas *canvas)
{
    lc_points *points = &c->off_scale[kind];
    double slot = (canvas->x_hi - canvas->x_lo) / OFF_SCALE_SLOTS;
    if (c->off_scale_n[kind]++ == 0 || fabs(y) > fabs(c->off_scale_extreme[kind]))
        c->off_scale_extreme[kind] = y;
    if (points->n && fabs(x - points->point[points->n - 1].x) < slot)
        return true;
    return lc_points_add(points, x, y, NAN);
}

/* One pass over the values: what is finite, what is not, what came last. */
static bool classify(lc_plot_curve *c, const double *x, const lc_canvas *canvas)
{
    const lc_series *s = c->series;
    for (size_t i = 0; i < s->n; i++) {
        double y = s->y[i];
        if (isfinite(y)) {
            c->finite_n++;
            c->last_x = x[i];
            c->last = y;
        } else if (!add_off_scale(c,
                                  isnan(y) ? LC_OFF_SCALE_NAN
                                  : y > 0  ? LC_OFF_SCALE_HIGH
                                           : LC_OFF_SCALE_LOW,
                                  x[i], y, canvas)) {
            return false;
        }
    }
    return true;
}

/* Points between two breaks: a line has no length there. */
static bool find_isolated(lc_plot_curve *c)
{
    const lc_point *r = c->raw.point;
    for (size_t i = 0; i < c->raw.n; i++) {
        bool before = i > 0 && isfinite(r[i - 1].y);
        bool after = i + 1 < c->raw.n && isfinite(r[i + 1].y);
        if (isfinite(r[i].y) && !before && !after &&
            !lc_points_add(&c->isolated, r[i].x, r[i].y, NAN))
            return false;
    }
    return true;
}

static double last_finite(const lc_points *points)
{
    for (size_t i = points->n; i-- > 0;) {
        if (isfinite(points->point[i].y))
            return points->point[i].y;
    }
    return NAN;
}

static lc_status add_trend(lc_plot_curve *c, const double *x, const lc_canvas *canvas,
                           lc_error *err)
{
    const lc_series *s = c->series;
    size_t most = 2 * canvas->columns, n = s->n > 2 * most ? most : s->n;
    double *line = lc_mem_resize(NULL, n, 2 * sizeof *line);
    if (!line)
        return lc_error_nomem(err);
    lc_status st = lc_trend_line(line, line + n, n, x, s->y, s->n, c->window, err);
    if (st == LC_OK && !add_reduced(&c->smooth, line, line + n, n, canvas))
        st = lc_error_nomem(err);
    lc_mem_free(line);
    return st;
}

static lc_status build(lc_plot_curve *c, const double *x, const lc_canvas *canvas, lc_error *err)
{
    const lc_series *s = c->series;
    if (!classify(c, x, canvas) || !add_reduced(&c->raw, x, s->y, s->n, canvas) ||
        !find_isolated(c))
        return lc_error_nomem(err);
    lc_status st = LC_OK;
    c->window = lc_trend_window(s, c->finite_n, canvas->window);
    if (c->window)
        st = add_trend(c, x, canvas, err);
    c->end = c->told = last_finite(c->smooth.n ? &c->smooth : &c->raw);
    if (st == LC_OK && c->smooth.n)
        st = lc_curve_told_end_of(&c->told, x, s->y, s->n, err);
    return st;
}

lc_status lc_plot_curve_make(lc_plot_curve *c, const lc_run *run, const lc_canvas *canvas,
                             lc_error *err)
{
    double *copy;
    if (c->series->n == 0)
        return LC_OK;
    const double *x = positions(&copy, run, c->series);
    if (!x)
        return lc_error_nomem(err);
    lc_status st = build(c, x, canvas, err);
    lc_mem_free(copy);
    return st;
}

lc_status lc_plot_curve_clip(lc_plot_curve *c, const lc_run *run, const lc_canvas *canvas,
                             const lc_axis *axis, lc_error *err)
{
    const lc_series *s = c->series;
    double lo = axis->lo * axis->unit, hi = axis->hi * axis->unit;
    for (size_t i = 0; i < s->n; i++) {
        bool up = s->y[i] > hi, down = s->y[i] < lo;
        if ((!up && !down) || isinf(s->y[i]))
            continue;
        double x = lc_series_x(run, s, i);
        if (!add_off_scale(c, up ? LC_OFF_SCALE_HIGH : LC_OFF_SCALE_LOW, x, s->y[i], canvas))
            return lc_error_nomem(err);
    }
    return LC_OK;
}

void lc_plot_curve_settle(lc_plot_curve *c, const lc_axis *axis)
{
    if (fabs(lc_axis_share(axis, c->told) - lc_axis_share(axis, c->end)) <= SEEN)
        c->end = c->told;
}

lc_status lc_plot_curve_extend(lc_plot_curve *c, const lc_forecast *forecast, lc_error *err)
{
    if (forecast->why_not)
        return LC_OK;
    bool ok = lc_points_add(&c->forecast, c->last_x, c->end, NAN) &&
              lc_points_add(&c->forecast_band, c->last_x, c->end, c->end);
    for (size_t k = 0; ok && k < LC_FORECAST_POINTS; k++) {
        const lc_forecast_point *p = &forecast->point[k];
        ok = lc_points_add(&c->forecast, p->x, p->value, NAN) &&
             lc_points_add(&c->forecast_band, p->x, p->high, p->low);
    }
    return ok ? LC_OK : lc_error_nomem(err);
}

double lc_plot_curve_last(const lc_plot_curve *c)
{
    return c->forecast.n ? c->forecast.point[c->forecast.n - 1].y : c->end;
}

double lc_plot_curve_at(const lc_plot_curve *c, double x)
{
    const lc_points *points = c->smooth.n ? &c->smooth : &c->raw;
    size_t lo = 0, hi = points->n;
    while (lo < hi) { /* the first row past x */
        size_t mid = lo + (hi - lo) / 2;
        if (points->point[mid].x <= x)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0)
        return NAN;
    const lc_point *a = &points->point[lo - 1];
    if (a->x == x)
        return a->y;
    if (lo == points->n)
        return NAN;
    double t = (x - a->x) / (points->point[lo].x - a->x);
    return a->y * (1 - t) + points->point[lo].y * t;
}

void lc_plot_curve_free(lc_plot_curve *c)
{
    lc_mem_free(c->label);
    lc_points_free(&c->raw);
    lc_points_free(&c->smooth);
    lc_points_free(&c->isolated);
    lc_points_free(&c->forecast);
    lc_points_free(&c->forecast_band);
    for (size_t i = 0; i < LC_OFF_SCALE_KINDS; i++)
        lc_points_free(&c->off_scale[i]);
    *c = (lc_plot_curve){0};
}
