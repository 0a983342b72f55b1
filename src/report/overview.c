/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overview.c - several runs as a line of counts and a table. */
#include "report/overview.h"

#include "base/mem.h"
#include "base/text.h"
#include "report/text_table.h"
#include "report/wording.h"

#include <stdlib.h>
#include <string.h>

#define METRIC_MOST 16   /* [columns] of a name */
#define VERDICTS_MOST 64 /* different ones; there are some 20 */

static const lc_text_style TITLE = {0, 2, "1"};

void lc_overview_counts(FILE *to, const lc_digest *digests, size_t n)
{
    struct {
        const char *name;
        size_t n;
    } count[VERDICTS_MOST];
    size_t names = 0;
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < names && strcmp(count[k].name, digests[i].verdict) != 0)
            k++;
        if (k == names && names < VERDICTS_MOST) {
            count[names].name = digests[i].verdict;
            count[names++].n = 0;
        }
        if (k < names)
            count[k].n++;
    }
    fprintf(to, "%zu run%s", n, n == 1 ? "" : "s");
    for (size_t k = 0; k < names; k++)
        fprintf(to, "%s%zu\u00A0%s", k == 0 ? ": " : ", ", count[k].n, count[k].name);
}

/* Bytes of the folder that all runs' files lie in. */
static size_t common_folder(const lc_digest *list, size_t n)
{
    const char *first = list[0].path;
    size_t common = strlen(first);
    for (size_t i = 1; i < n; i++) {
        size_t k = 0;
        while (k < common && list[i].path[k] == first[k])
            k++;
        common = k;
    }
    while (common > 0 && first[common - 1] != '/')
        common--;
    return common;
}

static bool is_one_file(const lc_digest *list, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (strcmp(list[i].path, list[0].path) != 0)
            return false;
    return true;
}

void lc_overview_label(FILE *to, const lc_overview *o, size_t i)
{
    const lc_digest *d = &o->digest[i];
    if (o->one_file && d->name)
        fputs(d->name, to);
    else
        fprintf(to, "%s%s%s", d->path + o->folder, d->name ? ", " : "", d->name ? d->name : "");
}

static void add_label(lc_text_table *t, const lc_digest *d, size_t folder, bool one_file)
{
    if (one_file && d->name)
        lc_text_table_add(t, "%s", d->name);
    else
        lc_text_table_add(t, "%s%s%s", d->path + folder, d->name ? ", " : "",
                          d->name ? d->name : "");
}

static void add_value(lc_text_table *t, const lc_digest *d, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_wording_value(text, &(lc_series){.quantum = d->quantum}, v);
    lc_text_table_add(t, "%s", d->metric ? text : "-");
}

static void add_short(lc_text_table *t, const char *name)
{
    char *text = lc_text_shortened(name, METRIC_MOST);
    t->nomem = t->nomem || !text;
    lc_text_table_add(t, "%s", text ? text : "");
    lc_mem_free(text);
}

static void add_row(lc_text_table *t, const lc_digest *d, size_t folder, bool one_file, bool named)
{
    char at[LC_NUMBER_SIZE];
    lc_wording_number(at, d->best_at);
    add_label(t, d, folder, one_file);
    lc_text_table_add(t, "%s", d->verdict);
    if (named)
        add_short(t, d->metric ? d->metric : "-");
    add_value(t, d, d->best);
    lc_text_table_add(t, "%s", d->metric ? at : "-");
    add_value(t, d, d->last);
    lc_text_table_add(t, "%.2f", lc_shown_confidence(d->confidence));
    lc_text_table_add(t, "%zu", d->records);
}

const char *lc_overview_metric(const lc_digest *digests, size_t n)
{
    const char *name = NULL;
    for (size_t i = 0; i < n; i++) {
        if (digests[i].metric && name && strcmp(digests[i].metric, name) != 0)
            return NULL;
        name = digests[i].metric ? digests[i].metric : name;
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

void lc_overview_fill(lc_text_table *t, const lc_digest *digests, size_t n)
{
    const char *metric = lc_overview_metric(digests, n);
    size_t folder = common_folder(digests, n);
    bool one_file = is_one_file(digests, n);
    t->cut_first = true;
    add_header(t, metric);
    for (size_t i = 0; i < n && !t->nomem; i++)
        add_row(t, &digests[i], folder, one_file && n > 1, !metric);
}

void lc_print_digests(lc_layout *l, const lc_digest *digests, size_t n)
{
    lc_text_table t = {0};
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    lc_overview_counts(line, digests, n);
    lc_layout_end(l, &TITLE);
    if (n == 0)
        return;
    lc_overview_fill(&t, digests, n);
    lc_text_table_print(l, &t);
}

/* Runs of one file that have no name get their place in it. */
static void number_runs(lc_overview *o)
{
    for (size_t i = 0; i < o->n && o->one_file; i++)
        if (!o->digest[i].name) {
            snprintf(o->place[i], sizeof o->place[i], "run %zu", i + 1);
            o->digest[i].name = o->place[i];
        }
}

/* A digest, by which lc_digest_by_urgency() sorts, and whose it is. */
typedef struct ranked {
    lc_digest digest;
    size_t run;
} ranked;

static bool sort_runs(lc_overview *o)
{
    ranked *list = lc_mem_resize(NULL, o->n, sizeof *list);
    for (size_t i = 0; list && i < o->n; i++)
        list[i] = (ranked){o->digest[i], i};
    if (!list)
        return false;
    qsort(list, o->n, sizeof *list, lc_digest_by_urgency);
    for (size_t i = 0; i < o->n; i++) {
        o->digest[i] = list[i].digest;
        o->run[i] = list[i].run;
    }
    lc_mem_free(list);
    return true;
}

bool lc_overview_make(lc_overview *o, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n)
{
    *o = (lc_overview)LC_OVERVIEW_INIT;
    if (n == 0)
        return true;
    o->digest = lc_mem_resize(NULL, n, sizeof *o->digest);
    o->run = lc_mem_resize(NULL, n, sizeof *o->run);
    o->place = lc_mem_resize(NULL, n, sizeof *o->place);
    while (o->digest && o->run && o->place && o->n < n &&
           lc_digest_make(&o->digest[o->n], &runs[o->n], &diagnoses[o->n], NULL, NULL) == LC_OK)
        o->n++;
    if (!o->digest || !o->run || !o->place || o->n < n)
        return false;
    o->folder = common_folder(o->digest, n);
    o->one_file = n > 1 && is_one_file(o->digest, n);
    number_runs(o);
    return sort_runs(o);
}

void lc_overview_free(lc_overview *o)
{
    for (size_t i = 0; i < o->n; i++)
        lc_digest_free(&o->digest[i]);
    lc_mem_free(o->place);
    lc_mem_free(o->run);
    lc_mem_free(o->digest);
    *o = (lc_overview)LC_OVERVIEW_INIT;
}
