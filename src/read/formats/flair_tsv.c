/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flair_tsv.c - loss.tsv of Flair: an epoch a row, with the time of day; '_' for no value. */
#include "read/engine/metric_table.h"

static int flair_score(lc_header header, const lc_probe_buffer *head)
{
    lc_span first, second;
    (void)head;
    return header.delimiter == '\t' && lc_header_take(&header, &first) &&
                   lc_header_take(&header, &second) && lc_span_is(&first, "EPOCH") &&
                   lc_span_is(&second, "TIMESTAMP")
               ? 95
               : 0;
}

static void flair_column(lc_table_column *column, const char *path)
{
    (void)path;
    column->time_of_day = lc_span_is(&column->name, "TIMESTAMP");
}

static const lc_table_form flair_form = {
    .score = flair_score,
    .column = flair_column,
};

const lc_reader lc_reader_flair_tsv = {
    .name = "flair_tsv",
    .summary = "loss.tsv of Flair",
    .example = "EPOCH\tTIMESTAMP\tTRAIN_LOSS\tDEV_LOSS\n1\t12:11:32\t0.86\t0.67",
    .form = &flair_form,
    LC_READ_METRIC_TABLE,
};
