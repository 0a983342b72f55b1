/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trend_line.h - the smooth line that is drawn over noisy values. */
#ifndef LC_PLOT_TREND_LINE_H
#define LC_PLOT_TREND_LINE_H

#include "base/error.h"

/* The window of a series' line [records]: what was asked for, else by its length; 0 for no line:
 * few records speak for themselves, and a learning rate has no noise. */
size_t lc_trend_window(const lc_series *s, size_t finite_n, unsigned asked);

/**
 * Running median with its steps averaged out. At the ends of every stretch of finite values, where
 * a window would reach to one side only, it is a local line through the nearest values, as many as
 * agree with each other: it ends where the values end, follows a steep start, and doesn't bend
 * after a last value that is off by chance.
 *
 *   out  x_out[m], y_out[m]  the line; NaN where y is not finite. With m < n the values are first
 *                            reduced to medians of m groups of neighbours
 *   in   x[n], y[n]          values that span more than LC_LOG_RATIO are averaged by logarithms
 *   in   m                   1 .. n
 *   in   window              1 .. n [values of y]
 *
 * Returns LC_OK or LC_E_NOMEM.
 * Source: GSL's moving median; at the ends local linear regression (Cleveland 1979, J. Am. Stat.
 *         Assoc. 74, 829-836) over windows chosen by intersecting confidence intervals
 *         (Goldenshluger and Nemirovski 1997, Math. Methods Stat. 6, 135-170), outliers taken out
 *         before. Checked in tests/unit/test_trend_line.c.
 */
lc_status lc_trend_line(double *x_out, double *y_out, size_t m, const double *x, const double *y,
                        size_t n, size_t window, lc_error *err);

#endif
