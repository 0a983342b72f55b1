/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_detectron2_json.c - Detectron2's metrics.json. */
#include "format_suite.h"

Suite *suite_detectron2_json(void);

static const reading cases[] = {
    {.sample = "metrics.json", /* started over, torn, resumed */
     .expected =
         "3 iteration 19..59: data_time 0.0127..0.0127, eta_seconds 1781.5..1741.5, "
         "fast_rcnn/cls_accuracy 0.79644..0.89349, loss_box_reg 1.16136..0.57906, loss_cls "
         "1.74204..0.86859, loss_rpn_cls 0.58068..0.28953, loss_rpn_loc 0.38712..0.19302, lr "
         "0.004..0.012, time 0.3127..0.3127, total_loss 3.8712..1.9302\n"
         "[run 2] 9 iteration 19..140: data_time 0.0127..0.0127, eta_seconds 1781.5..1661.5, "
         "fast_rcnn/cls_accuracy 0.79599..0.932945, loss_box_reg 1.16406..0.34233, loss_cls "
         "1.74609..0.513495, loss_rpn_cls 0.58203..0.171165, loss_rpn_loc 0.38802..0.11411, "
         "lr 0.004..0.02, time 0.3127..0.3127, total_loss 3.8802..1.1411, bbox/AP "
         "11.27..18.02, bbox/AP50 24.1..33.91\n"
         "  line 10: no JSON: unexpected end of data\n"
         "  line 0: iteration goes back from 99 to 79 (1 time in all), as after a resume: of "
         "6 values recorded again the last one counts\n"},
    {.sample = "diverged.json",
     .expected = "3 iteration 19..59: data_time 0.0127..0.0127, eta_seconds 1781.5..1741.5, "
                 "fast_rcnn/cls_accuracy 0.869465..nan 'NaN', loss_box_reg 0.72321..nan 'NaN', "
                 "loss_cls 1.08482..nan 'NaN', loss_rpn_cls 0.361605..nan 'NaN', loss_rpn_loc "
                 "0.24107..nan 'NaN', lr 0.004..0.012, time 0.3127..0.3127, total_loss 2.4107..nan "
                 "'NaN'\n"},
    {.what = "lines without a number beside the iteration",
     .text = "{\"data_time\": 0.1, \"iteration\": 19, \"total_loss\": 3}\n"
             "{\"iteration\": 39}\n"
             "{\"data_time\": 0.1, \"iteration\": 39, \"total_loss\": 2, \"flag\": true}\n",
     .expected = "3 iteration 19..39: data_time 0.1..0.1, total_loss 3..2\n"},
};

static const char *const refused[] = {
    "",
    "{\"iteration\": 19}\n",
    "not JSON\n",
    NULL,
};

#define MEDIANS                                                                                \
    "fast_rcnn/cls_accuracy: median of 20 iterations, loss_box_reg: median of 20 iterations, " \
    "loss_cls: median of 20 iterations, loss_rpn_cls: median of 20 iterations, "               \
    "loss_rpn_loc: median of 20 iterations, total_loss: median of 20 iterations"

static const sample_notes notes[] = {
    {"metrics.json", MEDIANS "\n" MEDIANS},
};

Suite *suite_detectron2_json(void)
{
    static const format_tests tests = {
        .format = "detectron2_json",
        .cases = cases,
        .cases_n = COUNT(cases),
        .refused = refused,
        .notes = notes,
        .notes_n = COUNT(notes),
    };
    return format_suite(&tests, NULL);
}
