/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_corpus.c - other people's logs: rows and names as their index says. */
#include "base/text.h"
#include "format_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_corpus(void);

#define FIELDS_MAX 10

/* Where the index counts otherwise than we do, and why we are right. */
static const struct {
    const char *file;
    size_t rows;         /* ours; 0: refused */
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

/* Logs of which the index counts lines: the reader that takes them, their runs and records. Those
 * that start over are several runs, and of a notebook's cells only those that we know. */
static const struct {
    const char *format;
    corpus_case log;
} listed[] = {
    {"keras_console", {"keras_console/001-kyoto-model30x30.txt", 4, 66, NULL, NULL}},
    {"keras_console", {"keras_console/002-kyoto-model.txt", 4, 66, NULL, NULL}},
    {"keras_console", {"keras_console/003-kyoto-augmented.txt", 3, 25, NULL, NULL}},
    {"keras_console", {"keras_console/005-kirito-capuchin-cnn.txt", 1, 4, NULL, NULL}},
    {"keras_console", {"keras_console/007-leopold-landmarks.txt", 4, 80, NULL, NULL}},
    {"keras_console", {"keras_console/008-ruili-fer.txt", 1, 20, NULL, NULL}},
    {"keras_console", {"keras_console/009-sagemaker-keras-sentiment.txt", 2, 2, NULL, NULL}},
    {"keras_console", {"keras_console/010-deepender-mnist-keras3.txt", 1, 30, NULL, NULL}},
    {"keras_console", {"keras_console/012-2018lb-tmd.txt", 1, 3, NULL, NULL}},
    {"lightgbm_console", {"boosting_console/001-2018lb-lgb.txt", 5, 20, NULL, NULL}},
    /* a best iteration is there twice, in 004 too */
    {"lightgbm_console", {"boosting_console/002-2018lb-ahhhh.txt", 100, 518, NULL, NULL}},
    {"catboost_console", {"boosting_console/003-2018lb-catboost.txt", 2, 700, NULL, NULL}},
    {"catboost_console", {"boosting_console/004-2018lb-mixed.txt", 29, 194, NULL, NULL}},
    {"xgboost_console", {"boosting_console/009-sagemaker-xgb-abalone.txt", 1, 100, NULL, NULL}},
    {"hf_console", {"hf_console/001-indot5-string-values.txt", 1, 26, NULL, NULL}},
    {"hf_console", {"app_log/001-baarteek-app-log.log", 9, 9, NULL, NULL}},
    {"llamafactory_jsonl",
     {"llamafactory_jsonl/001-rameyjm7-tail-doubled.jsonl", 1, 8, NULL, NULL}},
    {"detectron2_json", {"detectron2_json/001-alvar-long.json", 7, 1736, NULL, NULL}},
    {"detectron2_json", {"detectron2_json/002-alvar-checkpoint-copy.json", 1, 8, NULL, NULL}},
    {"mmdet_json", {"mmdet_json/001-harel-none-log.json", 33, 1041, NULL, NULL}},
    {"mmdet_json", {"mmdet_json/002-harel-none-log-v1.json", 31, 991, NULL, NULL}},
    {"notebook", {"notebook_ipynb/001-kirito-capuchin-cnn.ipynb", 1, 4, NULL, NULL}},
    {"notebook", {"notebook_ipynb/003-leopold-landmarks.ipynb", 4, 80, NULL, NULL}},
    {"notebook", {"notebook_ipynb/004-sagemaker-keras-sentiment.ipynb", 2, 2, NULL, NULL}},
    {"notebook", {"notebook_ipynb/007-deepender-mnist-keras3.ipynb", 1, 30, NULL, NULL}},
    {"notebook", {"notebook_ipynb/009-2018lb-tmd.ipynb", 1, 3, NULL, NULL}},
    {"llmc", {"llm_text/001-mn-adamw-trl.log", 1, 9537, "val_loss", " tel:"}},
    {"llmc", {"llm_text/002-mn-llmc-main.log", 1, 19561, "train_loss", " trl:"}},
    {"llmc", {"llm_text/003-mn-medium-main.log", 1, 241, "val_loss", " tel:"}},
    {"modded_nanogpt", {"llm_text/004-mn-muon-1010.txt", 1, 6201, "val_loss", " val_loss:"}},
    {"modded_nanogpt", {"llm_text/005-mn-valueembed.txt", 1, 1531, "train_loss", " train_loss:"}},
    {"modded_nanogpt", {"llm_text/006-mn-tail-stdout0.stdout", 1, 26, "val_loss", " val_loss:"}},
    {"modded_nanogpt", {"llm_text/007-mn-soda-out.out", 1, 28, "val_loss", " val_loss:"}},
    {"modded_nanogpt", {"llm_text/008-mn-pmuon.txt", 1, 38, "val_loss", " val_loss:"}},
    {"modded_nanogpt", {"llm_text/009-mn-contra.txt", 1, 27, "val_loss", " val_loss:"}},
    {"plain", {"llm_text/014-rasbt-ch05.txt", 1, 18, "Val loss", "Val loss "}},
    {"plain",
     {"llm_text/015-rasbt-ch06.txt", 1, 13, "Validation accuracy", "Validation accuracy: "}},
    {"plain", {"llm_text/016-rasbt-ch07.txt", 1, 47, "Train loss", "Train loss "}},
    {"plain", {"llm_text/017-rasbt-dpo.txt", 1, 24, "Val reward margins", "Val reward margins "}},
    {"plain", {"llm_text/018-rasbt-ch05-llama32.txt", 1, 64, "Val loss", "Val loss "}},
    {"modded_nanogpt", {"llm_text/019-mn-leaky-run1-tqdm.log", 1, 7, "val_loss", " val_loss:"}},
    {"plain",
     {"pytorch_print/001-rasbt-appendixA-1.txt", 1, 6, "Train/Val Loss", "Train/Val Loss: "}},
    {"plain", {"pytorch_print/002-sagemaker-pt-iter.txt", 2, 752, "Train Loss", "Loss: "}},
    {"megatron", {"megatron_log/001-bigscience-tr8b.txt", 1, 6, "lm loss", " lm loss: "}},
    {"fairseq", {"fairseq_log/001-mhmoe-train.log", 1, 340, "loss", " loss="}},
    {"fairseq", {"fairseq_log/002-mhmoe-test.log", 1, 2, "lr", " lr="}},
    {"flair_log", {"flair/002-jannenev-training-log.log", 1, 15, "dev_loss", "DEV : loss "}},
    {"flair_log", {"flair/003-jannenev-hatespeech-nb.txt", 9, 135, "dev_score", " - score "}},
};

/* What only looks like a log of one of these formats. */
static const char *const no_texts[] = {"pytorch_print/004-kirito-gpt-outputs.txt",
                                       "fairseq_log/003-mhmoe-test-bug.log"};

static FILE *open_index(void)
{
    char path[SHARED_PATH_MAX];
    FILE *f = fopen(shared_path(path, "corpus/INDEX.tsv"), "r");
    ck_assert_ptr_nonnull(f);
    return f;
}

/* The path of a log that the index names. */
static const char *path_of(char path[SHARED_PATH_MAX], const char *file)
{
    char name[200];
    snprintf(name, sizeof name, "corpus/%s", file);
    return shared_path(path, name);
}

static lc_status read_corpus(lc_runs *runs, const char *file, lc_error *err)
{
    char path[SHARED_PATH_MAX];
    return path_of(path, file) ? lc_read_file(runs, path, NULL, err) : LC_E_IO;
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
    static const char *const formats[] = {"keras_csv", "lightning_csv", "yolo_csv",     "wandb_csv",
                                          "rl_csv",    "timm_summary",  "deepmd_lcurve"};
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
    while (fgets(line, sizeof line, f)) {
        if (cut(line, field) < 7 || !is_table(field[1]))
            continue;
        check_table(field[0], strtoul(field[5], NULL, 10), field[6]);
        tables++;
    }
    fclose(f);
    ck_assert_uint_gt(tables, 0);
}
END_TEST

START_TEST(logs_have_their_runs_and_records)
{
    check_corpus(listed[_i].format, &listed[_i].log);
}
END_TEST

/* "loss(100)": the index knows a metric of this name with so many values. */
static void check_count(const char *columns, const char *name, size_t n, const char *file)
{
    char wanted[300];
    snprintf(wanted, sizeof wanted, "%s(%zu)", name, n);
    ck_assert_msg(strstr(columns, wanted) != NULL, "%s: no %s in the index", file, wanted);
}

/* The first and the last value stand in the file as they were read. */
static void check_ends(const lc_series *s, const char *bytes, const char *file)
{
    char text[LC_NUMBER_SIZE];
    for (size_t i = 0; i<s->n; i += s->n> 1 ? s->n - 1 : 1) {
        lc_text_exact(text, s->y[i]);
        ck_assert_msg(strstr(bytes, text) != NULL, "%s: %s of %s isn't there", file, text,
                      s->metric.name);
    }
}

static void check_counted(const char *file, size_t rows, const char *columns)
{
    char path[SHARED_PATH_MAX], *bytes;
    size_t size;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    bytes = read_whole(path_of(path, file), &size);
    lc_status st = read_corpus(&runs, file, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", file, err.msg);
    ck_assert_uint_eq(runs.n, 1);
    const lc_run *run = &runs.run[0];
    ck_assert_msg(run->rows == rows, "%s: %zu rows", file, run->rows);
    for (size_t i = 0; i < run->series_n; i++) {
        check_count(columns, run->series[i].metric.name, run->series[i].n, file);
        check_ends(&run->series[i], bytes, file);
    }
    if (run->axis != LC_COUNT)
        check_count(columns, run->axis_name, rows, file);
    lc_runs_free(&runs);
    free(bytes);
}

static bool is_counted(const char *file)
{
    return strncmp(file, "history_json/", 13) == 0 || strncmp(file, "hf_trainer_state/", 17) == 0 ||
           strstr(file, "-history.jsonl");
}

START_TEST(logs_of_one_run_have_the_values_of_the_index)
{
    char line[65536], *field[FIELDS_MAX];
    FILE *f = open_index();
    size_t logs = 0;
    while (fgets(line, sizeof line, f)) {
        if (cut(line, field) < 7 || !is_counted(field[0]))
            continue;
        check_counted(field[0], strtoul(field[5], NULL, 10), field[6]);
        logs++;
    }
    fclose(f);
    ck_assert_uint_gt(logs, 0);
}
END_TEST

/* A file is a metric, which is called as the file. */
START_TEST(metrics_of_mlflow_have_the_rows_of_the_index)
{
    char line[65536], *field[FIELDS_MAX];
    FILE *f = open_index();
    size_t files = 0;
    while (fgets(line, sizeof line, f)) {
        if (cut(line, field) < 7 || strcmp(field[1], "mlflow") != 0)
            continue;
        lc_runs runs = LC_RUNS_INIT;
        ck_assert_int_eq(read_corpus(&runs, field[0], NULL), LC_OK);
        ck_assert_uint_eq(rows_of(&runs), strtoul(field[5], NULL, 10));
        ck_assert_ptr_nonnull(lc_run_find(&runs.run[0], field[6]));
        lc_runs_free(&runs);
        files++;
    }
    fclose(f);
    ck_assert_uint_gt(files, 0);
}
END_TEST

START_TEST(what_is_no_log_goes_to_no_text_reader)
{
    for (size_t i = 0; i < sizeof no_texts / sizeof *no_texts; i++) {
        lc_runs runs = LC_RUNS_INIT;
        lc_status st = read_corpus(&runs, no_texts[i], NULL);
        ck_assert_msg(st == LC_E_FORMAT, "%s was read", no_texts[i]);
    }
}
END_TEST

Suite *suite_corpus(void)
{
    Suite *s = suite_create("corpus");
    static const char index[] = "corpus/INDEX.tsv";
    TCase *t = tcase_create("corpus");
    tcase_set_timeout(t, 120);
    add_shared_test(t, tables_have_the_rows_and_names_of_the_index, index, 0, 1);
    add_shared_test(t, logs_of_one_run_have_the_values_of_the_index, index, 0, 1);
    add_shared_test(t, metrics_of_mlflow_have_the_rows_of_the_index, index, 0, 1);
    for (size_t i = 0; i < COUNT(listed); i++)
        add_corpus_tests(t, logs_have_their_runs_and_records, &listed[i].log, 1, (int)i);
    add_shared_test(t, what_is_no_log_goes_to_no_text_reader, index, 0, 1);
    suite_add_tcase(s, t);
    return s;
}
