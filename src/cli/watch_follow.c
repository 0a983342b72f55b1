/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch_follow.c - the runs of logs that are still being written, read anew as these grow.
 *
 * A log that has changed is read from its beginning, whatever its format, and however it was written to:
 * appended to, replaced, cut, rotated. A read takes a tenth of a second for 1,000,000 records; they are so
 * far apart that they take a tenth of a processor.
 */
#include "cli/watch_follow.h"

#include "cli/clock.h"
#include "cli/input.h"
#include "cli/message.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_EVERY 0.1   /* [s] at most so often, ... */
#define SHARE 0.1        /* ... and for that share of the time, ... */
#define BEHIND_SHARE 0.5 /* ... or that while looks are due for which there was no time */
#define LOOKS_MOST 0.1   /* [s] of looks in a row: then it is drawn, and signals are taken */
#define DEPTH 16         /* of folders */
#define WATCHED (IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB)

/* ---- what has changed --------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ b[i]) * UINT64_C(1099511628211); /* FNV-1a */
    return hash;
}

static uint64_t mix_file(uint64_t hash, const struct stat *about)
{
    hash = mix(hash, &about->st_ino, sizeof about->st_ino);
    hash = mix(hash, &about->st_size, sizeof about->st_size);
    return mix(hash, &about->st_mtim, sizeof about->st_mtim);
}

/* A number that changes when a file, or any below a folder, does; 0: there is none. Folders get a watch
 * of inotify. */
static uint64_t signature_of(const char *path, int inotify, unsigned depth)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return 0;
    uint64_t sum = mix_file(UINT64_C(14695981039346656037), &about);
    DIR *dir = S_ISDIR(about.st_mode) && depth < DEPTH ? opendir(path) : NULL;
    if (!dir)
        return sum;
    if (inotify >= 0)
        inotify_add_watch(inotify, path, WATCHED);
    for (struct dirent *e; (e = readdir(dir));) {
        char below[4096];
        int n = snprintf(below, sizeof below, "%s/%s", path, e->d_name);
        if (e->d_name[0] != '.' && n > 0 && (size_t)n < sizeof below)
            sum += signature_of(below, inotify, depth + 1); /* in any order */
    }
    closedir(dir);
    return sum;
}

/* The folder of a file, in which it may be replaced, or appear. */
static void watch_folder_of(int inotify, const char *path)
{
    char folder[4096] = ".";
    const char *slash = strrchr(path, '/');
    if (slash)
        snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    if (inotify >= 0)
        inotify_add_watch(inotify, folder, WATCHED);
}

static uint64_t signature_of_all(const follow *f)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < f->path_n; i++) {
        watch_folder_of(f->inotify, f->path[i]);
        sum = 31 * sum + signature_of(f->path[i], f->inotify, 0);
    }
    return sum;
}

void follow_drain(follow *f)
{
    char events[4096];
    while (f->inotify >= 0 && read(f->inotify, events, sizeof events) > 0)
        ;
}

/* ---- runs --------------------------------------------------------------------------------- */

static bool take(void *self, const lc_look *look)
{
    followed *r = self;
    bool more = r->all->take(r, look);
    r->behind = more && seconds_now() > r->all->looks_end;
    return more && !r->behind;
}

static followed *open_run(follow *f, const char *path, size_t index, lc_error *err)
{
    followed **longer = realloc(f->run, (f->n + 1) * sizeof(followed *));
    followed *r = calloc(1, sizeof *r);
    if (longer)
        f->run = longer;
    if (!longer || !r || !(r->path = strdup(path))) {
        free(r);
        lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
        return NULL;
    }
    r->all = f;
    r->index = index;
    r->is_old = !f->begun && f->spool < 0;
    f->run[f->n++] = r;
    return r;
}

static lc_status open_watch(followed *r, lc_error *err)
{
    const settings *s = r->all->s;
    lc_diagnose_options diagnose = settings_diagnose(s);
    const lc_watch_options options = {.diagnose = &diagnose,
                                      .stop_on = s->watch.stop_on,
                                      .patience = s->watch.patience,
                                      .min_confidence = s->watch.min_confidence,
                                      .take = take,
                                      .self = r};
    return lc_watch_open(&r->watch, &options, err);
}

static void note_pace(followed *r)
{
    double x = r->run.x[r->run.n - 1];
    if (r->pace_n && r->pace_x[r->pace_n - 1] >= x) {
        r->pace_n = r->pace_x[r->pace_n - 1] > x ? 0 : r->pace_n;
        return;
    }
    if (r->pace_n == PACE_MOST) {
        r->pace_n--;
        memmove(r->pace_x, r->pace_x + 1, r->pace_n * sizeof *r->pace_x);
        memmove(r->pace_at, r->pace_at + 1, r->pace_n * sizeof *r->pace_at);
    }
    r->pace_x[r->pace_n] = x;
    r->pace_at[r->pace_n++] = seconds_now();
}

static lc_status look_at(followed *r, lc_error *err)
{
    r->behind = false;
    return lc_watch_see(r->watch, &r->run, r->all->begun || r->all->spool >= 0, err);
}

/* Where a run that goes on can't differ from what it was: at its beginning, once that was passed. */
static bool begins_anew(const lc_run *before, const lc_run *now)
{
    if (before->n == 0)
        return false;
    if (before->x[before->n - 1] > now->x[now->n - 1] || before->x[0] != now->x[0])
        return true;
    const lc_series *s = before->series_n ? &before->series[0] : NULL;
    const lc_series *same = s ? lc_run_find(now, s->metric.name) : NULL;
    return before->n > 1 && s && same && s->n && same->n &&
           memcmp(&s->y[0], &same->y[0], sizeof *s->y) != 0;
}

/* Run number `index` of a log as it is now; it moves. */
static lc_status take_run(follow *f, const char *path, size_t index, lc_run *run, lc_error *err)
{
    followed *r = NULL;
    lc_status st = LC_OK;
    for (size_t i = 0; i < f->n && !r; i++)
        if (f->run[i]->index == index && strcmp(f->run[i]->path, path) == 0)
            r = f->run[i];
    if (!r && !(r = open_run(f, path, index, err)))
        return LC_E_NOMEM;
    bool anew = begins_anew(&r->run, run);
    r->is_old = r->is_old && (r->run.n == 0 || (r->run.n == run->n && !anew));
    lc_run_free(&r->run);
    r->run = *run;
    *run = (lc_run)LC_RUN_INIT;
    r->drawn = r->listed = false;
    note_pace(r);
    if (anew)
        f->anew(r);
    if (anew || !r->watch) {
        lc_watch_close(r->watch);
        r->watch = NULL;
        st = open_watch(r, err);
    }
    return st == LC_OK ? look_at(r, err) : st;
}

/* ---- logs --------------------------------------------------------------------------------- */

/* What can't be read, or not yet, is tried again when it changes. */
static bool take_runs(follow *f, const char *path, lc_status st, lc_runs *runs, lc_error *err)
{
    if (st == LC_OK && f->s->run && !input_choose(runs, 0, f->s->run))
        st = lc_error_set(err, LC_E_FORMAT, 0, "no run '%.60s' yet", f->s->run);
    for (size_t i = 0; i < runs->n && st == LC_OK; i++)
        st = take_run(f, path, i, &runs->run[i], err);
    lc_runs_free(runs);
    if (st == LC_E_NOMEM) {
        print_file_error(path, err);
        return false;
    }
    f->why.code = LC_OK;
    if (st != LC_OK) {
        free(f->why_path);
        f->why_path = strdup(path);
        f->why = *err;
    }
    return true;
}

/* The log of that path; NULL when memory is out. */
static followed_log *log_of(follow *f, const char *path)
{
    for (size_t i = 0; i < f->log_n; i++)
        if (strcmp(f->log[i].path, path) == 0)
            return &f->log[i];
    followed_log *longer = realloc(f->log, (f->log_n + 1) * sizeof *longer);
    if (!longer)
        return NULL;
    f->log = longer;
    longer[f->log_n] = (followed_log){.path = strdup(path)};
    return longer[f->log_n].path ? &longer[f->log_n++] : NULL;
}

static bool read_logs(follow *f, const lc_logs *logs)
{
    bool ok = true;
    for (size_t i = 0; i < lc_logs_count(logs) && ok; i++) {
        const char *path = lc_logs_path(logs, i);
        uint64_t signature = signature_of(path, -1, 0);
        followed_log *log = log_of(f, path);
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = LC_ERROR_INIT;
        if (!log) {
            print_error("out of memory");
            return false;
        }
        if (signature == 0 || signature == log->signature)
            continue;
        log->signature = signature;
        ok = take_runs(f, path, lc_logs_read(&runs, logs, i, &err), &runs, &err);
    }
    return ok;
}

static bool read_paths(follow *f, bool last)
{
    lc_logs *logs = NULL;
    lc_error err = LC_ERROR_INIT;
    lc_read_options options = settings_read(f->s);
    const lc_scan_options scan = {.read = &options};
    options.growing = !last;
    options.most_records = FOLLOW_MOST;
    uint64_t signature = signature_of_all(f);
    if (signature == f->signature && !last)
        return true;
    f->signature = signature;
    if (lc_logs_find(&logs, (const char *const *)f->path, f->path_n, &scan, &err) != LC_OK)
        return err.code != LC_E_NOMEM; /* a folder that changes under one's hands */
    for (size_t i = 0; i < f->log_n && last; i++)
        f->log[i].signature = 0;
    bool ok = read_logs(f, logs);
    lc_logs_close(logs);
    return ok;
}

static bool read_spool(follow *f, bool last)
{
    struct stat about;
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_read_options options = settings_read(f->s);
    options.growing = !last;
    options.most_records = FOLLOW_MOST;
    if (fstat(f->spool, &about) != 0 || about.st_size == 0 ||
        ((uint64_t)about.st_size == f->spooled && !last))
        return true;
    f->spooled = (uint64_t)about.st_size;
    void *map = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, f->spool, 0);
    if (map == MAP_FAILED)
        return true;
    lc_status st = lc_read_bytes(&runs, "-", map, (size_t)about.st_size, &options, &err);
    munmap(map, (size_t)about.st_size);
    return take_runs(f, "-", st, &runs, &err);
}

/* Looks for which there was no time. */
static bool catch_up(follow *f)
{
    lc_error err = LC_ERROR_INIT;
    f->behind = false;
    for (size_t i = 0; i < f->n; i++) {
        followed *r = f->run[i];
        if (r->behind && seconds_now() < f->looks_end && look_at(r, &err) == LC_E_NOMEM) {
            print_file_error(r->path, &err);
            return false;
        }
        f->behind = f->behind || r->behind;
    }
    return true;
}

/* At the end there is a look at the last record, whether one is due or not. */
static bool look_at_ends(follow *f)
{
    lc_error err = LC_ERROR_INIT;
    for (size_t i = 0; i < f->n; i++)
        if (lc_watch_see(f->run[i]->watch, &f->run[i]->run, false, &err) == LC_E_NOMEM) {
            print_file_error(f->run[i]->path, &err);
            return false;
        }
    return true;
}

bool follow_update(follow *f, bool last)
{
    double now = seconds_now();
    clock_t begun = clock();
    f->looks_end = last ? INFINITY : now + LOOKS_MOST;
    bool ok = f->spool >= 0 ? read_spool(f, last) : read_paths(f, last);
    ok = ok && catch_up(f) && (!last || look_at_ends(f));
    double cost = (double)(clock() - begun) / CLOCKS_PER_SEC;
    f->due = now + READ_EVERY + cost / (f->behind ? BEHIND_SHARE : SHARE);
    f->begun = true;
    return ok;
}

void follow_open(follow *f, const settings *s, char **path, size_t n)
{
    *f = (follow){.s = s, .path = path, .path_n = n, .spool = -1, .inotify = -1};
    if (n && s->watch.poll == 0)
        f->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
}

void follow_close(follow *f)
{
    for (size_t i = 0; i < f->n; i++) {
        lc_watch_close(f->run[i]->watch);
        lc_run_free(&f->run[i]->run);
        lc_digest_free(&f->run[i]->digest);
        free(f->run[i]->path);
        free(f->run[i]);
    }
    for (size_t i = 0; i < f->log_n; i++)
        free(f->log[i].path);
    free(f->run);
    free(f->log);
    free(f->why_path);
    if (f->inotify >= 0)
        close(f->inotify);
}
