/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.c - run a program without a shell. */
#include "plot/process.h"

#include "base/mem.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LINE_MOST 100 /* [bytes] of what a program says */
#define LOOK_EVERY 20 /* [ms] between two looks whether the program has ended */

extern char **environ;

static _Atomic pid_t running; /* the group of the program that runs; 0: none */

void lc_plot_cancel(void)
{
    pid_t group = atomic_load(&running);
    if (group > 0)
        kill(-group, SIGKILL);
}

/* ---- what it says ------------------------------------------------------------------------ */

/* What is there; false at the end. */
static bool read_some(int fd, lc_process_errors *errors)
{
    char rest[512]; /* is read and forgotten: a full pipe would stop the program */
    bool full = errors->n == sizeof errors->text;
    size_t room = full ? sizeof rest : sizeof errors->text - errors->n;
    ssize_t k = read(fd, full ? rest : errors->text + errors->n, room);
    if (k > 0 && !full)
        errors->n += (size_t)k;
    return k > 0 || (k < 0 && errno == EINTR);
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* It stays a zombie, so that its number and its group's are still its own. */
static bool has_ended(pid_t pid)
{
    siginfo_t about = {.si_pid = 0};
    int failed = waitid(P_PID, (id_t)pid, &about, WEXITED | WNOHANG | WNOWAIT);
    return failed ? errno != EINTR : about.si_pid == pid;
}

/* Until the program has ended, whoever else still holds its standard error; false when it is late. */
static bool attend(pid_t pid, int fd, lc_process_errors *errors, double seconds)
{
    double end = seconds_now() + seconds;
    bool open = true;
    while (!has_ended(pid)) {
        struct pollfd said = {.fd = open ? fd : -1, .events = POLLIN};
        if (seconds_now() > end)
            return false;
        if (poll(&said, 1, open ? LOOK_EVERY : 1) > 0)
            open = read_some(fd, errors);
    }
    for (struct pollfd said = {.fd = fd, .events = POLLIN};
         open && poll(&said, 1, 0) > 0 && errors->n < sizeof errors->text;)
        open = read_some(fd, errors);
    return true;
}

/* [bytes] of its first line, as far as a message has room for it. */
static size_t first_line(const lc_process_errors *errors)
{
    const char *end = memchr(errors->text, '\n', errors->n);
    size_t n = end ? (size_t)(end - errors->text) : errors->n;
    return n < LINE_MOST ? n : LINE_MOST;
}

/* End the group; the program's status is 0 where the caller ignores SIGCHLD: its output tells then whether
 * it went well. */
static int end_group(pid_t pid)
{
    int status = 0;
    kill(-pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 0;
    return status;
}

/* ---- the program ------------------------------------------------------------------------- */

static int set_files(posix_spawn_file_actions_t *files, const lc_process *p, int errors)
{
    int failed = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(files, p->out, 1);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(files, errors, 2);
    if (!failed && p->file >= 0)
        failed = posix_spawn_file_actions_adddup2(files, p->file, 3);
    return failed;
}

/* In a process group of its own, SIGPIPE as usual. */
static int spawn(pid_t *pid, const lc_process *p, int errors)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t usual;
    int failed = posix_spawn_file_actions_init(&files);
    if (failed)
        return failed;
    failed = posix_spawnattr_init(&attributes);
    if (!failed) {
        sigemptyset(&usual);
        sigaddset(&usual, SIGPIPE);
        posix_spawnattr_setsigdefault(&attributes, &usual);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        failed = set_files(&files, p, errors);
        if (!failed)
            failed = posix_spawnp(pid, p->argv[0], &files, &attributes, p->argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

lc_status lc_process_run(int *status, lc_process_errors *errors, const lc_process *program,
                         lc_error *err)
{
    double seconds = program->seconds > 0 ? program->seconds : LC_PROCESS_SECONDS;
    bool in_time = true;
    int ends[2];
    pid_t pid;
    *errors = (lc_process_errors){.n = 0};
    if (pipe(ends) != 0)
        return lc_error_set(err, LC_E_IO, 0, "no pipe: %s", strerror(errno));
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    if (program->file >= 0)
        lseek(program->file, 0, SEEK_SET);
    int failed = spawn(&pid, program, ends[1]);
    close(ends[1]);
    if (!failed) {
        atomic_store(&running, pid);
        in_time = attend(pid, ends[0], errors, seconds);
        atomic_store(&running, 0);
        *status = end_group(pid);
    }
    close(ends[0]);
    if (failed == ENOMEM)
        return lc_error_nomem(err);
    if (failed)
        return lc_error_set(err, LC_E_GNUPLOT, 0, "%.100s can't be run (%s)", program->argv[0],
                            strerror(failed));
    if (!in_time)
        return lc_error_set(err, LC_E_LIMIT, 0, "%.100s took more than %g s and was ended",
                            program->argv[0], seconds);
    if (WIFEXITED(*status) && WEXITSTATUS(*status) == 127 && errors->n == 0)
        return lc_error_set(err, LC_E_GNUPLOT, 0, "%.100s can't be run", program->argv[0]);
    return LC_OK;
}

lc_status lc_process_temp(lc_temp *t, lc_error *err)
{
    const char *dir = getenv("TMPDIR");
    char *prefix = lc_text_format("%s/", dir && *dir ? dir : "/tmp");
    if (!prefix)
        return lc_error_nomem(err);
    lc_status st = lc_temp_make(t, prefix, strlen(prefix), 0600, err);
    if (st == LC_OK)
        lc_temp_unname(t);
    lc_mem_free(prefix);
    return st;
}

lc_status lc_process_read(char *text, size_t size, const lc_process *program, lc_error *err)
{
    lc_temp out = LC_TEMP_INIT;
    lc_process_errors errors;
    int status = 0;
    lc_status st = lc_process_temp(&out, err);
    lc_process writes = *program;
    writes.out = out.fd;
    writes.file = -1;
    if (st == LC_OK)
        st = lc_process_run(&status, &errors, &writes, err);
    ssize_t n = st == LC_OK ? pread(out.fd, text, size - 1, 0) : 0;
    text[n > 0 ? n : 0] = '\0';
    lc_temp_drop(&out);
    if (st == LC_OK && status != 0 && n <= 0)
        return lc_error_set(err, LC_E_GNUPLOT, 0, "%.100s says nothing but '%.*s'",
                            program->argv[0], (int)first_line(&errors), errors.text);
    return st;
}
