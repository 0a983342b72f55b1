/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel_avx2.c - 8 floats at a time: x86-64 with AVX2 and FMA. */
#include "train/kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#endif

#define KERNEL lc_kernel_avx2
#define NAME "avx2"
#define LANES 8
#define ROWS 6 /* 12 sums, 2 of B and 1 of A: 15 of 16 registers */

typedef float vec __attribute__((vector_size(32)));
typedef int32_t ints __attribute__((vector_size(32)));

static inline vec v_fma(vec a, vec b, vec c)
{
    return (vec)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}

static inline vec v_relu(vec x)
{
    return (vec)_mm256_max_ps(_mm256_setzero_ps(), (__m256)x); /* the second one if NaN */
}

static inline vec v_gate(vec x, vec h)
{
    __m256 on = _mm256_cmp_ps((__m256)h, _mm256_setzero_ps(), _CMP_GT_OQ);
    return (vec)_mm256_and_ps(on, (__m256)x);
}

static inline vec v_sqrt(vec x)
{
    return (vec)_mm256_sqrt_ps((__m256)x);
}

/* An approximation of 12 bits and a step of Newton's, see kernel_avx512.c. */
static inline vec v_inverse(vec x)
{
    __m256 r = _mm256_rcp_ps((__m256)x);
    return (vec)_mm256_fmadd_ps(r, _mm256_fnmadd_ps((__m256)x, r, _mm256_set1_ps(1)), r);
}

static bool usable(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

#include "train/kernel_body.h"

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#else
typedef int lc_kernel_avx2_unused;
#endif
