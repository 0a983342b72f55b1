/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source.c - where a log's bytes come from, unpacked where they are packed. */
#include "read/engine/source.h"

#include "base/mem.h"
#include "read/engine/encoding.h"
#include "read/engine/probe_buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define BLOCK_BYTES (1u << 20) /* handed out at once; LC_PROBE_BYTES at least */
#define GZIP_WINDOW (15 + 16)  /* zlib: the largest window, with a gzip header */

typedef enum packing { UNKNOWN, PLAIN, GZIP, ZSTD } packing;

/* Bytes that are borrowed from somewhere. */
typedef struct bytes {
    const char *at;
    size_t n;
} bytes;

struct lc_source {
    int fd;       /* -1: memory or a mapping */
    bytes memory; /* what is left of it */
    char *raw;    /* a block as the file has it */
    bool ended;   /* the file, or the memory, has no more */
    void *map;
    size_t map_size;

    packing packing;
    bytes packed;   /* of the raw block, not unpacked yet */
    char *unpacked; /* a block of what comes out */
    bool within;    /* a packed stream has begun and not ended */
    z_stream zlib;
    bool zlib_open;
    ZSTD_DStream *zstd;

    bool utf16;
    lc_utf16 decoder;
    lc_gbk gbk; /* open: it is */
    bool latin1;
    char *decoded;
    size_t decoded_cap;

    long passed; /* lines before the head that were forgotten */
    bytes head;  /* a block that was looked at and not handed out yet */
    bool looked;
    const char *note;
};

/* ---- raw bytes ------------------------------------------------------------------------- */

static lc_status raw_from_file(lc_source *s, bytes *out, lc_error *err)
{
    size_t n = 0;
    if (!s->raw && !(s->raw = lc_mem_resize(NULL, BLOCK_BYTES, 1)))
        return lc_error_nomem(err);
    while (n < BLOCK_BYTES) {
        ssize_t k = read(s->fd, s->raw + n, BLOCK_BYTES - n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return lc_error_set(err, LC_E_IO, 0, "cannot be read: %s", strerror(errno));
        if (k == 0) {
            s->ended = true;
            break;
        }
        n += (size_t)k;
    }
    *out = (bytes){s->raw, n};
    return LC_OK;
}

/* A mapped file that was cut meanwhile ends where it was cut: its lost pages must not be touched. */
static size_t mapped_still(const lc_source *s, size_t n)
{
    struct stat about;
    size_t at = s->map_size - s->memory.n;
    if (fstat(s->fd, &about) != 0 || about.st_size < 0 || (size_t)about.st_size <= at)
        return 0;
    size_t left = (size_t)about.st_size - at;
    return n < left ? n : left;
}

static void raw_from_memory(lc_source *s, bytes *out)
{
    size_t n = s->memory.n < BLOCK_BYTES ? s->memory.n : BLOCK_BYTES;
    if (s->map)
        n = mapped_still(s, n);
    *out = (bytes){s->memory.at, n};
    s->memory.at += n;
    s->memory.n -= n;
    s->ended = s->memory.n == 0 || n == 0;
}

static lc_status raw_next(lc_source *s, bytes *out, lc_error *err)
{
    *out = (bytes){"", 0};
    if (s->ended)
        return LC_OK;
    if (s->fd >= 0 && !s->map)
        return raw_from_file(s, out, err);
    raw_from_memory(s, out);
    return LC_OK;
}

/* ---- unpacking ------------------------------------------------------------------------- */

static packing packing_of(const bytes *b)
{
    static const char gzip[] = "\x1f\x8b", zstd[] = "\x28\xb5\x2f\xfd";
    if (b->n >= 2 && memcmp(b->at, gzip, 2) == 0)
        return GZIP;
    return b->n >= 4 && memcmp(b->at, zstd, 4) == 0 ? ZSTD : PLAIN;
}

/* Unpack some of s->packed into `room` bytes; *n is how many came out. False when it is broken. */
static bool inflate_some(lc_source *s, char *into, size_t room, size_t *n)
{
    z_stream *z = &s->zlib;
    union {
        const char *in;
        Bytef *zlibs; /* its input isn't const, but isn't written to either */
    } from = {s->packed.at};
    z->next_in = from.zlibs;
    z->avail_in = (uInt)s->packed.n;
    z->next_out = (Bytef *)into;
    z->avail_out = (uInt)room;
    int rc = inflate(z, Z_NO_FLUSH);
    *n = room - z->avail_out;
    s->packed = (bytes){(const char *)z->next_in, z->avail_in};
    if (rc != Z_BUF_ERROR) /* nothing to do: nothing has changed */
        s->within = rc != Z_STREAM_END;
    if (rc == Z_STREAM_END) /* another member may follow */
        return inflateReset(z) == Z_OK;
    return rc == Z_OK || rc == Z_BUF_ERROR;
}

static bool unzstd_some(lc_source *s, char *into, size_t room, size_t *n)
{
    ZSTD_inBuffer in = {s->packed.at, s->packed.n, 0};
    ZSTD_outBuffer out = {into, room, 0};
    size_t rc = ZSTD_decompressStream(s->zstd, &out, &in);
    *n = out.pos;
    s->packed = (bytes){s->packed.at + in.pos, s->packed.n - in.pos};
    if (in.size || out.pos)
        s->within = rc != 0;
    return !ZSTD_isError(rc);
}

static lc_status unpacker_open(lc_source *s, lc_error *err)
{
    s->unpacked = lc_mem_resize(NULL, BLOCK_BYTES, 1);
    if (s->packing == GZIP)
        s->zlib_open = inflateInit2(&s->zlib, GZIP_WINDOW) == Z_OK;
    else
        s->zstd = ZSTD_createDStream();
    return s->unpacked && (s->zlib_open || s->zstd) ? LC_OK : lc_error_nomem(err);
}

/* Nothing after this can be unpacked. */
static lc_status broken(lc_source *s, size_t n, lc_error *err)
{
    s->ended = true;
    s->packed.n = 0;
    if (n == 0 && !s->looked)
        return lc_error_set(err, LC_E_FORMAT, 0, "packed by %s, and its data are broken",
                            s->packing == GZIP ? "gzip" : "zstd");
    s->note = "the packed data are broken from here on";
    return LC_OK;
}

/* Fill a block with unpacked bytes, as far as there are any. */
static lc_status unpack_next(lc_source *s, bytes *out, lc_error *err)
{
    size_t n = 0;
    lc_status st = LC_OK;
    while (n < BLOCK_BYTES && st == LC_OK) {
        size_t came = 0, had = s->packed.n;
        if (had == 0 && (st = raw_next(s, &s->packed, err)) != LC_OK)
            return st;
        bool fine = s->packing == GZIP ? inflate_some(s, s->unpacked + n, BLOCK_BYTES - n, &came)
                                       : unzstd_some(s, s->unpacked + n, BLOCK_BYTES - n, &came);
        n += came;
        if (!fine)
            st = broken(s, n, err);
        if (!fine || (s->packed.n == 0 && s->ended && came == 0))
            break;
    }
    if (st == LC_OK && n == 0 && s->within && !s->note)
        s->note = "the packed data break off here";
    *out = (bytes){s->unpacked, n};
    return st;
}

static lc_status fill_unpacked(lc_source *s, bytes *out, lc_error *err)
{
    if (s->packing == UNKNOWN) {
        lc_status st = raw_next(s, &s->packed, err);
        if (st != LC_OK)
            return st;
        s->packing = packing_of(&s->packed);
        if (s->packing == PLAIN) {
            *out = s->packed;
            return LC_OK;
        }
        if ((st = unpacker_open(s, err)) != LC_OK)
            return st;
    }
    return s->packing == PLAIN ? raw_next(s, out, err) : unpack_next(s, out, err);
}

/* ---- encodings ------------------------------------------------------------------------- */

static lc_status decode(lc_source *s, bytes *out, lc_error *err)
{
    if (!lc_mem_grow(&s->decoded, &s->decoded_cap, 3 * out->n + 4, 1))
        return lc_error_nomem(err);
    size_t n = s->utf16    ? lc_utf16_decode(&s->decoder, s->decoded, out->at, out->n)
               : s->latin1 ? lc_latin1_decode(s->decoded, out->at, out->n)
                           : lc_gbk_decode(&s->gbk, s->decoded, out->at, out->n);
    *out = (bytes){s->decoded, n};
    return LC_OK;
}

/* The next bytes as they shall be handed out; none only at the end. */
static lc_status fill(lc_source *s, bytes *out, lc_error *err)
{
    bool first = s->packing == UNKNOWN;
    lc_status st = fill_unpacked(s, out, err);
    if (st != LC_OK)
        return st;
    if (first && out->n >= 3 && memcmp(out->at, "\xef\xbb\xbf", 3) == 0)
        *out = (bytes){out->at + 3, out->n - 3};
    if (first)
        s->utf16 = lc_utf16_begins(out->at, out->n, &s->decoder.big_endian);
    if (first && !s->utf16 && lc_gbk_holds(out->at, out->n))
        (void)lc_gbk_open(&s->gbk); /* what can't be converted is read as it is */
    else if (first && !s->utf16)
        s->latin1 = lc_latin1_holds(out->at, out->n);
    return s->utf16 || s->latin1 || s->gbk.convert ? decode(s, out, err) : LC_OK;
}

/* ---- the source ------------------------------------------------------------------------ */

static lc_status source_new(lc_source **s, lc_error *err)
{
    lc_source *made = lc_mem_resize(NULL, 1, sizeof *made);
    if (!made)
        return lc_error_nomem(err);
    memset(made, 0, sizeof *made);
    made->fd = -1;
    *s = made;
    return LC_OK;
}

/* A pipe is waited for until something, or its end, comes. To open it so that this blocks would wait for ever
 * for a writer that has come and gone, whose bytes are there. */
static int open_log(const char *path)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct pollfd pipe = {.fd = fd, .events = POLLIN};
    if (fd < 0)
        return fd;
    if (fstat(fd, &about) == 0 && S_ISFIFO(about.st_mode))
        while (poll(&pipe, 1, -1) < 0 && errno == EINTR)
            ;
    fcntl(fd, F_SETFL, 0);
    return fd;
}

lc_status lc_source_open(lc_source **s, const char *path, lc_error *err)
{
    lc_source *made = NULL;
    struct stat about;
    lc_status st = source_new(&made, err);
    if (st != LC_OK)
        return st;
    made->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open_log(path);
    if (made->fd < 0)
        st = lc_error_set(err, LC_E_IO, 0, "cannot be opened: %s", strerror(errno));
    else if (fstat(made->fd, &about) == 0 && S_ISDIR(about.st_mode))
        st = lc_error_set(err, LC_E_IO, 0, "is a directory, expected a log file");
    if (st != LC_OK) {
        lc_source_close(made);
        return st;
    }
    *s = made;
    return LC_OK;
}

lc_status lc_source_bytes(lc_source **s, const void *from, size_t size, lc_error *err)
{
    lc_source *made = NULL;
    lc_status st = source_new(&made, err);
    if (st != LC_OK)
        return st;
    made->memory = (bytes){from, size};
    made->ended = size == 0;
    *s = made;
    return LC_OK;
}

static void show_head(const lc_source *s, const char **from, size_t *n, bool *whole)
{
    *from = s->head.at;
    *n = s->head.n < LC_PROBE_BYTES ? s->head.n : LC_PROBE_BYTES;
    *whole = s->head.n <= LC_PROBE_BYTES && s->ended && (s->packing == PLAIN || s->packed.n == 0);
}

lc_status lc_source_peek(lc_source *s, const char **from, size_t *n, bool *whole, lc_error *err)
{
    lc_status st = fill(s, &s->head, err);
    if (st != LC_OK)
        return st;
    s->looked = true;
    show_head(s, from, n, whole);
    return LC_OK;
}

/* Forget up to so many bytes of the head, to behind a line's end if there is one among them. */
static void forget(lc_source *s, size_t most)
{
    size_t n = s->head.n < most ? s->head.n : most, cut = n;
    while (cut > 0 && s->head.at[cut - 1] != '\n')
        cut--;
    n = cut ? cut : n;
    for (size_t i = 0; i < n; i++)
        s->passed += s->head.at[i] == '\n';
    s->head = (bytes){s->head.at + n, s->head.n - n};
}

lc_status lc_source_slide(lc_source *s, const char **from, size_t *n, bool *whole, lc_error *err)
{
    forget(s, LC_PROBE_BYTES / 2);
    lc_status st = s->head.n ? LC_OK : fill(s, &s->head, err);
    show_head(s, from, n, whole);
    return st;
}

long lc_source_lines_passed(const lc_source *s)
{
    return s->passed;
}

lc_status lc_source_next(lc_source *s, const char **from, size_t *n, const char **note,
                         lc_error *err)
{
    bytes out = s->head;
    lc_status st = LC_OK;
    if (out.n == 0)
        st = fill(s, &out, err);
    s->head.n = 0;
    *from = out.at;
    *n = out.n;
    *note = out.n == 0 ? s->note : NULL;
    return st;
}

void lc_source_map(lc_source *s)
{
    struct stat about;
    if (s->fd < 0 || s->packing != PLAIN || s->ended || fstat(s->fd, &about) != 0 ||
        !S_ISREG(about.st_mode) || lseek(s->fd, 0, SEEK_CUR) != (off_t)s->head.n)
        return;
    void *map = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, s->fd, 0);
    if (map == MAP_FAILED)
        return;
    (void)posix_madvise(map, (size_t)about.st_size, POSIX_MADV_SEQUENTIAL);
    s->map = map;
    s->map_size = (size_t)about.st_size;
    s->memory = (bytes){map, s->map_size};
    s->head.n = 0; /* the mapping has it again */
}

void lc_source_close(lc_source *s)
{
    if (!s)
        return;
    if (s->map)
        munmap(s->map, s->map_size);
    if (s->fd > STDIN_FILENO)
        close(s->fd);
    if (s->zlib_open)
        inflateEnd(&s->zlib);
    ZSTD_freeDStream(s->zstd);
    lc_gbk_close(&s->gbk);
    lc_mem_free(s->decoded);
    lc_mem_free(s->unpacked);
    lc_mem_free(s->raw);
    lc_mem_free(s);
}
