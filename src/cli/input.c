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

/* Read one more file and keep the runs that --run chooses. */
static lc_status read_path(lc_runs *runs, const settings *s, const char *path, lc_error *err)
{
    lc_read_options options = settings_read(s);
    options.lines = lc_report_names_lines(s->report);
    size_t first = runs->n;
    int pipe = attend_pipe(path);
    lc_status st = lc_read_file(runs, path, &options, err);
    if (pipe >= 0)
        close(pipe);
    if (st != LC_OK)
        return st;
    size_t n = runs->n - first;
    char hint[LC_HINT_SIZE] = "";
    if (s->run)
        suggest_run(hint, runs, first, s->run);
    if (s->run && !input_choose(runs, first, s->run))
        return lc_error_set(err, LC_E_ARG, 0, "no run '%.60s': it holds %zu run%s%s", s->run, n,
                            n == 1 ? "" : "s", hint);
    return LC_OK;
}

bool input_add(input *in, const settings *s, const char *path)
{
    lc_error err = LC_ERROR_INIT;
    if (read_path(&in->runs, s, path, &err) == LC_OK)
        return true;
    print_file_error(path, &err);
    return false;
}

/* Runs without a diagnosis, of which why[i] says why (no metric of --metric's name), are taken out. */
static bool keep_diagnosed(input *in, const lc_error *why)
{
    size_t kept = 0, n = in->runs.n;
    for (size_t i = 0; i < n; i++) {
        lc_run *run = &in->runs.run[i];
        if (why[i].code != LC_OK) {
            print_file_error(run->source, &why[i]);
            lc_run_free(run);
            continue;
        }
        in->runs.run[kept] = *run;
        in->diagnosis[kept++] = in->diagnosis[i];
    }
    in->runs.n = in->diagnosed = kept;
    return kept == n;
}

/* Diagnose all runs; why[i] is set where run i can't be. */
static void diagnose_runs(lc_diagnosis *diagnosis, lc_error *why, const lc_runs *runs,
                          const settings *s)
{
    const lc_diagnose_options options = settings_diagnose(s);
    for (size_t i = 0; i < runs->n; i++) {
        diagnosis[i] = (lc_diagnosis)LC_DIAGNOSIS_INIT;
        why[i] = (lc_error)LC_ERROR_INIT;
        lc_diagnose(&diagnosis[i], &runs->run[i], &options, &why[i]);
    }
}

static bool diagnose_all(input *in, const settings *s)
{
    bool all = false;
    if (in->runs.n == 0)
        return true;
    in->diagnosis = calloc(in->runs.n, sizeof *in->diagnosis);
    lc_error *why = calloc(in->runs.n, sizeof *why);
    if (in->diagnosis && why) {
        diagnose_runs(in->diagnosis, why, &in->runs, s);
        all = keep_diagnosed(in, why);
    } else {
        print_error("out of memory");
        lc_runs_free(&in->runs);
    }
    free(why);
    return all;
}

bool same_file(const char *a, const char *b)
{
    struct stat s, t;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &s) == 0 && stat(b, &t) == 0 && s.st_dev == t.st_dev && s.st_ino == t.st_ino;
}

bool only_here(const char *path)
{
    struct stat about;
    return strcmp(path, "-") == 0 ||
           (stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode));
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

/* ---- several files ---------------------------------------------------------------------- */

/* The runs of a path, and their diagnoses, as bytes: what went wrong with the path; how many runs, and what
 * went wrong with each; these. */
static void answer_path(const void *shared, const char *path, size_t n, FILE *answer)
{
    const settings *s = shared;
    lc_error err = LC_ERROR_INIT;
    lc_runs runs = LC_RUNS_INIT;
    (void)n;
    read_path(&runs, s, path, &err);
    lc_diagnosis *diagnosis = calloc(runs.n + 1, sizeof *diagnosis);
    lc_error *why = calloc(runs.n + 1, sizeof *why);
    if (err.code == LC_OK && (!diagnosis || !why))
        lc_error_set(&err, LC_E_NOMEM, 0, "out of memory");
    lc_error_write(answer, &err);
    if (err.code == LC_OK) {
        diagnose_runs(diagnosis, why, &runs, s);
        fprintf(answer, "%zu%c", runs.n, '\0');
        for (size_t i = 0; i < runs.n; i++)
            lc_error_write(answer, &why[i]);
        lc_runs_pack(answer, &runs, diagnosis);
        for (size_t i = 0; i < runs.n; i++)
            lc_diagnosis_free(&diagnosis[i]);
    }
    free(why);
    free(diagnosis);
    lc_runs_free(&runs);
}

typedef struct load {
    input *in;
    const settings *s;
    char **path;
    lc_error *why; /* a run has no diagnosis; as many as runs */
    size_t runs_cap;
    bool all; /* files could be read */
    bool nomem;
} load;

static bool ask_path(void *self, size_t k, FILE *out)
{
    const load *l = self;
    bool here = only_here(l->path[k]);
    if (here)
        answer_path(l->s, l->path[k], strlen(l->path[k]), out);
    else
        fputs(l->path[k], out);
    return here;
}

/* Room for n more runs. */
static bool grow(load *l, size_t n)
{
    input *in = l->in;
    size_t need = in->runs.n + n, cap = l->runs_cap ? l->runs_cap : 16;
    while (cap < need)
        cap *= 2;
    if (cap == l->runs_cap)
        return true;
    lc_run *run = realloc(in->runs.run, cap * sizeof *run);
    in->runs.run = run ? run : in->runs.run;
    lc_diagnosis *diagnosis = realloc(in->diagnosis, cap * sizeof *diagnosis);
    in->diagnosis = diagnosis ? diagnosis : in->diagnosis;
    lc_error *why = realloc(l->why, cap * sizeof *why);
    l->why = why ? why : l->why;
    l->runs_cap = run && diagnosis && why ? cap : l->runs_cap;
    return l->runs_cap == cap;
}

/* Append what answer_path() wrote after the path's error. */
static lc_status append(load *l, const char *bytes, size_t n, lc_error *err)
{
    input *in = l->in;
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis *diagnosis = NULL;
    size_t at = strlen(bytes) + 1, first = in->runs.n, count = strtoul(bytes, NULL, 10);
    if (!grow(l, count))
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    for (size_t i = 0; i < count; i++)
        at += lc_error_read(&l->why[first + i], bytes + at, n - at);
    lc_status st =
        lc_runs_unpack(&runs, &diagnosis, &in->texts[in->texts_n], bytes + at, n - at, err);
    if (st != LC_OK)
        return st;
    in->texts_n++;
    memcpy(in->runs.run + first, runs.run, count * sizeof *runs.run);
    memcpy(in->diagnosis + first, diagnosis, count * sizeof *diagnosis);
    in->runs.n = in->diagnosed = first + count;
    free(runs.run);
    free(diagnosis);
    return LC_OK;
}

static bool take_path(void *self, size_t k, const lc_answered *answer)
{
    load *l = self;
    lc_error err = LC_ERROR_INIT;
    size_t used = answer->lost ? 0 : lc_error_read(&err, answer->bytes, answer->n);
    if (answer->lost)
        lc_error_set(&err, answer->nomem ? LC_E_NOMEM : LC_E_IO, 0, "%s", answer->lost);
    else if (err.code == LC_OK)
        append(l, answer->bytes + used, answer->n - used, &err);
    if (err.code != LC_OK)
        print_file_error(l->path[k], &err);
    l->all = l->all && err.code == LC_OK;
    return true;
}

static void name_path(void *self, size_t k, char name[LC_WORK_NAME_SIZE])
{
    const load *l = self;
    snprintf(name, LC_WORK_NAME_SIZE, "%s", l->path[k]);
}

static int load_several(input *in, const settings *s, char **paths, size_t n)
{
    load l = {.in = in, .s = s, .path = paths, .all = true};
    const lc_work work = {.n = n,
                          .answer = answer_path,
                          .shared = s,
                          .ask = ask_path,
                          .take = take_path,
                          .self = &l,
                          .spread = true,
                          .name = name_path};
    in->texts = calloc(n, sizeof *in->texts);
    bool ok = in->texts && lc_work_run(&work, 0);
    if (!ok)
        print_error("out of memory");
    if (in->runs.n > 0)
        map_list_check(&s->maps, &in->runs);
    ok = keep_diagnosed(in, l.why) && ok;
    free(l.why);
    return ok && l.all ? EXIT_RAN : EXIT_REFUSED;
}

bool input_serve(const settings *s)
{
    return lc_work_serve(answer_path, s);
}

int input_load(input *in, const command *c, const settings *s, char **paths, size_t n)
{
    if (n > 1)
        return load_several(in, s, paths, n);
    int rc = input_read(in, c, s, paths, n);
    return diagnose_all(in, s) ? rc : EXIT_REFUSED;
}

void input_free(input *in)
{
    for (size_t i = 0; i < in->diagnosed; i++)
        lc_diagnosis_free(&in->diagnosis[i]);
    free(in->diagnosis);
    lc_runs_free(&in->runs);
    for (size_t i = 0; i < in->texts_n; i++)
        free(in->texts[i]);
    free(in->texts);
    *in = (input)INPUT_INIT;
}
