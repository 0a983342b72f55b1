/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script.h - the gnuplot script, and the terminals it is written for. */
#ifndef LC_PLOT_SCRIPT_H
#define LC_PLOT_SCRIPT_H

#include "base/error.h"

/* What makes the same page on paper, on screen and in a browser. */
typedef struct lc_terminal {
    const char *ending; /* of file names, ".png" */
    const char *name;   /* gnuplot's */
    const char *face;   /* font */
    double font;        /* of one [px]: size of a font in the terminal's own unit */
    double point;       /* of pointsize 1, relative to pngcairo's */
    double line;        /* of linewidth 1, likewise */
    const char *end;    /* bytes that end a complete file */
} lc_terminal;

/* The terminal that a file's ending chooses; NULL when there is none. */
const lc_terminal *lc_terminal_find(const char *path);

/**
 * Write the script, for a terminal of its own or for whichever is set.
 *
 *   in   terminal  NULL: the script sets none
 *   in   output    file that the script shall write; NULL: it sets none
 *
 * Returns as lc_plot_script. Nothing is written unless everything could be laid out.
 */
lc_status lc_script_write(FILE *out, const lc_terminal *terminal, const char *output,
                          const lc_run *run, const lc_diagnosis *diagnosis,
                          const lc_plot_options *options, lc_error *err);

#endif
