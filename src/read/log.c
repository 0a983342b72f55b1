/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.c - one log: which reader takes it, and the way of its bytes through the reader. */
#include "read/log.h"

#include "base/mem.h"
#include "read/engine/encoding.h"
#include "read/engine/named.h"
#include "read/engine/printed_table.h"
#include "read/engine/span.h"

#include <string.h>

#define REACH (16u << 20)   /* [bytes] how far into a text its first records are looked for */
#define RECORDS_MIN 3       /* that make lines in other text a log */
#define COUNTED (64u << 20) /* [bytes] in which lines are counted, to say where NUL bytes stand */

static lc_status unknown_format(const char *name, lc_error *err)
{
    return lc_error_set(err, LC_E_ARG, 0,
                        "no reader named '%.60s' ('learncurve formats' lists them)", name);
}

/* "Trial 3 finished with value: 0.5 and parameters: ...", as Optuna prints it. */
static bool is_study(const lc_probe_buffer *head)
{
    lc_span text = {head->bytes, head->bytes + head->n};
    return lc_span_has(&text, "Trial ") && lc_span_has(&text, " finished with value");
}

static lc_status not_a_log(const lc_probe_buffer *head, bool whole, lc_error *err)
{
    char each[LC_NAME_MAX];
    if (head->n == 0)
        return lc_error_set(err, LC_E_FORMAT, 0, "empty: no training log");
    if (head->binary)
        return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: looks binary");
    if (!whole && !memchr(head->bytes, '\n', head->n))
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: its first line is longer than %zu bytes, and "
                            "so isn't recognised (-f NAME says the format)",
                            head->n);
    if (is_study(head))
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: what Optuna prints of a study, a final value for "
                            "each trial, and no epoch or step");
    if (lc_printed_table_is_scores(each, head))
        return lc_error_set(
            err, LC_E_FORMAT, 0,
            "not a training log: a table of final scores, a row for each '%.40s', and "
            "no epoch, step or time",
            each);
    return lc_error_set(err, LC_E_FORMAT, 0,
                        "not a training log: no table of numbers under a header, and nothing like "
                        "the known formats ('learncurve formats' lists them)");
}

/* A source file may hold an example of a log, which is none. */
static bool has_records(const lc_reader *r, const lc_probe_buffer *head)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_builder *b = NULL;
    void *state = NULL;
    size_t rows = 0;
    if (lc_builder_open(&b, NULL, NULL) == LC_OK && r->open(&state, r, b, NULL) == LC_OK &&
        r->feed(state, head->bytes, head->n, NULL) == LC_OK && r->finish(state, NULL) == LC_OK)
        lc_builder_finish(b, &runs, NULL, r->name, NULL);
    for (size_t i = 0; i < runs.n; i++)
        rows = runs.run[i].rows > rows ? runs.run[i].rows : rows;
    r->close(state);
    lc_builder_close(b);
    lc_runs_free(&runs);
    return rows >= RECORDS_MIN;
}

/* What a log's first lines don't tell those further on may: pip's output, warnings and bars come first.
 * *err says already why it would be none. */
static lc_status find_further_on(const lc_reader **chosen, int *score, lc_source *s,
                                 const char *name, lc_error *err)
{
    const char *bytes;
    size_t n = 1;
    bool whole = false;
    int found = 0;
    *chosen = NULL;
    for (size_t passed = 0; !*chosen && n > 0 && !whole && passed < REACH; passed += n / 2) {
        lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
        lc_status st = lc_source_slide(s, &bytes, &n, &whole, err);
        if (st == LC_OK)
            st = lc_probe_buffer_fill(&head, bytes, n, whole, name, err);
        if (st != LC_OK)
            return st;
        *chosen = lc_reader_detect(&head, true, &found);
        if (found == LC_PROBE_NO_MEMORY)
            st = lc_error_nomem(err);
        else if (found < LC_PROBE_FOUND || !has_records(*chosen, &head))
            *chosen = NULL;
        lc_probe_buffer_free(&head);
        if (st != LC_OK)
            return st;
    }
    if (score)
        *score = found;
    return *chosen ? LC_OK : LC_E_FORMAT;
}

lc_status lc_read_choose(const lc_reader **chosen, int *score, lc_source *s, const char *name,
                         const char *format, lc_error *err)
{
    const char *bytes;
    size_t n;
    bool whole;
    lc_probe_buffer head = LC_PROBE_BUFFER_INIT;
    const lc_reader *r = format ? lc_reader_find(format) : NULL;
    if (format && !r)
        return unknown_format(format, err);
    lc_status st = lc_source_peek(s, &bytes, &n, &whole, err);
    if (st == LC_OK)
        st = lc_probe_buffer_fill(&head, bytes, n, whole, name, err);
    if (st != LC_OK)
        return st;
    int found = 0;
    if (!r)
        r = lc_reader_detect(&head, false, &found);
    if (score && !format)
        *score = found;
    bool text = !head.binary;
    if (found == LC_PROBE_NO_MEMORY)
        st = lc_error_nomem(err);
    else if (!r || n == 0)
        st = not_a_log(&head, whole, err);
    lc_probe_buffer_free(&head);
    if (!r && text && !whole)
        return find_further_on(chosen, score, s, name, err);
    *chosen = r;
    return st;
}

/* What is fed to a reader of text, without the NUL bytes that it may hold. */
typedef struct feeder {
    const lc_reader *reader;
    void *state;
    lc_nul_filter filter;
    size_t fed;
    char *text; /* a block without them */
    size_t cap;
    char *held; /* the beginning of a line whose end may still be written */
    size_t held_n, held_cap;
} feeder;

static lc_status feed_block(feeder *f, const char *block, size_t n, lc_error *err)
{
    bool holes = !f->reader->binary && (f->filter.count || memchr(block, '\0', n));
    if (!holes && !f->reader->binary && f->fed < COUNTED)
        lc_nul_filter_pass(&f->filter, block, n);
    f->fed += n;
    if (!holes)
        return f->reader->feed(f->state, block, n, err);
    if (!lc_mem_grow(&f->text, &f->cap, 4 * n, 1))
        return lc_error_nomem(err);
    n = lc_nul_filter_copy(&f->filter, f->text, block, n);
    return n ? f->reader->feed(f->state, f->text, n, err) : LC_OK;
}

/* ---- a log that is still being written --------------------------------------------------- */

#define LINE_LONG (1u << 20) /* [bytes] of a log that is one line of bars */

/* Where the last line begins that has no end yet; n when each has one. A bar that may still be written
 * over is none of a finished epoch, so that '\r' ends a line only where nothing else seems to. */
static size_t unfinished_line(const char *text, size_t n, size_t held)
{
    size_t end = n;
    while (end > 0 && text[end - 1] != '\n')
        end--;
    if (end > 0 || held + n < LINE_LONG)
        return end;
    for (end = n; end > 0 && text[end - 1] != '\r';)
        end--;
    return end;
}

/* Feed whole lines, and keep the beginning of the next one. */
static lc_status feed_lines(feeder *f, const char *block, size_t n, lc_error *err)
{
    size_t whole = unfinished_line(block, n, f->held_n);
    if (whole > 0 && f->held_n > 0) {
        lc_status st = feed_block(f, f->held, f->held_n, err);
        f->held_n = 0;
        if (st != LC_OK)
            return st;
    }
    if (n > whole && !lc_mem_grow(&f->held, &f->held_cap, f->held_n + n - whole, 1))
        return lc_error_nomem(err);
    if (n > whole)
        memcpy(f->held + f->held_n, block + whole, n - whole);
    f->held_n += n - whole;
    return whole ? feed_block(f, block, whole, err) : LC_OK;
}

/* JSON is complete where its last bracket closes, and often has no line's end behind it. */
static lc_status feed_held(feeder *f, lc_error *err)
{
    size_t n = f->held_n;
    while (n > 0 && f->held[n - 1] == ' ')
        n--;
    if (n == 0 || (f->held[n - 1] != '}' && f->held[n - 1] != ']'))
        return LC_OK;
    return feed_block(f, f->held, f->held_n, err);
}

/* ---- the whole log ------------------------------------------------------------------------ */

/* An empty line for each that was passed over, so that the reader counts them. */
static lc_status feed_passed(feeder *f, long lines, lc_error *err)
{
    char ends[1024];
    lc_status st = LC_OK;
    memset(ends, '\n', sizeof ends);
    while (lines > 0 && st == LC_OK) {
        size_t n = lines < (long)sizeof ends ? (size_t)lines : sizeof ends;
        st = f->reader->feed(f->state, ends, n, err);
        lines -= (long)n;
    }
    return st;
}

static lc_status remark_nul(const lc_nul_filter *f, lc_builder *b)
{
    if (f->count == 0)
        return LC_OK;
    return lc_builder_remark(
        b, f->first,
        "a block of %zu NUL bytes, as a loss of power leaves: what stood there "
        "is lost",
        f->count);
}

/* Feed everything to the reader. */
static lc_status feed_all(feeder *f, lc_source *s, lc_builder *b, lc_error *err)
{
    const char *block, *note = NULL;
    size_t n = 0;
    bool by_lines = lc_builder_options(b)->growing && !f->reader->binary;
    f->filter.line = lc_source_lines_passed(s);
    lc_status st = feed_passed(f, f->filter.line, err);
    while (st == LC_OK && (st = lc_source_next(s, &block, &n, &note, err)) == LC_OK && n > 0)
        st = by_lines ? feed_lines(f, block, n, err) : feed_block(f, block, n, err);
    if (st == LC_OK && f->held_n)
        st = feed_held(f, err);
    if (st == LC_OK && note)
        st = lc_builder_remark(b, 0, "%s", note);
    if (st == LC_OK)
        st = remark_nul(&f->filter, b);
    return st == LC_OK ? f->reader->finish(f->state, err) : st;
}

lc_status lc_read_into(lc_builder *b, const lc_reader *r, lc_source *s, lc_error *err)
{
    feeder f = {.reader = r};
    if (r->binary)
        lc_source_map(s);
    lc_status st = r->open(&f.state, r, b, err);
    if (st == LC_OK)
        st = feed_all(&f, s, b, err);
    r->close(f.state);
    lc_mem_free(f.text);
    lc_mem_free(f.held);
    return st;
}
