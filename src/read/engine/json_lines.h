/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json_lines.h - readers of JSON Lines: an object a line, most of them a record.
 *
 * Such a reader writes an lc_json_line_form and ends in
 *
 *     const lc_reader lc_reader_x = {.name = "x", ..., .form = &x_form, LC_READ_JSON_LINES};
 */
#ifndef LC_READ_JSON_LINES_H
#define LC_READ_JSON_LINES_H

#include "read/engine/json.h"
#include "read/engine/reader.h"

#define LC_JSON_LINE_MAX (16u << 20) /* [bytes] of one line */

typedef struct lc_json_lines {
    lc_builder *builder;
    long number; /* of the line, 1-based */
    bool again;  /* the row has the names of the one before it, and its texts */
} lc_json_lines;

typedef struct lc_json_line_form {
    size_t size; /* [bytes] of the reader's own state, which begins as zeros; at least 1 */

    /* The score after this object of the log's head, `so_far` before it: 0 .. 100. Pure. */
    int (*score)(struct json_object *row, int so_far);

    lc_status (*row)(void *state, const lc_json_lines *in, struct json_object *row, lc_error *err);
    lc_status (*finish)(void *state, const lc_json_lines *in,
                        lc_error *err); /* NULL: nothing to say */
    void (*free)(void *state);          /* what hangs below the state; NULL: nothing */
} lc_json_line_form;

#define LC_JSON_RECORD_MOST 70

/* How surely an object is a record of metrics, whoever wrote it: LC_JSON_RECORD_MOST with a loss or score
 * beside an epoch or step, 40 with a loss alone, else 0. Pure. */
int lc_json_record_score(struct json_object *row);

/* {"step": 3, "name": "loss", "value": 0.5}: a metric's name as a text, its value beside it. */
bool lc_json_record_is_long(struct json_object *row, const char **name, struct json_object **value);

int lc_json_lines_probe(const lc_reader *self, const lc_probe_buffer *head);
lc_status lc_json_lines_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err);
lc_status lc_json_lines_feed(void *state, const char *bytes, size_t n, lc_error *err);
lc_status lc_json_lines_finish(void *state, lc_error *err);
void lc_json_lines_close(void *state);

#define LC_READ_JSON_LINES                                                                \
    .probe = lc_json_lines_probe, .open = lc_json_lines_open, .feed = lc_json_lines_feed, \
    .finish = lc_json_lines_finish, .close = lc_json_lines_close

#endif
