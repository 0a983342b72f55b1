/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_extras.c - what an option of the trainer costs: epochs with it and without, in turn.
 *
 *     train_extras [TIMES [NAME...]]     the smallest of TIMES epochs each (9)
 *
 * KERNEL=avx2 and the like take another path. */
#include "train/loop.h"

#include "train_job.h"

#include <string.h>

typedef struct extra {
    const char *name;
    size_t inputs, train, validation;
    lc_train_options o;
    lc_samples samples, held;
    lc_loop loop;
    double best; /* [s] of processor time */
} extra;

static const size_t question[] = {32, 64, 64}, one[] = {64}, images[] = {256, 128};

#define COMMON                                                                                   \
    .optimizer = LC_OPTIMIZER_INIT, .schedule = {.rate = 0.01}, .batch = 32, .epochs = SIZE_MAX, \
    .stopping.patience = 1
#define QUESTION                                        \
    .inputs = 31, .train = 121620, .validation = 30405, \
    .o = {COMMON, .hidden = question, .hidden_n = 3}
#define IMAGES \
    .inputs = 784, .train = 8000, .validation = 1000, .o = {COMMON, .hidden = images, .hidden_n = 2}

static extra extras[] = {
    {.name = "plain", QUESTION},
    {.name = "dropout", QUESTION},
    {.name = "gradient norm", QUESTION},
    {.name = "auroc", QUESTION},
    {.name = "l2", QUESTION},
    {.name = "batch 33", QUESTION},
    {.name = "adam", QUESTION},
    {.name = "10-64-1",
     .inputs = 10,
     .train = 121620,
     .validation = 30405,
     .o = {COMMON, .hidden = one, .hidden_n = 1}},
    {.name = "784 plain", IMAGES},
    {.name = "784 adam", IMAGES},
    {.name = "784 adam, batch 256", IMAGES},
};
#define EXTRAS (sizeof extras / sizeof *extras)

static void set_options(void)
{
    extras[1].o.dropout = 0.2;
    extras[2].o.gradient_norm = true;
    extras[3].o.rank_metrics = true;
    extras[4].o.optimizer.l2 = 1e-4;
    extras[5].o.batch = 33;
    extras[10].o.batch = 256;
    for (size_t k = 6; k < EXTRAS; k = k == 6 ? 9 : k + 1) {
        extras[k].o.optimizer.kind = LC_ADAM;
        extras[k].o.schedule.rate = 0.001;
    }
}

/* Rows of uniform numbers, and a class. */
static lc_samples samples_of(size_t n, size_t inputs, uint64_t *state)
{
    lc_samples s = LC_SAMPLES_INIT;
    lc_error err = LC_ERROR_INIT;
    if (lc_samples_alloc(&s, n, inputs, &err) != LC_OK) {
        fprintf(stderr, "%s\n", err.msg);
        exit(2);
    }
    memset(s.x, 0, n * s.stride * sizeof *s.x);
    for (size_t i = 0; i < n; i++) {
        float *x = s.x + i * s.stride;
        for (size_t k = 0; k < inputs; k++)
            x[k] = (float)(1.7 * job_uniform(state));
        s.y[i] = x[0] * x[1] + x[2] * fabsf(x[3]) + 0.3 * job_uniform(state) > 0;
    }
    return s;
}

static bool is_wanted(size_t k, int argc, char **argv)
{
    bool wanted = argc < 3 || k == 0;
    for (int a = 2; a < argc; a++)
        wanted |= strcmp(argv[a], extras[k].name) == 0;
    return wanted;
}

/* Those of the same shape share their samples. */
static void open_extra(extra *e)
{
    const lc_loss loss = {.task = LC_BINARY, .classes = 2};
    uint64_t state = 1;
    lc_error err = LC_ERROR_INIT;
    for (const extra *other = extras; other < e; other++)
        if (other->inputs == e->inputs && other->samples.n)
            e->samples = other->samples, e->held = other->held;
    if (!e->samples.n) {
        e->samples = samples_of(e->train, e->inputs, &state);
        e->held = samples_of(e->validation, e->inputs, &state);
    }
    e->o.kernel = getenv("KERNEL");
    if (lc_loop_init(&e->loop, &e->o, &loss, &e->samples, &e->held, &err) != LC_OK) {
        fprintf(stderr, "%s: %s\n", e->name, err.msg);
        exit(2);
    }
    e->best = INFINITY;
}

static double processor_time(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void print_extra(const extra *e)
{
    const lc_net *net = &e->loop.net;
    double all = 0, first = (double)net->layers[0].in * (double)net->layers[0].out;
    for (size_t l = 0; l < net->layers_n; l++)
        all += (double)net->layers[l].in * (double)net->layers[l].out;
    double flop = 2 * (double)e->train * (3 * all - first) + 2 * (double)e->validation * all;
    printf("  %-24s %9.4f %9.1f %9.2f\n", e->name, e->best, flop / e->best / 1e9,
           e->best / extras[0].best);
}

int main(int argc, char **argv)
{
    size_t times = argc > 1 ? strtoull(argv[1], NULL, 10) : 9;
    set_options();
    for (size_t k = 0; k < EXTRAS; k++)
        if (is_wanted(k, argc, argv))
            open_extra(&extras[k]);
    for (size_t i = 0; i <= times; i++) /* the first one doesn't count */
        for (size_t k = 0; k < EXTRAS; k++) {
            lc_epoch epoch;
            if (!is_wanted(k, argc, argv))
                continue;
            double begun = processor_time();
            lc_loop_epoch(&extras[k].loop, &epoch);
            double seconds = processor_time() - begun;
            if (i && seconds < extras[k].best)
                extras[k].best = seconds;
        }
    printf("  %-24s %9s %9s %9s\n", "31-32-64-64-1, SGD and", "seconds", "GFLOP/s", "x plain");
    for (size_t k = 0; k < EXTRAS; k++)
        if (is_wanted(k, argc, argv))
            print_extra(&extras[k]);
    return 0;
}
