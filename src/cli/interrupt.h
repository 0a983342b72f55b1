/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interrupt.h - Ctrl-C ends a training run after its epoch; a second one ends it at once. */
#ifndef LC_CLI_INTERRUPT_H
#define LC_CLI_INTERRUPT_H

/* From now on signals that end the program end gnuplot, too. */
void interrupt_default(void);

/* Take SIGINT and SIGTERM down from now on, once each; and a file too large is an error of write(). */
void interrupt_watch(void);

/* The signal that came; 0: none. */
int interrupt_signal(void);

/* End by the signal that came, as whoever sent it expects; returns rc when none did. */
int interrupt_end(int rc);

#endif
