/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_remedy.c - `learncurve remedy DATA.csv`: train, diagnose, and try what would help. */
#include "cli/command.h"
#include "cli/message.h"
#include "cli/remedy_labels.h"
#include "cli/remedy_list.h"
#include "cli/remedy_run.h"
#include "cli/remedy_stats.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/train_data.h"
#include "cli/train_log.h"
#include "cli/train_options.h"
#include "cli/train_run.h"
#include "cli/train_score.h"

#include <errno.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEST_SHARE 0.1 /* unless told */
#define SEEDS_MAX ((size_t)20)
#define BUDGET 600    /* [s] unless told */
#define FINALISTS 3   /* of the last round, with all seeds */
#define SLOWER 1.5    /* a remedied run takes so much longer than the run as it is, on average */
#define LEVEL 0.05    /* that anything is called different by chance, over all remedies */
#define NAME_WIDTH 32 /* [columns] */

extern const command command_remedy;

/* A remedy, or the run as it is, with the runs of its seeds. */
typedef struct candidate {
    const remedy *remedy; /* NULL: as it is */
    size_t seeds, priority;
    remedy_run run[SEEDS_MAX];
    char *words[SEEDS_MAX][REMEDY_WORDS + 6];
    char seed_text[SEEDS_MAX][24];
    char name[SEEDS_MAX][64];
    comparison c; /* with the run as it is, on the validation rows */
} candidate;

typedef struct study {
    remedy_task task;
    char split_seed[24], test[24];
    remedy list[REMEDIES_MAX];
    size_t n, listed; /* remedies that are tried, and all there are */
    candidate *all;   /* [listed + 2], the run as it is first, half the rows last */
    remedy half;
    lc_data_split half_split;
    candidate *order[REMEDIES_MAX + 1]; /* the remedies, best first */
    lc_diagnosis diagnosis;             /* of the run as it is */
    lc_runs runs;
    double begun, budget; /* [s]; 0: none */
    size_t runs_left;     /* SIZE_MAX: no limit */
    double limit;         /* p-values up to it are called differences */
    size_t threads;
    char folder[64]; /* one of our own, or empty */
    bool terminal;   /* progress is shown */
} study;

/* ---- the runs --------------------------------------------------------------------------- */

static candidate *half_of(const study *st)
{
    return &st->all[st->listed + 1];
}

/* "learning-rate-x-3-seed0" */
static void name_files(char name[64], const char *what, size_t seed)
{
    size_t n = 0;
    for (const char *c = what; *c && n < 48; c++) {
        bool plain =
            (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');
        if (*c == '/')
            n += (size_t)snprintf(name + n, 64 - n, "by");
        else if (plain || *c == '.')
            name[n++] = *c;
        else if (n && name[n - 1] != '-')
            name[n++] = '-';
    }
    snprintf(name + n, 64 - n, "-seed%zu", seed);
}

/* The words that a run's command has beside those of the run as it is. */
static void set_run(study *st, candidate *c, size_t seed)
{
    static char split[] = "--split-seed", seed_word[] = "--seed", test[] = "--test";
    remedy_run *r = &c->run[seed];
    char **w = c->words[seed];
    size_t n = 0;
    for (size_t i = 0; c->remedy && i < c->remedy->words_n; i++)
        w[n++] = c->remedy->word[i];
    w[n++] = test;
    w[n++] = st->test;
    if (seed) {
        snprintf(c->seed_text[seed], sizeof c->seed_text[seed], "%zu",
                 st->task.s->train.seed + seed);
        w[n++] = split;
        w[n++] = st->split_seed;
        w[n++] = seed_word;
        w[n++] = c->seed_text[seed];
    }
    w[n] = NULL;
    name_files(c->name[seed], c->remedy ? c->remedy->name : "as it is", seed);
    *r = (remedy_run){.s = c->remedy ? &c->remedy->s : st->task.s,
                      .name = c->name[seed],
                      .words = w,
                      .seed = seed,
                      .split = c == half_of(st) ? &st->half_split : NULL};
}

/* Of a run in a folder of our own. */
static void remove_files(const study *st, const char *name)
{
    static const char *const ends[] = {"csv", "model"};
    for (size_t i = 0; st->folder[0] && name && i < sizeof ends / sizeof *ends; i++) {
        char *path = text_format("%s/%s.%s", st->folder, name, ends[i]);
        if (path)
            unlink(path);
        free(path);
    }
}

/* What is to be trained next. */
typedef struct batch {
    study *study;
    remedy_run *run[(REMEDIES_MAX + 2) * SEEDS_MAX];
    size_t n;
    atomic_size_t done;
} batch;

static bool is_over(const study *st)
{
    return st->budget > 0 && seconds_now() - st->begun > st->budget;
}

static void do_one(void *self, size_t k)
{
    batch *b = self;
    if (is_over(b->study)) {
        b->run[k]->failed = true;
        return;
    }
    remedy_run_do(b->run[k], &b->study->task);
    size_t done = atomic_fetch_add(&b->done, 1) + 1;
    if (b->study->terminal)
        fprintf(stderr, "\r%zu of %zu runs\033[K", done, b->n);
}

/* Bring a candidate to so many seeds. */
static void add_seeds(batch *b, candidate *c, size_t seeds)
{
    for (size_t s = c->seeds; s < seeds && b->study->runs_left; s++) {
        set_run(b->study, c, s);
        b->run[b->n++] = &c->run[s];
        b->study->runs_left -= b->study->runs_left != SIZE_MAX;
        c->seeds = s + 1;
    }
}

/* Seeds whose runs were done; those after a failed one don't count. */
static size_t seeds_done(const candidate *c)
{
    size_t n = 0;
    while (n < c->seeds && !c->run[n].failed)
        n++;
    return n;
}

static void do_batch(batch *b)
{
    atomic_store(&b->done, 0);
    lc_train_parallel(b->n, (unsigned)b->study->threads, do_one, b);
    if (b->study->terminal && b->n)
        fputs("\r\033[K", stderr);
    for (size_t k = 0; k <= b->study->listed + 1; k++)
        b->study->all[k].seeds = seeds_done(&b->study->all[k]);
    b->n = 0;
}

/* ---- comparing -------------------------------------------------------------------------- */

typedef struct scores {
    double score[SEEDS_MAX];
    const double *row[SEEDS_MAX];
    outcome o;
} scores;

static void take_scores(scores *s, const candidate *c, size_t rows, bool test)
{
    bool by_rows = true;
    for (size_t k = 0; k < c->seeds; k++) {
        s->score[k] = test ? c->run[k].test_score : c->run[k].score;
        s->row[k] = test ? c->run[k].test_row : c->run[k].row;
        by_rows &= s->row[k] != NULL;
    }
    s->o = (outcome){c->seeds, s->score, by_rows ? s->row : NULL, rows};
}

static comparison compare(const study *st, const candidate *c, bool test)
{
    scores before, after;
    size_t rows = test ? st->task.split.test.n : st->task.split.validation.n;
    take_scores(&before, &st->all[0], rows, test);
    take_scores(&after, c, rows, test);
    return compare_outcomes(&before.o, &after.o);
}

static double mean_score(const candidate *c)
{
    double sum = 0;
    for (size_t k = 0; k < c->seeds; k++)
        sum += c->run[k].score / (double)c->seeds;
    return c->seeds ? sum : INFINITY;
}

static int by_score(const void *a, const void *b)
{
    const candidate *c = *(candidate *const *)a, *d = *(candidate *const *)b;
    double x = mean_score(c), y = mean_score(d);
    return x < y ? -1 : x > y ? 1 : c < d ? -1 : c > d;
}

static int by_priority(const void *a, const void *b)
{
    const candidate *c = *(candidate *const *)a, *d = *(candidate *const *)b;
    return c->priority != d->priority ? (c->priority < d->priority ? -1 : 1) : (c < d ? -1 : c > d);
}

/* Of those that are said to help or to be worse, LEVEL are not on average. */
typedef enum effect { HELPS, NO_DIFFERENCE, WORSE } effect;

static effect effect_of(const study *st, const candidate *c)
{
    if (c->c.p_value <= st->limit)
        return c->c.difference < 0 ? HELPS : WORSE;
    return NO_DIFFERENCE;
}

/* ---- the plan --------------------------------------------------------------------------- */

static bool is_listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (; *list; list += strcspn(list, ","), list += *list == ',')
        if (strncmp(list, word, n) == 0 && (list[n] == ',' || list[n] == '\0'))
            return true;
    return false;
}

/* Remedies of the weightiest findings come first, those that no finding asks for last. */
static void set_priorities(study *st)
{
    for (size_t k = 1; k <= st->n; k++) {
        candidate *c = &st->all[k];
        c->priority = st->diagnosis.n;
        for (size_t i = st->diagnosis.n; i-- > 0;)
            if (is_listed(c->remedy->rules, st->diagnosis.findings[i].rule))
                c->priority = i;
        st->order[k - 1] = c;
    }
    qsort(st->order, st->n, sizeof *st->order, by_priority);
}

/* Successive halving (K. Jamieson and A. Talwalkar 2016, AISTATS, 240): a few seeds for all, more for
 * the better half, all seeds for the best few. */
typedef struct plan {
    size_t seeds, first, second, last; /* `last` remedies get all seeds */
} plan;

/* Seeds of the run as it is, at least: with these, four seeds of a remedy that are all better are one of
 * C(14, 4) = 1001 orders, which tells a difference among 25 remedies. */
#define OWN_SEEDS ((size_t)10)

static size_t own_seeds(const study *st, const plan *p)
{
    return p->seeds > OWN_SEEDS || st->runs_left < 2 * OWN_SEEDS ? p->seeds : OWN_SEEDS;
}

static size_t half_of_all(const study *st, const plan *p)
{
    size_t half = (st->n + 1) / 2, least = st->n < p->last ? st->n : p->last;
    return half < least ? least : half;
}

/* Runs of the whole plan, with those of the run as it is and of half the rows. */
static double runs_of(const plan *p, const study *st)
{
    size_t last = st->n < p->last ? st->n : p->last;
    return (double)(own_seeds(st, p) + p->seeds + st->n * p->first +
                    half_of_all(st, p) * (p->second - p->first) + last * (p->seeds - p->second));
}

/* The best plan that the budget allows, judged by the time of the first run; with fewer remedies where
 * even the smallest doesn't fit. */
static plan choose_plan(study *st)
{
    static const plan plans[] = {{10, 2, 5, 5}, {8, 1, 4, 4}, {6, 1, 3, 3}, {4, 1, 2, 2}};
    size_t told = st->task.s->train.seeds, k = 0, most = sizeof plans / sizeof *plans - 1;
    double each = st->all[0].run[0].seconds * SLOWER, threads = (double)st->threads;
    double runs = st->budget > 0 ? (st->budget - (seconds_now() - st->begun)) * threads / each
                                 : (double)st->runs_left;
    if (told)
        return (plan){told, told < 8 ? 1 : 2, (told + 1) / 2, told < 8 ? 3 : 5};
    while (k < most && runs_of(&plans[k], st) > runs)
        k++;
    while (st->n > 1 && runs_of(&plans[k], st) > runs)
        st->n--;
    return plans[k];
}

/* Runs that are left, by what those so far took on average. */
static size_t affordable(const study *st)
{
    double sum = 0, left = st->budget - (seconds_now() - st->begun);
    size_t done = 0;
    for (size_t k = 0; k <= st->listed + 1; k++)
        for (size_t s = 0; s < st->all[k].seeds; s++, done++)
            sum += st->all[k].run[s].seconds;
    if (st->budget <= 0 || sum <= 0)
        return st->runs_left;
    return left > 0 ? (size_t)(left * (double)st->threads / sum * (double)done) : 0;
}

/* Of so many remedies those that can get `more` runs each when `kept` runs are for later; `least`
 * anyway. */
static size_t shrink(const study *st, size_t remedies, size_t more, size_t kept, size_t least)
{
    size_t runs = affordable(st), some = runs > kept && more ? (runs - kept) / more : 0;
    some = some < least ? least : some;
    return more && some < remedies ? some : remedies;
}

/* The best remedies so far get so many seeds each. */
static void extend_best(batch *b, size_t remedies, size_t seeds)
{
    study *st = b->study;
    for (size_t k = 0; k < remedies; k++)
        add_seeds(b, st->order[k], seeds);
    do_batch(b);
    qsort(st->order, st->n, sizeof *st->order, by_score);
}

static void try_all(study *st)
{
    batch b = {.study = st};
    const plan p = choose_plan(st);
    size_t last = st->n < p.last ? st->n : p.last, all = p.seeds - p.second;
    add_seeds(&b, &st->all[0], own_seeds(st, &p));
    extend_best(&b, st->n, p.first);
    size_t kept = last * all + p.seeds; /* of these half the rows */
    extend_best(&b, shrink(st, half_of_all(st, &p), p.second - p.first, kept, last), p.second);
    size_t finalists = shrink(st, last, all, p.seeds, 1);
    extend_best(&b, finalists, p.seeds);
    add_seeds(&b, half_of(st), p.seeds);
    do_batch(&b);
    double p_value[REMEDIES_MAX];
    for (size_t k = 0; k < st->n; k++) {
        if (st->order[k]->seeds)
            st->order[k]->c = compare(st, st->order[k], false);
        p_value[k] = st->order[k]->seeds ? st->order[k]->c.p_value : 1;
    }
    st->limit = false_discovery_limit(p_value, st->n, LEVEL);
    if (half_of(st)->seeds)
        half_of(st)->c = compare(st, half_of(st), false);
}

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
    take_scores(&s, c, st->task.split.validation.n, false);
    double margin = outcome_margin(&s.o), first = st->all[0].run[0].seconds;
    printf("  %-*s", NAME_WIDTH, c->remedy ? c->remedy->name : "as it is");
    print_score(st, outcome_mean(&s.o), false);
    if (isfinite(margin))
        printf(" +- %-8.2g", margin);
    else
        printf("    %-8s", "");
    print_score(st, c->remedy ? c->c.difference : INFINITY, true);
    printf("  %-19s", c->remedy ? effects[effect_of(st, c)] : "");
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
            if (!c->seeds || !is_listed(c->remedy->rules, f->rule))
                continue;
            tried++;
            if (effect_of(st, c) == HELPS && helps++ == 0)
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
    const candidate *half = half_of(st);
    scores s;
    if (!half->seeds)
        return;
    take_scores(&s, half, st->task.split.validation.n, false);
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
        take_scores(&before, &st->all[0], st->task.split.test.n, true);
        take_scores(&after, c, st->task.split.test.n, true);
        comparison t = compare(st, c, true);
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

/* ---- labels ----------------------------------------------------------------------------- */

#define LABEL_FOLDS ((size_t)5)
#define LABELS_SHOWN ((size_t)8)
#define LABELS_PART 0.25 /* judgement: of all labels; more of them are hardly wrong */

/* The same training, each time with another fifth of the rows held out, and what it takes. */
typedef struct label_study {
    study *study;
    settings s;
    lc_data_split fold[LABEL_FOLDS];
    remedy_run run[LABEL_FOLDS];
    char name[LABEL_FOLDS][32];
    char *words[REMEDY_WORDS + 8];
    lc_network *network[LABEL_FOLDS];
} label_study;

static void train_fold(void *self, size_t k)
{
    label_study *l = self;
    remedy_run_do(&l->run[k], &l->study->task);
}

static lc_status set_folds(label_study *l, const candidate *c, lc_error *err)
{
    static char folds[] = "--folds", number[8], test[] = "--test", best[] = "--restore-best";
    const study *st = l->study;
    size_t n = 0;
    lc_status rc = LC_OK;
    snprintf(number, sizeof number, "%zu", LABEL_FOLDS);
    l->s = c->remedy ? c->remedy->s : *st->task.s;
    l->s.train.folds = LABEL_FOLDS;
    l->s.train.restore_best = true;
    for (size_t i = 0; c->remedy && i < c->remedy->words_n; i++)
        l->words[n++] = c->remedy->word[i];
    char *const more[] = {best, folds, number, test, (char *)st->test};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        l->words[n++] = more[i];
    for (size_t k = 0; k < LABEL_FOLDS && rc == LC_OK; k++) {
        const train_variant v = {.fold = k};
        rc = train_variant_split(&l->fold[k], &st->task.table, &l->s.train, &v, err);
        snprintf(l->name[k], sizeof l->name[k], "labels-fold%zu", k + 1);
        l->run[k] =
            (remedy_run){.s = &l->s, .name = l->name[k], .words = l->words, .split = &l->fold[k]};
    }
    return rc;
}

/* Networks of all folds, or false where one broke. */
static bool read_networks(label_study *l)
{
    lc_error err = LC_ERROR_INIT;
    for (size_t k = 0; k < LABEL_FOLDS; k++) {
        char *path = text_format("%s/%s.model", l->study->task.folder, l->name[k]);
        bool ok = path && !l->run[k].failed && lc_network_read(&l->network[k], path, &err) == LC_OK;
        free(path);
        if (!ok)
            return false;
    }
    return true;
}

static void print_labels(const study *st, const label_check *check)
{
    const lc_texts *name = &st->task.table.schema.target.class_name;
    printf("Labels: of %zu rows, each judged by a network that has not seen it, %zu look%s like "
           "another class than %s label",
           check->rows, check->n, check->n == 1 ? "s" : "", check->n == 1 ? "its" : "their");
    if ((double)check->n > LABELS_PART * (double)check->rows) {
        puts(": these networks know too little to judge labels.");
        return;
    }
    for (size_t i = 0; i < check->n && i < LABELS_SHOWN; i++) {
        const suspect *s = &check->suspect[i];
        char *label = lc_text_clean(name->text[s->label], strlen(name->text[s->label]));
        printf("%s%zu (%.24s, p = %.2g)", i ? ", " : ": rows ", s->row + 1, label ? label : "?",
               s->label_p);
        free(label);
    }
    puts(check->n > LABELS_SHOWN ? ", ..." : ".");
}

/* Rows whose labels the best way of training that was found contradicts. */
static void check_labels(study *st, const candidate *c)
{
    label_study l = {.study = st};
    label_check check = {0};
    lc_error err = LC_ERROR_INIT;
    if (st->task.table.schema.target.task == LC_REGRESSION || is_over(st) ||
        st->runs_left < LABEL_FOLDS || !c->seeds || !isfinite(c->run[0].score))
        return;
    lc_status rc = set_folds(&l, c, &err);
    if (rc == LC_OK)
        lc_train_parallel(LABEL_FOLDS, (unsigned)st->threads, train_fold, &l);
    if (rc == LC_OK && read_networks(&l))
        rc = label_check_make(&check, &st->task.table, l.fold, l.network, LABEL_FOLDS, &err);
    char *path = text_format("%s/labels.csv", st->task.folder);
    if (rc == LC_OK && check.rows)
        print_labels(st, &check);
    if (rc == LC_OK && check.n && !st->folder[0] && path)
        rc = label_check_write(&check, &st->task.table, path, &err);
    if (rc != LC_OK)
        print_file_error("labels", &err);
    free(path);
    label_check_free(&check);
    for (size_t k = 0; k < LABEL_FOLDS; k++) {
        lc_network_free(l.network[k]);
        lc_data_split_free(&l.fold[k]);
        remedy_run_free(&l.run[k]);
        remove_files(st, l.name[k]);
    }
}

static void print_result(study *st)
{
    const candidate *winner = NULL;
    size_t trained = 0;
    for (size_t k = 0; k <= st->listed + 1; k++)
        trained += st->all[k].seeds;
    for (size_t k = st->n; k-- > 0;)
        if (st->order[k]->seeds && effect_of(st, st->order[k]) == HELPS)
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
    check_labels(st, winner ? winner : &st->all[0]);
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
static int plot_best(const study *st, const char *path)
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

/* ---- setting up ------------------------------------------------------------------------- */

/* "40" runs, "90s", "10min", "2h" */
static bool read_budget(study *st, const char *text)
{
    char *end;
    st->budget = BUDGET;
    st->runs_left = SIZE_MAX;
    if (!text)
        return true;
    double v = strtod(text, &end);
    double unit = strcmp(end, "s") == 0     ? 1
                  : strcmp(end, "min") == 0 ? 60
                  : strcmp(end, "h") == 0   ? 3600
                                            : 0;
    if (!(v > 0) || !isfinite(v) || (*end && unit == 0)) {
        usage_error(&command_remedy,
                    "--budget takes a number of runs, or a time like 10min, not '%s'", text);
        return false;
    }
    st->budget = v * unit;
    st->runs_left = unit > 0 ? SIZE_MAX : (size_t)v;
    return true;
}

static bool make_folder(study *st, const char *path)
{
    const char *tmp = getenv("TMPDIR");
    if (path) {
        st->task.folder = path;
        if (mkdir(path, 0777) == 0 || errno == EEXIST)
            return true;
        print_error("%s: can't be made: %s", path, strerror(errno));
        return false;
    }
    snprintf(st->folder, sizeof st->folder, "%.40s/learncurve.XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(st->folder)) {
        print_error("%s: can't be made: %s", st->folder, strerror(errno));
        st->folder[0] = '\0';
        return false;
    }
    st->task.folder = st->folder;
    return true;
}

static bool open_table(study *st, const char *path)
{
    const train_settings *t = &st->task.s->train;
    lc_error err = LC_ERROR_INIT;
    if (!train_data_read(&st->task.table, t, path, NULL, false))
        return false;
    train_data_remarks(t, &st->task.table.report);
    if (!train_data_check_metrics(t, st->task.table.schema.target.task))
        return false;
    lc_status rc = train_data_split(&st->task.split, &st->task.table, t, &err);
    if (rc == LC_OK)
        rc = lc_data_split_check(&st->task.split, &st->task.table, &err);
    if (rc == LC_OK && st->task.split.validation.n == 0)
        rc = lc_error_set(&err, LC_E_ARG, 0,
                          "remedies are compared on validation rows, and there is none");
    if (rc != LC_OK)
        print_file_error(path, &err);
    return rc == LC_OK;
}

static void list_remedies(study *st)
{
    const lc_dataset *d = &st->task.table;
    size_t classes = d->schema.target.class_name.n, most = 0;
    remedy_facts facts = {.task = d->schema.target.task,
                          .rows = st->task.split.train.n,
                          .missing = d->report.missing > 0};
    for (size_t k = 0; k < classes; k++)
        most = st->task.split.train_count[k] > most ? st->task.split.train_count[k] : most;
    facts.majority = classes ? (double)most / (double)facts.rows : 0;
    st->n = st->listed = remedy_list(st->list, st->task.s, &facts);
}

static bool split_half(study *st, const char *path)
{
    lc_error err = LC_ERROR_INIT;
    if (!remedy_half(&st->half, st->task.s))
        return false;
    lc_status rc = train_data_split(&st->half_split, &st->task.table, &st->half.s.train, &err);
    if (rc != LC_OK)
        print_file_error(path, &err);
    return rc == LC_OK;
}

/* Train the run as it is, and diagnose it. */
static bool first_run(study *st)
{
    batch b = {.study = st};
    lc_error err = LC_ERROR_INIT;
    const lc_read_options reading = settings_read(st->task.s);
    const lc_diagnose_options how = settings_diagnose(st->task.s);
    lc_report_options layout = terminal_layout(st->task.s);
    add_seeds(&b, &st->all[0], 1);
    do_batch(&b);
    if (st->all[0].seeds == 0)
        return false;
    char *record = text_format("%s/%s.csv", st->task.folder, st->all[0].name[0]);
    lc_status rc = record ? lc_read_file(&st->runs, record, &reading, &err) : LC_E_NOMEM;
    if (rc == LC_OK)
        rc = lc_diagnose(&st->diagnosis, &st->runs.run[0], &how, &err);
    if (rc == LC_OK)
        rc = lc_report(stdout, "text", st->runs.run, &st->diagnosis, 1, &layout, &err);
    if (rc != LC_OK)
        print_file_error(record ? record : "remedy", &err);
    free(record);
    return rc == LC_OK;
}

static void study_free(study *st)
{
    for (size_t k = 0; st->all && k <= st->listed + 1; k++)
        for (size_t s = 0; s < SEEDS_MAX; s++) {
            remove_files(st, st->all[k].run[s].name);
            remedy_run_free(&st->all[k].run[s]);
        }
    if (st->folder[0])
        rmdir(st->folder);
    lc_diagnosis_free(&st->diagnosis);
    lc_runs_free(&st->runs);
    lc_data_split_free(&st->task.split);
    lc_data_split_free(&st->half_split);
    lc_dataset_free(&st->task.table);
    free(st->all);
    free(st);
}

static int run_study(study *st, const char *path)
{
    const train_settings *t = &st->task.s->train;
    st->task.monitor = (lc_monitor)(t->monitor / 2);
    st->task.higher_is_better = st->task.monitor >= LC_MONITOR_R2;
    st->task.by_rows = st->task.monitor == LC_MONITOR_LOSS || st->task.monitor == LC_MONITOR_MAE ||
                       st->task.monitor == LC_MONITOR_ACCURACY;
    if (!read_budget(st, t->budget) || !open_table(st, path) || !make_folder(st, t->record))
        return EXIT_REFUSED;
    list_remedies(st);
    if (!split_half(st, path))
        return EXIT_REFUSED;
    st->all = calloc(st->n + 2, sizeof *st->all);
    if (!st->all) {
        print_error("out of memory");
        return EXIT_REFUSED;
    }
    for (size_t k = 1; k <= st->n; k++)
        st->all[k].remedy = &st->list[k - 1];
    half_of(st)->remedy = &st->half;
    st->begun = seconds_now();
    if (!first_run(st))
        return EXIT_REFUSED;
    set_priorities(st);
    try_all(st);
    print_result(st);
    return t->plot ? plot_best(st, t->plot) : EXIT_RAN;
}

static int remedy_main(const settings *given, char **operand, size_t n)
{
    settings s = *given;
    if (n != 1)
        return usage_error(&command_remedy, "remedy takes one table of data, not %zu", n);
    if (!s.train.target)
        return usage_error(&command_remedy, "--target is missing: name the column to predict");
    if (s.train.validation_file || s.train.train_sizes.n)
        return usage_error(&command_remedy,
                           "--validation-file and --train-sizes can't be combined with remedy");
    if (s.train.plot && !lc_plot_can_draw(s.train.plot))
        return usage_error(&command_remedy, "a plot's name ends in .png, .svg, .pdf or .gp");
    if (s.train.seeds > SEEDS_MAX)
        return usage_error(&command_remedy, "--seeds takes at most %zu", SEEDS_MAX);
    if (s.train.test == 0)
        s.train.test = TEST_SHARE;
    study *st = calloc(1, sizeof *st);
    if (!st) {
        print_error("out of memory");
        return EXIT_REFUSED;
    }
    s.train.split_seed = train_split_seed(&s.train);
    st->threads = train_threads(&s.train);
    st->terminal = !s.train.quiet && isatty(STDERR_FILENO);
    st->task.s = &s;
    st->task.data = operand[0];
    snprintf(st->split_seed, sizeof st->split_seed, "%zu", s.train.split_seed);
    snprintf(st->test, sizeof st->test, "%g", s.train.test);
    int rc = run_study(st, operand[0]);
    study_free(st);
    return rc;
}

#define FIELD(member) offsetof(settings, train.member)
static const option_row rows[] = {
    {"budget", 0, "RUNS|TIME", "most runs, or time as 90s, 10min, 2h (10min)", FIELD(budget),
     option_text, NULL},
    {"seeds", 0, "N", "runs of the best remedies (as the budget allows)", FIELD(seeds),
     option_count, NULL},
    {"threads", 0, "N", "runs at once (as many as processors)", FIELD(threads), option_count, NULL},
    {"output", 'o', "FOLDER", "keep each run's record and network there", FIELD(record),
     option_text, NULL},
    {"plot", 0, "FILE", "curves of the run and of the best: .png, .svg, ...", FIELD(plot),
     option_text, NULL},
    {"quiet", 'q', NULL, "no remarks on the table", FIELD(quiet), option_true, NULL},
    {0},
};

static const option_group remedy_options = {"What is tried", rows};
static const option_group *const groups[] = {
    &remedy_options, &data_options, &network_options, &learning_options, &metric_options,
    &common_options, NULL};

static const char *const notes[] = {
    "'Helps' takes both the seeds and the rows into account, and that many remedies are "
    "tried: of what is said to help, 5 % on average does not. --budget limits the time or the "
    "number of runs. --plot FILE draws the run as it was beside the three best, each with the "
    "range of its seeds.",
    "Whether more rows would help is told by what half of them lose. Labels that may be wrong are "
    "those that networks contradict which have not seen them (confident learning); with -o FOLDER "
    "all of them are in FOLDER/labels.csv.",
    NULL};

const command command_remedy = {
    .name = "remedy",
    .summary = "train, diagnose, try the advice, and say what helps",
    .operands = "DATA.csv",
    .about =
        "Trains the run as given, diagnoses it, and trains it again with one thing changed at a\n"
        "time: all on the same rows, some seeds each, more of them for what looks good. Rows that\n"
        "no choice has seen confirm the winner (--test 0.1). With -o FOLDER, an interrupted call\n"
        "goes on where it was.",
    .notes = notes,
    .example = "learncurve make-data moons >moons.csv\n"
               "  learncurve remedy moons.csv --target moon --lr 0.3",
    .groups = groups,
    .run = remedy_main,
};
