/* SPDX-License-Identifier: GPL-3.0-or-later */
/* logs.c - the logs at several paths, to be read one by one and by several threads. */
#include "read/folder.h"

#include "base/jobs.h"
#include "base/mem.h"

#include <string.h>
#include <sys/stat.h>

/* A file that was named, or a run's files below a folder. */
typedef struct log_place {
    char *path;
    double changed;         /* [s since 1970] */
    const lc_folder *below; /* NULL: a file */
    size_t first, n;        /* its entries in the folder */
} log_place;

struct lc_logs {
    lc_read_options options;
    lc_folder **folder; /* owned, at addresses that stay */
    size_t folders, folders_cap;
    log_place *log;
    size_t n, cap;
    size_t passed_over;
};

static lc_status add_log(lc_logs *logs, log_place log, lc_error *err)
{
    if (!log.path || !lc_mem_grow(&logs->log, &logs->cap, logs->n + 1, sizeof *logs->log)) {
        lc_mem_free(log.path);
        return lc_error_nomem(err);
    }
    logs->log[logs->n++] = log;
    return LC_OK;
}

/* The newest of a run's files. */
static double newest(const lc_folder *f, size_t first, size_t n)
{
    double changed = f->entry[first].changed;
    for (size_t i = first + 1; i < first + n; i++)
        changed = f->entry[i].changed > changed ? f->entry[i].changed : changed;
    return changed;
}

static lc_status new_folder(lc_folder **f, lc_logs *logs, const char *path, lc_error *err)
{
    if (!lc_mem_grow(&logs->folder, &logs->folders_cap, logs->folders + 1, sizeof *logs->folder))
        return lc_error_nomem(err);
    *f = lc_mem_resize(NULL, 1, sizeof **f);
    if (!*f)
        return lc_error_nomem(err);
    **f = (lc_folder){.path = path, .options = &logs->options};
    logs->folder[logs->folders++] = *f;
    return LC_OK;
}

static lc_status add_folder(lc_logs *logs, const char *path, unsigned threads, lc_error *err)
{
    lc_folder *f;
    size_t files = 0;
    lc_status st = new_folder(&f, logs, path, err);
    if (st == LC_OK)
        st = lc_folder_find(f, threads, err);
    for (size_t i = 0, n; st == LC_OK && i < f->n; i += n) {
        n = lc_folder_run(f, i);
        log_place log = {lc_folder_source(f, i), newest(f, i, n), f, i, n};
        st = add_log(logs, log, err);
        files += n;
    }
    if (st == LC_OK)
        logs->passed_over += f->looked_at - files;
    return st;
}

static lc_status add_path(lc_logs *logs, const char *path, unsigned threads, lc_error *err)
{
    struct stat about;
    bool found = stat(path, &about) == 0;
    if (found && S_ISDIR(about.st_mode))
        return add_folder(logs, path, threads, err);
    log_place log = {.path = lc_mem_text(path, strlen(path)),
                     .changed = found ? (double)about.st_mtime : 0};
    return add_log(logs, log, err);
}

lc_status lc_logs_find(lc_logs **logs, const char *const *paths, size_t n,
                       const lc_read_options *options, unsigned threads, lc_error *err)
{
    static const lc_read_options defaults = LC_READ_OPTIONS_INIT;
    lc_logs *made = lc_mem_resize(NULL, 1, sizeof *made);
    if (!made)
        return lc_error_nomem(err);
    *made = (lc_logs){.options = options ? *options : defaults};
    lc_status st = LC_OK;
    threads = threads ? threads : lc_processors();
    for (size_t i = 0; i < n && st == LC_OK; i++)
        st = add_path(made, paths[i], threads, err);
    if (st == LC_OK)
        *logs = made;
    else
        lc_logs_close(made);
    return st;
}

size_t lc_logs_count(const lc_logs *logs)
{
    return logs->n;
}

size_t lc_logs_passed_over(const lc_logs *logs)
{
    return logs->passed_over;
}

const char *lc_logs_path(const lc_logs *logs, size_t i)
{
    return logs->log[i].path;
}

double lc_logs_changed(const lc_logs *logs, size_t i)
{
    return logs->log[i].changed;
}

void lc_logs_drop_older(lc_logs *logs, double than)
{
    size_t kept = 0;
    for (size_t i = 0; i < logs->n; i++)
        if (logs->log[i].changed >= than)
            logs->log[kept++] = logs->log[i];
        else
            lc_mem_free(logs->log[i].path);
    logs->n = kept;
}

lc_status lc_logs_read(lc_runs *runs, const lc_logs *logs, size_t i, lc_error *err)
{
    const log_place *log = &logs->log[i];
    lc_unread unread = {0};
    size_t had = runs->n;
    if (!log->below)
        return lc_read_file(runs, log->path, &logs->options, err);
    lc_status st = lc_folder_read(runs, log->below, log->first, log->n, &unread, err);
    if (st == LC_OK && runs->n == had)
        st = lc_error_set(err, LC_E_FORMAT, 0, "%s",
                          unread.n ? unread.first : "no number beside epochs or steps");
    return st;
}

void lc_logs_close(lc_logs *logs)
{
    if (!logs)
        return;
    for (size_t i = 0; i < logs->n; i++)
        lc_mem_free(logs->log[i].path);
    for (size_t i = 0; i < logs->folders; i++) {
        lc_folder_free(logs->folder[i]);
        lc_mem_free(logs->folder[i]);
    }
    lc_mem_free(logs->log);
    lc_mem_free(logs->folder);
    lc_mem_free(logs);
}
