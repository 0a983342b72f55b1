/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assets.h - style and script of every page (page.css, page.js and uPlot), and of those of several runs
 * (runs.css, runs.js), which scripts/embed makes C of. Their hashes are those of a
 * Content-Security-Policy: "sha256-...". */
#ifndef LC_HTML_ASSETS_H
#define LC_HTML_ASSETS_H

#include <stddef.h>

extern const char lc_html_style[], lc_html_style_hash[], lc_html_script[], lc_html_script_hash[];
extern const char lc_html_runs_style[], lc_html_runs_style_hash[];
extern const char lc_html_runs_script[], lc_html_runs_script_hash[];
extern const size_t lc_html_style_size, lc_html_script_size;
extern const size_t lc_html_runs_style_size, lc_html_runs_script_size;

#endif
