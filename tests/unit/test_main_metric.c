/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_main_metric.c - what a run is judged by, and where that is best. */
#include "learncurve.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_main_metric(void);

static const struct {
    const char *what;
    const char *names[6];
    const char *main; /* NULL: none */
} cases[] = {
    {"validation loss", {"accuracy", "loss", "val_accuracy", "val_loss"}, "val_loss"},
    {"validation score before train loss", {"loss", "val_accuracy"}, "val_accuracy"},
    {"test before train", {"train_loss", "test_loss"}, "test_loss"},
    {"validation before test", {"test_loss", "val_loss"}, "val_loss"},
    {"nothing but train", {"accuracy", "loss"}, "loss"},
    {"total before parts", {"loss_cls", "total_loss", "loss_box_reg"}, "total_loss"},
    {"parts alone: the first", {"val/box_loss", "val/cls_loss"}, "val/box_loss"},
    {"detector",
     {"val/box_loss", "metrics/recall(B)", "metrics/mAP50(B)", "metrics/mAP50-95(B)"},
     "metrics/mAP50-95(B)"},
    {"COCO", {"total_loss", "bbox/AP75", "bbox/AP50", "bbox/AP"}, "bbox/AP"},
    {"mmdetection", {"loss", "bbox_mAP_50", "bbox_mAP"}, "bbox_mAP"},
    {"segmentation", {"loss", "val/aAcc", "val/mIoU"}, "val/mIoU"},
    {"agent", {"train/value_loss", "train/loss", "rollout/ep_rew_mean"}, "rollout/ep_rew_mean"},
    {"evaluated agent", {"rollout/ep_rew_mean", "eval/mean_reward"}, "eval/mean_reward"},
    {"preferences", {"eval_loss", "eval_rewards/accuracies"}, "eval_loss"},
    {"adversaries", {"g_loss", "d_loss"}, NULL},
    {"adversaries with a measure", {"g_loss", "d_loss", "fid"}, "fid"},
    {"no direction", {"lr", "grad_norm", "entropy"}, NULL},
};

START_TEST(judges_by_what_the_task_is_judged_by)
{
    static const double y[] = {3, 1, 2};
    lc_run run = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, NULL, 3, NULL), LC_OK);
    for (size_t i = 0; i < 6 && cases[_i].names[i]; i++)
        ck_assert_int_eq(lc_run_add(&run, cases[_i].names[i], y, NULL), LC_OK);
    const lc_series *main = lc_run_main(&run);
    if (cases[_i].main)
        ck_assert_msg(main && strcmp(main->metric.name, cases[_i].main) == 0, "%s: %s",
                      cases[_i].what, main ? main->metric.name : "none");
    else
        ck_assert_msg(!main, "%s: %s", cases[_i].what, main->metric.name);
    lc_run_free(&run);
}
END_TEST

/* A score that was taken once, at the end, is no curve to judge by; where nothing else is, it is. */
START_TEST(what_was_recorded_once_comes_last)
{
    double once[3], loss[] = {3, 2, 1};
    once[0] = once[1] = lc_absent();
    once[2] = 0.5;
    lc_run run = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, NULL, 3, NULL), LC_OK);
    ck_assert_int_eq(lc_run_add(&run, "val/mAP", once, NULL), LC_OK);
    ck_assert_str_eq(lc_run_main(&run)->metric.name, "val/mAP");
    ck_assert_int_eq(lc_run_add(&run, "train/loss", loss, NULL), LC_OK);
    ck_assert_str_eq(lc_run_main(&run)->metric.name, "train/loss");
    lc_run_free(&run);
}
END_TEST

START_TEST(the_best_is_finite_and_the_first_of_equals)
{
    static const double y[] = {NAN, 3, 1, -INFINITY, 1, 3}, none[] = {NAN, NAN, NAN, NAN, NAN, NAN};
    static const struct {
        const char *name;
        size_t best;
    } want[] = {{"loss", 2}, {"accuracy", 1}, {"entropy", 6}};
    lc_run run = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_EPOCH, NULL, 6, NULL), LC_OK);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(lc_run_add(&run, want[i].name, y, NULL), LC_OK);
        ck_assert_uint_eq(lc_series_best(&run.series[i]), want[i].best);
    }
    ck_assert_int_eq(lc_run_add(&run, "val_loss", none, NULL), LC_OK);
    ck_assert_uint_eq(lc_series_best(&run.series[3]), 6);
    ck_assert_str_eq(lc_run_main(&run)->metric.name, "loss");
    lc_run_free(&run);
}
END_TEST

Suite *suite_main_metric(void)
{
    Suite *s = suite_create("main_metric");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, judges_by_what_the_task_is_judged_by, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, what_was_recorded_once_comes_last);
    tcase_add_test(t, the_best_is_finite_and_the_first_of_equals);
    suite_add_tcase(s, t);
    return s;
}
