/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * block_file.h - the file of a saved network or a checkpoint: named blocks, each with its checksum.
 *
 * The format, version 1, all numbers little-endian:
 *
 *     8   89 'L' 'C' 'M' 0D 0A 1A 0A: no text, and broken by whatever converts line ends
 *     4   version of the format
 *     4   kind: 1 network, 2 checkpoint
 *     8   bytes of the whole file
 *     4   number of blocks
 *     4   CRC-32 of the 28 bytes above
 *   and for each block
 *     4   type: 1 float32, 2 float64, 3 uint64, 4 text
 *     4   bytes of the name
 *     8   number of elements (of text: bytes)
 *         the name, the elements, and zeros up to a multiple of 8 bytes
 *     4   CRC-32 of the block so far
 *     4   zero
 *
 * CRC-32 is that of IEEE 802.3 (reflected, polynomial EDB88320), as in gzip and PNG. A list of
 * texts is one block of text with a NUL behind each.
 */
#ifndef LC_TRAIN_BLOCK_FILE_H
#define LC_TRAIN_BLOCK_FILE_H

#include "base/error.h"

#define LC_BLOCK_FILE_VERSION 1

typedef enum lc_file_kind { LC_FILE_NETWORK = 1, LC_FILE_CHECKPOINT } lc_file_kind;

typedef enum lc_block_type {
    LC_BLOCK_FLOAT = 1, /* float */
    LC_BLOCK_DOUBLE,    /* double */
    LC_BLOCK_COUNT,     /* uint64_t */
    LC_BLOCK_TEXT,      /* bytes */
} lc_block_type;

typedef struct lc_block {
    const char *name;
    lc_block_type type;
    size_t count; /* elements */
    const void *data;
} lc_block;

/* ---- writing ---------------------------------------------------------------------------- */

/* Blocks to be written. Names and data are borrowed, but for what the functions below say. */
typedef struct lc_blocks {
    size_t n, cap;
    lc_block *block;
    size_t kept, kept_cap;
    void **keep; /* copies that the list owns */
} lc_blocks;
#define LC_BLOCKS_INIT \
    {                  \
        0              \
    }

lc_status lc_blocks_add(lc_blocks *b, const lc_block *block, lc_error *err);

/* The same with a copy of the data. */
lc_status lc_blocks_add_copy(lc_blocks *b, const lc_block *block, lc_error *err);

/* A text, or a number, or a list of texts; copied. A NULL text is left out. */
lc_status lc_blocks_add_text(lc_blocks *b, const char *name, const char *text, lc_error *err);
lc_status lc_blocks_add_count(lc_blocks *b, const char *name, uint64_t v, lc_error *err);
lc_status lc_blocks_add_double(lc_blocks *b, const char *name, double v, lc_error *err);
lc_status lc_blocks_add_texts(lc_blocks *b, const char *name, const lc_texts *texts, lc_error *err);
void lc_blocks_free(lc_blocks *b);

/**
 * Write a file whole or not at all: under another name in the same folder, which is synced to the
 * disk and then takes the place of PATH. What was there stays until then, and after any failure;
 * its permissions stay, too.
 *
 * Returns LC_OK
 *         LC_E_IO     the system refused, with its reason; or PATH is there and no regular file
 *         LC_E_NOMEM
 */
lc_status lc_block_file_write(const char *path, lc_file_kind kind, const lc_blocks *blocks,
                              lc_error *err);

/* The same bytes to a stream. LC_OK, LC_E_IO. */
lc_status lc_block_file_put(FILE *out, lc_file_kind kind, const lc_blocks *blocks, lc_error *err);

/* ---- reading ---------------------------------------------------------------------------- */

/* A file that was read. Its blocks point into its bytes; float, double and count data are in this
 * machine's order and aligned to their size. */
typedef struct lc_block_file {
    lc_file_kind kind;
    size_t n;
    lc_block *block;
    char *bytes;
} lc_block_file;
#define LC_BLOCK_FILE_INIT \
    {                      \
        0                  \
    }

/**
 * Read a file and check all of it.
 *
 *   out  *m  lc_block_file_free()
 *
 * Returns LC_OK
 *         LC_E_FORMAT  no such file of ours, another version, truncated, or damaged, with the place
 *         LC_E_IO, LC_E_NOMEM
 */
lc_status lc_block_file_read(lc_block_file *m, const char *path, lc_error *err);

/* The same from a stream, up to its end. */
lc_status lc_block_file_get(lc_block_file *m, FILE *in, lc_error *err);
void lc_block_file_free(lc_block_file *m);

/* The block of this name; NULL when there is none. */
const lc_block *lc_block_file_find(const lc_block_file *m, const char *name);

/* Copy a block's elements to `out`, which has room for `count`. LC_E_FORMAT when the file has no
 * such block, or with another type or number of elements. */
lc_status lc_block_file_take(void *out, const lc_block_file *m, const char *name,
                             lc_block_type type, size_t count, lc_error *err);

/* A block's single text (with a NUL behind it; lc_mem_free) or its list of texts. */
lc_status lc_block_file_take_text(char **out, const lc_block_file *m, const char *name,
                                  lc_error *err);
lc_status lc_block_file_take_texts(lc_texts *out, const lc_block_file *m, const char *name,
                                   lc_error *err);

#endif
