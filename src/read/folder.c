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

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
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

uint64_t lc_stamp(const struct stat *about)
{
    int64_t state[] = {about->st_size, about->st_mtim.tv_sec, about->st_mtim.tv_nsec};
    return lc_mem_hash(LC_HASH_BEGIN, state, sizeof state);
}

static lc_status add_file(folder *f, char *path, const struct stat *about, lc_error *err)
{
    if (f->n >= FILES_MAX)
        return lc_error_set(err, LC_E_LIMIT, 0, "more than %u files below this folder", FILES_MAX);
    if (!lc_mem_grow(&f->entry, &f->cap, f->n + 1, sizeof *f->entry))
        return lc_error_nomem(err);
    f->entry[f->n++] =
        (entry){.path = path, .changed = (double)about->st_mtime, .stamp = lc_stamp(about)};
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
    lc_status st = copy ? add_file(f, copy, &about, err) : lc_error_nomem(err);
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

lc_folder_entry lc_folder_entry_of(char *path, const lc_reader *reader)
{
    lc_folder_entry e = {.path = path, .reader = reader, .part = {.folder = strlen(path)}};
    if (reader && reader->part)
        e.part = reader->part(path);
    return e;
}

void lc_folder_answer(const void *shared, const char *question, size_t n, FILE *answer)
{
    const lc_read_options *options = shared;
    const char *path = question + 1; /* and behind its NUL where the name begins that counts */
    const char *name = path + strtoul(path + strlen(path) + 1, NULL, 10);
    const lc_reader *reader = NULL;
    lc_source *s = NULL;
    int score = 100;
    (void)n;
    lc_status st = lc_source_open(&s, path, NULL);
    if (st == LC_OK)
        st = lc_read_choose(&reader, &score, s, name, options->format, NULL);
    lc_source_close(s);
    if (st == LC_OK && score >= LC_PROBE_FOUND)
        fputs(reader->name, answer);
    else if (st == LC_E_NOMEM)
        putc('?', answer);
}

/* One question for each entry. */
typedef struct choosing {
    folder *folder;
    lc_question question;
    bool nomem;
} choosing;

static bool ask_reader(void *self, size_t i, FILE *out)
{
    choosing *c = self;
    const folder *f = c->folder;
    const entry *e = &f->entry[i];
    char *full = join(f->path, e->path);
    bool known = !full || lc_cache_get(f->cache, full, c->question, e->stamp, out);
    c->nomem |= !full;
    if (!known)
        fprintf(out, "%c%s%c%zu%c", LC_ASKS_READER, full, '\0', strlen(full) - strlen(e->path),
                '\0');
    lc_mem_free(full);
    return known;
}

static bool take_reader(void *self, size_t i, const lc_answered *answer)
{
    choosing *c = self;
    entry *e = &c->folder->entry[i];
    char *full = join(c->folder->path, e->path);
    c->nomem |= !full || answer->nomem || (answer->n == 1 && *answer->bytes == '?');
    if (!c->nomem && !answer->known && !answer->lost)
        lc_cache_put(c->folder->cache, full, c->question, e->stamp, answer->bytes, answer->n);
    lc_mem_free(full);
    const lc_reader *reader = answer->n > 0 ? lc_reader_find(answer->bytes) : NULL;
    lc_folder_entry found = lc_folder_entry_of(e->path, reader);
    found.changed = e->changed;
    found.stamp = e->stamp;
    found.lost = answer->lost != NULL;
    *e = found;
    return !c->nomem;
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
    if (order == 0 && x->reader != y->reader && x->reader && y->reader)
        order = strcmp(x->reader->name, y->reader->name);
    return order ? order : compare_names(x->path, y->path);
}

static bool is_same_run(const entry *x, const entry *y)
{
    return x->reader == y->reader && !x->lost && x->part.folder == y->part.folder &&
           memcmp(x->path, y->path, x->part.folder) == 0;
}

static lc_question question_of(const lc_read_options *o)
{
    const char *format = o->format ? o->format : "";
    uint64_t h = lc_mem_hash(LC_HASH_BEGIN, "reader", sizeof "reader");
    return lc_mem_hash(h, format, strlen(format));
}

static void name_file(void *self, size_t k, char name[LC_WORK_NAME_SIZE])
{
    const choosing *c = self;
    snprintf(name, LC_WORK_NAME_SIZE, "%s", c->folder->entry[k].path);
}

/* Keep what has a reader. */
static lc_status choose_all(folder *f, unsigned threads, lc_error *err)
{
    choosing c = {.folder = f, .question = question_of(f->options)};
    const lc_work work = {.n = f->n,
                          .answer = lc_folder_answer,
                          .shared = f->options,
                          .ask = ask_reader,
                          .take = take_reader,
                          .self = &c,
                          .spread = f->spread,
                          .name = name_file};
    size_t kept = 0;
    f->looked_at = f->n;
    bool ok = lc_work_run(&work, threads) && !c.nomem;
    for (size_t i = 0; i < f->n; i++)
        if (f->entry[i].reader || f->entry[i].lost)
            f->entry[kept++] = f->entry[i];
        else
            lc_mem_free(f->entry[i].path);
    f->n = kept;
    if (kept)
        qsort(f->entry, kept, sizeof *f->entry, by_run);
    return ok ? LC_OK : lc_error_nomem(err);
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
    lc_read_options options = f->options ? *f->options : (lc_read_options)LC_READ_OPTIONS_INIT;
    options.lines = options.lines && e->part.folder == strlen(e->path); /* `source` is the file */
    lc_status st = lc_builder_open(&b, &options, err);
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
