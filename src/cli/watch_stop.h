/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_stop.h - end a training: SIGINT, then SIGTERM, then SIGKILL. */
#ifndef LC_CLI_WATCH_STOP_H
#define LC_CLI_WATCH_STOP_H

#include <stdbool.h>
#include <sys/types.h>

#define STOP_GRACE 30.0 /* [s] from SIGINT to SIGTERM, unless --grace says it */
#define STOP_TERM 10.0  /* [s] from SIGTERM to SIGKILL, at most */

typedef struct stopping {
    pid_t target; /* as kill() takes it: a process, or a group as a negative number; 0: none */
    int signals;  /* that were sent */
    double grace, next; /* [s] */
} stopping;

/* The process, or its group if it leads one. */
pid_t stop_target(pid_t pid);

/* Send the first signal. */
void stop_begin(stopping *st, pid_t target, double grace);

/* Whether a process of the target is there. */
bool stop_alive(pid_t target);

/* Send the next signal if it is time to. */
void stop_go_on(stopping *st);

/* All of it has ended, or nothing more can be done. */
bool stop_is_over(const stopping *st);

#endif
