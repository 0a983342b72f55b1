/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - the report for people: the verdict, its findings by weight, the numbers, the remarks. */
#include "base/mem.h"
#include "base/text.h"
#include "report/wording.h"
#include "report/report.h"
#include "report/summary.h"
#include "model/run.h"

#include <math.h>
#include <string.h>

#define METRICS_SHOWN 40 /* rows of the table; JSON has all */
#define NAME_WIDTH 36    /* [columns] a longer name pushes its row to the right */

#define BOLD "1"
#define DIM "2"

static const char *const severity_sgr[] = {
    [LC_NOTE] = "36", [LC_WARNING] = "1;33", [LC_CRITICAL] = "1;31"};

static const lc_text_style BODY = {2, 2, NULL}, ITEM = {2, 4, NULL}, TITLE = {0, 2, BOLD};
static const lc_text_style FINDING_BODY = {3, 3, NULL}, FINDING_HANGING = {3, 5, NULL};
static const lc_text_style FINDING_ITEM = {5, 7, NULL};
static const lc_text_style EXPLAINED = {3, 3, DIM};

static void print_verdict(lc_layout *l, const lc_run *run, const lc_verdict *v)
{
    const lc_text_style heading = {0, 2, v->finding == SIZE_MAX ? BOLD : severity_sgr[v->severity]};
    lc_layout_paragraph(l, &heading, "Verdict: %s (%s, confidence\u00A0%.2f)", v->name,
                        lc_severity_name(v->severity), lc_shown_confidence(v->confidence));
    lc_wording_sentence(l, &BODY, run, v->summary);
    for (size_t i = 0; i < v->against.n; i++)
        lc_layout_paragraph(l, &ITEM, "- %s", v->against.text[i]);
}

/* "1. warning: plateau, on loss and val_loss, epoch 1 to 300" */
static void print_heading(lc_layout *l, const lc_text_style *at, const lc_run *run,
                          const lc_finding *f, size_t number)
{
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    fprintf(line, "%zu. ", number);
    lc_wording_finding(line, run, f);
    lc_layout_end(l, at);
}

static void print_list(lc_layout *l, const char *heading, const lc_texts *items)
{
    if (items->n > 0)
        lc_layout_paragraph(l, &FINDING_BODY, "%s", heading);
    for (size_t i = 0; i < items->n; i++)
        lc_layout_paragraph(l, &FINDING_ITEM, "- %s", items->text[i]);
}

/* The summary is left out where the verdict has just said it. */
static void print_finding(lc_layout *l, const lc_run *run, const lc_diagnosis *d, size_t i)
{
    const lc_finding *f = &d->findings[i];
    const lc_text_style heading = {0, 3, severity_sgr[f->severity]};
    print_heading(l, &heading, run, f, i + 1);
    if (d->verdict.finding != i || strcmp(d->verdict.summary, f->summary) != 0)
        lc_wording_sentence(l, &FINDING_BODY, run, f->summary);
    lc_wording_evidence(l, &FINDING_HANGING, f);
    print_list(l, "Likely causes:", &f->causes);
    print_list(l, "What to do:", &f->advice);
}

/* What another finding explains away: no causes and no advice, which would mislead. */
static void print_explained(lc_layout *l, const lc_run *run, const lc_diagnosis *d, size_t i)
{
    const lc_finding *f = &d->findings[i];
    const lc_text_style heading = {0, 3, DIM};
    print_heading(l, &heading, run, f, i + 1);
    lc_wording_sentence(l, &EXPLAINED, run, f->summary);
    lc_layout_paragraph(l, &EXPLAINED, "Explained by %s.", f->explained_by);
}

static void print_findings(lc_layout *l, const lc_run *run, const lc_diagnosis *d)
{
    size_t explained = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (d->findings[i].explained_by) {
            explained++;
            continue;
        }
        lc_layout_gap(l);
        print_finding(l, run, d, i);
    }
    if (explained == 0)
        return;
    lc_layout_gap(l);
    lc_layout_paragraph(l, &TITLE, "Seen too, but explained by another finding:");
    for (size_t i = 0; i < d->n; i++)
        if (d->findings[i].explained_by)
            print_explained(l, run, d, i);
}

/* ---- the table of the metrics ----------------------------------------------------------- */

enum { C_NAME, C_FIRST, C_BEST, C_BEST_AT, C_LAST, C_VALUES, C_NOT_FINITE, COLUMNS };

typedef struct cells {
    char text[COLUMNS][LC_NUMBER_SIZE];
    const char *cell[COLUMNS];
} cells;

/* A metric's row; '-' stands for a number that there isn't. */
static void make_cells(cells *c, const char *name, const lc_run *run, const lc_series *s)
{
    const lc_summary sum = lc_summary_of(run, s);
    const double values[] = {[C_FIRST] = sum.first, [C_BEST] = sum.best, [C_LAST] = sum.last};
    for (size_t i = C_FIRST; i <= C_LAST; i++)
        if (i != C_BEST_AT)
            lc_wording_value(c->text[i], s, values[i]);
    lc_wording_number(c->text[C_BEST_AT], sum.best_at);
    snprintf(c->text[C_VALUES], LC_NUMBER_SIZE, "%zu", s->n);
    snprintf(c->text[C_NOT_FINITE], LC_NUMBER_SIZE, "%zu", sum.not_finite);
    c->cell[C_NAME] = name;
    for (size_t i = C_FIRST; i < COLUMNS; i++)
        c->cell[i] = c->text[i];
    if (lc_is_absent(sum.best))
        c->cell[C_BEST] = c->cell[C_BEST_AT] = "-";
}

static void widen(size_t *width, const char *cell, size_t most)
{
    size_t used = lc_text_width(cell);
    if (used > *width && used <= most)
        *width = used;
}

/* Rows are made once for their widths and kept: the values are gone through once. */
static bool print_rows(lc_layout *l, const lc_run *run, size_t shown, cells *row, char **name)
{
    char axis[LC_NUMBER_SIZE];
    bool named = run->axis == LC_OTHER || run->axis == LC_COUNT; /* the name may be long */
    snprintf(axis, sizeof axis, "at %s",
             lc_run_is_numbered(run) ? "record"
             : named                 ? "x"
                                     : lc_kind_name(run->axis));
    const char *head[COLUMNS] = {"metric", "first", "best", axis, "last", "values", "not finite"};
    size_t width[COLUMNS], columns = C_NOT_FINITE;
    for (size_t i = 0; i < COLUMNS; i++)
        width[i] = strlen(head[i]);
    for (size_t k = 0; k < shown; k++) {
        const lc_series *s = &run->series[k];
        name[k] = lc_text_clean(s->metric.name, strlen(s->metric.name));
        if (!name[k])
            return false;
        make_cells(&row[k], name[k], run, s);
        for (size_t i = 0; i < COLUMNS; i++)
            widen(&width[i], row[k].cell[i], i == C_NAME ? NAME_WIDTH : LC_NUMBER_SIZE);
        if (strcmp(row[k].cell[C_NOT_FINITE], "0") != 0)
            columns = COLUMNS;
    }
    lc_layout_row(l, BOLD, head, width, columns);
    for (size_t k = 0; k < shown; k++)
        lc_layout_row(l, NULL, row[k].cell, width, columns);
    return true;
}

static void print_metrics(lc_layout *l, const lc_run *run)
{
    size_t shown = run->series_n < METRICS_SHOWN ? run->series_n : METRICS_SHOWN;
    if (shown == 0)
        return;
    cells *row = lc_mem_resize(NULL, shown, sizeof *row);
    char *name[METRICS_SHOWN] = {NULL};
    lc_layout_gap(l);
    if (!row || !print_rows(l, run, shown, row, name))
        l->nomem = true;
    if (shown < run->series_n)
        lc_layout_paragraph(l, &BODY, "and %zu more, which the JSON report lists",
                            run->series_n - shown);
    for (size_t k = 0; k < shown; k++)
        lc_mem_free(name[k]);
    lc_mem_free(row);
}

static void print_stop(lc_layout *l, const lc_run *run, const lc_online *o)
{
    char at[LC_NUMBER_SIZE], best_at[LC_NUMBER_SIZE], best[LC_NUMBER_SIZE],
        run_best[LC_NUMBER_SIZE];
    if (!o->stop) {
        lc_layout_paragraph(l, &ITEM,
                            "- no stop signal: overfitting was not found, or not for long enough");
        return;
    }
    lc_wording_number(at, o->stop_at);
    lc_wording_number(best_at, o->best_at);
    lc_wording_number(best, o->best);
    lc_wording_number(run_best, o->run_best);
    lc_layout_paragraph(l, &ITEM, "- stop signal at %s %s: the best %s until then is %s, at %s%s%s",
                        run->axis_name, at, run->series[o->stop_series].metric.name, best, best_at,
                        o->best == o->run_best ? ", and nothing better came"
                                               : "; later it came to ",
                        o->best == o->run_best ? "" : run_best);
}

/* What a watcher would have known, and when. */
static void print_online(lc_layout *l, const lc_run *run, const lc_online *o)
{
    if (!o->replayed)
        return;
    lc_layout_gap(l);
    lc_layout_paragraph(l, &TITLE, "Had the run been watched:");
    for (size_t i = 0; i < o->n; i++) {
        const lc_known *k = &o->known[i];
        char at[LC_NUMBER_SIZE];
        lc_wording_number(at, k->at);
        lc_layout_paragraph(
            l, &ITEM, "- %s%s%s known at %s %s%s", k->rule, k->series == SIZE_MAX ? "" : " of ",
            k->series == SIZE_MAX ? "" : run->series[k->series].metric.name, run->axis_name, at,
            k->stands ? "" : "; at the end it no longer stands");
    }
    print_stop(l, run, o);
}

/* ---- what more of it would bring --------------------------------------------------------- */

static void print_point(FILE *line, const lc_run *run, const lc_forecast_point *p)
{
    char value[LC_NUMBER_SIZE], low[LC_NUMBER_SIZE], high[LC_NUMBER_SIZE];
    lc_wording_number(value, p->value);
    lc_wording_number(low, p->low);
    lc_wording_number(high, p->high);
    fprintf(line, ", %s at ", value);
    lc_wording_range(line, run, p->x, p->x);
    fprintf(line, " (%s to %s)", low, high);
}

static void print_forecast(lc_layout *l, const lc_run *run, const lc_forecast *f)
{
    char now[LC_NUMBER_SIZE], floor[LC_NUMBER_SIZE], low[LC_NUMBER_SIZE], high[LC_NUMBER_SIZE];
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    lc_wording_number(now, f->now);
    lc_wording_number(floor, f->floor);
    lc_wording_number(low, f->floor_low);
    lc_wording_number(high, f->floor_high);
    fprintf(line, "- %s: %s now", run->series[f->series].metric.name, now);
    if (f->why_not) {
        fprintf(line, "; no forecast: %s", f->why_not);
    } else {
        print_point(line, run, &f->point[LC_FORECAST_POINTS / 2 - 1]);
        print_point(line, run, &f->point[LC_FORECAST_POINTS - 1]);
        if (isnan(f->floor))
            fputs("; where it settles can't be told yet", line);
        else
            fprintf(line, "; it settles at %s (%s to %s)", floor, low, high);
    }
    lc_layout_end(l, &ITEM);
}

static void print_forecasts(lc_layout *l, const lc_run *run, const lc_forecasts *all)
{
    char until[LC_NUMBER_SIZE];
    if (!all->made)
        return;
    lc_wording_number(until, all->until);
    lc_layout_gap(l);
    lc_layout_paragraph(l, &TITLE,
                        run->axis == LC_TRAIN_SIZE
                            ? "Forecast for more training samples, up to %s %s:"
                            : "Forecast, were it to go on as it did until %s %s:",
                        run->axis_name, until);
    size_t made = 0;
    for (size_t i = 0; i < all->n; i++) {
        print_forecast(l, run, &all->forecast[i]);
        made += all->forecast[i].why_not == NULL;
    }
    if (all->n == 0)
        lc_layout_paragraph(l, &ITEM, "- no loss or score can be forecast up to there");
    if (made > 0)
        lc_layout_paragraph(l, &BODY,
                            "In brackets: where nine in ten values recorded there would lie.");
}

static lc_status text_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    lc_layout layout = lc_layout_on(out, options);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            lc_layout_gap(&layout);
        if (n > 1)
            lc_layout_paragraph(&layout, &TITLE, "---- run %zu of %zu ----", i + 1, n);
        print_verdict(&layout, &runs[i], &diagnoses[i].verdict);
        lc_layout_gap(&layout);
        lc_wording_run(&layout, &runs[i]);
        print_findings(&layout, &runs[i], &diagnoses[i]);
        print_online(&layout, &runs[i], &diagnoses[i].online);
        print_forecasts(&layout, &runs[i], &diagnoses[i].forecasts);
        print_metrics(&layout, &runs[i]);
        lc_wording_remarks(&layout, &runs[i]);
    }
    return layout.nomem ? lc_error_nomem(err) : LC_OK;
}

const lc_report_format lc_report_text = {
    .name = "text",
    .summary = "for people: verdict, findings, evidence, advice, metrics",
    .write = text_write,
};
