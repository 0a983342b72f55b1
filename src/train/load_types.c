/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load_types.c - the input has ended: categories in their order, columns in place, the task. */
#include "train/load.h"

#include "base/mem.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

#define FEW_CLASSES 20 /* integers with at most so many values are classes ... */
#define CLASS_ROWS 10  /* ... if there are more rows than this for each */
#define COARSE 1e-5    /* spread by size, under which float32's 2^-24 is felt */

/* ---- columns ---------------------------------------------------------------------------- */

/* Level numbers in a column of cells, or of the targets, become ranks. */
static void renumber(float *cell, size_t n, size_t step, const size_t *rank)
{
    for (size_t i = 0; i < n; i++, cell += step)
        if (*cell >= 0)
            *cell = (float)rank[(size_t)*cell];
}

static size_t rows_of_block(const lc_dataset *d, size_t b)
{
    size_t left = d->n - b * d->cells.block_rows;
    return left < d->cells.block_rows ? left : d->cells.block_rows;
}

/* Put categories, and the cells that hold their numbers, into their order. */
static lc_status sort_categories(lc_loader *l, lc_slot *s, lc_texts *category, lc_error *err)
{
    lc_dataset *d = &l->made;
    size_t *rank = s->categories.n ? lc_mem_resize(NULL, s->categories.n, sizeof *rank) : NULL;
    if (!rank)
        return s->categories.n ? lc_error_nomem(err) : LC_OK;
    lc_status st = lc_categories_sort(category, rank, &s->categories, err);
    if (st == LC_OK && s->role == ROLE_TARGET)
        renumber(d->y, d->n, 1, rank);
    for (size_t b = 0; st == LC_OK && s->role == ROLE_FEATURE && b < d->cells.blocks; b++)
        if (b * d->cells.block_rows < d->n)
            renumber(d->cells.block[b] + s->at, rows_of_block(d, b), d->cells.width, rank);
    lc_mem_free(rank);
    return st;
}

static bool remark_on_numbers(lc_loader *l, const lc_slot *s)
{
    double size = fmax(fabs(s->low - s->offset), fabs(s->high - s->offset));
    double spread = s->high - s->low;
    if (spread > 0 && spread < COARSE * size)
        return lc_texts_add(&l->made.report.remarks,
                            "column '%.60s' differs by %.2g about %.6g, which float32 holds "
                            "coarsely: subtract an offset",
                            s->name, spread, s->low);
    if (spread == 0 && s->kind == KIND_NUMBER)
        return lc_texts_add(&l->made.report.remarks, "column '%.60s' is constant", s->name);
    return true;
}

static lc_status finish_column(lc_loader *l, lc_slot *s, lc_error *err)
{
    lc_dataset *d = &l->made;
    lc_column *c = &d->schema.column[d->schema.columns++];
    *c = (lc_column){.name = s->name,
                     .offset = s->offset,
                     .at = s->at,
                     .missing = s->missing,
                     .unknown = s->unknown};
    c->kind = s->kind == KIND_TEXT ? LC_COLUMN_CATEGORICAL : LC_COLUMN_NUMERIC;
    s->name = NULL;
    d->report.missing += s->missing;
    d->report.unknown += s->unknown;
    d->report.numeric += c->kind == LC_COLUMN_NUMERIC;
    d->report.categorical += c->kind == LC_COLUMN_CATEGORICAL;
    return c->kind == LC_COLUMN_CATEGORICAL ? sort_categories(l, s, &c->category, err) : LC_OK;
}

static lc_status finish_columns(lc_loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    lc_status st = LC_OK;
    d->schema.column = lc_mem_resize(NULL, d->cells.width, sizeof *d->schema.column);
    if (!d->schema.column)
        return lc_error_nomem(err);
    for (size_t c = 0; c < l->slots && st == LC_OK; c++) {
        lc_slot *s = &l->slot[c];
        bool empty = s->role == ROLE_FEATURE &&
                     (s->kind == KIND_UNKNOWN || (s->kind == KIND_TEXT && s->categories.n == 0));
        if (empty)
            s->role = ROLE_DROPPED;
        if ((empty &&
             !lc_texts_add(&d->report.remarks, "dropped: column '%.60s' is empty", s->name)) ||
            (s->role == ROLE_FEATURE && !remark_on_numbers(l, s)))
            return lc_error_nomem(err);
        d->report.dropped += s->role == ROLE_DROPPED;
        if (s->role == ROLE_FEATURE)
            st = finish_column(l, s, err);
    }
    if (st == LC_OK && d->schema.columns == 0)
        return lc_error_set(err, LC_E_ARG, 0, "no input column is left: %zu ignored, %zu dropped",
                            d->report.ignored, d->report.dropped);
    return st;
}

/* The same columns in the same order as the other table. */
static lc_status finish_schema(lc_loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    lc_status st = lc_schema_copy(&d->schema, l->options->schema, err);
    for (size_t c = 0; c < l->slots && st == LC_OK; c++) {
        const lc_slot *s = &l->slot[c];
        if (s->role != ROLE_FEATURE)
            continue;
        lc_column *column = &d->schema.column[s->at];
        column->at = s->at;
        column->missing = s->missing;
        column->unknown = s->unknown;
        d->report.missing += s->missing;
        d->report.unknown += s->unknown;
        d->report.numeric += column->kind == LC_COLUMN_NUMERIC;
        d->report.categorical += column->kind == LC_COLUMN_CATEGORICAL;
    }
    d->report.why_task = "as in the training table";
    return st;
}

/* ---- the target ------------------------------------------------------------------------- */

/* Distinct numbers become classes. */
static lc_status number_classes(lc_loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    const lc_values *t = &l->values;
    double offset = l->target->offset;
    char name[LC_NUMBER_SIZE];
    for (size_t k = 0; k < t->n; k++) {
        lc_text_exact(name, t->v[k]);
        if (k && (float)(t->v[k] - offset) == (float)(t->v[k - 1] - offset))
            return lc_error_set(err, LC_E_LIMIT, 0, "class %s equals the one before it in float32",
                                name);
        if (!lc_texts_add(&d->schema.target.class_name, "%s", name))
            return lc_error_nomem(err);
    }
    for (size_t i = 0; i < d->n; i++) {
        size_t low = 0, high = t->n - 1;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if ((float)(t->v[middle] - offset) < d->y[i])
                low = middle + 1;
            else
                high = middle;
        }
        d->y[i] = (float)low;
    }
    return LC_OK;
}

/* What a target of numbers asks for when no task is requested. */
static lc_task task_of_numbers(const lc_loader *l, const char **why)
{
    const lc_values *t = &l->values;
    if (!t->many && t->n == 2) {
        *why = "the target has two values";
        return LC_BINARY;
    }
    if (!t->many && t->integers && t->n <= FEW_CLASSES && t->n < l->made.n / CLASS_ROWS) {
        *why = "the target has few values, all integers";
        return LC_MULTICLASS;
    }
    *why = "the target has many values";
    return LC_REGRESSION;
}

static lc_status prefer_positive(lc_loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    const char *positive = l->options->positive;
    lc_texts *names = &d->schema.target.class_name;
    if (!positive || l->options->schema)
        return LC_OK;
    if (d->schema.target.task != LC_BINARY)
        return lc_error_set(err, LC_E_ARG, 0,
                            "a positive class needs a binary target, '%.60s' is %s",
                            d->schema.target.name, lc_task_name(d->schema.target.task));
    if (strcmp(names->text[1], positive) == 0)
        return LC_OK;
    if (strcmp(names->text[0], positive) != 0)
        return lc_error_set(err, LC_E_ARG, 0,
                            "the target has no class '%.60s', its classes are '%.60s' and '%.60s'",
                            positive, names->text[0], names->text[1]);
    char *second = names->text[0];
    names->text[0] = names->text[1];
    names->text[1] = second;
    for (size_t i = 0; i < d->n; i++)
        d->y[i] = 1 - d->y[i];
    return LC_OK;
}

/* Decide the task, and number the classes. */
static lc_status decide_task(lc_loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    lc_target *t = &d->schema.target;
    const lc_dataset_options *o = l->options;
    lc_slot *s = l->target;
    lc_status st = LC_OK;
    if ((s->kind == KIND_TEXT ? s->categories.n : l->values.n) == 1)
        return lc_error_set(
            err, LC_E_FORMAT, 0,
            "the target '%.60s' is constant: %s in all %zu "
            "rows",
            s->name, s->kind == KIND_TEXT ? s->categories.category[0].text : "the same number",
            d->n);
    if (o->task_set && o->task == LC_REGRESSION && s->kind == KIND_TEXT)
        return lc_error_set(err, LC_E_ARG, s->text_line,
                            "a regression needs a numeric target, '%.60s' holds text ('%s')",
                            s->name, s->text);
    d->report.why_task = "as set by the user";
    if (s->kind == KIND_TEXT) {
        st = sort_categories(l, s, &t->class_name, err);
        t->task = t->class_name.n == 2 ? LC_BINARY : LC_MULTICLASS;
        d->report.why_task = o->task_set ? "as set by the user" : "the target is text";
    } else {
        t->task = o->task_set ? o->task : task_of_numbers(l, &d->report.why_task);
        if (t->task != LC_REGRESSION)
            st = number_classes(l, err);
    }
    if (st == LC_OK && o->task_set && o->task == LC_BINARY && t->task != LC_BINARY)
        return lc_error_set(err, LC_E_ARG, 0, "a binary task needs two classes, '%.60s' has %zu",
                            s->name, t->class_name.n);
    t->task = o->task_set ? o->task : t->task;
    t->offset = t->task == LC_REGRESSION ? s->offset : 0;
    t->name = s->name;
    s->name = NULL;
    return st == LC_OK ? prefer_positive(l, err) : st;
}

static lc_status count_classes(lc_dataset *d, lc_error *err)
{
    size_t classes = d->schema.target.class_name.n;
    if (classes == 0 || !d->y)
        return LC_OK;
    d->class_count = lc_mem_resize(NULL, classes, sizeof *d->class_count);
    if (!d->class_count)
        return lc_error_nomem(err);
    memset(d->class_count, 0, classes * sizeof *d->class_count);
    for (size_t i = 0; i < d->n; i++)
        if (d->y[i] >= 0)
            d->class_count[(size_t)d->y[i]]++;
    return LC_OK;
}

static lc_status check_rows(const lc_loader *l, lc_error *err)
{
    const lc_data_report *r = &l->made.report;
    size_t least = l->options->schema ? 1 : 2;
    if (!l->slot)
        return lc_error_set(err, LC_E_FORMAT, 0, "the table is empty");
    if (l->made.n >= least)
        return LC_OK;
    if (r->without_target)
        return lc_error_set(err, LC_E_FORMAT, 0, "the target '%.60s' is missing in %zu of %zu rows",
                            l->target->name, r->without_target, r->rows);
    return lc_error_set(err, LC_E_FORMAT, 0,
                        "expected at least %zu row%s below the header, found %zu", least,
                        least == 1 ? "" : "s", r->rows);
}

lc_status lc_load_types(lc_loader *l, lc_error *err)
{
    lc_status st = check_rows(l, err);
    if (st == LC_OK)
        st = l->options->schema ? finish_schema(l, err) : finish_columns(l, err);
    if (st == LC_OK && l->target && !l->options->schema)
        st = decide_task(l, err);
    return st == LC_OK ? count_classes(&l->made, err) : st;
}
