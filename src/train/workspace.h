/* SPDX-License-Identifier: GPL-3.0-or-later */
/* workspace.h - one batch on its way through a net and back: activations and gradients. */
#ifndef LC_TRAIN_WORKSPACE_H
#define LC_TRAIN_WORKSPACE_H

#include "train/net.h"
#include "train/random.h"

/* One row of units per layer: layer 0 is the input, the last one the outputs. */
typedef struct lc_workspace_layer {
    size_t units;
    size_t panel;      /* [floats] of one panel: units rounded up times LC_PANEL */
    float *h;          /* [panels][units][LC_PANEL] after activation and dropout */
    float *raw;        /* the same before dropout; equal to h without it */
    float *mask;       /* 0 or 1 / (1 - dropout), NULL without it */
    float *dz;         /* derivative of the loss by what the activation is given */
    float *transposed; /* [strips of 32 units][samples][LC_PANEL], for the next layer's gradient */
} lc_workspace_layer;

/* Room for one batch. The fields that a loss reads and writes are `n`, `y`, `w`,
 * `scale` and `loss`. */
typedef struct lc_workspace {
    const lc_net *net;
    const lc_kernel *kernel;
    size_t panels; /* there is room for */
    size_t n;      /* samples of the batch at hand */
    double dropout;
    lc_workspace_layer layers[LC_LAYERS_MAX + 1];
    bool weighted;               /* the samples of the batch have weights */
    float *y, *w, *scale, *loss; /* [panels * LC_PANEL] */
    float *column; /* [units of the widest layer] gradient by one input, for training */
    float *block;  /* all of it */
} lc_workspace;
#define LC_WORKSPACE_INIT \
    {                     \
        0                 \
    }

/* Share of hidden units dropped in training, 0 .. below 1 (N. Srivastava et al. 2014, JMLR 15,
 * 1929; scaled up in training, so that nothing is to be done afterwards). NULL stands for room
 * that is not for training: no gradients. */
typedef struct lc_workspace_training {
    double dropout;
} lc_workspace_training;

/* Room for `batch` samples. LC_OK, LC_E_NOMEM. The net and the kernel are borrowed. */
lc_status lc_workspace_init(lc_workspace *workspace, const lc_net *net, const lc_kernel *kernel,
                            size_t batch, const lc_workspace_training *training, lc_error *err);
void lc_workspace_free(lc_workspace *workspace);

/* Take n samples: those of `rows`, or the ones from `first` on when rows is NULL. Targets are not
 * read when s->y is NULL. */
void lc_workspace_load(lc_workspace *workspace, const lc_samples *s, const uint32_t *rows,
                       size_t first, size_t n);

/* From inputs to outputs; units are dropped at random unless `random` is NULL. */
void lc_workspace_forward(lc_workspace *workspace, lc_random *random);

/* Outputs of the panel that holds samples panel * LC_PANEL and on: [outputs][LC_PANEL]. */
const float *lc_workspace_outputs(const lc_workspace *workspace, size_t panel);

/* Where a loss puts its derivative by these outputs, for the way back. */
float *lc_workspace_output_grad(lc_workspace *workspace, size_t panel);

/* Backward from the outputs' dz: the derivative of the loss by every weight, g[params_n], laid out as
 * the net's params. Padding is left as it is, so let g begin as zeros. */
void lc_workspace_gradient(lc_workspace *workspace, float *g);

/* lc_workspace_gradient and a step of plain gradient descent in one, w = (1 - rate penalty) w - rate g
 * with the same bits; biases are not penalized. g[params_n] is scratch
 * that began as zeros. */
void lc_workspace_sgd_step(lc_workspace *workspace, lc_net *net, float rate, float penalty,
                           float *g);

#endif
