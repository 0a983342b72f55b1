/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * html.c - the report as a page: one file, no network, readable without JavaScript.
 *
 * The Content-Security-Policy lets nothing in but the style and the script that stand in the page,
 * by their hashes. What the script draws stands as JSON beside each plot.
 */
#include "html/assets.h"
#include "html/data.h"
#include "html/list.h"
#include "html/plot.h"
#include "plot/figure.h"
#include "report/report.h"

#define RECORDS_MOST 1500 /* of a run that the script draws */

/* A hash of the policy. */
static void put_hash(lc_page *p, const char *hash)
{
    fprintf(p->out, " '%s'", hash);
}

static void put_element(lc_page *p, const char *name, const char *text, size_t n)
{
    fprintf(p->out, "<%s>", name);
    fwrite(text, 1, n, p->out);
    fprintf(p->out, "</%s>\n", name);
}

static void put_policy(lc_page *p, bool several)
{
    fputs("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src",
          p->out);
    put_hash(p, lc_html_style_hash);
    if (several)
        put_hash(p, lc_html_runs_style_hash);
    fputs("; script-src", p->out);
    put_hash(p, lc_html_script_hash);
    if (several)
        put_hash(p, lc_html_runs_script_hash);
    fputs("; base-uri 'none'; form-action 'none'\"/>\n", p->out);
}

static void put_head(lc_page *p, const lc_run *run, const lc_diagnosis *diagnosis, size_t n)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n", p->out);
    put_policy(p, n != 1);
    fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
          "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
          "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
          "<meta name=\"generator\" content=\"learncurve " LC_VERSION "\"/>\n<title>",
          p->out);
    if (n == 1) {
        lc_html_run_name(p, run);
        lc_html_textf(p, ": %s", diagnosis->verdict.name);
    } else {
        fprintf(p->out, "%zu training runs", n);
    }
    fputs("</title>\n", p->out);
    put_element(p, "style", lc_html_style, lc_html_style_size);
    if (n != 1)
        put_element(p, "style", lc_html_runs_style, lc_html_runs_style_size);
    fputs("</head>\n<body>\n", p->out);
}

static void put_foot(lc_page *p, bool several)
{
    fputs("<footer>Made by learncurve " LC_VERSION
          ". The interactive curves are drawn by uPlot, MIT "
          "licence, Copyright (c) 2022 Leon Sorokin.</footer>\n",
          p->out);
    put_element(p, "script", lc_html_script, lc_html_script_size);
    if (several)
        put_element(p, "script", lc_html_runs_script, lc_html_runs_script_size);
    fputs("</body>\n</html>\n", p->out);
}

/* What the marks, words and numbers of a page mean. */
static void put_guide(lc_page *p, size_t runs)
{
    fputs("<section>\n<h2>How to read it</h2>\n<ul class=\"plain\">\n"
          "<li>The verdict is the likeliest fault of a run. Its confidence is the share of such "
          "verdicts that are right on runs whose fault is known.</li>\n"
          "<li>A finding is what one rule found: <b class=\"critical\">critical</b> ruins the run, "
          "<b class=\"warning\">warning</b> costs quality or time, <b class=\"note\">note</b> is "
          "good "
          "to know. Its number stands in the curves too.</li>\n",
          p->out);
    if (p->plots > 0)
        fputs(runs == 1
                  ? "<li>In the annotated plot, training is blue and validation orange; the area "
                    "between the two is the generalization gap, the dotted line the best record. "
                    "From 25 records on, bold lines are running medians, and faint ones what was "
                    "recorded.</li>\n"
                  : "<li>Of the runs over each other, the ten best have colours, validation bold "
                    "and training thin.</li>\n",
              p->out);
    fputs("<li>Values at the cursor are as recorded; of a long run, the least and the greatest of "
          "each stretch.</li>\n"
          "<li><code>learncurve explain RULE</code> says what a rule computes, from which source, "
          "and "
          "which thresholds it has.</li>\n</ul>\n</section>\n</main>\n",
          p->out);
}

static lc_status put_curves(lc_page *p, const lc_html_subject *s, lc_error *err)
{
    fputs("<section class=\"curves\">\n<h2>Curves</h2>\n", p->out);
    lc_status st = lc_html_plot(p, s, err);
    lc_html_why(p);
    if (st == LC_OK)
        st = lc_html_data(p, s, RECORDS_MOST, err);
    if (p->drawn == 0)
        fputs("<p>No metric has a finite value, so there is nothing to draw.</p>\n", p->out);
    fputs("</section>\n", p->out);
    return st;
}

static lc_status put_single(lc_page *p, const lc_run *run, const lc_diagnosis *diagnosis,
                            lc_error *err)
{
    const lc_html_subject s = {run, diagnosis, 1};
    fputs("<header><p class=\"name\">", p->out);
    lc_html_run_name(p, run);
    fputs("</p>\n<p class=\"facts\">", p->out);
    lc_html_run_facts(p, run);
    fputs("</p></header>\n<main>\n", p->out);
    lc_html_verdict(p, &s, 1);
    lc_status st = put_curves(p, &s, err);
    lc_html_findings(p, &s, 2);
    lc_html_forecasts(p, &s, 2);
    lc_html_metrics(p, &s, 2);
    lc_html_judged(p, &s, 2);
    return st;
}

static lc_status html_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    (void)options;
    lc_page p = {.out = out};
    lc_c_locale numbers;
    if (!lc_c_locale_enter(&numbers))
        return lc_error_nomem(err);
    put_head(&p, runs, diagnoses, n);
    lc_status st =
        n == 1 ? put_single(&p, runs, diagnoses, err) : lc_html_list(&p, runs, diagnoses, n, err);
    put_guide(&p, n);
    put_foot(&p, n != 1);
    lc_c_locale_leave(&numbers);
    return st == LC_OK && p.nomem ? lc_error_nomem(err) : st;
}

const lc_report_format lc_report_html = {
    .name = "html",
    .summary = "a page to share: one file with plots, findings and metrics, without a network",
    .ending = ".html",
    .write = html_write,
};
