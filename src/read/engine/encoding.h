/* SPDX-License-Identifier: GPL-3.0-or-later */
/* encoding.h - text that is no plain UTF-8: UTF-16, and blocks of NUL bytes within text. */
#ifndef LC_READ_ENCODING_H
#define LC_READ_ENCODING_H

#include "base/error.h"

/* UTF-16 on its way to UTF-8; begins as zeros. */
typedef struct lc_utf16 {
    bool big_endian;
    unsigned char odd; /* the first byte of a pair whose second one is still to come */
    bool has_odd;
    unsigned high; /* surrogate, whose low one is still to come; 0: none */
} lc_utf16;

/* Whether bytes begin with the mark of UTF-16, and in which order. */
bool lc_utf16_begins(const char *bytes, size_t n, bool *big_endian);

/* Decode n bytes into `to`, which has room for 2 n + 4; returns how many came out. What is no UTF-16
 * becomes U+FFFD, the mark becomes nothing. */
size_t lc_utf16_decode(lc_utf16 *u, char *to, const char *bytes, size_t n);

/* GBK on its way to UTF-8; begins as zeros. */
typedef struct lc_gbk {
    void *convert;      /* iconv's */
    unsigned char lead; /* the first byte of a pair whose second one is still to come; 0: none */
} lc_gbk;

/* Whether all bytes beyond ASCII stand in pairs, as the usual signs of GBK do, and are no UTF-8. The
 * last character may be cut. */
bool lc_gbk_holds(const char *bytes, size_t n);

/* False when the system can't convert it. */
bool lc_gbk_open(lc_gbk *g);
void lc_gbk_close(lc_gbk *g);

/* Decode n bytes into `to`, which has room for 3 n; returns how many came out. */
size_t lc_gbk_decode(lc_gbk *g, char *to, const char *bytes, size_t n);

/* Whether bytes beyond ASCII are letters of Latin-1 within words, as Windows writes them in the west, and no
 * UTF-8. */
bool lc_latin1_holds(const char *bytes, size_t n);

/* Decode n bytes into `to`, which has room for 3 n; returns how many came out. Signs that Windows puts in
 * between become U+FFFD. */
size_t lc_latin1_decode(char *to, const char *bytes, size_t n);

/* A file system leaves blocks of NUL bytes in a text after a loss of power; begins as zeros. */
typedef struct lc_nul_filter {
    bool within;  /* a block of them, or the rest of the line in which it ended */
    bool in_line; /* something stands before them in their line */
    long line;    /* lines so far */
    long first;   /* 1-based line of the first NUL byte; 0: there was none */
    size_t count; /* NUL bytes so far */
} lc_nul_filter;

/* Copy n bytes into `to`, which has room for 4 n; returns how many came out. NUL bytes are left out with what
 * follows in their line, which may be the rest of another one, and U+FFFD marks what broke off there, so that
 * no half number is taken for one, and no rest of a row for a row. */
size_t lc_nul_filter_copy(lc_nul_filter *f, char *to, const char *bytes, size_t n);

/* Bytes that hold no NUL, and are not copied. */
void lc_nul_filter_pass(lc_nul_filter *f, const char *bytes, size_t n);

/* Whether bytes with NUL bytes among them are text all the same: no other control bytes, and the NUL
 * bytes stand together, or up to the end of the text or of a block of a disk, from which `bytes` is. */
bool lc_nul_is_hole(const char *bytes, size_t n);

#endif
