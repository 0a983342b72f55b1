/* SPDX-License-Identifier: GPL-3.0-or-later */
/* logs.c - the logs at several paths, to be read one by one and by several threads. */
#include "read/logs.h"

#include "base/jobs.h"
#include "base/mem.h"
#include "read/folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A file that was named, or a run's files below a folder. */
typedef struct log_place {
    char *path;
    double changed;         /* [s since 1970] */
    uint64_t stamp;         /* of its files */
    const lc_folder *below; /* NULL: a file */
    size_t first, n;        /* its entries in the folder */
} log_place;

struct lc_logs {
    lc_scan_options options;
    lc_read_options read;
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

/* Of all files of a run, with their names; of one file, what it has where it is named. */
static uint64_t stamp_of(const lc_folder *f, size_t first, size_t n)
{
    uint64_t h = LC_HASH_BEGIN;
    if (n == 1)
        return f->entry[first].stamp;
    for (const lc_folder_entry *e = &f->entry[first]; e < &f->entry[first + n]; e++) {
        h = lc_mem_hash(h, e->path, strlen(e->path));
        h = lc_mem_hash(h, &e->stamp, sizeof e->stamp);
    }
    return h;
}

static lc_status new_folder(lc_folder **f, lc_logs *logs, const char *path, lc_error *err)
{
    if (!lc_mem_grow(&logs->folder, &logs->folders_cap, logs->folders + 1, sizeof *logs->folder))
        return lc_error_nomem(err);
    *f = lc_mem_resize(NULL, 1, sizeof **f);
    if (!*f)
        return lc_error_nomem(err);
    **f = (lc_folder){
        .path = path, .options = &logs->read, .cache = logs->options.cache, .spread = true};
    logs->folder[logs->folders++] = *f;
    return LC_OK;
}

static lc_status add_folder(lc_logs *logs, const char *path, lc_error *err)
{
    lc_folder *f;
    size_t files = 0;
    lc_status st = new_folder(&f, logs, path, err);
    if (st == LC_OK)
        st = lc_folder_find(f, logs->options.threads, err);
    for (size_t i = 0, n; st == LC_OK && i < f->n; i += n) {
        n = lc_folder_run(f, i);
        log_place log = {lc_folder_source(f, i), newest(f, i, n), stamp_of(f, i, n), f, i, n};
        st = add_log(logs, log, err);
        files += n;
    }
    if (st == LC_OK)
        logs->passed_over += f->looked_at - files;
    return st;
}

static lc_status add_path(lc_logs *logs, const char *path, lc_error *err)
{
    struct stat about;
    bool found = stat(path, &about) == 0;
    if (found && S_ISDIR(about.st_mode))
        return add_folder(logs, path, err);
    log_place log = {.path = lc_mem_text(path, strlen(path)),
                     .changed = found ? (double)about.st_mtime : 0,
                     .stamp = found ? lc_stamp(&about) : 0};
    return add_log(logs, log, err);
}

lc_status lc_logs_find(lc_logs **logs, const char *const *paths, size_t n,
                       const lc_scan_options *options, lc_error *err)
{
    static const lc_read_options defaults = LC_READ_OPTIONS_INIT;
    lc_logs *made = lc_mem_resize(NULL, 1, sizeof *made);
    if (!made)
        return lc_error_nomem(err);
    *made = (lc_logs){.options = options ? *options : (lc_scan_options){0}};
    made->read = made->options.read ? *made->options.read : defaults;
    if (made->options.threads == 0)
        made->options.threads = lc_work_others() ? 1 : lc_processors();
    if (made->options.threads > LC_THREADS_MAX)
        made->options.threads = LC_THREADS_MAX;
    lc_status st = LC_OK;
    for (size_t i = 0; i < n && st == LC_OK; i++)
        st = add_path(made, paths[i], err);
    if (st == LC_OK)
        *logs = made;
    else
        lc_logs_close(made);
    return st;
}

const lc_scan_options *lc_logs_options(const lc_logs *logs)
{
    return &logs->options;
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

uint64_t lc_logs_stamp(const lc_logs *logs, size_t i)
{
    return logs->log[i].stamp;
}

/* ---- questions: a byte, then texts with a NUL behind each ------------------------------------ */

enum { ASKS_FILE = 'p', ASKS_FILES = 'r' };

static void put_text(FILE *out, const char *s)
{
    fputs(s, out);
    putc('\0', out);
}

void lc_logs_ask(FILE *out, const lc_logs *logs, size_t i)
{
    const log_place *log = &logs->log[i];
    const lc_folder_entry *files = log->below ? &log->below->entry[log->first] : NULL;
    bool one_file = !files || files->lost;
    putc(one_file ? ASKS_FILE : ASKS_FILES, out);
    put_text(out, one_file ? log->path : log->below->path);
    if (one_file)
        return;
    put_text(out, files->reader->name);
    for (size_t k = 0; k < log->n; k++)
        put_text(out, files[k].path);
}

/* The text at *at, which then is the next one's place; NULL: none. */
static char *next_text(char **at, const char *end)
{
    char *text = *at;
    if (text >= end)
        return NULL;
    *at += strlen(text) + 1;
    return text;
}

/* The files of one run, whose names stay in the question. */
static lc_status take_files(lc_folder *f, char *at, const char *end, lc_error *err)
{
    f->path = next_text(&at, end);
    const char *name = next_text(&at, end);
    const lc_reader *reader = name ? lc_reader_find(name) : NULL;
    for (char *path; (path = next_text(&at, end));) {
        if (!lc_mem_grow(&f->entry, &f->cap, f->n + 1, sizeof *f->entry))
            return lc_error_nomem(err);
        f->entry[f->n++] = lc_folder_entry_of(path, reader);
    }
    return LC_OK;
}

static lc_status read_files(lc_runs *runs, char *at, const char *end,
                            const lc_read_options *options, lc_error *err)
{
    lc_folder f = {.options = options};
    lc_unread unread = {0};
    size_t had = runs->n;
    lc_status st = take_files(&f, at, end, err);
    if (st == LC_OK)
        st = lc_folder_read(runs, &f, 0, f.n, &unread, err);
    if (st == LC_OK && runs->n == had)
        st = lc_error_set(err, LC_E_FORMAT, 0, "%s",
                          unread.n ? unread.first : "no number beside epochs or steps");
    lc_mem_free(f.entry);
    return st;
}

lc_status lc_logs_read_asked(lc_runs *runs, const char *question, size_t n,
                             const lc_read_options *options, lc_error *err)
{
    char *text = lc_mem_text(question, n);
    if (!text)
        return lc_error_nomem(err);
    lc_status st = text[0] == ASKS_FILES ? read_files(runs, text + 1, text + n, options, err)
                                         : lc_read_file(runs, text + 1, options, err);
    lc_mem_free(text);
    return st;
}

lc_status lc_logs_read(lc_runs *runs, const lc_logs *logs, size_t i, lc_error *err)
{
    char *question = NULL;
    size_t n = 0;
    FILE *out = lc_text_open(&question, &n);
    if (!out)
        return lc_error_nomem(err);
    lc_logs_ask(out, logs, i);
    lc_status st = lc_text_close(out, &question)
                       ? lc_logs_read_asked(runs, question, n, &logs->read, err)
                       : lc_error_nomem(err);
    lc_mem_free(question);
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
