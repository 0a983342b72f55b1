/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reader.c - the table of log formats, the choice among them, and the way from file to runs. */
#include "read/reader.h"

#include "base/mem.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define BLOCK_BYTES (1u << 20) /* read at once; LC_PROBE_BYTES at least */

#define READER(id) extern const lc_reader lc_reader_##id;
#include "read/readers.def"
#undef READER

const lc_reader *const lc_readers[] = {
#define READER(id) &lc_reader_##id,
#include "read/readers.def"
#undef READER
    NULL};

const lc_reader *lc_reader_find(const char *name)
{
    for (const lc_reader *const *r = lc_readers; *r; r++)
        if (strcmp((*r)->name, name) == 0)
            return *r;
    return NULL;
}

const lc_reader *lc_reader_detect(const char *head, size_t n, bool whole, const char *name)
{
    const lc_reader *best = NULL;
    int best_bid = 0;
    for (const lc_reader *const *r = lc_readers; *r; r++) {
        int bid = (*r)->probe(head, n, whole, name);
        if (bid > best_bid) {
            best_bid = bid;
            best = *r;
        }
    }
    return best;
}

/* ---- messages -------------------------------------------------------------------------- */

static size_t join(char *out, size_t room, const char *(*word)(const lc_reader *))
{
    size_t n = 0;
    out[0] = '\0';
    for (const lc_reader *const *r = lc_readers; *r; r++) {
        int k = snprintf(out + n, room - n, "%s%s", n ? ", " : "", word(*r));
        n = k < 0 || (size_t)k >= room - n ? room - 1 : n + (size_t)k;
    }
    return n;
}

static const char *name_of(const lc_reader *r)
{
    return r->name;
}

static const char *looked_for(const lc_reader *r)
{
    return r->looks_for;
}

static lc_status unknown_format(const char *name, lc_error *err)
{
    char names[300];
    join(names, sizeof names, name_of);
    return lc_error_set(err, LC_E_ARG, 0, "no reader named '%.60s'; there are: %s", name, names);
}

static lc_status not_a_log(const char *head, size_t n, lc_error *err)
{
    char looks[320];
    if (n == 0)
        return lc_error_set(err, LC_E_FORMAT, 0, "empty: no training log");
    if (memchr(head, '\0', n))
        return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: looks binary");
    join(looks, sizeof looks, looked_for);
    return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: no %s", looks);
}

/* ---- bytes to runs --------------------------------------------------------------------- */

/* Where bytes come from: up to `room` of them into `into`, 0 at the end. */
typedef struct source {
    lc_status (*read)(struct source *s, char *into, size_t room, size_t *n, lc_error *err);
    FILE *file;
    const char *bytes; /* without a file: these ... */
    size_t left;       /* ... and how many */
    size_t block;      /* read at once */
    const char *name;
} source;

static lc_status read_stream(source *s, char *into, size_t room, size_t *n, lc_error *err)
{
    *n = fread(into, 1, room, s->file);
    if (*n < room && ferror(s->file))
        return lc_error_set(err, LC_E_IO, 0, "cannot be read: %s", strerror(errno));
    return LC_OK;
}

static lc_status read_memory(source *s, char *into, size_t room, size_t *n, lc_error *err)
{
    (void)err;
    *n = s->left < room ? s->left : room;
    if (*n)
        memcpy(into, s->bytes, *n);
    s->bytes += *n;
    s->left -= *n;
    return LC_OK;
}

/* Feed everything to the reader; `block` holds the first n bytes already. */
static lc_status feed_all(const lc_reader *r, void *state, source *s, char *block, size_t n,
                          lc_error *err)
{
    while (n > 0) {
        lc_status st = r->feed(state, block, n, err);
        if (st == LC_OK)
            st = s->read(s, block, s->block, &n, err);
        if (st != LC_OK)
            return st;
    }
    return r->finish(state, err);
}

/* Run the chosen reader over the source. */
static lc_status read_runs(lc_runs *runs, const lc_reader *r, source *s, char *block, size_t n,
                           const lc_read_options *options, lc_error *err)
{
    lc_builder *b = NULL;
    void *state = NULL;
    lc_status st = lc_builder_open(&b, &options->facts, err);
    if (st != LC_OK)
        return st;
    size_t had = runs->n;
    lc_error why = LC_ERROR_INIT;
    st = r->open(&state, b, options, &why);
    if (st == LC_OK)
        st = feed_all(r, state, s, block, n, &why);
    r->close(state);
    /* A builder's failure sticks in the builder, and finishing it says what it was. */
    if (st == LC_OK || why.code == LC_OK)
        st = lc_builder_finish(b, runs, s->name, r->name, &why);
    lc_builder_close(b);
    if (st == LC_OK && runs->n == had)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no number beside epochs or steps, read as %s",
                            r->name);
    if (st != LC_OK && err)
        *err = why;
    return st;
}

static lc_status read_source(lc_runs *runs, source *s, const lc_read_options *options,
                             lc_error *err)
{
    static const lc_read_options defaults = LC_READ_OPTIONS_INIT;
    if (!options)
        options = &defaults;
    const lc_reader *r = NULL;
    if (options->format && !(r = lc_reader_find(options->format)))
        return unknown_format(options->format, err);
    char *block = lc_mem_resize(NULL, s->block, 1);
    if (!block)
        return lc_error_nomem(err);
    size_t n = 0;
    lc_status st = s->read(s, block, s->block, &n, err);
    size_t head = n < LC_PROBE_BYTES ? n : LC_PROBE_BYTES;
    if (st == LC_OK && n > 0 && !r && !memchr(block, '\0', head))
        r = lc_reader_detect(block, head, n == head, s->name);
    if (st == LC_OK && (!r || n == 0))
        st = not_a_log(block, head, err);
    if (st == LC_OK)
        st = read_runs(runs, r, s, block, n, options, err);
    lc_mem_free(block);
    return st;
}

lc_status lc_read_bytes(lc_runs *runs, const char *name, const void *bytes, size_t size,
                        const lc_read_options *options, lc_error *err)
{
    source s = {.read = read_memory, .bytes = bytes, .left = size, .name = name};
    s.block = size == 0 ? 1 : size < BLOCK_BYTES ? size : BLOCK_BYTES;
    return read_source(runs, &s, options, err);
}

static lc_status open_file(FILE **file, const char *path, lc_error *err)
{
    struct stat about;
    FILE *f = fopen(path, "rb");
    if (!f)
        return lc_error_set(err, LC_E_IO, 0, "cannot be opened: %s", strerror(errno));
    if (fstat(fileno(f), &about) == 0 && S_ISDIR(about.st_mode)) {
        fclose(f);
        return lc_error_set(err, LC_E_IO, 0, "is a directory, expected a log file");
    }
    setvbuf(f, NULL, _IONBF, 0); /* blocks are larger than any buffer of stdio */
    *file = f;
    return LC_OK;
}

lc_status lc_read_file(lc_runs *runs, const char *path, const lc_read_options *options,
                       lc_error *err)
{
    source s = {.read = read_stream, .file = stdin, .block = BLOCK_BYTES, .name = path};
    if (strcmp(path, "-") == 0)
        return read_source(runs, &s, options, err);
    lc_status st = open_file(&s.file, path, err);
    if (st != LC_OK)
        return st;
    st = read_source(runs, &s, options, err);
    fclose(s.file);
    return st;
}
