/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.h - printf into a new block. */
#ifndef LC_CLI_TEXT_H
#define LC_CLI_TEXT_H

#include "learncurve.h"

#include <stdarg.h>

/* The caller frees it; NULL when memory is out. */
LC_PRINTF(1, 2)
char *text_format(const char *fmt, ...);
char *text_vformat(const char *fmt, va_list ap);

#endif
