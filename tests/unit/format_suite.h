/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * format_suite.h - the suite that every log format has.
 *
 * A format's test file lists what its reader must make of samples and texts, and ends in
 *
 *     Suite *suite_x(void)
 *     {
 *         static const format_tests tests = {.format = "x", .cases = cases, .cases_n = COUNT(cases)};
 *         return format_suite(&tests, NULL);
 *     }
 */
#ifndef LC_TESTS_FORMAT_SUITE_H
#define LC_TESTS_FORMAT_SUITE_H

#include "read_help.h"

#include <check.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* What a reader must make of a sample of its own (`sample` is the file's name), or of a text. */
typedef struct reading {
    const char *sample;
    const char *what, *text;
    const char *name;     /* the text comes from a file of this name; NULL: from nowhere */
    const char *expected; /* by describe_runs */
} reading;

/* What else the runs of a sample have, a line each: "batch_size 32, loss: mean of 20". */
typedef struct sample_notes {
    const char *sample, *expected;
} sample_notes;

/* A log of other people's. The first and last number behind `before` in the file are the first and
 * last value of the metric in its first and last run. */
typedef struct corpus_case {
    const char *file;            /* in the corpus */
    size_t runs, rows;           /* rows of all runs */
    const char *metric, *before; /* NULL: only the rows are looked at */
} corpus_case;

/* Lists of texts end with NULL; what is NULL is not tested. */
typedef struct format_tests {
    const char *format; /* its reader, and the suite's name */
    const reading *cases;
    size_t cases_n;
    const char *const *no_logs; /* the probe scores 0, and the reader, forced, finds no log */
    const char *const *refused; /* the reader, forced, finds no log */
    const char *const *foreign; /* the probe scores 0 */
    const sample_notes *notes;
    size_t notes_n;
    const corpus_case *corpus;
    size_t corpus_n;
} format_tests;

/* What a text is read as with that format, by describe_runs, or "error: ..."; free() it. */
char *read_forced(const char *format, const char *text);

/* Fail unless it is that, in blocks of one byte as well. */
void check_forced(const char *format, const char *what, const char *text, const char *expected);

/* The suite of these tests, which are kept as a pointer. *more (NULL: not asked for) takes further
 * tests. */
Suite *format_suite(const format_tests *tests, TCase **more);

/* Read it, its format told by the content, and compare. */
void check_reading(const char *format, const reading *r);

/* The reader, forced upon the text, finds no log in it. */
void check_refusal_by(const char *format, const char *text);

void check_corpus(const char *format, const corpus_case *c);

/* Every file of the folder is one run, in which the metric has as many values as `each` occurs in
 * the file, or is refused. */
void check_corpus_folder(const char *format, const char *folder, const char *metric,
                         const char *each);

/* Add `test` once for each of the corpus' cases that is at hand; count the others as skipped. */
void add_corpus_tests(TCase *t, const TTest *test, const corpus_case *cases, size_t n, int first);

#endif
