/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * speed.c - time of a diagnosis in the library, without reading and printing.
 *
 *     speed [TIMES]
 *
 * Made-up runs of 300 epochs and 7 series: one that settles, one that overfits, one that jumps about.
 * Prints of each the medians of TIMES diagnoses (41): processor time, and time on the clock [ms].
 */
#include "learncurve.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define EPOCHS 300
#define TIMES_MAX 1001

/* Validation loss over the last two thirds of a run rises by so much; noise of all values. */
static const struct {
    const char *name;
    double rise, noise;
} shapes[] = {{"settles", 0, 0.01}, {"overfits", 0.6, 0.01}, {"jumps", 0, 0.3}};

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Noise from -1 to 1: a linear congruential generator (Knuth, MMIX), its upper bits. */
static double random_of(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(int32_t)(*state >> 32) / 2147483648.0;
}

static void write_run(FILE *out, double rise, double noise)
{
    uint64_t state = 1;
    fputs("epoch,loss,accuracy,val_loss,val_accuracy,val_f1,lr,grad_norm\n", out);
    for (int i = 1; i <= EPOCHS; i++) {
        double done = (double)i / EPOCHS, left = exp(-8 * done);
        double val = 0.3 + 2 * left + rise * fmax(0, done - 1.0 / 3);
        fprintf(out, "%d,%.5f,%.5f,%.5f,%.5f,%.5f,%.6e,%.5f\n", i,
                (0.05 + 2 * left) * (1 + noise * random_of(&state)),
                0.97 - 0.7 * left * (1 + noise * random_of(&state)),
                val * (1 + noise * random_of(&state)),
                0.90 - 0.6 * left * (1 + noise * random_of(&state)),
                0.88 - 0.6 * left * (1 + noise * random_of(&state)), 1e-3 * (1 - done) + 1e-9,
                1 + noise * random_of(&state));
    }
}

static bool measure(const char *name, const lc_run *run, int times)
{
    static double used[TIMES_MAX], waited[TIMES_MAX];
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_error err = {0};
    for (int k = 0; k < times; k++) {
        double cpu = now(CLOCK_PROCESS_CPUTIME_ID), wall = now(CLOCK_MONOTONIC);
        if (lc_diagnose(&d, run, NULL, &err) != LC_OK) {
            fprintf(stderr, "speed: %s\n", err.msg);
            return false;
        }
        used[k] = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        waited[k] = now(CLOCK_MONOTONIC) - wall;
    }
    qsort(used, (size_t)times, sizeof *used, ascending);
    qsort(waited, (size_t)times, sizeof *waited, ascending);
    printf("%-10s %-12s %7.2f %7.2f\n", name, d.verdict.name, used[times / 2], waited[times / 2]);
    lc_diagnosis_free(&d);
    return true;
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 41;
    if (times < 1 || times > TIMES_MAX)
        return 2;
    bool good = true;
    for (size_t s = 0; good && s < sizeof shapes / sizeof *shapes; s++) {
        char *text = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&text, &size);
        if (!out)
            return 1;
        write_run(out, shapes[s].rise, shapes[s].noise);
        fclose(out);
        lc_runs runs = LC_RUNS_INIT;
        lc_error err = {0};
        good = lc_read_bytes(&runs, "run.csv", text, size, NULL, &err) == LC_OK && runs.n == 1 &&
               measure(shapes[s].name, &runs.run[0], times);
        lc_runs_free(&runs);
        free(text);
    }
    return good ? 0 : 1;
}
