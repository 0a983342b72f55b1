/* SPDX-License-Identifier: GPL-3.0-or-later */
/* corpus.c - other people's logs, where they are at hand. */
#include "corpus.h"

#include <check.h>
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The first number behind `before` in a text, or the last one. */
static double number_behind(const char *text, const char *before, bool last)
{
    double v = NAN;
    bool found = false;
    for (const char *at = text; (!found || last) && (at = strstr(at, before)); at++) {
        const char *number = at + strlen(before);
        char *end;
        double here = strtod(number, &end);
        v = end > number ? here : v;
        found = found || end > number;
    }
    ck_assert_msg(found, "no number behind '%s'", before);
    return v;
}

static void check_ends(const lc_runs *runs, const corpus_case *c, const char *text)
{
    const lc_series *first = lc_run_find(&runs->run[0], c->metric);
    const lc_series *last = lc_run_find(&runs->run[runs->n - 1], c->metric);
    ck_assert_msg(first && last, "%s: no %s", c->file, c->metric);
    ck_assert_msg(first->y[0] == number_behind(text, c->before, false), "%s: %s begins at %g",
                  c->file, c->metric, first->y[0]);
    ck_assert_msg(last->y[last->n - 1] == number_behind(text, c->before, true), "%s: %s ends at %g",
                  c->file, c->metric, last->y[last->n - 1]);
}

size_t rows_of(const lc_runs *runs)
{
    size_t rows = 0;
    for (size_t i = 0; i < runs->n; i++)
        rows += runs->run[i].rows;
    return rows;
}

void check_corpus(const char *format, const corpus_case *c)
{
    char name[200], path[SHARED_PATH_MAX];
    size_t n;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    snprintf(name, sizeof name, "corpus/%s", c->file);
    if (!shared_path(path, name))
        return;
    ck_assert_msg(lc_read_file(&runs, path, NULL, &err) == LC_OK, "%s: %s", c->file, err.msg);
    ck_assert_msg(strcmp(runs.run[0].format, format) == 0, "%s goes to %s", c->file,
                  runs.run[0].format);
    ck_assert_msg(runs.n == c->runs && rows_of(&runs) == c->rows, "%s: %zu runs, %zu rows", c->file,
                  runs.n, rows_of(&runs));
    char *text = read_whole(path, &n);
    if (c->metric)
        check_ends(&runs, c, text);
    free(text);
    lc_runs_free(&runs);
}

static void check_count(const char *format, const char *path, const char *metric, const char *each)
{
    size_t n, count = 0;
    char *text = read_whole(path, &n);
    lc_runs runs = LC_RUNS_INIT;
    for (const char *at = text; (at = strstr(at, each)); at++)
        count++;
    lc_status st = lc_read_bytes(&runs, NULL, text, n, NULL, NULL);
    ck_assert_msg(st == (count ? LC_OK : LC_E_FORMAT), "%s", path);
    ck_assert_uint_eq(runs.n, count > 0);
    if (count) {
        const lc_series *s = lc_run_find(&runs.run[0], metric);
        ck_assert_str_eq(runs.run[0].format, format);
        ck_assert_msg(s && s->n == count, "%s: %zu values of %zu", path, s ? s->n : 0, count);
    }
    free(text);
    lc_runs_free(&runs);
}

void check_corpus_folder(const char *format, const char *folder, const char *metric,
                         const char *each)
{
    char name[200], path[SHARED_PATH_MAX], file[SHARED_PATH_MAX + 300];
    snprintf(name, sizeof name, "corpus/%s", folder);
    if (!shared_path(path, name))
        return;
    DIR *d = opendir(path);
    ck_assert_ptr_nonnull(d);
    for (struct dirent *e; (e = readdir(d));) {
        snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        if (e->d_name[0] != '.')
            check_count(format, file, metric, each);
    }
    closedir(d);
}
