/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_signals.h - signals that a watch waits for together with files and pipes. */
#ifndef LC_CLI_WATCH_SIGNALS_H
#define LC_CLI_WATCH_SIGNALS_H

#include <stdbool.h>

/* Take SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGWINCH, SIGTSTP and SIGCONT from now on. Returns a descriptor
 * that can be read when one has come, or -1. */
int signals_open(void);

/* Empty that descriptor; to be called before signals are asked for. */
void signals_drain(void);

/* Whether it came since it was last asked for. */
bool signals_take(int signal);

/* Go back to what signals do by themselves, as for a program that is started. */
void signals_default(void);

#endif
