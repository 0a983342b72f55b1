/* SPDX-License-Identifier: GPL-3.0-or-later */
/* workspace.c - forward and backward through the layers, panel by panel. */
#include "train/workspace.h"

#include "base/mem.h"

#include <string.h>

#define SOME 8        /* columns of a panel are worked out by so many */
#define FEW_OUTPUTS 2 /* up to here dot products beat turning the inputs first; measured */
#define FEW_INPUTS \
    2 /* so many past whole vectors likewise: a vector more would hold little else than padding */

#define DROP_ALL 65536.0 /* lc_kernel's drop() counts in parts of it */

static const float ones[LC_PANEL] __attribute__((aligned(LC_PANEL_ALIGN))) = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static size_t strips_of(size_t units)
{
    return (units + LC_PANEL - 1) / LC_PANEL;
}

/* Whether layer l's gradient is a product of dz and its inputs transposed. */
static bool needs_transposed(const lc_net *net, size_t l)
{
    return l == 0 || net->layers[l].out > FEW_OUTPUTS;
}

/* Cut *at from the block, or only count when the block is NULL. */
static float *cut(float *block, size_t *used, size_t floats)
{
    float *at = block ? block + *used : NULL;
    *used += lc_padded(floats);
    return at;
}

/* Lay the buffers out in `block` (NULL: only count); returns how many floats they take. */
static size_t lay_out(lc_workspace *workspace, const lc_workspace_training *training, float *block)
{
    size_t used = 0, layers = workspace->net->layers_n + 1, samples = workspace->panels * LC_PANEL;
    size_t widest = 0;
    workspace->y = cut(block, &used, samples);
    workspace->w = cut(block, &used, samples);
    workspace->scale = cut(block, &used, samples);
    workspace->loss = cut(block, &used, samples);
    for (size_t l = 0; l < layers; l++) {
        lc_workspace_layer *layer = &workspace->layers[l];
        bool last = l + 1 == layers, hidden = l > 0 && !last;
        layer->units = l == 0 ? workspace->net->layers[0].in : workspace->net->layers[l - 1].out;
        layer->panel = lc_padded(layer->units) * LC_PANEL;
        size_t all = layer->panel * workspace->panels;
        layer->h = layer->raw = cut(block, &used, all);
        if (l == 0 || (training && !last && needs_transposed(workspace->net, l)))
            layer->transposed = cut(block, &used, strips_of(layer->units) * samples * LC_PANEL);
        if (training && l > 0)
            layer->dz = cut(block, &used, all);
        if (training && training->dropout > 0 && hidden) {
            layer->raw = cut(block, &used, all);
            layer->mask = cut(block, &used, all);
        }
        widest = layer->units > widest ? layer->units : widest;
    }
    if (training)
        workspace->column = cut(block, &used, widest);
    return used;
}

lc_status lc_workspace_init(lc_workspace *workspace, const lc_net *net, const lc_kernel *kernel,
                            size_t batch, const lc_workspace_training *training, lc_error *err)
{
    lc_workspace made = {.net = net, .kernel = kernel, .dropout = training ? training->dropout : 0};
    size_t widest = 1;
    for (size_t l = 0; l < net->layers_n; l++)
        widest += net->layers[l].in + net->layers[l].out + (size_t)4 * LC_PANEL;
    if (batch > SIZE_MAX / sizeof(float) / 8 / widest)
        return lc_error_nomem(err);
    made.panels = (batch + LC_PANEL - 1) / LC_PANEL;
    size_t floats = lay_out(&made, training, NULL);
    made.block = lc_mem_aligned(LC_PANEL_ALIGN, floats * sizeof *made.block);
    if (!made.block)
        return lc_error_nomem(err);
    memset(made.block, 0, floats * sizeof *made.block);
    lay_out(&made, training, made.block);
    *workspace = made;
    return LC_OK;
}

void lc_workspace_free(lc_workspace *workspace)
{
    lc_mem_free(workspace->block);
    *workspace = (lc_workspace)LC_WORKSPACE_INIT;
}

static size_t panels_used(const lc_workspace *workspace)
{
    return (workspace->n + LC_PANEL - 1) / LC_PANEL;
}

/* Columns of a panel that are worked out; those past the batch's end weigh nothing. */
static size_t columns_of(const lc_workspace *workspace, size_t panel)
{
    size_t left = workspace->n - panel * LC_PANEL;
    return left < LC_PANEL ? (left + SOME - 1) / SOME * SOME : LC_PANEL;
}

static void clear_columns(float *panel, size_t units, size_t from)
{
    for (size_t u = 0; from < LC_PANEL && u < units; u++)
        memset(panel + u * LC_PANEL + from, 0, (LC_PANEL - from) * sizeof *panel);
}

/* The other columns of the last panel are 0, also after a batch that had more samples. */
static void clear_rest(lc_workspace *workspace)
{
    size_t last = panels_used(workspace) - 1, from = columns_of(workspace, last);
    for (size_t l = 0; l <= workspace->net->layers_n; l++) {
        const lc_workspace_layer *layer = &workspace->layers[l];
        size_t at = last * layer->panel;
        clear_columns(layer->h + at, layer->units, from);
        clear_columns(layer->raw + at, layer->units, from);
        if (layer->dz)
            clear_columns(layer->dz + at, layer->units, from);
    }
}

void lc_workspace_load(lc_workspace *workspace, const lc_samples *s, const uint32_t *rows,
                       size_t first, size_t n)
{
    lc_workspace_layer *input = &workspace->layers[0];
    const float *x[LC_PANEL];
    bool changed = workspace->n != n;
    workspace->n = n;
    if (changed)
        clear_rest(workspace);
    workspace->weighted = s->w != NULL;
    for (size_t panel = 0; panel < panels_used(workspace); panel++) {
        size_t from = panel * LC_PANEL, some = n - from < LC_PANEL ? n - from : LC_PANEL;
        for (size_t m = 0; m < some; m++) {
            size_t row = rows ? rows[from + m] : first + from + m;
            x[m] = s->x + row * s->stride;
            if (s->y)
                workspace->y[from + m] = s->y[row];
            if (s->w)
                workspace->w[from + m] = s->w[row];
        }
        workspace->kernel->gather(input->transposed + from * LC_PANEL,
                                  workspace->panels * LC_PANEL * LC_PANEL,
                                  input->h + panel * input->panel, x, some, input->units);
    }
}

static void drop(const lc_workspace *workspace, const lc_workspace_layer *layer, size_t panel,
                 lc_random *random)
{
    size_t at = panel * layer->panel, n = layer->units * LC_PANEL;
    const float *raw = layer->raw + at;
    float *h = layer->h + at, *mask = layer->mask + at;
    if (!random) {
        memcpy(h, raw, n * sizeof *h);
        return;
    }
    uint32_t limit = (uint32_t)(workspace->dropout * DROP_ALL + 0.5);
    float kept = (float)(DROP_ALL / (DROP_ALL - (double)limit));
    workspace->kernel->drop(h, mask, raw, n, limit, kept, (uint32_t)lc_random_bits(random));
}

static void panel_forward(lc_workspace *workspace, size_t panel, lc_random *random)
{
    const lc_net *net = workspace->net;
    const lc_kernel *kernel = workspace->kernel;
    for (size_t l = 0; l < net->layers_n; l++) {
        const lc_layer *layer = &net->layers[l];
        const lc_workspace_layer *from = &workspace->layers[l], *to = &workspace->layers[l + 1];
        bool hidden = l + 1 < net->layers_n, relu = net->activation == LC_RELU;
        float *z = to->raw + panel * to->panel;
        kernel->multiply(
            &(lc_product){.rows = layer->out,
                          .depth = layer->in,
                          .columns = columns_of(workspace, panel),
                          .a = layer->w,
                          .a_row = layer->stride,
                          .a_depth = 1,
                          .b = from->h + panel * from->panel,
                          .c = z,
                          .c_row = LC_PANEL,
                          .bias = layer->bias,
                          .epilogue = hidden && relu ? LC_EPILOGUE_RELU : LC_EPILOGUE_NONE});
        if (hidden && !relu)
            kernel->activate(net->activation, z, layer->out * LC_PANEL);
        if (to->mask)
            drop(workspace, to, panel, random);
    }
}

void lc_workspace_forward(lc_workspace *workspace, lc_random *random)
{
    for (size_t panel = 0; panel < panels_used(workspace); panel++)
        panel_forward(workspace, panel, random);
}

const float *lc_workspace_outputs(const lc_workspace *workspace, size_t panel)
{
    const lc_workspace_layer *last = &workspace->layers[workspace->net->layers_n];
    return last->h + panel * last->panel;
}

float *lc_workspace_output_grad(lc_workspace *workspace, size_t panel)
{
    const lc_workspace_layer *last = &workspace->layers[workspace->net->layers_n];
    return last->dz + panel * last->panel;
}

/* From the dz of layer l's outputs to that of its inputs, in one panel. */
static void panel_backward(lc_workspace *workspace, size_t l, size_t panel)
{
    const lc_net *net = workspace->net;
    const lc_kernel *kernel = workspace->kernel;
    const lc_layer *layer = &net->layers[l];
    const lc_workspace_layer *from = &workspace->layers[l + 1], *to = &workspace->layers[l];
    bool gated = net->activation == LC_RELU;
    size_t at = panel * to->panel, n = to->units * LC_PANEL;
    float *dz = to->dz + at;
    kernel->multiply(&(lc_product){.rows = layer->in,
                                   .depth = layer->out,
                                   .columns = columns_of(workspace, panel),
                                   .a = layer->w,
                                   .a_row = 1,
                                   .a_depth = layer->stride,
                                   .b = from->dz + panel * from->panel,
                                   .c = dz,
                                   .c_row = LC_PANEL,
                                   .epilogue = gated ? LC_EPILOGUE_RELU_GRAD : LC_EPILOGUE_NONE,
                                   .gate = to->raw + at});
    if (!gated)
        kernel->activation_grad(net->activation, dz, to->raw + at, n);
    if (to->mask)
        kernel->scale(dz, to->mask + at, n);
}

/* The outputs of layer l > 0 transposed, in one panel. */
static void panel_transpose(lc_workspace *workspace, size_t l, size_t panel)
{
    const lc_workspace_layer *layer = &workspace->layers[l];
    workspace->kernel->transpose_panel(
        layer->transposed + panel * LC_PANEL * LC_PANEL, workspace->panels * LC_PANEL * LC_PANEL,
        layer->h + panel * layer->panel, lc_padded(layer->units), columns_of(workspace, panel));
}

/* What layer l's gradient and the layers below wait for. */
static void layer_backward(lc_workspace *workspace, size_t l)
{
    for (size_t panel = 0; l > 0 && panel < panels_used(workspace); panel++) {
        if (workspace->layers[l].transposed)
            panel_transpose(workspace, l, panel);
        panel_backward(workspace, l, panel);
    }
}

/* Gradient of a layer of few outputs: dw[o][i] = sum_m h[i][m] dz[o][m]. */
static void layer_matvec(const lc_workspace *workspace, size_t l, float *g)
{
    const lc_layer *layer = &workspace->net->layers[l];
    const lc_workspace_layer *in = &workspace->layers[l], *out = &workspace->layers[l + 1];
    for (size_t panel = 0; panel < panels_used(workspace); panel++)
        for (size_t o = 0; o < layer->out; o++)
            workspace->kernel->matvec(g + o * layer->stride, in->h + panel * in->panel,
                                      out->dz + panel * out->panel + o * LC_PANEL,
                                      lc_padded(layer->in), panel > 0);
}

/* What becomes of a layer's gradient: stored in c, or a step of the weights in c. */
typedef struct gradient_use {
    float *c;
    lc_epilogue epilogue;
    float keep, rate;
} gradient_use;

/* dot[o] = sum_m dz[o][m] w[m], o up to the outputs of layer l; w is [panels][step], or the same for each panel. */
static void outputs_dot(const lc_workspace *workspace, size_t l, const float *w, size_t step,
                        float *dot)
{
    const lc_workspace_layer *out = &workspace->layers[l + 1];
    for (size_t panel = 0; panel < panels_used(workspace); panel++)
        workspace->kernel->matvec(dot, out->dz + panel * out->panel, w + panel * step,
                                  lc_padded(out->units), panel > 0);
}

/* What layer_product() does, for input i alone. */
static void layer_column(const lc_workspace *workspace, size_t l, size_t i, const gradient_use *d)
{
    const lc_layer *layer = &workspace->net->layers[l];
    const lc_workspace_layer *in = &workspace->layers[l];
    const float *sum = workspace->column;
    outputs_dot(workspace, l, in->h + i * LC_PANEL, in->panel, workspace->column);
    if (d->epilogue == LC_EPILOGUE_SGD)
        workspace->kernel->step_column(d->c + i, layer->stride, sum, layer->out, d->keep, d->rate);
    else
        for (size_t o = 0; o < layer->out; o++)
            d->c[o * layer->stride + i] = sum[o];
}

static void layer_product(const lc_workspace *workspace, size_t l, const gradient_use *d)
{
    const lc_layer *layer = &workspace->net->layers[l];
    const lc_workspace_layer *in = &workspace->layers[l], *out = &workspace->layers[l + 1];
    size_t width = lc_padded(layer->in), past = layer->in % workspace->kernel->lanes;
    if (past > 0 && past <= FEW_INPUTS) {
        width = layer->in - past;
        for (size_t i = width; i < layer->in; i++)
            layer_column(workspace, l, i, d);
    }
    for (size_t i = 0; i < width; i += LC_PANEL)
        workspace->kernel->multiply(
            &(lc_product){.rows = layer->out,
                          .depth = workspace->n,
                          .columns = width - i < LC_PANEL ? width - i : LC_PANEL,
                          .a = out->dz,
                          .a_row = LC_PANEL,
                          .a_depth = 1,
                          .a_panel = out->panel,
                          .b = in->transposed + i * workspace->panels * LC_PANEL,
                          .c = d->c + i,
                          .c_row = layer->stride,
                          .epilogue = d->epilogue,
                          .keep = d->keep,
                          .rate = d->rate});
}

/* Layer by layer from the last one down, while a layer's weights and dz are near. */
void lc_workspace_gradient(lc_workspace *workspace, float *g)
{
    for (size_t l = workspace->net->layers_n; l-- > 0;) {
        const lc_layer *layer = &workspace->net->layers[l];
        float *dw = g + (layer->w - workspace->net->params);
        layer_backward(workspace, l);
        if (needs_transposed(workspace->net, l))
            layer_product(workspace, l, &(gradient_use){.c = dw});
        else
            layer_matvec(workspace, l, dw);
        outputs_dot(workspace, l, ones, 0, g + (layer->bias - workspace->net->params));
    }
}

void lc_workspace_sgd_step(lc_workspace *workspace, lc_net *net, float rate, float penalty,
                           float *g)
{
    for (size_t l = net->layers_n; l-- > 0;) {
        lc_layer *layer = &net->layers[l];
        lc_update update = {.kind = LC_SGD, .rate = rate, .penalty = penalty};
        layer_backward(workspace, l);
        if (needs_transposed(net, l)) {
            layer_product(workspace, l,
                          &(gradient_use){.c = layer->w,
                                          .epilogue = LC_EPILOGUE_SGD,
                                          .keep = 1.0f - rate * penalty,
                                          .rate = rate});
        } else {
            update.w = layer->w, update.n = layer->out * layer->stride;
            update.g = g + (layer->w - net->params);
            layer_matvec(workspace, l, g + (layer->w - net->params));
            workspace->kernel->update(&update);
        }
        float *db = g + (layer->bias - net->params);
        outputs_dot(workspace, l, ones, 0, db);
        update.w = layer->bias, update.g = db, update.n = lc_padded(layer->out);
        update.penalty = 0;
        workspace->kernel->update(&update);
    }
}
