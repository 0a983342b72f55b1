/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sklearn_learning_curve.c - what scikit-learn's learning_curve() returned, written as a table:
 * scores over the number of training samples.
 *
 * Nobody's table has quite the same names. Folds are columns ("train_score_0", as in a data frame,
 * or "split0_train_score", as in cv_results_) and become runs; or there are mean and deviation over
 * them. A test score is one on the folds held out: a validation score.
 */
#include "read/engine/metric_table.h"

#include <ctype.h>
#include <string.h>

static bool is_size(const lc_span *name)
{
    return lc_span_begins(name, "train_size") || lc_span_begins(name, "training_size") ||
           lc_span_begins(name, "train_examples") || lc_span_begins(name, "training_examples");
}

/* Words for a split at the beginning of a name, and what they mean here. */
static const struct {
    const char *word, *means;
} splits[] = {
    {"training", "train_"}, {"train", "train_"},           {"test", "validation_"},
    {"cv", "validation_"},  {"validation", "validation_"}, {"valid", "validation_"},
    {"val", "validation_"},
};

static bool take_separator(lc_span *name)
{
    return lc_span_take_word(name, "_") || lc_span_take_word(name, " ") ||
           lc_span_take_word(name, "-") || lc_span_take_word(name, ".");
}

static const char *take_split(lc_span *name)
{
    for (size_t i = 0; i < sizeof splits / sizeof *splits; i++) {
        lc_span rest = *name;
        if (lc_span_take_word(&rest, splits[i].word) &&
            (take_separator(&rest) || rest.s == rest.end)) {
            *name = rest;
            return splits[i].means;
        }
    }
    return NULL;
}

/* "split0_" or "fold_0_" before the name. */
static bool take_fold(lc_span *name, lc_span *fold)
{
    double v;
    lc_span rest = *name;
    if (!lc_span_take_word(&rest, "split") && !lc_span_take_word(&rest, "fold"))
        return false;
    take_separator(&rest);
    fold->s = rest.s;
    if (!lc_span_take_count(&rest, &v))
        return false;
    fold->end = rest.s;
    if (!take_separator(&rest))
        return false;
    *name = rest;
    return true;
}

/* "_0" or "_fold_0" behind the name. */
static bool drop_fold(lc_span *name, lc_span *fold)
{
    lc_span rest = *name;
    while (rest.s < rest.end && isdigit((unsigned char)rest.end[-1]))
        rest.end--;
    *fold = (lc_span){rest.end, name->end};
    if (lc_span_length(fold) == 0)
        return false;
    static const char *const marks[] = {"_fold_", "_split_", "_fold", "_split", "_"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (lc_span_ends(&rest, marks[i])) {
            rest.end -= strlen(marks[i]);
            *name = rest;
            return true;
        }
    return false;
}

static int sklearn_score(lc_header header, const lc_probe_buffer *head)
{
    lc_span name, fold;
    bool size = false, train = false, held_out = false;
    (void)head;
    while (lc_header_take(&header, &name)) {
        size |= is_size(&name);
        if (is_size(&name))
            continue;
        take_fold(&name, &fold);
        if (!lc_span_take_word(&name, "mean_"))
            lc_span_take_word(&name, "std_");
        const char *split = take_split(&name);
        train |= split && *split == 't';
        held_out |= split && *split == 'v';
    }
    return size && train && held_out ? 92 : 0;
}

/* What is left of a name like "train_mean": scikit-learn's is a mean of scores. */
static bool is_bare(const lc_span *name)
{
    return lc_span_is(name, "mean") || lc_span_is(name, "std") || lc_span_is(name, "avg");
}

static const char *before_of(const char *split, bool spread, bool bare)
{
    bool train = *split == 't';
    if (spread)
        return train ? "train_std_" : "validation_std_";
    if (bare)
        return train ? "train_score_" : "validation_score_";
    return split;
}

static void sklearn_column(lc_table_column *column, const char *path)
{
    lc_span name = column->name, fold;
    (void)path;
    if (is_size(&name)) {
        column->name = lc_span_of("train_size");
        return;
    }
    if (take_fold(&name, &fold) || drop_fold(&name, &fold)) {
        column->run = fold;
        column->run_before = "fold ";
    }
    bool spread = lc_span_take_word(&name, "std_");
    if (!spread)
        lc_span_take_word(&name, "mean_");
    const char *split = take_split(&name);
    if (!split)
        return;
    column->before = before_of(split, spread, is_bare(&name));
    column->name = name.s < name.end ? name : lc_span_of("score");
}

static const lc_table_form sklearn_form = {
    .score = sklearn_score,
    .column = sklearn_column,
};

const lc_reader lc_reader_sklearn_learning_curve = {
    .name = "sklearn_learning_curve",
    .summary = "scikit-learn's learning_curve() as a table, by folds or as means",
    .example = "train_size,train_score_mean,train_score_std,test_score_mean,test_score_std\n"
               "80,0.99,0.01,0.81,0.03",
    .form = &sklearn_form,
    LC_READ_METRIC_TABLE,
};
