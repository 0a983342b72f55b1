/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inspect.c - what was read, and what each metric was taken for. */
#include "base/mem.h"
#include "report/wording.h"
#include "report/json.h"
#include "report/summary.h"

#include <string.h>

#define SCHEMA "learncurve/inspect/1" /* members are only ever added under one number */
#define NAME_WIDTH 22                 /* [columns] a longer name stands on a line of its own */
#define BASE_WIDTH 17                 /* [columns] a longer base name is cut */
#define COLUMNS_MAX 6

#define BOLD "1"

static const lc_text_style BODY = {2, 2, NULL}, TITLE = {0, 2, BOLD};

/* ---- tables ----------------------------------------------------------------------------- */

/* A table about the metrics of one run. Its rows are made twice, for the widths and to be shown, so
 * that no number of metrics takes much memory. */
typedef struct table {
    const char *head[COLUMNS_MAX];
    size_t n;     /* columns */
    size_t texts; /* the first so many are aligned to the left, numbers to the right */
    size_t width[COLUMNS_MAX];

    /* The cells behind the name; false when memory is out. Texts are clean. */
    bool (*fill)(char *cell[COLUMNS_MAX], const lc_run *run, const lc_series *s);
} table;

static void free_cells(char *cell[COLUMNS_MAX])
{
    for (size_t i = 0; i < COLUMNS_MAX; i++) {
        lc_mem_free(cell[i]);
        cell[i] = NULL;
    }
}

static bool make_cells(char *cell[COLUMNS_MAX], const table *t, const lc_run *run,
                       const lc_series *s)
{
    cell[0] = lc_text_clean(s->metric.name, strlen(s->metric.name));
    bool ok = cell[0] && t->fill(cell, run, s);
    for (size_t i = 0; ok && i < t->n; i++)
        ok = cell[i] != NULL;
    return ok;
}

static void widen(table *t, char *const cell[COLUMNS_MAX])
{
    for (size_t i = 0; i < t->n; i++) {
        size_t used = lc_text_width(cell[i]);
        if (used > t->width[i] && (i > 0 || used <= NAME_WIDTH))
            t->width[i] = used;
    }
}

static void put_blanks(FILE *out, size_t n)
{
    while (n-- > 0)
        putc(' ', out);
}

/* Cells in their columns; no blanks behind the last one. */
static void put_cells(FILE *out, const table *t, const char *const *cell)
{
    size_t last = t->n;
    while (last > 1 && !*cell[last - 1])
        last--;
    for (size_t i = 0; i < last; i++) {
        size_t used = lc_text_width(cell[i]);
        size_t room = t->width[i] > used ? t->width[i] - used : 0;
        bool left = i < t->texts || !*t->head[i]; /* or a note behind the numbers */
        put_blanks(out, left ? 2 : 2 + room);
        fputs(cell[i], out);
        if (left && i + 1 < last)
            put_blanks(out, room);
    }
    putc('\n', out);
}

static void put_row(FILE *out, const table *t, char *const cell[COLUMNS_MAX])
{
    const char *shown[COLUMNS_MAX];
    for (size_t i = 0; i < COLUMNS_MAX; i++)
        shown[i] = cell[i];
    if (lc_text_width(cell[0]) > t->width[0]) {
        fprintf(out, "  %s\n", cell[0]);
        shown[0] = "";
    }
    put_cells(out, t, shown);
}

static bool is_unknown(const lc_series *s)
{
    return s->metric.kind == LC_OTHER;
}

/* Rows of the metrics that are known, then of those that aren't; without `out` only their widths. */
static bool go_through(FILE *out, table *t, const lc_run *run)
{
    bool ok = true;
    for (int unknown = 0; unknown < 2; unknown++)
        for (size_t i = 0; ok && i < run->series_n; i++) {
            char *cell[COLUMNS_MAX] = {NULL};
            if (is_unknown(&run->series[i]) != (unknown == 1))
                continue;
            ok = make_cells(cell, t, run, &run->series[i]);
            if (ok && out)
                put_row(out, t, cell);
            else if (ok)
                widen(t, cell);
            free_cells(cell);
        }
    return ok;
}

static void print_table(lc_layout *l, table t, const char *title, const lc_run *run)
{
    for (size_t i = 0; i < t.n; i++)
        t.width[i] = lc_text_width(t.head[i]);
    lc_layout_gap(l);
    lc_layout_paragraph(l, &TITLE, "%s", title);
    if (!go_through(NULL, &t, run)) {
        l->nomem = true;
        return;
    }
    put_cells(l->out, &t, t.head);
    if (!go_through(l->out, &t, run))
        l->nomem = true;
}

/* ---- what they were taken for, and what they hold --------------------------------------- */

/* A clean text, cut to `most` columns. */
static char *cut(const char *s, size_t most)
{
    char *clean = lc_text_clean(s, strlen(s));
    size_t n = clean ? strlen(clean) : 0;
    if (!clean || lc_text_width(clean) <= most)
        return clean;
    while (n > 0 && lc_text_width(clean) > most - 1) {
        do
            n--;
        while (n > 0 && (clean[n] & 0xC0) == 0x80); /* all bytes of a character */
        clean[n] = '\0';
    }
    char *shorter = lc_text_format("%s\u2026", clean);
    lc_mem_free(clean);
    return shorter;
}

static bool fill_meaning(char *cell[COLUMNS_MAX], const lc_run *run, const lc_series *s)
{
    const lc_metric *m = &s->metric;
    (void)run;
    cell[1] = cut(m->base, BASE_WIDTH);
    cell[2] = lc_text_format("%s", m->split == LC_SPLIT_NONE ? "-" : lc_split_name(m->split));
    cell[3] = lc_text_format("%s", lc_kind_name(m->kind));
    cell[4] = lc_text_format("%s", m->better == LC_NEITHER ? "-" : lc_direction_name(m->better));
    return true;
}

static char *number(const lc_series *s, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_wording_value(text, s, v);
    return lc_text_format("%s", lc_is_absent(v) ? "-" : text);
}

static bool fill_values(char *cell[COLUMNS_MAX], const lc_run *run, const lc_series *s)
{
    const lc_summary sum = lc_summary_of(run, s);
    char step[LC_NUMBER_SIZE], odd[40] = "";
    lc_text_exact(step, s->quantum);
    if (sum.not_finite)
        snprintf(odd, sizeof odd, "%zu not finite", sum.not_finite);
    cell[1] = lc_text_format("%zu", s->n);
    cell[2] = number(s, sum.least);
    cell[3] = number(s, sum.greatest);
    cell[4] = lc_text_format("%s", s->quantum > 0 ? step : "-");
    cell[5] =
        lc_text_format("%s%s%s", s->percent ? "percent" : "", s->percent && *odd ? ", " : "", odd);
    return true;
}

static const table meanings = {.head = {"metric", "base", "split", "kind", "better"},
                               .n = 5,
                               .texts = 5,
                               .fill = fill_meaning};
static const table values = {.head = {"metric", "values", "least", "greatest", "step", ""},
                             .n = 6,
                             .texts = 1,
                             .fill = fill_values};

/* ---- the whole -------------------------------------------------------------------------- */

/* "read along epoch, an epoch", unless the name says it itself. */
static void print_axis(lc_layout *l, const lc_run *run)
{
    const char *name = run->axis_name ? run->axis_name : "record", *kind = lc_kind_name(run->axis);
    if (strcmp(name, "record") == 0 && run->axis == LC_COUNT)
        lc_layout_paragraph(l, &BODY, "no axis: records are numbered from 1");
    else if (strcmp(name, kind) == 0)
        lc_layout_paragraph(l, &BODY, "read along %s", name);
    else
        lc_layout_paragraph(l, &BODY, "read along %s (kind %s)", name, kind);
    if (run->n < run->rows)
        lc_layout_paragraph(l, &BODY, "the log has %zu rows; those of one %s are one record",
                            run->rows, name);
}

/* How to tell what names don't. */
static void print_unknown(lc_layout *l, const lc_run *run)
{
    const char *first = NULL;
    size_t n = 0;
    for (size_t i = 0; i < run->series_n; i++)
        if (is_unknown(&run->series[i])) {
            first = first ? first : run->series[i].metric.name;
            n++;
        }
    if (n == 0)
        return;
    lc_layout_gap(l);
    lc_layout_paragraph(
        l, &(lc_text_style){0, 2, NULL},
        "%zu of kind 'other': no rule looks at %s. What they are can be told by --map "
        "NAME=SPLIT:KIND[:DIRECTION], and left out by NAME=ignore, as in",
        n, n == 1 ? "it" : "them");
    lc_layout_paragraph(l, &BODY, "--map '%s=validation:loss'", first);
}

static void print_run(lc_layout *l, const lc_run *run)
{
    lc_wording_run(l, run);
    print_axis(l, run);
    if (run->series_n > 0) {
        print_table(l, meanings, "What each metric was taken for:", run);
        print_table(l, values, "What it holds:", run);
    }
    print_unknown(l, run);
    lc_wording_remarks(l, run);
}

static lc_status write_text(FILE *out, const lc_run *runs, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    lc_layout layout = lc_layout_on(out, options);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            lc_layout_gap(&layout);
        print_run(&layout, &runs[i]);
    }
    return layout.nomem ? lc_error_nomem(err) : LC_OK;
}

static lc_status write_json(FILE *out, const lc_run *run, lc_json_layout layout, lc_error *err)
{
    bool failed;
    lc_node top = lc_node_top(&failed);
    lc_node_text(top, "schema", SCHEMA);
    lc_json_put_source(top, run);
    lc_json_put_run(top, run);
    return lc_node_write(out, top, layout, err);
}

lc_status lc_inspect(FILE *out, const char *format, const lc_run *runs, size_t n,
                     const lc_report_options *options, lc_error *err)
{
    if (strcmp(format, "text") == 0)
        return write_text(out, runs, n, options, err);
    bool lines = strcmp(format, "jsonl") == 0, array = !lines && n != 1;
    if (!lines && strcmp(format, "json") != 0)
        return lc_error_set(err, LC_E_ARG, 0, "no report format '%.40s'", format);
    lc_status st = LC_OK;
    fputs(array ? "[\n" : "", out);
    for (size_t i = 0; i < n && st == LC_OK; i++) {
        fputs(array && i > 0 ? ",\n" : "", out);
        st = write_json(out, &runs[i], lines ? LC_JSON_LINE : LC_JSON_PRETTY, err);
        fputs(lines ? "\n" : "", out);
    }
    fputs(array ? "\n]\n" : lines ? "" : "\n", out);
    return st;
}
