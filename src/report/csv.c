/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv.c - a row a finding, for spreadsheets; a run without findings has none. */
#include "base/csv_cell.h"
#include "report/report.h"
#include "report/wording.h"

#include <stdlib.h>

static const char HEADER[] = "file,run,verdict,id,rule,severity,confidence,metrics,axis,from,to,"
                             "summary,basis,explained_by,advice\n";

/* The metrics that a finding is about, "loss; val_loss"; false when memory is out. */
static bool put_metrics(FILE *out, const lc_run *run, const lc_finding *f)
{
    char *names;
    size_t size;
    FILE *list = lc_text_open(&names, &size);
    for (size_t i = 0; list && i < f->series_n; i++)
        fprintf(list, "%s%s", i > 0 ? "; " : "", run->series[f->series[i]].metric.name);
    bool ok = list && lc_text_close(list, &names);
    lc_csv_next_text(out, names);
    free(names);
    return ok;
}

static bool put_finding(FILE *out, const lc_run *run, const lc_diagnosis *d, size_t i)
{
    const lc_finding *f = &d->findings[i];
    char *id = lc_wording_id_text(run, d, i);
    lc_csv_text(out, run->source ? run->source : "arrays", LC_CSV_CLEAN | LC_CSV_SAFE);
    lc_csv_next_text(out, run->name);
    lc_csv_next_text(out, d->verdict.name);
    lc_csv_next_text(out, id);
    lc_csv_next_text(out, f->rule);
    lc_csv_next_text(out, lc_severity_name(f->severity));
    lc_csv_next_number(out, f->confidence);
    bool ok = id && put_metrics(out, run, f);
    lc_csv_next_text(out, run->axis_name ? run->axis_name : lc_kind_name(run->axis));
    lc_csv_next_number(out, f->from);
    lc_csv_next_number(out, f->to);
    lc_csv_next_text(out, f->summary);
    lc_csv_next_text(out, f->basis);
    lc_csv_next_text(out, f->explained_by);
    lc_csv_next_text(out, f->advice.n > 0 && !f->explained_by ? f->advice.text[0] : NULL);
    putc('\n', out);
    free(id);
    return ok;
}

static lc_status csv_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                           const lc_report_options *options, lc_error *err)
{
    (void)options;
    fputs(HEADER, out);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < diagnoses[i].n; k++)
            if (!put_finding(out, &runs[i], &diagnoses[i], k))
                return lc_error_nomem(err);
    return LC_OK;
}

const lc_report_format lc_report_csv = {
    .name = "csv",
    .summary = "CSV: a row for each finding",
    .write = csv_write,
};
