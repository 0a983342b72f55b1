/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tidy.h - runs in our own JSON (src/write/json.h), as documents and by lines. */
#ifndef LC_READ_TIDY_H
#define LC_READ_TIDY_H

#include "read/engine/json.h"

#define LC_TIDY_SCHEMA "learncurve/run/1"

bool lc_tidy_is_head(struct json_object *object); /* it has our schema */

/* A run begins, with its axis. LC_E_FORMAT when the head names none. */
lc_status lc_tidy_begin(lc_builder *b, struct json_object *head, lc_error *err);

/* What its metrics mean. */
lc_status lc_tidy_metrics(lc_builder *b, struct json_object *metrics);

/* One record. */
lc_status lc_tidy_record(lc_builder *b, struct json_object *record, lc_error *err);

#endif
