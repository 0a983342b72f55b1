/* SPDX-License-Identifier: GPL-3.0-or-later */
/* temp.c - a file that is written beside its target and takes its place when it is complete. */
#include "base/temp.h"

#include "base/mem.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ATTEMPTS 1000 /* at a name that nobody uses */

void lc_temp_drop(lc_temp *t)
{
    if (t->fd >= 0)
        close(t->fd);
    if (t->path)
        unlink(t->path);
    lc_mem_free(t->path);
    *t = (lc_temp)LC_TEMP_INIT;
}

/* Not mkstemp: that would make private files, and the umask can't be read without changing it. */
lc_status lc_temp_make(lc_temp *t, const char *prefix, size_t prefix_n, mode_t mode, lc_error *err)
{
    const char *here = prefix_n == 0 || prefix[0] != '/' ? "./" : "";
    int why = EEXIST;
    for (int attempt = 0; attempt < ATTEMPTS && why == EEXIST; attempt++) {
        char *path = lc_text_format("%s%.*s.learncurve-%ld-%d", here, (int)prefix_n, prefix,
                                    (long)getpid(), attempt);
        if (!path)
            return lc_error_nomem(err);
        int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        if (fd >= 0) {
            *t = (lc_temp){path, fd};
            return LC_OK;
        }
        why = errno;
        lc_mem_free(path);
    }
    return lc_error_set(err, LC_E_IO, 0, "can't make a file in %s%.*s: %s", here, (int)prefix_n,
                        prefix, strerror(why));
}

lc_status lc_temp_beside(lc_temp *t, const char *path, lc_error *err)
{
    struct stat s;
    const char *slash = strrchr(path, '/');
    if (stat(path, &s) == 0 && !S_ISREG(s.st_mode))
        return lc_error_set(err, LC_E_IO, 0,
                            S_ISDIR(s.st_mode) ? "is a directory" : "is no plain file");
    return lc_temp_make(t, path, slash ? (size_t)(slash - path) + 1 : 0, 0666, err);
}

lc_status lc_temp_stream(FILE **out, const lc_temp *t, lc_error *err)
{
    int copy = fcntl(t->fd, F_DUPFD_CLOEXEC, 0);
    FILE *made = copy >= 0 ? fdopen(copy, "w") : NULL;
    if (made) {
        *out = made;
        return LC_OK;
    }
    lc_error_set(err, LC_E_IO, 0, "%s", strerror(errno));
    if (copy >= 0)
        close(copy);
    return LC_E_IO;
}

lc_status lc_temp_rename(lc_temp *t, const char *path, lc_error *err)
{
    int failed = fsync(t->fd) != 0 && errno != EINVAL && errno != ENOTSUP;
    if (close(t->fd) != 0)
        failed = 1;
    t->fd = -1;
    if (failed || rename(t->path, path) != 0)
        return lc_error_set(err, LC_E_IO, 0, "%s", strerror(errno));
    lc_mem_free(t->path);
    t->path = NULL;
    return LC_OK;
}
