/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve.h - one series, reduced to what the pixels can show. */
#ifndef LC_PLOT_CURVE_H
#define LC_PLOT_CURVE_H

#include "plot/axis.h"
#include "plot/theme.h"

/* Points of a line, or with `low` the two edges of a band; a y that is NaN breaks it. */
typedef struct lc_point {
    double x, y, low;
} lc_point;

typedef struct lc_points {
    size_t n, cap;
    lc_point *point;
} lc_points;

bool lc_points_add(lc_points *points, double x, double y, double low);
void lc_points_free(lc_points *points);

/* Values of a series that a line can't show. */
typedef enum lc_off_scale {
    LC_OFF_SCALE_NAN,
    LC_OFF_SCALE_HIGH,
    LC_OFF_SCALE_LOW,
    LC_OFF_SCALE_KINDS
} lc_off_scale;

typedef struct lc_plot_curve {
    const lc_series *series;
    size_t index;  /* of the series in its run */
    size_t family; /* 0 for the panel's first metric, 1 for its second, ... */
    lc_stroke stroke;
    char *label;        /* name and end value, clean */
    size_t name_n;      /* [bytes] of the name in it */
    lc_points raw;      /* as recorded, reduced to the columns */
    lc_points smooth;   /* running median; empty when there are too few records */
    lc_points isolated; /* recorded points without neighbours: no line would show them */
    lc_points off_scale[LC_OFF_SCALE_KINDS]; /* where: x only, one per slot of the axis */
    lc_points forecast; /* where a forecast expects it, from its last value on; empty without one */
    lc_points forecast_band;                      /* and where nine in ten values would lie */
    size_t off_scale_n[LC_OFF_SCALE_KINDS];       /* how many values these stand for */
    double off_scale_extreme[LC_OFF_SCALE_KINDS]; /* the most extreme of them */
    size_t finite_n;
    size_t window;       /* [records] of the running median, 0 without one */
    double last_x, last; /* last finite value as recorded */
    double end;          /* where the drawn line ends, or as good as that: see told */
    double told;         /* end of a smooth line as findings tell it (lc_curve_told_end) */
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
 * Values that are not finite break the lines and are counted in `off_scale`. O(n); a copy of the
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

/* Let a smooth line's end be the value that findings tell, so that label and report show one number,
 * unless an eye sees them apart. Call after lc_axis_fit. */
void lc_plot_curve_settle(lc_plot_curve *curve, const lc_axis *axis);

/* Add what a forecast of the curve's series says; one with a `why_not` adds nothing. LC_E_NOMEM. */
lc_status lc_plot_curve_extend(lc_plot_curve *curve, const lc_forecast *forecast, lc_error *err);

/* y at which the curve ends, its forecast included; NaN when nothing is drawn. */
double lc_plot_curve_last(const lc_plot_curve *curve);

/* y of the drawn line (smooth where there is one) at x, by linear interpolation; NaN where it
 * isn't drawn. */
double lc_plot_curve_at(const lc_plot_curve *curve, double x);

void lc_plot_curve_free(lc_plot_curve *curve);

#endif
