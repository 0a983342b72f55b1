/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reader.h - what a log format provides. To add one: write <name>.c, which ends in the
 * descriptor lc_reader_<name>, add a line to readers.def, and samples in samples/<name>/.
 *
 * Readers are push parsers: opened, fed blocks of bytes of any size, finished, closed. What a
 * reader says must not depend on how the bytes were cut; tests feed every sample one byte at a
 * time. Formats of one kind share an engine, which takes what differs from `form`: lines.h for
 * text, document.h and json_lines.h for JSON, metric_table.h for tables.
 */
#ifndef LC_READ_READER_H
#define LC_READ_READER_H

#include "read/engine/probe_buffer.h"
#include "model/builder.h"

/* A file that is one part of a run: the run's folder is the first `folder` bytes of the path, and the
 * names of the file's metrics get the prefix path[prefix .. prefix + prefix_n) ("train/"). */
typedef struct lc_part {
    size_t folder, prefix, prefix_n;
} lc_part;

typedef struct lc_reader lc_reader;
struct lc_reader {
    const char *name;    /* stable: --format, reports, samples/<name>/ */
    const char *summary; /* one line for lists and man page */
    const char *example; /* a line or two of such a log; of a binary one, what it is called */
    bool binary;         /* no text: its logs may hold NUL bytes */
    bool within_text;    /* its records may stand anywhere in other text */
    lc_part (*part)(const char *path); /* where several files are a run; NULL: each is one */
    const void *form; /* what an engine wants to know of this format; its own type */

    int most; /* that the probe gives; it isn't asked where another is surer. 0: not told */

    /* 0 not mine .. 100 certain, or LC_PROBE_NO_MEMORY. Pure. */
    int (*probe)(const lc_reader *self, const lc_probe_buffer *head);

    /* The state is the reader's; it says what it reads to `b`, which outlives it. */
    lc_status (*open)(void **state, const lc_reader *self, lc_builder *b, lc_error *err);
    lc_status (*feed)(void *state, const char *bytes, size_t n, lc_error *err);
    lc_status (*finish)(void *state, lc_error *err); /* the log has ended */
    void (*close)(void *state);                      /* NULL is fine */
};

/* Least score for what nobody named as a log, a folder's files and a notebook's prints: a table of
 * numbers without any known name scores 55. */
#define LC_PROBE_FOUND 56

/* Above all scores: memory ran out, so that nobody knows whose the log is. */
#define LC_PROBE_NO_MEMORY 101

extern const lc_reader *const lc_readers[]; /* ends with NULL */

const lc_reader *lc_reader_find(const char *name); /* NULL if there is none */

/* The reader with the highest score, and the score (may be NULL); NULL and 0 when all are 0. `within`:
 * of those whose records may stand in other text only, as the log doesn't begin here. */
const lc_reader *lc_reader_detect(const lc_probe_buffer *head, bool within, int *score);

#endif
