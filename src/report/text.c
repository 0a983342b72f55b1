/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - the report for people: the verdict, what to do, the metrics; at length where asked for. */
#include "base/text.h"
#include "report/full.h"
#include "report/metric_table.h"
#include "report/overview.h"
#include "report/report.h"
#include "report/wording.h"

#include <math.h>
#include <string.h>

#define AGAINST_SHOWN 2       /* of what speaks against the verdict, in the short report */
#define OTHERS_SHOWN 3        /* further findings there */
#define REASONS_SHOWN 2       /* why rules could not judge */
#define RULES_NAMED 3         /* rules for each reason */
#define ALTERNATIVE_LEAST 0.1 /* confidence of another verdict that is named */

static const lc_text_style BODY = {2, 2, NULL}, ITEM = {2, 4, NULL}, TITLE = {0, 2, "1"};

/* With at most so many of the clauses about what speaks against it or is ruled out. */
static void print_verdict(lc_layout *l, const lc_run *run, const lc_verdict *v, size_t against)
{
    const lc_text_style heading = {
        0, 2, v->finding == SIZE_MAX ? TITLE.sgr : lc_severity_sgr(v->severity)};
    bool fault = v->finding != SIZE_MAX;
    lc_layout_paragraph(l, &heading, "Verdict: %s (%s%sconfidence\u00A0%.2f, %zu\u00A0record%s)",
                        v->name, fault ? lc_severity_name(v->severity) : "", fault ? ", " : "",
                        lc_shown_confidence(v->confidence), run->n, run->n == 1 ? "" : "s");
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

/* The first advice of the finding that decides. */
static void print_advice(lc_layout *l, const lc_finding *f)
{
    if (f && f->advice.n > 0)
        lc_layout_paragraph(l, &ITEM, "Do: %s.", f->advice.text[0]);
}

/* Whether the first advice of a finding begins with this experiment. */
static bool is_advised(const lc_finding *f, const char *experiment)
{
    return f && f->advice.n > 0 && strncmp(f->advice.text[0], experiment, strlen(experiment)) == 0;
}

/* What would tell whether the verdict is right, unless it is what to do anyway, and which fault comes
 * next. */
static void print_doubt(lc_layout *l, const lc_verdict *v, const lc_finding *advised)
{
    if (v->experiment && !is_advised(advised, v->experiment))
        lc_layout_paragraph(l, &ITEM, "To be sure: %s.", v->experiment);
    if (v->alternative && v->alternative_confidence >= ALTERNATIVE_LEAST)
        lc_layout_paragraph(l, &ITEM, "Also possible: %s (confidence\u00A0%.2f).", v->alternative,
                            lc_shown_confidence(v->alternative_confidence));
}

/* "Not checked (no accuracy is logged): metric-mismatch and 2 more"; a line for each reason. */
static void print_unjudged(lc_layout *l, const lc_diagnosis *d, size_t reasons, size_t named)
{
    for (size_t i = 0; i < d->unjudged_n && reasons > 0; i++) {
        const char *reason = d->unjudged[i].reason;
        size_t before = 0, all = 0;
        for (size_t k = 0; k < d->unjudged_n; k++) {
            bool same = strcmp(d->unjudged[k].reason, reason) == 0;
            before += same && k < i;
            all += same;
        }
        FILE *line = before == 0 ? lc_layout_begin(l) : NULL;
        if (!line)
            continue;
        fprintf(line, "- not checked (%s):", reason);
        for (size_t k = i, n = 0; k < d->unjudged_n && n < named; k++)
            if (strcmp(d->unjudged[k].reason, reason) == 0)
                fprintf(line, "%s %s", n++ > 0 ? "," : "", d->unjudged[k].rule);
        if (all > named)
            fprintf(line, " and %zu more", all - named);
        lc_layout_end(l, &ITEM);
        reasons--;
    }
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
    print_advice(l, deciding(d));
    print_doubt(l, &d->verdict, deciding(d));
    if (!deciding(d))
        print_unjudged(l, d, REASONS_SHOWN, RULES_NAMED);
    lc_print_main_metrics(l, run, deciding(d));
    bool others = print_others(l, d);
    print_first_remark(l, run, !others);
    lc_print_online(l, run, &d->online);
    lc_print_forecasts(l, run, &d->forecasts);
}

/* ---- at length -------------------------------------------------------------------------- */

/* Which findings speak for the verdict beside the one that decides. */
static void print_support(lc_layout *l, const lc_verdict *v)
{
    for (size_t i = 0; i < v->support.n; i++)
        lc_layout_paragraph(l, &ITEM, "- for it: %s", v->support.text[i]);
}

/* "Log odds: overfitting +7.6, spikes -0.4" */
static void print_weights(lc_layout *l, const lc_verdict *v)
{
    FILE *line = v->weights_n > 0 ? lc_layout_begin(l) : NULL;
    if (!line)
        return;
    fputs("Log odds against no fault [nats]: ", line);
    for (size_t i = 0; i < v->weights_n; i++) /* heaviest first */
        if (fabs(v->weights[i].log_odds) >= 0.05)
            fprintf(line, "%s%s\u00A0%+.1f", i > 0 ? ", " : "", v->weights[i].rule,
                    v->weights[i].log_odds);
    lc_layout_end(l, &ITEM);
}

static void print_long(lc_layout *l, const lc_run *run, const lc_diagnosis *d, unsigned verbose)
{
    print_verdict(l, run, &d->verdict, SIZE_MAX);
    print_support(l, &d->verdict);
    print_doubt(l, &d->verdict, NULL);
    print_unjudged(l, d, SIZE_MAX, SIZE_MAX);
    if (verbose > 1)
        print_weights(l, &d->verdict);
    lc_layout_gap(l);
    lc_wording_run(l, run);
    lc_print_findings(l, run, d);
    lc_print_online(l, run, &d->online);
    lc_print_forecasts(l, run, &d->forecasts);
    lc_print_metrics(l, run, verbose > 1);
    lc_wording_remarks(l, run);
}

static void print_overview(lc_layout *l, const lc_run *runs, const lc_diagnosis *diagnoses,
                           size_t n)
{
    lc_overview o;
    if (lc_overview_make(&o, runs, diagnoses, n))
        lc_print_digests(l, o.digest, o.n);
    else
        l->nomem = true;
    lc_overview_free(&o);
}

static lc_status text_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    lc_layout layout = lc_layout_on(out, options);
    if (n > 1)
        print_overview(&layout, runs, diagnoses, n);
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
