/* SPDX-License-Identifier: GPL-3.0-or-later */
/* builder.c - makes runs of what readers hand over. */
#include "run/builder.h"

#include "base/mem.h"
#include "base/text.h"
#include "run/apart.h"
#include "run/metric.h"
#include "run/run.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define REMARKS_MAX  100 /* different ones of a run; more of them tell nobody anything */
#define SPELLING_MAX 40  /* [bytes] of a value that is no finite number */

struct lc_builder {
    lc_error first; /* the failure that sticks; code LC_OK until there is one */
    lc_facts told;
    lc_run run;     /* the one being built */
    uint32_t *slots; /* open hash of metric names: id + 1, 0 is free */
    size_t slots_n;  /* a power of two, or 0 */
    const char *path, *prefix; /* of the part being read, or NULL */
    bool late;       /* the last record is */
    lc_sides sides;  /* runs that the one being built holds side by side */
    char *prefixed;  /* a name with the prefix before it */
    size_t prefixed_cap;
    lc_runs done;
};

static lc_status stick(lc_builder *b, lc_status code, const char *why)
{
    return lc_error_set(&b->first, code, 0, "%s", why);
}

static lc_status no_memory(lc_builder *b)
{
    return stick(b, LC_E_NOMEM, "out of memory");
}

lc_status lc_builder_open(lc_builder **b, const lc_facts *facts, lc_error *err)
{
    lc_builder *made = lc_mem_resize(NULL, 1, sizeof *made);
    if (!made)
        return lc_error_nomem(err);
    *made = (lc_builder){.told = facts ? *facts : (lc_facts){0}};
    *b = made;
    return LC_OK;
}

/* Facts that `more` knows win. */
static void facts_merge(lc_facts *facts, const lc_facts *more)
{
    if (more->train_samples)
        facts->train_samples = more->train_samples;
    if (more->validation_samples)
        facts->validation_samples = more->validation_samples;
    if (more->classes)
        facts->classes = more->classes;
    if (more->batch_size)
        facts->batch_size = more->batch_size;
    if (more->planned_epochs > 0)
        facts->planned_epochs = more->planned_epochs;
}

/* Columns without any value are no metrics of the run. */
static void drop_empty_series(lc_run *run)
{
    size_t kept = 0;
    for (size_t i = 0; i < run->series_n; i++) {
        if (run->series[i].n)
            run->series[kept++] = run->series[i];
        else
            lc_series_free(&run->series[i]);
    }
    run->series_n = kept;
}

static bool has_metric(const lc_run *run)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (!lc_kind_is_axis(run->series[i].metric.kind))
            return true;
    return false;
}

/* Put a run among the done ones, if it holds anything. */
static lc_status keep_run(lc_builder *b, lc_run *run)
{
    drop_empty_series(run);
    if (!run->rows || !has_metric(run))
        return LC_OK;
    facts_merge(&run->facts, &b->told);
    if (lc_run_settle(run, b->late, &b->first) != LC_OK)
        return b->first.code;
    if (!lc_mem_grow(&b->done.run, &b->done.cap, b->done.n + 1, sizeof *b->done.run))
        return no_memory(b);
    b->done.run[b->done.n++] = *run;
    *run = (lc_run)LC_RUN_INIT;
    return LC_OK;
}

/* Keep each of the runs that stand side by side. */
static lc_status keep_sides(lc_builder *b)
{
    lc_status st = LC_OK;
    for (size_t k = 0; k < b->sides.n && st == LC_OK; k++) {
        lc_run part = LC_RUN_INIT;
        st = lc_run_apart(&part, &b->run, &b->sides, k, &b->first);
        if (st == LC_OK)
            st = keep_run(b, &part);
        lc_run_free(&part);
    }
    return st;
}

/* The run that was being built has ended. */
static lc_status complete_run(lc_builder *b)
{
    lc_status st = b->sides.n ? keep_sides(b) : keep_run(b, &b->run);
    if (st != LC_OK)
        return st;
    lc_run_free(&b->run);
    lc_sides_free(&b->sides);
    lc_mem_free(b->slots);
    b->slots = NULL;
    b->slots_n = 0;
    b->late = false;
    return LC_OK;
}

void lc_builder_part(lc_builder *b, const char *path, const char *prefix)
{
    b->path = path;
    b->prefix = prefix && *prefix ? prefix : NULL;
}

const char *lc_builder_path(const lc_builder *b)
{
    return b->path;
}

lc_status lc_builder_begin(lc_builder *b, const char *name, size_t len)
{
    if (b->first.code != LC_OK || complete_run(b) != LC_OK)
        return b->first.code;
    if (name && !(b->run.name = lc_mem_text(name, len)))
        return no_memory(b);
    return LC_OK;
}

static size_t hash_of(const char *name, size_t len)
{
    uint64_t h = lc_mem_hash(LC_HASH_BEGIN, name, len);
    return (size_t)(h ^ h >> 32);
}

static bool is_named(const lc_series *s, const char *name, size_t len)
{
    return strlen(s->metric.name) == len && memcmp(s->metric.name, name, len) == 0;
}

/* The slot that holds the name, or the free one where it belongs. */
static uint32_t *slot_of(const lc_builder *b, const char *name, size_t len)
{
    size_t k = hash_of(name, len) & (b->slots_n - 1);
    while (b->slots[k] && !is_named(&b->run.series[b->slots[k] - 1], name, len))
        k = (k + 1) & (b->slots_n - 1);
    return &b->slots[k];
}

/* Keep the table at most half full. */
static bool slots_grow(lc_builder *b)
{
    if (2 * (b->run.series_n + 1) <= b->slots_n)
        return true;
    size_t n = b->slots_n ? 2 * b->slots_n : 64;
    uint32_t *slots = lc_mem_resize(NULL, n, sizeof *slots);
    if (!slots)
        return false;
    memset(slots, 0, n * sizeof *slots);
    lc_mem_free(b->slots);
    b->slots = slots;
    b->slots_n = n;
    for (size_t i = 0; i < b->run.series_n; i++) {
        const char *name = b->run.series[i].metric.name;
        *slot_of(b, name, strlen(name)) = (uint32_t)(i + 1);
    }
    return true;
}

/* Put the prefix before the name, unless it is an axis': all parts share those. */
static bool prefix_name(lc_builder *b, const char **name, size_t *len)
{
    lc_metric m = {0};
    size_t n = strlen(b->prefix);
    if (lc_metric_infer(&m, *name, *len, NULL) != LC_OK)
        return false;
    bool shared = lc_kind_is_axis(m.kind) || m.kind == LC_TIME;
    lc_metric_free(&m);
    if (shared)
        return true;
    if (!lc_mem_grow(&b->prefixed, &b->prefixed_cap, n + *len, 1))
        return false;
    memcpy(b->prefixed, b->prefix, n);
    memcpy(b->prefixed + n, *name, *len);
    *name = b->prefixed;
    *len += n;
    return true;
}

lc_status lc_builder_metric(lc_builder *b, const char *name, size_t len, uint32_t *id)
{
    *id = 0;
    if (b->first.code != LC_OK)
        return b->first.code;
    /* A NUL would end the name early wherever it is printed or compared. */
    const char *nul = memchr(name, '\0', len);
    if (nul)
        len = (size_t)(nul - name);
    if (b->prefix && !prefix_name(b, &name, &len))
        return no_memory(b);
    if (!slots_grow(b))
        return no_memory(b);
    uint32_t *slot = slot_of(b, name, len);
    if (!*slot) {
        if (b->run.series_n >= LC_METRICS_MAX)
            return stick(b, LC_E_LIMIT, "more than 200000 metrics in one run");
        if (lc_run_new_series(&b->run, name, len, &b->first) != LC_OK)
            return b->first.code;
        *slot = (uint32_t)b->run.series_n;
    }
    *id = *slot - 1;
    return LC_OK;
}

lc_status lc_builder_record(lc_builder *b)
{
    if (b->first.code == LC_OK && b->run.rows >= LC_RECORDS_MAX)
        return stick(b, LC_E_LIMIT, "more than 4294967295 records in one run");
    if (b->first.code == LC_OK)
        b->run.rows++;
    return b->first.code;
}

lc_status lc_builder_put(lc_builder *b, uint32_t id, double value)
{
    bool replaced;
    if (b->first.code != LC_OK || lc_is_absent(value))
        return b->first.code;
    if (b->run.rows == 0 && lc_builder_record(b) != LC_OK)
        return b->first.code;
    if (!lc_series_push(&b->run.series[id], b->run.rows - 1, value, &replaced))
        return no_memory(b);
    b->run.repeats += replaced;
    return LC_OK;
}

lc_status lc_builder_spelling(lc_builder *b, uint32_t id, const char *text, size_t len)
{
    lc_series *s = &b->run.series[id];
    if (b->first.code != LC_OK || s->spelling)
        return b->first.code;
    s->spelling = lc_mem_text(text, len < SPELLING_MAX ? len : SPELLING_MAX);
    return s->spelling ? LC_OK : no_memory(b);
}

lc_status lc_builder_put_text(lc_builder *b, uint32_t id, double value, const char *text,
                              size_t len)
{
    if (b->first.code == LC_OK && !isfinite(value) && !lc_is_absent(value) &&
        lc_builder_spelling(b, id, text, len) != LC_OK)
        return b->first.code;
    return lc_builder_put(b, id, value);
}

lc_status lc_builder_averaged(lc_builder *b, uint32_t id, const char *how)
{
    lc_series *s = &b->run.series[id];
    if (b->first.code != LC_OK || s->averaged)
        return b->first.code;
    s->averaged = lc_mem_text(how, strlen(how));
    return s->averaged ? LC_OK : no_memory(b);
}

lc_status lc_builder_percent(lc_builder *b, uint32_t id)
{
    if (b->first.code == LC_OK)
        b->run.series[id].percent = true;
    return b->first.code;
}

lc_status lc_builder_beside(lc_builder *b, uint32_t id, const char *run, const char *metric)
{
    if (b->first.code == LC_OK)
        lc_sides_say(&b->sides, id, run, metric, &b->first);
    return b->first.code;
}

void lc_builder_late(lc_builder *b)
{
    b->late = true;
}

lc_status lc_builder_columns(lc_builder *b, const uint32_t *id, const double *const *column,
                             size_t columns, size_t n)
{
    if (b->first.code != LC_OK)
        return b->first.code;
    if (n > LC_RECORDS_MAX - b->run.rows)
        return stick(b, LC_E_LIMIT, "more than 4294967295 records in one run");
    for (size_t c = 0; c < columns; c++)
        if (!lc_series_extend(&b->run.series[id[c]], b->run.rows, column[c], n))
            return no_memory(b);
    b->run.rows += n;
    return LC_OK;
}

lc_status lc_builder_facts(lc_builder *b, const lc_facts *facts)
{
    facts_merge(&b->run.facts, facts);
    return b->first.code;
}

static bool is_remarked(const lc_run *run, const char *text)
{
    for (size_t i = 0; i < run->remark_n; i++)
        if (strcmp(run->remarks[i].text, text) == 0)
            return true;
    return false;
}

lc_status lc_builder_remark(lc_builder *b, long line, const char *fmt, ...)
{
    if (b->first.code != LC_OK)
        return b->first.code;
    va_list ap;
    va_start(ap, fmt);
    char *text = lc_text_vformat(fmt, ap);
    va_end(ap);
    if (!text)
        return no_memory(b);
    bool told = b->run.remark_n < REMARKS_MAX || is_remarked(&b->run, text);
    lc_run_remark(&b->run, line, told ? text : "further remarks", &b->first);
    lc_mem_free(text);
    return b->first.code;
}

size_t lc_builder_records(const lc_builder *b)
{
    return b->run.rows;
}

/* Say of each finished run where it came from. */
static bool sign_runs(lc_runs *runs, const char *source, const char *format)
{
    for (size_t i = 0; i < runs->n; i++) {
        lc_run *run = &runs->run[i];
        run->format = format;
        if (source && !(run->source = lc_mem_text(source, strlen(source))))
            return false;
    }
    return true;
}

lc_status lc_builder_finish(lc_builder *b, lc_runs *runs, const char *source, const char *format,
                            lc_error *err)
{
    lc_status st = b->first.code != LC_OK ? b->first.code : complete_run(b);
    if (st == LC_OK && !sign_runs(&b->done, source, format))
        st = no_memory(b);
    if (st == LC_OK && b->done.n &&
        !lc_mem_grow(&runs->run, &runs->cap, runs->n + b->done.n, sizeof *runs->run))
        st = no_memory(b);
    if (st != LC_OK) {
        if (err)
            *err = b->first;
        return st;
    }
    for (size_t i = 0; i < b->done.n; i++)
        runs->run[runs->n++] = b->done.run[i];
    b->done.n = 0; /* the runs have moved */
    return LC_OK;
}

void lc_builder_close(lc_builder *b)
{
    if (!b)
        return;
    lc_run_free(&b->run);
    lc_runs_free(&b->done);
    lc_sides_free(&b->sides);
    lc_mem_free(b->slots);
    lc_mem_free(b->prefixed);
    lc_mem_free(b);
}
