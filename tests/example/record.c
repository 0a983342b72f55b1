/* SPDX-License-Identifier: MIT */
/*
 * record.c - the loop of a trainer that records its run; C and C++ alike.
 *
 *     cc record.c -llearncurve_record
 */
#include <learncurve_record.h>

#include <stdio.h>

enum { EPOCH, LOSS, VAL_LOSS };

int main(void)
{
    static const char *const fields[] = {"epoch", "loss", "val_loss"};
    static const lc_record_note notes[] = {{"train_samples", "8000"}, {"batch_size", "32"}};
    lc_record_options options = LC_RECORD_OPTIONS_INIT;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    lc_recorder *r = NULL;
    lc_record_status st, closed;
    options.mode = LC_RECORD_RESUME;
    options.notes = notes;
    options.notes_n = sizeof notes / sizeof *notes;
    st = lc_record_open(&r, "run.csv", fields, 3, &options, &err);
    for (int epoch = 1; epoch <= 3 && st == LC_RECORD_OK; epoch++) {
        lc_record_set(r, EPOCH, epoch, NULL);
        lc_record_set(r, LOSS, 1.0 / epoch, NULL);
        lc_record_put(r, "val_loss", 1.5 / epoch, NULL);
        st = lc_record_end_row(r, &err);
    }
    closed = lc_record_close(r, st == LC_RECORD_OK ? &err : NULL);
    if (st == LC_RECORD_OK && closed == LC_RECORD_OK)
        return 0;
    fprintf(stderr, "%s\n", err.msg);
    return 1;
}
