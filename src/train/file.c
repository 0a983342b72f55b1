/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file.c - the trainer's two kinds of file: a network with its preprocessing, and a checkpoint. */
#include "train/file.h"

#include "base/mem.h"

#include <string.h>

/* What both kinds hold. */
static lc_status store_network(lc_blocks *b, const lc_net *net, const lc_preprocessing *p,
                               lc_error *err)
{
    lc_status st = lc_net_store(b, net, err);
    return st == LC_OK ? lc_preprocessing_store(b, p, err) : st;
}

lc_status lc_network_write(const char *path, const lc_net *net, const lc_preprocessing *p,
                           lc_error *err)
{
    lc_blocks b = LC_BLOCKS_INIT;
    lc_status st = store_network(&b, net, p, err);
    if (st == LC_OK)
        st = lc_block_file_write(path, LC_FILE_NETWORK, &b, err);
    lc_blocks_free(&b);
    return st;
}

/* One input a feature, and the outputs that the target's classes take. */
static bool fit_each_other(const lc_net *net, const lc_preprocessing *p)
{
    size_t outputs = net->layers[net->layers_n - 1].out, classes = p->schema.target.class_name.n;
    if (net->layers[0].in != p->features)
        return false;
    switch (p->schema.target.task) {
    case LC_BINARY:
        return outputs == 1 && classes == 2;
    case LC_MULTICLASS:
        return outputs == classes;
    default:
        return outputs == 1;
    }
}

lc_status lc_network_read(lc_net *net, lc_preprocessing *p, const char *path, lc_error *err)
{
    lc_block_file m = LC_BLOCK_FILE_INIT;
    lc_net n = LC_NET_INIT;
    lc_preprocessing q = LC_PREPROCESSING_INIT;
    lc_status st = lc_block_file_read(&m, path, err);
    if (st == LC_OK)
        st = lc_net_load(&n, &m, err);
    if (st == LC_OK)
        st = lc_preprocessing_load(&q, &m, err);
    if (st == LC_OK && !fit_each_other(&n, &q))
        st = lc_error_set(err, LC_E_FORMAT, 0, "network and preprocessing don't fit each other");
    lc_block_file_free(&m);
    if (st != LC_OK) {
        lc_net_free(&n);
        lc_preprocessing_free(&q);
        return st;
    }
    *net = n;
    *p = q;
    return LC_OK;
}

lc_status lc_checkpoint_write(const char *path, lc_training *t, const lc_preprocessing *p,
                              const char *setup, lc_error *err)
{
    lc_blocks b = LC_BLOCKS_INIT;
    lc_status st = lc_blocks_add_text(&b, "setup", setup, err);
    if (st == LC_OK)
        st = store_network(&b, &t->net, p, err);
    if (st == LC_OK)
        st = lc_training_store(&b, t, err);
    if (st == LC_OK)
        st = lc_block_file_write(path, LC_FILE_CHECKPOINT, &b, err);
    lc_blocks_free(&b);
    return st;
}

/* Where two meanings part: the first word that differs. */
static lc_status refuse_setup(const char *have, const char *want, lc_error *err)
{
    size_t at = 0;
    for (size_t i = 0; have[i] && have[i] == want[i]; i++)
        if (have[i] == ' ')
            at = i + 1;
    return lc_error_set(
        err, LC_E_FORMAT, 0, "is a checkpoint of another run: '%.*s' there, '%.*s' here",
        (int)strcspn(have + at, " "), have + at, (int)strcspn(want + at, " "), want + at);
}

static lc_status check_setup(const lc_block_file *m, const char *setup, lc_error *err)
{
    char *have = NULL;
    if (m->kind != LC_FILE_CHECKPOINT)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "is a saved network; --checkpoint writes checkpoints");
    lc_status st = lc_block_file_take_text(&have, m, "setup", err);
    if (st == LC_OK && strcmp(have, setup) != 0)
        st = refuse_setup(have, setup, err);
    lc_mem_free(have);
    return st;
}

lc_status lc_checkpoint_read(lc_training *t, const char *path, const char *setup, lc_error *err)
{
    lc_block_file m = LC_BLOCK_FILE_INIT;
    lc_status st = lc_block_file_read(&m, path, err);
    if (st == LC_OK)
        st = check_setup(&m, setup, err);
    if (st == LC_OK)
        st = lc_training_load(t, &m, err);
    lc_block_file_free(&m);
    return st;
}
