/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wandb_csv.c - a chart that Weights & Biases exports: "Step", then "run - metric" and its least
 * and greatest value within the bucket, "run - metric__MIN" and "run - metric__MAX".
 *
 * Each run of the chart becomes a run. The buckets' bounds are no metrics of their own.
 */
#include "read/engine/metric_table.h"

/* At the last " - ", since a run's name may hold another. */
static bool cut_name(lc_span name, lc_span *run, lc_span *metric)
{
    lc_span rest = name;
    if (!lc_span_take_until(&rest, " - "))
        return false;
    for (lc_span more = rest; lc_span_take_until(&more, " - ");)
        rest = more;
    *run = lc_span_trim((lc_span){name.s, rest.s - 3});
    *metric = lc_span_trim(rest);
    return lc_span_length(run) > 0 && lc_span_length(metric) > 0;
}

/* Only the first column belongs to all runs. */
static int wandb_score(lc_header header, const lc_probe_buffer *head)
{
    lc_span name, run, metric;
    size_t columns = 0;
    (void)head;
    if (!lc_header_take(&header, &name) || cut_name(name, &run, &metric))
        return 0;
    for (; lc_header_take(&header, &name); columns++)
        if (!cut_name(name, &run, &metric))
            return 0;
    return columns > 0 ? 95 : 0;
}

static void wandb_column(lc_table_column *column, const char *path)
{
    (void)path;
    if (cut_name(column->name, &column->run, &column->name))
        column->ignored =
            lc_span_ends(&column->name, "__MIN") || lc_span_ends(&column->name, "__MAX");
}

static const lc_table_form wandb_form = {
    .score = wandb_score,
    .column = wandb_column,
};

const lc_reader lc_reader_wandb_csv = {
    .name = "wandb_csv",
    .summary = "chart exported from Weights & Biases, a column for each run",
    .example = "\"Step\",\"run-1 - loss\",\"run-1 - loss__MIN\",\"run-1 - loss__MAX\"\n"
               "\"10\",\"0.71\",\"0.69\",\"0.74\"",
    .form = &wandb_form,
    LC_READ_METRIC_TABLE,
};
