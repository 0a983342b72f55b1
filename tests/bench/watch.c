/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch.c - time and memory of a run that is pushed value by value.
 *
 *     watch [RECORDS]
 *
 * A made-up run of so many records (1,000,000) with two losses: its diagnosis as a whole, and pushed with
 * a verdict asked for after every 100 records. Prints medians of five rounds: processor time [ms] of each and
 * their ratio; and the dearest verdict of all [ms], and how much memory pushing took at its peak [KiB].
 */
#include "learncurve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#define EVERY 100
#define ROUNDS 5

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static long peak(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

static double random_of(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(int32_t)(*state >> 32) / 2147483648.0;
}

static void value_of(double *loss, double *val, size_t i, size_t n, uint64_t *state)
{
    double left = 1 / (1 + 20 * (double)i / (double)n);
    *loss = left + 0.02 * random_of(state);
    *val = left + 0.1 + 0.02 * random_of(state);
}

static double push_all(size_t n, double *dearest)
{
    uint64_t state = 1;
    lc_watch *w = NULL;
    const lc_watch_options options = {.axis = LC_STEP};
    double begun = now(), loss, val;
    lc_status st = lc_watch_open(&w, &options, NULL);
    for (size_t i = 1; i <= n && st == LC_OK; i++) {
        const lc_verdict *verdict;
        value_of(&loss, &val, i, n, &state);
        st = lc_watch_push(w, "loss", (double)i, loss, NULL);
        if (st == LC_OK)
            st = lc_watch_push(w, "val_loss", (double)i, val, NULL);
        double before = i % EVERY ? 0 : now();
        if (st == LC_OK && i % EVERY == 0)
            st = lc_watch_verdict(&verdict, w, NULL);
        if (i % EVERY == 0)
            *dearest = fmax(*dearest, now() - before);
    }
    lc_watch_close(w);
    return st == LC_OK ? now() - begun : NAN;
}

static double diagnose_whole(size_t n)
{
    uint64_t state = 1;
    lc_run run = LC_RUN_INIT;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    double *loss = malloc(n * sizeof *loss), *val = malloc(n * sizeof *val);
    for (size_t i = 0; i < n && loss && val; i++)
        value_of(&loss[i], &val[i], i + 1, n, &state);
    double begun = now(); /* what a program has to do with its arrays belongs to it */
    lc_status st = loss && val ? lc_run_set_axis(&run, LC_STEP, NULL, n, NULL) : LC_E_NOMEM;
    if (st == LC_OK)
        st = lc_run_add(&run, "loss", loss, NULL);
    if (st == LC_OK)
        st = lc_run_add(&run, "val_loss", val, NULL);
    if (st == LC_OK)
        st = lc_diagnose(&d, &run, NULL, NULL);
    double took = now() - begun;
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    free(loss);
    free(val);
    return st == LC_OK ? took : NAN;
}

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *of)
{
    qsort(of, ROUNDS, sizeof *of, rising);
    return of[ROUNDS / 2];
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    double dearest = 0, pushed[ROUNDS], whole[ROUNDS], ratio[ROUNDS];
    long memory = 0;
    for (size_t k = 0; k < ROUNDS; k++) {
        long before = peak();
        pushed[k] = push_all(n, &dearest);
        memory = k ? memory : peak() - before;
        whole[k] = diagnose_whole(n);
        ratio[k] = pushed[k] / whole[k];
        if (!(pushed[k] > 0 && whole[k] > 0))
            return 1;
    }
    printf("%zu records: whole %.1f ms, pushed %.1f ms, %.1f times; dearest verdict %.1f ms; %ld "
           "KiB\n",
           n, median(whole), median(pushed), median(ratio), dearest, memory);
    return 0;
}
