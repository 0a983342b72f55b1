/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_deit_log.c - log.txt of DeiT, MAE and their heirs. */
#include "read_help.h"

#include <check.h>

Suite *suite_deit_log(void);

static const reading cases[] = {
    {.sample = "finetune.txt",
     .told = "7 epoch 0..6: train_lr 1e-06..0.00099, train_loss 7.80451..3.42611, test_loss "
             "6.474..2.85385, test_acc1 1.6486..16.3709, test_acc5 16.9869..45.7743\n"},
    {.sample = "pretrain.txt",
     .told = "6 epoch 0..5: train_lr 0..1.875e-05, train_loss 0.92..0.514438\n"},
    {.what = "lists within",
     .text = "{\"train_lr\": 0.1, \"train_loss\": 3, \"test_coco_eval_bbox\": [0.1, 0.2], "
             "\"test_loss\": 5, \"epoch\": 0, \"n_parameters\": 9}\n"
             "{\"train_lr\": 0.1, \"train_loss\": 2, \"test_coco_eval_bbox\": [0.1, 0.2], "
             "\"test_loss\": 5, \"epoch\": 1, \"n_parameters\": 9}\n"
             "{\"train_lr\": 0.1, \"train_loss\": NaN, \"test_coco_eval_bbox\": [0.1, 0.2], "
             "\"test_loss\": 5, \"epoch\": 2, \"n_parameters\": 9}\n",
     .told = "3 epoch 0..2: train_lr 0.1..0.1, train_loss 3..nan 'NaN', test_loss 5..5\n"},
};

START_TEST(tells_what_stands_there)
{
    check_reading("deit_log", &cases[_i]);
}
END_TEST

START_TEST(refuses_what_is_none)
{
    static const char *const texts[] = {
        "",
        "{\"epoch\": 3, \"n_parameters\": 9}\n",
        NULL,
    };
    check_refusals("deit_log", texts);
}
END_TEST

START_TEST(bids_for_its_own_only)
{
    static const char *const others[] = {
        "{\"train_loss\": 0.5, \"epoch\": 1}",
        "{\"epoch\": 1, \"n_parameters\": 5}",
        NULL,
    };
    check_foreign("deit_log", others);
}
END_TEST

START_TEST(says_how_the_values_come_about)
{
    check_asides("deit_log", "finetune.txt", "train_loss: mean over the epoch");
}
END_TEST

Suite *suite_deit_log(void)
{
    Suite *s = suite_create("deit_log");
    TCase *t = tcase_create("deit_log");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, tells_what_stands_there, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, refuses_what_is_none);
    tcase_add_test(t, bids_for_its_own_only);
    tcase_add_test(t, says_how_the_values_come_about);
    suite_add_tcase(s, t);
    return s;
}
