/* SPDX-License-Identifier: GPL-3.0-or-later */
/* number.c - decimal text to double: exact integers where they reach, strtod where not. */
#include "base/number.h"

#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define EIGHT_AT_ONCE 1
#else
#define EIGHT_AT_ONCE 0
#endif

#define W_DIGITS 19       /* decimal digits that always fit 64 bits */
#define EXACT_POWER 27    /* 5^27 is the last power of five below 2^63 */
#define CLINGER_POWER 22  /* 10^22 is the last power of ten that is a double */
#define STRTOD_DIGITS 800 /* a tie between two doubles is told by 767 digits at most */
/* sign, 7 digits, point, 16 digits, 'e', sign and 5 more, with a byte behind */
#define SCAN_BYTES 33
#define EXPONENT_CAP 100000000

static const double pow10_exact[CLINGER_POWER + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static const uint64_t pow5[EXACT_POWER + 1] = {
    UINT64_C(1),
    UINT64_C(5),
    UINT64_C(25),
    UINT64_C(125),
    UINT64_C(625),
    UINT64_C(3125),
    UINT64_C(15625),
    UINT64_C(78125),
    UINT64_C(390625),
    UINT64_C(1953125),
    UINT64_C(9765625),
    UINT64_C(48828125),
    UINT64_C(244140625),
    UINT64_C(1220703125),
    UINT64_C(6103515625),
    UINT64_C(30517578125),
    UINT64_C(152587890625),
    UINT64_C(762939453125),
    UINT64_C(3814697265625),
    UINT64_C(19073486328125),
    UINT64_C(95367431640625),
    UINT64_C(476837158203125),
    UINT64_C(2384185791015625),
    UINT64_C(11920928955078125),
    UINT64_C(59604644775390625),
    UINT64_C(298023223876953125),
    UINT64_C(1490116119384765625),
    UINT64_C(7450580596923828125),
};

static const uint64_t ten_to[] = {1,      10,      100,      1000,      10000,
                                  100000, 1000000, 10000000, 100000000, 1000000000};

/* 2^127 / 5^k with 5^k shifted to 64 bits, rounded down (k = 0: as near as 64 bits come). */
static const uint64_t inverse5[EXACT_POWER + 1] = {
    UINT64_C(0xffffffffffffffff), UINT64_C(0xcccccccccccccccc), UINT64_C(0xa3d70a3d70a3d70a),
    UINT64_C(0x83126e978d4fdf3b), UINT64_C(0xd1b71758e219652b), UINT64_C(0xa7c5ac471b478423),
    UINT64_C(0x8637bd05af6c69b5), UINT64_C(0xd6bf94d5e57a42bc), UINT64_C(0xabcc77118461cefc),
    UINT64_C(0x89705f4136b4a597), UINT64_C(0xdbe6fecebdedd5be), UINT64_C(0xafebff0bcb24aafe),
    UINT64_C(0x8cbccc096f5088cb), UINT64_C(0xe12e13424bb40e13), UINT64_C(0xb424dc35095cd80f),
    UINT64_C(0x901d7cf73ab0acd9), UINT64_C(0xe69594bec44de15b), UINT64_C(0xb877aa3236a4b449),
    UINT64_C(0x9392ee8e921d5d07), UINT64_C(0xec1e4a7db69561a5), UINT64_C(0xbce5086492111aea),
    UINT64_C(0x971da05074da7bee), UINT64_C(0xf1c90080baf72cb1), UINT64_C(0xc16d9a0095928a27),
    UINT64_C(0x9abe14cd44753b52), UINT64_C(0xf79687aed3eec551), UINT64_C(0xc612062576589dda),
    UINT64_C(0x9e74d1b791e07e48),
};

/* A decimal as it was written: digits d1 d2 ... of value w * 10^exponent. */
typedef struct decimal {
    const char *first, *last; /* the digits, with at most one point among them */
    uint64_t w;               /* the first 19 significant ones */
    long exponent;            /* of w */
    long dropped;             /* digits behind those */
    bool cut;                 /* one of them was not 0: the value lies between w and w + 1 */
} decimal;

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* The value of eight digits, put together from neighbours: pairs, fours, all. False when one of
 * the bytes is no digit. `v` has the first digit in its lowest byte. */
static bool eight_digits(uint64_t *value, uint64_t v)
{
    uint64_t low = v - UINT64_C(0x3030303030303030), high = v + UINT64_C(0x4646464646464646);
    if ((low | high) & UINT64_C(0x8080808080808080))
        return false;
    v = low * 10 + (low >> 8);
    *value = (((v & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064)) +
              (((v >> 16) & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001))) >>
             32;
    return true;
}

static uint64_t eight_bytes(const char *s)
{
    uint64_t v;
    memcpy(&v, s, sizeof v);
    return v;
}

/* The k digits before `end`, 1 <= k <= 8, where eight bytes before it can be read. */
static bool last_digits(uint64_t *value, const char *end, size_t k)
{
    uint64_t zeros = UINT64_C(0x3030303030303030);
    unsigned drop = (unsigned)(8 * (8 - k));
    uint64_t v = eight_bytes(end - 8) >> drop << drop;
    return eight_digits(value, k == 8 ? v : v | (zeros & ((UINT64_C(1) << drop) - 1)));
}

/* Digits from s on into d, as many as 19 of them significant ones. Those after the point move the
 * exponent. */
static const char *take_digits(decimal *d, const char *s, const char *end, int *significant,
                               bool after_point)
{
    uint64_t w = d->w;
    int n = *significant;
    const char *begin = s;
    for (; s < end && is_digit(*s) && n < W_DIGITS; s++) {
        w = w * 10 + (uint64_t)(*s - '0');
        n += w != 0;
    }
    d->w = w;
    *significant = n;
    d->exponent -= after_point ? s - begin : 0;
    for (; s < end && is_digit(*s); s++) {
        d->dropped++;
        d->cut |= *s != '0';
        d->exponent += after_point ? 0 : 1;
    }
    return s;
}

/* "e-05" behind the digits; s itself when no whole exponent stands there. */
static const char *take_exponent(decimal *d, const char *s, const char *end)
{
    if (s == end || (*s | 0x20) != 'e')
        return s;
    const char *p = s + 1;
    bool minus = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end || !is_digit(*p))
        return s;
    long e = 0;
    for (; p < end && is_digit(*p); p++)
        e = e < EXPONENT_CAP ? e * 10 + (*p - '0') : e;
    d->exponent += minus ? -e : e;
    return p;
}

/* q * 2^shift, with everything below q in `sticky`; q has its top bit within bits 62 and 63, and
 * the result is a normal double. */
static double rounded(uint64_t q, bool sticky, int shift)
{
    int down = q >> 63 ? 11 : 10; /* leaves 53 bits */
    uint64_t rest = q & ((UINT64_C(1) << down) - 1), half = UINT64_C(1) << (down - 1);
    uint64_t m = q >> down;
    if (rest > half || (rest == half && (sticky || (m & 1))))
        m++;
    uint64_t bits = (uint64_t)(1023 + shift + down) << 52;
    double scale; /* 2^(shift + down) */
    memcpy(&scale, &bits, sizeof scale);
    return (double)m * scale;
}

static int leading_zeros(uint64_t v)
{
    return __builtin_clzll(v);
}

/* w / 5^k * 2^-k by one exact division. `zeros` are the leading ones of w. */
static double quotient(uint64_t w, int k, int zeros)
{
    int d_zeros = leading_zeros(pow5[k]);
    uint64_t d = pow5[k] << d_zeros;
    wide n = (wide)(w << zeros) << 63; /* its upper half is below d: the quotient fits */
    uint64_t q = (uint64_t)(n / d);
    return rounded(q, n - (wide)q * d != 0, d_zeros - zeros - 63 - k);
}

/* The same through the reciprocal, which is up to 2 too small in the last of 64 bits: only a
 * product that close to halfway between two doubles needs the division. */
static double quotient_fast(uint64_t w, int k)
{
    int zeros = leading_zeros(w);
    uint64_t q = (uint64_t)((wide)(w << zeros) * inverse5[k] >> 64);
    uint64_t half = q >> 63 ? 1u << 10 : 1u << 9, rest = q & (2 * half - 1);
    if (rest - (half - 2) <= 2 || q >> 62 == 0)
        return quotient(w, k, zeros);
    return rounded(q, true, leading_zeros(pow5[k]) - zeros - 63 - k);
}

/* w * 10^e for w > 0 and |e| <= EXACT_POWER: one exact product or quotient, rounded once. */
static double exact(uint64_t w, int e)
{
    if (e < 0)
        return quotient_fast(w, -e);
    wide p = (wide)w * pow5[e];
    uint64_t high = (uint64_t)(p >> 64);
    int zeros = high ? leading_zeros(high) : 64 + leading_zeros((uint64_t)p);
    p <<= zeros;
    return rounded((uint64_t)(p >> 64), (uint64_t)p != 0, 64 - zeros + e);
}

/* strtod in the C locale, whatever locale the program runs in. */
static double c_strtod(const char *text)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (c == (locale_t)0)
        return strtod(text, NULL); /* "C" is built in; no text below holds a point anyway */
    locale_t old = uselocale(c);
    double v = strtod(text, NULL);
    uselocale(old);
    freelocale(c);
    return v;
}

/* The long way: an integer of at most STRTOD_DIGITS digits and an exponent. One more digit, 1,
 * stands for others that were left out. */
static double by_strtod(const decimal *d)
{
    char text[STRTOD_DIGITS + 32];
    size_t n = 0;
    long exponent = d->exponent - d->dropped; /* of all digits as one integer */
    bool rest = false;
    for (const char *s = d->first; s < d->last; s++) {
        if (*s == '.' || (n == 0 && *s == '0'))
            continue;
        if (n < STRTOD_DIGITS) {
            text[n++] = *s;
            continue;
        }
        exponent++;
        rest |= *s != '0';
    }
    if (rest) {
        text[n++] = '1';
        exponent--;
    }
    snprintf(text + n, sizeof text - n, "e%ld", exponent);
    return c_strtod(text);
}

/* w * 10^e where both are doubles: one rounding (Clinger's fast path). */
static bool is_small(uint64_t w, long e)
{
    return w <= UINT64_C(1) << 53 && -CLINGER_POWER <= e && e <= CLINGER_POWER;
}

static double small(uint64_t w, long e)
{
    return e < 0 ? (double)w / pow10_exact[-e] : (double)w * pow10_exact[e];
}

static double decimal_value(const decimal *d)
{
    if (d->w == 0)
        return 0; /* nothing is dropped before a first significant digit */
    if (!d->cut && is_small(d->w, d->exponent))
        return small(d->w, d->exponent);
    if (labs(d->exponent) > EXACT_POWER)
        return by_strtod(d);
    double v = exact(d->w, (int)d->exponent);
    if (d->cut && exact(d->w + 1, (int)d->exponent) != v)
        return by_strtod(d);
    return v;
}

/* What nearly all metrics look like: one digit, a point, 6 to 17 digits and nothing else, taken
 * eight digits at a time. False leaves it to the way that takes everything. */
static bool read_fraction(double *v, const char *s, size_t n)
{
    if (!EIGHT_AT_ONCE || n < 8 || n > 19 || s[1] != '.' || !is_digit(s[0]))
        return false;
    uint64_t first = (uint64_t)(s[0] - '0'), middle = 0, last;
    size_t k = n - 2, tail = k;
    if (k > 8) {
        if (!eight_digits(&middle, eight_bytes(s + 2)) || (k == 17 && !is_digit(s[10])))
            return false;
        middle = k == 17 ? middle * 10 + (uint64_t)(s[10] - '0') : middle;
        tail = k == 17 ? 8 : k - 8;
    }
    if (!last_digits(&last, s + n, tail))
        return false;
    uint64_t w = (first * ten_to[k - tail] + middle) * ten_to[tail] + last;
    *v = w <= UINT64_C(1) << 53 ? (double)w / pow10_exact[k] : quotient_fast(w, (int)k);
    return true;
}

/* Other short ones: digits with or without a point, and nothing else. */
static bool read_short(double *v, const char *s, size_t n)
{
    uint64_t w = 0;
    size_t point = n;
    if (n == 0 || n > 17)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (is_digit(s[i]))
            w = w * 10 + (uint64_t)(s[i] - '0');
        else if (s[i] == '.' && point == n && n > 1)
            point = i;
        else
            return false;
    }
    size_t decimals = point < n ? n - point - 1 : 0;
    if (w > UINT64_C(1) << 53)
        return false;
    *v = (double)w / pow10_exact[decimals];
    return true;
}

/* Bytes of `word` (lower case) that s begins with in any letter case: all of them, or 0. */
static size_t word_at(const char *s, size_t n, const char *word)
{
    size_t len = strlen(word);
    if (n < len)
        return 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != (unsigned char)word[i])
            return 0;
    }
    return len;
}

/* The words for what is no finite number; the first that fits is taken, so longer ones lead. */
static const struct {
    const char *word;
    bool infinite;
} words[] = {
    {"nan(ind)", false}, {"nan(snan)", false},   {"nan", false},   {"1.#qnan", false},
    {"1.#snan", false},  {"1.#ind", false},      {"1.#inf", true}, {"infinity", true},
    {"inf", true},       {"\xe2\x88\x9e", true}, /* U+221E */
};

static size_t read_word(double *v, const char *s, size_t n)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = word_at(s, n, words[i].word);
        if (len) {
            *v = words[i].infinite ? (double)INFINITY : (double)NAN;
            return len;
        }
    }
    return 0;
}

/* A number without its sign. */
static size_t read_unsigned(double *v, const char *s, size_t n)
{
    if (n == 0 || (!is_digit(*s) && *s != '.') || (n > 2 && s[2] == '#'))
        return read_word(v, s, n);
    const char *end = s + n;
    decimal d = {.first = s};
    int significant = 0;
    const char *p = take_digits(&d, s, end, &significant, false);
    size_t digits = (size_t)(p - s);
    if (p < end && *p == '.') {
        const char *point = p++;
        p = take_digits(&d, p, end, &significant, true);
        digits += (size_t)(p - point) - 1;
    }
    if (digits == 0)
        return 0;
    d.last = p;
    p = take_exponent(&d, p, end);
    *v = decimal_value(&d);
    return (size_t)(p - s);
}

size_t lc_number_read(double *v, const char *s, size_t n)
{
    size_t sign = n > 0 && (*s == '-' || *s == '+');
    const char *t = s + sign;
    size_t len = n - sign;
    if (!read_fraction(v, t, len) && !read_short(v, t, len))
        len = read_unsigned(v, t, len);
    if (len == 0)
        return 0;
    if (sign && *s == '-')
        *v = -*v;
    return sign + len;
}

/* How many of eight bytes are digits before the first that isn't, and their value. */
static inline unsigned some_digits(uint64_t *value, uint64_t v)
{
    uint64_t x = v ^ UINT64_C(0x3030303030303030);
    uint64_t others = (x | (x + UINT64_C(0x7676767676767676))) & UINT64_C(0x8080808080808080);
    unsigned n = others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
    *value = 0;
    if (n) {
        x <<= 8 * (8 - n); /* zeros in front */
        x = x * 10 + (x >> 8);
        *value = ((x & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
                  ((x >> 16) & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001)) >>
                 32;
    }
    return n;
}

/* "e-05" at s, of at most four digits, added to *e; s itself when it is none, NULL when it is longer. */
static const char *scan_exponent(int *e, const char *s)
{
    const char *digit = s + 1 + (s[1] == '-' || s[1] == '+'), *p = digit;
    int v = 0;
    while (p < digit + 5 && is_digit(*p))
        v = v * 10 + (*p++ - '0');
    *e += s[1] == '-' ? -v : v;
    return p == digit ? s : p == digit + 5 ? NULL : p;
}

const char *lc_number_scan(double *v, const char *s, const char *end)
{
    uint64_t w = 0, next;
    if (!EIGHT_AT_ONCE || end - s < SCAN_BYTES)
        return NULL;
    bool minus = *s == '-';
    s += minus || *s == '+';
    /* The usual one digit: where the decimals begin is then guessed ahead, not computed. */
    bool one = s[1] == '.' && is_digit(s[0]);
    unsigned whole = one ? 1 : some_digits(&w, eight_bytes(s)), decimals = 0;
    if (whole == 8)
        return NULL;
    w = one ? (uint64_t)(*s - '0') : w;
    s += whole;
    if (*s == '.') {
        decimals = some_digits(&next, eight_bytes(++s));
        w = w * ten_to[decimals] + next;
        s += decimals;
        if (decimals == 8 && is_digit(*s)) {
            unsigned more = some_digits(&next, eight_bytes(s));
            w = w * ten_to[more] + next;
            decimals += more;
            s += more;
        }
    }
    if (whole + decimals == 0 || whole + decimals > 18 || decimals == 16)
        return NULL;
    int e = -(int)decimals;
    if ((*s | 0x20) == 'e' && !(s = scan_exponent(&e, s)))
        return NULL;
    if (is_small(w, e))
        *v = small(w, e);
    else if (w && -EXACT_POWER <= e && e <= EXACT_POWER)
        *v = exact(w, e);
    else
        return NULL;
    if (minus)
        *v = -*v;
    return s;
}
