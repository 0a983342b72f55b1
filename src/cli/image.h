/* SPDX-License-Identifier: GPL-3.0-or-later */
/* image.h - plots as pictures on terminals that can show them. */
#ifndef LC_CLI_IMAGE_H
#define LC_CLI_IMAGE_H

#include "learncurve.h"

/* Protocols of pictures; what the terminal on standard output says it can. */
typedef enum image_protocol { IMAGE_NONE, IMAGE_KITTY, IMAGE_SIXEL } image_protocol;
image_protocol image_find(void);

/* Whether a terminal's answer to a request for its attributes, "ESC [ ? 62 ; 4 ; 22 c", says that it
 * shows sixels: attribute 4. */
bool image_answer_has_sixel(const char *answer);

/* Draw the run by gnuplot and show it. Returns as lc_plot_file; nothing is written on a failure. */
lc_status image_show(FILE *out, image_protocol protocol, const lc_run *run,
                     const lc_diagnosis *diagnosis, const lc_plot_options *options, lc_error *err);

/* Write bytes by kitty's protocol: base64 in pieces. */
void image_write_kitty(FILE *out, const unsigned char *bytes, size_t n);

#endif
