/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reader.h - what a log format provides. To add one: write <name>.c, which ends in the
 * descriptor lc_reader_<name>, add a line to readers.def, and samples in samples/<name>/.
 *
 * Readers are push parsers: opened, fed blocks of bytes of any size, finished, closed. What a
 * reader says must not depend on how the bytes were cut; tests feed every sample one byte at a
 * time.
 */
#ifndef LC_READ_READER_H
#define LC_READ_READER_H

#include "run/builder.h"

#define LC_PROBE_BYTES 65536 /* of a log's beginning that a probe sees at most */

typedef struct lc_reader {
    const char *name;    /* stable: --format, reports, samples/<name>/ */
    const char *summary; /* one line for lists and man page */
    const char *example; /* a line or two of such a log */
    const char *looks_for; /* what a probe wants to see, for "not a training log: looked for ..." */

    /* 0 not mine .. 100 certain. Pure. `head` is the log's first n bytes, at most
     * LC_PROBE_BYTES; `whole` says that there is no more. `name` is a hint and may be NULL. */
    int (*probe)(const char *head, size_t n, bool whole, const char *name);

    /* The state is the reader's; it says what it reads to `b`, which outlives it. */
    lc_status (*open)(void **state, lc_builder *b, const lc_read_options *options, lc_error *err);
    lc_status (*feed)(void *state, const char *bytes, size_t n, lc_error *err);
    lc_status (*finish)(void *state, lc_error *err); /* the log has ended */
    void (*close)(void *state);                      /* NULL is fine */
} lc_reader;

extern const lc_reader *const lc_readers[]; /* ends with NULL */

const lc_reader *lc_reader_find(const char *name); /* NULL if there is none */

/* The highest bidder; NULL when nobody bids. */
const lc_reader *lc_reader_detect(const char *head, size_t n, bool whole, const char *name);

#endif
