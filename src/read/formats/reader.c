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

/* The likeliest reader so far; of several as likely the first one in the table. */
typedef struct choice {
    const lc_reader *const *reader; /* NULL: none */
    int score;
} choice;

static void ask(choice *c, const lc_reader *const *r, const lc_probe_buffer *head)
{
    int score = (*r)->probe(*r, head);
    if (score > c->score || (score == c->score && score > 0 && r < c->reader))
        *c = (choice){r, score};
}

const lc_reader *lc_reader_detect(const lc_probe_buffer *head, bool within, int *score)
{
    choice c = {NULL, 0};
    for (int bounded = 0; bounded < 2; bounded++) /* last, since they may be spared */
        for (const lc_reader *const *r = lc_readers; *r; r++) {
            bool fits = (*r)->binary == head->binary && (!within || (*r)->within_text);
            if (fits && ((*r)->most > 0) == bounded && (!bounded || (*r)->most >= c.score))
                ask(&c, r, head);
        }
    if (score)
        *score = c.score;
    return c.reader ? *c.reader : NULL;
}

bool lc_read_format_at(lc_format_info *info, size_t i)
{
    if (i >= sizeof lc_readers / sizeof *lc_readers - 1)
        return false;
    *info = (lc_format_info){lc_readers[i]->name, lc_readers[i]->summary, lc_readers[i]->example};
    return true;
}
