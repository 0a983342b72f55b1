/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.c - the parts of a plot, and where values lie on the page. */
#include "plot/figure.h"

#include "base/mem.h"

#include <math.h>
#include <stdarg.h>

#define EARLY 0.95         /* of the x axis */
#define OFF_SCALE_EDGE 9.0 /* from a panel's edge to the marks of values off the scale */
#define OFF_SCALE_STEP 15.0

bool lc_c_locale_enter(lc_c_locale *l)
{
    locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (!c)
        return false;
    *l = (lc_c_locale){c, uselocale(c)};
    return true;
}

void lc_c_locale_leave(lc_c_locale *l)
{
    uselocale(l->before);
    freelocale(l->c);
}

bool lc_labels_add(lc_labels *labels, lc_label at, const char *fmt, ...)
{
    if (!lc_mem_grow(&labels->label, &labels->cap, labels->n + 1, sizeof *labels->label))
        return false;
    va_list ap;
    va_start(ap, fmt);
    at.text = lc_text_vformat(fmt, ap);
    va_end(ap);
    if (!at.text)
        return false;
    labels->label[labels->n++] = at;
    return true;
}

double lc_frame_x(const lc_frame *frame, double x)
{
    return frame->box.left + lc_axis_share(&frame->x, x) * (frame->box.right - frame->box.left);
}

double lc_frame_y(const lc_frame *frame, double y)
{
    return frame->box.bottom + lc_axis_share(&frame->y, y) * (frame->box.top - frame->box.bottom);
}

double lc_frame_off_scale_y(const lc_figure *f, const lc_frame *frame, size_t j, lc_off_scale kind)
{
    double edge = OFF_SCALE_EDGE * f->scale;
    for (size_t i = 0; i < j;
         i++) /* several curves often fail at once: no mark must hide another */
        edge += frame->curve[i].off_scale_n[kind] ? OFF_SCALE_STEP * f->scale : 0;
    return kind == LC_OFF_SCALE_HIGH ? frame->box.top - edge : frame->box.bottom + edge;
}

bool lc_figure_ends_early(const lc_figure *f, const lc_plot_curve *c)
{
    double last = c->series->n ? c->series->y[c->series->n - 1] : 0;
    bool cut = !f->overlay && !isfinite(last); /* what follows is not drawn as a line */
    if (c->finite_n == 0 || c->forecast.n > 0 || f->run->n == 1)
        return false;
    return cut || lc_axis_share(&f->x, c->last_x) < EARLY;
}

lc_frame *lc_figure_frame_of(lc_figure *f, size_t series, const lc_plot_curve **curve)
{
    for (size_t i = 0; i < f->n; i++) {
        for (size_t j = 0; j < f->frame[i].n; j++) {
            *curve = &f->frame[i].curve[j];
            if ((*curve)->index == series)
                return &f->frame[i];
        }
    }
    return NULL;
}

lc_frame *lc_figure_frame_of_finding(lc_figure *f, const lc_finding *finding,
                                     const lc_plot_curve **c)
{
    lc_frame *frame = NULL;
    for (size_t j = 0; !frame && j < finding->series_n; j++)
        frame = lc_figure_frame_of(f, finding->series[j], c);
    return frame;
}

void lc_figure_clamp(const lc_figure *f, const lc_finding *finding, double *from, double *to)
{
    double lo = f->run->x[0], hi = f->run->x[f->run->n - 1];
    *from = finding->from >= lo && finding->from <= hi ? finding->from : lo;
    *to = finding->to >= *from && finding->to <= hi ? finding->to : hi;
}

static void free_labels(lc_labels *labels)
{
    for (size_t i = 0; i < labels->n; i++)
        lc_mem_free(labels->label[i].text);
    lc_mem_free(labels->label);
}

static void free_frame(lc_frame *frame)
{
    for (size_t j = 0; j < LC_CURVES_MAX; j++)
        lc_plot_curve_free(&frame->curve[j]);
    for (size_t j = 0; j < LC_BANDS_MAX; j++)
        lc_points_free(&frame->band[j].band);
    lc_points_free(&frame->gap);
    lc_occupancy_free(&frame->occupied);
    free_labels(&frame->labels);
    lc_mem_free(frame->head);
}

void lc_figure_free(lc_figure *f)
{
    for (size_t i = 0; i < LC_PANELS_MAX; i++)
        free_frame(&f->frame[i]);
    for (size_t i = 0; i < LC_BADGES_MAX; i++)
        lc_texts_free(&f->findings[i]);
    lc_mem_free(f->x_name);
    lc_texts_free(&f->title);
    lc_texts_free(&f->subtitle);
    free_labels(&f->labels);
    *f = (lc_figure){0};
}
