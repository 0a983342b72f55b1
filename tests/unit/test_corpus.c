/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_corpus.c - other people's logs, where they are at hand: rows and names as their index says.
 *
 * They are looked for in $LEARNCURVE_SHARED, else ../shared, and are no part of the project.
 */
#include "read_help.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_corpus(void);

#define FIELDS_MAX 10

/* Where the index counts otherwise than we do, and why we are right. */
static const struct {
    const char *file;
    size_t rows; /* ours; 0: refused */
    const char *columns; /* ours, NULL: as in the index */
    const char *reason;
} exceptions[] = {
    {"keras_csv/025-at-case16-gitconflict.csv", 1000, NULL,
     "the index counts three git conflict markers as rows"},
    {"keras_csv/030-at-vanish-repair-infinity-sign.csv", 0, NULL,
     "one row of a text and an infinity sign under four names: no log"},
    {"rl_csv/006-boogaq-sb-monitor.csv", 42, "r l t",
     "the index takes the comment for the header, and the header for a row"},
    {"rl_csv/007-boogaq-progress-header-changes.csv", 15,
     "train/entropy_loss train/policy_gradient_loss train/value_loss train/total_loss "
     "time/total timesteps time/total_time rollout/ep_rew_mean rollout/num_episodes",
     "the index counts 14 repeated headers as rows"},
    {"wandb_csv/002-osquera-sd-loss.csv", 10000, "Step train_loss",
     "the index counts bounds as metrics, and the run's name among theirs"},
};

/* Records and runs of the console logs: the index counts their lines. */
static const struct {
    const char *file;
    size_t runs, rows;
} consoles[] = {
    {"keras_console/001-kyoto-model30x30.txt", 4, 66},
    {"keras_console/002-kyoto-model.txt", 4, 66},
    {"keras_console/003-kyoto-augmented.txt", 3, 25},
    {"keras_console/005-kirito-capuchin-cnn.txt", 1, 4},
    {"keras_console/007-leopold-landmarks.txt", 4, 80},
    {"keras_console/008-ruili-fer.txt", 1, 20},
    {"keras_console/009-sagemaker-keras-sentiment.txt", 2, 2},
    {"keras_console/010-deepender-mnist-keras3.txt", 1, 30},
    {"keras_console/012-2018lb-tmd.txt", 1, 3},
    {"boosting_console/001-2018lb-lgb.txt", 5, 20},
    {"boosting_console/002-2018lb-ahhhh.txt", 100, 518}, /* a best iteration is there twice */
    {"boosting_console/003-2018lb-catboost.txt", 2, 700},
    {"boosting_console/004-2018lb-mixed.txt", 29, 194}, /* here, too */
    {"boosting_console/009-sagemaker-xgb-abalone.txt", 1, 100},
};

static const char *corpus(void)
{
    static char path[4096];
    const char *shared = getenv("LEARNCURVE_SHARED");
    snprintf(path, sizeof path, "%s/corpus", shared ? shared : "../shared");
    return path;
}

static FILE *open_index(void)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/INDEX.tsv", corpus());
    FILE *f = fopen(path, "r");
    if (!f)
        fputs("corpus: not there, skipped\n", stderr);
    return f;
}

static lc_status read_corpus(lc_runs *runs, const char *file, lc_error *err)
{
    char path[8200];
    snprintf(path, sizeof path, "%s/%s", corpus(), file);
    return lc_read_file(runs, path, NULL, err);
}

/* Cut a line of the index at its tabs. */
static size_t cut(char *line, char *field[FIELDS_MAX])
{
    size_t n = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *s = line; s && n < FIELDS_MAX;) {
        field[n++] = s;
        s = strchr(s, '\t');
        if (s)
            *s++ = '\0';
    }
    return n;
}

static bool is_table(const char *format)
{
    static const char *const formats[] = {"keras_csv", "lightning_csv", "yolo_csv", "wandb_csv",
                                          "rl_csv", "timm_summary", "deepmd_lcurve"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(format, formats[i]) == 0)
            return true;
    return false;
}

/* Every metric of the run, its axis too, is among the index' names, which blanks part (and
 * which may hold blanks); columns without any value are no metrics. */
static void check_names(const lc_run *run, const char *columns, const char *file)
{
    size_t length = 0, metrics = 0;
    for (size_t i = 0; i < run->series_n; i++, metrics++) {
        const char *name = run->series[i].metric.name;
        ck_assert_msg(strstr(columns, name) != NULL, "%s: %s isn't in the index", file, name);
        length += strlen(name) + 1;
    }
    if (run->axis != LC_COUNT) {
        ck_assert_msg(strstr(columns, run->axis_name) != NULL, "%s: %s", file, run->axis_name);
        length += strlen(run->axis_name) + 1;
    }
    ck_assert_msg(length == strlen(columns) + 1, "%s: %zu metrics are not all of '%s'", file,
                  metrics, columns);
}

static void check_table(const char *file, size_t rows, const char *columns)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (strcmp(exceptions[i].file, file) == 0) {
            rows = exceptions[i].rows;
            columns = exceptions[i].columns ? exceptions[i].columns : columns;
        }
    lc_status st = read_corpus(&runs, file, &err);
    if (rows == 0) {
        ck_assert_msg(st == LC_E_FORMAT, "%s was read", file);
        return;
    }
    ck_assert_msg(st == LC_OK, "%s: %s", file, err.msg);
    ck_assert_uint_eq(runs.n, 1);
    ck_assert_msg(runs.run[0].rows == rows, "%s: %zu rows, the index has %zu", file,
                  runs.run[0].rows, rows);
    check_names(&runs.run[0], columns, file);
    lc_runs_free(&runs);
}

START_TEST(tables_have_the_rows_and_names_of_the_index)
{
    char line[65536], *field[FIELDS_MAX];
    FILE *f = open_index();
    size_t tables = 0;
    while (f && fgets(line, sizeof line, f)) {
        if (cut(line, field) < 7 || !is_table(field[1]))
            continue;
        check_table(field[0], strtoul(field[5], NULL, 10), field[6]);
        tables++;
    }
    if (f)
        fclose(f);
    ck_assert(!f || tables > 0);
}
END_TEST

START_TEST(console_logs_have_the_epochs_of_the_index)
{
    FILE *f = open_index();
    if (!f)
        return;
    fclose(f);
    for (size_t i = 0; i < sizeof consoles / sizeof *consoles; i++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        lc_status st = read_corpus(&runs, consoles[i].file, &err);
        ck_assert_msg(st == LC_OK, "%s: %s", consoles[i].file, err.msg);
        ck_assert_uint_eq(runs.n, consoles[i].runs);
        size_t rows = 0;
        for (size_t k = 0; k < runs.n; k++)
            rows += runs.run[k].rows;
        ck_assert_msg(rows == consoles[i].rows, "%s: %zu epochs", consoles[i].file, rows);
        lc_runs_free(&runs);
    }
}
END_TEST

Suite *suite_corpus(void)
{
    Suite *s = suite_create("corpus");
    TCase *t = tcase_create("corpus");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, tables_have_the_rows_and_names_of_the_index);
    tcase_add_test(t, console_logs_have_the_epochs_of_the_index);
    suite_add_tcase(s, t);
    return s;
}
