/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * driver.c - run a fuzz target where libFuzzer is not at hand.
 *
 *     fuzz-READER [-n COUNT] FILE...     each file as it is; COUNT times in all a changed one
 *
 * Changes are bytes flipped, set, taken out, doubled, moved or cut off; a seed makes them the same
 * in each run. An input that breaks something is left in the file fuzz-broken.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHANGES_MAX 8 /* in one input */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t state = 88172645463325252u;

/* The input at hand. */
static const uint8_t *input;
static size_t input_size;

static void leave_input(int number)
{
    int file = open("fuzz-broken", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file >= 0 && write(file, input, input_size) == (ssize_t)input_size)
        close(file);
    signal(number, SIG_DFL);
    raise(number);
}

static void run(const uint8_t *bytes, size_t size)
{
    input = bytes;
    input_size = size;
    LLVMFuzzerTestOneInput(bytes, size);
}

/* xorshift64 (Marsaglia 2003) below n. */
static size_t below(size_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return n ? (size_t)(state % n) : 0;
}

/* The file's bytes in a block of exactly their size, so that ASan sees a read past the end. */
static uint8_t *load(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    uint8_t *bytes = NULL;
    long n = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    if (n >= 0 && (bytes = malloc(n ? (size_t)n : 1))) {
        rewind(f);
        *size = fread(bytes, 1, (size_t)n, f);
    }
    fclose(f);
    return bytes;
}

/* One change in place; what is left of the n bytes. */
static size_t change(uint8_t *b, size_t n)
{
    static const char telling[] = "\0\n\r\t ,:;\"'{}[]()|=-+.eE019\x1b\xff";
    size_t at = below(n), to = below(n), k = 1 + below(n / 4 + 1);
    if (n == 0)
        return 0;
    if (k > n - (at > to ? at : to))
        k = n - (at > to ? at : to);
    switch (below(5)) {
    case 0:
        b[at] ^= (uint8_t)(1u << below(8));
        return n;
    case 1:
        b[at] = (uint8_t)telling[below(sizeof telling - 1)];
        return n;
    case 2: /* take out */
        memmove(b + at, b + at + k, n - at - k);
        return n - k;
    case 3: /* write over with another place */
        memmove(b + at, b + to, k);
        return n;
    default:
        return at;
    }
}

static int run_changed(const uint8_t *bytes, size_t size)
{
    uint8_t *room = malloc(size ? size : 1);
    if (!room)
        return 1;
    memcpy(room, bytes, size);
    size_t n = size;
    for (size_t i = 1 + below(CHANGES_MAX); i > 0; i--)
        n = change(room, n);
    uint8_t *exact = malloc(n ? n : 1);
    if (exact) {
        memcpy(exact, room, n);
        run(exact, n);
    }
    free(room);
    free(exact);
    return exact ? 0 : 1;
}

int main(int argc, char **argv)
{
    int first = 1;
    long count = 0;
    signal(SIGABRT, leave_input);
    signal(SIGSEGV, leave_input);
    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        count = atol(argv[2]);
        first = 3;
    }
    for (int i = first; i < argc; i++) {
        size_t size = 0;
        uint8_t *bytes = load(argv[i], &size);
        if (!bytes) {
            perror(argv[i]);
            return 1;
        }
        run(bytes, size);
        long share = (count + argc - first - 1) / (argc - first);
        for (long k = 0; k < share; k++)
            if (run_changed(bytes, size) != 0)
                return 1;
        free(bytes);
    }
    return 0;
}
