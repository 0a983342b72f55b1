/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * node.h - JSON that is built and written.
 *
 * A node is an object or array that is being filled. What goes wrong is remembered in `failed`, which
 * all nodes of one value share, so that only lc_node_write() need be asked. Texts are cleaned.
 */
#ifndef LC_BASE_NODE_H
#define LC_BASE_NODE_H

#include "base/error.h"

typedef struct lc_node {
    struct json_object *o;
    bool *failed;
} lc_node;

typedef enum lc_json_layout { LC_JSON_PRETTY, LC_JSON_LINE } lc_json_layout;

lc_node lc_node_top(bool *failed); /* a new object */

/* A new array or object, already in its place. */
lc_node lc_node_put_array(lc_node to, const char *key);
lc_node lc_node_put_object(lc_node to, const char *key);
lc_node lc_node_append_object(lc_node to);

void lc_node_null(lc_node to, const char *key);
void lc_node_flag(lc_node to, const char *key, bool flag);
void lc_node_count(lc_node to, const char *key, size_t n);
void lc_node_fact(lc_node to, const char *key, size_t n);      /* 0 is not known: null */
void lc_node_text(lc_node to, const char *key, const char *s); /* NULL: null */
void lc_node_texts(lc_node to, const char *key, const lc_texts *texts);
void lc_node_append_text(lc_node to, const char *s);
void lc_node_append_texts(lc_node to, const lc_texts *texts); /* an array of them */

/* JSON has no NaN: a number that isn't finite becomes null, and KEY_text says how it was spelled; an
 * absent one is null alone. `spelling` may be NULL. */
void lc_node_number(lc_node to, const char *key, double v, const char *spelling);

/* Text as JSON has it, in quotes; the bytes are valid UTF-8. */
void lc_json_quote(FILE *out, const char *s);

/* Release the value, written before if all of it is there; without a line end. LC_OK or LC_E_NOMEM,
 * and then nothing was written. */
lc_status lc_node_write(FILE *out, lc_node top, lc_json_layout layout, lc_error *err);

#endif
