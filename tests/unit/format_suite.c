/* SPDX-License-Identifier: GPL-3.0-or-later */
/* format_suite.c - the suite that every log format has. */
#include "format_suite.h"

#include "base/text.h"
#include "model/facts.h"

#include <assert.h>
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- made-up logs --------------------------------------------------------------------------- */

void check_reading(const char *format, const reading *r)
{
    char path[200], *bytes = NULL;
    const char *what = r->sample ? r->sample : r->what ? r->what : r->name, *text = r->text;
    size_t n = text ? strlen(text) : 0;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    snprintf(path, sizeof path, "samples/%s/%s", format, what);
    if (r->sample)
        text = bytes = read_whole(path, &n);
    lc_status st = lc_read_bytes(&runs, r->sample ? path : r->name, text, n, NULL, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", what, err.msg);
    ck_assert_str_eq(runs.run[0].format, format);
    char *found = describe_runs(&runs);
    ck_assert_msg(strcmp(found, r->expected) == 0, "%s:\n%s", what, found);
    free(found);
    free(bytes);
    lc_runs_free(&runs);
}

void check_refusal_by(const char *format, const char *text)
{
    const lc_read_options options = {.format = format};
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = lc_read_bytes(&runs, NULL, text, strlen(text), &options, &err);
    ck_assert_msg(st == LC_E_FORMAT, "%s: %d %s", text, (int)st, err.msg);
    ck_assert_msg(strlen(err.msg) > 0, "%s", text);
    ck_assert_uint_eq(runs.n, 0);
}

static char *tell(lc_status st, lc_runs *runs, const lc_error *err)
{
    char *text = st == LC_OK ? describe_runs(runs) : lc_text_format("error: %s", err->msg);
    ck_assert_ptr_nonnull(text);
    lc_runs_free(runs);
    return text;
}

char *read_forced(const char *format, const char *text)
{
    const lc_read_options options = {.format = format};
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = lc_read_bytes(&runs, NULL, text, strlen(text), &options, &err);
    return tell(st, &runs, &err);
}

void check_forced(const char *format, const char *what, const char *text, const char *expected)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    char *whole = read_forced(format, text);
    ck_assert_msg(strcmp(whole, expected) == 0, "%s:\n%s", what, whole);
    lc_status st = read_chunked(&runs, lc_reader_find(format), text, strlen(text), 1, &err);
    char *bytes = tell(st, &runs, &err);
    ck_assert_msg(strcmp(bytes, expected) == 0, "%s, byte by byte:\n%s", what, bytes);
    free(whole);
    free(bytes);
}

static char *describe_notes(const lc_run *run)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < LC_FACTS; i++)
        if (lc_fact_get(&run->facts, i) > 0)
            fprintf(out, "%s%s %.0f", ftell(out) ? ", " : "", lc_fact_name(i),
                    lc_fact_get(&run->facts, i));
    for (size_t i = 0; i < run->params.n; i++)
        fprintf(out, "%s%s=%s", ftell(out) ? ", " : "", run->params.param[i].name,
                run->params.param[i].value);
    for (size_t i = 0; i < run->series_n; i++)
        if (run->series[i].averaged)
            fprintf(out, "%s%s: %s", ftell(out) ? ", " : "", run->series[i].metric.name,
                    run->series[i].averaged);
    fclose(out);
    return text;
}

static void check_notes(const char *format, const char *sample, const char *expected)
{
    char path[300];
    lc_runs runs = LC_RUNS_INIT;
    snprintf(path, sizeof path, "samples/%s/%s", format, sample);
    ck_assert_int_eq(lc_read_file(&runs, path, NULL, NULL), LC_OK);
    for (size_t i = 0; i < runs.n; i++) {
        char *found = describe_notes(&runs.run[i]);
        size_t n = strcspn(expected, "\n");
        ck_assert_msg(strlen(found) == n && memcmp(found, expected, n) == 0, "%s, run %zu: %s",
                      sample, i + 1, found);
        expected += n + (expected[n] == '\n');
        free(found);
    }
    ck_assert_str_eq(expected, "");
    lc_runs_free(&runs);
}

/* ---- other people's logs -------------------------------------------------------------------- */

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

void check_corpus(const char *format, const corpus_case *c)
{
    char name[200], path[SHARED_PATH_MAX];
    size_t n;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    snprintf(name, sizeof name, "corpus/%s", c->file);
    ck_assert_ptr_nonnull(shared_path(path, name));
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
    ck_assert_ptr_nonnull(shared_path(path, name));
    DIR *d = opendir(path);
    ck_assert_ptr_nonnull(d);
    for (struct dirent *e; (e = readdir(d));) {
        snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        if (e->d_name[0] != '.')
            check_count(format, file, metric, each);
    }
    closedir(d);
}

void add_corpus_tests(TCase *t, const TTest *test, const corpus_case *cases, size_t n, int first)
{
    char name[200];
    for (size_t i = 0; i < n; i++) {
        snprintf(name, sizeof name, "corpus/%s", cases[i].file);
        add_shared_test(t, test, name, first + (int)i, first + (int)i + 1);
    }
}

/* ---- the suite ------------------------------------------------------------------------------ */

#define FORMATS_MAX 100
#define CASES_MAX 1000 /* of one kind, of one format */

/* A test is handed a number: the format's place here * CASES_MAX + the case's. */
static const format_tests *formats[FORMATS_MAX];
static size_t formats_n;

static const format_tests *tests_of(int number)
{
    return formats[number / CASES_MAX];
}

START_TEST(reads_what_is_in_the_log)
{
    check_reading(tests_of(_i)->format, &tests_of(_i)->cases[_i % CASES_MAX]);
}
END_TEST

static void check_lists(const char *format, const char *const *refused, const char *const *foreign)
{
    for (; refused && *refused; refused++)
        check_refusal_by(format, *refused);
    for (; foreign && *foreign; foreign++)
        ck_assert_msg(probe_score(lc_reader_find(format), *foreign) == 0, "%s", *foreign);
}

START_TEST(refuses_what_is_not_its_own)
{
    const format_tests *t = tests_of(_i);
    check_lists(t->format, t->no_logs, t->no_logs);
    check_lists(t->format, t->refused, t->foreign);
}
END_TEST

START_TEST(notes_sizes_and_averages)
{
    const sample_notes *n = &tests_of(_i)->notes[_i % CASES_MAX];
    check_notes(tests_of(_i)->format, n->sample, n->expected);
}
END_TEST

START_TEST(reads_other_peoples_logs)
{
    check_corpus(tests_of(_i)->format, &tests_of(_i)->corpus[_i % CASES_MAX]);
}
END_TEST

Suite *format_suite(const format_tests *tests, TCase **more)
{
    Suite *s = suite_create(tests->format);
    TCase *t = tcase_create(tests->format);
    int first = (int)formats_n * CASES_MAX;
    assert(formats_n < FORMATS_MAX);
    formats[formats_n++] = tests;
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, reads_what_is_in_the_log, first, first + (int)tests->cases_n);
    if (tests->no_logs || tests->refused || tests->foreign)
        tcase_add_loop_test(t, refuses_what_is_not_its_own, first, first + 1);
    tcase_add_loop_test(t, notes_sizes_and_averages, first, first + (int)tests->notes_n);
    add_corpus_tests(t, reads_other_peoples_logs, tests->corpus, tests->corpus_n, first);
    suite_add_tcase(s, t);
    if (more)
        *more = t;
    return s;
}
