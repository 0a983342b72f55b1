/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot.h - gnuplot's plots on a page. */
#ifndef LC_HTML_PLOT_H
#define LC_HTML_PLOT_H

#include "html/run.h"

/**
 * Draw a run with its findings, as a figure of the page.
 *
 * Where gnuplot is missing or fails, nothing is written and the page knows why (lc_page.why).
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_html_plot(lc_page *p, const lc_html_subject *s, lc_error *err);

/* Say that gnuplot's plots are missing, and why, if so. */
void lc_html_why(lc_page *p);

/* As lc_html_plot() of several runs over each other, the best first by that metric. */
lc_status lc_html_overlay(lc_page *p, const lc_overlay_run *runs, size_t n, const char *metric,
                          lc_error *err);

#endif
