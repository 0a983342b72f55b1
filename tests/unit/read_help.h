/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read_help.h - what tests that read logs share. */
#ifndef LC_TESTS_READ_HELP_H
#define LC_TESTS_READ_HELP_H

#include "read/engine/reader.h"

#include <check.h>

#define SHARED_PATH_MAX 4300

/* Where a file or folder of other people's data is: below $LEARNCURVE_SHARED, else ../shared. They
 * are no part of the project; NULL where it is not at hand. */
const char *shared_path(char path[SHARED_PATH_MAX], const char *name);

/* Add a test that needs this file or folder of other people's data, for i = from .. to - 1; where
 * it is not at hand, these tests are counted as skipped. */
void add_shared_test(TCase *t, const TTest *test, const char *needs, int from, int to);
size_t skipped_tests(void);

/* A whole file; the caller frees it with free. Fails the test when it can't be read. */
char *read_whole(const char *path, size_t *size);

/* The probe's score for a text that is the whole of a log without a name. */
int probe_score(const lc_reader *r, const char *text);

/* Read bytes with a reader, fed in blocks of `chunk`. */
lc_status read_chunked(lc_runs *runs, const lc_reader *r, const char *bytes, size_t n, size_t chunk,
                       lc_error *err);

/* What a test wants to see of runs, one line each, e.g.
 *     "3 epoch 1..3: loss 0.9..0.5, val_loss 0.8..0.6"
 * and behind it "  line 4: ..." for each remark. The caller frees it with free. */
char *describe_runs(const lc_runs *runs);

/* Rows of all runs. */
size_t rows_of(const lc_runs *runs);

#endif
