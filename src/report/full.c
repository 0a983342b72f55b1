/* SPDX-License-Identifier: GPL-3.0-or-later */
/* full.c - every finding with its evidence, causes and advice; what a watcher would have known; what
 * is to be expected. */
#include "report/full.h"

#include "report/wording.h"

#include <math.h>
#include <string.h>

#define DIM "2"

static const lc_text_style BODY = {2, 2, NULL}, ITEM = {2, 4, NULL}, TITLE = {0, 2, "1"};
static const lc_text_style FINDING_BODY = {3, 3, NULL}, FINDING_HANGING = {3, 5, NULL};
static const lc_text_style FINDING_ITEM = {5, 7, NULL};
static const lc_text_style EXPLAINED = {3, 3, DIM};

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
    const lc_text_style heading = {0, 3, lc_severity_sgr(f->severity)};
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

void lc_print_findings(lc_layout *l, const lc_run *run, const lc_diagnosis *d)
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
    lc_layout_paragraph(l, &TITLE, "Also found, but explained by another finding:");
    for (size_t i = 0; i < d->n; i++)
        if (d->findings[i].explained_by)
            print_explained(l, run, d, i);
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
    lc_layout_paragraph(l, &ITEM, "- %s %s: stop signal; best %s until then %s at %s %s, %s%s",
                        run->axis_name, at, run->series[o->stop_series].metric.name, best,
                        run->axis_name, best_at,
                        o->best == o->run_best ? "and not better later" : "later ",
                        o->best == o->run_best ? "" : run_best);
}

/* What a watcher would have known, and when. */
void lc_print_online(lc_layout *l, const lc_run *run, const lc_online *o)
{
    if (!o->replayed)
        return;
    lc_layout_gap(l);
    lc_layout_paragraph(l, &TITLE, "Replay, when each finding was first known:");
    for (size_t i = 0; i < o->n; i++) {
        const lc_known *k = &o->known[i];
        char at[LC_NUMBER_SIZE], gone[LC_NUMBER_SIZE] = "";
        lc_wording_number(at, k->at);
        if (!k->stands)
            lc_wording_number(gone, k->withdrawn);
        lc_layout_paragraph(l, &ITEM, "- %s %s: %s%s%s%s%s%s%s%s", run->axis_name, at, k->rule,
                            k->series == SIZE_MAX ? "" : " on ",
                            k->series == SIZE_MAX ? "" : run->series[k->series].metric.name,
                            k->stands ? "" : " (withdrawn at ", k->stands ? "" : run->axis_name,
                            k->stands ? "" : " ", gone, k->stands ? "" : ")");
    }
    print_stop(l, run, o);
}

/* ---- the forecast ----------------------------------------------------------------------- */

static void print_forecast(lc_layout *l, const lc_run *run, const lc_forecast *f)
{
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    fputs("- ", line);
    lc_wording_forecast(line, run, f);
    lc_layout_end(l, &ITEM);
}

void lc_print_forecasts(lc_layout *l, const lc_run *run, const lc_forecasts *all)
{
    char until[LC_NUMBER_SIZE];
    if (!all->made)
        return;
    lc_wording_number(until, all->until);
    lc_layout_gap(l);
    lc_layout_paragraph(l, &TITLE,
                        run->axis == LC_TRAIN_SIZE
                            ? "Forecast for more training samples, up to %s %s:"
                            : "Forecast if training continues unchanged, up to %s %s:",
                        run->axis_name, until);
    size_t made = 0;
    for (size_t i = 0; i < all->n; i++) {
        print_forecast(l, run, &all->forecast[i]);
        made += all->forecast[i].why_not == NULL;
    }
    if (all->n == 0)
        lc_layout_paragraph(l, &ITEM, "- no loss or score can be forecast that far");
    if (made > 0)
        lc_layout_paragraph(l, &BODY, "In brackets: where nine in ten recorded values will lie.");
}
