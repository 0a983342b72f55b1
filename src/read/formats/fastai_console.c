/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fastai_console.c - the table that fastai prints while it trains.
 *
 *     epoch     train_loss  valid_loss  accuracy  time
 *     0         0.520000    0.610000    0.810000  00:31
 *
 * Names and values are parted by blanks. What stands before "epoch", such as "# " in a copied
 * table, stands before the rows, too. Other text may stand between the rows. Each table is a fit,
 * and so a run of its own. train_loss is a moving average, and the metrics behind valid_loss are
 * taken on the validation set, unless their name says otherwise.
 */
#include "read/engine/named.h"

#include "read/engine/lines.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS_MAX 64 /* of a table; a wider one isn't fastai's */
#define PREFIX_MAX 16  /* [bytes] before "epoch" */

typedef struct table {
    char names[COLUMNS_MAX][LC_NAME_MAX / 2];
    size_t columns; /* 0: no header was seen */
    char prefix[PREFIX_MAX];
    size_t prefix_len;
    size_t runs;
    bool fresh; /* the header has no row yet */
} table;

/* ---- taking a line apart --------------------------------------------------------------- */

/* Nothing, or "# " and the like. */
static bool is_comment_sign(lc_span prefix)
{
    if (lc_span_length(&prefix) >= PREFIX_MAX)
        return false;
    while (prefix.s < prefix.end && strchr(" \t#%>/", *prefix.s))
        prefix.s++;
    return prefix.s == prefix.end;
}

/* "epoch     train_loss  valid_loss  ...": *names is the whole of it. */
static bool is_header(lc_span line, lc_span *prefix, lc_span *names)
{
    static const char *const first[] = {"epoch", "train_loss", "valid_loss"};
    lc_span rest = line, token, last;
    if (!lc_span_take_until(&rest, "epoch"))
        return false;
    rest.s -= strlen("epoch");
    *prefix = (lc_span){line.s, rest.s};
    *names = rest;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (!lc_span_take_token(&rest, &token) || !lc_span_is(&token, first[i]))
            return false;
    for (last = token; lc_span_take_token(&rest, &token);)
        last = token;
    /* skorch's table begins alike, and ends otherwise. */
    return !lc_span_is(&last, "dur") && is_comment_sign(*prefix);
}

/* "0.87", "00:19", or "#na#" and "None" where there is nothing. */
static bool is_cell(lc_span cell, double *v)
{
    *v = lc_absent();
    return lc_span_is(&cell, "#na#") || lc_span_is(&cell, "None") || lc_span_is_number(&cell, v) ||
           lc_span_is_clock(&cell, v);
}

/* A number of an epoch and a loss: the rest of the line may be broken. */
static bool is_row(lc_span line)
{
    lc_span cell;
    double v;
    return lc_span_take_token(&line, &cell) && lc_span_take_count(&cell, &v) &&
           cell.s == cell.end && lc_span_take_token(&line, &cell) && is_cell(cell, &v);
}

/* A whole row: fastai prints six decimals of the first loss. */
static bool is_fastai_row(lc_span line)
{
    lc_span cell;
    while (line.s < line.end && !(*line.s >= '0' && *line.s <= '9'))
        line.s++;
    if (!is_row(line))
        return false;
    lc_span_take_token(&line, &cell);
    lc_span_take_token(&line, &cell);
    return lc_span_take_until(&cell, ".") && lc_span_length(&cell) == 6;
}

static bool take_prefix(lc_span *t, const char *prefix, size_t n)
{
    if (lc_span_length(t) < n || memcmp(t->s, prefix, n) != 0)
        return false;
    t->s += n;
    return true;
}

/* ---- the reader ------------------------------------------------------------------------ */

/* fastai writes "valid_loss", but "accuracy" for the same set's accuracy. */
static bool is_bare_metric(lc_span name, size_t column)
{
    return column > 2 && !lc_span_begins(&name, "train_") && !lc_span_begins(&name, "valid_") &&
           !lc_span_is(&name, "time");
}

static lc_status take_header(table *t, const lc_lines *in, lc_span prefix, lc_span names,
                             lc_error *err)
{
    lc_span name;
    t->columns = 0;
    t->fresh = true;
    t->prefix_len = lc_span_length(&prefix);
    memcpy(t->prefix, prefix.s, t->prefix_len);
    while (lc_span_take_token(&names, &name)) {
        if (t->columns == COLUMNS_MAX) {
            t->columns = 0;
            return lc_builder_malformed(in->builder, in->number, err,
                                        "a table of more than %d columns is passed over",
                                        COLUMNS_MAX);
        }
        snprintf(t->names[t->columns], sizeof t->names[0], "%s%.*s",
                 is_bare_metric(name, t->columns) ? "valid_" : "", (int)lc_span_length(&name),
                 name.s);
        t->columns++;
    }
    return LC_OK;
}

static bool fits_columns(const table *t, lc_span cells)
{
    lc_span cell;
    double v;
    size_t n = 0;
    while (lc_span_take_token(&cells, &cell))
        if (++n > t->columns || !is_cell(cell, &v))
            return false;
    return n == t->columns;
}

static lc_status take_row(table *t, const lc_lines *in, lc_span cells, lc_error *err)
{
    lc_builder *b = in->builder;
    lc_span cell;
    double v;
    if (!fits_columns(t, cells))
        return lc_builder_malformed(in->builder, in->number, err,
                                    "expected %zu values, one for each column", t->columns);
    lc_status st = t->fresh ? lc_named_begin(b, "fit", ++t->runs) : LC_OK;
    t->fresh = false;
    if (st == LC_OK)
        st = lc_builder_record(b);
    for (size_t i = 0; i < t->columns && st == LC_OK; i++) {
        lc_span_take_token(&cells, &cell);
        is_cell(cell, &v);
        st = lc_named_put_text(b, t->names[i], v, cell);
    }
    return st == LC_OK ? lc_named_averaged(b, "train_loss",
                                           "moving average over the batches, 0.98 of it old")
                       : st;
}

static lc_status table_line(void *state, const lc_lines *in, lc_span line, lc_error *err)
{
    table *t = state;
    lc_span prefix, names;
    if (is_header(line, &prefix, &names))
        return take_header(t, in, prefix, names, err);
    if (!t->columns)
        return is_fastai_row(line)
                   ? lc_builder_malformed(in->builder, in->number, err,
                                          "a row without a header above is passed over")
                   : LC_OK;
    if (!take_prefix(&line, t->prefix, t->prefix_len) || !is_row(line))
        return LC_OK;
    return take_row(t, in, line, err);
}

static lc_status table_finish(void *state, const lc_lines *in, lc_error *err)
{
    (void)in;
    return ((table *)state)->columns
               ? LC_OK
               : lc_error_set(err, LC_E_FORMAT, 0,
                              "not a training log: no header of fastai such as "
                              "'epoch train_loss valid_loss accuracy time'");
}

/* A header alone may be anybody's; with a row of six decimals it is fastai's. */
static int table_score(lc_span line, int so_far)
{
    lc_span prefix, names;
    if (so_far == 95)
        return so_far;
    if (so_far && is_fastai_row(line))
        return 95;
    return !so_far && is_header(line, &prefix, &names) ? 30 : so_far;
}

static const char *const signs[] = {"valid_loss", NULL};

static const lc_line_form table_form = {
    .signs = signs,
    .size = sizeof(table),
    .score = table_score,
    .line = table_line,
    .finish = table_finish,
};

const lc_reader lc_reader_fastai_console = {
    .name = "fastai_console",
    .summary = "the table that fastai prints while it trains",
    .example = "epoch     train_loss  valid_loss  accuracy  time\n"
               "0         0.520000    0.610000    0.810000  00:31",
    .form = &table_form,
    LC_READ_BY_LINES,
};
