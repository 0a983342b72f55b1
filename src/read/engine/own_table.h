/* SPDX-License-Identifier: GPL-3.0-or-later */
/* own_table.h - runs in our own JSON (src/write/json.h), as documents and by lines. */
#ifndef LC_READ_OWN_TABLE_H
#define LC_READ_OWN_TABLE_H

#include "read/engine/json.h"

#define LC_OWN_TABLE_SCHEMA "learncurve/run/1"

bool lc_own_table_is_header(struct json_object *object); /* it has our schema */

/* A run begins, with its axis. LC_E_FORMAT when the head names none. */
lc_status lc_own_table_begin(lc_builder *b, struct json_object *head, lc_error *err);

/* What its metrics mean. */
lc_status lc_own_table_metrics(lc_builder *b, struct json_object *metrics);

/* One record. */
lc_status lc_own_table_record(lc_builder *b, struct json_object *record, lc_error *err);

#endif
