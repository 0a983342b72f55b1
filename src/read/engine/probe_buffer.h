/* SPDX-License-Identifier: GPL-3.0-or-later */
/* probe_buffer.h - the beginning of a log, as the probes of all readers see it. */
#ifndef LC_READ_PROBE_BUFFER_H
#define LC_READ_PROBE_BUFFER_H

#include "base/error.h"
#include "read/engine/span.h"

#define LC_PROBE_BYTES 65536 /* that a head has at most */
#define LC_PROBE_ROWS 50     /* that are JSON: more tell nothing new */

struct json_object;

typedef struct lc_probe_buffer {
    const char *bytes; /* borrowed */
    size_t n;
    bool whole;       /* there is no more */
    const char *name; /* of the file, a hint; NULL when there is none */
    bool binary;      /* it holds NUL bytes, and is no text with a block of them in it */
    char *filtered;   /* the bytes without such a block; NULL: there is none */
    lc_span *line;    /* the lines that a terminal would show (terminal_lines.h) */
    size_t lines, lines_cap;
    char *text; /* what the lines point into */
    struct json_object
        *row[LC_PROBE_ROWS]; /* the first lines, as far as each is a JSON object; of several that
                                             * differ in their numbers alone one, whose numbers mean nothing */
    size_t rows;
    bool objects;  /* LC_PROBE_ROWS lines are each a JSON object: it is no table and no document */
    bool prefixed; /* one of them has what loggers put before it (log_prefix.h) */
} lc_probe_buffer;
#define LC_PROBE_BUFFER_INIT \
    {                        \
        0                    \
    }

/**
 * Look at the first bytes of a log.
 *
 *   out  *head   released by lc_probe_buffer_free
 *   in   bytes[n]  kept as a pointer; of more than LC_PROBE_BYTES the first so many
 *   in   whole   these are all bytes of the log
 *   in   name    kept as a pointer; NULL when unknown
 *
 * A last line that has no end counts only where `whole` says that none follows.
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_probe_buffer_fill(lc_probe_buffer *head, const char *bytes, size_t n, bool whole,
                               const char *name, lc_error *err);
void lc_probe_buffer_free(lc_probe_buffer *head);

/* The last part of the file's name, "" when unknown. */
const char *lc_probe_buffer_basename(const lc_probe_buffer *head);

#endif
