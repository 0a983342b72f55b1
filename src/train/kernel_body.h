/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kernel_body.h - the loops of kernel.h in terms of one vector type; each kernel_X.c includes this
 * once, after it has defined
 *
 *     KERNEL, NAME     the table's variable and its name
 *     vec, ints        vectors of LANES floats and of as many 32-bit integers
 *     ROWS             rows of a tile of sums held in registers, 2 vectors wide; at most 12, which a
 *                      tile of 1 vector has
 *     v_fma(a, b, c)   a b + c
 *     v_relu(x)        max(x, 0), NaN stays NaN
 *     v_gate(x, h)     x where h > 0, else 0
 *     v_sqrt(x)
 *     v_inverse(x)     1 / x of x > 0, to 1e-6 of it
 *     FEWER(product)   multiply() for half a vector of columns and less, where there is a better one
 *     usable()         whether the processor has the instructions
 *
 * Here alone a header holds function bodies: they are the template, and every one is static.
 */
#include "train/kernel.h"

#include <math.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#define TILE ((size_t)2 * LANES) /* columns of a tile */
#define NARROW_ROWS 12           /* of a tile of half as many */
#define DEPTH_MAX 256            /* of a pass: a strip of B of 32 KiB stays in the first cache */

typedef vec vec_of_floats __attribute__((may_alias));
typedef uint32_t unsigneds __attribute__((vector_size(sizeof(vec))));

INLINE vec load(const float *p)
{
    return *(const vec_of_floats *)p;
}

INLINE void store(float *p, vec x)
{
    *(vec_of_floats *)p = x;
}

INLINE vec every(float x)
{
    return x - (vec){0};
}

INLINE vec choose(ints mask, vec yes, vec no)
{
    return (vec)((mask & (ints)yes) | (~mask & (ints)no));
}

INLINE vec magnitude(vec x)
{
    return (vec)((ints)x & 0x7FFFFFFF);
}

/* ---- products ----------------------------------------------------------------------------- */

#define EACH_ROW(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)

/* Rows i .. i + rows - 1, columns j .. j + TILE - 1 (or LANES when narrow), p from p0 to p1. The
 * constants `rows`, `narrow` and `packed` (a_row is 1) make one loop each. */
INLINE void tile(const lc_product *q, size_t i, size_t j, size_t p0, size_t p1, size_t rows,
                 bool narrow, bool packed)
{
    size_t a_row = packed ? 1 : q->a_row, a_depth = packed ? q->a_depth : 1;
    const float *a = q->a + i * a_row + p0 * a_depth, *b = q->b + p0 * LC_PANEL + j;
    float *c = q->c + i * q->c_row + j;
    bool begins = p0 == 0, ends = p1 == q->depth;
#define START(r)                                   \
    vec s##r = {0}, t##r = {0};                    \
    if (r < rows && !begins) {                     \
        s##r = load(c + r * q->c_row);             \
        if (!narrow)                               \
            t##r = load(c + r * q->c_row + LANES); \
    } else if (r < rows && q->bias) {              \
        s##r = t##r = every(q->bias[i + r]);       \
    }
    EACH_ROW(START)
#undef START
    for (size_t left = p1 - p0; left > 0;) {
        size_t steps = q->a_panel && left > LC_PANEL ? LC_PANEL : left;
        left -= steps;
        const float *a3 = a + 3 * a_row, *a6 = a + 6 * a_row, *a9 = a + 9 * a_row;
        _Pragma("GCC unroll 4") for (size_t k = 0; k < steps; k++)
        {
            vec b0 = load(b), b1 = {0};
            if (!narrow)
                b1 = load(b + LANES);
#define STEP(r)                                                                   \
    if (r < rows) {                                                               \
        vec x = every((r < 3 ? a : r < 6 ? a3 : r < 9 ? a6 : a9)[r % 3 * a_row]); \
        s##r = v_fma(x, b0, s##r);                                                \
        if (!narrow)                                                              \
            t##r = v_fma(x, b1, t##r);                                            \
    }
            EACH_ROW(STEP)
#undef STEP
            a += a_depth, a3 += a_depth, a6 += a_depth, a9 += a_depth;
            b += LC_PANEL;
        }
        a += q->a_panel - (q->a_panel ? LC_PANEL * a_depth : 0);
    }
    vec keep = every(q->keep), rate = every(-q->rate);
    bool keeps_all = q->keep == 1.0f; /* no penalty: a product less for each vector */
/* Store what EPILOGUE makes of each vector of sums x that goes to c + at. */
#define END(r)                             \
    if (r < rows) {                        \
        size_t at = r * q->c_row;          \
        store(c + at, EPILOGUE(s##r));     \
        at += LANES;                       \
        if (!narrow)                       \
            store(c + at, EPILOGUE(t##r)); \
    }
    switch (ends ? q->epilogue : LC_EPILOGUE_NONE) {
    case LC_EPILOGUE_RELU:
#define EPILOGUE(x) v_relu(x)
        EACH_ROW(END)
        break;
#undef EPILOGUE
    case LC_EPILOGUE_RELU_GRAD: {
        const float *gate = q->gate + i * q->c_row + j;
#define EPILOGUE(x) v_gate(x, load(gate + at))
        EACH_ROW(END)
        break;
#undef EPILOGUE
    }
    case LC_EPILOGUE_SGD:
        if (keeps_all) {
#define EPILOGUE(x) v_fma(rate, x, load(c + at))
            EACH_ROW(END)
#undef EPILOGUE
        } else {
#define EPILOGUE(x) v_fma(rate, x, keep *load(c + at))
            EACH_ROW(END)
#undef EPILOGUE
        }
        break;
    default:
#define EPILOGUE(x) (x)
        EACH_ROW(END)
#undef EPILOGUE
    }
#undef END
}

/* A single row of columns j .. j + TILE - 1: four sums each, since one alone would wait for itself. */
static void lone_row(const lc_product *q, size_t j)
{
    float bias = q->bias ? q->bias[0] : 0;
    vec s[4] = {every(bias)}, t[4] = {every(bias)};
    size_t p = 0;
    for (; p + 4 <= q->depth; p += 4)
        _Pragma("GCC unroll 4") for (size_t k = 0; k < 4; k++)
        {
            vec x = every(q->a[p + k]);
            const float *b = q->b + (p + k) * LC_PANEL + j;
            s[k] = v_fma(x, load(b), s[k]);
            t[k] = v_fma(x, load(b + LANES), t[k]);
        }
    for (; p < q->depth; p++) {
        vec x = every(q->a[p]);
        s[0] = v_fma(x, load(q->b + p * LC_PANEL + j), s[0]);
        t[0] = v_fma(x, load(q->b + p * LC_PANEL + j + LANES), t[0]);
    }
    store(q->c + j, (s[0] + s[1]) + (s[2] + s[3]));
    store(q->c + j + LANES, (t[0] + t[1]) + (t[2] + t[3]));
}

/* A column times a row, as below a layer of one output: no sums to hold, so no tiles. Copies, since for all
 * the compiler knows c could be what q points to. */
INLINE void outer(const lc_product *q, bool gated)
{
    const float *a = q->a, *b = q->b, *gate = q->gate;
    float *c = q->c;
    size_t a_row = q->a_row, c_row = q->c_row;
    for (size_t left = q->rows; left > 0; left--) {
        vec x = every(*a);
        _Pragma("GCC unroll 8") for (size_t j = 0; j < LC_PANEL; j += LANES)
        {
            vec product = x * load(b + j);
            store(c + j, gated ? v_gate(product, load(gate + j)) : product);
        }
        a += a_row, c += c_row, gate += gated ? c_row : 0;
    }
}

static void outer_plain(const lc_product *q)
{
    outer(q, false);
}

static void outer_gated(const lc_product *q)
{
    outer(q, true);
}

/* `tiles` of them of one height, one below the other, from row i on. */
INLINE void tiles_of(const lc_product *q, size_t i, size_t j, size_t p0, size_t p1, size_t tiles,
                     size_t rows, bool narrow, bool packed)
{
    switch (rows) {
#define CASE(r)                                                                 \
    case r + 1:                                                                 \
        for (size_t t = 0; r < (narrow ? NARROW_ROWS : ROWS) && t < tiles; t++) \
            tile(q, i + t * (r + 1), j, p0, p1, r + 1, narrow, packed);         \
        break;
        EACH_ROW(CASE)
#undef CASE
    default:
        break;
    }
}

/* All rows of columns j and on, in tiles of as even a height as can be. */
INLINE void columns(const lc_product *q, size_t j, size_t p0, size_t p1, bool narrow, bool packed)
{
    size_t most = narrow ? NARROW_ROWS : ROWS;
    size_t tiles = (q->rows + most - 1) / most, height = q->rows / tiles, more = q->rows % tiles;
    tiles_of(q, 0, j, p0, p1, more, height + 1, narrow, packed);
    tiles_of(q, more * (height + 1), j, p0, p1, tiles - more, height, narrow, packed);
}

static void wide_along(const lc_product *q, size_t j, size_t p0, size_t p1)
{
    columns(q, j, p0, p1, false, false);
}

static void wide_packed(const lc_product *q, size_t j, size_t p0, size_t p1)
{
    columns(q, j, p0, p1, false, true);
}

static void narrow_along(const lc_product *q, size_t j, size_t p0, size_t p1)
{
    columns(q, j, p0, p1, true, false);
}

static void narrow_packed(const lc_product *q, size_t j, size_t p0, size_t p1)
{
    columns(q, j, p0, p1, true, true);
}

static void multiply(const lc_product *q)
{
#ifdef FEWER
    if (q->columns <= LANES / 2) {
        FEWER(q);
        return;
    }
#endif
    bool gated = q->epilogue == LC_EPILOGUE_RELU_GRAD;
    if (q->depth == 1 && q->columns == LC_PANEL && !q->bias &&
        (gated || q->epilogue == LC_EPILOGUE_NONE)) {
        (gated ? outer_gated : outer_plain)(q);
        return;
    }
    bool packed = q->a_row == 1 && q->a_depth != 1;
    bool alone = q->rows == 1 && !packed && !q->a_panel && q->epilogue == LC_EPILOGUE_NONE;
    size_t pass = q->epilogue == LC_EPILOGUE_SGD || q->a_panel ? q->depth : DEPTH_MAX;
    for (size_t p0 = 0; p0 < q->depth; p0 += pass) {
        size_t p1 = q->depth - p0 > pass ? p0 + pass : q->depth;
        for (size_t j = 0; j < q->columns; j += TILE) {
            if (q->columns - j <= LANES)
                (packed ? narrow_packed : narrow_along)(q, j, p0, p1);
            else if (!alone)
                (packed ? wide_packed : wide_along)(q, j, p0, p1);
            else if (p0 == 0)
                lone_row(q, j);
        }
    }
}

/* ---- turning ------------------------------------------------------------------------------ */

#if LANES == 16
#define STAGES(DO) DO(8) DO(4) DO(2) DO(1)
#elif LANES == 8
#define STAGES(DO) DO(4) DO(2) DO(1)
#else
#define STAGES(DO) DO(2) DO(1)
#endif

/* Exchange the off-diagonal blocks of every pair of blocks of `half`: after all stages x[LANES] is
 * its transpose (J. Eklundh 1972, IEEE Trans. Comput. C-21, 801). */
#define LOW_8(a, b) \
    __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
#define HIGH_8(a, b) \
    __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31)
#if LANES == 16
#define LOW_4(a, b) \
    __builtin_shufflevector(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27)
#define HIGH_4(a, b) \
    __builtin_shufflevector(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31)
#define LOW_2(a, b) \
    __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define HIGH_2(a, b) \
    __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define LOW_1(a, b) \
    __builtin_shufflevector(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30)
#define HIGH_1(a, b) \
    __builtin_shufflevector(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31)
#elif LANES == 8
#define LOW_4(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define HIGH_4(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15)
#define LOW_2(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH_2(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define LOW_1(a, b) __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#define HIGH_1(a, b) __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
#else
#define LOW_2(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5)
#define HIGH_2(a, b) __builtin_shufflevector(a, b, 2, 3, 6, 7)
#define LOW_1(a, b) __builtin_shufflevector(a, b, 0, 4, 2, 6)
#define HIGH_1(a, b) __builtin_shufflevector(a, b, 1, 5, 3, 7)
#endif

INLINE void transpose(vec x[LANES])
{
#define STAGE(half)                                                           \
    _Pragma("GCC unroll 16") for (int i = 0; i < LANES; i++) if (!(i & half)) \
    {                                                                         \
        vec low = x[i], high = x[i | half];                                   \
        x[i] = LOW_##half(low, high);                                         \
        x[i | half] = HIGH_##half(low, high);                                 \
    }
    STAGES(STAGE)
#undef STAGE
}

static void gather(float *out, size_t strip, float *h, const float *const *x, size_t n,
                   size_t units)
{
    vec block[LANES];
    for (size_t u = 0; u < units; u += LANES) {
        float *to = out + u / LC_PANEL * strip + u % LC_PANEL;
        for (size_t m = 0; m < lc_padded(n); m += LANES) {
            _Pragma("GCC unroll 16") for (size_t i = 0; i < LANES; i++)
            {
                block[i] = m + i < n ? load(x[m + i] + u) : (vec){0};
                store(to + (m + i) * LC_PANEL, block[i]);
            }
            transpose(block);
            _Pragma("GCC unroll 16") for (size_t i = 0; i < LANES; i++)
                store(h + (u + i) * LC_PANEL + m, block[i]);
        }
    }
}

/* x[0][i] = the sum of x[i]: the stages of a transpose, halving what is left at each. */
INLINE void add_up(vec x[LANES])
{
#define STAGE(half)                                            \
    _Pragma("GCC unroll 16") for (int i = 0; i < half; i++)    \
    {                                                          \
        vec low = x[i], high = x[i + half];                    \
        x[i] = LOW_##half(low, high) + HIGH_##half(low, high); \
    }
    STAGES(STAGE)
#undef STAGE
}

static void transpose_panel(float *out, size_t strip, const float *h, size_t units, size_t n)
{
    vec x[LANES];
    for (size_t u = 0; u < units; u += LANES) {
        float *to = out + u / LC_PANEL * strip + u % LC_PANEL;
        for (size_t m = 0; m < n; m += LANES) {
            _Pragma("GCC unroll 16") for (int i = 0; i < LANES; i++) x[i] =
                load(h + (u + (size_t)i) * LC_PANEL + m);
            transpose(x);
            _Pragma("GCC unroll 16") for (int i = 0; i < LANES; i++)
                store(to + (m + (size_t)i) * LC_PANEL, x[i]);
        }
    }
}

static void matvec(float *out, const float *x, const float *w, size_t rows, bool add)
{
    vec sums[LANES];
    for (size_t r = 0; r < rows; r += LANES) {
        _Pragma("GCC unroll 16") for (size_t i = 0; i < LANES; i++)
        {
            const float *row = x + (r + i) * LC_PANEL;
            vec sum = load(row) * load(w);
            for (size_t m = LANES; m < LC_PANEL; m += LANES)
                sum = v_fma(load(row + m), load(w + m), sum);
            sums[i] = sum;
        }
        add_up(sums);
        store(out + r, add ? load(out + r) + sums[0] : sums[0]);
    }
}

static void step_column(float *c, size_t c_row, const float *sum, size_t n, float keep, float rate)
{
    for (size_t i = 0; i < n; i++, c += c_row)
        *c = v_fma(every(-rate), every(sum[i]), every(keep * *c))[0];
}

/* ---- functions ---------------------------------------------------------------------------- */

/* e^x within 2 units in the last place; below -87 as at -87, above 88 as at 88; NaN stays.
 * Source: polynomial of Cephes' expf (S. Moshier 1992). */
INLINE vec exponential(vec x)
{
    vec at = choose(x < -87.0f, every(-87.0f), choose(x > 88.0f, every(88.0f), x));
    vec shifted = v_fma(at, every(1.44269504f), every(0x1.8p23f)); /* rounds to an integer */
    vec n = shifted - 0x1.8p23f;
    vec r = v_fma(n, every(-0.693359375f), at); /* minus n ln 2, in two parts */
    r = v_fma(n, every(2.12194440e-4f), r);
    vec p = every(1.9875691500e-4f);
    p = v_fma(p, r, every(1.3981999507e-3f));
    p = v_fma(p, r, every(8.3334519073e-3f));
    p = v_fma(p, r, every(4.1665795894e-2f));
    p = v_fma(p, r, every(1.6666665459e-1f));
    p = v_fma(p, r, every(5.0000001201e-1f));
    p = v_fma(p, r * r, r + 1.0f);
    ints scale = (ints)shifted << 23;
    /* NOLINTNEXTLINE(misc-redundant-expression): false for NaN */
    return choose(x == x, (vec)((ints)p + scale), x);
}

/* ln(1 + u) for 0 <= u <= 1 as 2 artanh(u / (2 + u)): small u keep their digits. */
INLINE vec log_one_plus(vec u)
{
    vec s = u / (u + 2.0f), q = s * s;
    vec p = every(1.0f / 15);
    p = v_fma(p, q, every(1.0f / 13));
    p = v_fma(p, q, every(1.0f / 11));
    p = v_fma(p, q, every(1.0f / 9));
    p = v_fma(p, q, every(1.0f / 7));
    p = v_fma(p, q, every(1.0f / 5));
    p = v_fma(p, q, every(1.0f / 3));
    return 2.0f * v_fma(p * q, s, s);
}

/* 1 / (1 + e^-z), given e = e^-|z|. */
INLINE vec logistic(vec z, vec e)
{
    return choose(z < 0.0f, e, every(1.0f)) / (e + 1.0f);
}

/* Source: Cephes' tanhf (S. Moshier 1992). */
INLINE vec tangent(vec z)
{
    vec e = exponential(-2.0f * magnitude(z)), far = (1.0f - e) / (e + 1.0f);
    far = (vec)((ints)far | ((ints)z & (ints)every(-0.0f)));
    vec q = z * z, p = every(-5.70498872745e-3f);
    p = v_fma(p, q, every(2.06390887954e-2f));
    p = v_fma(p, q, every(-5.37397155531e-2f));
    p = v_fma(p, q, every(1.33314422036e-1f));
    p = v_fma(p, q, every(-3.33332819422e-1f));
    return choose(magnitude(z) < 0.625f, v_fma(p * q, z, z), far);
}

static void activate(lc_activation f, float *h, size_t n)
{
    for (size_t i = 0; i < n; i += LANES) {
        vec z = load(h + i);
        store(h + i, f == LC_RELU   ? v_relu(z)
                     : f == LC_TANH ? tangent(z)
                                    : logistic(z, exponential(-magnitude(z))));
    }
}

static void activation_grad(lc_activation f, float *dh, const float *h, size_t n)
{
    for (size_t i = 0; i < n; i += LANES) {
        vec d = load(dh + i), a = load(h + i);
        store(dh + i, f == LC_RELU   ? v_gate(d, a)
                      : f == LC_TANH ? d * (1.0f - a * a)
                                     : d * (a * (1.0f - a)));
    }
}

/* ---- losses ------------------------------------------------------------------------------- */

static void cross_entropy(const lc_panel_loss *l)
{
    for (size_t m = 0; m < LC_PANEL; m += LANES) {
        vec z = load(l->z + m);
        vec y = v_fma(load(l->y + m), every(1.0f - l->smoothing), every(0.5f * l->smoothing));
        vec e = exponential(-magnitude(z));
        /* max(z, 0) - z y + ln(1 + e^-|z|), without a product of infinity and 0 */
        vec linear = choose(z > 0.0f, z * (1.0f - y), -z * y);
        linear = choose(y == 0.0f, v_relu(z), choose(y == 1.0f, v_relu(-z), linear));
        store(l->loss + m, linear + log_one_plus(e));
        if (l->dz)
            store(l->dz + m, (logistic(z, e) - y) * load(l->scale + m));
    }
}

static void softmax(const lc_panel_loss *l)
{
    float share = l->smoothing / (float)l->outputs;
    for (size_t m = 0; m < LC_PANEL; m += LANES) {
        vec y = load(l->y + m), most = load(l->z + m), sum = {0}, loss = {0};
        for (size_t k = 1; k < l->outputs; k++) {
            vec z = load(l->z + k * LC_PANEL + m);
            most = choose(z > most, z, most);
        }
        for (size_t k = 0; k < l->outputs; k++) {
            vec t = choose(y == (float)k, every(1.0f - l->smoothing + share), every(share));
            vec below = load(l->z + k * LC_PANEL + m) - most;
            sum += exponential(below);
            loss -= choose(t == 0.0f, t, t * below);
        }
        float logs[LANES];
        memcpy(logs, &sum, sizeof logs);
        for (int i = 0; i < LANES; i++)
            logs[i] = logf(logs[i]);
        vec log_sum;
        memcpy(&log_sum, logs, sizeof logs);
        store(l->loss + m, loss + log_sum);
        if (!l->dz)
            continue;
        vec scale = load(l->scale + m);
        for (size_t k = 0; k < l->outputs; k++) {
            vec t = choose(y == (float)k, every(1.0f - l->smoothing + share), every(share));
            vec z = load(l->z + k * LC_PANEL + m);
            store(l->dz + k * LC_PANEL + m, (exponential(z - most) / sum - t) * scale);
        }
    }
}

static void squared(const lc_panel_loss *l)
{
    for (size_t m = 0; m < LC_PANEL; m += LANES) {
        vec e = load(l->z + m) - load(l->y + m);
        store(l->loss + m, e * e);
        if (l->dz)
            store(l->dz + m, 2.0f * e * load(l->scale + m));
    }
}

/* ---- dropout ------------------------------------------------------------------------------ */

/* A number that looks random for each of a row of keys. Source: C. Wellons 2018, "Prospecting for hash
 * functions", https://nullprogram.com/blog/2018/07/31/, the one of least bias with two products. */
INLINE unsigneds scramble(unsigneds x)
{
    x = (x ^ x >> 16) * 0x7feb352du;
    x = (x ^ x >> 15) * 0x846ca68bu;
    return x ^ x >> 16;
}

INLINE void drop_some(float *h, float *mask, const float *raw, unsigneds bits, uint32_t limit,
                      float kept)
{
    vec keep = (vec)((ints)(bits >= limit) & (ints)every(kept));
    store(mask, keep);
    store(h, load(raw) * keep);
}

/* One scrambled key serves two numbers, 16 bits each: i of the first 16 of LC_PANEL, and i + 16. */
static void drop(float *h, float *mask, const float *raw, size_t n, uint32_t limit, float kept,
                 uint32_t key)
{
    enum { HALF = LC_PANEL / 2 };
    uint32_t first[LANES];
    for (uint32_t k = 0; k < LANES; k++)
        first[k] = key + k;
    unsigneds keys;
    memcpy(&keys, first, sizeof keys);
    for (size_t i = 0; i < n; i += LC_PANEL)
        for (size_t k = i; k < i + HALF; k += LANES) {
            unsigneds bits = scramble(keys);
            drop_some(h + k, mask + k, raw + k, bits & 0xFFFF, limit, kept);
            drop_some(h + k + HALF, mask + k + HALF, raw + k + HALF, bits >> 16, limit, kept);
            keys += LANES;
        }
}

static void scale(float *x, const float *mask, size_t n)
{
    for (size_t i = 0; i < n; i += LANES)
        store(x + i, load(x + i) * load(mask + i));
}

/* ---- optimizers --------------------------------------------------------------------------- */

/* As LC_EPILOGUE_SGD has it, so that both give the same bits. */
INLINE void descend(const lc_update *u, size_t i)
{
    vec w = load(u->w + i);
    store(u->w + i, v_fma(every(-u->rate), load(u->g + i), every(1.0f - u->rate * u->penalty) * w));
}

/* With as few products as there can be, since they are what it waits for: `penalized` and `decays` are
 * constants. */
INLINE void adapt(const lc_update *u, size_t i, bool penalized, bool decays)
{
    vec w = load(u->w + i), g = load(u->g + i), m = load(u->m + i), v = load(u->v + i);
    if (penalized)
        g = v_fma(every(u->penalty), w, g);
    m = v_fma(every(1.0f - u->beta1), g - m, m);
    v = v_fma(every(1.0f - u->beta2), v_fma(g, g, -v), v);
    store(u->m + i, m);
    store(u->v + i, v);
    vec step = m * v_inverse(v_sqrt(v) + u->epsilon);
    if (decays)
        w = v_fma(every(-u->decay), w, w);
    store(u->w + i, v_fma(every(-u->rate), step, w));
}

INLINE void adapt_plain(const lc_update *u, size_t i)
{
    adapt(u, i, false, false);
}

INLINE void adapt_all(const lc_update *u, size_t i)
{
    adapt(u, i, true, true);
}

INLINE void roll(const lc_update *u, size_t i)
{
    vec w = load(u->w + i), g = v_fma(every(u->penalty), w, load(u->g + i));
    vec m = v_fma(every(u->beta1), load(u->m + i), -u->rate * g);
    store(u->m + i, m);
    store(u->w + i, u->kind == LC_MOMENTUM ? w + m : w + v_fma(every(u->beta1), m, -u->rate * g));
}

/* A copy of the constants, since for all the compiler knows a weight could be one of them. */
#define EACH_VECTOR(STEP)                          \
    do {                                           \
        const lc_update copy = *u;                 \
        for (size_t i = 0; i < copy.n; i += LANES) \
            STEP(&copy, i);                        \
    } while (0)

static void update(const lc_update *u)
{
    if (u->kind == LC_SGD)
        EACH_VECTOR(descend);
    else if (u->kind != LC_ADAM && u->kind != LC_ADAMW)
        EACH_VECTOR(roll);
    else if (u->penalty == 0 && u->decay == 0)
        EACH_VECTOR(adapt_plain);
    else
        EACH_VECTOR(adapt_all);
}

/* In double from block to block, each of which is summed in four vectors. */
static double sum_squares(const float *x, const float *w, float factor, size_t n)
{
    enum { BLOCK = 128 * LC_LANES };
    double sum = 0;
    for (size_t first = 0; first < n; first += BLOCK) {
        size_t end = n - first < BLOCK ? n : first + BLOCK;
        vec part[4] = {{0}};
        for (size_t i = first, k = 0; i < end; i += LANES, k = (k + 1) % 4) {
            vec v = w ? v_fma(every(factor), load(w + i), load(x + i)) : load(x + i);
            part[k] = v_fma(v, v, part[k]);
        }
        vec all = (part[0] + part[1]) + (part[2] + part[3]);
        for (size_t k = 0; k < LANES; k++)
            sum += (double)all[k];
    }
    return sum;
}

const lc_kernel KERNEL = {
    .name = NAME,
    .lanes = LANES,
    .usable = usable,
    .multiply = multiply,
    .gather = gather,
    .transpose_panel = transpose_panel,
    .matvec = matvec,
    .step_column = step_column,
    .activate = activate,
    .activation_grad = activation_grad,
    .cross_entropy = cross_entropy,
    .softmax = softmax,
    .squared = squared,
    .drop = drop,
    .scale = scale,
    .update = update,
    .sum_squares = sum_squares,
};
