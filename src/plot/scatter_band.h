/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scatter_band.h - how far a curve scatters about its trend, as a band. */
#ifndef LC_PLOT_SCATTER_BAND_H
#define LC_PLOT_SCATTER_BAND_H

#include "plot/figure.h"

/* Add the band over a finding's range to a frame: about the smooth line where the curve has one, else
 * about a straight line. *band is the frame's, empty where there is no room for one more. LC_OK or
 * LC_E_NOMEM. */
lc_status lc_scatter_band_add(const lc_points **band, lc_figure *f, lc_frame *frame,
                              const lc_plot_curve *c, const lc_finding *finding, lc_error *err);

#endif
