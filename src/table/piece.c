/* SPDX-License-Identifier: GPL-3.0-or-later */
/* piece.c - libcsv over some lines: cells become doubles, rows that won't are marked. */
#include "table/piece.h"

#include "base/mem.h"
#include "base/number.h"

#include <csv.h>
#include <string.h>

#define FIELD_STEP 16384 /* [bytes] by which libcsv's field buffer grows */

/* The state of one parse; what is hot stands first. */
typedef struct parse {
    double *cell; /* of column 0 in the row that is being read */
    size_t row_cap, columns;
    size_t field; /* of the row that is being read */
    bool fits;    /* so far all fields of this row are numbers */
    bool quotes;  /* there is a quote in the piece, so fields may hold line ends */
    const lc_layout *layout;
    lc_piece *piece;
    long line, row_line; /* lines before this place, and before the row's beginning */
    long returns;        /* CRs that may turn out to be part of a line end or one each */
    size_t known;        /* a place in the bytes, a line's beginning, at or before row_line ... */
    long known_line;     /* ... and lines before that */
} parse;

/* libcsv grows its buffer by fixed steps; doubling keeps a field of many MiB linear. The block's
 * size stands in front of it. */
typedef union size_mark {
    size_t size;
    max_align_t align;
} size_mark;

static void *csv_resize(void *p, size_t n)
{
    size_mark *mark = p ? (size_mark *)p - 1 : NULL;
    if (mark && n <= mark->size)
        return p;
    size_t size = mark && n < 2 * mark->size ? 2 * mark->size : n;
    mark = lc_mem_resize(mark, size + sizeof *mark, 1);
    if (!mark)
        return NULL;
    mark->size = size;
    return mark + 1;
}

static void csv_release(void *p)
{
    if (p)
        lc_mem_free((size_mark *)p - 1);
}

bool lc_piece_parser(struct csv_parser *parser, char delimiter)
{
    if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
        return false;
    csv_set_delim(parser, (unsigned char)delimiter);
    csv_set_realloc_func(parser, csv_resize);
    csv_set_free_func(parser, csv_release);
    csv_set_blk_size(parser, FIELD_STEP);
    return true;
}

static bool is_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_blank(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

size_t lc_piece_next_line(const char *bytes, size_t at, size_t n, char delimiter)
{
    const char *lf = memchr(bytes + at, '\n', n - at);
    size_t end = lf ? (size_t)(lf - bytes) : n;
    const char *cr = memchr(bytes + at, '\r', end - at);
    if (!cr)
        return lf ? end + 1 : n;
    size_t after = (size_t)(cr - bytes);
    while (after < end && (bytes[after] == '\r' || is_blank(bytes[after], delimiter)))
        after++;
    if (lf && after == end)
        return end + 1;
    return (size_t)(cr - bytes) + 1;
}

/* Line ends within a quoted field. */
static long line_ends(const char *s, size_t n, char delimiter)
{
    long count = 0;
    for (size_t at = 0; at < n;) {
        at = lc_piece_next_line(s, at, n, delimiter);
        count += at < n || s[n - 1] == '\n' || s[n - 1] == '\r';
    }
    return count;
}

/* ---- libcsv's callbacks ---------------------------------------------------------------- */

static void fail(parse *p, lc_status status)
{
    if (p->piece->status == LC_OK)
        p->piece->status = status;
    p->fits = false;
}

static void begin_row(parse *p)
{
    p->line += p->returns;
    p->returns = 0;
    p->row_line = p->line;
}

/* A cell that is not simply a finite number; false when its row must be looked at as text. */
static bool odd_cell(parse *p, double *cell, const char *text, size_t len)
{
    size_t c = p->field;
    if (len == 0 || p->layout->ignored[c]) {
        *cell = lc_absent();
        return true;
    }
    lc_field f = {text, len};
    if (!lc_table_cell(cell, &f, p->layout->decimal))
        return false;
    if (*cell - *cell == 0 || lc_is_absent(*cell) || p->piece->odd[c])
        return true;
    p->piece->odd[c] = true;
    return false;
}

static void add_field(parse *p, const char *text, size_t len)
{
    if (p->field == 0)
        begin_row(p);
    if (p->quotes)
        p->line += line_ends(text, len, p->layout->delimiter);
    if (p->fits && p->field < p->columns) {
        double *cell = p->cell + p->field * p->row_cap;
        if (p->layout->ignored[p->field] || lc_number_read(cell, text, len) != len || len == 0 ||
            *cell - *cell != 0)
            p->fits = odd_cell(p, cell, text, len);
    }
    if (++p->field > LC_FIELDS_MAX)
        fail(p, LC_E_LIMIT);
}

static void on_field(void *s, size_t len, void *data)
{
    add_field(data, s, len);
}

/* Where line `line` of the piece begins; lines are asked for in rising order. */
static size_t seek(parse *p, long line)
{
    while (p->known_line < line && p->known < p->piece->n) {
        p->known = lc_piece_next_line(p->piece->bytes, p->known, p->piece->n, p->layout->delimiter);
        p->known_line++;
    }
    return p->known;
}

/* Mark the lines from row_line up to (not with) `next` as a row that isn't numbers. */
static void add_misfit(parse *p, long next, bool cut, const char *broken)
{
    lc_piece *piece = p->piece;
    if (!lc_mem_grow(&piece->misfit, &piece->misfit_cap, piece->misfit_n + 1,
                     sizeof *piece->misfit)) {
        fail(p, LC_E_NOMEM);
        return;
    }
    size_t begin = seek(p, p->row_line);
    piece->misfit[piece->misfit_n++] = (lc_misfit){
        .before = piece->rows,
        .begin = begin,
        .end = seek(p, next),
        .line = p->row_line,
        .cut = cut,
        .broken = broken,
    };
}

static void on_row(int end, void *data)
{
    parse *p = data;
    if (p->field && p->piece->status == LC_OK) {
        if (p->fits && p->field == p->columns) {
            if (p->layout->lines)
                p->piece->line[p->piece->rows] = (double)p->row_line;
            p->piece->rows++;
            p->cell++;
        } else {
            add_misfit(p, p->line + 1, end < 0, NULL);
        }
    }
    p->field = 0;
    p->fits = p->columns > 0;
    if (end == '\n') {
        p->line++;
        p->returns = 0;
    } else {
        p->returns += end == '\r';
    }
}

/* ---- without quotes -------------------------------------------------------------------- */

/* A field that isn't simply a number, and what ends it, as libcsv has it; the place behind. */
static const char *scan_field(parse *p, const char *s, const char *end)
{
    char delimiter = p->layout->delimiter;
    const char *first = s;
    while (s < end && *s != delimiter && !is_end(*s))
        s++;
    const char *last = s;
    while (first < last && is_blank(*first, delimiter))
        first++;
    while (first < last && is_blank(last[-1], delimiter))
        last--;
    bool ends = s == end || is_end(*s);
    if (!ends || p->field || first < last) /* an empty line has no field */
        add_field(p, first, (size_t)(last - first));
    if (s < end && ends)
        on_row((unsigned char)*s, p);
    else if (ends && p->field)
        on_row(-1, p);
    return s < end ? s + 1 : s;
}

/* What libcsv and the callbacks would make of bytes without a quote. Numbers are read where they
 * stand, which saves looking for their ends first and copying them. */
static void scan(parse *p, const char *s, const char *end)
{
    const bool *ignored = p->layout->ignored;
    char delimiter = p->layout->delimiter;
    while (s < end && p->piece->status == LC_OK) {
        const char *behind = NULL;
        double *cell = p->cell ? p->cell + p->field * p->row_cap : NULL; /* NULL: all are ignored */
        if (p->fits && p->field < p->columns && !ignored[p->field])
            behind = lc_number_scan(cell, s, end);
        if (!behind || (*behind != delimiter && *behind != '\n')) {
            s = scan_field(p, s, end);
            continue;
        }
        if (p->field++ == 0)
            begin_row(p);
        if (*behind == '\n' && *behind != delimiter)
            on_row('\n', p);
        s = behind + 1;
    }
    if (p->field) /* the input ends with a delimiter */
        scan_field(p, end, end);
}

/* ---- one piece ------------------------------------------------------------------------- */

/* Room for as many rows as the bytes could hold: a row takes a byte for each field's end, and
 * two at least. What isn't used is never touched. */
static bool make_room(lc_piece *piece, const lc_layout *layout)
{
    size_t columns = layout->columns;
    piece->row_cap = piece->n / (columns < 2 ? 2 : columns) + 1;
    if (columns == 0)
        return true;
    if (!lc_mem_grow(&piece->odd, &piece->odd_cap, columns, sizeof *piece->odd))
        return false;
    memset(piece->odd, 0, columns * sizeof *piece->odd);
    if (layout->lines &&
        !lc_mem_grow(&piece->line, &piece->line_cap, piece->row_cap, sizeof *piece->line))
        return false;
    size_t need = piece->row_cap * columns; /* at most n + columns */
    if (need <= piece->cells_cap)
        return true;
    double *cells = lc_mem_resize(NULL, need, sizeof *cells); /* the old ones needn't be copied */
    if (!cells)
        return false;
    lc_mem_free(piece->cells);
    piece->cells = cells;
    piece->cells_cap = need;
    return true;
}

/* A row that libcsv refuses begins here. */
static void open_row(parse *p)
{
    if (p->field == 0)
        begin_row(p);
    p->field = 0;
    p->fits = p->columns > 0;
}

/* Take the line out on which the refused row begins; what comes after it is read anew. */
static size_t skip_broken(parse *p, const char *why)
{
    open_row(p);
    add_misfit(p, p->row_line + 1, false, why);
    p->line = p->row_line + 1;
    p->returns = 0;
    return seek(p, p->line);
}

/* Parse from `at` on; the place to go on from after a line that was refused, n at the end. */
static size_t parse_from(parse *p, size_t at)
{
    lc_piece *piece = p->piece;
    struct csv_parser parser;
    if (!lc_piece_parser(&parser, p->layout->delimiter)) {
        fail(p, LC_E_NOMEM);
        return piece->n;
    }
    size_t n = piece->n - at, next = piece->n;
    size_t used = csv_parse(&parser, piece->bytes + at, n, on_field, on_row, p);
    if (used < n && csv_error(&parser) != CSV_EPARSE) {
        fail(p, LC_E_NOMEM);
    } else if (used < n) {
        next = skip_broken(p, "a quote in the middle of a field");
    } else if (csv_fini(&parser, on_field, on_row, p) != 0) {
        if (piece->last) {
            next = skip_broken(p, "a quote that is never closed");
        } else {
            open_row(p);
            piece->tail = seek(p, p->row_line);
            p->line = p->row_line;
        }
    }
    csv_free(&parser);
    return next;
}

void lc_piece_parse(lc_piece *piece, const lc_layout *layout)
{
    piece->status = LC_OK;
    piece->columns = layout->columns;
    piece->changes = layout->changes;
    piece->rows = piece->misfit_n = 0;
    piece->lines = 0;
    piece->tail = piece->n;
    if (!make_room(piece, layout)) {
        piece->status = LC_E_NOMEM;
        return;
    }
    parse p = {
        .cell = piece->cells,
        .row_cap = piece->row_cap,
        .columns = layout->columns,
        .fits = layout->columns > 0,
        .quotes = piece->n && memchr(piece->bytes, '"', piece->n),
        .layout = layout,
        .piece = piece,
    };
    if (!p.quotes)
        scan(&p, piece->bytes, piece->bytes + piece->n);
    for (size_t at = 0; p.quotes && at < piece->n && piece->status == LC_OK;)
        at = parse_from(&p, at);
    piece->lines = piece->status == LC_OK ? p.line : p.row_line;
}

void lc_piece_free(lc_piece *piece)
{
    lc_mem_free(piece->bytes);
    lc_mem_free(piece->cells);
    lc_mem_free(piece->line);
    lc_mem_free(piece->misfit);
    lc_mem_free(piece->odd);
    *piece = (lc_piece){0};
}
