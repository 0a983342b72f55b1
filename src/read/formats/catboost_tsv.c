/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * catboost_tsv.c - learn_error.tsv and test_error.tsv of CatBoost: an iteration a row.
 *
 * Which split it is, only the file's name says. What CatBoost calls test is the set that it stops
 * on and takes the best iteration by: a validation set. The folder catboost_info, which also has
 * time_left.tsv, is one run.
 */
#include "read/engine/metric_table.h"

#include <ctype.h>
#include <string.h>

static int catboost_score(lc_header header, const lc_probe_buffer *head)
{
    lc_span first, second;
    (void)head;
    if (header.delimiter != '\t' || !lc_header_take(&header, &first) ||
        !lc_span_is(&first, "iter") || !lc_header_take(&header, &second))
        return 0;
    return 92;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The file's name holds the word, not within another one. */
static bool path_says(const char *path, const char *word)
{
    const char *base = base_of(path);
    size_t n = strlen(word);
    for (const char *at = base; (at = strstr(at, word)); at++)
        if ((at == base || !isalpha((unsigned char)at[-1])) && !isalpha((unsigned char)at[n]))
            return true;
    return false;
}

static void catboost_column(lc_table_column *column, const char *path)
{
    column->ignored = lc_span_is(&column->name, "Remaining");
    if (lc_span_is(&column->name, "Passed"))
        column->before = "time/"; /* [ms] */
    else if (!path || lc_span_is(&column->name, "iter"))
        return;
    else if (path_says(path, "learn"))
        column->before = "learn/";
    else if (path_says(path, "test"))
        column->before = "validation/";
}

static lc_part catboost_part(const char *path)
{
    static const char *const files[] = {"learn_error.tsv", "test_error.tsv", "time_left.tsv"};
    const char *base = base_of(path);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(base, files[i]) == 0)
            return (lc_part){.folder = base == path ? 0 : (size_t)(base - path - 1)};
    return (lc_part){.folder = strlen(path)};
}

static const lc_table_form catboost_form = {
    .score = catboost_score,
    .column = catboost_column,
};

const lc_reader lc_reader_catboost_tsv = {
    .name = "catboost_tsv",
    .summary = "learn_error.tsv and test_error.tsv of CatBoost",
    .example = "iter\tLogloss\n0\t0.6712",
    .part = catboost_part,
    .form = &catboost_form,
    LC_READ_METRIC_TABLE,
};
