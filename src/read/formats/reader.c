/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reader.c - the table of log formats, and the choice among them. */
#include "read/engine/reader.h"

#include <string.h>

#define READER(id) extern const lc_reader lc_reader_##id;
#include "read/formats/readers.def"
#undef READER

const lc_reader *const lc_readers[] = {
#define READER(id) &lc_reader_##id,
#include "read/formats/readers.def"
#undef READER
    NULL};

const lc_reader *lc_reader_find(const char *name)
{
    for (const lc_reader *const *r = lc_readers; *r; r++)
        if (strcmp((*r)->name, name) == 0)
            return *r;
    return NULL;
}

const lc_reader *lc_reader_detect(const lc_probe_buffer *head, bool within, int *score)
{
    const lc_reader *best = NULL;
    int best_score = 0;
    for (const lc_reader *const *r = lc_readers; *r; r++) {
        bool fits = (*r)->binary == head->binary && (!within || (*r)->within_text);
        int own = fits ? (*r)->probe(*r, head) : 0;
        if (own > best_score) {
            best_score = own;
            best = *r;
        }
    }
    if (score)
        *score = best_score;
    return best;
}

bool lc_read_format_at(lc_format_info *info, size_t i)
{
    if (i >= sizeof lc_readers / sizeof *lc_readers - 1)
        return false;
    *info = (lc_format_info){lc_readers[i]->name, lc_readers[i]->summary, lc_readers[i]->example};
    return true;
}
