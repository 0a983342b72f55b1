/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.c - the way from a log to its runs. */
#include "read/read.h"

#include <string.h>
#include <sys/stat.h>

/* ---- messages -------------------------------------------------------------------------- */

static lc_status unknown_format(const char *name, lc_error *err)
{
    return lc_error_set(err, LC_E_ARG, 0,
                        "no reader named '%.60s' ('learncurve formats' lists them)", name);
}

static lc_status not_a_log(const lc_head *head, lc_error *err)
{
    if (head->n == 0)
        return lc_error_set(err, LC_E_FORMAT, 0, "empty: no training log");
    if (head->binary)
        return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: looks binary");
    return lc_error_set(err, LC_E_FORMAT, 0,
                        "not a training log: no table of numbers under a header, and nothing like "
                        "the known formats ('learncurve formats' lists them)");
}

/* ---- bytes to runs --------------------------------------------------------------------- */

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

lc_status lc_read_into(lc_builder *b, const lc_reader *r, lc_source *s,
                       const lc_read_options *options, lc_error *err)
{
    void *state = NULL;
    if (r->binary)
        lc_source_map(s);
    lc_status st = r->open(&state, r, b, options, err);
    if (st == LC_OK)
        st = feed_all(r, state, s, b, err);
    r->close(state);
    return st;
}

/* The runs of one source. */
static lc_status read_runs(lc_runs *runs, const lc_reader *r, lc_source *s, const char *name,
                           const lc_read_options *options, lc_error *err)
{
    lc_builder *b = NULL;
    lc_status st = lc_builder_open(&b, options, err);
    if (st != LC_OK)
        return st;
    size_t had = runs->n;
    lc_error why = LC_ERROR_INIT;
    lc_builder_part(b, name, NULL);
    st = lc_read_into(b, r, s, options, &why);
    /* A builder's failure sticks in the builder, and finishing it says what it was. */
    if (st == LC_OK || why.code == LC_OK)
        st = lc_builder_finish(b, runs, name, r->name, &why);
    lc_builder_close(b);
    if (st == LC_OK && runs->n == had)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no number beside epochs or steps, read as %s",
                            r->name);
    if (st != LC_OK && err)
        *err = why;
    return st;
}

lc_status lc_read_choose(const lc_reader **chosen, int *bid, lc_source *s, const char *name,
                         const char *format, lc_error *err)
{
    const char *bytes;
    size_t n;
    bool whole;
    lc_head head = LC_HEAD_INIT;
    const lc_reader *r = format ? lc_reader_find(format) : NULL;
    if (format && !r)
        return unknown_format(format, err);
    lc_status st = lc_source_head(s, &bytes, &n, &whole, err);
    if (st == LC_OK)
        st = lc_head_take(&head, bytes, n, whole, name, err);
    if (st != LC_OK)
        return st;
    if (!r)
        r = lc_reader_detect(&head, bid);
    if (!r || n == 0)
        st = not_a_log(&head, err);
    lc_head_free(&head);
    *chosen = r;
    return st;
}

static lc_status read_source(lc_runs *runs, lc_source *s, const char *name,
                             const lc_read_options *options, lc_error *err)
{
    const lc_reader *r = NULL;
    lc_status st = lc_read_choose(&r, NULL, s, name, options->format, err);
    return st == LC_OK ? read_runs(runs, r, s, name, options, err) : st;
}

static const lc_read_options defaults = LC_READ_OPTIONS_INIT;

lc_status lc_read_bytes(lc_runs *runs, const char *name, const void *bytes, size_t size,
                        const lc_read_options *options, lc_error *err)
{
    lc_source *s = NULL;
    lc_status st = lc_source_bytes(&s, bytes, size, err);
    if (st == LC_OK)
        st = read_source(runs, s, name, options ? options : &defaults, err);
    lc_source_close(s);
    return st;
}

lc_status lc_read_file(lc_runs *runs, const char *path, const lc_read_options *options,
                       lc_error *err)
{
    lc_source *s = NULL;
    struct stat about;
    if (!options)
        options = &defaults;
    if (strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return lc_read_folder(runs, path, options, err);
    lc_status st = lc_source_open(&s, path, err);
    if (st == LC_OK)
        st = read_source(runs, s, path, options, err);
    lc_source_close(s);
    return st;
}
