/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * load.c - from delimited text to a data set: columns are typed as their cells come.
 *
 * Rows of numbers come from the table in blocks, others one by one as text. A column takes its kind
 * from its first cell; one that holds both text and numbers is refused, so that the outcome doesn't
 * depend on the order of rows.
 */
#include "train/load.h"

#include "base/mem.h"
#include "base/text.h"
#include "train/date.h"

#include <errno.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#define READ_BYTES (1u << 18) /* asked of the input at once */
#define HEAD_BYTES (1u << 16) /* in which the delimiter is looked for */
#define OFFSET_FROM 0x1p20    /* numbers as large lose what follows the point in float32 */
#define TILE 64               /* rows taken column by column: a core's cache holds them */
#define RELAYOUTS_MAX 1000    /* dropped columns beyond these are parsed in vain */

/* ---- rows ------------------------------------------------------------------------------- */

/* Room for row n; NULL when memory is out. */
static float *next_row(lc_loader *l)
{
    lc_dataset *d = &l->made;
    size_t b = d->n / d->cells.block_rows;
    if (b == d->cells.blocks) {
        if (!lc_mem_grow(&d->cells.block, &d->cells.cap, b + 1, sizeof *d->cells.block))
            return NULL;
        float *rows = lc_mem_resize(NULL, d->cells.block_rows * d->cells.width, sizeof *rows);
        if (!rows)
            return NULL;
        d->cells.block[d->cells.blocks++] = rows;
    }
    if (l->target && !lc_mem_grow(&d->y, &l->y_cap, d->n + 1, sizeof *d->y))
        return NULL;
    return d->cells.block[b] + d->n % d->cells.block_rows * d->cells.width;
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
static lc_status drop(lc_loader *l, lc_status code, const place *p, lc_error *err, const char *fmt,
                      ...)
{
    lc_slot *s = &l->slot[p->slot];
    char text[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (!l->options->drop || l->options->schema || s->role == ROLE_TARGET)
        return fail_at(err, code, p, "%s", text);
    s->role = ROLE_DROPPED;
    l->ignored[p->slot] = true;
    if (!lc_texts_add(&l->made.report.remarks, "dropped: %s", text))
        return lc_error_nomem(err);
    return LC_OK;
}

/* ---- cells ------------------------------------------------------------------------------ */

static lc_status mixed(lc_loader *l, const place *p, const char *text, lc_error *err)
{
    const lc_slot *s = &l->slot[p->slot];
    if (s->role == ROLE_TARGET)
        return fail_at(err, LC_E_FORMAT, p,
                       "target '%.60s' mixes numbers and text ('%s'): clean it, or set the task",
                       s->name, text);
    const char *what = s->kind == KIND_DATE ? "date" : "number";
    if (s->from_schema)
        return fail_at(err, LC_E_FORMAT, p, "'%s' in column '%.60s' is not a %s", text, s->name,
                       what);
    if (s->role != ROLE_FEATURE)
        return fail_at(err, LC_E_FORMAT, p,
                       "'%s' in column '%.60s' is not a %s, but other cells are", text, s->name,
                       what);
    return drop(l, LC_E_FORMAT, p, err,
                "'%s' in column '%.60s' is not a %s, but other cells are: clean it, ignore the "
                "column, or treat it as categories",
                text, s->name, what);
}

static lc_status take_category(float *out, lc_loader *l, const place *p, const char *text,
                               size_t len, lc_error *err)
{
    lc_slot *s = &l->slot[p->slot];
    size_t id = LC_NO_CATEGORY;
    if (s->from_schema) {
        id = lc_categories_find(&s->categories, text, len);
        if (id != LC_NO_CATEGORY) {
            *out = (float)id;
            return LC_OK;
        }
        if (s->role == ROLE_TARGET && !l->options->predict)
            return fail_at(err, LC_E_FORMAT, p, "class '%.*s' does not occur in the training table",
                           len < LC_SNIPPET ? (int)len : LC_SNIPPET, text);
        s->unknown++;
        id = lc_categories_find(&s->categories, LC_OTHER_CATEGORY, strlen(LC_OTHER_CATEGORY));
        *out = s->role == ROLE_TARGET ? NAN
               : id != LC_NO_CATEGORY ? (float)id
                                      : LC_UNKNOWN_CATEGORY;
        return LC_OK;
    }
    lc_status st = lc_categories_add(&id, &s->categories, text, len, err);
    if (st != LC_OK)
        return st;
    *out = (float)id;
    if (s->role == ROLE_TARGET && s->categories.n > LC_CLASSES_MAX)
        return fail_at(err, LC_E_LIMIT, p, "target '%.60s' has more than %d classes", s->name,
                       LC_CLASSES_MAX);
    if (s->role != ROLE_FEATURE || s->categories.n <= l->max_categories)
        return LC_OK;
    return drop(l, LC_E_LIMIT, p, err,
                "column '%.60s' has more than %zu categories ('%s', ...): ignore it, drop such "
                "columns, or allow more categories",
                s->name, l->max_categories, s->text);
}

/* Note a number of the target among its distinct ones. */
static lc_status note_value(lc_values *t, double v, lc_error *err)
{
    size_t low = 0, high = t->n;
    t->integers &= v == floor(v);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->value[middle].v < v)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < t->n && t->value[low].v == v) {
        t->value[low].rows++;
        return LC_OK;
    }
    if (t->many || t->n == LC_CLASSES_MAX) {
        t->many = true;
        return LC_OK;
    }
    if (!lc_mem_grow(&t->value, &t->cap, t->n + 1, sizeof *t->value))
        return lc_error_nomem(err);
    memmove(t->value + low + 1, t->value + low, (t->n - low) * sizeof *t->value);
    t->value[low] = (lc_value){v, 1};
    t->n++;
    return LC_OK;
}

/* Store the numbers of a column without an offset. */
static void drop_offset(lc_loader *l, lc_slot *s)
{
    lc_dataset *d = &l->made;
    for (size_t i = 0; i < d->n; i++) {
        float *cell =
            d->cells.block[i / d->cells.block_rows] + i % d->cells.block_rows * d->cells.width;
        float *v = s->role == ROLE_TARGET ? &d->y[i] : &cell[s->at];
        *v = (float)((double)*v + s->offset);
    }
    s->offset = 0;
}

/* A large number or a date is stored by its distance from the column's first one: float32 has 24 bits.
 * That is never coarser as long as all are within half of it. */
static void choose_offset(lc_loader *l, lc_slot *s, double v, bool first)
{
    if (first)
        s->offset = fabs(v) >= OFFSET_FROM || s->kind == KIND_DATE ? v : 0;
    else if (s->offset != 0 && !s->from_schema && fabs(v - s->offset) > fabs(s->offset) / 2)
        drop_offset(l, s);
}

static void store_value(float *out, lc_loader *l, lc_slot *s, double v, bool first)
{
    choose_offset(l, s, v, first);
    s->low = first || v < s->low ? v : s->low;
    s->high = first || v > s->high ? v : s->high;
    *out = (float)(v - s->offset);
}

/* A cell that is a number or missing. */
static lc_status take_number(float *out, lc_loader *l, const place *p, double v, lc_error *err)
{
    lc_slot *s = &l->slot[p->slot];
    *out = NAN;
    if (isnan(v)) {
        s->missing++;
        return LC_OK;
    }
    if (s->kind == KIND_DATE)
        return mixed(l, &(place){s->text_line, p->row, p->slot}, s->text, err);
    if (s->kind == KIND_TEXT) {
        char text[LC_NUMBER_SIZE];
        if (!s->user_set)
            return mixed(l, &(place){s->text_line, p->row, p->slot}, s->text, err);
        lc_text_exact(text, v);
        return take_category(out, l, p, text, strlen(text), err);
    }
    if (!isfinite((float)v))
        return fail_at(err, LC_E_FORMAT, p,
                       "%g in column '%.60s' is outside the range of float32 (%.2g)", v, s->name,
                       (double)FLT_MAX);
    bool first = s->kind == KIND_UNKNOWN;
    s->kind = KIND_NUMBER;
    store_value(out, l, s, v, first);
    return s->role == ROLE_TARGET ? note_value(&l->values, v, err) : LC_OK;
}

static lc_status take_text(float *out, lc_loader *l, const place *p, const lc_field *f,
                           lc_error *err)
{
    lc_slot *s = &l->slot[p->slot];
    char text[LC_SNIPPET + 1];
    int shown = f->len < LC_SNIPPET ? (int)f->len : LC_SNIPPET;
    *out = NAN;
    if (s->text_line == 0) {
        s->text_line = p->line;
        snprintf(s->text, sizeof s->text, "%.*s", shown, f->text);
    }
    bool first = s->kind == KIND_UNKNOWN && (s->role == ROLE_FEATURE || s->role == ROLE_TIME);
    double days;
    if ((first || s->kind == KIND_DATE) && lc_date_read(&days, f->text, f->len)) {
        s->kind = KIND_DATE;
        store_value(out, l, s, days, first);
        return LC_OK;
    }
    if (s->kind == KIND_NUMBER || s->kind == KIND_DATE) {
        snprintf(text, sizeof text, "%.*s", shown, f->text);
        return mixed(l, p, text, err);
    }
    s->kind = KIND_TEXT;
    return take_category(out, l, p, f->text, f->len, err);
}

/* Whether it has a cell in each row. */
static bool is_used(const lc_slot *s)
{
    return s->role <= ROLE_WEIGHT;
}

/* Count the row that next_row made room for, unless its target is missing. */
static bool keep_row(lc_loader *l, float y)
{
    lc_dataset *d = &l->made;
    d->report.rows++;
    if (l->target && isnan(y) && !l->options->predict) {
        d->report.without_target++;
        return false;
    }
    if (l->target)
        d->y[d->n] = y;
    return true;
}

/* ---- what the table hands over ---------------------------------------------------------- */

static lc_status take_field(float *out, lc_loader *l, const place *p, const lc_field *f,
                            lc_error *err)
{
    double v;
    if (lc_table_cell(&v, f, l->decimal))
        return take_number(out, l, p, v, err);
    return take_text(out, l, p, f, err);
}

static lc_status relayout(lc_loader *l, lc_error *err)
{
    size_t dropped = 0;
    for (size_t c = 0; c < l->slots; c++)
        dropped += l->slot[c].role == ROLE_DROPPED;
    if (dropped == l->relayouts || l->relayouts >= RELAYOUTS_MAX)
        return LC_OK;
    l->relayouts = dropped;
    return lc_table_layout(l->table, l->layout, l->ignored, err);
}

/* Carry a cell along. */
static lc_status keep_id(lc_loader *l, const lc_row *row, lc_error *err)
{
    if (!l->id)
        return LC_OK;
    const lc_field *f = &row->field[l->id - l->slot];
    bool ok = f->len <= INT_MAX && lc_texts_add(&l->made.id, "%.*s", (int)f->len, f->text);
    return ok ? LC_OK : lc_error_nomem(err);
}

static lc_status load_row(lc_loader *l, const lc_row *row, lc_error *err)
{
    if (row->n != l->slots)
        return lc_error_set(
            err, LC_E_FORMAT, row->line, "expected %zu field%s as in the first row, found %zu%s",
            l->slots, l->slots == 1 ? "" : "s", row->n, row->cut ? " (the input ends here)" : "");
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
    if (st == LC_OK)
        st = keep_id(l, row, err);
    l->made.n++;
    return st == LC_OK ? relayout(l, err) : st;
}

static lc_status load_numbers(lc_loader *l, const double *const *column, size_t columns, size_t r,
                              lc_error *err)
{
    lc_status st = LC_OK;
    place p = {.row = l->made.report.rows + 1};
    float *cell = next_row(l), y = 0;
    if (!cell)
        return lc_error_nomem(err);
    if (l->target) {
        p.slot = (size_t)(l->target - l->slot);
        st = take_number(&y, l, &p, column[p.slot][r], err);
    }
    if (st != LC_OK || !keep_row(l, y))
        return st;
    for (size_t c = 0; c < columns && st == LC_OK; c++) {
        p.slot = c;
        if (is_used(&l->slot[c]))
            st = take_number(&cell[l->slot[c].at], l, &p, column[c][r], err);
    }
    l->made.n++;
    return st;
}

/* Store v[n], `stride` apart; false when one of them needs to be looked at: take_number() knows. */
static bool take_column(float *out, size_t stride, lc_slot *s, const double *v, size_t n)
{
    double low = s->low, high = s->high, offset = s->offset;
    size_t missing = 0;
    for (size_t i = 0; i < n; i++) {
        low = v[i] < low ? v[i] : low;
        high = v[i] > high ? v[i] : high;
        missing += v[i] != v[i];
        out[i * stride] = (float)(v[i] - offset);
    }
    s->tile.low = low;
    s->tile.high = high;
    s->tile.missing = missing;
    bool far = offset != 0 && !s->from_schema &&
               (offset - low > fabs(offset) / 2 || high - offset > fabs(offset) / 2);
    return s->kind == KIND_NUMBER && !far && low >= -(double)FLT_MAX && high <= (double)FLT_MAX;
}

static void end_column(lc_slot *s)
{
    s->low = s->tile.low;
    s->high = s->tile.high;
    s->missing += s->tile.missing;
}

/* Rows column by column, as next_row() has room for the first of them. False, with nothing counted:
 * they must be taken one by one. */
static bool take_tile(lc_loader *l, float *cell, const double *const *column, size_t columns,
                      size_t first, size_t n)
{
    lc_dataset *d = &l->made;
    for (size_t c = 0; c < columns; c++)
        if (is_used(&l->slot[c]) &&
            !take_column(cell + l->slot[c].at, d->cells.width, &l->slot[c], column[c] + first, n))
            return false;
    if (l->target &&
        (!take_column(d->y + d->n, 1, l->target, column[l->target - l->slot] + first, n) ||
         l->target->tile.missing))
        return false;
    for (size_t c = 0; c < columns; c++)
        if (is_used(&l->slot[c]))
            end_column(&l->slot[c]);
    if (l->target)
        end_column(l->target);
    d->n += n;
    d->report.rows += n;
    return true;
}

static lc_status on_numbers(void *self, const double *const *column, size_t columns,
                            const double *line, size_t rows, lc_error *err)
{
    lc_loader *l = self;
    lc_dataset *d = &l->made;
    (void)line;
    lc_status st = LC_OK;
    for (size_t r = 0, n; r < rows && st == LC_OK; r += n) {
        size_t room = d->cells.block_rows - d->n % d->cells.block_rows;
        n = rows - r < TILE ? rows - r : TILE;
        n = n < room ? n : room;
        float *cell = next_row(l);
        if (!cell || (l->target && !lc_mem_grow(&d->y, &l->y_cap, d->n + n, sizeof *d->y)))
            return lc_error_nomem(err);
        if (!take_tile(l, cell, column, columns, r, n)) {
            for (size_t i = 0; i < n && st == LC_OK; i++)
                st = load_numbers(l, column, columns, r + i, err);
            continue;
        }
        const double *y = l->target ? column[l->target - l->slot] + r : NULL;
        for (size_t i = 0; l->target && i < n && st == LC_OK; i++)
            st = note_value(&l->values, y[i], err);
    }
    return st;
}

static lc_status on_row(void *self, const lc_row *row, lc_error *err)
{
    lc_loader *l = self;
    bool named = false;
    lc_status st = l->slot ? LC_OK : lc_load_header(&named, l, row, err);
    return st != LC_OK || named ? st : load_row(l, row, err);
}

static lc_status on_broken(void *self, long line, const lc_field *text, const char *why,
                           lc_error *err)
{
    (void)self;
    (void)text;
    return lc_error_set(err, LC_E_FORMAT, line, "%s", why);
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

/* Files that are often taken for tables of text. */
static const struct {
    const char *magic, *what;
} others[] = {
    {"PAR1", "a Parquet file"},
    {"ARROW1", "an Arrow file"},
    {"PK\003\004", "a ZIP archive or spreadsheet"},
    {"\037\213", "compressed by gzip"},
    {"SQLite format 3", "an SQLite database"},
    {"\x28\xb5\x2f\xfd", "compressed by zstd"},
    {"\x89HDF", "an HDF5 file"},
    {"\x93NUMPY", "a NumPy array"},
};

static lc_status begin(lc_loader *l, const char *head, size_t n, lc_error *err)
{
    const lc_dataset_options *o = l->options;
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        size_t len = strlen(others[k].magic);
        if (n >= len && memcmp(head, others[k].magic, len) == 0)
            return lc_error_set(err, LC_E_FORMAT, 0, "is %s, expected CSV", others[k].what);
    }
    l->delimiter = o->delimiter;
    if (!l->delimiter)
        l->delimiter = guess_delimiter(head, n < HEAD_BYTES ? n : HEAD_BYTES);
    l->decimal = o->decimal;
    if (!l->decimal)
        l->decimal = l->delimiter == ';' ? (char)',' : (char)'.';
    const lc_table_options options = {
        .delimiter = l->delimiter, .decimal = l->decimal, .threads = o->threads};
    const lc_table_handler handler = {l, on_row, on_numbers, on_broken};
    return lc_table_open(&l->table, &options, &handler, err);
}

static lc_status read_all(lc_loader *l, FILE *in, lc_error *err)
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

static void loader_free(lc_loader *l)
{
    lc_table_close(l->table);
    for (size_t c = 0; c < l->slots; c++) {
        lc_mem_free(l->slot[c].name);
        lc_categories_free(&l->slot[c].categories);
    }
    lc_mem_free(l->slot);
    lc_mem_free(l->ignored);
    lc_mem_free(l->values.value);
    lc_dataset_free(&l->made);
}

lc_status lc_dataset_read(lc_dataset *d, FILE *in, const lc_dataset_options *options, lc_error *err)
{
    size_t categories = options->max_categories ? options->max_categories : LC_CATEGORIES_DEFAULT;
    if (categories > LC_CATEGORIES_MAX)
        return lc_error_set(err, LC_E_ARG, 0, "expected at most %u categories", LC_CATEGORIES_MAX);
    lc_loader l = {.options = options, .max_categories = categories, .values.integers = true};
    if (err)
        *err = (lc_error)LC_ERROR_INIT;
    lc_status st = read_all(&l, in, err);
    if (st == LC_OK)
        st = lc_load_types(&l, err);
    if (st == LC_OK) {
        *d = l.made;
        l.made = (lc_dataset)LC_DATASET_INIT;
    }
    loader_free(&l);
    return st;
}
