/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_mmdet_json.c - the JSON logs of MMDetection 2 and of MMEngine. */
#include "format_suite.h"

Suite *suite_mmdet_json(void);

static const reading cases[] = {
    {.sample = "epochs.log.json", /* iterations are counted through */
     .expected = "9 iter 50..300: epoch 1..3, lr 0.02..0.002, memory 3870..3870, data_time "
                 "0.0081..0.0081, loss_rpn_cls 0.38042..0.19404, loss_cls 0.95105..0.4851, acc "
                 "84.7832..92.2384, loss_bbox 0.57063..0.29106, loss 1.9021..0.9702, time "
                 "0.2107..0.2107, bbox_mAP 0.112..0.214, bbox_mAP_50 0.241..0.391\n"},
    {.sample = "iterations.log.json", /* ... and were already here */
     .expected =
         "12 iter 200..2000: epoch 1..3, lr 0.009178..0.001155, memory 6120..6120, data_time "
         "0.0107..0.0107, decode.loss_ce 1.9214..0.6059, decode.acc_seg 59.9409..87.7027, "
         "loss 2.63192..0.83176, time 0.4402..0.4402, val/aAcc 0.8412..0.8723, val/mIoU "
         "0.4127..0.5203, val/mAcc 0.5301..0.6288\n"
         "[run 2] 3 iter 200..600: epoch 1..1, lr 0.01..0.01, memory 6120..6120, data_time "
         "0.0107..0.0107, loss 2.24283..1.2831, time 0.44..0.44\n"},
    {.sample = "scalars.json", /* a validation's step is an epoch */
     .expected = "9 iter 40..240: epoch 1..3, lr 0.001..0.001, data_time 0.0042..0.0042, loss "
                 "1.98504..0.744172, grad_norm 3.7..1.7, time 0.1204..0.1204, memory 2044..2044, "
                 "val/accuracy/top1 41.27..60.91, val/accuracy/top5 78.2..89.9\n"},
    {.what = "started over within the first epoch",
     .text = "{\"mode\": \"train\", \"epoch\": 1, \"iter\": 10, \"loss\": 3}\n"
             "{\"mode\": \"train\", \"epoch\": 1, \"iter\": 20, \"loss\": 2}\n"
             "{\"mode\": \"train\", \"epoch\": 1, \"iter\": 20, \"loss\": 4}\n",
     .expected = "2 iter 10..20: epoch 1..1, loss 3..2\n"
                 "[run 2] 1 epoch 1..1: iter 20..20, loss 4..4\n"},
    {.what = "resumed at the third epoch",
     .text = "{\"mode\": \"train\", \"epoch\": 1, \"iter\": 50, \"loss\": 9}\n"
             "{\"mode\": \"train\", \"epoch\": 1, \"iter\": 100, \"loss\": 8}\n"
             "{\"mode\": \"train\", \"epoch\": 2, \"iter\": 50, \"loss\": 7}\n"
             "{\"mode\": \"train\", \"epoch\": 2, \"iter\": 100, \"loss\": 6}\n"
             "{\"mode\": \"train\", \"epoch\": 3, \"iter\": 50, \"loss\": 5}\n"
             "{\"mode\": \"train\", \"epoch\": 3, \"iter\": 100, \"loss\": 4}\n"
             "{\"mode\": \"train\", \"epoch\": 3, \"iter\": 50, \"loss\": 3}\n"
             "{\"mode\": \"train\", \"epoch\": 3, \"iter\": 100, \"loss\": 2}\n",
     .expected =
         "8 iter 50..300: epoch 1..3, loss 9..2\n"
         "  line 0: iter goes back from 300 to 250 (1 time in all), as after a resume: of 2 "
         "values recorded again the last one counts\n"},
    {.what = "a loss on validation",
     .text = "{\"mode\": \"train\", \"epoch\": 1, \"iter\": 10, \"lr\": 0.1, \"loss\": 3, "
             "\"acc\": 40}\n"
             "{\"mode\": \"val\", \"epoch\": 1, \"iter\": 2, \"lr\": 0.1, \"loss\": 4, \"time\": "
             "1.5, \"acc\": 35}\n",
     .expected = "2 epoch 1..1: iter 10..10, lr 0.1..0.1, loss 3..3, acc 40..40, val/loss 4..4, "
                 "val/acc 35..35\n"},
    {.what = "MMEngine, validation by iterations",
     .text = "{\"lr\": 0.1, \"data_time\": 0.1, \"loss\": 3, \"time\": 1, \"step\": 50}\n"
             "{\"lr\": 0.1, \"data_time\": 0.1, \"loss\": 2, \"time\": 1, \"step\": 100}\n"
             "{\"mIoU\": 0.5, \"data_time\": 0.2, \"time\": 2, \"step\": 120}\n",
     .expected = "3 iter 50..120: lr 0.1..0.1, data_time 0.1..0.1, loss 3..2, time 1..1, val/mIoU "
                 "0.5..0.5\n"},
    {.what = "validation alone",
     .text = "{\"mIoU\": 0.5, \"data_time\": 0.2, \"time\": 2, \"step\": 3}\n"
             "{\"mIoU\": 0.6, \"data_time\": 0.2, \"time\": 2, \"step\": 4}\n",
     .expected = "2 iter 3..4: val/mIoU 0.5..0.6\n"},
};

static const char *const refused[] = {
    "",
    "{\"env_info\": \"linux\"}\n",
    "{\"mode\": \"train\", \"epoch\": 1, \"iter\": 10}\n",
    NULL,
};

static const char *const foreign[] = {
    "{\"env_info\": \"linux\", \"config\": \"x\"}",
    "{\"mode\": \"train\", \"loss\": 0.5}",
    "{\"step\": 3, \"time\": 4, \"loss\": 1}",
    NULL,
};

static const sample_notes notes[] = {
    {"epochs.log.json", "loss_rpn_cls: mean since the last log, loss_cls: mean since the last log, "
                        "loss_bbox: mean since the last log, loss: mean since the last log"},
    {"scalars.json", "loss: mean of 10 iterations"},
};

Suite *suite_mmdet_json(void)
{
    static const format_tests tests = {
        .format = "mmdet_json",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .foreign = foreign,
        .notes = notes,
        .notes_n = COUNT(notes),
    };
    return format_suite(&tests, NULL);
}
