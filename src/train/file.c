/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file.c - the trainer's two kinds of file: a network with its preprocessing, and a checkpoint. */
#include "train/file.h"

#include "base/mem.h"

#include <string.h>

/* What both kinds hold. */
static lc_status store_network(lc_blocks *b, const lc_net *net, const lc_prepare *p, lc_error *err)
{
    lc_status st = lc_net_store(b, net, err);
    return st == LC_OK ? lc_prepare_store(b, p, err) : st;
}

lc_status lc_network_write(const char *path, const lc_net *net, const lc_prepare *p, lc_error *err)
{
    lc_blocks b = LC_BLOCKS_INIT;
    lc_status st = store_network(&b, net, p, err);
    if (st == LC_OK)
        st = lc_model_write(path, LC_MODEL_NETWORK, &b, err);
    lc_blocks_free(&b);
    return st;
}

/* One input a feature, and the outputs that the target's classes take. */
static bool fit_each_other(const lc_net *net, const lc_prepare *p)
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

lc_status lc_network_read(lc_net *net, lc_prepare *p, const char *path, lc_error *err)
{
    lc_model m = LC_MODEL_INIT;
    lc_net n = LC_NET_INIT;
    lc_prepare q = LC_PREPARE_INIT;
    lc_status st = lc_model_read(&m, path, err);
    if (st == LC_OK)
        st = lc_net_load(&n, &m, err);
    if (st == LC_OK)
        st = lc_prepare_load(&q, &m, err);
    if (st == LC_OK && !fit_each_other(&n, &q))
        st = lc_error_set(err, LC_E_FORMAT, 0, "network and preprocessing don't fit each other");
    lc_model_free(&m);
    if (st != LC_OK) {
        lc_net_free(&n);
        lc_prepare_free(&q);
        return st;
    }
    *net = n;
    *p = q;
    return LC_OK;
}

lc_status lc_checkpoint_write(const char *path, lc_training *t, const lc_prepare *p,
                              const char *meaning, lc_error *err)
{
    lc_blocks b = LC_BLOCKS_INIT;
    lc_status st = lc_blocks_add_text(&b, "meaning", meaning, err);
    if (st == LC_OK)
        st = store_network(&b, &t->net, p, err);
    if (st == LC_OK)
        st = lc_training_store(&b, t, err);
    if (st == LC_OK)
        st = lc_model_write(path, LC_MODEL_CHECKPOINT, &b, err);
    lc_blocks_free(&b);
    return st;
}

/* Where two meanings part: the first word that differs. */
static lc_status refuse_meaning(const char *have, const char *want, lc_error *err)
{
    size_t at = 0;
    for (size_t i = 0; have[i] && have[i] == want[i]; i++)
        if (have[i] == ' ')
            at = i + 1;
    return lc_error_set(
        err, LC_E_FORMAT, 0, "is a checkpoint of another run: '%.*s' there, '%.*s' here",
        (int)strcspn(have + at, " "), have + at, (int)strcspn(want + at, " "), want + at);
}

static lc_status check_meaning(const lc_model *m, const char *meaning, lc_error *err)
{
    char *have = NULL;
    if (m->kind != LC_MODEL_CHECKPOINT)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "is a saved network; --checkpoint writes checkpoints");
    lc_status st = lc_model_take_text(&have, m, "meaning", err);
    if (st == LC_OK && strcmp(have, meaning) != 0)
        st = refuse_meaning(have, meaning, err);
    lc_mem_free(have);
    return st;
}

lc_status lc_checkpoint_read(lc_training *t, const char *path, const char *meaning, lc_error *err)
{
    lc_model m = LC_MODEL_INIT;
    lc_status st = lc_model_read(&m, path, err);
    if (st == LC_OK)
        st = check_meaning(&m, meaning, err);
    if (st == LC_OK)
        st = lc_training_load(t, &m, err);
    lc_model_free(&m);
    return st;
}
