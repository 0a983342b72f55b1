/* SPDX-License-Identifier: GPL-3.0-or-later */
/* captions.c - the texts of a plot: title, subtitle, findings, names and numbers. */
#include "plot/captions.h"

#include "base/mem.h"
#include "plot/font.h"
#include "model/metric.h"
#include "model/run.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DOT " \xC2\xB7 "
#define ARROW "\xE2\x86\x92 "
#define SQUARE "\xE2\x96\xA1"
#define DASH "\xE2\x80\x93"
#define NAME_EM 24.0      /* a run's or metric's name takes no more of the subtitle */
#define TITLE_LINES 2     /* a longer title is set smaller */
#define TITLE_SHRINK 0.72 /* but no smaller than this; then it takes more lines */
#define VALUE_DIGITS 4
#define LINES_MOST 3 /* of a caption or finding on a page of a given height */

void lc_captions_value(char out[LC_NUMBER_SIZE], const lc_series *s, double v)
{
    double size = fabs(v);
    if (!isfinite(v) || size >= 1e6 || size < 1e-4 || s->quantum <= 0) {
        lc_text_round(out, v, VALUE_DIGITS);
        lc_axis_shorten(out);
        return;
    }
    double printed = ceil(-log10(s->quantum) - 1e-9);
    double wanted = VALUE_DIGITS - 1 - floor(log10(size));
    snprintf(out, LC_NUMBER_SIZE, "%.*f", (int)fmax(0, fmin(printed, wanted)), v);
}

void lc_captions_x(char out[LC_NUMBER_SIZE], double x)
{
    bool whole = x == floor(x) && fabs(x) < 1e15;
    if (fabs(x) >= 1e6 && whole && fmod(x, 1e3) == 0)
        snprintf(out, LC_NUMBER_SIZE, "%.12gM", x / 1e6);
    else
        snprintf(out, LC_NUMBER_SIZE, whole ? "%.0f" : "%.5g", x);
}

/* A copy of a name that is clean and not too wide. */
static char *short_name(const char *name, bool bold, double em)
{
    char *clean = lc_text_clean(name ? name : "", name ? strlen(name) : 0);
    if (!clean)
        return NULL;
    char *shorter = lc_font_elide(clean, bold, em);
    lc_mem_free(clean);
    return shorter;
}

char *lc_captions_name(const char *name, double em)
{
    return short_name(name, true, em);
}

char *lc_captions_curve(const lc_figure *f, lc_plot_curve *c, const char *name, size_t equal,
                        double em)
{
    char value[LC_NUMBER_SIZE], x[LC_NUMBER_SIZE], more[LC_NUMBER_SIZE] = "";
    bool ahead = c->forecast.n > 0, early = !f->overlay && lc_figure_ends_early(f, c);
    lc_captions_value(value, c->series, lc_plot_curve_last(c));
    lc_captions_x(x, c->last_x);
    if (equal)
        snprintf(more, sizeof more, " (+%zu equal)", equal);
    const char *to = ahead ? ARROW : "", *unit = c->series->percent ? " %" : "";
    char *tail =
        lc_text_format("%s %s%s%s%s%s", more, to, value, unit, early ? " at " : "", early ? x : "");
    char *shorter = tail ? short_name(name, true, fmax(em - lc_font_width(tail, true), 3)) : NULL;
    char *label = shorter ? lc_text_format("%s%s", shorter, tail) : NULL;
    c->name_n = shorter ? strlen(shorter) : 0;
    lc_mem_free(shorter);
    lc_mem_free(tail);
    return label;
}

const char *lc_captions_axis(const lc_run *run)
{
    switch (run->axis) {
    case LC_EPOCH:
        return "epoch";
    case LC_STEP:
        return "step";
    case LC_WALL_TIME:
        return "time";
    case LC_TRAIN_SIZE:
        return "training size";
    default:
        return lc_run_counts_samples(run) ? LC_SAMPLES : lc_run_is_numbered(run) ? "record" : "x";
    }
}

/* ---- title --------------------------------------------------------------------------- */

/* A sentence begins with a capital, but the name of a metric stays as it is. */
static void capitalise(char *s, const lc_run *run)
{
    size_t n = strcspn(s, " ,;:");
    for (size_t i = 0; i < n; i++) {
        if (!isalpha((unsigned char)s[i]) && s[i] != '-')
            return;
    }
    for (size_t i = 0; i < run->series_n; i++) {
        const char *name = run->series[i].metric.name;
        size_t m = strlen(name);
        if (strncmp(name, s, m) == 0 && strchr(" ,;:", s[m]))
            return;
    }
    if (n > 0)
        s[0] = (char)toupper((unsigned char)s[0]);
}

static char *title_text(const lc_figure *f)
{
    const lc_diagnosis *d = f->diagnosis;
    const char *title = f->options->title;
    if (!title && f->overlay)
        title = f->overlay->title;
    if (!title && d)
        title = d->verdict.summary ? d->verdict.summary : d->verdict.name;
    if (!title)
        title = f->run->name ? f->run->name : f->run->source ? f->run->source : "Learning curves";
    char *clean = lc_text_clean(title, strlen(title));
    if (clean && !f->options->title && d)
        capitalise(clean, f->run);
    return clean;
}

/* Never cut off: set smaller to fit two lines, and then in as many lines as it takes. */
static bool wrap_title(lc_figure *f, const char *title, double width)
{
    double size = LC_SIZE_TITLE * f->scale, least = size * TITLE_SHRINK;
    while (size > least && lc_font_width(title, true) * size > width * (TITLE_LINES - 0.15))
        size *= 0.96;
    f->title_size = size;
    return lc_font_wrap(&f->title, title, true, width / size, 0);
}

/* ---- subtitle ------------------------------------------------------------------------ */

static bool put_name(FILE *out, const lc_run *run)
{
    const char *name = run->name;
    if (!name && run->source && strcmp(run->source, "-") != 0) {
        const char *slash = strrchr(run->source, '/');
        name = slash && slash[1] ? slash + 1 : run->source;
    }
    if (!name || !*name)
        return true;
    char *text = short_name(name, false, NAME_EM);
    if (text)
        fprintf(out, "%s" DOT, text);
    lc_mem_free(text);
    return text != NULL;
}

static void put_extent(FILE *out, const lc_run *run)
{
    const char *word = lc_captions_axis(run), *s = run->n == 1 ? "" : "s";
    bool counted = lc_kind_is_axis(run->axis) || lc_run_is_numbered(run); /* "times 1-9" is none */
    char from[LC_NUMBER_SIZE], to[LC_NUMBER_SIZE], count[LC_NUMBER_SIZE];
    double first = run->x[0], last = run->x[run->n - 1];
    bool each = (first == 0 || first == 1) && last - first == (double)(run->n - 1);
    lc_captions_x(from, first);
    lc_captions_x(to, last);
    lc_captions_x(count, (double)run->n);
    if (each)
        fprintf(out, "%s %s%s", count, counted ? word : "record", s);
    else if (run->n == 1)
        fprintf(out, "%s %s", word, from);
    else
        fprintf(out, "%s%s %s" DASH "%s (%s recorded)", word, counted ? "s" : "", from, to, count);
}

static bool put_best(FILE *out, const lc_figure *f)
{
    if (!f->best.known)
        return true;
    const lc_series *s = &f->run->series[f->best.series];
    char value[LC_NUMBER_SIZE], x[LC_NUMBER_SIZE];
    char *name = short_name(s->metric.name, false, NAME_EM);
    if (!name)
        return false;
    lc_captions_value(value, s, f->best.y);
    lc_captions_x(x, f->best.x);
    fprintf(out, DOT "best %s %s%s at %s %s", name, value, s->percent ? " %" : "",
            lc_captions_axis(f->run), x);
    lc_mem_free(name);
    return true;
}

static size_t first_window(const lc_figure *f)
{
    for (size_t i = 0; i < f->n; i++) {
        for (size_t j = 0; j < f->frame[i].n; j++) {
            if (f->frame[i].curve[j].smooth.n)
                return f->frame[i].curve[j].window;
        }
    }
    return 0;
}

static bool put_left_out(FILE *out, const lc_figure *f)
{
    const lc_panels *p = &f->panels;
    if (p->left_out == 0)
        return true;
    char *name = short_name(f->run->series[p->first_left_out].metric.name, false, NAME_EM);
    if (!name)
        return false;
    fprintf(out, DOT "not drawn: %s", name);
    if (p->left_out > 1)
        fprintf(out, " and %zu more", p->left_out - 1);
    lc_mem_free(name);
    return true;
}

static bool has_forecast(const lc_figure *f)
{
    for (size_t i = 0; i < f->n; i++)
        for (size_t j = 0; j < f->frame[i].n; j++)
            if (f->frame[i].curve[j].forecast.n > 0)
                return true;
    return false;
}

static bool has_spread(const lc_figure *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->frame[i].spreads)
            return true;
    return false;
}

static void put_package(FILE *out, const lc_figure *f)
{
    const char *package = lc_glyphs_package(f->glyphs);
    if (package)
        fprintf(out, DOT SQUARE ": no font has these characters (Debian: %s)", package);
}

/* What the lines of several runs are. */
static bool put_overlay(FILE *out, const lc_figure *f)
{
    bool smooth = first_window(f) > 0;
    char *clean = lc_text_clean(f->overlay->subtitle, strlen(f->overlay->subtitle));
    fputs(clean ? clean : "", out);
    if (smooth)
        fputs(DOT "lines and numbers: running medians", out);
    put_package(out, f);
    lc_mem_free(clean);
    return clean != NULL;
}

static bool put_subtitle(FILE *out, const lc_figure *f)
{
    char lr[LC_NUMBER_SIZE];
    if (f->overlay)
        return put_overlay(out, f);
    if (!put_name(out, f->run))
        return false;
    put_extent(out, f->run);
    if (!put_best(out, f))
        return false;
    lc_text_round(lr, f->panels.lr, VALUE_DIGITS);
    if (f->panels.constant_lr)
        fprintf(out, DOT "constant learning rate %s", lr);
    size_t window = first_window(f);
    if (window)
        fprintf(out, DOT "lines and numbers: median of %zu records, faint: as recorded", window);
    if (has_spread(f))
        fputs(DOT "shaded: one standard deviation", out);
    if (has_forecast(f))
        fputs(DOT "dotted: forecast, shaded: 90 % of the values", out);
    put_package(out, f);
    return put_left_out(out, f);
}

/* Lines of a caption or finding: as many as it takes where the page may grow. */
static size_t lines_most(const lc_figure *f)
{
    return f->options->height > 0 ? LINES_MOST : 0;
}

static bool make_subtitle(lc_figure *f, double em)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = lc_text_open(&text, &size);
    if (!out)
        return false;
    bool ok = put_subtitle(out, f);
    ok = lc_text_close(out, &text) && ok &&
         lc_font_wrap(&f->subtitle, text, false, em, lines_most(f));
    lc_mem_free(text);
    return ok;
}

lc_status lc_captions_make(lc_figure *f, double width, lc_error *err)
{
    char *title = title_text(f);
    bool ok = title && (f->options->untitled || wrap_title(f, title, width)) &&
              make_subtitle(f, width / (LC_SIZE_SUBTITLE * f->scale));
    lc_mem_free(title);
    return ok ? LC_OK : lc_error_nomem(err);
}

/* ---- findings ------------------------------------------------------------------------ */

static bool wrap_finding(lc_texts *lines, const lc_finding *finding, double em, size_t most)
{
    const char *summary = finding->summary ? finding->summary : finding->rule;
    char *text = finding->explained_by
                     ? lc_text_format("%s (explained by %s)", summary, finding->explained_by)
                     : lc_text_format("%s", summary);
    char *clean = text ? lc_text_clean(text, strlen(text)) : NULL;
    bool ok = clean && lc_font_wrap(lines, clean, false, em, most);
    lc_mem_free(text);
    lc_mem_free(clean);
    return ok;
}

lc_status lc_captions_findings(lc_figure *f, double width, lc_error *err)
{
    size_t n = f->diagnosis ? f->diagnosis->n : 0;
    for (f->shown = 0; f->shown < n && f->shown < LC_BADGES_MAX; f->shown++) {
        double em = width / (LC_SIZE_BODY * f->scale);
        if (!wrap_finding(&f->findings[f->shown], &f->diagnosis->findings[f->shown], em,
                          lines_most(f)))
            return lc_error_nomem(err);
    }
    return LC_OK;
}
