/* SPDX-License-Identifier: GPL-3.0-or-later */
/* work.c - forward and backward through the layers, panel by panel. */
#include "train/work.h"

#include "base/mem.h"

#include <string.h>

#define FEW_OUTPUTS 2 /* up to here dot products beat turning the inputs first; measured */

static const float ones[LC_PANEL] __attribute__((aligned(LC_PANEL_ALIGN))) = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static size_t strips_of(size_t units)
{
    return (units + LC_PANEL - 1) / LC_PANEL;
}

/* Whether layer l's gradient is a product of dz and its inputs turned. */
static bool wants_turned(const lc_net *net, size_t l)
{
    return l == 0 || net->layers[l].out > FEW_OUTPUTS;
}

/* Cut *at from the block, or only count when the block is NULL. */
static float *cut(float *block, size_t *used, size_t floats)
{
    float *at = block ? block + *used : NULL;
    *used += lc_lanes_up(floats);
    return at;
}

/* Lay the buffers out in `block` (NULL: only count); returns how many floats they take. */
static size_t lay_out(lc_work *work, const lc_work_training *training, float *block)
{
    size_t used = 0, levels = work->net->layers_n + 1, samples = work->panels * LC_PANEL;
    work->y = cut(block, &used, samples);
    work->scale = cut(block, &used, samples);
    work->loss = cut(block, &used, samples);
    for (size_t l = 0; l < levels; l++) {
        lc_level_work *level = &work->levels[l];
        bool last = l + 1 == levels, hidden = l > 0 && !last;
        level->units = l == 0 ? work->net->layers[0].in : work->net->layers[l - 1].out;
        level->panel = lc_lanes_up(level->units) * LC_PANEL;
        size_t all = level->panel * work->panels;
        level->h = level->raw = cut(block, &used, all);
        if (l == 0 || (training && !last && wants_turned(work->net, l)))
            level->turned = cut(block, &used, strips_of(level->units) * samples * LC_PANEL);
        if (training && l > 0)
            level->dz = cut(block, &used, all);
        if (training && training->dropout > 0 && hidden) {
            level->raw = cut(block, &used, all);
            level->mask = cut(block, &used, all);
        }
    }
    return used;
}

lc_status lc_work_init(lc_work *work, const lc_net *net, const lc_kernel *kernel, size_t batch,
                       const lc_work_training *training, lc_error *err)
{
    lc_work made = {.net = net, .kernel = kernel, .dropout = training ? training->dropout : 0};
    size_t widest = 0;
    for (size_t l = 0; l < net->layers_n; l++)
        widest += net->layers[l].in + net->layers[l].out + 4 * LC_PANEL;
    if (batch > SIZE_MAX / sizeof(float) / 8 / widest)
        return lc_error_nomem(err);
    made.panels = (batch + LC_PANEL - 1) / LC_PANEL;
    made.columns = batch <= LC_LANES ? LC_LANES : LC_PANEL;
    size_t floats = lay_out(&made, training, NULL);
    made.block = lc_mem_aligned(LC_PANEL_ALIGN, floats * sizeof *made.block);
    if (!made.block)
        return lc_error_nomem(err);
    memset(made.block, 0, floats * sizeof *made.block);
    lay_out(&made, training, made.block);
    *work = made;
    return LC_OK;
}

void lc_work_free(lc_work *work)
{
    lc_mem_free(work->block);
    *work = (lc_work)LC_WORK_INIT;
}

static size_t panels_used(const lc_work *work)
{
    return (work->n + LC_PANEL - 1) / LC_PANEL;
}

void lc_work_load(lc_work *work, const lc_samples *s, const uint32_t *rows, size_t first, size_t n)
{
    lc_level_work *input = &work->levels[0];
    const float *x[LC_PANEL];
    work->n = n;
    for (size_t panel = 0; panel < panels_used(work); panel++) {
        size_t from = panel * LC_PANEL, some = n - from < LC_PANEL ? n - from : LC_PANEL;
        for (size_t m = 0; m < some; m++) {
            size_t row = rows ? rows[from + m] : first + from + m;
            x[m] = s->x + row * s->stride;
            if (s->y)
                work->y[from + m] = s->y[row];
        }
        work->kernel->gather(input->turned + from * LC_PANEL, work->panels * LC_PANEL * LC_PANEL,
                             input->h + panel * input->panel, x, some, input->units);
    }
}

static void drop(const lc_work *work, const lc_level_work *level, size_t panel, lc_random *random)
{
    size_t at = panel * level->panel, n = level->units * LC_PANEL;
    const float *raw = level->raw + at;
    float *h = level->h + at, *mask = level->mask + at;
    if (!random) {
        memcpy(h, raw, n * sizeof *h);
        return;
    }
    uint32_t limit = (uint32_t)(work->dropout * 0x1p32);
    float kept = (float)(1 / (1 - work->dropout));
    for (size_t i = 0; i < n; i += 2) {
        uint64_t bits = lc_random_bits(random);
        mask[i] = (uint32_t)bits < limit ? 0 : kept;
        mask[i + 1] = (uint32_t)(bits >> 32) < limit ? 0 : kept;
    }
    for (size_t i = 0; i < n; i++)
        h[i] = raw[i] * mask[i];
}

static void panel_forward(lc_work *work, size_t panel, lc_random *random)
{
    const lc_net *net = work->net;
    const lc_kernel *kernel = work->kernel;
    for (size_t l = 0; l < net->layers_n; l++) {
        const lc_layer *layer = &net->layers[l];
        const lc_level_work *from = &work->levels[l], *to = &work->levels[l + 1];
        bool hidden = l + 1 < net->layers_n, relu = net->activation == LC_RELU;
        float *z = to->raw + panel * to->panel;
        kernel->multiply(&(lc_product){.rows = layer->out,
                                       .depth = layer->in,
                                       .columns = work->columns,
                                       .a = layer->w,
                                       .a_row = layer->stride,
                                       .a_depth = 1,
                                       .b = from->h + panel * from->panel,
                                       .c = z,
                                       .c_row = LC_PANEL,
                                       .bias = layer->bias,
                                       .finish = hidden && relu ? LC_FINISH_RELU : LC_FINISH_NONE});
        if (hidden && !relu)
            kernel->activate(net->activation, z, layer->out * LC_PANEL);
        if (to->mask)
            drop(work, to, panel, random);
    }
}

void lc_work_forward(lc_work *work, lc_random *random)
{
    for (size_t panel = 0; panel < panels_used(work); panel++)
        panel_forward(work, panel, random);
}

const float *lc_work_outputs(const lc_work *work, size_t panel)
{
    const lc_level_work *last = &work->levels[work->net->layers_n];
    return last->h + panel * last->panel;
}

float *lc_work_errors(lc_work *work, size_t panel)
{
    const lc_level_work *last = &work->levels[work->net->layers_n];
    return last->dz + panel * last->panel;
}

/* From the dz of layer l's outputs to that of its inputs, in one panel. */
static void panel_backward(lc_work *work, size_t l, size_t panel)
{
    const lc_net *net = work->net;
    const lc_kernel *kernel = work->kernel;
    const lc_layer *layer = &net->layers[l];
    const lc_level_work *from = &work->levels[l + 1], *to = &work->levels[l];
    bool gated = net->activation == LC_RELU;
    size_t at = panel * to->panel, n = to->units * LC_PANEL;
    float *dz = to->dz + at;
    kernel->multiply(&(lc_product){.rows = layer->in,
                                   .depth = layer->out,
                                   .columns = work->columns,
                                   .a = layer->w,
                                   .a_row = 1,
                                   .a_depth = layer->stride,
                                   .b = from->dz + panel * from->panel,
                                   .c = dz,
                                   .c_row = LC_PANEL,
                                   .finish = gated ? LC_FINISH_GATE : LC_FINISH_NONE,
                                   .gate = to->raw + at});
    if (!gated)
        kernel->slope(net->activation, dz, to->raw + at, n);
    if (to->mask)
        for (size_t i = 0; i < n; i++)
            dz[i] *= to->mask[at + i];
}

/* The outputs of level l > 0 turned, in one panel. */
static void panel_turn(lc_work *work, size_t l, size_t panel)
{
    const lc_level_work *level = &work->levels[l];
    work->kernel->turn(level->turned + panel * LC_PANEL * LC_PANEL,
                       work->panels * LC_PANEL * LC_PANEL, level->h + panel * level->panel,
                       lc_lanes_up(level->units));
}

/* What layer l's gradient and the layers below wait for. */
static void layer_backward(lc_work *work, size_t l)
{
    for (size_t panel = 0; l > 0 && panel < panels_used(work); panel++) {
        if (work->levels[l].turned)
            panel_turn(work, l, panel);
        panel_backward(work, l, panel);
    }
}

/* Gradient of a layer of few outputs: dw[o][i] = sum_m h[i][m] dz[o][m]. */
static void layer_dots(const lc_work *work, size_t l, float *g)
{
    const lc_layer *layer = &work->net->layers[l];
    const lc_level_work *in = &work->levels[l], *out = &work->levels[l + 1];
    for (size_t panel = 0; panel < panels_used(work); panel++)
        for (size_t o = 0; o < layer->out; o++)
            work->kernel->dots(g + o * layer->stride, in->h + panel * in->panel,
                               out->dz + panel * out->panel + o * LC_PANEL, lc_lanes_up(layer->in),
                               panel > 0);
}

/* What becomes of a layer's gradient: stored in c, or a step of the weights in c. */
typedef struct destiny {
    float *c;
    lc_finish finish;
    float keep, rate;
} destiny;

static void layer_product(const lc_work *work, size_t l, const destiny *d)
{
    const lc_layer *layer = &work->net->layers[l];
    const lc_level_work *in = &work->levels[l], *out = &work->levels[l + 1];
    size_t width = lc_lanes_up(layer->in);
    for (size_t i = 0; i < width; i += LC_PANEL)
        work->kernel->multiply(&(lc_product){.rows = layer->out,
                                             .depth = work->n,
                                             .columns = width - i < LC_PANEL ? width - i : LC_PANEL,
                                             .a = out->dz,
                                             .a_row = LC_PANEL,
                                             .a_depth = 1,
                                             .a_panel = out->panel,
                                             .b = in->turned + i * work->panels * LC_PANEL,
                                             .c = d->c + i,
                                             .c_row = layer->stride,
                                             .finish = d->finish,
                                             .keep = d->keep,
                                             .rate = d->rate});
}

static void layer_bias(const lc_work *work, size_t l, float *g)
{
    const lc_level_work *out = &work->levels[l + 1];
    for (size_t panel = 0; panel < panels_used(work); panel++)
        work->kernel->dots(g, out->dz + panel * out->panel, ones, lc_lanes_up(out->units),
                           panel > 0);
}

/* Layer by layer from the last one down, while a layer's weights and dz are near. */
void lc_work_gradient(lc_work *work, float *g)
{
    for (size_t l = work->net->layers_n; l-- > 0;) {
        const lc_layer *layer = &work->net->layers[l];
        float *dw = g + (layer->w - work->net->params);
        layer_backward(work, l);
        if (wants_turned(work->net, l))
            layer_product(work, l, &(destiny){.c = dw});
        else
            layer_dots(work, l, dw);
        layer_bias(work, l, g + (layer->bias - work->net->params));
    }
}

void lc_work_descend(lc_work *work, lc_net *net, float rate, float penalty, float *g)
{
    for (size_t l = net->layers_n; l-- > 0;) {
        lc_layer *layer = &net->layers[l];
        lc_update update = {.rule = LC_SGD, .rate = rate, .penalty = penalty};
        layer_backward(work, l);
        if (wants_turned(net, l)) {
            layer_product(work, l,
                          &(destiny){.c = layer->w,
                                     .finish = LC_FINISH_UPDATE,
                                     .keep = 1.0f - rate * penalty,
                                     .rate = rate});
        } else {
            update.w = layer->w, update.n = layer->out * layer->stride;
            update.g = g + (layer->w - net->params);
            layer_dots(work, l, g + (layer->w - net->params));
            work->kernel->update(&update);
        }
        float *db = g + (layer->bias - net->params);
        layer_bias(work, l, db);
        update.w = layer->bias, update.g = db, update.n = lc_lanes_up(layer->out);
        update.penalty = 0;
        work->kernel->update(&update);
    }
}
