/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_stop.c - end a training: SIGINT, on which most trainers save what they have, then SIGTERM, then
 * SIGKILL. */
#include "cli/watch_stop.h"

#include "cli/clock.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#define SIGNALS 3
#define STOP_KILL 5.0 /* [s] after SIGKILL: what is there then is not ours to end */

pid_t stop_target(pid_t pid)
{
    return getpgid(pid) == pid ? -pid : pid;
}

void stop_begin(stopping *st, pid_t target, double grace)
{
    *st = (stopping){.target = target, .grace = grace > 0 ? grace : STOP_GRACE};
    stop_go_on(st);
}

bool stop_alive(pid_t target)
{
    return kill(target, 0) == 0 || errno != ESRCH;
}

void stop_go_on(stopping *st)
{
    static const int signals[SIGNALS] = {SIGINT, SIGTERM, SIGKILL};
    double now = seconds_now(), term = st->grace < STOP_TERM ? st->grace : STOP_TERM;
    double wait[] = {st->grace, term, STOP_KILL};
    if (st->target == 0 || now < st->next || st->signals == SIGNALS)
        return;
    kill(st->target, signals[st->signals]);
    kill(st->target, SIGCONT); /* it may be stopped */
    st->next = now + wait[st->signals++];
}

bool stop_is_over(const stopping *st)
{
    return st->target == 0 || !stop_alive(st->target) ||
           (st->signals == SIGNALS && seconds_now() >= st->next);
}
