/* SPDX-License-Identifier: GPL-3.0-or-later */
/* end_labels.h - the labels at the ends of the lines, and the gap between two of them. */
#ifndef LC_PLOT_END_LABELS_H
#define LC_PLOT_END_LABELS_H

#include "plot/figure.h"

/* Put the labels of all curves to the right of their panels, each near the end of its line, and the
 * distance of a pair of curves where there is room. Call after the layout. LC_OK or LC_E_NOMEM. */
lc_status lc_end_labels_put(lc_figure *figure, lc_error *err);

/**
 * Part labels on a line that want to be too near to each other, with the least sum of squared
 * displacements.
 *
 *   in/out  at[n]  where each one wants to be; where it is to be. Order is kept.
 *   in      gap    least distance between two neighbours; less when n of them have no room
 *   in      lo <= hi  bounds
 *
 * Returns LC_OK or LC_E_NOMEM. Source: pool adjacent violators (isotonic regression of
 * at - rank * gap), Ayer et al. (1955), Ann. Math. Stat. 26, 641-647.
 */
lc_status lc_spread(double *at, size_t n, double gap, double lo, double hi, lc_error *err);

#endif
