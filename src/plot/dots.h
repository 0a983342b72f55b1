/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dots.h - a raster of dots, several to a character, for drawing on terminals. */
#ifndef LC_PLOT_DOTS_H
#define LC_PLOT_DOTS_H

#include "base/error.h"

typedef struct lc_dots {
    lc_cells cells;
    size_t columns, rows; /* [characters] */
    size_t width, height; /* [dots] */
    unsigned char *bits;  /* of each character, row by row */
    unsigned char *color; /* of the last dot that was set in it */
} lc_dots;

/* A blank raster; NULL-safe to free. LC_OK or LC_E_NOMEM. */
lc_status lc_dots_init(lc_dots *d, lc_cells cells, size_t columns, size_t rows, lc_error *err);
void lc_dots_free(lc_dots *d);

/* Draw a line between two points [dots], y upwards from 0; what is outside is left out. */
void lc_dots_line(lc_dots *d, double x0, double y0, double x1, double y1, unsigned char color);

/* The character at a column and row (0 is the top) as UTF-8; a blank where nothing is. */
const char *lc_dots_text(const lc_dots *d, size_t column, size_t row, char room[4]);

#endif
