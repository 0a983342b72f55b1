/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * folder.c - the runs below a folder.
 *
 * All files are found first, in the order of their names; each is asked for its reader, which also
 * says whether the file is one part of a run (event files, MLflow's metrics). Then each run's files
 * are read into one builder.
 */
#include "read/folder.h"

#include "base/mem.h"
#include "base/text.h"
#include "model/run.h"
#include "read/log.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MAX 100000u /* looked at */
#define DEPTH_MAX 32      /* folders within folders */

/* A file that is read, or may be. */
typedef struct entry {
    char *path; /* from the folder on */
    const lc_reader *reader;
    lc_part part;
} entry;

typedef struct folder {
    const char *path;
    const lc_read_options *options;
    entry *entry;
    size_t n, cap;
    size_t looked_at;
    size_t refused;          /* files that look like logs and can't be read ... */
    char first_refused[240]; /* ... and why the first of them can't */
} folder;

static char *join(const char *a, const char *b)
{
    return *a ? lc_text_format("%s/%s", a, b) : lc_mem_text(b, strlen(b));
}

/* ---- finding --------------------------------------------------------------------------- */

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static lc_status add_file(folder *f, char *path, lc_error *err)
{
    if (f->n >= FILES_MAX)
        return lc_error_set(err, LC_E_LIMIT, 0, "more than %u files below this folder", FILES_MAX);
    if (!lc_mem_grow(&f->entry, &f->cap, f->n + 1, sizeof *f->entry))
        return lc_error_nomem(err);
    f->entry[f->n++] = (entry){.path = path};
    return LC_OK;
}

static lc_status find_below(folder *f, const char *below, int depth, lc_error *err);

/* A file is kept, a folder walked through; links to folders are neither. */
static lc_status find_one(folder *f, char *path, int depth, lc_error *err)
{
    struct stat about;
    char *full = join(f->path, path);
    if (!full)
        return lc_error_nomem(err);
    bool found = lstat(full, &about) == 0, linked = found && S_ISLNK(about.st_mode);
    found = found && (!linked || stat(full, &about) == 0);
    lc_mem_free(full);
    if (found && S_ISDIR(about.st_mode) && !linked)
        return find_below(f, path, depth + 1, err);
    if (!found || !S_ISREG(about.st_mode))
        return LC_OK;
    char *copy = lc_mem_text(path, strlen(path));
    lc_status st = copy ? add_file(f, copy, err) : lc_error_nomem(err);
    if (st != LC_OK)
        lc_mem_free(copy);
    return st;
}

static lc_status find_below(folder *f, const char *below, int depth, lc_error *err)
{
    struct dirent **list = NULL;
    lc_status st = LC_OK;
    if (depth > DEPTH_MAX)
        return lc_error_set(err, LC_E_LIMIT, 0, "more than %d folders within each other",
                            DEPTH_MAX);
    char *full = join(f->path, below);
    if (!full)
        return lc_error_nomem(err);
    int n = scandir(full, &list, visible, alphasort);
    lc_mem_free(full);
    if (n < 0)
        return depth ? LC_OK
                     : lc_error_set(err, LC_E_IO, 0, "cannot be opened: %s", strerror(errno));
    for (int i = 0; i < n; i++) {
        char *path = st == LC_OK ? join(below, list[i]->d_name) : NULL;
        if (st == LC_OK)
            st = path ? find_one(f, path, depth, err) : lc_error_nomem(err);
        lc_mem_free(path);
        free(list[i]);
    }
    free(list);
    return st;
}

/* ---- choosing -------------------------------------------------------------------------- */

static lc_status open_entry(lc_source **s, const folder *f, const entry *e, lc_error *err)
{
    char *full = join(f->path, e->path);
    lc_status st = full ? lc_source_open(s, full, err) : lc_error_nomem(err);
    lc_mem_free(full);
    return st;
}

/* The entry's reader, NULL for files that are no logs. */
static lc_status choose_one(folder *f, entry *e, lc_error *err)
{
    lc_source *s = NULL;
    int score = 100;
    lc_error why = LC_ERROR_INIT;
    lc_status st = open_entry(&s, f, e, &why);
    if (st == LC_OK)
        st = lc_read_choose(&e->reader, &score, s, e->path, f->options->format, &why);
    lc_source_close(s);
    if (st == LC_E_NOMEM)
        return lc_error_nomem(err);
    if (st != LC_OK || score < LC_PROBE_FOUND)
        e->reader = NULL;
    e->part = (lc_part){.folder = strlen(e->path)};
    if (e->reader && e->reader->part)
        e->part = e->reader->part(e->path);
    return LC_OK;
}

/* Files of one run stand together, in the order of their names. */
static int by_run(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    size_t n = x->part.folder < y->part.folder ? x->part.folder : y->part.folder;
    int order = memcmp(x->path, y->path, n);
    if (order == 0 && x->part.folder != y->part.folder)
        order = x->part.folder < y->part.folder ? -1 : 1;
    if (order == 0 && x->reader != y->reader)
        order = strcmp(x->reader->name, y->reader->name);
    return order ? order : strcmp(x->path, y->path);
}

static bool is_same_run(const entry *x, const entry *y)
{
    return x->reader == y->reader && x->part.folder == y->part.folder &&
           memcmp(x->path, y->path, x->part.folder) == 0;
}

/* Keep what has a reader. */
static lc_status choose_all(folder *f, lc_error *err)
{
    size_t kept = 0, n = f->n;
    lc_status st = LC_OK;
    f->looked_at = n;
    for (size_t i = 0; i < n; i++) {
        if (st == LC_OK)
            st = choose_one(f, &f->entry[i], err);
        if (st == LC_OK && f->entry[i].reader)
            f->entry[kept++] = f->entry[i];
        else
            lc_mem_free(f->entry[i].path);
    }
    f->n = kept;
    if (kept)
        qsort(f->entry, kept, sizeof *f->entry, by_run);
    return st;
}

/* ---- reading --------------------------------------------------------------------------- */

/* A file that can't be read doesn't keep the others from being read. */
static lc_status refuse(folder *f, const char *path, const lc_error *why, lc_error *err)
{
    if (why->code == LC_E_NOMEM)
        return lc_error_nomem(err);
    if (f->refused++ == 0)
        snprintf(f->first_refused, sizeof f->first_refused, "%.100s: %.120s", path, why->msg);
    return LC_OK;
}

static lc_status read_part(folder *f, lc_builder *b, const entry *e, size_t *parts, lc_error *err)
{
    lc_source *s = NULL;
    lc_error why = LC_ERROR_INIT;
    char *prefix = lc_mem_text(e->path + e->part.prefix, e->part.prefix_n);
    if (!prefix)
        return lc_error_nomem(err);
    lc_builder_part(b, e->path, prefix);
    lc_status st = open_entry(&s, f, e, &why);
    if (st == LC_OK)
        st = lc_read_into(b, e->reader, s, &why);
    lc_source_close(s);
    lc_builder_part(b, NULL, NULL);
    lc_mem_free(prefix);
    if (st != LC_OK && why.code != LC_OK)
        return refuse(f, e->path, &why, err);
    ++*parts;
    return LC_OK;
}

/* The n files of a run. */
static lc_status read_run(folder *f, lc_runs *runs, const entry *e, size_t n, lc_error *err)
{
    lc_builder *b = NULL;
    lc_error why = LC_ERROR_INIT;
    char *below = lc_mem_text(e->path, e->part.folder);
    char *source =
        below ? *below ? join(f->path, below) : lc_mem_text(f->path, strlen(f->path)) : NULL;
    lc_mem_free(below);
    if (!source)
        return lc_error_nomem(err);
    size_t parts = 0;
    lc_status st = lc_builder_open(&b, f->options, err);
    for (size_t i = 0; i < n && st == LC_OK; i++)
        st = read_part(f, b, &e[i], &parts, err);
    if (st == LC_OK && parts && lc_builder_finish(b, runs, source, e->reader->name, &why) != LC_OK)
        st = refuse(f, e->path, &why, err);
    lc_builder_close(b);
    lc_mem_free(source);
    return st;
}

static lc_status read_all(folder *f, lc_runs *runs, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0, k; i < f->n && st == LC_OK; i = k) {
        for (k = i + 1; k < f->n && is_same_run(&f->entry[i], &f->entry[k]); k++)
            ;
        st = read_run(f, runs, &f->entry[i], k - i, err);
    }
    return st;
}

/* What could not be read is said with the first run. */
static lc_status tell_refused(const folder *f, lc_run *first, lc_error *err)
{
    char *text = lc_text_format("%zu file%s of this folder can't be read; %s", f->refused,
                                f->refused == 1 ? "" : "s", f->first_refused);
    lc_status st = text ? lc_run_remark(first, 0, text, err) : lc_error_nomem(err);
    lc_mem_free(text);
    return st;
}

lc_status lc_read_folder(lc_runs *runs, const char *path, const lc_read_options *options,
                         lc_error *err)
{
    folder f = {.path = path, .options = options};
    size_t had = runs->n;
    lc_status st = find_below(&f, "", 0, err);
    if (st == LC_OK)
        st = choose_all(&f, err);
    if (st == LC_OK)
        st = read_all(&f, runs, err);
    if (st == LC_OK && runs->n == had)
        st = lc_error_set(err, LC_E_FORMAT, 0,
                          "no training log in this folder (%zu file%s looked at)%s%s", f.looked_at,
                          f.looked_at == 1 ? "" : "s", f.refused ? "; " : "", f.first_refused);
    if (st == LC_OK && f.refused)
        st = tell_refused(&f, &runs->run[had], err);
    for (size_t i = 0; i < f.n; i++)
        lc_mem_free(f.entry[i].path);
    lc_mem_free(f.entry);
    return st;
}
