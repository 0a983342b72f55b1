/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * params.c - the hyper-parameters that stand in files beside a log.
 *
 * YAML is read as far as trainers write it for this purpose: lines "key: value", and such lines below a
 * "key:", which make "key.member"; W&B's "value:" below it stands for the key. Lists of several lines and
 * blocks of text are passed over.
 */
#include "base/mem.h"
#include "base/text.h"
#include "model/params.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define YAML_MOST ((size_t)1 << 20) /* [bytes] that are looked at */
#define LEVELS 8                    /* of nesting; what is deeper is passed over */
#define SLASH_METRICS "/metrics"

/* ---- files ----------------------------------------------------------------------------- */

/* The first bytes of folder/name, where that is a regular file; NULL where it isn't, or memory is out. */
static char *read_start(size_t *n, const char *folder, const char *name, size_t most)
{
    struct stat about;
    char *path = lc_text_format("%s/%s", folder, name), *text = NULL;
    int fd =
        path ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1; /* a FIFO isn't waited for */
    lc_mem_free(path);
    if (fd < 0)
        return NULL;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0) {
        size_t size = (size_t)about.st_size < most ? (size_t)about.st_size : most;
        text = lc_mem_resize(NULL, size, 1);
        ssize_t got = text ? read(fd, text, size) : 0;
        *n = got > 0 ? (size_t)got : 0;
    }
    close(fd);
    return text;
}

/* ---- YAML ------------------------------------------------------------------------------ */

/* A piece of the text. */
typedef struct piece {
    const char *s;
    size_t n;
} piece;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without blanks around it, and quotes. */
static piece trimmed(piece p)
{
    while (p.n > 0 && is_blank(p.s[0]))
        p = (piece){p.s + 1, p.n - 1};
    while (p.n > 0 && is_blank(p.s[p.n - 1]))
        p.n--;
    if (p.n >= 2 && (p.s[0] == '"' || p.s[0] == '\'') && p.s[p.n - 1] == p.s[0])
        p = (piece){p.s + 1, p.n - 2};
    return p;
}

/* The value behind a colon, without a comment; empty for what goes on in further lines. */
static piece value_of(piece rest)
{
    piece value = trimmed(rest);
    bool quoted = value.s != rest.s && value.n > 0 && (value.s[-1] == '"' || value.s[-1] == '\'');
    for (size_t i = 0; i + 1 < value.n && !quoted; i++)
        if (is_blank(value.s[i]) && value.s[i + 1] == '#')
            value.n = i;
    if (!quoted && value.n > 0 && strchr("#|>&!", value.s[0]))
        value.n = 0;
    return trimmed(value);
}

/* "key: value"; false when the line is none such. What is below the line is text where it says so. */
static bool split_line(piece *key, piece *value, bool *text, piece line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.s[i] == ':' && (i + 1 == line.n || is_blank(line.s[i + 1]))) {
            piece rest = {line.s + i + 1, line.n - i - 1}, all = trimmed(rest);
            *key = trimmed((piece){line.s, i});
            *value = value_of(rest);
            *text = all.n > 0 && (*all.s == '|' || *all.s == '>');
            return key->n > 0;
        }
    return false;
}

/* A key that has no value in its own line. */
typedef struct level {
    size_t indent;  /* [blanks] before the key */
    size_t members; /* before its members; 0: there was none yet */
    size_t n;       /* [bytes] of the path that leads to it */
    bool other;     /* what is below it are no parameters */
} level;

/* Where in the nesting a line stands. */
typedef struct outline {
    level level[LEVELS];
    size_t depth;
    char path[LC_PARAM_NAME_MOST];
} outline;

static bool is(piece key, const char *word)
{
    return key.n == strlen(word) && memcmp(key.s, word, key.n) == 0;
}

static void open_level(outline *o, size_t indent, size_t n, bool other)
{
    if (o->depth < LEVELS)
        o->level[o->depth++] = (level){indent, 0, n, other};
}

/* Whether the line is a member of the innermost open key, or stands alone. */
static bool belongs(outline *o, size_t indent)
{
    level *in = o->depth ? &o->level[o->depth - 1] : NULL;
    if (!in || in->other)
        return !in && indent == 0;
    in->members = in->members ? in->members : indent;
    return in->members == indent;
}

/* The path to a key below the first n bytes of the path, its length; 0: it is too long. W&B puts a description
 * and the value below each key. */
static size_t lead_to(outline *o, size_t n, piece key)
{
    if (o->depth == 1 && is(key, "value"))
        return n;
    if (n + (n > 0) + key.n > sizeof o->path)
        return 0;
    if (n)
        o->path[n++] = '.';
    memcpy(o->path + n, key.s, key.n);
    return n + key.n;
}

static lc_status take_line(lc_params *params, outline *o, piece line, lc_error *err)
{
    size_t indent = 0;
    piece key, value, all = trimmed(line);
    bool text;
    while (indent < line.n && (line.s[indent] == ' ' || line.s[indent] == '\t'))
        indent++;
    if (all.n == 0 || *all.s == '#')
        return LC_OK;
    while (o->depth && o->level[o->depth - 1].indent >= indent)
        o->depth--;
    if (*all.s == '-') { /* an item of a list, which may have members */
        open_level(o, indent, 0, true);
        return LC_OK;
    }
    if (!belongs(o, indent) || !split_line(&key, &value, &text, line))
        return LC_OK;
    bool other = o->depth == 0 ? is(key, "_wandb") : o->depth == 1 && is(key, "desc");
    size_t n = lead_to(o, o->depth ? o->level[o->depth - 1].n : 0, key);
    if (value.n == 0)
        open_level(o, indent, n, text || other || n == 0);
    else if (!other && n > 0)
        return lc_params_set(params, o->path, n, value.s, value.n, err);
    return LC_OK;
}

static lc_status take_yaml(lc_params *params, const char *text, size_t n, lc_error *err)
{
    outline o = {.depth = 0};
    lc_status st = LC_OK;
    for (size_t at = 0, end; at < n && st == LC_OK; at = end + 1) {
        const char *stop = memchr(text + at, '\n', n - at);
        end = stop ? (size_t)(stop - text) : n;
        st = take_line(params, &o, (piece){text + at, end - at}, err);
    }
    return st;
}

/* ---- places ---------------------------------------------------------------------------- */

/* Ultralytics, Lightning, W&B beside its history and above its files. */
static lc_status take_yaml_files(lc_params *params, const char *folder, lc_error *err)
{
    static const char *const names[] = {"args.yaml", "hparams.yaml", "config.yaml",
                                        "files/config.yaml"};
    lc_status st = LC_OK;
    for (size_t i = 0; i < sizeof names / sizeof *names && st == LC_OK; i++) {
        size_t n = 0;
        char *text = read_start(&n, folder, names[i], YAML_MOST);
        if (text)
            st = take_yaml(params, text, n, err);
        lc_mem_free(text);
    }
    return st;
}

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

/* MLflow: a file for each parameter, its name the parameter's. */
static lc_status take_files(lc_params *params, const char *run, lc_error *err)
{
    struct dirent **list = NULL;
    lc_status st = LC_OK;
    char *folder = lc_text_format("%s/params", run);
    int n = folder ? scandir(folder, &list, visible, alphasort) : -1;
    for (int i = 0; i < n; i++) {
        size_t size = 0;
        const char *name = list[i]->d_name;
        char *text = st == LC_OK ? read_start(&size, folder, name, LC_PARAM_VALUE_MOST) : NULL;
        piece value = trimmed((piece){text, size});
        if (text && st == LC_OK)
            st = lc_params_set(params, name, strlen(name), value.s, value.n, err);
        lc_mem_free(text);
        free(list[i]);
    }
    free(list);
    lc_mem_free(folder);
    return folder ? st : lc_error_nomem(err);
}

/* The folder that a source is, or lies in. */
static char *folder_of(const char *source)
{
    struct stat about;
    const char *slash = strrchr(source, '/');
    if (stat(source, &about) == 0 && S_ISDIR(about.st_mode))
        return lc_mem_text(source, strlen(source));
    return slash ? lc_mem_text(source, (size_t)(slash - source) + (slash == source))
                 : lc_mem_text(".", 1);
}

lc_status lc_read_params(lc_run *run, lc_error *err)
{
    if (!run->source || strcmp(run->source, "-") == 0)
        return LC_OK;
    char *folder = folder_of(run->source);
    if (!folder)
        return lc_error_nomem(err);
    lc_status st = take_yaml_files(&run->params, folder, err);
    if (st == LC_OK && run->format && strcmp(run->format, "mlflow_metric") == 0) {
        size_t n = strlen(folder), end = strlen(SLASH_METRICS);
        if (n > end && strcmp(folder + n - end, SLASH_METRICS) == 0) /* one metric was named */
            folder[n - end] = '\0';
        st = take_files(&run->params, folder, err);
    }
    lc_mem_free(folder);
    return st;
}
