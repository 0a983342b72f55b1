/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.h - the gnuplot terminals that plots are written for. */
#ifndef LC_PLOT_TERMINAL_H
#define LC_PLOT_TERMINAL_H

#include "base/error.h"

/* What makes the same page on paper, on screen and in a browser. */
typedef struct lc_terminal {
    const char *ending; /* of file names, ".png" */
    const char *name;   /* gnuplot's */
    const char *face;   /* font */
    double font;        /* of one [px]: size of a font in the terminal's own unit */
    double point;       /* of pointsize 1, relative to pngcairo's */
    double line;        /* of linewidth 1, likewise */
    double per_inch;    /* 96: its pages are in inches; 0: in pixels */
    double width;       /* [px] of a page whose size nobody says; 0: the usual one */
    const char *options;
    bool draws_text; /* with the fonts of this machine */
    const char *end; /* bytes that end a complete file */
} lc_terminal;

/* The terminal that a file's ending chooses; NULL when there is none. */
const lc_terminal *lc_terminal_find(const char *path);

/* Those of all plots, for messages; ".gp" is the script itself. */
const char *lc_terminal_endings(void);

#endif
