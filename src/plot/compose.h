/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compose.h - from a run to a laid-out figure. */
#ifndef LC_PLOT_COMPOSE_H
#define LC_PLOT_COMPOSE_H

#include "plot/figure.h"

/**
 * Lay a plot out.
 *
 *   out  figure   lc_figure_free it, also after a failure
 *   in   diagnosis, options, glyphs  may be NULL; all of them must outlive the figure
 *
 * Returns LC_OK
 *         LC_E_ARG    nothing can be drawn, or the size asked for can't hold a plot
 *         LC_E_NOMEM
 */
lc_status lc_figure_compose(lc_figure *figure, const lc_run *run, const lc_diagnosis *diagnosis,
                            const lc_plot_options *options, const lc_glyphs *glyphs, lc_error *err);

#endif
