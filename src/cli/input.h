/* SPDX-License-Identifier: GPL-3.0-or-later */
/* input.h - from the files of the command line to runs and their diagnoses. */
#ifndef LC_CLI_INPUT_H
#define LC_CLI_INPUT_H

#include "cli/command.h"

/* diagnosis[i] belongs to runs.run[i]. */
typedef struct input {
    lc_runs runs;
    lc_diagnosis *diagnosis;
    size_t diagnosed;
    char **texts; /* that diagnoses of several files have */
    size_t texts_n;
} input;
#define INPUT_INIT \
    {              \
        0          \
    }

/* Read one more file and keep the runs that --run chooses; false when it can't be used, which is
 * complained of. */
bool input_add(input *in, const settings *s, const char *path);

/**
 * Read the files and keep the runs that --run chooses. A file that can't be used is complained of
 * and left out. Without a file, standard input is read, unless it is a terminal.
 *
 *   out  *in    input_free(), also after a failure
 *   in   c      whose help is shown when there is nothing to read
 *
 * Returns EXIT_RAN, or EXIT_REFUSED when anything was left out.
 */
int input_read(input *in, const command *c, const settings *s, char **paths, size_t n);

/* The same, and diagnose them: several files by several threads, and by the other processes of
 * input_serve(). A run that can't be diagnosed is complained of and left out too. */
int input_load(input *in, const command *c, const settings *s, char **paths, size_t n);
void input_free(input *in);

/* Under MPI, before files are loaded with these settings: true in a process that has helped the first
 * one, which calls lc_work_end() when it has loaded them. */
bool input_serve(const settings *s);

/* Of the runs from `first` on keep the one that has the name, else the one that has the number,
 * counted from 1; false when there is none. */
bool input_choose(lc_runs *runs, size_t first, const char *choice);

/* Whether two names are of one file, by links too. */
bool same_file(const char *a, const char *b);

/* Whether no other process may be able to read what stands there: it is neither a file nor a folder. */
bool only_here(const char *path);

/* Whether the output is one of the n operands: a log shall never be lost to what is made of it. */
bool input_holds(const char *output, char *const *operand, size_t n);

#endif
