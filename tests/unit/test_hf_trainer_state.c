/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_hf_trainer_state.c - the history that Hugging Face's Trainer leaves. */
#include "read_help.h"

#include <check.h>

Suite *suite_hf_trainer_state(void);

static const reading cases[] = {
    {.sample = "evaluated.json", /* the summary at the end is no record */
     .told = "27 epoch 0.125..3: grad_norm 1.85569..2.06292, learning_rate 4.79167e-05..0, loss "
             "2.7441..1.7166, step 25..600, eval_accuracy 0.418..0.472, eval_loss 2.0312..1.7911,"
             " eval_runtime 3.4127..3.4127, eval_samples_per_second 117.2..117.2, "
             "eval_steps_per_second 14.65..14.65\n"},
    {.sample = "overflow.json", /* epochs are rounded: steps tell the records apart */
     .told = "6 step 10..60: loss 9.8..0 'NaN', learning_rate 0.001..0.006, epoch 0..0.02\n"},
    {.sample = "history-only.json",
     .told = "4 epoch 1..3: loss 0.6911..0.4417, learning_rate 2e-05..2e-05, step 50..150, "
             "eval_loss 0.4802..0.4802, eval_f1 0.7713..0.7713\n"},
    {.what = "breaks off",
     .text = "{\"log_history\": [{\"epoch\": 0.5, \"loss\": 2.5, \"step\": 10}, {\"epoch\": 1.0, "
             "\"loss\": 2.2, \"st",
     .told = "2 epoch 0.5..1: loss 2.5..2.2, step 10..10\n"
             "  line 1: the value breaks off here, and is read as far as it goes\n"},
    {.what = "no epochs",
     .text = "{\"log_history\": [{\"loss\": 2.5, \"step\": 10}, {\"loss\": \"2.25\", \"step\": "
             "20}, null, 3]}",
     .told = "2 step 10..20: loss 2.5..2.25\n"},
};

START_TEST(tells_what_stands_there)
{
    check_reading("hf_trainer_state", &cases[_i]);
}
END_TEST

START_TEST(refuses_what_is_none)
{
    static const char *const texts[] = {
        "{}",
        "{\"log_history\": []}",
        "{\"log_history\": {\"loss\": 1}}",
        "{\"log_history\": [{\"train_runtime\": 3, \"train_loss\": 0.5, \"epoch\": 1}]}",
        "3",
        NULL,
    };
    check_refusals("hf_trainer_state", texts);
}
END_TEST

START_TEST(bids_for_its_own_only)
{
    static const char *const others[] = {
        "{\"loss\": 0.5, \"learning_rate\": 0.1, \"epoch\": 1, \"step\": 3}",
        "{\"learning_rate\": 0.1, \"loss\": \"mse\"}",
        "[1, 2]",
        NULL,
    };
    check_foreign("hf_trainer_state", others);
}
END_TEST

START_TEST(says_how_the_values_come_about)
{
    check_asides("hf_trainer_state", "evaluated.json",
                 "batch_size 8, planned_epochs 3, loss: mean since the last log");
}
END_TEST

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

Suite *suite_hf_trainer_state(void)
{
    Suite *s = suite_create("hf_trainer_state");
    TCase *t = tcase_create("hf_trainer_state");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, tells_what_stands_there, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, refuses_what_is_none);
    tcase_add_test(t, bids_for_its_own_only);
    tcase_add_test(t, says_how_the_values_come_about);
    tcase_add_test(t, believes_no_endless_number_of_epochs);
    suite_add_tcase(s, t);
    return s;
}
