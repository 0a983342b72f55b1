/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest_formats.c - digests of many runs as text, CSV, JSON, Markdown and annotations. */
#include "base/node.h"
#include "base/csv_cell.h"
#include "report/github.h"
#include "report/markdown.h"
#include "report/overview.h"

#include <errno.h>
#include <string.h>

static const char CSV_HEADER[] = "path,run,verdict,severity,confidence,rule,records,axis,metric,"
                                 "better,first,best,best_at,last,changed,problem\n";

static void put_csv(FILE *out, const lc_digest *d)
{
    const bool read = d->problem == NULL;
    const double none = lc_absent();
    lc_csv_text(out, d->path, LC_CSV_CLEAN | LC_CSV_SAFE);
    lc_csv_next_text(out, d->name);
    lc_csv_next_text(out, d->verdict);
    lc_csv_next_text(out, read ? lc_severity_name(d->severity) : NULL);
    lc_csv_next_number(out, read ? d->confidence : none);
    lc_csv_next_text(out, d->rule);
    lc_csv_next_number(out, read ? (double)d->records : none);
    lc_csv_next_text(out, d->axis);
    lc_csv_next_text(out, d->metric);
    lc_csv_next_text(out, d->metric ? lc_direction_name(d->better) : NULL);
    lc_csv_next_number(out, d->metric ? d->first : none);
    lc_csv_next_number(out, d->metric ? d->best : none);
    lc_csv_next_number(out, d->metric ? d->best_at : none);
    lc_csv_next_number(out, d->metric ? d->last : none);
    lc_csv_next_number(out, d->changed > 0 ? d->changed : none);
    lc_csv_next_text(out, d->problem);
    putc('\n', out);
}

static lc_status put_json(FILE *out, const lc_digest *d, lc_json_layout layout, lc_error *err)
{
    bool failed, read = d->problem == NULL;
    const double none = lc_absent();
    lc_node o = lc_node_top(&failed);
    lc_node_text(o, "schema", "learncurve/digest/1");
    lc_node_text(o, "path", d->path);
    lc_node_text(o, "run", d->name);
    lc_node_text(o, "verdict", d->verdict);
    lc_node_text(o, "severity", read ? lc_severity_name(d->severity) : NULL);
    lc_node_number(o, "confidence", read ? d->confidence : none, NULL);
    lc_node_text(o, "rule", d->rule);
    lc_node_number(o, "records", read ? (double)d->records : none, NULL);
    lc_node_text(o, "axis", d->axis);
    lc_node_text(o, "metric", d->metric);
    lc_node_text(o, "better", d->metric ? lc_direction_name(d->better) : NULL);
    lc_node_number(o, "first", d->metric ? d->first : none, NULL);
    lc_node_number(o, "best", d->metric ? d->best : none, NULL);
    lc_node_number(o, "best_at", d->metric ? d->best_at : none, NULL);
    lc_node_number(o, "last", d->metric ? d->last : none, NULL);
    lc_node_number(o, "changed", d->changed > 0 ? d->changed : none, NULL);
    lc_node_text(o, "problem", d->problem);
    return lc_node_write(out, o, layout, err);
}

static lc_status write_json(FILE *out, const lc_digest *digests, size_t n, bool lines,
                            lc_error *err)
{
    lc_status st = LC_OK;
    fputs(lines ? "" : "[\n", out);
    for (size_t i = 0; i < n && st == LC_OK; i++) {
        fputs(!lines && i > 0 ? ",\n" : "", out);
        st = put_json(out, &digests[i], LC_JSON_LINE, err);
        fputs(lines ? "\n" : "", out);
    }
    fputs(lines ? "" : n > 0 ? "\n]\n" : "]\n", out);
    return st;
}

static lc_status write_text(FILE *out, const lc_digest *digests, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    lc_layout layout = lc_layout_on(out, options);
    lc_print_digests(&layout, digests, n);
    return layout.nomem ? lc_error_nomem(err) : LC_OK;
}

static lc_status write_markdown(FILE *out, const lc_digest *digests, size_t n, lc_error *err)
{
    lc_markdown p = {.out = out};
    lc_markdown_digests(&p, digests, n);
    return p.nomem ? lc_error_nomem(err) : LC_OK;
}

lc_status lc_report_digests(FILE *out, const char *format, const lc_digest *digests, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    lc_status st = LC_OK;
    if (strcmp(format, "text") == 0)
        st = write_text(out, digests, n, options, err);
    else if (strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0)
        st = write_json(out, digests, n, format[4] == 'l', err);
    else if (strcmp(format, "github") == 0)
        st = lc_github_digests(out, digests, n, err);
    else if (strcmp(format, "markdown") == 0)
        st = write_markdown(out, digests, n, err);
    else if (strcmp(format, "csv") != 0)
        return lc_error_set(err, LC_E_ARG, 0, "no report format '%.40s'", format);
    else {
        fputs(CSV_HEADER, out);
        for (size_t i = 0; i < n; i++)
            put_csv(out, &digests[i]);
    }
    if (st == LC_OK && ferror(out))
        return lc_error_set(err, LC_E_IO, 0, "the report can't be written: %s", strerror(errno));
    return st;
}
