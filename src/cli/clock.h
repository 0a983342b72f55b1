/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.h - seconds that only run forwards. */
#ifndef LC_CLI_CLOCK_H
#define LC_CLI_CLOCK_H

#include <time.h>

static inline double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#endif
