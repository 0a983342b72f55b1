/* SPDX-License-Identifier: GPL-3.0-or-later */
/* say.c - messages on standard error, and "did you mean". */
#include "cli/say.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdint.h>
#include <string.h>

void vcomplain(const char *fmt, va_list ap)
{
    char *text = lc_text_vformat(fmt, ap);
    char *clean = text ? lc_text_clean(text, strlen(text)) : NULL;
    fprintf(stderr, "learncurve: %s\n", clean ? clean : "out of memory");
    lc_mem_free(text);
    lc_mem_free(clean);
}

void complain(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vcomplain(fmt, ap);
    va_end(ap);
}

void complain_of(const char *path, const lc_error *err)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    if (err->line > 0 && err->column > 0)
        complain("%s:%ld: field %ld: %s", name, err->line, err->column, err->msg);
    else if (err->line > 0)
        complain("%s:%ld: %s", name, err->line, err->msg);
    else
        complain("%s: %s", name, err->msg);
}

nearest nearest_to(const char *word)
{
    return (nearest){word, NULL, SIZE_MAX};
}

void nearest_try(nearest *n, const char *candidate)
{
    size_t length = strlen(n->word), distance = lc_text_distance(n->word, candidate);
    if (distance > 1 && length > 1 && strncmp(candidate, n->word, length) == 0)
        distance = 1; /* an abbreviation */
    if (distance < n->distance && distance <= 1 + length / 4) {
        n->best = candidate;
        n->distance = distance;
    }
}

const char *nearest_hint(const nearest *n, const char *lister, char hint[HINT_SIZE])
{
    if (n->best)
        snprintf(hint, HINT_SIZE, ", did you mean '%s'?", n->best);
    else
        snprintf(hint, HINT_SIZE, "; 'learncurve %s' lists them", lister);
    return hint;
}
