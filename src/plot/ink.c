/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ink.c - where a panel is drawn on already, and where there is room for a label. */
#include "plot/ink.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

#define CELL 4.0       /* [px] edge of a cell: about the width of a bold line */
#define STEP 6.0       /* [px] between two places that are tried */
#define HIDE_COST 40.0 /* [px per cell and weight] how far a label goes to hide nothing */

lc_status lc_ink_init(lc_ink *ink, lc_box box, lc_error *err)
{
    *ink = (lc_ink){.box = box};
    ink->columns = (size_t)ceil((box.right - box.left) / CELL) + 1;
    ink->rows = (size_t)ceil((box.top - box.bottom) / CELL) + 1;
    ink->cell = lc_mem_resize(NULL, ink->columns * ink->rows, 1);
    if (!ink->cell)
        return lc_error_nomem(err);
    memset(ink->cell, 0, ink->columns * ink->rows);
    return LC_OK;
}

void lc_ink_free(lc_ink *ink)
{
    lc_mem_free(ink->cell);
    *ink = (lc_ink){0};
}

/* Cell that a coordinate falls into, clamped to 0 .. n - 1. */
static size_t cell_of(double at, double start, size_t n)
{
    double c = floor((at - start) / CELL);
    if (!(c > 0))
        return 0;
    return c < (double)n ? (size_t)c : n - 1;
}

static void dot(lc_ink *ink, double x, double y, unsigned char weight)
{
    const lc_box *b = &ink->box;
    if (!(x >= b->left && x <= b->right && y >= b->bottom && y <= b->top))
        return;
    unsigned char *c = &ink->cell[cell_of(y, b->bottom, ink->rows) * ink->columns +
                                  cell_of(x, b->left, ink->columns)];
    if (*c < weight)
        *c = weight;
}

void lc_ink_line(lc_ink *ink, double x0, double y0, double x1, double y1, unsigned char weight)
{
    double reach = (ink->box.top - ink->box.bottom) + (ink->box.right - ink->box.left);
    double length = fmax(fabs(x1 - x0), fabs(y1 - y0));
    if (!(length < 100 * reach)) { /* it leaves the panel steeply; its ends are what shows */
        dot(ink, x0, y0, weight);
        dot(ink, x1, y1, weight);
        return;
    }
    int steps = (int)(length / (CELL / 2)) + 1;
    for (int i = 0; i <= steps; i++) {
        double t = (double)i / steps;
        dot(ink, x0 + t * (x1 - x0), y0 + t * (y1 - y0), weight);
    }
}

void lc_ink_fill(lc_ink *ink, lc_box box, unsigned char weight)
{
    for (double y = box.bottom; y <= box.top; y += CELL / 2) {
        for (double x = box.left; x <= box.right; x += CELL / 2)
            dot(ink, x, y, weight);
    }
}

/* Sum of the weights under a box. */
static double hidden(const lc_ink *ink, lc_box box)
{
    size_t left = cell_of(box.left, ink->box.left, ink->columns);
    size_t right = cell_of(box.right, ink->box.left, ink->columns);
    size_t bottom = cell_of(box.bottom, ink->box.bottom, ink->rows);
    size_t top = cell_of(box.top, ink->box.bottom, ink->rows);
    double sum = 0;
    for (size_t r = bottom; r <= top; r++) {
        for (size_t c = left; c <= right; c++)
            sum += ink->cell[r * ink->columns + c];
    }
    return sum;
}

static lc_box around(double x, double y, double width, double height)
{
    return (lc_box){x - width / 2, x + width / 2, y - height / 2, y + height / 2};
}

/* Where the centre of a label may lie, so that all of it is within the panel. */
static lc_box clamp_reach(const lc_ink *ink, double width, double height, lc_box reach)
{
    lc_box in = {ink->box.left + width / 2, ink->box.right - width / 2,
                 ink->box.bottom + height / 2, ink->box.top - height / 2};
    lc_box out = {fmax(in.left, reach.left), fmin(in.right, reach.right),
                  fmax(in.bottom, reach.bottom), fmin(in.top, reach.top)};
    if (out.left > out.right)
        out.left = out.right = fmin(fmax((reach.left + reach.right) / 2, in.left), in.right);
    if (out.bottom > out.top)
        out.bottom = out.top = fmin(fmax((reach.bottom + reach.top) / 2, in.bottom), in.top);
    return out;
}

void lc_ink_place(lc_ink *ink, double *x, double *y, double width, double height, lc_box reach)
{
    lc_box in = clamp_reach(ink, width, height, reach);
    double want_x = fmin(fmax(*x, in.left), in.right), want_y = fmin(fmax(*y, in.bottom), in.top);
    double best = INFINITY;
    long across = (long)((in.right - in.left) / STEP) + 1;
    long up = (long)((in.top - in.bottom) / STEP) + 1;
    *x = want_x;
    *y = want_y;
    for (long i = -across; i <= across; i++) {
        for (long j = -up; j <= up; j++) {
            double cx = want_x + (double)i * STEP, cy = want_y + (double)j * STEP;
            double cost = hypot(cx - want_x, cy - want_y);
            bool outside = cx < in.left || cx > in.right || cy < in.bottom || cy > in.top;
            if (outside || cost >= best)
                continue;
            cost += HIDE_COST * hidden(ink, around(cx, cy, width, height));
            if (cost >= best)
                continue;
            best = cost;
            *x = cx;
            *y = cy;
        }
    }
    lc_ink_fill(ink, around(*x, *y, width, height), 4);
}

/* Neighbours that touch move as one block. */
typedef struct block {
    double sum; /* of where its members want the block's first one */
    size_t n;
} block;

static double mean_of(const block *b)
{
    return b->sum / (double)b->n;
}

lc_status lc_spread(double *at, size_t n, double gap, double lo, double hi, lc_error *err)
{
    if (n == 0)
        return LC_OK;
    if (gap * (double)(n - 1) > hi - lo)
        gap = (hi - lo) / (double)(n - 1);
    block *blocks = lc_mem_resize(NULL, n, sizeof *blocks);
    if (!blocks)
        return lc_error_nomem(err);
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        block b = {at[i] - (double)i * gap, 1};
        for (; used && mean_of(&blocks[used - 1]) > mean_of(&b); used--) {
            b.sum += blocks[used - 1].sum;
            b.n += blocks[used - 1].n;
        }
        blocks[used++] = b;
    }
    double most = hi - (double)(n - 1) * gap; /* for the first of all, when all are packed */
    for (size_t b = 0, i = 0; b < used; b++) {
        double first = fmin(fmax(mean_of(&blocks[b]), lo), most);
        for (size_t k = 0; k < blocks[b].n; k++, i++)
            at[i] = first + (double)i * gap;
    }
    lc_mem_free(blocks);
    return LC_OK;
}
