/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.c - the few numbers that stand for a run among many. */
#include "base/mem.h"
#include "base/text.h"

#include "learncurve.h"

#include <string.h>

static bool is_named(const lc_series *s, const char *metric)
{
    return lc_text_same(metric, s->metric.name) || lc_text_same(metric, s->metric.base);
}

/* The one of that name on validation, else the first one; NULL for none with a best value. */
static const lc_series *find(const lc_run *run, const char *metric)
{
    const lc_series *found = NULL;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        if (is_named(s, metric) && lc_series_best(s) < s->n &&
            (!found || (s->metric.split == LC_VALIDATION && found->metric.split != LC_VALIDATION)))
            found = s;
    }
    return found;
}

static char *copy(const char *s)
{
    return lc_mem_text(s, strlen(s));
}

static bool take_metric(lc_digest *d, const lc_run *run, const lc_series *s)
{
    size_t best = s ? lc_series_best(s) : 0;
    if (!s || best == s->n)
        return true;
    d->metric = copy(s->metric.name);
    d->better = s->metric.better;
    d->first = s->y[0];
    d->best = s->y[best];
    d->best_at = lc_series_x(run, s, best);
    d->last = s->y[s->n - 1];
    d->quantum = s->quantum;
    return d->metric != NULL;
}

lc_status lc_digest_make(lc_digest *digest, const lc_run *run, const lc_diagnosis *diagnosis,
                         const char *metric, lc_error *err)
{
    const lc_verdict *v = &diagnosis->verdict;
    const double none = lc_absent();
    lc_digest d = {
        .path = copy(run->source ? run->source : "arrays"),
        .name = run->name ? copy(run->name) : NULL,
        .verdict = v->name,
        .rule = v->finding < diagnosis->n ? diagnosis->findings[v->finding].rule : NULL,
        .axis = lc_kind_name(run->axis),
        .severity = v->severity,
        .confidence = v->confidence,
        .records = run->n,
        .first = none,
        .best = none,
        .best_at = none,
        .last = none,
    };
    bool ok = take_metric(&d, run, metric ? find(run, metric) : lc_run_main(run));
    if (!ok || !d.path || (run->name && !d.name)) {
        lc_digest_free(&d);
        return lc_error_nomem(err);
    }
    *digest = d;
    return LC_OK;
}

void lc_digest_free(lc_digest *digest)
{
    lc_mem_free(digest->path);
    lc_mem_free(digest->name);
    lc_mem_free(digest->metric);
    lc_mem_free(digest->problem);
    *digest = (lc_digest){0};
}

int lc_digest_by_urgency(const void *a, const void *b)
{
    const lc_digest *l = a, *r = b;
    if (l->severity != r->severity)
        return l->severity > r->severity ? -1 : 1;
    int order = strcmp(l->verdict ? l->verdict : "", r->verdict ? r->verdict : "");
    if (order == 0 && l->confidence != r->confidence)
        return l->confidence > r->confidence ? -1 : 1;
    if (order == 0)
        order = strcmp(l->path, r->path);
    return order ? order : strcmp(l->name ? l->name : "", r->name ? r->name : "");
}
