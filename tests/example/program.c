/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * program.c - all that the program does with logs, by the library alone: read, inspect, diagnose with
 * replay and forecast, report, write and plot one, explain what was found, scan a folder, compare.
 *
 *     cc program.c $(pkg-config --cflags --libs learncurve)
 *     ./a.out RUN [FOLDER]
 */
#include <learncurve.h>

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
        st = compare(&runs, &err);
    if (st == LC_OK)
        st = write_files(&runs.run[0], &diagnosis, &err);
    if (st != LC_OK)
        fprintf(stderr, "%s\n", err.msg);
    lc_diagnosis_free(&diagnosis);
    lc_runs_free(&runs);
    return st == LC_OK ? 0 : 1;
}
