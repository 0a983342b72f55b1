/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_history_json.c - histories in one value, as JSON or as Python prints them. */
#include "format_suite.h"

#include <check.h>
#include <string.h>

Suite *suite_history_json(void);

static const reading cases[] = {
    {.sample = "keras.json",
     .expected =
         "8 record 1..8: accuracy 0.478712..0.811012, loss 0.695051..0.251984, val_accuracy "
         "0.44226..0.766012, val_loss 0.715051..0.299984\n"},
    {.sample =
         "clearml.json", /* "learning rate" twice is once; iterations 100, 300, 500 have both losses */
     .expected =
         "6 iteration 0..500: loss/train 2.3..0.6571, loss/validation 1.7066..0.7436, learning "
         "rate 0.001..0.001, :monitor:gpu/gpu_0_utilization 71.5..88.25\n"},
    {.sample = "wrapped.json", /* "epoch" says where the records stand */
     .expected = "5 epoch 5..9: loss 0.412..nan 'NaN', mae 0.51..nan 'NaN', val_loss 0.45..inf "
                 "'Infinity', lr 0.1..0.1\n"},
    {.sample = "pandas.json", /* null is nothing */
     .expected = "6 record 1..6: loss 2.2945..1.2038, top_5_accuracy 0.52..0.74, val_loss "
                 "2.1034..1.3988\n"},
    {.sample = "printed.txt", /* "best" is no list */
     .expected = "4 record 1..4: loss 1.0986..0.7719, val_loss 1.0991..0.8246 'NaN', grad_norm "
                 "2.31..1.52 'Infinity', f1 0.41..0.58, lr 0.001..0.0005\n"},
    {.sample = "records.json", /* texts among them */
     .expected = "5 epoch 1..5: train/loss 0.8331..0.374, train/dice 0.31..0.66, valid/loss "
                 "0.848..0.4219, valid/dice 0.29..0.6\n"},
    {.what = "a number that no double holds",
     .text = "{\"loss\": [0.5, 1e309, Infinity]}",
     .expected = "3 record 1..3: loss 0.5..inf '1e309'\n"
                 "  line 0: '1e309' of 'loss' is too large for a double, and infinite\n"},
    {.what = "one list",
     .text = "{\"loss\": [0.5, 0.4]}",
     .expected = "2 record 1..2: loss 0.5..0.4\n"},
    {.what = "a dict of records by number",
     .text = "{\"epoch_1\": {\"loss\": 0.5, \"acc\": \"50%\"}, \"epoch_3\": {\"loss\": 0.25, "
             "\"acc\": \"75.5%\"}}",
     .expected = "2 epoch 1..3: loss 0.5..0.25, acc 50..75.5\n"},
    {.what = "a dict of records, of which nobody says what is counted",
     .text = "{\"0\": {\"loss\": 0.5}, \"1\": {\"loss\": 0.25}}",
     .expected = "2 record 1..2: loss 0.5..0.25\n"},
    {.what = "breaks off within a number",
     .text = "{\"loss\": [0.5, 0.4, 0.3], \"val_loss\": [0.6, 0.55, 0.5",
     .expected =
         "3 record 1..3: loss 0.5..0.3, val_loss 0.6..0.55\n"
         "  line 1: the value breaks off here\n"
         "  line 0: lists of 3 and of 2 values: each is counted from the first record on\n"},
    {.what = "lists of several lengths",
     .text = "{\"val_acc\": [0.5], \"loss\": [3, 2, 1]}\n",
     .expected =
         "3 record 1..3: val_acc 0.5..0.5, loss 3..1\n"
         "  line 0: lists of 3 and of 1 values: each is counted from the first record on\n"},
    {.what = "numbers as texts, and what is none",
     .text = "{\"loss\": [\"0.5\", \"n/a\", \"0.3\"], \"acc\": [0.1, true, null]}",
     .expected = "3 record 1..3: loss 0.5..0.3, acc 0.1..0.1\n"},
    {.what = "a tuple, True, a text before the list",
     .text = "{'name': 'net', 'val_loss': (0.5, 0.25), 'done': True, 'loss': [1.0, 2.0]}",
     .expected = "2 record 1..2: val_loss 0.5..0.25, loss 1..2\n"},
    {.what = "NumPy's print of an array",
     .text = "{'loss': [0.5 0.4\n"
             " 0.3], 'acc': [0.1, ..., 0.3]}",
     .expected = "3 record 1..3: loss 0.5..0.3, acc 0.1..0.3\n"},
    {.what = "integers of 64 bits",
     .text = "{\"loss\": [9223372036854775807, -3], \"n_tokens\": [1, 2]}",
     .expected = "2 record 1..2: loss 9.22337e+18..-3, n_tokens 1..2\n"},
    {.what = "ClearML's scalars, each with its own x",
     .text = "{\"loss\": {\"train\": {\"name\": \"train\", \"x\": [0, 10, 20], \"y\": [2.5, 1.5, "
             "1.25]}, "
             "\"val\": {\"name\": \"val\", \"x\": [10, 20], \"y\": [3.5, NaN]}}, "
             "\"lr\": {\"lr\": {\"x\": [0], \"y\": [0.1]}}}",
     .expected = "3 iteration 0..20: loss/train 2.5..1.25, loss/val 3.5..nan 'NaN', lr 0.1..0.1\n"},
    {.what = "a graph's curves, as ClearML's WebApp saves them",
     .text =
         "[{\"name\": \"train loss   \", \"type\": \"scatter\", \"x\": [1, 2], \"y\": [2.5, 1.5]}, "
         "{\"name\": \"val loss\", \"x\": [2], \"y\": [1.75]}]",
     .expected = "2 iteration 1..2: train loss 2.5..1.5, val loss 1.75..1.75\n"},
    {.what = "a list of records",
     .text = "[{\"loss\": 0.5, \"val_loss\": 0.6}, {\"loss\": 0.4, \"val_loss\": NaN}, 7]",
     .expected = "2 record 1..2: loss 0.5..0.4, val_loss 0.6..nan 'NaN'\n"},
};

START_TEST(takes_the_arguments_of_fit)
{
    static const char path[] = "samples/history_json/wrapped.json";
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_file(&runs, path, NULL, NULL), LC_OK);
    const lc_facts *f = &runs.run[0].facts;
    ck_assert(f->planned_epochs == 12);
    ck_assert_uint_eq(f->batch_size, 16);
    ck_assert_uint_eq(f->train_samples, 0);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(strictly_a_cut_value_is_an_error)
{
    static const char text[] = "{\"loss\": [0.5, 0.4,\n 0.3";
    const lc_read_options options = {.strict = true};
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), &options, &err), LC_E_FORMAT);
    ck_assert_int_eq(err.line, 2);
    ck_assert_str_eq(err.msg, "the value breaks off here");
}
END_TEST

static const char *const refused[] = {
    "{}",
    "[]",
    "7",
    "{'loss'",
    "{'loss' 3}",
    "{\"loss\": 0.5}",
    "{\"loss\": [\"a\"]}",
    "[[1, 2]]",
    "{\"type\": \"FeatureCollection\"}",
    NULL,
};

static const char *const foreign[] = {
    "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"bbox\": [1, "
    "2]}]}",
    "{\"name\": \"left-pad\", \"version\": \"1.3.0\", \"files\": [\"index.js\"]}",
    "{\"lr\": 0.1, \"betas\": [0.9, 0.99], \"layers\": [64, 64]}",
    "{\"loss\": \"mse\", \"optimizer\": \"adam\"}",
    "{\"coordinates\": [1.5, 2.5]}",
    "[\"a\", \"b\"]",
    "[1, 2, 3]",
    "{\"model\": \"a\", \"loss_weights\": [1, 1], \"epochs\": 3, \"device\": \"cpu\"}",
    NULL,
};

Suite *suite_history_json(void)
{
    static const format_tests tests = {
        .format = "history_json",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
    };
    TCase *t;
    Suite *s = format_suite(&tests, &t);
    tcase_add_test(t, takes_the_arguments_of_fit);
    tcase_add_test(t, strictly_a_cut_value_is_an_error);
    return s;
}
