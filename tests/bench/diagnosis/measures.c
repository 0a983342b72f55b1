/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * measures.c - what the classifier sees of runs: a line of tab-separated numbers for each file of standard input.
 *
 *     measures <FILES        file, run 0's measures (diagnose/measures.h), "nan" where unknown
 */
#include "diagnose/measures.h"
#include "diagnose/prepare.h"
#include "diagnose/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static lc_status take(lc_measures *m, const lc_run *run, lc_error *err)
{
    lc_diagnose_options options = LC_DIAGNOSE_OPTIONS_INIT;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_context context;
    lc_status st = lc_context_open(&context, run, &d, &options, err);
    if (st != LC_OK)
        return st;
    lc_context_prepare(&context);
    st = context.first.code == LC_OK ? lc_measures_take(m, &context, err) : context.first.code;
    lc_context_close(&context);
    return st;
}

static void print(const char *file)
{
    lc_error err = LC_ERROR_INIT;
    lc_runs runs = LC_RUNS_INIT;
    lc_measures m;
    if (lc_read_file(&runs, file, NULL, &err) != LC_OK || take(&m, &runs.run[0], &err) != LC_OK) {
        fprintf(stderr, "%s: %s\n", file, err.msg);
    } else {
        fputs(file, stdout);
        for (size_t k = 0; k < LC_MEASURES; k++)
            printf("\t%.9g", m.m[k]);
        putchar('\n');
    }
    lc_runs_free(&runs);
}

int main(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    while ((n = getline(&line, &size, stdin)) > 0) {
        line[n - (line[n - 1] == '\n')] = '\0';
        print(line);
    }
    free(line);
    return EXIT_SUCCESS;
}
