/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch_keys.h - single keys from the terminal, while a watch shows several runs.
 *
 * A terminal gives lines and echoes what is typed; that is switched off while keys are read. Whatever ends
 * the program, kill -9 too, switches it on again (watch_guard.h).
 */
#ifndef LC_CLI_WATCH_KEYS_H
#define LC_CLI_WATCH_KEYS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum key { KEY_OTHER, KEY_UP, KEY_DOWN, KEY_ENTER, KEY_ESCAPE, KEY_Q } key;

/* Read keys from now on, where standard input is a terminal and we are in its foreground. */
void keys_begin(void);

/* The terminal is as it was; may be called at any time. */
void keys_end(void);

/* Whether they are read: standard input is to be waited for. */
bool keys_are_read(void);

/* Those that were pressed since, of which `most` at most are taken; how many. */
size_t keys_read(key *keys, size_t most);

#endif
