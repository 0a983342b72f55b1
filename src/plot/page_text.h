/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_text.h - the text outside the panels: captions, names of panels and axes, findings. */
#ifndef LC_PLOT_PAGE_TEXT_H
#define LC_PLOT_PAGE_TEXT_H

#include "plot/figure.h"

/* Heights that the captions above and the findings below take [px], and the width that a finding's
 * text has of `full`. */
double lc_page_captions_height(const lc_figure *f);
double lc_page_findings_height(const lc_figure *f);
double lc_page_findings_width(const lc_figure *f, double full);

/* Put text on the page, from *y downwards, which is then where it ends. False: memory is out. */
bool lc_page_captions(lc_figure *f, double *y);
bool lc_page_findings(lc_figure *f, double *y);

/* The name of a panel, and that of the x axis, at height y. False: memory is out. */
bool lc_page_head(lc_figure *f, lc_frame *frame, double y);
bool lc_page_x_name(lc_figure *f, double y);

#endif
