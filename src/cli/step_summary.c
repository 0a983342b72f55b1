/* SPDX-License-Identifier: GPL-3.0-or-later */
/* step_summary.c - Markdown for the page of a step of GitHub Actions. */
#include "cli/step_summary.h"

#include "cli/command.h"
#include "cli/message.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int step_summary_add(const settings *s, summary_writer write, const void *what)
{
    lc_error err = LC_ERROR_INIT;
    const char *path = getenv("GITHUB_STEP_SUMMARY");
    if (strcmp(s->report, "github") != 0 || !path || !*path)
        return EXIT_RAN;
    FILE *summary = fopen(path, "a");
    if (!summary) {
        print_error("%s: the step's summary can't be written: %s", path, strerror(errno));
        return EXIT_REFUSED;
    }
    lc_status st = write(summary, what, &err);
    if (fclose(summary) != 0 && st == LC_OK)
        st = lc_error_set(&err, LC_E_IO, 0, "%s", strerror(errno));
    if (st != LC_OK)
        print_file_error(path, &err);
    return st == LC_OK ? EXIT_RAN : EXIT_REFUSED;
}
