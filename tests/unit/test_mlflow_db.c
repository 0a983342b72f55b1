/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_mlflow_db.c - MLflow's tracking store. */
#include "format_suite.h"

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

Suite *suite_mlflow_db(void)
{
    static const format_tests tests = {
        .format = "mlflow_db",
        .cases = cases,
        .cases_n = COUNT(cases),
        .notes = notes,
        .notes_n = COUNT(notes),
        .refused = refused,
    };
    return format_suite(&tests, NULL);
}
