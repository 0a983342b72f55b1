/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_news.c - what is found and withdrawn while runs are followed: as lines, and for --on-finding. */
#include "cli/memory.h"
#include "cli/watch_news.h"

#include "cli/message.h"
#include "cli/text.h"
#include "cli/watch_signals.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MOST 64 /* of the command */

/* ---- lines -------------------------------------------------------------------------------- */

/* In a drawing, where lines are cut, only what stands below the one folder. */
static const char *shown_path(const news *n, const followed *r)
{
    const follow *f = r->all;
    size_t folder = f->path_n == 1 ? strlen(f->path[0]) : 0;
    bool below = n->silent && folder && strncmp(r->path, f->path[0], folder) == 0;
    const char *rest = r->path + (below ? folder : 0);
    return below && *rest == '/' ? rest + 1 : r->path;
}

/* "FILE NAME: " where there are several, "epoch 31: " */
static void put_place(FILE *out, const news *n, const followed *r, const lc_run *run, double x)
{
    const follow *f = r->all;
    if (f->n > 1 || f->path_n > 1 || (f->path_n && strcmp(f->path[0], r->path) != 0))
        fprintf(out, "%s%s%s: ", shown_path(n, r), run->name ? " " : "",
                run->name ? run->name : "");
    fprintf(out, "%s %.10g: ", run->axis_name, x);
}

static void put_rule(FILE *out, const lc_run *run, const char *rule, size_t series)
{
    fprintf(out, "%s%s%s", rule, series == SIZE_MAX ? "" : " ",
            series == SIZE_MAX ? "" : run->series[series].metric.name);
}

/* A line that is being written. */
typedef struct line {
    FILE *out;
    char *text;
    size_t size;
} line;

static void lose(news *n)
{
    print_error("out of memory: a line of news is lost");
    n->lost = true;
}

/* Begin one with its place; false when memory is out. */
static bool begin(line *l, news *n, const followed *r, const lc_run *run, double x)
{
    *l = (line){0};
    l->out = lc_text_open(&l->text, &l->size);
    if (l->out)
        put_place(l->out, n, r, run, x);
    else
        lose(n);
    return l->out;
}

static void tell(news *n, const followed *r, line *l)
{
    char *clean = lc_text_close(l->out, &l->text) ? lc_text_clean(l->text, strlen(l->text)) : NULL;
    if (clean)
        n->tell(n->self, r, clean);
    else
        lose(n);
    free(clean);
    free(l->text);
}

static void tell_found(news *n, const followed *r, const lc_look *look, const lc_finding *f)
{
    line l;
    if (!begin(&l, n, r, look->run, look->run->x[look->run->n - 1]))
        return;
    fprintf(l.out, "%s ", lc_severity_name(f->severity));
    put_rule(l.out, look->run, f->rule, f->series_n ? f->series[0] : SIZE_MAX);
    fprintf(l.out, ": %s", f->summary);
    tell(n, r, &l);
}

static void tell_withdrawn(news *n, const followed *r, const lc_look *look, const lc_known *k)
{
    line l;
    if (!begin(&l, n, r, look->run, look->run->x[look->run->n - 1]))
        return;
    fputs("withdrawn ", l.out);
    put_rule(l.out, look->run, k->rule, k->series);
    fprintf(l.out, ", found at %s %.10g", look->run->axis_name, k->at);
    tell(n, r, &l);
}

/* A note that stops a run, where --stop-on asks for notes, was no news before. */
static void tell_reason(news *n, const followed *r, const lc_look *look, const lc_stop *stop)
{
    for (size_t i = 0; i < look->diagnosis->n; i++) {
        const lc_finding *f = &look->diagnosis->findings[i];
        if (f->severity == LC_NOTE && strcmp(f->rule, stop->rule) == 0 &&
            (f->series_n ? f->series[0] : SIZE_MAX) == stop->series) {
            tell_found(n, r, look, f);
            return;
        }
    }
}

void news_tell_stop(news *n, const followed *r, const lc_look *look, bool by_us)
{
    const lc_stop *stop = lc_watch_stop(r->watch);
    line l;
    tell_reason(n, r, look, stop);
    if (!begin(&l, n, r, &r->run, stop->at))
        return;
    fputs(by_us ? "stopped by " : "should be stopped: ", l.out);
    put_rule(l.out, &r->run, stop->rule, stop->series);
    if (stop->best_series != SIZE_MAX)
        fprintf(l.out, "; best %s %.6g at %s %.10g", r->run.series[stop->best_series].metric.name,
                stop->best, r->run.axis_name, stop->best_at);
    tell(n, r, &l);
}

void news_tell_anew(news *n, const followed *r)
{
    line l;
    if (!begin(&l, n, r, &r->run, r->run.x[0]))
        return;
    fputs("begins anew; what was found before no longer holds", l.out);
    tell(n, r, &l);
}

/* ---- --on-finding ------------------------------------------------------------------------- */

/* In the new process: never returns. */
static void become(char *words, FILE *input, bool silent)
{
    char *argv[WORDS_MOST + 1], *rest = NULL;
    size_t n = 0;
    memory_release();
    for (char *w = strtok_r(words, " ", &rest); w && n < WORDS_MOST; w = strtok_r(NULL, " ", &rest))
        argv[n++] = w;
    argv[n] = NULL;
    dup2(fileno(input), STDIN_FILENO);
    lseek(STDIN_FILENO, 0, SEEK_SET);
    int nowhere = silent ? open("/dev/null", O_WRONLY) : STDERR_FILENO;
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    signals_default();
    if (n)
        execvp(argv[0], argv);
    print_error("%s: %s", n ? argv[0] : "--on-finding", n ? strerror(errno) : "no command");
    _exit(127);
}

/* Its input is a file without a name, so that nobody waits for it to be read. */
static void run_command(news *n, const lc_look *look, size_t finding)
{
    char *words = strdup(n->s->watch.on_finding);
    FILE *input = tmpfile();
    if (words && input &&
        lc_report_finding(input, look->run, look->diagnosis, finding,
                          look->run->x[look->run->n - 1], NULL) == LC_OK &&
        fflush(input) == 0) {
        fflush(NULL);
        pid_t pid = fork();
        if (pid == 0)
            become(words, input, n->silent);
        n->running += pid > 0;
    }
    if (input)
        fclose(input);
    free(words);
}

void news_take(news *n, followed *r, const lc_look *look)
{
    for (size_t i = 0; i < look->found_n; i++) {
        const lc_finding *f = &look->diagnosis->findings[look->found[i]];
        if (f->severity < (lc_severity)n->s->min_severity)
            continue;
        tell_found(n, r, look, f);
        r->told = true;
        if (n->s->watch.on_finding)
            run_command(n, look, look->found[i]);
    }
    for (size_t i = 0; i < look->withdrawn_n; i++)
        if (look->withdrawn[i].severity >= (lc_severity)n->s->min_severity)
            tell_withdrawn(n, r, look, &look->withdrawn[i]);
}
