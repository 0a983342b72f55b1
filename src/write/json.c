/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c - runs as JSON: a run is one object, several are an array. */
#include "write/json.h"

#include "base/mem.h"
#include "base/node.h"
#include "base/text.h"
#include "model/facts.h"
#include "write/writer.h"

#include <math.h>
#include <string.h>

/* Names as JSON has them, made once: a table has many rows. */
typedef struct keys {
    char **column; /* of each column */
    char **text;   /* of what stands beside a null there; NULL until it is needed */
    char **label;  /* of each run */
    char *run;
    size_t columns, runs;
} keys;

/* "name", quoted and escaped; NULL when memory is out. */
static char *quoted(const char *name)
{
    char *text;
    size_t n;
    FILE *out = lc_text_open(&text, &n);
    if (out) {
        lc_json_quote(out, name);
        lc_text_close(out, &text);
    }
    return text;
}

static bool list_make(char ***list, size_t n)
{
    *list = lc_mem_resize(NULL, n + 1, sizeof **list);
    if (*list)
        memset(*list, 0, (n + 1) * sizeof **list);
    return *list != NULL;
}

static void list_free(char **list, size_t n)
{
    for (size_t i = 0; list && i < n; i++)
        lc_mem_free(list[i]);
    lc_mem_free(list);
}

static void keys_free(keys *k)
{
    list_free(k->column, k->columns);
    list_free(k->text, k->columns);
    list_free(k->label, k->runs);
    lc_mem_free(k->run);
}

static lc_status keys_make(keys *k, const lc_run_table *t, lc_error *err)
{
    *k = (keys){.columns = t->columns, .runs = t->n, .run = quoted(t->run_name)};
    bool ok = k->run && list_make(&k->column, t->columns) && list_make(&k->text, t->columns) &&
              list_make(&k->label, t->n);
    for (size_t c = 0; ok && c < t->columns; c++)
        ok = (k->column[c] = quoted(t->name[c])) != NULL;
    for (size_t i = 0; ok && i < t->n; i++)
        ok = (k->label[i] = quoted(t->part[i].label)) != NULL;
    return ok ? LC_OK : lc_error_nomem(err);
}

/* "loss_text", which no column is called. */
static const char *text_key(keys *k, const lc_run_table *t, size_t column)
{
    char *name = k->text[column] ? NULL : lc_text_format("%s_text", t->name[column]);
    while (name && lc_run_table_has(t, name)) {
        char *longer = lc_text_format("%s_", name);
        lc_mem_free(name);
        name = longer;
    }
    if (name)
        k->text[column] = quoted(name);
    lc_mem_free(name);
    return k->text[column];
}

/* ---- values ----------------------------------------------------------------------------- */

static const char *word_of(double v)
{
    return isnan(v) ? "NaN" : v > 0 ? "inf" : "-inf";
}

/* A number in digits that are read back as the same one; "-0" would be read as the integer 0. */
static void put_number(FILE *out, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_text_exact(text, v);
    fputs(v == 0 && signbit(v) ? "-0.0" : isfinite(v) ? text : "null", out);
}

/* ---- a record a row --------------------------------------------------------------------- */

static void put_facts(FILE *out, const lc_facts *f)
{
    for (size_t i = 0; i < LC_FACTS; i++)
        if (lc_fact_get(f, i) > 0) {
            fprintf(out, ", \"%s\": ", lc_fact_name(i));
            put_number(out, lc_fact_get(f, i));
        }
}

static lc_status put_head(FILE *out, const lc_run_table *t, size_t i, const keys *k, lc_error *err)
{
    char *name = lc_run_table_name(t, i) ? quoted(lc_run_table_name(t, i)) : lc_mem_text("null", 4);
    if (!name)
        return lc_error_nomem(err);
    fprintf(out,
            "\"schema\": \"" LC_RUN_SCHEMA "\", \"name\": %s, \"axis\": %s, \"axis_kind\": \"%s\"",
            name, k->column[t->part[i].axis], lc_kind_name(t->runs[i].axis));
    put_facts(out, &t->runs[i].facts);
    lc_mem_free(name);
    return LC_OK;
}

static void put_metrics(FILE *out, const lc_run_table *t, size_t i, const keys *k,
                        const char *between)
{
    const char *before = "";
    fputs("\"metrics\": [", out);
    for (size_t c = 0; c < t->runs[i].series_n; c++) {
        const lc_metric *m = &t->runs[i].series[c].metric;
        if (t->part[i].column[c] == SIZE_MAX)
            continue;
        fprintf(out, "%s%s{\"name\": %s, \"split\": \"%s\", \"kind\": \"%s\", \"better\": \"%s\"}",
                before, between, k->column[t->part[i].column[c]], lc_split_name(m->split),
                lc_kind_name(m->kind), lc_direction_name(m->better));
        before = ",";
    }
    putc(']', out);
}

static lc_status put_record(FILE *out, const lc_run_table *t, const lc_cursor *row, keys *k,
                            lc_error *err)
{
    const char *before = "";
    putc('{', out);
    if (t->n > 1) {
        fprintf(out, "%s: %s", k->run, k->label[row->run]);
        before = ", ";
    }
    for (size_t c = 0; c < t->columns; c++) {
        double v = row->cell[c];
        if (lc_is_absent(v))
            continue;
        fprintf(out, "%s%s: ", before, k->column[c]);
        put_number(out, v);
        before = ", ";
        if (isfinite(v))
            continue;
        if (!text_key(k, t, c))
            return lc_error_nomem(err);
        fprintf(out, ", %s: \"%s\"", k->text[c], word_of(v));
    }
    putc('}', out);
    return LC_OK;
}

static lc_status put_records(FILE *out, const lc_run_table *t, size_t i, keys *k,
                             const char *between, lc_error *err)
{
    lc_cursor row;
    lc_status st = lc_cursor_begin(&row, t, i, err);
    while (st == LC_OK && lc_cursor_next(&row)) {
        if (row.record > 1)
            fputs(between, out);
        st = put_record(out, t, &row, k, err);
    }
    lc_cursor_end(&row);
    return st;
}

/* How the parts of a run are laid out. */
static const struct layout {
    const char *head, *metrics, *metric, *records, *record, *end; /* stand before each part */
} layouts[] = {
    [LC_RUN_DOCUMENT] = {"{", ",\n", "\n  ", ",\n\"records\": [\n  ", ",\n  ", "]}"},
    [LC_RUN_LINES] = {"{", "}\n{", "", "}\n", "\n", "\n"},
};

lc_status lc_run_write_wide(FILE *out, const lc_run_table *t, lc_run_layout layout, lc_error *err)
{
    const struct layout *l = &layouts[layout];
    bool array = layout == LC_RUN_DOCUMENT && t->n != 1;
    keys k;
    lc_status st = keys_make(&k, t, err);
    if (array)
        fputs("[", out);
    for (size_t i = 0; st == LC_OK && i < t->n; i++) {
        fputs(array && i ? ",\n" : "", out);
        fputs(l->head, out);
        if ((st = put_head(out, t, i, &k, err)) != LC_OK)
            break;
        fputs(l->metrics, out);
        put_metrics(out, t, i, &k, l->metric);
        fputs(l->records, out);
        st = put_records(out, t, i, &k, l->record, err);
        fputs(l->end, out);
    }
    fputs(array ? "]\n" : layout == LC_RUN_DOCUMENT ? "\n" : "", out);
    keys_free(&k);
    return st;
}

/* ---- a value a row ---------------------------------------------------------------------- */

/* Value j of series c of run i. */
static void put_value(FILE *out, const lc_run_table *t, const keys *k, size_t i, size_t c, size_t j)
{
    const lc_series *series = &t->runs[i].series[c];
    fprintf(out, "{\"run\": %s, \"axis\": %s, \"x\": ", k->label[i], k->column[t->part[i].axis]);
    put_number(out, lc_series_x(&t->runs[i], series, j));
    fprintf(out, ", \"metric\": %s, \"split\": \"%s\", \"kind\": \"%s\", \"value\": ",
            k->column[t->part[i].column[c]], lc_split_name(series->metric.split),
            lc_kind_name(series->metric.kind));
    put_number(out, series->y[j]);
    if (!isfinite(series->y[j]))
        fprintf(out, ", \"value_text\": \"%s\"", word_of(series->y[j]));
    putc('}', out);
}

lc_status lc_run_write_long(FILE *out, const lc_run_table *t, lc_run_layout layout, lc_error *err)
{
    const char *between = layout == LC_RUN_LINES ? "\n" : ",\n", *before = "";
    keys k;
    lc_status st = keys_make(&k, t, err);
    fputs(layout == LC_RUN_DOCUMENT ? "[" : "", out);
    for (size_t i = 0; st == LC_OK && i < t->n; i++)
        for (size_t c = 0; c < t->runs[i].series_n; c++)
            for (size_t j = 0; t->part[i].column[c] != SIZE_MAX && j < t->runs[i].series[c].n;
                 j++) {
                fputs(before, out);
                put_value(out, t, &k, i, c, j);
                before = between;
            }
    fputs(layout == LC_RUN_DOCUMENT ? "]\n" : *before ? "\n" : "", out);
    keys_free(&k);
    return st;
}

static lc_status json_wide(FILE *out, const lc_run_table *t, lc_error *err)
{
    return lc_run_write_wide(out, t, LC_RUN_DOCUMENT, err);
}

static lc_status json_long(FILE *out, const lc_run_table *t, lc_error *err)
{
    return lc_run_write_long(out, t, LC_RUN_DOCUMENT, err);
}

const lc_writer lc_writer_json = {
    .name = "json",
    .summary = "JSON: an object for one run, an array for several",
    .unicode = true,
    .wide = json_wide,
    .long_form = json_long,
};
