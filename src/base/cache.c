/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cache.c - answers about files, kept in a file.
 *
 * A database of SQLite's with one table. What goes wrong once it is open ends its use: reading the
 * files anew is slower, never wrong.
 */
#include "base/cache.h"

#include "base/mem.h"
#include "base/text.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OURS 0x6c636163 /* "lcac", the database's application_id */
#define KEEP_EVERY 256  /* answers that are lost at most when the program is killed */
#define PATIENCE 2000   /* [ms] to wait for another scan that writes */
#define PATH_BYTES 4096 /* of a working folder */

struct lc_cache {
    sqlite3 *db;
    sqlite3_stmt *get, *put;
    char *folder; /* that paths are from, "" when unknown */
    size_t unkept;
    bool broken;
    char why[120];
};

static bool run(sqlite3 *db, const char *query)
{
    return sqlite3_exec(db, query, NULL, NULL, NULL) == SQLITE_OK;
}

/* A setting or a count; -1 when it can't be read. */
static long number_of(sqlite3 *db, const char *query)
{
    sqlite3_stmt *row = NULL;
    long v = -1;
    if (sqlite3_prepare_v2(db, query, -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW)
        v = (long)sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return v;
}

/* A new one, or of ours by this version; what another version found is dropped. */
static bool prepare(sqlite3 *db)
{
    static const char made[] =
        "BEGIN IMMEDIATE;"
        "DROP TABLE IF EXISTS answer; DROP TABLE IF EXISTS made_by;"
        "CREATE TABLE made_by (version TEXT);"
        "INSERT INTO made_by VALUES ('" LC_VERSION "');"
        "CREATE TABLE answer (path TEXT, question INTEGER, stamp INTEGER, value BLOB, hash INTEGER,"
        " PRIMARY KEY (path, question)) WITHOUT ROWID;"
        "PRAGMA application_id = 0x6c636163;"
        "COMMIT;";
    if (number_of(db, "SELECT version = '" LC_VERSION "' FROM made_by") == 1)
        return true;
    return run(db, made);
}

static lc_status check_ours(sqlite3 *db, const char *file, lc_error *err)
{
    struct stat about;
    long id = number_of(db, "PRAGMA application_id");
    /* Looked at after that, which takes back what one that was killed had begun to write. */
    bool empty = stat(file, &about) == 0 && about.st_size == 0;
    if (id == OURS || empty)
        return LC_OK;
    int code = sqlite3_errcode(db);
    if (id >= 0 || code == SQLITE_NOTADB)
        return lc_error_set(err, LC_E_FORMAT, 0, "not a cache of 'learncurve scan'");
    return lc_error_set(err, LC_E_IO, 0, "the cache can't be read: %.80s", sqlite3_errmsg(db));
}

static bool prepare_statements(lc_cache *c)
{
    static const char get[] =
        "SELECT value, hash FROM answer WHERE path = ? AND question = ? AND stamp = ?";
    static const char put[] = "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)";
    return sqlite3_prepare_v2(c->db, get, -1, &c->get, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(c->db, put, -1, &c->put, NULL) == SQLITE_OK;
}

static lc_status open_db(lc_cache *c, const char *file, lc_error *err)
{
    if (sqlite3_open_v2(file, &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
        SQLITE_OK)
        return lc_error_set(err, LC_E_IO, 0, "the cache can't be opened: %.80s",
                            c->db ? sqlite3_errmsg(c->db) : "out of memory");
    sqlite3_busy_timeout(c->db, PATIENCE);
    lc_status st = check_ours(c->db, file, err);
    if (st == LC_OK && !(prepare(c->db) && prepare_statements(c)))
        st = lc_error_set(err, LC_E_IO, 0, "the cache can't be written: %.80s",
                          sqlite3_errmsg(c->db));
    return st;
}

static void free_cache(lc_cache *c)
{
    sqlite3_finalize(c->get);
    sqlite3_finalize(c->put);
    sqlite3_close(c->db);
    lc_mem_free(c->folder);
    lc_mem_free(c);
}

lc_status lc_cache_open(lc_cache **cache, const char *file, lc_error *err)
{
    char folder[PATH_BYTES];
    lc_cache *c = lc_mem_resize(NULL, 1, sizeof *c);
    if (!c)
        return lc_error_nomem(err);
    *c = (lc_cache){.db = NULL};
    if (!getcwd(folder, sizeof folder))
        folder[0] = '\0';
    c->folder = lc_mem_text(folder, strlen(folder));
    lc_status st = c->folder ? open_db(c, file, err) : lc_error_nomem(err);
    if (st == LC_OK)
        *cache = c;
    else
        free_cache(c);
    return st;
}

static void give_up(lc_cache *c)
{
    snprintf(c->why, sizeof c->why, "%.110s", sqlite3_errmsg(c->db));
    c->broken = true;
    run(c->db, "ROLLBACK");
}

/* SQLite doesn't see every byte that a disk has changed. */
static sqlite3_int64 hash_of(const void *value, size_t n)
{
    return (sqlite3_int64)lc_mem_hash(LC_HASH_BEGIN, value, n);
}

/* Bind what both statements begin with; false when the cache is of no use. */
static bool bind(lc_cache *c, sqlite3_stmt *s, const char *path, lc_question question,
                 uint64_t stamp)
{
    char *full = *path == '/' ? NULL : lc_text_format("%s/%s", c->folder, path);
    const char *key = full ? full : path;
    bool ok = sqlite3_bind_text(s, 1, key, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
              sqlite3_bind_int64(s, 2, (sqlite3_int64)question) == SQLITE_OK &&
              sqlite3_bind_int64(s, 3, (sqlite3_int64)stamp) == SQLITE_OK && (full || *path == '/');
    lc_mem_free(full);
    return ok;
}

bool lc_cache_get(lc_cache *cache, const char *path, lc_question question, uint64_t stamp,
                  FILE *out)
{
    bool found = false;
    if (!cache || cache->broken)
        return false;
    int code = SQLITE_DONE;
    if (bind(cache, cache->get, path, question, stamp))
        code = sqlite3_step(cache->get);
    if (code == SQLITE_ROW) {
        const void *value = sqlite3_column_blob(cache->get, 0);
        size_t n = (size_t)sqlite3_column_bytes(cache->get, 0);
        found = hash_of(value, n) == sqlite3_column_int64(cache->get, 1) &&
                (n == 0 || fwrite(value, 1, n, out) == n);
    } else if (code != SQLITE_DONE) {
        give_up(cache);
    }
    sqlite3_reset(cache->get);
    return found;
}

/* Several answers are one transaction, which a scan that is killed leaves undone. */
static void keep(lc_cache *c)
{
    if (c->unkept > 0 && !c->broken && !run(c->db, "COMMIT"))
        give_up(c);
    c->unkept = 0;
}

void lc_cache_put(lc_cache *cache, const char *path, lc_question question, uint64_t stamp,
                  const char *answer, size_t n)
{
    if (!cache || cache->broken)
        return;
    if (cache->unkept == 0 && !run(cache->db, "BEGIN IMMEDIATE")) {
        give_up(cache);
        return;
    }
    cache->unkept++;
    if (!bind(cache, cache->put, path, question, stamp) ||
        sqlite3_bind_blob64(cache->put, 4, answer, n, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_bind_int64(cache->put, 5, hash_of(answer, n)) != SQLITE_OK ||
        sqlite3_step(cache->put) != SQLITE_DONE)
        give_up(cache);
    sqlite3_reset(cache->put);
    sqlite3_clear_bindings(cache->put);
    if (cache->unkept == KEEP_EVERY)
        keep(cache);
}

lc_status lc_cache_close(lc_cache *cache, lc_error *err)
{
    lc_status st = LC_OK;
    if (!cache)
        return LC_OK;
    keep(cache);
    if (cache->broken)
        st = lc_error_set(err, LC_E_IO, 0, "the scan went on without this cache: %s", cache->why);
    free_cache(cache);
    return st;
}
