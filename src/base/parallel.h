/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parallel.h - independent jobs on all processors. */
#ifndef LC_BASE_PARALLEL_H
#define LC_BASE_PARALLEL_H

#include <stddef.h>

#define LC_THREADS_MAX 8 /* more only wait for memory */

/* Processors that are online, at least 1 and at most LC_THREADS_MAX. */
unsigned lc_processors(void);

/* Call work(self, k) once for each k < jobs, on `threads` threads with the caller's among them, and
 * return when all are done. The order is open: a job must write nothing that another one reads.
 * Threads that can't be started are done without. */
void lc_parallel(size_t jobs, unsigned threads, void (*work)(void *self, size_t k), void *self);

#endif
