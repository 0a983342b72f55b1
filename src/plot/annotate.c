/* SPDX-License-Identifier: GPL-3.0-or-later */
/* annotate.c - how findings, the best value and values off the scale are marked in the panels. */
#include "plot/annotate.h"

#include "base/mem.h"
#include "plot/captions.h"
#include "plot/font.h"
#include "plot/ranges.h"
#include "plot/scatter_band.h"

#include <math.h>
#include <string.h>

#define DASH "\xE2\x80\x93"
#define PLUS_MINUS "\xC2\xB1"
#define TIMES "\xC3\x97"
#define LINE_WEIGHT 2 /* weights of what a label would hide */
#define FAINT_WEIGHT 1
#define PADDING 6.0       /* [px at scale 1] about a label */
#define BADGE_OFFSET 30.0 /* [px at scale 1] from a curve to its badge */
#define BEST_OFFSET 22.0  /* [px at scale 1] from the ring of the best value to its label */
#define OVERHANG 0.35     /* of a label's width, beyond its range, to keep off a line */
#define RANGE_LABEL 12.0  /* from the bars to the middle of a label */

/* A label in a panel before its place is found. */
typedef struct annotation {
    double x, y;  /* [px] where its centre is wanted */
    lc_box reach; /* [px] where it may be */
    const char *color;
    char *text;            /* taken over */
    const lc_badge *badge; /* at its left end, or NULL */
} annotation;

static void add_badge(lc_frame *frame, lc_badge badge, double x, double y)
{
    if (frame->badge_n == LC_BADGES_MAX)
        return;
    badge.x = x;
    badge.y = y;
    frame->badge[frame->badge_n++] = badge;
}

/* Find room for a label and put it there; its badge, if any, goes to the left of the text. */
static bool place(lc_figure *f, lc_frame *frame, annotation n)
{
    if (!n.text)
        return false;
    double k = f->scale, size = LC_SIZE_ANNOTATION * k,
           lead = n.badge ? 2.5 * LC_BADGE_RADIUS * k : 0;
    double width = lc_font_width(n.text, false) * size + lead;
    double height = n.badge ? 2 * LC_BADGE_RADIUS * k : size;
    double x = n.x, y = n.y;
    lc_occupancy_place(&frame->occupied, &x, &y, width + 2 * PADDING * k, height + PADDING * k,
                       n.reach);
    lc_label at = {.x = x - width / 2 + lead, .y = y, .color = n.color, .size = size};
    bool ok = lc_labels_add(&frame->labels, at, "%s", n.text);
    if (n.badge)
        add_badge(frame, *n.badge, x - width / 2 + LC_BADGE_RADIUS * k, y);
    lc_mem_free(n.text);
    return ok;
}

/* ---- what lies in a panel already ---------------------------------------------------- */

static void occupy_line(lc_frame *frame, const lc_points *points, unsigned char weight)
{
    for (size_t i = 1; i < points->n; i++) {
        const lc_point *a = &points->point[i - 1], *b = &points->point[i];
        if (isfinite(a->y) && isfinite(b->y))
            lc_occupancy_line(&frame->occupied, lc_frame_x(frame, a->x), lc_frame_y(frame, a->y),
                              lc_frame_x(frame, b->x), lc_frame_y(frame, b->y), weight);
    }
}

/* Recorded points are drawn as discs where they are few. */
static void occupy_markers(const lc_figure *f, lc_frame *frame, const lc_plot_curve *c)
{
    const lc_points *points = &c->raw;
    double r = 6 * f->scale;
    for (size_t i = 0; c->smooth.n == 0 && points->n < LC_FEW_RECORDS && i < points->n; i++) {
        double x = lc_frame_x(frame, points->point[i].x), y = lc_frame_y(frame, points->point[i].y);
        if (isfinite(y))
            lc_occupancy_fill(&frame->occupied, (lc_box){x - r, x + r, y - r, y + r}, LINE_WEIGHT);
    }
}

static lc_status occupy_frame(const lc_figure *f, lc_frame *frame, lc_error *err)
{
    lc_status st = lc_occupancy_init(&frame->occupied, frame->box, err);
    for (size_t j = 0; st == LC_OK && j < frame->n; j++) {
        const lc_plot_curve *c = &frame->curve[j];
        occupy_markers(f, frame, c);
        occupy_line(frame, &c->raw, c->smooth.n ? FAINT_WEIGHT : LINE_WEIGHT);
        occupy_line(frame, &c->smooth, LINE_WEIGHT);
    }
    double x = lc_frame_x(frame, f->best.x);
    if (st == LC_OK && f->best.known && !f->overlay)
        lc_occupancy_line(&frame->occupied, x, frame->box.bottom, x, frame->box.top, LINE_WEIGHT);
    return st;
}

/* ---- the best value ------------------------------------------------------------------ */

/* Along the dashed line of one run's best; of several, the value, below or above its ring. */
static char *best_text(const lc_figure *f)
{
    char x[LC_NUMBER_SIZE], value[LC_NUMBER_SIZE];
    const lc_series *s = &f->run->series[f->best.series];
    lc_captions_x(x, f->best.x);
    lc_captions_value(value, s, f->best.y);
    if (f->overlay)
        return lc_text_format("best %s%s at %s %s", value, s->percent ? " %" : "",
                              lc_captions_axis(f->run), x);
    return lc_text_format("best %s %s", lc_captions_axis(f->run), x);
}

static bool annotate_best(lc_figure *f)
{
    if (!f->best.known)
        return true;
    const lc_plot_curve *c;
    lc_frame *frame = lc_figure_frame_of(f, f->best.series, &c);
    if (!frame)
        return true;
    annotation n = {.color = f->overlay ? c->stroke.text : f->theme->best_text,
                    .text = best_text(f)};
    double k = f->scale, at = lc_frame_x(frame, f->best.x), off = BEST_OFFSET * k;
    double half =
        n.text ? lc_font_width(n.text, false) * LC_SIZE_ANNOTATION * k / 2 + 2 * PADDING * k : 0;
    bool right = at + 2 * half < frame->box.right;
    n.x = f->overlay ? at : right ? at + half : at - half;
    n.y = !f->overlay ? frame->box.top
                      : lc_frame_y(frame, f->best.y) +
                            (c->series->metric.better == LC_LOWER_IS_BETTER ? -off : off);
    n.reach = (lc_box){at - half, at + half, frame->box.bottom, frame->box.top};
    return place(f, frame, n);
}

/* ---- values that no line can show ---------------------------------------------------- */

static char *off_scale_text(const lc_plot_curve *c, lc_off_scale kind, const char *axis, bool log)
{
    size_t n = c->off_scale_n[kind];
    char far[LC_NUMBER_SIZE], x[LC_NUMBER_SIZE];
    lc_text_round(far, c->off_scale_extreme[kind], 3);
    lc_captions_x(x, c->off_scale[kind].point[0].x);
    if (kind == LC_OFF_SCALE_NAN && n == 1)
        return lc_text_format("NaN at %s %s", axis, x);
    if (kind == LC_OFF_SCALE_NAN)
        return lc_text_format("%zu " TIMES " NaN from %s %s", n, axis, x);
    if (n == 1)
        return lc_text_format("%s at %s %s", far, axis, x);
    if (kind == LC_OFF_SCALE_LOW && log && c->off_scale_extreme[kind] <= 0)
        return lc_text_format("%zu values off the log scale, to %s", n, far);
    return lc_text_format("%zu values off the scale, to %s", n, far);
}

static bool annotate_off_scale_kind(lc_figure *f, lc_frame *frame, size_t j, lc_off_scale kind)
{
    const lc_plot_curve *c = &frame->curve[j];
    if (c->off_scale_n[kind] == 0 || !c->label)
        return true;
    annotation n = {.color = c->stroke.text,
                    .reach = frame->box,
                    .x = lc_frame_x(frame, c->off_scale[kind].point[0].x),
                    .y = lc_frame_off_scale_y(f, frame, j, kind),
                    .text = off_scale_text(c, kind, lc_captions_axis(f->run), frame->y.log)};
    n.x += n.text ? lc_font_width(n.text, false) * LC_SIZE_ANNOTATION * f->scale / 2 + 14 * f->scale
                  : 0;
    return place(f, frame, n);
}

static void occupy_off_scale(const lc_figure *f, lc_frame *frame, size_t j)
{
    const lc_plot_curve *c = &frame->curve[j];
    double r = 9 * f->scale;
    for (int kind = 0; kind < LC_OFF_SCALE_KINDS; kind++) {
        double y = lc_frame_off_scale_y(f, frame, j, (lc_off_scale)kind);
        for (size_t i = 0; i < c->off_scale[kind].n; i++) {
            double x = lc_frame_x(frame, c->off_scale[kind].point[i].x);
            lc_occupancy_fill(&frame->occupied, (lc_box){x - r, x + r, y - r, y + r}, LINE_WEIGHT);
        }
    }
}

static bool annotate_off_scale(lc_figure *f, lc_frame *frame)
{
    bool ok = true;
    for (size_t j = 0; j < frame->n; j++)
        occupy_off_scale(f, frame, j);
    for (size_t j = 0; ok && j < frame->n; j++) {
        for (int kind = 0; ok && kind < LC_OFF_SCALE_KINDS; kind++)
            ok = annotate_off_scale_kind(f, frame, j, (lc_off_scale)kind);
    }
    return ok;
}

/* ---- runs that end early ------------------------------------------------------------- */

static bool annotate_ends(lc_figure *f, lc_frame *frame)
{
    bool ok = true;
    for (size_t j = 0; ok && f->overlay && j < frame->n; j++) {
        const lc_plot_curve *c = &frame->curve[j];
        if (!c->label || !lc_figure_ends_early(f, c))
            continue;
        annotation n = {.color = c->stroke.text,
                        .reach = frame->box,
                        .x = lc_frame_x(frame, c->last_x) + 8 * f->scale,
                        .y = lc_frame_y(frame, c->end),
                        .text = lc_text_format("%s", c->label)};
        n.x += n.text ? lc_font_width(n.text, false) * LC_SIZE_ANNOTATION * f->scale / 2 : 0;
        ok = place(f, frame, n);
    }
    return ok;
}

/* ---- findings ------------------------------------------------------------------------ */

/* A series' name, clean and not too wide. */
static char *label_name(const lc_series *s)
{
    char *name = lc_text_clean(s->metric.name, strlen(s->metric.name));
    char *shorter = name ? lc_font_elide(name, false, 16) : NULL;
    lc_mem_free(name);
    return shorter;
}

/* "loss plateau 9-60": the rule's id in words. */
static char *range_text(const lc_finding *finding, const lc_series *s, const char *more)
{
    char from[LC_NUMBER_SIZE], to[LC_NUMBER_SIZE];
    char *name = label_name(s);
    lc_captions_x(from, finding->from);
    lc_captions_x(to, finding->to);
    char *text =
        name ? lc_text_format("%s %s %s" DASH "%s%s", name, finding->rule, from, to, more) : NULL;
    for (size_t i = 0, at = name ? strlen(name) + 1 : 0; text && i < strlen(finding->rule); i++)
        if (text[at + i] == '-')
            text[at + i] = ' ';
    lc_mem_free(name);
    return text;
}

/* The label of a band says what the band is: by its size where it is a straight one about few
 * points. Two median deviations of a normal scatter hold 82 % of it. */
static char *band_text(const lc_finding *finding, const lc_plot_curve *c, const lc_points *band)
{
    char size[LC_NUMBER_SIZE];
    if (c->smooth.n || band->n == 0)
        return range_text(finding, c->series, band->n ? " (band: 4 in 5 values)" : "");
    char *name = label_name(c->series);
    lc_text_round(size, (band->point[0].y - band->point[0].low) / 2, 2);
    char *text =
        name ? lc_text_format("%s trend " PLUS_MINUS " mean deviation %s", name, size) : NULL;
    lc_mem_free(name);
    return text;
}

/* The label of a range, near the middle of its bar. */
static bool annotate_range(lc_figure *f, lc_frame *frame, const lc_plot_curve *c,
                           const lc_finding *finding, lc_badge badge)
{
    double from, to, k = f->scale;
    lc_figure_clamp(f, finding, &from, &to);
    annotation n = {.color = c->stroke.text,
                    .badge = &badge,
                    .x = (lc_frame_x(frame, from) + lc_frame_x(frame, to)) / 2,
                    .y = frame->box.bottom + lc_ranges_height(frame) * k + RANGE_LABEL * k,
                    .text = range_text(finding, c->series, "")};
    double width = n.text ? lc_font_width(n.text, false) * LC_SIZE_ANNOTATION * k + 40 * k : 0;
    double half = (lc_frame_x(frame, to) - lc_frame_x(frame, from)) / 2;
    double play = fmax(half - width / 2, 0) + OVERHANG * width;
    n.reach = (lc_box){n.x - play, n.x + play, frame->box.bottom, frame->box.top};
    return place(f, frame, n);
}

/* The label of a scatter band, below it and within its range. */
static bool annotate_band(lc_figure *f, lc_frame *frame, const lc_plot_curve *c,
                          const lc_finding *finding, lc_badge badge, const lc_points *band)
{
    double from, to;
    lc_figure_clamp(f, finding, &from, &to);
    annotation n = {.color = c->stroke.text,
                    .badge = &badge,
                    .x = (lc_frame_x(frame, from) + lc_frame_x(frame, to)) / 2,
                    .y = frame->box.bottom,
                    .text = band_text(finding, c, band)};
    double half = (lc_frame_x(frame, to) - lc_frame_x(frame, from)) / 2;
    for (size_t i = 0; i < band->n; i++) {
        const lc_point *p = &band->point[i];
        if (fabs(lc_frame_x(frame, p->x) - n.x) < half / 4 && isfinite(p->low))
            n.y = fmax(n.y, lc_frame_y(frame, p->low) - BADGE_OFFSET * f->scale);
    }
    n.reach = (lc_box){n.x - half, n.x + half, frame->box.bottom, frame->box.top};
    return place(f, frame, n);
}

/* Where the badge of a finding belongs: between two curves, or beside one. */
static void badge_target(const lc_figure *f, const lc_frame *frame, const lc_plot_curve *c,
                         const lc_finding *finding, double *x, double *y)
{
    double from, to, other = NAN;
    lc_figure_clamp(f, finding, &from, &to);
    double middle = f->x.log ? sqrt(from * to) : from + (to - from) / 2;
    for (size_t i = 0; i < finding->series_n; i++) {
        for (size_t j = 0; j < frame->n; j++) {
            if (frame->curve[j].index == finding->series[i] && &frame->curve[j] != c)
                other = lc_plot_curve_at(&frame->curve[j], middle);
        }
    }
    double here = lc_plot_curve_at(c, middle);
    *x = lc_frame_x(frame, middle);
    *y = isfinite(here) ? lc_frame_y(frame, here) : frame->box.bottom;
    if (isfinite(other))
        *y = (*y + lc_frame_y(frame, other)) / 2;
    else
        *y += BADGE_OFFSET * f->scale;
}

/* What was recorded at x; NaN where nothing finite was. */
static double recorded_at(const lc_figure *f, const lc_series *s, double x)
{
    for (size_t i = 0; i < s->n; i++)
        if (lc_series_x(f->run, s, i) == x)
            return isfinite(s->y[i]) ? s->y[i] : NAN;
    return NAN;
}

/* A single record: a ring at the value as recorded, which a faint or smooth line may not show, and
 * the badge above it. */
static void point_target(const lc_figure *f, lc_frame *frame, const lc_plot_curve *c,
                         const lc_finding *finding, double *x, double *y)
{
    double value = recorded_at(f, c->series, finding->at);
    double line = lc_plot_curve_at(c, finding->at);
    if (isfinite(value) && frame->spot_n < LC_BADGES_MAX)
        frame->spot[frame->spot_n++] = (lc_spot){finding->at, value, line, c->stroke.line};
    value = isfinite(value) ? value : line;
    *x = lc_frame_x(frame, finding->at);
    *y = isfinite(value) ? lc_frame_y(frame, value) + BADGE_OFFSET * f->scale : frame->box.top;
}

static void put_badge(lc_figure *f, lc_frame *frame, const lc_plot_curve *c,
                      const lc_finding *finding, lc_badge badge)
{
    double x, y, from, to, k = f->scale, side = (2 * LC_BADGE_RADIUS + PADDING) * k;
    lc_figure_clamp(f, finding, &from, &to);
    if (finding->mark == LC_MARK_POINT)
        point_target(f, frame, c, finding, &x, &y);
    else
        badge_target(f, frame, c, finding, &x, &y);
    lc_box reach = {lc_frame_x(frame, from) - side, lc_frame_x(frame, to) + side, frame->box.bottom,
                    frame->box.top};
    lc_occupancy_place(&frame->occupied, &x, &y, side, side, reach);
    add_badge(frame, badge, x, y);
}

static lc_status annotate_finding(lc_figure *f, size_t i, lc_error *err)
{
    const lc_finding *finding = &f->diagnosis->findings[i];
    const lc_plot_curve *c = NULL;
    lc_frame *frame = lc_figure_frame_of_finding(f, finding, &c);
    if (!frame)
        return LC_OK;
    lc_badge badge = {
        .number = i + 1, .severity = finding->severity, .explained = finding->explained_by != NULL};
    const lc_points *band = NULL;
    lc_status st = LC_OK;
    switch (finding->mark) {
    case LC_MARK_RANGE:
        return annotate_range(f, frame, c, finding, badge) ? LC_OK : lc_error_nomem(err);
    case LC_MARK_BAND:
        st = lc_scatter_band_add(&band, f, frame, c, finding, err);
        if (st == LC_OK && !annotate_band(f, frame, c, finding, badge, band))
            st = lc_error_nomem(err);
        return st;
    default:
        put_badge(f, frame, c, finding, badge);
        return LC_OK;
    }
}

lc_status lc_annotate(lc_figure *f, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; st == LC_OK && i < f->n; i++) {
        st = occupy_frame(f, &f->frame[i], err);
        if (st == LC_OK && !annotate_ends(f, &f->frame[i]))
            st = lc_error_nomem(err);
        if (st == LC_OK && !annotate_off_scale(f, &f->frame[i]))
            st = lc_error_nomem(err);
    }
    if (st == LC_OK)
        lc_ranges_place(f);
    if (st == LC_OK && !annotate_best(f))
        st = lc_error_nomem(err);
    for (size_t i = 0; st == LC_OK && i < f->shown; i++)
        st = annotate_finding(f, i, err);
    return st;
}
