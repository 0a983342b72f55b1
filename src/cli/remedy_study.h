/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_study.h - the run as it is beside its remedies: their runs, and what these show. */
#ifndef LC_CLI_REMEDY_STUDY_H
#define LC_CLI_REMEDY_STUDY_H

#include "cli/remedy_list.h"
#include "cli/remedy_run.h"
#include "cli/remedy_stats.h"

#define SEEDS_MAX ((size_t)20)
#define LEVEL 0.05 /* that anything is called different by chance, over all remedies */

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
    double begun, budget;       /* [s]; 0: none */
    size_t runs_left;           /* SIZE_MAX: no limit */
    double limit;               /* p-values up to it are called differences */
    size_t hands;               /* runs at once, by threads and other processes */
    bool spread;                /* the latter can read the table */
    char folder[64];            /* one of our own, or empty */
    struct label_study *labels; /* of another process than the first (remedy_folds.h) */
    bool terminal;              /* progress is shown */
} study;

/* Train the run as it is, print its diagnosis, and keep it; false, said on standard error, where that
 * fails. */
bool study_first_run(study *st);

/* Try the remedies, those of the weightiest findings first, within the budget; `order` then has the best
 * first, and `limit` is set. */
void study_try_all(study *st);

/* A question for run `number` of a candidate, which has the first process's folder and end of time. Another
 * process takes these from it before it answers; false: it is something else. */
void study_ask(FILE *out, const study *st, char kind, const candidate *c, size_t number);
bool study_asked(study *st, const char *question);

/* The answer to a question of this kind: a run of one of the candidate's seeds. shared: study *const *. */
#define STUDY_ASKS_RUN 'r'
void study_answer(const void *shared, const char *question, size_t n, FILE *answer);

/* The run with half the training rows. */
candidate *study_half(const study *st);

/* Whether the time is up. */
bool study_is_over(const study *st);

/* Remove what a run left, in a folder of our own. */
void study_remove_files(const study *st, const char *name);

/* Whether this rule is one of a remedy's. */
bool remedy_answers(const char *list, const char *word);

typedef struct scores {
    double score[SEEDS_MAX];
    const double *row[SEEDS_MAX];
    outcome o;
} scores;

/* Of a candidate's seeds on so many rows, of the test set or the validation set; borrowed from it. */
void study_scores(scores *s, const candidate *c, size_t rows, bool test);

/* A candidate with the run as it is. */
comparison study_compare(const study *st, const candidate *c, bool test);

/* Of those that are said to help or to be worse, LEVEL are not on average. */
typedef enum effect { HELPS, NO_DIFFERENCE, WORSE } effect;

effect study_effect(const study *st, const candidate *c);

#endif
