/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_darknet.c - Darknet's iterations among its other lines. */
#include "format_suite.h"

Suite *suite_darknet(void);

static const reading cases[] = {
    {.sample = "classifier-twice.log",
     .expected = "5 epoch 0.128..0.64: avg loss 2.26259..2.22639, iteration 1..5, loss "
                 "2.26259..2.10258, learning rate 0.1..0.1, seconds 0.31..0.31\n"
                 "[run 2] 3 epoch 0.128..0.384: avg loss 2.1..2.1, iteration 1..3, loss 2.1..1.9, "
                 "learning rate 0.01..0.01, seconds 0.31..0.31\n"},
    {.sample = "yolov3-nan.log",
     .expected = "12 iteration 1..12: avg loss 638.321..-nan '-nan', loss 638.321..55.3462 '-nan', "
                 "learning rate 1e-06..0.000144, seconds 2.11506..2.16502\n"},
    {.sample = "yolov4-map.log",
     .expected = "6 iteration 1001..1006: avg loss 4.41788..3.76285, loss 4.41788..2.13259, "
                 "learning rate 0.00261..0.00261, seconds 0.412001..0.412006, AP/cat 62..73, "
                 "AP/traffic light 55..63, val_precision 0.7..0.75, val_recall 0.5..0.6, "
                 "val_F1-score 0.58..0.66, val_average IoU 58..61, mAP@0.50 0.585..0.68\n"},
    {.what = "a line that breaks off, text with numbers, and a number that starts over",
     .text = "3: 5.5, 5.5 avg, 0.001 rate, 2.0 seconds, 192 images\n12: two, 3 avg\n7\n"
             "4: 5.0, 5.4 avg, 0.0\n5: 4.0, 5.3 avg, 0.001 rate, 2.0 seconds, 320 images\n"
             "mean_average_precision (mAP@0.50) = nothing\n"
             "1: 6.0, 6.0 avg, 0.001 rate, 2.0 seconds, 64 images\n",
     .expected = "2 iteration 3..5: avg loss 5.5..5.3, loss 5.5..4, learning rate 0.001..0.001, "
                 "seconds 2..2\n"
                 "  line 4: the iteration's line breaks off\n"
                 "  line 6: no number for the mean average precision\n"
                 "[run 2] 1 iteration 1..1: avg loss 6..6, loss 6..6, learning rate 0.001..0.001, "
                 "seconds 2..2\n"},
};

static const corpus_case corpus[] = {
    {"darknet_log/001-afletcher-yolov3.log", 1, 6000, "seconds", " rate, "},
};

static const char *const no_logs[] = {
    "", "1: 5.5, 5.5 avg\n", "1,2,3\n4,5,6\n", "mean_average_precision (mAP@0.50) = 0.5\n", NULL,
};

static const char *const refused[] = {
    "Region 82 Avg IOU: -nan, Class: -nan, count: 0\n",
    NULL,
};

static const sample_notes notes[] = {
    {"yolov3-nan.log",
     "batch_size 64, avg loss: moving average over the iterations, 0.9 of it old"},
    {"yolov4-map.log",
     "batch_size 16, avg loss: moving average over the iterations, 0.9 of it old"},
};

Suite *suite_darknet(void)
{
    static const format_tests tests = {
        .format = "darknet",
        .cases = cases,
        .cases_n = COUNT(cases),
        .no_logs = no_logs,
        .refused = refused,
        .notes = notes,
        .notes_n = COUNT(notes),
        .corpus = corpus,
        .corpus_n = COUNT(corpus),
    };
    return format_suite(&tests, NULL);
}
