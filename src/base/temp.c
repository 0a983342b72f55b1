/* SPDX-License-Identifier: GPL-3.0-or-later */
/* temp.c - a file that is written beside its target and takes its place when it is complete. */
#define _GNU_SOURCE /* O_TMPFILE */
#include "base/temp.h"

#include "base/mem.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ATTEMPTS 1000 /* at a name that nobody uses */

void lc_temp_drop(lc_temp *t)
{
    if (t->fd >= 0)
        close(t->fd);
    lc_temp_unname(t);
    *t = (lc_temp)LC_TEMP_INIT;
}

/* In a folder: a file without a name, which is gone whatever ends the process. -1 where the file system or
 * the system has none, or can't name it later. */
static int open_nameless(const char *prefix, size_t prefix_n, mode_t mode)
{
#ifdef O_TMPFILE
    char folder[PATH_MAX];
    if (prefix_n >= sizeof folder || (prefix_n && prefix[prefix_n - 1] != '/'))
        return -1;
    snprintf(folder, sizeof folder, "%.*s", prefix_n ? (int)prefix_n : 1, prefix_n ? prefix : ".");
    return access("/proc/self/fd", X_OK) == 0 ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, mode)
                                              : -1;
#else
    return -1;
#endif
}

/* A name beside others that nobody uses, which the file gets by `take`: 0, or why not. */
typedef int name_taker(int *fd, const char *path, mode_t mode);

static int make_file(int *fd, const char *path, mode_t mode)
{
    *fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    return *fd >= 0 ? 0 : errno;
}

static int link_file(int *fd, const char *path, mode_t mode)
{
    char nameless[40];
    (void)mode;
    snprintf(nameless, sizeof nameless, "/proc/self/fd/%d", *fd);
    return linkat(AT_FDCWD, nameless, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
}

static lc_status take_name(lc_temp *t, name_taker *take, const char *prefix, size_t prefix_n,
                           mode_t mode, lc_error *err)
{
    const char *here = prefix_n == 0 || prefix[0] != '/' ? "./" : "";
    int why = EEXIST;
    for (int attempt = 0; attempt < ATTEMPTS && why == EEXIST; attempt++) {
        char *path = lc_text_format("%s%.*s.learncurve-%ld-%d", here, (int)prefix_n, prefix,
                                    (long)getpid(), attempt);
        if (!path)
            return lc_error_nomem(err);
        why = take(&t->fd, path, mode);
        if (why == 0) {
            t->path = path;
            return LC_OK;
        }
        lc_mem_free(path);
    }
    return lc_error_set(err, LC_E_IO, 0, "can't make a file in %s%.*s: %s", here, (int)prefix_n,
                        prefix, strerror(why));
}

/* Not mkstemp: that would make private files, and the umask can't be read without changing it. */
lc_status lc_temp_make(lc_temp *t, const char *prefix, size_t prefix_n, mode_t mode, lc_error *err)
{
    *t = (lc_temp){NULL, open_nameless(prefix, prefix_n, mode)};
    return t->fd >= 0 ? LC_OK : take_name(t, make_file, prefix, prefix_n, mode, err);
}

void lc_temp_unname(lc_temp *t)
{
    if (t->path)
        unlink(t->path);
    lc_mem_free(t->path);
    t->path = NULL;
}

/* [bytes] of the folder's part of a path, its slash included. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

lc_status lc_temp_beside(lc_temp *t, const char *path, lc_error *err)
{
    const mode_t permissions = S_IRWXU | S_IRWXG | S_IRWXO;
    struct stat s;
    bool replaces = stat(path, &s) == 0;
    if (replaces && !S_ISREG(s.st_mode))
        return lc_error_set(err, LC_E_IO, 0,
                            S_ISDIR(s.st_mode) ? "is a directory" : "is not a regular file");
    mode_t mode = replaces ? s.st_mode & permissions : 0666;
    lc_status st = lc_temp_make(t, path, folder_length(path), mode, err);
    if (st != LC_OK || !replaces || fchmod(t->fd, mode) == 0) /* the umask may have taken some */
        return st;
    st = lc_error_set(err, LC_E_IO, 0, "its permissions can't be kept: %s", strerror(errno));
    lc_temp_drop(t);
    return st;
}

lc_status lc_temp_stream(FILE **out, const lc_temp *t, lc_error *err)
{
    int copy = fcntl(t->fd, F_DUPFD_CLOEXEC, 0);
    FILE *made = copy >= 0 ? fdopen(copy, "w") : NULL;
    if (made) {
        *out = made;
        return LC_OK;
    }
    lc_status st = errno == ENOMEM ? lc_error_nomem(err)
                                   : lc_error_set(err, LC_E_IO, 0, "%s", strerror(errno));
    if (copy >= 0)
        close(copy);
    return st;
}

/* Sync the folder, so that the new name outlives a power cut; file systems that can't sync folders
 * say so, which is no failure. */
static lc_status sync_folder(const char *path, lc_error *err)
{
    size_t n = folder_length(path);
    char *folder = n ? lc_mem_text(path, n) : lc_mem_text(".", 1);
    if (!folder)
        return lc_error_nomem(err);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    lc_mem_free(folder);
    bool failed = fd >= 0 && fsync(fd) != 0 && errno == EIO;
    if (fd >= 0)
        close(fd);
    return failed ? lc_error_set(err, LC_E_IO, 0, "its folder can't be synced to the disk: %s",
                                 strerror(EIO))
                  : LC_OK;
}

lc_status lc_temp_rename(lc_temp *t, const char *path, lc_error *err)
{
    bool failed = fsync(t->fd) != 0 && errno != EINVAL && errno != ENOTSUP;
    lc_status st =
        failed || t->path ? LC_OK : take_name(t, link_file, path, folder_length(path), 0, err);
    if (st != LC_OK)
        return st;
    if (close(t->fd) != 0)
        failed = true;
    t->fd = -1;
    if (failed || rename(t->path, path) != 0)
        return lc_error_set(err, LC_E_IO, 0, "can't be written: %s", strerror(errno));
    lc_mem_free(t->path);
    t->path = NULL;
    return sync_folder(path, err);
}

lc_status lc_temp_open(FILE **out, lc_temp *t, const char *path, lc_error *err)
{
    lc_status st = lc_temp_beside(t, path, err);
    return st == LC_OK ? lc_temp_stream(out, t, err) : st;
}

lc_status lc_temp_finish(lc_temp *t, FILE *out, const char *path, lc_status st, lc_error *err)
{
    if (out && fclose(out) != 0 && st == LC_OK)
        st = lc_error_set(err, LC_E_IO, 0, "can't be written: %s", strerror(errno));
    if (st == LC_OK)
        st = lc_temp_rename(t, path, err);
    lc_temp_drop(t);
    return st;
}
