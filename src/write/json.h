/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json.h - runs as JSON, which "json" and "jsonl" lay out differently.
 *
 * A run has a head, the meanings of its metrics, and its records, each of them an object:
 *
 *     {"schema": "learncurve/run/1", "name": null, "axis": "epoch", "axis_kind": "epoch", FACTS}
 *     {"metrics": [{"name": "loss", "split": "train", "kind": "loss", "better": "lower"}, ...]}
 *     {"epoch": 1, "loss": 0.5, "val_loss": null, "val_loss_text": "NaN"}
 *
 * What isn't recorded is left out. JSON has no NaN and no infinities: they are null, and KEY_text
 * (with '_' behind it while a metric is called so) says which. Several runs have "run" in front.
 */
#ifndef LC_WRITE_JSON_H
#define LC_WRITE_JSON_H

#include "write/run_table.h"

#define LC_RUN_SCHEMA "learncurve/run/1" /* members are only ever added under one number */

typedef enum lc_run_layout {
    LC_RUN_DOCUMENT, /* a run is one object, several are an array */
    LC_RUN_LINES,    /* each object is a line */
} lc_run_layout;

lc_status lc_run_write_wide(FILE *out, const lc_run_table *table, lc_run_layout layout,
                            lc_error *err);

/* {"run": "1", "axis": "epoch", "x": 1, "metric": "loss", "split": "train", "kind": "loss",
 * "value": 0.5} for each value. */
lc_status lc_run_write_long(FILE *out, const lc_run_table *table, lc_run_layout layout,
                            lc_error *err);

#endif
