/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * document.h - readers of logs that are one value as a whole: JSON, or a print of Python's
 * (literal.h).
 *
 * A value that breaks off is read as far as it goes.
 *
 * Such a reader writes an lc_document_form and ends in
 *
 *     const lc_reader lc_reader_x = {.name = "x", ..., .form = &x_form, LC_READ_BY_DOCUMENT};
 */
#ifndef LC_READ_DOCUMENT_H
#define LC_READ_DOCUMENT_H

#include "read/engine/json.h"
#include "read/engine/reader.h"

#define LC_DOCUMENT_MAX (256u << 20) /* [bytes] of a document: all of it stays in memory */

typedef struct lc_document_form {
    /* The score for a head that begins with '{' or '['; the value may be cut. Pure. */
    int (*score)(const lc_probe_buffer *head);

    lc_status (*take)(lc_builder *b, struct json_object *root, lc_error *err);
} lc_document_form;

int lc_document_probe(const lc_reader *self, const lc_probe_buffer *head);
lc_status lc_document_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err);
lc_status lc_document_feed(void *state, const char *bytes, size_t n, lc_error *err);
lc_status lc_document_finish(void *state, lc_error *err);
void lc_document_close(void *state);

#define LC_READ_BY_DOCUMENT                                                         \
    .probe = lc_document_probe, .open = lc_document_open, .feed = lc_document_feed, \
    .finish = lc_document_finish, .close = lc_document_close

/* The head has this member's name in quotes, followed by a colon. */
bool lc_head_has_key(const lc_probe_buffer *head, const char *key);

#endif
