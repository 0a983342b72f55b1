/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout.h - the size of the page, and the place of everything on it. */
#ifndef LC_PLOT_LAYOUT_H
#define LC_PLOT_LAYOUT_H

#include "plot/figure.h"

/* Width, height (0: still to be chosen) and scale from the options. LC_E_ARG when they can't hold a
 * plot. */
lc_status lc_layout_size(lc_figure *figure, lc_error *err);

/* How many panels a page of this height holds. */
size_t lc_layout_panels_most(const lc_figure *figure);

/* Left and right edge of the panels; the longest label at a line's end fits into the margin. */
void lc_layout_margins(lc_figure *figure);

/* Break title, subtitle and findings into lines. */
lc_status lc_layout_captions(lc_figure *figure, lc_error *err);

/* Choose the height where it was left open, then put captions, panels, tics and findings on the
 * page from top to bottom. LC_E_ARG when the given height is too small. */
lc_status lc_layout_page(lc_figure *figure, lc_error *err);

#endif
