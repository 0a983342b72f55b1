/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_mlflow_db.c - MLflow's tracking store. */
#include "format_suite.h"

#include <check.h>
#include <sqlite3.h>

Suite *suite_mlflow_db(void);

static const reading cases[] = {
    {.sample = "mlflow.db",
     .expected = "[aa01] 3 step 0..2: train_loss 2.5..nan 'NaN'\n"
                 "[quick-fox] 10 step 0..4: train_loss 1.5..0.98415, val_loss 1.6..1.14623\n"},
    {.sample = "params.db",
     .expected = "[first] 4 step 0..3: val_loss 1..0.343\n"
                 "[second] 4 step 0..3: val_loss 1.5..0.5145\n"},
};

static const sample_notes notes[] = {
    {"params.db", "epochs=4, lr=0.1, optimizer=sgd\nepochs=4, lr=0.01, optimizer=adam"},
    {"mlflow.db", "\n"}, /* without that table */
};

static const char *const refused[] = {
    "", "SQLite format 3",
    "SQLite format 3, and nothing behind it that could be a page of a database, though it is long "
    "enough for one header, it says",
    NULL};

/* A view is a program, and this one never ends. */
START_TEST(asks_no_view)
{
    static const char made[] =
        "CREATE TABLE runs(run_uuid, name, start_time);"
        "CREATE VIEW metrics AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        "SELECT 'a' AS run_uuid, 'loss' AS key, x AS value, 0 AS is_nan, x AS step, x AS timestamp "
        "FROM c;";
    sqlite3 *db = NULL;
    sqlite3_int64 n = 0;
    const lc_read_options options = {.format = "mlflow_db"};
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, made, NULL, NULL, NULL), SQLITE_OK);
    unsigned char *bytes = sqlite3_serialize(db, "main", &n, 0);
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, bytes, (size_t)n, &options, NULL), LC_E_FORMAT);
    sqlite3_free(bytes);
    sqlite3_close(db);
}
END_TEST

Suite *suite_mlflow_db(void)
{
    TCase *t;
    static const format_tests tests = {
        .format = "mlflow_db",
        .cases = cases,
        .cases_n = COUNT(cases),
        .notes = notes,
        .notes_n = COUNT(notes),
        .refused = refused,
    };
    Suite *s = format_suite(&tests, &t);
    tcase_add_test(t, asks_no_view);
    return s;
}
