/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overview.c - several runs as a table, a row each, the most urgent first. */
#include "report/overview.h"

#include "base/mem.h"
#include "base/text.h"
#include "report/text_table.h"
#include "report/wording.h"

#include <stdlib.h>
#include <string.h>

static const lc_text_style TITLE = {0, 2, "1"};

typedef struct entry {
    const lc_run *run;
    const lc_verdict *verdict;
    size_t order; /* as given */
} entry;

static int most_urgent_first(const void *a, const void *b)
{
    const entry *l = a, *r = b;
    if (l->verdict->severity != r->verdict->severity)
        return l->verdict->severity > r->verdict->severity ? -1 : 1;
    int by_name = strcmp(l->verdict->name, r->verdict->name);
    if (by_name != 0)
        return by_name;
    if (l->verdict->confidence != r->verdict->confidence)
        return l->verdict->confidence > r->verdict->confidence ? -1 : 1;
    return l->order < r->order ? -1 : l->order > r->order;
}

/* "20 runs: 2 diverged, 5 overfitting, 13 healthy" */
static void print_counts(lc_layout *l, const entry *list, size_t n)
{
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    fprintf(line, "%zu runs", n);
    for (size_t i = 0; i < n; i++) {
        const char *name = list[i].verdict->name;
        size_t before = 0, all = 0;
        for (size_t k = 0; k < n; k++) {
            bool same = strcmp(list[k].verdict->name, name) == 0;
            all += same;
            before += same && k < i;
        }
        if (before == 0)
            fprintf(line, "%s%zu\u00A0%s", i == 0 ? ": " : ", ", all, name);
    }
    lc_layout_end(l, &TITLE);
}

/* Bytes of the folder that all runs' files lie in. */
static size_t common_folder(const lc_run *runs, size_t n)
{
    const char *first = runs[0].source ? runs[0].source : "";
    size_t common = strlen(first);
    for (size_t i = 1; i < n; i++) {
        const char *path = runs[i].source ? runs[i].source : "";
        size_t k = 0;
        while (k < common && path[k] == first[k])
            k++;
        common = k;
    }
    while (common > 0 && first[common - 1] != '/')
        common--;
    return common;
}

/* The files' paths below what they have in common, the run's name where there is one, or both. */
static void add_label(lc_text_table *t, const entry *e, size_t folder, bool one_file)
{
    const lc_run *run = e->run;
    if (one_file && run->name)
        lc_text_table_add(t, "%s", run->name);
    else if (one_file || !run->source)
        lc_text_table_add(t, "run %zu", e->order + 1);
    else
        lc_text_table_add(t, "%s%s%s", run->source + folder, run->name ? ", " : "",
                          run->name ? run->name : "");
}

static void add_main_metric(lc_text_table *t, const lc_run *run, bool named)
{
    char best[LC_NUMBER_SIZE] = "-", at[LC_NUMBER_SIZE] = "-", last[LC_NUMBER_SIZE] = "-";
    const lc_series *s = lc_run_main(run);
    size_t i = s ? lc_series_best(s) : 0;
    if (s && i < s->n) {
        lc_wording_value(best, s, s->y[i]);
        lc_wording_number(at, lc_series_x(run, s, i));
        lc_wording_value(last, s, s->y[s->n - 1]);
    }
    if (named)
        lc_text_table_add(t, "%s", s ? s->metric.name : "-");
    lc_text_table_add(t, "%s", best);
    lc_text_table_add(t, "%s", at);
    lc_text_table_add(t, "%s", last);
}

/* The name of the metric that all runs are judged by; NULL when they differ. */
static const char *common_metric(const entry *list, size_t n)
{
    const char *name = NULL;
    for (size_t i = 0; i < n; i++) {
        const lc_series *s = lc_run_main(list[i].run);
        if (s && name && strcmp(s->metric.name, name) != 0)
            return NULL;
        name = s ? s->metric.name : name;
    }
    return name;
}

static void add_header(lc_text_table *t, const char *metric)
{
    lc_text_table_add(t, "run");
    lc_text_table_add(t, "verdict");
    if (!metric)
        lc_text_table_add(t, "metric");
    t->texts = t->n;
    lc_text_table_add(t, "best%s%s", metric ? " " : "", metric ? metric : "");
    lc_text_table_add(t, "at");
    lc_text_table_add(t, "last");
    lc_text_table_add(t, "sure");
    lc_text_table_add(t, "records");
    t->columns = t->n;
}

static void print_rows(lc_layout *l, const entry *list, size_t n, size_t folder, bool one_file)
{
    const char *metric = common_metric(list, n);
    lc_text_table t = {.cut_first = true};
    add_header(&t, metric);
    for (size_t i = 0; i < n; i++) {
        add_label(&t, &list[i], folder, one_file);
        lc_text_table_add(&t, "%s", list[i].verdict->name);
        add_main_metric(&t, list[i].run, !metric);
        lc_text_table_add(&t, "%.2f", lc_shown_confidence(list[i].verdict->confidence));
        lc_text_table_add(&t, "%zu", list[i].run->n);
    }
    lc_text_table_print(l, &t);
}

void lc_print_overview(lc_layout *l, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n)
{
    entry *list = lc_mem_resize(NULL, n, sizeof *list);
    bool one_file = true;
    if (!list) {
        l->nomem = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        list[i] = (entry){&runs[i], &diagnoses[i].verdict, i};
        one_file = one_file && runs[i].source && runs[0].source &&
                   strcmp(runs[i].source, runs[0].source) == 0;
    }
    qsort(list, n, sizeof *list, most_urgent_first);
    print_counts(l, list, n);
    print_rows(l, list, n, common_folder(runs, n), one_file);
    lc_mem_free(list);
}
