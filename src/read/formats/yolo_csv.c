/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * yolo_csv.c - results.csv of YOLOv5 and of Ultralytics' later ones.
 *
 * Names and cells are padded with blanks. train/ is the mean over the epoch while the weights
 * move; metrics/ and val/ are taken on the validation images with the weights' moving average, and
 * so may be better than train/ early on.
 */
#include "read/engine/metric_table.h"

static bool has_part(lc_header header, const char *beginning)
{
    lc_span name;
    while (lc_header_take(&header, &name))
        if (lc_span_begins(&name, beginning))
            return true;
    return false;
}

static int yolo_score(lc_header header, const lc_probe_buffer *head)
{
    lc_span first;
    lc_header rest = header;
    (void)head;
    if (!lc_header_take(&rest, &first) || !lc_span_is(&first, "epoch"))
        return 0;
    return has_part(rest, "train/") && has_part(rest, "metrics/") ? 95 : 0;
}

static void yolo_column(lc_table_column *column, const char *path)
{
    (void)path;
    if (lc_span_begins(&column->name, "train/"))
        column->averaged = "mean over the epoch";
    else if (lc_span_begins(&column->name, "metrics/") || lc_span_begins(&column->name, "val/"))
        column->averaged = "of the weights' moving average";
}

static const lc_table_form yolo_form = {
    .score = yolo_score,
    .column = yolo_column,
};

const lc_reader lc_reader_yolo_csv = {
    .name = "yolo_csv",
    .summary = "results.csv of YOLOv5 and Ultralytics",
    .example = "epoch, train/box_loss, metrics/mAP50(B), val/box_loss\n    1, 1.49, 0.23, 1.24",
    .form = &yolo_form,
    LC_READ_METRIC_TABLE,
};
