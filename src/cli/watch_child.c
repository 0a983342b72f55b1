/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_child.c - a command that trains, run so that what it prints can be read. */
#define _XOPEN_SOURCE 700 /* posix_openpt; NOLINT(bugprone-reserved-identifier): POSIX has it so */
#include "cli/memory.h"
#include "cli/watch_child.h"

#include "cli/message.h"
#include "cli/watch_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define LINE_MOST 65536 /* [bytes] of a line without an end; more of it counts as whole */

/* ---- the spool ---------------------------------------------------------------------------- */

int spool_open(void)
{
    const char *dir = getenv("TMPDIR");
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/learncurve-XXXXXX", dir && *dir ? dir : "/tmp");
    int fd = n > 0 && (size_t)n < sizeof path ? mkstemp(path) : -1;
    if (fd < 0) {
        print_error("%s: can't be made", path);
        return -1;
    }
    unlink(path);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

void spool_write(int spool, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t k = write(spool, bytes, n);
        if (k < 0 && errno != EINTR)
            return; /* a full disk: what was read so far is watched */
        bytes += k > 0 ? k : 0;
        n -= k > 0 ? (size_t)k : 0;
    }
}

/* ---- starting ----------------------------------------------------------------------------- */

/* A terminal as ours, which doesn't change what is written to it: ours will. */
static bool open_terminal(int ends[2])
{
    struct termios mode;
    struct winsize size;
    ends[0] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    ends[1] = -1;
    const char *name = NULL;
    if (ends[0] >= 0 && grantpt(ends[0]) == 0 && unlockpt(ends[0]) == 0)
        name = ptsname(ends[0]);
    if (name)
        ends[1] = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (ends[1] < 0) {
        if (ends[0] >= 0)
            close(ends[0]);
        return false;
    }
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        ioctl(ends[0], TIOCSWINSZ, &size);
    if (tcgetattr(ends[1], &mode) == 0) {
        mode.c_oflag &= ~(tcflag_t)OPOST;
        tcsetattr(ends[1], TCSANOW, &mode);
    }
    return true;
}

static bool open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

/* In the new process: never returns. */
static void become(char **argv, const int out[2], const int err[2], bool terminal, pid_t parent)
{
    memory_release();
    setpgid(0, 0);
    guard_group(getpid());
    if (terminal)
        tcsetpgrp(STDIN_FILENO, getpid());
    signal(SIGTTOU, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGHUP);
    if (getppid() != parent)
        _exit(127);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    execvp(argv[0], argv);
    int why = errno;
    print_error("%s: %s", argv[0], strerror(why));
    _exit(why == ENOENT ? 127 : 126);
}

bool child_start(child *c, char **argv, bool quiet)
{
    int out[2], err[2];
    bool one = isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);
    *c = (child){.out = {.from = -1}, .err = {.from = -1}, .spool = -1, .at_line_start = true};
    if (!(isatty(STDOUT_FILENO) ? open_terminal(out) : open_pipe(out))) {
        print_error("no terminal or pipe for %s: %s", argv[0], strerror(errno));
        return false;
    }
    if (!one && !open_pipe(err)) {
        print_error("no pipe for %s: %s", argv[0], strerror(errno));
        close(out[0]);
        close(out[1]);
        return false;
    }
    c->spool = spool_open();
    c->owns_terminal =
        tcgetpgrp(STDIN_FILENO) == getpgrp() && tcgetattr(STDIN_FILENO, &c->modes) == 0;
    guard_begin(c->owns_terminal ? &c->modes : NULL);
    signal(SIGTTOU, SIG_IGN); /* to take the terminal back */
    pid_t self = getpid();
    c->pid = c->spool < 0 ? -1 : fork();
    if (c->pid == 0)
        become(argv, out, one ? out : err, c->owns_terminal, self);
    close(out[1]);
    c->out = (child_stream){.from = out[0], .to = quiet ? -1 : STDOUT_FILENO};
    if (!one) {
        close(err[1]);
        c->err = (child_stream){.from = err[0], .to = quiet ? -1 : STDERR_FILENO};
    }
    fcntl(out[0], F_SETFL, O_NONBLOCK);
    if (!one)
        fcntl(err[0], F_SETFL, O_NONBLOCK);
    if (c->pid < 0)
        return false;
    setpgid(c->pid, c->pid);
    if (c->owns_terminal)
        tcsetpgrp(STDIN_FILENO, c->pid);
    return true;
}

/* ---- its output --------------------------------------------------------------------------- */

static void pass_on(int to, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t k = write(to, bytes, n);
        if (k < 0 && errno != EINTR)
            return;
        bytes += k > 0 ? k : 0;
        n -= k > 0 ? (size_t)k : 0;
    }
}

/* Whole lines go to the spool, so that two streams don't stand in each other's lines. */
static void spool_lines(child *c, child_stream *s, const char *bytes, size_t n)
{
    size_t whole = n;
    while (whole > 0 && bytes[whole - 1] != '\n' && bytes[whole - 1] != '\r')
        whole--;
    if (whole > 0 || s->n + n > LINE_MOST) {
        spool_write(c->spool, s->line, s->n);
        s->n = 0;
        whole = whole ? whole : n;
    }
    spool_write(c->spool, bytes, whole);
    if (s->n + n - whole > s->cap) {
        char *longer = realloc(s->line, LINE_MOST + n);
        if (!longer)
            return;
        s->line = longer;
        s->cap = LINE_MOST + n;
    }
    if (n > whole)
        memcpy(s->line + s->n, bytes + whole, n - whole);
    s->n += n - whole;
}

static void end_stream(child *c, child_stream *s)
{
    if (s->from < 0)
        return;
    spool_write(c->spool, s->line, s->n);
    close(s->from);
    s->from = -1;
    s->n = 0;
}

static void pump(child *c, child_stream *s)
{
    char block[65536];
    while (s->from >= 0) {
        ssize_t k = read(s->from, block, sizeof block);
        if (k < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (k <= 0) { /* the end; EIO of a terminal */
            end_stream(c, s);
            return;
        }
        if (s->to >= 0) {
            pass_on(s->to, block, (size_t)k);
            c->at_line_start = block[k - 1] == '\n';
        }
        spool_lines(c, s, block, (size_t)k);
    }
}

bool child_pump(child *c)
{
    pump(c, &c->out);
    pump(c, &c->err);
    return c->out.from >= 0 || c->err.from >= 0;
}

/* ---- what happens to it ------------------------------------------------------------------- */

/* Stopped by Ctrl-Z: so are we, and go on together. */
static void stop_too(child *c)
{
    if (c->owns_terminal)
        tcsetpgrp(STDIN_FILENO, getpgrp());
    kill(0, SIGSTOP);
    if (c->owns_terminal && tcgetpgrp(STDIN_FILENO) == getpgrp())
        tcsetpgrp(STDIN_FILENO, c->pid);
    kill(-c->pid, SIGCONT);
}

void child_changed(child *c, pid_t pid, int status)
{
    if (pid != c->pid || c->ended)
        return;
    if (WIFSTOPPED(status)) {
        stop_too(c);
        return;
    }
    if (!WIFEXITED(status) && !WIFSIGNALED(status))
        return;
    c->ended = true;
    c->status = status;
    if (c->owns_terminal)
        tcsetpgrp(STDIN_FILENO, getpgrp());
    if (c->owns_terminal && WIFSIGNALED(status)) /* it could not do it itself */
        tcsetattr(STDIN_FILENO, TCSANOW, &c->modes);
}

void child_resized(const child *c)
{
    struct winsize size;
    if (c->out.from >= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        ioctl(c->out.from, TIOCSWINSZ, &size);
}

int child_exit(const child *c)
{
    return WIFSIGNALED(c->status) ? 128 + WTERMSIG(c->status) : WEXITSTATUS(c->status);
}

void child_close(child *c)
{
    end_stream(c, &c->out);
    end_stream(c, &c->err);
    free(c->out.line);
    free(c->err.line);
    if (c->spool >= 0)
        close(c->spool);
}
