/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.c - everything on its place of the page. */
#include "plot/figure.h"

#include "base/mem.h"
#include "plot/font.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define WIDTH_USUAL 1600.0  /* [px] */
#define HEIGHT_USUAL 1180.0 /* [px] of two panels and six findings, for the scale only */
#define WIDTH_LEAST 320u
#define HEIGHT_LEAST 240u
#define SIZE_MOST 16000u /* cairo ends at 32767; so much takes 1 GB already */
#define SCALE_LEAST 0.62 /* text of 10 px is the smallest that can be read */

/* Distances at scale 1 [px]. */
#define MARGIN_TOP 26.0
#define MARGIN_LEFT 100.0
#define MARGIN_RIGHT 24.0
#define MARGIN_BOTTOM 22.0
#define TITLE_LEADING 1.28 /* [sizes] from line to line */
#define SUBTITLE_LEADING 1.5
#define BODY_LEADING 1.4
#define HEADING_GAP 6.0
#define HEADINGS_USUAL 250.0 /* of title, subtitle, axis and two findings */
#define PANEL_GAP 16.0
#define PANEL_HEAD 30.0   /* name of the panel, above it */
#define PANEL_LEAST 105.0 /* lower ones give way to fewer findings */
#define PANEL_BARE 40.0   /* no curve can be read in less */
#define FOOT 70.0         /* tics and name of the x axis */
#define ODD_EDGE 9.0      /* from a panel's edge to the marks of values off the scale */
#define ODD_STEP 15.0
#define TIC_SPACING 58.0
#define X_TIC_SPACING 105.0
#define WORDS_GAP 12.0
#define WORD_GAP 9.0
#define END_OFFSET 34.0 /* from the axis' end to the labels at the lines' ends */
#define END_LEADING 1.3
#define GAP_LEAST 4.5    /* [label sizes] between two ends to write their distance there */
#define BODY_INDENT 34.0 /* badge, then severity, then text */
#define SEVERITY_WIDTH 92.0
#define EXPLAINED_INDENT 26.0
#define PANELS_SHARE 0.36 /* of a given height: less, and findings give way */
#define END_SHARE 0.27    /* of the page's width, at most, for labels at the lines' ends */

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

double lc_frame_x(const lc_figure *f, double x)
{
    return f->left + lc_axis_share(&f->x, x) * (f->right - f->left);
}

double lc_frame_y(const lc_frame *frame, double y)
{
    return frame->box.bottom + lc_axis_share(&frame->y, y) * (frame->box.top - frame->box.bottom);
}

double lc_frame_odd_y(const lc_figure *f, const lc_frame *frame, size_t j, lc_odd kind)
{
    double edge = ODD_EDGE * f->scale;
    if (kind == LC_ODD_NAN) /* several curves often fail at once: their crosses must not hide */
        return frame->box.bottom + edge + (double)j * ODD_STEP * f->scale;
    return kind == LC_ODD_UP ? frame->box.top - edge : frame->box.bottom + edge;
}

/* ---- size, scale, columns ------------------------------------------------------------ */

static lc_status set_size(lc_figure *f, lc_error *err)
{
    unsigned w = f->options->width, h = f->options->height;
    if ((w && w < WIDTH_LEAST) || (h && h < HEIGHT_LEAST) || w > SIZE_MOST || h > SIZE_MOST)
        return lc_error_set(err, LC_E_ARG, 0, "a plot of %ux%u pixels: expected %ux%u to %ux%u", w,
                            h, WIDTH_LEAST, HEIGHT_LEAST, SIZE_MOST, SIZE_MOST);
    f->width = w ? w : WIDTH_USUAL;
    f->height = h;
    double ratio = f->width / WIDTH_USUAL;
    if (h)
        ratio = fmin(ratio, h / HEIGHT_USUAL);
    f->scale = ratio >= 1 ? ratio : fmax(sqrt(ratio), SCALE_LEAST);
    return LC_OK;
}

/* How many panels a page of this height holds. */
static size_t panels_most(const lc_figure *f)
{
    if (f->height == 0)
        return LC_PANELS_MAX;
    double each = PANEL_LEAST + PANEL_HEAD + PANEL_GAP;
    double n = floor((f->height / f->scale - HEADINGS_USUAL) / each);
    return (size_t)fmin(fmax(n, 1), LC_PANELS_MAX);
}

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
            c->label = lc_heading_end_label(c->series, em);
            if (!c->label)
                return lc_error_nomem(err);
        }
    }
    return LC_OK;
}

/* The right margin holds the longest label at a line's end. */
static void set_margins(lc_figure *f)
{
    double widest = 0, k = f->scale;
    for (size_t i = 0; i < f->n; i++) {
        for (size_t j = 0; j < f->frame[i].n; j++)
            widest = fmax(widest, lc_font_width(f->frame[i].curve[j].label, true));
    }
    f->left = MARGIN_LEFT * k;
    f->right = f->width - widest * LC_SIZE_END * k - (END_OFFSET + MARGIN_RIGHT) * k;
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

/* ---- curves and ranges --------------------------------------------------------------- */

static size_t copy_values(double *to, const lc_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        to[i] = rows->row[i].y;
    return rows->n;
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
        n += frame->curve[j].raw.n + frame->curve[j].smooth.n + frame->curve[j].ahead.n;
    double *v = lc_mem_resize(NULL, n + 1, sizeof *v);
    if (!v)
        return lc_error_nomem(err);
    for (size_t j = 0; j < frame->n; j++) {
        k += copy_values(v + k, &frame->curve[j].raw);
        k += copy_values(v + k, &frame->curve[j].smooth);
        k += copy_values(v + k, &frame->curve[j].ahead);
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
    const lc_rows *rows = dense->smooth.n ? &dense->smooth : &dense->raw;
    bool ok = true;
    for (size_t i = 0; ok && i < rows->n; i++) {
        double y = lc_plot_curve_at(other, rows->row[i].x), both = y + rows->row[i].y;
        ok = lc_rows_add(&frame->gap, rows->row[i].x, isfinite(both) ? y : NAN, rows->row[i].y);
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

/* How well a series serves to choose a model by; 0: not at all. */
static int best_rank(const lc_metric *m)
{
    if (m->better == LC_NEITHER)
        return 0;
    if (m->split == LC_VALIDATION)
        return m->kind == LC_LOSS ? 4 : m->kind == LC_SCORE ? 3 : 0;
    return m->kind == LC_LOSS ? 2 : m->kind == LC_SCORE ? 1 : 0;
}

static void find_best_value(lc_figure *f, const lc_series *s)
{
    bool higher = s->metric.better == LC_HIGHER_IS_BETTER, differs = false;
    for (size_t i = 0; i < s->n; i++) {
        double y = s->y[i];
        differs = differs || (f->best.known && isfinite(y) && y != f->best.y);
        if (!isfinite(y) || (f->best.known && (higher ? y <= f->best.y : y >= f->best.y)))
            continue;
        f->best.known = true;
        f->best.x = lc_series_x(f->run, s, i);
        f->best.y = y;
    }
    f->best.known = differs; /* a constant has no best value */
}

static void find_best(lc_figure *f)
{
    int rank = 0;
    if (f->run->axis == LC_TRAIN_SIZE || f->run->n < 2)
        return;
    for (size_t i = 0; i < f->n; i++) {
        for (size_t j = 0; j < f->frame[i].n; j++) {
            const lc_plot_curve *c = &f->frame[i].curve[j];
            if (best_rank(&c->series->metric) <= rank || c->finite_n == 0)
                continue;
            rank = best_rank(&c->series->metric);
            f->best.series = c->index;
        }
    }
    if (rank)
        find_best_value(f, &f->run->series[f->best.series]);
}

/* ---- the page from top to bottom ----------------------------------------------------- */

static bool has_more(const lc_figure *f)
{
    return f->diagnosis && f->diagnosis->n > f->shown;
}

/* Height of the findings in words. */
static double words_height(const lc_figure *f)
{
    double h = has_more(f) ? LC_SIZE_BODY * BODY_LEADING : 0;
    for (size_t i = 0; i < f->shown; i++)
        h += (double)f->words[i].n * LC_SIZE_BODY * BODY_LEADING + WORD_GAP;
    return h > 0 ? (h + WORDS_GAP) * f->scale : 0;
}

/* Height of everything but the panels themselves. */
static double fixed_height(const lc_figure *f)
{
    double k = f->scale;
    double h = (MARGIN_TOP + HEADING_GAP + FOOT + MARGIN_BOTTOM) * k;
    h += (double)f->title.n * f->title_size * TITLE_LEADING;
    h += (double)f->subtitle.n * LC_SIZE_SUBTITLE * SUBTITLE_LEADING * k;
    h += (double)f->n * (PANEL_GAP + PANEL_HEAD) * k;
    return h + words_height(f);
}

/* Height that a panel has on a page of its own choice [px at scale 1]. */
static double usual_height(const lc_figure *f, size_t i)
{
    if (f->n == 1)
        return 540;
    if (i == 0)
        return f->n > 3 ? 340 : 430;
    return f->frame[i].panel->kind == LC_LEARNING_RATE ? 150 : f->n > 3 ? 215 : 300;
}

static lc_status set_height(lc_figure *f, lc_error *err)
{
    double usual = 0;
    for (size_t i = 0; i < f->n; i++)
        usual += usual_height(f, i) * f->scale;
    if (f->height == 0) {
        f->height = ceil((fixed_height(f) + usual) / 2) * 2;
        return LC_OK;
    }
    double least = fmax((double)f->n * PANEL_LEAST * f->scale, PANELS_SHARE * f->height);
    while (f->shown && f->height - fixed_height(f) < least)
        f->shown--;
    if (f->height - fixed_height(f) < PANEL_BARE * f->scale * (double)f->n)
        return lc_error_set(err, LC_E_ARG, 0, "%.0f pixels are not high enough for this plot",
                            f->height);
    return LC_OK;
}

static bool put_lines(lc_figure *f, const lc_texts *lines, lc_label at, double leading, double *y)
{
    for (size_t i = 0; i < lines->n; i++) {
        at.y = *y - at.size * leading / 2;
        if (!lc_labels_add(&f->labels, at, "%s", lines->text[i]))
            return false;
        *y -= at.size * leading;
    }
    return true;
}

static bool put_heading(lc_figure *f, double *y)
{
    lc_label title = {.x = f->left, .color = f->theme->ink, .size = f->title_size, .bold = true};
    lc_label sub = {.x = f->left, .color = f->theme->mute, .size = LC_SIZE_SUBTITLE * f->scale};
    bool ok = put_lines(f, &f->title, title, TITLE_LEADING, y);
    *y -= HEADING_GAP * f->scale;
    return ok && put_lines(f, &f->subtitle, sub, SUBTITLE_LEADING, y);
}

static const char *head_text(const lc_frame *frame)
{
    const lc_panel *p = frame->panel;
    if (p->kind == LC_LEARNING_RATE)
        return "learning rate";
    if (p->kind == LC_GRADIENT_NORM)
        return "gradient norm";
    if (p->families > 1 && p->kind == LC_SCORE)
        return "scores";
    if (p->families > 1 && p->kind == LC_LOSS)
        return "losses";
    return frame->curve[0].series->metric.base;
}

static bool put_head(lc_figure *f, lc_frame *frame, double y)
{
    const char *text = head_text(frame), *log = frame->y.log ? ", log scale" : "";
    char *clean = lc_text_clean(text ? text : "", text ? strlen(text) : 0);
    char *name = clean ? lc_font_elide(clean, false, 40) : NULL;
    lc_label at = {.x = f->left, .y = y, .color = f->theme->mute, .size = LC_SIZE_HEAD * f->scale};
    bool ok = name && lc_labels_add(&f->labels, at, "%s%s%s", name,
                                    frame->panel->percent ? ", %" : "", log);
    lc_mem_free(clean);
    lc_mem_free(name);
    return ok;
}

static bool put_x_name(lc_figure *f, double y)
{
    const char *name = f->run->axis_name ? f->run->axis_name : lc_heading_axis(f->run);
    char *clean = lc_text_clean(name, strlen(name));
    char *text = clean ? lc_font_elide(clean, false, 40) : NULL;
    lc_label at = {.x = (f->left + f->right) / 2,
                   .y = y,
                   .color = f->theme->mute,
                   .size = LC_SIZE_HEAD * f->scale,
                   .align = LC_CENTER};
    bool ok = text && lc_labels_add(&f->labels, at, "%s", text);
    lc_mem_free(clean);
    lc_mem_free(text);
    return ok;
}

static bool put_panels(lc_figure *f, double *y)
{
    double usual = 0, k = f->scale, free_height = f->height - fixed_height(f);
    for (size_t i = 0; i < f->n; i++)
        usual += usual_height(f, i);
    for (size_t i = 0; i < f->n; i++) {
        lc_frame *frame = &f->frame[i];
        *y -= PANEL_GAP * k;
        if (!put_head(f, frame, *y - PANEL_HEAD * k * 0.45))
            return false;
        *y -= PANEL_HEAD * k;
        double height = free_height * usual_height(f, i) / usual;
        frame->box = (lc_box){f->left, f->right, *y - height, *y};
        lc_axis_tics(&frame->y, height, fmax(fmin(TIC_SPACING * k, height / 3.5), 24 * k));
        *y -= height;
    }
    lc_axis_tics(&f->x, f->right - f->left, X_TIC_SPACING * k);
    *y -= FOOT * k;
    return put_x_name(f, *y + 14 * k);
}

static bool put_finding(lc_figure *f, size_t i, double *y)
{
    const lc_finding *finding = &f->diagnosis->findings[i];
    bool explained = finding->explained_by != NULL;
    double k = f->scale, x = f->left + (explained ? EXPLAINED_INDENT * k : 0);
    double size = LC_SIZE_BODY * k, middle = *y - size * BODY_LEADING / 2;
    bool critical = finding->severity == LC_CRITICAL && !explained;
    lc_label word = {
        .x = x + BODY_INDENT * k, .y = middle, .size = size, .bold = true, .color = f->theme->mute};
    if (!explained && finding->severity != LC_NOTE)
        word.color = critical ? f->theme->critical : f->theme->ink;
    lc_label text = {.x = word.x + SEVERITY_WIDTH * k,
                     .size = size,
                     .color = explained ? f->theme->mute : f->theme->ink};
    f->badge[f->badge_n++] =
        (lc_badge){x + LC_BADGE_RADIUS * k, middle, i + 1, finding->severity, explained};
    bool ok = lc_labels_add(&f->labels, word, "%s", lc_severity_name(finding->severity)) &&
              put_lines(f, &f->words[i], text, BODY_LEADING, y);
    *y -= WORD_GAP * k;
    return ok;
}

static bool put_words(lc_figure *f, double *y)
{
    bool ok = true;
    *y -= WORDS_GAP * f->scale;
    for (size_t i = 0; ok && i < f->shown; i++)
        ok = put_finding(f, i, y);
    if (!ok || !has_more(f))
        return ok;
    size_t more = f->diagnosis->n - f->shown;
    lc_label at = {.x = f->left + BODY_INDENT * f->scale,
                   .color = f->theme->mute,
                   .size = LC_SIZE_BODY * f->scale};
    at.y = *y - at.size * BODY_LEADING / 2;
    return lc_labels_add(&f->labels, at, "and %zu %sfinding%s in the report", more,
                         f->shown ? "more " : "", more == 1 ? "" : "s");
}

static lc_status put_page(lc_figure *f, lc_error *err)
{
    double y = f->height - MARGIN_TOP * f->scale;
    if (!put_heading(f, &y) || !put_panels(f, &y) || !put_words(f, &y))
        return lc_error_nomem(err);
    return LC_OK;
}

/* ---- labels at the lines' ends ------------------------------------------------------- */

static void add_arrow(lc_frame *frame, lc_arrow a)
{
    if (frame->arrow_n < LC_ARROWS_MAX)
        frame->arrow[frame->arrow_n++] = a;
}

/* Where the label of a curve wants to be. */
static double end_want(const lc_frame *frame, const lc_plot_curve *c)
{
    double y = isfinite(c->end) ? lc_frame_y(frame, c->end) : frame->box.bottom;
    return fmin(fmax(y, frame->box.bottom), frame->box.top);
}

/* Curves from the lowest end to the highest. */
static void sort_ends(const lc_frame *frame, size_t order[LC_PANEL_SERIES])
{
    for (size_t i = 0; i < frame->n; i++) {
        size_t j = i;
        double want = end_want(frame, &frame->curve[i]);
        for (; j > 0 && end_want(frame, &frame->curve[order[j - 1]]) > want; j--)
            order[j] = order[j - 1];
        order[j] = i;
    }
}

static lc_status put_ends(lc_figure *f, lc_frame *frame, lc_error *err)
{
    size_t order[LC_PANEL_SERIES];
    double at[LC_PANEL_SERIES], k = f->scale, size = LC_SIZE_END * k;
    sort_ends(frame, order);
    for (size_t i = 0; i < frame->n; i++)
        at[i] = end_want(frame, &frame->curve[order[i]]);
    lc_status st =
        lc_spread(at, frame->n, size * END_LEADING, frame->box.bottom, frame->box.top, err);
    for (size_t i = 0; st == LC_OK && i < frame->n; i++) {
        const lc_plot_curve *c = &frame->curve[order[i]];
        lc_label l = {.x = f->right + END_OFFSET * k,
                      .y = at[i],
                      .color = c->stroke.text,
                      .size = size,
                      .bold = true};
        if (!lc_labels_add(&frame->labels, l, "%s", c->label))
            st = lc_error_nomem(err);
        double want = end_want(frame, c);
        if (fabs(want - at[i]) > 0.4 * size)
            add_arrow(frame, (lc_arrow){f->right + 7 * k, want, f->right + (END_OFFSET - 5) * k,
                                        at[i], c->stroke.line, false});
    }
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

/* The distance of a pair's ends, where there is room for it between their labels. */
static bool put_gap(lc_figure *f, lc_frame *frame)
{
    const lc_plot_curve *a = &frame->curve[0], *b = &frame->curve[1];
    if (frame->n != 2 || frame->gap.n == 0 || incomparable(f, frame))
        return true;
    double k = f->scale, size = LC_SIZE_NOTE * k;
    double low = fmin(end_want(frame, a), end_want(frame, b));
    double high = fmax(end_want(frame, a), end_want(frame, b));
    bool ratio = frame->panel->kind == LC_LOSS && a->last > 0 && b->last > 0;
    double gap = ratio ? b->last / a->last : fabs(b->last - a->last);
    if (!(high - low > GAP_LEAST * LC_SIZE_END * k) || !isfinite(gap))
        return true;
    double pad = 0.65 * LC_SIZE_END * k;
    add_arrow(frame, (lc_arrow){f->right + 16 * k, low + pad, f->right + 16 * k, high - pad,
                                f->theme->mute, true});
    char text[LC_NUMBER_SIZE];
    lc_text_round(text, gap, 2);
    lc_label l = {.x = f->right + END_OFFSET * k,
                  .y = (low + high) / 2,
                  .color = f->theme->mute,
                  .size = size};
    return lc_labels_add(&frame->labels, l, ratio ? "gap \xC3\x97%s" : "gap %s", text);
}

static lc_status put_all_ends(lc_figure *f, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; st == LC_OK && i < f->n; i++) {
        st = put_ends(f, &f->frame[i], err);
        if (st == LC_OK && !put_gap(f, &f->frame[i]))
            st = lc_error_nomem(err);
    }
    return st;
}

/* ---- all of it ----------------------------------------------------------------------- */

static lc_status make_contents(lc_figure *f, lc_error *err)
{
    lc_status st = lc_panels_choose(&f->panels, f->run, f->diagnosis, panels_most(f), err);
    if (st != LC_OK)
        return st;
    f->n = f->panels.n;
    st = start_curves(f, err);
    if (st != LC_OK)
        return st;
    set_margins(f);
    set_x(f);
    st = make_curves(f, err);
    find_best(f);
    return st;
}

static lc_status make_words(lc_figure *f, lc_error *err)
{
    double k = f->scale, full = f->width - f->left - MARGIN_RIGHT * k;
    lc_status st = lc_heading_make(f, full, err);
    if (st != LC_OK)
        return st;
    double indent = (EXPLAINED_INDENT + BODY_INDENT + SEVERITY_WIDTH) * k;
    return lc_heading_words(f, full - indent, err);
}

lc_status lc_figure_make(lc_figure *f, const lc_run *run, const lc_diagnosis *diagnosis,
                         const lc_plot_options *options, lc_error *err)
{
    static const lc_plot_options defaults = LC_PLOT_OPTIONS_INIT;
    *f = (lc_figure){.run = run, .diagnosis = diagnosis, .options = options ? options : &defaults};
    f->theme = lc_theme_pick(f->options->dark, f->options->mono);
    if (run->n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "nothing to draw: the run has no records");
    lc_status st = set_size(f, err);
    if (st == LC_OK)
        st = make_contents(f, err);
    if (st == LC_OK)
        st = make_words(f, err);
    if (st == LC_OK)
        st = set_height(f, err);
    if (st == LC_OK)
        st = put_page(f, err);
    if (st == LC_OK)
        st = put_all_ends(f, err);
    return st == LC_OK ? lc_note_all(f, err) : st;
}

static void free_labels(lc_labels *labels)
{
    for (size_t i = 0; i < labels->n; i++)
        lc_mem_free(labels->label[i].text);
    lc_mem_free(labels->label);
}

static void free_frame(lc_frame *frame)
{
    for (size_t j = 0; j < LC_PANEL_SERIES; j++)
        lc_plot_curve_free(&frame->curve[j]);
    for (size_t j = 0; j < LC_SWINGS_MAX; j++)
        lc_rows_free(&frame->swing[j].band);
    lc_rows_free(&frame->gap);
    lc_ink_free(&frame->ink);
    free_labels(&frame->labels);
}

void lc_figure_free(lc_figure *f)
{
    for (size_t i = 0; i < LC_PANELS_MAX; i++)
        free_frame(&f->frame[i]);
    for (size_t i = 0; i < LC_BADGES_MAX; i++)
        lc_texts_free(&f->words[i]);
    lc_texts_free(&f->title);
    lc_texts_free(&f->subtitle);
    free_labels(&f->labels);
    *f = (lc_figure){0};
}
