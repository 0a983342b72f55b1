/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interrupt.c - Ctrl-C ends a training run after its epoch; a second one ends it at once. */
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>

static volatile sig_atomic_t interrupted;

static void note_signal(int signal)
{
    interrupted = signal;
}

void interrupt_watch(void)
{
    struct sigaction once = {.sa_handler = note_signal};
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    once.sa_flags = (int)(SA_RESETHAND | SA_RESTART);
    sigemptyset(&once.sa_mask);
    sigemptyset(&ignored.sa_mask);
    sigaction(SIGINT, &once, NULL);
    sigaction(SIGTERM, &once, NULL);
    sigaction(SIGXFSZ, &ignored, NULL);
}

int interrupt_signal(void)
{
    return interrupted;
}

int interrupt_end(int rc)
{
    if (interrupted && fflush(stdout) == 0)
        raise(interrupted); /* its handler is the default one again */
    return rc;
}
