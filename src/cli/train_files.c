/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_files.c - what a training run must not overwrite. */
#include "cli/train_files.h"

#include "cli/input.h"
#include "cli/message.h"
#include "cli/text.h"
#include "cli/train_sizes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files by what they hold; a name is NULL when it isn't given. */
typedef struct named {
    const char *option, *path;
} named;

/* Another of them that is the same file; NULL: none. */
static const named *find_same(const named *file, const named *others, size_t n)
{
    struct stat s;
    if (stat(file->path, &s) == 0 && S_ISCHR(s.st_mode))
        return NULL; /* /dev/null holds nothing that could be lost */
    for (size_t i = 0; i < n; i++)
        if (others[i].path && same_file(file->path, others[i].path))
            return &others[i];
    return NULL;
}

/* A file that is there is replaced only by its like: networks and checkpoints begin alike. */
static bool check_kind(const char *path)
{
    static const unsigned char magic[] = {0x89, 'L', 'C', 'M'};
    unsigned char head[sizeof magic];
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY); /* it may be a pipe */
    struct stat s;
    if (fd < 0)
        return true; /* not there, or reported when it is written */
    bool file = fstat(fd, &s) != 0 || S_ISREG(s.st_mode) || S_ISDIR(s.st_mode);
    ssize_t n = file ? read(fd, head, sizeof head) : 0;
    bool ours = n <= 0 || (n == sizeof magic && memcmp(head, magic, sizeof magic) == 0);
    close(fd);
    if (!file)
        print_error("%s: is not a regular file", path);
    if (!ours)
        print_error("%s: exists and is not a network or checkpoint; not overwritten", path);
    return ours && file;
}

static bool check_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *directory = slash ? text_format("%.*s", (int)(slash - path + 1), path) : text_format(".");
    bool ok = !directory || access(directory, W_OK) == 0;
    if (!ok)
        print_error("%s: can't be written: %s", path, strerror(errno));
    free(directory);
    return ok;
}

static bool check_ending(const char *path)
{
    bool ok = lc_plot_can_draw(path);
    if (!ok)
        print_error("%s: a plot's name ends in .png, .svg, .pdf, .eps, .tex or .gp", path);
    return ok;
}

static bool check_files(const train_settings *t, const char *table, const char *folds)
{
    const named in[] = {{"the table", table}, {"--validation-file", t->validation_file}};
    const named out[] = {{"--save", t->save},
                         {"--checkpoint", t->checkpoint},
                         {"--plot", t->plot},
                         {"--output", t->record ? t->record : "run.csv"},
                         {"the scores of the folds", folds}};
    const named resumed = {"--resume", t->resume};
    const size_t outs = sizeof out / sizeof *out;
    for (size_t i = 0; i < outs; i++) {
        const named *other = NULL;
        if (!out[i].path)
            continue;
        other = find_same(&out[i], in, sizeof in / sizeof *in);
        other = other ? other : find_same(&out[i], out + i + 1, outs - i - 1);
        if (!other && out[i].path != t->checkpoint)
            other = find_same(&out[i], &resumed, 1);
        if (other) {
            print_error("%s: %s and %s are the same file", out[i].path, out[i].option,
                        other->option);
            return false;
        }
    }
    return true;
}

bool train_files_check(const settings *s, const char *table)
{
    const train_settings *t = &s->train;
    char *folds = t->train_sizes.n ? train_sizes_folds(t) : NULL;
    bool ok = check_files(t, table, folds);
    free(folds);
    return ok && (!t->save || (check_kind(t->save) && check_directory(t->save))) &&
           (!t->checkpoint || (check_kind(t->checkpoint) && check_directory(t->checkpoint))) &&
           (!t->plot || (check_ending(t->plot) && check_directory(t->plot)));
}

/* ---- one run a checkpoint ------------------------------------------------------------------- */

/* Whether the open file is the one of that name: whoever held the lock before may have removed it. */
static bool is_file_at(int fd, const char *path)
{
    struct stat open, there;
    return fstat(fd, &open) == 0 && lstat(path, &there) == 0 && open.st_dev == there.st_dev &&
           open.st_ino == there.st_ino;
}

static bool lock_open(train_lock *lock)
{
    do {
        if (lock->fd >= 0)
            close(lock->fd);
        lock->fd = open(lock->path,
                        O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0666);
        if (lock->fd < 0)
            return false;
        if (flock(lock->fd, LOCK_EX | LOCK_NB) != 0)
            return errno != EWOULDBLOCK && errno != EINTR;
    } while (!is_file_at(lock->fd, lock->path));
    return true;
}

bool train_lock_take(train_lock *lock, const char *checkpoint)
{
    if (!checkpoint)
        return true;
    lock->path = text_format("%s.lock", checkpoint);
    if (!lock->path) {
        print_error("out of memory");
        return false;
    }
    if (lock_open(lock))
        return true;
    if (lock->fd < 0)
        print_error("%s: can't be made: %s", lock->path, strerror(errno));
    else
        print_error("%s: another training run writes this checkpoint", checkpoint);
    free(lock->path); /* it is the other one's */
    lock->path = NULL;
    train_lock_free(lock);
    return false;
}

void train_lock_free(train_lock *lock)
{
    if (lock->path)
        unlink(lock->path);
    if (lock->fd >= 0)
        close(lock->fd);
    free(lock->path);
    *lock = (train_lock)TRAIN_LOCK_INIT;
}
