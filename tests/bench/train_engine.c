/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_engine.c - the bench's job by the library. KERNEL=avx2 and the like take another path. */
#include "train/loop.h"

#include "train_job.h"

int main(int argc, char **argv)
{
    job j = job_make(argc, argv);
    const char *kernel = getenv("KERNEL");
    lc_samples train = {j.train, INPUTS, ROW, j.x, j.y};
    lc_samples validation = {j.validation, INPUTS, ROW, j.x + j.train * ROW, j.y + j.train};
    const lc_loss loss = {.task = LC_BINARY, .classes = 2};
    lc_train_options options = LC_TRAIN_OPTIONS_INIT;
    options.hidden = j.units + 1;
    options.hidden_n = j.layers - 1;
    options.batch = j.batch;
    options.epochs = SIZE_MAX;
    options.schedule.rate = (double)RATE;
    options.kernel = kernel;
    lc_loop t = LC_LOOP_INIT;
    lc_error err = LC_ERROR_INIT;
    if (lc_loop_init(&t, &options, &loss, &train, &validation, &err) != LC_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 2;
    }
    watch timed = {0};
    lc_epoch epoch = {0};
    while (watch_start(&timed)) {
        lc_loop_epoch(&t, &epoch);
        watch_stop(&timed);
    }
    job_print(timed.best, epoch.train.loss, epoch.train.accuracy, epoch.validation.loss,
              epoch.validation.accuracy);
    lc_loop_free(&t);
    free(j.x);
    free(j.y);
    return 0;
}
