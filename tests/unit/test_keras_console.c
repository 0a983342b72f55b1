/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_keras_console.c - Keras' progress lines among everything else that a log holds. */
#include "format_suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_keras_console(void);

static const reading cases[] = {
    {.sample = "crossvalidated-444546.log",
     .expected =
         "7 epoch 1..300: loss 0.1229..0.0315, acc 0.0207..0.4981, val_loss 4.3194..0.7271, "
         "val_acc 0.0168..0.6627\n"},
    {.sample = "bar-keras2.log", /* five states a line, parted by backspaces and returns */
     .expected = "3 epoch 1..3: loss 0.92..0.58, acc 0.52..0.74, val_loss 0.95..0.66, "
                 "val_acc 0.5..0.72\n"},
    {.sample = "bar-keras3.log", /* evaluate()'s bar at the end is no epoch's */
     .expected = "4 epoch 1..4: accuracy 0.52..0.78, loss 0.92..0.5, val_accuracy 0.5..0.76, "
                 "val_loss 0.95..0.6, learning_rate 0.001..0.001\n"},
    {.sample = "lines-fits.log", /* the second fit goes on with initial_epoch=3 */
     .expected = "5 epoch 1..5: loss 0.92..0.44, acc 0.52..0.81, val_loss 0.95..0.56, "
                 "val_acc 0.5..0.79\n"
                 "[fit 2] 5 epoch 1..5: loss 0.4..0.00015 'inf', acc 0.52..0.74, "
                 "accuracy 0.78..0.81\n"},
    {.sample = "cut-off.log", /* epoch 8 starts over, epoch 9 has no end */
     .expected = "3 epoch 7..9: loss 0.5..0.46, val_loss 0.6..0.59\n"
                 "  line 9: epoch 9 breaks off; its last state is kept\n"},
    {.what = "Paddle's evaluation behind each epoch",
     .text = "Epoch 1/2\nstep 10/10 [=====] - loss: 2.5 - acc: 0.25 - 9ms/step\nEval begin...\n"
             "step 1/2 [==>..] - loss: 9.5 - acc: 0.1 - ETA: 1s - 9ms/step\n"
             "step 2/2 [=====] - loss: 3.5 - acc: 0.2 - 9ms/step\nEval samples: 20\n"
             "Epoch 2/2\nstep 10/10 [=====] - loss: 1.5 - acc: 0.5 - 9ms/step\nEval begin...\n"
             "step 2/2 [=====] - loss: 3.0 - acc: 0.4 - 9ms/step\nEval samples: 20\n",
     .expected = "2 epoch 1..2: loss 2.5..1.5, acc 0.25..0.5, val_loss 3.5..3, val_acc 0.2..0.4\n"},
    {.what = "nan and exponents",
     .text = "Epoch 1/2\n5/5 - 1s - loss: 1.2e-4 - val_loss: nan\n"
             "Epoch 2/2\n5/5 - 1s - loss: nan - val_loss: 2.5000e+02\n",
     .expected = "2 epoch 1..2: loss 0.00012..nan 'nan', val_loss nan..250 'nan'\n"},
    {.what = "names with blanks, colons and brackets",
     .text = "Epoch 1/1\n5/5 [==] - 1s 1ms/step - out: a_loss: 0.5 - top 5 (mean): 0.25\n",
     .expected = "1 epoch 1..1: out: a_loss 0.5..0.5, top 5 (mean) 0.25..0.25\n"},
    {.what = "a run that is 1 epoch long, thrice",
     .text = "Epoch 1/1\n1s - loss: 3.0\nEpoch 1/1\n1s - loss: 2.0\nEpoch 1/1\n1s - loss: 1.0\n",
     .expected = "1 epoch 1..1: loss 3..3\n[fit 2] 1 epoch 1..1: loss 2..2\n"
                 "[fit 3] 1 epoch 1..1: loss 1..1\n"},
    {.what = "an epoch that starts over at 1 before its end is the same run",
     .text = "Epoch 1/2\n3/9 [=>..] - ETA: 1s - loss: 9.0\nEpoch 1/2\n9/9 [====] - 1s - loss: 8.0\n"
             "Epoch 2/2\n9/9 [====] - 1s - loss: 7.0\n",
     .expected = "2 epoch 1..2: loss 8..7\n"},
    {.what = "an epoch without any state is none",
     .text = "Epoch 1/3\nEpoch 2/3\n9/9 [====] - 1s - loss: 8.0\nEpoch 3/3\n",
     .expected = "1 epoch 2..2: loss 8..8\n"},
    {.what = "unknown steps",
     .text = "Epoch 1/1\n  9/Unknown - 2s 1ms/step - loss: 0.5\r"
             "9/9 [====] - 2s 1ms/step - loss: 0.4 - val_loss: 0.3\n",
     .expected = "1 epoch 1..1: loss 0.4..0.4, val_loss 0.3..0.3\n"},
    {.what = "validation on a line of its own",
     .text = "Epoch 1/1\n9/9 [====] - 1s - loss: 0.5\n9/9 [====] - 2s - loss: 0.5 - val_loss: 0.4\n"
             "20/20 [====] - 0s - loss: 0.9\n",
     .expected = "1 epoch 1..1: loss 0.5..0.5, val_loss 0.4..0.4\n"},
    {.what = "pasted without the lines of the epochs",
     .text = "9/9 [====] - 2s 21ms/step - loss: 0.5 - val_loss: 0.6\n"
             "9/9 [====] - 2s 21ms/step - loss: 0.4\n"
             "9/9 [====] - 2s 21ms/step - loss: 0.4 - val_loss: 0.5\n",
     .expected = "2 epoch 1..2: loss 0.5..0.4, val_loss 0.6..0.5\n"},
    {.what = "pasted from the middle of an epoch on",
     .text = "9/9 [====] - 2s 21ms/step - loss: 0.5\nEpoch 5/9\n"
             "9/9 [====] - 2s 21ms/step - loss: 0.4\n",
     .expected = "2 epoch 4..5: loss 0.5..0.4\n"},
    {.what = "evaluate() before the first epoch",
     .text = "9/9 [====] - 2s 21ms/step - loss: 2.3\nEpoch 1/9\n"
             "9/9 [====] - 2s 21ms/step - loss: 0.4\n",
     .expected = "1 epoch 1..1: loss 0.4..0.4\n"},
    {.what = "other people's text",
     .text = "note - loss: 5\nEpoch 1/1\nWARNING - slow: 7\nlr - 0.1\n5/7 of the files - read\n"
             "[host 1/2] 9/9 [====] - 1s - loss: 0.5\nEpoch 00001: early stopping\nbye - x: 1\n",
     .expected = "1 epoch 1..1: loss 0.5..0.5\n"},
};

START_TEST(takes_the_sizes_from_the_line_before_each_fit)
{
    static const char text[] = "Train on 800 samples, validate on 200 samples\n"
                               "Epoch 1/2\n1s - loss: 1.0\nEpoch 2/2\n1s - loss: 0.9\n"
                               "Train on 600 samples\nEpoch 1/7\n1s - loss: 1.0\n"
                               "Epoch 1/3\n1s - loss: 1.0\n";
    static const lc_facts facts[] = {
        {.train_samples = 800, .validation_samples = 200, .planned_epochs = 2},
        {.train_samples = 600, .planned_epochs = 7},
        {.planned_epochs = 3},
    };
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, strlen(text), NULL, NULL), LC_OK);
    ck_assert_uint_eq(runs.n, 3);
    for (size_t i = 0; i < runs.n; i++) {
        const lc_facts *f = &runs.run[i].facts;
        ck_assert_uint_eq(f->train_samples, facts[i].train_samples);
        ck_assert_uint_eq(f->validation_samples, facts[i].validation_samples);
        ck_assert(f->planned_epochs == facts[i].planned_epochs);
    }
    lc_runs_free(&runs);
}
END_TEST

/* A line that never ends takes no more memory than a long one. */
START_TEST(bounds_its_memory)
{
    enum { N = 8 << 20 };
    static const char head[] = "Epoch 1/1\n1s - loss: 0.5\n";
    char *text = malloc(N);
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_ptr_nonnull(text);
    memset(text, 'x', N);
    memcpy(text, head, sizeof head - 1);
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, text, N, NULL, NULL), LC_OK);
    ck_assert_uint_eq(runs.run[0].rows, 1);
    lc_runs_free(&runs);
    free(text);
}
END_TEST

static const char *const refused[] = {
    "", "epoch,loss\n1,2\n", "Epoch 1: loss 5\n", "9/9 [====] - 1s - loss: 0.5\n", NULL,
};

Suite *suite_keras_console(void)
{
    static const format_tests tests = {
        .format = "keras_console",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
    };
    TCase *t;
    Suite *s = format_suite(&tests, &t);
    tcase_add_test(t, takes_the_sizes_from_the_line_before_each_fit);
    tcase_add_test(t, bounds_its_memory);
    return s;
}
