/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jsonl.c - runs as JSON Lines: a line a record. */
#include "write/json.h"
#include "write/writer.h"

static lc_status jsonl_wide(FILE *out, const lc_run_table *t, lc_error *err)
{
    return lc_run_write_wide(out, t, LC_RUN_LINES, err);
}

static lc_status jsonl_long(FILE *out, const lc_run_table *t, lc_error *err)
{
    return lc_run_write_long(out, t, LC_RUN_LINES, err);
}

const lc_writer lc_writer_jsonl = {
    .name = "jsonl",
    .summary = "JSON Lines: a line a record, behind two that say what the run is",
    .unicode = true,
    .wide = jsonl_wide,
    .long_form = jsonl_long,
};
