/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source.h - where a log's bytes come from: a file, a pipe or memory, read through gzip, zstd and
 * UTF-16. The mark before UTF-8 is dropped.
 *
 *     lc_source_open / lc_source_bytes
 *     lc_source_peek(s, &bytes, &n)    look at the beginning; may be asked once, before `next`
 *     lc_source_slide(s, &bytes, &n)   look further on, and forget what precedes
 *     lc_source_next(s, &bytes, &n)    block by block, n is 0 at the end
 *     lc_source_close
 */
#ifndef LC_READ_SOURCE_H
#define LC_READ_SOURCE_H

#include "base/error.h"

typedef struct lc_source lc_source;

/**
 * Open a file, or standard input for "-".
 *
 * Returns LC_OK
 *         LC_E_IO     cannot be opened or read, or is a directory
 *         LC_E_NOMEM
 */
lc_status lc_source_open(lc_source **s, const char *path, lc_error *err);

/* The same from memory, which must outlive the source; no copy is made. */
lc_status lc_source_bytes(lc_source **s, const void *from, size_t size, lc_error *err);

/**
 * The log's first bytes, unpacked: LC_PROBE_BYTES of them or all that there are.
 *
 *   out  *from, *n  borrowed until the next call
 *   out  *whole      there are no more
 *
 * Returns LC_OK
 *         LC_E_IO      a read failed
 *         LC_E_FORMAT  packed, and broken from the first block on
 *         LC_E_NOMEM
 */
lc_status lc_source_peek(lc_source *s, const char **from, size_t *n, bool *whole, lc_error *err);

/**
 * Look further on: the beginning moves half of LC_PROBE_BYTES on, to behind a line's end, and what
 * precedes is forgotten. To be called after `peek`, as often as one likes.
 *
 *   out  *n  0 at the log's end
 *
 * Returns as lc_source_peek
 */
lc_status lc_source_slide(lc_source *s, const char **from, size_t *n, bool *whole, lc_error *err);

/* Lines that were forgotten. */
long lc_source_lines_passed(const lc_source *s);

/* The next block, the head's bytes among the first; borrowed until the next call. The end of a file
 * that is still being packed or was cut is an end like any other; *note says so (NULL otherwise). */
lc_status lc_source_next(lc_source *s, const char **from, size_t *n, const char **note,
                         lc_error *err);

/* From here on blocks come straight from the file's mapping, if it can be mapped: nothing is copied.
 * To be called between `head` and the first `next`. */
void lc_source_map(lc_source *s);

void lc_source_close(lc_source *s); /* NULL is fine */

#endif
