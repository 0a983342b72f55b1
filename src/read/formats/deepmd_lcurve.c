/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deepmd_lcurve.c - lcurve.out of DeePMD-kit: the header is a comment, cells are parted by blanks,
 * and errors on the training set are those of the batch at hand.
 */
#include "read/engine/metric_table.h"

/* "#  step  rmse_val  rmse_trn  lr"; version 1 has "batch" and l2_tst. */
static bool is_header(lc_span line)
{
    lc_span word;
    if (!lc_span_take_word(&line, "#") || !lc_span_take_token(&line, &word) ||
        (!lc_span_is(&word, "step") && !lc_span_is(&word, "batch")))
        return false;
    return lc_span_take_token(&line, &word) &&
           (lc_span_begins(&word, "rmse_") || lc_span_begins(&word, "mae_") ||
            lc_span_begins(&word, "l2_"));
}

static bool is_row(lc_span line)
{
    double v;
    size_t numbers = 0;
    for (lc_span_skip_blanks(&line); lc_span_take_number(&line, &v); numbers++)
        lc_span_skip_blanks(&line);
    return numbers > 1 && line.s == line.end;
}

static int deepmd_score(lc_header header, const lc_probe_buffer *head)
{
    (void)header;
    if (head->lines == 0 || !is_header(head->line[0]))
        return 0;
    for (size_t i = 1; i < head->lines; i++)
        if (head->line[i].s < head->line[i].end && *head->line[i].s != '#')
            return is_row(head->line[i]) ? 95 : 0;
    return 0;
}

static void deepmd_column(lc_table_column *column, const char *path)
{
    (void)path;
    if (lc_span_ends(&column->name, "_trn"))
        column->averaged = "of one batch";
}

static const lc_table_form deepmd_form = {
    .score = deepmd_score,
    .column = deepmd_column,
    .blanks = true,
};

const lc_reader lc_reader_deepmd_lcurve = {
    .name = "deepmd_lcurve",
    .summary = "lcurve.out of DeePMD-kit",
    .example = "#  step  rmse_val  rmse_trn  lr\n     0  1.05e+01  1.10e+01  1.0e-03",
    .form = &deepmd_form,
    LC_READ_METRIC_TABLE,
};
