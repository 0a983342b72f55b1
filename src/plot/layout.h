/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout.h - the size of the page, and the place of everything on it. */
#ifndef LC_PLOT_LAYOUT_H
#define LC_PLOT_LAYOUT_H

#include "plot/figure.h"

/* Width, height (0: still to be chosen) and scale from the options; `usual` [px] is the width where these say
 * nothing, 0: 1600 or 640. LC_E_ARG when they can't hold a plot. */
lc_status lc_layout_size(lc_figure *figure, double usual, lc_error *err);

/* How many panels a page of this height holds. */
size_t lc_layout_panels_most(const lc_figure *figure);

/* Rows and columns: from four panels on, those behind the first stand in two columns where the page
 * is wide. Sets each frame's row and place. */
void lc_layout_grid(lc_figure *figure);

/* The width that the label of a line may take [px]. */
double lc_layout_label_width(const lc_figure *figure, const lc_frame *frame);

/* Left and right edges of the panels; the longest label at a line's end fits beside them. */
void lc_layout_margins(lc_figure *figure);

/* Break title, subtitle and findings into lines. */
lc_status lc_layout_captions(lc_figure *figure, lc_error *err);

/* Choose the height where it was left open, then put captions, panels, tics and findings on the
 * page from top to bottom. LC_E_ARG when the given height is too small. */
lc_status lc_layout_page(lc_figure *figure, lc_error *err);

#endif
