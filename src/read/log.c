/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.c - one log: which reader takes it, and the way of its bytes through the reader. */
#include "read/log.h"

static lc_status unknown_format(const char *name, lc_error *err)
{
    return lc_error_set(err, LC_E_ARG, 0,
                        "no reader named '%.60s' ('learncurve formats' lists them)", name);
}

static lc_status not_a_log(const lc_probe_buffer *head, lc_error *err)
{
    if (head->n == 0)
        return lc_error_set(err, LC_E_FORMAT, 0, "empty: no training log");
    if (head->binary)
        return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: looks binary");
    return lc_error_set(err, LC_E_FORMAT, 0,
                        "not a training log: no table of numbers under a header, and nothing like "
                        "the known formats ('learncurve formats' lists them)");
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
    if (!r)
        r = lc_reader_detect(&head, score);
    if (!r || n == 0)
        st = not_a_log(&head, err);
    lc_probe_buffer_free(&head);
    *chosen = r;
    return st;
}

/* Feed everything to the reader. */
static lc_status feed_all(const lc_reader *r, void *state, lc_source *s, lc_builder *b,
                          lc_error *err)
{
    const char *block, *note;
    size_t n;
    lc_status st;
    while ((st = lc_source_next(s, &block, &n, &note, err)) == LC_OK && n > 0)
        if ((st = r->feed(state, block, n, err)) != LC_OK)
            return st;
    if (st == LC_OK && note)
        st = lc_builder_remark(b, 0, "%s", note);
    return st == LC_OK ? r->finish(state, err) : st;
}

lc_status lc_read_into(lc_builder *b, const lc_reader *r, lc_source *s, lc_error *err)
{
    void *state = NULL;
    if (r->binary)
        lc_source_map(s);
    lc_status st = r->open(&state, r, b, err);
    if (st == LC_OK)
        st = feed_all(r, state, s, b, err);
    r->close(state);
    return st;
}
