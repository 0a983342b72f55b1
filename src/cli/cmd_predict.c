/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_predict.c - `learncurve predict MODEL DATA.csv`: apply a saved network to a table. */
#include "base/mem.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/train_data.h"
#include "train/file.h"

#include <math.h>
#include <string.h>

#define ROWS_AT_ONCE 4096 /* that are held as network inputs */

/* A field of CSV: quoted where it must be. */
static void put_field(const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, stdout);
        return;
    }
    putchar('"');
    for (; *text; text++) {
        if (*text == '"')
            putchar('"');
        putchar(*text);
    }
    putchar('"');
}

static void put_header(const lc_target *target)
{
    fputs("prediction", stdout);
    for (size_t k = 0; k < target->class_name.n; k++) {
        putchar(',');
        char name[80];
        snprintf(name, sizeof name, "p(%.70s)", target->class_name.text[k]);
        put_field(name);
    }
    putchar('\n');
}

/* One line: the class and the probability of each, or the value. */
static void put_row(const lc_target *target, const float *score)
{
    size_t classes = target->class_name.n, best = 0;
    if (target->task == LC_REGRESSION) {
        printf("%.9g\n", (double)score[0]);
        return;
    }
    float both[2] = {1 - score[0], score[0]};
    const float *p = target->task == LC_BINARY ? both : score;
    for (size_t k = 1; k < classes; k++)
        best = p[k] > p[best] ? k : best;
    put_field(target->class_name.text[best]);
    for (size_t k = 0; k < classes; k++)
        printf(",%.7g", (double)p[k]);
    putchar('\n');
}

/* Rows [from, from + n) through preprocessing and network. */
static lc_status predict_rows(const lc_net *net, const lc_preprocessing *p, const lc_dataset *table,
                              size_t from, size_t n, lc_error *err)
{
    const lc_target *target = &p->schema.target;
    size_t outputs = net->layers[net->layers_n - 1].out, row[ROWS_AT_ONCE];
    lc_samples s = LC_SAMPLES_INIT;
    for (size_t i = 0; i < n; i++)
        row[i] = from + i;
    const lc_row_set part = {.n = n, .row = row};
    float *score = lc_mem_resize(NULL, n * outputs, sizeof *score);
    lc_status st = score ? lc_preprocessing_apply(&s, p, table, &part, err) : lc_error_nomem(err);
    if (st == LC_OK)
        st = lc_net_predict(score, net, target->task, s.x, s.stride, n, err);
    for (size_t i = 0; st == LC_OK && i < n; i++)
        put_row(target, score + i * outputs);
    lc_mem_free(score);
    lc_samples_free(&s);
    return st;
}

extern const command command_predict;

static int predict_table(const settings *s, const char *model, const char *path)
{
    lc_net net = LC_NET_INIT;
    lc_preprocessing p = LC_PREPROCESSING_INIT;
    lc_dataset table = LC_DATASET_INIT;
    lc_error err = LC_ERROR_INIT;
    if (lc_network_read(&net, &p, model, &err) != LC_OK) {
        print_file_error(model, &err);
        return EXIT_REFUSED;
    }
    bool ok = train_data_read(&table, &s->train, path, &p.schema, true);
    if (ok)
        put_header(&p.schema.target);
    for (size_t i = 0; ok && i < table.n; i += ROWS_AT_ONCE) {
        size_t n = table.n - i < ROWS_AT_ONCE ? table.n - i : ROWS_AT_ONCE;
        ok = predict_rows(&net, &p, &table, i, n, &err) == LC_OK;
        if (!ok)
            print_file_error(path, &err);
    }
    if (ok && table.report.unknown)
        print_error("%s: %zu cell%s a category that the training table did not have", path,
                    table.report.unknown, table.report.unknown == 1 ? " holds" : "s hold");
    lc_dataset_free(&table);
    lc_preprocessing_free(&p);
    lc_net_free(&net);
    return ok ? EXIT_RAN : EXIT_REFUSED;
}

static int predict_run(const settings *s, char **operand, size_t n)
{
    if (n != 2)
        return usage_error(&command_predict, "predict takes a MODEL and a table of data");
    return predict_table(s, operand[0], operand[1]);
}

static const option_group *const groups[] = {&common_options, NULL};

const command command_predict = {
    .name = "predict",
    .summary = "apply a network that train saved to a table",
    .operands = "MODEL DATA.csv",
    .about = "Columns are found by name; others, and the target if it is there, are passed over.\n"
             "Writes CSV: the class and the probability of each, or the value.",
    .example = "learncurve predict moons.model moons.csv",
    .groups = groups,
    .run = predict_run,
};
