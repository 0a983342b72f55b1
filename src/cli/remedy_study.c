/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_study.c - the run as it is beside its remedies: runs by successive halving, and what they show. */
#include "cli/remedy_study.h"

#include "cli/clock.h"
#include "cli/message.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/train_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLOWER 1.5 /* a remedied run takes so much longer than the run as it is, on average */

/* ---- the runs --------------------------------------------------------------------------- */

candidate *study_half(const study *st)
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
                      .split = c == study_half(st) ? &st->half_split : NULL};
}

/* Of a run in a folder of our own. */
void study_remove_files(const study *st, const char *name)
{
    static const char *const ends[] = {"csv", "model"};
    for (size_t i = 0; st->folder[0] && name && i < sizeof ends / sizeof *ends; i++) {
        char *path = text_format("%s/%s.%s", st->folder, name, ends[i]);
        if (path)
            unlink(path);
        free(path);
    }
}

bool study_is_over(const study *st)
{
    return st->budget > 0 && seconds_now() - st->begun > st->budget;
}

/* ---- questions: kind, candidate, number, end [s since 1970; 0: none], folder ------------------ */

void study_ask(FILE *out, const study *st, char kind, const candidate *c, size_t number)
{
    double left = st->budget - (seconds_now() - st->begun);
    fprintf(out, "%c %zu %zu %.0f %s", kind, (size_t)(c - st->all), number,
            st->budget > 0 ? (double)time(NULL) + left : 0, st->task.folder);
}

bool study_asked(study *st, const char *question)
{
    static char folder[4096]; /* there is one for all runs of a process */
    double end;
    int skip = 0;
    if (sscanf(question, "%*c %*u %*u %lf%n", &end, &skip) != 1 || question[skip] != ' ')
        return false;
    snprintf(folder, sizeof folder, "%s", question + skip + 1);
    st->task.folder = folder;
    st->budget = end > 0 ? 1 : 0;
    st->begun = seconds_now() + end - (double)time(NULL) - 1;
    return true;
}

void study_answer(const void *shared, const char *question, size_t n, FILE *answer)
{
    study *st = *(study *const *)shared;
    size_t c, seed;
    (void)n;
    if (sscanf(question, "%*c %zu %zu", &c, &seed) != 2 || c > st->listed + 1 || seed >= SEEDS_MAX)
        return;
    if (!st->all[c].run[seed].name) /* in another process than the first */
        set_run(st, &st->all[c], seed);
    remedy_run r = st->all[c].run[seed];
    r.failed = study_is_over(st);
    if (!r.failed)
        remedy_run_do(&r, &st->task);
    remedy_run_write(answer, &r, &st->task);
    remedy_run_free(&r);
}

/* What is to be trained next. */
typedef struct batch {
    study *study;
    struct {
        candidate *c;
        size_t seed;
    } run[(REMEDIES_MAX + 2) * SEEDS_MAX];
    size_t n;
} batch;

static bool ask_run(void *self, size_t k, FILE *out)
{
    const batch *b = self;
    study_ask(out, b->study, STUDY_ASKS_RUN, b->run[k].c, b->run[k].seed);
    return false;
}

static void name_run(void *self, size_t k, char name[LC_WORK_NAME_SIZE])
{
    const batch *b = self;
    snprintf(name, LC_WORK_NAME_SIZE, "%s", b->run[k].c->name[b->run[k].seed]);
}

static bool take_run(void *self, size_t k, const lc_answered *answer)
{
    const batch *b = self;
    remedy_run_take(&b->run[k].c->run[b->run[k].seed], &b->study->task, answer);
    if (b->study->terminal)
        fprintf(stderr, "\r%zu of %zu runs\033[K", k + 1, b->n);
    return true;
}

/* Bring a candidate to so many seeds. */
static void add_seeds(batch *b, candidate *c, size_t seeds)
{
    for (size_t s = c->seeds; s < seeds && b->study->runs_left; s++) {
        set_run(b->study, c, s);
        b->run[b->n].c = c;
        b->run[b->n++].seed = s;
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
    const lc_work work = {.n = b->n,
                          .answer = study_answer,
                          .shared = &b->study,
                          .ask = ask_run,
                          .take = take_run,
                          .self = b,
                          .spread = b->study->spread,
                          .name = name_run};
    bool ok = lc_work_run(&work, (unsigned)train_threads(&b->study->task.s->train));
    if (b->study->terminal && b->n)
        fputs("\r\033[K", stderr);
    if (!ok)
        print_error("out of memory");
    for (size_t k = 0; !ok && k < b->n; k++)
        b->run[k].c->run[b->run[k].seed].failed = true;
    for (size_t k = 0; k <= b->study->listed + 1; k++)
        b->study->all[k].seeds = seeds_done(&b->study->all[k]);
    b->n = 0;
}

/* Train the run as it is, and diagnose it. */
bool study_first_run(study *st)
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

/* ---- comparing -------------------------------------------------------------------------- */

void study_scores(scores *s, const candidate *c, size_t rows, bool test)
{
    bool by_rows = true;
    for (size_t k = 0; k < c->seeds; k++) {
        s->score[k] = test ? c->run[k].test_score : c->run[k].score;
        s->row[k] = test ? c->run[k].test_row : c->run[k].row;
        by_rows &= s->row[k] != NULL;
    }
    s->o = (outcome){c->seeds, s->score, by_rows ? s->row : NULL, rows};
}

comparison study_compare(const study *st, const candidate *c, bool test)
{
    scores before, after;
    size_t rows = test ? st->task.split.test.n : st->task.split.validation.n;
    study_scores(&before, &st->all[0], rows, test);
    study_scores(&after, c, rows, test);
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

effect study_effect(const study *st, const candidate *c)
{
    if (c->c.p_value <= st->limit)
        return c->c.difference < 0 ? HELPS : WORSE;
    return NO_DIFFERENCE;
}

/* ---- the plan --------------------------------------------------------------------------- */

bool remedy_answers(const char *list, const char *word)
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
            if (remedy_answers(c->remedy->rules, st->diagnosis.findings[i].rule))
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
    double each = st->all[0].run[0].seconds * SLOWER, hands = (double)st->hands;
    double runs = st->budget > 0 ? (st->budget - (seconds_now() - st->begun)) * hands / each
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
    return left > 0 ? (size_t)(left * (double)st->hands / sum * (double)done) : 0;
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

void study_try_all(study *st)
{
    batch b = {.study = st};
    set_priorities(st);
    const plan p = choose_plan(st);
    size_t last = st->n < p.last ? st->n : p.last, all = p.seeds - p.second;
    add_seeds(&b, &st->all[0], own_seeds(st, &p));
    extend_best(&b, st->n, p.first);
    size_t kept = last * all + p.seeds; /* of these half the rows */
    extend_best(&b, shrink(st, half_of_all(st, &p), p.second - p.first, kept, last), p.second);
    size_t finalists = shrink(st, last, all, p.seeds, 1);
    extend_best(&b, finalists, p.seeds);
    add_seeds(&b, study_half(st), p.seeds);
    do_batch(&b);
    double p_value[REMEDIES_MAX];
    for (size_t k = 0; k < st->n; k++) {
        if (st->order[k]->seeds)
            st->order[k]->c = study_compare(st, st->order[k], false);
        p_value[k] = st->order[k]->seeds ? st->order[k]->c.p_value : 1;
    }
    st->limit = false_discovery_limit(p_value, st->n, LEVEL);
    if (study_half(st)->seeds)
        study_half(st)->c = study_compare(st, study_half(st), false);
}
