/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * redraw.c - time of a frame that a watch draws.
 *
 * A made-up run of two losses, as long as a watch keeps any log, on a terminal of 120 columns and 40 rows.
 * Prints processor time of a frame [ms], the median of 41, and of the first one, behind which the forecast is
 * made that is made each five seconds. What is drawn goes nowhere.
 */
#include "cli/watch_screen.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define FRAMES 41

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double random_of(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(int32_t)(*state >> 32) / 2147483648.0;
}

static lc_status make_run(lc_run *run)
{
    static double loss[FOLLOW_MOST], val[FOLLOW_MOST];
    uint64_t state = 1;
    for (size_t i = 0; i < FOLLOW_MOST; i++) {
        double left = 1 / (1 + 20 * (double)i / FOLLOW_MOST);
        loss[i] = left + 0.02 * random_of(&state);
        val[i] = left + 0.1 + 0.02 * random_of(&state);
    }
    lc_status st = lc_run_set_axis(run, LC_STEP, NULL, FOLLOW_MOST, NULL);
    if (st == LC_OK)
        st = lc_run_add(run, "loss", loss, NULL);
    return st == LC_OK ? lc_run_add(run, "val_loss", val, NULL) : st;
}

int main(void)
{
    double took[FRAMES];
    const settings s = settings_default();
    followed run = {.path = "run.csv"}, *runs[] = {&run};
    follow f = {.s = &s, .run = runs, .n = 1};
    screen sc = {.s = &s, .settles = NAN};
    int out = dup(STDOUT_FILENO), nowhere = open("/dev/null", O_WRONLY);
    setenv("COLUMNS", "120", 1);
    setenv("LINES", "40", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    if (make_run(&run.run) != LC_OK || out < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
        return 1;
    for (size_t k = 0; k < FRAMES; k++) {
        run.drawn = false;
        double begun = now();
        screen_draw(&sc, &f, true);
        took[k] = now() - begun;
    }
    dup2(out, STDOUT_FILENO);
    double first = took[0];
    qsort(took, FRAMES, sizeof *took, rising);
    printf("redraw of a log of any length: %.1f ms, with the forecast %.1f ms\n", took[FRAMES / 2],
           first);
    screen_free(&sc);
    lc_run_free(&run.run);
    return 0;
}
