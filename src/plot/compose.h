/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compose.h - from a run to a laid-out figure. */
#ifndef LC_PLOT_COMPOSE_H
#define LC_PLOT_COMPOSE_H

#include "plot/figure.h"

/* What a figure is made of. */
typedef struct lc_figure_source {
    const lc_run *run;
    const lc_diagnosis *diagnosis; /* may be NULL, as all pointers that follow */
    const lc_overlay *overlay;     /* several runs, of which `run` is the merged one */
    const lc_plot_options *options;
    const lc_glyphs *glyphs; /* characters that can't be drawn */
    double width;            /* [px] where the options leave it open; 0: the usual one */
} lc_figure_source;

/**
 * Lay a plot out.
 *
 *   out  figure   lc_figure_free it, also after a failure
 *   in   source   what it points at must outlive the figure
 *
 * Returns LC_OK
 *         LC_E_ARG    nothing can be drawn, or the size asked for can't hold a plot
 *         LC_E_NOMEM
 */
lc_status lc_figure_compose(lc_figure *figure, const lc_figure_source *source, lc_error *err);

#endif
