/* SPDX-License-Identifier: GPL-3.0-or-later */
/* number.h - decimal text to double, fast, correctly rounded and independent of the locale. */
#ifndef LC_BASE_NUMBER_H
#define LC_BASE_NUMBER_H

#include <stddef.h>

/**
 * Read one number that starts at s.
 *
 * Takes what trainers print: sign, decimals, exponent ("-1.5e-3", ".5", "3."), and not-a-number
 * and infinity in their spellings, any letter case: nan, -nan, nan(ind), 1.#QNAN, 1.#IND, inf,
 * infinity, 1.#INF, the UTF-8 infinity sign, each with a sign. No blanks, no hexadecimal, no
 * thousands separators, no digit grouping.
 *
 *   out  *v   the nearest double, ties to even; too large a number is an infinity
 *   in   s[n] need not end in a NUL; never read past n
 *
 * Returns how many bytes the number takes, 0 when there is none.
 * Source: w * 10^k up to 2^53 and 10^22 by one operation on doubles (W. D. Clinger, PLDI 1990); up
 *         to 19 digits and 10^27 by one 128-bit product or quotient, rounded once (the quotient
 *         through a reciprocal unless that lands beside a tie); the rest by strtod in the C
 *         locale. Checked bit for bit against strtod in tests/unit/test_number.c.
 */
size_t lc_number_read(double *v, const char *s, size_t n);

/**
 * The same for most numbers of a table, whose end needn't be known: a sign, digits, a point, digits and an
 * exponent.
 *
 *   out  *v   as lc_number_read has it for what stands from s up to what is returned
 *   in   end  nothing is read from there on
 *
 * Returns the first byte that doesn't belong to these. NULL, with nothing told: no digit, too many of
 * them (8 before the point, 16 behind it, 19 in all, 5 in the exponent), an exponent that takes the long
 * way, or fewer than 33 bytes from s to the end.
 */
const char *lc_number_scan(double *v, const char *s, const char *end);

#endif
