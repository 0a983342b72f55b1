/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot_help.h - what tests of plots share: scripts as text, pictures as texts with positions. */
#ifndef LC_TESTS_PLOT_HELP_H
#define LC_TESTS_PLOT_HELP_H

#include "learncurve.h"

#include <check.h>

/* True with gnuplot on the PATH; else a word is said and the caller skips. */
bool has_gnuplot(void);

/* A new folder becomes the current one; leaving it returns how many files were in it, and removes
 * it. */
void enter_folder(void);
size_t leave_folder(void);

/* The script of a plot; free() it. */
lc_status script_of(char **text, const lc_run *run, const lc_diagnosis *d,
                    const lc_plot_options *options, lc_error *err);

/* How often `what` occurs. */
size_t count_in(const char *text, const char *what);

/* The texts of a picture in the order of drawing, y downwards. */
#define PICTURE_TEXTS 200
typedef struct picture {
    double width, height; /* [px] */
    size_t n;
    struct {
        double x, y; /* [px] of its baseline's start, middle or end */
        char text[200];
    } text[PICTURE_TEXTS];
} picture;

/* Draw a run with gnuplot, as SVG, and read it; the test fails when that fails. */
void draw_picture(picture *p, const lc_run *run, const lc_diagnosis *d,
                  const lc_plot_options *options);

/* Index of the first text from `from` on that begins so; p->n when there is none. */
size_t find_text(const picture *p, size_t from, const char *start);

/* The value at a height in the panel whose y tics are drawn from text `from` on: by its first and
 * last tic, along a line or (log) along a logarithm. */
double value_at_height(const picture *p, size_t from, double y, bool log);

#endif
