/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.h - run a program without a shell. */
#ifndef LC_PLOT_PROCESS_H
#define LC_PLOT_PROCESS_H

#include "base/temp.h"

#define LC_PROCESS_SECONDS 60.0     /* that a program may take unless told otherwise */
#define LC_PROCESS_FILE "/dev/fd/3" /* what the program calls lc_process.file */

/* The beginning of what a program wrote to standard error. */
typedef struct lc_process_errors {
    char text[2048];
    size_t n; /* [bytes] */
} lc_process_errors;

/* A program, looked up on the PATH, and how it is run. */
typedef struct lc_process {
    char *const *argv; /* ends with NULL */
    int out;           /* descriptor that standard output goes to */
    int file;          /* a file that it reads from its beginning, without a name; -1: none */
    double seconds;    /* that it may take; 0: LC_PROCESS_SECONDS */
} lc_process;

/**
 * Run a program to its end, with nothing on standard input, as a process group of its own, which ends
 * with it: what it has started is killed, and doesn't keep the caller waiting.
 *
 *   out  *status  as waitpid gives it
 *   out  *errors  what it wrote to standard error
 *
 * Returns LC_OK, whatever its exit status was
 *         LC_E_GNUPLOT  it can't be started
 *         LC_E_LIMIT    it took too long, and was killed
 *         LC_E_NOMEM
 *         LC_E_IO       no pipe is to be had
 */
lc_status lc_process_run(int *status, lc_process_errors *errors, const lc_process *program,
                         lc_error *err);

/* The same, for what it writes: its beginning as text[size]; `out` and `file` don't count. */
lc_status lc_process_read(char *text, size_t size, const lc_process *program, lc_error *err);

/* A new file without a name, in $TMPDIR, else /tmp. */
lc_status lc_process_temp(lc_temp *t, lc_error *err);

#endif
