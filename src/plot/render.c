/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * render.c - run gnuplot on a script, look at what it made, and put it in place.
 *
 * gnuplot gets a script file (from standard input it would go on after an error) and writes to
 * its standard output, which is a new file beside the target: so no name of the user's ever stands
 * in the script, and the target is either complete or as it was.
 */
#include "base/mem.h"
#include "base/temp.h"
#include "base/text.h"
#include "plot/process.h"
#include "plot/render.h"
#include "plot/script.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#define MESSAGE_MAX 240   /* [bytes] of what gnuplot says that go into a message */
#define TAIL 32           /* [bytes] at a file's end that show that it is complete */
#define VERSION_LEAST 504 /* 100 * major + minor */
#define HINT "install gnuplot 5.4 or later (Debian: gnuplot-nox), or name it in LEARNCURVE_GNUPLOT"

/* ---- gnuplot ------------------------------------------------------------------------- */

/* A gnuplot that is missing is said with where to get it. */
static lc_status failed_to_run(lc_status st, const lc_error *why, lc_error *err)
{
    if (st == LC_E_GNUPLOT)
        return lc_error_set(err, st, 0, "%s: " HINT, why->msg);
    if (st == LC_E_LIMIT)
        return lc_error_set(err, LC_E_GNUPLOT, 0, "%s (--gnuplot-timeout)", why->msg);
    if (err)
        *err = *why;
    return st;
}

/* The line of its errors that says what went wrong: the script's lines come before it. */
static const char *first_message(lc_process_errors *errors)
{
    size_t n = errors->n < sizeof errors->text ? errors->n : sizeof errors->text - 1;
    errors->text[n] = '\0';
    const char *words = strstr(errors->text, "line ");
    words = words ? words : errors->text;
    return words + strspn(words, " \t\r\n^");
}

static lc_status report_failure(lc_process_errors *errors, int status, lc_error *err)
{
    const char *words = first_message(errors);
    size_t n = strcspn(words, "\n");
    char *clean = lc_text_clean(words, n < MESSAGE_MAX ? n : MESSAGE_MAX);
    if (!clean)
        return lc_error_nomem(err);
    if (WIFSIGNALED(status))
        lc_error_set(err, LC_E_GNUPLOT, 0, "gnuplot was ended by signal %d: %s", WTERMSIG(status),
                     clean);
    else
        lc_error_set(err, LC_E_GNUPLOT, 0, "gnuplot failed: %s",
                     *clean ? clean : "it made no plot");
    lc_mem_free(clean);
    return LC_E_GNUPLOT;
}

/* "gnuplot 5.4 patchlevel 4" is the first thing that it writes on --version. */
static lc_status check_version(char *gnuplot, double seconds, lc_error *err)
{
    char *argv[] = {gnuplot, "--version", NULL}, text[128];
    const lc_process program = {.argv = argv, .seconds = seconds};
    lc_error why = LC_ERROR_INIT;
    lc_status st = lc_process_read(text, sizeof text, &program, &why);
    if (st != LC_OK)
        return failed_to_run(st, &why, err);
    bool named = strncmp(text, "gnuplot ", strlen("gnuplot ")) == 0;
    char *at = text + (named ? strlen("gnuplot ") : strlen(text));
    long major = strtol(at, &at, 10), minor = *at == '.' ? strtol(at + 1, NULL, 10) : 0;
    if (major == 0)
        return lc_error_set(err, LC_E_GNUPLOT, 0, "%s is not gnuplot: " HINT, gnuplot);
    if (100 * major + minor < VERSION_LEAST)
        return lc_error_set(err, LC_E_GNUPLOT, 0, "gnuplot %ld.%ld is too old: " HINT, major,
                            minor);
    return LC_OK;
}

/* gnuplot ends with 0 on a full disk too: a complete file has its format's end mark. */
static bool is_complete(int fd, const char *mark)
{
    char tail[TAIL];
    off_t size = lseek(fd, 0, SEEK_END);
    size_t want = strlen(mark), n = sizeof tail;
    if (size < (off_t)want)
        return false;
    if (size < (off_t)n)
        n = (size_t)size;
    if (pread(fd, tail, n, size - (off_t)n) != (ssize_t)n)
        return false;
    for (size_t i = 0; i + want <= n; i++) {
        if (memcmp(tail + i, mark, want) == 0)
            return true;
    }
    return false;
}

static lc_status draw(lc_temp *plot, const lc_temp *script, const lc_terminal *terminal,
                      char *gnuplot, double seconds, lc_error *err)
{
    char *argv[] = {gnuplot, "-d", LC_PROCESS_FILE, NULL};
    const lc_process program = {argv, plot->fd, script->fd, seconds};
    lc_process_errors errors;
    lc_error why = LC_ERROR_INIT;
    int status = 0;
    lc_status st = lc_process_run(&status, &errors, &program, &why);
    if (st != LC_OK)
        return failed_to_run(st, &why, err);
    if (status != 0)
        return report_failure(&errors, status, err);
    if (is_complete(plot->fd, terminal->end))
        return LC_OK;
    if (errors.n == 0)
        return lc_error_set(err, LC_E_IO, 0, "the plot could not be written (is the disk full?)");
    return report_failure(&errors, status, err);
}

/* ---- scripts and plots --------------------------------------------------------------- */

static lc_status write_script(lc_temp *t, const lc_script_request *request, lc_error *err)
{
    FILE *out = NULL;
    lc_status st = lc_temp_stream(&out, t, err);
    if (st != LC_OK)
        return st;
    st = lc_script_write(out, request, err);
    if (fclose(out) != 0 && st == LC_OK)
        st = lc_error_set(err, LC_E_IO, 0, "the script could not be written: %s", strerror(errno));
    return st;
}

static const char *choose_gnuplot(const char *asked)
{
    const char *told = getenv("LEARNCURVE_GNUPLOT");
    return asked ? asked : told && *told ? told : "gnuplot";
}

static lc_status render(lc_temp *plot, const lc_script_request *request, const char *gnuplot,
                        lc_error *err)
{
    lc_temp script = LC_TEMP_INIT;
    lc_glyphs glyphs;
    lc_script_request drawable = *request;
    const char *name = choose_gnuplot(gnuplot);
    double seconds = request->source.options ? request->source.options->timeout : 0;
    char *program = lc_mem_text(name, strlen(name)); /* argv is not const */
    lc_status st = program ? check_version(program, seconds, err) : lc_error_nomem(err);
    if (st == LC_OK && request->terminal->draws_text)
        st = lc_glyphs_find(&glyphs, request->source.run, request->source.options, err);
    if (st == LC_OK)
        st = lc_process_temp(&script, err);
    if (st == LC_OK) {
        drawable.source.glyphs = request->terminal->draws_text ? &glyphs : NULL;
        st = write_script(&script, &drawable, err);
    }
    if (st == LC_OK)
        st = draw(plot, &script, request->terminal, program, seconds, err);
    lc_temp_drop(&script);
    lc_mem_free(program);
    return st;
}

static bool is_script(const char *path)
{
    size_t n = strlen(path);
    return n > 3 && strcasecmp(path + n - 3, ".gp") == 0;
}

bool lc_plot_can_draw(const char *path)
{
    return lc_terminal_find(path) || is_script(path);
}

static lc_status plot_file(const char *path, const lc_figure_source *source, const char *gnuplot,
                           lc_error *err)
{
    lc_script_request request = {.terminal = lc_terminal_find(path), .source = *source};
    lc_temp plot = LC_TEMP_INIT;
    if (!lc_plot_can_draw(path))
        return lc_error_set(err, LC_E_ARG, 0, "a plot's name ends in %s", lc_terminal_endings());
    lc_status st = lc_temp_beside(&plot, path, err);
    if (st == LC_OK)
        st = request.terminal ? render(&plot, &request, gnuplot, err)
                              : write_script(&plot, &request, err);
    if (st == LC_OK)
        st = lc_temp_rename(&plot, path, err);
    lc_temp_drop(&plot);
    return st;
}

lc_status lc_render_svg(lc_temp *plot, const lc_figure_source *source, lc_error *err)
{
    const lc_script_request request = {.terminal = lc_terminal_find("plot.svg"), .source = *source};
    lc_status st = lc_process_temp(plot, err);
    return st == LC_OK ? render(plot, &request, NULL, err) : st;
}

lc_status lc_plot_file(const char *path, const lc_run *run, const lc_diagnosis *diagnosis,
                       const lc_plot_options *options, const char *gnuplot, lc_error *err)
{
    lc_figure_source source = {.run = run, .diagnosis = diagnosis, .options = options};
    return plot_file(path, &source, gnuplot, err);
}

lc_status lc_overlay_file(const char *path, const lc_overlay_run *runs, size_t n,
                          const lc_plot_options *options, const char *gnuplot, lc_error *err)
{
    lc_overlay overlay;
    lc_status st = lc_overlay_make(&overlay, runs, n, options, true, err);
    lc_figure_source source = {.overlay = &overlay, .run = &overlay.merged, .options = options};
    if (st == LC_OK)
        st = plot_file(path, &source, gnuplot, err);
    lc_overlay_free(&overlay);
    return st;
}
