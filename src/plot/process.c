/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.c - run a program without a shell. */
#include "plot/process.h"

#include "base/mem.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void read_all(int fd, lc_process_errors *errors)
{
    char rest[512]; /* is read and forgotten: a full pipe would stop the program */
    for (;;) {
        bool full = errors->n == sizeof errors->text;
        size_t room = full ? sizeof rest : sizeof errors->text - errors->n;
        ssize_t k = read(fd, full ? rest : errors->text + errors->n, room);
        if (k == 0 || (k < 0 && errno != EINTR))
            return;
        if (k > 0 && !full)
            errors->n += (size_t)k;
    }
}

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return 0; /* the caller ignores SIGCHLD: the output tells whether it went well */
    }
    return status;
}

/* Standard input from nowhere, output to `out`, errors to `said`; SIGPIPE as usual. */
static int spawn(pid_t *pid, char *const argv[], int out, int errors)
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
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
        failed = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
        if (!failed)
            failed = posix_spawn_file_actions_adddup2(&files, out, 1);
        if (!failed)
            failed = posix_spawn_file_actions_adddup2(&files, errors, 2);
        if (!failed)
            failed = posix_spawnp(pid, argv[0], &files, &attributes, argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

lc_status lc_process_run(int *status, lc_process_errors *errors, char *const argv[], int out,
                         lc_error *err)
{
    int ends[2];
    pid_t pid;
    *errors = (lc_process_errors){.n = 0};
    if (pipe(ends) != 0)
        return lc_error_set(err, LC_E_IO, 0, "no pipe: %s", strerror(errno));
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    int failed = spawn(&pid, argv, out, ends[1]);
    close(ends[1]);
    if (!failed) {
        read_all(ends[0], errors);
        *status = wait_for(pid);
    }
    close(ends[0]);
    if (failed)
        return lc_error_set(err, LC_E_GNUPLOT, 0, "%s can't be run (%s)", argv[0],
                            strerror(failed));
    if (WIFEXITED(*status) && WEXITSTATUS(*status) == 127 && errors->n == 0)
        return lc_error_set(err, LC_E_GNUPLOT, 0, "%s can't be run", argv[0]);
    return LC_OK;
}

lc_status lc_process_temp(lc_temp *t, lc_error *err)
{
    const char *dir = getenv("TMPDIR");
    char *prefix = lc_text_format("%s/", dir && *dir ? dir : "/tmp");
    if (!prefix)
        return lc_error_nomem(err);
    lc_status st = lc_temp_make(t, prefix, strlen(prefix), 0600, err);
    lc_mem_free(prefix);
    return st;
}

lc_status lc_process_read(char *text, size_t size, char *const argv[], lc_error *err)
{
    lc_temp out = LC_TEMP_INIT;
    lc_process_errors errors;
    int status = 0;
    lc_status st = lc_process_temp(&out, err);
    if (st == LC_OK)
        st = lc_process_run(&status, &errors, argv, out.fd, err);
    ssize_t n = st == LC_OK ? pread(out.fd, text, size - 1, 0) : 0;
    text[n > 0 ? n : 0] = '\0';
    lc_temp_drop(&out);
    return st;
}
