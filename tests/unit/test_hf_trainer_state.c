/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_hf_trainer_state.c - the history that Hugging Face's Trainer leaves. */
#include "format_suite.h"

#include <check.h>

Suite *suite_hf_trainer_state(void);

static const reading cases[] = {
    {.sample = "evaluated.json", /* the summary at the end is no record */
     .expected =
         "27 epoch 0.125..3: grad_norm 1.85569..2.06292, learning_rate 4.79167e-05..0, loss "
         "2.7441..1.7166, step 25..600, eval_accuracy 0.418..0.472, eval_loss 2.0312..1.7911,"
         " eval_runtime 3.4127..3.4127, eval_samples_per_second 117.2..117.2, "
         "eval_steps_per_second 14.65..14.65\n"},
    {.sample = "overflow.json", /* epochs are rounded: steps tell the records apart */
     .expected = "6 step 10..60: loss 9.8..0 'NaN', learning_rate 0.001..0.006, epoch 0..0.02\n"},
    {.sample = "history-only.json",
     .expected = "4 epoch 1..3: loss 0.6911..0.4417, learning_rate 2e-05..2e-05, step 50..150, "
                 "eval_loss 0.4802..0.4802, eval_f1 0.7713..0.7713\n"},
    {.what = "breaks off",
     .text = "{\"log_history\": [{\"epoch\": 0.5, \"loss\": 2.5, \"step\": 10}, {\"epoch\": 1.0, "
             "\"loss\": 2.2, \"st",
     .expected = "2 epoch 0.5..1: loss 2.5..2.2, step 10..10\n"
                 "  line 1: the value breaks off here\n"},
    {.what = "no epochs",
     .text = "{\"log_history\": [{\"loss\": 2.5, \"step\": 10}, {\"loss\": \"2.25\", \"step\": "
             "20}, null, 3]}",
     .expected = "2 step 10..20: loss 2.5..2.25\n"},
};

START_TEST(believes_no_endless_number_of_epochs)
{
    static const char path[] = "samples/hf_trainer_state/overflow.json";
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_read_file(&runs, path, NULL, NULL), LC_OK);
    ck_assert(runs.run[0].facts.planned_epochs == 0);
    ck_assert_uint_eq(runs.run[0].facts.batch_size, 4);
    lc_runs_free(&runs);
}
END_TEST

static const char *const refused[] = {
    "{}",
    "{\"log_history\": []}",
    "{\"log_history\": {\"loss\": 1}}",
    "{\"log_history\": [{\"train_runtime\": 3, \"train_loss\": 0.5, \"epoch\": 1}]}",
    "3",
    NULL,
};

static const char *const foreign[] = {
    "{\"loss\": 0.5, \"learning_rate\": 0.1, \"epoch\": 1, \"step\": 3}",
    "{\"learning_rate\": 0.1, \"loss\": \"mse\"}",
    "[1, 2]",
    NULL,
};

static const sample_notes notes[] = {
    {"evaluated.json", "batch_size 8, planned_epochs 3, loss: mean since the last log"},
};

Suite *suite_hf_trainer_state(void)
{
    static const format_tests tests = {
        .format = "hf_trainer_state",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
        .notes = notes,
        .notes_n = COUNT(notes),
    };
    TCase *t;
    Suite *s = format_suite(&tests, &t);
    tcase_add_test(t, believes_no_endless_number_of_epochs);
    return s;
}
