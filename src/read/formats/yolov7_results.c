/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * yolov7_results.c - results.txt of YOLOv7 and of the first versions of YOLOv5: no header, 15 cells an
 * epoch, in the order in which their plot_results() takes them.
 *
 *     0/299     9.94G   0.0654   0.0213   0.0321    0.119      87      640    0.31  0.12 0.08 ...
 */
#include "read/engine/lines.h"

#include "read/engine/named.h"

#include <string.h>

/* By cell; NULL: no metric. */
static const char *const names[] = {NULL,
                                    NULL,
                                    "train/box_loss",
                                    "train/obj_loss",
                                    "train/cls_loss",
                                    "train/total_loss",
                                    NULL,
                                    NULL,
                                    "metrics/precision",
                                    "metrics/recall",
                                    "metrics/mAP_0.5",
                                    "metrics/mAP_0.5:0.95",
                                    "val/box_loss",
                                    "val/obj_loss",
                                    "val/cls_loss"};
#define CELLS (sizeof names / sizeof *names)

typedef struct line {
    double epoch, of, value[CELLS];
    lc_span text[CELLS];
} line;

static bool take_line(lc_span t, line *l)
{
    lc_span first;
    if (!lc_span_take_token(&t, &first) || !lc_span_take_count(&first, &l->epoch) ||
        !lc_span_take_word(&first, "/") || !lc_span_take_count(&first, &l->of) ||
        first.s != first.end || !lc_span_take_token(&t, &first) || !lc_span_ends(&first, "G"))
        return false;
    for (size_t i = 2; i < CELLS; i++)
        if (!lc_span_take_token(&t, &l->text[i]) || !lc_span_is_number(&l->text[i], &l->value[i]))
            return false;
    lc_span_skip_blanks(&t);
    return t.s == t.end;
}

static lc_status results_line(void *state, const lc_lines *in, lc_span text, lc_error *err)
{
    bool *any = state;
    line l;
    if (!take_line(text, &l))
        return lc_builder_malformed(in->builder, in->number, err,
                                    "expected epoch, memory and 13 numbers");
    *any = true;
    lc_status st = lc_builder_record(in->builder);
    if (st == LC_OK)
        st = lc_named_put_number(in->builder, "epoch", l.epoch);
    for (size_t i = 0; i < CELLS && st == LC_OK; i++)
        if (names[i])
            st = lc_named_put_text(in->builder, names[i], l.value[i], l.text[i]);
    return st == LC_OK ? lc_builder_facts(in->builder, &(lc_facts){.planned_epochs = l.of + 1})
                       : st;
}

static lc_status results_finish(void *state, const lc_lines *in, lc_error *err)
{
    (void)in;
    return *(bool *)state ? LC_OK
                          : lc_error_set(err, LC_E_FORMAT, 0,
                                         "not a training log: no line of epoch, memory and 13 "
                                         "numbers");
}

static int results_score(lc_span text, int so_far)
{
    line l;
    return take_line(text, &l) ? 95 : so_far;
}

static const char *const signs[] = {"G", NULL};

static const lc_line_form results_form = {
    .signs = signs,
    .size = sizeof(bool),
    .score = results_score,
    .line = results_line,
    .finish = results_finish,
};

const lc_reader lc_reader_yolov7_results = {
    .name = "yolov7_results",
    .summary = "results.txt of YOLOv7",
    .example = "0/299 9.94G 0.065 0.021 0.032 0.119 87 640 0.31 0.12 0.08 0.03 0.061 0.019 0.030",
    .form = &results_form,
    LC_READ_ONLY_LINES,
};
