/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same_runs.c - whether runs that were written are read again as the same. */
#include "same_runs.h"

#include "base/mem.h"
#include "base/text.h"
#include "model/metric.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* Where the comparison stands, and what differs there. */
typedef struct difference {
    char *why;
    bool same;
} difference;

LC_PRINTF(3, 4)
static void check(difference *d, bool same, const char *fmt, ...)
{
    if (same || !d->same)
        return;
    va_list args;
    va_start(args, fmt);
    vsnprintf(d->why, WHY_MAX, fmt, args);
    va_end(args);
    d->same = false;
}

static bool same_double(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static bool same_facts(const lc_facts *a, const lc_facts *b)
{
    return a->train_samples == b->train_samples && a->classes == b->classes &&
           a->validation_samples == b->validation_samples && a->batch_size == b->batch_size &&
           a->planned_epochs == b->planned_epochs && a->class_entropy == b->class_entropy &&
           a->validation_class_entropy == b->validation_class_entropy;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* A name that tells nothing has its base from the metrics that were read with it, which may be of another run. */
static bool has_base(const lc_metric *m)
{
    lc_kind kind = lc_metric_kind(m->name, strlen(m->name));
    return kind != LC_OTHER && !(m->base[0] & 0x80);
}

static bool same_metric(const lc_metric *a, const lc_metric *b)
{
    return a->split == b->split && a->kind == b->kind && a->better == b->better &&
           (!has_base(b) || same_text(a->base, b->base));
}

/* JSON can't hold a name that is no UTF-8. */
static const lc_series *find(const lc_run *run, const char *name)
{
    const lc_series *s = lc_run_find(run, name);
    char *valid = lc_text_valid(name, strlen(name));
    if (!s && valid)
        s = lc_run_find(run, valid);
    lc_mem_free(valid);
    return s;
}

static void check_series(difference *d, const lc_run *a, const lc_series *s, const lc_run *b)
{
    const lc_series *t = find(b, s->metric.name);
    const char *name = s->metric.name;
    check(d, t != NULL, "%.80s is lost", name);
    if (!t)
        return;
    check(d, same_metric(&s->metric, &t->metric), "%.80s is %s %s %s, %.80s, not %s %s %s, %.80s",
          name, lc_split_name(t->metric.split), lc_kind_name(t->metric.kind),
          lc_direction_name(t->metric.better), t->metric.base, lc_split_name(s->metric.split),
          lc_kind_name(s->metric.kind), lc_direction_name(s->metric.better), s->metric.base);
    check(d, s->n == t->n, "%.80s has %zu values of %zu", name, t->n, s->n);
    for (size_t i = 0; i < s->n && d->same; i++) {
        double x = lc_series_x(a, s, i), y = lc_series_x(b, t, i);
        check(d, x == y && same_double(s->y[i], t->y[i]), "%.80s at %.17g: %.17g, not %.17g", name,
              x, t->y[i], s->y[i]);
    }
}

/* An axis that is named as a metric, of this run or of another one in the file, gets '_' behind its
 * name, so that columns have one each. */
static bool same_axis(const lc_run *a, const lc_run *b)
{
    size_t n = strlen(a->axis_name);
    return a->axis == b->axis && (same_text(a->axis_name, b->axis_name) ||
                                  (strncmp(a->axis_name, b->axis_name, n) == 0 &&
                                   strspn(b->axis_name + n, "_") == strlen(b->axis_name + n)));
}

/* Names are compared where they tell runs apart: only such are written. */
static void check_run(difference *d, const lc_run *a, const lc_run *b, bool named)
{
    check(d, !named || same_text(a->name, b->name), "the run's name");
    check(d, same_axis(a, b), "axis %.80s, not %.80s", b->axis_name, a->axis_name);
    check(d, a->n == b->n, "%zu records of %zu", b->n, a->n);
    check(d, d->same && memcmp(a->x, b->x, a->n * sizeof *a->x) == 0, "x");
    check(d, same_facts(&a->facts, &b->facts), "facts");
    check(d, a->series_n == b->series_n, "%zu metrics of %zu", b->series_n, a->series_n);
    for (size_t i = 0; i < a->series_n; i++)
        check_series(d, a, &a->series[i], b);
}

static bool have_names(const lc_runs *runs)
{
    for (size_t i = 0; i < runs->n; i++)
        for (size_t k = 0; k < runs->n; k++)
            if (!runs->run[i].name || (k != i && same_text(runs->run[i].name, runs->run[k].name)))
                return runs->n == 1;
    return true;
}

bool come_back(const lc_runs *a, const lc_runs *b, char why[WHY_MAX])
{
    difference d = {why, true};
    check(&d, a->n == b->n, "%zu runs of %zu", b->n, a->n);
    bool named = have_names(a);
    for (size_t i = 0; i < a->n && d.same; i++)
        check_run(&d, &a->run[i], &b->run[i], named);
    return d.same;
}
