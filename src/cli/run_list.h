/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_list.h - the runs of several operands, each under a name of its own or of its group. */
#ifndef LC_CLI_RUN_LIST_H
#define LC_CLI_RUN_LIST_H

#include "cli/input.h"

#include <sys/types.h>

/* How a run is called, and which one of which file it is. */
typedef struct listed_run {
    char *name;
    bool given; /* by RUN=NAME: runs of one such name are a group */
    dev_t device;
    ino_t file;
    size_t number; /* among the runs of that file */
} listed_run;

typedef struct run_list {
    input in;
    listed_run *list; /* of each of in.runs */
    size_t n;
} run_list;
#define RUN_LIST_INIT \
    {                 \
        .n = 0        \
    }

/**
 * Read RUN or RUN=NAME of the command line and keep its runs.
 *
 * A run that is there already, by this or another name, is complained of and left out. Names are
 * those of the files, with the run's where a file holds several; what all of them begin with, up to a
 * slash or ", ", and end with, from a slash or the file's ending on, is taken away; equal ones are
 * numbered, which is said.
 *
 *   out  list  run_list_free(), also after a failure
 *
 * Returns EXIT_RAN, or EXIT_REFUSED when an operand can't be used, which was complained of.
 */
int run_list_read(run_list *list, const settings *s, char **operand, size_t n);

/* Call each run by what the extended regular expression matches in its name, or by its first part in
 * brackets; where that is nothing, the name stays. EXIT_REFUSED when it matches none. */
int run_list_group(run_list *list, const command *c, const char *expression);

void run_list_free(run_list *list);

#endif
