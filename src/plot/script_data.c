/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script_data.c - the datablocks of a script: what each panel draws, in the numbers of its axes. */
#include "plot/script_writer.h"

#include <math.h>

#define FAR_SPANS 1000.0 /* values further off are drawn there: gnuplot's pixels are ints */

/* A value in the numbers of its axis; NaN where the axis has no place for it. */
static double on_axis(const lc_axis *axis, double v)
{
    if (!isfinite(v) || (axis->log && v <= 0))
        return NAN;
    if (axis->log)
        return v;
    double span = FAR_SPANS * (axis->hi - axis->lo);
    return fmin(fmax(v / axis->unit, axis->lo - span), axis->hi + span);
}

/* The value that lies at a share of an axis. */
static double value_at(const lc_axis *axis, double share)
{
    if (axis->log)
        return axis->lo * pow(axis->hi / axis->lo, share);
    return axis->lo + share * (axis->hi - axis->lo);
}

static void put_value(lc_script_writer *w, double v, int digits)
{
    if (isnan(v))
        fputs(" NaN", w->out);
    else
        fprintf(w->out, " %.*g", digits, v);
}

static void begin_block(lc_script_writer *w, size_t frame, size_t curve, const char *what)
{
    fprintf(w->out, "$P%zu_%zu_%s << END_OF_DATA\n", frame + 1, curve + 1, what);
}

static void put_line_block(lc_script_writer *w, size_t i, size_t j, const char *what,
                           const lc_points *points)
{
    const lc_axis *x = &w->f->x, *y = &w->f->frame[i].y;
    if (points->n == 0)
        return;
    begin_block(w, i, j, what);
    for (size_t r = 0; r < points->n; r++) {
        fprintf(w->out, "%.*g", x->digits, points->point[r].x / x->unit);
        put_value(w, on_axis(y, points->point[r].y), y->digits);
        putc('\n', w->out);
    }
    fputs("END_OF_DATA\n", w->out);
}

/* Bands are parted by one blank line: after NaN gnuplot would close the wrong polygon. */
static void put_band_block(lc_script_writer *w, size_t i, size_t j, const char *what,
                           const lc_points *points)
{
    const lc_axis *x = &w->f->x, *y = &w->f->frame[i].y;
    bool blank = true;
    if (points->n == 0)
        return;
    begin_block(w, i, j, what);
    for (size_t r = 0; r < points->n; r++) {
        double a = on_axis(y, points->point[r].y), b = on_axis(y, points->point[r].low);
        if (isnan(b) && !isnan(a))
            b = y->lo; /* the lower edge of a band may fall below what a log axis has */
        a = isnan(a) ? a : fmin(fmax(a, y->lo), y->hi); /* gnuplot cuts areas wrongly */
        b = isnan(b) ? b : fmin(fmax(b, y->lo), y->hi);
        if (!isnan(a + b)) {
            fprintf(w->out, "%.*g", x->digits, points->point[r].x / x->unit);
            put_value(w, a, y->digits);
            put_value(w, b, y->digits);
        }
        if (!isnan(a + b) || !blank)
            putc('\n', w->out);
        blank = isnan(a + b);
    }
    fputs("END_OF_DATA\n", w->out);
}

/* Marks of values off the scale, at the panel's edge. */
static void put_off_scale_block(lc_script_writer *w, size_t i, size_t j, int kind)
{
    const lc_frame *frame = &w->f->frame[i];
    const lc_points *points = &frame->curve[j].off_scale[kind];
    double up = lc_frame_off_scale_y(w->f, frame, j, (lc_off_scale)kind) - frame->box.bottom;
    double share = up / (frame->box.top - frame->box.bottom);
    char what[16];
    if (points->n == 0)
        return;
    snprintf(what, sizeof what, "OFF%d", kind);
    begin_block(w, i, j, what);
    for (size_t r = 0; r < points->n; r++)
        fprintf(w->out, "%.*g %.9g\n", w->f->x.digits, points->point[r].x / w->f->x.unit,
                value_at(&frame->y, share));
    fputs("END_OF_DATA\n", w->out);
}

bool lc_script_shows_best(const lc_figure *f, size_t i)
{
    const lc_frame *frame = &f->frame[i];
    for (size_t j = 0; f->best.known && j < frame->n; j++) {
        if (frame->curve[j].index == f->best.series)
            return !isnan(on_axis(&frame->y, f->best.y));
    }
    return false;
}

static void put_best_block(lc_script_writer *w, size_t i)
{
    const lc_figure *f = w->f;
    if (!lc_script_shows_best(f, i))
        return;
    begin_block(w, i, 0, "BEST");
    fprintf(w->out, "%.*g", f->x.digits, f->best.x / f->x.unit);
    put_value(w, on_axis(&f->frame[i].y, f->best.y), f->frame[i].y.digits);
    fputs("\nEND_OF_DATA\n", w->out);
}

bool lc_script_shows_spot(const lc_frame *frame, size_t j)
{
    double share = lc_axis_share(&frame->y, frame->spot[j].y);
    return share >= 0 && share <= 1;
}

/* The recorded value, or the edge of the panel on its side, and the line's value there. */
static void put_spot_block(lc_script_writer *w, size_t i, size_t j)
{
    const lc_frame *frame = &w->f->frame[i];
    const lc_spot *s = &frame->spot[j];
    double share = fmin(fmax(lc_axis_share(&frame->y, s->y), 0), 1);
    double top = share > 0 && share < 1 ? on_axis(&frame->y, s->y) : value_at(&frame->y, share);
    double ends[] = {top, isfinite(s->line) ? on_axis(&frame->y, s->line) : top};
    begin_block(w, i, j, "SPOT");
    for (size_t k = 0; k < 2; k++) {
        fprintf(w->out, "%.*g", w->f->x.digits, s->x / w->f->x.unit);
        put_value(w, ends[k], frame->y.digits);
        putc('\n', w->out);
    }
    fputs("END_OF_DATA\n", w->out);
}

void lc_script_data(lc_script_writer *w)
{
    for (size_t i = 0; i < w->f->n; i++) {
        const lc_frame *frame = &w->f->frame[i];
        put_best_block(w, i);
        put_band_block(w, i, 0, "GAP", &frame->gap);
        for (size_t j = 0; j < frame->spot_n; j++)
            put_spot_block(w, i, j);
        for (size_t j = 0; j < frame->band_n; j++)
            put_band_block(w, i, j, "SCATTER", &frame->band[j].band);
        for (size_t j = 0; j < frame->n; j++) {
            const lc_plot_curve *c = &frame->curve[j];
            put_line_block(w, i, j, "RAW", &c->raw);
            put_line_block(w, i, j, "SMOOTH", &c->smooth);
            put_line_block(w, i, j, "ISOLATED", &c->isolated);
            put_line_block(w, i, j, "FORECAST", &c->forecast);
            put_band_block(w, i, j, "BAND", &c->forecast_band);
            for (int kind = 0; kind < LC_OFF_SCALE_KINDS; kind++)
                put_off_scale_block(w, i, j, kind);
        }
    }
}
