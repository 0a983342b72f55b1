/* SPDX-License-Identifier: GPL-3.0-or-later */
/* builder.c - makes runs of what readers hand over. */
#include "model/builder.h"

#include "base/mem.h"
#include "base/names.h"
#include "base/number.h"
#include "base/text.h"
#include "model/epoch_steps.h"
#include "model/facts.h"
#include "model/map.h"
#include "model/meaning.h"
#include "model/metric.h"
#include "model/params.h"
#include "model/ranks.h"
#include "model/restarts.h"
#include "model/run.h"
#include "model/split_runs.h"
#include "model/thin.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#define REMARKS_MAX 100     /* different ones of a run; more of them tell nobody anything */
#define ORIGIN_MAX 60       /* [bytes] of a line that is kept to show where a metric was read ... */
#define ORIGIN_BEFORE 24    /* ... of which so many stand before its value */
#define INTEGERS_END 0x1p53 /* from here on not every integer is a double */
#define SPELLING_MAX 40     /* [bytes] of a value that is no finite number */

struct lc_builder {
    lc_error first; /* the failure that sticks; code LC_OK until there is one */
    lc_read_options options;
    lc_run run; /* the one being built */
    lc_axis_choice axis;
    lc_meaning *meaning; /* of each of its metrics */
    size_t meaning_cap;
    lc_names ids;              /* of its metrics, by name */
    const char *path, *prefix; /* of the part being read, or NULL */
    lc_split_runs split;       /* runs that the one being built holds side by side */
    lc_thinning thin;          /* of the one being built */
    long line;                 /* of the log that is read, ... */
    const char *text;          /* ... and what stands there, borrowed */
    size_t text_n;
    char *prefixed; /* a name with the prefix before it */
    size_t prefixed_cap;
    lc_runs done;
};

static lc_status stick(lc_builder *b, lc_status code, const char *why)
{
    return lc_error_set(&b->first, code, 0, "%s", why);
}

static lc_status no_memory(lc_builder *b)
{
    return lc_error_nomem(&b->first);
}

static void forget_axis(lc_builder *b)
{
    b->axis = (lc_axis_choice)LC_AXIS_CHOICE_INIT;
    b->axis.user_set = b->options.x;
}

lc_status lc_builder_open(lc_builder **b, const lc_read_options *options, lc_error *err)
{
    lc_builder *made = lc_mem_resize(NULL, 1, sizeof *made);
    if (!made)
        return lc_error_nomem(err);
    *made = (lc_builder){.options = LC_READ_OPTIONS_INIT};
    if (options)
        made->options = *options;
    made->thin.most = made->options.most_records;
    forget_axis(made);
    *b = made;
    return LC_OK;
}

/* Columns without any value are no metrics of the run. The axis moves up with the others. */
static void drop_empty_series(lc_run *run, size_t *axis)
{
    size_t kept = 0, moved = SIZE_MAX;
    for (size_t i = 0; i < run->series_n; i++) {
        if (run->series[i].n == 0) {
            lc_series_free(&run->series[i]);
            continue;
        }
        if (i == *axis)
            moved = kept;
        run->series[kept++] = run->series[i];
    }
    run->series_n = kept;
    *axis = moved;
}

/* It has one beside axes, and the one that the log names as its axis. */
static bool has_metric(const lc_run *run, size_t axis)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (i != axis && !lc_kind_is_axis(run->series[i].metric.kind))
            return true;
    return false;
}

/* Put a run among the done ones. */
static lc_status finish_run(lc_builder *b, lc_run *run, const lc_axis_choice *axis)
{
    if (lc_run_sort(run, axis, &b->first) != LC_OK)
        return b->first.code;
    if (!lc_mem_grow(&b->done.run, &b->done.cap, b->done.n + 1, sizeof *b->done.run))
        return no_memory(b);
    lc_run_fit(run);
    b->done.run[b->done.n++] = *run;
    *run = (lc_run)LC_RUN_INIT;
    return LC_OK;
}

/* "run 2", or "NAME (2)". */
static char *number_name(const lc_run *whole, size_t k)
{
    if (k == 0)
        return whole->name ? lc_mem_text(whole->name, strlen(whole->name)) : NULL;
    return whole->name ? lc_text_format("%s (%zu)", whole->name, k + 1)
                       : lc_text_format("run %zu", k + 1);
}

/* Keep records first .. end - 1, the k-th training in the run. */
static lc_status keep_part(lc_builder *b, const lc_run *run, size_t first, size_t end, size_t k,
                           const lc_axis_choice *axis, size_t *source)
{
    lc_run part = LC_RUN_INIT;
    size_t none = SIZE_MAX;
    lc_status st = lc_run_cut(&part, source, run, first, end, &b->first);
    drop_empty_series(&part, &none);
    part.thinned = run->thinned;
    if (st == LC_OK && has_metric(&part, none)) {
        part.name = number_name(run, k);
        if (!part.name && (k || run->name))
            st = no_memory(b);
        if (st == LC_OK)
            st = finish_run(b, &part, axis);
    }
    lc_run_free(&part);
    return st;
}

/* Keep each of the trainings in the run, which starts over at these records. */
static lc_status keep_restarted(lc_builder *b, lc_run *run, const lc_axis_choice *axis,
                                const lc_restarts *restarts)
{
    size_t *source = lc_mem_resize(NULL, run->series_n, sizeof *source);
    char *text = lc_text_format("%s starts over (%zu time%s in all), first at %.10g: what follows "
                                "is a run of its own",
                                run->axis_name, restarts->n, restarts->n == 1 ? "" : "s",
                                run->x[restarts->start[0]]);
    lc_axis_choice part = *axis;
    lc_status st = source && text ? lc_run_remark(run, 0, text, &b->first) : no_memory(b);
    for (size_t k = 0, first = 0; k <= restarts->n && st == LC_OK; k++) {
        size_t end = k < restarts->n ? restarts->start[k] : run->n;
        part.late = axis->late && k == restarts->n;
        st = keep_part(b, run, first, end, k, &part, source);
        first = end;
    }
    lc_mem_free(source);
    lc_mem_free(text);
    return st;
}

/* Values of an axis that doubles can't tell from their neighbours. */
static lc_status remark_lost_digits(lc_builder *b, lc_run *run)
{
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        size_t k = 0;
        while (k < s->n && !(fabs(s->y[k]) > INTEGERS_END && isfinite(s->y[k])))
            k++;
        if (k == s->n || (s->metric.kind != LC_STEP && s->metric.kind != LC_EPOCH))
            continue;
        char *text =
            lc_text_format("values of '%.60s' pass 2^53: those that differ by 1 are read as "
                           "the same number",
                           s->metric.name);
        lc_status st = text ? lc_run_remark(run, 0, text, &b->first) : no_memory(b);
        lc_mem_free(text);
        if (st != LC_OK)
            return st;
    }
    return LC_OK;
}

/* Keep a run, if it holds anything, or the runs that it turns out to be; `source` as for
 * lc_meanings_apply. */
static lc_status keep_run(lc_builder *b, lc_run *run, const size_t *source, lc_axis_choice *axis)
{
    lc_restarts restarts = LC_RESTARTS_INIT;
    if (lc_meanings_apply(b->meaning, run, source, &b->first) != LC_OK)
        return b->first.code;
    if (!axis->user_set && axis->series == SIZE_MAX &&
        (lc_ranks_merge(run, &b->first) != LC_OK || lc_epoch_steps_join(run, &b->first) != LC_OK))
        return b->first.code;
    drop_empty_series(run, &axis->series);
    if (!run->rows || !has_metric(run, axis->series))
        return LC_OK;
    lc_facts_merge(&run->facts, &b->options.facts);
    if (remark_lost_digits(b, run) != LC_OK)
        return b->first.code;
    lc_status st = lc_run_choose_axis(run, axis, &b->first);
    if (st == LC_OK && !axis->one_run)
        st = lc_restarts_find(&restarts, run, axis->late, &b->first);
    if (st == LC_OK)
        st = restarts.n ? keep_restarted(b, run, axis, &restarts) : finish_run(b, run, axis);
    lc_restarts_free(&restarts);
    return st;
}

/* Copy run k of those that stand side by side or whose records alternate. */
static lc_status extract(lc_builder *b, lc_run *part, size_t *source, size_t k)
{
    if (!b->split.by_record)
        return lc_split_runs_extract(part, source, &b->run, &b->split, k, &b->first);
    const char *name = b->split.run[k];
    part->name = lc_mem_text(name, strlen(name));
    if (!part->name)
        return no_memory(b);
    return lc_run_extract(part, source, &b->run, b->split.group, (uint32_t)k, &b->first);
}

/* Keep each of the runs that the one being built holds. */
static lc_status keep_split_runs(lc_builder *b)
{
    size_t *source = lc_mem_resize(NULL, b->run.series_n + 1, sizeof *source);
    lc_status st = source ? LC_OK : no_memory(b);
    for (size_t k = 0; k < b->split.n && st == LC_OK; k++) {
        lc_run part = LC_RUN_INIT;
        lc_axis_choice axis = b->axis;
        st = extract(b, &part, source, k);
        axis.series = SIZE_MAX; /* series are counted anew */
        for (size_t i = 0; i < part.series_n && b->axis.series != SIZE_MAX; i++)
            if (source[i] == b->axis.series)
                axis.series = i;
        if (st == LC_OK)
            st = keep_run(b, &part, source, &axis);
        lc_run_free(&part);
    }
    lc_mem_free(source);
    return st;
}

/* Each record has a name of its own, and they stand along one axis: names of checkpoints, not of runs. */
static bool are_checkpoints(const lc_builder *b)
{
    const lc_run *run = &b->run;
    if (!b->split.by_record || b->split.n < 3 || b->split.n != run->rows)
        return false;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        if (lc_kind_is_axis(s->metric.kind) && s->n == run->rows && lc_x_is_rising(s->y, s->n))
            return true;
    }
    return false;
}

/* The run is thinned when it has become too large, unless it turns out to be several. */
static lc_status thin(lc_builder *b)
{
    if (b->split.n == 0 && lc_thinning_due(&b->thin, b->run.rows))
        lc_thinning_apply(&b->thin, &b->run, false, &b->first);
    return b->first.code;
}

/* The run that was being built has ended. */
static lc_status complete_run(lc_builder *b)
{
    if (b->thin.every > 1 && b->split.n == 0 &&
        lc_thinning_apply(&b->thin, &b->run, true, &b->first) != LC_OK)
        return b->first.code;
    b->run.thinned = b->thin.every > 1 ? b->thin.every : 0;
    lc_thinning_reset(&b->thin);
    bool several = b->split.n && !are_checkpoints(b) &&
                   (!b->split.unsure || lc_split_runs_are_apart(&b->split, &b->run));
    lc_status st = several ? keep_split_runs(b) : keep_run(b, &b->run, NULL, &b->axis);
    if (st != LC_OK)
        return st;
    lc_run_free(&b->run);
    lc_split_runs_free(&b->split);
    forget_axis(b);
    lc_names_free(&b->ids);
    return LC_OK;
}

bool lc_builder_is_unordered(const lc_builder *b, bool has_text)
{
    return lc_run_is_unordered(&b->run, has_text);
}

const lc_read_options *lc_builder_options(const lc_builder *b)
{
    return &b->options;
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

/* Put the prefix before the name, unless it is an axis': all parts share those. */
static bool prefix_name(lc_builder *b, const char **name, size_t *len)
{
    lc_metric m = {0};
    size_t n = strlen(b->prefix);
    if (lc_metric_infer(&m, *name, *len, NULL) != LC_OK)
        return false;
    bool shared = lc_kind_is_axis(m.kind) || m.kind == LC_WALL_TIME;
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

/* A new metric of the current run, with what the user says of it. */
static lc_status add_metric(lc_builder *b, const char *name, size_t len)
{
    size_t id = b->run.series_n;
    if (id >= LC_METRICS_MAX)
        return stick(b, LC_E_LIMIT, "more than 200000 metrics in one run");
    if (!lc_mem_grow(&b->meaning, &b->meaning_cap, id + 1, sizeof *b->meaning))
        return no_memory(b);
    if (lc_run_new_series(&b->run, name, len, &b->first) != LC_OK)
        return b->first.code;
    const char *own = b->run.series[id].metric.name;
    if (!lc_names_add(&b->ids, own, len, (uint32_t)id))
        return no_memory(b);
    b->meaning[id] = (lc_meaning){.user = lc_map_find(b->options.maps, b->options.maps_n, own)};
    return LC_OK;
}

lc_status lc_builder_means(lc_builder *b, uint32_t id, const lc_map *means)
{
    if (b->first.code == LC_OK) {
        b->meaning[id].logged = true;
        b->meaning[id].log = *means;
    }
    return b->first.code;
}

static bool is_ignored(const lc_builder *b, uint32_t id)
{
    const lc_map *map = lc_meaning_map(&b->meaning[id]);
    return map && map->ignore;
}

lc_status lc_builder_axis(lc_builder *b, uint32_t id, lc_kind kind)
{
    b->axis.series = id;
    b->axis.kind = kind;
    return b->first.code;
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
    if (lc_names_find(&b->ids, name, len, id))
        return LC_OK;
    uint32_t next = (uint32_t)b->run.series_n;
    lc_status st = add_metric(b, name, len);
    *id = st == LC_OK ? next : 0;
    return st;
}

lc_status lc_builder_record(lc_builder *b)
{
    if (b->first.code == LC_OK && b->run.rows >= LC_RECORDS_MAX)
        return stick(b, LC_E_LIMIT, "more than 4294967295 records in one run");
    if (b->first.code == LC_OK && thin(b) != LC_OK)
        return b->first.code;
    if (b->first.code == LC_OK && b->split.by_record &&
        !lc_split_runs_note(&b->split, b->run.rows, 1))
        return no_memory(b);
    if (b->first.code == LC_OK)
        b->run.rows++;
    return b->first.code;
}

void lc_builder_at_line(lc_builder *b, long line, const char *text, size_t len)
{
    b->line = line;
    b->text = text;
    b->text_n = len;
}

lc_status lc_builder_origin(lc_builder *b, uint32_t id, const char *fmt, ...)
{
    lc_series *s = &b->run.series[id];
    if (b->first.code != LC_OK || s->origin)
        return b->first.code;
    va_list ap;
    va_start(ap, fmt);
    s->origin = lc_text_vformat(fmt, ap);
    va_end(ap);
    return s->origin ? LC_OK : no_memory(b);
}

/* Where in the text at hand the value stands, as no reader's formula made it of others; text_n when it
 * does not. */
static size_t place_in_text(const lc_builder *b, double value)
{
    for (size_t i = 0; i < b->text_n;) {
        double v;
        bool begins = i == 0 || !isalnum((unsigned char)b->text[i - 1]);
        size_t n = begins ? lc_number_read(&v, b->text + i, b->text_n - i) : 0;
        if (n && (v == value || (isnan(v) && isnan(value))))
            return i;
        i += n ? n : 1;
    }
    return b->text_n;
}

/* The metric's first value comes: keep where it stands, with the words before it. */
static lc_status note_origin(lc_builder *b, lc_series *s, double value)
{
    size_t at = b->text ? place_in_text(b, value) : 0;
    if (b->text && at == b->text_n)
        return LC_OK;
    s->line = b->line;
    if (!b->text || s->origin)
        return LC_OK;
    size_t from = at < ORIGIN_BEFORE ? 0 : at - ORIGIN_BEFORE;
    while (from > 0 && from < at && b->text[from - 1] != ' ')
        from++;
    size_t n = b->text_n - from < ORIGIN_MAX ? b->text_n - from : ORIGIN_MAX;
    s->origin = lc_text_format("%s%.*s", from ? "... " : "", (int)n, b->text + from);
    return s->origin ? LC_OK : no_memory(b);
}

/* The record's first value that stands in a line says where it begins: some formats tell its last ones
 * when the next record has begun. */
static lc_status note_line(lc_builder *b, long line)
{
    bool replaced;
    lc_series *lines = &b->run.lines;
    if (lines->n > 0 && lc_series_record(lines, lines->n - 1) == b->run.rows - 1)
        return LC_OK;
    bool ok = lc_series_push(lines, b->run.rows - 1, (double)line, &replaced);
    return ok ? LC_OK : no_memory(b);
}

lc_status lc_builder_record_line(lc_builder *b, long line)
{
    return b->first.code == LC_OK && b->options.lines ? note_line(b, line) : b->first.code;
}

lc_status lc_builder_put(lc_builder *b, uint32_t id, double value)
{
    bool replaced;
    if (b->first.code != LC_OK || lc_is_absent(value))
        return b->first.code;
    if (b->run.rows == 0 && lc_builder_record(b) != LC_OK)
        return b->first.code;
    if (is_ignored(b, id))
        return LC_OK;
    if (b->run.series[id].n == 0 && note_origin(b, &b->run.series[id], value) != LC_OK)
        return b->first.code;
    if (!lc_series_push(&b->run.series[id], b->run.rows - 1, value, &replaced))
        return no_memory(b);
    b->run.repeats += replaced;
    return b->options.lines && b->line > 0 ? note_line(b, b->line) : LC_OK;
}

lc_status lc_builder_spelling(lc_builder *b, uint32_t id, const char *text, size_t len)
{
    lc_series *s = &b->run.series[id];
    if (b->first.code != LC_OK || s->spelling)
        return b->first.code;
    s->spelling = lc_mem_text(text, len < SPELLING_MAX ? len : SPELLING_MAX);
    return s->spelling ? LC_OK : no_memory(b);
}

static bool has_digit(const char *text, size_t len)
{
    while (len > 0 && !isdigit((unsigned char)text[len - 1]))
        len--;
    return len > 0;
}

lc_status lc_builder_put_text(lc_builder *b, uint32_t id, double value, const char *text,
                              size_t len)
{
    if (b->first.code == LC_OK && !isfinite(value) && !lc_is_absent(value) &&
        lc_builder_spelling(b, id, text, len) != LC_OK)
        return b->first.code;
    if (isinf(value) && has_digit(text, len))
        lc_builder_remark(b, b->line, "'%.*s' of '%.60s' is too large for a double, and infinite",
                          len < SPELLING_MAX ? (int)len : SPELLING_MAX, text,
                          b->run.series[id].metric.name);
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
        b->run.series[id].percent = b->run.series[id].is_told_percent = true;
    return b->first.code;
}

/* The user may mean the metric by either of its names; the last map of all counts. */
lc_status lc_builder_assign_run(lc_builder *b, uint32_t id, const char *run, const char *metric)
{
    if (b->first.code != LC_OK)
        return b->first.code;
    const lc_map *map = lc_map_find(b->options.maps, b->options.maps_n, metric);
    if (map && (!b->meaning[id].user || map > b->meaning[id].user))
        b->meaning[id].user = map;
    return lc_split_runs_assign(&b->split, id, run, metric, &b->first);
}

lc_status lc_builder_choose_run(lc_builder *b, const char *name)
{
    bool before = b->split.by_record;
    if (b->first.code == LC_OK)
        lc_split_runs_choose(&b->split, name, &b->first);
    /* Records that were there before any run was named are of the first that is. */
    if (b->first.code == LC_OK && !before && b->split.by_record &&
        !lc_split_runs_note(&b->split, 0, b->run.rows))
        return no_memory(b);
    return b->first.code;
}

lc_status lc_builder_label_run(lc_builder *b, const char *name)
{
    b->split.unsure = true;
    return lc_builder_choose_run(b, name);
}

void lc_builder_is_one_run(lc_builder *b)
{
    b->axis.one_run = true;
}

void lc_builder_last_is_summary(lc_builder *b)
{
    b->axis.late = true;
}

lc_status lc_builder_columns(lc_builder *b, const uint32_t *id, const double *const *column,
                             size_t columns, const double *line, size_t n)
{
    if (b->first.code != LC_OK)
        return b->first.code;
    if (n > LC_RECORDS_MAX - b->run.rows)
        return stick(b, LC_E_LIMIT, "more than 4294967295 records in one run");
    for (size_t c = 0; c < columns; c++)
        if (!is_ignored(b, id[c]) &&
            !lc_series_extend(&b->run.series[id[c]], b->run.rows, column[c], n))
            return no_memory(b);
    if (b->options.lines && line && !lc_series_extend(&b->run.lines, b->run.rows, line, n))
        return no_memory(b);
    if (b->split.by_record && !lc_split_runs_note(&b->split, b->run.rows, n))
        return no_memory(b);
    b->run.rows += n;
    return thin(b);
}

lc_status lc_builder_facts(lc_builder *b, const lc_facts *facts)
{
    lc_facts_merge(&b->run.facts, facts);
    return b->first.code;
}

lc_status lc_builder_param(lc_builder *b, const char *name, size_t n, const char *value,
                           size_t value_n)
{
    if (b->first.code != LC_OK)
        return b->first.code;
    return lc_params_set(&b->run.params, name, n, value, value_n, &b->first);
}

lc_status lc_builder_params(lc_builder *b, const lc_params *params)
{
    return b->first.code != LC_OK ? b->first.code
                                  : lc_params_merge(&b->run.params, params, &b->first);
}

static bool is_remarked(const lc_run *run, const char *text)
{
    for (size_t i = 0; i < run->remark_n; i++)
        if (strcmp(run->remarks[i].text, text) == 0)
            return true;
    return false;
}

/* Takes over `text`. */
static lc_status add_remark(lc_builder *b, long line, char *text)
{
    if (!text)
        return no_memory(b);
    bool kept = b->run.remark_n < REMARKS_MAX || is_remarked(&b->run, text);
    lc_run_remark(&b->run, line, kept ? text : "further remarks", &b->first);
    lc_mem_free(text);
    return b->first.code;
}

lc_status lc_builder_remark(lc_builder *b, long line, const char *fmt, ...)
{
    if (b->first.code != LC_OK)
        return b->first.code;
    va_list ap;
    va_start(ap, fmt);
    char *text = lc_text_vformat(fmt, ap);
    va_end(ap);
    return add_remark(b, line, text);
}

lc_status lc_builder_malformed(lc_builder *b, long line, lc_error *err, const char *fmt, ...)
{
    if (b->first.code != LC_OK)
        return b->first.code;
    va_list ap;
    va_start(ap, fmt);
    char *text = lc_text_vformat(fmt, ap);
    va_end(ap);
    if (!text || !b->options.strict)
        return add_remark(b, line, text);
    lc_error_set(err, LC_E_FORMAT, line, "%s", text);
    lc_mem_free(text);
    return LC_E_FORMAT;
}

/* Move all runs behind those of *to; false when memory is out. */
static bool move_runs(lc_runs *to, lc_runs *from)
{
    if (from->n && !lc_mem_grow(&to->run, &to->cap, to->n + from->n, sizeof *to->run))
        return false;
    for (size_t i = 0; i < from->n; i++)
        to->run[to->n++] = from->run[i];
    from->n = 0;
    return true;
}

lc_status lc_builder_adopt(lc_builder *b, lc_runs *runs)
{
    for (size_t i = 0; b->run.rows == 0 && runs->n && i < b->run.remark_n; i++)
        lc_run_remark(&runs->run[0], b->run.remarks[i].line, b->run.remarks[i].text, &b->first);
    if (b->first.code != LC_OK || (runs->n && complete_run(b) != LC_OK))
        return b->first.code;
    return move_runs(&b->done, runs) ? LC_OK : no_memory(b);
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
    if (st == LC_OK && !move_runs(runs, &b->done))
        st = no_memory(b);
    if (st != LC_OK && err)
        *err = b->first;
    return st;
}

void lc_builder_close(lc_builder *b)
{
    if (!b)
        return;
    lc_run_free(&b->run);
    lc_runs_free(&b->done);
    lc_split_runs_free(&b->split);
    lc_names_free(&b->ids);
    lc_thinning_reset(&b->thin);
    lc_mem_free(b->prefixed);
    lc_mem_free(b->meaning);
    lc_mem_free(b);
}
