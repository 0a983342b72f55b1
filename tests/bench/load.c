/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * load.c - a table of 50 numbers and a class a row, and how long the library takes to read it.
 *
 *     load make ROWS >FILE       the same bytes for the same ROWS
 *     load read FILE THREADS     prints seconds and seconds of processor time
 */
#include "train/learncurve_train.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define COLUMNS 50

/* From -3 to 3: a linear congruential generator (Knuth, MMIX), its upper bits. */
static double number(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return 3 * (double)(int32_t)(*state >> 32) / 2147483648.0;
}

static int make(long rows)
{
    uint64_t state = 1;
    for (int k = 0; k < COLUMNS; k++)
        printf("x%d,", k);
    puts("y");
    for (long i = 0; i < rows; i++) {
        double sum = 0;
        for (int k = 0; k < COLUMNS; k++) {
            double x = number(&state);
            sum += k < 2 ? x : 0;
            printf("%.6f,", x);
        }
        puts(sum > 0 ? "1" : "0");
    }
    return fflush(stdout) != 0;
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int read_table(const char *path, unsigned threads)
{
    lc_dataset d = {0};
    lc_error err = LC_ERROR_INIT;
    FILE *in = fopen(path, "r");
    double begun = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    const lc_dataset_options o = {.target = "y", .threads = threads};
    if (!in || lc_dataset_read(&d, in, &o, &err) != LC_OK) {
        fprintf(stderr, "load: %s: %s\n", path, in ? err.msg : "can't be opened");
        return 2;
    }
    printf("%.3f %.3f\n", seconds(CLOCK_MONOTONIC) - begun,
           seconds(CLOCK_PROCESS_CPUTIME_ID) - processor);
    lc_dataset_free(&d);
    fclose(in);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "make") == 0)
        return make(atol(argv[2]));
    if (argc == 4 && strcmp(argv[1], "read") == 0)
        return read_table(argv[2], (unsigned)atoi(argv[3]));
    fputs("usage: load make ROWS | load read FILE THREADS\n", stderr);
    return 2;
}
