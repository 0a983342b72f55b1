/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_reader.c - one target per reader: built once for each line of readers.def. */
#include "learncurve.h"

#include <stdint.h>

#define RECORDS_MAX 4096 /* longer runs are read, but not diagnosed: that tells nothing new */
#define KEPT 8           /* records of a metric that `watch` would keep */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_read_options options = LC_READ_OPTIONS_INIT;
    options.format = FUZZ_READER;
    /* An input's last byte says how it is read: as ever, strictly, or while it grows. */
    options.strict = size > 0 && data[size - 1] == '!';
    options.growing = size > 0 && data[size - 1] == '~';
    options.lines = options.growing;
    options.most_records = options.growing ? KEPT : 0;
    lc_status st = lc_read_bytes(&runs, NULL, data, size, &options, NULL);
    for (size_t i = 0; st == LC_OK && i < runs.n; i++) {
        lc_diagnosis d = LC_DIAGNOSIS_INIT;
        if (runs.run[i].n <= RECORDS_MAX)
            (void)lc_diagnose(&d, &runs.run[i], NULL, NULL);
        lc_diagnosis_free(&d);
    }
    lc_runs_free(&runs);
    return 0;
}
