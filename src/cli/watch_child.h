/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch_child.h - a command that trains, run so that what it prints can be read.
 *
 * It is a process group of its own and has the terminal, so that Ctrl-C and Ctrl-Z reach it as they would
 * without a watch. Its output goes on untouched, and what comes of whole lines to a file as well.
 */
#ifndef LC_CLI_WATCH_CHILD_H
#define LC_CLI_WATCH_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

/* One of its outputs. */
typedef struct child_stream {
    int from;   /* -1: it has ended */
    int to;     /* -1: nowhere */
    char *line; /* that has no end yet */
    size_t n, cap;
} child_stream;

typedef struct child {
    pid_t pid;
    bool ended, owns_terminal;
    struct termios modes; /* of that, before it was started */
    int status;           /* as waitpid has it, when it has ended */
    child_stream out, err;
    int spool;
    bool at_line_start; /* of what was passed on */
} child;

/* Start a command, guarded until guard_end(); *c is released by child_close. `quiet`: its output is not passed on. False when it
 * can't be started, which has been complained of. */
bool child_start(child *c, char **argv, bool quiet);
void child_close(child *c);

/* Take what it has printed; false: nothing more will come. */
bool child_pump(child *c);

/* Something has happened to a process of that id. */
void child_changed(child *c, pid_t pid, int status);

/* The terminal has another size. */
void child_resized(const child *c);

/* Exit status for the shell: its own, or 128 and the signal. */
int child_exit(const child *c);

/* A file without a name, that is gone with the program; -1: there can't be one. */
int spool_open(void);

/* Append all of it. */
void spool_write(int spool, const char *bytes, size_t n);

#endif
