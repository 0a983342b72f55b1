/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_record.c - `learncurve record -o RUN.csv`: the recorder for any language, by its standard input. */
#include "cli/command.h"
#include "cli/message.h"
#include "cli/text.h"
#include "record/learncurve_record.h"

#include <errno.h>
#include <json-c/json.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern const command command_record;

#define FIELDS_MAX 4096

/* One record, in the order in which its values were read. */
typedef struct row {
    size_t n;
    bool nomem; /* a value is missing, since memory was out */
    char *name[FIELDS_MAX];
    double value[FIELDS_MAX];
} row;

typedef struct recording {
    const settings *s;
    lc_recorder *recorder; /* NULL before the first record */
    size_t n;
    char *field[FIELDS_MAX];
    row row;
    bool tees;
} recording;

/* ---- lines -------------------------------------------------------------------------------- */

static void row_clear(row *r)
{
    while (r->n > 0)
        free(r->name[--r->n]);
    r->nomem = false;
}

static void row_put(row *r, const char *name, size_t len, double value)
{
    if (r->n == FIELDS_MAX || len == 0)
        return;
    r->name[r->n] = strndup(name, len);
    r->nomem = r->nomem || !r->name[r->n];
    if (r->name[r->n])
        r->value[r->n++] = value;
}

/* "epoch=3 loss=0.41, acc=93.1%": words that are a name and a number; all others are passed over. */
static void read_pairs(row *r, const char *line)
{
    static const char between[] = " \t\r\n,;";
    for (const char *at = line + strspn(line, between); *at; at += strspn(at, between)) {
        size_t n = strcspn(at, between);
        const char *equals = memchr(at, '=', n);
        char *end = NULL;
        double v = equals && equals + 1 < at + n ? strtod(equals + 1, &end) : 0;
        if (end && end > equals + 1 && (end == at + n || (*end == '%' && end + 1 == at + n)))
            row_put(r, at, (size_t)(equals - at), v);
        at += n;
    }
}

/* Numbers of a JSON object; those of an object within it get its name before theirs. */
static void read_object(row *r, const char *prefix, struct json_object *object)
{
    json_object_object_foreach(object, key, value)
    {
        char *name = text_format("%s%s", prefix, key);
        r->nomem = r->nomem || !name;
        if (!name)
            return;
        if (json_object_is_type(value, json_type_object)) {
            char *longer = text_format("%s/", name);
            r->nomem = r->nomem || !longer;
            if (longer)
                read_object(r, longer, value);
            free(longer);
        } else if (json_object_is_type(value, json_type_double) ||
                   json_object_is_type(value, json_type_int)) {
            row_put(r, name, strlen(name), json_object_get_double(value));
        }
        free(name);
    }
}

static void read_line(row *r, const char *line)
{
    row_clear(r);
    if (line[strspn(line, " \t")] != '{') {
        read_pairs(r, line);
        return;
    }
    enum json_tokener_error why = json_tokener_success;
    struct json_object *object = json_tokener_parse_verbose(line, &why);
    r->nomem = why == json_tokener_error_size || (why == json_tokener_success && !object);
    if (json_object_is_type(object, json_type_object))
        read_object(r, "", object);
    json_object_put(object);
}

/* ---- rows --------------------------------------------------------------------------------- */

static size_t field_of(const recording *c, const char *name)
{
    size_t i = 0;
    while (i < c->n && strcmp(c->field[i], name) != 0)
        i++;
    return i;
}

/* Make fields of the row's names that are none yet; how many. */
static size_t add_fields(recording *c)
{
    size_t had = c->n;
    for (size_t i = 0; i < c->row.n && c->n < FIELDS_MAX; i++) {
        if (field_of(c, c->row.name[i]) < c->n)
            continue;
        c->field[c->n] = strdup(c->row.name[i]);
        c->row.nomem = c->row.nomem || !c->field[c->n];
        c->n += c->field[c->n] != NULL;
    }
    return c->n - had;
}

static bool no_memory(void)
{
    print_error("out of memory");
    return false;
}

static bool failed(const lc_record_error *err)
{
    print_error("%s%s", err->msg,
                err->code == LC_RECORD_E_EXISTS ? "; --force overwrites it, --resume goes on" : "");
    return false;
}

static bool open_at(recording *c, const char *path, lc_record_mode mode)
{
    lc_record_error err = LC_RECORD_ERROR_INIT;
    lc_record_note note = {"planned_epochs", NULL};
    char *planned = text_format("%.17g", c->s->read.facts.planned_epochs);
    if (!planned || c->row.nomem) {
        free(planned);
        return no_memory();
    }
    note.value = planned;
    const lc_record_options o = {.mode = mode,
                                 .sync_rows = (unsigned long)c->s->train.sync,
                                 .sync_seconds = c->s->train.sync_seconds,
                                 .notes = &note,
                                 .notes_n = c->s->read.facts.planned_epochs > 0};
    lc_record_status st =
        lc_record_open(&c->recorder, path, (const char *const *)c->field, c->n, &o, &err);
    free(planned);
    return st == LC_RECORD_OK || failed(&err);
}

/* Copy the rows of a record, whose fields are the first ones of the new one. */
static bool copy_rows(recording *c, FILE *from, lc_record_error *err)
{
    char *line = NULL;
    size_t size = 0;
    bool header = false, ok = true;
    while (ok && getline(&line, &size, from) > 0) {
        size_t field = 0, set = 0;
        if (*line == '#' || !header) {
            header = header || *line != '#';
            continue;
        }
        for (char *at = line, *end; *at && *at != '\n'; field++, at = end + (*end == ',')) {
            double v = strtod(at, &end);
            if (end > at)
                set += lc_record_set(c->recorder, field, v, NULL) == LC_RECORD_OK;
            end = at + strcspn(at, ",\n");
        }
        ok = set == 0 || lc_record_end_row(c->recorder, err) == LC_RECORD_OK;
    }
    if (ok && !feof(from)) {
        snprintf(err->msg, sizeof err->msg, "%.100s: %s", c->s->output, strerror(errno));
        ok = false;
    }
    free(line);
    return ok;
}

/* The record gets more fields: it is written anew beside the old one, which it then replaces. */
static bool widen(recording *c)
{
    lc_record_error err = LC_RECORD_ERROR_INIT;
    char *path = text_format("%s.wider-%ld", c->s->output, (long)getpid());
    FILE *from = fopen(c->s->output, "r");
    lc_record_close(c->recorder, NULL);
    c->recorder = NULL;
    bool opened = path && from ? open_at(c, path, LC_RECORD_FRESH) : no_memory(), ok = opened;
    if (ok && (!copy_rows(c, from, &err) || lc_record_sync(c->recorder, &err) != LC_RECORD_OK))
        ok = failed(&err);
    if (ok && rename(path, c->s->output) != 0) {
        print_error("%s: %s", c->s->output, strerror(errno));
        ok = false;
    }
    if (from)
        fclose(from);
    if (opened && !ok)
        unlink(path);
    free(path);
    return ok;
}

/* What a record that is gone on with has for fields: those of its header. */
static void take_header(recording *c)
{
    char *line = NULL;
    size_t size = 0;
    FILE *from = fopen(c->s->output, "r");
    while (from && getline(&line, &size, from) > 0 && *line == '#')
        ;
    if (from && line && *line != '#') {
        line[strcspn(line, "\r\n")] = '\0';
        for (char *rest = NULL, *word = strtok_r(line, ",", &rest); word && c->n < FIELDS_MAX;
             word = strtok_r(NULL, ",", &rest))
            if ((c->field[c->n] = strdup(word)))
                c->n++;
    }
    if (from)
        fclose(from);
    free(line);
}

/* What the run is read along comes first, wherever the first record has it. */
static void put_axis_first(row *r)
{
    static const char *const axes[] = {"epoch", "step", "global_step", "iteration", "iter"};
    for (size_t a = 0; a < sizeof axes / sizeof *axes; a++)
        for (size_t i = 0; i < r->n; i++) {
            if (strcmp(r->name[i], axes[a]) != 0)
                continue;
            char *name = r->name[i];
            double value = r->value[i];
            memmove(r->name + 1, r->name, i * sizeof(char *));
            memmove(r->value + 1, r->value, i * sizeof *r->value);
            r->name[0] = name;
            r->value[0] = value;
            return;
        }
}

/* The first record opens the file. */
static bool begin(recording *c)
{
    put_axis_first(&c->row);
    bool resume = c->s->record.resume;
    if (resume)
        take_header(c);
    size_t had = c->n, more = add_fields(c);
    if (had > 0 && more > 0) { /* of a record that is gone on with */
        c->n = had;
        if (!open_at(c, c->s->output, LC_RECORD_RESUME))
            return false;
        c->n = had + more;
        return widen(c);
    }
    return open_at(c, c->s->output,
                   resume              ? LC_RECORD_RESUME
                   : c->s->train.force ? LC_RECORD_REPLACE
                                       : LC_RECORD_FRESH);
}

static bool write_row(recording *c)
{
    lc_record_error err = LC_RECORD_ERROR_INIT;
    if (!c->recorder) {
        if (!begin(c))
            return false;
    } else if (add_fields(c) > 0 && !widen(c)) {
        return false;
    }
    for (size_t i = 0; i < c->row.n; i++)
        lc_record_put(c->recorder, c->row.name[i], c->row.value[i], NULL);
    return lc_record_end_row(c->recorder, &err) == LC_RECORD_OK || failed(&err);
}

/* ---- the command -------------------------------------------------------------------------- */

static int record_all(recording *c)
{
    char *line = NULL;
    size_t size = 0;
    bool ok = true;
    ssize_t n;
    lc_record_error err = LC_RECORD_ERROR_INIT;
    while (ok && (n = getline(&line, &size, stdin)) > 0) {
        if (c->tees && (fwrite(line, 1, (size_t)n, stdout) != (size_t)n || fflush(stdout) != 0))
            c->tees = false; /* nobody reads it any more: the record goes on */
        read_line(&c->row, line);
        if (c->row.nomem)
            ok = no_memory();
        else if (c->row.n > 0)
            ok = write_row(c);
    }
    if (ok && !feof(stdin)) {
        print_error("standard input: %s", strerror(errno));
        ok = false;
    }
    free(line);
    if (!c->tees)
        clearerr(stdout);
    if (lc_record_close(c->recorder, &err) != LC_RECORD_OK)
        ok = failed(&err);
    if (ok && c->n == 0) {
        print_error("standard input: no record: no line 'epoch=1 loss=0.5', and no JSON object");
        ok = false;
    }
    return ok ? EXIT_RAN : EXIT_REFUSED;
}

static int record_run(const settings *s, char **operand, size_t n)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    if (n > 0)
        return usage_error(&command_record, "record reads standard input, not '%s'", operand[0]);
    if (!s->output)
        return usage_error(&command_record, "record needs -o FILE");
    if (isatty(STDIN_FILENO))
        return usage_error(&command_record, "record reads standard input, which is a terminal");
    recording *c = calloc(1, sizeof *c);
    if (!c) {
        print_error("out of memory");
        return EXIT_REFUSED;
    }
    /* Ctrl-C ends whoever writes: what it writes then is recorded too. */
    sigemptyset(&ignored.sa_mask);
    sigaction(SIGINT, &ignored, NULL);
    sigaction(SIGPIPE, &ignored, NULL);
    sigaction(SIGXFSZ, &ignored, NULL);
    c->s = s;
    c->tees = s->record.tee;
    int rc = record_all(c);
    row_clear(&c->row);
    while (c->n > 0)
        free(c->field[--c->n]);
    free(c);
    return rc;
}

static const option_group *const groups[] = {&record_options, &common_options, NULL};

static const char *const notes[] = {
    "The file is CSV; lines '# key: value' above its header hold what is known of the run. A "
    "reader never sees half a row: a row is one write() within a page of 4096 bytes, and one "
    "that would cross the end of a page begins with blanks up to there. After kill -9 at most "
    "the row being written is lost, after power loss what was written since the last sync "
    "(--sync), and resuming repeats no epoch.",
    NULL};

const command command_record = {
    .name = "record",
    .summary = "write what a training loop prints into a run that survives a crash",
    .operands = "-o RUN.csv",
    .about =
        "Each line of standard input with words NAME=NUMBER, or that is a JSON object, becomes a "
        "row; other lines are passed over. The run is read along its epoch or step, else along "
        "the first name. A name that comes later gets a column of its own. A row is on its way to "
        "the disk before the next line is read.",
    .notes = notes,
    .example = "python train.py | learncurve record --tee -o run.csv",
    .groups = groups,
    .run = record_run,
};
