/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout.c - the size of the page, and the place of every panel on it. */
#include "plot/layout.h"

#include "plot/captions.h"
#include "plot/font.h"
#include "plot/page_text.h"
#include "plot/ranges.h"

#include <math.h>

#define WIDTH_USUAL 1600.0  /* [px] */
#define WIDTH_PLAIN 640.0   /* [px] a page wide */
#define HEIGHT_USUAL 1180.0 /* [px] of two panels and six findings, for the scale only */
#define WIDTH_LEAST 200.0
#define HEIGHT_LEAST 150.0
#define SIZE_MOST 16000.0 /* cairo ends at 32767; so much takes 1 GB already */
#define SCALE_LEAST 0.62  /* text of 10 px is the smallest that can be read */

/* Distances at scale 1 [px]. */
#define MARGIN_TOP 26.0
#define MARGIN_LEFT 30.0 /* beside the labels of the tics, */
#define LEFT_LEAST 100.0 /* which get so much at least; in a plain plot what they need */
#define LEFT_MOST 190.0
#define MARGIN_PLAIN 8.0 /* above, below and to the right of a plain plot */
#define MARGIN_RIGHT 24.0
#define MARGIN_BOTTOM 22.0
#define CAPTIONS_USUAL 250.0 /* of title, subtitle, axis and two findings */
#define PANEL_GAP 16.0
#define PANEL_HEAD 30.0   /* name of the panel, above it */
#define PANEL_LEAST 105.0 /* lower ones give way to fewer findings */
#define PANEL_BARE 40.0   /* no curve can be read in less */
#define TIC_LABELS 30.0   /* below a panel whose x tics have labels */
#define FOOT 70.0         /* the same and the name of the x axis, below the last row */
#define TIC_SPACING 58.0
#define X_TIC_SPACING 105.0
#define END_OFFSET 34.0 /* from the axis' end to the labels at the lines' ends */
#define END_OFFSET_PLAIN 20.0
#define PANELS_SHARE 0.36   /* of a given height: less, and findings give way */
#define END_SHARE 0.27      /* of a panel's width with its labels, at most, for the labels; */
#define END_SHARE_HALF 0.36 /* the same of half a page, and of a narrow one */

#define COLUMNS_FROM 4     /* panels that stand in two columns, the first one above both */
#define COLUMNS_WIDTH 1300 /* [px at scale 1] of a page that holds them */
#define NARROW 800         /* [px at scale 1] of a page that is a column of a paper, or less */

/* ---- size and scale ----------------------------------------------------------------- */

lc_status lc_layout_size(lc_figure *f, double usual, lc_error *err)
{
    double w = f->options->width, h = f->options->height, dots = f->options->density;
    if ((w != 0 && w < WIDTH_LEAST) || (h != 0 && h < HEIGHT_LEAST) || !(w <= SIZE_MOST) ||
        !(h <= SIZE_MOST) || !(fmax(w, h) * fmax(dots, 1) <= SIZE_MOST))
        return lc_error_set(err, LC_E_ARG, 0,
                            "a plot of %.0fx%.0f pixels: expected %.0fx%.0f to %.0fx%.0f", w, h,
                            WIDTH_LEAST, HEIGHT_LEAST, SIZE_MOST, SIZE_MOST);
    f->width = w > 0 ? w : usual > 0 ? usual : f->options->plain ? WIDTH_PLAIN : WIDTH_USUAL;
    f->height = h;
    double ratio = f->width / WIDTH_USUAL;
    if (h > 0 && !f->options->plain)
        ratio = fmin(ratio, h / HEIGHT_USUAL);
    f->scale = ratio >= 1 ? ratio : fmax(sqrt(ratio), SCALE_LEAST);
    return LC_OK;
}

/* ---- rows and columns ---------------------------------------------------------------- */

static bool is_wide(const lc_figure *f)
{
    return f->width / f->scale >= COLUMNS_WIDTH;
}

size_t lc_layout_panels_most(const lc_figure *f)
{
    if (f->height == 0)
        return LC_PANELS_MAX;
    double each = PANEL_LEAST + PANEL_HEAD + PANEL_GAP;
    double rows = fmax(floor((f->height / f->scale - CAPTIONS_USUAL) / each), 1);
    if (is_wide(f) && 2 * rows - 1 >= COLUMNS_FROM)
        rows = 2 * rows - 1;
    return (size_t)fmin(rows, LC_PANELS_MAX);
}

void lc_layout_grid(lc_figure *f)
{
    bool columns = f->n >= COLUMNS_FROM && is_wide(f);
    for (size_t i = 0; i < f->n; i++) {
        lc_frame *frame = &f->frame[i];
        bool alone = i == 0 || (i + 1 == f->n && i % 2 == 1);
        frame->row = columns ? (i + 1) / 2 : i;
        frame->place = !columns || alone ? LC_FULL_WIDTH : i % 2 ? LC_LEFT_HALF : LC_RIGHT_HALF;
        f->rows = frame->row + 1;
    }
}

/* A row's first panel tells its shape. */
static const lc_frame *row_frame(const lc_figure *f, size_t row)
{
    size_t i = 0;
    while (f->frame[i].row < row)
        i++;
    return &f->frame[i];
}

/* Labels stand below the last row, and below each one whose columns don't go on in the next. */
static bool has_tic_labels(const lc_figure *f, size_t row)
{
    return row + 1 == f->rows || (row_frame(f, row)->place == LC_FULL_WIDTH) !=
                                     (row_frame(f, row + 1)->place == LC_FULL_WIDTH);
}

double lc_layout_label_width(const lc_figure *f, const lc_frame *frame)
{
    if (frame->place != LC_FULL_WIDTH)
        return END_SHARE_HALF * f->width / 2;
    return (f->width / f->scale < NARROW ? END_SHARE_HALF : END_SHARE) * f->width;
}

static double margin(const lc_figure *f, double usual)
{
    return f->options->plain ? MARGIN_PLAIN : usual;
}

/* Width of the labels at the lines' ends in the panels that reach up to one edge. */
static double labels_width(const lc_figure *f, bool left_half)
{
    double widest = 0;
    for (size_t i = 0; i < f->n; i++) {
        const lc_frame *frame = &f->frame[i];
        for (size_t j = 0; j < frame->n && (frame->place == LC_LEFT_HALF) == left_half; j++) {
            const char *label = frame->curve[j].label;
            if (f->overlay && lc_figure_ends_early(f, &frame->curve[j]))
                continue; /* it stands in the panel */
            widest = fmax(widest, label ? lc_font_width(label, true) : 0);
        }
    }
    return widest * LC_SIZE_END * f->scale;
}

/* Width of the labels of y tics; the heights aren't known yet, so those of a usual panel. */
static double tics_width(const lc_figure *f)
{
    double widest = 0;
    for (size_t i = 0; i < f->n; i++) {
        lc_axis y = f->frame[i].y;
        lc_axis_tics(&y, 300, TIC_SPACING);
        for (size_t t = 0; t < y.tic_n; t++)
            widest = fmax(widest, lc_font_width(y.tic[t].text, false));
    }
    return widest * LC_SIZE_TIC * f->scale;
}

void lc_layout_margins(lc_figure *f)
{
    double k = f->scale;
    f->end_offset = (f->options->plain ? END_OFFSET_PLAIN : END_OFFSET) * k;
    double beside = f->end_offset + margin(f, MARGIN_RIGHT) * k;
    double least = f->options->plain ? 0 : LEFT_LEAST * k;
    f->left = fmin(fmax(tics_width(f) + MARGIN_LEFT * k, least), LEFT_MOST * k);
    f->right = f->width - labels_width(f, false) - beside;
    f->left_half_right = f->width / 2 - labels_width(f, true) - beside;
    f->right_half_left = f->width / 2 + f->left;
}

lc_status lc_layout_captions(lc_figure *f, lc_error *err)
{
    if (f->options->plain)
        return LC_OK;
    double full = f->width - f->left - margin(f, MARGIN_RIGHT) * f->scale;
    lc_status st = lc_captions_make(f, full, err);
    return st == LC_OK ? lc_captions_findings(f, lc_page_findings_width(f, full), err) : st;
}

/* ---- heights ------------------------------------------------------------------------- */

/* Height of everything but the panels themselves. */
static double fixed_height(const lc_figure *f)
{
    double h = margin(f, MARGIN_TOP) + FOOT - TIC_LABELS + margin(f, MARGIN_BOTTOM);
    for (size_t row = 0; row < f->rows; row++)
        h += PANEL_GAP + PANEL_HEAD + (has_tic_labels(f, row) ? TIC_LABELS : 0);
    return h * f->scale + lc_page_captions_height(f) + lc_page_findings_height(f);
}

/* Height that a row has on a page of its own choice [px at scale 1]. */
static double usual_height(const lc_figure *f, size_t row)
{
    const lc_frame *frame = row_frame(f, row);
    if (f->options->plain)
        return (f->n == 1 ? 0.56 : 0.4) * fmin(f->width, WIDTH_PLAIN) / f->scale;
    if (f->n == 1)
        return 540;
    if (row == 0)
        return f->n > 3 ? 340 : 430;
    if (frame->place != LC_FULL_WIDTH)
        return 240;
    return frame->panel->kind == LC_LEARNING_RATE ? 150 : f->n > 3 ? 215 : 300;
}

static double usual_heights(const lc_figure *f)
{
    double sum = 0;
    for (size_t row = 0; row < f->rows; row++)
        sum += usual_height(f, row);
    return sum;
}

static lc_status set_height(lc_figure *f, lc_error *err)
{
    double rows = (double)f->rows;
    if (f->height == 0) {
        f->height = ceil((fixed_height(f) + usual_heights(f) * f->scale) / 2) * 2;
        return LC_OK;
    }
    double least = fmax(rows * PANEL_LEAST * f->scale, PANELS_SHARE * f->height);
    while (f->shown && f->height - fixed_height(f) < least)
        f->shown--;
    if (f->height - fixed_height(f) < PANEL_BARE * f->scale * rows)
        return lc_error_set(err, LC_E_ARG, 0, "%.0f pixels are not high enough for this plot",
                            f->height);
    return LC_OK;
}

/* ---- from top to bottom -------------------------------------------------------------- */

/* A panel whose top is at `top`, and its tics. */
static void put_box(lc_figure *f, lc_frame *frame, double top, double height)
{
    double k = f->scale, left = frame->place == LC_RIGHT_HALF ? f->right_half_left : f->left;
    double right = frame->place == LC_LEFT_HALF ? f->left_half_right : f->right;
    frame->box = (lc_box){left, right, top - height, top};
    frame->x = f->x;
    lc_ranges_make_room(frame, height, k);
    frame->tic_labels = has_tic_labels(f, frame->row);
    lc_axis_tics(&frame->x, right - left, X_TIC_SPACING * k);
    lc_axis_tics(&frame->y, height, fmax(fmin(TIC_SPACING * k, height / 3.5), 24 * k));
}

static bool put_panels(lc_figure *f, double *y)
{
    double k = f->scale, per_usual = (f->height - fixed_height(f)) / usual_heights(f);
    for (size_t row = 0, i = 0; row < f->rows; row++) {
        double height = per_usual * usual_height(f, row);
        *y -= (PANEL_GAP + PANEL_HEAD) * k;
        for (; i < f->n && f->frame[i].row == row; i++) {
            put_box(f, &f->frame[i], *y, height);
            if (!lc_page_head(f, &f->frame[i], *y + PANEL_HEAD * k * 0.55))
                return false;
        }
        *y -= height + (has_tic_labels(f, row) ? TIC_LABELS * k : 0);
    }
    *y -= (FOOT - TIC_LABELS) * k;
    return lc_page_x_name(f, *y + 14 * k);
}

lc_status lc_layout_page(lc_figure *f, lc_error *err)
{
    lc_status st = set_height(f, err);
    double y = f->height - margin(f, MARGIN_TOP) * f->scale;
    if (st != LC_OK)
        return st;
    if (!lc_page_captions(f, &y) || !put_panels(f, &y) || !lc_page_findings(f, &y))
        return lc_error_nomem(err);
    return LC_OK;
}
