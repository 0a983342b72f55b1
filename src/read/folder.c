/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * folder.c - the runs below a folder.
 *
 * All files are found first, in the order of their names; each is asked for its reader, which also
 * says whether the file is one part of a run (event files, MLflow's metrics). Then each run's files
 * are read into one builder.
 */
#include "read/folder.h"

#include "base/jobs.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/run.h"
#include "read/log.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILES_MAX 4000000u /* looked at */
#define DEPTH_MAX 32       /* folders within folders */

typedef lc_folder_entry entry;
typedef lc_folder folder;

static char *join(const char *a, const char *b)
{
    return *a ? lc_text_format("%s/%s", a, b) : lc_mem_text(b, strlen(b));
}

/* ---- finding --------------------------------------------------------------------------- */

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static lc_status add_file(folder *f, char *path, double changed, lc_error *err)
{
    if (f->n >= FILES_MAX)
        return lc_error_set(err, LC_E_LIMIT, 0, "more than %u files below this folder", FILES_MAX);
    if (!lc_mem_grow(&f->entry, &f->cap, f->n + 1, sizeof *f->entry))
        return lc_error_nomem(err);
    f->entry[f->n++] = (entry){.path = path, .changed = changed};
    return LC_OK;
}

static lc_status find_below(folder *f, const char *below, int depth, lc_error *err);

/* A file is kept, a folder walked through; links to folders are neither. */
static lc_status find_one(folder *f, const char *path, int depth, lc_error *err)
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
    lc_status st = copy ? add_file(f, copy, (double)about.st_mtime, err) : lc_error_nomem(err);
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

/* The entry's reader, NULL for files that are no logs; false when memory is out. */
static bool choose_one(const folder *f, entry *e)
{
    lc_source *s = NULL;
    int score = 100;
    lc_error why = LC_ERROR_INIT;
    lc_status st = open_entry(&s, f, e, &why);
    if (st == LC_OK)
        st = lc_read_choose(&e->reader, &score, s, e->path, f->options->format, &why);
    lc_source_close(s);
    if (st != LC_OK || score < LC_PROBE_FOUND)
        e->reader = NULL;
    e->part = (lc_part){.folder = strlen(e->path)};
    if (e->reader && e->reader->part)
        e->part = e->reader->part(e->path);
    return st != LC_E_NOMEM;
}

/* One entry a job. */
typedef struct choosing {
    folder *folder;
    atomic_bool nomem;
} choosing;

static void choose_job(void *self, size_t i)
{
    choosing *c = self;
    if (!choose_one(c->folder, &c->folder->entry[i]))
        atomic_store(&c->nomem, true);
}

/* How many digits begin here, behind zeros that are passed over. */
static size_t count_digits(const char **s)
{
    while (**s == '0')
        ++*s;
    return strspn(*s, "0123456789");
}

/* As strcmp, but "epoch_2" comes before "epoch_10". */
static int compare_names(const char *a, const char *b)
{
    const char *x = a, *y = b;
    while (*x && *y) {
        if (!isdigit((unsigned char)*x) || !isdigit((unsigned char)*y)) {
            if (*x != *y)
                return (unsigned char)*x < (unsigned char)*y ? -1 : 1;
            x++;
            y++;
            continue;
        }
        size_t n = count_digits(&x), m = count_digits(&y);
        int order = n == m ? memcmp(x, y, n) : n < m ? -1 : 1;
        if (order)
            return order;
        x += n;
        y += m;
    }
    return *x || *y ? (*x ? 1 : -1) : strcmp(a, b);
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
    return order ? order : compare_names(x->path, y->path);
}

static bool is_same_run(const entry *x, const entry *y)
{
    return x->reader == y->reader && x->part.folder == y->part.folder &&
           memcmp(x->path, y->path, x->part.folder) == 0;
}

/* Keep what has a reader. */
static lc_status choose_all(folder *f, unsigned threads, lc_error *err)
{
    choosing c = {.folder = f};
    size_t kept = 0;
    f->looked_at = f->n;
    lc_jobs_run(f->n, threads, choose_job, &c);
    for (size_t i = 0; i < f->n; i++)
        if (f->entry[i].reader)
            f->entry[kept++] = f->entry[i];
        else
            lc_mem_free(f->entry[i].path);
    f->n = kept;
    if (kept)
        qsort(f->entry, kept, sizeof *f->entry, by_run);
    return atomic_load(&c.nomem) ? lc_error_nomem(err) : LC_OK;
}

lc_status lc_folder_find(lc_folder *f, unsigned threads, lc_error *err)
{
    lc_status st = find_below(f, "", 0, err);
    return st == LC_OK ? choose_all(f, threads, err) : st;
}

size_t lc_folder_run(const lc_folder *f, size_t first)
{
    size_t end = first + 1;
    while (end < f->n && is_same_run(&f->entry[first], &f->entry[end]))
        end++;
    return end - first;
}

char *lc_folder_source(const lc_folder *f, size_t first)
{
    const entry *e = &f->entry[first];
    if (e->part.folder == 0)
        return lc_mem_text(f->path, strlen(f->path));
    return *f->path ? lc_text_format("%s/%.*s", f->path, (int)e->part.folder, e->path)
                    : lc_mem_text(e->path, e->part.folder);
}

void lc_folder_free(lc_folder *f)
{
    for (size_t i = 0; i < f->n; i++)
        lc_mem_free(f->entry[i].path);
    lc_mem_free(f->entry);
    *f = (lc_folder){0};
}

/* ---- reading --------------------------------------------------------------------------- */

/* A file that can't be read doesn't keep the others from being read. */
static lc_status refuse(lc_unread *unread, const char *path, const lc_error *why, lc_error *err)
{
    if (why->code == LC_E_NOMEM)
        return lc_error_nomem(err);
    if (unread->n++ == 0)
        snprintf(unread->first, sizeof unread->first, "%.100s: %.120s", path, why->msg);
    return LC_OK;
}

static lc_status read_part(lc_builder *b, const folder *f, const entry *e, size_t *parts,
                           lc_unread *unread, lc_error *err)
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
        return refuse(unread, e->path, &why, err);
    ++*parts;
    return LC_OK;
}

lc_status lc_folder_read(lc_runs *runs, const lc_folder *f, size_t first, size_t n,
                         lc_unread *unread, lc_error *err)
{
    const entry *e = &f->entry[first];
    lc_builder *b = NULL;
    lc_error why = LC_ERROR_INIT;
    char *source = lc_folder_source(f, first);
    if (!source)
        return lc_error_nomem(err);
    size_t parts = 0;
    lc_status st = lc_builder_open(&b, f->options, err);
    for (size_t i = 0; i < n && st == LC_OK; i++)
        st = read_part(b, f, &e[i], &parts, unread, err);
    if (st == LC_OK && parts && lc_builder_finish(b, runs, source, e->reader->name, &why) != LC_OK)
        st = refuse(unread, e->path, &why, err);
    lc_builder_close(b);
    lc_mem_free(source);
    return st;
}

/* What could not be read is said with the first run. */
static lc_status tell_unread(const lc_unread *unread, lc_run *first, lc_error *err)
{
    char *text = lc_text_format("%zu file%s of this folder can't be read; %s", unread->n,
                                unread->n == 1 ? "" : "s", unread->first);
    lc_status st = text ? lc_run_remark(first, 0, text, err) : lc_error_nomem(err);
    lc_mem_free(text);
    return st;
}

lc_status lc_read_folder(lc_runs *runs, const char *path, const lc_read_options *options,
                         lc_error *err)
{
    folder f = {.path = path, .options = options};
    lc_unread unread = {0};
    size_t had = runs->n;
    lc_status st = lc_folder_find(&f, 1, err);
    for (size_t i = 0, n; i < f.n && st == LC_OK; i += n) {
        n = lc_folder_run(&f, i);
        st = lc_folder_read(runs, &f, i, n, &unread, err);
    }
    if (st == LC_OK && runs->n == had)
        st = lc_error_set(err, LC_E_FORMAT, 0,
                          "no training log in this folder (%zu file%s looked at)%s%s", f.looked_at,
                          f.looked_at == 1 ? "" : "s", unread.n ? "; " : "", unread.first);
    if (st == LC_OK && unread.n)
        st = tell_unread(&unread, &runs->run[had], err);
    lc_folder_free(&f);
    return st;
}
