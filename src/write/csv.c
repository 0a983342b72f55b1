/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv.c - runs as comma-separated values.
 *
 * What src/read/csv.c knows from the header alone isn't said again, so that a usual run is a plain
 * table. Where that isn't enough, lines "# learncurve: ..." above the header say the rest, columns
 * counted from 1 (src/read/comment.h has the list).
 */
#include "write/writer.h"

#include "base/csv_cell.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "model/facts.h"
#include "model/meaning.h"
#include "model/metric.h"
#include "model/role_names.h"

#include <math.h>
#include <string.h>

#define OURS "# learncurve: "

static const char LONG_HEADER[] = "run,axis,x,metric,split,kind,value\n";

/* ---- what the header doesn't tell ------------------------------------------------------- */

/* Words that readers of tables take for a missing value, so no header of theirs. */
static bool is_missing_word(const char *name)
{
    static const char *const words[] = {"NA",   "N/A",  "n/a", "<NA>", "null", "NULL",
                                        "None", "none", "nil", "-",    "--",   "?"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return false;
}

/* A name that any reader takes for a metric's, as it stands. */
static bool is_plain(const char *name)
{
    double v;
    size_t n = strlen(name);
    return n && !strpbrk(name, ",;\"\t\r\n#") && name[0] != ' ' && name[n - 1] != ' ' &&
           strncmp(name, "Unnamed: ", 9) != 0 && !is_missing_word(name) &&
           lc_roles_of_name(name) == 0 && lc_number_read(&v, name, n) != n;
}

/* What the columns beside one tell of it isn't told where some of them are left out, or are of other runs. */
static bool is_as_named(const lc_run *run, const lc_metric *m, bool *nomem)
{
    lc_metric named = {0};
    *nomem |= lc_metric_infer(&named, m->name, strlen(m->name), NULL) != LC_OK;
    bool same =
        named.split == m->split && named.kind == m->kind && named.better == m->better &&
        !(named.kind == LC_OTHER && (lc_meaning_may_be_told(m->name) || lc_meaning_lone(run))) &&
        !lc_meaning_is_by_losses(run, m);
    lc_metric_free(&named);
    return same;
}

static bool is_axis_told(const lc_run *run, bool *nomem)
{
    lc_metric named = {0};
    const char *name = run->axis_name ? run->axis_name : "";
    *nomem |= lc_metric_infer(&named, name, strlen(name), NULL) != LC_OK;
    bool told = named.kind == run->axis && lc_kind_is_axis(run->axis);
    lc_metric_free(&named);
    for (size_t k = 0; told && k < run->series_n; k++)
        told = !lc_kind_is_axis(run->series[k].metric.kind);
    return told;
}

/* One run of no name, whose columns' names say all that there is to say. */
static bool is_plain_table(const lc_run_table *t, bool *nomem)
{
    if (t->n != 1 || t->runs->name || t->columns < 2 || !is_axis_told(t->runs, nomem))
        return false;
    for (size_t c = 0; c < t->columns; c++)
        if (!is_plain(t->name[c]))
            return false;
    for (size_t k = 0; k < t->runs->series_n; k++)
        if (t->part->column[k] != SIZE_MAX &&
            !is_as_named(t->runs, &t->runs->series[k].metric, nomem))
            return false;
    return true;
}

/* "# train_samples: 121620", which is also how the recorder says it. */
static void put_facts(FILE *out, const char *before, const lc_facts *f)
{
    char text[LC_NUMBER_SIZE];
    for (size_t i = 0; i < LC_FACTS; i++)
        if (lc_fact_get(f, i) > 0) {
            lc_text_exact(text, lc_fact_get(f, i));
            fprintf(out, "%s%s: %s\n", before, lc_fact_name(i), text);
        }
}

/* The line is one cell: a name in it may need quotes. */
static lc_status put_name(FILE *out, const char *name, lc_error *err)
{
    char *line = lc_text_format(OURS "name %s", name);
    if (!line)
        return lc_error_nomem(err);
    lc_csv_text(out, line, 0);
    putc('\n', out);
    lc_mem_free(line);
    return LC_OK;
}

static void put_run(FILE *out, const lc_run_table *t, size_t i, bool *nomem)
{
    const lc_run *run = &t->runs[i];
    size_t first = t->n > 1 ? 2 : 1; /* column 0 of the table is this one of the file */
    char before[64] = OURS;
    if (t->n > 1)
        snprintf(before, sizeof before, OURS "run %zu ", i + 1);
    fprintf(out, "%saxis %zu %s\n", before, first + t->part[i].axis, lc_kind_name(run->axis));
    for (size_t k = 0; k < run->series_n; k++) {
        const lc_metric *m = &run->series[k].metric;
        if (t->part[i].column[k] != SIZE_MAX && !is_as_named(run, m, nomem))
            fprintf(out, "%smetric %zu %s %s %s\n", before, first + t->part[i].column[k],
                    lc_split_name(m->split), lc_kind_name(m->kind), lc_direction_name(m->better));
    }
    put_facts(out, before, &run->facts);
}

static lc_status put_words(FILE *out, const lc_run_table *t, lc_error *err)
{
    bool nomem = false;
    lc_status st = LC_OK;
    if (is_plain_table(t, &nomem)) {
        put_facts(out, "# ", &t->runs->facts);
        return nomem ? lc_error_nomem(err) : LC_OK;
    }
    if (t->n > 1)
        fprintf(out, OURS "runs %s\n", t->numbered ? "numbered" : "named");
    else if (t->n && lc_run_table_name(t, 0))
        st = put_name(out, lc_run_table_name(t, 0), err);
    for (size_t i = 0; i < t->n; i++)
        put_run(out, t, i, &nomem);
    return nomem ? lc_error_nomem(err) : st;
}

/* ---- tables ----------------------------------------------------------------------------- */

static void put_row(FILE *out, const lc_run_table *t, const lc_cursor *rows)
{
    if (t->n > 1) {
        lc_csv_text(out, t->part[rows->run].label, t->cells);
        putc(',', out);
    }
    for (size_t c = 0; c < t->columns; c++) {
        if (c)
            putc(',', out);
        lc_csv_number(out, rows->cell[c]);
    }
    putc('\n', out);
}

static void put_header(FILE *out, const lc_run_table *t)
{
    if (t->n > 1)
        fprintf(out, "%s,", t->run_name);
    for (size_t c = 0; c < t->columns; c++) {
        if (c)
            putc(',', out);
        lc_csv_text(out, t->name[c], t->cells);
    }
    putc('\n', out);
}

static lc_status csv_wide(FILE *out, const lc_run_table *t, lc_error *err)
{
    lc_status st = put_words(out, t, err);
    if (st == LC_OK && t->n)
        put_header(out, t);
    for (size_t i = 0; st == LC_OK && i < t->n; i++) {
        lc_cursor rows;
        st = lc_cursor_begin(&rows, t, i, err);
        while (st == LC_OK && lc_cursor_next(&rows))
            put_row(out, t, &rows);
        lc_cursor_end(&rows);
    }
    return st;
}

/* Value k of series `index` of run i. */
static void put_value(FILE *out, const lc_run_table *t, size_t i, size_t index, size_t k)
{
    const lc_series *series = &t->runs[i].series[index];
    lc_csv_text(out, t->part[i].label, t->cells);
    putc(',', out);
    lc_csv_text(out, t->name[t->part[i].axis], t->cells);
    putc(',', out);
    lc_csv_number(out, lc_series_x(&t->runs[i], series, k));
    putc(',', out);
    lc_csv_text(out, t->name[t->part[i].column[index]], t->cells);
    fprintf(out, ",%s,%s,", lc_split_name(series->metric.split), lc_kind_name(series->metric.kind));
    lc_csv_number(out, series->y[k]);
    putc('\n', out);
}

static lc_status csv_long(FILE *out, const lc_run_table *t, lc_error *err)
{
    (void)err;
    fputs(LONG_HEADER, out);
    for (size_t i = 0; i < t->n; i++)
        for (size_t c = 0; c < t->runs[i].series_n; c++)
            for (size_t k = 0; t->part[i].column[c] != SIZE_MAX && k < t->runs[i].series[c].n; k++)
                put_value(out, t, i, c, k);
    return LC_OK;
}

const lc_writer lc_writer_csv = {
    .name = "csv",
    .summary = "comma-separated values under a header",
    .wide = csv_wide,
    .long_form = csv_long,
};
