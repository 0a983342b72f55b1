/* SPDX-License-Identifier: GPL-3.0-or-later */
/* render.h - a plot that goes into something else than a file of the user's. */
#ifndef LC_PLOT_RENDER_H
#define LC_PLOT_RENDER_H

#include "base/temp.h"
#include "plot/compose.h"

/* Draw an SVG into a file without a name. Returns as lc_plot_file(); lc_temp_drop() it in any case. */
lc_status lc_render_svg(lc_temp *plot, const lc_figure_source *source, lc_error *err);

#endif
