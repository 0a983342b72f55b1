/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interrupt.c - Ctrl-C ends a training run after its epoch; a second one ends it at once. */
#include "cli/interrupt.h"

#include "learncurve.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/* Where MPI has lost a process, it ends us. */
static void tell_others(int number)
{
    if (number == SIGTERM)
        lc_work_tell(STDERR_FILENO, "learncurve: ");
}

/* By that signal, as if it weren't handled, and gnuplot with us: it is in a process group of its own. */
static void end_now(int number)
{
    lc_plot_cancel();
    tell_others(number);
    signal(number, SIG_DFL);
    raise(number);
}

void interrupt_default(void)
{
    struct sigaction how = {.sa_handler = end_now}, was;
    sigemptyset(&how.sa_mask);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        if (sigaction(ending[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN)
            sigaction(ending[i], &how, NULL);
}

static void note_signal(int signal)
{
    interrupted = signal;
    tell_others(signal);
    interrupt_default();
}

void interrupt_watch(void)
{
    struct sigaction once = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    struct sigaction ignored = {.sa_handler = SIG_IGN};
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
        end_now(interrupted);
    return rc;
}
