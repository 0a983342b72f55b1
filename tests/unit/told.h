/* SPDX-License-Identifier: GPL-3.0-or-later */
/* told.h - tables of logs and of what a reader makes of them. */
#ifndef LC_TESTS_TOLD_H
#define LC_TESTS_TOLD_H

#include "read_help.h"

/* A sample of the reader, or a text, and what tell_runs says of it. */
typedef struct told_case {
    const char *what;   /* is told, where it is no sample */
    const char *sample; /* file in samples/<format>/, or NULL: */
    const char *text;
    const char *told;
} told_case;

/* The log goes to the reader of this name by its content, and reads as the case says. */
void check_told(const char *format, const told_case *c);

/* Told to be of this format, none of the texts is a log. */
void check_refused(const char *format, const char *const *texts, size_t n);

/* What else the runs of a sample have: "batch_size 32, loss: mean of 20", a line each. */
void check_asides(const char *format, const char *sample, const char *asides);

/* A log of other people's. The first and last number behind `before` in the file are the first and
 * last value of the metric in its first and last run. */
typedef struct corpus_case {
    const char *file;  /* in the corpus */
    size_t runs, rows; /* rows of all runs */
    const char *metric, *before; /* NULL: only the rows are looked at */
} corpus_case;

/* These two do nothing where the corpus is not at hand, which is said. */
void check_corpus(const char *format, const corpus_case *c);

/* Every file of the folder is one run, in which the metric has as many values as `each` occurs in
 * the file, or is refused. */
void check_corpus_folder(const char *format, const char *folder, const char *metric,
                         const char *each);

#endif
