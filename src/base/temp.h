/* SPDX-License-Identifier: GPL-3.0-or-later */
/* temp.h - a file that is written beside its target and takes its place when it is complete. */
#ifndef LC_BASE_TEMP_H
#define LC_BASE_TEMP_H

#include "base/error.h"

#include <sys/types.h>

/* A file that disappears unless it is renamed. Until then it has no name where the file system knows such
 * files, so that nothing is left of it whatever ends the process. */
typedef struct lc_temp {
    char *path; /* NULL: it has no name */
    int fd;
} lc_temp;
#define LC_TEMP_INIT \
    {                \
        NULL, -1     \
    }

/* Make a file whose name begins with `prefix` (a folder and a slash, or nothing). */
lc_status lc_temp_make(lc_temp *t, const char *prefix, size_t prefix_n, mode_t mode, lc_error *err);

/* Make one in the folder of `path`. Where `path` is there already it must be a regular file, and the
 * new file has its permissions; else those that the umask leaves. */
lc_status lc_temp_beside(lc_temp *t, const char *path, lc_error *err);

/* Take its name away: it can't be renamed any more. */
void lc_temp_unname(lc_temp *t);

/* A stream into the file, which the caller closes. */
lc_status lc_temp_stream(FILE **out, const lc_temp *t, lc_error *err);

/* Sync the complete file to the disk and move it to its name, in the folder that it was made in. */
lc_status lc_temp_rename(lc_temp *t, const char *path, lc_error *err);

void lc_temp_drop(lc_temp *t); /* also after a rename, also twice */

/* Make one beside `path` with a stream into it, which lc_temp_finish ends in either case. */
lc_status lc_temp_open(FILE **out, lc_temp *t, const char *path, lc_error *err);

/* End what was written so far with `st`: the stream, which may be NULL, is closed, and the file takes its
 * place when all of it went well; else it disappears. Returns st, or what failed here. */
lc_status lc_temp_finish(lc_temp *t, FILE *out, const char *path, lc_status st, lc_error *err);

#endif
