/* SPDX-License-Identifier: GPL-3.0-or-later */
/* complete.c - candidates for the word at the cursor, told from the tables of commands and options. */
#include "cli/complete.h"

#include "cli/text.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_MOST (1u << 20) /* [bytes] of a log, which bounds the time that a key press takes */

typedef struct completion {
    FILE *to;
    const command *command;
    char **word; /* n, behind the command's name; the last one is completed */
    size_t n;
    const char *text;  /* what is completed */
    const char *begun; /* within text: what a candidate begins with; what is before it stays */
} completion;

typedef void (*lister)(const completion *c);

/* Names of a log may hold anything; what a terminal would take for more than text isn't offered. */
static bool is_clean(const char *name)
{
    char *clean = lc_text_clean(name, strlen(name));
    bool same = clean && *name && strcmp(clean, name) == 0;
    free(clean);
    return same;
}

static void offer(const completion *c, const char *name, const char *end, const char *help)
{
    if (strncmp(name, c->begun, strlen(c->begun)) == 0 && is_clean(name))
        fprintf(c->to, "%.*s%s%s\t%s\n", (int)(c->begun - c->text), c->text, name, end, help);
}

/* ---- lists ------------------------------------------------------------------------------ */

static void list_commands(const completion *c)
{
    for (const command *const *d = commands; *d; d++)
        offer(c, (*d)->name, "", (*d)->summary);
}

static void list_rules(const completion *c)
{
    lc_rule_info rule;
    for (size_t i = 0; lc_rule_info_at(&rule, i); i++)
        offer(c, rule.id, "", rule.title);
}

static void list_gates(const completion *c)
{
    for (int i = LC_CRITICAL; i >= LC_NOTE; i--)
        offer(c, lc_severity_name((lc_severity)i), "", "any finding of this severity or above");
    list_rules(c);
}

static void list_faultless(const completion *c)
{
    offer(c, "healthy", "", "no fault was found");
    offer(c, "inconclusive", "", "too little was recorded to tell");
}

static bool decides_first(size_t rule, const char *verdict)
{
    lc_rule_info other;
    for (size_t i = 0; i < rule && lc_rule_info_at(&other, i); i++)
        if (other.verdict && strcmp(other.verdict, verdict) == 0)
            return false;
    return true;
}

static void list_verdicts(const completion *c)
{
    lc_rule_info rule;
    for (size_t i = 0; lc_rule_info_at(&rule, i); i++)
        if (rule.verdict && decides_first(i, rule.verdict))
            offer(c, rule.verdict, "", rule.title);
    list_faultless(c);
}

/* RULE, then RULE.NAME= */
static void list_thresholds(const completion *c)
{
    lc_rule_info rule;
    completion name = *c;
    const char *dot = strchr(c->begun, '.');
    for (size_t i = 0; lc_rule_info_at(&rule, i); i++) {
        if (!dot && rule.thresholds_n > 0)
            offer(c, rule.id, ".", rule.title);
        if (!dot || strlen(rule.id) != (size_t)(dot - c->begun) ||
            strncmp(rule.id, c->begun, strlen(rule.id)) != 0)
            continue;
        name.begun = dot + 1;
        for (size_t k = 0; k < rule.thresholds_n; k++)
            offer(&name, rule.thresholds[k].name, "=", rule.thresholds[k].meaning);
    }
}

static void list_formats(const completion *c)
{
    lc_format_info format;
    for (size_t i = 0; lc_read_format_at(&format, i); i++)
        offer(c, format.name, "", format.summary);
}

static void list_written(const completion *c)
{
    lc_format_info format;
    for (size_t i = 0; lc_write_format_at(&format, i); i++)
        offer(c, format.name, "", format.summary);
}

static void list_tables(const completion *c)
{
    for (const lc_synthetic *const *kind = lc_synthetic_kinds(); *kind; kind++)
        offer(c, (*kind)->name, "", (*kind)->summary);
}

static void list_explained(const completion *c)
{
    list_rules(c);
    list_faultless(c);
}

/* ---- what the log at hand has ------------------------------------------------------------- */

/* The first READ_MOST bytes of a regular file, to be freed, or NULL; no shell has expanded a leading ~. */
static char *file_start(size_t *n, const char *name)
{
    const char *home = strncmp(name, "~/", 2) == 0 ? getenv("HOME") : NULL;
    char *path = text_format("%s%s", home ? home : "", home ? name + 1 : name);
    int fd = path ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY) : -1;
    FILE *in = fd >= 0 ? fdopen(fd, "rb") : NULL;
    char *bytes = malloc(READ_MOST);
    struct stat is;
    bool regular = in && fstat(fd, &is) == 0 && S_ISREG(is.st_mode);
    *n = bytes && regular ? fread(bytes, 1, READ_MOST, in) : 0;
    if (in)
        fclose(in);
    else if (fd >= 0)
        close(fd);
    free(path);
    if (regular)
        return bytes;
    free(bytes);
    return NULL;
}

static lc_status read_start(lc_runs *runs, const char *name)
{
    lc_read_options options = {.growing = true};
    lc_error err = LC_ERROR_INIT;
    size_t n;
    char *bytes = file_start(&n, name);
    lc_status st = bytes ? lc_read_bytes(runs, name, bytes, n, &options, &err) : LC_E_IO;
    free(bytes);
    return st;
}

static const option_row *row_of(const completion *c, const char *word)
{
    size_t n = strlen(word);
    if (n > 2 && strncmp(word, "--", 2) == 0)
        return options_find(c->command->groups, word + 2);
    return n > 1 && word[0] == '-' ? options_find_letter(c->command->groups, word[n - 1]) : NULL;
}

/* Whether the word is an option whose value is the next word. */
static const option_row *waits(const completion *c, const char *word)
{
    const option_row *row = row_of(c, word);
    return row && row->argument ? row : NULL;
}

/* The first operand that is a log; no runs when there is none. */
static lc_runs read_operand(const completion *c)
{
    lc_runs runs = LC_RUNS_INIT;
    for (size_t i = 0; i + 1 < c->n && runs.n == 0; i++)
        if (waits(c, c->word[i]))
            i++;
        else if (c->word[i][0] != '-' && read_start(&runs, c->word[i]) == LC_OK)
            break;
    return runs;
}

static void offer_metrics(const completion *c, const char *end)
{
    lc_runs runs = read_operand(c);
    for (size_t k = 0; runs.n > 0 && k < runs.run[0].series_n; k++) {
        const lc_metric *m = &runs.run[0].series[k].metric;
        char help[80];
        snprintf(help, sizeof help, "%s%s%s", m->split ? lc_split_name(m->split) : "",
                 m->split ? " " : "", lc_kind_name(m->kind));
        offer(c, m->name, end, help);
    }
    lc_runs_free(&runs);
}

static void list_runs(const completion *c)
{
    lc_runs runs = read_operand(c);
    for (size_t i = 0; i < runs.n; i++)
        if (runs.run[i].name)
            offer(c, runs.run[i].name, "", "run");
    lc_runs_free(&runs);
}

static void list_metrics(const completion *c)
{
    offer_metrics(c, "");
}

static void list_metrics_with_limit(const completion *c)
{
    offer_metrics(c, "=");
}

static void list_axes(const completion *c)
{
    static const char *const axes[] = {"epoch", "step", "time", "samples"};
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++)
        offer(c, axes[i], "", "axis");
    list_metrics(c);
}

/* The byte of ',', ';' and tab that a table's first line has most of, outside of quotes. */
static char delimiter_of(const char *text, size_t n)
{
    static const char usual[] = {',', ';', '\t'};
    size_t count[sizeof usual] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < n && (quoted || (text[i] != '\n' && text[i] != '\r')); i++) {
        quoted ^= text[i] == '"';
        for (size_t k = 0; k < sizeof usual; k++)
            count[k] += !quoted && text[i] == usual[k];
    }
    for (size_t k = 1; k < sizeof usual; k++)
        best = count[k] > count[best] ? k : best;
    return usual[best];
}

static bool is_number(const char *name)
{
    char *end;
    strtod(name, &end);
    return end > name && !*end;
}

/* What a cell holds without the blanks around it, which ends at `end`. */
static void offer_column(const completion *c, char *name, char *end)
{
    while (end > name && end[-1] == ' ')
        end--;
    *end = '\0';
    name += strspn(name, " ");
    if (!is_number(name)) /* else the table has no header */
        offer(c, name, "", "column");
}

/* The cells of a table's first line; `text` is written over. */
static void offer_columns(const completion *c, char *text, size_t n)
{
    char delimiter = delimiter_of(text, n), *name = text, *to = text;
    bool quoted = false;
    for (size_t i = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; i < n; i++) {
        char byte = text[i];
        if (!quoted && (byte == delimiter || byte == '\n' || byte == '\r')) {
            offer_column(c, name, to);
            name = to = text + i + 1;
            if (byte != delimiter)
                return;
        } else if (byte == '"') {
            if (!quoted && i > 0 && text[i - 1] == '"' && to > name)
                *to++ = '"'; /* a doubled one */
            quoted = !quoted;
        } else {
            *to++ = byte;
        }
    }
}

/* Of the first operand that is a file. */
static void list_columns(const completion *c)
{
    for (size_t i = 0; i + 1 < c->n; i++) {
        size_t n;
        bool option = c->word[i][0] == '-';
        char *text = option ? NULL : file_start(&n, c->word[i]);
        i += option && waits(c, c->word[i]);
        if (text) {
            offer_columns(c, text, n);
            free(text);
            return;
        }
    }
}

/* NAME=, then SPLIT: or "ignore", then the kind */
static void list_maps(const completion *c)
{
    completion part = *c;
    const char *equals = strrchr(c->begun, '=');
    if (!equals) {
        offer_metrics(c, "=");
        return;
    }
    const char *colon = strchr(equals, ':');
    part.begun = (colon ? colon : equals) + 1;
    for (int i = LC_SPLIT_NONE; !colon && i <= LC_TEST; i++)
        offer(&part, lc_split_name((lc_split)i), ":", "split");
    if (!colon)
        offer(&part, "ignore", "", "don't read it");
    for (int i = 0; colon && i <= LC_TRAIN_SIZE; i++)
        offer(&part, lc_kind_name((lc_kind)i), "", "kind");
}

/* ---- which of them ---------------------------------------------------------------------------- */

/* By the option's name, or by what stands for a command's operands. */
static lister find_lister(const char *name)
{
    static const struct {
        const char *name;
        lister list;
    } listers[] = {
        {"rules", list_rules},      {"no-rule", list_rules},
        {"set", list_thresholds},   {"fail-on", list_gates},
        {"stop-on", list_gates},    {"only", list_verdicts},
        {"format", list_formats},   {"to", list_written},
        {"metric", list_metrics},   {"max-regression", list_metrics_with_limit},
        {"map", list_maps},         {"x", list_axes},
        {"run", list_runs},         {"[COMMAND]", list_commands},
        {"[RULE]", list_explained}, {"[KIND]", list_tables},
        {"COLUMN", list_columns},
    };
    for (size_t i = 0; i < sizeof listers / sizeof *listers; i++)
        if (strcmp(listers[i].name, name) == 0)
            return listers[i].list;
    return NULL;
}

static bool names_a_file(const char *argument)
{
    static const char *const files[] = {"FILE", "FOLDER", "MODEL", "COMMAND", "RUN.csv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(files[i], argument) == 0)
            return true;
    return false;
}

static void complete_value(completion *c, const option_row *row)
{
    lister list = find_lister(row->name);
    list = list ? list : find_lister(row->argument);
    const char *comma = strrchr(c->begun, ',');
    fputs(names_a_file(row->argument) ? "files\n" : "words\n", c->to);
    if (comma && strchr(row->argument, ','))
        c->begun = comma + 1;
    for (const char *const *choice = row->choices; choice && *choice; choice++)
        offer(c, *choice, "", "");
    if (list)
        list(c);
}

static void complete_option(completion *c)
{
    char word[80];
    const char *equals = strchr(c->text, '=');
    snprintf(word, sizeof word, "%.*s", equals ? (int)(equals - c->text) : 0, c->text);
    const option_row *row = equals ? waits(c, word) : NULL;
    if (row) {
        c->begun = equals + 1;
        complete_value(c, row);
        return;
    }
    fputs("words\n", c->to);
    snprintf(word, sizeof word, "--%s", c->text + strspn(c->text, "-"));
    completion name = *c;
    name.text = word;
    name.begun = word + 2;
    for (const option_group *const *g = c->command->groups; *g; g++)
        for (row = (*g)->rows; row->name; row++)
            offer(&name, row->name, "", row->help);
}

static void complete_operand(const completion *c)
{
    const char *operands = c->command->operands;
    lister list = find_lister(operands);
    fputs(list || !*operands ? "words\n" : "files\n", c->to);
    if (list)
        list(c);
}

static void complete_word(completion *c)
{
    bool literal = false;
    for (size_t i = 0; i + 1 < c->n; i++)
        literal = literal || strcmp(c->word[i], "--") == 0;
    const option_row *row = c->n > 1 && !literal ? waits(c, c->word[c->n - 2]) : NULL;
    if (row)
        complete_value(c, row);
    else if (c->text[0] == '-' && !literal)
        complete_option(c);
    else
        complete_operand(c);
}

void complete_print(FILE *to, char **word, size_t n)
{
    const char *text = n > 0 ? word[n - 1] : "";
    const command *named = n > 1 ? command_find(word[0]) : NULL;
    completion c = {.to = to,
                    .command = named ? named : command_find("diagnose"),
                    .word = word + (named ? 1 : 0),
                    .n = n - (named ? 1 : 0),
                    .text = text,
                    .begun = text};
    if (n > 1 || text[0] == '-') {
        complete_word(&c);
        return;
    }
    fputs("files\n", to);
    list_commands(&c);
}
