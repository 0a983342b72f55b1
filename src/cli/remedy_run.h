/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_run.h - training runs side by side: each recorded, its network kept, scored and diagnosed. */
#ifndef LC_CLI_REMEDY_RUN_H
#define LC_CLI_REMEDY_RUN_H

#include "cli/settings.h"

/* What all runs share. */
typedef struct remedy_task {
    const settings *s;  /* of the run as it is; seeds count from its own */
    const char *data;   /* path of the table */
    const char *folder; /* where records and networks are kept */
    lc_dataset table;
    lc_data_split split;
    lc_monitor monitor;
    bool higher_is_better;
    bool by_rows; /* the score is a mean over rows */
} remedy_task;

/* One run; score and rows are such that lower is better. */
typedef struct remedy_run {
    const settings *s;          /* with its remedy */
    const char *name;           /* of its files, without their endings */
    char *const *words;         /* its options beside those of the run as it is; ends with NULL */
    size_t seed;                /* 0, 1, ...: added to that of the settings */
    const lc_data_split *split; /* its own rows; NULL: the task's */

    bool failed;    /* it could not be trained or kept; said on standard error */
    bool reused;    /* it was there already */
    double seconds; /* of its training, as its record says when it was there already */
    size_t epochs;
    double score, test_score; /* of the kept network; infinite when there is none */
    double *row, *test_row;   /* [validation rows], [test rows]; NULL when not by rows, or broken */
    char verdict[40];
} remedy_run;

/* Train and score the run, unless its files are there from an earlier, interrupted call. Runs may go on
 * at once: they only read the task. */
void remedy_run_do(remedy_run *r, remedy_task *task);
void remedy_run_free(remedy_run *r);

/* What it came to, as bytes, and back into the same run of another process; false: they are something else,
 * or memory is out. */
void remedy_run_write(FILE *out, const remedy_run *r, const remedy_task *task);
bool remedy_run_read(remedy_run *r, const remedy_task *task, const char *bytes, size_t n);

/* Take such an answer; one that is lost, or can't be read, is a failed run. */
void remedy_run_take(remedy_run *r, const remedy_task *task, const lc_answered *answer);

/* The command that trains it: words of `train`, ended by NULL; the caller frees the list, not the
 * words, which live as long as the run and the settings. NULL when memory is out. */
char **remedy_run_command(const remedy_run *r, const remedy_task *task);

#endif
