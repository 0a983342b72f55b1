/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_boosting.c - consoles of XGBoost, LightGBM and CatBoost, alone and together. */
#include "format_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_boosting(void);

static const struct {
    const char *format;
    reading log;
} cases[] = {
    {"xgboost_console",
     {.sample = "early-stopping.log", /* the best one was printed before */
      .expected = "38 iteration 0..37: train-logloss 0.65..0.22061, "
                  "validation-logloss 0.67..0.30376\n"}},
    {"xgboost_console",
     {.sample = "cloud.log", /* "#011" for tabs, time stamps in brackets */
      .expected = "25 iteration 0..24: train-rmse 9.35568..1.42838, "
                  "validation-rmse 9.85453..2.01984\n"}},
    {"xgboost_console",
     {.sample = "cross-validation.log",
      .expected = "12 iteration 0..55: train-auc 0.8..0.986262, train-auc-std 0.0021..0.0021, "
                  "validation-auc 0.77..0.908569, validation-auc-std 0.0084..0.0139\n"
                  "[training 2] 12 iteration 0..55: train-auc 0.791..0.985888, "
                  "train-auc-std 0.0019..0.0019, validation-auc 0.778..0.907124, "
                  "validation-auc-std 0.0079..0.0079\n"}},
    {"lightgbm_console",
     {.sample = "folds.log", /* best at 172, 331 and 250: 250 was printed */
      .expected = "6 iteration 50..250: training's binary_logloss 0.444092..0.153882, "
                  "valid_1's binary_logloss 0.536821..0.329551\n"
                  "[training 2] 9 iteration 50..400: training's binary_logloss 0.444092..0.088216, "
                  "valid_1's binary_logloss 0.546361..0.308837\n"
                  "[training 3] 7 iteration 50..350: training's binary_logloss 0.444092..0.103335, "
                  "valid_1's binary_logloss 0.541501..0.314187\n"}},
    {"lightgbm_console",
     {.sample = "cross-validation.log", /* version 4's, then version 3's */
      .expected = "10 iteration 10..100: train l2 60.2135..5.87846, train l2-std 1.2..1.2, "
                  "valid l2 61.6558..11.2091, valid l2-std 2.7..2.7\n"
                  "[training 2] 5 iteration 20..100: valid l2 45.8169..11.0854, "
                  "valid l2-std 2.9..2.9\n"}},
    {"lightgbm_console",
     {.sample = "program.log", /* three lines an iteration */
      .expected =
          "20 iteration 1..20: training's binary_logloss 0.645689..0.328584, "
          "valid_1's auc 0.753501..0.913583, valid_1's binary_logloss 0.647753..0.311799\n"}},
    {"lightgbm_console",
     {.sample = "three-libraries.log", /* 20, 15 and 40 lines */
      .expected = "[CatBoost training 1] 20 iteration 0..19: learn_loss 0.7..0.172662, "
                  "validation_loss 0.75..0.251158, total_time 0.05..1\n"
                  "[XGBoost training 2] 15 iteration 0..14: train-error 0.32099..0.0607, "
                  "eval-error 0.33768..0.11353\n"
                  "[training 3] 10 iteration 10..100: training's auc 0.91212..0.981792, "
                  "valid_1's auc 0.899673..0.929663\n"
                  "[training 4] 10 iteration 10..100: training's auc 0.91112..0.980792, "
                  "valid_1's auc 0.901673..0.931663\n"
                  "[training 5] 10 iteration 10..100: training's auc 0.91012..0.979792, "
                  "valid_1's auc 0.903673..0.933663\n"
                  "[training 6] 10 iteration 10..100: training's auc 0.90912..0.978792, "
                  "valid_1's auc 0.905673..0.935663\n"}},
    {"catboost_console",
     {.sample = "two-trainings.log", /* best at 123, between 120 and 130 */
      .expected =
          "16 iteration 0..139: learn_loss 0.67..0.137029, validation_loss 0.70186..0.228743, "
          "total_time 0.55..77\n"
          "[training 2] 11 iteration 0..99: learn_loss 0.7..0.12213, "
          "validation_loss 0.77..0.240286, total_time 0.021..2.1\n"}},
    {"catboost_console",
     {.sample = "score.log",
      .expected =
          "40 iteration 0..39: learn_score 0.77..0.965952, validation_score 0.73..0.893102, "
          "total_time 0.09..3.6\n"}},
    {"catboost_console",
     {.sample = "learn-only-under-way.log",
      .expected = "31 iteration 0..30: learn_loss 2.4..0.36, total_time 0.002..0.063\n"}},
    {"xgboost_console",
     {.what = "not a number, and names with signs",
      .text = "[0]\teval-ndcg@5-:0.5\ttrain-rmse:nan\n[1]\teval-ndcg@5-:-inf\ttrain-rmse:1e-3\n",
      .expected =
          "2 iteration 0..1: eval-ndcg@5- 0.5..-inf '-inf', train-rmse nan..0.001 'nan'\n"}},
    {"xgboost_console",
     {.what = "tabs that became blanks",
      .text = "[7] train-mlogloss:0.5   my set-mlogloss:0.6 \n[8] train-mlogloss:0.4  my "
              "set-mlogloss:0.5\n",
      .expected = "2 iteration 7..8: train-mlogloss 0.5..0.4, my set-mlogloss 0.6..0.5\n"}},
    {"lightgbm_console",
     {.what = "in R",
      .text = "[1]:  train's l2:0.24  test's l2:0.25 \n[2]:  train's l2:0.2  test's l2:0.22 \n",
      .expected = "2 iteration 1..2: train's l2 0.24..0.2, test's l2 0.25..0.22\n"}},
    {"lightgbm_console",
     {.what = "only the best iterations",
      .text = "Early stopping, best iteration is:\n[31]\tvalid_0's auc: 0.9\n"
              "Did not meet early stopping. Best iteration is:\n[99]\tvalid_0's auc: 0.8\n",
      .expected = "1 iteration 31..31: valid_0's auc 0.9..0.9\n"
                  "[training 2] 1 iteration 99..99: valid_0's auc 0.8..0.8\n"}},
    {"lightgbm_console",
     {.what = "a best iteration behind the last line",
      .text = "[500]\tvalid_0's auc: 0.8\nEarly stopping, best iteration is:\n"
              "[612]\tvalid_0's auc: 0.9\n[500]\tvalid_0's auc: 0.7\n",
      .expected = "2 iteration 500..612: valid_0's auc 0.8..0.9\n"
                  "[training 2] 1 iteration 500..500: valid_0's auc 0.7..0.7\n"}},
    {"catboost_console",
     {.what = "two test sets and no progress: a loss",
      .text = "0:\tlearn: 0.5\ttest: 0.6\ttest1: 0.7\tbest: 0.7 (0)\ttotal: 1h 2m\n"
              "1:\tlearn: 0.5\ttest: 0.6\ttest1: 0.7\tbest: 0.7 (0)\ttotal: 1d 1us\n",
      .expected = "2 iteration 0..1: learn_loss 0.5..0.5, validation_loss 0.6..0.6, "
                  "validation_1's loss 0.7..0.7, total_time 3720..86400\n"}},
    {"catboost_console",
     {.what = "learning alone shows what is better",
      .text = "0:\tlearn: 0.5\n1:\tlearn: 0.6\n",
      .expected = "2 iteration 0..1: learn_score 0.5..0.6\n"}},
    {"catboost_console",
     {.what = "worse than the best from the start",
      .text =
          "0:\tlearn: 0.5\ttest: 0.6\tbest: 0.6 (0)\n1:\tlearn: 0.6\ttest: 0.5\tbest: 0.6 (0)\n",
      .expected = "2 iteration 0..1: learn_score 0.5..0.6, validation_score 0.6..0.5\n"}},
    {"catboost_console",
     {.what = "one line, and a best that nobody told",
      .text = "0:\tlearn: 0.5\tbest: ?\nbestIteration = 7\nbestTest = 3\nbestIteration = 5\n",
      .expected = "1 iteration 0..0: learn_loss 0.5..0.5\n"}},
    {"xgboost_console",
     {.what = "other people's brackets",
      .text = "[1] some text: 5\n[2] a-b: c\n[3] train-rmse:0.5 and so on\nx[4]y train-rmse:0.5\n"
              "[5] train-rmse:0.5\n[6:7] train-rmse:0.6\n",
      .expected = "1 iteration 5..5: train-rmse 0.5..0.5\n"}},
};

START_TEST(tells_what_stands_there)
{
    check_reading(cases[_i].format, &cases[_i].log);
}
END_TEST

/* The best iteration, told at the end, stands where it belongs. */
START_TEST(sorts_the_best_iteration_in)
{
    static const struct {
        const char *path, *metric;
        double x, y;
    } best[] = {
        {"samples/lightgbm_console/folds.log", "valid_1's binary_logloss", 172, 0.359166},
        {"samples/catboost_console/two-trainings.log", "validation_loss", 123, 0.227484529},
    };
    for (size_t i = 0; i < sizeof best / sizeof *best; i++) {
        lc_runs runs = LC_RUNS_INIT;
        ck_assert_int_eq(lc_read_file(&runs, best[i].path, NULL, NULL), LC_OK);
        const lc_series *s = lc_run_find(&runs.run[0], best[i].metric);
        size_t k = 0;
        while (k < s->n && lc_series_x(&runs.run[0], s, k) != best[i].x)
            k++;
        ck_assert_uint_lt(k, s->n);
        ck_assert_double_eq_tol(s->y[k], best[i].y, 1e-6);
        ck_assert_uint_eq(runs.run[0].restarts, 0);
        lc_runs_free(&runs);
    }
}
END_TEST

START_TEST(takes_the_samples_told_before_each_training)
{
    lc_runs runs = LC_RUNS_INIT;
    const char *path = "samples/lightgbm_console/folds.log";
    ck_assert_int_eq(lc_read_file(&runs, path, NULL, NULL), LC_OK);
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(runs.run[i].facts.train_samples, 4000 + i);
    lc_runs_free(&runs);
    static const char text[] =
        "Number of data points in the train set: 70, number of used features: 3\n"
        "[5]\ttraining's l2: 0.5\n[5]\ttraining's l2: 0.5\n"; /* another one */
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, sizeof text - 1, NULL, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 2);
    ck_assert_uint_eq(runs.run[0].facts.train_samples, 70);
    ck_assert_uint_eq(runs.run[1].facts.train_samples, 0);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(refuses_what_is_no_iteration)
{
    static const char *const texts[] = {"",
                                        "epoch,loss\n1,2\n",
                                        "[1] hello\n",
                                        "1: learn to read\n",
                                        "[3]\tloss:0.5\n",
                                        "[LightGBM] [Info] Iteration:3,\n",
                                        "bestIteration = 7\n",
                                        "int train-x:5;\n"};
    static const char *const formats[] = {"xgboost_console", "lightgbm_console",
                                          "catboost_console"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t k = 0; k < sizeof formats / sizeof *formats; k++) {
            lc_runs runs = LC_RUNS_INIT;
            const lc_read_options options = {.format = formats[k]};
            ck_assert_int_eq(probe_score(lc_reader_find(formats[k]), texts[i]), 0);
            ck_assert_int_eq(lc_read_bytes(&runs, NULL, texts[i], strlen(texts[i]), &options, NULL),
                             LC_E_FORMAT);
        }
}
END_TEST

/* Lines of nothing but what might begin a score take no more than one look. */
START_TEST(bounds_its_time)
{
    enum { N = 4 << 20 };
    static const char *const fills[] = {"[1] ", ":", "[1] a-b:1 ", "0: learn: 1 "};
    char *text = malloc(N);
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
        static const char head[] = "[0]\ttrain-rmse:1\n";
        size_t n = strlen(fills[i]);
        lc_runs runs = LC_RUNS_INIT;
        for (size_t k = 0; k < N; k++)
            text[k] = fills[i][k % n];
        memcpy(text, head, sizeof head - 1);
        ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, N, NULL, NULL), LC_OK);
        lc_runs_free(&runs);
    }
    free(text);
}
END_TEST

Suite *suite_boosting(void)
{
    Suite *s = suite_create("boosting");
    TCase *t = tcase_create("boosting");
    tcase_set_timeout(t, 20);
    tcase_add_loop_test(t, tells_what_stands_there, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, sorts_the_best_iteration_in);
    tcase_add_test(t, takes_the_samples_told_before_each_training);
    tcase_add_test(t, refuses_what_is_no_iteration);
    tcase_add_test(t, bounds_its_time);
    suite_add_tcase(s, t);
    return s;
}
