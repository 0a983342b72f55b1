/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_yolov7_results.c - results.txt without a header. */
#include "format_suite.h"

Suite *suite_yolov7_results(void);

static const reading cases[] = {
    {.sample = "results.txt",
     .expected = "3 epoch 0..2: train/box_loss 0.07431..0.05911, train/obj_loss 0.02104..0.01904, "
                 "train/cls_loss 0.03322..0.02102, train/total_loss 0.1286..0.09917, "
                 "metrics/precision 0.2103..0.3911, metrics/recall 0.1821..0.3102, metrics/mAP_0.5 "
                 "0.09911..0.2714, metrics/mAP_0.5:0.95 0.03722..0.1182, val/box_loss "
                 "0.06918..0.05622, val/obj_loss 0.01904..0.01744, val/cls_loss 0.03014..0.0199\n"},
    {.what = "a torn line",
     .text = "0/1 5.1G 0.07 0.02 0.03 0.12 57 640 0.25 0.125 0.1 0.05 0.06 0.02 0.03\n1/1 5.1G "
             "0.06 0.02\n",
     .expected =
         "1 epoch 0..0: train/box_loss 0.07..0.07, train/obj_loss 0.02..0.02, train/cls_loss "
         "0.03..0.03, train/total_loss 0.12..0.12, metrics/precision 0.25..0.25, metrics/recall "
         "0.125..0.125, metrics/mAP_0.5 0.1..0.1, metrics/mAP_0.5:0.95 0.05..0.05, val/box_loss "
         "0.06..0.06, val/obj_loss 0.02..0.02, val/cls_loss 0.03..0.03\n"
         "  line 2: expected epoch, memory and 13 numbers\n"},
};

static const char *const no_logs[] = {"", "0/1 5.1G 0.07 0.02\n", "1 2 3\n", NULL};

Suite *suite_yolov7_results(void)
{
    static const format_tests tests = {
        .format = "yolov7_results",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
    };
    return format_suite(&tests, NULL);
}
