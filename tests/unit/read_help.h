/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read_help.h - what the tests of readers share. */
#ifndef LC_TESTS_READ_HELP_H
#define LC_TESTS_READ_HELP_H

#include "read/engine/reader.h"

#define SHARED_PATH_MAX 4300

/* Where a file or folder of other people's data is: below $LEARNCURVE_SHARED, else ../shared. They
 * are no part of the project; NULL where it is not at hand, which is said. */
const char *shared_path(char path[SHARED_PATH_MAX], const char *name);

/* A whole file; the caller frees it with free. Fails the test when it can't be read. */
char *read_whole(const char *path, size_t *size);

/* What a reader bids for a text that is the whole of a log without a name. */
int bid_for(const lc_reader *r, const char *text);

/* Read bytes with a reader, fed in blocks of `chunk`. */
lc_status read_chunked(lc_runs *runs, const lc_reader *r, const char *bytes, size_t n, size_t chunk,
                       lc_error *err);

/* What a test wants to see of runs, one line each, e.g.
 *     "3 epoch 1..3: loss 0.9..0.5, val_loss 0.8..0.6"
 * and behind it "  line 4: ..." for each remark. The caller frees it with free. */
char *tell_runs(const lc_runs *runs);

/* What a reader must make of a sample of its own (`sample` is the file's name), or of a text. */
typedef struct reading {
    const char *sample;
    const char *what, *text;
    const char *name; /* the text comes from a file of this name; NULL: from nowhere */
    const char *told; /* by tell_runs */
} reading;

/* Read it, its format told by the content, and compare. */
void check_reading(const char *reader, const reading *r);

/* The reader, forced upon the text, finds no log in it. */
void check_refusal_by(const char *reader, const char *text);

/* The same of each of these texts; NULL ends them. */
void check_refusals(const char *reader, const char *const *texts);

/* What else the runs of a sample have, a line each: "batch_size 32, loss: mean of 20". */
void check_asides(const char *reader, const char *sample, const char *asides);

/* The reader bids nothing for any of these texts (NULL ends them). */
void check_foreign(const char *reader, const char *const *texts);

#endif
