/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * folder.h - the logs below a folder.
 *
 * Files and folders whose names begin with a dot, and folders behind links, are left out; so are files
 * that hardly look like logs.
 */
#ifndef LC_READ_FOLDER_H
#define LC_READ_FOLDER_H

#include "base/cache.h"
#include "read/engine/reader.h"

/* A file that is read. */
typedef struct lc_folder_entry {
    char *path; /* from the folder on */
    const lc_reader *reader;
    lc_part part;
    double changed; /* [s since 1970] */
    uint64_t stamp; /* of size and time */
    bool lost;      /* whoever looked into it didn't come back: it has no reader, and is kept */
} lc_folder_entry;

typedef struct lc_folder {
    const char *path; /* borrowed, and so are the options */
    const lc_read_options *options;
    lc_cache *cache;        /* that knows files' readers, or NULL */
    bool spread;            /* other processes look into files too (lc_work) */
    lc_folder_entry *entry; /* files of one run stand together */
    size_t n, cap;
    size_t looked_at; /* files, logs or not */
} lc_folder;

/* Files that look like logs and can't be read. */
typedef struct lc_unread {
    size_t n;
    char first[240]; /* and why the first of them can't */
} lc_unread;

/**
 * Find the logs below f->path, by f->options.
 *
 *   in   threads  that look into the files
 *
 * Returns LC_OK, LC_E_IO, LC_E_NOMEM
 *         LC_E_LIMIT   more files or deeper folders than anybody's runs
 * Release with lc_folder_free, also after a failure.
 */
lc_status lc_folder_find(lc_folder *f, unsigned threads, lc_error *err);
void lc_folder_free(lc_folder *f);

/* The answer (lc_work) to which reader a file has, "" for one that is no log. Questions of this kind
 * begin with this byte; `shared` are lc_read_options. */
#define LC_ASKS_READER 'f'
void lc_folder_answer(const void *shared, const char *question, size_t n, FILE *answer);

/* A file of a run by its path from the folder on, with no more known of it than how to read it. */
lc_folder_entry lc_folder_entry_of(char *path, const lc_reader *reader);

struct stat;
uint64_t lc_stamp(const struct stat *about);

/* How many files belong to the run that the entry `first` begins, and what its source is called
 * (lc_mem_free; NULL when memory is out). */
size_t lc_folder_run(const lc_folder *f, size_t first);
char *lc_folder_source(const lc_folder *f, size_t first);

/* Read the n files of a run; those that can't be read are counted. LC_OK, LC_E_NOMEM. */
lc_status lc_folder_read(lc_runs *runs, const lc_folder *f, size_t first, size_t n,
                         lc_unread *unread, lc_error *err);

/**
 * Read all runs that are found below a folder.
 *
 * Returns as lc_read_file, and
 *         LC_E_FORMAT  no training log in it
 *         LC_E_LIMIT   as lc_folder_find
 */
lc_status lc_read_folder(lc_runs *runs, const char *path, const lc_read_options *options,
                         lc_error *err);

#endif
