/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h - the JSON object of one diagnosis, which "json" and "jsonl" lay out differently. */
#ifndef LC_REPORT_JSON_H
#define LC_REPORT_JSON_H

#include "base/node.h"

#define LC_JSON_SCHEMA "learncurve/diagnosis/1" /* members are only ever added under one number */

/* Write one object, without a line end. LC_OK or LC_E_NOMEM, and then nothing was written. */
lc_status lc_json_write(FILE *out, const lc_run *run, const lc_diagnosis *diagnosis,
                        lc_json_layout layout, lc_error *err);

/* Its members "source" and "run", for other objects about a run. */
void lc_json_put_source(lc_node to, const lc_run *run);
void lc_json_put_run(lc_node to, const lc_run *run);

#endif
