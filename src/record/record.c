/* SPDX-License-Identifier: MIT */
/*
 * record.c - a run's rows go to the file, each whole or not at all.
 *
 * Linux copies a write() page by page and lets readers see the file grow by each (ext4, tmpfs); a
 * signal that kills ends it there, too. So a row that would cross a page's end begins on the next
 * page, behind blanks, which readers of CSV skip. On 2 cores a reader that polled as fast as it
 * could met half rows in 1 poll of 20 without this, and in none of millions with it.
 */
#ifdef __APPLE__
#define _DARWIN_C_SOURCE /* flock */
#endif
#include "recorder.h"

#include "digits.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct lc_recorder {
    char *path;
    int fd;
    bool regular; /* a file that can be cut and synced; no pipe, no device */
    bool made;    /* by us */
    unsigned long sync_rows, unsynced;
    double sync_seconds, synced_at; /* [s] */
    int sync_errno;                 /* of the first sync that failed */
    off_t torn_at; /* where bytes of a failed row begin that couldn't be taken back, or -1 */
    double last;   /* rows up to it are skipped; NaN: none */

    size_t n, set_n;
    char **name;
    double *value;
    bool *set;
    char *line;
};

static lc_record_status no_memory(const char *path, lc_record_error *err)
{
    return lc_record_fail(err, LC_RECORD_E_NOMEM, 0, path, "out of memory");
}

/* ---- bytes to the file ----------------------------------------------------------------- */

/* Take back what a failed write left behind the last whole line. */
static bool cut_torn(lc_recorder *r)
{
    if (r->torn_at >= 0 && ftruncate(r->fd, r->torn_at) != 0)
        return false;
    r->torn_at = -1;
    return true;
}

/* Where the next byte goes; 0 when that can't be told. */
static off_t end_of_file(const lc_recorder *r)
{
    off_t end = r->regular ? lseek(r->fd, 0, SEEK_END) : 0;
    return end < 0 ? 0 : end;
}

/* All of it, or nothing: one write, more only when a signal or a full disk cuts it short. */
static lc_record_status append(lc_recorder *r, const char *s, size_t n, lc_record_error *err)
{
    off_t begin = end_of_file(r);
    size_t done = 0;
    while (done < n) {
        ssize_t k = write(r->fd, s + done, n - done);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0) {
            int why = k < 0 ? errno : ENOSPC;
            if (done && r->regular)
                r->torn_at = begin;
            cut_torn(r);
            return lc_record_fail(err, LC_RECORD_E_IO, why, r->path, "can't be written");
        }
        done += (size_t)k;
    }
    return LC_RECORD_OK;
}

static int sync_data(int fd)
{
#if defined(_POSIX_SYNCHRONIZED_IO) && _POSIX_SYNCHRONIZED_IO > 0
    return fdatasync(fd);
#else
    return fsync(fd);
#endif
}

/* Some file systems and all devices have no sync: then there is nothing to be lost or said. */
static bool means_no_sync(int why)
{
    return why == EINVAL || why == ENOTSUP || why == EROFS;
}

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Whether anything is synced but on request. */
static bool syncs(const lc_recorder *r)
{
    return r->sync_rows != LC_RECORD_SYNC_OFF || r->sync_seconds > 0;
}

static bool is_due(const lc_recorder *r)
{
    return (r->sync_rows != LC_RECORD_SYNC_OFF && r->unsynced >= r->sync_rows) ||
           (r->sync_seconds > 0 && seconds_now() - r->synced_at >= r->sync_seconds);
}

lc_record_status lc_record_sync(lc_recorder *r, lc_record_error *err)
{
    if (!r->regular)
        return LC_RECORD_OK;
    while (sync_data(r->fd) != 0) {
        if (errno == EINTR)
            continue;
        if (means_no_sync(errno))
            break;
        r->sync_errno = r->sync_errno ? r->sync_errno : errno;
        return lc_record_fail(err, LC_RECORD_E_SYNC, errno, r->path, "can't be synced to the disk");
    }
    r->unsynced = 0;
    r->synced_at = r->sync_seconds > 0 ? seconds_now() : 0;
    return LC_RECORD_OK;
}

/* A new file's name is on the disk when its directory is. */
static lc_record_status sync_directory(const lc_recorder *r, lc_record_error *err)
{
    const char *slash = strrchr(r->path, '/');
    char *dir = slash ? strdup(r->path) : NULL;
    if (slash && !dir)
        return no_memory(r->path, err);
    if (dir)
        dir[slash == r->path ? 1 : slash - r->path] = '\0';
    int fd = open(dir ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(dir);
    if (fd < 0) /* one may write to a directory that one may not read */
        return LC_RECORD_OK;
    int why = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    if (why == 0 || means_no_sync(why))
        return LC_RECORD_OK;
    return lc_record_fail(err, LC_RECORD_E_SYNC, why, r->path,
                          "its directory can't be synced to the disk");
}

/* ---- opening --------------------------------------------------------------------------- */

static void release(lc_recorder *r)
{
    if (r->fd >= 0)
        close(r->fd);
    for (size_t i = 0; r->name && i < r->n; i++)
        free(r->name[i]);
    free(r->name);
    free(r->value);
    free(r->set);
    free(r->line);
    free(r->path);
    free(r);
}

static lc_recorder *make(const char *path, const char *const *fields, size_t n,
                         const lc_record_options *options)
{
    lc_recorder *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    *r = (lc_recorder){.fd = -1,
                       .n = n,
                       .torn_at = -1,
                       .last = NAN,
                       .sync_rows = options->sync_rows,
                       .sync_seconds = options->sync_seconds};
    bool fits = n < SIZE_MAX / ((size_t)2 * LC_RECORD_DIGITS) - LC_RECORD_PAGE;
    r->path = strdup(path);
    r->name = calloc(n, sizeof *r->name);
    r->value = calloc(n, sizeof *r->value);
    r->set = calloc(n, sizeof *r->set);
    r->line = fits ? malloc(LC_RECORD_PAGE + n * LC_RECORD_DIGITS) : NULL;
    bool whole = r->path && r->name && r->value && r->set && r->line;
    for (size_t i = 0; i < n && whole; i++)
        whole = (r->name[i] = strdup(fields[i])) != NULL;
    if (whole)
        return r;
    release(r);
    return NULL;
}

static lc_record_status open_file(lc_recorder *r, lc_record_mode mode, lc_record_error *err)
{
    int how = (mode == LC_RECORD_RESUME ? O_RDWR : O_WRONLY) | O_APPEND | O_CLOEXEC | O_NOCTTY;
    r->fd = open(r->path, how | O_CREAT | O_EXCL, 0666);
    r->made = r->fd >= 0;
    if (r->fd < 0 && errno == EEXIST) {
        if (mode == LC_RECORD_FRESH)
            return lc_record_fail(err, LC_RECORD_E_EXISTS, 0, r->path, "already exists");
        r->fd = open(r->path, how);
    }
    struct stat is, link;
    if (r->fd < 0 || fstat(r->fd, &is) != 0)
        return lc_record_fail(err, LC_RECORD_E_IO, errno, r->path, "can't be opened");
    r->regular = S_ISREG(is.st_mode);
    if (r->regular && mode == LC_RECORD_REPLACE && !r->made && lstat(r->path, &link) == 0 &&
        (link.st_dev != is.st_dev || link.st_ino != is.st_ino))
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, r->path,
                              "is a symbolic link, whose file isn't overwritten");
    if (!r->regular && mode == LC_RECORD_RESUME)
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, r->path,
                              "is not a regular file, so it can't be resumed");
    if (flock(r->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return lc_record_fail(err, LC_RECORD_E_BUSY, 0, r->path,
                              "another run is being recorded there");
    return LC_RECORD_OK;
}

static lc_record_status cut(lc_recorder *r, off_t whole, lc_record_error *err)
{
    if (r->regular && ftruncate(r->fd, whole) != 0)
        return lc_record_fail(err, LC_RECORD_E_IO, errno, r->path, "can't be written");
    return LC_RECORD_OK;
}

/* Bring the file to where rows follow. */
static lc_record_status prepare(lc_recorder *r, const char *const *fields,
                                const lc_record_options *options, const lc_record_text *header,
                                lc_record_error *err)
{
    lc_record_found found = {.last = NAN};
    lc_record_status st = LC_RECORD_OK;
    if (options->mode == LC_RECORD_RESUME)
        st = lc_record_look(&found, r->fd, r->path, fields, r->n, err);
    if (st == LC_RECORD_OK && !r->made)
        st = cut(r, found.whole, err);
    if (st == LC_RECORD_OK && found.whole == 0)
        st = append(r, header->s, header->n, err);
    if (st != LC_RECORD_OK)
        return st;
    r->last = found.last;
    if (syncs(r))
        st = lc_record_sync(r, err);
    if (st == LC_RECORD_OK && r->made && syncs(r))
        st = sync_directory(r, err);
    return st;
}

lc_record_status lc_record_open(lc_recorder **r, const char *path, const char *const *fields,
                                size_t n, const lc_record_options *options, lc_record_error *err)
{
    const lc_record_options defaults = LC_RECORD_OPTIONS_INIT;
    options = options ? options : &defaults;
    lc_record_text header = {0};
    lc_recorder *made = NULL;
    lc_record_status st = lc_record_header(&header, path, fields, n, options, err);
    if (st == LC_RECORD_OK) {
        made = make(path, fields, n, options);
        st = made ? open_file(made, options->mode, err) : no_memory(path, err);
    }
    if (made && st == LC_RECORD_OK) {
        st = prepare(made, fields, options, &header, err);
        if (st != LC_RECORD_OK && made->made)
            unlink(path);
    }
    free(header.s);
    if (made && st != LC_RECORD_OK)
        release(made);
    else if (made)
        *r = made;
    return st;
}

/* ---- rows ------------------------------------------------------------------------------ */

lc_record_status lc_record_set(lc_recorder *r, size_t field, double value, lc_record_error *err)
{
    if (field >= r->n)
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, r->path, "no field of index %zu", field);
    r->set_n += !r->set[field];
    r->set[field] = true;
    r->value[field] = value;
    return LC_RECORD_OK;
}

lc_record_status lc_record_put(lc_recorder *r, const char *field, double value,
                               lc_record_error *err)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->name[i], field) == 0)
            return lc_record_set(r, i, value, err);
    return lc_record_fail(err, LC_RECORD_E_ARG, 0, r->path, "no field '%.60s'", field);
}

double lc_record_last(const lc_recorder *r)
{
    return r->last;
}

/* The row's cells, from the line's second page on; blanks in front are put before it. */
static char *write_cells(lc_recorder *r, size_t *n)
{
    char *begin = r->line + LC_RECORD_PAGE, *s = begin;
    for (size_t i = 0; i < r->n; i++) {
        if (r->set[i])
            s += lc_record_write_double(s, r->value[i]);
        *s++ = i + 1 < r->n ? ',' : '\n';
    }
    *n = (size_t)(s - begin);
    return begin;
}

/* How many blanks put a row of n bytes on the next page; 0 when it doesn't reach that far. */
static size_t blanks_before(const lc_recorder *r, size_t n)
{
    size_t room = LC_RECORD_PAGE - (size_t)(end_of_file(r) % LC_RECORD_PAGE);
    return r->regular && n > room && n <= LC_RECORD_PAGE ? room : 0;
}

static void begin_row(lc_recorder *r)
{
    memset(r->set, 0, r->n * sizeof *r->set);
    r->set_n = 0;
}

lc_record_status lc_record_end_row(lc_recorder *r, lc_record_error *err)
{
    if (r->set_n == 0)
        return lc_record_fail(err, LC_RECORD_E_ARG, 0, r->path, "a row without a value");
    if (r->set[0] && r->value[0] <= r->last) {
        begin_row(r);
        return LC_RECORD_OK;
    }
    if (!cut_torn(r))
        return lc_record_fail(err, LC_RECORD_E_IO, errno, r->path,
                              "a partly written row can't be removed");
    size_t n;
    char *s = write_cells(r, &n);
    size_t blanks = blanks_before(r, n);
    memset(s - blanks, ' ', blanks);
    lc_record_status st = append(r, s - blanks, blanks + n, err);
    if (st != LC_RECORD_OK)
        return st;
    begin_row(r);
    r->unsynced++;
    return is_due(r) ? lc_record_sync(r, err) : LC_RECORD_OK;
}

lc_record_status lc_record_close(lc_recorder *r, lc_record_error *err)
{
    if (!r)
        return LC_RECORD_OK;
    lc_record_status st = LC_RECORD_OK;
    if (syncs(r) && r->unsynced)
        st = lc_record_sync(r, err);
    if (r->sync_errno && st == LC_RECORD_OK)
        st = lc_record_fail(err, LC_RECORD_E_SYNC, r->sync_errno, r->path,
                            "an earlier sync to the disk failed");
    cut_torn(r);
    int why = close(r->fd) == 0 ? 0 : errno;
    r->fd = -1;
    if (why && why != EINTR && st == LC_RECORD_OK)
        st = lc_record_fail(err, LC_RECORD_E_SYNC, why, r->path, "can't be closed");
    release(r);
    return st;
}
