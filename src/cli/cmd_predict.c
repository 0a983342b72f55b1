/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_predict.c - `learncurve predict MODEL DATA.csv`: apply a saved network to a table. */
#include "cli/command.h"
#include "cli/message.h"
#include "cli/text.h"
#include "cli/train_data.h"

#include <stdlib.h>
#include <unistd.h>

#define ROWS_AT_ONCE 4096 /* that are held as network inputs */

/* The names of the classes as they stand in cells, made once. */
typedef struct cells {
    unsigned how; /* of lc_csv_text() */
    char **name, **share;
    size_t n;
} cells;

/* Text as a cell; NULL when memory is out. */
static char *cell_of(const char *text, unsigned how)
{
    char *cell = NULL;
    size_t size;
    FILE *out = lc_text_open(&cell, &size);
    if (!out)
        return NULL;
    lc_csv_text(out, text, how);
    lc_text_close(out, &cell);
    return cell;
}

static bool cells_make(cells *c, const lc_texts *names)
{
    c->name = calloc(names->n + 1, sizeof *c->name);
    c->share = calloc(names->n + 1, sizeof *c->share);
    bool ok = c->name && c->share;
    for (size_t k = 0; ok && k < names->n; k++) {
        char *share = text_format("p(%s)", names->text[k]);
        c->name[k] = cell_of(names->text[k], c->how);
        c->share[k] = share ? cell_of(share, c->how) : NULL;
        ok = c->name[k] && c->share[k];
        c->n = k + 1;
        free(share);
    }
    return ok;
}

static void cells_free(cells *c)
{
    for (size_t k = 0; k < c->n; k++) {
        free(c->name[k]);
        free(c->share[k]);
    }
    free(c->name);
    free(c->share);
}

static void put_header(const cells *c, const char *id)
{
    if (id) {
        lc_csv_text(stdout, id, c->how);
        putchar(',');
    }
    fputs("prediction", stdout);
    for (size_t k = 0; k < c->n; k++)
        printf(",%s", c->share[k]);
    putchar('\n');
}

/* One line: the class and the probability of each, or the value. */
static void put_row(const cells *c, const float *score)
{
    size_t best = 0;
    if (c->n == 0) {
        printf("%.9g\n", (double)score[0]);
        return;
    }
    for (size_t k = 1; k < c->n; k++)
        best = score[k] > score[best] ? k : best;
    fputs(c->name[best], stdout);
    for (size_t k = 0; k < c->n; k++)
        printf(",%.7g", (double)score[k]);
    putchar('\n');
}

static lc_status predict_rows(const lc_network *network, const lc_dataset *table, const cells *c,
                              lc_error *err)
{
    float *score = calloc(ROWS_AT_ONCE * (c->n ? c->n : 1), sizeof *score);
    if (!score)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    lc_status st = LC_OK;
    for (size_t i = 0, n = 0; st == LC_OK && i < table->n; i += n) {
        n = table->n - i < ROWS_AT_ONCE ? table->n - i : ROWS_AT_ONCE;
        st = lc_network_predict(score, network, table, i, n, err);
        for (size_t k = 0; st == LC_OK && k < n; k++) {
            if (table->id.n) {
                lc_csv_text(stdout, table->id.text[i + k], c->how);
                putchar(',');
            }
            put_row(c, score + k * (c->n ? c->n : 1));
        }
    }
    free(score);
    return st;
}

/* The whole table of predictions. */
static lc_status put_table(const lc_network *network, const lc_dataset *table, const settings *s,
                           lc_error *err)
{
    const lc_target *target = &lc_network_schema(network)->target;
    static const lc_texts none;
    cells c = {.how = (s->csv_safe ? LC_CSV_SAFE : 0) | (isatty(STDOUT_FILENO) ? LC_CSV_CLEAN : 0)};
    lc_status st = cells_make(&c, target->task == LC_REGRESSION ? &none : &target->class_name)
                       ? LC_OK
                       : lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    if (st == LC_OK) {
        put_header(&c, table->id.n ? s->train.id : NULL);
        st = predict_rows(network, table, &c, err);
    }
    cells_free(&c);
    return st;
}

/* How good the predictions are, where the table has the target. */
static bool print_scores(const lc_network *network, const lc_dataset *table, const char *path)
{
    lc_task task = lc_network_schema(network)->target.task;
    lc_error err = LC_ERROR_INIT;
    lc_scores s;
    size_t rows = 0;
    lc_status st = table->y ? lc_network_evaluate(&s, &rows, network, table, NULL, &err) : LC_E_ARG;
    if (st == LC_E_ARG)
        return true;
    if (st != LC_OK) {
        print_file_error(path, &err);
        return false;
    }
    fprintf(stderr, "%zu rows with a target: loss %.4g", rows, s.loss);
    if (task == LC_REGRESSION)
        fprintf(stderr, ", mae %.4g, r2 %.4g", s.mae, s.r2);
    else
        fprintf(stderr, ", accuracy %.4g, precision %.4g, recall %.4g", s.accuracy, s.precision,
                s.recall);
    if (task == LC_BINARY)
        fprintf(stderr, ", auroc %.4g", s.auroc);
    fputc('\n', stderr);
    return true;
}

extern const command command_predict;

static int predict_table(const settings *s, const char *model, const char *path)
{
    lc_network *network = NULL;
    lc_dataset table = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    if (lc_network_read(&network, model, &err) != LC_OK) {
        print_file_error(model, &err);
        return EXIT_REFUSED;
    }
    const lc_schema *schema = lc_network_schema(network);
    bool ok = train_data_read(&table, &s->train, path, schema, true);
    if (ok) {
        ok = put_table(network, &table, s, &err) == LC_OK;
        if (!ok)
            print_file_error(path, &err);
        else if (!s->train.quiet)
            ok = print_scores(network, &table, path);
    }
    if (ok && table.report.unknown)
        print_error("%s: %zu cell%s a category that the training table did not have", path,
                    table.report.unknown, table.report.unknown == 1 ? " holds" : "s hold");
    lc_dataset_free(&table);
    lc_network_free(network);
    return ok ? EXIT_RAN : EXIT_REFUSED;
}

static int predict_run(const settings *s, char **operand, size_t n)
{
    if (n != 2)
        return usage_error(&command_predict, "predict takes a MODEL and a table of data");
    return predict_table(s, operand[0], operand[1]);
}

static const option_row rows[] = {
    {"id", 0, "COLUMN", "write this column of the table first", offsetof(settings, train.id),
     option_text, NULL},
    {"csv-safe", 0, NULL, "put ' before cells that a spreadsheet would run",
     offsetof(settings, csv_safe), option_true, NULL},
    {"quiet", 'q', NULL, "print errors only", offsetof(settings, train.quiet), option_true, NULL},
    {0},
};

static const option_group predict_options = {"The predictions", rows};
static const option_group *const groups[] = {&predict_options, &common_options, NULL};

const command command_predict = {
    .name = "predict",
    .summary = "apply a saved network to a table",
    .operands = "MODEL DATA.csv",
    .about =
        "Columns are matched by name; other columns and the target are ignored. Writes CSV: the\n"
        "predicted class and the probability of each class, or the predicted value.",
    .example = "learncurve predict moons.model moons.csv",
    .groups = groups,
    .run = predict_run,
};
