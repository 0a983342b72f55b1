/* SPDX-License-Identifier: GPL-3.0-or-later */
/* say.h - messages on standard error, and "did you mean". */
#ifndef LC_CLI_SAY_H
#define LC_CLI_SAY_H

#include "base/error.h"

#include <stdarg.h>

/* "learncurve: MESSAGE", cleaned of what could harm a terminal. */
LC_PRINTF(1, 2)
void complain(const char *fmt, ...);
void vcomplain(const char *fmt, va_list ap);

/* "learncurve: FILE:LINE: MESSAGE"; "-" is called standard input. */
void complain_of(const char *path, const lc_error *err);

/* The nearest of the candidates that one tries. */
typedef struct nearest {
    const char *word;
    const char *best; /* NULL: none is near */
    size_t distance;
} nearest;

nearest nearest_to(const char *word);
void nearest_try(nearest *n, const char *candidate);

#define HINT_SIZE 100

/* ", did you mean 'BEST'?", or "; 'learncurve LISTER' lists them" when nothing is near. */
const char *nearest_hint(const nearest *n, const char *lister, char hint[HINT_SIZE]);

#endif
