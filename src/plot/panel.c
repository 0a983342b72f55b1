/* SPDX-License-Identifier: GPL-3.0-or-later */
/* panel.c - which series are drawn, and which of them share a panel. */
#include "plot/panel.h"

#include "base/mem.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>

#define CANDIDATES_MAX 64 /* metrics beyond these never find room: a bound on the work */
/* What is drawn first when there is no room for everything: the main metric, the first loss and
 * score, what findings speak of, the others by kind. */
#define RANK_MAIN 0
#define RANK_LOSS 5
#define RANK_SCORE 10
#define RANK_NAMED 20
#define LIKE_RATIO 4.0 /* ranges that differ by less can share an axis */

/* Panels before the choice. */
typedef struct candidates {
    const lc_run *run;
    size_t n;
    lc_panel *panel;
    bool *taken;    /* per series of the run */
    bool last_call; /* what found no panel by now finds none */
    lc_panels *out;
} candidates;

/* The smallest and largest finite value; false when there is none. */
static bool finite_range(const lc_series *s, double *lo, double *hi)
{
    *lo = INFINITY;
    *hi = -INFINITY;
    for (size_t i = 0; i < s->n; i++) {
        double y = s->y[i];
        if (isfinite(y)) {
            *lo = y < *lo ? y : *lo;
            *hi = y > *hi ? y : *hi;
        }
    }
    return *lo <= *hi;
}

/* Whether `name` is `mean`, or that without its "_mean", with "_std" at the end. */
static bool is_spread_name(const char *name, const char *mean)
{
    size_t n = strlen(name), m = strlen(mean);
    if (n < 4 || strcmp(name + n - 4, "_std") != 0)
        return false;
    if (m > 5 && strcmp(mean + m - 5, "_mean") == 0)
        m -= 5;
    return m == n - 4 && strncmp(name, mean, m) == 0;
}

const lc_series *lc_panel_mean_of(const lc_run *run, const lc_series *spread)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (is_spread_name(spread->metric.name, run->series[i].metric.name))
            return &run->series[i];
    return NULL;
}

/* Learning rates and gradient norms share a panel whatever their names; others by name. */
static bool same_metric(const lc_metric *a, const lc_metric *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == LC_LEARNING_RATE || a->kind == LC_GRADIENT_NORM)
        return true;
    return strcmp(a->base, b->base) == 0;
}

static bool is_share(const lc_panel *p)
{
    return p->lo >= 0 && p->hi <= 1;
}

/* Whether values of one more range can be read off this panel's axis. */
static bool fits(const lc_panel *p, lc_kind kind, double lo, double hi, bool percent)
{
    if (p->kind != kind || p->percent != percent)
        return false;
    if (kind == LC_SCORE && (percent || (is_share(p) && lo >= 0 && hi <= 1)))
        return true;
    double a = fmax(fabs(p->lo), fabs(p->hi)), b = fmax(fabs(lo), fabs(hi));
    return (lo < 0) == (p->lo < 0) && a <= LIKE_RATIO * b && b <= LIKE_RATIO * a;
}

/* Whether a metric is logged for another split as well. */
static bool is_paired(const lc_run *run, const lc_series *s)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (&run->series[i] != s && same_metric(&run->series[i].metric, &s->metric))
            return true;
    return false;
}

/* The panel that series s belongs to: its metric's, or one that it may join; NULL for a new one. */
static lc_panel *panel_for(candidates *c, const lc_series *s, double lo, double hi)
{
    bool joinable = s->metric.kind == LC_SCORE && !is_paired(c->run, s);
    lc_panel *join = NULL;
    for (size_t i = 0; i < c->n; i++) {
        lc_panel *p = &c->panel[i];
        for (size_t j = 0; j < p->n; j++) {
            if (same_metric(&c->run->series[p->series[j]].metric, &s->metric))
                return p;
        }
        if (joinable && !join && p->n < LC_PANEL_SERIES &&
            !is_paired(c->run, &c->run->series[p->series[0]]) &&
            fits(p, s->metric.kind, lo, hi, s->percent))
            join = p;
    }
    return join;
}

static void leave_out(candidates *c, size_t series)
{
    lc_kind kind = c->run->series[series].metric.kind;
    if (kind == LC_WALL_TIME || kind == LC_COUNT)
        return;
    if (c->out->left_out++ == 0 || series < c->out->first_left_out)
        c->out->first_left_out = series;
}

/* Whether a family of panel p is of this metric and lacks its split. */
static bool lacks(const candidates *c, const lc_panel *p, size_t family, const lc_metric *metric)
{
    for (size_t j = 0; j < p->n; j++) {
        const lc_metric *m = &c->run->series[p->series[j]].metric;
        if (p->family[j] == family &&
            (strcmp(m->base, metric->base) != 0 || m->split == metric->split))
            return false;
    }
    return true;
}

/* Family of a series that comes into panel p. */
static size_t family_in(const candidates *c, lc_panel *p, const lc_series *s)
{
    for (size_t family = 0; family < p->families; family++)
        if (lacks(c, p, family, &s->metric))
            return family;
    return p->families++;
}

/* Whether two series have the same values at the same records. */
static bool are_equal(const lc_series *a, const lc_series *b)
{
    bool same_records = a->n == b->n && (!a->at) == (!b->at) &&
                        (!a->at || memcmp(a->at, b->at, a->n * sizeof *a->at) == 0);
    return same_records && memcmp(a->y, b->y, a->n * sizeof *a->y) == 0;
}

/* Rates of many groups of parameters are often the same: one of them is drawn. */
static bool joins_equal(const candidates *c, lc_panel *p, const lc_series *s)
{
    for (size_t j = 0; s->metric.kind == LC_LEARNING_RATE && j < p->n; j++)
        if (are_equal(&c->run->series[p->series[j]], s)) {
            p->equal[j]++;
            return true;
        }
    return false;
}

static void put(candidates *c, lc_panel *p, size_t series, double lo, double hi)
{
    const lc_series *s = &c->run->series[series];
    if (joins_equal(c, p, s))
        return;
    if (p->n == LC_PANEL_SERIES) {
        leave_out(c, series);
        return;
    }
    if (p->n == 0)
        *p = (lc_panel){.kind = s->metric.kind, .lo = lo, .hi = hi, .percent = s->percent};
    p->family[p->n] = family_in(c, p, s);
    p->equal[p->n] = 0;
    p->series[p->n++] = series;
    p->lo = fmin(p->lo, lo);
    p->hi = fmax(p->hi, hi);
}

static void consider(candidates *c, size_t series)
{
    const lc_series *s = &c->run->series[series];
    double lo, hi;
    if (c->taken[series] || lc_kind_is_axis(s->metric.kind) || lc_panel_mean_of(c->run, s))
        return;
    bool drawable = finite_range(s, &lo, &hi);
    lc_panel *p = panel_for(c, s, lo, hi);
    if (!p && (!drawable || c->n == CANDIDATES_MAX)) { /* without an axis to mark its NaNs on */
        if (c->last_call)
            leave_out(c, series);
        return;
    }
    c->taken[series] = true;
    put(c, p ? p : &c->panel[c->n++], series, drawable ? lo : INFINITY, drawable ? hi : -INFINITY);
}

/* The losses by that name, the series that findings speak of, weightiest first, then all others. */
static void consider_all(candidates *c, const lc_diagnosis *d)
{
    for (size_t i = 0; i < c->run->series_n; i++) {
        const lc_metric *m = &c->run->series[i].metric;
        if (m->kind == LC_LOSS && m->base && strcmp(m->base, "loss") == 0)
            consider(c, i);
    }
    for (size_t i = 0; d && i < d->n; i++) {
        for (size_t j = 0; j < d->findings[i].series_n; j++)
            consider(c, d->findings[i].series[j]);
    }
    for (size_t i = 0; i < c->run->series_n; i++)
        consider(c, i);
    c->last_call = true;
    for (size_t i = 0; i < c->run->series_n; i++)
        consider(c, i);
}

/* Train before validation before test, and the first metric before the second. */
static void sort_series(lc_panel *p, const lc_run *run)
{
    for (size_t i = 1; i < p->n; i++) {
        for (size_t j = i; j > 0; j--) {
            size_t a = p->series[j - 1], b = p->series[j], fa = p->family[j - 1], fb = p->family[j];
            if (fa < fb || (fa == fb && run->series[a].metric.split <= run->series[b].metric.split))
                break;
            p->series[j - 1] = b;
            p->series[j] = a;
            size_t equal = p->equal[j - 1];
            p->equal[j - 1] = p->equal[j];
            p->equal[j] = equal;
            p->family[j - 1] = fb;
            p->family[j] = fa;
        }
    }
}

static bool is_named(const lc_panel *p, const lc_diagnosis *d)
{
    for (size_t i = 0; d && i < d->n; i++) {
        for (size_t j = 0; j < d->findings[i].series_n; j++) {
            for (size_t k = 0; k < p->n; k++) {
                if (p->series[k] == d->findings[i].series[j])
                    return true;
            }
        }
    }
    return false;
}

/* What never changes and is neither loss nor score: a momentum, a batch size. */
static void drop_constants(candidates *c)
{
    for (size_t i = c->n; i-- > 0 && c->n > 1;) {
        lc_panel *p = &c->panel[i];
        if (p->kind != LC_OTHER || p->lo != p->hi)
            continue;
        for (size_t j = 0; j < p->n; j++)
            leave_out(c, p->series[j]);
        memmove(p, p + 1, (c->n - i - 1) * sizeof *p);
        c->n--;
    }
}

static bool has_series(const lc_panel *p, const lc_run *run, const lc_series *s)
{
    for (size_t k = 0; s && k < p->n; k++)
        if (&run->series[p->series[k]] == s)
            return true;
    return false;
}

/* What is drawn when there is no room for everything: 0 first. */
static void rank_panels(candidates *c, const lc_diagnosis *d)
{
    static const int by_kind[] = {
        [LC_LOSS] = 40,  [LC_LEARNING_RATE] = 30, [LC_GRADIENT_NORM] = 50, [LC_SCORE] = 60,
        [LC_OTHER] = 70, [LC_WALL_TIME] = 90,     [LC_COUNT] = 91,
    };
    bool loss = false, score = false;
    const lc_series *main = lc_run_main(c->run);
    for (size_t i = 0; i < c->n; i++) {
        lc_panel *p = &c->panel[i];
        p->rank = has_series(p, c->run, main) ? RANK_MAIN
                  : is_named(p, d)            ? RANK_NAMED
                                              : by_kind[p->kind];
        if (p->kind == LC_LOSS && !loss)
            p->rank = p->rank < RANK_LOSS ? p->rank : RANK_LOSS;
        if (p->kind == LC_SCORE && !score)
            p->rank = p->rank < RANK_SCORE ? p->rank : RANK_SCORE;
        loss = loss || p->kind == LC_LOSS;
        score = score || p->kind == LC_SCORE;
    }
}

/* A learning rate that never changes needs no panel. */
static void drop_constant_lr(candidates *c)
{
    for (size_t i = 0; c->n > 1 && i < c->n; i++) {
        lc_panel *p = &c->panel[i];
        if (p->kind != LC_LEARNING_RATE || p->lo != p->hi || p->n > 1)
            continue;
        c->out->constant_lr = true;
        c->out->lr = p->lo;
        memmove(p, p + 1, (c->n - i - 1) * sizeof *p);
        c->n--;
        return;
    }
}

/* The main metric stands first. */
static int place_of(const lc_panel *p)
{
    static const int place[] = {
        [LC_LOSS] = 1,  [LC_SCORE] = 2,     [LC_LEARNING_RATE] = 3, [LC_GRADIENT_NORM] = 4,
        [LC_OTHER] = 5, [LC_WALL_TIME] = 6, [LC_COUNT] = 7};
    return p->rank == RANK_MAIN ? 0 : place[p->kind];
}

/* Index of the best candidate that is left; c->n when none is. */
static size_t best_left(const candidates *c, const bool *used)
{
    size_t best = c->n;
    for (size_t i = 0; i < c->n; i++) {
        bool clock = c->panel[i].kind == LC_WALL_TIME || c->panel[i].kind == LC_COUNT;
        if (used[i] || (clock && c->out->n > 0))
            continue;
        if (best == c->n || c->panel[i].rank < c->panel[best].rank)
            best = i;
    }
    return best;
}

/* Take the best ones, then put them in the order of the page. */
static void take_best(candidates *c, size_t most)
{
    bool used[CANDIDATES_MAX] = {false};
    lc_panels *out = c->out;
    for (size_t i; out->n < most && (i = best_left(c, used)) < c->n;) {
        used[i] = true;
        size_t at = out->n++;
        for (; at > 0 && place_of(&out->panel[at - 1]) > place_of(&c->panel[i]); at--)
            out->panel[at] = out->panel[at - 1];
        out->panel[at] = c->panel[i];
        sort_series(&out->panel[at], c->run);
    }
    for (size_t i = 0; i < c->n; i++) {
        for (size_t j = 0; !used[i] && j < c->panel[i].n; j++)
            leave_out(c, c->panel[i].series[j]);
    }
}

lc_status lc_panels_choose(lc_panels *panels, const lc_run *run, const lc_diagnosis *diagnosis,
                           size_t most, lc_error *err)
{
    candidates c = {.run = run, .out = panels};
    lc_status st = LC_OK;
    *panels = (lc_panels){0};
    c.panel = lc_mem_resize(NULL, CANDIDATES_MAX, sizeof *c.panel);
    c.taken = lc_mem_resize(NULL, run->series_n + 1, sizeof *c.taken);
    if (!c.panel || !c.taken) {
        st = lc_error_nomem(err);
        goto done;
    }
    memset(c.panel, 0, CANDIDATES_MAX * sizeof *c.panel);
    memset(c.taken, 0, run->series_n + 1);
    consider_all(&c, diagnosis);
    if (c.n == 0) {
        st = lc_error_set(err, LC_E_ARG, 0, "nothing to draw: no metric has a finite value");
        goto done;
    }
    drop_constant_lr(&c);
    drop_constants(&c);
    rank_panels(&c, diagnosis);
    take_best(&c, most);
done:
    lc_mem_free(c.panel);
    lc_mem_free(c.taken);
    return st;
}
