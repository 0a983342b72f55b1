/* SPDX-License-Identifier: GPL-3.0-or-later */
/* font.h - how wide a text will be, so that lines break and labels part before gnuplot runs. */
#ifndef LC_PLOT_FONT_H
#define LC_PLOT_FONT_H

#include "base/text.h"

/* The face that the advances below belong to. A stand-in for it is rarely wider. */
#define LC_FONT_FACE "DejaVu Sans"

/* Width of clean text [em: multiples of the font's size]; exact for ASCII, else a good guess. */
double lc_font_width(const char *clean, bool bold);

/**
 * Break clean text into lines of at most `em` width, at blanks, or within a word that is longer
 * than a line.
 *
 *   out  lines      appended to; with `max_lines` > 0 the last one may end in an ellipsis
 *   in   max_lines  0: as many as it takes
 *
 * Returns false when memory is out.
 */
bool lc_font_wrap(lc_texts *lines, const char *clean, bool bold, double em, size_t max_lines);

/* A copy of clean text that is at most `em` wide: its middle gives way to an ellipsis. NULL when
 * memory is out. */
char *lc_font_elide(const char *clean, bool bold, double em);

#endif
