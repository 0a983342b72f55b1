/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_guard.c - what must happen when the program is killed. */
#include "cli/watch_guard.h"

#include "cli/watch_signals.h"
#include "cli/watch_stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WAIT 2        /* [s] from one signal to the next */
#define LOOKS_EACH 20 /* a second */
#define ALL_IS_WELL 0 /* written to the pipe, where a process group would be */

static pid_t guard;
static int held = -1; /* end of the pipe that is written to */

static void end_group(pid_t group)
{
    static const int signals[] = {SIGHUP, SIGTERM, SIGKILL};
    const struct timespec pause = {.tv_nsec = 1000000000 / LOOKS_EACH};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        kill(-group, signals[i]);
        kill(-group, SIGCONT); /* it may be stopped */
        for (int k = 0; k < WAIT * LOOKS_EACH && stop_alive(-group); k++)
            nanosleep(&pause, NULL);
    }
}

/* The program has been killed: `program` was its process group. */
static void clean_up(pid_t group, int terminal, const struct termios *modes, pid_t program)
{
    if (modes && group && tcgetpgrp(terminal) == group)
        tcsetpgrp(terminal, program);
    if (modes)
        tcsetattr(terminal, TCSANOW, modes);
    if (group)
        end_group(group);
}

/* In the new process: never returns. It is in the background of the terminal, whose signals don't reach it,
 * and holds nothing of what the program writes to, whose readers would wait. */
static void watch_over(int from, const struct termios *modes)
{
    static const int ignored[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGTTOU};
    pid_t program = getpgrp(), group = 0, told = 0;
    ssize_t n;
    int terminal = modes ? dup(STDIN_FILENO) : -1;
    setpgid(0, 0);
    signals_default();
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    close(STDERR_FILENO);
    while ((n = read(from, &told, sizeof told)) != 0 && (n < 0 || told != ALL_IS_WELL))
        group = n > 0 ? told : group;
    if (n == 0)
        clean_up(group, terminal, modes, program);
    _exit(0);
}

void guard_begin(const struct termios *modes)
{
    int ends[2];
    if (held >= 0 || pipe(ends) != 0)
        return;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    guard = fork();
    if (guard == 0) {
        close(ends[1]);
        watch_over(ends[0], modes);
    }
    close(ends[0]);
    held = ends[1];
}

static void tell(pid_t what)
{
    ssize_t written = held < 0 ? 0 : write(held, &what, sizeof what);
    (void)written;
}

void guard_group(pid_t group)
{
    tell(group);
}

void guard_end(void)
{
    if (held < 0)
        return;
    tell(ALL_IS_WELL);
    close(held);
    held = -1;
    if (guard > 0)
        while (waitpid(guard, NULL, 0) < 0 && errno == EINTR)
            ;
    guard = 0;
}

bool guard_is(pid_t pid)
{
    return pid == guard;
}
