/* SPDX-License-Identifier: GPL-3.0-or-later */
/* best.h - the best value of the series that one would choose a model by. */
#ifndef LC_PLOT_BEST_H
#define LC_PLOT_BEST_H

#include "plot/figure.h"

/* Set figure->best from the curves that are drawn; `known` stays false when there is no such series,
 * or all of its values are equal. */
void lc_best_find(lc_figure *figure);

#endif
