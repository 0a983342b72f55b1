/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_flavours.c - tables that a certain program writes: csv.h with what their names mean. */
#include "read/engine/dialect.h"
#include "format_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_flavours(void);

/* Logs of several formats, and what is told of them. */
static const struct {
    const char *format;
    reading log;
} cases[] = {
    {"lightning_csv",
     {.sample = "train-and-validation-rows.csv", /* 8 x 8 rows and the test's */
      .expected = "65 step 49..1280: epoch 0..8, lr-Adam 0.001..0.001, test_acc 0.8713..0.8713, "
                  "train_loss_epoch 1.95047..0.583549, train_loss_step 2.03842..0.577793, "
                  "val_acc 0.41..0.848772, val_loss 2.10912..0.791055\n"}},
    {"lightning_csv",
     {.sample = "training-only.csv",
      .expected = "20 epoch 4..99: out_mean 0.161407..0.48573, step 49..999, "
                  "train_loss 0.702954..0.064148\n"}},
    {"lightning_csv",
     {.sample = "resumed.csv",
      .expected = "24 epoch 0..9: step 39..399, train_loss 0.984588..0.119482, "
                  "val_loss 1.41075..0.796048\n"
                  "  line 0: epoch goes back from 5 to 4 (1 time in all), as after a resume: of 4 "
                  "values recorded again the last one counts\n"}},
    {"yolo_csv",
     {.sample = "padded-v5.csv",
      .expected =
          "12 epoch 0..11: train/box_loss 0.12213..0.052517, train/obj_loss 0.030898..0.019187, "
          "train/cls_loss 0.054618..0.016182, metrics/precision 0.05098..0.77772, "
          "metrics/recall 0.040098..0.72447, metrics/mAP_0.5 0.020194..0.73884, "
          "metrics/mAP_0.5:0.95 0.0050437..0.44424, val/box_loss 0.11369..0.057357, "
          "val/obj_loss 0.028681..0.020149, val/cls_loss 0.052923..0.020235, x/lr0 0.0011..0.0023, "
          "x/lr1 0.0011..0.0023, x/lr2 0.07..0.0023\n"}},
    {"yolo_csv",
     {.sample = "classify.csv",
      .expected = "10 epoch 1..10: time 12.3..123, train/loss 1.65041..0.35591, "
                  "metrics/accuracy_top1 0.46242..0.83339, metrics/accuracy_top5 0.78564..0.98124, "
                  "val/loss 1.61017..0.74549, lr/pg0 0.00181818..0.000181818, "
                  "lr/pg1 0.00181818..0.000181818, lr/pg2 0.00181818..0.000181818\n"}},
    {"timm_summary",
     {.sample = "summary.csv",
      .expected = "14 epoch 0..13: train_loss 6.87629..4.00222, eval_loss 6.57876..2.25603, "
                  "eval_top1 0.41..66.4012, eval_top5 2.2..85.1603, lr 0.001..0.000133333\n"}},
    {"wandb_csv",
     {.sample = "one-run.csv",
      .expected = "[calm-lake-12] 30 Step 9..549: train/loss 1.51366..0.25334\n"}},
    {"wandb_csv",
     {.sample = "three-runs.csv", /* of 24 rows each has its own */
      .expected = "[lr 1e-3 - seed 1] 24 Step 50..1200: val_loss 1.31197..0.333762\n"
                  "[lr 1e-3 - seed 2] 12 Step 100..1200: val_loss 1.35745..0.433678\n"
                  "[Group: wide] 18 Step 50..900: val_loss 1.67342..0.592505\n"}},
    {"wandb_csv",
     {.what = "two metrics of a run, a word among them, one that is there twice",
      .text = "Step,a - loss,a - acc,b - loss,a - loss\n1,0.5,0.6,0.9,7\n2,nan,0.7,oops,8\n",
      .expected = "[a] 2 Step 1..2: loss 0.5..nan 'nan', acc 0.6..0.7, loss.5 7..8\n"
                  "  line 1: several columns are called 'a - loss'\n"
                  "  line 3: 'oops' in column 'b - loss' is no number\n"
                  "[b] 1 Step 1..1: loss 0.9..0.9\n"}},
    {"catboost_tsv",
     {.sample = "learn_error.tsv",
      .expected = "60 iter 0..59: learn/Logloss 0.670249..0.257987, learn/AUC 0.61..0.964678\n"}},
    {"catboost_tsv",
     {.sample = "test_error.tsv",
      .expected = "60 iter 0..59: validation/Logloss 0.672882..0.414172, "
                  "validation/AUC 0.6..0.862113\n"}},
    {"catboost_tsv",
     {.sample = "time_left.tsv", .expected = "60 iter 0..59: time/Passed 14..842\n"}},
    {"catboost_tsv",
     {.name = "my/latest.tsv",
      .text = "iter\tRMSE\n0\t2\n1\t1.5\n",
      .expected = "2 iter 0..1: RMSE 2..1.5\n"}},
    {"catboost_tsv",
     {.name = "learn/7-test.tsv",
      .text = "iter\tRMSE\n0\t2\n1\t1.5\n",
      .expected = "2 iter 0..1: validation/RMSE 2..1.5\n"}},
    {"flair_tsv",
     {.sample = "loss.tsv", /* from 23:57:53 over midnight, without any TRAIN_F1 */
      .expected =
          "12 EPOCH 1..12: TIMESTAMP 86273..86720, BAD_EPOCHS 0..2, LEARNING_RATE 0.1..0.05, "
          "TRAIN_LOSS 1.21202..0.236483, DEV_LOSS 1.23386..0.416237, "
          "DEV_PRECISION 0.5719..0.8367, DEV_RECALL 0.5519..0.8167, DEV_F1 0.5619..0.8267\n"}},
    {"deepmd_lcurve",
     {.sample = "lcurve.out",
      .expected = "31 step 0..6000: rmse_val 8.95..0.469, rmse_trn 9.45..0.383, "
                  "rmse_e_val 0.606..0.0212, rmse_e_trn 0.628..0.0186, rmse_f_val 0.317..0.0653, "
                  "rmse_f_trn 0.322..0.0505, lr 0.001..0.00022\n"}},
    {"deepmd_lcurve",
     {.sample = "version-1-cut.out",
      .expected = "21 batch 0..2000: l2_tst 17.7..2.59, l2_trn 21.4..1.99, l2_e_tst 1.08..0.103, "
                  "l2_e_trn 1.33..0.0958, l2_f_tst 0.734..0.0943, l2_f_trn 0.644..0.0936, "
                  "lr 0.001..0.001\n  line 22: the last row breaks off after 5 of 8 cells\n"}},
    {"deepmd_lcurve", /* Windows' line ends, blanks behind the cells */
     {.what = "no reference data",
      .text = "#  step  rmse_trn  lr  \r\n# rmse is nan without reference data\r\n"
              "  0  nan  1e-3 \r\n  9  nan  1e-3 \r\n",
      .expected = "2 step 0..9: rmse_trn nan..nan 'nan', lr 0.001..0.001\n"}},
    {"sklearn_learning_curve",
     {.sample = "means.csv",
      .expected = "6 train_size 52..1248: train_scores_mean 0.992888..0.978307, "
                  "train_scores_std 0.003..0.003, validation_scores_mean 0.623102..0.871669, "
                  "validation_scores_std 0.02..0.00333333\n"}},
    {"sklearn_learning_curve",
     {.sample = "splits.csv",
      .expected = "[fold 0] 6 train_size 52..1248: train_score -0.093621..-0.200803, "
                  "validation_score -1.90711..-0.642844, fit_time 0.156..3.744\n"
                  "[fold 1] 6 train_size 52..1248: train_score -0.121877..-0.215536, "
                  "validation_score -1.91027..-0.637399, fit_time 0.156..3.744\n"}},
    {"sklearn_learning_curve",
     {.what = "other people's names",
      .text = "Train_mean,train_sizes_abs,train_mean,mean_test_score,std_test_score,cv\n"
              "1,50,0.9,0.6,0.1,0.5\n1,90,0.8,0.7,0.1,0.6\n",
      .expected = "2 train_size 50..90: Train_mean 1..1, train_score_mean 0.9..0.8, "
                  "validation_score 0.6..0.7, validation_std_score 0.1..0.1, "
                  "validation_score.6 0.5..0.6\n"}},
    {"sklearn_learning_curve",
     {.what = "two names of one score in a fold",
      .text =
          "train_size,train_score_0,val_score_0,test_score_0\n50,0.9,0.6,0.5\n100,0.8,0.7,0.6\n",
      .expected = "[fold 0] 2 train_size 50..100: train_score 0.9..0.8, validation_score 0.6..0.7, "
                  "validation_score.4 0.5..0.6\n"}},
    {"sklearn_learning_curve",
     {.what = "two sizes, and folds in words",
      .text = "train_size,train_size_abs,train_fold_1,test_fold_1,train_top1,test_top1\n"
              "0.5,50,0.9,0.6,0.9,0.6\n1,100,0.8,0.7,0.8,0.7\n",
      .expected = "[fold 1] 2 train_size 0.5..1: train_size.2 50..100, train_score 0.9..0.8, "
                  "validation_score 0.6..0.7, train_top1 0.9..0.8, validation_top1 0.6..0.7\n"}},
};

START_TEST(tells_what_stands_there)
{
    check_reading(cases[_i].format, &cases[_i].log);
}
END_TEST

/* What a program's table tells beside its numbers. */
static const struct {
    const char *path, *metric, *averaged;
    bool percent;
    lc_split split;
} meanings[] = {
    {"lightning_csv/train-and-validation-rows.csv", "train_loss_epoch", "mean over the epoch",
     false, LC_TRAIN},
    {"lightning_csv/train-and-validation-rows.csv", "train_loss_step", NULL, false, LC_TRAIN},
    {"yolo_csv/detect.csv", "train/box_loss", "mean over the epoch", false, LC_TRAIN},
    {"yolo_csv/detect.csv", "metrics/mAP50-95(B)", "of the weights' moving average", false,
     LC_VALIDATION},
    {"timm_summary/not-learning.csv", "eval_top1", NULL, true, LC_VALIDATION}, /* 0.1 percent */
    {"timm_summary/not-learning.csv", "train_loss", "mean over the epoch", false, LC_TRAIN},
    {"catboost_tsv/test_error.tsv", "validation/Logloss", NULL, false, LC_VALIDATION},
    {"deepmd_lcurve/lcurve.out", "rmse_e_trn", "of one batch", false, LC_TRAIN},
    {"deepmd_lcurve/lcurve.out", "rmse_e_val", NULL, false, LC_VALIDATION},
    {"sklearn_learning_curve/folds.csv", "validation_score", NULL, false, LC_VALIDATION},
};

START_TEST(knows_what_the_numbers_are)
{
    char path[200];
    lc_runs runs = LC_RUNS_INIT;
    snprintf(path, sizeof path, "samples/%s", meanings[_i].path);
    ck_assert_int_eq(lc_read_file(&runs, path, NULL, NULL), LC_OK);
    const lc_series *s = lc_run_find(&runs.run[runs.n - 1], meanings[_i].metric);
    ck_assert_ptr_nonnull(s);
    ck_assert_int_eq(s->metric.split, meanings[_i].split);
    ck_assert_int_eq(s->percent, meanings[_i].percent);
    if (meanings[_i].averaged)
        ck_assert_str_eq(s->averaged, meanings[_i].averaged);
    else
        ck_assert_ptr_null(s->averaged);
    lc_runs_free(&runs);
}
END_TEST

/* The three files of catboost_info are one run, other files of the folder are not of it. */
START_TEST(reads_the_folder_of_catboost_as_one_run)
{
    static const char *const parts[] = {"info/learn_error.tsv", "info/time_left.tsv",
                                        "info/old_error.tsv"};
    static const size_t folders[] = {4, 4, 18};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ck_assert_uint_eq(lc_reader_find("catboost_tsv")->part(parts[i]).folder, folders[i]);
    ck_assert_uint_eq(lc_reader_find("catboost_tsv")->part("test_error.tsv").folder, 0);
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_file(&runs, "samples/catboost_tsv", NULL, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 1);
    ck_assert_uint_eq(runs.run[0].n, 60);
    ck_assert_ptr_nonnull(lc_run_find(&runs.run[0], "learn/AUC"));
    ck_assert_ptr_nonnull(lc_run_find(&runs.run[0], "validation/AUC"));
    ck_assert_ptr_nonnull(lc_run_find(&runs.run[0], "time/Passed"));
    lc_runs_free(&runs);
}
END_TEST

/* Tables that look a little like a flavour are plain ones. */
static const char *const plain[] = {
    "epoch,step,train_loss,val_loss\n0,10,0.5,0.6\n1,20,0.4,0.5\n", /* nobody's empty cells */
    "step,epoch,loss\n1,0,0.5\n2,0,\n",                             /* Lightning would sort */
    "epoch,train/loss,val/loss\n1,0.5,0.6\n",
    "epoch,train_loss,eval_loss\n1,0.5,0.6\n",
    "Step,a - loss,b\n1,0.5,0.6\n",
    "iter,MultiClass\n1,0.5\n",
    "EPOCH\tTRAIN_LOSS\n1\t0.5\n",
    "# step,rmse_val\n1,0.5\n",
    "train_size,loss,val_loss\n50,0.5,0.6\n",
    "train_size,train_score,loss\n50,0.5,0.6\n",
    "epoch,train_score_0,test_score_0\n1,0.5,0.6\n",
};

START_TEST(leaves_other_tables_alone)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    const char *text = plain[_i];
    lc_status st = lc_read_bytes(&runs, NULL, text, strlen(text), NULL, &err);
    ck_assert_msg(st == LC_OK, "%s: %s", text, err.msg);
    ck_assert_msg(strcmp(runs.run[0].format, "csv") == 0, "%s: %s", text, runs.run[0].format);
    lc_runs_free(&runs);
}
END_TEST

/* Nobody's log: the flavour's header, and no numbers below. csv is left to refuse it. */
START_TEST(bids_nothing_for_a_header_without_rows)
{
    static const char *const headers[] = {
        "epoch,out,step\nand,so,on\n",
        "epoch,train/loss,metrics/mAP50(B)\nsee,the,docs\n",
        "\"Step\",\"a - loss\"\nsome,text\n",
        "iter\tRMSE\nsome\ttext\n",
        "#  step  rmse_val\nfor step in steps:\n",
        "train_size,train_score,test_score\na,b,c\n",
        "EPOCH\tTIMESTAMP\nsome\ttext\n",
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        for (const lc_reader *const *r = lc_readers; *r; r++)
            ck_assert_msg(probe_score(*r, headers[i]) <= LC_HEADER_ALONE, "%s bids for %s",
                          (*r)->name, headers[i]);
}
END_TEST

Suite *suite_flavours(void)
{
    Suite *s = suite_create("flavours");
    TCase *t = tcase_create("flavours");
    tcase_add_loop_test(t, tells_what_stands_there, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, knows_what_the_numbers_are, 0,
                        (int)(sizeof meanings / sizeof *meanings));
    tcase_add_test(t, reads_the_folder_of_catboost_as_one_run);
    tcase_add_loop_test(t, leaves_other_tables_alone, 0, (int)(sizeof plain / sizeof *plain));
    tcase_add_test(t, bids_nothing_for_a_header_without_rows);
    suite_add_tcase(s, t);
    return s;
}
