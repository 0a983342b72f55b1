/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load_types.c - the input has ended: categories in their order, columns in place, the task. */
#include "train/load.h"

#include "base/mem.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

#define FEW_CLASSES 20 /* integers with at most so many values are classes ... */
#define CLASS_ROWS 10  /* ... if there are more rows than this for each */
#define CLASS_LEAST 3  /* rows: a value with fewer speaks for a count, not for a class */
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

/* Rows of each category in a column's cells, by id. */
static void count_cells(size_t *count, const lc_dataset *d, size_t at)
{
    for (size_t b = 0; b < d->cells.blocks && b * d->cells.block_rows < d->n; b++)
        for (size_t i = 0; i < rows_of_block(d, b); i++) {
            float v = d->cells.block[b][i * d->cells.width + at];
            if (v >= 0)
                count[(size_t)v]++;
        }
}

/* Merge categories of fewer than `least` rows into one behind the others; rank[id] follows. */
static lc_status merge_rare(lc_texts *category, size_t *rank, const size_t *count, size_t least,
                            lc_error *err)
{
    size_t n = category->n, kept = 0, *place = lc_mem_resize(NULL, n, sizeof *place);
    size_t *rows = lc_mem_resize(NULL, n, sizeof *rows);
    lc_status st = place && rows ? LC_OK : lc_error_nomem(err);
    for (size_t id = 0; st == LC_OK && id < n; id++)
        rows[rank[id]] = count[id];
    for (size_t k = 0; st == LC_OK && k < n; k++) {
        if (rows[k] >= least) {
            place[k] = kept;
            category->text[kept++] = category->text[k];
        } else {
            place[k] = SIZE_MAX;
            lc_mem_free(category->text[k]);
        }
    }
    if (st == LC_OK) {
        category->n = kept;
        if (kept < n && !lc_texts_add(category, "%s", LC_OTHER_CATEGORY))
            st = lc_error_nomem(err);
    }
    for (size_t id = 0; st == LC_OK && id < n; id++)
        rank[id] = place[rank[id]] == SIZE_MAX ? kept : place[rank[id]];
    lc_mem_free(place);
    lc_mem_free(rows);
    return st;
}

/* Put categories, and the cells that hold their numbers, into their order. */
static lc_status sort_categories(lc_loader *l, lc_slot *s, lc_texts *category, lc_error *err)
{
    lc_dataset *d = &l->made;
    size_t n = s->categories.n, least = l->options->min_category;
    size_t *rank = n ? lc_mem_resize(NULL, 2 * n, sizeof *rank) : NULL;
    if (!rank)
        return n ? lc_error_nomem(err) : LC_OK;
    lc_status st = lc_categories_sort(category, rank, &s->categories, err);
    if (st == LC_OK && s->role == ROLE_FEATURE && least > 1) {
        size_t *count = rank + n;
        memset(count, 0, n * sizeof *count);
        count_cells(count, d, s->at);
        st = merge_rare(category, rank, count, least, err);
    }
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
    c->kind = s->kind == KIND_TEXT   ? LC_COLUMN_CATEGORICAL
              : s->kind == KIND_DATE ? LC_COLUMN_DATE
                                     : LC_COLUMN_NUMERIC;
    s->name = NULL;
    d->report.missing += s->missing;
    d->report.unknown += s->unknown;
    d->report.numeric += c->kind != LC_COLUMN_CATEGORICAL;
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
        d->report.numeric += column->kind != LC_COLUMN_CATEGORICAL;
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
        lc_text_exact(name, t->value[k].v);
        if (k && (float)(t->value[k].v - offset) == (float)(t->value[k - 1].v - offset))
            return lc_error_set(err, LC_E_LIMIT, 0, "class %s equals the one before it in float32",
                                name);
        if (!lc_texts_add(&d->schema.target.class_name, "%s", name))
            return lc_error_nomem(err);
    }
    for (size_t i = 0; i < d->n; i++) {
        size_t low = 0, high = t->n - 1;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if ((float)(t->value[middle].v - offset) < d->y[i])
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
    size_t least = SIZE_MAX;
    for (size_t k = 0; k < t->n; k++)
        least = t->value[k].rows < least ? t->value[k].rows : least;
    if (!t->many && t->integers && t->n <= FEW_CLASSES && t->n < l->made.n / CLASS_ROWS &&
        least < CLASS_LEAST) {
        *why = "the target has integer values, some of them in one or two rows only";
        return LC_REGRESSION;
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
    if (classes == 0 || !d->y || d->schema.target.task == LC_REGRESSION)
        return LC_OK; /* a network that someone has changed may have classes and numbers */
    d->class_count = lc_mem_resize(NULL, classes, sizeof *d->class_count);
    if (!d->class_count)
        return lc_error_nomem(err);
    memset(d->class_count, 0, classes * sizeof *d->class_count);
    for (size_t i = 0; i < d->n; i++)
        if (d->y[i] >= 0 && d->y[i] < (double)classes)
            d->class_count[(size_t)d->y[i]]++;
    return LC_OK;
}

/* ---- columns that are no inputs --------------------------------------------------------- */

static lc_status no_value(const lc_slot *s, size_t row, lc_error *err)
{
    return lc_error_set(err, LC_E_FORMAT, 0, "column '%.60s' has no usable value in row %zu",
                        s->name, row + 1);
}

/* Move the cells of groups, times and weights into arrays of their own. */
static lc_status take_others(lc_loader *l, const lc_slot *s, lc_error *err)
{
    lc_dataset *d = &l->made;
    size_t n = d->n ? d->n : 1;
    if (s->role == ROLE_GROUP)
        d->group = lc_mem_resize(NULL, n, sizeof *d->group);
    else if (s->role == ROLE_TIME)
        d->time = lc_mem_resize(NULL, n, sizeof *d->time);
    else
        d->weight = lc_mem_resize(NULL, n, sizeof *d->weight);
    if (!(s->role == ROLE_GROUP  ? (void *)d->group
          : s->role == ROLE_TIME ? (void *)d->time
                                 : (void *)d->weight))
        return lc_error_nomem(err);
    d->groups = s->role == ROLE_GROUP ? s->categories.n : d->groups;
    for (size_t i = 0; i < d->n; i++) {
        float v = lc_dataset_row(d, i)[s->at];
        if (isnan(v) || (s->role == ROLE_WEIGHT && (double)v + s->offset < 0))
            return no_value(s, i, err);
        if (s->role == ROLE_GROUP)
            d->group[i] = (uint32_t)v;
        else if (s->role == ROLE_TIME)
            d->time[i] = (double)v + s->offset;
        else
            d->weight[i] = (float)((double)v + s->offset);
    }
    return LC_OK;
}

/* ---- rare classes ----------------------------------------------------------------------- */

/* Leave the rows out whose class gets no number. */
static void keep_classes(lc_dataset *d, const size_t *number)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (number[(size_t)d->y[i]] == SIZE_MAX) {
            if (d->id.n)
                lc_mem_free(d->id.text[i]);
            continue;
        }
        if (kept < i)
            memcpy(d->cells.block[kept / d->cells.block_rows] +
                       kept % d->cells.block_rows * d->cells.width,
                   lc_dataset_row(d, i), d->cells.width * sizeof(float));
        d->y[kept] = (float)number[(size_t)d->y[i]];
        if (d->group)
            d->group[kept] = d->group[i];
        if (d->time)
            d->time[kept] = d->time[i];
        if (d->weight)
            d->weight[kept] = d->weight[i];
        if (d->id.n)
            d->id.text[kept] = d->id.text[i];
        kept++;
    }
    d->n = kept;
    d->id.n = d->id.n ? kept : 0;
}

/* Leave classes of fewer than `least` rows out. */
static lc_status drop_rare_classes(lc_dataset *d, size_t least, lc_error *err)
{
    lc_target *t = &d->schema.target;
    size_t n = t->class_name.n, kept = 0;
    size_t *number = lc_mem_resize(NULL, n, sizeof *number);
    lc_status st = number ? LC_OK : lc_error_nomem(err);
    for (size_t k = 0; k < n && st == LC_OK; k++) {
        if (d->class_count[k] >= least) {
            d->class_count[kept] = d->class_count[k];
            t->class_name.text[kept] = t->class_name.text[k];
            number[k] = kept++;
            continue;
        }
        number[k] = SIZE_MAX;
        if (!lc_texts_add(&d->report.remarks, "class '%.60s' is left out: it has %zu row%s",
                          t->class_name.text[k], d->class_count[k],
                          d->class_count[k] == 1 ? "" : "s"))
            st = lc_error_nomem(err);
        lc_mem_free(t->class_name.text[k]);
        t->class_name.text[k] = NULL;
    }
    if (st == LC_OK && kept < n) {
        t->class_name.n = kept;
        t->task = kept == 2 ? LC_BINARY : t->task;
        keep_classes(d, number);
        if (kept < 2)
            st = lc_error_set(err, LC_E_FORMAT, 0, "no two classes have %zu rows", least);
    }
    lc_mem_free(number);
    return st;
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
    for (size_t c = 0; c < l->slots && st == LC_OK; c++)
        if (l->slot[c].role >= ROLE_GROUP && l->slot[c].role <= ROLE_WEIGHT)
            st = take_others(l, &l->slot[c], err);
    if (st == LC_OK)
        st = count_classes(&l->made, err);
    if (st == LC_OK && l->made.class_count && l->options->min_class > 1 && !l->options->schema)
        st = drop_rare_classes(&l->made, l->options->min_class, err);
    return st;
}
