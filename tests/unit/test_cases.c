/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_cases.c - logs like those that were once read wrongly, or not at all (../shared/cases). */
#include "read_help.h"

#include <string.h>

Suite *suite_cases(void);

/* What is read of a log's last run; no format: it is refused. */
static const struct {
    const char *file, *format;
    size_t runs, records;
    const char *axis;
    double from, to;
    const char *metric; /* NULL: none is looked at */
    lc_split split;
    size_t values;
    double first, last;
} cases[] = {
    {"csv-appended-fits.csv", "csv", 4, 5, "epoch", 0, 4, "val_loss", LC_VALIDATION, 5, 1.07,
     0.871522},
    {"yolox-loguru.log", "plain", 1, 12, "step", 10, 134, "total_loss", LC_TRAIN, 12, 9.6, 2.3},
    {"coqui-eval-delta.log", "plain", 1, 8, "step", 0, 168, "EVALUATION avg_loss", LC_VALIDATION, 4,
     4.4, 3.599323},
    {"lerobot-k-suffix.log", "plain", 1, 14, "epoch", 0.07, 0.98, "step", LC_SPLIT_NONE, 14, 200,
     3000},
    {"nanochat-thousands.log", "plain", 1, 15, "step", 0, 14, "tok/sec", LC_SPLIT_NONE, 14, 22931,
     1034035},
    {"paddleocr-cur-metric.log", "plain", 1, 6, "step", 20, 120, "eval acc", LC_VALIDATION, 3, 0.03,
     0.17},
    {"flair-extra-field.tsv", "flair_tsv", 1, 9, "EPOCH", 0, 8, "LEARNING_RATE", LC_SPLIT_NONE, 9,
     0.1, 0.1},
    {"mmengine-console.log", "plain", 1, 9, "step", 50, 450, "val accuracy", LC_VALIDATION, 3, 34.2,
     52.4},
    {"dcgan-tutorial.log", "plain", 1, 12, "step", 0, 4600, "Loss_D", LC_TRAIN, 12, 1.4, 0.55},
    {"mostly-nan.csv", "csv", 1, 48, "Step", 0, 47, NULL, LC_TRAIN, 48, 0, 0},
    {"hf-table-tabs.txt", "hf_table", 1, 9, "Epoch", 1, 9, "eval F1", LC_VALIDATION, 9, 0.38, 0.78},
    {"hf-after-64k.log.gz", "hf_console", 1, 25, "epoch", 0.036, 0.9, "loss", LC_TRAIN, 25, 2.65,
     0.6477},
    {"ultralytics-console.log", "ultralytics_console", 1, 6, "epoch", 1, 6, "metrics/mAP50(B)",
     LC_VALIDATION, 6, 0.08, 0.58},
    {"sb3-console.log", "box_console", 1, 8, "time/total_timesteps", 2048, 16384,
     "rollout/ep_rew_mean", LC_TRAIN, 8, 21, 101.5},
    {"spacy-train.txt", "spacy_console", 1, 9, "#", 0, 400, "SCORE", LC_VALIDATION, 9, 0, 0.65},
    {"sklearn-gbm-verbose.txt", "console_table", 1, 12, "Iter", 1, 30, "Train Loss", LC_TRAIN, 12,
     1.3502, 0.3078},
    {"model-card-table.md", "hf_table", 1, 8, "Epoch", 1, 8, "Training Loss", LC_TRAIN, 7, 2.053,
     0.8799},
    {"whitespace-table.txt", "console_table", 1, 8, "epoch", 1, 8, "val_acc", LC_VALIDATION, 8, 0.5,
     0.78},
    {"tesseract5.log", "plain", 1, 8, "step", 97, 776, "BCER train", LC_TRAIN, 8, 38.88, 3.899902},
    {"cyclegan-loss-log.txt", "cyclegan_log", 1, 12, "iters", 100, 1200, "D_A", LC_TRAIN, 12, 0.294,
     0.204},
    {"powershell-redirect.log", "plain", 1, 10, "epoch", 1, 10, "val_loss", LC_VALIDATION, 10, 2.6,
     0.9096},
    {"nul-hole.csv", "csv", 1, 10, "epoch", 0, 9, "loss", LC_TRAIN, 10, 2.41, 0.7026},
    {"fullwidth-colon.log", "plain", 1, 10, "epoch", 1, 10, "val loss", LC_VALIDATION, 10, 2.6,
     0.9096},
    {"kohya-bars.log", "plain", 1, 40, "step", 1, 40, "avr_loss", LC_TRAIN, 40, 0.179, 0.099},
    {"run-train-tag-loss.csv", "tensorboard_csv", 1, 24, "Step", 0, 2300, "train/loss", LC_TRAIN,
     24, 2.41, 0.338908},
    {"long-table.csv", "csv", 1, 24, "step", 0, 23, "val/loss", LC_VALIDATION, 24, 2.62, 0.48853},
    {"score-table.csv", NULL, 0, 0, NULL, 0, 0, NULL, LC_TRAIN, 0, 0, 0},
    {"four-ranks.log", "plain", 1, 10, "epoch", 1, 10, "val_loss", LC_VALIDATION, 10, 2.62, 0.9861},
    {"grpo-valid-in-a-name.txt", "hf_console", 1, 18, "epoch", 0.01, 0.18,
     "rewards/valid_json_reward/mean", LC_TRAIN, 18, -0.8, 2},
};

static void check_run(const lc_run *run, int i)
{
    ck_assert_uint_eq(run->n, cases[i].records);
    ck_assert_str_eq(run->axis_name, cases[i].axis);
    ck_assert(run->x[0] == cases[i].from && run->x[run->n - 1] == cases[i].to);
    if (!cases[i].metric)
        return;
    const lc_series *s = lc_run_find(run, cases[i].metric);
    ck_assert_ptr_nonnull(s);
    ck_assert_int_eq(s->metric.split, cases[i].split);
    ck_assert_uint_eq(s->n, cases[i].values);
    ck_assert_double_eq_tol(s->y[0], cases[i].first, 1e-9);
    ck_assert_double_eq_tol(s->y[s->n - 1], cases[i].last, 1e-9);
}

START_TEST(reads_what_is_there)
{
    char name[200], path[SHARED_PATH_MAX];
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    snprintf(name, sizeof name, "cases/%s", cases[_i].file);
    lc_status st = lc_read_file(&runs, shared_path(path, name), NULL, &err);
    ck_assert_msg(st == (cases[_i].format ? LC_OK : LC_E_FORMAT), "%s: %s", name, err.msg);
    ck_assert_uint_eq(runs.n, cases[_i].runs);
    if (runs.n) {
        ck_assert_str_eq(runs.run[0].format, cases[_i].format);
        check_run(&runs.run[runs.n - 1], _i);
    }
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_cases(void)
{
    Suite *s = suite_create("cases");
    TCase *t = tcase_create("cases");
    char name[200];
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); i++) {
        snprintf(name, sizeof name, "cases/%s", cases[i].file);
        add_shared_test(t, reads_what_is_there, name, i, i + 1);
    }
    suite_add_tcase(s, t);
    return s;
}
