/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv.c - any table of metrics, whoever wrote it. */
#include "read/engine/metric_table.h"
#include "read/engine/named.h"

/* "step,value" in train_loss.csv, as services export a chart: the file's name says what it is. */
static void csv_column(lc_table_column *column, const char *path)
{
    const lc_span file = lc_named_by_file(path);
    bool is_value = lc_span_is(&column->name, "value") || lc_span_is(&column->name, "Value");
    if (is_value && lc_span_length(&file))
        column->name = file;
}

static const lc_table_form csv_form = {.column = csv_column};

const lc_reader lc_reader_csv = {
    .name = "csv",
    .summary = "table of metrics under a header, cut by comma, semicolon or tab",
    .example = "epoch,loss,val_loss\n1,0.71,0.69",
    .form = &csv_form,
    LC_READ_METRIC_TABLE,
};
