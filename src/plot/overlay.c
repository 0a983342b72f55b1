/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overlay.c - several runs on one page. */
#include "plot/overlay.h"

#include "base/mem.h"
#include "model/metric.h"
#include "model/run.h"
#include "stats/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DOT " \xC2\xB7 "
#define ELLIPSIS "\xE2\x80\xA6"
#define NAME_MOST 24  /* [bytes] longer names are shortened, if they have something in common */
#define METRICS_MAX 8 /* panels */
#define COLORED_MAX 10
#define THIN 0.4 /* of a line's width, for training beside validation */
#define GREY 0.5 /* the same of runs beyond those in colour */

/* One line of the plot's story: a run alone, or all runs of a group. */
typedef struct entry {
    const char *name;
    char *label; /* the name, or what tells it from the others where it is long */
    const lc_overlay_run *const *run; /* members */
    size_t n;
} entry;

typedef struct work {
    lc_overlay *o;
    const lc_overlay_run **run; /* those of a group stand together */
    entry *entry;
    size_t n; /* entries */
    const char *base[METRICS_MAX];
    size_t base_n;
    lc_split split; /* of the first metric, that the runs are ranked by */
    double *y;      /* room for the values of one series */
    const lc_plot_options *options;
    bool train;
    size_t left_out; /* runs without a line */
    size_t apart;    /* groups without one, as no x has values of all their runs */
} work;

/* ---- runs and groups ----------------------------------------------------------------- */

static bool same_group(const lc_overlay_run *a, const lc_overlay_run *b)
{
    return a->group && b->group && strcmp(a->group, b->group) == 0;
}

static void collect_entries(work *w, const lc_overlay_run *runs, size_t n)
{
    size_t placed = 0;
    for (size_t i = 0; i < n; i++) {
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++)
            seen = same_group(&runs[i], &runs[j]);
        if (seen)
            continue;
        entry *e = &w->entry[w->n++];
        *e = (entry){.name = runs[i].group ? runs[i].group : runs[i].name, .run = w->run + placed};
        for (size_t j = i; j < n; j++)
            if (j == i || same_group(&runs[i], &runs[j])) {
                w->run[placed++] = &runs[j];
                e->n++;
            }
    }
}

/* Whether a word ends at name[i]: not within "0.1" or "1e-3". */
static bool parts_words(const char *name, size_t i)
{
    bool exponent = name[i] == '-' && i > 0 && name[i - 1] == 'e';
    return strchr("/_-, ", name[i]) && !exponent;
}

/* How many bytes all names begin (or with `end`, end) with, in whole words. */
static size_t common_words(const work *w, bool end)
{
    const char *a = w->entry[0].name;
    size_t length = strlen(a), common = length;
    for (size_t i = 1; i < w->n; i++) {
        const char *b = w->entry[i].name;
        size_t other = strlen(b), k = 0;
        while (k < common && k < other &&
               (end ? a[length - 1 - k] == b[other - 1 - k] : a[k] == b[k]))
            k++;
        common = k;
    }
    while (common > 0 && !parts_words(a, end ? length - common : common - 1))
        common--;
    return w->n > 1 && common < length ? common : 0;
}

/* Long names lose what they have in common, or the ends of lines wouldn't tell them apart. */
static lc_status label_entries(work *w, lc_error *err)
{
    size_t longest = 0;
    for (size_t i = 0; i < w->n; i++) {
        size_t n = strlen(w->entry[i].name);
        longest = n > longest ? n : longest;
    }
    size_t before = longest > NAME_MOST ? common_words(w, false) : 0;
    size_t behind = longest > NAME_MOST ? common_words(w, true) : 0;
    for (size_t i = 0; i < w->n; i++) {
        entry *e = &w->entry[i];
        size_t n = strlen(e->name);
        bool cut = n > before + behind;
        e->label =
            cut ? lc_text_format("%s%.*s%s", before ? ELLIPSIS : "", (int)(n - before - behind),
                                 e->name + before, behind ? ELLIPSIS : "")
                : lc_mem_text(e->name, n);
        if (!e->label)
            return lc_error_nomem(err);
    }
    return LC_OK;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The union of all x. */
static lc_status merge_axes(work *w, const lc_overlay_run *runs, size_t n, lc_error *err)
{
    size_t all = 0, k = 0;
    lc_run *merged = &w->o->merged;
    for (size_t i = 0; i < n; i++) {
        all += runs[i].run->n;
        if (runs[i].run->axis != runs[0].run->axis)
            return lc_error_set(err, LC_E_ARG, 0, "runs along different axes: %s and %s",
                                lc_kind_name(runs[0].run->axis), lc_kind_name(runs[i].run->axis));
    }
    double *x = lc_mem_resize(NULL, all + 1, sizeof *x);
    if (!x)
        return lc_error_nomem(err);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < runs[i].run->n; j++)
            x[k++] = runs[i].run->x[j];
    qsort(x, all, sizeof *x, ascending);
    for (size_t i = k = 0; i < all; i++)
        if (k == 0 || x[i] > x[k - 1])
            x[k++] = x[i];
    lc_status st = k ? lc_run_set_axis(merged, runs[0].run->axis, x, k, err)
                     : lc_error_set(err, LC_E_ARG, 0, "nothing to draw: the runs have no records");
    lc_mem_free(x);
    return st;
}

/* ---- metrics ------------------------------------------------------------------------- */

static bool is_judged(const lc_series *s)
{
    return s->metric.kind == LC_LOSS || s->metric.kind == LC_SCORE;
}

static bool is_drawn(const lc_series *s)
{
    return is_judged(s) || s->metric.kind == LC_LEARNING_RATE || s->metric.kind == LC_GRADIENT_NORM;
}

static bool has_base(const work *w, const lc_series *s)
{
    for (size_t i = 0; i < w->base_n; i++)
        if (strcmp(w->base[i], s->metric.base) == 0)
            return true;
    return false;
}

static void add_base(work *w, const lc_series *s)
{
    if (w->base_n < METRICS_MAX)
        w->base[w->base_n++] = s->metric.base;
}

/* A run's series of a metric that one would compare runs by, or (`train`) the one beside it. */
static const lc_series *series_of(const work *w, const lc_run *run, const char *base, bool train)
{
    bool first = w->base_n > 0 && base == w->base[0];
    const lc_split order[] = {first ? w->split : LC_VALIDATION, LC_VALIDATION, LC_TEST,
                              LC_SPLIT_NONE, LC_TRAIN};
    const lc_series *found[2] = {NULL, NULL};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t j = 0; j < run->series_n; j++) {
            const lc_series *s = &run->series[j];
            if (!is_drawn(s) || s->metric.split != order[k] || strcmp(s->metric.base, base) != 0)
                continue;
            if (!found[0])
                found[0] = s;
            else if (s->metric.split == LC_TRAIN && !found[1] && s != found[0])
                found[1] = s;
        }
    return found[train];
}

/* How many entries have a metric. */
static size_t entries_with(const work *w, const char *base)
{
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++)
        n += series_of(w, w->entry[i].run[0]->run, base, false) != NULL;
    return n;
}

/* Whether the entries' courses of a metric differ, more than by one constant from the other. */
static bool courses_differ(const work *w, const char *base)
{
    const lc_series *first = NULL;
    bool differ = false, moves = false;
    for (size_t i = 0; i < w->n && !(differ && moves); i++) {
        const lc_series *s = series_of(w, w->entry[i].run[0]->run, base, false);
        if (!s)
            continue;
        first = first ? first : s;
        differ = differ || s->n != first->n;
        for (size_t k = 0; k < s->n && !(differ && moves); k++) {
            differ = differ || s->y[k] != first->y[k];
            moves = moves || s->y[k] != s->y[0];
        }
    }
    return differ && moves;
}

/* What explains the curves: the first metric of that kind, where it tells the entries apart. */
static void add_first_of(work *w, const lc_overlay_run *runs, size_t n, lc_kind kind)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < runs[i].run->series_n; j++) {
            const lc_series *s = &runs[i].run->series[j];
            if (s->metric.kind != kind)
                continue;
            if (courses_differ(w, s->metric.base))
                add_base(w, s);
            return;
        }
}

/* That the runs are ranked by or else the main one, those that several have, the others; of ranked
 * runs also how they were trained. */
static void choose_metrics(work *w, const lc_overlay_run *runs, size_t n)
{
    const char *name = w->options->ranked_by;
    w->split = LC_VALIDATION;
    for (size_t i = 0; i < n && name && w->base_n == 0; i++) {
        const lc_series *s = lc_run_find(runs[i].run, name);
        if (s && is_judged(s)) {
            add_base(w, s);
            w->split = s->metric.split;
        }
    }
    for (size_t i = 0; i < n && w->base_n == 0; i++)
        if (lc_run_main(runs[i].run))
            add_base(w, lc_run_main(runs[i].run));
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < runs[i].run->series_n; j++) {
                const lc_series *s = &runs[i].run->series[j];
                if (is_judged(s) && !has_base(w, s) &&
                    (pass || entries_with(w, s->metric.base) > 1))
                    add_base(w, s);
            }
    if (w->options->ranked_by) {
        add_first_of(w, runs, n, LC_LEARNING_RATE);
        add_first_of(w, runs, n, LC_GRADIENT_NORM);
    }
}

/* ---- series of the merged run -------------------------------------------------------- */

static void clear(work *w)
{
    for (size_t i = 0; i < w->o->merged.n; i++)
        w->y[i] = lc_absent();
}

/* The metric of a series under a run's name. */
static lc_status rename_series(lc_series *s, const lc_metric *like, const char *name, lc_error *err)
{
    lc_metric metric = *like;
    metric.name = lc_mem_text(name, strlen(name));
    metric.base = lc_mem_text(like->base, strlen(like->base));
    if (!metric.name || !metric.base) {
        lc_metric_free(&metric);
        return lc_error_nomem(err);
    }
    lc_metric_free(&s->metric);
    s->metric = metric;
    return LC_OK;
}

/* Add w->y as what an entry has of a metric, to the panel's end. The band is taken over. */
static lc_status add_series(work *w, lc_panel *p, const lc_series *like, const char *name,
                            lc_overlay_series *drawn, lc_error *err)
{
    lc_run *merged = &w->o->merged;
    size_t k = merged->series_n;
    char id[32]; /* of its own: several runs may have one name */
    snprintf(id, sizeof id, "%zu", k);
    if (p->n == LC_CURVES_MAX) {
        w->left_out += w->o->panels.n == 0; /* each run once */
        return LC_OK;
    }
    lc_overlay_series *list = lc_mem_resize(w->o->series, k + 1, sizeof *list);
    if (!list)
        return lc_error_nomem(err);
    w->o->series = list;
    list[k] = (lc_overlay_series){.labelled = drawn->labelled, .stroke = drawn->stroke};
    lc_status st = lc_run_add(merged, id, w->y, err);
    if (st != LC_OK)
        return st;
    list[k].band = drawn->band;
    drawn->band = (lc_points){0};
    lc_series *s = &merged->series[k];
    if (p->n == 0)
        p->name = like->metric.name;
    else if (p->name && strcmp(p->name, like->metric.name) != 0)
        p->name = NULL;
    p->series[p->n++] = k;
    p->percent = p->percent || s->percent;
    for (size_t i = 0; i < s->n; i++)
        if (isfinite(s->y[i])) {
            p->lo = fmin(p->lo, s->y[i]);
            p->hi = fmax(p->hi, s->y[i]);
        }
    return rename_series(s, &like->metric, name, err);
}

/* A line of the entry `i`: in the colour of its own, or grey. */
static lc_overlay_series style_of(const work *w, size_t i, bool train)
{
    lc_overlay_series s = {.labelled = i < COLORED_MAX && !train};
    s.stroke =
        lc_theme_run_stroke(w->options->dark, w->options->mono, i < COLORED_MAX ? i : SIZE_MAX);
    s.stroke.width = i >= COLORED_MAX ? GREY : train ? THIN : 1;
    if (train && !w->options->mono)
        s.stroke.marker = 0; /* of few records those of validation are marked */
    return s;
}

static lc_status add_run(work *w, lc_panel *p, size_t i, const char *base, bool train,
                         lc_error *err)
{
    const lc_run *run = w->entry[i].run[0]->run;
    const lc_series *s = series_of(w, run, base, train);
    if (!s)
        return LC_OK;
    clear(w);
    for (size_t k = 0; k < s->n; k++)
        w->y[lc_first_from(w->o->merged.x, w->o->merged.n, lc_series_x(run, s, k))] = s->y[k];
    lc_overlay_series drawn = style_of(w, i, train);
    if (w->options->ranked_by && i == 0 && !train && w->o->panels.n == 0)
        w->o->best = w->o->merged.series_n;
    return add_series(w, p, s, w->entry[i].label, &drawn, err);
}

/* A run of a group, and how far it was looked at. */
typedef struct member {
    const lc_run *run;
    const lc_series *series; /* NULL: it has none of the metric */
    size_t next;             /* the first value whose x isn't below those asked for so far */
} member;

/* y at x, which never falls from call to call, by linear interpolation; NaN outside. */
static double value_at(member *m, double x)
{
    const lc_series *s = m->series;
    while (s && m->next < s->n && lc_series_x(m->run, s, m->next) < x)
        m->next++;
    size_t k = m->next;
    if (!s || k == s->n)
        return NAN;
    double at = lc_series_x(m->run, s, k);
    if (at == x)
        return s->y[k];
    if (k == 0)
        return NAN;
    double before = lc_series_x(m->run, s, k - 1), t = (x - before) / (at - before);
    return s->y[k - 1] * (1 - t) + s->y[k] * t;
}

/* The median of the group's runs in w->y and their range in the band, at each x of the first one where
 * all of them are; *any: there is such an x. False when memory is out. */
static bool fill_group(work *w, member *m, size_t n, lc_points *band, bool *any)
{
    double *v = lc_mem_resize(NULL, n, sizeof *v);
    bool ok = v != NULL;
    clear(w);
    *any = false;
    for (size_t k = 0; ok && m->series && k < m->series->n; k++) {
        double x = lc_series_x(m->run, m->series, k);
        size_t finite = 0;
        for (size_t i = 0; i < n; i++) {
            double y = value_at(&m[i], x);
            if (isfinite(y))
                v[finite++] = y;
        }
        if (finite < n)
            continue;
        qsort(v, n, sizeof *v, ascending);
        w->y[lc_first_from(w->o->merged.x, w->o->merged.n, x)] = (v[(n - 1) / 2] + v[n / 2]) / 2;
        *any = true;
        ok = !band || lc_points_add(band, x, v[n - 1], v[0]);
    }
    lc_mem_free(v);
    return ok;
}

static lc_status add_group(work *w, lc_panel *p, size_t i, const char *base, bool train,
                           lc_error *err)
{
    const entry *e = &w->entry[i];
    lc_overlay_series drawn = style_of(w, i, train);
    member *m = lc_mem_resize(NULL, e->n, sizeof *m);
    bool any = false;
    for (size_t k = 0; m && k < e->n; k++)
        m[k] = (member){e->run[k]->run, series_of(w, e->run[k]->run, base, train), 0};
    bool ok = m && fill_group(w, m, e->n, train ? NULL : &drawn.band, &any);
    const lc_series *like = m ? m->series : NULL;
    w->apart += ok && like && !any && !train && w->o->panels.n == 0;
    lc_status st = !ok           ? lc_error_nomem(err)
                   : any && like ? add_series(w, p, like, e->label, &drawn, err)
                                 : LC_OK;
    lc_points_free(&drawn.band);
    lc_mem_free(m);
    return st;
}

/* Validation first, which is drawn above the rest: those in colour, their training, the others. */
static lc_status fill_panel(work *w, lc_panel *p, const char *base, lc_error *err)
{
    lc_status st = LC_OK;
    *p = (lc_panel){.families = 1, .lo = INFINITY, .hi = -INFINITY};
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; st == LC_OK && i < w->n; i++) {
            bool colored = i < COLORED_MAX, train = pass == 1;
            if (colored == (pass == 2) || (train && !w->train))
                continue;
            st = w->entry[i].n > 1 ? add_group(w, p, i, base, train, err)
                                   : add_run(w, p, i, base, train, err);
        }
    if (p->n)
        p->kind = w->o->merged.series[p->series[0]].metric.kind;
    return st;
}

/* ---- words --------------------------------------------------------------------------- */

/* The entry whose main metric is best at some record, and that value. */
static const lc_series *best_of(const lc_overlay *o, size_t *at)
{
    const lc_series *best = NULL;
    const lc_panel *p = &o->panels.panel[0];
    for (size_t j = 0; j < p->n; j++) {
        const lc_series *s = &o->merged.series[p->series[j]];
        size_t i = lc_series_best(s);
        if (i == s->n || s->metric.split != o->merged.series[p->series[0]].metric.split)
            continue;
        double sign = s->metric.better == LC_LOWER_IS_BETTER ? 1 : -1;
        if (!best || sign * s->y[i] < sign * best->y[*at]) {
            best = s;
            *at = i;
        }
    }
    return best;
}

static const char *axis_word(lc_kind axis)
{
    return axis == LC_EPOCH ? "epoch" : axis == LC_STEP ? "step" : "x";
}

static char *make_title(const lc_overlay *o, size_t runs)
{
    size_t at = 0;
    const lc_series *best = best_of(o, &at);
    char value[LC_NUMBER_SIZE], x[LC_NUMBER_SIZE];
    if (!best)
        return lc_text_format("%zu runs", runs);
    const lc_metric *m = &best->metric;
    const char *split = m->split == LC_SPLIT_NONE ? "" : lc_split_name(m->split);
    lc_text_round(value, best->y[at], 4);
    lc_text_round(x, lc_series_x(&o->merged, best, at), 12);
    return lc_text_format("%s has the %s %s%s%s: %s at %s %s", m->name,
                          m->better == LC_LOWER_IS_BETTER ? "lowest" : "highest", split,
                          *split ? " " : "", m->base, value, axis_word(o->merged.axis), x);
}

static lc_status make_captions(work *w, size_t runs, lc_error *err)
{
    lc_overlay *o = w->o;
    bool pairs = false, validation = !w->train;
    for (size_t i = 0; i < o->merged.series_n; i++) {
        pairs = pairs || o->series[i].stroke.width == THIN;
        validation = validation && (o->merged.series[i].metric.split == LC_VALIDATION ||
                                    !is_judged(&o->merged.series[i]));
    }
    const char *splits = pairs        ? DOT "bold: validation, thin: training"
                         : validation ? DOT "validation"
                                      : "";
    o->title = make_title(o, runs);
    o->subtitle = lc_text_format(
        "%zu run%s%s%s%s", runs, runs == 1 ? "" : "s", splits,
        runs > w->n ? DOT "groups: the median, in a band from the lowest to the highest run" : "",
        w->n <= COLORED_MAX     ? ""
        : w->options->ranked_by ? DOT "grey: all but the ten best"
                                : DOT "grey: runs after the first ten");
    if (o->subtitle && w->left_out + w->apart) {
        char *all = lc_text_format("%s" DOT "%zu not drawn%s", o->subtitle, w->left_out + w->apart,
                                   w->apart ? ": seeds that share no x" : "");
        lc_mem_free(o->subtitle);
        o->subtitle = all;
    }
    return o->title && o->subtitle ? LC_OK : lc_error_nomem(err);
}

/* ---- all of it ----------------------------------------------------------------------- */

static lc_status fill_panels(work *w, lc_error *err)
{
    lc_status st = LC_OK;
    lc_panels *panels = &w->o->panels;
    for (size_t k = 0; st == LC_OK && k < w->base_n; k++) {
        lc_panel *p = &panels->panel[panels->n];
        st = fill_panel(w, p, w->base[k], err);
        panels->n += p->n > 0 && p->lo <= p->hi;
    }
    if (st == LC_OK && panels->n == 0)
        st =
            lc_error_set(err, LC_E_ARG, 0, "nothing to draw: %s",
                         w->apart ? "the seeds share no x" : "no loss or score has a finite value");
    return st;
}

lc_status lc_overlay_make(lc_overlay *o, const lc_overlay_run *runs, size_t n,
                          const lc_plot_options *options, bool train, lc_error *err)
{
    static const lc_plot_options defaults = LC_PLOT_OPTIONS_INIT;
    *o = (lc_overlay){.merged = LC_RUN_INIT, .best = SIZE_MAX};
    work w = {.o = o, .options = options ? options : &defaults, .train = train};
    if (n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "nothing to draw: no runs");
    lc_status st = merge_axes(&w, runs, n, err);
    w.run = lc_mem_resize(NULL, n, sizeof *w.run);
    w.entry = lc_mem_resize(NULL, n, sizeof *w.entry);
    w.y = lc_mem_resize(NULL, o->merged.n + 1, sizeof *w.y);
    if (st == LC_OK && (!w.run || !w.entry || !w.y))
        st = lc_error_nomem(err);
    if (st == LC_OK) {
        collect_entries(&w, runs, n);
        choose_metrics(&w, runs, n);
        st = label_entries(&w, err);
    }
    if (st == LC_OK)
        st = fill_panels(&w, err);
    const char *axis = runs[0].run->axis_name;
    if (st == LC_OK && axis) {
        lc_mem_free(o->merged.axis_name);
        o->merged.axis_name = lc_mem_text(axis, strlen(axis));
    }
    if (st == LC_OK)
        st = make_captions(&w, n, err);
    for (size_t i = 0; i < w.n; i++)
        lc_mem_free(w.entry[i].label);
    lc_mem_free((void *)w.run);
    lc_mem_free(w.entry);
    lc_mem_free(w.y);
    return st;
}

void lc_overlay_free(lc_overlay *o)
{
    for (size_t i = 0; o->series && i < o->merged.series_n; i++)
        lc_points_free(&o->series[i].band);
    lc_mem_free(o->series);
    lc_mem_free(o->title);
    lc_mem_free(o->subtitle);
    lc_run_free(&o->merged);
    *o = (lc_overlay){.merged = LC_RUN_INIT};
}
