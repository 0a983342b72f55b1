/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_fairseq.c - what fairseq logs, as text and JSON, old and new. */
#include "format_suite.h"

Suite *suite_fairseq(void);

static const reading cases[] = {
    {.sample = "text.log", /* three loggers; the last line breaks off */
     .expected =
         "8 num_updates 20..80: epoch 1..2, loss 11.204..8.803, nll_loss 11.02..8.27, ppl "
         "2076.7..308.71, wps 20112.4..20288.5, ups 0.66..0.67, wpb 30411..30472, bsz "
         "512.2..511.5, lr 1e-05..4e-05, gnorm 4.102..1.815, clip 0..0, loss_scale 128..64, "
         "train_wall 29..29, gb_free 12.1..12.1, valid_loss 9.402..8.691, valid_nll_loss "
         "8.977..8.134, valid_ppl 503.81..280.91, valid_wps 51022..51117, valid_wpb "
         "3011.2..3011.2, valid_bsz 50.1..50.1, train_loss 10.537..8.96, train_nll_loss "
         "10.267..8.456, train_ppl 1232.3..351.18, train_wps 19870..19905, train_ups "
         "0.65..0.65, train_wpb 30445.5..30436.5, train_bsz 512..512, train_lr "
         "2e-05..4e-05, train_gnorm 3.239..1.913, train_clip 0..0, train_loss_scale 64..64, "
         "train_gb_free 12.1..12.1\n"
         "  line 15: the line breaks off before num_updates\n"},
    {.sample = "json.log",
     .expected =
         "6 epoch 1..2: num_updates 1000..2000, loss 5.204..5.204, ppl 36.86..36.86, wps "
         "41210..41210, lr 0.000125..0.000125, gnorm 1.71..1.71, train_wall 221..221, "
         "valid_loss 4.417..4.102, valid_ppl 21.36..17.17, valid_wps 90112..90023, "
         "test_loss 4.431..4.431, test_ppl 21.57..21.57, train_loss 4.981..4.226, train_ppl "
         "31.58..18.71, train_wps 41020..41101, train_lr 0.00025..0.0005, train_gnorm "
         "1.42..nan 'nan', train_train_wall 440..441\n"},
    {.sample = "old.log", /* no loggers, two sets for validation */
     .expected =
         "7 epoch 1..2: num_updates 1203..2406, loss 8.977..8.977, nll_loss 8.406..8.406, "
         "ppl 339.2..339.2, wps 31021..31021, ups 8..8, wpb 3801.2..3801.2, bsz "
         "140.1..140.1, lr 0.000125..0.000125, gnorm 1.502..1.502, clip 0..0, oom 0..0, "
         "train_wall 118..118, train_loss 8.702..6.801, train_nll_loss 8.093..5.934, "
         "train_ppl 273.05..61.15, train_wps 30870..30902, train_ups 8..8, train_wpb "
         "3799..3799, train_bsz 140..140, train_lr 0.00015..0.000301, train_gnorm "
         "1.401..1.213, train_clip 0..0, train_oom 0..0, valid_loss 7.214..6.022, "
         "valid_nll_loss 6.378..5.018, valid_ppl 83.16..32.4, valid_other_loss "
         "7.602..6.377, valid_other_nll_loss 6.794..5.411, valid_other_ppl 110.95..42.54\n"},
    {.what = "a set of another name, a run that starts over, other loggers",
     .text = "t | INFO | valid1 | {\"epoch\": 1, \"valid1_loss\": \"5.5\", "
             "\"valid1_num_updates\": \"9\"}\n"
             "t | INFO | fairseq.trainer | begin training epoch 2\n"
             "t | INFO | train | {\"epoch\": 2, \"train_loss\": \"NaN\", "
             "\"train_num_updates\": \"18\"}\n"
             "t | INFO | root | epoch 1 of the world\n"
             "t | INFO | valid | {\"epoch\": 1, \"valid_loss\": \"5.25\", "
             "\"valid_num_updates\": \"9\"}\n",
     .expected = "2 epoch 1..2: num_updates 9..18, valid_valid1_loss 5.5..5.5, train_loss nan..nan "
                 "'NaN'\n"
                 "[run 2] 1 epoch 1..1: num_updates 9..9, valid_loss 5.25..5.25\n"},
};

static const char *const no_logs[] = {
    "",
    "epoch,loss\n1,0.5\n",
    "| epoch | loss |\n|--|--|\n| 1 | 2 |\n",
    "t | INFO | root | hello\n",
    NULL,
};

Suite *suite_fairseq(void)
{
    static const format_tests tests = {
        .format = "fairseq",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
