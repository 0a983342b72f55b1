/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list.c - several runs on a page.
 *
 * Each run is folded below the table; the script opens it under its row. Only a few runs have a plot of
 * gnuplot's each, which takes a tenth of a second and 40 kB.
 */
#include "html/list.h"

#include "base/mem.h"
#include "base/text.h"
#include "html/data.h"
#include "html/plot.h"
#include "report/overview.h"
#include "report/wording.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PLOTS_MOST 12    /* runs that have a plot each */
#define OVERLAY_MOST 40  /* runs that are drawn over each other, the best ones */
#define RECORDS_FEW 1500 /* of a run that the script draws, where runs are few, */
#define RECORDS_MANY 300 /* and where they are many */
#define MANY 50
#define SPARK_POINTS 60 /* of the small curve in a row */
#define SPARK_WIDTH 96
#define SPARK_HEIGHT 24

/* What a page of several runs is made of. */
typedef struct listing {
    lc_page *page;
    const lc_run *runs;
    const lc_diagnosis *diagnoses;
    lc_overview overview;
    size_t n;
} listing;

static void put_label(const listing *l, size_t i)
{
    FILE *line = lc_html_begin(l->page);
    if (!line)
        return;
    lc_overview_label(line, &l->overview, i);
    lc_html_end(l->page);
}

/* ---- counts ------------------------------------------------------------------------------- */

static const char *tone_of(const listing *l, size_t i)
{
    return lc_html_tone(&l->diagnoses[l->overview.run[i]]);
}

/* Each verdict with how many runs have it, the most urgent first. */
static void put_counts(const listing *l)
{
    const lc_digest *d = l->overview.digest;
    fputs("<ul class=\"counts\">\n", l->page->out);
    for (size_t i = 0; i < l->n; i++) {
        size_t count = 0;
        bool said = false;
        for (size_t k = 0; k < l->n; k++) {
            bool same = strcmp(d[k].verdict, d[i].verdict) == 0;
            said = said || (same && k < i);
            count += same;
        }
        if (said)
            continue;
        fprintf(l->page->out, "<li class=\"%s\"><b>%zu</b> <span>", tone_of(l, i), count);
        lc_html_text(l->page, d[i].verdict);
        fputs("</span></li>\n", l->page->out);
    }
    fputs("</ul>\n", l->page->out);
}

/* ---- the curves over each other ----------------------------------------------------------- */

/* A run's number as text is its group's name, since runs may be called alike. */
static lc_status compare(lc_comparison *c, const listing *l, lc_error *err)
{
    const lc_run **run = lc_mem_resize(NULL, l->n, sizeof *run);
    char(*number)[24] = lc_mem_resize(NULL, l->n, sizeof *number);
    const char **name = lc_mem_resize(NULL, l->n, sizeof *name);
    lc_status st = run && number && name ? LC_OK : lc_error_nomem(err);
    for (size_t i = 0; st == LC_OK && i < l->n; i++) {
        snprintf(number[i], sizeof number[i], "%zu", i);
        name[i] = number[i];
        run[i] = &l->runs[l->overview.run[i]];
    }
    if (st == LC_OK)
        st = lc_compare(c, run, name, l->n, NULL, err);
    lc_mem_free(run);
    lc_mem_free(number);
    lc_mem_free(name);
    return st;
}

static char *label_of(const listing *l, size_t i)
{
    char *text = NULL;
    size_t size;
    FILE *to = lc_text_open(&text, &size);
    if (!to)
        return NULL;
    lc_overview_label(to, &l->overview, i);
    return lc_text_close(to, &text) ? text : NULL;
}

/* The best runs that are read along the axis of the very best one; returns how many. */
static size_t choose(lc_overlay_run *shown, const listing *l, const lc_comparison *c)
{
    size_t n = 0;
    for (size_t k = 0; k < c->n && n < OVERLAY_MOST; k++) {
        size_t i = strtoul(c->group[k].name, NULL, 10);
        const lc_run *run = &l->runs[l->overview.run[i]];
        if (n == 0 || run->axis == shown[0].run->axis)
            shown[n++] = (lc_overlay_run){.run = run, .name = label_of(l, i)};
    }
    return n;
}

/* "Lowest val_loss: a.csv, 0.31 at epoch 12.", and how many runs are drawn. */
static void put_caption(const listing *l, const lc_comparison *c, size_t shown)
{
    char best[LC_NUMBER_SIZE], at[LC_NUMBER_SIZE];
    const lc_compared *first = &c->group[0];
    size_t i = strtoul(first->name, NULL, 10);
    lc_wording_number(at, first->best_at);
    lc_wording_value(best, &(lc_series){.quantum = l->overview.digest[i].quantum}, first->best);
    fputs("<p>", l->page->out);
    lc_html_textf(l->page, "%s %s: ", c->better == LC_LOWER_IS_BETTER ? "Lowest" : "Highest",
                  c->metric);
    put_label(l, i);
    lc_html_textf(l->page, ", %s at %s %s.", best, lc_kind_name(l->runs[l->overview.run[i]].axis),
                  at);
    if (shown < l->n)
        fprintf(l->page->out,
                " Of the %zu runs, the plot has the best %zu with this metric and the same axis.",
                l->n, shown);
    fputs("</p>\n", l->page->out);
}

static lc_status put_overlay(const listing *l, const lc_comparison *c, lc_error *err)
{
    lc_overlay_run shown[OVERLAY_MOST];
    size_t n = choose(shown, l, c);
    lc_status st = LC_OK;
    for (size_t i = 0; i < n && st == LC_OK; i++)
        st = shown[i].name ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK) {
        fputs("<section>\n<h2>Compared</h2>\n", l->page->out);
        put_caption(l, c, n);
        st = lc_html_overlay(l->page, shown, n, c->metric, err);
        fputs("</section>\n", l->page->out);
    }
    for (size_t i = 0; i < n; i++)
        free((char *)shown[i].name);
    return st;
}

/* ---- the table ---------------------------------------------------------------------------- */

/* The main metric's curve, from its least to its greatest value. */
static void put_spark(const listing *l, const lc_run *run)
{
    const lc_series *s = lc_run_main(run);
    double lo = INFINITY, hi = -INFINITY;
    for (size_t i = 0; s && i < s->n; i++) {
        lo = s->y[i] < lo && isfinite(s->y[i]) ? s->y[i] : lo;
        hi = s->y[i] > hi && isfinite(s->y[i]) ? s->y[i] : hi;
    }
    if (!s || !(lo < hi))
        return;
    fprintf(l->page->out,
            "<svg class=\"spark\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"curve\">"
            "<path d=\"",
            SPARK_WIDTH, SPARK_HEIGHT);
    size_t each = s->n / SPARK_POINTS + 1;
    double last = (double)(s->n - 1);
    for (size_t i = 0, n = 0; i < s->n; i += each)
        if (isfinite(s->y[i]))
            fprintf(l->page->out, "%s%.0f %.0f", n++ == 0 ? "M" : "L",
                    1 + (SPARK_WIDTH - 2) * (double)i / last,
                    SPARK_HEIGHT - 2 - (SPARK_HEIGHT - 4) * (s->y[i] - lo) / (hi - lo));
    fputs("\"/></svg>", l->page->out);
}

/* A number, by which the column is sorted, as the log has it. */
static void put_number(const listing *l, const lc_digest *d, double v)
{
    char text[LC_NUMBER_SIZE];
    lc_wording_value(text, &(lc_series){.quantum = d->quantum}, v);
    if (!d->metric || lc_is_absent(v))
        fputs("<td>\u2013</td>", l->page->out);
    else if (isfinite(v))
        fprintf(l->page->out, "<td data-v=\"%.10g\">%s</td>", v, text);
    else
        fprintf(l->page->out, "<td>%s</td>", text);
}

static void put_row(const listing *l, size_t i, bool named)
{
    const lc_digest *d = &l->overview.digest[i];
    char at[LC_NUMBER_SIZE];
    lc_wording_number(at, d->best_at);
    fprintf(l->page->out, "<tr class=\"%s\"><th scope=\"row\"><a href=\"#run-%zu\">", tone_of(l, i),
            i + 1);
    put_label(l, i);
    fprintf(l->page->out, "</a></th><td data-v=\"%zu\"><span class=\"dot\">", i);
    lc_html_text(l->page, d->verdict);
    fputs("</span></td>", l->page->out);
    if (named) {
        fputs("<td>", l->page->out);
        lc_html_text(l->page, d->metric ? d->metric : "\u2013");
        fputs("</td>", l->page->out);
    }
    fputs("<td>", l->page->out);
    put_spark(l, &l->runs[l->overview.run[i]]);
    fputs("</td>", l->page->out);
    put_number(l, d, d->best);
    fprintf(l->page->out, "<td>%s</td>", d->metric ? at : "\u2013");
    put_number(l, d, d->last);
    fprintf(l->page->out, "<td>%.2f</td><td>%zu</td></tr>\n", lc_shown_confidence(d->confidence),
            d->records);
}

static void put_table(const listing *l)
{
    const char *metric = lc_overview_metric(l->overview.digest, l->n);
    fputs("<section>\n<h2>Runs</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
          "aria-label=\"Runs\"><table class=\"runs\">\n<thead><tr><th scope=\"col\">run</th>"
          "<th scope=\"col\">verdict</th>",
          l->page->out);
    if (!metric)
        fputs("<th scope=\"col\">metric</th>", l->page->out);
    fputs("<th scope=\"col\">curve</th><th scope=\"col\">best ", l->page->out);
    lc_html_text(l->page, metric);
    fputs("</th><th scope=\"col\">at</th><th scope=\"col\">last</th><th scope=\"col\">confidence"
          "</th><th scope=\"col\">records</th></tr></thead>\n<tbody>\n",
          l->page->out);
    for (size_t i = 0; i < l->n; i++)
        put_row(l, i, !metric);
    fputs("</tbody></table></div>\n", l->page->out);
}

/* ---- each run ----------------------------------------------------------------------------- */

/* Of many runs, a browser with JavaScript takes one for elements when it is opened: until then it is a text
 * to it. */
static lc_status put_run(const listing *l, size_t i, lc_error *err)
{
    static const char *const wraps[2][2] = {{"", ""}, {"<noscript>", "</noscript>"}};
    const char *const *noscript = wraps[l->page->brief];
    size_t run = l->overview.run[i];
    const lc_html_subject s = {&l->runs[run], &l->diagnoses[run], i + 1};
    fprintf(l->page->out, "<details class=\"run\" id=\"run-%zu\"><summary>", i + 1);
    put_label(l, i);
    fputs(" <span class=\"muted\">", l->page->out);
    lc_html_text(l->page, s.diagnosis->verdict.name);
    fputs("</span></summary>\n", l->page->out);
    fprintf(l->page->out, "%s<div class=\"inside\">\n<p class=\"facts\">", noscript[0]);
    lc_html_run_facts(l->page, s.run);
    fputs("</p>\n", l->page->out);
    lc_html_verdict(l->page, &s, 3);
    fputs("<div class=\"curves\">\n", l->page->out);
    lc_status st = l->n <= PLOTS_MOST ? lc_html_plot(l->page, &s, err) : LC_OK;
    if (st == LC_OK)
        st = lc_html_data(l->page, &s, !l->page->brief ? RECORDS_FEW : RECORDS_MANY, err);
    fputs("</div>\n", l->page->out);
    lc_html_findings(l->page, &s, 4);
    lc_html_forecasts(l->page, &s, 4);
    lc_html_metrics(l->page, &s, 4);
    lc_html_judged(l->page, &s, 4);
    fprintf(l->page->out, "</div>%s</details>\n", noscript[1]);
    return st;
}

static lc_status put_runs(const listing *l, lc_error *err)
{
    lc_status st = LC_OK;
    put_table(l);
    fputs("<div class=\"run-list\">\n", l->page->out);
    for (size_t i = 0; st == LC_OK && i < l->n; i++)
        st = put_run(l, i, err);
    fputs("</div>\n</section>\n", l->page->out);
    return st;
}

static lc_status put_all(const listing *l, lc_error *err)
{
    lc_comparison c = LC_COMPARISON_INIT;
    fprintf(l->page->out, "<header><p class=\"name\">%zu training runs</p>\n<p class=\"facts\">",
            l->n);
    if (l->overview.folder > 0)
        lc_html_textf(l->page, "%.*s", (int)l->overview.folder, l->overview.digest[0].path);
    fputs("</p></header>\n<main>\n<h1 class=\"quiet\">Training runs and their verdicts</h1>\n",
          l->page->out);
    if (l->n == 0)
        return LC_OK;
    put_counts(l);
    lc_status st = compare(&c, l, err);
    if (st == LC_OK)
        st = put_overlay(l, &c, err);
    lc_html_why(l->page);
    lc_comparison_free(&c);
    if (st == LC_OK || st == LC_E_ARG) /* no metric that can be compared */
        st = put_runs(l, err);
    return st;
}

lc_status lc_html_list(lc_page *p, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                       lc_error *err)
{
    p->brief = n >= MANY;
    listing l = {.page = p, .runs = runs, .diagnoses = diagnoses, .n = n};
    lc_status st =
        lc_overview_make(&l.overview, runs, diagnoses, n) ? put_all(&l, err) : lc_error_nomem(err);
    lc_overview_free(&l.overview);
    return st;
}
