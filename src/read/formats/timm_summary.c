/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * timm_summary.c - summary.csv of timm's train.py: a row per epoch, what it calls eval is taken on
 * the validation set, and accuracies are in percent from the first one on.
 */
#include "read/engine/metric_table.h"

static int timm_score(lc_header header, const lc_probe_buffer *head)
{
    lc_span first;
    lc_header rest = header;
    (void)head;
    if (!lc_header_take(&rest, &first) || !lc_span_is(&first, "epoch"))
        return 0;
    return lc_header_has(rest, "train_loss") && lc_header_has(rest, "eval_loss") &&
                   lc_header_has(rest, "eval_top1")
               ? 92
               : 0;
}

static void timm_column(lc_table_column *column, const char *path)
{
    (void)path;
    column->percent = lc_span_has(&column->name, "top1") || lc_span_has(&column->name, "top5");
    if (lc_span_is(&column->name, "train_loss"))
        column->averaged = "mean over the epoch";
}

static const lc_table_form timm_form = {
    .score = timm_score,
    .column = timm_column,
};

const lc_reader lc_reader_timm_summary = {
    .name = "timm_summary",
    .summary = "summary.csv of timm, accuracies in percent",
    .example = "epoch,train_loss,eval_loss,eval_top1,eval_top5\n0,6.85,6.64,0.87,3.34",
    .form = &timm_form,
    LC_READ_METRIC_TABLE,
};
