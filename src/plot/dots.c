/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dots.c - a raster of dots, several to a character. */
#include "plot/dots.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

/* Dots of a character: by column and row from its upper left, which bit each one is. */
static const struct {
    size_t width, height;
    unsigned char bit[4][2];
} shapes[] = {
    [LC_CELLS_BRAILLE] = {2, 4, {{1, 8}, {2, 16}, {4, 32}, {64, 128}}},
    [LC_CELLS_BLOCK] = {2, 2, {{1, 2}, {4, 8}}},
    [LC_CELLS_ASCII] = {1, 2, {{1}, {2}}},
};

lc_status lc_dots_init(lc_dots *d, lc_cells cells, size_t columns, size_t rows, lc_error *err)
{
    *d = (lc_dots){.cells = cells,
                   .columns = columns,
                   .rows = rows,
                   .width = columns * shapes[cells].width,
                   .height = rows * shapes[cells].height};
    d->bits = lc_mem_resize(NULL, columns * rows, 2);
    if (!d->bits)
        return lc_error_nomem(err);
    d->color = d->bits + columns * rows;
    memset(d->bits, 0, 2 * columns * rows);
    return LC_OK;
}

void lc_dots_free(lc_dots *d)
{
    lc_mem_free(d->bits);
    *d = (lc_dots){.columns = 0};
}

static void set(lc_dots *d, double x, double y, unsigned char color)
{
    if (!(x >= 0 && x < (double)d->width && y >= 0 && y < (double)d->height))
        return;
    size_t w = shapes[d->cells].width, h = shapes[d->cells].height;
    size_t column = (size_t)x, row = d->height - 1 - (size_t)y;
    size_t cell = row / h * d->columns + column / w;
    d->bits[cell] |= shapes[d->cells].bit[row % h][column % w];
    d->color[cell] = color;
}

void lc_dots_line(lc_dots *d, double x0, double y0, double x1, double y1, unsigned char color)
{
    double far = 4 * (double)d->height; /* a line that leaves steeply needs no more of it */
    y0 = fmin(fmax(y0, -far), 2 * far);
    y1 = fmin(fmax(y1, -far), 2 * far);
    double steps = ceil(fmax(fabs(x1 - x0), fabs(y1 - y0)));
    if (!(steps <= 20 * (far + (double)d->width)))
        return;
    for (double i = 0, n = steps > 0 ? steps : 1; i <= n; i += 1)
        set(d, x0 + (x1 - x0) * (i / n), y0 + (y1 - y0) * (i / n), color);
}

const char *lc_dots_text(const lc_dots *d, size_t column, size_t row, char room[4])
{
    static const char *const blocks[] = {" ",
                                         "\xE2\x96\x98",
                                         "\xE2\x96\x9D",
                                         "\xE2\x96\x80",
                                         "\xE2\x96\x96",
                                         "\xE2\x96\x8C",
                                         "\xE2\x96\x9E",
                                         "\xE2\x96\x9B",
                                         "\xE2\x96\x97",
                                         "\xE2\x96\x9A",
                                         "\xE2\x96\x90",
                                         "\xE2\x96\x9C",
                                         "\xE2\x96\x84",
                                         "\xE2\x96\x99",
                                         "\xE2\x96\x9F",
                                         "\xE2\x96\x88"};
    static const char *const ascii[] = {" ", "'", ".", ":"};
    unsigned bits = d->bits[row * d->columns + column];
    if (bits == 0)
        return " ";
    if (d->cells == LC_CELLS_BLOCK)
        return blocks[bits];
    if (d->cells == LC_CELLS_ASCII)
        return ascii[bits];
    room[0] = '\xE2'; /* U+2800 and the bits */
    room[1] = (char)(0xA0 | bits >> 6);
    room[2] = (char)(0x80 | (bits & 63));
    room[3] = '\0';
    return room;
}
