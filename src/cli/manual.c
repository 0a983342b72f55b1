/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manual.c - manual pages, in mdoc (https://mandoc.bsd.lv/man/mdoc.7.html). */
#include "cli/manual.h"

#include "cli/config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LINE_LENGTH 76 /* [bytes] of the source, as mdoc's style has it */
#define COMMANDS_MAX 32
#define CHANGED "November 30, 2026"

/* ---- text --------------------------------------------------------------------------------- */

/* A minus can be typed; a hyphen couldn't. "f()" is no function of C that wants markup. */
static void print_bytes(FILE *to, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] == '\\')
            fputs("\\e", to);
        else if (i + 1 < n && text[i] == '(' && text[i + 1] == ')')
            fputs("\\&(", to);
        else if (text[i] == '-')
            fputs("\\-", to);
        else
            putc(text[i], to);
}

static void print_word(FILE *to, bool begins, const char *text, size_t n)
{
    if (begins && n > 0 && (text[0] == '.' || text[0] == '\''))
        fputs("\\&", to);
    print_bytes(to, text, n);
}

static bool ends_sentence(const char *word, size_t n)
{
    return n > 1 && strchr(".!?", word[n - 1]) && word[n - 2] != '.';
}

/* Lines as mdoc wants them: short, and each sentence begins one. `end` goes behind the last word. */
static void print_text(FILE *to, const char *text, const char *end)
{
    for (size_t column = 0; *text;) {
        size_t n = strcspn(text, " \n");
        print_word(to, column == 0, text, n);
        column += n + 1;
        const char *next = text + n + strspn(text + n, " \n");
        bool breaks = column + strcspn(next, " \n") > LINE_LENGTH || ends_sentence(text, n);
        if (*next)
            putc(breaks ? '\n' : ' ', to);
        column = breaks ? 0 : column;
        text = next;
    }
    fprintf(to, "%s\n", end);
}

/* A summary as a sentence. */
static void print_sentence(FILE *to, const char *text)
{
    putc(toupper((unsigned char)text[0]), to);
    print_text(to, text + 1, ".");
}

static void print_lines(FILE *to, const char *text)
{
    while (*text) {
        text += strspn(text, " \n");
        size_t n = strcspn(text, "\n");
        print_word(to, true, text, n);
        putc('\n', to);
        text += n;
    }
}

/* ---- sections ----------------------------------------------------------------------------- */

static bool draws(const command *c)
{
    char meaning[EXIT_MEANING_SIZE];
    return command_exits(meaning, c, EXIT_GNUPLOT);
}

static void print_form(FILE *to, const char *name, const option_row *row)
{
    fputs(" Fl ", to);
    print_bytes(to, name, strlen(name));
    if (row->argument)
        fprintf(to, " Ar %s", row->argument);
}

static void print_row(FILE *to, const option_row *row)
{
    char name[64];
    fputs(".It", to);
    if (row->letter) {
        snprintf(name, sizeof name, "%c", row->letter);
        print_form(to, name, row);
        fputs(" ,", to);
    }
    snprintf(name, sizeof name, "-%s", row->name);
    print_form(to, name, row);
    putc('\n', to);
    print_text(to, row->help, "");
}

static void print_options(FILE *to, const option_group *const *groups)
{
    fputs(".Sh OPTIONS\n", to);
    for (; *groups; groups++) {
        fprintf(to, ".Ss %s\n.Bl -tag -width Ds\n", (*groups)->title);
        for (const option_row *row = (*groups)->rows; row->name; row++)
            print_row(to, row);
        fputs(".El\n", to);
    }
}

static bool colors(const command *c)
{
    return command_has(c, "color");
}

static bool draws_text(const command *c)
{
    return command_has(c, "terminal");
}

static bool annotates(const command *c)
{
    return command_has(c, "github");
}

static void print_environment(FILE *to, const command *c)
{
    static const struct {
        bool (*serves)(const command *c);
        const char *name, *text;
    } variables[] = {
        {colors, "CLICOLOR_FORCE",
         "Not empty and not 0: colours, also where output is no terminal."},
        {draws_text, "COLUMNS", "Width of a plot as text where output is no terminal."},
        {annotates, "GITHUB_STEP_SUMMARY", "File to which --github adds Markdown."},
        {draws, "LEARNCURVE_GNUPLOT", "The gnuplot that draws, instead of the one on the PATH."},
        {draws_text, "LINES", "Height of a plot as text where output is no terminal."},
        {colors, "NO_COLOR", "Not empty: no colours, unless --color asks for them."},
        {draws, "TMPDIR", "The folder of temporary files, instead of /tmp."},
    };
    bool any = false;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        if (!variables[i].serves(c))
            continue;
        fprintf(to, "%s.It Ev %s\n", any ? "" : ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n",
                variables[i].name);
        print_text(to, variables[i].text, "");
        any = true;
    }
    if (any)
        fputs(".El\n", to);
}

static void print_files(FILE *to, const command *c)
{
    if (c && !config_is_for(c->groups))
        return;
    fputs(".Sh FILES\n"
          "Options can also be set in files, one line\n"
          ".Ql OPTION = VALUE\n"
          "for each, OPTION without its dashes.\n"
          "The command line wins over both, and the second file over the first.\n"
          ".Bl -tag -width Ds\n"
          ".It Pa ~/.config/learncurve/config\n"
          "The user's.\n"
          ".It Pa .learncurve.conf\n"
          "Of the folder that is worked in.\n"
          ".El\n",
          to);
}

static void print_statuses(FILE *to, const command *c)
{
    char meaning[EXIT_MEANING_SIZE];
    fputs(".Sh EXIT STATUS\n.Bl -tag -width Ds\n", to);
    for (int i = 0; i < EXIT_STATUSES; i++)
        if (command_exits(meaning, c, i)) {
            fprintf(to, ".It %d\n", i);
            print_text(to, meaning, "");
        }
    fputs(".El\n", to);
}

/* Those of the program are those of its commands. */
static void print_examples(FILE *to, const command *c)
{
    fputs(".Sh EXAMPLES\n", to);
    if (!c || strstr(c->example, "samples/"))
        fputs("The folder\n.Pa samples\ncomes with the sources.\n", to);
    fputs(".Bd -literal -offset indent\n", to);
    for (const command *const *d = commands; *d; d++)
        if (!c || c == *d)
            print_lines(to, (*d)->example);
    fputs(".Ed\n", to);
}

/* Whether c's page names d's. */
static bool refers(const command *c, const command *d)
{
    static const struct {
        const char *option, *command;
    } references[] = {{"rules", "explain"}, {"fail-on", "explain"}, {"format", "formats"},
                      {"map", "inspect"},   {"save", "predict"},    {"id", "train"}};
    for (size_t i = 0; c && i < sizeof references / sizeof *references; i++)
        if (strcmp(references[i].command, d->name) == 0 && command_has(c, references[i].option))
            return true;
    return !c;
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(const command *const *)a)->name, (*(const command *const *)b)->name);
}

static void print_references(FILE *to, const command *c)
{
    const command *sorted[COMMANDS_MAX];
    size_t n = 0;
    for (const command *const *d = commands; *d && n < COMMANDS_MAX; d++)
        if (*d != c && refers(c, *d))
            sorted[n++] = *d;
    qsort(sorted, n, sizeof *sorted, by_name);
    fputs(".Sh SEE ALSO\n", to);
    if (draws(c))
        fputs(".Xr gnuplot 1 ,\n", to);
    if (c)
        fprintf(to, ".Xr learncurve 1%s\n", n ? " ," : "");
    for (size_t i = 0; i < n; i++)
        fprintf(to, ".Xr learncurve-%s 1%s\n", sorted[i]->name, i + 1 < n ? " ," : "");
}

/* "[RUN...]" as ".Op Ar RUN..." */
static void print_operands(FILE *to, const char *operands)
{
    while (*operands) {
        size_t n = strcspn(operands, " ");
        bool optional = operands[0] == '[' && operands[n - 1] == ']';
        fprintf(to, ".%sAr ", optional ? "Op " : "");
        print_bytes(to, operands + optional, n - 2 * optional);
        putc('\n', to);
        operands += n + strspn(operands + n, " ");
    }
}

/* What stands in the table of formats. */
static void print_formats(FILE *to)
{
    lc_format_info format;
    fputs(".Bl -tag -width Ds\n", to);
    for (size_t i = 0; lc_read_format_at(&format, i); i++) {
        fputs(".It Cm ", to);
        print_text(to, format.name, "");
        print_text(to, format.summary, "");
    }
    fputs(".El\n", to);
}

/* ---- pages -------------------------------------------------------------------------------- */

static void print_head(FILE *to, const char *page, const char *summary)
{
    fputs(".\\\" Written by 'learncurve help --man'.\n.Dd " CHANGED "\n.Dt ", to);
    for (const char *p = page; *p; p++)
        putc(toupper((unsigned char)*p), to);
    fprintf(to, " 1\n.Os\n.Sh NAME\n.Nm %s\n.Nd ", page);
    print_text(to, summary, "");
}

static void print_command(FILE *to, const command *c)
{
    char page[64];
    snprintf(page, sizeof page, "learncurve-%s", c->name);
    print_head(to, page, c->summary);
    fprintf(to, ".Sh SYNOPSIS\n.Nm learncurve %s\n.Op Ar OPTIONS\n", c->name);
    print_operands(to, c->operands);
    fputs(".Sh DESCRIPTION\n", to);
    print_sentence(to, c->summary);
    if (c->about)
        print_text(to, c->about, "");
    for (const char *const *note = c->notes; note && *note; note++) {
        fputs(".Pp\n", to);
        print_text(to, *note, "");
    }
    if (strcmp(c->name, "formats") == 0)
        print_formats(to);
    print_options(to, c->groups);
}

static void print_program(FILE *to)
{
    print_head(to, "learncurve", "say what is wrong with a training run");
    fputs(".Sh SYNOPSIS\n"
          ".Nm learncurve\n.Ar COMMAND\n.Op Ar OPTIONS\n.Op Ar ARGUMENTS\n"
          ".Nm learncurve\n.Op Ar OPTIONS\n.Ar RUN...\n"
          ".Sh DESCRIPTION\n"
          "Reads the log of a training run and says what is wrong with it.\n"
          "The commands have pages and options of their own;\n"
          "without a command,\n"
          ".Ar RUN\n"
          "is diagnosed.\n"
          ".Bl -tag -width make-data -compact\n",
          to);
    for (const command *const *c = commands; *c; c++) {
        fprintf(to, ".It Cm %s\n", (*c)->name);
        print_text(to, (*c)->summary, "");
    }
    fputs(".El\n", to);
}

void manual_print(FILE *to, const command *c)
{
    if (c)
        print_command(to, c);
    else
        print_program(to);
    print_environment(to, c);
    print_files(to, c);
    print_statuses(to, c);
    print_examples(to, c);
    print_references(to, c);
}
