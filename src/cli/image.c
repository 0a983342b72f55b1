/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * image.c - plots as pictures on terminals.
 *
 * kitty's protocol (https://sw.kovidgoyal.net/kitty/graphics-protocol/) sends a PNG; terminals that
 * have it are known by their environment, as tmux in between would keep it from them. Sixels (DEC
 * VT340) are asked for by "primary device attributes", which tmux answers for itself.
 */
#include "cli/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define WAIT 2          /* [0.1 s] for a terminal's answer */
#define PIECE 3072      /* [bytes] of a picture in one piece: 4096 of base64 */
#define WIDTH_MOST 1600 /* [px] */
#define CELL_WIDTH 9    /* [px] of a character, where the terminal doesn't tell */

bool image_answer_has_sixel(const char *answer)
{
    const char *at = strstr(answer, "\x1b[?");
    if (!at || !strchr(at, 'c'))
        return false;
    for (at += 3; *at && *at != 'c'; at += *at == ';') {
        char *end;
        if (strtol(at, &end, 10) == 4 && end > at)
            return true;
        if (end == at)
            return false;
        at = end;
    }
    return false;
}

/* Ask, and read what comes within a moment, without echo. */
static void ask(int tty, char *answer, size_t size)
{
    struct termios before, raw;
    answer[0] = '\0';
    if (tcgetpgrp(tty) != getpgrp() || tcgetattr(tty, &before) != 0)
        return;
    raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = WAIT;
    if (tcsetattr(tty, TCSAFLUSH, &raw) != 0)
        return;
    if (write(tty, "\x1b[c", 3) == 3) {
        size_t n = 0;
        ssize_t k;
        while (n + 1 < size && !strchr(answer, 'c') &&
               (k = read(tty, answer + n, size - n - 1)) > 0)
            answer[n += (size_t)k] = '\0';
    }
    tcsetattr(tty, TCSANOW, &before);
}

image_protocol image_find(void)
{
    const char *term = getenv("TERM"), *kitty = getenv("KITTY_WINDOW_ID");
    char answer[64];
    if (!isatty(STDOUT_FILENO) || !term || strcmp(term, "dumb") == 0 || strcmp(term, "linux") == 0)
        return IMAGE_NONE;
    if (!getenv("TMUX") && (kitty || strstr(term, "kitty") || strstr(term, "ghostty")))
        return IMAGE_KITTY;
    int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (tty < 0)
        return IMAGE_NONE;
    ask(tty, answer, sizeof answer);
    close(tty);
    return image_answer_has_sixel(answer) ? IMAGE_SIXEL : IMAGE_NONE;
}

void image_write_kitty(FILE *out, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t from = 0; from < n; from += PIECE) {
        size_t to = from + PIECE < n ? from + PIECE : n;
        fprintf(out, "\x1b_G%sm=%d;", from ? "" : "a=T,f=100,", to < n);
        for (size_t i = from; i < to; i += 3) {
            unsigned a = bytes[i], b = i + 1 < to ? bytes[i + 1] : 0,
                     c = i + 2 < to ? bytes[i + 2] : 0;
            putc(digits[a >> 2], out);
            putc(digits[(a & 3) << 4 | b >> 4], out);
            putc(i + 1 < to ? digits[(b & 15) << 2 | c >> 6] : '=', out);
            putc(i + 2 < to ? digits[c & 63] : '=', out);
        }
        fputs("\x1b\\", out);
    }
    putc('\n', out);
}

/* Width of the terminal, and its height but for a line [px]. */
static void set_size(lc_plot_options *options)
{
    struct winsize size;
    if (options->width > 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return;
    double width = size.ws_xpixel ? size.ws_xpixel : CELL_WIDTH * size.ws_col;
    options->width = width < WIDTH_MOST ? width : WIDTH_MOST;
}

static lc_status send(FILE *out, image_protocol protocol, const char *path, lc_error *err)
{
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    unsigned char *bytes = fd >= 0 && fstat(fd, &s) == 0 ? malloc((size_t)s.st_size + 1) : NULL;
    ssize_t n = bytes ? read(fd, bytes, (size_t)s.st_size) : -1;
    if (n > 0 && protocol == IMAGE_KITTY)
        image_write_kitty(out, bytes, (size_t)n);
    else if (n > 0)
        fwrite(bytes, 1, (size_t)n, out);
    int failure = errno;
    free(bytes);
    if (fd >= 0)
        close(fd);
    return n > 0 ? LC_OK : lc_error_set(err, LC_E_IO, 0, "%s: %s", path, strerror(failure));
}

lc_status image_show(FILE *out, image_protocol protocol, const lc_run *run,
                     const lc_diagnosis *diagnosis, const lc_plot_options *options, lc_error *err)
{
    const char *tmp = getenv("TMPDIR");
    char folder[512], path[540];
    lc_plot_options sized = *options;
    set_size(&sized);
    snprintf(folder, sizeof folder, "%.490s/learncurve-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        return lc_error_set(err, LC_E_IO, 0, "%s: %s", folder, strerror(errno));
    snprintf(path, sizeof path, "%s/plot.%s", folder, protocol == IMAGE_KITTY ? "png" : "sixel");
    lc_status st = lc_plot_file(path, run, diagnosis, &sized, NULL, err);
    if (st == LC_OK)
        st = send(out, protocol, path, err);
    unlink(path);
    rmdir(folder);
    return st;
}
