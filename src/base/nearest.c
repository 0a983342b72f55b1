/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nearest.c - "did you mean". */
#include "base/text.h"

#include <string.h>

lc_nearest lc_nearest_to(const char *word)
{
    return (lc_nearest){word, NULL, SIZE_MAX};
}

void lc_nearest_try(lc_nearest *nearest, const char *name)
{
    size_t length = strlen(nearest->word), distance = lc_text_distance(nearest->word, name);
    if (distance > 1 && length > 1 && strncmp(name, nearest->word, length) == 0)
        distance = 1; /* an abbreviation */
    if (distance < nearest->distance && distance <= 1 + length / 4 && distance < length) {
        nearest->best = name;
        nearest->distance = distance;
    }
}

const char *lc_nearest_hint(const lc_nearest *nearest, char hint[LC_HINT_SIZE])
{
    hint[0] = '\0';
    if (nearest->best)
        snprintf(hint, LC_HINT_SIZE, ", did you mean '%.70s'?", nearest->best);
    return hint;
}
