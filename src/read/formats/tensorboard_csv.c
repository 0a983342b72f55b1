/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tensorboard_csv.c - a chart that was downloaded from TensorBoard as CSV: "Wall time,Step,Value". What it
 * is of says the file's name alone, run-RUN-tag-TAG.csv.
 */
#include "read/engine/metric_table.h"

#include <string.h>

static int tensorboard_score(lc_header header, const lc_probe_buffer *head)
{
    static const char *const names[] = {"Wall time", "Step", "Value"};
    lc_span name;
    (void)head;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!lc_header_take(&header, &name) || !lc_span_is(&name, names[i]))
            return 0;
    return header.ended ? 95 : 0;
}

/* "run-train-tag-epoch_loss.csv": the tag, behind the run where that tells a split. */
static void tensorboard_column(lc_table_column *column, const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    lc_span file = lc_span_of(slash ? slash + 1 : path ? path : ""), run;
    if (!lc_span_is(&column->name, "Value"))
        return;
    for (lc_span more = file; lc_span_take_until(&more, ".");)
        file.end = more.s - 1;
    lc_span tag = file;
    if (!lc_span_take_until(&tag, "tag-"))
        return;
    run = (lc_span){file.s, tag.s - strlen("tag-")};
    column->name = tag;
    column->before = lc_span_has(&run, "train")                              ? "train/"
                     : lc_span_has(&run, "val") || lc_span_has(&run, "eval") ? "validation/"
                     : lc_span_has(&run, "test")                             ? "test/"
                                                                             : "";
}

static const lc_table_form tensorboard_form = {
    .score = tensorboard_score,
    .column = tensorboard_column,
};

const lc_reader lc_reader_tensorboard_csv = {
    .name = "tensorboard_csv",
    .summary = "a chart of TensorBoard's, downloaded as CSV",
    .example = "Wall time,Step,Value\n1700000000.1,0,2.41\n1700000061.4,100,2.05",
    .form = &tensorboard_form,
    LC_READ_METRIC_TABLE,
};
