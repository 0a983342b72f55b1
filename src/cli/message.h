/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.h - messages on standard error: what they quote can do nothing to a terminal. */
#ifndef LC_CLI_MESSAGE_H
#define LC_CLI_MESSAGE_H

#include "learncurve.h"

#include <stdarg.h>

/* "learncurve: MESSAGE" */
LC_PRINTF(1, 2)
void print_error(const char *fmt, ...);
void vprint_error(const char *fmt, va_list ap);

/* A line that is no error: what was done. */
LC_PRINTF(1, 2)
void say(const char *fmt, ...);

/* "learncurve: FILE:LINE: MESSAGE"; "-" is called standard input. */
void print_file_error(const char *path, const lc_error *err);

#endif
