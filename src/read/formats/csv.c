/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv.c - any table of metrics, whoever wrote it. */
#include "read/engine/metric_table.h"

static const lc_table_form csv_form = {0};

const lc_reader lc_reader_csv = {
    .name = "csv",
    .summary = "table of metrics under a header, cut by comma, semicolon or tab",
    .example = "epoch,loss,val_loss\n1,0.71,0.69",
    .form = &csv_form,
    LC_READ_METRIC_TABLE,
};
