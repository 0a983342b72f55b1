/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data.h - the curves of a run as data of the page's script. */
#ifndef LC_HTML_DATA_H
#define LC_HTML_DATA_H

#include "html/run.h"

/**
 * Write a script element of JSON, which page.js draws: the panels that a plot has, their series, and
 * what the findings mark.
 *
 *   in   most  records; of a longer run the least and greatest values of each stretch are kept
 *
 * Returns LC_OK; also with nothing written, where nothing can be drawn
 *         LC_E_NOMEM
 */
lc_status lc_html_data(lc_page *p, const lc_html_subject *s, size_t most, lc_error *err);

#endif
