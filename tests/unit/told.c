/* SPDX-License-Identifier: GPL-3.0-or-later */
/* told.c - tables of logs and of what a reader makes of them. */
#include "told.h"

#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void check_told(const char *format, const told_case *c)
{
    char path[300], *bytes = NULL;
    const char *text = c->text, *what = c->sample ? c->sample : c->what;
    size_t n = text ? strlen(text) : 0;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    if (c->sample) {
        snprintf(path, sizeof path, "samples/%s/%s", format, c->sample);
        text = bytes = read_whole(path, &n);
    }
    lc_status st = lc_read_bytes(&runs, NULL, text, n, NULL, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", what, err.msg);
    ck_assert_msg(strcmp(runs.run[0].format, format) == 0, "%s: %s", what, runs.run[0].format);
    char *told = tell_runs(&runs);
    ck_assert_msg(strcmp(told, c->told) == 0, "%s:\n%s", what, told);
    free(told);
    free(bytes);
    lc_runs_free(&runs);
}

void check_refused(const char *format, const char *const *texts, size_t n)
{
    const lc_read_options options = {.format = format};
    for (size_t i = 0; i < n; i++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_status st = lc_read_bytes(&runs, NULL, texts[i], strlen(texts[i]), &options, NULL);
        ck_assert_msg(st == LC_E_FORMAT, "%s: '%s' is read", format, texts[i]);
        ck_assert_uint_eq(runs.n, 0);
        ck_assert_msg(bid_for(lc_reader_find(format), texts[i]) < 60, "%s bids for '%s'", format,
                      texts[i]);
    }
}

static void tell_fact(FILE *out, const char *name, double v)
{
    if (v > 0)
        fprintf(out, "%s%s %.0f", ftell(out) ? ", " : "", name, v);
}

static char *tell_asides(const lc_run *run)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    tell_fact(out, "train_samples", (double)run->facts.train_samples);
    tell_fact(out, "validation_samples", (double)run->facts.validation_samples);
    tell_fact(out, "classes", (double)run->facts.classes);
    tell_fact(out, "batch_size", (double)run->facts.batch_size);
    tell_fact(out, "planned_epochs", run->facts.planned_epochs);
    tell_fact(out, "class_entropy", run->facts.class_entropy);
    for (size_t i = 0; i < run->series_n; i++)
        if (run->series[i].averaged)
            fprintf(out, "%s%s: %s", ftell(out) ? ", " : "", run->series[i].metric.name,
                    run->series[i].averaged);
    fclose(out);
    return text;
}

void check_asides(const char *format, const char *sample, const char *asides)
{
    char path[300];
    lc_runs runs = LC_RUNS_INIT;
    snprintf(path, sizeof path, "samples/%s/%s", format, sample);
    ck_assert_int_eq(lc_read_file(&runs, path, NULL, NULL), LC_OK);
    for (size_t i = 0; i < runs.n; i++) {
        char *told = tell_asides(&runs.run[i]);
        size_t n = strcspn(asides, "\n");
        ck_assert_msg(strlen(told) == n && memcmp(told, asides, n) == 0, "%s, run %zu: %s", sample,
                      i + 1, told);
        asides += n + (asides[n] == '\n');
        free(told);
    }
    ck_assert_str_eq(asides, "");
    lc_runs_free(&runs);
}

/* The number behind the first `before` of a text, or behind the last one. */
static double number_behind(const char *text, const char *before, bool last)
{
    const char *found = strstr(text, before);
    ck_assert_msg(found != NULL, "no '%s'", before);
    for (const char *next = found; last && next; next = strstr(found + 1, before))
        found = next;
    return strtod(found + strlen(before), NULL);
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

static const char *corpus_path(char path[4200], const char *name)
{
    const char *shared = getenv("LEARNCURVE_SHARED");
    snprintf(path, 4200, "%s/corpus/%s", shared ? shared : "../shared", name);
    if (access(path, R_OK) == 0)
        return path;
    fprintf(stderr, "%s: not there, skipped\n", name);
    return NULL;
}

void check_corpus(const char *format, const corpus_case *c)
{
    char path[4200];
    size_t n, rows = 0;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    if (!corpus_path(path, c->file))
        return;
    char *text = read_whole(path, &n);
    lc_status st = lc_read_bytes(&runs, NULL, text, n, NULL, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", c->file, err.msg);
    ck_assert_str_eq(runs.run[0].format, format);
    for (size_t i = 0; i < runs.n; i++)
        rows += runs.run[i].rows;
    ck_assert_msg(runs.n == c->runs && rows == c->rows, "%s: %zu runs, %zu rows", c->file, runs.n,
                  rows);
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
    char path[4200], file[8500];
    if (!corpus_path(path, folder))
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
