/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve.h - one series, reduced to what the pixels can show. */
#ifndef LC_PLOT_CURVE_H
#define LC_PLOT_CURVE_H

#include "plot/axis.h"
#include "plot/theme.h"

/* Points of a line, or with `low` the two edges of a band; a y that is NaN breaks it. */
typedef struct lc_row {
    double x, y, low;
} lc_row;

typedef struct lc_rows {
    size_t n, cap;
    lc_row *row;
} lc_rows;

bool lc_rows_add(lc_rows *rows, double x, double y, double low);
void lc_rows_free(lc_rows *rows);

/* Values of a series that a line can't show. */
typedef enum lc_odd { LC_ODD_NAN, LC_ODD_UP, LC_ODD_DOWN, LC_ODD_KINDS } lc_odd;

typedef struct lc_plot_curve {
    const lc_series *series;
    size_t index;  /* of the series in its run */
    size_t family; /* 0 for the panel's first metric, 1 for its second, ... */
    lc_stroke stroke;
    char *label;               /* name and last value, clean */
    lc_rows raw;               /* as recorded, reduced to the columns */
    lc_rows smooth;            /* running median; empty when there are too few records */
    lc_rows lone;              /* recorded points without neighbours: no line would show them */
    lc_rows odd[LC_ODD_KINDS]; /* where: x only, one per slot of the axis */
    lc_rows ahead;      /* where a forecast expects it, from its last value on; empty without one */
    lc_rows ahead_band; /* and where nine in ten values would lie */
    size_t odd_n[LC_ODD_KINDS];   /* how many values these stand for */
    double odd_far[LC_ODD_KINDS]; /* the most extreme of them */
    size_t finite_n;
    size_t window;       /* [records] of the running median, 0 without one */
    double last_x, last; /* last finite value as recorded */
    double end;          /* where the drawn line ends, or its forecast */
} lc_plot_curve;

#define LC_FEW_RECORDS 50 /* each of fewer is marked by a point, unless the curve is smoothed */

/* What all curves of a figure share. */
typedef struct lc_canvas {
    double x_lo, x_hi;
    size_t columns;  /* [pixels] of the panels' width */
    unsigned window; /* [records] asked for; 0: chosen, 1: none */
} lc_canvas;

/**
 * Reduce a series.
 *
 *   out  curve  its `series`, `index`, `family` and `stroke` are set already
 *
 * Values that are not finite break the lines and are counted in `odd`. O(n); a copy of the
 * series' x only where the series lacks records.
 *
 * Returns LC_OK
 *         LC_E_NOMEM  what was built so far is the curve's; lc_plot_curve_free
 */
lc_status lc_plot_curve_make(lc_plot_curve *curve, const lc_run *run, const lc_canvas *canvas,
                             lc_error *err);

/* Count what the axis leaves out: finite values above and below it. Call after lc_axis_fit. */
lc_status lc_plot_curve_clip(lc_plot_curve *curve, const lc_run *run, const lc_canvas *canvas,
                             const lc_axis *axis, lc_error *err);

/* Add what a forecast of the curve's series says; one with a `why_not` adds nothing. LC_E_NOMEM. */
lc_status lc_plot_curve_extend(lc_plot_curve *curve, const lc_forecast *forecast, lc_error *err);

/* y of the drawn line (smooth where there is one) at x, by linear interpolation; NaN where it
 * isn't drawn. */
double lc_plot_curve_at(const lc_plot_curve *curve, double x);

void lc_plot_curve_free(lc_plot_curve *curve);

#endif
