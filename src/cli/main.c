/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - choose the subcommand, parse its options, check standard output. */
#include "base/mem.h"
#include "cli/command.h"
#include "cli/say.h"

#include <errno.h>
#include <gsl/gsl_errno.h>
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

/* `named`: the user named the command, so --help is about it and not about the program. */
static int run_command(const command *c, bool named, int argc, char **argv)
{
    settings s = settings_default();
    lc_error err = LC_ERROR_INIT;
    size_t n = 0;
    int rc = EXIT_RAN;
    char **operand = lc_mem_resize(NULL, 2 * ((size_t)argc + 1), sizeof *operand);
    if (!operand) {
        complain("out of memory");
        return EXIT_REFUSED;
    }
    s.words = operand + argc + 1; /* parsing reorders argv */
    for (int i = 0; i <= argc; i++)
        s.words[i] = argv[i];
    if (options_parse(&s, operand, &n, c->groups, argc, argv, &err) != LC_OK)
        rc = usage_error(c, "%s", err.msg);
    else if (s.help && named)
        help_print_command(stdout, c);
    else if (s.help)
        help_print(stdout);
    else if (s.version)
        print_version();
    else
        rc = c->run(&s, operand, n);
    settings_free(&s);
    lc_mem_free(operand);
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

int main(int argc, char **argv)
{
    gsl_set_error_handler_off(); /* it aborts */
    int rc = run(argc, argv);
    errno = 0;
    if (fflush(stdout) != 0 || ferror(stdout)) {
        complain("standard output: %s", errno ? strerror(errno) : "can't be written");
        return EXIT_REFUSED;
    }
    return rc;
}
