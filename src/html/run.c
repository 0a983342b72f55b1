/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c - what a page says of one run. */
#include "html/run.h"

#include "base/text.h"
#include "model/run.h"
#include "report/summary.h"
#include "report/wording.h"

#include <math.h>
#include <string.h>

#define METRICS_MOST 100      /* rows of the table; JSON has all */
#define ALTERNATIVE_LEAST 0.1 /* confidence of another verdict that is named */
#define WEIGHT_LEAST 0.05     /* [nats] of a weight that is shown */

/* ---- the run ----------------------------------------------------------------------------- */

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

void lc_html_run_name(lc_page *p, const lc_run *run)
{
    const char *source = !run->source                    ? "arrays"
                         : strcmp(run->source, "-") == 0 ? "standard input"
                                                         : file_name(run->source);
    lc_html_textf(p, "%s%s%s", source, run->name ? ", " : "", run->name ? run->name : "");
}

void lc_html_run_facts(lc_page *p, const lc_run *run)
{
    FILE *line = lc_html_begin(p);
    if (!line)
        return;
    if (run->format)
        fprintf(line, "%s, ", run->format);
    lc_wording_records(line, run);
    lc_html_end(p);
}

/* ---- the verdict -------------------------------------------------------------------------- */

static void put_sentence(lc_page *p, const lc_run *run, const char *summary)
{
    FILE *line = lc_html_begin(p);
    if (!line)
        return;
    lc_wording_sentence_text(line, run, summary);
    lc_html_end(p);
}

/* Texts as a list under a heading; `open` and `close` stand about each. */
static void put_list(lc_page *p, const char *heading, const char *class, const lc_texts *items)
{
    if (items->n == 0)
        return;
    if (heading)
        fprintf(p->out, "<p class=\"label\">%s</p>\n", heading);
    fprintf(p->out, "<ul class=\"%s\">\n", class);
    for (size_t i = 0; i < items->n; i++) {
        fputs("<li>", p->out);
        lc_html_text(p, items->text[i]);
        fputs("</li>\n", p->out);
    }
    fputs("</ul>\n", p->out);
}

static const lc_finding *deciding(const lc_diagnosis *d)
{
    return d->verdict.finding < d->n ? &d->findings[d->verdict.finding] : NULL;
}

static bool is_advised(const lc_finding *f, const char *experiment)
{
    return f && f->advice.n > 0 && strncmp(f->advice.text[0], experiment, strlen(experiment)) == 0;
}

/* "What to do", and what would tell whether the verdict is right. */
static void put_advice(lc_page *p, const lc_diagnosis *d)
{
    const lc_finding *f = deciding(d);
    const lc_verdict *v = &d->verdict;
    if (f && f->advice.n > 0) {
        fputs("<p class=\"do\"><b>Do</b> ", p->out);
        lc_html_textf(p, "%s.", f->advice.text[0]);
        fputs("</p>\n", p->out);
    }
    if (v->experiment && !is_advised(f, v->experiment)) {
        fputs("<p class=\"do\"><b>To be sure</b> ", p->out);
        lc_html_textf(p, "%s.", v->experiment);
        fputs("</p>\n", p->out);
    }
}

const char *lc_html_tone(const lc_diagnosis *d)
{
    return d->verdict.finding == SIZE_MAX
               ? strcmp(d->verdict.name, "healthy") == 0 ? "good" : "none"
               : lc_severity_name(d->verdict.severity);
}

void lc_html_verdict(lc_page *p, const lc_html_subject *s, int level)
{
    const lc_verdict *v = &s->diagnosis->verdict;
    bool fault = v->finding != SIZE_MAX;
    fprintf(p->out, "<section class=\"verdict %s\">\n<p class=\"label\">Verdict</p>\n<h%d>",
            lc_html_tone(s->diagnosis), level);
    lc_html_text(p, v->name);
    fprintf(p->out, "</h%d>\n<p class=\"sure\">", level);
    if (fault)
        fprintf(p->out, "<span class=\"chip\">%s</span> ", lc_severity_name(v->severity));
    fprintf(p->out, "confidence <b>%.2f</b></p>\n<p class=\"lead\">",
            lc_shown_confidence(v->confidence));
    put_sentence(p, s->run, v->summary);
    fputs("</p>\n", p->out);
    put_advice(p, s->diagnosis);
    put_list(p, NULL, "against", &v->against);
    if (v->alternative && v->alternative_confidence >= ALTERNATIVE_LEAST) {
        fputs("<p class=\"muted\">Also possible: ", p->out);
        lc_html_textf(p, "%s (confidence\u00A0%.2f).", v->alternative,
                      lc_shown_confidence(v->alternative_confidence));
        fputs("</p>\n", p->out);
    }
    fputs("</section>\n", p->out);
}

/* ---- findings ----------------------------------------------------------------------------- */

/* '_' in names of evidence is a blank to a reader. */
static void put_evidence_name(lc_page *p, const char *name)
{
    FILE *line = lc_html_begin(p);
    for (const char *c = name; line && *c; c++)
        putc(*c == '_' ? ' ' : *c, line);
    if (line)
        lc_html_end(p);
}

/* Names and numbers as a list, or in one line. */
static void put_evidence(lc_page *p, const lc_finding *f)
{
    const char *const *mark =
        p->brief
            ? (const char *const[]){"<p>", "", "\u00A0= ", "; ", "</p>\n"}
            : (const char *const[]){"<dl>\n", "<div><dt>", "</dt><dd>", "</dd></div>\n", "</dl>\n"};
    if (f->evidence_n == 0 && !f->basis)
        return;
    fprintf(p->out, "<p class=\"label\">Evidence</p>\n%s", mark[0]);
    for (size_t i = 0; i < f->evidence_n; i++) {
        char value[LC_NUMBER_SIZE];
        lc_wording_number(value, f->evidence[i].value);
        fputs(mark[1], p->out);
        put_evidence_name(p, f->evidence[i].name);
        fprintf(p->out, "%s%s%s", mark[2], value, mark[3]);
    }
    if (f->basis) {
        fprintf(p->out, "%sconfidence%s%.2f: ", p->brief ? "" : "<div class=\"wide\"><dt>", mark[2],
                lc_shown_confidence(f->confidence));
        lc_html_text(p, f->basis);
        fputs(p->brief ? "" : mark[3], p->out);
    }
    fputs(mark[4], p->out);
}

/* "on loss and val_loss, epoch 23 to 80" */
static void put_place(lc_page *p, const lc_run *run, const lc_finding *f)
{
    FILE *line = lc_html_begin(p);
    if (!line)
        return;
    for (size_t i = 0; i < f->series_n; i++)
        fprintf(line, "%s%s",
                i == 0                ? "on "
                : i + 1 < f->series_n ? ", "
                                      : " and ",
                run->series[f->series[i]].metric.name);
    fputs(f->series_n > 0 ? ", " : "", line);
    lc_wording_range(line, run, f->from, f->to);
    lc_html_end(p);
}

/* What another finding explains has no causes and no advice, which would mislead. */
static void put_finding(lc_page *p, const lc_html_subject *s, size_t i, int level)
{
    const lc_finding *f = &s->diagnosis->findings[i];
    const char *severity = lc_severity_name(f->severity);
    fprintf(p->out,
            "<li class=\"finding %s%s\" id=\"finding-%zu-%zu\">\n<h%d><span class=\"badge\">%zu"
            "</span><span class=\"chip\">%s</span>",
            severity, f->explained_by ? " explained" : "", s->number, i + 1, level, i + 1,
            severity);
    fputs("<span class=\"rule\">", p->out);
    lc_html_text(p, f->rule);
    fputs("</span> <span class=\"place\">", p->out);
    put_place(p, s->run, f);
    fprintf(p->out, "</span></h%d>\n<p>", level);
    put_sentence(p, s->run, f->summary);
    fputs("</p>\n", p->out);
    if (f->explained_by) {
        fputs("<p class=\"muted\">Explained by ", p->out);
        lc_html_textf(p, "%s.", f->explained_by);
        fputs("</p>\n", p->out);
    }
    fputs("<details><summary>Evidence", p->out);
    fputs(f->explained_by                      ? ""
          : f->causes.n > 0 && f->advice.n > 0 ? ", causes and advice"
          : f->causes.n > 0                    ? " and causes"
          : f->advice.n > 0                    ? " and advice"
                                               : "",
          p->out);
    fputs("</summary>\n", p->out);
    put_evidence(p, f);
    if (!f->explained_by) {
        put_list(p, "Likely causes", "plain", &f->causes);
        put_list(p, "What to do", "plain", &f->advice);
    }
    fputs("</details>\n</li>\n", p->out);
}

static size_t count(const lc_diagnosis *d, bool explained)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n; i++)
        n += (d->findings[i].explained_by != NULL) == explained;
    return n;
}

static void put_some(lc_page *p, const lc_html_subject *s, bool explained, int level)
{
    fputs("<ul class=\"findings\">\n", p->out);
    for (size_t i = 0; i < s->diagnosis->n; i++)
        if ((s->diagnosis->findings[i].explained_by != NULL) == explained)
            put_finding(p, s, i, level + 1);
    fputs("</ul>\n", p->out);
}

void lc_html_findings(lc_page *p, const lc_html_subject *s, int level)
{
    size_t shown = count(s->diagnosis, false), explained = count(s->diagnosis, true);
    fprintf(p->out, "<section>\n<h%d>Findings</h%d>\n", level, level);
    if (s->diagnosis->n == 0)
        fputs("<p>No rule found anything.</p>\n", p->out);
    if (shown > 0)
        put_some(p, s, false, level);
    if (explained > 0) {
        fprintf(p->out,
                "<details class=\"others\"><summary>%zu %sfinding%s, explained by another one"
                "</summary>\n",
                explained, shown > 0 ? "more " : "", explained == 1 ? "" : "s");
        put_some(p, s, true, level);
        fputs("</details>\n", p->out);
    }
    fputs("</section>\n", p->out);
}

/* ---- forecasts, when asked for ------------------------------------------------------------- */

void lc_html_forecasts(lc_page *p, const lc_html_subject *s, int level)
{
    const lc_forecasts *all = &s->diagnosis->forecasts;
    char until[LC_NUMBER_SIZE];
    if (!all->made)
        return;
    lc_wording_number(until, all->until);
    fprintf(p->out, "<section>\n<h%d>Forecast</h%d>\n<p>", level, level);
    lc_html_textf(p, "%s, up to %s %s. In brackets: where nine in ten recorded values will lie.",
                  s->run->axis == LC_TRAIN_SIZE ? "With more training samples"
                                                : "If training continues unchanged",
                  s->run->axis_name, until);
    fputs("</p>\n<ul class=\"plain\">\n", p->out);
    for (size_t i = 0; i < all->n; i++) {
        FILE *line = lc_html_begin(p);
        fputs("<li>", p->out);
        if (line) {
            lc_wording_forecast(line, s->run, &all->forecast[i]);
            lc_html_end(p);
        }
        fputs(".</li>\n", p->out);
    }
    fputs(all->n == 0 ? "<li>No loss or score can be forecast that far.</li>\n</ul>\n</section>\n"
                      : "</ul>\n</section>\n",
          p->out);
}

/* ---- metrics ------------------------------------------------------------------------------ */

static void put_value(lc_page *p, const lc_series *s, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_wording_value(text, s, v);
    fprintf(p->out, "<td>%s</td>", lc_is_absent(v) ? "\u2013" : text);
}

static void put_row(lc_page *p, const lc_run *run, const lc_series *s, bool main)
{
    const lc_summary sum = lc_summary_of(run, s);
    char at[LC_NUMBER_SIZE];
    lc_wording_number(at, sum.best_at);
    fprintf(p->out, "<tr%s><th scope=\"row\">", main ? " class=\"main\"" : "");
    lc_html_text(p, s->metric.name);
    fputs("</th>", p->out);
    put_value(p, s, sum.first);
    put_value(p, s, sum.best);
    fprintf(p->out, "<td>%s</td>", lc_is_absent(sum.best) ? "\u2013" : at);
    put_value(p, s, sum.last);
    put_value(p, s, sum.least);
    put_value(p, s, sum.greatest);
    fprintf(p->out, "<td>%zu</td><td>%zu</td></tr>\n", s->n, sum.not_finite);
}

void lc_html_metrics(lc_page *p, const lc_html_subject *s, int level)
{
    const lc_run *run = s->run;
    const lc_series *main = lc_run_main(run);
    if (run->series_n == 0)
        return;
    fprintf(p->out,
            "<section>\n<h%d>Metrics</h%d>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
            "aria-label=\"Metrics\"><table class=\"metrics\">\n"
            "<thead><tr><th scope=\"col\">metric</th><th scope=\"col\">first</th>"
            "<th scope=\"col\">best</th><th scope=\"col\">at ",
            level, level);
    lc_html_text(p, lc_run_is_numbered(run)                          ? "record"
                    : run->axis == LC_OTHER || run->axis == LC_COUNT ? "x"
                                                                     : lc_kind_name(run->axis));
    fputs("</th><th scope=\"col\">last</th><th scope=\"col\">least</th><th scope=\"col\">greatest"
          "</th><th scope=\"col\">values</th><th scope=\"col\">not finite</th></tr></thead>\n"
          "<tbody>\n",
          p->out);
    for (size_t i = 0; i < run->series_n && i < METRICS_MOST; i++)
        put_row(p, run, &run->series[i], &run->series[i] == main);
    fputs("</tbody></table></div>\n", p->out);
    if (run->series_n > METRICS_MOST)
        fprintf(p->out, "<p class=\"muted\">And %zu more, which the JSON report lists.</p>\n",
                run->series_n - METRICS_MOST);
    fputs("</section>\n", p->out);
}

/* ---- how it was judged -------------------------------------------------------------------- */

static void put_weights(lc_page *p, const lc_verdict *v)
{
    if (v->weights_n == 0)
        return;
    fputs("<p>What each symptom adds to the verdict, as log odds against no fault [nats]:</p>\n"
          "<dl>\n",
          p->out);
    for (size_t i = 0; i < v->weights_n; i++) {
        if (fabs(v->weights[i].log_odds) < WEIGHT_LEAST)
            continue;
        fputs("<div><dt>", p->out);
        lc_html_text(p, v->weights[i].rule);
        fprintf(p->out, "</dt><dd>%+.1f</dd></div>\n", v->weights[i].log_odds);
    }
    fputs("</dl>\n", p->out);
}

/* A line for each reason, with all its rules. */
static void put_unjudged(lc_page *p, const lc_diagnosis *d)
{
    if (d->unjudged_n == 0)
        return;
    fputs("<p>Rules that could not judge this run:</p>\n<ul class=\"plain\">\n", p->out);
    for (size_t i = 0; i < d->unjudged_n; i++) {
        const char *reason = d->unjudged[i].reason;
        bool said = false;
        for (size_t k = 0; k < i; k++)
            said = said || strcmp(d->unjudged[k].reason, reason) == 0;
        if (said)
            continue;
        fputs("<li>", p->out);
        lc_html_textf(p, "%s:", reason);
        for (size_t k = i, n = 0; k < d->unjudged_n; k++)
            if (strcmp(d->unjudged[k].reason, reason) == 0)
                lc_html_textf(p, "%s %s", n++ > 0 ? "," : "", d->unjudged[k].rule);
        fputs("</li>\n", p->out);
    }
    fputs("</ul>\n", p->out);
}

static void put_remarks(lc_page *p, const lc_run *run)
{
    if (run->remark_n == 0)
        return;
    fputs("<p>Notes on the log:</p>\n<ul class=\"plain\">\n", p->out);
    for (size_t i = 0; i < run->remark_n; i++) {
        FILE *line = lc_html_begin(p);
        if (!line)
            return;
        fputs("<li>", p->out);
        lc_wording_remark(line, &run->remarks[i]);
        lc_html_end(p);
        fputs("</li>\n", p->out);
    }
    fputs("</ul>\n", p->out);
}

static bool knows(const lc_facts *f)
{
    return f->train_samples || f->validation_samples || f->classes || f->batch_size ||
           f->planned_epochs > 0;
}

static void put_run(lc_page *p, const lc_run *run)
{
    fputs("<p>The log: ", p->out);
    lc_html_text(p, run->source ? run->source : "arrays");
    fputs(" (", p->out);
    lc_html_run_facts(p, run);
    fputs(").", p->out);
    FILE *line = knows(&run->facts) ? lc_html_begin(p) : NULL;
    if (line) {
        fputs(" Known of it: ", line);
        lc_wording_facts(line, &run->facts);
        fputs(".", line);
        lc_html_end(p);
    }
    fputs("</p>\n", p->out);
}

void lc_html_judged(lc_page *p, const lc_html_subject *s, int level)
{
    fprintf(p->out, "<section>\n<h%d>How it was judged</h%d>\n", level, level);
    put_run(p, s->run);
    put_list(p, "For the verdict", "plain", &s->diagnosis->verdict.support);
    put_weights(p, &s->diagnosis->verdict);
    put_unjudged(p, s->diagnosis);
    put_remarks(p, s->run);
    fputs("</section>\n", p->out);
}
