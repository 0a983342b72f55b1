/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_notebook.c - what the cells of a Jupyter notebook printed. */
#include "format_suite.h"

#include <check.h>
#include <string.h>

Suite *suite_notebook(void);

static const reading cases[] = {
    {.sample = "keras.ipynb", /* a table of labels before, the history once more at the end */
     .expected = "[cell 3] 3 epoch 1..3: loss 2.2104..1.3019, val_loss 2.0117..1.2907\n"
                 "[cell 4] 2 epoch 1..2: loss 1.1022..0.9417, val_loss 1.1401..1.0102\n"
                 "[cell 4, fit 2] 1 epoch 1..1: loss 0.8203..0.8203, val_loss 0.9377..0.9377\n"
                 "[cell 5] 3 record 1..3: loss 2.2104..1.3019, val_loss 2.0117..1.2907\n"},
    {.sample = "tables.ipynb", /* of fastai, Hugging Face and pandas; two are of no training */
     .expected =
         "[cell 2] 1 epoch 0..0: train_loss 1.20411..1.20411, valid_loss 0.514402..0.514402, "
         "error_rate 0.162381..0.162381, time 21..21\n"
         "[cell 2 (2)] 4 epoch 0..3: train_loss 0.611207..0.22177, valid_loss "
         "0.370144..0.281108, error_rate 0.11502..0.08728, time 27..27\n"
         "[cell 3] 3 Step 50..150: Training Loss 0.671..0.671, Validation Loss "
         "0.65521..0.541902, F1 0.4127..0.6633\n"
         "[cell 4] 3 record 1..3: loss 0.6612..0.5411, auc 0.61..0.76, val_loss "
         "0.6488..0.5702, val_auc 0.64..0.72\n"},
    {.sample = "nbformat3.ipynb",
     .expected = "[cell 2] 2 epoch 1..2: loss 0.6802..0.6012, acc 0.5611..0.6907, val_loss "
                 "0.6517..0.6108, val_acc 0.6014..0.6733\n"},
    {.what = "a text in one piece",
     .text = "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"stream\", "
             "\"text\": \"Epoch 1/1\\n1s - loss: 0.5\\n\"}]}]}",
     .expected = "[cell 1] 1 epoch 1..1: loss 0.5..0.5\n"},
    {.what = "breaks off behind the second cell",
     .text = "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"stream\", "
             "\"text\": \"Epoch 1/1\\n1s - loss: 0.5\\n\"}]}, {\"cell_type\": \"code\", "
             "\"outputs\": [{\"output_ty",
     .expected = "[cell 1] 1 epoch 1..1: loss 0.5..0.5\n"
                 "  line 1: the value breaks off here\n"},
    {.what = "a notebook within a notebook, and one that is a log",
     .text = "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"stream\", "
             "\"text\": \"{\\\"cells\\\": [], \\\"cell_type\\\": 1}\"}]}, {\"cell_type\": "
             "\"code\", \"outputs\": [{\"data\": {\"text/plain\": [\"{'loss': [1.0, 0.5],\\n\", "
             "\" 'val_loss': [1.25, 0.75]}\"]}, \"output_type\": \"execute_result\"}, 3, null]}, "
             "4]}",
     .expected = "[cell 2] 2 record 1..2: loss 1..0.5, val_loss 1.25..0.75\n"},
};

START_TEST(says_how_many_cells_it_looked_at)
{
    static const char text[] = "{\"cells\": [{\"cell_type\": \"markdown\"}, "
                               "{\"cell_type\": \"code\"}]}";
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), NULL, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg,
                     "not a training log: a notebook, and what its 2 cells printed is none");
}
END_TEST

START_TEST(strictly_a_broken_log_is_an_error)
{
    static const char text[] = "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"text\": "
                               "\"epoch,loss\\n1,0.5\\n2,0.4\\n3,0.4,7,8\\n4,0.3\\n\"}]}]}";
    lc_read_options options = LC_READ_OPTIONS_INIT;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), &options, NULL), LC_OK);
    lc_runs_free(&runs);
    options.strict = true;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), &options, &err), LC_E_FORMAT);
    ck_assert_str_eq(err.msg, "cell 1, line 4: a row of 4 cells where the header has 2");
}
END_TEST

START_TEST(takes_what_the_cells_and_the_user_say)
{
    static const char path[] = "samples/notebook/nbformat3.ipynb";
    const lc_read_options options = {.facts = {.classes = 2}};
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_file(&runs, path, &options, NULL), LC_OK);
    ck_assert_uint_eq(runs.run[0].facts.train_samples, 600);
    ck_assert_uint_eq(runs.run[0].facts.classes, 2);
    ck_assert(runs.run[0].facts.planned_epochs == 2);
    lc_runs_free(&runs);
}
END_TEST

static const char *const refused[] = {
    "{\"cells\": [], \"cell_type\": 0}",
    "{\"cells\": {\"outputs\": []}, \"worksheets\": 3}",
    "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"stream\", "
    "\"text\": \"Done.\\n\"}]}]}",
    "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"stream\", "
    "\"text\": \"Epoch 1/3\\n\"}]}]}",
    "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"stream\", "
    "\"text\": \"epoch,loss\\n\"}]}]}",
    "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"stream\", "
    "\"text\": \"label,count\\n0,3\\n1,4\\n\"}]}]}",
    "{\"worksheets\": [{\"cells\": [{\"cell_type\": \"code\", \"outputs\": 3}]}, 1]}",
    "[]",
    "7",
    NULL,
};

Suite *suite_notebook(void)
{
    static const format_tests tests = {
        .format = "notebook",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
    };
    TCase *t;
    Suite *s = format_suite(&tests, &t);
    tcase_add_test(t, says_how_many_cells_it_looked_at);
    tcase_add_test(t, strictly_a_broken_log_is_an_error);
    tcase_add_test(t, takes_what_the_cells_and_the_user_say);
    return s;
}
