/* SPDX-License-Identifier: GPL-3.0-or-later */
/* end_labels.c - the labels at the ends of the lines, and the gap between two of them. */
#include "plot/end_labels.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

#define END_LEADING 1.3
#define GAP_LEAST 4.5 /* [label sizes] between two ends to write their distance there */

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

static void add_arrow(lc_frame *frame, lc_arrow a)
{
    if (frame->arrow_n < LC_ARROWS_MAX)
        frame->arrow[frame->arrow_n++] = a;
}

/* Where the label of a curve wants to be. */
static double end_want(const lc_frame *frame, const lc_plot_curve *c)
{
    double end = lc_plot_curve_last(c);
    double y = isfinite(end) ? lc_frame_y(frame, end) : frame->box.bottom;
    return fmin(fmax(y, frame->box.bottom), frame->box.top);
}

/* Curves that have a label, from the lowest end to the highest; returns how many. */
static size_t sort_ends(const lc_figure *f, const lc_frame *frame, size_t order[LC_CURVES_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < frame->n; i++) {
        double want = end_want(frame, &frame->curve[i]);
        if (!frame->curve[i].label || (f->overlay && lc_figure_ends_early(f, &frame->curve[i])))
            continue;
        size_t j = n++;
        for (; j > 0 && end_want(frame, &frame->curve[order[j - 1]]) > want; j--)
            order[j] = order[j - 1];
        order[j] = i;
    }
    return n;
}

static bool put_end(lc_figure *f, lc_frame *frame, const lc_plot_curve *c, double at)
{
    double k = f->scale, want = end_want(frame, c);
    lc_label l = {.x = frame->box.right + f->end_offset,
                  .y = at,
                  .color = c->stroke.text,
                  .size = LC_SIZE_END * k,
                  .bold = true};
    if (fabs(want - at) > 0.4 * l.size)
        add_arrow(frame,
                  (lc_arrow){frame->box.right + 7 * k, want,
                             frame->box.right + f->end_offset - 5 * k, at, c->stroke.line, false});
    return lc_labels_add(&frame->labels, l, "%s", c->label);
}

static lc_status put_ends(lc_figure *f, lc_frame *frame, lc_error *err)
{
    size_t order[LC_CURVES_MAX] = {0}, n = sort_ends(f, frame, order);
    double at[LC_CURVES_MAX] = {0}, gap = LC_SIZE_END * f->scale * END_LEADING;
    for (size_t i = 0; i < n; i++)
        at[i] = end_want(frame, &frame->curve[order[i]]);
    lc_status st = lc_spread(at, n, gap, frame->box.bottom, frame->box.top, err);
    for (size_t i = 0; st == LC_OK && i < n; i++)
        if (!put_end(f, frame, &frame->curve[order[i]], at[i]))
            st = lc_error_nomem(err);
    return st;
}

/* The ratio of two losses at the end: what a finding about them says, so that plot and text show
 * one number, else that of the lines. */
static double found_ratio(const lc_figure *f, const lc_plot_curve *a, const lc_plot_curve *b)
{
    for (size_t i = 0; f->diagnosis && i < f->diagnosis->n; i++) {
        const lc_finding *d = &f->diagnosis->findings[i];
        bool same = d->series_n == 2 && d->series[0] == b->index && d->series[1] == a->index;
        for (size_t k = 0; same && k < d->evidence_n; k++)
            if (strcmp(d->evidence[k].name, "ratio_at_end") == 0)
                return d->evidence[k].value;
    }
    return b->end / a->end;
}

/* Whether two curves end at one place, or nearly: what is recorded of one is not compared with what
 * is forecast of the other. */
static bool end_together(const lc_figure *f, const lc_plot_curve *a, const lc_plot_curve *b)
{
    bool early = lc_figure_ends_early(f, a) || lc_figure_ends_early(f, b);
    return !a->forecast.n && !b->forecast.n && (!early || a->last_x == b->last_x);
}

/* The distance of a pair's ends, where there is room for it between their labels. */
static bool put_gap(lc_figure *f, lc_frame *frame)
{
    const lc_plot_curve *a = &frame->curve[0], *b = &frame->curve[1];
    if (frame->n != 2 || frame->gap.n == 0 || !end_together(f, a, b))
        return true;
    double k = f->scale, size = LC_SIZE_ANNOTATION * k;
    double low = fmin(end_want(frame, a), end_want(frame, b));
    double high = fmax(end_want(frame, a), end_want(frame, b));
    bool ratio = frame->panel->kind == LC_LOSS && a->end > 0 && b->end > 0;
    double gap = ratio ? found_ratio(f, a, b) : fabs(b->end - a->end);
    int digits = ratio && fabs(gap - 1) < 0.095 ? 3 : 2; /* x1.04, not x1 */
    if (!(high - low > GAP_LEAST * LC_SIZE_END * k) || !isfinite(gap) ||
        (ratio && fabs(gap - 1) < 0.005))
        return true;
    double pad = 0.65 * LC_SIZE_END * k;
    add_arrow(frame, (lc_arrow){frame->box.right + 16 * k, low + pad, frame->box.right + 16 * k,
                                high - pad, f->theme->muted, true});
    char text[LC_NUMBER_SIZE];
    lc_text_round(text, gap, digits);
    lc_label l = {.x = frame->box.right + f->end_offset,
                  .y = (low + high) / 2,
                  .color = f->theme->muted,
                  .size = size};
    return lc_labels_add(&frame->labels, l, ratio ? "gap \xC3\x97%s" : "gap %s", text);
}

lc_status lc_end_labels_put(lc_figure *f, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; st == LC_OK && i < f->n; i++) {
        st = put_ends(f, &f->frame[i], err);
        if (st == LC_OK && !put_gap(f, &f->frame[i]))
            st = lc_error_nomem(err);
    }
    return st;
}
