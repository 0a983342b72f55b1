/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compose.c - from a run to a laid-out figure, step by step. */
#include "plot/compose.h"

#include "base/mem.h"
#include "plot/annotate.h"
#include "plot/captions.h"
#include "plot/end_labels.h"
#include "plot/font.h"
#include "plot/layout.h"
#include "plot/ranges.h"

#include <math.h>
#include <string.h>

#define GAP_LEAST 5        /* records of one split, where the other has more, to fill the gap */
#define VALUE_EM 4.0       /* width of a usual value behind a name */
#define BEST_AIR 0.1       /* of the height, beyond the best value of several runs */
#define DECADES 100.0      /* largest to least learning rate from which its axis is logarithmic */
#define ZOOM_FROM 20       /* records */
#define FIRST_SHARE 20     /* the first few records: one in so many, */
#define FIRST_MIN 2        /* at least so many */
#define ZOOM_SHARE 0.33    /* of the height: if the others get less, the panel zooms to them */
#define ZOOM_NOTHING 0.002 /* of the height: if they get less, they are as good as gone */
#define ZOOM_LEAST 0.01 /* of their level: if they range over less, they are as good as constant */

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
    const lc_overlay *o = f->overlay;
    const lc_series *s = !o                    ? lc_run_main(f->run)
                         : o->best == SIZE_MAX ? NULL
                                               : &f->run->series[o->best];
    if (!s || f->run->axis == LC_TRAIN_SIZE || f->options->plain || lc_series_best(s) == s->n)
        return;
    size_t i = lc_series_best(s);
    f->best = (lc_best){.known = !is_constant(s, s->y[i]),
                        .series = (size_t)(s - f->run->series),
                        .x = lc_series_x(f->run, s, i),
                        .y = s->y[i]};
}

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

static void start_curves(lc_figure *f)
{
    for (size_t i = 0; i < f->n; i++) {
        lc_frame *frame = &f->frame[i];
        frame->panel = &f->panels.panel[i];
        for (frame->n = 0; frame->n < frame->panel->n; frame->n++) {
            lc_plot_curve *c = &frame->curve[frame->n];
            c->index = frame->panel->series[frame->n];
            c->family = frame->panel->family[frame->n];
            c->series = &f->run->series[c->index];
            c->stroke = f->overlay ? f->overlay->series[c->index].stroke
                                   : lc_theme_stroke(f->theme, c->series->metric.split, c->family,
                                                     is_paired(frame->panel, frame->n));
        }
    }
}

/* How many bytes of their names all curves of a frame have in common, up to a slash. */
static size_t common_folder(const lc_frame *frame)
{
    const char *a = frame->curve[0].series->metric.name;
    size_t n = frame->n > 1 ? strlen(a) : 0, folder = 0;
    for (size_t j = 1; j < frame->n; j++) {
        const char *b = frame->curve[j].series->metric.name;
        size_t k = 0;
        while (k < n && a[k] == b[k])
            k++;
        n = k;
    }
    for (size_t k = 0; k < n; k++)
        folder = a[k] == '/' ? k + 1 : folder;
    return folder;
}

/* Whether the whole names of a frame's curves leave room for the values. */
static bool names_fit(const lc_figure *f, const lc_frame *frame, double em)
{
    double widest = 0;
    for (size_t j = 0; j < frame->n; j++)
        widest = fmax(widest, lc_font_width(frame->curve[j].series->metric.name, true));
    return widest <= em - (f->options->plain ? 0 : VALUE_EM);
}

/* Where room is short: the splits name the curves of one metric, which is named above them; of
 * several, what their names have in common is left out. */
static const char *curve_name(const lc_figure *f, const lc_frame *frame, size_t j, double em)
{
    const lc_metric *m = &frame->curve[j].series->metric;
    if (f->overlay || (frame->place == LC_FULL_WIDTH && names_fit(f, frame, em)))
        return m->name;
    if (frame->panel->families == 1 && m->split != LC_SPLIT_NONE)
        return lc_split_name(m->split);
    return m->name + common_folder(frame);
}

static lc_status name_curves(lc_figure *f, lc_error *err)
{
    for (size_t i = 0; i < f->n; i++) {
        lc_frame *frame = &f->frame[i];
        double em = lc_layout_label_width(f, frame) / (LC_SIZE_END * f->scale);
        for (size_t j = 0; j < frame->n; j++) {
            lc_plot_curve *c = &frame->curve[j];
            if (f->overlay && !f->overlay->series[c->index].labelled)
                continue;
            c->label = f->options->plain ? lc_captions_name(curve_name(f, frame, j, em), em)
                                         : lc_captions_curve(f, c, curve_name(f, frame, j, em),
                                                             frame->panel->equal[j], em);
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
    f->canvas.columns = (size_t)ceil(f->width);
    f->canvas.window = f->options->smooth;
}

/* Values of a panel for the choice of its range: those from record `skip` on. */
typedef struct value_list {
    size_t n, cap;
    double *value;
} value_list;

static bool add_values(value_list *list, const lc_points *points, double from, bool band)
{
    for (size_t i = 0; i < points->n; i++) {
        const lc_point *p = &points->point[i];
        if (p->x < from)
            continue;
        if (!lc_mem_grow(&list->value, &list->cap, list->n + 2, sizeof *list->value))
            return false;
        list->value[list->n++] = p->y;
        if (band)
            list->value[list->n++] = p->low;
    }
    return true;
}

static bool gather_values(value_list *list, const lc_frame *frame, double from)
{
    bool ok = true;
    list->n = 0;
    for (size_t j = 0; ok && j < frame->n; j++) {
        const lc_plot_curve *c = &frame->curve[j];
        ok = add_values(list, &c->raw, from, false) && add_values(list, &c->smooth, from, false) &&
             add_values(list, &c->forecast_band, from, true);
    }
    for (size_t j = 0; ok && j < frame->band_n; j++)
        ok = add_values(list, &frame->band[j].band, from, true);
    return ok;
}

static lc_scale scale_for(const lc_figure *f, const lc_panel *p)
{
    if (p->kind == LC_LOSS)
        return f->options->loss_scale;
    if (p->kind == LC_LEARNING_RATE)
        return p->lo > 0 && p->hi >= DECADES * p->lo ? LC_SCALE_LOG : LC_SCALE_LINEAR;
    return p->kind == LC_GRADIENT_NORM ? LC_SCALE_AUTO : LC_SCALE_LINEAR;
}

/* Part of an axis that a range takes. */
static double share_of(const lc_axis *axis, const lc_axis *part)
{
    double lo = lc_axis_share(axis, part->lo * part->unit);
    return lc_axis_share(axis, part->hi * part->unit) - lo;
}

/* Where the first few records take two thirds of the height, a logarithmic axis helps, or else the
 * panel zooms to the others. Ranges that are hardly there are left alone: it would show noise. */
static lc_status zoom(lc_figure *f, lc_frame *frame, value_list *list, lc_error *err)
{
    const lc_run *run = f->run;
    const lc_panel *p = frame->panel;
    size_t first = run->n / FIRST_SHARE > FIRST_MIN ? run->n / FIRST_SHARE : FIRST_MIN;
    if (run->n < ZOOM_FROM || p->kind == LC_LEARNING_RATE)
        return LC_OK;
    lc_axis later, log;
    bool score = p->kind == LC_SCORE, may_log = p->kind == LC_LOSS && !frame->y.log && p->lo > 0 &&
                                                f->options->loss_scale == LC_SCALE_AUTO;
    if (!gather_values(list, frame, run->x[first]))
        return lc_error_nomem(err);
    lc_axis_fit(&later, list->value, list->n, frame->y.log ? LC_SCALE_LOG : LC_SCALE_LINEAR, score);
    double level = fmax(fabs(later.lo), fabs(later.hi)), share = share_of(&frame->y, &later);
    if (share > ZOOM_SHARE || share < ZOOM_NOTHING || later.hi - later.lo < ZOOM_LEAST * level)
        return LC_OK;
    if (!gather_values(list, frame, run->x[0]))
        return lc_error_nomem(err);
    lc_axis_fit(&log, list->value, list->n, LC_SCALE_LOG, false);
    bool log_helps = may_log && share_of(&log, &later) > ZOOM_SHARE;
    frame->y = log_helps ? log : later;
    frame->zoomed = !log_helps;
    return LC_OK;
}

/* The end of an axis from which v lies at a share of the way to the other end. */
static double end_for(const lc_axis *axis, double v, double other)
{
    double t = BEST_AIR / (1 - BEST_AIR);
    return axis->log ? v * pow(v / other, t) : v + t * (v - other);
}

/* Of several runs the best value is marked, also where its record isn't drawn and lies far off; a
 * lowest one has its label below it. */
static void include_best(const lc_figure *f, lc_frame *frame)
{
    bool here = false;
    lc_axis *y = &frame->y;
    double v = f->best.y / y->unit;
    for (size_t j = 0; f->overlay && f->best.known && j < frame->n; j++)
        here = here || frame->curve[j].index == f->best.series;
    if (!here || (y->log && v <= 0))
        return;
    bool lowest = f->run->series[f->best.series].metric.better == LC_LOWER_IS_BETTER;
    double lo = end_for(y, v, y->hi);
    if (v < y->lo || (lowest && lo < y->lo && (y->log || lo >= 0)))
        y->lo = lo;
    if (v > y->hi)
        y->hi = end_for(y, v, y->lo);
}

/* Of several runs only lines that have names, and that are not smoothed, show each record. */
static bool shows_records(const lc_figure *f, const lc_plot_curve *c)
{
    return !f->overlay || (f->overlay->series[c->index].labelled && c->smooth.n == 0);
}

static lc_status fit_axis(lc_figure *f, lc_frame *frame, lc_error *err)
{
    value_list list = {.n = 0};
    const lc_panel *p = frame->panel;
    bool ok = gather_values(&list, frame, f->run->x[0]);
    lc_status st = ok ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK) {
        lc_axis_fit(&frame->y, list.value, list.n, scale_for(f, p), p->kind == LC_SCORE);
        st = zoom(f, frame, &list, err);
        include_best(f, frame);
    }
    lc_mem_free(list.value);
    for (size_t j = 0; st == LC_OK && j < frame->n && !f->overlay; j++)
        lc_plot_curve_settle(&frame->curve[j], &frame->y);
    for (size_t j = 0; st == LC_OK && j < frame->n; j++)
        if (shows_records(f, &frame->curve[j]))
            st = lc_plot_curve_clip(&frame->curve[j], f->run, &f->canvas, &frame->y, err);
    return st;
}

/* True when a finding says that the two losses of this frame can't be compared. */
static bool incomparable(const lc_figure *f, const lc_frame *frame)
{
    for (size_t i = 0; f->diagnosis && i < f->diagnosis->n; i++) {
        const lc_finding *d = &f->diagnosis->findings[i];
        if (d->mark != LC_MARK_NO_GAP)
            continue;
        for (size_t j = 0; j < d->series_n; j++) {
            if (d->series[j] == frame->curve[0].index)
                return true;
        }
    }
    return false;
}

/* The area between train and validation (or else test) of the panel's metric, if it's a loss or
 * score: batch sizes and speeds have no gap. */
static bool fill_gap(const lc_figure *f, lc_frame *frame)
{
    const lc_plot_curve *a = NULL, *b = NULL;
    bool judged = frame->panel->kind == LC_LOSS || frame->panel->kind == LC_SCORE;
    for (size_t j = 0; judged && j < frame->n; j++) {
        const lc_plot_curve *c = &frame->curve[j];
        if (c->family == 0 && c->series->metric.split == LC_TRAIN)
            a = c;
        if (c->family == 0 && c->series->metric.split == LC_VALIDATION)
            b = c;
        if (c->family == 0 && c->series->metric.split == LC_TEST && !b)
            b = c;
    }
    if (!a || !b || frame->panel->families > 1 || incomparable(f, frame) || f->options->plain ||
        f->overlay)
        return true;
    const lc_plot_curve *dense = a->raw.n >= b->raw.n ? a : b, *other = dense == a ? b : a;
    if (other->finite_n < GAP_LEAST && other->finite_n < dense->finite_n)
        return true; /* between so few records nobody knows it */
    frame->gap_color = b->stroke.line;
    const lc_points *points = dense->smooth.n ? &dense->smooth : &dense->raw;
    bool ok = true;
    for (size_t i = 0; ok && i < points->n; i++) {
        double y = lc_plot_curve_at(other, points->point[i].x), both = y + points->point[i].y;
        ok = lc_points_add(&frame->gap, points->point[i].x, isfinite(both) ? y : NAN,
                           points->point[i].y);
    }
    return ok;
}

/* A band of one spread on both sides of a mean: standard deviations over folds. */
static lc_status add_spread(const lc_figure *f, lc_frame *frame, lc_plot_curve *c, lc_error *err)
{
    const lc_run *run = f->run;
    const lc_series *spread = NULL;
    for (size_t i = 0; !spread && i < run->series_n; i++)
        if (lc_panel_mean_of(run, &run->series[i]) == c->series)
            spread = &run->series[i];
    if (!spread || frame->band_n == LC_BANDS_MAX || spread->n != c->series->n)
        return LC_OK;
    lc_scatter_band *b = &frame->band[frame->band_n++];
    b->color = c->stroke.line;
    for (size_t i = 0; i < spread->n; i++) {
        double x = lc_series_x(run, spread, i), y = c->series->y[i], d = spread->y[i];
        if (!lc_points_add(&b->band, x, y + d, y - d))
            return lc_error_nomem(err);
    }
    return LC_OK;
}

/* Append a band in as many points as the columns need: neighbours become one that holds them. */
static bool add_band(lc_points *to, const lc_points *from, size_t columns)
{
    size_t each = from->n / (2 * columns) + 1;
    bool ok = true;
    for (size_t i = 0; ok && i < from->n; i += each) {
        lc_point p = from->point[i];
        for (size_t k = i + 1; k < i + each && k < from->n; k++) {
            p.y = fmax(p.y, from->point[k].y);
            p.low = fmin(p.low, from->point[k].low);
        }
        ok = lc_points_add(to, i + each < from->n ? p.x : from->point[from->n - 1].x, p.y, p.low);
    }
    return ok;
}

/* Of several runs the lines alone are drawn, and the range of a group's runs. */
static lc_status simplify(const lc_figure *f, lc_frame *frame, lc_plot_curve *c, lc_error *err)
{
    const lc_points *range = &f->overlay->series[c->index].band;
    if (c->smooth.n)
        lc_points_free(&c->raw);
    if (!f->overlay->series[c->index].labelled)
        for (size_t i = 0; i < LC_OFF_SCALE_KINDS; i++)
            lc_points_free(&c->off_scale[i]);
    if (range->n == 0 || frame->band_n == LC_BANDS_MAX)
        return LC_OK;
    lc_scatter_band *b = &frame->band[frame->band_n++];
    b->color = c->stroke.line;
    return add_band(&b->band, range, f->canvas.columns) ? LC_OK : lc_error_nomem(err);
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
        for (size_t j = 0; st == LC_OK && j < frame->n; j++) {
            st = make_curve(f, &frame->curve[j], err);
            if (st == LC_OK)
                st = f->overlay ? simplify(f, frame, &frame->curve[j], err)
                                : add_spread(f, frame, &frame->curve[j], err);
        }
        frame->spreads = f->overlay ? 0 : frame->band_n;
        if (st == LC_OK)
            st = fit_axis(f, frame, err);
        if (st == LC_OK && !fill_gap(f, frame))
            st = lc_error_nomem(err);
    }
    return st;
}

/* ---- all of it ---------------------------------------------------------------------- */

static lc_status make_contents(lc_figure *f, lc_error *err)
{
    size_t most = lc_layout_panels_most(f);
    lc_status st = LC_OK;
    if (f->overlay)
        f->panels = f->overlay->panels;
    else
        st = lc_panels_choose(&f->panels, f->run, f->diagnosis, most, err);
    if (st != LC_OK)
        return st;
    f->panels.n = f->panels.n < most ? f->panels.n : most;
    f->n = f->panels.n;
    lc_layout_grid(f);
    start_curves(f);
    set_x(f);
    find_best(f);
    st = make_curves(f, err);
    if (st == LC_OK)
        st = name_curves(f, err);
    if (st != LC_OK)
        return st;
    lc_layout_margins(f);
    lc_ranges_add(f);
    return LC_OK;
}

lc_status lc_figure_compose(lc_figure *f, const lc_figure_source *source, lc_error *err)
{
    static const lc_plot_options defaults = LC_PLOT_OPTIONS_INIT;
    *f = (lc_figure){.run = source->run,
                     .diagnosis = source->diagnosis,
                     .overlay = source->overlay,
                     .options = source->options ? source->options : &defaults,
                     .glyphs = source->glyphs};
    f->theme = lc_theme_pick(f->options->dark, f->options->mono);
    if (f->run->n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "nothing to draw: the run has no records");
    lc_status st = lc_layout_size(f, source->width, err);
    if (st == LC_OK)
        st = make_contents(f, err);
    if (st == LC_OK)
        st = lc_layout_captions(f, err);
    if (st == LC_OK)
        st = lc_layout_page(f, err);
    if (st == LC_OK)
        st = lc_end_labels_put(f, err);
    return st == LC_OK && !f->options->plain ? lc_annotate(f, err) : st;
}
