/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_corpus.c - other people's logs, where they are at hand: rows and names as their index says.
 *
 * They are looked for in $LEARNCURVE_SHARED, else ../shared, and are no part of the project.
 */
#include "base/text.h"
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

/* Runs and records of logs that are JSON, Python's prints or notebooks, where the index counts lines: those
 * that start over are several runs, and of a notebook's cells only those that we know. */
static const struct {
    const char *file, *format;
    size_t runs, rows;
} structured[] = {
    {"hf_console/001-indot5-string-values.txt", "hf_console", 1, 26},
    {"app_log/001-baarteek-app-log.log", "hf_console", 9, 9},
    {"llamafactory_jsonl/001-rameyjm7-tail-doubled.jsonl", "llamafactory_jsonl", 1, 8},
    {"detectron2_json/001-alvar-long.json", "detectron2_json", 7, 1736},
    {"detectron2_json/002-alvar-checkpoint-copy.json", "detectron2_json", 1, 8},
    {"mmdet_json/001-harel-none-log.json", "mmdet_json", 33, 1041},
    {"mmdet_json/002-harel-none-log-v1.json", "mmdet_json", 31, 991},
    {"notebook_ipynb/001-kirito-capuchin-cnn.ipynb", "notebook", 1, 4},
    {"notebook_ipynb/003-leopold-landmarks.ipynb", "notebook", 4, 80},
    {"notebook_ipynb/004-sagemaker-keras-sentiment.ipynb", "notebook", 2, 2},
    {"notebook_ipynb/007-deepender-mnist-keras3.ipynb", "notebook", 1, 30},
    {"notebook_ipynb/009-2018lb-tmd.ipynb", "notebook", 1, 3},
};

/* Text logs: the reader that takes them, and a metric with what stands before its values there. */
static const struct {
    const char *file, *format;
    size_t runs, rows;
    const char *metric, *mark;
} texts[] = {
    {"llm_text/001-mn-adamw-trl.log", "llmc", 1, 9537, "val_loss", " tel:"},
    {"llm_text/002-mn-llmc-main.log", "llmc", 1, 19561, "train_loss", " trl:"},
    {"llm_text/003-mn-medium-main.log", "llmc", 1, 241, "val_loss", " tel:"},
    {"llm_text/004-mn-muon-1010.txt", "modded_nanogpt", 1, 6201, "val_loss", " val_loss:"},
    {"llm_text/005-mn-valueembed.txt", "modded_nanogpt", 1, 1531, "train_loss", " train_loss:"},
    {"llm_text/006-mn-tail-stdout0.stdout", "modded_nanogpt", 1, 26, "val_loss", " val_loss:"},
    {"llm_text/007-mn-soda-out.out", "modded_nanogpt", 1, 28, "val_loss", " val_loss:"},
    {"llm_text/008-mn-pmuon.txt", "modded_nanogpt", 1, 38, "val_loss", " val_loss:"},
    {"llm_text/009-mn-contra.txt", "modded_nanogpt", 1, 27, "val_loss", " val_loss:"},
    {"llm_text/014-rasbt-ch05.txt", "plain", 1, 18, "Val loss", "Val loss "},
    {"llm_text/015-rasbt-ch06.txt", "plain", 1, 13, "Validation accuracy", "Validation accuracy: "},
    {"llm_text/016-rasbt-ch07.txt", "plain", 1, 47, "Train loss", "Train loss "},
    {"llm_text/017-rasbt-dpo.txt", "plain", 1, 24, "Val reward margins", "Val reward margins "},
    {"llm_text/018-rasbt-ch05-llama32.txt", "plain", 1, 64, "Val loss", "Val loss "},
    {"llm_text/019-mn-leaky-run1-tqdm.log", "modded_nanogpt", 1, 7, "val_loss", " val_loss:"},
    {"pytorch_print/001-rasbt-appendixA-1.txt", "plain", 1, 6, "Train/Val Loss",
     "Train/Val Loss: "},
    {"pytorch_print/002-sagemaker-pt-iter.txt", "plain", 2, 752, "Train Loss", "Loss: "},
    {"megatron_log/001-bigscience-tr8b.txt", "megatron", 1, 6, "lm loss", " lm loss: "},
    {"fairseq_log/001-mhmoe-train.log", "fairseq", 1, 340, "loss", " loss="},
    {"fairseq_log/002-mhmoe-test.log", "fairseq", 1, 2, "lr", " lr="},
    {"flair/002-jannenev-training-log.log", "flair_log", 1, 15, "dev_loss", "DEV : loss "},
    {"flair/003-jannenev-hatespeech-nb.txt", "flair_log", 9, 135, "dev_score", " - score "},
};

/* What only looks like a log of one of these formats. */
static const char *const no_texts[] = {"pytorch_print/004-kirito-gpt-outputs.txt",
                                       "fairseq_log/003-mhmoe-test-bug.log"};

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

static size_t rows_of(const lc_runs *runs)
{
    size_t rows = 0;
    for (size_t i = 0; i < runs->n; i++)
        rows += runs->run[i].rows;
    return rows;
}

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
        size_t rows = rows_of(&runs);
        ck_assert_msg(rows == consoles[i].rows, "%s: %zu epochs", consoles[i].file, rows);
        lc_runs_free(&runs);
    }
}
END_TEST

START_TEST(structured_logs_have_their_runs)
{
    FILE *f = open_index();
    if (!f)
        return;
    fclose(f);
    for (size_t i = 0; i < sizeof structured / sizeof *structured; i++) {
        const char *file = structured[i].file;
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        lc_status st = read_corpus(&runs, file, &err);
        ck_assert_msg(st == LC_OK, "%s: %s", file, err.msg);
        ck_assert_str_eq(runs.run[0].format, structured[i].format);
        ck_assert_msg(runs.n == structured[i].runs, "%s: %zu runs", file, runs.n);
        ck_assert_msg(rows_of(&runs) == structured[i].rows, "%s: %zu rows", file, rows_of(&runs));
        lc_runs_free(&runs);
    }
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
    for (size_t i = 0; i < s->n; i += s->n > 1 ? s->n - 1 : 1) {
        lc_text_exact(text, s->y[i]);
        ck_assert_msg(strstr(bytes, text) != NULL, "%s: %s of %s isn't there", file, text,
                      s->metric.name);
    }
}

static void check_counted(const char *file, size_t rows, const char *columns)
{
    char path[8200], *bytes;
    size_t size;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    snprintf(path, sizeof path, "%s/%s", corpus(), file);
    bytes = read_whole(path, &size);
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
    while (f && fgets(line, sizeof line, f)) {
        if (cut(line, field) < 7 || !is_counted(field[0]))
            continue;
        check_counted(field[0], strtoul(field[5], NULL, 10), field[6]);
        logs++;
    }
    if (f)
        fclose(f);
    ck_assert(!f || logs > 0);
}
END_TEST

/* A file is a metric, which is called as the file. */
START_TEST(metrics_of_mlflow_have_the_rows_of_the_index)
{
    char line[65536], *field[FIELDS_MAX];
    FILE *f = open_index();
    size_t files = 0;
    while (f && fgets(line, sizeof line, f)) {
        if (cut(line, field) < 7 || strcmp(field[1], "mlflow") != 0)
            continue;
        lc_runs runs = LC_RUNS_INIT;
        ck_assert_int_eq(read_corpus(&runs, field[0], NULL), LC_OK);
        ck_assert_uint_eq(rows_of(&runs), strtoul(field[5], NULL, 10));
        ck_assert_ptr_nonnull(lc_run_find(&runs.run[0], field[6]));
        lc_runs_free(&runs);
        files++;
    }
    if (f)
        fclose(f);
    ck_assert(!f || files > 0);
}
END_TEST

/* The last number behind the mark in a file. */
static double last_behind(const char *file, const char *mark)
{
    char path[8200], *last = NULL;
    size_t n;
    snprintf(path, sizeof path, "%s/%s", corpus(), file);
    char *text = read_whole(path, &n);
    for (char *s = text; (s = strstr(s, mark)) != NULL; s++) {
        char *end;
        strtod(s + strlen(mark), &end);
        last = end > s + strlen(mark) ? s + strlen(mark) : last;
    }
    ck_assert_msg(last != NULL, "%s: no number behind '%s'", file, mark);
    double v = strtod(last, NULL);
    free(text);
    return v;
}

static const lc_series *series_named(const lc_run *run, const char *name)
{
    for (size_t i = 0; i < run->series_n; i++)
        if (strcmp(run->series[i].metric.name, name) == 0)
            return &run->series[i];
    ck_abort_msg("no %s", name);
}

START_TEST(text_logs_have_their_rows_and_last_values)
{
    FILE *f = open_index();
    if (!f)
        return;
    fclose(f);
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    const char *file = texts[_i].file;
    lc_status st = read_corpus(&runs, file, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", file, err.msg);
    ck_assert_msg(strcmp(runs.run[0].format, texts[_i].format) == 0, "%s goes to %s", file,
                  runs.run[0].format);
    ck_assert_uint_eq(runs.n, texts[_i].runs);
    size_t rows = 0;
    for (size_t k = 0; k < runs.n; k++)
        rows += runs.run[k].rows;
    ck_assert_msg(rows == texts[_i].rows, "%s: %zu rows", file, rows);
    const lc_series *s = series_named(&runs.run[runs.n - 1], texts[_i].metric);
    ck_assert_msg(s->y[s->n - 1] == last_behind(file, texts[_i].mark), "%s ends in %g", file,
                  s->y[s->n - 1]);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(what_is_no_log_goes_to_no_text_reader)
{
    FILE *f = open_index();
    if (!f)
        return;
    fclose(f);
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
    TCase *t = tcase_create("corpus");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, tables_have_the_rows_and_names_of_the_index);
    tcase_add_test(t, console_logs_have_the_epochs_of_the_index);
    tcase_add_test(t, structured_logs_have_their_runs);
    tcase_add_test(t, logs_of_one_run_have_the_values_of_the_index);
    tcase_add_test(t, metrics_of_mlflow_have_the_rows_of_the_index);
    tcase_add_loop_test(t, text_logs_have_their_rows_and_last_values, 0,
                        (int)(sizeof texts / sizeof *texts));
    tcase_add_test(t, what_is_no_log_goes_to_no_text_reader);
    suite_add_tcase(s, t);
    return s;
}
