/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scatter_band.c - how far a curve scatters about its trend, as a band. */
#include "plot/scatter_band.h"

#include "base/mem.h"
#include "stats/smooth.h"

#include <gsl/gsl_fit.h>
#include <math.h>

#define SCATTER_WINDOWS 12 /* the scatter is measured over one part in so many */
#define SCATTER_WIDTH 2.0  /* [median absolute deviations] covers some 80 % of a normal scatter */
#define LINE_POINTS 100    /* of a straight band, which the panel's edges may cut */

/* Half the width of a band at each point: the scatter of the recorded values about the line. */
static lc_status scatter(double *half, const lc_plot_curve *c, const lc_points *points,
                         lc_error *err)
{
    double *off = lc_mem_resize(NULL, points->n, sizeof *off);
    if (!off)
        return lc_error_nomem(err);
    for (size_t i = 0; i < points->n; i++)
        off[i] = fabs(points->point[i].y - lc_plot_curve_at(c, points->point[i].x));
    size_t window = points->n / SCATTER_WINDOWS > 5 ? points->n / SCATTER_WINDOWS : 5;
    lc_status st =
        lc_smooth_median(half, off, points->n, window < points->n ? window : points->n, err);
    for (size_t i = 0; st == LC_OK && i < points->n; i++)
        half[i] *= SCATTER_WIDTH;
    lc_mem_free(off);
    return st;
}

/* Many records: a band about the running median, as wide as the scatter is there. */
static lc_status band_about_median(lc_points *band, const lc_plot_curve *c, double from, double to,
                                   lc_error *err)
{
    const lc_points *points = &c->raw;
    double *half = lc_mem_resize(NULL, points->n, sizeof *half);
    if (!half)
        return lc_error_nomem(err);
    lc_status st = scatter(half, c, points, err);
    double least = INFINITY, most = -INFINITY; /* a skew scatter's band must not pass them */
    for (size_t i = 0; i < points->n; i++) {
        least = fmin(least, points->point[i].y);
        most = fmax(most, points->point[i].y);
    }
    for (size_t i = 0; st == LC_OK && i < points->n; i++) {
        double x = points->point[i].x, y = lc_plot_curve_at(c, x);
        if (x >= from && x <= to &&
            !lc_points_add(band, x, fmin(y + half[i], most), fmax(y - half[i], least)))
            st = lc_error_nomem(err);
    }
    lc_mem_free(half);
    return st;
}

/* Few records: a band about the straight line through them, as wide as their mean distance. */
static lc_status band_about_line(lc_points *band, const lc_plot_curve *c, double from, double to,
                                 lc_error *err)
{
    double x[4 * LC_TICS_MAX], y[4 * LC_TICS_MAX], a, b, cov00, cov01, cov11, sum, mean = 0;
    size_t n = 0;
    for (size_t i = 0; i < c->raw.n && n < sizeof x / sizeof *x; i++) {
        const lc_point *r = &c->raw.point[i];
        if (r->x >= from && r->x <= to && isfinite(r->y)) {
            x[n] = r->x;
            y[n++] = r->y;
        }
    }
    if (n < 3)
        return LC_OK;
    gsl_fit_linear(x, 1, y, 1, n, &a, &b, &cov00, &cov01, &cov11, &sum);
    for (size_t i = 0; i < n; i++)
        mean += fabs(y[i] - a - b * x[i]) / (double)n;
    for (int i = 0; isfinite(mean) && i <= LINE_POINTS; i++) {
        double at = x[0] + (x[n - 1] - x[0]) * i / LINE_POINTS, line = a + b * at;
        if (!lc_points_add(band, at, line + mean, line - mean))
            return lc_error_nomem(err);
    }
    return LC_OK;
}

lc_status lc_scatter_band_add(const lc_points **band, lc_figure *f, lc_frame *frame,
                              const lc_plot_curve *c, const lc_finding *finding, lc_error *err)
{
    static const lc_points none = {0};
    double from, to;
    *band = &none;
    if (frame->band_n == LC_BANDS_MAX)
        return LC_OK;
    lc_scatter_band *s = &frame->band[frame->band_n++];
    s->color = c->stroke.line;
    *band = &s->band;
    lc_figure_clamp(f, finding, &from, &to);
    return c->smooth.n ? band_about_median(&s->band, c, from, to, err)
                       : band_about_line(&s->band, c, from, to, err);
}
