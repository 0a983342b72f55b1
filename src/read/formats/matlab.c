/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * matlab.c - the tables that MATLAB prints while it trains a network.
 *
 * trainNetwork's has bars between its columns, and two header lines that make one name:
 *
 *     |  Epoch  |  Iteration  |  Time Elapsed  |  Mini-batch  |  Base Learning  |
 *     |         |             |   (hh:mm:ss)   |     Loss     |      Rate       |
 *
 * trainnet's is aligned under a line of underscores, and a value belongs to the column that it
 * stands under:
 *
 *     Iteration    Epoch    TimeElapsed    LearnRate    TrainingLoss    ValidationLoss
 *     _________    _____    ___________    _________    ____________    ______________
 *
 * Cells may be empty. Signs of a comment may stand before the first bar. Each table is a run of its
 * own.
 */
#include "read/engine/named.h"

#include "read/engine/lines.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS_MAX 24  /* of a table; MATLAB has 9 at most */
#define NAME_SIZE 96    /* [bytes] of a column's name, with its NUL */
#define HEADER_MAX 1024 /* [bytes] of the line above the underscores */

typedef struct column {
    char name[NAME_SIZE];
    size_t from, to; /* bytes of the line that belong to it, where no bars are */
} column;

typedef enum form { NO_TABLE, HALF_HEADER, BARS, ALIGNED } form;

typedef struct table {
    form form;
    size_t columns;
    column column[COLUMNS_MAX];
    char before[HEADER_MAX]; /* the last line, which may be a header */
    size_t before_len;
    size_t runs;
    bool fresh; /* no row of the table was read */
} table;

/* ---- names ----------------------------------------------------------------------------- */

/* The values of a mini-batch are the training's and pair with "Validation ..."; words that are
 * written together say nothing to whoever reads names. */
static const struct {
    const char *theirs, *ours;
} words[] = {
    {"Mini-batch", "Training"},
    {"TimeElapsed", "Time Elapsed"},
    {"LearnRate", "Learning Rate"},
};

static void name_column(column *c, const char *raw)
{
    const char *at = NULL;
    size_t i;
    for (i = 0; i < sizeof words / sizeof *words && !at; i += !at)
        at = strstr(raw, words[i].theirs);
    if (at)
        snprintf(c->name, sizeof c->name, "%.*s%s%s", (int)(at - raw), raw, words[i].ours,
                 at + strlen(words[i].theirs));
    else
        snprintf(c->name, sizeof c->name, "%s", raw);
}

/* ---- tables with bars ------------------------------------------------------------------ */

/* The cells between bars: the next one; false behind the last bar. */
static bool take_cell(lc_span *t, lc_span *cell)
{
    lc_span rest = *t;
    if (!lc_span_take_until(&rest, "|"))
        return false;
    *cell = lc_span_trim((lc_span){t->s, rest.s - 1});
    *t = rest;
    return true;
}

/* "|  Epoch  |  Iteration  | ..." */
static bool is_bar_header(lc_span cells)
{
    lc_span first, second;
    return take_cell(&cells, &first) && lc_span_is(&first, "Epoch") && take_cell(&cells, &second) &&
           lc_span_is(&second, "Iteration");
}

static void take_bar_header(table *t, lc_span cells)
{
    lc_span cell;
    for (t->columns = 0; t->columns < COLUMNS_MAX && take_cell(&cells, &cell); t->columns++)
        snprintf(t->column[t->columns].name, NAME_SIZE, "%.*s", (int)lc_span_length(&cell), cell.s);
    t->form = HALF_HEADER;
    t->fresh = true;
}

/* The second line goes on with the names, has no epoch, and writes units in brackets; a line of
 * signs ends a header of one line. */
static void end_bar_header(table *t, lc_span cells)
{
    char raw[2 * NAME_SIZE];
    lc_span cell = {0};
    bool more = take_cell(&cells, &cell) && lc_span_length(&cell) == 0;
    for (size_t i = 0; i < t->columns; i++) {
        int len = more && !lc_span_begins(&cell, "(") ? (int)lc_span_length(&cell) : 0;
        snprintf(raw, sizeof raw, "%s%s%.*s", t->column[i].name, len ? " " : "", len, cell.s);
        name_column(&t->column[i], raw);
        more = more && take_cell(&cells, &cell);
    }
    t->form = BARS;
}

/* ---- aligned tables -------------------------------------------------------------------- */

/* "    _________    _____" */
static bool is_underline(lc_span line)
{
    line = lc_span_trim(line);
    if (lc_span_length(&line) < 5)
        return false;
    for (; line.s < line.end; line.s++)
        if (*line.s != '_' && *line.s != ' ')
            return false;
    return true;
}

/* The names stand above the underscores, and both count alike. */
static void take_aligned_header(table *t, lc_span names, lc_span under)
{
    char raw[NAME_SIZE];
    const char *begin = under.s;
    lc_span name, rule;
    bool iteration = false, epoch = false;
    t->form = NO_TABLE;
    for (t->columns = 0; t->columns < COLUMNS_MAX && lc_span_take_token(&names, &name);
         t->columns++) {
        if (!lc_span_take_token(&under, &rule))
            return;
        column *c = &t->column[t->columns];
        c->from = (size_t)(rule.s - begin);
        c->to = (size_t)(rule.end - begin);
        snprintf(raw, sizeof raw, "%.*s", (int)lc_span_length(&name), name.s);
        name_column(c, raw);
        iteration |= lc_span_is(&name, "Iteration");
        epoch |= lc_span_is(&name, "Epoch");
    }
    t->form = iteration && epoch ? ALIGNED : NO_TABLE;
    t->fresh = true;
}

/* The column that bytes [from, to) of the line stand under; NULL for none. */
static const column *column_at(const table *t, size_t from, size_t to)
{
    for (size_t i = 0; i < t->columns; i++)
        if (from < t->column[i].to && to > t->column[i].from)
            return &t->column[i];
    return NULL;
}

/* ---- rows ------------------------------------------------------------------------------ */

/* "62.50%", "0.0100", "00:01:30", or nothing. */
static bool is_value(lc_span cell, double *v)
{
    *v = lc_absent();
    return lc_span_length(&cell) == 0 || lc_span_is_number(&cell, v) || lc_span_is_clock(&cell, v);
}

static lc_status begin_row(table *t, const lc_lines *in)
{
    lc_status st = t->fresh ? lc_named_begin(in->builder, "training", ++t->runs) : LC_OK;
    t->fresh = false;
    return st == LC_OK ? lc_builder_record(in->builder) : st;
}

/* A row begins with the number of an epoch. */
static bool is_bar_row(lc_span cells)
{
    lc_span cell;
    double v;
    return take_cell(&cells, &cell) && lc_span_take_count(&cell, &v) && cell.s == cell.end;
}

static bool fits_columns(const table *t, lc_span cells)
{
    lc_span cell;
    double v;
    size_t n = 0;
    for (; take_cell(&cells, &cell); n++)
        if (!is_value(cell, &v))
            return false;
    return n == t->columns;
}

static lc_status take_bar_row(table *t, const lc_lines *in, lc_span cells, lc_error *err)
{
    lc_span cell;
    double v;
    if (!is_bar_row(cells))
        return LC_OK;
    if (!fits_columns(t, cells))
        return lc_builder_malformed(in->builder, in->number, err,
                                    "expected %zu cells of numbers between bars", t->columns);
    lc_status st = begin_row(t, in);
    for (size_t i = 0; i < t->columns && st == LC_OK && take_cell(&cells, &cell); i++) {
        is_value(cell, &v);
        st = lc_named_put_text(in->builder, t->column[i].name, v, cell);
    }
    return st;
}

static bool is_aligned_row(const table *t, lc_span line)
{
    lc_span cell, rest = line;
    double v;
    size_t n = 0;
    for (; lc_span_take_token(&rest, &cell); n++)
        if (!is_value(cell, &v) ||
            !column_at(t, (size_t)(cell.s - line.s), (size_t)(cell.end - line.s)))
            return false;
    return n > 1;
}

static lc_status take_aligned_row(table *t, const lc_lines *in, lc_span line)
{
    lc_span cell, rest = line;
    double v;
    if (!is_aligned_row(t, line))
        return LC_OK;
    lc_status st = begin_row(t, in);
    while (st == LC_OK && lc_span_take_token(&rest, &cell)) {
        const column *c = column_at(t, (size_t)(cell.s - line.s), (size_t)(cell.end - line.s));
        is_value(cell, &v);
        st = lc_named_put_text(in->builder, c->name, v, cell);
    }
    return st;
}

/* ---- the reader ------------------------------------------------------------------------ */

static void remember(table *t, lc_span line)
{
    t->before_len = lc_span_length(&line);
    if (t->before_len > sizeof t->before)
        t->before_len = 0;
    memcpy(t->before, line.s, t->before_len);
}

/* Behind the first bar; before it stands nothing but blanks and signs of a comment. */
static bool take_first_bar(lc_span *t)
{
    lc_span rest = *t;
    while (rest.s < rest.end && strchr(" \t%#>/", *rest.s))
        rest.s++;
    if (!lc_span_take_word(&rest, "|"))
        return false;
    *t = rest;
    return true;
}

static lc_status table_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    table *t = state;
    lc_span cells = line;
    if (take_first_bar(&cells)) {
        if (is_bar_header(cells))
            take_bar_header(t, cells);
        else if (t->form == HALF_HEADER)
            end_bar_header(t, cells);
        else if (t->form == BARS)
            return take_bar_row(t, in, cells, err);
        return LC_OK;
    }
    if (is_underline(line))
        take_aligned_header(t, (lc_span){t->before, t->before + t->before_len}, line);
    remember(t, line);
    return t->form == ALIGNED ? take_aligned_row(t, in, line) : LC_OK;
}

static lc_status table_finish(void *state, const lc_lines *in, lc_error *err)
{
    (void)in;
    return ((table *)state)->form != NO_TABLE || ((table *)state)->runs
               ? LC_OK
               : lc_error_set(err, LC_E_FORMAT, 0,
                              "not a training log: no header of MATLAB such as "
                              "'|  Epoch  |  Iteration  |  Time Elapsed  |'");
}

/* "Iteration    Epoch    TimeElapsed ...", in any order of the first two. */
static bool is_aligned_header(lc_span line)
{
    line = lc_span_trim(line);
    return (lc_span_begins(&line, "Iteration ") || lc_span_begins(&line, "Epoch ")) &&
           lc_span_has(&line, "TimeElapsed");
}

static int table_score(lc_span line, int so_far)
{
    lc_span cells = line;
    bool bars =
        take_first_bar(&cells) && is_bar_header(cells) && lc_span_has(&cells, "Time Elapsed");
    if (bars || (so_far == 30 && is_underline(line)))
        return 95;
    return so_far < 30 && is_aligned_header(line) ? 30 : so_far;
}

static const lc_line_form table_form = {
    .size = sizeof(table),
    .score = table_score,
    .line = table_line,
    .finish = table_finish,
};

const lc_reader lc_reader_matlab = {
    .name = "matlab",
    .summary = "the table that MATLAB prints while trainNetwork or trainnet trains",
    .example = "|  Epoch  |  Iteration  |  Time Elapsed  |  Mini-batch  |\n"
               "|         |             |   (hh:mm:ss)   |     Loss     |",
    .form = &table_form,
    LC_READ_BY_LINES,
};
