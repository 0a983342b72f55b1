/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_dataset.c - tables of strangers to train on: they are refused, or can be divided, and read again as
 * the network that comes of them would read them.
 */
#include "train/learncurve_train.h"

#include <stdint.h>
#include <stdlib.h>

#define SHARE 0.25 /* of the rows that are held out */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static FILE *open_bytes(const uint8_t *data, size_t size)
{
    union {
        const uint8_t *in;
        void *libcs; /* what is opened to be read isn't const, but isn't written to either */
    } from = {data};
    FILE *in = fmemopen(from.libcs, size, "r");
    if (!in)
        abort();
    return in;
}

static void divide(const lc_dataset *d)
{
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_strata strata = lc_dataset_strata(d);
    (void)lc_data_split_random(&split, &strata, SHARE, 0, 1, NULL);
    lc_data_split_free(&split);
}

/* A table of which each row was read has the columns of its own schema. */
static void predict(const lc_dataset *whole, const uint8_t *data, size_t size)
{
    lc_dataset d = LC_DATASET_INIT;
    FILE *in = open_bytes(data, size);
    const lc_dataset_options how = {.schema = &whole->schema, .predict = true, .threads = 1};
    if (lc_dataset_read(&d, in, &how, NULL) != LC_OK && whole->report.without_target == 0)
        abort();
    lc_dataset_free(&d);
    fclose(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const columns[] = {"1", "2", "3", "4"};
    lc_dataset d = LC_DATASET_INIT;
    if (size == 0)
        return 0;
    FILE *in = open_bytes(data, size);
    unsigned how = data[size - 1]; /* the last byte says what the columns are for */
    const lc_dataset_options options = {
        .target = columns[how & 3],
        .drop = how & 4,
        .keep_ids = how & 8,
        .group = how & 16 ? "1" : NULL,
        .weight = how & 32 ? "2" : NULL,
        .time = how & 64 ? "3" : NULL,
        .id = how & 128 ? "4" : NULL,
        .threads = 1,
    };
    if (lc_dataset_read(&d, in, &options, NULL) == LC_OK) {
        divide(&d);
        predict(&d, data, size);
    }
    lc_dataset_free(&d);
    fclose(in);
    return 0;
}
