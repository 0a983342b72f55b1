/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jsonl.c - a diagnosis a line, whatever the number of runs. */
#include "report/json.h"
#include "report/report.h"

static lc_status jsonl_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                             const lc_report_options *options, lc_error *err)
{
    (void)options;
    for (size_t i = 0; i < n; i++) {
        lc_status st = lc_json_write(out, &runs[i], &diagnoses[i], LC_JSON_LINE, err);
        if (st != LC_OK)
            return st;
        putc('\n', out);
    }
    return LC_OK;
}

const lc_report_format lc_report_jsonl = {
    .name = "jsonl",
    .summary = "JSON Lines: one object a line for each run",
    .write = jsonl_write,
};
