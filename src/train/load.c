/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * load.c - from delimited text to a data set: columns are typed as their cells come.
 *
 * Rows of numbers come from the table in blocks, others one by one as text. A column takes its kind
 * from its first cell; one that holds both text and numbers is refused, so that the outcome doesn't
 * depend on the order of rows.
 */
#include "train/dataset.h"

#include "base/mem.h"
#include "base/text.h"
#include "table/table.h"
#include "train/level.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define READ_BYTES (1u << 18)   /* asked of the input at once */
#define HEAD_BYTES (1u << 16)   /* in which the delimiter is looked for */
#define BLOCK_BYTES (1u << 20)  /* of a block of rows: the size that is freed at once later on */
#define FEW_CLASSES 20          /* integers with at most so many values are classes ... */
#define CLASS_ROWS 10           /* ... if there are more rows than this for each */
#define RELAYOUTS_MAX 1000      /* dropped columns beyond these are parsed in vain */
#define COARSE 1e-5             /* spread by size, under which float32's 2^-24 is felt */
#define SNIPPET 40              /* [bytes] of a cell that a message shows */

typedef enum role { ROLE_FEATURE, ROLE_TARGET, ROLE_IGNORED, ROLE_DROPPED } role;
typedef enum kind { KIND_OPEN, KIND_NUMBER, KIND_TEXT } kind;

/* A column of the table while it is read. */
typedef struct slot {
    char *name;
    role role;
    kind kind;
    bool told;         /* to be text: numbers are levels, too */
    bool fixed;        /* the levels are another table's */
    lc_levels levels;
    size_t at;         /* of its cell in a row; for `fixed` ones also the place in `like` */
    size_t missing, unknown;
    double low, high;  /* of the numbers */
    long text_line;    /* where the first text was ... */
    char text[SNIPPET + 1]; /* ... and what it was */
} slot;

/* Distinct numbers of the target, sorted; only up to LC_CLASSES_MAX are kept. */
typedef struct values {
    size_t n, cap;
    double *v;
    bool many;
    bool integers;
} values;

typedef struct loader {
    const lc_dataset_options *options;
    size_t max_levels;
    char delimiter, decimal;
    lc_table *table;
    lc_dataset made;
    size_t y_cap;
    slot *slot;
    size_t slots;
    slot *target; /* NULL: none */
    values values;
    bool *ignored; /* by slot, as the table is told */
    size_t relayouts;
} loader;

/* ---- rows ------------------------------------------------------------------------------- */

/* Room for row n; NULL when memory is out. */
static float *next_row(loader *l)
{
    lc_dataset *d = &l->made;
    size_t b = d->n / d->block_rows;
    if (b == d->blocks) {
        if (!lc_mem_grow(&d->block, &d->blocks_cap, b + 1, sizeof *d->block))
            return NULL;
        float *rows = lc_mem_resize(NULL, d->block_rows * d->width, sizeof *rows);
        if (!rows)
            return NULL;
        d->block[d->blocks++] = rows;
    }
    if (l->target && !lc_mem_grow(&d->y, &l->y_cap, d->n + 1, sizeof *d->y))
        return NULL;
    return d->block[b] + d->n % d->block_rows * d->width;
}

/* Where a cell is, for an error. */
typedef struct place {
    long line;  /* 0: not known */
    size_t row; /* from 1 on, the header not counted */
    size_t slot;
} place;

LC_PRINTF(4, 5)
static lc_status fail_at(lc_error *err, lc_status code, const place *p, const char *fmt, ...)
{
    char text[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    lc_status st = p->line ? lc_error_set(err, code, p->line, "%s", text)
                           : lc_error_set(err, code, 0, "%s (row %zu)", text, p->row);
    if (err)
        err->column = (long)p->slot + 1;
    return st;
}

/* Leave a column out from here on, as --drop wants it, or fail with the same words. */
LC_PRINTF(5, 6)
static lc_status drop(loader *l, lc_status code, const place *p, lc_error *err, const char *fmt,
                      ...)
{
    slot *s = &l->slot[p->slot];
    char text[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (!l->options->drop || l->options->like || s->role == ROLE_TARGET)
        return fail_at(err, code, p, "%s", text);
    s->role = ROLE_DROPPED;
    l->ignored[p->slot] = true;
    if (!lc_texts_add(&l->made.report.remarks, "dropped: %s", text))
        return lc_error_nomem(err);
    return LC_OK;
}

/* ---- cells ------------------------------------------------------------------------------ */

static lc_status mixed(loader *l, const place *p, const char *text, lc_error *err)
{
    const slot *s = &l->slot[p->slot];
    if (s->role == ROLE_TARGET)
        return fail_at(err, LC_E_FORMAT, p,
                       "target '%.60s' holds numbers and text ('%s'): mend it, or tell the task",
                       s->name, text);
    if (s->fixed)
        return fail_at(err, LC_E_FORMAT, p, "'%s' in column '%.60s' is no number", text, s->name);
    return drop(l, LC_E_FORMAT, p, err,
                "'%s' in column '%.60s' is no number, and other cells are: mend it, ignore the "
                "column, or name it as categorical",
                text, s->name);
}

static lc_status take_level(float *out, loader *l, const place *p, const char *text, size_t len,
                            lc_error *err)
{
    slot *s = &l->slot[p->slot];
    size_t id = LC_NO_LEVEL;
    if (s->fixed) {
        id = lc_levels_find(&s->levels, text, len);
        if (id != LC_NO_LEVEL) {
            *out = (float)id;
            return LC_OK;
        }
        if (s->role == ROLE_TARGET && !l->options->predict)
            return fail_at(err, LC_E_FORMAT, p, "class '%.*s' isn't among those learned from",
                           len < SNIPPET ? (int)len : SNIPPET, text);
        s->unknown++;
        *out = s->role == ROLE_TARGET ? NAN : LC_UNKNOWN_LEVEL;
        return LC_OK;
    }
    lc_status st = lc_levels_add(&id, &s->levels, text, len, err);
    if (st != LC_OK)
        return st;
    *out = (float)id;
    if (s->role == ROLE_TARGET && s->levels.n > LC_CLASSES_MAX)
        return fail_at(err, LC_E_LIMIT, p, "target '%.60s' has more than %d classes", s->name,
                       LC_CLASSES_MAX);
    if (s->role == ROLE_TARGET || s->levels.n <= l->max_levels)
        return LC_OK;
    return drop(l, LC_E_LIMIT, p, err,
                "column '%.60s' has more than %zu levels ('%s', ...): ignore it, drop such "
                "columns, or allow more levels",
                s->name, l->max_levels, s->text);
}

/* Note a number of the target among its distinct ones. */
static lc_status note_value(values *t, double v, lc_error *err)
{
    size_t low = 0, high = t->n;
    t->integers &= v == floor(v);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->v[middle] < v)
            low = middle + 1;
        else
            high = middle;
    }
    if (t->many || (low < t->n && t->v[low] == v))
        return LC_OK;
    if (t->n == LC_CLASSES_MAX) {
        t->many = true;
        return LC_OK;
    }
    if (!lc_mem_grow(&t->v, &t->cap, t->n + 1, sizeof *t->v))
        return lc_error_nomem(err);
    memmove(t->v + low + 1, t->v + low, (t->n - low) * sizeof *t->v);
    t->v[low] = v;
    t->n++;
    return LC_OK;
}

/* A cell that is a number or missing. */
static lc_status take_number(float *out, loader *l, const place *p, double v, lc_error *err)
{
    slot *s = &l->slot[p->slot];
    *out = NAN;
    if (isnan(v)) {
        s->missing++;
        return LC_OK;
    }
    if (s->kind == KIND_TEXT) {
        char text[LC_NUMBER_SIZE];
        if (!s->told)
            return mixed(l, &(place){s->text_line, p->row, p->slot}, s->text, err);
        lc_text_exact(text, v);
        return take_level(out, l, p, text, strlen(text), err);
    }
    if (!isfinite((float)v))
        return fail_at(err, LC_E_FORMAT, p, "%g in column '%.60s' is not within float32's %.2g", v,
                       s->name, (double)FLT_MAX);
    if (s->kind == KIND_OPEN) {
        s->kind = KIND_NUMBER;
        s->low = s->high = v;
    }
    s->low = v < s->low ? v : s->low;
    s->high = v > s->high ? v : s->high;
    *out = (float)v;
    return s->role == ROLE_TARGET ? note_value(&l->values, v, err) : LC_OK;
}

static lc_status take_text(float *out, loader *l, const place *p, const lc_field *f, lc_error *err)
{
    slot *s = &l->slot[p->slot];
    *out = NAN;
    if (s->text_line == 0) {
        s->text_line = p->line;
        snprintf(s->text, sizeof s->text, "%.*s", f->len < SNIPPET ? (int)f->len : SNIPPET,
                 f->text);
    }
    if (s->kind == KIND_NUMBER)
        return mixed(l, p, s->text, err);
    s->kind = KIND_TEXT;
    return take_level(out, l, p, f->text, f->len, err);
}

static bool is_used(const slot *s)
{
    return s->role == ROLE_FEATURE;
}

/* Count the row that next_row made room for, unless its target is missing. */
static bool keep_row(loader *l, float y)
{
    lc_dataset *d = &l->made;
    d->report.rows++;
    if (l->target && isnan(y) && !l->options->predict) {
        d->report.targetless++;
        return false;
    }
    if (l->target)
        d->y[d->n] = y;
    return true;
}

/* ---- what the table hands over ---------------------------------------------------------- */

static lc_status take_field(float *out, loader *l, const place *p, const lc_field *f,
                            lc_error *err)
{
    double v;
    if (lc_table_cell(&v, f, l->decimal))
        return take_number(out, l, p, v, err);
    return take_text(out, l, p, f, err);
}

static lc_status relayout(loader *l, lc_error *err)
{
    size_t dropped = 0;
    for (size_t c = 0; c < l->slots; c++)
        dropped += l->slot[c].role == ROLE_DROPPED;
    if (dropped == l->relayouts || l->relayouts >= RELAYOUTS_MAX)
        return LC_OK;
    l->relayouts = dropped;
    return lc_table_layout(l->table, l->slots, l->ignored, err);
}

static lc_status take_row(loader *l, const lc_row *row, lc_error *err)
{
    if (row->n != l->slots)
        return lc_error_set(err, LC_E_FORMAT, row->line,
                            "expected %zu field%s as in the first row, found %zu%s", l->slots,
                            l->slots == 1 ? "" : "s", row->n,
                            row->cut ? " (the input ends here)" : "");
    place p = {.line = row->line, .row = l->made.report.rows + 1};
    float *cell = next_row(l), y = 0;
    lc_status st = cell ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK && l->target) {
        p.slot = (size_t)(l->target - l->slot);
        st = take_field(&y, l, &p, &row->field[p.slot], err);
    }
    if (st != LC_OK || !keep_row(l, y))
        return st;
    for (size_t c = 0; c < l->slots && st == LC_OK; c++) {
        if (!is_used(&l->slot[c]))
            continue;
        p.slot = c;
        st = take_field(&cell[l->slot[c].at], l, &p, &row->field[c], err);
    }
    l->made.n++;
    return st == LC_OK ? relayout(l, err) : st;
}

static lc_status on_numbers(void *self, const double *const *column, size_t columns, size_t rows,
                            lc_error *err)
{
    loader *l = self;
    lc_status st = LC_OK;
    for (size_t r = 0; r < rows && st == LC_OK; r++) {
        place p = {.row = l->made.report.rows + 1};
        float *cell = next_row(l), y = 0;
        if (!cell)
            return lc_error_nomem(err);
        if (l->target) {
            p.slot = (size_t)(l->target - l->slot);
            st = take_number(&y, l, &p, column[p.slot][r], err);
        }
        if (st != LC_OK || !keep_row(l, y))
            continue;
        for (size_t c = 0; c < columns && st == LC_OK; c++) {
            p.slot = c;
            if (is_used(&l->slot[c]))
                st = take_number(&cell[l->slot[c].at], l, &p, column[c][r], err);
        }
        l->made.n++;
    }
    return st;
}

static lc_status on_broken(void *self, long line, const lc_field *text, const char *why,
                           lc_error *err)
{
    (void)self;
    (void)text;
    return lc_error_set(err, LC_E_FORMAT, line, "%s", why);
}

/* ---- the first row ---------------------------------------------------------------------- */

typedef struct name_at {
    const char *name;
    size_t at;
} name_at;

static int by_name(const void *a, const void *b)
{
    const name_at *s = a, *t = b;
    int c = strcmp(s->name, t->name);
    return c ? c : s->at < t->at ? -1 : s->at > t->at;
}

/* Names in order; the caller frees them. NULL when memory is out. */
static name_at *sort_names(const loader *l)
{
    name_at *names = lc_mem_resize(NULL, l->slots, sizeof *names);
    for (size_t c = 0; names && c < l->slots; c++)
        names[c] = (name_at){l->slot[c].name, c};
    if (names)
        qsort(names, l->slots, sizeof *names, by_name);
    return names;
}

/* Names that occur again get their column's number put behind them. */
static lc_status part_names(loader *l, lc_error *err)
{
    name_at *names = sort_names(l);
    lc_status st = names ? LC_OK : lc_error_nomem(err);
    for (size_t i = l->slots; i-- > 1 && st == LC_OK;) {
        if (strcmp(names[i].name, names[i - 1].name) != 0)
            continue;
        slot *s = &l->slot[names[i].at];
        char *name = lc_text_format("%s.%zu", s->name, names[i].at + 1);
        if (!name)
            st = lc_error_nomem(err);
        else if (!lc_texts_add(&l->made.report.remarks,
                               "column %zu is also called '%.60s': taken as '%.70s'",
                               names[i].at + 1, s->name, name))
            st = lc_error_nomem(err);
        if (name) {
            lc_mem_free(s->name);
            s->name = name;
        }
    }
    lc_mem_free(names);
    return st;
}

static bool is_blank(const lc_field *f)
{
    return f->len == 0;
}

/* All that is in it are numbers: this is no header. */
static bool is_data(const loader *l, const lc_row *row)
{
    double v;
    size_t numbers = 0;
    for (size_t c = 0; c < row->n; c++) {
        if (!lc_table_cell(&v, &row->field[c], l->decimal))
            return false;
        numbers += v == v; /* not missing */
    }
    return numbers > 0;
}

static lc_status make_slots(loader *l, const lc_row *row, bool named, lc_error *err)
{
    l->slot = lc_mem_resize(NULL, row->n, sizeof *l->slot);
    l->ignored = lc_mem_resize(NULL, row->n, sizeof *l->ignored);
    if (!l->slot || !l->ignored)
        return lc_error_nomem(err);
    for (size_t c = 0; c < row->n; c++) {
        const lc_field *f = &row->field[c];
        char *name = named && !is_blank(f) ? lc_mem_text(f->text, f->len)
                                           : lc_text_format("column %zu", c + 1);
        if (!name)
            return lc_error_nomem(err);
        l->slot[l->slots++] = (slot){.name = name};
        l->ignored[c] = false;
    }
    return named ? part_names(l, err) : LC_OK;
}

/* The index of a data frame says nothing, or worse: where the row came from. */
static lc_status ignore_index(loader *l, const lc_row *row, lc_error *err)
{
    static const char pandas[] = "Unnamed: 0";
    const lc_field *f = &row->field[0];
    bool unnamed = is_blank(f) ||
                   (f->len == sizeof pandas - 1 && memcmp(f->text, pandas, f->len) == 0);
    if (!unnamed || row->n < 2)
        return LC_OK;
    l->slot[0].role = ROLE_IGNORED;
    if (!lc_texts_add(&l->made.report.remarks,
                      "the first column has no name: taken as row numbers and ignored"))
        return lc_error_nomem(err);
    return LC_OK;
}

static lc_status no_column(const loader *l, const char *what, const char *name, lc_error *err)
{
    size_t best = SIZE_MAX;
    const char *near = NULL;
    for (size_t c = 0; c < l->slots; c++) {
        size_t far = lc_text_distance(name, l->slot[c].name);
        if (far < best && far <= 1 + strlen(name) / 3) {
            best = far;
            near = l->slot[c].name;
        }
    }
    if (near)
        return lc_error_set(err, LC_E_ARG, 0, "%s '%.60s' is no column, did you mean '%.60s'?",
                            what, name, near);
    return lc_error_set(err, LC_E_ARG, 0, "%s '%.60s' is no column; the %zu columns are '%.40s', "
                        "... '%.40s'", what, name, l->slots, l->slot[0].name,
                        l->slot[l->slots - 1].name);
}

/* A column by its name, else its name as people write it, else its number. */
static slot *find_slot(const loader *l, const char *name)
{
    char *end;
    for (size_t c = 0; c < l->slots; c++)
        if (strcmp(l->slot[c].name, name) == 0)
            return &l->slot[c];
    for (size_t c = 0; c < l->slots; c++)
        if (lc_text_same(l->slot[c].name, name))
            return &l->slot[c];
    unsigned long k = *name >= '0' && *name <= '9' ? strtoul(name, &end, 10) : 0;
    return k && !*end && k <= l->slots ? &l->slot[k - 1] : NULL;
}

/* Give columns their part as the options say. */
static lc_status assign_told(loader *l, lc_error *err)
{
    const lc_dataset_options *o = l->options;
    slot *s;
    if (o->target) {
        s = find_slot(l, o->target);
        if (!s)
            return no_column(l, "the target", o->target, err);
        s->role = ROLE_TARGET;
        s->told = o->task_told && o->task != LC_REGRESSION;
        s->kind = s->told ? KIND_TEXT : KIND_OPEN;
        l->target = s;
    }
    for (size_t i = 0; i < o->ignores; i++) {
        s = find_slot(l, o->ignore[i]);
        if (!s)
            return no_column(l, "to be ignored:", o->ignore[i], err);
        if (s == l->target)
            return lc_error_set(err, LC_E_ARG, 0, "the target '%.60s' can't be ignored", s->name);
        s->role = ROLE_IGNORED;
    }
    for (size_t i = 0; i < o->categoricals; i++) {
        s = find_slot(l, o->categorical[i]);
        if (!s)
            return no_column(l, "categorical", o->categorical[i], err);
        s->told = true;
        s->kind = KIND_TEXT;
    }
    for (size_t c = 0; c < l->slots; c++)
        if (l->slot[c].role == ROLE_FEATURE)
            l->slot[c].at = l->made.width++;
    return LC_OK;
}

static lc_status fix_levels(slot *s, const lc_texts *level, lc_error *err)
{
    lc_status st = LC_OK;
    size_t id;
    s->told = true;
    s->kind = KIND_TEXT;
    for (size_t i = 0; i < level->n && st == LC_OK; i++)
        st = lc_levels_add(&id, &s->levels, level->text[i], strlen(level->text[i]), err);
    return st;
}

static slot *bsearch_slot(loader *l, const name_at *names, const char *name)
{
    size_t low = 0, high = l->slots;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(names[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < l->slots && strcmp(names[low].name, name) == 0 ? &l->slot[names[low].at] : NULL;
}

static lc_status assign_column(loader *l, const name_at *names, size_t c, lc_error *err)
{
    const lc_column *column = &l->options->like->column[c];
    slot *s = bsearch_slot(l, names, column->name);
    if (!s)
        return no_column(l, "what the network learned from:", column->name, err);
    s->role = ROLE_FEATURE;
    s->fixed = true;
    s->at = c;
    s->kind = KIND_NUMBER;
    if (column->kind == LC_COLUMN_NUMBER)
        return LC_OK;
    return fix_levels(s, &column->level, err);
}

/* Give columns their part as another table had it; all others are ignored. */
static lc_status assign_like(loader *l, lc_error *err)
{
    const lc_schema *like = l->options->like;
    name_at *names = sort_names(l);
    lc_status st = names ? LC_OK : lc_error_nomem(err);
    for (size_t c = 0; c < l->slots; c++)
        l->slot[c].role = ROLE_IGNORED;
    l->made.width = like->columns;
    for (size_t c = 0; c < like->columns && st == LC_OK; c++)
        st = assign_column(l, names, c, err);
    slot *s = st == LC_OK && like->target.name ? bsearch_slot(l, names, like->target.name) : NULL;
    if (st == LC_OK && like->target.name && !s && !l->options->predict)
        st = no_column(l, "the target", like->target.name, err);
    if (s) {
        s->role = ROLE_TARGET;
        s->fixed = true;
        s->kind = KIND_NUMBER;
        l->target = s;
        if (like->target.task != LC_REGRESSION)
            st = fix_levels(s, &like->target.class_name, err);
    }
    lc_mem_free(names);
    return st;
}

static lc_status take_header(loader *l, const lc_row *row, lc_error *err)
{
    bool named = !is_data(l, row);
    lc_status st = make_slots(l, row, named, err);
    if (st == LC_OK && named && !l->options->like)
        st = ignore_index(l, row, err);
    if (st == LC_OK)
        st = l->options->like ? assign_like(l, err) : assign_told(l, err);
    if (st != LC_OK)
        return st;
    lc_dataset *d = &l->made;
    if (d->width == 0)
        return lc_error_set(err, LC_E_ARG, 0, "no column is left to learn from");
    d->block_rows = BLOCK_BYTES / sizeof(float) / d->width;
    d->block_rows += d->block_rows == 0;
    for (size_t c = 0; c < l->slots; c++) {
        l->ignored[c] = l->slot[c].role == ROLE_IGNORED;
        d->report.ignored += l->ignored[c];
    }
    st = lc_table_layout(l->table, l->slots, l->ignored, err);
    return st != LC_OK || named ? st : take_row(l, row, err);
}

static lc_status on_row(void *self, const lc_row *row, lc_error *err)
{
    loader *l = self;
    return l->slot ? take_row(l, row, err) : take_header(l, row, err);
}

/* ---- the input's end -------------------------------------------------------------------- */

/* Level numbers in a column of cells, or of the targets, become ranks. */
static void renumber(float *cell, size_t n, size_t step, const size_t *rank)
{
    for (size_t i = 0; i < n; i++, cell += step)
        if (*cell >= 0)
            *cell = (float)rank[(size_t)*cell];
}

static size_t rows_of_block(const lc_dataset *d, size_t b)
{
    size_t left = d->n - b * d->block_rows;
    return left < d->block_rows ? left : d->block_rows;
}

/* Put levels, and the cells that hold their numbers, into their order. */
static lc_status settle_levels(loader *l, slot *s, lc_texts *level, lc_error *err)
{
    lc_dataset *d = &l->made;
    size_t *rank = s->levels.n ? lc_mem_resize(NULL, s->levels.n, sizeof *rank) : NULL;
    if (!rank)
        return s->levels.n ? lc_error_nomem(err) : LC_OK;
    lc_status st = lc_levels_sort(level, rank, &s->levels, err);
    if (st == LC_OK && s->role == ROLE_TARGET)
        renumber(d->y, d->n, 1, rank);
    for (size_t b = 0; st == LC_OK && s->role == ROLE_FEATURE && b < d->blocks; b++)
        if (b * d->block_rows < d->n)
            renumber(d->block[b] + s->at, rows_of_block(d, b), d->width, rank);
    lc_mem_free(rank);
    return st;
}

static bool remark_on_numbers(loader *l, const slot *s)
{
    double size = fmax(fabs(s->low), fabs(s->high)), spread = s->high - s->low;
    if (spread > 0 && spread < COARSE * size)
        return lc_texts_add(&l->made.report.remarks,
                            "column '%.60s' differs by %.2g about %.6g, which float32 holds "
                            "coarsely: subtract an offset", s->name, spread, s->low);
    if (spread == 0 && s->kind == KIND_NUMBER)
        return lc_texts_add(&l->made.report.remarks, "column '%.60s' is constant", s->name);
    return true;
}

static lc_status settle_column(loader *l, slot *s, lc_error *err)
{
    lc_dataset *d = &l->made;
    lc_column *c = &d->schema.column[d->schema.columns++];
    *c = (lc_column){.name = s->name, .at = s->at, .missing = s->missing, .unknown = s->unknown};
    c->kind = s->kind == KIND_TEXT ? LC_COLUMN_CATEGORY : LC_COLUMN_NUMBER;
    s->name = NULL;
    d->report.missing += s->missing;
    d->report.unknown += s->unknown;
    d->report.numbers += c->kind == LC_COLUMN_NUMBER;
    d->report.categories += c->kind == LC_COLUMN_CATEGORY;
    return c->kind == LC_COLUMN_CATEGORY ? settle_levels(l, s, &c->level, err) : LC_OK;
}

static lc_status settle_columns(loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    lc_status st = LC_OK;
    d->schema.column = lc_mem_resize(NULL, d->width, sizeof *d->schema.column);
    if (!d->schema.column)
        return lc_error_nomem(err);
    for (size_t c = 0; c < l->slots && st == LC_OK; c++) {
        slot *s = &l->slot[c];
        bool empty = s->role == ROLE_FEATURE &&
                     (s->kind == KIND_OPEN || (s->kind == KIND_TEXT && s->levels.n == 0));
        if (empty)
            s->role = ROLE_DROPPED;
        if ((empty && !lc_texts_add(&d->report.remarks, "dropped: column '%.60s' is empty",
                                    s->name)) ||
            (s->role == ROLE_FEATURE && !remark_on_numbers(l, s)))
            return lc_error_nomem(err);
        d->report.dropped += s->role == ROLE_DROPPED;
        if (s->role == ROLE_FEATURE)
            st = settle_column(l, s, err);
    }
    if (st == LC_OK && d->schema.columns == 0)
        return lc_error_set(err, LC_E_ARG, 0, "no column is left to learn from: %zu ignored, "
                            "%zu dropped", d->report.ignored, d->report.dropped);
    return st;
}

/* The same columns in the same order as the other table. */
static lc_status settle_like(loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    lc_status st = lc_schema_copy(&d->schema, l->options->like, err);
    for (size_t c = 0; c < l->slots && st == LC_OK; c++) {
        const slot *s = &l->slot[c];
        if (s->role != ROLE_FEATURE)
            continue;
        lc_column *column = &d->schema.column[s->at];
        column->at = s->at;
        column->missing = s->missing;
        column->unknown = s->unknown;
        d->report.missing += s->missing;
        d->report.unknown += s->unknown;
        d->report.numbers += column->kind == LC_COLUMN_NUMBER;
        d->report.categories += column->kind == LC_COLUMN_CATEGORY;
    }
    d->report.why_task = "as the network learned";
    return st;
}

/* ---- the target ------------------------------------------------------------------------- */

/* Distinct numbers become classes. */
static lc_status class_numbers(loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    const values *t = &l->values;
    char name[LC_NUMBER_SIZE];
    for (size_t k = 0; k < t->n; k++) {
        lc_text_exact(name, t->v[k]);
        if (k && (float)t->v[k] == (float)t->v[k - 1])
            return lc_error_set(err, LC_E_LIMIT, 0, "classes %s and the one before are the same "
                                "as float32", name);
        if (!lc_texts_add(&d->schema.target.class_name, "%s", name))
            return lc_error_nomem(err);
    }
    for (size_t i = 0; i < d->n; i++) {
        size_t low = 0, high = t->n - 1;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if ((float)t->v[middle] < d->y[i])
                low = middle + 1;
            else
                high = middle;
        }
        d->y[i] = (float)low;
    }
    return LC_OK;
}

/* What a target of numbers asks for when the task isn't told. */
static lc_task task_of_numbers(const loader *l, const char **why)
{
    const values *t = &l->values;
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

static lc_status prefer_positive(loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    const char *positive = l->options->positive;
    lc_texts *names = &d->schema.target.class_name;
    if (!positive || l->options->like)
        return LC_OK;
    if (d->schema.target.task != LC_BINARY)
        return lc_error_set(err, LC_E_ARG, 0, "a positive class is for a binary target, and '%.60s' "
                            "is %s", d->schema.target.name, lc_task_name(d->schema.target.task));
    if (strcmp(names->text[1], positive) == 0)
        return LC_OK;
    if (strcmp(names->text[0], positive) != 0)
        return lc_error_set(err, LC_E_ARG, 0, "'%.60s' is no class of the target: they are '%.60s' "
                            "and '%.60s'", positive, names->text[0], names->text[1]);
    char *second = names->text[0];
    names->text[0] = names->text[1];
    names->text[1] = second;
    for (size_t i = 0; i < d->n; i++)
        d->y[i] = 1 - d->y[i];
    return LC_OK;
}

/* Decide the task, and number the classes. */
static lc_status settle_task(loader *l, lc_error *err)
{
    lc_dataset *d = &l->made;
    lc_target *t = &d->schema.target;
    const lc_dataset_options *o = l->options;
    slot *s = l->target;
    lc_status st = LC_OK;
    if ((s->kind == KIND_TEXT ? s->levels.n : l->values.n) == 1)
        return lc_error_set(err, LC_E_FORMAT, 0, "the target '%.60s' is constant: %s in all %zu "
                            "rows", s->name, s->kind == KIND_TEXT ? s->levels.level[0].text
                            : "the same number", d->n);
    if (o->task_told && o->task == LC_REGRESSION && s->kind == KIND_TEXT)
        return lc_error_set(err, LC_E_ARG, s->text_line, "a regression needs numbers, and the "
                            "target '%.60s' is text ('%s')", s->name, s->text);
    d->report.why_task = "as told";
    if (s->kind == KIND_TEXT) {
        st = settle_levels(l, s, &t->class_name, err);
        t->task = t->class_name.n == 2 ? LC_BINARY : LC_MULTICLASS;
        d->report.why_task = o->task_told ? "as told" : "the target is text";
    } else {
        t->task = o->task_told ? o->task : task_of_numbers(l, &d->report.why_task);
        if (t->task != LC_REGRESSION)
            st = class_numbers(l, err);
    }
    if (st == LC_OK && o->task_told && o->task == LC_BINARY && t->task != LC_BINARY)
        return lc_error_set(err, LC_E_ARG, 0, "a binary target has two classes, and '%.60s' has "
                            "%zu", s->name, t->class_name.n);
    t->task = o->task_told ? o->task : t->task;
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

static lc_status check_rows(const loader *l, lc_error *err)
{
    const lc_data_report *r = &l->made.report;
    size_t least = l->options->like ? 1 : 2;
    if (!l->slot)
        return lc_error_set(err, LC_E_FORMAT, 0, "not a table: there is nothing in it");
    if (l->made.n >= least)
        return LC_OK;
    if (r->targetless)
        return lc_error_set(err, LC_E_FORMAT, 0, "the target '%.60s' is missing in %zu of %zu rows",
                            l->target->name, r->targetless, r->rows);
    return lc_error_set(err, LC_E_FORMAT, 0, "expected at least %zu row%s under the header, found "
                        "%zu", least, least == 1 ? "" : "s", r->rows);
}

static lc_status settle(loader *l, lc_error *err)
{
    lc_status st = check_rows(l, err);
    if (st == LC_OK)
        st = l->options->like ? settle_like(l, err) : settle_columns(l, err);
    if (st == LC_OK && l->target && !l->options->like)
        st = settle_task(l, err);
    return st == LC_OK ? count_classes(&l->made, err) : st;
}

/* ---- the input -------------------------------------------------------------------------- */

/* Which of the usual delimiters stands most often in the first line, outside of quotes. */
static char guess_delimiter(const char *head, size_t n)
{
    static const char usual[] = {',', ';', '\t'};
    size_t count[sizeof usual] = {0}, best = 0;
    bool quoted = false, seen = false;
    for (size_t i = 0; i < n && (quoted || !seen || (head[i] != '\n' && head[i] != '\r')); i++) {
        quoted ^= head[i] == '"';
        seen |= head[i] != '\n' && head[i] != '\r';
        for (size_t k = 0; k < sizeof usual; k++)
            count[k] += !quoted && head[i] == usual[k];
    }
    for (size_t k = 1; k < sizeof usual; k++)
        best = count[k] > count[best] ? k : best;
    return usual[best];
}

static lc_status begin(loader *l, const char *head, size_t n, lc_error *err)
{
    const lc_dataset_options *o = l->options;
    l->delimiter = o->delimiter ? o->delimiter
                                : guess_delimiter(head, n < HEAD_BYTES ? n : HEAD_BYTES);
    l->decimal = o->decimal ? o->decimal : l->delimiter == ';' ? ',' : '.';
    const lc_table_options options = {l->delimiter, l->decimal, o->threads};
    const lc_table_handler handler = {l, on_row, on_numbers, on_broken};
    return lc_table_open(&l->table, &options, &handler, err);
}

static lc_status read_all(loader *l, FILE *in, lc_error *err)
{
    char *bytes = lc_mem_resize(NULL, READ_BYTES, 1);
    lc_status st = bytes ? LC_OK : lc_error_nomem(err);
    for (size_t n = READ_BYTES; st == LC_OK && n == READ_BYTES;) {
        errno = 0;
        n = fread(bytes, 1, READ_BYTES, in);
        if (ferror(in))
            st = lc_error_set(err, LC_E_IO, 0, "can't be read: %s", strerror(errno));
        if (st == LC_OK && !l->table)
            st = begin(l, bytes, n, err);
        if (st == LC_OK && n)
            st = lc_table_feed(l->table, bytes, n, err);
    }
    if (st == LC_OK)
        st = lc_table_finish(l->table, err);
    lc_mem_free(bytes);
    return st;
}

static void loader_free(loader *l)
{
    lc_table_close(l->table);
    for (size_t c = 0; c < l->slots; c++) {
        lc_mem_free(l->slot[c].name);
        lc_levels_free(&l->slot[c].levels);
    }
    lc_mem_free(l->slot);
    lc_mem_free(l->ignored);
    lc_mem_free(l->values.v);
    lc_dataset_free(&l->made);
}

lc_status lc_dataset_read(lc_dataset *d, FILE *in, const lc_dataset_options *options,
                          lc_error *err)
{
    size_t levels = options->max_levels ? options->max_levels : LC_LEVELS_USUAL;
    if (levels > LC_LEVELS_MAX)
        return lc_error_set(err, LC_E_ARG, 0, "expected at most %u levels", LC_LEVELS_MAX);
    loader l = {.options = options, .max_levels = levels, .values.integers = true};
    if (err)
        *err = (lc_error)LC_ERROR_INIT;
    lc_status st = read_all(&l, in, err);
    if (st == LC_OK)
        st = settle(&l, err);
    if (st == LC_OK) {
        *d = l.made;
        l.made = (lc_dataset)LC_DATASET_INIT;
    }
    loader_free(&l);
    return st;
}
