/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - the report for people: the verdict, its findings by weight, the numbers, the remarks. */
#include "base/mem.h"
#include "base/text.h"
#include "report/about.h"
#include "report/report.h"
#include "report/summary.h"
#include "model/run.h"

#include <math.h>
#include <string.h>

#define WIDTH_DEFAULT 80 /* [columns] */
#define WIDTH_LEAST 40   /* [columns] narrower ones are not served */
#define METRICS_SHOWN 40 /* rows of the table; JSON has all */
#define NAME_WIDTH 36    /* [columns] a longer name pushes its row to the right */

#define BOLD "1"
#define DIM "2"

static const char *const severity_sgr[] = {
    [LC_NOTE] = "36", [LC_WARNING] = "1;33", [LC_CRITICAL] = "1;31"};

static const lc_place BODY = {2, 2, NULL}, ITEM = {2, 4, NULL}, TITLE = {0, 2, BOLD};
static const lc_place FINDING_BODY = {3, 3, NULL}, FINDING_HANGING = {3, 5, NULL};
static const lc_place FINDING_ITEM = {5, 7, NULL};
static const lc_place EXPLAINED = {3, 3, DIM};

static void say_verdict(lc_page *p, const lc_run *run, const lc_verdict *v)
{
    const lc_place heading = {0, 2, v->finding == SIZE_MAX ? BOLD : severity_sgr[v->severity]};
    lc_page_say(p, &heading, "Verdict: %s (%s, confidence\u00A0%.2f)", v->name,
                lc_severity_name(v->severity), lc_shown_confidence(v->confidence));
    lc_about_sentence(p, &BODY, run, v->summary);
    for (size_t i = 0; i < v->against.n; i++)
        lc_page_say(p, &ITEM, "- %s", v->against.text[i]);
}

/* "1. warning: plateau, on loss and val_loss, epoch 1 to 300" */
static void say_heading(lc_page *p, const lc_place *at, const lc_run *run, const lc_finding *f,
                        size_t number)
{
    FILE *line = lc_page_begin(p);
    if (!line)
        return;
    fprintf(line, "%zu. ", number);
    lc_about_finding(line, run, f);
    lc_page_end(p, at);
}

static void say_list(lc_page *p, const char *heading, const lc_texts *items)
{
    if (items->n > 0)
        lc_page_say(p, &FINDING_BODY, "%s", heading);
    for (size_t i = 0; i < items->n; i++)
        lc_page_say(p, &FINDING_ITEM, "- %s", items->text[i]);
}

/* The summary is left out where the verdict has just said it. */
static void say_finding(lc_page *p, const lc_run *run, const lc_diagnosis *d, size_t i)
{
    const lc_finding *f = &d->findings[i];
    const lc_place heading = {0, 3, severity_sgr[f->severity]};
    say_heading(p, &heading, run, f, i + 1);
    if (d->verdict.finding != i || strcmp(d->verdict.summary, f->summary) != 0)
        lc_about_sentence(p, &FINDING_BODY, run, f->summary);
    lc_about_evidence(p, &FINDING_HANGING, f);
    say_list(p, "Likely causes:", &f->causes);
    say_list(p, "What to do:", &f->advice);
}

/* What another finding explains away: no causes and no advice, which would mislead. */
static void say_explained(lc_page *p, const lc_run *run, const lc_diagnosis *d, size_t i)
{
    const lc_finding *f = &d->findings[i];
    const lc_place heading = {0, 3, DIM};
    say_heading(p, &heading, run, f, i + 1);
    lc_about_sentence(p, &EXPLAINED, run, f->summary);
    lc_page_say(p, &EXPLAINED, "Explained by %s.", f->explained_by);
}

static void say_findings(lc_page *p, const lc_run *run, const lc_diagnosis *d)
{
    size_t explained = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (d->findings[i].explained_by) {
            explained++;
            continue;
        }
        lc_page_gap(p);
        say_finding(p, run, d, i);
    }
    if (explained == 0)
        return;
    lc_page_gap(p);
    lc_page_say(p, &TITLE, "Seen too, but explained by another finding:");
    for (size_t i = 0; i < d->n; i++)
        if (d->findings[i].explained_by)
            say_explained(p, run, d, i);
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
            lc_as_logged(c->text[i], s, values[i]);
    lc_spoken(c->text[C_BEST_AT], sum.best_at);
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
static bool say_rows(lc_page *p, const lc_run *run, size_t shown, cells *row, char **name)
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
    lc_page_row(p, BOLD, head, width, columns);
    for (size_t k = 0; k < shown; k++)
        lc_page_row(p, NULL, row[k].cell, width, columns);
    return true;
}

static void say_metrics(lc_page *p, const lc_run *run)
{
    size_t shown = run->series_n < METRICS_SHOWN ? run->series_n : METRICS_SHOWN;
    if (shown == 0)
        return;
    cells *row = lc_mem_resize(NULL, shown, sizeof *row);
    char *name[METRICS_SHOWN] = {NULL};
    lc_page_gap(p);
    if (!row || !say_rows(p, run, shown, row, name))
        p->nomem = true;
    if (shown < run->series_n)
        lc_page_say(p, &BODY, "and %zu more, which the JSON report lists", run->series_n - shown);
    for (size_t k = 0; k < shown; k++)
        lc_mem_free(name[k]);
    lc_mem_free(row);
}

static void say_stop(lc_page *p, const lc_run *run, const lc_online *o)
{
    char at[LC_NUMBER_SIZE], best_at[LC_NUMBER_SIZE], best[LC_NUMBER_SIZE],
        run_best[LC_NUMBER_SIZE];
    if (!o->stop) {
        lc_page_say(p, &ITEM,
                    "- no stop signal: overfitting was not found, or not for long enough");
        return;
    }
    lc_spoken(at, o->stop_at);
    lc_spoken(best_at, o->best_at);
    lc_spoken(best, o->best);
    lc_spoken(run_best, o->run_best);
    lc_page_say(p, &ITEM, "- stop signal at %s %s: the best %s until then is %s, at %s%s%s",
                run->axis_name, at, run->series[o->stop_series].metric.name, best, best_at,
                o->best == o->run_best ? ", and nothing better came" : "; later it came to ",
                o->best == o->run_best ? "" : run_best);
}

/* What a watcher would have known, and when. */
static void say_online(lc_page *p, const lc_run *run, const lc_online *o)
{
    if (!o->replayed)
        return;
    lc_page_gap(p);
    lc_page_say(p, &TITLE, "Had the run been watched:");
    for (size_t i = 0; i < o->n; i++) {
        const lc_known *k = &o->known[i];
        char at[LC_NUMBER_SIZE];
        lc_spoken(at, k->at);
        lc_page_say(p, &ITEM, "- %s%s%s known at %s %s%s", k->rule,
                    k->series == SIZE_MAX ? "" : " of ",
                    k->series == SIZE_MAX ? "" : run->series[k->series].metric.name, run->axis_name,
                    at, k->stands ? "" : "; at the end it no longer stands");
    }
    say_stop(p, run, o);
}

/* ---- what more of it would bring --------------------------------------------------------- */

static void say_point(FILE *line, const lc_run *run, const lc_forecast_point *p)
{
    char value[LC_NUMBER_SIZE], low[LC_NUMBER_SIZE], high[LC_NUMBER_SIZE];
    lc_spoken(value, p->value);
    lc_spoken(low, p->low);
    lc_spoken(high, p->high);
    fprintf(line, ", %s at ", value);
    lc_about_range(line, run, p->x, p->x);
    fprintf(line, " (%s to %s)", low, high);
}

static void say_forecast(lc_page *p, const lc_run *run, const lc_forecast *f)
{
    char now[LC_NUMBER_SIZE], floor[LC_NUMBER_SIZE], low[LC_NUMBER_SIZE], high[LC_NUMBER_SIZE];
    FILE *line = lc_page_begin(p);
    if (!line)
        return;
    lc_spoken(now, f->now);
    lc_spoken(floor, f->floor);
    lc_spoken(low, f->floor_low);
    lc_spoken(high, f->floor_high);
    fprintf(line, "- %s: %s now", run->series[f->series].metric.name, now);
    if (f->why_not) {
        fprintf(line, "; no forecast: %s", f->why_not);
    } else {
        say_point(line, run, &f->point[LC_FORECAST_POINTS / 2 - 1]);
        say_point(line, run, &f->point[LC_FORECAST_POINTS - 1]);
        if (isnan(f->floor))
            fputs("; where it settles can't be told yet", line);
        else
            fprintf(line, "; it settles at %s (%s to %s)", floor, low, high);
    }
    lc_page_end(p, &ITEM);
}

static void say_forecasts(lc_page *p, const lc_run *run, const lc_forecasts *all)
{
    char until[LC_NUMBER_SIZE];
    if (!all->made)
        return;
    lc_spoken(until, all->until);
    lc_page_gap(p);
    lc_page_say(p, &TITLE,
                run->axis == LC_TRAIN_SIZE ? "Forecast for more training samples, up to %s %s:"
                                           : "Forecast, were it to go on as it did until %s %s:",
                run->axis_name, until);
    size_t made = 0;
    for (size_t i = 0; i < all->n; i++) {
        say_forecast(p, run, &all->forecast[i]);
        made += all->forecast[i].why_not == NULL;
    }
    if (all->n == 0)
        lc_page_say(p, &ITEM, "- no loss or score can be forecast up to there");
    if (made > 0)
        lc_page_say(p, &BODY, "In brackets: where nine in ten values recorded there would lie.");
}

static lc_status text_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    unsigned width = options->width ? options->width : WIDTH_DEFAULT;
    lc_page page = {
        .out = out, .width = width < WIDTH_LEAST ? WIDTH_LEAST : width, .color = options->color};
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            lc_page_gap(&page);
        if (n > 1)
            lc_page_say(&page, &TITLE, "---- run %zu of %zu ----", i + 1, n);
        say_verdict(&page, &runs[i], &diagnoses[i].verdict);
        lc_page_gap(&page);
        lc_about_run(&page, &runs[i]);
        say_findings(&page, &runs[i], &diagnoses[i]);
        say_online(&page, &runs[i], &diagnoses[i].online);
        say_forecasts(&page, &runs[i], &diagnoses[i].forecasts);
        say_metrics(&page, &runs[i]);
        lc_about_remarks(&page, &runs[i]);
    }
    return page.nomem ? lc_error_nomem(err) : LC_OK;
}

const lc_report_format lc_report_text = {
    .name = "text",
    .summary = "for people: verdict, findings, evidence, advice, metrics",
    .write = text_write,
};
