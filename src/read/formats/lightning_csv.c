/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lightning_csv.c - metrics.csv of PyTorch Lightning's CSVLogger.
 *
 * Training and validation stand on rows of their own. A metric that is logged by step and by epoch
 * has two columns, of which "x_epoch" is the mean over the epoch's batches.
 */
#include "read/engine/metric_table.h"

#include <string.h>

/* Lightning sorts its columns, as bytes. */
static bool is_sorted(lc_header header)
{
    lc_span before, name;
    if (!lc_header_take(&header, &before))
        return false;
    while (lc_header_take(&header, &name)) {
        size_t a = lc_span_length(&before), b = lc_span_length(&name);
        int order = memcmp(before.s, name.s, a < b ? a : b);
        if (order > 0 || (order == 0 && a >= b))
            return false;
        before = name;
    }
    return true;
}

/* "epoch,step,loss" is sorted as well, but the order that anybody would write. */
static bool is_usual_order(lc_header header)
{
    lc_span first, second;
    return lc_header_take(&header, &first) && lc_header_take(&header, &second) &&
           lc_span_is(&first, "epoch") && lc_span_is(&second, "step");
}

static bool has_empty_cells(const lc_probe_buffer *head)
{
    for (size_t i = 1; i < head->lines; i++) {
        lc_span line = lc_span_trim(head->line[i]);
        if (lc_span_has(&line, ",,") ||
            (line.s < line.end && (*line.s == ',' || line.end[-1] == ',')))
            return true;
    }
    return false;
}

static int lightning_score(lc_header header, const lc_probe_buffer *head)
{
    if (header.delimiter != ',' || !lc_header_has(header, "epoch") ||
        !lc_header_has(header, "step") || !is_sorted(header))
        return 0;
    return !is_usual_order(header) || has_empty_cells(head) ? 92 : 0;
}

static void lightning_column(lc_table_column *column, const char *path)
{
    (void)path;
    if (lc_span_ends(&column->name, "_epoch"))
        column->averaged = "mean over the epoch";
}

static const lc_table_form lightning_form = {
    .score = lightning_score,
    .column = lightning_column,
};

const lc_reader lc_reader_lightning_csv = {
    .name = "lightning_csv",
    .summary = "metrics.csv of PyTorch Lightning, training and validation on rows of their own",
    .example = "epoch,step,train_loss_epoch,train_loss_step,val_loss\n0,49,,0.71,\n0,93,,,0.69",
    .form = &lightning_form,
    LC_READ_METRIC_TABLE,
};
