/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.c - the few numbers that stand for a run among many. */
#include "base/error.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"

#include "learncurve.h"

#include <stdlib.h>
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

static void take_metric(lc_digest *d, const lc_run *run, const lc_series *s)
{
    size_t best = s ? lc_series_best(s) : 0;
    if (!s || best == s->n)
        return;
    d->metric = s->metric.name;
    d->better = s->metric.better;
    d->first = s->y[0];
    d->best = s->y[best];
    d->best_at = lc_series_x(run, s, best);
    d->last = s->y[s->n - 1];
    d->quantum = s->quantum;
}

/* Each rule once, as its findings come. */
static void write_found(FILE *out, const lc_diagnosis *d, lc_severity *worst)
{
    const char *last = "";
    *worst = LC_NOTE;
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (f->explained_by)
            continue;
        if (strcmp(f->rule, last) != 0)
            fprintf(out, "%s%s", *last ? "," : "", f->rule);
        last = f->rule;
        *worst = f->severity > *worst ? f->severity : *worst;
    }
}

/* ---- as bytes: texts and numbers, each with a NUL behind it; nothing for what is not there ------- */

static void put_text(FILE *out, const char *s)
{
    fputs(s ? s : "", out);
    putc('\0', out);
}

static void put_number(FILE *out, double v)
{
    char text[LC_NUMBER_SIZE] = "";
    if (!lc_is_absent(v))
        lc_text_exact(text, v);
    put_text(out, text);
}

#define FIELDS 17 /* that a digest is written as: texts and numbers, each with a NUL behind it */

void lc_digest_write(FILE *out, const lc_digest *d)
{
    const char *const texts[] = {d->name,  d->verdict, d->rule,   d->axis,
                                 d->found, d->metric,  d->problem};
    const double numbers[] = {d->severity, d->confidence, d->worst, (double)d->records,
                              d->better,   d->first,      d->best,  d->best_at,
                              d->last,     d->quantum};
    _Static_assert((sizeof texts / sizeof *texts) + (sizeof numbers / sizeof *numbers) == FIELDS,
                   "what is read is what is written");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(out, texts[i]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        put_number(out, numbers[i]);
}

/* Bytes that are still to be read. */
typedef struct fields {
    const char *at, *end;
    bool broken;
} fields;

/* NULL for an empty one. */
static const char *next_text(fields *f)
{
    const char *text = f->at, *end = memchr(text, '\0', (size_t)(f->end - text));
    f->broken = f->broken || !end;
    if (f->broken)
        return NULL;
    f->at = end + 1;
    return *text ? text : NULL;
}

static double next_number(fields *f)
{
    double v = lc_absent();
    const char *text = next_text(f);
    if (text && lc_number_read(&v, text, strlen(text)) != strlen(text))
        f->broken = true;
    return v;
}

/* An enumerator or a count. */
static size_t next_count(fields *f, double most)
{
    double v = next_number(f);
    f->broken = f->broken || !(v >= 0 && v <= most);
    return f->broken ? 0 : (size_t)v;
}

/* How many bytes the digest takes that these begin with; 0: they hold no whole one. */
static size_t digest_size(const char *bytes, size_t n)
{
    const char *at = bytes;
    for (size_t i = 0; i < FIELDS && at; i++) {
        at = memchr(at, '\0', n - (size_t)(at - bytes));
        at = at ? at + 1 : NULL;
    }
    return at ? (size_t)(at - bytes) : 0;
}

lc_status lc_digest_read(lc_digest *digest, size_t *used, const char *path, const char *bytes,
                         size_t n, lc_error *err)
{
    size_t skip = strlen(path) + 1;
    n = digest_size(bytes, n);
    char *text = lc_mem_resize(NULL, skip + n, 1);
    if (!text)
        return lc_error_nomem(err);
    memcpy(text, path, skip);
    memcpy(text + skip, bytes, n);
    fields f = {.at = text + skip, .end = text + skip + n};
    lc_digest d = {.text = text, .path = text};
    d.name = next_text(&f);
    d.verdict = next_text(&f);
    d.rule = next_text(&f);
    d.axis = next_text(&f);
    d.found = next_text(&f);
    d.metric = next_text(&f);
    d.problem = next_text(&f);
    d.severity = (lc_severity)next_count(&f, LC_CRITICAL);
    d.confidence = next_number(&f);
    d.worst = (lc_severity)next_count(&f, LC_CRITICAL);
    d.records = next_count(&f, 1e15);
    d.better = (lc_direction)next_count(&f, LC_HIGHER_IS_BETTER);
    d.first = next_number(&f);
    d.best = next_number(&f);
    d.best_at = next_number(&f);
    d.last = next_number(&f);
    d.quantum = next_number(&f);
    if (f.broken || (!d.verdict && !d.problem)) {
        lc_mem_free(text);
        return lc_error_set(err, LC_E_FORMAT, 0, "no digest of a run");
    }
    *digest = d;
    *used = n;
    return LC_OK;
}

lc_status lc_digest_make(lc_digest *digest, const lc_run *run, const lc_diagnosis *diagnosis,
                         const char *metric, lc_error *err)
{
    const lc_verdict *v = &diagnosis->verdict;
    const double none = lc_absent();
    char *found = NULL, *bytes = NULL;
    size_t n;
    lc_digest d = {
        .name = run->name,
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
    take_metric(&d, run, metric ? find(run, metric) : lc_run_main(run));
    FILE *list = lc_text_open(&found, &n);
    if (list) {
        write_found(list, diagnosis, &d.worst);
        lc_text_close(list, &found);
        d.found = found;
    }
    FILE *out = found ? lc_text_open(&bytes, &n) : NULL;
    if (out) {
        lc_digest_write(out, &d);
        lc_text_close(out, &bytes);
    }
    lc_status st =
        bytes ? lc_digest_read(digest, &n, run->source ? run->source : "arrays", bytes, n, err)
              : lc_error_nomem(err);
    lc_mem_free(found);
    lc_mem_free(bytes);
    return st;
}

void lc_digest_free(lc_digest *digest)
{
    lc_mem_free(digest->text);
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
