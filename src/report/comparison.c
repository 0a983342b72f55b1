/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comparison.c - groups of runs side by side, as text, CSV, JSON, Markdown and annotations. */
#include "base/mem.h"
#include "base/node.h"
#include "base/text.h"
#include "base/csv_cell.h"
#include "report/differs.h"
#include "report/markdown.h"
#include "report/text_table.h"
#include "report/wording.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define NAMED_MOST 6 /* of runs that are left out */

static const lc_text_style TITLE = {0, 2, "1"}, NOTE = {2, 2, NULL};

/* ---- text ------------------------------------------------------------------------------- */

static void add_number(lc_text_table *t, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_wording_number(text, v);
    lc_text_table_add(t, "%s", lc_is_absent(v) ? "-" : text);
}

static void add_range(lc_text_table *t, bool known, double from, double to)
{
    char low[LC_NUMBER_SIZE], high[LC_NUMBER_SIZE];
    lc_wording_number(low, from);
    lc_wording_number(high, to);
    if (known)
        lc_text_table_add(t, "%s to %s", low, high);
    else
        lc_text_table_add(t, "%s", "-");
}

static void add_header(lc_text_table *t, const lc_comparison *c, bool several)
{
    char level[LC_NUMBER_SIZE];
    lc_wording_number(level, c->level);
    lc_text_table_add(t, "%s", several ? "group" : "run");
    if (several)
        lc_text_table_add(t, "runs");
    lc_text_table_add(t, "best");
    if (several)
        lc_text_table_add(t, "range");
    lc_text_table_add(t, "at %s", c->axis ? c->axis : "x");
    lc_text_table_add(t, "last");
    if (c->n > 1) {
        lc_text_table_add(t, "worse by");
        lc_text_table_add(t, "95 %% interval");
        if (c->axis)
            lc_text_table_add(t, "%s at", level);
    }
    t->columns = t->n;
}

static void fill(lc_text_table *t, const lc_comparison *c)
{
    bool several = false;
    for (size_t k = 0; k < c->n; k++)
        several = several || c->group[k].runs > 1;
    t->texts = 1;
    t->cut_first = true;
    add_header(t, c, several);
    for (size_t k = 0; k < c->n; k++) {
        const lc_compared *g = &c->group[k];
        lc_text_table_add(t, "%s", g->name);
        if (several)
            lc_text_table_add(t, "%zu", g->runs);
        add_number(t, g->best);
        if (several)
            add_range(t, g->runs > 1, g->best_low, g->best_high);
        add_number(t, g->best_at);
        add_number(t, g->last);
        if (c->n > 1) {
            add_number(t, g->difference);
            add_range(t, g->basis != NULL, g->low, g->high);
            if (c->axis)
                add_number(t, g->reached);
        }
    }
}

static void print_table(lc_layout *l, const lc_comparison *c)
{
    lc_text_table t = {0};
    fill(&t, c);
    lc_text_table_print(l, &t);
}

/* "Can't be told apart from the first: b, c." */
static void print_equals(lc_layout *l, const lc_comparison *c)
{
    size_t n = 0;
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    for (size_t k = 1; k < c->n; k++) {
        const lc_compared *g = &c->group[k];
        if (!g->basis || g->low > 0 || g->high < 0)
            continue;
        fprintf(line, "%s%s", n++ == 0 ? "Can't be told apart from the first: " : ", ", g->name);
    }
    fputs(n > 0 ? "." : "", line);
    lc_layout_end(l, &NOTE);
}

/* "Verdict overfitting: b, c (3 of 4 runs).", a line for each verdict in the order of the table. */
static void print_verdicts(lc_layout *l, const lc_comparison *c)
{
    for (size_t k = 0; k < c->n; k++) {
        const char *verdict = c->group[k].verdict;
        size_t named = 0;
        bool told = !verdict;
        for (size_t i = 0; i < k && !told; i++)
            told = c->group[i].verdict && strcmp(c->group[i].verdict, verdict) == 0;
        FILE *line = told ? NULL : lc_layout_begin(l);
        for (size_t i = k; line && i < c->n; i++) {
            const lc_compared *g = &c->group[i];
            if (!g->verdict || strcmp(g->verdict, verdict) != 0 || named++ >= NAMED_MOST)
                continue;
            if (named == 1)
                fprintf(line, "Verdict %s: ", verdict);
            fprintf(line, "%s%s", named == 1 ? "" : ", ", g->name);
            if (g->verdict_runs < g->runs)
                fprintf(line, " (%zu of %zu runs)", g->verdict_runs, g->runs);
        }
        if (!line)
            continue;
        if (named > NAMED_MOST)
            fprintf(line, " and %zu more", named - NAMED_MOST);
        putc('.', line);
        lc_layout_end(l, &NOTE);
    }
}

static void print_left_out(lc_layout *l, const lc_comparison *c)
{
    FILE *line = c->missing ? lc_layout_begin(l) : NULL;
    if (!line)
        return;
    fprintf(line, "%zu run%s left out, without a value of %s: ", c->missing,
            c->missing == 1 ? " is" : "s are", c->metric);
    for (size_t i = 0; i < c->left_out.n && i < NAMED_MOST; i++)
        fprintf(line, "%s%s", i ? ", " : "", c->left_out.text[i]);
    fputs(c->left_out.n > NAMED_MOST ? ", ..." : ".", line);
    lc_layout_end(l, &NOTE);
}

/* What the intervals rest on. */
static void print_notes(lc_layout *l, const lc_comparison *c)
{
    bool seeds = false, noise = false;
    for (size_t k = 1; k < c->n; k++) {
        bool single = c->group[0].runs + c->group[k].runs == 2;
        seeds = seeds || (c->group[k].basis && !single);
        noise = noise || (c->group[k].basis && single);
    }
    print_left_out(l, c);
    if (!c->axis)
        lc_layout_paragraph(l, &NOTE,
                            "The runs are read along different axes, so that where they "
                            "got to their bests can't be compared. --x reads all along one.");
    if (seeds)
        lc_layout_paragraph(
            l, &NOTE,
            "Intervals of the difference from the first group, by the spread of the "
            "runs.");
    if (noise)
        lc_layout_paragraph(
            l, &NOTE,
            "Intervals of the difference from the first run, by the noise of the two "
            "curves alone. That is weak: another seed may change more. Several runs "
            "of one NAME, or --group, tell more.");
}

static lc_status write_text(FILE *out, const lc_comparison *c, const lc_report_options *options,
                            lc_error *err)
{
    lc_layout layout = lc_layout_on(out, options);
    lc_layout_paragraph(&layout, &TITLE, "%s, %s is better, the best first", c->metric,
                        lc_direction_name(c->better));
    print_table(&layout, c);
    print_equals(&layout, c);
    print_verdicts(&layout, c);
    print_notes(&layout, c);
    lc_differs_print(&layout, c);
    return layout.nomem ? lc_error_nomem(err) : LC_OK;
}

/* ---- for programs ----------------------------------------------------------------------- */

static const char CSV_HEADER[] = "group,runs,metric,better,best,best_low,best_high,best_at,last,"
                                 "reached,difference,low,high,verdict\n";

static void write_csv(FILE *out, const lc_comparison *c)
{
    fputs(CSV_HEADER, out);
    for (size_t k = 0; k < c->n; k++) {
        const lc_compared *g = &c->group[k];
        const double values[] = {g->best,    g->best_low,   g->best_high, g->best_at, g->last,
                                 g->reached, g->difference, g->low,       g->high};
        lc_csv_text(out, g->name, LC_CSV_CLEAN | LC_CSV_SAFE);
        fprintf(out, ",%zu", g->runs);
        lc_csv_next_text(out, c->metric);
        fprintf(out, ",%s", lc_direction_name(c->better));
        for (size_t i = 0; i < sizeof values / sizeof *values; i++)
            lc_csv_next_number(out, values[i]);
        fprintf(out, ",%s\n", g->verdict ? g->verdict : "");
    }
}

static lc_status write_json(FILE *out, const lc_comparison *c, lc_error *err)
{
    bool failed;
    lc_node o = lc_node_top(&failed);
    lc_node_text(o, "schema", "learncurve/comparison/1");
    lc_node_text(o, "metric", c->metric);
    lc_node_text(o, "better", lc_direction_name(c->better));
    lc_node_text(o, "axis", c->axis);
    lc_node_number(o, "level", c->level, NULL);
    lc_node_count(o, "missing", c->missing);
    lc_node_texts(o, "left_out", &c->left_out);
    lc_node list = lc_node_put_array(o, "groups");
    for (size_t k = 0; k < c->n; k++) {
        const lc_compared *g = &c->group[k];
        lc_node item = lc_node_append_object(list);
        lc_node_text(item, "name", g->name);
        lc_node_count(item, "runs", g->runs);
        lc_node_number(item, "best", g->best, NULL);
        lc_node_number(item, "best_low", g->best_low, NULL);
        lc_node_number(item, "best_high", g->best_high, NULL);
        lc_node_number(item, "best_at", g->best_at, NULL);
        lc_node_number(item, "last", g->last, NULL);
        lc_node_number(item, "reached", g->reached, NULL);
        lc_node_number(item, "difference", g->difference, NULL);
        lc_node_number(item, "low", g->low, NULL);
        lc_node_number(item, "high", g->high, NULL);
        lc_node_text(item, "basis", g->basis);
        lc_node_text(item, "verdict", g->verdict);
        lc_node_count(item, "verdict_runs", g->verdict_runs);
    }
    lc_differs_put(o, c);
    lc_status st = lc_node_write(out, o, LC_JSON_PRETTY, err);
    putc('\n', out);
    return st;
}

static lc_status write_markdown(FILE *out, const lc_comparison *c, lc_error *err)
{
    lc_markdown p = {.out = out};
    lc_text_table t = {0};
    char *title =
        lc_text_format("%s, %s is better, the best first", c->metric, lc_direction_name(c->better));
    fputs("### learncurve: ", out);
    if (title)
        lc_markdown_text(&p, title);
    fputs("\n\n", out);
    fill(&t, c);
    lc_markdown_table(&p, &t);
    bool ok = title && !p.nomem;
    lc_mem_free(title);
    return ok ? LC_OK : lc_error_nomem(err);
}

/* One notice: the best. */
static lc_status write_github(FILE *out, const lc_comparison *c, lc_error *err)
{
    char best[LC_NUMBER_SIZE];
    lc_wording_number(best, c->group[0].best);
    char *said =
        lc_text_format("%s has the best %s of %zu: %s", c->group[0].name, c->metric, c->n, best);
    lc_status st = said ? lc_report_annotation(out, LC_NOTE, NULL, "learncurve", said, err)
                        : lc_error_nomem(err);
    lc_mem_free(said);
    return st;
}

lc_status lc_report_comparison(FILE *out, const char *format, const lc_comparison *comparison,
                               const lc_report_options *options, lc_error *err)
{
    lc_status st = LC_OK;
    if (strcmp(format, "text") == 0)
        st = write_text(out, comparison, options, err);
    else if (strcmp(format, "json") == 0)
        st = write_json(out, comparison, err);
    else if (strcmp(format, "github") == 0)
        st = write_github(out, comparison, err);
    else if (strcmp(format, "markdown") == 0)
        st = write_markdown(out, comparison, err);
    else if (strcmp(format, "csv") == 0)
        write_csv(out, comparison);
    else
        return lc_error_set(err, LC_E_ARG, 0, "no report format '%.40s'", format);
    if (st == LC_OK && ferror(out))
        return lc_error_set(err, LC_E_IO, 0, "the report can't be written: %s", strerror(errno));
    return st;
}
