/* SPDX-License-Identifier: GPL-3.0-or-later */
/* block_file.c - named blocks to a file and back; nothing is believed before its checksum. */
#include "train/block_file.h"

#include "base/mem.h"
#include "base/temp.h"
#include "base/text.h"

#include <errno.h>
#include <string.h>
#include <zlib.h>

#define HEAD 32       /* [bytes] before the first block */
#define BLOCK_HEAD 16 /* [bytes] before a block's name */
#define BLOCK_TAIL 8  /* [bytes] behind its elements */
#define NAME_MAX_BYTES 4096
#define CHUNK 8192 /* [bytes] put into file order at once */
#define GROW_BYTES (1u << 16)

static const unsigned char magic[8] = {0x89, 'L', 'C', 'M', '\r', '\n', 0x1A, '\n'};

/* ---- bytes ------------------------------------------------------------------------------ */

static lc_status io_error(lc_error *err, const char *what)
{
    return lc_error_set(err, LC_E_IO, 0, "%s: %s", what, strerror(errno));
}

static void put_number(unsigned char *out, uint64_t v, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        out[i] = (unsigned char)(v >> 8 * i);
}

static uint64_t get_number(const void *in, size_t bytes)
{
    const unsigned char *p = in;
    uint64_t v = 0;
    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)p[i] << 8 * i;
    return v;
}

/* Bytes of an element; 0 when there is no such type. */
static size_t size_of(uint64_t type)
{
    switch (type) {
    case LC_BLOCK_FLOAT:
        return 4;
    case LC_BLOCK_DOUBLE:
    case LC_BLOCK_COUNT:
        return 8;
    case LC_BLOCK_TEXT:
        return 1;
    default:
        return 0;
    }
}

/* Elements of this machine into file order. */
static void to_file_order(unsigned char *out, const unsigned char *in, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++, in += size, out += size) {
        uint32_t word;
        uint64_t longer;
        if (size == 4) {
            memcpy(&word, in, size);
            put_number(out, word, size);
        } else {
            memcpy(&longer, in, size);
            put_number(out, longer, size);
        }
    }
}

/* ... and back, in place. */
static void from_file_order(char *bytes, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++, bytes += size) {
        uint64_t longer = get_number(bytes, size);
        uint32_t word = (uint32_t)longer;
        memcpy(bytes, size == 4 ? (const void *)&word : (const void *)&longer, size);
    }
}

static size_t padding(size_t n)
{
    return (8 - n % 8) % 8;
}

/* ---- the list of blocks ----------------------------------------------------------------- */

lc_status lc_blocks_add(lc_blocks *b, const lc_block *block, lc_error *err)
{
    if (!lc_mem_grow(&b->block, &b->cap, b->n + 1, sizeof *b->block))
        return lc_error_nomem(err);
    b->block[b->n++] = *block;
    return LC_OK;
}

/* Add bytes that the list owns from here on; they are freed on failure. NULL: memory is out. */
static lc_status add_kept(lc_blocks *b, lc_block block, void *data, lc_error *err)
{
    if (!data || !lc_mem_grow(&b->keep, &b->kept_cap, b->kept + 1, sizeof *b->keep)) {
        lc_mem_free(data);
        return lc_error_nomem(err);
    }
    b->keep[b->kept++] = data;
    block.data = data;
    return lc_blocks_add(b, &block, err);
}

lc_status lc_blocks_add_text(lc_blocks *b, const char *name, const char *text, lc_error *err)
{
    if (!text)
        return LC_OK;
    size_t n = strlen(text);
    return add_kept(b, (lc_block){name, LC_BLOCK_TEXT, n, NULL}, lc_mem_text(text, n), err);
}

lc_status lc_blocks_add_copy(lc_blocks *b, const lc_block *block, lc_error *err)
{
    size_t n = block->count * size_of(block->type);
    return n ? add_kept(b, *block, lc_mem_text(block->data, n), err) : lc_blocks_add(b, block, err);
}

lc_status lc_blocks_add_count(lc_blocks *b, const char *name, uint64_t v, lc_error *err)
{
    return lc_blocks_add_copy(b, &(lc_block){name, LC_BLOCK_COUNT, 1, &v}, err);
}

lc_status lc_blocks_add_double(lc_blocks *b, const char *name, double v, lc_error *err)
{
    return lc_blocks_add_copy(b, &(lc_block){name, LC_BLOCK_DOUBLE, 1, &v}, err);
}

lc_status lc_blocks_add_texts(lc_blocks *b, const char *name, const lc_texts *texts, lc_error *err)
{
    size_t n = 0, at = 0;
    for (size_t i = 0; i < texts->n; i++)
        n += strlen(texts->text[i]) + 1;
    char *joined = lc_mem_resize(NULL, n + 1, 1);
    for (size_t i = 0; joined && i < texts->n; i++) {
        size_t len = strlen(texts->text[i]) + 1;
        memcpy(joined + at, texts->text[i], len);
        at += len;
    }
    return add_kept(b, (lc_block){name, LC_BLOCK_TEXT, n, NULL}, joined, err);
}

void lc_blocks_free(lc_blocks *b)
{
    for (size_t i = 0; i < b->kept; i++)
        lc_mem_free(b->keep[i]);
    lc_mem_free(b->keep);
    lc_mem_free(b->block);
    *b = (lc_blocks)LC_BLOCKS_INIT;
}

/* ---- writing ---------------------------------------------------------------------------- */

/* A stream and the checksum of what went into it. */
typedef struct sink {
    FILE *out;
    unsigned long crc;
} sink;

static void put(sink *s, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    s->crc = crc32_z(s->crc, bytes, n);
    fwrite(bytes, 1, n, s->out);
}

static void put_elements(sink *s, const lc_block *b)
{
    size_t size = size_of(b->type), bytes = b->count * size;
    const unsigned char *in = b->data;
    if (size == 1) {
        put(s, in, bytes);
        return;
    }
    unsigned char chunk[CHUNK];
    for (size_t at = 0; at < bytes; at += CHUNK) {
        size_t n = bytes - at < CHUNK ? bytes - at : CHUNK;
        to_file_order(chunk, in + at, n / size, size);
        put(s, chunk, n);
    }
}

static size_t block_bytes(const lc_block *b)
{
    size_t n = BLOCK_HEAD + strlen(b->name) + b->count * size_of(b->type);
    return n + padding(n) + BLOCK_TAIL;
}

static void put_block(FILE *out, const lc_block *b)
{
    static const unsigned char zeros[8];
    unsigned char head[BLOCK_HEAD], tail[BLOCK_TAIL] = {0};
    size_t name = strlen(b->name);
    sink s = {.out = out};
    put_number(head, b->type, 4);
    put_number(head + 4, name, 4);
    put_number(head + 8, b->count, 8);
    put(&s, head, sizeof head);
    put(&s, b->name, name);
    put_elements(&s, b);
    put(&s, zeros, padding(name + b->count * size_of(b->type)));
    put_number(tail, s.crc, 4);
    fwrite(tail, 1, sizeof tail, out);
}

lc_status lc_block_file_put(FILE *out, lc_file_kind kind, const lc_blocks *blocks, lc_error *err)
{
    unsigned char head[HEAD];
    size_t total = HEAD;
    for (size_t i = 0; i < blocks->n; i++)
        total += block_bytes(&blocks->block[i]);
    memcpy(head, magic, sizeof magic);
    put_number(head + 8, LC_BLOCK_FILE_VERSION, 4);
    put_number(head + 12, kind, 4);
    put_number(head + 16, total, 8);
    put_number(head + 24, blocks->n, 4);
    put_number(head + 28, crc32_z(0, head, 28), 4);
    errno = 0;
    fwrite(head, 1, sizeof head, out);
    for (size_t i = 0; i < blocks->n && !ferror(out); i++)
        put_block(out, &blocks->block[i]);
    return fflush(out) != 0 || ferror(out) ? io_error(err, "can't be written") : LC_OK;
}

lc_status lc_block_file_write(const char *path, lc_file_kind kind, const lc_blocks *blocks,
                              lc_error *err)
{
    lc_temp file = LC_TEMP_INIT;
    FILE *out = NULL;
    lc_status st = lc_temp_open(&out, &file, path, err);
    if (st == LC_OK)
        st = lc_block_file_put(out, kind, blocks, err);
    return lc_temp_finish(&file, out, path, st, err);
}

/* ---- reading ---------------------------------------------------------------------------- */

static lc_status damaged(lc_error *err, size_t at)
{
    return lc_error_set(err, LC_E_FORMAT, 0,
                        "damaged: the checksum of the block at byte %zu is wrong", at);
}

static lc_status check_head(const unsigned char *head, size_t n, lc_error *err)
{
    if (n < sizeof magic || memcmp(head, magic, sizeof magic) != 0)
        return lc_error_set(err, LC_E_FORMAT, 0, "is not a network saved by learncurve");
    if (n < HEAD)
        return lc_error_set(err, LC_E_FORMAT, 0, "truncated after %zu bytes", n);
    uint64_t version = get_number(head + 8, 4);
    if (version != LC_BLOCK_FILE_VERSION)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "has format version %lu, this learncurve reads version %d",
                            (unsigned long)version, LC_BLOCK_FILE_VERSION);
    if (get_number(head + 28, 4) != crc32_z(0, head, 28))
        return lc_error_set(err, LC_E_FORMAT, 0, "damaged: the checksum of its header is wrong");
    uint64_t kind = get_number(head + 12, 4), total = get_number(head + 16, 8);
    if ((kind != LC_FILE_NETWORK && kind != LC_FILE_CHECKPOINT) || total < HEAD ||
        total > SIZE_MAX / 2 || get_number(head + 24, 4) > total / (BLOCK_HEAD + BLOCK_TAIL))
        return lc_error_set(err, LC_E_FORMAT, 0, "damaged: its header is invalid");
    return LC_OK;
}

/* All bytes of the stream, of which the head says how many there must be. Memory grows with what
 * comes, not with what the head says. */
static lc_status read_bytes(char **bytes, size_t *size, FILE *in, lc_error *err)
{
    unsigned char head[HEAD];
    errno = 0;
    size_t n = fread(head, 1, HEAD, in), cap = 0;
    if (ferror(in))
        return io_error(err, "can't be read");
    lc_status st = check_head(head, n, err);
    if (st != LC_OK)
        return st;
    size_t total = (size_t)get_number(head + 16, 8);
    char *made = NULL;
    if (!lc_mem_grow(&made, &cap, HEAD, 1))
        return lc_error_nomem(err);
    memcpy(made, head, HEAD);
    for (bool more = true; more && st == LC_OK;) {
        size_t want = n + GROW_BYTES < total + 1 - n ? n + GROW_BYTES : total + 1 - n;
        if (!lc_mem_grow(&made, &cap, n + want, 1)) {
            st = lc_error_nomem(err);
        } else {
            size_t got = fread(made + n, 1, want, in);
            n += got;
            more = got == want && n <= total;
        }
    }
    if (st == LC_OK && ferror(in))
        st = io_error(err, "can't be read");
    else if (st == LC_OK && n < total)
        st = lc_error_set(err, LC_E_FORMAT, 0, "truncated after %zu of %zu bytes", n, total);
    else if (st == LC_OK && n > total)
        st = lc_error_set(err, LC_E_FORMAT, 0, "damaged: it is longer than its %zu bytes", total);
    if (st != LC_OK) {
        lc_mem_free(made);
        return st;
    }
    *bytes = made;
    *size = total;
    return LC_OK;
}

/* Names get a NUL behind them and elements their alignment: the block's head is 16 bytes, so the
 * elements move to where it began, and the name goes behind them. */
static void unpack(lc_block *b, char *at, size_t name, size_t count, size_t size)
{
    char text[NAME_MAX_BYTES];
    memcpy(text, at + BLOCK_HEAD, name);
    memmove(at, at + BLOCK_HEAD + name, count * size);
    if (size > 1)
        from_file_order(at, count, size);
    b->data = at;
    b->count = count;
    b->name = memcpy(at + count * size, text, name);
    at[count * size + name] = '\0'; /* there were 16 bytes more */
}

/* Check the block at *at and step over it. */
static lc_status take_block(lc_block *b, char *bytes, size_t total, size_t *at, lc_error *err)
{
    size_t left = total - *at;
    char *block = bytes + *at;
    if (left < BLOCK_HEAD + BLOCK_TAIL)
        return damaged(err, *at);
    uint64_t type = get_number(block, 4), name = get_number(block + 4, 4);
    uint64_t count = get_number(block + 8, 8), size = size_of(type);
    left -= BLOCK_HEAD + BLOCK_TAIL;
    if (size == 0 || name >= NAME_MAX_BYTES || name > left || count > (left - name) / size)
        return damaged(err, *at);
    size_t n = BLOCK_HEAD + (size_t)(name + count * size);
    n += padding(n);
    if (n + BLOCK_TAIL > total - *at ||
        get_number(block + n, 4) != crc32_z(0, (unsigned char *)block, n) ||
        get_number(block + n + 4, 4) != 0)
        return damaged(err, *at);
    b->type = (lc_block_type)type;
    unpack(b, block, (size_t)name, (size_t)count, (size_t)size);
    *at += n + BLOCK_TAIL;
    return LC_OK;
}

lc_status lc_block_file_get(lc_block_file *m, FILE *in, lc_error *err)
{
    lc_block_file made = LC_BLOCK_FILE_INIT;
    size_t total = 0, at = HEAD;
    lc_status st = read_bytes(&made.bytes, &total, in, err);
    if (st != LC_OK || !made.bytes)
        return st;
    made.kind = (lc_file_kind)get_number(made.bytes + 12, 4);
    size_t blocks = (size_t)get_number(made.bytes + 24, 4);
    made.block = lc_mem_resize(NULL, blocks + 1, sizeof *made.block);
    if (!made.block)
        st = lc_error_nomem(err);
    while (st == LC_OK && made.n < blocks)
        st = take_block(&made.block[made.n++], made.bytes, total, &at, err);
    if (st == LC_OK && at != total)
        st = damaged(err, at);
    if (st != LC_OK) {
        lc_block_file_free(&made);
        return st;
    }
    *m = made;
    return LC_OK;
}

lc_status lc_block_file_read(lc_block_file *m, const char *path, lc_error *err)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return io_error(err, "can't be opened");
    lc_status st = lc_block_file_get(m, in, err);
    fclose(in);
    return st;
}

void lc_block_file_free(lc_block_file *m)
{
    lc_mem_free(m->block);
    lc_mem_free(m->bytes);
    *m = (lc_block_file)LC_BLOCK_FILE_INIT;
}

const lc_block *lc_block_file_find(const lc_block_file *m, const char *name)
{
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->block[i].name, name) == 0)
            return &m->block[i];
    return NULL;
}

/* The block of this name and type; NULL after *err was filled: LC_E_FORMAT. */
static const lc_block *find_typed(const lc_block_file *m, const char *name, lc_block_type type,
                                  lc_error *err)
{
    const lc_block *b = lc_block_file_find(m, name);
    if (b && b->type == type)
        return b;
    lc_error_set(err, LC_E_FORMAT, 0, b ? "its '%.60s' has another type" : "has no '%.60s'", name);
    return NULL;
}

lc_status lc_block_file_take(void *out, const lc_block_file *m, const char *name,
                             lc_block_type type, size_t count, lc_error *err)
{
    const lc_block *b = find_typed(m, name, type, err);
    if (!b)
        return LC_E_FORMAT;
    if (b->count != count)
        return lc_error_set(err, LC_E_FORMAT, 0, "its '%.60s' has %zu elements, expected %zu", name,
                            b->count, count);
    if (count)
        memcpy(out, b->data, count * size_of(type));
    return LC_OK;
}

lc_status lc_block_file_take_text(char **out, const lc_block_file *m, const char *name,
                                  lc_error *err)
{
    const lc_block *b = find_typed(m, name, LC_BLOCK_TEXT, err);
    if (!b)
        return LC_E_FORMAT;
    char *text = lc_mem_text(b->data, b->count);
    if (!text)
        return lc_error_nomem(err);
    *out = text;
    return LC_OK;
}

lc_status lc_block_file_take_texts(lc_texts *out, const lc_block_file *m, const char *name,
                                   lc_error *err)
{
    lc_texts made = {0};
    const lc_block *b = find_typed(m, name, LC_BLOCK_TEXT, err);
    if (!b)
        return LC_E_FORMAT;
    lc_status st = LC_OK;
    const char *text = b->data, *end = text + b->count;
    while (text && text < end) {
        const char *nul = memchr(text, '\0', (size_t)(end - text));
        if (!nul)
            st = lc_error_set(err, LC_E_FORMAT, 0, "its '%.60s' is not a list of texts", name);
        else if (!lc_texts_add(&made, "%s", text))
            st = lc_error_nomem(err);
        if (st != LC_OK) {
            lc_texts_free(&made);
            return st;
        }
        text = nul + 1;
    }
    *out = made;
    return LC_OK;
}
