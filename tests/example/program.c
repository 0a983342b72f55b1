/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * program.c - all that the program does with logs, by the library alone: read, inspect, diagnose with
 * replay and forecast, report, write and plot one, explain what was found, scan a folder, diagnose two
 * logs at once, compare.
 *
 *     cc program.c $(pkg-config --cflags --libs learncurve)
 *     ./a.out RUN [FOLDER]
 */
#include <learncurve.h>

#include <stdlib.h>
#include <string.h>

/* `learncurve formats`, and the tables of `learncurve convert`. */
static void list_formats(void)
{
    lc_format_info format;
    for (size_t i = 0; lc_read_format_at(&format, i); i++)
        printf("reads %s: %s\n", format.name, format.summary);
    for (size_t i = 0; lc_write_format_at(&format, i); i++)
        printf("writes %s: %s\n", format.name, format.summary);
}

/* `learncurve inspect --map lr=ignore RUN` */
static lc_status read_and_inspect(lc_runs *runs, const char *path, lc_error *err)
{
    lc_map maps[] = {{.name = "lr", .ignore = true}};
    lc_read_options options = {.maps = maps, .maps_n = 1};
    lc_status st = lc_read_file(runs, path, &options, err);
    return st == LC_OK ? lc_inspect(stdout, "text", runs->run, runs->n, NULL, err) : st;
}

/* `learncurve diagnose --map lr=ignore --online --forecast --set spikes.noise=9 RUN` */
static lc_status diagnose(lc_diagnosis *diagnosis, const lc_run *run, lc_error *err)
{
    const lc_setting setting = {"spikes", "noise", 9};
    const lc_diagnose_options options = {
        .settings = &setting, .settings_n = 1, .online = true, .forecast = true};
    lc_status st = lc_diagnose(diagnosis, run, &options, err);
    return st == LC_OK ? lc_report(stdout, "text", run, diagnosis, 1, NULL, err) : st;
}

/* `learncurve explain RULE`, of the rule that decided the verdict */
static lc_status explain(const lc_diagnosis *diagnosis, lc_error *err)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_rule_info rule;
    if (diagnosis->verdict.finding == SIZE_MAX ||
        !lc_rule_info_find(&rule, diagnosis->findings[diagnosis->verdict.finding].rule))
        return LC_OK;
    lc_status st = lc_read_bytes(&runs, NULL, rule.example, strlen(rule.example), NULL, err);
    if (st == LC_OK)
        st = lc_diagnose(&d, &runs.run[0], NULL, err);
    if (st == LC_OK)
        st = lc_explain(stdout, rule.id, &runs.run[0], &d, NULL, err);
    lc_diagnosis_free(&d);
    lc_runs_free(&runs);
    return st;
}

/* `learncurve convert -o run.jsonl RUN`, `learncurve plot -o run.gp RUN` and
 * `learncurve report -o run.html RUN` */
static lc_status write_files(const lc_run *run, const lc_diagnosis *diagnosis, lc_error *err)
{
    lc_status st = lc_write_file("run.jsonl", NULL, run, 1, NULL, err);
    if (st == LC_OK)
        st = lc_plot_file("run.gp", run, diagnosis, NULL, NULL, err);
    return st == LC_OK ? lc_report_file("run.html", NULL, run, diagnosis, 1, NULL, err) : st;
}

static bool print_digests(void *self, const lc_scanned *log)
{
    return lc_report_digests(self, "jsonl", log->digests, log->n, NULL, NULL) == LC_OK;
}

/* `learncurve scan --jsonl FOLDER` */
static lc_status scan(const char *folder, lc_error *err)
{
    lc_logs *logs = NULL;
    lc_status st = lc_logs_find(&logs, &folder, 1, NULL, err);
    if (st == LC_OK)
        st = lc_scan(logs, print_digests, stdout, err);
    lc_logs_close(logs);
    return st;
}

/* A log's runs and their diagnoses as bytes, which another process may have made. */
static void answer_path(const void *shared, const char *path, size_t n, FILE *answer)
{
    lc_error err = LC_ERROR_INIT;
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis diagnosis = LC_DIAGNOSIS_INIT;
    (void)shared, (void)n;
    if (lc_read_file(&runs, path, NULL, &err) == LC_OK && runs.n == 1)
        lc_diagnose(&diagnosis, &runs.run[0], NULL, &err);
    lc_error_write(answer, &err);
    lc_runs_pack(answer, &runs, runs.n == 1 ? &diagnosis : NULL);
    lc_diagnosis_free(&diagnosis);
    lc_runs_free(&runs);
}

static bool ask_path(void *self, size_t k, FILE *out)
{
    (void)k;
    fputs(self, out);
    return false; /* it has to be answered */
}

static bool print_answer(void *self, size_t k, const lc_answered *answer)
{
    lc_error err = LC_ERROR_INIT;
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis *diagnosis = NULL;
    char *texts = NULL;
    (void)self, (void)k;
    size_t used = answer->lost ? 0 : lc_error_read(&err, answer->bytes, answer->n);
    lc_status st = used ? err.code : LC_E_IO;
    if (st == LC_OK)
        st =
            lc_runs_unpack(&runs, &diagnosis, &texts, answer->bytes + used, answer->n - used, &err);
    if (st == LC_OK && diagnosis) {
        st = lc_report(stdout, "jsonl", runs.run, diagnosis, 1, NULL, &err);
        lc_diagnosis_free(diagnosis);
    }
    free(diagnosis);
    lc_runs_free(&runs);
    free(texts);
    return st == LC_OK;
}

/* `learncurve diagnose --jsonl RUN RUN`: in two threads, or in the processes of mpirun. */
static void diagnose_twice(char *path)
{
    const lc_work work = {.n = 2,
                          .answer = answer_path,
                          .ask = ask_path,
                          .take = print_answer,
                          .self = path,
                          .spread = true};
    if (!lc_work_run(&work, 2))
        fputs("out of memory\n", stderr);
}

/* `learncurve compare RUN`, the other runs of its file with it */
static lc_status compare(const lc_runs *runs, lc_error *err)
{
    lc_comparison comparison = LC_COMPARISON_INIT;
    const lc_run *list[2] = {&runs->run[0], &runs->run[runs->n - 1]};
    const char *names[2] = {"first", "last"};
    lc_status st = lc_compare(&comparison, list, names, 2, NULL, err);
    if (st == LC_OK)
        st = lc_report_comparison(stdout, "text", &comparison, NULL, err);
    lc_comparison_free(&comparison);
    return st;
}

int main(int argc, char **argv)
{
    if (lc_work_serve(answer_path, NULL))
        return 0;
    lc_error err = LC_ERROR_INIT;
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis diagnosis = LC_DIAGNOSIS_INIT;
    list_formats();
    lc_status st = read_and_inspect(&runs, argc > 1 ? argv[1] : "-", &err);
    if (st == LC_OK)
        st = diagnose(&diagnosis, &runs.run[0], &err);
    if (st == LC_OK)
        st = explain(&diagnosis, &err);
    if (st == LC_OK && argc > 2)
        st = scan(argv[2], &err);
    if (st == LC_OK && argc > 2)
        diagnose_twice(argv[1]);
    if (st == LC_OK && argc > 2)
        st = compare(&runs, &err);
    if (st == LC_OK)
        st = write_files(&runs.run[0], &diagnosis, &err);
    if (st != LC_OK)
        fprintf(stderr, "%s\n", err.msg);
    lc_diagnosis_free(&diagnosis);
    lc_runs_free(&runs);
    lc_work_end();
    return st == LC_OK ? 0 : 1;
}
