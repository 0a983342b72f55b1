/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_claims.c - no report says what its run contradicts: of all samples, of 2,000 made-up runs and of
 * other people's logs.
 */
#include "claims.h"
#include "random.h"
#include "read_help.h"

#include "base/mem.h"
#include "base/text.h"

#include <check.h>
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

Suite *suite_claims(void);

#define RUNS 2000
#define CHUNKS 20
#define RECORDS_MAX 60
#define ONLINE_MAX 12 /* records of runs that are replayed as well */

/* ---- made-up runs ------------------------------------------------------------------------------ */

typedef enum form {
    FALLS,
    RISES,
    FLAT,
    TURNS,
    JUMPS,
    SPIKES,
    SWINGS,
    STEPS,
    SLOW,
    STUCK,
    FORMS
} form;

/* One of so many, evenly. */
static size_t draw_of(uint64_t *seed, size_t n)
{
    return (size_t)(random_uniform(seed) * (double)n);
}

static double value_of(form f, double t, double at)
{
    switch (f) {
    case FALLS:
        return exp(-4 * t);
    case RISES:
        return 0.3 + 2 * t * t;
    case FLAT:
        return 1;
    case TURNS:
        return exp(-6 * t) + (t > at ? 1.5 * (t - at) : 0);
    case JUMPS:
        return exp(-4 * t) + (t > at ? 3 : 0);
    case SPIKES:
        return exp(-4 * t) + (fabs(t - at) < 0.02 ? 5 : 0);
    case SWINGS:
        return 0.6 + 0.4 * cos(40 * t);
    case STEPS:
        return t > at ? 0.2 : 1;
    case SLOW:
        return 1 - (at < 0.5 ? 0.004 : 0.1) * t;
    default:
        return t < at ? exp(-4 * t) : 0.1;
    }
}

typedef struct curve {
    form form;
    double scale, floor, noise, at; /* noise as a share of the level; where something happens */
    double bad;                     /* share of values that are not finite */
    double ease;                    /* of a score: how far it gets */
    bool score, percent;
} curve;

static curve draw_curve(uint64_t *seed, bool score)
{
    static const double noises[] = {0, 0.003, 0.02, 0.1, 0.4};
    curve c = {.form = (form)draw_of(seed, FORMS), .score = score};
    c.scale = pow(10, 3 * random_uniform(seed) - 2);
    c.floor = random_uniform(seed) < 0.5 ? 0 : 0.3 * random_uniform(seed);
    c.noise = noises[draw_of(seed, sizeof noises / sizeof *noises)];
    c.at = 0.1 + 0.8 * random_uniform(seed);
    c.bad = random_uniform(seed) < 0.06 ? 0.3 * random_uniform(seed) : 0;
    c.ease = random_uniform(seed) < 0.1 ? -5 : 2;
    c.percent = score && random_uniform(seed) < 0.2;
    return c;
}

static void put_value(FILE *out, const curve *c, double t, int digits, uint64_t *seed)
{
    double y = (c->floor + value_of(c->form, t, c->at)) * (1 + c->noise * random_normal(seed));
    if (random_uniform(seed) < c->bad) {
        fputs(random_uniform(seed) < 0.7 ? ",nan" : ",inf", out);
        return;
    }
    if (c->score)
        y = 1 / (1 + exp(3 * y - c->ease));
    else
        y *= c->scale;
    fprintf(out, ",%.*f", digits, c->percent ? 100 * y : y);
}

/* A log of 1 to 60 records, of epochs or steps, with up to four curves. */
static char *make_log(uint64_t *seed)
{
    static const size_t counts[] = {1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 45, RECORDS_MAX};
    static const char *const names[] = {"loss", "val_loss", "accuracy", "val_accuracy"};
    size_t n = counts[draw_of(seed, sizeof counts / sizeof *counts)];
    unsigned with = 1 + (unsigned)draw_of(seed, 15);
    bool steps = random_uniform(seed) < 0.2, sparse = random_uniform(seed) < 0.1;
    int digits = 2 + (int)draw_of(seed, 4);
    curve curves[4];
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
    fputs(steps ? "step" : "epoch", out);
    for (size_t k = 0; k < 4; k++) {
        curves[k] = draw_curve(seed, k >= 2);
        if (with & 1u << k)
            fprintf(out, ",%s", names[k]);
    }
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "\n%zu", steps ? 100 * (i + 1) : sparse ? 10 * i + 1 : i + 1);
        for (size_t k = 0; k < 4; k++)
            if (with & 1u << k)
                put_value(out, &curves[k], n > 1 ? (double)i / (double)(n - 1) : 0, digits, seed);
    }
    putc('\n', out);
    fclose(out);
    return text;
}

static void check_run(claims *c, const lc_run *run, bool online)
{
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_diagnose_options o = {.online = online, .forecast = online};
    if (run->n == 0)
        return;
    ck_assert_int_eq(lc_diagnose(&d, run, &o, NULL), LC_OK);
    check_claims(c, run, &d);
    lc_diagnosis_free(&d);
}

static void check_made(claims *c, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        uint64_t seed = 1000 + i;
        char *log = make_log(&seed);
        lc_runs runs = LC_RUNS_INIT;
        ck_assert_int_eq(lc_read_bytes(&runs, "csv", log, strlen(log), NULL, NULL), LC_OK);
        for (size_t k = 0; k < runs.n; k++)
            check_run(c, &runs.run[k], runs.run[k].n <= ONLINE_MAX && i % 8 == 0);
        if (c->wrong && getenv("CLAIMS_SHOWN"))
            fprintf(stderr, "run %zu\n%s\n", i, log);
        lc_runs_free(&runs);
        free(log);
    }
}

START_TEST(made_up_runs_are_described_as_they_are)
{
    claims c = {.wrong = 0};
    size_t from = (size_t)_i * RUNS / CHUNKS, to = (size_t)(_i + 1) * RUNS / CHUNKS;
    check_made(&c, from, to);
    ck_assert_msg(c.wrong == 0, "%zu false, such as %s", c.wrong, c.first);
}
END_TEST

/* Else a change of the words would leave a check without work. */
START_TEST(every_kind_of_claim_is_made)
{
    claims c = {.wrong = 0};
    check_made(&c, 0, RUNS);
    for (size_t k = 0; claim_kind(k); k++)
        ck_assert_msg(c.made[k] > 0, "never:%s", claim_kind(k));
}
END_TEST

/* ---- logs -------------------------------------------------------------------------------------- */

static void check_folder(claims *c, const char *path, size_t *runs_n)
{
    DIR *dir = opendir(path);
    ck_assert_msg(dir, "%s", path);
    for (struct dirent *e; (e = readdir(dir));) {
        struct stat info;
        lc_runs runs = LC_RUNS_INIT;
        char *file = e->d_name[0] == '.' ? NULL : lc_text_format("%s/%s", path, e->d_name);
        bool is_folder = file && stat(file, &info) == 0 && S_ISDIR(info.st_mode);
        if (is_folder)
            check_folder(c, file, runs_n);
        else if (file && lc_read_file(&runs, file, NULL, NULL) == LC_OK)
            for (size_t k = 0; k < runs.n; k++, ++*runs_n)
                check_run(c, &runs.run[k], false);
        lc_runs_free(&runs);
        lc_mem_free(file);
    }
    closedir(dir);
}

static void check_logs(const char *path, size_t least)
{
    claims c = {.wrong = 0};
    size_t n = 0;
    check_folder(&c, path, &n);
    ck_assert_uint_ge(n, least);
    ck_assert_msg(c.wrong == 0, "%zu false, such as %s", c.wrong, c.first);
}

START_TEST(samples_are_described_as_they_are)
{
    check_logs("samples", 40);
}
END_TEST

static const char *const others[] = {"corpus", "cases", "labelled/posts"};

START_TEST(logs_of_others_are_described_as_they_are)
{
    char path[SHARED_PATH_MAX];
    check_logs(shared_path(path, others[_i]), 20);
}
END_TEST

Suite *suite_claims(void)
{
    Suite *s = suite_create("claims");
    TCase *t = tcase_create("reports");
    tcase_set_timeout(t, 300);
    tcase_add_loop_test(t, made_up_runs_are_described_as_they_are, 0, CHUNKS);
    tcase_add_test(t, every_kind_of_claim_is_made);
    tcase_add_test(t, samples_are_described_as_they_are);
    for (int i = 0; i < (int)(sizeof others / sizeof *others); i++)
        add_shared_test(t, logs_of_others_are_described_as_they_are, others[i], i, i + 1);
    suite_add_tcase(s, t);
    return s;
}
