/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read_help.h - what the tests of readers share. */
#ifndef LC_TESTS_READ_HELP_H
#define LC_TESTS_READ_HELP_H

#include "read/reader.h"

/* A whole file; the caller frees it with free. Fails the test when it can't be read. */
char *read_whole(const char *path, size_t *size);

/* What a reader bids for a text that is the whole of a log without a name. */
int bid_for(const lc_reader *r, const char *text);

/* Read bytes with a reader, fed in blocks of `chunk`. */
lc_status read_chunked(lc_runs *runs, const lc_reader *r, const char *bytes, size_t n,
                       size_t chunk, lc_error *err);

/* What a test wants to see of runs, one line each, e.g.
 *     "3 epoch 1..3: loss 0.9..0.5, val_loss 0.8..0.6"
 * and behind it "  line 4: ..." for each remark. The caller frees it with free. */
char *tell_runs(const lc_runs *runs);

/* What a reader must make of a sample of its own (`sample` is the file's name), or of a text. */
typedef struct reading {
    const char *sample;
    const char *what, *text;
    const char *told; /* by tell_runs */
} reading;

/* Read it, its format told by the content, and compare. */
void check_reading(const char *reader, const reading *r);

/* The reader, forced upon the text, finds no log in it. */
void check_refusal_by(const char *reader, const char *text);

/* The reader, forced upon each of these texts (NULL ends them), finds no log in it. */
void check_refusals(const char *reader, const char *const *texts);

/* What is said of the values of a metric that must be there: lc_series.averaged, NULL for nothing.
 * */
void check_averaged(const lc_run *run, const char *name, const char *how);

/* The reader bids nothing for any of these texts (NULL ends them). */
void check_foreign(const char *reader, const char *const *texts);

#endif
