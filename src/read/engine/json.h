/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h - JSON as trainers write it, and its values as the metrics of a record. */
#ifndef LC_READ_JSON_H
#define LC_READ_JSON_H

#include "model/builder.h"

#include <json-c/json.h>

#define LC_JSON_DEPTH 64 /* of nesting; a log has five levels at most */

/**
 * Parse one JSON value; NaN and Infinity, as Python writes them, are numbers.
 *
 *   out  *value    released with json_object_put
 *   in   text[n]   blanks may stand around the value, nothing else
 *   in   line      for the message
 *
 * Returns LC_OK
 *         LC_E_FORMAT  not JSON; err->line says where
 *         LC_E_LIMIT   nested more than LC_JSON_DEPTH deep
 *         LC_E_NOMEM
 */
lc_status lc_json_parse(struct json_object **value, const char *text, size_t n, long line,
                        lc_error *err);

/* The same of one of many values; *tokener, NULL before the first, is the caller's to free. */
lc_status lc_json_parse_next(struct json_object **value, struct json_tokener **tokener,
                             const char *text, size_t n, long line, lc_error *err);

/**
 * Give an object the values of the next line, where it has the same names in the same order: such lines are
 * most of a log, and new objects take longer than all else that is done with one.
 *
 *   in   row      as lc_json_parse_next made it, or this
 *   in   text[n]  as there
 *
 * Returns false where the line has other names, a text that isn't as before, or a value that isn't plain: some
 * of the numbers may have changed already.
 */
bool lc_json_take_numbers(struct json_object *row, const char *text, size_t n);

/* A number, or a text that is one number as a whole ("19.85", "85.5%"); no booleans. */
bool lc_json_number(struct json_object *value, double *v);

/* How JSON spells v, a number that is not finite, which was read of `value`. */
const char *lc_json_spelling(struct json_object *value, double v);

/* Member of an object; NULL when `object` is none or has no such member. */
struct json_object *lc_json_get(struct json_object *object, const char *key);

/* A member that is a number, NaN where there is none. */
double lc_json_get_number(struct json_object *object, const char *key);

/* The text of a string, "" for anything else. */
const char *lc_json_text(struct json_object *value);

/**
 * Put a member into the current record: a number as the metric `key`, the numbers within an object
 * as "key/member". Texts, booleans, arrays and null are passed over.
 */
lc_status lc_json_put(lc_builder *b, const char *key, struct json_object *value, lc_error *err);

/* All members of an object but those that `skipped` (NULL-terminated, or NULL) names. */
lc_status lc_json_put_all(lc_builder *b, struct json_object *object, const char *const *skipped,
                          lc_error *err);

/* As put_all, of values that were taken on a split: "val" makes "val/loss" of "loss". Names that
 * speak of validation or test themselves stay, and so do axes, times and learning rates. */
lc_status lc_json_put_split(lc_builder *b, struct json_object *object, const char *const *skipped,
                            const char *split, lc_error *err);

/* Members whose name begins with one of `prefixes` (NULL-terminated) and that are numbers hold no
 * plain values; see lc_builder_averaged. */
lc_status lc_json_averaged(lc_builder *b, struct json_object *object, const char *const *prefixes,
                           const char *how);

#endif
