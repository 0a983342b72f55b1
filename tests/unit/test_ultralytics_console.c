/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_ultralytics_console.c - what YOLO prints. */
#include "format_suite.h"

Suite *suite_ultralytics_console(void);

static const reading cases[] = {
    {.sample = "segment.txt",
     .expected =
         "3 epoch 1..3: train/box_loss 1.712..1.377, train/seg_loss 3.104..2.402, train/cls_loss "
         "2.871..1.702, train/dfl_loss 1.402..1.231, metrics/precision(B) 0.412..0.517, "
         "metrics/recall(B) 0.301..0.388, metrics/mAP50(B) 0.288..0.401, metrics/mAP50-95(B) "
         "0.141..0.209, metrics/precision(M) 0.377..0.48, metrics/recall(M) 0.279..0.352, "
         "metrics/mAP50(M) 0.251..0.359, metrics/mAP50-95(M) 0.102..0.161\n"},
    {.sample = "yolov5-redrawn.txt",
     .expected = "2 epoch 0..1: train/box_loss 0.109..0.101, train/obj_loss 0.04..0.038, "
                 "train/cls_loss 0.03..0.027, metrics/precision(B) 0.211..0.287, metrics/recall(B) "
                 "0.305..0.356, metrics/mAP50(B) 0.187..0.254, metrics/mAP50-95(B) 0.081..0.121\n"},
    {.what = "an older version's, whose losses have no more than a name",
     .text = "     Epoch   gpu_mem       box       obj       cls     total   targets  img_size\n"
             "       0/1      1.5G    0.5        0.25      0.125     0.875        12       320: "
             "100%|##| 8/8 [00:05<00:00]\n"
             "               Class    Images    Targets         P         R    mAP@.5  "
             "mAP@.5:.95: 100%|##| 4/4 [00:02<00:00]\n"
             "                 all       128        99     0.211     0.305     0.187     0.081\n"
             "     Epoch   gpu_mem       box       obj       cls     total    labels  img_size\n"
             "       1/1      1.5G    0.25       0.125     0.0625    0.4375       11       320: "
             "100%|##| 8/8 [00:05<00:00]\n"
             "               Class    Images    Targets         P         R    mAP@.5  "
             "mAP@.5:.95: 100%|##| 4/4 [00:02<00:00]\n"
             "                 all       128        99     0.287     0.356     0.254     0.121\n",
     .expected = "2 epoch 0..1: train/box_loss 0.5..0.25, train/obj_loss 0.25..0.125, "
                 "train/cls_loss 0.125..0.0625, train/total_loss 0.875..0.4375, "
                 "metrics/precision(B) 0.211..0.287, metrics/recall(B) 0.305..0.356, "
                 "metrics/mAP@.5(B) 0.187..0.254, metrics/mAP@.5:.95(B) 0.081..0.121\n"},
    {.what = "a classifier's",
     .text = "      Epoch    GPU_mem       loss  Instances       Size\n"
             "        1/2      2.1G        2.5         12        224: 100%|##| 8/8 [00:05<00:00]\n"
             "               classes   top1_acc   top5_acc: 100%|##| 4/4 [00:02<00:00]\n"
             "                   all       0.25       0.75\n"
             "      Epoch    GPU_mem       loss  Instances       Size\n"
             "        2/2      2.1G        1.5         12        224: 100%|##| 8/8 [00:05<00:00]\n"
             "               classes   top1_acc   top5_acc: 100%|##| 4/4 [00:02<00:00]\n"
             "                   all       0.50       0.875\n",
     .expected = "2 epoch 1..2: train/loss 2.5..1.5, metrics/accuracy_top1 0.25..0.5, "
                 "metrics/accuracy_top5 0.75..0.875\n"},
};

static const char *const no_logs[] = {"", "      Epoch    loss\n        1/3      1.5\n", NULL};

static const char *const refused[] = {"      Epoch    GPU_mem   box_loss       Size\n", NULL};

Suite *suite_ultralytics_console(void)
{
    static const format_tests tests = {
        .format = "ultralytics_console",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
        .refused = refused,
    };
    return format_suite(&tests, NULL);
}
