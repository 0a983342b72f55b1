/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * metric_table.c - tables of metrics: a header, then one row of numbers for each moment logged.
 *
 * Comma, semicolon or tab, whichever makes the rows fit the header best. What people's files have
 * beside that is lived with: comment lines above the header, the header again in the middle (with
 * other columns from there on, too), an unnamed first column, columns of text, torn rows. Comments
 * tell facts of the run; those of our own tables (table_comments.h) tell what each column is, and that one
 * table holds several runs. Of such a table everything is taken as it stands. What else the table of a
 * certain program has, or means by its names, its form says (metric_table.h).
 */
#include "read/engine/metric_table.h"

#include "base/mem.h"
#include "base/text.h"
#include "model/metric.h"
#include "read/engine/named.h"
#include "read/engine/table_comments.h"
#include "read/engine/table_roles.h"
#include "table/table.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define TEXT_CELLS 8 /* that a column without numbers has before it counts as text */
#define KNOWN_MAX 64 /* names of a header that are looked at */
#define FAR 8.0 /* powers of e between a number and the one before, beyond which all are alike */
#define DAY 86400.0 /* [s] */

/* ---- the reader ------------------------------------------------------------------------ */

typedef struct column {
    char *name;  /* as the header has it */
    uint32_t id; /* of its metric */
    bool ignored;
    bool timed;         /* its cells may be clocks, "12:30" */
    bool time_of_day;   /* ... that begin again at midnight */
    double clock, days; /* [s] the last one, and what the midnights before it add */
    bool axis;          /* its name is an axis' */
    bool numeric;       /* a number was seen in it */
    double last;        /* the last one */
    unsigned texts;     /* cells of text seen before the first number ... */
    long text_line;     /* ... and where the first of them was */
} column;

typedef struct metric_table {
    const lc_table_form *form;
    lc_builder *builder;
    char decimal;
    lc_table *table; /* NULL until the delimiter is known */
    char *head;      /* what was fed before that */
    size_t head_n, head_cap;
    lc_table_comments said; /* above the header */
    char *squeezed;         /* a block with tabs for blanks, where the form has those */
    size_t squeezed_cap;
    bool within, gap; /* a line has begun; blanks came after its beginning */

    column *column; /* as the header in force has them */
    size_t columns, columns_cap;
    bool tentative;   /* ... which is a comment so far */
    size_t known;     /* names in it which say something */
    long header_line; /* where they stand */
    size_t rows;      /* below this header */
    bool numbers;     /* a number was seen in the log */
    bool counts;      /* the unnamed first column is still waited for: does it merely count? */
    double count;     /* its value in the first row */
    lc_row held;      /* a row that waits for the next one; n is 0: there is none */
    lc_field *held_field;
    char *held_text;
    bool surplus_told; /* rows of one cell more are not understood */
    size_t misfit;     /* cells of the first row that has not as many as the header; 0: none */
    lc_table_roles roles;
    char run_name[LC_NAME_MAX]; /* of the row before, where columns tell it */

    size_t word;           /* what of it comes next */
    size_t runs;           /* of a table that holds several: those begun so far, ... */
    char *run, *first_run; /* ... the one that is being read, and the first one */

    bool *seen; /* by id: a column of this header has it */
    size_t seen_cap;
    uint32_t *id; /* of the columns that aren't ignored, for lc_builder_columns */
    const double **values;
    bool *ignored;
    size_t lists_cap;
} metric_table;

/* ---- headers --------------------------------------------------------------------------- */

static void columns_free(metric_table *c)
{
    for (size_t i = 0; i < c->columns; i++)
        lc_mem_free(c->column[i].name);
    c->columns = 0;
}

static bool is_text(const char *s, const lc_field *f)
{
    return s && strlen(s) == f->len && memcmp(s, f->text, f->len) == 0;
}

static lc_field without_hash(lc_field f)
{
    while (f.len && (*f.text == '#' || *f.text == ' '))
        f = (lc_field){f.text + 1, f.len - 1};
    return f;
}

static bool is_unnamed(const lc_field *f)
{
    static const char pandas[] = "Unnamed: ";
    return f->len == 0 ||
           (f->len >= sizeof pandas && memcmp(f->text, pandas, sizeof pandas - 1) == 0);
}

/* Lists as long as the header. */
static bool lists_grow(metric_table *c)
{
    if (c->columns <= c->lists_cap)
        return true;
    size_t n = c->columns;
    uint32_t *id = lc_mem_resize(c->id, n, sizeof *id);
    c->id = id ? id : c->id;
    const double **values = lc_mem_resize(c->values, n, sizeof *values);
    c->values = values ? values : c->values;
    bool *ignored = lc_mem_resize(c->ignored, n, sizeof *ignored);
    c->ignored = ignored ? ignored : c->ignored;
    if (!id || !values || !ignored)
        return false;
    c->lists_cap = n;
    return true;
}

/* Tell the table which columns shall come as numbers. */
static lc_status lay_out(metric_table *c, lc_error *err)
{
    for (size_t i = 0; i < c->columns; i++)
        c->ignored[i] = c->column[i].ignored;
    return lc_table_layout(c->table, c->columns, c->ignored, err);
}

/* An unnamed first column is the index of a data frame. Beside an axis it says nothing; without
 * one it is waited for until the second row shows whether it merely counts. */
static void judge_unnamed(metric_table *c)
{
    bool axis = false;
    for (size_t i = 1; i < c->columns && !axis; i++)
        axis = c->column[i].axis;
    c->column[0].ignored = true;
    c->counts = !axis;
    c->count = lc_absent();
}

/* What the form makes of a column. */
static lc_table_column understand(const metric_table *c, const column *col)
{
    lc_table_column is = {.name = lc_span_of(col->name), .before = "", .run_before = ""};
    if (c->form->column)
        c->form->column(&is, lc_builder_path(c->builder));
    return is;
}

static char *join(const char *before, const lc_span *name)
{
    return lc_text_format("%s%.*s", before, (int)lc_span_length(name), name->s);
}

/* Hand on what is known of a metric beside its name. */
static lc_status describe_metric(metric_table *c, column *col, const lc_table_column *is,
                                 const char *metric)
{
    lc_status st = LC_OK;
    col->timed = lc_metric_kind(metric, strlen(metric)) == LC_WALL_TIME;
    col->time_of_day = is->time_of_day;
    if (is->averaged)
        st = lc_builder_averaged(c->builder, col->id, is->averaged);
    if (st == LC_OK && is->percent)
        st = lc_builder_percent(c->builder, col->id);
    return st;
}

/* Note that this header has the metric; *before says whether it had it already. */
static lc_status see_metric(metric_table *c, uint32_t id, bool *before, lc_error *err)
{
    size_t had = c->seen_cap;
    if (!lc_mem_grow(&c->seen, &c->seen_cap, (size_t)id + 1, sizeof *c->seen))
        return lc_error_nomem(err);
    memset(c->seen + had, 0, (c->seen_cap - had) * sizeof *c->seen);
    *before = c->seen[id];
    c->seen[id] = true;
    return LC_OK;
}

/* Put the column's place behind a name that this header has twice. */
static bool tell_apart(char **name, size_t i)
{
    char *longer = lc_text_format("%s.%zu", *name, i + 1);
    if (!longer)
        return false;
    lc_mem_free(*name);
    *name = longer;
    return true;
}

static bool is_measure(const char *name)
{
    lc_kind kind = lc_metric_kind(name, strlen(name));
    return kind == LC_LOSS || kind == LC_SCORE;
}

/* Find the id of a metric that no column before this one has. Those of runs side by side have one
 * name in each run, but not in the header. */
static lc_status find_metric(metric_table *c, size_t i, bool beside, char **metric, lc_error *err)
{
    column *col = &c->column[i];
    bool before = true;
    while (before) {
        const char *name = beside ? col->name : *metric;
        lc_status st = lc_builder_metric(c->builder, name, strlen(name), &col->id);
        if (st == LC_OK)
            st = see_metric(c, col->id, &before, err);
        if (st != LC_OK)
            return st;
        if (before && is_measure(col->name))
            lc_builder_remark(c->builder, c->header_line, "several columns are called '%.60s'",
                              col->name);
        if (before && (!tell_apart(metric, i) || !tell_apart(&col->name, i)))
            return lc_error_nomem(err);
    }
    return LC_OK;
}

static lc_status declare_metric(metric_table *c, size_t i, lc_error *err)
{
    column *col = &c->column[i];
    lc_table_column is = understand(c, col);
    col->ignored = is.ignored;
    if (is.ignored)
        return LC_OK;
    char *metric = join(is.before, &is.name), *run = NULL;
    if (!metric || !(run = join(is.run_before, &is.run))) {
        lc_mem_free(metric);
        return lc_error_nomem(err);
    }
    bool beside = lc_span_length(&is.run) > 0;
    lc_status st = find_metric(c, i, beside, &metric, err);
    if (st == LC_OK)
        st = lc_builder_origin(c->builder, col->id, "column %zu, '%.60s'", i + 1, col->name);
    if (st == LC_OK)
        st = describe_metric(c, col, &is, metric);
    if (st == LC_OK && beside)
        st = lc_builder_assign_run(c->builder, col->id, run, metric);
    lc_mem_free(metric);
    lc_mem_free(run);
    return st;
}

static lc_status declare_metrics(metric_table *c, lc_error *err)
{
    lc_status st = LC_OK;
    if (c->seen_cap)
        memset(c->seen, 0, c->seen_cap * sizeof *c->seen);
    for (size_t i = 0; i < c->columns && st == LC_OK; i++)
        if (!c->column[i].ignored)
            st = declare_metric(c, i, err);
    return st;
}

/* What columns say of their rows beside numbers, and what metrics the others hold. */
static lc_status find_roles(metric_table *c, lc_error *err)
{
    const char **names = lc_mem_resize(NULL, c->columns, sizeof *names);
    if (!names)
        return lc_error_nomem(err);
    for (size_t i = 0; i < c->columns; i++)
        names[i] = c->column[i].name;
    lc_table_roles_find(&c->roles, names, c->columns);
    for (size_t i = 0; i < c->columns; i++)
        if (lc_table_roles_is_text(&c->roles, i) || i == c->roles.value || i == c->roles.x)
            c->column[i].ignored = true;
    lc_mem_free(names);
    return declare_metrics(c, err);
}

/* The names in a header become the columns. */
static lc_status name_columns(metric_table *c, const lc_field *field, size_t n, lc_error *err)
{
    columns_free(c);
    if (!lc_mem_grow(&c->column, &c->columns_cap, n, sizeof *c->column))
        return lc_error_nomem(err);
    for (size_t i = 0; i < n; i++) {
        bool unnamed = i > 0 && !c->said.ours && is_unnamed(&field[i]);
        char *name = unnamed ? lc_text_format("column %zu", i + 1)
                             : lc_mem_text(field[i].text, field[i].len);
        if (!name)
            return lc_error_nomem(err);
        bool axis = lc_kind_is_axis(lc_metric_kind(name, strlen(name)));
        c->column[c->columns++] = (column){.name = name, .axis = axis};
    }
    c->rows = 0;
    c->counts = false;
    if (!lists_grow(c))
        return lc_error_nomem(err);
    if (c->said.ours)
        return LC_OK;
    if (n > 1 && is_unnamed(&field[0]))
        judge_unnamed(c);
    return find_roles(c, err);
}

static size_t known_names(const lc_row *row)
{
    size_t known = 0;
    for (size_t i = 0; i < row->n && i < KNOWN_MAX; i++)
        known += lc_metric_kind(row->field[i].text, row->field[i].len) != LC_OTHER;
    return known;
}

static bool is_same_header(const metric_table *c, const lc_row *row)
{
    if (row->n != c->columns)
        return false;
    for (size_t i = 0; i < row->n; i++) {
        const lc_field *f = &row->field[i];
        if (is_unnamed(f))
            continue;
        if (!is_text(c->column[i].name, f))
            return false;
    }
    return true;
}

/* A header with other columns shares a name with the one in force. */
static bool shares_name(const metric_table *c, const lc_row *row)
{
    size_t n = row->n < 256 ? row->n : 256, columns = c->columns < 256 ? c->columns : 256;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < columns; k++)
            if (row->field[i].len && is_text(c->column[k].name, &row->field[i]))
                return true;
    return false;
}

/* ---- rows ------------------------------------------------------------------------------ */

static lc_status ignore_text(metric_table *c, column *col)
{
    col->ignored = true;
    return lc_builder_remark(c->builder, col->text_line,
                             "column '%.60s' holds text and is not read", col->name);
}

/* A cell that is no number: of a torn row, or of a column of text. Which of the two is known when
 * the column's first number comes, or when enough texts have. */
static lc_status take_text(metric_table *c, column *col, const lc_row *row, const lc_field *f,
                           lc_error *err)
{
    if (col->numeric)
        return lc_builder_malformed(c->builder, row->line, err,
                                    "'%.*s' in column '%.60s' is no number",
                                    f->len < 40 ? (int)f->len : 40, f->text, col->name);
    if (col->texts++ == 0)
        col->text_line = row->line;
    if (col->texts < TEXT_CELLS)
        return LC_OK;
    lc_status st = ignore_text(c, col);
    return st == LC_OK ? lay_out(c, err) : st;
}

/* The column has its first number: texts before it were torn cells. */
static lc_status first_number(metric_table *c, column *col, lc_error *err)
{
    col->numeric = c->numbers = true;
    if (col->texts == 0)
        return LC_OK;
    return lc_builder_malformed(
        c->builder, col->text_line, err, "%u cell%s of column '%.60s' %s no number", col->texts,
        col->texts == 1 ? "" : "s", col->name, col->texts == 1 ? "is" : "are");
}

/* "12:30" in a column of times, in seconds. */
static bool clock_of(column *col, const lc_field *f, double *seconds)
{
    const lc_span cell = {f->text, f->text + f->len};
    if (!col->timed || !lc_span_is_clock(&cell, seconds))
        return false;
    if (col->time_of_day && *seconds < col->clock)
        col->days += DAY;
    col->clock = *seconds;
    *seconds += col->days;
    return true;
}

/* "3/10" of an axis. */
static bool is_part(lc_span cell, double *v)
{
    double of;
    return lc_span_take_count(&cell, v) && lc_span_take_word(&cell, "/") &&
           lc_span_take_count(&cell, &of) && cell.s == cell.end;
}

/* The metric's value in a cell, under the name that goes before the column's (or is it, in long form);
 * NULL: the column's own. */
static lc_status take_value(metric_table *c, column *col, const lc_row *row, const lc_field *f,
                            const lc_span *name, lc_error *err)
{
    double v;
    uint32_t id = col->id;
    const lc_span cell = {f->text, f->text + f->len};
    if ((c->decimal == '.' && lc_span_is_thousands(&cell, &v)) || (col->axis && is_part(cell, &v)))
        ;
    else if (!lc_table_cell(&v, f, c->decimal) && !clock_of(col, f, &v))
        return take_text(c, col, row, f, err);
    if (lc_is_absent(v))
        return LC_OK;
    col->last = v;
    lc_status st = col->numeric ? LC_OK : first_number(c, col, err);
    if (st == LC_OK && name)
        st = lc_builder_metric(c->builder, name->s, lc_span_length(name), &id);
    return st == LC_OK ? lc_builder_put_text(c->builder, id, v, f->text, f->len) : st;
}

static lc_status take_cell(metric_table *c, column *col, const lc_row *row, const lc_field *f,
                           lc_error *err)
{
    return col->ignored ? LC_OK : take_value(c, col, row, f, NULL, err);
}

/* The unnamed first column is waited for: keep it as steps unless it goes on by one. */
static lc_status decide_index(metric_table *c, const lc_row *row)
{
    double v;
    if (!lc_table_cell(&v, &row->field[0], c->decimal))
        v = lc_absent();
    if (c->rows == 1) {
        c->count = v;
        return LC_OK;
    }
    c->counts = false;
    if (!isfinite(v) || !isfinite(c->count) || v == c->count + 1)
        return LC_OK;
    column *col = &c->column[0];
    col->ignored = false;
    lc_status st = lc_builder_metric(c->builder, "step", 4, &col->id);
    if (st == LC_OK) /* the last record is still the first row's */
        st = lc_builder_put(c->builder, col->id, c->count);
    return st;
}

/* ---- rows that say what they are of ----------------------------------------------------- */

static lc_span span_of(const lc_field *f)
{
    return (lc_span){f->text, f->text + f->len};
}

/* The run that the row's cells name: "a", "fold 2, seed 1". */
static lc_status choose_run(metric_table *c, const lc_row *row)
{
    char name[LC_NAME_MAX];
    size_t n = 0;
    double v;
    name[0] = '\0';
    for (size_t i = 0; i < c->roles.runs && n < sizeof name; i++) {
        size_t k = c->roles.run[i];
        if (k >= row->n)
            continue;
        const lc_field *f = &row->field[k];
        bool number = lc_table_cell(&v, f, c->decimal);
        int wrote = snprintf(name + n, sizeof name - n, "%s%.40s%s%.*s", n ? ", " : "",
                             number ? c->column[k].name : "", number ? " " : "",
                             f->len < 80 ? (int)f->len : 80, f->text);
        n += wrote > 0 ? (size_t)wrote : 0;
    }
    if (c->roles.runs == 0 || (*c->run_name && strcmp(name, c->run_name) == 0))
        return LC_OK;
    snprintf(c->run_name, sizeof c->run_name, "%s", name);
    return lc_builder_choose_run(c->builder, name);
}

/* "train/loss": the column's name behind the split that the row is of. False where that says nothing. */
static bool name_with_split(const metric_table *c, const lc_row *row, const char *own, size_t len,
                            char name[LC_NAME_MAX], lc_span *whole)
{
    if (c->roles.split >= row->n)
        return false;
    const lc_span cell = span_of(&row->field[c->roles.split]);
    lc_kind kind = lc_metric_kind(own, len);
    if (lc_table_roles_split(cell) == LC_SPLIT_NONE || lc_kind_is_axis(kind) ||
        kind == LC_WALL_TIME || kind == LC_LEARNING_RATE || lc_metric_names_split(own, len))
        return false;
    int n =
        snprintf(name, LC_NAME_MAX, "%.*s/%.*s", (int)lc_span_length(&cell), cell.s, (int)len, own);
    *whole = (lc_span){name, name + (n < LC_NAME_MAX ? n : LC_NAME_MAX - 1)};
    return true;
}

/* "loss/train": the name with the part that the column beside it names, unless that is the same. */
static bool name_with_part(const metric_table *c, const lc_row *row, char text[LC_NAME_MAX],
                           lc_span *name)
{
    if (c->roles.part >= row->n)
        return false;
    const lc_span part = span_of(&row->field[c->roles.part]);
    size_t len = lc_span_length(&part);
    if (len == 0 || (len == lc_span_length(name) && memcmp(part.s, name->s, len) == 0))
        return false;
    int n = snprintf(text, LC_NAME_MAX, "%.*s/%.*s", (int)lc_span_length(name), name->s, (int)len,
                     part.s);
    *name = (lc_span){text, text + (n < LC_NAME_MAX ? n : LC_NAME_MAX - 1)};
    return true;
}

/* Our own long form says more of a value than its name: x and its name, and the metric's kind. */
static lc_status take_own_form(metric_table *c, const lc_row *row, const lc_span *name,
                               lc_error *err)
{
    const lc_table_roles *r = &c->roles;
    lc_map means = {.name = NULL};
    uint32_t id;
    if (r->kind >= row->n || r->split >= row->n || r->axis >= row->n || r->x >= row->n)
        return LC_OK;
    const lc_field *kind = &row->field[r->kind], *split = &row->field[r->split];
    const lc_span axis = span_of(&row->field[r->axis]);
    size_t len = lc_span_length(&axis);
    means.has_kind = lc_kind_find(&means.kind, kind->text, kind->len);
    means.has_split = lc_split_find(&means.split, split->text, split->len);
    lc_status st = take_value(c, &c->column[r->x], row, &row->field[r->x], &axis, err);
    if (st == LC_OK)
        st = lc_builder_metric(c->builder, axis.s, len, &id);
    if (st == LC_OK)
        st = lc_builder_axis(c->builder, id, lc_metric_kind(axis.s, len));
    if (st == LC_OK)
        st = lc_builder_metric(c->builder, name->s, lc_span_length(name), &id);
    return st == LC_OK ? lc_builder_means(c->builder, id, &means) : st;
}

/* A value under the name beside it. */
static lc_status take_long_value(metric_table *c, const lc_row *row, lc_error *err)
{
    char text[LC_NAME_MAX];
    if (c->roles.name >= row->n || c->roles.value >= row->n)
        return LC_OK;
    lc_span name = span_of(&row->field[c->roles.name]);
    if (name.s == name.end)
        return LC_OK;
    bool own = c->roles.x != SIZE_MAX;
    lc_status st = own ? take_own_form(c, row, &name, err) : LC_OK;
    if (!own && !name_with_part(c, row, text, &name))
        name_with_split(c, row, name.s, lc_span_length(&name), text, &name);
    if (st != LC_OK)
        return st;
    return take_value(c, &c->column[c->roles.value], row, &row->field[c->roles.value], &name, err);
}

/* A hash of the cells that are words. */
static uint64_t hash_words(const metric_table *c, const lc_row *row)
{
    uint64_t hash = LC_HASH_BEGIN;
    double v;
    for (size_t i = 0; i < row->n && i < c->columns; i++) {
        const lc_field *f = &row->field[i];
        if (!lc_table_roles_is_text(&c->roles, i) && lc_table_cell(&v, f, c->decimal))
            continue;
        hash = lc_mem_hash(lc_mem_hash(hash, f->text, f->len), "", 1);
    }
    return hash;
}

static lc_status take_role_row(metric_table *c, const lc_row *row, size_t cells, lc_error *err)
{
    char text[LC_NAME_MAX];
    lc_span name;
    lc_table_roles_count(&c->roles, hash_words(c, row));
    lc_status st = choose_run(c, row);
    if (st == LC_OK)
        st = lc_builder_record(c->builder);
    for (size_t i = 0; i < cells && st == LC_OK; i++) {
        column *col = &c->column[i];
        if (col->ignored)
            continue;
        bool whole = name_with_split(c, row, col->name, strlen(col->name), text, &name);
        st = take_value(c, col, row, &row->field[i], whole ? &name : NULL, err);
    }
    return st == LC_OK && c->roles.name != SIZE_MAX ? take_long_value(c, row, err) : st;
}

/* ---- rows of numbers -------------------------------------------------------------------- */

/* "best" or "mean", or what is left of a torn row, where other rows have their epoch: NULL, or that column. */
static const column *summed_by(const metric_table *c, const lc_row *row, size_t cells)
{
    double v;
    for (size_t i = 0; i < cells; i++) {
        const column *col = &c->column[i];
        if (!col->numeric || !col->axis || lc_table_cell(&v, &row->field[i], c->decimal))
            continue;
        unsigned char first = (unsigned char)*row->field[i].text;
        if (isalpha(first) || first >= 0x80)
            return col;
    }
    return NULL;
}

static lc_status take_row(metric_table *c, const lc_row *row, size_t cells, lc_error *err)
{
    const column *summed = summed_by(c, row, cells);
    if (summed)
        return lc_builder_malformed(c->builder, row->line, err,
                                    "a row without a number in column '%.60s' is left out",
                                    summed->name);
    c->rows++;
    lc_builder_at_line(c->builder, row->line, NULL, 0);
    if (lc_table_roles_any(&c->roles))
        return take_role_row(c, row, cells, err);
    bool waited = c->counts;
    lc_status st = c->counts ? decide_index(c, row) : LC_OK;
    if (st == LC_OK)
        st = lc_builder_record(c->builder);
    for (size_t i = 0; i < cells && st == LC_OK; i++)
        st = take_cell(c, &c->column[i], row, &row->field[i], err);
    if (st == LC_OK && !c->counts && !c->said.parted && (waited || c->rows == 1))
        st = lay_out(c, err);
    return st;
}

/* Put a name that is empty before column `at`. */
static lc_status insert_column(metric_table *c, size_t at, lc_error *err)
{
    size_t n = c->columns, length = 0;
    lc_field *names = lc_mem_resize(NULL, n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++)
        length += strlen(c->column[i].name) + 1;
    char *text = lc_mem_resize(NULL, length, 1), *end = text;
    lc_status st = names && text ? LC_OK : lc_error_nomem(err);
    for (size_t i = 0; i < n && st == LC_OK; i++) {
        size_t len = strlen(c->column[i].name);
        memcpy(end, c->column[i].name, len);
        names[i + (i >= at)] = (lc_field){end, len};
        end += len;
    }
    if (st == LC_OK) {
        names[at] = (lc_field){"", 0};
        st = name_columns(c, names, n + 1, err);
    }
    lc_mem_free(names);
    lc_mem_free(text);
    return st;
}

/* A column that is known for a loss, an epoch, ... holds numbers or nothing. */
static bool is_fit(const column *col, const lc_field *f, char decimal)
{
    double v;
    lc_kind kind = lc_metric_kind(col->name, strlen(col->name));
    return kind == LC_OTHER || kind == LC_WALL_TIME || lc_table_cell(&v, f, decimal) ||
           (f->len == 1 && *f->text == '_');
}

/* The row's cells but `left_out` fit the columns. */
static bool fits_without(const metric_table *c, const lc_row *row, size_t left_out)
{
    for (size_t i = 0; i < c->columns; i++)
        if (!is_fit(&c->column[i], &row->field[i + (i >= left_out)], c->decimal))
            return false;
    return true;
}

/* ---- rows of one cell more than the header has names ------------------------------------ */

/* The first such row waits for the second, which tells what the surplus cell is. */
static lc_status hold_row(metric_table *c, const lc_row *row, lc_error *err)
{
    size_t length = 0;
    for (size_t i = 0; i < row->n; i++)
        length += row->field[i].len + 1;
    lc_field *field = lc_mem_resize(NULL, row->n, sizeof *field);
    char *text = lc_mem_resize(NULL, length, 1), *end = text;
    if (!field || !text) {
        lc_mem_free(field);
        lc_mem_free(text);
        return lc_error_nomem(err);
    }
    for (size_t i = 0; i < row->n; i++) {
        memcpy(end, row->field[i].text, row->field[i].len);
        field[i] = (lc_field){end, row->field[i].len};
        end += row->field[i].len;
    }
    c->held = (lc_row){.line = row->line, .field = field, .n = row->n, .cut = row->cut};
    c->held_field = field;
    c->held_text = text;
    return LC_OK;
}

static void drop_held(metric_table *c)
{
    lc_mem_free(c->held_field);
    lc_mem_free(c->held_text);
    c->held = (lc_row){.n = 0};
    c->held_field = NULL;
    c->held_text = NULL;
}

/* The first cell counts the rows, or is a name; and an axis behind it doesn't stand still, as it does
 * where "0,95" was cut at a decimal comma. */
static bool is_index(const metric_table *c, const lc_row *a, const lc_row *b)
{
    double first, second, x, y;
    if (!fits_without(c, a, 0) || (b && !fits_without(c, b, 0)))
        return false;
    if (!b || !lc_table_cell(&first, &a->field[0], c->decimal))
        return true;
    if (!lc_table_cell(&second, &b->field[0], c->decimal) || second != first + 1)
        return false;
    const char *name = c->column[0].name;
    bool axis = lc_kind_is_axis(lc_metric_kind(name, strlen(name)));
    return !axis || !lc_table_cell(&x, &a->field[1], c->decimal) ||
           !lc_table_cell(&y, &b->field[1], c->decimal) || x != y;
}

/* The surplus cell is R's row name, or an index, or the one that is empty; where the cells' types allow
 * both, nobody can tell. SIZE_MAX then. `b`: the second row, or NULL. */
static size_t surplus_cell(const metric_table *c, const lc_row *a, const lc_row *b)
{
    size_t empty = SIZE_MAX, empties = 0;
    for (size_t i = 1; i < a->n; i++)
        if (a->field[i].len == 0) {
            empty = i;
            empties++;
        }
    bool first = is_index(c, a, b);
    bool hole = empties == 1 && fits_without(c, a, empty);
    return first && !hole ? 0 : hole && !first ? empty : SIZE_MAX;
}

static lc_status misfit(metric_table *c, const lc_row *row, lc_error *err)
{
    c->misfit = c->misfit ? c->misfit : row->n;
    return lc_builder_malformed(c->builder, row->line, err,
                                row->cut ? "the last row breaks off after %zu of %zu cells"
                                         : "a row of %zu cells where the header has %zu",
                                row->n, c->columns);
}

/* The held row, and the one behind it if there is one. */
static lc_status take_held(metric_table *c, const lc_row *next, lc_error *err)
{
    size_t at = surplus_cell(c, &c->held, next);
    lc_row held = c->held;
    lc_status st = LC_OK;
    if (at == SIZE_MAX) {
        c->surplus_told = true;
        st = misfit(c, &held, err);
    } else {
        st = lc_builder_remark(c->builder, held.line,
                               "the rows have one cell more than the header has names: cell %zu is "
                               "left out",
                               at + 1);
        if (st == LC_OK)
            st = insert_column(c, at, err);
        if (st == LC_OK)
            st = take_row(c, &held, held.n, err);
    }
    drop_held(c);
    if (st != LC_OK || !next)
        return st;
    return at == SIZE_MAX ? misfit(c, next, err) : take_row(c, next, next->n, err);
}

static bool rest_is_empty(const lc_row *row, size_t from)
{
    while (from < row->n && row->field[from].len == 0)
        from++;
    return from == row->n;
}

/* How far a cell is from the column's number before, in powers of e; 0 where one of them is none. */
static double distance(const metric_table *c, const column *col, const lc_field *f)
{
    double v;
    if (!col->numeric || !lc_table_cell(&v, f, c->decimal) || lc_is_absent(v) || v == col->last)
        return 0;
    double ratio = v / col->last;
    return ratio > 0 ? fmin(fabs(log(ratio)), FAR) : FAR;
}

/* The cells of a short row are those of the first columns: no other place fits them clearly better. In one
 * pass over the places `at` before which the missing cells may have stood. */
static bool is_beginning(const metric_table *c, const lc_row *row)
{
    size_t missing = c->columns - row->n;
    double end = 0, sum = 0;
    for (size_t i = 0; i < row->n; i++) {
        end += distance(c, &c->column[i], &row->field[i]);
        sum += distance(c, &c->column[i + missing], &row->field[i]);
    }
    for (size_t at = 0; at < row->n && end > FAR / 4; at++) {
        if (sum < end / 4)
            return false;
        sum += distance(c, &c->column[at], &row->field[at]) -
               distance(c, &c->column[at + missing], &row->field[at]);
    }
    return true;
}

/* A row with another number of cells than the header. */
static lc_status take_misfit(metric_table *c, const lc_row *row, lc_error *err)
{
    if (row->n > c->columns && rest_is_empty(row, c->columns))
        return take_row(c, row, c->columns, err);
    if (row->n == c->columns + 1 && c->rows == 0 && !c->said.ours && !c->surplus_told)
        return c->held.n ? take_held(c, row, err) : hold_row(c, row, err);
    size_t numbers = lc_row_numbers(row, c->decimal);
    const lc_field *f = &row->field[0];
    if (numbers && row->n < c->columns && !row->cut && !is_beginning(c, row))
        return lc_builder_malformed(
            c->builder, row->line, err,
            "a row of %zu cells where the header has %zu, and not the first ones: left out", row->n,
            c->columns);
    lc_status st =
        numbers ? misfit(c, row, err)
                : lc_builder_malformed(c->builder, row->line, err, "no row of the table: '%.*s'",
                                       f->len < 40 ? (int)f->len : 40, f->text);
    /* Cells of a longer row can't be told to columns; the last one of a cut row may be half. */
    if (st != LC_OK || numbers == 0 || row->n > c->columns)
        return st;
    return take_row(c, row, row->cut ? row->n - 1 : row->n, err);
}

static lc_status take_header(metric_table *c, const lc_row *row, lc_error *err)
{
    lc_status st = c->held.n ? misfit(c, &c->held, err) : LC_OK;
    drop_held(c); /* it fitted the header before */
    c->header_line = row->line;
    c->known = known_names(row);
    if (st == LC_OK)
        st = name_columns(c, row->field, row->n, err);
    /* Until the rows below have been seen, all come as text. */
    return st == LC_OK ? lc_table_layout(c->table, 0, NULL, err) : st;
}

static bool has_name_twice(const lc_row *row)
{
    for (size_t i = 0; i < row->n && i < KNOWN_MAX; i++)
        for (size_t k = 0; k < i; k++)
            if (row->field[i].len && row->field[i].len == row->field[k].len &&
                memcmp(row->field[i].text, row->field[k].text, row->field[i].len) == 0)
                return true;
    return false;
}

/* ",train,train,val,val" above "epoch,loss,acc,loss,acc": a name that tells a split goes before those
 * below it, and below the empty ones on its right. */
static lc_status take_grouped_header(metric_table *c, const lc_row *row, lc_error *err)
{
    lc_field *field = lc_mem_resize(NULL, row->n, sizeof *field);
    char **name = lc_mem_resize(NULL, row->n, sizeof *name);
    size_t made = 0, group = 0, length = 0; /* of the split's word */
    for (; field && name && made < row->n; made++) {
        const char *above = c->column[made].name;
        size_t n = strcspn(above, ". ");
        bool empty = n == 0 || strncmp(above, "column ", 7) == 0;
        if (!empty)
            length = lc_metric_split_word(above, n) != LC_SPLIT_NONE ? n : 0;
        group = empty ? group : made;
        name[made] =
            lc_text_format("%.*s%s%.*s", (int)length, c->column[group].name, length ? " " : "",
                           (int)row->field[made].len, row->field[made].text);
        if (!name[made])
            break;
        field[made] = (lc_field){name[made], strlen(name[made])};
    }
    lc_row names = {row->line, field, row->n, row->cut};
    lc_status st =
        field && name && made == row->n ? take_header(c, &names, err) : lc_error_nomem(err);
    for (size_t i = 0; i < made; i++)
        lc_mem_free(name[i]);
    lc_mem_free(name);
    lc_mem_free(field);
    return st;
}

/* ---- tables of ours --------------------------------------------------------------------- */

static lc_status take_word(metric_table *c, const lc_column_meaning *w)
{
    if (w->column == SIZE_MAX)
        return lc_builder_facts(c->builder, &w->facts);
    if (w->column >= c->columns || c->column[w->column].ignored)
        return LC_OK;
    uint32_t id = c->column[w->column].id;
    return w->axis ? lc_builder_axis(c->builder, id, w->meaning.kind)
                   : lc_builder_means(c->builder, id, &w->meaning);
}

/* What the comments say of run number `run`, now that its metrics have their ids. They stand in the
 * order of the runs, so each is looked at once. */
static lc_status take_words(metric_table *c, size_t run)
{
    lc_status st = lc_builder_facts(c->builder, &c->said.facts);
    if (st == LC_OK)
        st = lc_builder_params(c->builder, &c->said.params);
    for (; st == LC_OK && c->word < c->said.n && c->said.word[c->word].run <= run; c->word++)
        if (c->said.word[c->word].run == run)
            st = take_word(c, &c->said.word[c->word]);
    return st;
}

/* Begin the run whose rows come next. */
static lc_status begin_run(metric_table *c, const char *name, lc_error *err)
{
    lc_status st = lc_builder_begin(c->builder, name, name ? strlen(name) : 0);
    if (st == LC_OK)
        st = declare_metrics(c, err);
    return st == LC_OK ? take_words(c, c->said.parted ? ++c->runs : 0) : st;
}

/* Nothing in it is guessed: it is the first line that is no comment. */
static lc_status take_our_header(metric_table *c, const lc_row *row, lc_error *err)
{
    lc_status st = take_header(c, row, err);
    const lc_field *first = &row->field[0];
    if (st != LC_OK || !c->said.parted)
        return st == LC_OK ? begin_run(c, c->said.name, err) : st;
    if (first->len < 3 || memcmp(first->text, "run", 3) != 0)
        return lc_error_set(err, LC_E_FORMAT, row->line,
                            "the first column is '%.*s', where the comments above say 'run'",
                            first->len < 40 ? (int)first->len : 40, first->text);
    c->column[0].ignored = true;
    return LC_OK;
}

/* The run that a row's first cell names begins here. Rows that were sorted by another column would
 * make a run of each. */
static lc_status change_run(metric_table *c, const lc_row *row, lc_error *err)
{
    const lc_field *f = &row->field[0];
    if (is_text(c->first_run, f))
        return lc_error_set(err, LC_E_FORMAT, row->line,
                            "the rows of run '%.60s' don't stand together", c->first_run);
    char *run = lc_mem_text(f->text, f->len);
    if (run && !c->first_run)
        c->first_run = lc_mem_text(f->text, f->len);
    lc_mem_free(c->run);
    c->run = run;
    if (!run || !c->first_run)
        return lc_error_nomem(err);
    return begin_run(c, c->said.numbered ? NULL : run, err);
}

/* A row of a table of several runs. In a row that breaks off within its first cell that may be cut. */
static lc_status take_run_row(metric_table *c, const lc_row *row, lc_error *err)
{
    lc_status st = LC_OK;
    if (row->n > 1 && !is_text(c->run, &row->field[0]))
        st = change_run(c, row, err);
    if (st != LC_OK)
        return st;
    return row->n == c->columns ? take_row(c, row, row->n, err) : take_misfit(c, row, err);
}

/* ---- lines in order --------------------------------------------------------------------- */

/* The line of a comment, which commas part like any other; NULL when memory is out. */
static char *comment_text(const lc_row *row)
{
    char *text = lc_mem_text(row->field[0].text, row->field[0].len);
    for (size_t i = 1; text && i < row->n; i++) {
        char *longer = lc_text_format("%s, %.*s", text, (int)row->field[i].len, row->field[i].text);
        lc_mem_free(text);
        text = longer;
    }
    return text;
}

/* A comment was no header, since another one says that the table is ours. */
static void forget_header(metric_table *c)
{
    columns_free(c);
    c->tentative = c->counts = false;
    lc_table_roles_find(&c->roles, NULL, 0);
}

/* What a comment says; *taken as for lc_table_comments_take. One of several cells can only tell a
 * hyper-parameter: "# hidden: 32,32". One of ours below a header says nothing: they stand above it. */
static lc_status take_said(metric_table *c, const lc_row *row, bool *taken, lc_error *err)
{
    size_t had = c->said.params.n;
    lc_status st = LC_OK;
    *taken = c->columns && !c->tentative &&
             lc_table_comment_is_own(row->field[0].text, row->field[0].len);
    if (*taken)
        return LC_OK;
    if (row->n == 1) {
        st = lc_table_comments_take(&c->said, &row->field[0], taken, err);
        if (c->said.ours && c->columns)
            forget_header(c);
    } else if (row->n <= KNOWN_MAX && memchr(row->field[0].text, ':', row->field[0].len)) {
        char *text = comment_text(row);
        st = text ? lc_table_comments_param(&c->said, text, err) : lc_error_nomem(err);
        lc_mem_free(text);
    }
    if (st == LC_OK && *taken)
        st = lc_builder_facts(c->builder, &c->said.facts);
    if (st != LC_OK || c->said.params.n == had)
        return st;
    const lc_params told = {c->said.params.n - had, 0, c->said.params.param + had};
    return lc_builder_params(c->builder, &told);
}

/* "# epoch,loss" is a header when numbers follow; other comments are followed by the header, or stand
 * below one that says more than they. */
static lc_status take_comment(metric_table *c, const lc_row *row, lc_error *err)
{
    bool taken;
    lc_status st = take_said(c, row, &taken, err);
    /* In a file of ours no comment is a header. */
    if (st != LC_OK || taken || c->said.ours)
        return st;
    lc_field *field = lc_mem_resize(NULL, row->n, sizeof *field);
    if (!field)
        return lc_error_nomem(err);
    memcpy(field, row->field, row->n * sizeof *field);
    field[0] = without_hash(field[0]);
    const lc_row names = {row->line, field, row->n, row->cut};
    if (c->columns == 0 || known_names(&names) >= c->known + !c->tentative) {
        st = take_header(c, &names, err);
        c->tentative = true;
    }
    lc_mem_free(field);
    return st;
}

/* Above the first row of numbers: the header is the last row of text. */
static lc_status take_first(metric_table *c, const lc_row *row, lc_error *err)
{
    /* Comments of ours are one cell; a name may begin with '#'. */
    if (lc_row_is_comment(row) && (!c->said.ours || (c->columns == 0 && row->n == 1)))
        return take_comment(c, row, err);
    if (c->said.ours && c->columns == 0)
        return take_our_header(c, row, err);
    /* A title above the header is replaced by it; a lone text below the header is no header. */
    bool named = c->columns > 0 && !c->tentative;
    bool better = lc_row_numbers(row, c->decimal) == 0 && (row->n > 1 || c->columns == 1);
    if (!c->said.ours && lc_row_is_header(row, c->decimal) && (!named || better)) {
        bool groups = named && c->columns == row->n && has_name_twice(row);
        c->tentative = false;
        return groups ? take_grouped_header(c, row, err) : take_header(c, row, err);
    }
    if (c->columns == 0 || (c->tentative && c->columns != row->n))
        return lc_error_set(err, LC_E_FORMAT, row->line,
                            "not a training log: numbers without a header above them");
    return row->n == c->columns ? take_row(c, row, row->n, err) : take_misfit(c, row, err);
}

static lc_status table_row(void *self, const lc_row *row, lc_error *err)
{
    metric_table *c = self;
    if (c->held.n && row->n == c->columns) { /* it was the only one that is too long */
        lc_status st = misfit(c, &c->held, err);
        drop_held(c);
        if (st != LC_OK)
            return st;
    }
    if (c->said.parted && c->columns)
        return take_run_row(c, row, err);
    if (c->rows == 0)
        return take_first(c, row, err);
    if (lc_row_is_header(row, c->decimal) && is_same_header(c, row))
        return lc_builder_remark(c->builder, row->line, "the header stands here again");
    if (lc_row_is_header(row, c->decimal) && row->n > 1 && shares_name(c, row)) {
        lc_status st = lc_builder_remark(c->builder, row->line, "the columns change here");
        if (st == LC_OK)
            st = take_header(c, row, err);
        return st == LC_OK && c->said.ours ? declare_metrics(c, err) : st;
    }
    return row->n == c->columns ? take_row(c, row, row->n, err) : take_misfit(c, row, err);
}

static lc_status table_broken(void *self, long line, const lc_field *text, const char *why,
                              lc_error *err)
{
    metric_table *c = self;
    if (c->rows == 0 && text->len && text->text[0] == '#')
        return LC_OK;
    return lc_builder_malformed(c->builder, line, err, "%s", why);
}

/* Note which columns have numbers now, so that a text among them is known to be a torn cell, and the
 * last of them. */
static lc_status note_numbers(metric_table *c, const double *const *cells, size_t rows,
                              lc_error *err)
{
    for (size_t i = 0; i < c->columns; i++) {
        column *col = &c->column[i];
        size_t r = 0;
        if (rows && !lc_is_absent(cells[i][rows - 1]))
            col->last = cells[i][rows - 1];
        if (col->numeric || col->ignored)
            continue;
        while (r < rows && lc_is_absent(cells[i][r]))
            r++;
        lc_status st = r < rows ? first_number(c, col, err) : LC_OK;
        if (st != LC_OK)
            return st;
    }
    return LC_OK;
}

static lc_status table_numbers(void *self, const double *const *cells, size_t columns,
                               const double *line, size_t rows, lc_error *err)
{
    metric_table *c = self;
    size_t n = 0;
    lc_status st = note_numbers(c, cells, rows, err);
    if (st != LC_OK)
        return st;
    for (size_t i = 0; i < columns; i++) {
        if (c->column[i].ignored)
            continue;
        c->id[n] = c->column[i].id;
        c->values[n++] = cells[i];
    }
    c->rows += rows;
    return lc_builder_columns(c->builder, c->id, c->values, n, line, rows);
}

/* ---- the reader's life ----------------------------------------------------------------- */

/* The first line that is no comment. */
static lc_header header_in(const lc_probe_buffer *head)
{
    size_t i = 0;
    while (i < head->lines && (head->line[i].s == head->line[i].end || *head->line[i].s == '#'))
        i++;
    return lc_header_of(i < head->lines ? head->line[i] : (lc_span){0});
}

int lc_metric_table_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    const lc_table_form *form = self->form;
    if (head->objects)
        return 0;
    int score = form->score ? form->score(header_in(head), head) : 0;
    if (form->blanks || (form->score && score == 0))
        return score;
    lc_dialect guess = lc_dialect_guess(head->bytes, head->n, head->whole);
    int table = guess.nomem ? LC_PROBE_NO_MEMORY : guess.score;
    if (!form->score || guess.nomem)
        return table;
    return table > LC_HEADER_ALONE ? score : 0;
}

void lc_metric_table_close(void *state)
{
    metric_table *c = state;
    if (!c)
        return;
    lc_table_close(c->table);
    columns_free(c);
    drop_held(c);
    lc_table_comments_free(&c->said);
    lc_mem_free(c->run);
    lc_mem_free(c->first_run);
    lc_mem_free(c->head);
    lc_mem_free(c->squeezed);
    lc_mem_free(c->column);
    lc_mem_free(c->seen);
    lc_mem_free(c->id);
    lc_mem_free(c->values);
    lc_mem_free(c->ignored);
    lc_mem_free(c);
}

lc_status lc_metric_table_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err)
{
    metric_table *c = lc_mem_resize(NULL, 1, sizeof *c);
    if (!c)
        return lc_error_nomem(err);
    *c = (metric_table){.form = self->form, .builder = b};
    lc_table_roles_find(&c->roles, NULL, 0);
    *state = c;
    return LC_OK;
}

static lc_dialect dialect_of(const metric_table *c, bool whole)
{
    static const lc_dialect squeezed = {.delimiter = '\t', .decimal = '.'};
    return c->form->blanks ? squeezed : lc_dialect_guess(c->head, c->head_n, whole);
}

/* Choose the delimiter by the head, and read what was kept of it. */
static lc_status begin_table(metric_table *c, bool whole, lc_error *err)
{
    const lc_dialect d = dialect_of(c, whole);
    const lc_table_handler handler = {
        .self = c, .row = table_row, .numbers = table_numbers, .broken = table_broken};
    const lc_table_options options = {.delimiter = d.delimiter,
                                      .lines = lc_builder_options(c->builder)->lines,
                                      .decimal = d.decimal};
    if (d.nomem)
        return lc_error_nomem(err);
    c->decimal = d.decimal;
    lc_status st = lc_table_open(&c->table, &options, &handler, err);
    if (st == LC_OK)
        st = lc_table_feed(c->table, c->head, c->head_n, err);
    lc_mem_free(c->head);
    c->head = NULL;
    return st;
}

static lc_status feed_table(metric_table *c, const char *bytes, size_t n, lc_error *err)
{
    if (!c->table) {
        size_t room = LC_PROBE_BYTES - c->head_n, k = n < room ? n : room;
        if (!lc_mem_grow(&c->head, &c->head_cap, c->head_n + k, 1))
            return lc_error_nomem(err);
        memcpy(c->head + c->head_n, bytes, k);
        c->head_n += k;
        if (c->head_n < LC_PROBE_BYTES)
            return LC_OK;
        lc_status st = begin_table(c, false, err);
        if (st != LC_OK)
            return st;
        bytes += k;
        n -= k;
    }
    return lc_table_feed(c->table, bytes, n, err);
}

/* Blanks between cells become one tab; those at a line's ends and behind its '#' go. */
static size_t squeeze(metric_table *c, char *to, const char *bytes, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        char b = bytes[i];
        if (b == ' ' || b == '\t') {
            c->gap = c->within;
            continue;
        }
        bool end = b == '\n' || b == '\r';
        if (c->gap && !end)
            to[k++] = '\t';
        to[k++] = b;
        c->gap = false;
        c->within = !end && (c->within || b != '#');
    }
    return k;
}

lc_status lc_metric_table_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    metric_table *c = state;
    if (!c->form->blanks)
        return feed_table(c, bytes, n, err);
    /* one more: the gap that the block before ended in */
    if (!lc_mem_grow(&c->squeezed, &c->squeezed_cap, n + 1, 1))
        return lc_error_nomem(err);
    n = squeeze(c, c->squeezed, bytes, n);
    return n ? feed_table(c, c->squeezed, n, err) : LC_OK;
}

/* Text in the last column that has any; NULL: there is none. */
static const char *last_text(const metric_table *c)
{
    const char *name = NULL;
    for (size_t i = 0; i < c->columns; i++)
        if (c->column[i].texts && !c->column[i].numeric)
            name = c->column[i].name;
    return name;
}

/* A table that may be anything, of which the user said nothing, and that is no training's. */
static bool is_data_set(const metric_table *c)
{
    const lc_read_options *o = lc_builder_options(c->builder);
    bool told = o->format || o->maps_n || o->x || c->form->score;
    return !told && c->numbers && c->runs < 2 && !lc_table_roles_any(&c->roles) &&
           lc_builder_is_unordered(c->builder, last_text(c) != NULL);
}

/* Why a table that was read is no log. */
static lc_status refuse(const metric_table *c, lc_error *err)
{
    if (lc_table_roles_is_scores(&c->roles))
        return lc_error_set(
            err, LC_E_FORMAT, 0,
            "not a training log: a table of final scores, a row for each '%.40s', and "
            "no epoch, step or time",
            c->column[c->roles.runs ? c->roles.run[0] : c->roles.split].name);
    if (is_data_set(c)) {
        const char *target = last_text(c) ? last_text(c) : c->column[c->columns - 1].name;
        return lc_error_set(
            err, LC_E_FORMAT, 0,
            "not a training log, but what looks like a data set (learncurve train FILE --target "
            "'%.40s'): no column is known as a loss, a score, an epoch or a step. If it is a log, "
            "say what it holds, as in --map '%.40s=train:loss'",
            target, c->column[0].name);
    }
    if (!c->numbers && c->misfit > c->columns)
        return lc_error_set(
            err, LC_E_FORMAT, 0,
            "not a training log: rows have %zu cells where the header has %zu, as when "
            "numbers are cut at a decimal comma",
            c->misfit, c->columns);
    if (!c->numbers)
        return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: no row of numbers under %s",
                            c->columns ? "the header" : "a header");
    return LC_OK;
}

lc_status lc_metric_table_finish(void *state, lc_error *err)
{
    metric_table *c = state;
    lc_status st = c->table ? LC_OK : begin_table(c, true, err);
    if (st == LC_OK)
        st = lc_table_finish(c->table, err);
    if (st == LC_OK && c->held.n)
        st = take_held(c, NULL, err);
    if (st != LC_OK)
        return st;
    for (size_t i = 0; i < c->columns && st == LC_OK; i++)
        if (!c->column[i].numeric && !c->column[i].ignored && c->column[i].texts)
            st = ignore_text(c, &c->column[i]);
    return st == LC_OK ? refuse(c, err) : st;
}
