/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_scan.c - `learncurve scan PATH...`: every run below folders, a line each. */
#include "cli/clock.h"
#include "cli/gate.h"
#include "cli/message.h"
#include "cli/nearest.h"
#include "cli/step_summary.h"
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PROBLEMS_SHOWN 10 /* logs that can't be read */
#define LINE_BYTES 65536  /* of JSON that are written at once */
#define SHOW_EVERY 0.2    /* [s] between two lines of progress */

extern const command command_scan;

/* What a scan has come to. */
typedef struct scan {
    const settings *s;
    const lc_logs *logs;
    const char *const *named; /* paths of the command line, of which each must be read */
    size_t named_n;
    gate gate;
    bool stream; /* a digest is written as it comes, and not kept */
    lc_digest *digest;
    size_t n, cap;
    size_t unread;
    bool refused;    /* one of them was not */
    bool stopped;    /* --fail-on */
    bool read;       /* a run was ... */
    bool metric_met; /* ... and one has the metric that is shown */
    bool nomem;
    bool progress;
    double begun, shown; /* [s] */
} scan;

static void show_progress(scan *c, size_t done)
{
    double now = seconds_now(), all = (double)lc_logs_count(c->logs);
    if (!c->progress || now - c->shown < SHOW_EVERY)
        return;
    c->shown = now;
    double rate = (double)done / (now - c->begun);
    fprintf(stderr, "\r%zu of %.0f logs  %.0f/s  %.0f s left\033[K", done, all, rate,
            (all - (double)done) / rate);
}

/* ---- runs ------------------------------------------------------------------------------- */

static bool is_wanted(const scan *c, const lc_digest *d)
{
    return !c->s->only || (d->verdict && is_listed(c->s->only, d->verdict));
}

/* Keep a digest, which moves, or write it. */
static void take_digest(scan *c, lc_digest *d)
{
    if (c->s->quiet)
        return;
    if (c->stream) {
        lc_report_digests(stdout, "jsonl", d, 1, NULL, NULL);
        return;
    }
    if (c->n == c->cap) {
        size_t cap = c->cap ? 2 * c->cap : 64;
        lc_digest *longer = realloc(c->digest, cap * sizeof *longer);
        if (!longer) {
            c->nomem = true;
            return;
        }
        c->digest = longer;
        c->cap = cap;
    }
    c->digest[c->n++] = *d;
    *d = (lc_digest){0};
}

static void take_problem(scan *c, size_t log, const lc_error *why)
{
    const char *path = lc_logs_path(c->logs, log);
    if (c->unread++ < PROBLEMS_SHOWN || c->s->verbose)
        print_file_error(path, why);
    for (size_t i = 0; i < c->named_n; i++)
        c->refused = c->refused || strcmp(c->named[i], path) == 0;
}

static bool take_log(void *self, const lc_scanned *log)
{
    scan *c = self;
    for (size_t i = 0; i < log->n; i++) {
        lc_digest *d = &log->digests[i];
        c->stopped = c->stopped || gate_stops_digest(&c->gate, d);
        c->read = c->read || !d->problem;
        c->metric_met = c->metric_met || d->metric;
        if (d->problem ? c->stream : is_wanted(c, d))
            take_digest(c, d);
    }
    if (log->error->code != LC_OK)
        take_problem(c, log->log, log->error);
    show_progress(c, log->log + 1);
    return !c->nomem;
}

/* ---- order ------------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    const lc_digest *l = a, *r = b;
    int order = strcmp(l->path, r->path);
    return order ? order : strcmp(l->name ? l->name : "", r->name ? r->name : "");
}

static int by_time(const void *a, const void *b)
{
    const lc_digest *l = a, *r = b;
    return l->changed != r->changed ? (l->changed > r->changed ? -1 : 1) : by_name(a, b);
}

/* Runs that are judged by the same metric stand together; those without a value come last. */
static int by_best(const void *a, const void *b)
{
    const lc_digest *l = a, *r = b;
    if (!l->metric || !r->metric)
        return l->metric ? -1 : r->metric ? 1 : by_name(a, b);
    int order = strcmp(l->metric, r->metric);
    if (order || l->best == r->best)
        return order ? order : by_name(a, b);
    return (l->best < r->best) == (l->better == LC_LOWER_IS_BETTER) ? -1 : 1;
}

/* ---- paths ------------------------------------------------------------------------------ */

/* Paths of the command line and of a file; `text` holds the latter's. */
typedef struct path_list {
    const char **path;
    size_t n, cap;
    char *text;
} path_list;

static bool add_path(path_list *list, const char *path)
{
    if (list->n == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 64;
        const char **longer = realloc(list->path, cap * sizeof *longer);
        if (!longer)
            return false;
        list->path = longer;
        list->cap = cap;
    }
    list->path[list->n++] = path;
    return true;
}

/* The whole stream, with a NUL behind it. */
static char *read_stream(FILE *from, size_t *n)
{
    size_t cap = 1 << 16;
    char *text = malloc(cap + 1);
    *n = 0;
    for (size_t got = 1; text && got > 0; *n += got) {
        if (*n == cap) {
            char *longer = realloc(text, 2 * cap + 1);
            if (!longer)
                free(text);
            text = longer;
            cap *= 2;
        }
        got = text ? fread(text + *n, 1, cap - *n, from) : 0;
    }
    if (text)
        text[*n] = '\0';
    return text;
}

static bool add_paths_of(path_list *list, const char *file)
{
    size_t n = 0;
    bool standard = strcmp(file, "-") == 0;
    FILE *from = standard ? stdin : fopen(file, "r");
    if (!from) {
        print_error("%s: can't be opened", file);
        return false;
    }
    list->text = read_stream(from, &n);
    if (!standard)
        fclose(from);
    bool ok = list->text != NULL;
    char separator = ok && memchr(list->text, '\0', n) ? '\0' : '\n';
    for (char *at = list->text; ok && at < list->text + n;) {
        char *end = memchr(at, separator, (size_t)(list->text + n - at));
        end = end ? end : list->text + n;
        *end = '\0';
        ok = !*at || add_path(list, at);
        at = end + 1;
    }
    if (!ok)
        print_error("out of memory");
    return ok;
}

/* ---- the whole -------------------------------------------------------------------------- */

static lc_status write_summary(FILE *out, const void *what, lc_error *err)
{
    const scan *c = what;
    return lc_report_digests(out, "markdown", c->digest, c->n, NULL, err);
}

static int print_table(scan *c, const lc_report_options *layout)
{
    static int (*const orders[])(const void *, const void *) = {
        [SCAN_BY_URGENCY] = lc_digest_by_urgency,
        [SCAN_BY_BEST] = by_best,
        [SCAN_BY_NAME] = by_name,
        [SCAN_BY_TIME] = by_time,
    };
    lc_error err = LC_ERROR_INIT;
    if (c->n > 1)
        qsort(c->digest, c->n, sizeof *c->digest, orders[c->s->sort]);
    lc_status st = lc_report_digests(stdout, c->s->report, c->digest, c->n, layout, &err);
    if (st == LC_OK || st == LC_E_IO) /* main() looks at standard output */
        return step_summary_add(c->s, write_summary, c);
    print_error("%s", err.msg);
    return EXIT_REFUSED;
}

static int print_all(scan *c)
{
    lc_report_options layout = terminal_layout(c->s);
    int rc = c->stream || c->s->quiet ? EXIT_RAN : print_table(c, &layout);
    size_t no_logs = lc_logs_passed_over(c->logs);
    if (c->s->metric && c->read && !c->metric_met)
        print_error("no run has a value of the metric '%.60s'; 'learncurve inspect RUN' lists what "
                    "a run has",
                    c->s->metric);
    if (c->unread > PROBLEMS_SHOWN && !c->s->verbose)
        print_error("%zu more logs can't be read", c->unread - PROBLEMS_SHOWN);
    if (no_logs > 0 && strcmp(c->s->report, "text") == 0 && !c->s->quiet)
        printf("  (%zu file%s passed over, which %s no log%s)\n", no_logs, no_logs == 1 ? "" : "s",
               no_logs == 1 ? "is" : "are", no_logs == 1 ? "" : "s");
    return rc;
}

static int scan_logs(scan *c, const lc_logs *logs)
{
    lc_error err = LC_ERROR_INIT;
    c->logs = logs;
    c->begun = c->shown = seconds_now();
    lc_status st = lc_scan(logs, take_log, c, &err);
    if (c->progress)
        fputs("\r\033[K", stderr);
    if (st != LC_OK || c->nomem) {
        print_error("out of memory");
        return EXIT_REFUSED;
    }
    return print_all(c);
}

/* A path that can't be used is reported; the others are scanned. */
static int scan_paths(scan *c, const path_list *list, const lc_scan_options *options)
{
    lc_error err = LC_ERROR_INIT;
    lc_logs *logs = NULL;
    if (lc_logs_find(&logs, list->path, list->n, options, &err) != LC_OK) {
        print_error("%s", err.msg);
        return EXIT_REFUSED;
    }
    if (c->s->since > 0)
        lc_logs_drop_older(logs, (double)time(NULL) - c->s->since);
    int rc = scan_logs(c, logs);
    lc_logs_close(logs);
    if (rc == EXIT_RAN && c->refused)
        return EXIT_REFUSED;
    return rc == EXIT_RAN && c->stopped ? EXIT_FOUND : rc;
}

/* The runs' digests are kept in a file where that is asked for. One that can't be used costs time, one
 * that is something else is a mistake. */
static int scan_cached(scan *c, const path_list *list, lc_scan_options *options)
{
    lc_error err = LC_ERROR_INIT;
    const char *file = c->s->cache;
    if (file && lc_cache_open(&options->cache, file, &err) != LC_OK)
        print_file_error(file, &err);
    if (err.code == LC_E_FORMAT)
        return EXIT_REFUSED;
    int rc = scan_paths(c, list, options);
    if (lc_cache_close(options->cache, &err) != LC_OK)
        print_file_error(file, &err);
    return rc;
}

/* All that the first of the program's processes does. */
static int scan_first(scan *c, lc_scan_options *options)
{
    path_list list = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < c->named_n; i++)
        ok = add_path(&list, c->named[i]);
    if (ok && c->s->files_from)
        ok = add_paths_of(&list, c->s->files_from);
    int rc = ok ? scan_cached(c, &list, options) : EXIT_REFUSED;
    for (size_t i = 0; i < c->n; i++)
        lc_digest_free(&c->digest[i]);
    free(c->digest);
    free(list.path);
    free(list.text);
    return rc;
}

/* Every word of --only must be a verdict. */
static bool check_verdicts(const char *list)
{
    for (const char *at = list; at && *at; at += *at == ',') {
        char word[64], hint[LC_HINT_SIZE];
        lc_rule_info rule;
        size_t n = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", n < sizeof word ? (int)n : (int)sizeof word - 1, at);
        lc_nearest near = lc_nearest_to(word);
        lc_nearest_try(&near, "healthy");
        lc_nearest_try(&near, "inconclusive");
        for (size_t i = 0; lc_rule_info_at(&rule, i); i++)
            if (rule.verdict)
                lc_nearest_try(&near, rule.verdict);
        if (!near.best || near.distance > 0) {
            usage_error(&command_scan, "--only takes verdicts, not '%s'%s", word,
                        nearest_hint(&near, "explain", hint));
            return false;
        }
        at += n;
    }
    return true;
}

static int scan_run(const settings *s, char **operand, size_t n)
{
    scan c = {.s = s,
              .named = (const char *const *)operand,
              .named_n = n,
              .stream = strcmp(s->report, "jsonl") == 0,
              .progress = !s->quiet && isatty(STDERR_FILENO) &&
                          !(strcmp(s->report, "jsonl") == 0 && isatty(STDOUT_FILENO))};
    if (!gate_open(&c.gate, &command_scan, s->fail_on) || !check_verdicts(s->only))
        return EXIT_REFUSED;
    if (n == 0 && !s->files_from)
        return usage_error(&command_scan, "scan needs a PATH, or --files-from FILE");
    const lc_read_options read = settings_read(s);
    lc_diagnose_options diagnose = settings_diagnose(s);
    diagnose.metric = NULL; /* --metric chooses what is shown */
    lc_scan_options options = {
        .read = &read, .diagnose = &diagnose, .metric = s->metric, .threads = (unsigned)s->jobs};
    if (lc_scan_serve(&options))
        return EXIT_RAN;
    if (c.stream) /* whole lines, where several programs write into one pipe */
        setvbuf(stdout, NULL, _IOLBF, LINE_BYTES);
    int rc = scan_first(&c, &options);
    lc_scan_end();
    return rc;
}

static const option_group *const groups[] = {&scan_options,     &layout_options, &reading_options,
                                             &analysis_options, &common_options, NULL};

static const char *const notes[] = {
    "A scan has one thread for each processor (-j). Files that are no logs are counted.",
    "With --cache FILE, a database of SQLite, the next scan reads only the logs that have "
    "changed, or all of them when an option or the program's version changes the diagnosis. "
    "Paths stay its keys, so that one file serves all folders. A file that is something else "
    "is refused; a cache that is damaged, or that another scan is writing, is reported and "
    "not used.",
    "A program that was built by 'make MPI=1' shares a scan among the processes of one mpirun "
    "or srun. They read from a file system that all of them see; the first one lists the "
    "files, hands them out, and writes what one process would write. When a process is killed "
    "while it reads, say for its memory, its logs are read again one by one, and one that "
    "ends the second process too is named. When a whole machine is lost, MPI ends the scan; "
    "what each process had in hand is said then, and the next scan with the same --cache goes on "
    "from there.",
    "Without MPI, anything that starts programs with a list of paths does: xargs -P, GNU "
    "parallel, an array of Slurm.",
    NULL};

const command command_scan = {
    .name = "scan",
    .summary = "diagnose all runs below folders, one line each",
    .operands = "[PATH...]",
    .about =
        "Every file below a PATH that looks like a log is read; the others are counted. The most "
        "urgent runs come first. With -m NAME the best of that metric is shown. With --jsonl "
        "each run is written as soon as it is diagnosed, in the order of the paths.",
    .notes = notes,
    .example = "learncurve scan samples",
    .groups = groups,
    .run = scan_run,
};
