/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kernel.h - the inner loops of training, once per instruction set.
 *
 * Activations live in panels: LC_PANEL samples side by side, one row of LC_PANEL floats per unit,
 * so that a vector holds one unit of many samples. With weights w[unit][input] all three products of
 * a layer are then one loop, C[i][j] = sum over p of A[i][p] B[p][j], with j along a vector:
 *
 *     forward    z[o][m]  = bias[o] + sum_i w[o][i] h[i][m]       B is the panel h
 *     backward   dh[i][m] = sum_o w[o][i] dz[o][m]                B is the panel dz
 *     gradient   dw[o][i] = sum_m dz[o][m] x[m][i]                B is h transposed: strips of 32 inputs
 *
 * A is read one number at a time and needs no order of its own, so that one copy of the weights
 * serves both directions, and only activations are transposed. An output layer of one unit wastes
 * nothing. OpenBLAS packs its operands on each call, which at batch 32 costs about as much as the
 * product saves; for that, and so that bias, relu, its gate and the update ride in the same
 * registers, the loop is our own.
 *
 * To add an instruction set: write kernel_X.c (define its vectors, include kernel_body.h) and add
 * it to the table in kernel.c; tests/unit/test_kernel.c then compares it with plain loops.
 */
#ifndef LC_TRAIN_KERNEL_H
#define LC_TRAIN_KERNEL_H

#include "train/learncurve_train.h"
#include "train/samples.h"

#define LC_PANEL 32       /* [samples], and [inputs] of a strip */
#define LC_PANEL_ALIGN 64 /* [bytes] */

/* What becomes of the sums before they are stored. */
typedef enum lc_epilogue {
    LC_EPILOGUE_NONE,      /* c = sum */
    LC_EPILOGUE_RELU,      /* c = max(sum, 0) */
    LC_EPILOGUE_RELU_GRAD, /* c = sum where gate > 0, else 0: relu's derivative */
    LC_EPILOGUE_SGD,       /* c = keep c - rate sum: a step of plain gradient descent */
} lc_epilogue;

/* C[i][j] = sum over p of A[i][p] B[p][j], i < rows, p < depth, j < columns. Exactly one of a_row
 * and a_depth is 1 (or both). */
typedef struct lc_product {
    size_t rows, depth;
    size_t columns; /* 1 .. LC_PANEL; rounded up to whole vectors */
    const float *a; /* A[i][p] = a[i * a_row + p * a_depth] */
    size_t a_row, a_depth;
    size_t a_panel; /* floats from one LC_PANEL p's to the next, 0: a_depth goes on */
    const float *b; /* b[p * LC_PANEL + j], aligned */
    float *c;       /* c[i * c_row + j], aligned */
    size_t c_row;
    const float *bias; /* bias[i] is added to the sum, or NULL */
    lc_epilogue epilogue;
    const float *gate; /* gate[i * c_row + j], LC_EPILOGUE_RELU_GRAD only */
    float keep, rate;  /* LC_EPILOGUE_SGD only */
} lc_product;

/* One step of an optimizer on n numbers, the constants worked out beforehand. */
typedef struct lc_update {
    lc_optimizer_kind kind;
    float *w;       /* [n] weights, aligned like the rest; n is a multiple of LC_LANES */
    const float *g; /* [n] gradient of the loss, without penalty */
    float *m, *v;   /* [n] first and second moment, NULL where the optimizer has none */
    size_t n;
    float rate;    /* learning rate; Adam: times sqrt(1 - beta2^t) / (1 - beta1^t) */
    float penalty; /* 2 l2: g + penalty w is the gradient with its penalty */
    float decay;   /* rate times decoupled decay: w loses decay w (AdamW) */
    float beta1, beta2;
    float epsilon; /* times sqrt(1 - beta2^t) */
} lc_update;

/* The loss of one panel. */
typedef struct lc_panel_loss {
    size_t outputs;
    const float *z;     /* [outputs][LC_PANEL] logits or values */
    const float *y;     /* [LC_PANEL] targets */
    const float *scale; /* [LC_PANEL] factor of each sample's gradient; 0 for those not there */
    float smoothing;    /* label smoothing, 0 .. 1 */
    float *loss;        /* [LC_PANEL] plain loss of each sample */
    float *dz;          /* [outputs][LC_PANEL] scale times the loss's derivative, or NULL */
} lc_panel_loss;

typedef struct lc_kernel {
    const char *name; /* "avx512", "avx2", "base" */
    size_t lanes;     /* floats in a vector; divides LC_LANES */
    bool (*usable)(void);

    void (*multiply)(const lc_product *product);

    /* Lay n <= LC_PANEL rows x[m][units] beside each other in both ways: out as transpose_panel() makes
     * it, and h[u * LC_PANEL + m] with u up to a multiple of LC_LANES, which rows are padded to; up to
     * a multiple of LC_LANES the samples that aren't there are 0. */
    void (*gather)(float *out, size_t strip, float *h, const float *const *x, size_t n,
                   size_t units);

    /* Turn a panel h[units][LC_PANEL]: out[(u / 32) * strip + m * LC_PANEL + u % 32] = h[u][m] for
     * m < n; units and n are multiples of LC_LANES. */
    void (*transpose_panel)(float *out, size_t strip, const float *h, size_t units, size_t n);

    /* out[r] (+)= sum over m of x[r][m] w[m], r < rows, a multiple of LC_LANES. */
    void (*matvec)(float *out, const float *x, const float *w, size_t rows, bool add);

    /* c[i * c_row] = keep c[i * c_row] - rate sum[i], i < n: LC_EPILOGUE_SGD of a column, with the same bits. */
    void (*step_column)(float *c, size_t c_row, const float *sum, size_t n, float keep, float rate);

    /* h[n] = f(h), and dh[n] *= f'(z) computed from h = f(z); n is a multiple of LC_LANES. */
    void (*activate)(lc_activation f, float *h, size_t n);
    void (*activation_grad)(lc_activation f, float *dh, const float *h, size_t n);

    void (*cross_entropy)(const lc_panel_loss *l); /* of one logit */
    void (*softmax)(const lc_panel_loss *l);       /* of `outputs` logits */
    void (*squared)(const lc_panel_loss *l);       /* of one value */

    /* Drop numbers at random: mask[n] is 0 for a share of limit / 65536 and `kept` for the others, and
     * h = raw mask. The masks depend on the key alone. n is a multiple of LC_PANEL. */
    void (*drop)(float *h, float *mask, const float *raw, size_t n, uint32_t limit, float kept,
                 uint32_t key);
    void (*scale)(float *x, const float *mask, size_t n); /* x *= mask */

    void (*update)(const lc_update *u);

    /* Sum of (x + factor w)^2, of x^2 where w is NULL; n is a multiple of LC_LANES. */
    double (*sum_squares)(const float *x, const float *w, float factor, size_t n);
} lc_kernel;

extern const lc_kernel lc_kernel_base;
#if defined(__x86_64__)
extern const lc_kernel lc_kernel_avx2, lc_kernel_avx512;
#endif

/* The k-th kernel that this processor can run, the fastest first; NULL past the last one. */
const lc_kernel *lc_kernel_at(size_t k);

/* By name; NULL when there is none of that name or the processor can't run it. */
const lc_kernel *lc_kernel_find(const char *name);

#endif
