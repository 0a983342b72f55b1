/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wide.h - loops over arrays, compiled for wide vectors too. */
#ifndef LC_BASE_WIDE_H
#define LC_BASE_WIDE_H

#include <stddef.h> /* which says whether the C library is glibc, that chooses at the program's start */

/* A function of which there are two: for processors with AVX2 and for all others. Both give the same bits, as
 * AVX2 alone has no fused multiply-add. Clang 14 lets the choice's own symbol out of a static function. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__)
#define LC_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define LC_WIDE
#endif

#endif
