/* SPDX-License-Identifier: GPL-3.0-or-later */
/* corpus.h - other people's logs, where they are at hand (shared_path). */
#ifndef LC_TESTS_CORPUS_H
#define LC_TESTS_CORPUS_H

#include "read_help.h"

/* A log of other people's. The first and last number behind `before` in the file are the first and
 * last value of the metric in its first and last run. */
typedef struct corpus_case {
    const char *file;            /* in the corpus */
    size_t runs, rows;           /* rows of all runs */
    const char *metric, *before; /* NULL: only the rows are looked at */
} corpus_case;

void check_corpus(const char *format, const corpus_case *c);

/* Every file of the folder is one run, in which the metric has as many values as `each` occurs in
 * the file, or is refused. */
void check_corpus_folder(const char *format, const char *folder, const char *metric,
                         const char *each);

/* Rows of all runs. */
size_t rows_of(const lc_runs *runs);

#endif
