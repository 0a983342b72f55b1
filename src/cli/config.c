/* SPDX-License-Identifier: GPL-3.0-or-later */
/* config.c - options that stand in files. */
#include "cli/config.h"

#include "cli/message.h"
#include "cli/nearest.h"
#include "cli/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIZE_MOST 65536u /* [bytes] of one file */

/* ---- what may stand in a file ------------------------------------------------------------- */

const char *config_refuses(const option_row *row)
{
    static const char written[] = "names an output file, which only the command line may";
    static const char read[] = "names an input file, which only the command line may";
    static const char once[] = "works on the command line only";
    static const struct {
        const char *name, *why;
    } refused[] = {
        {"output", written},
        {"save", written},
        {"checkpoint", written},
        {"plot", written},
        {"force", "lets a file be overwritten, which only the command line may"},
        {"resume", read},
        {"files-from", read},
        {"baseline", read},
        {"save-baseline", written},
        {"cache", written},
        {"stop-file", written},
        {"on-finding", "names a program, which only the command line may"},
        {"validation-file", read},
        {"help", once},
        {"version", once},
        {"no-config", once},
        {"man", once},
        {"completion", once},
        {"complete", once},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strcmp(row->name, refused[i].name) == 0)
            return refused[i].why;
    return NULL;
}

/* An option of another command; else NULL, and `near` has tried them all. */
static const option_row *find_anywhere(const char *name, lc_nearest *near)
{
    const option_row *found = NULL;
    for (const command *const *c = commands; *c; c++) {
        const option_row *row = options_find((*c)->groups, name);
        found = found ? found : row;
        for (const option_group *const *g = (*c)->groups; *g; g++)
            for (row = (*g)->rows; row->name; row++)
                if (!config_refuses(row))
                    lc_nearest_try(near, row->name);
    }
    return found;
}

/* ---- lines -------------------------------------------------------------------------------- */

static char *trimmed(char *s)
{
    s += strspn(s, " \t");
    for (size_t n = strlen(s); n > 0 && strchr(" \t\r", s[n - 1]);)
        s[--n] = '\0';
    return s;
}

/* An option without an argument is there or not. */
static lc_status store_flag(const option_row *row, void *field, const char *value, lc_error *err)
{
    if (strcmp(value, "yes") == 0)
        return row->store(row, field, NULL, err);
    if (strcmp(value, "no") != 0 || row->store != option_true)
        return lc_error_set(err, LC_E_ARG, 0, "'%s' takes %s, not '%.40s'", row->name,
                            row->store == option_true ? "yes or no" : "yes", value);
    *(bool *)field = false;
    return LC_OK;
}

static lc_status take_pair(const char *key, const char *value, settings *s,
                           const option_group *const *groups, lc_error *err)
{
    char hint[LC_HINT_SIZE];
    lc_nearest near = lc_nearest_to(key);
    const option_row *row = options_find(groups, key);
    const option_row *any = row ? row : find_anywhere(key, &near);
    lc_nearest_hint(&near, hint);
    if (!any)
        return lc_error_set(err, LC_E_ARG, 0, "no option '%.40s'%s", key, hint);
    if (config_refuses(any))
        return lc_error_set(err, LC_E_ARG, 0, "'%s' %s", key, config_refuses(any));
    if (!row)
        return LC_OK;
    void *field = (char *)s + row->field;
    return row->argument ? row->store(row, field, value, err) : store_flag(row, field, value, err);
}

static lc_status take_line(char *line, settings *s, const option_group *const *groups,
                           lc_error *err)
{
    char *key = trimmed(line), *equals = strchr(key, '=');
    if (*key == '\0' || *key == '#')
        return LC_OK;
    if (!equals || equals == key)
        return lc_error_set(err, LC_E_ARG, 0, "expected 'option = value', not '%.40s'", key);
    *equals = '\0';
    return take_pair(trimmed(key), trimmed(equals + 1), s, groups, err);
}

lc_status config_take(char *text, settings *s, const option_group *const *groups, lc_error *err)
{
    lc_status st = LC_OK;
    long line = 0;
    for (char *next; st == LC_OK && *text; text = next) {
        char *end = text + strcspn(text, "\n");
        next = *end ? end + 1 : end;
        *end = '\0';
        line++;
        st = take_line(text, s, groups, err);
    }
    if (st != LC_OK && err)
        err->line = line;
    return st;
}

/* ---- files -------------------------------------------------------------------------------- */

/* The whole file as text; *text stays NULL when there is none. */
static lc_status read_file(char **text, int fd, lc_error *err)
{
    struct stat about;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
        return lc_error_set(err, LC_E_IO, 0, "is not a regular file (--no-config ignores it)");
    char *made = malloc(SIZE_MOST + 1);
    if (!made)
        return lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    size_t n = 0;
    ssize_t got = 1;
    while (n <= SIZE_MOST && (got = read(fd, made + n, SIZE_MOST + 1 - n)) > 0)
        n += (size_t)got;
    lc_status st = got < 0 ? lc_error_set(err, LC_E_IO, 0, "can't be read: %s", strerror(errno))
                   : n > SIZE_MOST         ? lc_error_set(err, LC_E_LIMIT, 0, "larger than 64 KiB")
                   : memchr(made, '\0', n) ? lc_error_set(err, LC_E_FORMAT, 0,
                                                          "looks binary, expected 'option = value'")
                                           : LC_OK;
    if (st != LC_OK) {
        free(made);
        return st;
    }
    made[n] = '\0';
    *text = made;
    return LC_OK;
}

/* Not blocking: what stands there may be a pipe. */
static lc_status open_file(char **text, const char *path, lc_error *err)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? LC_OK
                   : lc_error_set(err, LC_E_IO, 0, "can't be opened: %s (--no-config ignores it)",
                                  strerror(errno));
    lc_status st = read_file(text, fd, err);
    close(fd);
    return st;
}

static bool load_one(char **text, const char *path, settings *s, const option_group *const *groups)
{
    lc_error err = LC_ERROR_INIT;
    lc_status st = open_file(text, path, &err);
    if (st == LC_OK && *text)
        st = config_take(*text, s, groups, &err);
    if (st != LC_OK)
        print_file_error(path, &err);
    settings_overrule(s);
    return st == LC_OK;
}

/* The user's file, as the XDG base directory specification has it; NULL when there is no home. */
static char *user_path(void)
{
    const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (xdg && *xdg == '/')
        return text_format("%s/learncurve/config", xdg);
    return home && *home == '/' ? text_format("%s/.config/learncurve/config", home) : NULL;
}

bool config_is_for(const option_group *const *groups)
{
    for (; *groups; groups++)
        for (const option_row *row = (*groups)->rows; row->name; row++)
            if (!config_refuses(row))
                return true;
    return false;
}

bool config_load(config *c, settings *s, const option_group *const *groups)
{
    if (!config_is_for(groups))
        return true;
    char *path = user_path();
    bool ok = !path || load_one(&c->text[0], path, s, groups);
    free(path);
    return ok && load_one(&c->text[1], "./.learncurve.conf", s, groups);
}

void config_free(config *c)
{
    for (size_t i = 0; i < CONFIG_FILES; i++) {
        free(c->text[i]);
        c->text[i] = NULL;
    }
}
