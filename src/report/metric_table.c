/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metric_table.c - first, best and last value of a run's metrics, as a table. */
#include "report/metric_table.h"

#include "model/run.h"
#include "report/summary.h"
#include "report/text_table.h"
#include "report/wording.h"

#include <string.h>

#define SHOWN_SHORT 6 /* rows of the short table */
#define SHOWN_MOST 40 /* rows of the others; JSON has all */

static const lc_text_style BODY = {2, 2, NULL};

/* The series that have rows, by their rank, at most `most`; in the log's order. */
typedef struct rows {
    const lc_series *series[SHOWN_MOST];
    size_t n;
} rows;

static bool is_about(const lc_finding *f, size_t series)
{
    for (size_t i = 0; f && i < f->series_n; i++)
        if (f->series[i] == series)
            return true;
    return false;
}

/* 0: the main metric, 1: the finding is about it, 2: another loss or score, 3: anything else. */
static int rank_of(const lc_run *run, const lc_finding *f, size_t i, const lc_series *main)
{
    const lc_metric *m = &run->series[i].metric;
    if (&run->series[i] == main)
        return 0;
    return is_about(f, i) ? 1 : m->kind == LC_LOSS || m->kind == LC_SCORE ? 2 : 3;
}

static rows choose(const lc_run *run, const lc_finding *f, size_t most, int worst_rank)
{
    rows r = {.n = 0};
    const lc_series *main = lc_run_main(run);
    size_t count[4] = {0};
    for (size_t i = 0; i < run->series_n; i++)
        count[rank_of(run, f, i, main)]++;
    for (int rank = 0; rank < 4; rank++) { /* room for each rank */
        count[rank] = rank > worst_rank ? 0 : count[rank] < most ? count[rank] : most;
        most -= count[rank];
    }
    for (size_t i = 0; i < run->series_n; i++) {
        size_t *left = &count[rank_of(run, f, i, main)];
        if (*left > 0) {
            r.series[r.n++] = &run->series[i];
            --*left;
        }
    }
    return r;
}

/* Which columns there are beside name, first, best and last. */
typedef struct columns {
    bool not_finite, values, range;
} columns;

/* '-' stands for a number that there isn't. */
static void add_value(lc_text_table *t, const lc_series *s, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_wording_value(text, s, v);
    lc_text_table_add(t, "%s", lc_is_absent(v) ? "-" : text);
}

static void add_header(lc_text_table *t, const lc_run *run, const columns *c)
{
    bool named = run->axis == LC_OTHER || run->axis == LC_COUNT; /* the name may be long */
    lc_text_table_add(t, "metric");
    lc_text_table_add(t, "first");
    lc_text_table_add(t, "best");
    lc_text_table_add(t, "at %s",
                      lc_run_is_numbered(run) ? "record"
                      : named                 ? "x"
                                              : lc_kind_name(run->axis));
    lc_text_table_add(t, "last");
    if (c->not_finite)
        lc_text_table_add(t, "not finite");
    if (c->values)
        lc_text_table_add(t, "values");
    if (c->range) {
        lc_text_table_add(t, "least");
        lc_text_table_add(t, "greatest");
    }
    t->columns = t->n;
}

static void add_row(lc_text_table *t, const lc_run *run, const lc_series *s, const columns *c)
{
    const lc_summary sum = lc_summary_of(run, s);
    char at[LC_NUMBER_SIZE];
    lc_wording_number(at, sum.best_at);
    lc_text_table_add(t, "%s", s->metric.name);
    add_value(t, s, sum.first);
    add_value(t, s, sum.best);
    lc_text_table_add(t, "%s", lc_is_absent(sum.best) ? "-" : at);
    add_value(t, s, sum.last);
    if (c->not_finite)
        lc_text_table_add(t, "%zu", sum.not_finite);
    if (c->values)
        lc_text_table_add(t, "%zu", s->n);
    if (c->range) {
        add_value(t, s, sum.least);
        add_value(t, s, sum.greatest);
    }
}

static void fill(lc_text_table *t, const lc_run *run, const rows *r, columns c)
{
    for (size_t k = 0; k < r->n; k++)
        c.not_finite = c.not_finite || lc_summary_of(run, r->series[k]).not_finite > 0;
    t->texts = 1;
    add_header(t, run, &c);
    for (size_t k = 0; k < r->n; k++)
        add_row(t, run, r->series[k], &c);
}

static void print_rows(lc_layout *l, const lc_run *run, const rows *r, columns c)
{
    lc_text_table t = {0};
    lc_layout_gap(l);
    fill(&t, run, r, c);
    lc_text_table_print(l, &t);
}

static rows choose_main(const lc_run *run, const lc_finding *f)
{
    rows r = choose(run, f, SHOWN_SHORT, 2);
    return r.n > 0 ? r : choose(run, f, SHOWN_SHORT, 3);
}

void lc_fill_main_metrics(lc_text_table *t, const lc_run *run, const lc_finding *f)
{
    rows r = choose_main(run, f);
    if (r.n > 0)
        fill(t, run, &r, (columns){.values = false});
}

void lc_print_main_metrics(lc_layout *l, const lc_run *run, const lc_finding *f)
{
    rows r = choose_main(run, f);
    if (r.n > 0)
        print_rows(l, run, &r, (columns){.values = false});
}

void lc_print_metrics(lc_layout *l, const lc_run *run, bool range)
{
    rows r = choose(run, NULL, SHOWN_MOST, 3);
    if (r.n > 0)
        print_rows(l, run, &r, (columns){.values = true, .range = range});
    if (r.n < run->series_n)
        lc_layout_paragraph(l, &BODY, "and %zu more, which the JSON report lists",
                            run->series_n - r.n);
}
