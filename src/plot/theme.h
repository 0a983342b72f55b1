/* SPDX-License-Identifier: GPL-3.0-or-later */
/* theme.h - colours, dashes and markers: light, dark, and without colour. */
#ifndef LC_PLOT_THEME_H
#define LC_PLOT_THEME_H

#include "learncurve.h"

/* Colours are "#RRGGBB"; alphas are opacities, 0 .. 1. */
typedef struct lc_theme {
    const char *background, *text, *muted, *grid, *axis;
    const char *best, *best_text, *critical;
    double gap_alpha, band_alpha;
    bool dark, mono;
} lc_theme;

/* How one curve is drawn. */
typedef struct lc_stroke {
    const char *line, *text; /* text may be darker: it has to be read */
    const char *dash;        /* gnuplot's dashtype */
    int marker;              /* gnuplot's pointtype; 0 for none */
    unsigned char ansi;      /* colour on a terminal */
    double width;            /* of the usual */
} lc_stroke;

const lc_theme *lc_theme_pick(bool dark, bool mono);

/* The stroke of a split; without colour the split chooses the dash, the family marker and grey.
 * `family` 0 is a panel's first metric; further metrics of the same panel have hues of their own, in
 * which the train split is dashed when it is `paired` with another. */
lc_stroke lc_theme_stroke(const lc_theme *theme, lc_split split, size_t family, bool paired);

/* The stroke of the i-th of several runs; SIZE_MAX: grey, for those that are not told apart. */
lc_stroke lc_theme_run_stroke(bool dark, bool mono, size_t i);

#endif
