/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_keys.c - single keys from the terminal. */
#include "cli/watch_keys.h"

#include "cli/watch_guard.h"

#include <termios.h>
#include <unistd.h>

static bool reads;
static struct termios before;

/* Else the terminal is another one's, and to change it would stop us. */
static bool in_foreground(void)
{
    return tcgetpgrp(STDIN_FILENO) == getpgrp();
}

void keys_begin(void)
{
    struct termios mode;
    if (reads || !in_foreground() || tcgetattr(STDIN_FILENO, &before) != 0)
        return;
    mode = before;
    mode.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    mode.c_cc[VMIN] = 0;
    mode.c_cc[VTIME] = 0;
    guard_begin(&before);
    reads = tcsetattr(STDIN_FILENO, TCSANOW, &mode) == 0;
}

void keys_end(void)
{
    if (!reads)
        return;
    if (in_foreground())
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
    guard_end();
    reads = false;
}

bool keys_are_read(void)
{
    return reads;
}

/* The key that n bytes begin with, and its length: an arrow sends ESC [ A or ESC O A. */
static key take(const char *bytes, size_t n, size_t *length)
{
    *length = 1;
    if (bytes[0] == '\x1b' && n > 2 && (bytes[1] == '[' || bytes[1] == 'O')) {
        *length = 3;
        return bytes[2] == 'A' ? KEY_UP : bytes[2] == 'B' ? KEY_DOWN : KEY_OTHER;
    }
    switch (bytes[0]) {
    case '\x1b':
        return KEY_ESCAPE;
    case 'k':
        return KEY_UP;
    case 'j':
        return KEY_DOWN;
    case 'q':
        return KEY_Q;
    case '\n':
    case '\r':
        return KEY_ENTER;
    default:
        return KEY_OTHER;
    }
}

size_t keys_read(key *keys, size_t most)
{
    char bytes[64];
    size_t n = 0, length;
    ssize_t got = reads ? read(STDIN_FILENO, bytes, sizeof bytes) : 0;
    for (size_t at = 0; got > 0 && at < (size_t)got && n < most; at += length)
        keys[n++] = take(bytes + at, (size_t)got - at, &length);
    return n;
}
