/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel_base.c - 4 floats at a time: what every x86-64 (SSE2) and aarch64 (NEON) has; elsewhere
 * the compiler makes plain code of it. */
#include "train/kernel.h"

#define KERNEL lc_kernel_base
#define NAME "base"
#define LANES 4

typedef float vec __attribute__((vector_size(16)));
typedef int32_t ints __attribute__((vector_size(16)));

#if defined(__aarch64__)
#include <arm_neon.h>
#define ROWS 8 /* 16 sums of 32 registers */

static inline vec v_fma(vec a, vec b, vec c)
{
    return (vec)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
}

static inline vec v_sqrt(vec x)
{
    return (vec)vsqrtq_f32((float32x4_t)x);
}
#else
#include <math.h>
#define ROWS 6 /* 12 sums, 2 of B, 1 of A and a product: 16 registers */

static inline vec v_fma(vec a, vec b, vec c)
{
    return a * b + c;
}

static inline vec v_sqrt(vec x)
{
    return (vec){sqrtf(x[0]), sqrtf(x[1]), sqrtf(x[2]), sqrtf(x[3])};
}
#endif

static inline vec v_inverse(vec x)
{
    return 1.0f / x;
}

static inline vec v_relu(vec x)
{
    return (vec)((ints)x & ~(ints)(x < 0.0f)); /* NaN is not below */
}

static inline vec v_gate(vec x, vec h)
{
    return (vec)((ints)x & (ints)(h > 0.0f));
}

static bool usable(void)
{
    return true;
}

#include "train/kernel_body.h"
