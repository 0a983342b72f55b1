/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wide.h - loops over arrays, compiled for wide vectors too. */
#ifndef LC_BASE_WIDE_H
#define LC_BASE_WIDE_H

#include <stddef.h> /* which says whether the C library is glibc, that chooses at the program's start */

/* A function of which there are three: for processors with AVX-512, with AVX2, and for all others. All give the
 * same bits, as ISO C has no product and sum fused into one rounding unless it is asked for (-ffp-contract).
 * Clang 14 lets the choice's own symbol out of a static function; the choice runs before ThreadSanitizer can. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && \
    !defined(__SANITIZE_THREAD__)
#define LC_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define LC_WIDE
#endif

#endif
