/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_peak.c - the most multiply-adds that one core does a second, in float32: independent chains
 * held in registers. Prints GFLOP/s of processor time, the best of some rounds. Build with -O2
 * -march=native. */
#include <stdio.h>
#include <time.h>

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif

typedef float vec __attribute__((vector_size(4 * LANES)));

#define CHAINS(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11)
#define STEPS 2000000L
#define ROUNDS 10

#if defined(__x86_64__)
#define IN_REGISTER "+x"
#if defined(__AVX512F__)
#undef IN_REGISTER
#define IN_REGISTER "+v"
#endif
#elif defined(__aarch64__)
#define IN_REGISTER "+w"
#endif

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(void)
{
    double best = 0;
    float sum = 0;
    vec factor = (vec){0} + 0.999f, term = (vec){0} + 1e-3f;
    for (int round = 0; round < ROUNDS; round++) {
#define BEGIN(i) vec x##i = (vec){0} + (float)i;
        CHAINS(BEGIN)
        double start = now();
        for (long k = 0; k < STEPS; k++) {
#define STEP(i)                  \
    x##i = x##i * factor + term; \
    __asm__ volatile("" : IN_REGISTER(x##i)); /* one multiply-add, not several merged */
            CHAINS(STEP)
        }
        double rate = 12.0 * LANES * 2 * STEPS / (now() - start) / 1e9;
        if (rate > best)
            best = rate;
#define END(i) sum += x##i[0];
        CHAINS(END)
    }
    printf("%.1f %s\n", best, sum > 0 ? "" : "?");
    return 0;
}
