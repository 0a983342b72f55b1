/* SPDX-License-Identifier: GPL-3.0-or-later */
/* occupancy.h - where a panel is drawn on already, and where there is room for a label. */
#ifndef LC_PLOT_OCCUPANCY_H
#define LC_PLOT_OCCUPANCY_H

#include "base/error.h"

/* A rectangle of the page [px], y upwards from the page's lower edge. */
typedef struct lc_box {
    double left, right, bottom, top;
} lc_box;

/* What lies where, in square cells. */
typedef struct lc_occupancy {
    lc_box box;
    size_t columns, rows;
    unsigned char *cell;
} lc_occupancy;

/* A blank panel; NULL-safe to free. Returns LC_OK or LC_E_NOMEM. */
lc_status lc_occupancy_init(lc_occupancy *grid, lc_box box, lc_error *err);
void lc_occupancy_free(lc_occupancy *grid);

/* Mark a straight line, or all of a box, as drawn on; what is outside the panel is ignored. */
void lc_occupancy_line(lc_occupancy *grid, double x0, double y0, double x1, double y1,
                       unsigned char weight);
void lc_occupancy_fill(lc_occupancy *grid, lc_box box, unsigned char weight);

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
void lc_occupancy_place(lc_occupancy *grid, double *x, double *y, double width, double height,
                        lc_box reach);

#endif
