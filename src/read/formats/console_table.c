/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * console_table.c - tables that trainers print: skorch, scikit-learn's verbose, Vowpal Wabbit, pandas,
 * NumPy, Markdown, own loops. Somebody's table of numbers is one when it has a loss or a score, and
 * something to read it along.
 */
#include "read/engine/printed_table.h"

#include "model/metric.h"

#define MOST 62

static int console_score(const lc_span *names, size_t n)
{
    bool axis = false, measure = false;
    for (size_t i = 0; i < n; i++) {
        lc_kind kind = lc_metric_kind(names[i].s, lc_span_length(&names[i]));
        axis |= kind == LC_EPOCH || kind == LC_STEP || kind == LC_TRAIN_SIZE;
        measure |= kind == LC_LOSS || kind == LC_SCORE;
    }
    return axis && measure ? MOST : 0;
}

static const lc_printed_table_form console_form = {LC_PRINTED_TABLE_LINES, .score = console_score};

const lc_reader lc_reader_console_table = {
    .name = "console_table",
    .summary = "tables that are printed for people: a line of names over lines of numbers",
    .example = "  epoch    train_loss    valid_acc\n-------  ------------  -----------\n"
               "      1        0.6905       0.6150\n      2        0.6648       0.6450",
    .form = &console_form,
    .most = MOST,
    LC_READ_PRINTED_TABLE,
};
