/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_job.h - the job that every trainer of the bench is given, and how it is timed.
 *
 * usage of each: train_X TRAIN VALIDATION BATCH HIDDEN... ; prints the seconds of processor time of
 * one epoch with its validation, the smallest in SECONDS after a first one that doesn't count, then
 * the losses. */
#ifndef LC_BENCH_TRAIN_JOB_H
#define LC_BENCH_TRAIN_JOB_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define INPUTS 31
#define ROW 32      /* floats from row to row, the last one 0 */
#define SECONDS 1.0 /* as many epochs as it takes, the same time for everyone */
#define RATE 0.01f
#define LAYERS_MAX 16

typedef struct job {
    size_t train, validation, batch;
    size_t layers;                /* with the output layer */
    size_t units[LAYERS_MAX + 1]; /* units[0] is INPUTS */
    float *x, *y;                 /* of train + validation rows */
} job;

static uint64_t job_bits(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u; /* splitmix64 */
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* Uniform in -1 .. 1. */
static double job_uniform(uint64_t *state)
{
    return (double)(job_bits(state) >> 11) * 0x1p-52 - 1;
}

/* Seconds of processor time, which other programs don't take. */
static double job_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void *job_room(size_t n)
{
    void *p = NULL;
    if (posix_memalign(&p, 64, n * sizeof(float)) != 0) {
        fputs("no memory\n", stderr);
        exit(2);
    }
    for (size_t i = 0; i < n; i++)
        ((float *)p)[i] = 0;
    return p;
}

/* Rows of noise; the class is whether two products of features and a noise come out positive. */
static job job_make(int argc, char **argv)
{
    if (argc < 5 || argc > 4 + LAYERS_MAX) {
        fprintf(stderr, "usage: %s TRAIN VALIDATION BATCH HIDDEN...\n", argv[0]);
        exit(2);
    }
    job j = {.train = strtoull(argv[1], NULL, 10),
             .validation = strtoull(argv[2], NULL, 10),
             .batch = strtoull(argv[3], NULL, 10),
             .layers = (size_t)argc - 3,
             .units = {INPUTS}};
    for (size_t l = 1; l < j.layers; l++)
        j.units[l] = strtoull(argv[3 + l], NULL, 10);
    j.units[j.layers] = 1;
    size_t n = j.train + j.validation;
    j.x = job_room(n * ROW);
    j.y = job_room(n);
    uint64_t state = 1;
    for (size_t i = 0; i < n; i++) {
        float *x = j.x + i * ROW;
        for (size_t k = 0; k < INPUTS; k++)
            x[k] = (float)(1.7 * job_uniform(&state));
        j.y[i] = x[0] * x[1] + x[2] * fabsf(x[3]) + 0.3 * job_uniform(&state) > 0;
    }
    return j;
}

/* The epochs timed so far. */
typedef struct watch {
    size_t n;
    double start, spent, best;
} watch;

/* An epoch begins; false when SECONDS are over. */
static int watch_start(watch *w)
{
    w->start = job_now();
    return w->n < 2 || w->spent < SECONDS;
}

/* It is over. */
static void watch_stop(watch *w)
{
    double seconds = job_now() - w->start;
    if (w->n == 1 || (w->n > 1 && seconds < w->best))
        w->best = seconds;
    w->spent += w->n++ ? seconds : 0;
}

/* What every trainer prints. */
static void job_print(double seconds, double loss, double accuracy, double validation_loss,
                      double validation_accuracy)
{
    printf("%.6f loss %.4f accuracy %.4f val_loss %.4f val_accuracy %.4f\n", seconds, loss,
           accuracy, validation_loss, validation_accuracy);
}

#endif
