/* SPDX-License-Identifier: MIT */
/* recorder.h - what the files of this room share. */
#ifndef LC_RECORD_RECORDER_H
#define LC_RECORD_RECORDER_H

#include "learncurve_record.h"

#include <stdbool.h>
#include <sys/types.h>

#if defined(__GNUC__)
#define LC_RECORD_PRINTF(fmt_at, first_at) __attribute__((format(printf, fmt_at, first_at)))
#else
#define LC_RECORD_PRINTF(fmt_at, first_at)
#endif

/* Fill *err (may be NULL) with "path: ..." and what errno `os` means, unless that is 0; return
 * `code`. */
LC_RECORD_PRINTF(5, 6)
lc_record_status lc_record_fail(lc_record_error *err, lc_record_status code, int os,
                                const char *path, const char *fmt, ...);

/* Text that grows; when memory is out, `nomem` says so from then on. */
typedef struct lc_record_text {
    char *s;
    size_t n, cap;
    bool nomem;
} lc_record_text;

/* Write what stands above the rows: the notes (when there are options) and the header. Refuses names
 * and notes that can't be written. */
lc_record_status lc_record_header(lc_record_text *out, const char *path, const char *const *fields,
                                  size_t n, const lc_record_options *options, lc_record_error *err);

/* What a file holds that is to be resumed. */
typedef struct lc_record_found {
    off_t whole; /* [bytes] up to the end of the last whole line; 0 when it has no header yet */
    double last; /* greatest finite value of the first field, NaN if none */
} lc_record_found;

/* Look through a file from its beginning without changing it. Refuses one whose header has other
 * fields, and one that no recorder began. */
lc_record_status lc_record_look(lc_record_found *found, int fd, const char *path,
                                const char *const *fields, size_t n, lc_record_error *err);

#endif
