/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quote.h - text from strangers, written so that gnuplot can only draw it. */
#ifndef LC_PLOT_QUOTE_H
#define LC_PLOT_QUOTE_H

#include "base/error.h"

/* A copy that is safe to draw: lc_text_clean, and what would break an SVG, where gnuplot leaves
 * '>' as it is: "]]>" becomes "]] >", and the characters that XML lacks, U+FFFE and U+FFFF, become
 * U+FFFD. NULL when memory is out; lc_mem_free. */
char *lc_plot_clean(const char *text, size_t n);

/* The same for LaTeX, in which '$' and the like are only characters, and the signs that plots use
 * beyond ASCII are known. NULL when memory is out; lc_mem_free. */
char *lc_plot_latex(const char *text);

/**
 * Write bytes as one gnuplot string literal that stands for their cleaned text (lc_plot_clean).
 *
 * In double quotes gnuplot runs `commands` in backticks and reads escapes; a backslash before
 * each backslash, quote and backtick makes any clean text inert. Enhanced text mode would still
 * change it: whoever draws it says `noenhanced`.
 *
 *   in   text[n]  any bytes
 *
 * Returns LC_OK (the stream has its own error mark)
 *         LC_E_NOMEM  nothing was written
 * Checked in tests/unit/test_quote.c with random bytes through gnuplot itself.
 */
lc_status lc_plot_quote(FILE *out, const char *text, size_t n, lc_error *err);

/**
 * Write a file's name as one gnuplot string literal that opens this file and nothing else.
 *
 * gnuplot would run "| command" and "< command" as names of files; a relative name therefore
 * starts with "./". Bytes above 127 go in as they are.
 *
 * Returns LC_OK
 *         LC_E_ARG  the name is empty or has control characters, which no script should hold
 */
lc_status lc_plot_quote_path(FILE *out, const char *path, lc_error *err);

#endif
