/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mlflow_db.c - MLflow's tracking store in SQLite, mlflow.db: the scalars of every run.
 *
 * The tables `metrics` (key, value, step, is_nan, run_uuid), `runs` (run_uuid, name, start_time) and
 * `params` (key, value, run_uuid) are those of mlflow/store/db. The file is read as it is; what a server has written to the log beside it
 * (mlflow.db-wal) and not moved into it yet isn't.
 */
#include "read/engine/reader.h"

#include "base/mem.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#define BYTES_MAX ((size_t)4 << 30) /* of a file; all of it is in memory */
#define TEXT_MAX (16 << 20) /* [bytes] of a row, which a column's formula could make of nothing */
#define WAL_FORMAT 2        /* bytes 18 and 19 of a file whose changes go to a log beside it */

static const char magic[16] = "SQLite format 3";

typedef struct store {
    lc_builder *builder;
    unsigned char *bytes;
    size_t n, cap;
} store;

static int store_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    (void)self;
    return head->n >= 100 && memcmp(head->bytes, magic, sizeof magic) == 0 ? 90 : 0;
}

static lc_status store_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err)
{
    store *s = lc_mem_resize(NULL, 1, sizeof *s);
    (void)self;
    if (!s)
        return lc_error_nomem(err);
    *s = (store){.builder = b};
    *state = s;
    return LC_OK;
}

static lc_status store_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    store *s = state;
    if (n > BYTES_MAX - s->n)
        return lc_error_set(err, LC_E_LIMIT, 0, "a database of more than 4 GiB");
    if (!lc_mem_grow(&s->bytes, &s->cap, s->n + n, 1))
        return lc_error_nomem(err);
    memcpy(s->bytes + s->n, bytes, n);
    s->n += n;
    return LC_OK;
}

/* ---- rows ------------------------------------------------------------------------------- */

static lc_status no_store(sqlite3 *db, lc_error *err)
{
    int code = db ? sqlite3_errcode(db) : SQLITE_NOMEM;
    if (code == SQLITE_NOMEM)
        return lc_error_nomem(err);
    return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: no database of MLflow's (%.80s)",
                        sqlite3_errmsg(db));
}

/* The run's hyper-parameters; older stores may have no table of them. */
static lc_status put_params(store *s, sqlite3 *db, const char *uuid)
{
    sqlite3_stmt *row = NULL;
    lc_status st = LC_OK;
    if (sqlite3_prepare_v2(db, "SELECT key, value FROM params WHERE run_uuid = ? ORDER BY key", -1,
                           &row, NULL) != SQLITE_OK ||
        sqlite3_bind_text(row, 1, uuid, -1, SQLITE_TRANSIENT) != SQLITE_OK) {
        sqlite3_finalize(row);
        return LC_OK;
    }
    while (st == LC_OK && sqlite3_step(row) == SQLITE_ROW) {
        const char *key = (const char *)sqlite3_column_text(row, 0);
        const char *value = (const char *)sqlite3_column_text(row, 1);
        if (key && value)
            st = lc_builder_param(s->builder, key, strlen(key), value, strlen(value));
    }
    sqlite3_finalize(row);
    return st;
}

/* A row: run, its name, metric, value, is_nan, step. */
static lc_status put_row(store *s, sqlite3 *db, sqlite3_stmt *row, char run[64])
{
    lc_builder *b = s->builder;
    const char *uuid = (const char *)sqlite3_column_text(row, 0);
    const char *name = (const char *)sqlite3_column_text(row, 1);
    const char *metric = (const char *)sqlite3_column_text(row, 2);
    uint32_t id;
    lc_status st = LC_OK;
    if (!uuid || !metric)
        return LC_OK;
    if (strncmp(run, uuid, 63) != 0) {
        snprintf(run, 64, "%s", uuid);
        st = lc_builder_begin(b, name && *name ? name : uuid, strlen(name && *name ? name : uuid));
        lc_builder_is_one_run(b);
        st = st == LC_OK ? put_params(s, db, uuid) : st;
    }
    if (st == LC_OK)
        st = lc_builder_record(b);
    if (st == LC_OK && (st = lc_builder_metric(b, "step", 4, &id)) == LC_OK)
        st = lc_builder_put(b, id, sqlite3_column_double(row, 5));
    if (st == LC_OK && (st = lc_builder_metric(b, metric, strlen(metric), &id)) == LC_OK)
        st = lc_builder_origin(b, id, "key '%.80s' of run %.40s", metric, uuid);
    if (st == LC_OK) {
        bool nan = sqlite3_column_int(row, 4) != 0;
        double v = sqlite3_column_double(row, 3);
        st = nan ? lc_builder_put_text(b, id, (double)NAN, "NaN", 3) : lc_builder_put(b, id, v);
    }
    return st;
}

static lc_status read_rows(store *s, sqlite3 *db, lc_error *err)
{
    static const char query[] =
        "SELECT m.run_uuid, r.name, m.key, m.value, m.is_nan, m.step FROM metrics m "
        "LEFT JOIN runs r ON r.run_uuid = m.run_uuid "
        "ORDER BY r.start_time, m.run_uuid, m.step, m.timestamp";
    sqlite3_stmt *row = NULL;
    char run[64] = "";
    int code = sqlite3_prepare_v2(db, query, -1, &row, NULL);
    lc_status st = code == SQLITE_OK ? LC_OK : no_store(db, err);
    while (st == LC_OK && (code = sqlite3_step(row)) == SQLITE_ROW)
        st = put_row(s, db, row, run);
    if (st == LC_OK && code != SQLITE_DONE)
        st = no_store(db, err);
    sqlite3_finalize(row);
    return st;
}

static lc_status store_finish(void *state, lc_error *err)
{
    store *s = state;
    sqlite3 *db = NULL;
    if (s->n < 100)
        return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: the database breaks off");
    /* In memory there is no log beside it. */
    if (s->bytes[18] == WAL_FORMAT)
        s->bytes[18] = s->bytes[19] = 1;
    int code = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL);
    if (code == SQLITE_OK) {
        sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        /* Such a table is a program of a stranger's, which may never end. */
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
        sqlite3_limit(db, SQLITE_LIMIT_LENGTH, TEXT_MAX);
        code = sqlite3_deserialize(db, "main", s->bytes, (sqlite3_int64)s->n, (sqlite3_int64)s->n,
                                   SQLITE_DESERIALIZE_READONLY);
    }
    lc_status st = code == SQLITE_OK ? read_rows(s, db, err) : no_store(db, err);
    sqlite3_close(db);
    return st;
}

static void store_close(void *state)
{
    store *s = state;
    if (s)
        lc_mem_free(s->bytes);
    lc_mem_free(s);
}

const lc_reader lc_reader_mlflow_db = {
    .name = "mlflow_db",
    .summary = "MLflow's tracking store in SQLite: the scalars of all runs",
    .example = "mlflow.db",
    .binary = true,
    .probe = store_probe,
    .open = store_open,
    .feed = store_feed,
    .finish = store_finish,
    .close = store_close,
};
