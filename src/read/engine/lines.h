/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lines.h - readers that take a log line by line, as a terminal would show it.
 *
 * Such a reader writes an lc_line_form and ends in
 *
 *     const lc_reader lc_reader_x = {
 *         .name = "x", ...
 *         .form = &x_form,
 *         LC_READ_BY_LINES,
 *     };
 */
#ifndef LC_READ_LINES_H
#define LC_READ_LINES_H

#include "read/engine/reader.h"
#include "read/engine/span.h"

/* Where the reading stands, for the functions of a form. */
typedef struct lc_lines {
    const lc_reader *reader;
    lc_builder *builder;
    long number; /* of the line, 1-based */
    double rank; /* of the process that printed it, -1: unknown; of a form that is `bare` only */
    char end;    /* what ended it: '\n', '\r' or '\b' where it is overwritten, 0 at the log's end */
} lc_lines;

typedef struct lc_line_form {
    size_t size; /* [bytes] of the reader's own state, which begins as zeros; at least 1 */

    /* The score after this line of the log's head, `so_far` before it: 0 .. 100. Pure. */
    int (*score)(lc_span line, int so_far);
    const char *const
        *signs; /* texts (NULL-terminated) of which a log that scores has one; NULL: not told.
                               * Most logs have none, and no line of theirs is looked at. */

    /* Lines come without what loggers and launchers put before them (log_prefix.h). Else that is tried
     * where `score` knows more of the log so. */
    bool bare;
    bool stamped; /* lines themselves begin with a time */

    lc_status (*line)(void *state, const lc_lines *in, lc_span line, lc_error *err);
    lc_status (*finish)(void *state, const lc_lines *in, lc_error *err); /* NULL: nothing to say */
    void (*free)(void *state); /* what hangs below the state; NULL: nothing */
} lc_line_form;

int lc_lines_probe(const lc_reader *self, const lc_probe_buffer *head);
lc_status lc_lines_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err);
lc_status lc_lines_feed(void *state, const char *bytes, size_t n, lc_error *err);
lc_status lc_lines_finish(void *state, lc_error *err);
void lc_lines_close(void *state);

/* A log's lines stand among other text; with LC_READ_ONLY_LINES there is no other. */
#define LC_READ_BY_LINES .within_text = true, LC_READ_ONLY_LINES

#define LC_READ_ONLY_LINES                                                 \
    .probe = lc_lines_probe, .open = lc_lines_open, .feed = lc_lines_feed, \
    .finish = lc_lines_finish, .close = lc_lines_close

#endif
