/* SPDX-License-Identifier: GPL-3.0-or-later */
/* head.h - the beginning of a log, as the probes of all readers see it. */
#ifndef LC_READ_HEAD_H
#define LC_READ_HEAD_H

#include "base/error.h"
#include "read/engine/span.h"

#define LC_HEAD_BYTES 65536 /* that a head has at most */

typedef struct lc_head {
    const char *bytes; /* borrowed */
    size_t n;
    bool whole;       /* there is no more */
    const char *name; /* of the file, a hint; NULL when there is none */
    bool binary;      /* it holds a NUL byte */
    lc_span *line;    /* the lines that a terminal would show (screen.h) */
    size_t lines, lines_cap;
    char *text; /* what the lines point into */
} lc_head;
#define LC_HEAD_INIT \
    {                \
        0            \
    }

/**
 * Look at the first bytes of a log.
 *
 *   out  *head   released by lc_head_free
 *   in   bytes[n]  kept as a pointer; of more than LC_HEAD_BYTES the first so many
 *   in   whole   these are all bytes of the log
 *   in   name    kept as a pointer; NULL when unknown
 *
 * A last line that has no end counts only where `whole` says that none follows.
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_head_take(lc_head *head, const char *bytes, size_t n, bool whole, const char *name,
                       lc_error *err);
void lc_head_free(lc_head *head);

/* The last part of the file's name, "" when unknown. */
const char *lc_head_base(const lc_head *head);

#endif
