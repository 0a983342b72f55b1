/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_report.c - what a study of remedies showed: table, findings, winner, plot. */
#include "cli/remedy_report.h"

#include "cli/command.h"
#include "cli/message.h"
#include "cli/remedy_folds.h"
#include "cli/text.h"
#include "cli/train_log.h"
#include "cli/train_score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NAME_WIDTH 32 /* [columns] */

/* ---- what is said ----------------------------------------------------------------------- */

/* Back to the score's own direction. */
static double shown(const study *st, double score)
{
    return st->task.higher_is_better ? -score : score;
}

/* In ten columns; runs that broke have no score. */
static void print_score(const study *st, double score, bool change)
{
    if (isfinite(score))
        printf(change ? " %+10.3g" : " %10.4g", shown(st, score));
    else
        printf(" %10s", change ? "" : "none");
}

static void print_row(const study *st, const candidate *c)
{
    scores s;
    static const char *const effects[] = {"helps", "no difference shown", "worse"};
    study_scores(&s, c, st->task.split.validation.n, false);
    double margin = outcome_margin(&s.o), first = st->all[0].run[0].seconds;
    printf("  %-*s", NAME_WIDTH, c->remedy ? c->remedy->name : "as it is");
    print_score(st, outcome_mean(&s.o), false);
    if (isfinite(margin))
        printf(" +- %-8.2g", margin);
    else
        printf("    %-8s", "");
    print_score(st, c->remedy ? c->c.difference : INFINITY, true);
    printf("  %-19s", c->remedy ? effects[study_effect(st, c)] : "");
    printf("  %-22s %5.1f\n", c->run[0].verdict, first > 0 ? c->run[0].seconds / first : 1);
}

static void print_table(const study *st)
{
    printf("  %-*s %10s +- %-8s %10s  %-19s  %-22s %5s\n", NAME_WIDTH, "remedy",
           score_name(LC_SET_VALIDATION, st->task.monitor), "95 %", "change", "", "verdict",
           "time");
    print_row(st, &st->all[0]);
    for (size_t k = 0; k < st->n; k++)
        if (st->order[k]->seeds)
            print_row(st, st->order[k]);
}

/* What became of the advice of each finding. */
static void print_findings(const study *st)
{
    for (size_t i = 0; i < st->diagnosis.n; i++) {
        const lc_finding *f = &st->diagnosis.findings[i];
        size_t tried = 0, helps = 0;
        bool again = false;
        for (size_t j = 0; j < i; j++)
            again |= strcmp(st->diagnosis.findings[j].rule, f->rule) == 0;
        const candidate *best = NULL;
        for (size_t k = 0; k < st->n; k++) {
            const candidate *c = st->order[k];
            if (!c->seeds || !remedy_answers(c->remedy->rules, f->rule))
                continue;
            tried++;
            if (study_effect(st, c) == HELPS && helps++ == 0)
                best = c;
        }
        if (!tried || again || f->severity == LC_NOTE)
            continue;
        printf("  %s: %zu remed%s tried, %zu help%s", f->rule, tried, tried == 1 ? "y" : "ies",
               helps, helps == 1 ? "s" : "");
        if (helps)
            printf(", most of all %s", best->remedy->name);
        putchar('\n');
    }
}

/* Whether more rows would help, by what half of them lose. */
static void print_rows(const study *st)
{
    const candidate *half = study_half(st);
    scores s;
    if (!half->seeds)
        return;
    study_scores(&s, half, st->task.split.validation.n, false);
    bool differs = half->c.p_value <= LEVEL;
    printf("More rows: %s is %.4g with half the training rows, in as many updates (change %+.3g): ",
           score_name(LC_SET_VALIDATION, st->task.monitor), shown(st, outcome_mean(&s.o)),
           shown(st, half->c.difference));
    puts(differs && half->c.difference > 0 ? "more would help." : "not shown to help.");
}

/* The winner on rows that no choice has seen. */
static void print_winner(const study *st, const candidate *c)
{
    const char *metric = score_name(LC_SET_TEST, st->task.monitor);
    char **words = remedy_run_command(&c->run[0], &st->task);
    char *line = words ? train_log_command(words) : NULL;
    if (st->task.split.test.n) {
        scores before, after;
        study_scores(&before, &st->all[0], st->task.split.test.n, true);
        study_scores(&after, c, st->task.split.test.n, true);
        comparison t = study_compare(st, c, true);
        bool confirmed = t.p_value / 2 < LEVEL && t.difference < 0;
        printf("Winner: %s. On %zu test rows that no choice has seen %s is %.4g instead of "
               "%.4g (change %+.3g, standard error %.2g): %s.\n",
               c->remedy->name, st->task.split.test.n, metric, shown(st, outcome_mean(&after.o)),
               shown(st, outcome_mean(&before.o)), shown(st, t.difference), t.error,
               confirmed ? "confirmed" : "not confirmed");
    } else {
        printf("Winner: %s; not confirmed, since there are no test rows (--test).\n",
               c->remedy->name);
    }
    if (line) {
        fputs("  ", stdout);
        lc_text_write(stdout, line, strlen(line));
        putchar('\n');
    }
    free(line);
    free(words);
}

void remedy_report(study *st)
{
    const candidate *winner = NULL;
    size_t trained = 0;
    for (size_t k = 0; k <= st->listed + 1; k++)
        trained += st->all[k].seeds;
    for (size_t k = st->n; k-- > 0;)
        if (st->order[k]->seeds && study_effect(st, st->order[k]) == HELPS)
            winner = st->order[k];
    printf("\n%zu remed%s tried in %zu runs; %zu training and %zu validation rows\n", st->n,
           st->n == 1 ? "y" : "ies", trained, st->task.split.train.n, st->task.split.validation.n);
    print_table(st);
    putchar('\n');
    print_findings(st);
    if (winner)
        print_winner(st, winner);
    else
        puts("No remedy is shown to help.");
    print_rows(st);
    remedy_check_labels(st, winner ? winner : &st->all[0]);
}

/* ---- the plot --------------------------------------------------------------------------- */

#define CURVES_SHOWN 4 /* kinds: the run as it is, and the best */

/* The records of a candidate's seeds, as one group. */
static bool read_runs(lc_runs *runs, const study *st, const candidate *c)
{
    lc_error err = LC_ERROR_INIT;
    const lc_read_options reading = settings_read(st->task.s);
    bool ok = true;
    for (size_t s = 0; s < c->seeds && ok; s++) {
        char *path = text_format("%s/%s.csv", st->task.folder, c->name[s]);
        ok = path && lc_read_file(&runs[s], path, &reading, &err) == LC_OK && runs[s].n == 1;
        if (!ok)
            print_file_error(path ? path : "remedy", &err);
        free(path);
    }
    return ok;
}

/* Curves of the run as it is and of the best remedies, each with the range of its seeds. */
int remedy_plot(const study *st, const char *path)
{
    lc_runs *runs = calloc(CURVES_SHOWN * SEEDS_MAX, sizeof *runs);
    lc_overlay_run *shown_run = calloc(CURVES_SHOWN * SEEDS_MAX, sizeof *shown_run);
    const lc_plot_options how = settings_plot(st->task.s);
    lc_error err = LC_ERROR_INIT;
    size_t n = 0;
    bool ok = runs && shown_run;
    for (size_t k = 0; k < CURVES_SHOWN && k <= st->n && ok; k++) {
        const candidate *c = k ? st->order[k - 1] : &st->all[0];
        ok = read_runs(runs + k * SEEDS_MAX, st, c);
        for (size_t s = 0; s < c->seeds && ok; s++)
            shown_run[n++] = (lc_overlay_run){.run = runs[k * SEEDS_MAX + s].run,
                                              .name = c->name[s],
                                              .group = c->remedy ? c->remedy->name : "as it is"};
    }
    lc_status rc = ok ? lc_overlay_file(path, shown_run, n, &how, NULL, &err) : LC_E_NOMEM;
    if (ok && rc != LC_OK)
        print_file_error(path, &err);
    for (size_t k = 0; runs && k < CURVES_SHOWN * SEEDS_MAX; k++)
        lc_runs_free(&runs[k]);
    free(shown_run);
    free(runs);
    return rc == LC_OK ? EXIT_RAN : rc == LC_E_GNUPLOT ? EXIT_GNUPLOT : EXIT_REFUSED;
}
