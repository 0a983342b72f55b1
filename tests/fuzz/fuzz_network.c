/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_network.c - saved networks and checkpoints that someone has changed, checksums included: they are
 * refused, or can be used.
 */
#define _GNU_SOURCE /* memfd_create */
#include "train/learncurve_train.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#define HEAD 32
#define BLOCK 24 /* [bytes] of a block without name and elements */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t get(const uint8_t *p, size_t n)
{
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++)
        v |= (uint64_t)p[i] << 8 * i;
    return v;
}

static void put(uint8_t *p, uint64_t v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = (uint8_t)(v >> 8 * i);
}

/* Make length and checksums those of what is there, as far as the blocks can be followed. */
static void mend(uint8_t *b, size_t size)
{
    size_t at = HEAD, blocks = 0;
    while (size >= HEAD && size - at >= BLOCK) {
        uint64_t type = get(b + at, 4), name = get(b + at + 4, 4), count = get(b + at + 8, 8);
        uint64_t each = type == 1 ? 4 : type == 2 || type == 3 ? 8 : 1;
        if (name > size || count > size / each)
            break;
        size_t n = (size_t)(16 + name + count * each);
        n += (8 - n % 8) % 8;
        if (n + 8 > size - at)
            break;
        put(b + at + n, crc32_z(0, b + at, n), 4);
        put(b + at + n + 4, 0, 4);
        at += n + 8;
        blocks++;
    }
    if (size < HEAD)
        return;
    put(b + 16, size, 8);
    put(b + 24, blocks, 4);
    put(b + 28, crc32_z(0, b, 28), 4);
}

/* The run that checkpoints are resumed in: columns a and b, and a class. */
static lc_training *make_training(void)
{
    static char table[] = "a,b,y\n1,2,0\n2,1,1\n3,5,0\n4,4,1\n5,1,0\n6,0,1\n7,3,0\n8,8,1\n";
    static const size_t hidden[] = {3};
    lc_dataset d = LC_DATASET_INIT;
    lc_data_split split = LC_DATA_SPLIT_INIT;
    lc_train_options o = LC_TRAIN_OPTIONS_INIT;
    lc_training *t = NULL;
    FILE *in = fmemopen(table, sizeof table - 1, "r");
    o.hidden = hidden;
    o.hidden_n = 1;
    o.epochs = 1000000000;
    if (lc_dataset_read(&d, in, &(lc_dataset_options){.target = "y"}, NULL) != LC_OK)
        abort();
    lc_strata strata = lc_dataset_strata(&d);
    if (lc_data_split_random(&split, &strata, 0.25, 0, 1, NULL) != LC_OK ||
        lc_training_open(&t, &d, &split, NULL, &o, NULL) != LC_OK)
        abort();
    fclose(in);
    lc_data_split_free(&split);
    lc_dataset_free(&d);
    return t;
}

static void predict(const lc_network *network)
{
    static char table[] = "a,b,x,y\n1,2,-1,0\n-2,1e9,0.5,1\n,,,\n";
    lc_dataset d = LC_DATASET_INIT;
    FILE *in = fmemopen(table, sizeof table - 1, "r");
    const lc_schema *schema = lc_network_schema(network);
    size_t scores = schema->target.task == LC_REGRESSION ? 1 : schema->target.class_name.n;
    const lc_dataset_options how = {.schema = schema, .predict = true, .threads = 1};
    if (lc_dataset_read(&d, in, &how, NULL) == LC_OK && d.n && scores) {
        float *score = calloc(d.n * scores, sizeof *score);
        (void)lc_network_predict(score, network, &d, 0, d.n, NULL);
        free(score);
    }
    lc_dataset_free(&d);
    fclose(in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static lc_training *training;
    lc_network *network = NULL;
    lc_epoch epoch;
    char path[40];
    uint8_t *b = malloc(size + 1);
    int fd = memfd_create("network", MFD_CLOEXEC);
    if (!b || fd < 0)
        abort();
    training = training ? training : make_training();
    memcpy(b, data, size);
    mend(b, size);
    if (write(fd, b, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (lc_network_read(&network, path, NULL) == LC_OK)
        predict(network);
    if (lc_training_resume(training, path, NULL) == LC_OK)
        lc_training_epoch(training, &epoch);
    lc_network_free(network);
    close(fd);
    free(b);
    return 0;
}
