/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory.h - how much memory the program may take: a log of some kilobytes may unpack to any size. */
#ifndef LC_CLI_MEMORY_H
#define LC_CLI_MEMORY_H

#include <stddef.h>

/* At most that many bytes from now on; 0: three quarters of the machine's. What is more fails, with "out
 * of memory". Nothing happens where the system has no such limit, or has a lower one already. */
void memory_limit(size_t bytes);

/* As before memory_limit(), in a child that runs a program of the user's. */
void memory_release(void);

/* The limit [bytes]; 0: none was set. */
size_t memory_allowed(void);

#endif
