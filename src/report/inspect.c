/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inspect.c - what was read, and what each metric was taken for. */
#include "base/mem.h"
#include "report/wording.h"
#include "report/json.h"
#include "report/summary.h"
#include "report/text_table.h"

#include <string.h>

#define SCHEMA "learncurve/inspect/1" /* members are only ever added under one number */
#define BASE_WIDTH 17                 /* [columns] a longer base name is cut */

#define ORIGIN_WIDTH 48 /* [columns] a longer line of the log is cut */

#define BOLD "1"

static const lc_text_style BODY = {2, 2, NULL}, TITLE = {0, 2, BOLD};

/* ---- what metrics were taken for, and what they hold ------------------------------------ */

static bool is_unknown(const lc_series *s)
{
    return s->metric.kind == LC_OTHER;
}

static void add_meaning(lc_text_table *t, const lc_run *run, const lc_series *s)
{
    const lc_metric *m = &s->metric;
    char *base = lc_text_shortened(m->base, BASE_WIDTH);
    (void)run;
    t->nomem = t->nomem || !base;
    lc_text_table_add(t, "%s", m->name);
    lc_text_table_add(t, "%s", base ? base : "");
    lc_text_table_add(t, "%s", m->split == LC_SPLIT_NONE ? "-" : lc_split_name(m->split));
    lc_text_table_add(t, "%s", lc_kind_name(m->kind));
    lc_text_table_add(t, "%s", m->better == LC_NEITHER ? "-" : lc_direction_name(m->better));
    lc_mem_free(base);
}

static void add_number(lc_text_table *t, const lc_series *s, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_wording_value(text, s, v);
    lc_text_table_add(t, "%s", lc_is_absent(v) ? "-" : text);
}

static void add_values(lc_text_table *t, const lc_run *run, const lc_series *s)
{
    const lc_summary sum = lc_summary_of(run, s);
    char step[LC_NUMBER_SIZE], odd[40] = "";
    lc_text_exact(step, s->quantum);
    if (sum.not_finite)
        snprintf(odd, sizeof odd, "%zu not finite", sum.not_finite);
    lc_text_table_add(t, "%s", s->metric.name);
    lc_text_table_add(t, "%zu", s->n);
    add_number(t, s, sum.least);
    add_number(t, s, sum.greatest);
    lc_text_table_add(t, "%s", s->quantum > 0 ? step : "-");
    lc_text_table_add(t, "%s%s%s", s->percent ? "percent" : "", s->percent && *odd ? ", " : "",
                      odd);
}

/* A line of the log as far as there is room, runs of blanks as one; "-" when it is unknown. */
static char *origin_of(const char *origin)
{
    char text[ORIGIN_WIDTH * 4];
    size_t n = 0;
    for (const char *s = origin ? origin : "-"; *s && n + 1 < sizeof text; s++) {
        bool blank = *s == ' ' || *s == '\t';
        if (!blank || (n > 0 && text[n - 1] != ' '))
            text[n++] = blank ? ' ' : *s;
    }
    text[n] = '\0';
    return lc_text_shortened(text, ORIGIN_WIDTH);
}

static void add_origin(lc_text_table *t, const lc_run *run, const lc_series *s)
{
    (void)run;
    lc_text_table_add(t, "%s", s->metric.name);
    if (s->line)
        lc_text_table_add(t, "%ld", s->line);
    else
        lc_text_table_add(t, "-");
    char *origin = origin_of(s->origin);
    t->nomem = t->nomem || !origin;
    lc_text_table_add(t, "%s", origin ? origin : "");
    lc_mem_free(origin);
}

/* A table about the metrics of one run: those that are known, then the others. */
typedef struct metrics_table {
    const char *title, *head[6];
    size_t columns, texts;
    void (*add)(lc_text_table *t, const lc_run *run, const lc_series *s);
} metrics_table;

static const metrics_table tables[] = {
    {"How each metric was interpreted:",
     {"metric", "base", "split", "kind", "better"},
     5,
     5,
     add_meaning},
    {"Where each metric was read:", {"metric", "line", "read from"}, 3, 3, add_origin},
    {"Values:", {"metric", "values", "least", "greatest", "step", ""}, 6, 1, add_values},
};

static void print_table(lc_layout *l, const metrics_table *m, const lc_run *run)
{
    lc_text_table t = {.columns = m->columns, .texts = m->texts};
    lc_layout_gap(l);
    lc_layout_paragraph(l, &TITLE, "%s", m->title);
    for (size_t i = 0; i < m->columns; i++)
        lc_text_table_add(&t, "%s", m->head[i]);
    for (int unknown = 0; unknown < 2; unknown++)
        for (size_t i = 0; i < run->series_n && !t.nomem; i++)
            if (is_unknown(&run->series[i]) == (unknown == 1))
                m->add(&t, run, &run->series[i]);
    lc_text_table_print(l, &t);
}

/* ---- the whole -------------------------------------------------------------------------- */

/* "x axis: iter (kind step)"; the kind is left out where the name says it. */
static void print_axis(lc_layout *l, const lc_run *run)
{
    const char *name = run->axis_name ? run->axis_name : "record", *kind = lc_kind_name(run->axis);
    if (strcmp(name, "record") == 0 && run->axis == LC_COUNT)
        lc_layout_paragraph(l, &BODY, "x axis: none, records are numbered from 1");
    else if (strcmp(name, kind) == 0)
        lc_layout_paragraph(l, &BODY, "x axis: %s", name);
    else
        lc_layout_paragraph(l, &BODY, "x axis: %s (kind %s)", name, kind);
    if (run->n < run->rows)
        lc_layout_paragraph(l, &BODY,
                            "the log has %zu rows; rows of the same %s are merged into one record",
                            run->rows, name);
}

static void print_axis_origin(lc_layout *l, const lc_run *run)
{
    char *origin = origin_of(run->axis_origin);
    l->nomem = l->nomem || !origin;
    if (run->axis_line && run->axis_origin && origin)
        lc_layout_paragraph(l, &BODY, "read from line %ld on: %s", run->axis_line, origin);
    else if (run->axis_line)
        lc_layout_paragraph(l, &BODY, "read from line %ld on", run->axis_line);
    lc_mem_free(origin);
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
        "%zu metric%s of kind 'other', which no rule looks at. Set what %s with --map "
        "NAME=SPLIT:KIND[:DIRECTION], or leave %s out with --map NAME=ignore, for example",
        n, n == 1 ? "" : "s", n == 1 ? "it is" : "they are", n == 1 ? "it" : "them");
    lc_layout_paragraph(l, &BODY, "--map '%s=validation:loss'", first);
}

static void print_run(lc_layout *l, const lc_run *run, bool sources)
{
    lc_wording_run(l, run);
    print_axis(l, run);
    if (sources)
        print_axis_origin(l, run);
    for (size_t i = 0; i < sizeof tables / sizeof *tables && run->series_n > 0; i++)
        if (sources || tables[i].add != add_origin)
            print_table(l, &tables[i], run);
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
        print_run(&layout, &runs[i], options && options->sources);
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
