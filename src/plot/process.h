/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.h - run a program without a shell. */
#ifndef LC_PLOT_PROCESS_H
#define LC_PLOT_PROCESS_H

#include "base/temp.h"

/* The beginning of what a program wrote to standard error. */
typedef struct lc_process_errors {
    char text[2048];
    size_t n; /* [bytes] */
} lc_process_errors;

/**
 * Run a program to its end, with nothing on standard input.
 *
 *   out  *status  as waitpid gives it
 *   out  *errors  what it wrote to standard error
 *   in   argv     program (looked up on the PATH) and arguments, ends with NULL
 *   in   out      descriptor that standard output goes to
 *
 * Returns LC_OK, whatever its exit status was
 *         LC_E_GNUPLOT  it can't be started
 *         LC_E_IO       no pipe is to be had
 */
lc_status lc_process_run(int *status, lc_process_errors *errors, char *const argv[], int out,
                         lc_error *err);

/* The same, for what it writes: its beginning as text[size]. */
lc_status lc_process_read(char *text, size_t size, char *const argv[], lc_error *err);

/* A new file in $TMPDIR, else /tmp. */
lc_status lc_process_temp(lc_temp *t, lc_error *err);

#endif
