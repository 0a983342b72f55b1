/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compose.c - from a run to a laid-out figure, step by step. */
#include "plot/compose.h"

#include "base/mem.h"
#include "plot/annotate.h"
#include "plot/captions.h"
#include "plot/end_labels.h"
#include "plot/layout.h"

#include <math.h>

#define END_SHARE 0.27 /* of the page's width, at most, for labels at the lines' ends */

/* ---- curves ------------------------------------------------------------------------- */

/* Whether another series of a panel is of the same metric as its j-th. */
static bool is_paired(const lc_panel *p, size_t j)
{
    for (size_t i = 0; i < p->n; i++) {
        if (i != j && p->family[i] == p->family[j])
            return true;
    }
    return false;
}

static lc_status start_curves(lc_figure *f, lc_error *err)
{
    double em = f->width * END_SHARE / (LC_SIZE_END * f->scale);
    for (size_t i = 0; i < f->n; i++) {
        lc_frame *frame = &f->frame[i];
        frame->panel = &f->panels.panel[i];
        for (frame->n = 0; frame->n < frame->panel->n; frame->n++) {
            lc_plot_curve *c = &frame->curve[frame->n];
            c->index = frame->panel->series[frame->n];
            c->family = frame->panel->family[frame->n];
            c->series = &f->run->series[c->index];
            c->stroke = lc_theme_stroke(f->theme, c->series->metric.split, c->family,
                                        is_paired(frame->panel, frame->n));
            c->label = lc_captions_series(c->series, em);
            if (!c->label)
                return lc_error_nomem(err);
        }
    }
    return LC_OK;
}

/* The last x that is drawn: the run's, or that of its forecasts. */
static double last_x(const lc_figure *f)
{
    double last = f->run->x[f->run->n - 1];
    const lc_forecasts *all = f->diagnosis ? &f->diagnosis->forecasts : NULL;
    for (size_t i = 0; all && i < all->n; i++)
        if (!all->forecast[i].why_not)
            return fmax(last, all->until);
    return last;
}

static void set_x(lc_figure *f)
{
    const lc_run *run = f->run;
    double lo = run->x[0], hi = last_x(f);
    lc_axis *x = &f->x;
    *x = (lc_axis){.unit = 1, .digits = 15};
    x->log = run->axis == LC_TRAIN_SIZE && lo > 0 && hi / lo > LC_LOG_RATIO;
    x->whole = lo == floor(lo) && hi == floor(hi);
    double size = fmax(fabs(lo), fabs(hi));
    if (size > 1e100 || (size > 0 && size < 1e-100))
        x->unit = pow(10, floor(log10(size)));
    lo /= x->unit;
    hi /= x->unit;
    if (hi - lo < 1e-12 * size / x->unit || hi == lo) {
        lo -= hi == 0 ? 1 : fmax(fabs(hi) * 1e-9, fmin(1, fabs(hi)));
        hi += hi == 0 ? 1 : fmax(fabs(hi) * 1e-9, fmin(1, fabs(hi)));
    }
    x->hi = hi;
    x->lo = x->log ? lo * pow(hi / lo, -0.013) : lo - 0.013 * (hi - lo);
    f->canvas.x_lo = x->lo * x->unit;
    f->canvas.x_hi = x->hi * x->unit;
    f->canvas.columns = (size_t)fmax(ceil(f->right - f->left), 16);
    f->canvas.window = f->options->smooth;
}

static size_t copy_values(double *to, const lc_points *points)
{
    for (size_t i = 0; i < points->n; i++)
        to[i] = points->point[i].y;
    return points->n;
}

static lc_scale scale_for(const lc_figure *f, lc_kind kind)
{
    if (kind == LC_LOSS)
        return f->options->loss_scale;
    return kind == LC_GRADIENT_NORM ? LC_SCALE_AUTO : LC_SCALE_LINEAR;
}

static lc_status fit_axis(lc_figure *f, lc_frame *frame, lc_error *err)
{
    size_t n = 0, k = 0;
    for (size_t j = 0; j < frame->n; j++)
        n += frame->curve[j].raw.n + frame->curve[j].smooth.n + frame->curve[j].forecast.n;
    double *v = lc_mem_resize(NULL, n + 1, sizeof *v);
    if (!v)
        return lc_error_nomem(err);
    for (size_t j = 0; j < frame->n; j++) {
        k += copy_values(v + k, &frame->curve[j].raw);
        k += copy_values(v + k, &frame->curve[j].smooth);
        k += copy_values(v + k, &frame->curve[j].forecast);
    }
    lc_axis_fit(&frame->y, v, k, scale_for(f, frame->panel->kind), frame->panel->kind == LC_SCORE);
    lc_mem_free(v);
    lc_status st = LC_OK;
    for (size_t j = 0; st == LC_OK && j < frame->n; j++)
        st = lc_plot_curve_clip(&frame->curve[j], f->run, &f->canvas, &frame->y, err);
    return st;
}

/* The area between train and validation (or else test) of the panel's first metric. */
static bool fill_gap(lc_frame *frame)
{
    const lc_plot_curve *a = NULL, *b = NULL;
    for (size_t j = 0; j < frame->n; j++) {
        const lc_plot_curve *c = &frame->curve[j];
        if (c->family == 0 && c->series->metric.split == LC_TRAIN)
            a = c;
        if (c->family == 0 && c->series->metric.split == LC_VALIDATION)
            b = c;
        if (c->family == 0 && c->series->metric.split == LC_TEST && !b)
            b = c;
    }
    if (!a || !b || frame->panel->families > 1)
        return true;
    frame->gap_color = b->stroke.line;
    const lc_plot_curve *dense = a->raw.n >= b->raw.n ? a : b, *other = dense == a ? b : a;
    const lc_points *points = dense->smooth.n ? &dense->smooth : &dense->raw;
    bool ok = true;
    for (size_t i = 0; ok && i < points->n; i++) {
        double y = lc_plot_curve_at(other, points->point[i].x), both = y + points->point[i].y;
        ok = lc_points_add(&frame->gap, points->point[i].x, isfinite(both) ? y : NAN,
                           points->point[i].y);
    }
    return ok;
}

static lc_status make_curve(const lc_figure *f, lc_plot_curve *c, lc_error *err)
{
    const lc_forecasts *all = f->diagnosis ? &f->diagnosis->forecasts : NULL;
    lc_status st = lc_plot_curve_make(c, f->run, &f->canvas, err);
    for (size_t i = 0; st == LC_OK && all && i < all->n; i++)
        if (all->forecast[i].series == c->index)
            st = lc_plot_curve_extend(c, &all->forecast[i], err);
    return st;
}

static lc_status make_curves(lc_figure *f, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; st == LC_OK && i < f->n; i++) {
        lc_frame *frame = &f->frame[i];
        for (size_t j = 0; st == LC_OK && j < frame->n; j++)
            st = make_curve(f, &frame->curve[j], err);
        if (st == LC_OK)
            st = fit_axis(f, frame, err);
        if (st == LC_OK && !fill_gap(frame))
            st = lc_error_nomem(err);
    }
    return st;
}

/* ---- the best value ------------------------------------------------------------------ */

static bool is_constant(const lc_series *s, double value)
{
    for (size_t i = 0; i < s->n; i++)
        if (isfinite(s->y[i]) && s->y[i] != value)
            return false;
    return true;
}

/* Of the main metric, at the record that has it; a constant has no best value. */
static void find_best(lc_figure *f)
{
    const lc_series *s = lc_run_main(f->run);
    if (!s || f->run->axis == LC_TRAIN_SIZE)
        return;
    size_t i = lc_series_best(s);
    f->best = (lc_best){.known = !is_constant(s, s->y[i]),
                        .series = (size_t)(s - f->run->series),
                        .x = lc_series_x(f->run, s, i),
                        .y = s->y[i]};
}

/* ---- all of it ---------------------------------------------------------------------- */

static lc_status make_contents(lc_figure *f, lc_error *err)
{
    lc_status st =
        lc_panels_choose(&f->panels, f->run, f->diagnosis, lc_layout_panels_most(f), err);
    if (st != LC_OK)
        return st;
    f->n = f->panels.n;
    st = start_curves(f, err);
    if (st != LC_OK)
        return st;
    lc_layout_margins(f);
    set_x(f);
    st = make_curves(f, err);
    find_best(f);
    return st;
}

lc_status lc_figure_compose(lc_figure *f, const lc_run *run, const lc_diagnosis *diagnosis,
                            const lc_plot_options *options, lc_error *err)
{
    static const lc_plot_options defaults = LC_PLOT_OPTIONS_INIT;
    *f = (lc_figure){.run = run, .diagnosis = diagnosis, .options = options ? options : &defaults};
    f->theme = lc_theme_pick(f->options->dark, f->options->mono);
    if (run->n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "nothing to draw: the run has no records");
    lc_status st = lc_layout_size(f, err);
    if (st == LC_OK)
        st = make_contents(f, err);
    if (st == LC_OK)
        st = lc_layout_captions(f, err);
    if (st == LC_OK)
        st = lc_layout_page(f, err);
    if (st == LC_OK)
        st = lc_end_labels_put(f, err);
    return st == LC_OK ? lc_annotate(f, err) : st;
}
