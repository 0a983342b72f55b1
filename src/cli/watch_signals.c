/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_signals.c - signals that a watch waits for together with files and pipes: a byte in a pipe each. */
#include "cli/watch_signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static const int taken[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGWINCH, SIGTSTP, SIGCONT};
#define TAKEN (sizeof taken / sizeof *taken)

static volatile sig_atomic_t came[TAKEN];
static int ends[2] = {-1, -1};

static void note(int signal)
{
    int was = errno;
    for (size_t i = 0; i < TAKEN; i++)
        if (taken[i] == signal)
            came[i] = 1;
    ssize_t written = write(ends[1], "", 1); /* a full pipe wakes as well */
    (void)written;
    errno = was;
}

static void handle(void (*handler)(int))
{
    struct sigaction how = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&how.sa_mask);
    for (size_t i = 0; i < TAKEN; i++)
        sigaction(taken[i], &how, NULL);
}

int signals_open(void)
{
    if (pipe(ends) != 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
    }
    handle(note);
    return ends[0];
}

void signals_drain(void)
{
    char some[64];
    while (read(ends[0], some, sizeof some) > 0)
        ;
}

bool signals_take(int signal)
{
    for (size_t i = 0; i < TAKEN; i++)
        if (taken[i] == signal && came[i]) {
            came[i] = 0;
            return true;
        }
    return false;
}

void signals_default(void)
{
    handle(SIG_DFL);
}
