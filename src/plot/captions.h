/* SPDX-License-Identifier: GPL-3.0-or-later */
/* captions.h - the texts of a plot: title, subtitle, findings, names and numbers. */
#ifndef LC_PLOT_CAPTIONS_H
#define LC_PLOT_CAPTIONS_H

#include "plot/figure.h"

/* Title and subtitle, and the findings, as lines at most `width` pixels wide. */
lc_status lc_captions_make(lc_figure *figure, double width, lc_error *err);
lc_status lc_captions_findings(lc_figure *figure, double width, lc_error *err);

/* The label of a curve of figure f: its name, how many more are equal to it, and the value at which
 * its line ends, or its forecast; at most `em` wide. A line that ends before the run does says
 * where. NULL when memory is out. Sets c->name_n. */
char *lc_captions_curve(const lc_figure *f, lc_plot_curve *c, const char *name, size_t equal,
                        double em);

/* A name alone; NULL when memory is out. */
char *lc_captions_name(const char *name, double em);

/* A value as its series is printed: no more digits than the log had, nor than four. */
void lc_captions_value(char out[LC_NUMBER_SIZE], const lc_series *s, double v);

/* A place along the axis: whole numbers in full. */
void lc_captions_x(char out[LC_NUMBER_SIZE], double x);

/* "epoch", "step", ...: what x counts. */
const char *lc_captions_axis(const lc_run *run);

#endif
