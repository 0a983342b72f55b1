/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html.c - the report as a page: one file, no network, readable without JavaScript.
 *
 * The Content-Security-Policy lets nothing in but the style and the script that stand in the page,
 * by their hashes. What the script draws stands as JSON beside each plot.
 */
#include "html/assets.h"
#include "html/run.h"
#include "report/report.h"

static void put_head(lc_page *p, const lc_run *run, size_t n)
{
    fprintf(p->out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            "style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\"/>\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
            "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
            "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
            "<meta name=\"generator\" content=\"learncurve " LC_VERSION "\"/>\n<title>",
            lc_html_style_hash, lc_html_script_hash);
    if (n == 1)
        lc_html_run_name(p, run);
    else
        fprintf(p->out, "%zu training runs", n);
    fputs("</title>\n<style>", p->out);
    fwrite(lc_html_style, 1, lc_html_style_size, p->out);
    fputs("</style>\n</head>\n<body>\n", p->out);
}

static void put_foot(lc_page *p)
{
    fputs("<footer>Made by learncurve " LC_VERSION ".</footer>\n<script>", p->out);
    fwrite(lc_html_script, 1, lc_html_script_size, p->out);
    fputs("</script>\n</body>\n</html>\n", p->out);
}

static void put_single(lc_page *p, const lc_run *run, const lc_diagnosis *diagnosis)
{
    const lc_html_subject s = {run, diagnosis, 1};
    fputs("<header><p class=\"name\">", p->out);
    lc_html_run_name(p, run);
    fputs("</p>\n<p class=\"facts\">", p->out);
    lc_html_run_facts(p, run);
    fputs("</p></header>\n<main>\n", p->out);
    lc_html_verdict(p, &s, 1);
    lc_html_findings(p, &s, 2);
    lc_html_metrics(p, &s, 2);
    lc_html_judged(p, &s, 2);
    fputs("</main>\n", p->out);
}

static lc_status html_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    (void)options;
    lc_page p = {.out = out};
    put_head(&p, runs, n);
    for (size_t i = 0; i < n; i++)
        put_single(&p, &runs[i], &diagnoses[i]);
    put_foot(&p);
    return p.nomem ? lc_error_nomem(err) : LC_OK;
}

const lc_report_format lc_report_html = {
    .name = "html",
    .summary = "a page to share: one file with plots, findings and metrics, without a network",
    .ending = ".html",
    .write = html_write,
};
