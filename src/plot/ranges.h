/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranges.h - findings over a range of x: thin bars at the foot of a panel, below its curves. */
#ifndef LC_PLOT_RANGES_H
#define LC_PLOT_RANGES_H

#include "plot/figure.h"

/* Collect the bars of all findings that mark a range, those that overlap in rows above each other.
 * Before the layout, which keeps room for them. */
void lc_ranges_add(lc_figure *f);

/* Room that a panel's bars take [px at scale 1]. */
double lc_ranges_height(const lc_frame *frame);

/* Lower a panel's axis so that the bars have their room below what is drawn. */
void lc_ranges_make_room(lc_frame *frame, double pixels, double scale);

/* After the layout: where the bars stand on the page. Those of findings that found no room in words
 * go. */
void lc_ranges_place(lc_figure *f);

#endif
