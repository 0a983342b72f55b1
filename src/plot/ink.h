/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ink.h - where a panel is drawn on already, and where there is room for a label. */
#ifndef LC_PLOT_INK_H
#define LC_PLOT_INK_H

#include "base/error.h"

/* A rectangle of the page [px], y upwards from the page's lower edge. */
typedef struct lc_box {
    double left, right, bottom, top;
} lc_box;

/* What lies where, in square cells. */
typedef struct lc_ink {
    lc_box box;
    size_t columns, rows;
    unsigned char *cell;
} lc_ink;

/* A blank panel; NULL-safe to free. Returns LC_OK or LC_E_NOMEM. */
lc_status lc_ink_init(lc_ink *ink, lc_box box, lc_error *err);
void lc_ink_free(lc_ink *ink);

/* Mark a straight line, or all of a box, as drawn on; what is outside the panel is ignored. */
void lc_ink_line(lc_ink *ink, double x0, double y0, double x1, double y1, unsigned char weight);
void lc_ink_fill(lc_ink *ink, lc_box box, unsigned char weight);

/**
 * Find room for a label, as near as possible to where it is wanted.
 *
 *   out  *x, *y  [px] its centre
 *   in   width, height  [px] of the label with the air about it
 *   in   x, y    [px] where it is wanted
 *   in   reach   centres may lie here; always within the panel
 *
 * Never fails: where there is no free place, it takes the one that hides least. The label's place
 * is marked.
 */
void lc_ink_place(lc_ink *ink, double *x, double *y, double width, double height, lc_box reach);

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
