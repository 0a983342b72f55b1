/* SPDX-License-Identifier: GPL-3.0-or-later */
/* input.c - from the files of the command line to runs and their diagnoses. */
#include "cli/input.h"

#include "cli/message.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATIENCE 1000 /* [ms] with a pipe from which nothing comes */

static bool has_name(const lc_run *run, const char *name)
{
    return run->name && strcmp(run->name, name) == 0;
}

bool input_choose(lc_runs *runs, size_t first, const char *choice)
{
    char *end = NULL;
    unsigned long number = strtoul(choice, &end, 10);
    size_t kept = runs->n;
    for (size_t i = runs->n; i-- > first;)
        if (has_name(&runs->run[i], choice))
            kept = i;
    if (kept == runs->n && !*end && number >= 1 && number <= runs->n - first)
        kept = first + number - 1;
    for (size_t i = first; i < runs->n; i++)
        if (i != kept)
            lc_run_free(&runs->run[i]);
    if (kept < runs->n)
        runs->run[first] = runs->run[kept];
    bool found = kept < runs->n;
    runs->n = first + found;
    return found;
}

/* Which of the runs from `first` on may have been meant. */
static void suggest_run(char hint[LC_HINT_SIZE], const lc_runs *runs, size_t first,
                        const char *choice)
{
    lc_nearest near = lc_nearest_to(choice);
    for (size_t i = first; i < runs->n; i++)
        if (runs->run[i].name)
            lc_nearest_try(&near, runs->run[i].name);
    lc_nearest_hint(&near, hint);
}

/* Whether something comes from a pipe is said, where nothing does. Returns a descriptor that is kept open
 * while it is read, so that who writes isn't left alone in between; -1: it is no pipe. */
static int attend_pipe(const char *path)
{
    struct stat s;
    if (strcmp(path, "-") == 0 || stat(path, &s) != 0 || !S_ISFIFO(s.st_mode))
        return -1;
    struct pollfd pipe = {.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY),
                          .events = POLLIN};
    if (pipe.fd >= 0 && poll(&pipe, 1, PATIENCE) == 0)
        say("%s is a pipe into which nothing is written yet: waiting", path);
    return pipe.fd;
}

bool input_add(input *in, const settings *s, const char *path)
{
    lc_error err = LC_ERROR_INIT;
    lc_read_options options = settings_read(s);
    options.lines = lc_report_names_lines(s->report);
    size_t first = in->runs.n;
    int pipe = attend_pipe(path);
    lc_status st = lc_read_file(&in->runs, path, &options, &err);
    if (pipe >= 0)
        close(pipe);
    if (st != LC_OK) {
        print_file_error(path, &err);
        return false;
    }
    size_t n = in->runs.n - first;
    char hint[LC_HINT_SIZE] = "";
    if (s->run)
        suggest_run(hint, &in->runs, first, s->run);
    if (s->run && !input_choose(&in->runs, first, s->run)) {
        lc_error_set(&err, LC_E_ARG, 0, "no run '%.60s': it holds %zu run%s%s", s->run, n,
                     n == 1 ? "" : "s", hint);
        print_file_error(path, &err);
        return false;
    }
    return true;
}

static bool diagnose_one(input *in, const settings *s, size_t i)
{
    lc_error err = LC_ERROR_INIT;
    lc_diagnose_options options = settings_diagnose(s);
    if (lc_diagnose(&in->diagnosis[i], &in->runs.run[i], &options, &err) == LC_OK)
        return true;
    print_file_error(in->runs.run[i].source, &err);
    return false;
}

/* Runs that can't be diagnosed (no metric of --metric's name) are taken out. */
static bool diagnose_all(input *in, const settings *s)
{
    bool all = true;
    if (in->runs.n == 0)
        return true;
    in->diagnosis = calloc(in->runs.n, sizeof *in->diagnosis);
    if (!in->diagnosis) {
        print_error("out of memory");
        lc_runs_free(&in->runs);
        return false;
    }
    size_t kept = 0;
    for (size_t i = 0; i < in->runs.n; i++) {
        lc_run *run = &in->runs.run[kept];
        if (kept < i) {
            *run = in->runs.run[i];
            in->runs.run[i] = (lc_run)LC_RUN_INIT;
        }
        in->diagnosis[kept] = (lc_diagnosis)LC_DIAGNOSIS_INIT;
        if (diagnose_one(in, s, kept)) {
            kept++;
        } else {
            lc_run_free(run);
            all = false;
        }
    }
    in->runs.n = in->diagnosed = kept;
    return all;
}

bool same_file(const char *a, const char *b)
{
    struct stat s, t;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &s) == 0 && stat(b, &t) == 0 && s.st_dev == t.st_dev && s.st_ino == t.st_ino;
}

bool input_holds(const char *output, char *const *operand, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(operand[i], "-") != 0 && same_file(output, operand[i]))
            return true;
    return false;
}

int input_read(input *in, const command *c, const settings *s, char **paths, size_t n)
{
    static char standard_input[] = "-";
    char *only[] = {standard_input};
    bool all = true;
    if (n == 0 && isatty(STDIN_FILENO)) {
        help_print_command(stderr, c);
        return EXIT_REFUSED;
    }
    if (n == 0) {
        paths = only;
        n = 1;
    }
    for (size_t i = 0; i < n; i++)
        all = input_add(in, s, paths[i]) && all;
    if (in->runs.n > 0)
        map_list_check(&s->maps, &in->runs);
    return all ? EXIT_RAN : EXIT_REFUSED;
}

int input_load(input *in, const command *c, const settings *s, char **paths, size_t n)
{
    int rc = input_read(in, c, s, paths, n);
    return diagnose_all(in, s) ? rc : EXIT_REFUSED;
}

void input_free(input *in)
{
    for (size_t i = 0; i < in->diagnosed; i++)
        lc_diagnosis_free(&in->diagnosis[i]);
    free(in->diagnosis);
    lc_runs_free(&in->runs);
    *in = (input)INPUT_INIT;
}
