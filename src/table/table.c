/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table.c - cuts a table into pieces at line ends, has them parsed, hands them over in order.
 *
 * A piece may turn out to end inside a quoted field, and a handler may change the layout in the
 * middle of one. Both are rare, so pieces are parsed ahead as if neither happened; when one does,
 * the bytes after it are parsed again, in order, on the caller's thread.
 */
#include "table/table.h"

#include "base/mem.h"
#include "base/jobs.h"
#include "table/piece.h"

#include <csv.h>
#include <string.h>

#ifndef BLOCK_BYTES            /* a fuzz test has it small */
#define BLOCK_BYTES (1u << 20) /* of a piece parsed ahead; fits a core's cache */
#endif
#define FIRST_BYTES 256 /* parsed at first, for the header, which changes the layout */
#define STEP_BYTES 4096 /* parsed after a change, as there may be another one soon */

/* A piece that is parsed ahead. */
typedef struct slot {
    lc_piece piece;
    const lc_layout *layout;
    lc_job job;
} slot;

/* The ring of pieces that are parsed ahead. Slots are filled and emptied in order. */
typedef struct ahead {
    lc_jobs *jobs;
    slot slot[2 * LC_THREADS_MAX];
    size_t slots, first, filled; /* `filled` slots from `first` on, around the ring */
} ahead;

struct lc_table {
    lc_table_handler handler;
    lc_layout layout;
    unsigned threads;
    lc_status status; /* the first failure sticks */
    long line;        /* 1-based, of the next byte that is handed over */
    bool begun;       /* a block was cut off: a byte-order mark was looked for */

    char *gather; /* bytes that are not in a piece yet */
    size_t gather_n, gather_cap;
    size_t whole; /* bytes of it up to its last line end */
    char *carry;  /* a row that a quote kept open at a piece's end, and what follows */
    size_t carry_n, carry_cap;
    size_t carry_try; /* bytes that it must have before it is parsed again */
    lc_piece piece;   /* parsed on the caller's thread; its bytes are borrowed */
    ahead *ahead;     /* NULL until a second block comes */

    struct csv_parser splitter; /* of rows that go as text */
    bool splitter_ready;
    char *text; /* their fields, one after another */
    size_t text_n, text_cap;
    size_t *length;
    size_t length_n, length_cap;
    lc_field *field;
    size_t field_cap;
    bool nomem;
};

/* ---- rows as text ---------------------------------------------------------------------- */

static void keep_field(void *s, size_t len, void *data)
{
    lc_table *t = data;
    if (t->nomem || !lc_mem_grow(&t->text, &t->text_cap, t->text_n + len + 1, 1) ||
        !lc_mem_grow(&t->length, &t->length_cap, t->length_n + 1, sizeof *t->length)) {
        t->nomem = true;
        return;
    }
    if (len)
        memcpy(t->text + t->text_n, s, len);
    t->text_n += len;
    t->length[t->length_n++] = len;
}

static void end_of_row(int end, void *data)
{
    (void)end;
    (void)data;
}

/* The fields of one row that is known to be sound. */
static bool split(lc_table *t, const char *bytes, size_t n)
{
    t->text_n = t->length_n = 0;
    t->nomem = false;
    if (!t->splitter_ready) {
        if (!lc_piece_parser(&t->splitter, t->layout.delimiter))
            return false;
        t->splitter_ready = true;
    }
    if (csv_parse(&t->splitter, bytes, n, keep_field, end_of_row, t) != n ||
        csv_fini(&t->splitter, keep_field, end_of_row, t) != 0 || t->nomem ||
        !lc_mem_grow(&t->field, &t->field_cap, t->length_n, sizeof *t->field))
        return false;
    const char *text = t->text;
    for (size_t i = 0; i < t->length_n; text += t->length[i++])
        t->field[i] = (lc_field){text, t->length[i]};
    return true;
}

static lc_status hand_row(lc_table *t, const lc_piece *piece, const lc_misfit *m, lc_error *err)
{
    const char *bytes = piece->bytes + m->begin;
    size_t n = m->end - m->begin;
    if (m->broken) {
        while (n && (bytes[n - 1] == '\n' || bytes[n - 1] == '\r'))
            n--;
        lc_field text = {bytes, n};
        return t->handler.broken(t->handler.self, t->line + m->line, &text, m->broken, err);
    }
    if (!split(t, bytes, n))
        return lc_error_nomem(err);
    lc_row row = {t->line + m->line, t->field, t->length_n, m->cut};
    return t->handler.row(t->handler.self, &row, err);
}

/* ---- pieces in order ------------------------------------------------------------------- */

static lc_status hand_numbers(lc_table *t, const lc_piece *piece, size_t from, size_t to,
                              lc_error *err)
{
    if (from == to)
        return LC_OK;
    double *line = t->layout.lines ? piece->line + from : NULL;
    const double **column = lc_mem_resize(NULL, piece->columns, sizeof *column);
    if (!column)
        return lc_error_nomem(err);
    for (size_t c = 0; c < piece->columns; c++)
        column[c] = piece->cells + c * piece->row_cap + from;
    for (size_t r = 0; line && r < to - from; r++)
        line[r] += (double)t->line;
    lc_status st =
        t->handler.numbers(t->handler.self, column, piece->columns, line, to - from, err);
    lc_mem_free(column);
    return st;
}

static lc_status piece_failure(const lc_table *t, const lc_piece *piece, lc_error *err)
{
    if (piece->status == LC_E_LIMIT)
        return lc_error_set(err, LC_E_LIMIT, t->line + piece->lines, "more than %u fields",
                            LC_FIELDS_MAX);
    return piece->status == LC_OK ? LC_OK : lc_error_nomem(err);
}

/* Hand a parsed piece over; *used is how many of its bytes: up to the row after which the layout
 * changed, or up to the row that a quote keeps open. */
static lc_status hand_over(lc_table *t, const lc_piece *piece, size_t *used, lc_error *err)
{
    size_t row = 0;
    *used = 0;
    for (size_t i = 0; i < piece->misfit_n; i++) {
        const lc_misfit *m = &piece->misfit[i];
        lc_status st = hand_numbers(t, piece, row, m->before, err);
        if (st == LC_OK)
            st = hand_row(t, piece, m, err);
        if (st != LC_OK)
            return st;
        row = m->before;
        if (t->layout.changes != piece->changes) {
            *used = m->end;
            t->line += m->line;
            for (size_t at = m->begin; at < m->end; t->line++)
                at = lc_piece_next_line(piece->bytes, at, m->end, t->layout.delimiter);
            return LC_OK;
        }
    }
    lc_status st = hand_numbers(t, piece, row, piece->rows, err);
    if (st == LC_OK)
        st = piece_failure(t, piece, err);
    t->line += piece->lines;
    *used = piece->tail;
    return st;
}

/* The end of the lines in bytes[at .. n) that `step` bytes reach into. */
static size_t line_end_after(const char *bytes, size_t at, size_t step, size_t n)
{
    if (n - at <= step)
        return n;
    const char *lf = memchr(bytes + at + step - 1, '\n', n - at - step + 1);
    return lf ? (size_t)(lf - bytes) + 1 : n;
}

/* Parse whole lines here and now, in small steps while the layout is new. *used is less than n
 * when a quote is still open. */
static lc_status parse_here(lc_table *t, char *bytes, size_t n, bool last, size_t *used,
                            lc_error *err)
{
    size_t at = 0, step = t->layout.columns ? BLOCK_BYTES : FIRST_BYTES;
    while (at < n) {
        size_t end = line_end_after(bytes, at, step, n), done = 0, changes = t->layout.changes;
        t->piece.bytes = bytes + at;
        t->piece.n = end - at;
        t->piece.last = last && end == n;
        lc_piece_parse(&t->piece, &t->layout);
        lc_status st = hand_over(t, &t->piece, &done, err);
        t->piece.bytes = NULL;
        if (st != LC_OK)
            return st;
        bool open = done < end - at && changes == t->layout.changes;
        at += done;
        if (open && end == n)
            break;
        step = changes != t->layout.changes ? STEP_BYTES : 2 * step;
    }
    *used = at;
    return LC_OK;
}

static lc_status keep_carry(lc_table *t, const char *bytes, size_t n, lc_error *err)
{
    if (!lc_mem_grow(&t->carry, &t->carry_cap, t->carry_n + n, 1))
        return lc_error_nomem(err);
    if (n)
        memcpy(t->carry + t->carry_n, bytes, n);
    t->carry_n += n;
    return LC_OK;
}

/* Parse lines that follow what was handed over so far. */
static lc_status take_lines(lc_table *t, char *bytes, size_t n, bool last, lc_error *err)
{
    size_t used;
    lc_status st;
    if (t->carry_n == 0) {
        st = n ? parse_here(t, bytes, n, last, &used, err) : LC_OK;
        if (st != LC_OK || n == 0 || used == n)
            return st;
        t->carry_try = 2 * (n - used);
        return keep_carry(t, bytes + used, n - used, err);
    }
    st = keep_carry(t, bytes, n, err);
    if (st != LC_OK)
        return st;
    /* Parsed again only when it has doubled, so that time stays linear. A row as long as
     * LC_LINE_MAX isn't one: the quote counts as never closed. */
    if (!last && t->carry_n < t->carry_try && t->carry_n <= LC_LINE_MAX)
        return LC_OK;
    st = parse_here(t, t->carry, t->carry_n, last || t->carry_n > LC_LINE_MAX, &used, err);
    if (st != LC_OK)
        return st;
    memmove(t->carry, t->carry + used, t->carry_n - used);
    t->carry_n -= used;
    t->carry_try = 2 * t->carry_n;
    return LC_OK;
}

/* ---- parsed ahead ---------------------------------------------------------------------- */

static void parse_slot(void *self)
{
    slot *s = self;
    lc_piece_parse(&s->piece, s->layout);
}

static void ahead_close(ahead *a)
{
    if (!a)
        return;
    lc_jobs_close(a->jobs);
    for (size_t i = 0; i < sizeof a->slot / sizeof *a->slot; i++)
        lc_piece_free(&a->slot[i].piece);
    lc_mem_free(a);
}

/* NULL when there is nothing to gain or to have. */
static ahead *ahead_open(unsigned threads, const lc_layout *layout)
{
    ahead *a = threads < 2 ? NULL : lc_mem_resize(NULL, 1, sizeof *a);
    if (!a)
        return NULL;
    *a = (ahead){.slots = 2 * (size_t)threads, .jobs = lc_jobs_open(threads)};
    for (size_t i = 0; i < a->slots; i++)
        a->slot[i] = (slot){.layout = layout, .job = {.run = parse_slot, .self = &a->slot[i]}};
    if (a->jobs)
        return a;
    ahead_close(a);
    return NULL;
}

/* The k-th of the filled slots, or the one behind the last. */
static slot *slot_at(ahead *a, size_t k)
{
    return &a->slot[(a->first + k) % a->slots];
}

/* Hand over the oldest piece that was parsed ahead, or parse it again when it was parsed under
 * another layout or began in the middle of a row. */
static lc_status hand_over_oldest(lc_table *t, lc_error *err)
{
    ahead *a = t->ahead;
    slot *s = slot_at(a, 0);
    lc_jobs_wait(a->jobs, &s->job);
    lc_status st = LC_OK;
    size_t used = 0;
    if (t->carry_n == 0 && s->piece.changes == t->layout.changes)
        st = hand_over(t, &s->piece, &used, err);
    if (st == LC_OK && used < s->piece.n)
        st = take_lines(t, s->piece.bytes + used, s->piece.n - used, false, err);
    a->first = (a->first + 1) % a->slots;
    a->filled--;
    return st;
}

static lc_status hand_over_all(lc_table *t, lc_error *err)
{
    lc_status st = LC_OK;
    while (st == LC_OK && t->ahead && t->ahead->filled)
        st = hand_over_oldest(t, err);
    return st;
}

/* Have the gathered lines parsed, against the empty buffer of a free slot. */
static void submit(lc_table *t)
{
    slot *s = slot_at(t->ahead, t->ahead->filled++);
    char *bytes = s->piece.bytes;
    size_t cap = s->piece.cap;
    s->piece.bytes = t->gather;
    s->piece.cap = t->gather_cap;
    s->piece.n = t->whole;
    t->gather = bytes;
    t->gather_cap = cap;
    lc_jobs_add(t->ahead->jobs, &s->job);
}

/* ---- the table ------------------------------------------------------------------------- */

lc_status lc_table_open(lc_table **t, const lc_table_options *options,
                        const lc_table_handler *handler, lc_error *err)
{
    lc_table *made = lc_mem_resize(NULL, 1, sizeof *made);
    if (!made)
        return lc_error_nomem(err);
    *made = (lc_table){
        .handler = *handler,
        .layout = {.delimiter = options->delimiter,
                   .decimal = options->decimal,
                   .lines = options->lines},
        .threads = options->threads > LC_THREADS_MAX ? LC_THREADS_MAX : options->threads,
        .line = 1,
    };
    *t = made;
    return LC_OK;
}

void lc_table_close(lc_table *t)
{
    if (!t)
        return;
    ahead_close(t->ahead);
    lc_piece_free(&t->piece);
    if (t->splitter_ready)
        csv_free(&t->splitter);
    lc_mem_free(t->layout.ignored);
    lc_mem_free(t->gather);
    lc_mem_free(t->carry);
    lc_mem_free(t->text);
    lc_mem_free(t->length);
    lc_mem_free(t->field);
    lc_mem_free(t);
}

/* Jobs read the layout: none may run when it changes. */
static void wait_for_jobs(lc_table *t)
{
    for (size_t i = 0; t->ahead && i < t->ahead->filled; i++)
        lc_jobs_wait(t->ahead->jobs, &slot_at(t->ahead, i)->job);
}

lc_status lc_table_layout(lc_table *t, size_t columns, const bool *ignored, lc_error *err)
{
    if (t->layout.changes >= LC_LAYOUTS_MAX)
        return lc_error_set(err, LC_E_LIMIT, t->line, "columns change more than %u times",
                            LC_LAYOUTS_MAX);
    bool *copy = lc_mem_resize(NULL, columns + 1, sizeof *copy);
    if (!copy)
        return lc_error_nomem(err);
    for (size_t c = 0; c < columns; c++)
        copy[c] = ignored && ignored[c];
    wait_for_jobs(t);
    lc_mem_free(t->layout.ignored);
    t->layout.ignored = copy;
    t->layout.columns = columns;
    t->layout.changes++;
    return LC_OK;
}

/* Drop a byte-order mark at the very beginning, which libcsv would take for text. */
static void skip_mark(lc_table *t)
{
    if (t->begun)
        return;
    t->begun = true;
    if (t->gather_n < 3 || memcmp(t->gather, "\xef\xbb\xbf", 3) != 0)
        return;
    t->gather_n -= 3;
    t->whole -= t->whole < 3 ? t->whole : 3;
    memmove(t->gather, t->gather + 3, t->gather_n);
}

/* Pass the gathered whole lines on; what follows them stays. */
static lc_status cut_block(lc_table *t, lc_error *err)
{
    skip_mark(t);
    if (!t->ahead && t->line > 1 && t->layout.columns)
        t->ahead = ahead_open(t->threads ? t->threads : lc_processors(), &t->layout);
    size_t rest = t->gather_n - t->whole;
    if (!t->ahead || t->carry_n) {
        lc_status st = hand_over_all(t, err);
        if (st == LC_OK)
            st = take_lines(t, t->gather, t->whole, false, err);
        memmove(t->gather, t->gather + t->whole, rest);
        t->gather_n = rest;
        t->whole = 0;
        return st;
    }
    lc_status st = t->ahead->filled == t->ahead->slots ? hand_over_oldest(t, err) : LC_OK;
    if (st != LC_OK)
        return st;
    const char *old = t->gather;
    size_t whole = t->whole;
    slot *s = slot_at(t->ahead, t->ahead->filled);
    if (!lc_mem_grow(&s->piece.bytes, &s->piece.cap, rest + BLOCK_BYTES, 1))
        return lc_error_nomem(err);
    memcpy(s->piece.bytes, old + whole, rest);
    submit(t);
    t->gather_n = rest;
    t->whole = 0;
    return LC_OK;
}

/* Take up to a block's bytes in; *taken is how many. */
static lc_status gather(lc_table *t, const char *bytes, size_t n, size_t *taken, lc_error *err)
{
    size_t room = t->gather_n < BLOCK_BYTES ? BLOCK_BYTES - t->gather_n : BLOCK_BYTES;
    n = n < room ? n : room;
    if (!lc_mem_grow(&t->gather, &t->gather_cap, t->gather_n + n, 1))
        return lc_error_nomem(err);
    memcpy(t->gather + t->gather_n, bytes, n);
    const char *first = memchr(bytes, '\n', n);
    size_t open = t->gather_n - t->whole + (first ? (size_t)(first - bytes) : n);
    if (open > LC_LINE_MAX) {
        lc_status st = hand_over_all(t, err); /* so that the line's number is known */
        if (st == LC_OK)
            st = take_lines(t, t->gather, t->whole, false, err);
        return st != LC_OK ? st
                           : lc_error_set(err, LC_E_LIMIT, t->line, "a line of more than %u MiB",
                                          LC_LINE_MAX >> 20);
    }
    if (first) {
        size_t last = n;
        while (bytes[last - 1] != '\n')
            last--;
        t->whole = t->gather_n + last;
    }
    t->gather_n += n;
    *taken = n;
    return LC_OK;
}

lc_status lc_table_feed(lc_table *t, const char *bytes, size_t n, lc_error *err)
{
    while (n > 0 && t->status == LC_OK) {
        size_t taken = 0;
        t->status = gather(t, bytes, n, &taken, err);
        bytes += taken;
        n -= taken;
        if (t->status == LC_OK && t->gather_n >= BLOCK_BYTES && t->whole)
            t->status = cut_block(t, err);
    }
    return t->status;
}

lc_status lc_table_finish(lc_table *t, lc_error *err)
{
    if (t->status == LC_OK)
        t->status = hand_over_all(t, err);
    if (t->status == LC_OK) {
        skip_mark(t);
        t->status = take_lines(t, t->gather, t->gather_n, true, err);
    }
    t->gather_n = t->whole = 0;
    return t->status;
}
