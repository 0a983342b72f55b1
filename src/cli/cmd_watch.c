/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_watch.c - `learncurve watch RUN...`, `watch -- COMMAND...`, `COMMAND | watch -`: follow a training
 * and say what is found in it, as it is found. */
#include "cli/clock.h"
#include "cli/command.h"
#include "cli/gate.h"
#include "cli/message.h"
#include "cli/watch_child.h"
#include "cli/watch_guard.h"
#include "cli/watch_keys.h"
#include "cli/watch_news.h"
#include "cli/watch_screen.h"
#include "cli/watch_signals.h"
#include "cli/watch_stop.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAIT_MOST 1.0     /* [s] after which files are looked at, whatever inotify says */
#define WAIT_PID 0.25     /* [s] after which --pid is looked for */
#define WAIT_COMMANDS 5.0 /* [s] for commands of --on-finding at the end */

extern const command command_watch;

typedef enum source { FILES, COMMAND, INPUT } source;

typedef struct watcher {
    const settings *s;
    source source;
    child child;
    follow follow;
    news news;
    screen screen;
    bool draws;    /* on a terminal, in place; else lines are printed */
    FILE *lines;   /* where to */
    stopping stop; /* of the training */
    bool found;    /* a finding asks for a stop */
    bool ended;    /* nothing more will come */
    bool dirty;    /* a log may have grown */
    int signals;   /* descriptor */
    int by_signal; /* that ends the watch; 0: none */
} watcher;

static void print_line(void *self, const followed *r, const char *line)
{
    watcher *w = self;
    if (w->draws) {
        screen_add_news(&w->screen, r, line);
        return;
    }
    if (w->lines == stderr && !w->child.at_line_start)
        putc('\n', stderr); /* a bar stands there */
    w->child.at_line_start = true;
    fprintf(w->lines, "%s\n", line);
    fflush(w->lines);
}

/* ---- the stop ----------------------------------------------------------------------------- */

static void write_stop_file(const char *path)
{
    FILE *out = fopen(path, "wx");
    if (!out || fclose(out) != 0)
        print_error("%s: %s", path, strerror(errno));
}

static void stop_training(watcher *w, const followed *r, const lc_look *look)
{
    w->found = true;
    news_tell_stop(&w->news, r, look,
                   !w->s->watch.stop_file && (w->source == COMMAND || w->s->watch.pid));
    if (w->s->watch.stop_file)
        write_stop_file(w->s->watch.stop_file);
    else if (w->source == COMMAND)
        stop_begin(&w->stop, -w->child.pid, w->s->watch.grace);
    else if (w->s->watch.pid)
        stop_begin(&w->stop, stop_target((pid_t)w->s->watch.pid), w->s->watch.grace);
    else
        w->ended = true; /* the status says it */
}

/* A run below a folder that was there when the watch began may be an old one, unless it grows. */
static bool may_be_old(const followed *r)
{
    const follow *f = r->all;
    bool named = !r->is_old;
    for (size_t i = 0; i < f->path_n; i++)
        named = named || strcmp(f->path[i], r->path) == 0;
    return !named;
}

/* Each look's news; behind the stop there is none. */
static bool take_look(void *self, const lc_look *look)
{
    followed *r = self;
    watcher *w = r->all->user;
    if (w->found)
        return false;
    news_take(&w->news, r, look);
    if (lc_watch_stop(r->watch) && !may_be_old(r))
        stop_training(w, r, look);
    return true;
}

static void take_anew(followed *r)
{
    watcher *w = r->all->user;
    screen_drop_news(&w->screen, r);
    if (r->told)
        news_tell_anew(&w->news, r);
    r->told = false;
}

/* ---- what happens ------------------------------------------------------------------------- */

static void reap(watcher *w)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0) {
        if (w->source == COMMAND && pid == w->child.pid)
            child_changed(&w->child, pid, status);
        else if (!guard_is(pid))
            w->news.running -= w->news.running > 0;
    }
}

/* What ends a watch ends a command: it was started by it. */
static void take_signals(watcher *w)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    signals_drain();
    if (signals_take(SIGCHLD))
        reap(w);
    if (signals_take(SIGWINCH)) {
        screen_begin_anew(&w->screen, true);
        if (w->source == COMMAND)
            child_resized(&w->child);
    }
    if (signals_take(SIGTSTP)) {
        keys_end();
        raise(SIGSTOP);
    }
    if (signals_take(SIGCONT)) {
        keys_end(); /* whoever had the terminal may have changed it */
        screen_begin_anew(&w->screen, false);
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!signals_take(ends[i]))
            continue;
        if (w->source != COMMAND) {
            w->by_signal = ends[i];
            w->ended = true;
        } else if (ends[i] == SIGINT || w->stop.target) {
            kill(-w->child.pid, ends[i]);
        } else {
            stop_begin(&w->stop, -w->child.pid, w->s->watch.grace);
        }
    }
}

/* Standard input goes to the spool. */
static void pump_input(watcher *w)
{
    char block[65536];
    ssize_t k = read(STDIN_FILENO, block, sizeof block);
    if (k > 0)
        spool_write(w->follow.spool, block, (size_t)k);
    else if (k == 0 || (errno != EAGAIN && errno != EINTR))
        w->ended = true;
}

static void take_keys(watcher *w)
{
    key pressed[16];
    size_t n = keys_read(pressed, sizeof pressed / sizeof *pressed);
    for (size_t i = 0; i < n && !w->ended; i++)
        w->ended = !screen_take_key(&w->screen, &w->follow, pressed[i]);
}

/* What it left behind may go on, unless it was to be stopped; nobody waits for its output. */
static bool command_is_over(const watcher *w)
{
    return w->child.ended && (w->stop.target == 0 || stop_is_over(&w->stop));
}

static double wait_of(const watcher *w)
{
    double now = seconds_now(), wait = WAIT_MOST;
    if (w->s->watch.poll > 0)
        wait = w->s->watch.poll;
    if (w->s->watch.pid || w->stop.target)
        wait = wait < WAIT_PID ? wait : WAIT_PID;
    if (w->dirty && w->follow.due - now < wait)
        wait = w->follow.due - now;
    return wait > 0.01 ? wait : 0.01;
}

/* Wait until something happens. */
static void wait_for_news(watcher *w)
{
    struct pollfd at[4] = {{.fd = w->signals, .events = POLLIN}};
    int from[2] = {w->follow.inotify, -1};
    if (w->source == COMMAND) {
        from[0] = w->child.out.from;
        from[1] = w->child.err.from;
    } else if (w->source == INPUT) {
        from[0] = STDIN_FILENO;
    }
    for (size_t i = 0; i < 2; i++)
        at[i + 1] = (struct pollfd){.fd = from[i], .events = POLLIN};
    at[3] = (struct pollfd){.fd = keys_are_read() ? STDIN_FILENO : -1, .events = POLLIN};
    int ready = poll(at, 4, (int)(1000 * wait_of(w)));
    w->dirty = w->dirty || ready == 0 || (ready > 0 && (at[1].revents || at[2].revents));
    take_signals(w);
    if (w->source == INPUT && ready > 0 && at[1].revents)
        pump_input(w);
    if (ready > 0 && at[3].revents)
        take_keys(w);
    follow_drain(&w->follow);
}

/* ---- the whole ---------------------------------------------------------------------------- */

static bool go_on(watcher *w)
{
    stop_go_on(&w->stop);
    if (w->source == COMMAND) {
        child_pump(&w->child);
        w->ended = w->ended || command_is_over(w);
    }
    if (w->source == FILES && w->s->watch.pid && !stop_alive((pid_t)w->s->watch.pid))
        w->ended = true;
    if (w->source == FILES && w->stop.target && stop_is_over(&w->stop))
        w->ended = true;
    if (w->source == FILES && w->found && w->s->watch.stop_file)
        w->ended = true;
    return !w->ended;
}

static int follow_all(watcher *w)
{
    bool ok = true;
    while (ok && go_on(w)) {
        if (w->dirty && seconds_now() >= w->follow.due) {
            ok = follow_update(&w->follow, false);
            w->dirty = w->follow.behind;
        }
        if (w->draws && w->source == FILES && w->follow.n > 1)
            keys_begin();
        if (w->draws)
            screen_draw(&w->screen, &w->follow, false);
        if (ok && !w->ended)
            wait_for_news(w);
    }
    if (w->source == COMMAND)
        child_pump(&w->child);
    if (ok && !w->found)
        ok = follow_update(&w->follow, true);
    keys_end();
    if (w->draws)
        screen_draw(&w->screen, &w->follow, true);
    if (!ok)
        return EXIT_REFUSED;
    if (w->found)
        return EXIT_FOUND;
    if (w->source == COMMAND)
        return child_exit(&w->child);
    if (w->news.lost)
        return EXIT_REFUSED;
    if (w->follow.n == 0 && w->follow.why.code != LC_OK && !w->by_signal) {
        print_file_error(w->follow.why_path, &w->follow.why);
        return EXIT_REFUSED;
    }
    return EXIT_RAN;
}

/* Give commands of --on-finding the time to end. */
static void wait_for_commands(watcher *w)
{
    double until = seconds_now() + WAIT_COMMANDS;
    while (w->news.running && seconds_now() < until) {
        struct pollfd at = {.fd = w->signals, .events = POLLIN};
        poll(&at, 1, 100);
        signals_drain();
        reap(w);
    }
}

static int watch(watcher *w, char **operand, size_t n)
{
    const settings *s = w->s;
    w->signals = signals_open();
    if (w->signals < 0) {
        print_error("no pipe: %s", strerror(errno));
        return EXIT_REFUSED;
    }
    follow_open(&w->follow, s, operand, w->source == FILES ? n : 0);
    w->follow.take = take_look;
    w->follow.anew = take_anew;
    w->follow.user = w;
    bool ok = true;
    if (w->source == COMMAND) {
        ok = child_start(&w->child, operand, s->watch.quiet);
        w->follow.spool = w->child.spool;
    } else if (w->source == INPUT) {
        w->follow.spool = spool_open();
        ok = w->follow.spool >= 0;
    }
    int rc = ok ? follow_all(w) : EXIT_REFUSED;
    wait_for_commands(w);
    follow_close(&w->follow);
    screen_free(&w->screen);
    guard_end();
    if (w->source == COMMAND)
        child_close(&w->child);
    else if (w->source == INPUT && w->follow.spool >= 0)
        close(w->follow.spool);
    signals_default();
    if (w->by_signal && fflush(stdout) == 0)
        raise(w->by_signal);
    return rc;
}

/* How many words stand behind "--", or SIZE_MAX without one. */
static size_t words_of_command(char *const *words)
{
    size_t n = 0;
    while (*words && strcmp(*words, "--") != 0)
        words++;
    if (!*words)
        return SIZE_MAX;
    while (words[n + 1])
        n++;
    return n;
}

static int watch_run(const settings *s, char **operand, size_t n)
{
    size_t words = words_of_command(s->words);
    bool input = words == SIZE_MAX && n == 1 && strcmp(operand[0], "-") == 0;
    const char *list = s->watch.stop_on;
    if (n == 0)
        return usage_error(&command_watch, "watch takes a RUN, a FOLDER, '-' or '-- COMMAND'");
    if (words != SIZE_MAX && words != n)
        return usage_error(&command_watch, "watch takes a RUN or a COMMAND, not both");
    if (list && !gate_check(&command_watch, "stop-on", list))
        return EXIT_REFUSED;
    if ((s->watch.pid || s->watch.stop_file) && words != SIZE_MAX)
        return usage_error(&command_watch, "--pid and --stop-file are for a RUN, not a COMMAND");
    if (s->watch.stop_file && access(s->watch.stop_file, F_OK) == 0) {
        print_error("%s: is there already; remove it first", s->watch.stop_file);
        return EXIT_REFUSED;
    }
    watcher w = {.s = s,
                 .source = words != SIZE_MAX ? COMMAND
                           : input           ? INPUT
                                             : FILES,
                 .child = {.at_line_start = true},
                 .dirty = true,
                 .screen = {.s = s, .settles = NAN}};
    w.draws = isatty(STDOUT_FILENO) && (w.source != COMMAND || s->watch.quiet);
    w.lines = w.source == COMMAND && !s->watch.quiet ? stderr : stdout;
    w.news = (news){.s = s, .tell = print_line, .self = &w, .silent = w.draws};
    return watch(&w, operand, n);
}

static const option_group *const groups[] = {&watch_options,  &reading_options, &analysis_options,
                                             &layout_options, &common_options,  NULL};

static const char *const notes[] = {
    "RUN is followed while it is written; of FOLDER all runs in it, and those that begin "
    "later; - is standard input. Arrow keys (or j and k) choose a run, Enter draws it, Esc "
    "goes back, q ends the watch. A run in FOLDER that doesn't grow stops nothing.",
    "Files are watched by inotify and looked at each second besides, for file systems without "
    "it (--poll SECONDS: that alone). A log that has changed is read anew, in at most a tenth "
    "of a processor's time, or a third while looks at new records are due; it may be cut, "
    "replaced, or end in half a line. Of more than some 2,000 values of a metric every "
    "second, fourth, ... is looked at, so that a day of 100 records a second takes 35 MB.",
    "Programs that write to a pipe often print in blocks of 4 KiB: python -u prints at once.",
    NULL};

const command command_watch = {
    .name = "watch",
    .summary = "follow a training while it runs, and stop it when it is lost",
    .operands = "RUN|FOLDER...|-|-- COMMAND...",
    .about =
        "Follows logs that are being written, or runs COMMAND and reads what it prints. On a "
        "terminal the curves are drawn in place, and of several runs a line each, of which the "
        "arrow "
        "keys and Enter open one; elsewhere each new finding is a line, and so is "
        "each one that is withdrawn; when a run begins anew, what was found in it goes. What "
        "COMMAND prints goes on as it is, and the lines go to "
        "standard error then. With --stop-on the training gets SIGINT, later SIGTERM and "
        "SIGKILL, and so does what it started, but for what is in a session of its own (setsid). "
        "The exit status is COMMAND's, or 1 when a finding stopped it.",
    .notes = notes,
    .example = "learncurve watch --stop-on overfitting,non-finite -- python -u train.py",
    .groups = groups,
    .run = watch_run,
};
