/* SPDX-License-Identifier: GPL-3.0-or-later */
/* serialize.c - what of a network and of a run is kept, under which names. */
#include "train/serialize.h"

#include "base/mem.h"

#include <string.h>

#define NAME_SIZE 32
#define STATE "state/"

/* ---- networks --------------------------------------------------------------------------- */

static const char *const activations[] = {
    [LC_RELU] = "relu", [LC_TANH] = "tanh", [LC_SIGMOID] = "sigmoid"};
#define ACTIVATIONS (sizeof activations / sizeof *activations)

/* A layer's weights and biases, one after another: in values of each unit, then its bias. */
static size_t layer_floats(const lc_layer *l)
{
    return l->out * (l->in + 1);
}

/* Between the layers and a plain array; true: out of the layers. */
static void move_weights(float *plain, const lc_net *net, bool out)
{
    for (size_t k = 0; k < net->layers_n; k++) {
        const lc_layer *l = &net->layers[k];
        for (size_t o = 0; o < l->out; o++, plain += l->in + 1) {
            float *w = l->w + o * l->stride;
            if (out) {
                memcpy(plain, w, l->in * sizeof *w);
                plain[l->in] = l->bias[o];
            } else {
                memcpy(w, plain, l->in * sizeof *w);
                l->bias[o] = plain[l->in];
            }
        }
    }
}

static size_t count_weights(const lc_net *net)
{
    size_t n = 0;
    for (size_t k = 0; k < net->layers_n; k++)
        n += layer_floats(&net->layers[k]);
    return n;
}

lc_status lc_net_store(lc_blocks *blocks, const lc_net *net, lc_error *err)
{
    uint64_t shape[LC_LAYERS_MAX + 1] = {net->layers[0].in};
    for (size_t k = 0; k < net->layers_n; k++)
        shape[k + 1] = net->layers[k].out;
    size_t n = count_weights(net);
    float *plain = lc_mem_resize(NULL, n, sizeof *plain);
    if (!plain)
        return lc_error_nomem(err);
    move_weights(plain, net, true);
    lc_status st = lc_blocks_add_copy(
        blocks, &(lc_block){"net/shape", LC_BLOCK_COUNT, net->layers_n + 1, shape}, err);
    if (st == LC_OK)
        st = lc_blocks_add_text(blocks, "net/activation", activations[net->activation], err);
    if (st == LC_OK)
        st = lc_blocks_add_copy(blocks, &(lc_block){"net/weights", LC_BLOCK_FLOAT, n, plain}, err);
    lc_mem_free(plain);
    return st;
}

static lc_status load_activation(lc_activation *a, const lc_block_file *m, lc_error *err)
{
    char *name;
    lc_status st = lc_block_file_take_text(&name, m, "net/activation", err);
    if (st != LC_OK)
        return st;
    size_t k = 0;
    while (k < ACTIVATIONS && strcmp(activations[k], name) != 0)
        k++;
    if (k == ACTIVATIONS)
        st = lc_error_set(err, LC_E_FORMAT, 0, "unknown activation '%.40s'", name);
    else
        *a = (lc_activation)k;
    lc_mem_free(name);
    return st;
}

static lc_status load_shape(lc_net *net, lc_activation activation, const lc_block_file *m,
                            lc_error *err)
{
    uint64_t units[LC_LAYERS_MAX + 1];
    size_t hidden[LC_LAYERS_MAX];
    const lc_block *b = lc_block_file_find(m, "net/shape");
    if (!b || b->count < 2 || b->count > LC_LAYERS_MAX + 1)
        return lc_error_set(err, LC_E_FORMAT, 0, "contains no network");
    lc_status st = lc_block_file_take(units, m, "net/shape", LC_BLOCK_COUNT, b->count, err);
    const lc_block *weights = lc_block_file_find(m, "net/weights");
    uint64_t n = 0;
    for (size_t k = 0; st == LC_OK && k + 1 < b->count; k++) {
        if (units[k] == 0 || units[k] > LC_UNITS_MAX || units[k + 1] > LC_UNITS_MAX)
            return lc_error_set(err, LC_E_FORMAT, 0, "its layer sizes are invalid");
        n += (units[k] + 1) * units[k + 1]; /* at most 64 * 2^41 */
        hidden[k] = (size_t)units[k + 1];
    }
    if (st != LC_OK)
        return st;
    if (!weights || weights->count != n)
        return lc_error_set(err, LC_E_FORMAT, 0, "its weights don't fit its layers");
    const lc_net_shape shape = {.inputs = (size_t)units[0],
                                .hidden = hidden,
                                .hidden_n = b->count - 2,
                                .activation = activation,
                                .outputs = (size_t)units[b->count - 1]};
    return lc_net_init(net, &shape, err);
}

lc_status lc_net_load(lc_net *net, const lc_block_file *m, lc_error *err)
{
    lc_net made = LC_NET_INIT;
    lc_activation activation = LC_RELU;
    lc_status st = load_activation(&activation, m, err);
    if (st == LC_OK)
        st = load_shape(&made, activation, m, err);
    if (st != LC_OK)
        return st;
    size_t n = count_weights(&made);
    float *plain = lc_mem_resize(NULL, n, sizeof *plain);
    st = plain ? lc_block_file_take(plain, m, "net/weights", LC_BLOCK_FLOAT, n, err)
               : lc_error_nomem(err);
    if (st == LC_OK)
        move_weights(plain, &made, false);
    if (st == LC_OK && !lc_net_finite(&made))
        st = lc_error_set(err, LC_E_FORMAT, 0, "its weights are not finite");
    lc_mem_free(plain);
    if (st != LC_OK) {
        lc_net_free(&made);
        return st;
    }
    *net = made;
    return LC_OK;
}

/* ---- runs ------------------------------------------------------------------------------- */

/* Names of what the engine lists; literals, since a list of blocks borrows its names. */
static const struct {
    const char *name;
    lc_block_type type; /* "progress" is of 8-byte fields, whose bits are kept */
} states[] = {
    {STATE "shape", LC_BLOCK_COUNT},   {STATE "progress", LC_BLOCK_COUNT},
    {STATE "weights", LC_BLOCK_FLOAT}, {STATE "moment1", LC_BLOCK_FLOAT},
    {STATE "moment2", LC_BLOCK_FLOAT}, {STATE "best", LC_BLOCK_FLOAT},
};
#define STATES (sizeof states / sizeof *states)

/* A walk over the state: storing, comparing (nothing is overwritten) or loading. */
typedef struct walk {
    lc_blocks *blocks;
    const lc_block_file *m;
    bool load;
    bool seen[STATES];
    lc_status status; /* the first failure sticks */
    lc_error *err;
} walk;

static size_t state_of(const char *name)
{
    size_t k = 0;
    while (k < STATES && strcmp(states[k].name + sizeof STATE - 1, name) != 0)
        k++;
    return k;
}

static size_t elements(size_t k, size_t bytes)
{
    return bytes / (states[k].type == LC_BLOCK_FLOAT ? sizeof(float) : sizeof(uint64_t));
}

static void store_state(void *self, const char *name, void *data, size_t bytes)
{
    walk *w = self;
    size_t k = state_of(name);
    if (w->status != LC_OK)
        return;
    if (k == STATES) {
        w->status = lc_error_set(w->err, LC_E_ARG, 0, "'%s' has no place in a checkpoint", name);
        return;
    }
    const lc_block block = {states[k].name, states[k].type, elements(k, bytes), data};
    w->status = lc_blocks_add_copy(w->blocks, &block, w->err);
}

lc_status lc_loop_store(lc_blocks *blocks, lc_loop *t, lc_error *err)
{
    walk w = {.blocks = blocks, .err = err};
    lc_loop_state(t, store_state, &w);
    return w.status;
}

static void take_state(void *self, const char *name, void *data, size_t bytes)
{
    walk *w = self;
    size_t k = state_of(name);
    if (w->status != LC_OK || k == STATES)
        return;
    const lc_block *b = lc_block_file_find(w->m, states[k].name);
    w->seen[k] = true;
    bool same = b && b->type == states[k].type && b->count == elements(k, bytes);
    bool shape = strcmp(name, "shape") == 0;
    if (!same || (shape && memcmp(b->data, data, bytes) != 0))
        w->status = lc_error_set(w->err, LC_E_FORMAT, 0,
                                 b ? "a checkpoint of another network ('%s' differs)"
                                   : "a checkpoint of other options: it has no '%s'",
                                 name);
    else if (w->load && !shape)
        memcpy(data, b->data, bytes);
}

lc_status lc_loop_load(lc_loop *t, const lc_block_file *m, lc_error *err)
{
    walk w = {.m = m, .err = err};
    if (m->kind != LC_FILE_CHECKPOINT)
        return lc_error_set(err, LC_E_FORMAT, 0, "a saved network, not a checkpoint");
    lc_loop_state(t, take_state, &w);
    for (size_t k = 0; k < STATES && w.status == LC_OK; k++)
        if (!w.seen[k] && lc_block_file_find(m, states[k].name))
            w.status = lc_error_set(err, LC_E_FORMAT, 0,
                                    "a checkpoint of other options: it has "
                                    "'%s', this run has not",
                                    states[k].name + sizeof STATE - 1);
    w.load = true;
    if (w.status == LC_OK)
        lc_loop_state(t, take_state, &w);
    return w.status;
}
