/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel_avx512.c - 16 floats at a time: x86-64 with AVX-512 F, DQ and VL. */
#include "train/kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma"))), \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512")
#endif

#define KERNEL lc_kernel_avx512
#define NAME "avx512"
#define LANES 16
#define FEWER lc_kernel_avx2.multiply /* sums in the same order */
#define ROWS 12                       /* 24 sums, 2 of B, 1 of A: 27 of 32 registers */

typedef float vec __attribute__((vector_size(64)));
typedef int32_t ints __attribute__((vector_size(64)));

static inline vec v_fma(vec a, vec b, vec c)
{
    return (vec)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}

static inline vec v_relu(vec x)
{
    return (vec)_mm512_max_ps(_mm512_setzero_ps(), (__m512)x); /* the second one if NaN */
}

static inline vec v_gate(vec x, vec h)
{
    __mmask16 on = _mm512_cmp_ps_mask((__m512)h, _mm512_setzero_ps(), _CMP_GT_OQ);
    return (vec)_mm512_maskz_mov_ps(on, (__m512)x);
}

static inline vec v_sqrt(vec x)
{
    return (vec)_mm512_sqrt_ps((__m512)x);
}

/* An approximation of 14 bits and a step of Newton's: products, which wait for nothing, in place of a
 * division that would wait for the root's unit. */
static inline vec v_inverse(vec x)
{
    __m512 r = _mm512_rcp14_ps((__m512)x);
    return (vec)_mm512_fmadd_ps(r, _mm512_fnmadd_ps((__m512)x, r, _mm512_set1_ps(1)), r);
}

static bool usable(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
}

#include "train/kernel_body.h"

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#else
typedef int lc_kernel_avx512_unused;
#endif
