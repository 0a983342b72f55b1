/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * example.c - the library without a file: a run from arrays, its diagnosis, the reports, and a run that
 * is watched while it trains.
 *
 *     cc example.c $(pkg-config --cflags --libs learncurve) -lm
 */
#include <learncurve.h>

#include <math.h>

#define EPOCHS 60

/* Training loss falls for good; the validation loss turns at epoch 20, as with too large a net. */
static void train(double *loss, double *val_loss)
{
    for (int i = 0; i < EPOCHS; i++) {
        double wiggle = 0.004 * sin(7.3 * i) + 0.003 * sin(3.1 * i);
        loss[i] = 0.05 + 0.65 * exp(-i / 12.0) + 0.3 * wiggle;
        val_loss[i] = 0.30 + 0.40 * exp(-i / 8.0) + (i > 20 ? 0.008 * (i - 20) : 0) + wiggle;
    }
}

static lc_status build(lc_run *run, lc_error *err)
{
    double loss[EPOCHS], val_loss[EPOCHS];
    train(loss, val_loss);
    lc_status st = lc_run_set_axis(run, LC_EPOCH, NULL, EPOCHS, err);
    if (st == LC_OK)
        st = lc_run_add(run, "loss", loss, err);
    if (st == LC_OK)
        st = lc_run_add(run, "val_loss", val_loss, err);
    return st;
}

static void walk(const lc_run *run, const lc_diagnosis *diagnosis)
{
    for (size_t i = 0; i < diagnosis->n; i++) {
        const lc_finding *f = &diagnosis->findings[i];
        printf("%s %s", lc_severity_name(f->severity), f->rule);
        for (size_t k = 0; k < f->series_n; k++)
            printf(" %s", run->series[f->series[k]].metric.name);
        printf("%s\n", f->explained_by ? " (explained)" : "");
    }
}

/* Inside a training loop: push what an epoch came to, and stop when the watch says so. */
static lc_status train_watched(lc_error *err)
{
    double loss[EPOCHS], val_loss[EPOCHS];
    lc_watch *watch = NULL;
    const lc_verdict *verdict = NULL;
    const lc_watch_options options = {.stop_on = "overfitting,non-finite", .patience = 5};
    train(loss, val_loss);
    lc_status st = lc_watch_open(&watch, &options, err);
    for (int i = 0; i < EPOCHS && st == LC_OK && !lc_watch_stop(watch); i++) {
        st = lc_watch_push(watch, "loss", i + 1, loss[i], err);
        if (st == LC_OK)
            st = lc_watch_push(watch, "val_loss", i + 1, val_loss[i], err);
        if (st == LC_OK)
            st = lc_watch_verdict(&verdict, watch, err);
    }
    const lc_stop *stop = st == LC_OK ? lc_watch_stop(watch) : NULL;
    if (stop)
        printf("stopped at epoch %g: %s; the best was epoch %g\n", stop->at, stop->rule,
               stop->best_at);
    lc_watch_close(watch);
    return st;
}

int main(void)
{
    lc_error err = LC_ERROR_INIT;
    lc_run run = LC_RUN_INIT;
    lc_diagnosis diagnosis = LC_DIAGNOSIS_INIT;
    lc_status st = build(&run, &err);
    if (st == LC_OK)
        st = lc_diagnose(&diagnosis, &run, NULL, &err);
    if (st == LC_OK) {
        walk(&run, &diagnosis);
        st = lc_report(stdout, "text", &run, &diagnosis, 1, NULL, &err);
    }
    if (st == LC_OK)
        st = lc_report(stdout, "json", &run, &diagnosis, 1, NULL, &err);
    if (st == LC_OK)
        st = train_watched(&err);
    if (st != LC_OK)
        fprintf(stderr, "example: %s\n", err.msg);
    lc_diagnosis_free(&diagnosis);
    lc_run_free(&run);
    return st == LC_OK ? 0 : 1;
}
