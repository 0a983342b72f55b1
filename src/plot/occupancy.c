/* SPDX-License-Identifier: GPL-3.0-or-later */
/* occupancy.c - where a panel is drawn on already, and where there is room for a label. */
#include "plot/occupancy.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

#define CELL 4.0       /* [px] edge of a cell: about the width of a bold line */
#define STEP 6.0       /* [px] between two places that are tried */
#define HIDE_COST 40.0 /* [px per cell and weight] how far a label goes to hide nothing */

lc_status lc_occupancy_init(lc_occupancy *grid, lc_box box, lc_error *err)
{
    *grid = (lc_occupancy){.box = box};
    grid->columns = (size_t)ceil((box.right - box.left) / CELL) + 1;
    grid->rows = (size_t)ceil((box.top - box.bottom) / CELL) + 1;
    grid->cell = lc_mem_resize(NULL, grid->columns * grid->rows, 1);
    if (!grid->cell)
        return lc_error_nomem(err);
    memset(grid->cell, 0, grid->columns * grid->rows);
    return LC_OK;
}

void lc_occupancy_free(lc_occupancy *grid)
{
    lc_mem_free(grid->cell);
    *grid = (lc_occupancy){0};
}

/* Cell that a coordinate falls into, clamped to 0 .. n - 1. */
static size_t cell_of(double at, double start, size_t n)
{
    double c = floor((at - start) / CELL);
    if (!(c > 0))
        return 0;
    return c < (double)n ? (size_t)c : n - 1;
}

static void dot(lc_occupancy *grid, double x, double y, unsigned char weight)
{
    const lc_box *b = &grid->box;
    if (!(x >= b->left && x <= b->right && y >= b->bottom && y <= b->top))
        return;
    unsigned char *c = &grid->cell[cell_of(y, b->bottom, grid->rows) * grid->columns +
                                   cell_of(x, b->left, grid->columns)];
    if (*c < weight)
        *c = weight;
}

void lc_occupancy_line(lc_occupancy *grid, double x0, double y0, double x1, double y1,
                       unsigned char weight)
{
    double reach = (grid->box.top - grid->box.bottom) + (grid->box.right - grid->box.left);
    double length = fmax(fabs(x1 - x0), fabs(y1 - y0));
    if (!(length < 100 * reach)) { /* it leaves the panel steeply; its ends are what shows */
        dot(grid, x0, y0, weight);
        dot(grid, x1, y1, weight);
        return;
    }
    int steps = (int)(length / (CELL / 2)) + 1;
    for (int i = 0; i <= steps; i++) {
        double t = (double)i / steps;
        dot(grid, x0 + t * (x1 - x0), y0 + t * (y1 - y0), weight);
    }
}

void lc_occupancy_fill(lc_occupancy *grid, lc_box box, unsigned char weight)
{
    const lc_box *b = &grid->box;
    if (!(box.right >= b->left && box.left <= b->right && box.top >= b->bottom &&
          box.bottom <= b->top))
        return;
    size_t left = cell_of(box.left, b->left, grid->columns);
    size_t right = cell_of(box.right, b->left, grid->columns);
    size_t bottom = cell_of(box.bottom, b->bottom, grid->rows);
    size_t top = cell_of(box.top, b->bottom, grid->rows);
    for (size_t r = bottom; r <= top; r++) {
        for (size_t c = left; c <= right; c++) {
            unsigned char *cell = &grid->cell[r * grid->columns + c];
            *cell = *cell < weight ? weight : *cell;
        }
    }
}

/* Sum of the weights under a box. */
static double hidden(const lc_occupancy *grid, lc_box box)
{
    size_t left = cell_of(box.left, grid->box.left, grid->columns);
    size_t right = cell_of(box.right, grid->box.left, grid->columns);
    size_t bottom = cell_of(box.bottom, grid->box.bottom, grid->rows);
    size_t top = cell_of(box.top, grid->box.bottom, grid->rows);
    double sum = 0;
    for (size_t r = bottom; r <= top; r++) {
        for (size_t c = left; c <= right; c++)
            sum += grid->cell[r * grid->columns + c];
    }
    return sum;
}

static lc_box around(double x, double y, double width, double height)
{
    return (lc_box){x - width / 2, x + width / 2, y - height / 2, y + height / 2};
}

/* Where the centre of a label may lie, so that all of it is within the panel. */
static lc_box clamp_reach(const lc_occupancy *grid, double width, double height, lc_box reach)
{
    lc_box in = {grid->box.left + width / 2, grid->box.right - width / 2,
                 grid->box.bottom + height / 2, grid->box.top - height / 2};
    lc_box out = {fmax(in.left, reach.left), fmin(in.right, reach.right),
                  fmax(in.bottom, reach.bottom), fmin(in.top, reach.top)};
    if (out.left > out.right)
        out.left = out.right = fmin(fmax((reach.left + reach.right) / 2, in.left), in.right);
    if (out.bottom > out.top)
        out.bottom = out.top = fmin(fmax((reach.bottom + reach.top) / 2, in.bottom), in.top);
    return out;
}

void lc_occupancy_place(lc_occupancy *grid, double *x, double *y, double width, double height,
                        lc_box reach)
{
    lc_box in = clamp_reach(grid, width, height, reach);
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
            cost += HIDE_COST * hidden(grid, around(cx, cy, width, height));
            if (cost >= best)
                continue;
            best = cost;
            *x = cx;
            *y = cy;
        }
    }
    lc_occupancy_fill(grid, around(*x, *y, width, height), 4);
}
