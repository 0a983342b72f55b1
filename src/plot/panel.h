/* SPDX-License-Identifier: GPL-3.0-or-later */
/* panel.h - which series are drawn, and which of them share a panel. */
#ifndef LC_PLOT_PANEL_H
#define LC_PLOT_PANEL_H

#include "base/error.h"

#define LC_PANELS_MAX 12
#define LC_PANEL_SERIES 6 /* of one run: more curves than that can't be told apart */
#define LC_CURVES_MAX 48  /* of several runs */

/* Series of one panel, in the order in which they are drawn and labelled. */
typedef struct lc_panel {
    lc_kind kind;
    size_t n;
    size_t series[LC_CURVES_MAX]; /* indices into run->series */
    size_t family[LC_CURVES_MAX]; /* 0 for series of the first metric, 1 for the second, ... */
    size_t equal[LC_CURVES_MAX];  /* further series with the same values, which are not drawn */
    size_t families;
    double lo, hi; /* of the finite values */
    bool percent;  /* a share in percent */
    int rank;      /* least drawn first */
    /* of its metric as logged, where all series have one; NULL: its base. Of several runs, whose
     * series are called by the runs */
    const char *name;
} lc_panel;

/* The panels of a run, from top to bottom. */
typedef struct lc_panels {
    size_t n;
    lc_panel panel[LC_PANELS_MAX];
    size_t left_out;       /* metrics that found no room; clocks and counters are not missed */
    size_t first_left_out; /* the first one of the run */
    bool constant_lr;      /* a learning rate that never changes is said, not drawn */
    double lr;
} lc_panels;

/**
 * Choose the panels: losses first, then scores, learning rates, gradient norms, the rest.
 *
 * Series of one metric (train and validation) share a panel; scores of one split share one where
 * their ranges fit. When there is no room for all, the main metric and the panels that findings
 * speak of come first.
 *
 *   out  panels
 *   in   diagnosis  may be NULL
 *   in   most       1 .. LC_PANELS_MAX panels
 *
 * Returns LC_OK
 *         LC_E_ARG    no series has a finite value
 *         LC_E_NOMEM
 */
lc_status lc_panels_choose(lc_panels *panels, const lc_run *run, const lc_diagnosis *diagnosis,
                           size_t most, lc_error *err);

/* The series whose spread this one is, "score_mean" for "score_std"; NULL for most. Spreads have no
 * panel: they are drawn as bands. */
const lc_series *lc_panel_mean_of(const lc_run *run, const lc_series *spread);

#endif
