/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * overlay.h - several runs on one page: a panel for each metric, a colour for each run.
 *
 * The runs become one, whose x is the union of theirs and which has a series for each run, metric
 * and split; compose.c then lays it out like any other run.
 */
#ifndef LC_PLOT_OVERLAY_H
#define LC_PLOT_OVERLAY_H

#include "plot/curve.h"
#include "plot/panel.h"

/* How a series of the merged run is drawn. */
typedef struct lc_overlay_series {
    lc_stroke stroke;
    bool labelled;  /* by the run's name; the others are told by their colour */
    lc_points band; /* of a group: least and largest of its runs */
} lc_overlay_series;

typedef struct lc_overlay {
    lc_run merged;
    lc_panels panels;
    lc_overlay_series *series; /* of each series of `merged` */
    size_t best;               /* the series that the runs are ranked by, of the best run; SIZE_MAX
                                * for none, as where that is a group */
    char *title, *subtitle;
} lc_overlay;

/**
 * Merge runs for a plot.
 *
 *   out  o        lc_overlay_free it, also after a failure
 *   in   runs[n]  1 or more, along the same kind of axis
 *   in   options  may be NULL
 *   in   train    training beside validation, where a line can be thinner than others
 *
 * Returns LC_OK
 *         LC_E_ARG    runs along different axes, or nothing that can be drawn
 *         LC_E_NOMEM
 */
lc_status lc_overlay_make(lc_overlay *o, const lc_overlay_run *runs, size_t n,
                          const lc_plot_options *options, bool train, lc_error *err);
void lc_overlay_free(lc_overlay *o);

#endif
