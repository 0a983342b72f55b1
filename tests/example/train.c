/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train.c - makes a table, trains a network on it, and applies what it saved: the trainer's library. */
#include "learncurve_train.h"

#include <stdlib.h>

/* A table of two half moons, as a stream to be read. */
static FILE *make_table(lc_error *err)
{
    const lc_synthetic_options options = LC_SYNTHETIC_OPTIONS_INIT;
    FILE *file = tmpfile();
    if (file && lc_synthetic_write(file, lc_synthetic_find("moons"), &options, err) == LC_OK)
        rewind(file);
    return file;
}

static lc_status train(lc_dataset *table, const char *path, lc_error *err)
{
    const size_t hidden[] = {16, 16};
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_train_options options = LC_TRAIN_OPTIONS_INIT;
    lc_training *t = NULL;
    lc_epoch epoch = {0};
    lc_strata strata = lc_dataset_strata(table);
    options.hidden = hidden;
    options.hidden_n = 2;
    options.optimizer.kind = LC_ADAM;
    options.epochs = 50;
    lc_status st = lc_data_split_random(&split, &strata, 0.2, 0, 1, err);
    if (st == LC_OK)
        st = lc_training_open(&t, table, &split, NULL, &options, err);
    while (st == LC_OK && !lc_training_ended(t))
        lc_training_epoch(t, &epoch);
    if (st == LC_OK) {
        printf("%zu epochs, val_accuracy above 0.9: %s\n", epoch.epoch,
               epoch.validation.accuracy > 0.9 ? "yes" : "no");
        lc_training_finish(t);
        st = lc_training_save(t, path, err);
    }
    lc_training_close(t);
    lc_data_split_free(&split);
    return st;
}

static lc_status predict(const lc_dataset *table, const char *path, lc_error *err)
{
    lc_network *network = NULL;
    size_t right = 0;
    lc_status st = lc_network_read(&network, path, err);
    for (size_t i = 0; st == LC_OK && i < table->n; i++) {
        float p[2];
        st = lc_network_predict(p, network, table, i, 1, err);
        right += (p[1] > p[0]) == (table->y[i] > 0);
    }
    if (st == LC_OK)
        printf("%s, %s by %s: more than 900 of %zu right: %s\n",
               lc_task_name(table->schema.target.task), lc_network_schema(network)->target.name,
               lc_network_schema(network)->column[0].name, table->n, right > 900 ? "yes" : "no");
    lc_network_free(network);
    return st;
}

int main(void)
{
    lc_error err = LC_ERROR_INIT;
    lc_dataset table = LC_DATASET_INIT;
    FILE *file = make_table(&err);
    lc_status st =
        file ? lc_dataset_read(&table, file, &(lc_dataset_options){.target = "moon"}, &err)
             : LC_E_IO;
    if (file)
        fclose(file);
    if (st == LC_OK)
        st = train(&table, "moons.model", &err);
    if (st == LC_OK)
        st = predict(&table, "moons.model", &err);
    if (st != LC_OK)
        fprintf(stderr, "%s\n", err.msg);
    lc_dataset_free(&table);
    return st == LC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
