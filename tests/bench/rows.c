/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rows.c - write a CSV log of N records and 6 columns, as long as a real one and without repeats.
 *
 *     rows N >FILE      the same bytes for the same N
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Noise from -1 to 1: a linear congruential generator (Knuth, MMIX), its upper bits. */
static double noise(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(int32_t)(*state >> 32) / 2147483648.0;
}

int main(int argc, char **argv)
{
    long n = argc == 2 ? atol(argv[1]) : 0;
    uint64_t state = 1;
    if (n < 1) {
        fputs("usage: rows N\n", stderr);
        return 2;
    }
    puts("step,loss,accuracy,val_loss,val_accuracy,learning_rate");
    for (long i = 1; i <= n; i++) {
        double done = (double)i / (double)n;
        printf("%ld,%.8f,%.8f,%.8f,%.8f,%.8e\n", i, 0.1 + 2 * exp(-8 * done) + 0.02 * noise(&state),
               0.9 - 0.7 * exp(-8 * done) + 0.01 * noise(&state),
               0.3 + 2 * exp(-8 * done) + 0.2 * done + 0.03 * noise(&state),
               0.8 - 0.6 * exp(-8 * done) + 0.02 * noise(&state), 1e-3 * (1 - done) + 1e-9);
    }
    return fflush(stdout) != 0;
}
