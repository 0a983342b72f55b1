/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch_guard.h - what must happen when the program is killed and can do nothing itself.
 *
 * A process of its own waits for the end of a pipe, whose other end nobody but the program holds.
 */
#ifndef LC_CLI_WATCH_GUARD_H
#define LC_CLI_WATCH_GUARD_H

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

/* When the program is killed, restore these modes of the terminal that standard input is; NULL: it is none. */
void guard_begin(const struct termios *modes);

/* And take the terminal back from this process group, and end that: SIGHUP, SIGTERM, SIGKILL. To be called by
 * its first process, before it can have others. */
void guard_group(pid_t group);

/* The guard has nothing to do any more; may be called at any time. One guard at a time. */
void guard_end(void);

/* A process that has ended was the guard. */
bool guard_is(pid_t pid);

#endif
