/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * catboost_tsv.c - learn_error.tsv and test_error.tsv of CatBoost: an iteration a row.
 *
 * Which split it is, only the file's name says. What CatBoost calls test is the set that it stops
 * on and takes the best iteration by: a validation set.
 */
#include "read/csv.h"

#include <ctype.h>
#include <string.h>

static int catboost_worth(lc_header header, const lc_head *head)
{
    lc_span first, second;
    (void)head;
    if (header.delimiter != '\t' || !lc_header_take(&header, &first) ||
        !lc_span_is(&first, "iter") || !lc_header_take(&header, &second))
        return 0;
    return lc_span_is(&second, "Passed") ? 0 : 92; /* time_left.tsv beside them */
}

/* The last part of the path holds the word, not within another one. */
static bool path_says(const char *path, const char *word)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t n = strlen(word);
    for (const char *at = base; (at = strstr(at, word)); at++)
        if ((at == base || !isalpha((unsigned char)at[-1])) && !isalpha((unsigned char)at[n]))
            return true;
    return false;
}

static void catboost_column(lc_csv_column *column, const char *path)
{
    if (!path || lc_span_is(&column->name, "iter"))
        return;
    if (path_says(path, "learn"))
        column->before = "learn/";
    else if (path_says(path, "test"))
        column->before = "validation/";
}

static const lc_csv_form catboost_form = {
    .worth = catboost_worth,
    .column = catboost_column,
};

const lc_reader lc_reader_catboost_tsv = {
    .name = "catboost_tsv",
    .summary = "learn_error.tsv and test_error.tsv of CatBoost",
    .example = "iter\tLogloss\n0\t0.6712",
    .form = &catboost_form,
    LC_READ_AS_TABLE,
};
