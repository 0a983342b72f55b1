/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_config.c - options in a file of a folder: taken or refused, and none that writes, reads or runs. */
#include "cli/command.h"
#include "cli/config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const settings *s)
{
    const char *const never[] = {s->output,          s->plot,
                                 s->files_from,      s->cache,
                                 s->baseline,        s->save_baseline,
                                 s->watch.stop_file, s->watch.on_finding,
                                 s->train.save,      s->train.checkpoint,
                                 s->train.resume,    s->train.validation_file};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (never[i])
            abort();
    if (s->train.force || s->help || s->version || s->no_config)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (const command *const *c = commands; *c; c++) {
        settings s = settings_default();
        char *text = malloc(size + 1);
        if (!text)
            abort();
        memcpy(text, data, size);
        text[size] = '\0';
        lc_error err = LC_ERROR_INIT;
        lc_status st = config_take(text, &s, (*c)->groups, &err);
        if (st != LC_OK && (!*err.msg || err.line < 1))
            abort();
        settings_overrule(&s);
        check(&s);
        settings_free(&s);
        free(text);
    }
    return 0;
}
