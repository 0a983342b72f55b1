/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * runs.c - made-up runs of 300 epochs and 4 series, in folders of 1,000.
 *
 *     runs FOLDER N     CSV by the recorder and JSON Lines in turn; FOLDER must not be there
 */
#include "record/learncurve_record.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define EPOCHS 300
#define FIELDS 5
#define IN_FOLDER 1000

static const char *const names[FIELDS] = {"epoch", "loss", "val_loss", "accuracy", "val_accuracy"};

/* xorshift64* (Vigna 2016) as a number from 0 to 1. */
static double uniform(uint64_t *s)
{
    *s ^= *s >> 12;
    *s ^= *s << 25;
    *s ^= *s >> 27;
    return (double)(*s * UINT64_C(2685821657736338717) >> 11) / 9007199254740992.0;
}

/* Near enough to a normal: the sum of twelve. */
static double noise(uint64_t *s)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += uniform(s);
    return sum;
}

/* A run that learns at its own pace down to its own floor; two in five overfit. */
static void make_row(double row[FIELDS], int epoch, size_t run, uint64_t *s)
{
    double pace = 20 + (double)(run % 61), floor = 0.05 + 0.35 * (double)(run % 17) / 17;
    double learnt = 2 * exp(-epoch / pace), sd = 0.002 + 0.03 * (double)(run % 13) / 13;
    double rise = run % 5 < 2 && epoch > 100 ? 0.002 * (epoch - 100) : 0;
    row[0] = epoch;
    row[1] = floor + learnt + sd * noise(s);
    row[2] = 1.2 * floor + learnt + rise + 2 * sd * noise(s);
    row[3] = 1 - row[1] / 3;
    row[4] = 1 - row[2] / 3;
    for (int k = 1; k < FIELDS; k++)
        row[k] = round(row[k] * 1e6) / 1e6;
}

static int write_csv(const char *path, size_t run, uint64_t *s)
{
    lc_record_options options = LC_RECORD_OPTIONS_INIT;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    lc_recorder *r = NULL;
    options.sync_rows = LC_RECORD_SYNC_OFF;
    lc_record_status st = lc_record_open(&r, path, names, FIELDS, &options, &err);
    for (int epoch = 1; epoch <= EPOCHS && st == LC_RECORD_OK; epoch++) {
        double row[FIELDS];
        make_row(row, epoch, run, s);
        for (size_t k = 0; k < FIELDS; k++)
            lc_record_set(r, k, row[k], &err);
        st = lc_record_end_row(r, &err);
    }
    if (st == LC_RECORD_OK)
        st = lc_record_close(r, &err);
    if (st != LC_RECORD_OK)
        fprintf(stderr, "%s\n", err.msg);
    return st == LC_RECORD_OK;
}

static int write_jsonl(const char *path, size_t run, uint64_t *s)
{
    FILE *f = fopen(path, "w");
    for (int epoch = 1; f && epoch <= EPOCHS; epoch++) {
        double row[FIELDS];
        make_row(row, epoch, run, s);
        for (int k = 0; k < FIELDS; k++)
            fprintf(f, "%s\"%s\": %.10g", k ? ", " : "{", names[k], row[k]);
        fputs("}\n", f);
    }
    return f && fclose(f) == 0;
}

int main(int argc, char **argv)
{
    char path[4096];
    size_t n = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    uint64_t s = 88172645463325252u;
    int ok = n > 0 && mkdir(argv[1], 0777) == 0;
    for (size_t run = 0; run < n && ok; run++) {
        int folder = snprintf(path, sizeof path, "%s/%03zu", argv[1], run / IN_FOLDER);
        if (run % IN_FOLDER == 0)
            ok = mkdir(path, 0777) == 0;
        snprintf(path + folder, sizeof path - (size_t)folder, "/%06zu.%s", run,
                 run % 2 ? "jsonl" : "csv");
        ok = ok && (run % 2 ? write_jsonl(path, run, &s) : write_csv(path, run, &s));
    }
    return ok ? 0 : 1;
}
