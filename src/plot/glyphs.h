/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glyphs.h - characters that no font of this machine has: gnuplot would draw boxes over the page. */
#ifndef LC_PLOT_GLYPHS_H
#define LC_PLOT_GLYPHS_H

#include "base/error.h"

#define LC_GLYPHS_MAX 512

typedef struct lc_glyphs {
    size_t n;
    int32_t missing[LC_GLYPHS_MAX]; /* code points, as they come in the texts */
    bool all;                       /* there are more: all of them count as missing */
} lc_glyphs;

/**
 * Ask fontconfig which characters of the texts that a plot may show have no font.
 *
 *   out  glyphs
 *   in   options  may be NULL
 *
 * Without fontconfig's fc-list nothing but Latin counts as there. LC_OK, LC_E_IO or LC_E_NOMEM.
 */
lc_status lc_glyphs_find(lc_glyphs *glyphs, const lc_run *run, const lc_plot_options *options,
                         lc_error *err);

/* A copy of clean text in which a white square stands for each row of missing characters; `glyphs`
 * may be NULL. NULL when memory is out. */
char *lc_glyphs_replace(const lc_glyphs *glyphs, const char *clean);

/* The Debian package whose fonts have the first missing character; NULL when none is missing. */
const char *lc_glyphs_package(const lc_glyphs *glyphs);

#endif
