/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - the report for people: the verdict, what to do, the metrics; at length where asked for. */
#include "base/text.h"
#include "report/full.h"
#include "report/metric_table.h"
#include "report/overview.h"
#include "report/report.h"
#include "report/wording.h"

#include <string.h>

#define AGAINST_SHOWN 2 /* of what speaks against the verdict, in the short report */
#define OTHERS_SHOWN 3  /* further findings there */

static const lc_text_style BODY = {2, 2, NULL}, ITEM = {2, 4, NULL}, TITLE = {0, 2, "1"};

/* With at most so many of the clauses about what speaks against it or is ruled out. */
static void print_verdict(lc_layout *l, const lc_run *run, const lc_verdict *v, size_t against)
{
    const lc_text_style heading = {
        0, 2, v->finding == SIZE_MAX ? TITLE.sgr : lc_severity_sgr(v->severity)};
    lc_layout_paragraph(l, &heading, "Verdict: %s (%s, confidence\u00A0%.2f, %zu\u00A0record%s)",
                        v->name, lc_severity_name(v->severity), lc_shown_confidence(v->confidence),
                        run->n, run->n == 1 ? "" : "s");
    lc_wording_sentence(l, &BODY, run, v->summary);
    for (size_t i = 0; i < v->against.n && i < against; i++)
        lc_layout_paragraph(l, &ITEM, "- %s", v->against.text[i]);
}

/* ---- the short report ------------------------------------------------------------------- */

/* The finding that decided the verdict; NULL for none. */
static const lc_finding *deciding(const lc_diagnosis *d)
{
    return d->verdict.finding < d->n ? &d->findings[d->verdict.finding] : NULL;
}

/* The first advice of the finding that decides, and what would tell whether it is right. */
static void print_next(lc_layout *l, const lc_diagnosis *d)
{
    lc_rule_info rule;
    const lc_finding *f = deciding(d);
    if (!f)
        return;
    if (f->advice.n > 0)
        lc_layout_paragraph(l, &ITEM, "Do: %s.", f->advice.text[0]);
    if (lc_rule_info_find(&rule, f->rule) && rule.experiment)
        lc_layout_paragraph(l, &ITEM, "To be sure: %s.", rule.experiment);
}

static bool is_other(const lc_diagnosis *d, size_t i)
{
    return i != d->verdict.finding && !d->findings[i].explained_by;
}

/* One line for each finding that neither decides nor is explained by another one; false when there
 * are none. */
static bool print_others(lc_layout *l, const lc_diagnosis *d)
{
    size_t others = 0, shown = 0;
    for (size_t i = 0; i < d->n; i++)
        others += is_other(d, i);
    if (others > 0)
        lc_layout_gap(l);
    for (size_t i = 0; i < d->n && shown < OTHERS_SHOWN; i++) {
        const lc_finding *f = &d->findings[i];
        FILE *line = is_other(d, i) ? lc_layout_begin(l) : NULL;
        if (!line)
            continue;
        fprintf(line, "%s: %s: %s", lc_severity_name(f->severity), f->rule,
                f->headline ? f->headline : f->summary);
        lc_layout_end_line(l, &BODY);
        shown++;
    }
    if (others > shown)
        lc_layout_paragraph(l, &BODY, "and %zu more finding%s (-v)", others - shown,
                            others - shown == 1 ? "" : "s");
    return others > 0;
}

static void print_first_remark(lc_layout *l, const lc_run *run, bool gap)
{
    if (run->remark_n == 0)
        return;
    if (gap)
        lc_layout_gap(l);
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    fputs("note on the log: ", line);
    lc_wording_remark(line, &run->remarks[0]);
    lc_layout_end_line(l, &BODY);
    if (run->remark_n > 1)
        lc_layout_paragraph(l, &BODY, "and %zu more note%s on the log (-v)", run->remark_n - 1,
                            run->remark_n == 2 ? "" : "s");
}

static void print_short(lc_layout *l, const lc_run *run, const lc_diagnosis *d)
{
    print_verdict(l, run, &d->verdict, AGAINST_SHOWN);
    print_next(l, d);
    lc_print_main_metrics(l, run, deciding(d));
    bool others = print_others(l, d);
    print_first_remark(l, run, !others);
    lc_print_online(l, run, &d->online);
    lc_print_forecasts(l, run, &d->forecasts);
}

/* ---- at length -------------------------------------------------------------------------- */

static void print_long(lc_layout *l, const lc_run *run, const lc_diagnosis *d, unsigned verbose)
{
    print_verdict(l, run, &d->verdict, SIZE_MAX);
    lc_layout_gap(l);
    lc_wording_run(l, run);
    lc_print_findings(l, run, d);
    lc_print_online(l, run, &d->online);
    lc_print_forecasts(l, run, &d->forecasts);
    lc_print_metrics(l, run, verbose > 1);
    lc_wording_remarks(l, run);
}

static lc_status text_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    lc_layout layout = lc_layout_on(out, options);
    if (n > 1)
        lc_print_overview(&layout, runs, diagnoses, n);
    else if (n == 1 && options->verbose == 0)
        print_short(&layout, runs, diagnoses);
    for (size_t i = 0; i < n && options->verbose > 0; i++) {
        if (n > 1) {
            lc_layout_gap(&layout);
            lc_layout_paragraph(&layout, &TITLE, "---- run %zu of %zu ----", i + 1, n);
        }
        print_long(&layout, &runs[i], &diagnoses[i], options->verbose);
    }
    return layout.nomem ? lc_error_nomem(err) : LC_OK;
}

const lc_report_format lc_report_text = {
    .name = "text",
    .summary = "for people: verdict, what to do, metrics; findings, evidence and causes if verbose",
    .write = text_write,
};
