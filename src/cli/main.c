/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - choose the subcommand, parse its options, check standard output. */
#include "cli/config.h"
#include "cli/interrupt.h"
#include "cli/memory.h"
#include "cli/message.h"

#include <errno.h>
#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A word that is no command may be a log; a typo of a command shall not be taken for one. */
static bool looks_like_a_file(const char *word)
{
    return strcmp(word, "-") == 0 || strpbrk(word, "./") || access(word, F_OK) == 0;
}

static void print_version(void)
{
    puts("learncurve " LC_VERSION "\n"
         "Licence GPL-3.0-or-later: free software, without any warranty.");
}

/* A command line, and what it says together with the configuration files. */
typedef struct parsed {
    settings s;
    config files;
    char **operand; /* n; argc of room, and behind it the words for s.words and for the parser */
    size_t n;
} parsed;

/* Parse the words into settings that may hold what files say already. Parsing reorders them. */
static bool parse_words(parsed *p, const command *c, int argc)
{
    lc_error err = LC_ERROR_INIT;
    char **words = p->operand + argc + 1, **copy = words + argc + 1;
    p->s.words = words;
    for (int i = 0; i <= argc; i++)
        copy[i] = words[i];
    if (options_parse(&p->s, p->operand, &p->n, c->groups, argc, copy, &err) == LC_OK)
        return true;
    usage_error(c, "%s", err.msg);
    return false;
}

/* The command line first: it may ask for help, or for no files. It wins, so it is parsed again. */
static bool parse_all(parsed *p, const command *c, int argc, char **argv)
{
    for (int i = 0; i <= argc; i++)
        p->operand[argc + 1 + i] = argv[i];
    if (!parse_words(p, c, argc))
        return false;
    if (p->s.help || p->s.version || p->s.no_config)
        return true;
    settings_free(&p->s);
    return config_load(&p->files, &p->s, c->groups) && parse_words(p, c, argc);
}

/* `named`: the user named the command, so --help is about it and not about the program. */
static int run_command(const command *c, bool named, int argc, char **argv)
{
    parsed p = {.s = settings_default(), .files = CONFIG_INIT};
    int rc = EXIT_RAN;
    p.operand = calloc(3 * ((size_t)argc + 1), sizeof *p.operand);
    if (!p.operand) {
        print_error("out of memory");
        return EXIT_REFUSED;
    }
    if (!parse_all(&p, c, argc, argv))
        rc = EXIT_REFUSED;
    else if (p.s.help && named)
        help_print_command(stdout, c);
    else if (p.s.help)
        help_print(stdout);
    else if (p.s.version)
        print_version();
    else {
        memory_limit(p.s.max_memory);
        rc = c->run(&p.s, p.operand, p.n);
    }
    settings_free(&p.s);
    config_free(&p.files);
    free(p.operand);
    return rc;
}

static int run(int argc, char **argv)
{
    if (argc < 2 && isatty(STDIN_FILENO)) {
        help_print(stderr);
        return EXIT_REFUSED;
    }
    if (argc < 2 || (argv[1][0] == '-' && argv[1][1]))
        return run_command(&command_diagnose, false, argc, argv);
    const command *c = command_find(argv[1]);
    if (c)
        return run_command(c, true, argc - 1, argv + 1);
    if (looks_like_a_file(argv[1]))
        return run_command(&command_diagnose, false, argc, argv);
    return command_unknown("command or file", argv[1]);
}

/* Where one of the first three descriptors is closed, the next file to be opened, a record perhaps, would
 * get its number and whatever is printed. They become /dev/null, opened the other way round, so that
 * using them fails as on a closed one. */
static bool occupy_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    if (!occupy_descriptors())
        return EXIT_REFUSED; /* there is nowhere to say why */
    interrupt_default();
    gsl_set_error_handler_off(); /* it aborts */
    int rc = run(argc, argv);
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        print_error("standard output: %s", errno ? strerror(errno) : "can't be written");
        return EXIT_REFUSED;
    }
    return rc;
}
