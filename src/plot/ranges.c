/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranges.c - findings over a range of x. */
#include "plot/ranges.h"

#include <math.h>

#define FOOT 3.0 /* [px at scale 1] from the axis to the lowest bar */
#define HEIGHT 6.0
#define ROW 9.0        /* from one bar to the next */
#define EXPLAINED 0.55 /* opacity, where another finding explains it */
#define WEIGHT 2       /* of a bar, for labels that look for room */
#define MOST 0.5       /* of a panel's height: more rows than that have no room of their own */

static bool share_columns(const lc_range *a, const lc_range *b)
{
    return fmin(a->to, b->to) > fmax(a->from, b->from);
}

static void add(lc_frame *frame, lc_range r)
{
    if (frame->range_n == LC_RANGES_MAX)
        return;
    for (size_t i = 0; i < frame->range_n; i++)
        if (frame->range[i].row == r.row && share_columns(&frame->range[i], &r)) {
            r.row++;
            i = (size_t)-1; /* the next row may be taken as well */
        }
    frame->range[frame->range_n++] = r;
}

void lc_ranges_add(lc_figure *f)
{
    size_t n = f->diagnosis && !f->options->plain ? f->diagnosis->n : 0;
    for (size_t i = 0; i < n && i < LC_BADGES_MAX; i++) {
        const lc_finding *finding = &f->diagnosis->findings[i];
        const lc_plot_curve *c = NULL;
        lc_frame *frame =
            finding->mark == LC_MARK_RANGE ? lc_figure_frame_of_finding(f, finding, &c) : NULL;
        if (!frame)
            continue;
        lc_range r = {
            .finding = i, .color = c->stroke.line, .alpha = finding->explained_by ? EXPLAINED : 1};
        lc_figure_clamp(f, finding, &r.from, &r.to);
        add(frame, r);
    }
}

double lc_ranges_height(const lc_frame *frame)
{
    size_t rows = 0;
    for (size_t i = 0; i < frame->range_n; i++)
        rows = frame->range[i].row + 1 > rows ? frame->range[i].row + 1 : rows;
    return rows ? FOOT + ROW * (double)rows : 0;
}

void lc_ranges_make_room(lc_frame *frame, double pixels, double scale)
{
    double share = fmin(lc_ranges_height(frame) * scale / pixels, MOST);
    if (share > 0)
        lc_axis_lower(&frame->y, share);
}

void lc_ranges_place(lc_figure *f)
{
    for (size_t i = 0; i < f->n; i++) {
        lc_frame *frame = &f->frame[i];
        size_t kept = 0;
        for (size_t j = 0; j < frame->range_n; j++) {
            lc_range r = frame->range[j];
            if (r.finding >= f->shown)
                continue;
            r.y = frame->box.bottom + (FOOT + (double)r.row * ROW) * f->scale;
            r.height = HEIGHT * f->scale;
            lc_box bar = {lc_frame_x(frame, r.from), lc_frame_x(frame, r.to), r.y, r.y + r.height};
            lc_occupancy_fill(&frame->occupied, bar, WEIGHT);
            frame->range[kept++] = r;
        }
        frame->range_n = kept;
    }
}
