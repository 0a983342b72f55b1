/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.h - error messages on standard error. */
#ifndef LC_CLI_MESSAGE_H
#define LC_CLI_MESSAGE_H

#include "learncurve.h"

#include <stdarg.h>

/* "learncurve: MESSAGE", cleaned of what could harm a terminal. */
LC_PRINTF(1, 2)
void print_error(const char *fmt, ...);
void vprint_error(const char *fmt, va_list ap);

/* "learncurve: FILE:LINE: MESSAGE"; "-" is called standard input. */
void print_file_error(const char *path, const lc_error *err);

#endif
