/* SPDX-License-Identifier: GPL-3.0-or-later */
/* annotate.h - how findings, the best value and values off the scale are marked in the panels. */
#ifndef LC_PLOT_ANNOTATE_H
#define LC_PLOT_ANNOTATE_H

#include "plot/figure.h"

/* Add the marks, badges and labels. Call when everything else has its place: labels are put where
 * they hide least. LC_OK or LC_E_NOMEM. */
lc_status lc_annotate(lc_figure *figure, lc_error *err);

#endif
