/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_pack.c - runs and diagnoses are after a journey as bytes what they were, and damaged bytes are
 * refused. */
#include "base/mem.h"
#include "read_help.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_pack(void);

typedef struct packed {
    lc_runs runs;
    lc_diagnosis *diagnosis;
    char *bytes;
    size_t n;
} packed;

/* A sample's runs, with lines, replay and forecast. */
static packed pack_sample(const char *path)
{
    packed p = {0};
    const lc_read_options reading = {.lines = true};
    const lc_diagnose_options how = {.online = true, .forecast = true};
    ck_assert_int_eq(lc_read_file(&p.runs, path, &reading, NULL), LC_OK);
    p.diagnosis = calloc(p.runs.n, sizeof *p.diagnosis);
    for (size_t i = 0; i < p.runs.n; i++)
        ck_assert_int_eq(lc_diagnose(&p.diagnosis[i], &p.runs.run[i], &how, NULL), LC_OK);
    FILE *out = lc_text_open(&p.bytes, &p.n);
    lc_runs_pack(out, &p.runs, p.diagnosis);
    ck_assert(lc_text_close(out, &p.bytes));
    return p;
}

static void free_runs(lc_runs *runs, lc_diagnosis *diagnosis)
{
    for (size_t i = 0; i < runs->n; i++)
        lc_diagnosis_free(&diagnosis[i]);
    free(diagnosis);
    lc_runs_free(runs);
}

static void free_packed(packed *p)
{
    free_runs(&p->runs, p->diagnosis);
    free(p->bytes);
}

/* All that reports say, and all that is written. */
static char *all_of(const lc_runs *runs, const lc_diagnosis *diagnosis)
{
    static const char *const formats[] = {"json", "text", "markdown", "junit", "sarif"};
    const lc_report_options full = {.verbose = 2};
    char *text;
    size_t n;
    FILE *out = lc_text_open(&text, &n);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        ck_assert_int_eq(lc_report(out, formats[i], runs->run, diagnosis, runs->n, &full, NULL),
                         LC_OK);
    for (size_t i = 0; i < runs->n; i++)
        ck_assert_int_eq(lc_write(out, "csv", &runs->run[i], 1, NULL, NULL), LC_OK);
    ck_assert_int_eq(lc_inspect(out, "json", runs->run, runs->n, NULL, NULL), LC_OK);
    ck_assert(lc_text_close(out, &text));
    return text;
}

/* A stop in the replay, several runs, another axis and none, NaN, remarks, hyper-parameters. */
static const char *const samples[] = {
    "samples/csv/overfitting.csv",  "samples/csv/two-runs.csv",
    "samples/csv/no-epoch.csv",     "samples/sklearn_learning_curve/means.csv",
    "samples/csv/non-finite.csv",   "samples/csv/broken-line.csv",
    "samples/csv/recorder.csv",     "samples/keras_console/crossvalidated-444546.log",
    "samples/csv/text-columns.csv", "samples/tfevents",
};

START_TEST(what_comes_back_is_what_was_sent)
{
    packed p = pack_sample(samples[_i]);
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis *diagnosis = NULL;
    char *texts = NULL, *before = all_of(&p.runs, p.diagnosis);
    ck_assert_int_eq(lc_runs_unpack(&runs, &diagnosis, &texts, p.bytes, p.n, NULL), LC_OK);
    memset(p.bytes, 0, p.n);
    free_packed(&p);
    char *after = all_of(&runs, diagnosis);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    free_runs(&runs, diagnosis);
    free(texts);
}
END_TEST

/* Whether bytes are taken; what is refused leaves nothing. */
static bool takes(const char *bytes, size_t n)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis *diagnosis = NULL;
    char *texts = NULL;
    lc_status st = lc_runs_unpack(&runs, &diagnosis, &texts, bytes, n, NULL);
    ck_assert(st == LC_OK || (st == LC_E_FORMAT && !runs.run && !diagnosis && !texts));
    free_runs(&runs, diagnosis);
    free(texts);
    return st == LC_OK;
}

START_TEST(damaged_bytes_are_refused)
{
    packed p = pack_sample(samples[0]);
    ck_assert(takes(p.bytes, p.n));
    for (size_t n = 0; n < p.n; n += n < 100 || n + 100 > p.n ? 1 : 37) {
        char *cut = malloc(n + 1); /* a read behind its end is seen */
        memcpy(cut, p.bytes, n);
        ck_assert(!takes(cut, n));
        free(cut);
    }
    for (size_t i = 0; i < p.n; i += i < 100 || i + 100 > p.n ? 1 : 37) {
        p.bytes[i] ^= (char)(1 << i % 8);
        ck_assert(!takes(p.bytes, p.n));
        p.bytes[i] ^= (char)(1 << i % 8);
    }
    free_packed(&p);
}
END_TEST

START_TEST(without_memory_there_is_nothing)
{
    packed p = pack_sample(samples[0]);
    lc_status st = LC_E_NOMEM;
    for (size_t k = 1; st != LC_OK; k++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_diagnosis *diagnosis = NULL;
        char *texts = NULL;
        lc_mem_fail_at(k);
        st = lc_runs_unpack(&runs, &diagnosis, &texts, p.bytes, p.n, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK ? k > 20 : st == LC_E_NOMEM && !runs.run && !diagnosis && !texts);
        free_runs(&runs, diagnosis);
        free(texts);
    }
    free_packed(&p);
}
END_TEST

START_TEST(an_error_comes_back)
{
    lc_error err = LC_ERROR_INIT, back = LC_ERROR_INIT;
    char *bytes;
    size_t n;
    FILE *out = lc_text_open(&bytes, &n);
    lc_error_set(&err, LC_E_FORMAT, 7, " 12 %s", "blanks");
    err.column = -3;
    lc_error_write(out, &err);
    ck_assert(lc_text_close(out, &bytes));
    ck_assert_uint_eq(lc_error_read(&back, bytes, n), n);
    ck_assert(back.code == LC_E_FORMAT && back.line == 7 && back.column == -3);
    ck_assert_str_eq(back.msg, " 12 blanks");
    for (size_t k = 0; k < n; k++)
        ck_assert_uint_eq(lc_error_read(&back, bytes, k), 0);
    ck_assert_uint_eq(lc_error_read(&back, "no numbers", sizeof "no numbers"), 0);
    free(bytes);
}
END_TEST

Suite *suite_pack(void)
{
    Suite *s = suite_create("pack");
    TCase *t = tcase_create("pack");
    tcase_add_loop_test(t, what_comes_back_is_what_was_sent, 0,
                        (int)(sizeof samples / sizeof *samples));
    tcase_add_test(t, damaged_bytes_are_refused);
    tcase_add_test(t, without_memory_there_is_nothing);
    tcase_add_test(t, an_error_comes_back);
    suite_add_tcase(s, t);
    return s;
}
