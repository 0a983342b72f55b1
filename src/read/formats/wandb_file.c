/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wandb_file.c - run-ID.wandb, what Weights & Biases writes while a run goes on, also offline.
 *
 * Behind 7 bytes (":W&B", 0xBEE1, version 0) it is a log as LevelDB's: blocks of 32 KiB with pieces of
 * records, each with a CRC-32 (zlib's) of type and data, the length and the type (whole, first, middle,
 * last). A record is a protocol buffer, wandb_internal.Record; of its fields the history (2) is read:
 * items (1) with a key (1) or nested keys (2) and a value as JSON (16), and the step (2, there 1); and the
 * config, by itself (5) or in the run (17, there 4), whose items (1) are of the same form.
 * The numbers are those of wandb/proto/wandb_internal.proto; written from these documents, and tested on
 * files that were made after them.
 */
#include "read/engine/reader.h"

#include "base/mem.h"
#include "read/engine/json.h"
#include "read/engine/named.h"

#include <string.h>
#include <zlib.h>

#define BLOCK 32768u
#define PIECE_HEADER 7u
#define RECORD_MAX (16u << 20) /* [bytes] longer ones hold no scalars, and are passed over */

static const unsigned char header[7] = {':', 'W', '&', 'B', 0xe1, 0xbe, 0};

typedef enum piece { WHOLE = 1, FIRST, MIDDLE, LAST } piece;

typedef struct wandb_file {
    lc_builder *builder;
    unsigned char block[BLOCK];
    size_t n;     /* bytes of the block at hand */
    size_t taken; /* ... that were looked at */
    bool begun;   /* the file's header was seen */
    char *record; /* pieces so far */
    size_t record_n, record_cap;
    bool within; /* a record has begun */
    size_t broken;
} wandb_file;

/* ---- protocol buffers ------------------------------------------------------------------- */

typedef struct field {
    uint64_t number, varint;
    const unsigned char *at; /* of what has a length; NULL for a number */
    size_t n;
} field;

static bool take_varint(const unsigned char **at, const unsigned char *end, uint64_t *v)
{
    *v = 0;
    for (unsigned shift = 0; shift < 64 && *at < end; shift += 7) {
        unsigned char byte = *(*at)++;
        *v |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return true;
    }
    return false;
}

static bool take_field(const unsigned char **at, const unsigned char *end, field *f)
{
    uint64_t tag, length;
    *f = (field){0};
    if (*at >= end || !take_varint(at, end, &tag))
        return false;
    f->number = tag >> 3;
    switch (tag & 7) {
    case 0:
        return take_varint(at, end, &f->varint);
    case 1:
    case 5:
        f->n = (tag & 7) == 1 ? 8 : 4;
        break;
    case 2:
        if (!take_varint(at, end, &length) || length > (uint64_t)(end - *at))
            return false;
        f->n = (size_t)length;
        break;
    default:
        return false;
    }
    if (f->n > (size_t)(end - *at))
        return false;
    f->at = *at;
    *at += f->n;
    return true;
}

/* ---- the history ------------------------------------------------------------------------ */

/* A number, or an object of numbers. */
static lc_status put_value(lc_builder *b, const char *key, lc_span json, lc_error *err)
{
    struct json_object *value = NULL;
    uint32_t id;
    double v;
    if (lc_span_is_number(&json, &v)) {
        lc_status st = lc_builder_metric(b, key, strlen(key), &id);
        if (st == LC_OK)
            st = lc_builder_origin(b, id, "key '%.80s' of the history", key);
        return st == LC_OK ? lc_named_put_text(b, key, v, json) : st;
    }
    if (lc_json_parse(&value, json.s, lc_span_length(&json), 0, NULL) != LC_OK)
        return LC_OK;
    lc_status st = lc_json_put(b, key, value, err);
    json_object_put(value);
    return st;
}

/* The key of an item, and its value as JSON; false when it has not both. */
static bool split_item(char key[LC_NAME_MAX], lc_span *value, const unsigned char *at, size_t n)
{
    const unsigned char *end = at + n;
    size_t key_n = 0;
    field f;
    *value = (lc_span){NULL, NULL};
    while (take_field(&at, end, &f)) {
        if ((f.number == 1 || f.number == 2) && f.at && f.n) {
            int wrote = snprintf(key + key_n, LC_NAME_MAX - key_n, "%s%.*s", key_n ? "." : "",
                                 (int)(f.n < LC_NAME_MAX ? f.n : LC_NAME_MAX), (const char *)f.at);
            key_n += wrote > 0 ? (size_t)wrote : 0;
            key_n = key_n < LC_NAME_MAX ? key_n : LC_NAME_MAX - 1;
        } else if (f.number == 16 && f.at) {
            *value = (lc_span){(const char *)f.at, (const char *)f.at + f.n};
        }
    }
    return key_n && value->s;
}

/* The step is an item as well, unless an old version wrote it. */
static lc_status put_history(lc_builder *b, const unsigned char *at, size_t n, lc_error *err)
{
    const unsigned char *end = at + n;
    char key[LC_NAME_MAX];
    lc_span value;
    bool stepped = false;
    double step = -1;
    field f, num;
    lc_builder_is_one_run(b);
    lc_status st = lc_builder_record(b);
    while (st == LC_OK && take_field(&at, end, &f)) {
        const unsigned char *inner = f.at;
        if (f.number == 1 && f.at && split_item(key, &value, f.at, f.n)) {
            stepped |= strcmp(key, "_step") == 0;
            st = put_value(b, key, value, err);
        } else if (f.number == 2 && f.at && take_field(&inner, f.at + f.n, &num) &&
                   num.number == 1) {
            step = (double)num.varint;
        }
    }
    return st == LC_OK && !stepped && step >= 0 ? lc_named_put_number(b, "_step", step) : st;
}

/* A text without its quotes, of an object its "value", of all others the JSON itself. */
static lc_status put_setting(lc_builder *b, const char *key, lc_span json)
{
    struct json_object *value = NULL;
    size_t n = strlen(key);
    if (strcmp(key, "_wandb") == 0 || lc_span_length(&json) == 0)
        return LC_OK;
    if (!strchr("{\"", *json.s))
        return lc_builder_param(b, key, n, json.s, lc_span_length(&json));
    if (lc_json_parse(&value, json.s, lc_span_length(&json), 0, NULL) != LC_OK)
        return LC_OK;
    struct json_object *inner = lc_json_get(value, "value");
    const char *text = json_object_get_string(inner ? inner : value);
    lc_status st = text ? lc_builder_param(b, key, n, text, strlen(text)) : LC_OK;
    json_object_put(value);
    return st;
}

static lc_status put_config(lc_builder *b, const unsigned char *at, size_t n)
{
    const unsigned char *end = at + n;
    char key[LC_NAME_MAX];
    lc_span value;
    field f;
    lc_status st = LC_OK;
    while (st == LC_OK && take_field(&at, end, &f))
        if (f.number == 1 && f.at && split_item(key, &value, f.at, f.n))
            st = put_setting(b, key, value);
    return st;
}

/* The config as it was when the run began. */
static lc_status put_run(lc_builder *b, const unsigned char *at, size_t n)
{
    const unsigned char *end = at + n;
    field f;
    lc_status st = LC_OK;
    while (st == LC_OK && take_field(&at, end, &f))
        if (f.number == 4 && f.at)
            st = put_config(b, f.at, f.n);
    return st;
}

static lc_status take_record(wandb_file *w, lc_error *err)
{
    const unsigned char *at = (const unsigned char *)w->record, *end = at + w->record_n;
    field f;
    lc_status st = LC_OK;
    while (st == LC_OK && take_field(&at, end, &f))
        if (f.number == 2 && f.at)
            st = put_history(w->builder, f.at, f.n, err);
        else if (f.number == 5 && f.at)
            st = put_config(w->builder, f.at, f.n);
        else if (f.number == 17 && f.at)
            st = put_run(w->builder, f.at, f.n);
    return st;
}

/* ---- blocks ----------------------------------------------------------------------------- */

static lc_status add_piece(wandb_file *w, piece type, const unsigned char *data, size_t n,
                           lc_error *err)
{
    if (type == WHOLE || type == FIRST)
        w->record_n = 0;
    else if (!w->within)
        return LC_OK; /* what came before was broken */
    w->within = type == FIRST || type == MIDDLE;
    if (w->record_n + n > RECORD_MAX) {
        w->within = false;
        return LC_OK;
    }
    if (n && !lc_mem_grow(&w->record, &w->record_cap, w->record_n + n, 1))
        return lc_error_nomem(err);
    if (n)
        memcpy(w->record + w->record_n, data, n);
    w->record_n += n;
    return w->within ? LC_OK : take_record(w, err);
}

static uint32_t little(const unsigned char *at, size_t n)
{
    uint32_t v = 0;
    while (n-- > 0)
        v = v << 8 | at[n];
    return v;
}

static bool is_sound(const unsigned char *at, size_t n)
{
    uLong crc = crc32_z(0, at + 6, 1); /* crc32 is the name of another library's function, too */
    return crc32_z(crc, at + PIECE_HEADER, n) == little(at, 4) && at[6] >= WHOLE && at[6] <= LAST;
}

/* Take what is whole of the block at hand; `last`: no more comes. */
static lc_status take_pieces(wandb_file *w, lc_error *err)
{
    lc_status st = LC_OK;
    if (!w->begun && w->n >= sizeof header) {
        if (memcmp(w->block, header, sizeof header) != 0)
            return lc_error_set(err, LC_E_FORMAT, 0, "not a file of Weights & Biases");
        w->begun = true;
        w->taken = sizeof header;
    }
    while (w->begun && st == LC_OK && w->taken + PIECE_HEADER <= w->n) {
        const unsigned char *at = w->block + w->taken;
        size_t length = little(at + 4, 2);
        if (length > BLOCK - w->taken - PIECE_HEADER) { /* it can't be: go on with the next block */
            w->broken++;
            w->taken = BLOCK;
            w->within = false;
            break;
        }
        if (w->n - w->taken < PIECE_HEADER + length)
            break;
        if (is_sound(at, length)) {
            st = add_piece(w, (piece)at[6], at + PIECE_HEADER, length, err);
        } else {
            w->broken += length > 0 || at[6] != 0; /* zeros fill the end of a block */
            w->within = false;
        }
        w->taken += PIECE_HEADER + length;
    }
    return st;
}

static lc_status wandb_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    wandb_file *w = state;
    lc_status st = LC_OK;
    while (n > 0 && st == LC_OK) {
        size_t k = n < BLOCK - w->n ? n : BLOCK - w->n;
        memcpy(w->block + w->n, bytes, k);
        w->n += k;
        bytes += k;
        n -= k;
        st = take_pieces(w, err);
        if (w->n == BLOCK)
            w->n = w->taken = 0;
    }
    return st;
}

static lc_status wandb_finish(void *state, lc_error *err)
{
    wandb_file *w = state;
    if (!w->begun)
        return lc_error_set(err, LC_E_FORMAT, 0, "not a file of Weights & Biases");
    return w->broken
               ? lc_builder_malformed(w->builder, 0, err, "%zu record%s broken and passed over",
                                      w->broken, w->broken == 1 ? " is" : "s are")
               : LC_OK;
}

static lc_status wandb_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err)
{
    wandb_file *w = lc_mem_resize(NULL, 1, sizeof *w);
    (void)self;
    if (!w)
        return lc_error_nomem(err);
    memset(w, 0, sizeof *w);
    w->builder = b;
    *state = w;
    return LC_OK;
}

static void wandb_close(void *state)
{
    wandb_file *w = state;
    if (w)
        lc_mem_free(w->record);
    lc_mem_free(w);
}

static int wandb_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    (void)self;
    return head->n >= sizeof header && memcmp(head->bytes, header, sizeof header) == 0 ? 100 : 0;
}

const lc_reader lc_reader_wandb_file = {
    .name = "wandb_file",
    .summary = "run-ID.wandb, what Weights & Biases writes, also offline",
    .example = "run-ID.wandb",
    .binary = true,
    .probe = wandb_probe,
    .open = wandb_open,
    .feed = wandb_feed,
    .finish = wandb_finish,
    .close = wandb_close,
};
