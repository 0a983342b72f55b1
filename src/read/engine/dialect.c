/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dialect.c - which delimiter a table of metrics is cut by, and whether it is one at all. */
#include "read/engine/dialect.h"

#include "read/engine/pairs.h"
#include "read/engine/table_comments.h"
#include "model/metric.h"

#include <ctype.h>
#include <string.h>

/* What the head of a file looks like when it is cut at one delimiter. */
typedef struct look {
    lc_table *table;
    char delimiter, decimal;
    bool columns;         /* rows may come as numbers: no text of theirs is asked for */
    size_t fields;        /* of the header */
    size_t rows, fitting; /* below the header; those with its number of fields and a number */
    size_t numbers, cells;
    bool known;            /* a name in the header is a metric's or an axis's */
    size_t comment_fields; /* of the last comment above the header */
    bool after_header;     /* no row yet below the last header */
    bool prose;            /* what looks like a header is a line of a log */
    bool point;            /* a number has a decimal point */
    bool nomem;
} look;

static bool is_number(const lc_field *f, char decimal)
{
    double v;
    return f->len && lc_table_cell(&v, f, decimal) && !lc_is_absent(v);
}

/* What the cells of a row are. */
typedef struct census {
    size_t numbers, texts, filled;
} census;

static census count_cells(const lc_row *row, char decimal)
{
    census c = {0};
    for (size_t i = 0; i < row->n; i++) {
        double v;
        bool filled = row->field[i].len > 0, text = !lc_table_cell(&v, &row->field[i], decimal);
        c.filled += filled;
        c.texts += text;
        c.numbers += filled && !text && !lc_is_absent(v);
    }
    return c;
}

size_t lc_row_numbers(const lc_row *row, char decimal)
{
    return count_cells(row, decimal).numbers;
}

static bool is_header(const census *c)
{
    return 2 * c->texts > c->filled;
}

bool lc_row_is_header(const lc_row *row, char decimal)
{
    census c = count_cells(row, decimal);
    return is_header(&c);
}

static bool names_metric(const lc_field *f)
{
    return lc_metric_kind(f->text, f->len) != LC_OTHER;
}

bool lc_row_is_comment(const lc_row *row)
{
    return row->field[0].len && row->field[0].text[0] == '#';
}

/* "step 3 | loss: 0.5 | tok/sec: 1": a line of text that was cut within its numbers, and no name. */
static bool is_prose(const lc_field *f)
{
    lc_pair p;
    lc_span rest = {f->text, f->text + f->len};
    bool one = lc_pair_next(&rest, &p);
    return one && lc_pair_next(&rest, &p);
}

/* "step: 1" and "000 loss: 0.5": a number that was cut. */
static bool is_thousands(const lc_field *before, const lc_field *f)
{
    lc_span rest = {f->text, f->text + f->len};
    double v;
    return before->len && isdigit((unsigned char)before->text[before->len - 1]) && f->len > 3 &&
           lc_span_take_count(&rest, &v) && rest.s - f->text == 3;
}

/* "loss,0.5": a line of names, each with its number behind it. */
static bool is_told(const lc_field *name, const lc_field *f, char decimal)
{
    return is_number(f, decimal) && memchr(f->text, decimal, f->len) && names_metric(name);
}

static void look_at_header(look *l, const lc_row *row)
{
    l->fields = row->n;
    l->prose |= is_prose(&row->field[0]);
    for (size_t i = 0; i < row->n && i < 64; i++) {
        l->prose |= i > 0 && (is_thousands(&row->field[i - 1], &row->field[i]) ||
                              is_told(&row->field[i - 1], &row->field[i], l->decimal));
        l->known = l->known || names_metric(&row->field[i]);
    }
}

/* Rows of as many numbers as the header has names. */
static lc_status look_at_numbers(void *self, const double *const *column, size_t columns,
                                 const double *line, size_t rows, lc_error *err)
{
    look *l = self;
    (void)line;
    (void)err;
    for (size_t r = 0; r < rows; r++) {
        size_t numbers = 0;
        for (size_t c = 0; c < columns; c++)
            numbers += !lc_is_absent(column[c][r]);
        l->numbers += numbers;
        l->fitting += numbers > 0;
    }
    l->after_header = false;
    l->rows += rows;
    l->cells += rows * columns;
    return LC_OK;
}

/* A row as text. Prose is no table whatever follows: the rest needn't be looked at. */
static lc_status look_at_text(look *l, const lc_row *row)
{
    census c = count_cells(row, l->decimal);
    size_t numbers = c.numbers;
    if (lc_row_is_comment(row)) {
        l->comment_fields = row->n;
        l->known |= row->n > 1 && names_metric(&row->field[row->n - 1]);
        return LC_OK;
    }
    if (l->fields == 0 && numbers && l->comment_fields == row->n)
        l->fields = row->n; /* "# epoch,loss" */
    if (is_header(&c) && (l->fields == 0 || (numbers == 0 && (row->n > 1 || l->fields == 1)))) {
        l->rows += l->after_header; /* a line of text: a header is repeated between numbers */
        l->after_header = true;
        look_at_header(l, row);
        return l->prose ? LC_E_FORMAT : LC_OK;
    }
    l->after_header = false;
    if (row->cut && l->rows)
        return LC_OK;
    l->rows++;
    for (size_t i = 0; i < row->n && !l->point; i++)
        l->point = is_number(&row->field[i], '.') && row->field[i].len &&
                   memchr(row->field[i].text, '.', row->field[i].len);
    l->numbers += numbers;
    l->cells += row->n;
    /* One cell more is an index, one less a last column that is never filled. */
    bool near =
        row->n == l->fields || row->n == l->fields + 1 || (row->n > 1 && row->n + 1 == l->fields);
    l->fitting += l->fields && numbers && near;
    return LC_OK;
}

static lc_status look_at_row(void *self, const lc_row *row, lc_error *err)
{
    look *l = self;
    size_t fields = l->fields;
    lc_status st = look_at_text(l, row);
    return st == LC_OK && l->columns && l->fields != fields
               ? lc_table_layout(l->table, l->fields, NULL, err)
               : st;
}

static lc_status look_at_broken(void *self, long line, const lc_field *text, const char *why,
                                lc_error *err)
{
    look *l = self;
    (void)line;
    (void)why;
    (void)err;
    l->rows += l->fields && text->len && text->text[0] != '#';
    return LC_OK;
}

static lc_status look_at(look *l, const char *text, size_t n)
{
    const lc_table_handler handler = {
        .self = l, .row = look_at_row, .numbers = look_at_numbers, .broken = look_at_broken};
    const lc_table_options options = {.delimiter = l->delimiter, .threads = 1};
    lc_status st = lc_table_open(&l->table, &options, &handler, NULL);
    if (st == LC_OK)
        st = lc_table_feed(l->table, text, n, NULL);
    if (st == LC_OK)
        st = lc_table_finish(l->table, NULL);
    lc_table_close(l->table);
    l->table = NULL;
    return st;
}

/* Rows come as numbers where nobody asks how these are written: with a comma for the delimiter the decimal
 * point is known. A last line without its end comes as text, as it may be cut. */
static look look_with(char delimiter, const char *head, size_t n, bool whole)
{
    look l = {.delimiter = delimiter, .decimal = delimiter == ',' ? '.' : ','};
    size_t lines = n;
    while (lines && head[lines - 1] != '\n')
        lines--;
    l.columns = delimiter == ',' && lines && !memchr(head, '"', n);
    size_t first = l.columns || !whole ? lines : n;
    lc_status st = look_at(&l, head, first);
    l.columns = false;
    if (st == LC_OK && whole && first < n)
        st = look_at(&l, head + first, n - first);
    l.nomem |= st == LC_E_NOMEM;
    l.rows = st == LC_OK ? l.rows : 0;
    return l;
}

/* How well the rows fit, 0 to 100: whether they have as many cells as the header, whether these
 * are numbers, whether there is more than one column and a name is known. */
static int score(const look *l)
{
    if (l->prose)
        return 0;
    if (l->rows == 0)
        return l->fields > 1 && l->known ? LC_HEADER_ALONE : 0;
    double fits = (double)l->fitting / (double)l->rows;
    if (fits < 0.5 || (l->fields == 1 && (fits < 0.9 || l->numbers < l->cells)))
        return 0;
    return (int)(30 * fits) + (l->fields > 1 ? 25 : 0) + (l->known ? 30 : 0);
}

static const char delimiters[] = {',', ';', '\t'};

#define ONE_COLUMN_MOST 60 /* that score() gives where no row is cut */

lc_dialect lc_dialect_guess(const char *head, size_t n, bool whole)
{
    if (lc_table_comment_is_own(head, n))
        return (lc_dialect){',', '.', 100, false};
    look best = look_with(delimiters[0], head, n, whole);
    bool absent =
        false; /* a delimiter before this one, so that it has been seen how nothing is cut */
    for (size_t i = 1; i < sizeof delimiters; i++) {
        bool here = n && memchr(head, delimiters[i], n);
        if (!here && (score(&best) >= ONE_COLUMN_MOST || absent))
            continue;
        absent |= !here;
        look l = look_with(delimiters[i], head, n, whole);
        bool nomem = l.nomem || best.nomem;
        if (score(&l) > score(&best))
            best = l;
        best.nomem = nomem;
    }
    /* Where numbers have a point, a comma parts thousands. */
    return (lc_dialect){best.delimiter, best.point ? '.' : best.decimal, score(&best), best.nomem};
}

/* ---- headers at first sight ------------------------------------------------------------ */

static size_t count_of(lc_span line, char c)
{
    size_t count = 0;
    for (; line.s < line.end; line.s++)
        count += *line.s == c;
    return count;
}

static char likeliest_delimiter(lc_span line)
{
    char best = delimiters[0];
    for (size_t i = 1; i < sizeof delimiters; i++)
        if (count_of(line, delimiters[i]) > count_of(line, best))
            best = delimiters[i];
    return best;
}

lc_header lc_header_of(lc_span line)
{
    lc_span_take_word(&line, "\xef\xbb\xbf"); /* the mark of a UTF-8 file */
    return (lc_header){line, likeliest_delimiter(line), line.s == line.end};
}

bool lc_header_take(lc_header *header, lc_span *name)
{
    lc_span *rest = &header->rest;
    bool quoted = false;
    if (header->ended)
        return false;
    const char *from = rest->s;
    for (; rest->s < rest->end && (quoted || *rest->s != header->delimiter); rest->s++)
        quoted ^= *rest->s == '"';
    *name = lc_span_trim((lc_span){from, rest->s});
    header->ended = rest->s == rest->end;
    if (!header->ended)
        rest->s++;
    if (lc_span_length(name) >= 2 && *name->s == '"' && name->end[-1] == '"')
        *name = (lc_span){name->s + 1, name->end - 1};
    return true;
}

bool lc_header_has(lc_header header, const char *name)
{
    lc_span is;
    while (lc_header_take(&header, &is))
        if (lc_span_is(&is, name))
            return true;
    return false;
}
