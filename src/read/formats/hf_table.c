/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hf_table.c - the table of Hugging Face's Trainer, out of a notebook's page or a model card:
 *
 *     | Training Loss | Epoch | Step | Validation Loss | Accuracy |
 *
 * All but the training loss was measured on the evaluation set.
 */
#include "read/engine/printed_table.h"

#include "model/metric.h"

static int hf_score(const lc_span *names, size_t n)
{
    return lc_printed_table_has(names, n, "Training Loss") &&
                   lc_printed_table_has(names, n, "Validation Loss")
               ? 93
               : 0;
}

static void hf_column(lc_printed_column *column, const lc_span *names, size_t n)
{
    lc_kind kind = lc_metric_kind(column->name.s, lc_span_length(&column->name));
    (void)names;
    (void)n;
    bool evaluated = kind != LC_EPOCH && kind != LC_STEP && kind != LC_WALL_TIME;
    if (evaluated && !lc_metric_names_split(column->name.s, lc_span_length(&column->name)))
        column->before = "eval ";
}

static const lc_printed_table_form hf_form = {
    LC_PRINTED_TABLE_LINES,
    .sign = "Loss",
    .score = hf_score,
    .column = hf_column,
};

const lc_reader lc_reader_hf_table = {
    .name = "hf_table",
    .summary = "the table of Hugging Face's Trainer, from a notebook's page or a model card",
    .example = "| Training Loss | Epoch | Validation Loss | Accuracy |\n"
               "|:-------------:|:-----:|:---------------:|:--------:|\n"
               "| No log        | 1.0   | 2.6000          | 0.5000   |\n"
               "| 2.0530        | 2.0   | 2.2700          | 0.5400   |",
    .form = &hf_form,
    LC_READ_PRINTED_TABLE,
};
