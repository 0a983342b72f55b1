/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_files.c - what a training run must not overwrite. */
#include "cli/train_files.h"

#include "cli/input.h"
#include "cli/message.h"
#include "cli/text.h"
#include "cli/train_sizes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files by what they hold; a name is NULL when it isn't given. */
typedef struct named {
    const char *option, *path;
} named;

/* Another of them that is the same file; NULL: none. */
static const named *find_same(const named *file, const named *others, size_t n)
{
    struct stat s;
    if (stat(file->path, &s) == 0 && S_ISCHR(s.st_mode))
        return NULL; /* /dev/null holds nothing that could be lost */
    for (size_t i = 0; i < n; i++)
        if (others[i].path && same_file(file->path, others[i].path))
            return &others[i];
    return NULL;
}

/* A file that is there is replaced only by its like: networks and checkpoints begin alike. */
static bool check_kind(const char *path)
{
    static const unsigned char magic[] = {0x89, 'L', 'C', 'M'};
    unsigned char head[sizeof magic];
    FILE *in = fopen(path, "rb");
    if (!in)
        return true; /* not there, or reported when it is written */
    size_t n = fread(head, 1, sizeof head, in);
    bool ours = n == 0 || (n == sizeof magic && memcmp(head, magic, sizeof magic) == 0);
    fclose(in);
    if (!ours)
        print_error("%s: exists and is not a network or checkpoint; not overwritten", path);
    return ours;
}

static bool check_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *directory = slash ? text_format("%.*s", (int)(slash - path + 1), path) : text_format(".");
    bool ok = !directory || access(directory, W_OK) == 0;
    if (!ok)
        print_error("%s: can't be written: %s", path, strerror(errno));
    free(directory);
    return ok;
}

static bool check_ending(const char *path)
{
    bool ok = lc_plot_can_draw(path);
    if (!ok)
        print_error("%s: a plot's name ends in .png, .svg, .pdf, .eps, .tex or .gp", path);
    return ok;
}

static bool check_files(const train_settings *t, const char *table, const char *folds)
{
    const named in[] = {{"the table", table}, {"--validation-file", t->validation_file}};
    const named out[] = {{"--save", t->save},
                         {"--checkpoint", t->checkpoint},
                         {"--plot", t->plot},
                         {"--output", t->record ? t->record : "run.csv"},
                         {"the scores of the folds", folds}};
    const named resumed = {"--resume", t->resume};
    const size_t outs = sizeof out / sizeof *out;
    for (size_t i = 0; i < outs; i++) {
        const named *other = NULL;
        if (!out[i].path)
            continue;
        other = find_same(&out[i], in, sizeof in / sizeof *in);
        other = other ? other : find_same(&out[i], out + i + 1, outs - i - 1);
        if (!other && out[i].path != t->checkpoint)
            other = find_same(&out[i], &resumed, 1);
        if (other) {
            print_error("%s: %s and %s are the same file", out[i].path, out[i].option,
                        other->option);
            return false;
        }
    }
    return true;
}

bool train_files_check(const settings *s, const char *table)
{
    const train_settings *t = &s->train;
    char *folds = t->train_sizes.n ? train_sizes_folds(t) : NULL;
    bool ok = check_files(t, table, folds);
    free(folds);
    return ok && (!t->save || (check_kind(t->save) && check_directory(t->save))) &&
           (!t->checkpoint || (check_kind(t->checkpoint) && check_directory(t->checkpoint))) &&
           (!t->plot || (check_ending(t->plot) && check_directory(t->plot)));
}
