/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nearest.h - "did you mean": the name that was probably meant by one that isn't known. */
#ifndef LC_CLI_NEAREST_H
#define LC_CLI_NEAREST_H

#include <stddef.h>

/* The nearest of the candidates that were tried. */
typedef struct nearest {
    const char *word;
    const char *best; /* NULL: none is near */
    size_t distance;
} nearest;

nearest nearest_to(const char *word);
void nearest_try(nearest *n, const char *candidate);
void nearest_try_rules(nearest *n);

#define HINT_SIZE 100

/* ", did you mean 'BEST'?", or "; 'learncurve LISTER' lists them" when nothing is near. */
const char *nearest_hint(const nearest *n, const char *lister, char hint[HINT_SIZE]);

#endif
