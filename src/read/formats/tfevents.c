/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tfevents.c - TensorBoard's event files.
 *
 * A file is a row of records: length (8 bytes, little-endian), masked CRC32C of these, data, masked
 * CRC32C of the data; each holds one event as protocol buffer. Scalars are kept, of both makes: a
 * plain float, or a tensor of one element. Records that lie whole within a block are not copied.
 *
 * A record with a broken checksum is passed over. Where the length itself is broken, the next header
 * whose checksum holds is looked for.
 */
#include "read/engine/reader.h"

#include "base/crc32c.h"
#include "base/mem.h"
#include "read/formats/event.pb-c.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>

#define HEADER_BYTES 12u
#define TRAILER_BYTES 4u
#define RECORD_MAX (1u << 20)   /* [bytes] longer ones hold graphs and images, not scalars */
#define ARENA_BYTES (64u << 10) /* what an event of scalars needs ... */
#define ARENA_MAX (64u << 20)   /* ... and what any event may take */
#define TAGS_KNOWN 1024         /* tags whose metric is remembered; others cost a hash */
#define TF_FLOAT 1              /* numbers of the enumeration tensorflow.DataType */
#define TF_DOUBLE 2
#define TF_INT32 3
#define TF_INT64 9

/* ---- memory for one event ---------------------------------------------------------------- */

/* A block that grew too small for the event; released with it. */
typedef struct extra {
    struct extra *next;
    max_align_t room[];
} extra;

/* Where protobuf-c puts an event: blocks are handed out one after the other, and freed as a whole. */
typedef struct arena {
    char *block;
    size_t used, total;
    extra *extras;
} arena;

static void *arena_take(void *data, size_t size)
{
    arena *a = data;
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (size > ARENA_MAX - a->total)
        return NULL;
    a->total += size;
    if (size <= ARENA_BYTES - a->used) {
        a->used += size;
        return a->block + a->used - size;
    }
    extra *e = lc_mem_resize(NULL, sizeof *e + size, 1);
    if (!e)
        return NULL;
    e->next = a->extras;
    a->extras = e;
    return e->room;
}

static void arena_keep(void *data, void *pointer)
{
    (void)data;
    (void)pointer;
}

static void arena_clear(arena *a)
{
    while (a->extras) {
        extra *next = a->extras->next;
        lc_mem_free(a->extras);
        a->extras = next;
    }
    a->used = a->total = 0;
}

/* ---- the reader -------------------------------------------------------------------------- */

typedef struct tag {
    char *name;
    uint32_t id;
    size_t record; /* the last one that has its value */
} tag;

typedef struct tfevents {
    lc_builder *builder;
    arena arena;
    char *carry; /* of a record that is not complete */
    size_t carry_n, carry_cap;
    uint64_t skip;  /* bytes of a long record, still to be passed over */
    bool searching; /* for a header that holds */
    size_t events, broken;
    uint64_t lost; /* bytes passed over in search */

    tag *tag;
    size_t tags, tags_cap;
    size_t next; /* the tag after the one that came last: they come in turns */
    bool begun;  /* a record is open, at ... */
    int64_t step;
    size_t record; /* ... and its number */
    uint32_t step_id, time_id;
} tfevents;

static uint32_t masked_crc(const char *bytes, size_t n)
{
    uint32_t crc = lc_crc32c(bytes, n);
    return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

static uint64_t read_little(const char *bytes, size_t n)
{
    uint64_t v = 0;
    for (size_t i = n; i-- > 0;)
        v = v << 8 | (unsigned char)bytes[i];
    return v;
}

static bool header_holds(const char *bytes)
{
    return read_little(bytes + 8, 4) == masked_crc(bytes, 8);
}

/* ---- events ------------------------------------------------------------------------------ */

/* One element of a tensor's raw content. */
static bool content_number(const LcTf__Tensor *t, double *v)
{
    const char *at = (const char *)t->tensor_content.data;
    size_t n = t->tensor_content.len;
    float f;
    uint64_t bits = n == 4 || n == 8 ? read_little(at, n) : 0;
    uint32_t low = (uint32_t)bits;
    if (t->dtype == TF_FLOAT && n == 4) {
        memcpy(&f, &low, sizeof f);
        *v = (double)f;
    } else if (t->dtype == TF_DOUBLE && n == 8) {
        memcpy(v, &bits, sizeof *v);
    } else if (t->dtype == TF_INT32 && n == 4) {
        *v = (double)(int32_t)low;
    } else if (t->dtype == TF_INT64 && n == 8) {
        *v = (double)(int64_t)bits;
    } else {
        return false;
    }
    return true;
}

/* A tensor of one number. */
static bool tensor_number(const LcTf__Tensor *t, double *v)
{
    size_t elements = t->n_float_val + t->n_double_val + t->n_int_val + t->n_int64_val;
    if (t->tensor_content.len)
        return elements == 0 && content_number(t, v);
    if (elements != 1)
        return false;
    *v = t->n_float_val    ? (double)t->float_val[0]
         : t->n_double_val ? t->double_val[0]
         : t->n_int_val    ? (double)t->int_val[0]
                           : (double)t->int64_val[0];
    return true;
}

static bool value_number(const LcTf__Value *value, double *v)
{
    const LcTf__Metadata *about = value->metadata;
    const char *plugin = about && about->plugin_data ? about->plugin_data->plugin_name : "";
    if (value->value_case == LC_TF__VALUE__VALUE_SIMPLE_VALUE)
        *v = (double)value->simple_value;
    else if (value->value_case != LC_TF__VALUE__VALUE_TENSOR || !tensor_number(value->tensor, v))
        return false;
    return *plugin == '\0' || strcmp(plugin, "scalars") == 0;
}

/* The metric of a tag: most often the one after the last tag's. */
static lc_status find_tag(tfevents *r, const char *name, tag **found, lc_error *err)
{
    for (size_t i = 0; i < r->tags; i++) {
        tag *t = &r->tag[(r->next + i) % r->tags];
        if (strcmp(t->name, name) == 0) {
            r->next = (r->next + i + 1) % r->tags;
            *found = t;
            return LC_OK;
        }
    }
    size_t at =
        r->tags < TAGS_KNOWN ? r->tags : 0; /* with very many tags none is worth remembering */
    if (!lc_mem_grow(&r->tag, &r->tags_cap, at + 1, sizeof *r->tag))
        return lc_error_nomem(err);
    char *copy = lc_mem_text(name, strlen(name));
    if (!copy)
        return lc_error_nomem(err);
    if (at < r->tags)
        lc_mem_free(r->tag[at].name);
    else
        r->tags++;
    r->tag[at] = (tag){.name = copy};
    *found = &r->tag[at];
    /* What an event says of itself has these names. */
    if (strcmp(name, "step") == 0 || strcmp(name, "wall_time") == 0) {
        char tagged[32];
        int n = snprintf(tagged, sizeof tagged, "tag/%s", name);
        lc_status st = lc_builder_metric(r->builder, tagged, (size_t)n, &r->tag[at].id);
        static const lc_map other = {.has_kind = true, .kind = LC_OTHER};
        return st == LC_OK ? lc_builder_means(r->builder, r->tag[at].id, &other) : st;
    }
    return lc_builder_metric(r->builder, name, strlen(name), &r->tag[at].id);
}

/* Values of one step go into one record, as long as no tag comes twice. */
static lc_status open_record(tfevents *r, const LcTf__Event *event)
{
    lc_builder *b = r->builder;
    lc_builder_metric(b, "step", 4, &r->step_id);
    lc_builder_metric(b, "wall_time", 9, &r->time_id);
    lc_builder_record(b);
    lc_builder_put(b, r->step_id, (double)event->step);
    r->begun = true;
    r->step = event->step;
    r->record++;
    return isfinite(event->wall_time) ? lc_builder_put(b, r->time_id, event->wall_time)
                                      : lc_builder_put(b, r->step_id, (double)event->step);
}

static lc_status put_value(tfevents *r, const LcTf__Event *event, const LcTf__Value *value,
                           lc_error *err)
{
    double v;
    tag *t = NULL;
    if (!value->tag || !*value->tag || !value_number(value, &v))
        return LC_OK;
    lc_status st = find_tag(r, value->tag, &t, err);
    if (st == LC_OK && (!r->begun || r->step != event->step || t->record == r->record))
        st = open_record(r, event);
    if (st != LC_OK)
        return st;
    t->record = r->record;
    const char *spelling = isnan(v) ? "NaN" : v > 0 ? "inf" : "-inf";
    return lc_builder_put_text(r->builder, t->id, v, spelling, strlen(spelling));
}

/* An event that is none counts as broken: its checksum held, so that nothing else is lost. */
static lc_status take_event(tfevents *r, const char *bytes, size_t n, lc_error *err)
{
    ProtobufCAllocator memory = {arena_take, arena_keep, &r->arena};
    LcTf__Event *event = lc_tf__event__unpack(&memory, n, (const uint8_t *)bytes);
    lc_status st = LC_OK;
    r->events++;
    r->broken += event == NULL;
    for (size_t i = 0; event && event->summary && i < event->summary->n_value && st == LC_OK; i++)
        st = put_value(r, event, event->summary->value[i], err);
    arena_clear(&r->arena);
    return st;
}

/* ---- records ----------------------------------------------------------------------------- */

/* Move past bytes that begin no header; where one begins, searching ends. */
static size_t search(tfevents *r, const char *bytes, size_t n)
{
    size_t at = 0;
    while (at + HEADER_BYTES <= n && !header_holds(bytes + at))
        at++;
    r->searching = at + HEADER_BYTES > n;
    r->lost += at;
    return at;
}

/* Read what is complete of the n bytes; *used says how far that is. */
static lc_status take_records(tfevents *r, const char *bytes, size_t n, size_t *used, lc_error *err)
{
    size_t at = 0;
    lc_status st = LC_OK;
    while (st == LC_OK && n - at >= HEADER_BYTES) {
        if (r->searching || !header_holds(bytes + at)) {
            r->broken += !r->searching;
            at += search(r, bytes + at, n - at);
            if (r->searching)
                break;
        }
        uint64_t length = read_little(bytes + at, 8);
        if (length > RECORD_MAX) {
            r->skip = length + TRAILER_BYTES < length ? UINT64_MAX : length + TRAILER_BYTES;
            r->events++;
            at += HEADER_BYTES;
            break;
        }
        size_t whole = HEADER_BYTES + (size_t)length + TRAILER_BYTES;
        if (n - at < whole)
            break;
        const char *data = bytes + at + HEADER_BYTES;
        if (read_little(data + length, 4) == masked_crc(data, (size_t)length))
            st = take_event(r, data, (size_t)length, err);
        else
            r->broken++;
        at += whole;
    }
    *used = at;
    return st;
}

/* Fill the carried record up with as much of the block as it needs, and read it. */
static lc_status take_carried(tfevents *r, const char **bytes, size_t *n, lc_error *err)
{
    size_t need = HEADER_BYTES, used = 0;
    if (!r->searching && r->carry_n >= HEADER_BYTES && header_holds(r->carry))
        need += (size_t)read_little(r->carry, 8) + TRAILER_BYTES;
    size_t k = need > r->carry_n ? need - r->carry_n : 1;
    k = k < *n ? k : *n;
    if (!lc_mem_grow(&r->carry, &r->carry_cap, r->carry_n + k, 1))
        return lc_error_nomem(err);
    memcpy(r->carry + r->carry_n, *bytes, k);
    r->carry_n += k;
    *bytes += k;
    *n -= k;
    lc_status st = take_records(r, r->carry, r->carry_n, &used, err);
    memmove(r->carry, r->carry + used, r->carry_n - used);
    r->carry_n -= used;
    return st;
}

static lc_status tfevents_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    tfevents *r = state;
    lc_status st = LC_OK;
    while (n > 0 && st == LC_OK) {
        size_t used = 0;
        if (r->skip) {
            used = r->skip < n ? (size_t)r->skip : n;
            r->skip -= used;
        } else if (r->carry_n) {
            st = take_carried(r, &bytes, &n, err);
        } else {
            st = take_records(r, bytes, n, &used, err);
            if (st == LC_OK && used < n && !r->skip) { /* the rest is a record's beginning */
                if (!lc_mem_grow(&r->carry, &r->carry_cap, n - used, 1))
                    return lc_error_nomem(err);
                memcpy(r->carry, bytes + used, n - used);
                r->carry_n = n - used;
                used = n;
            }
        }
        bytes += used;
        n -= used;
    }
    return st;
}

static lc_status tfevents_finish(void *state, lc_error *err)
{
    tfevents *r = state;
    lc_builder *b = r->builder;
    lc_status st = LC_OK;
    if (r->events == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no event whose checksum holds");
    if (r->broken)
        st = lc_builder_remark(
            b, 0, "%zu record%s broken and passed over, %llu bytes in search of the next",
            r->broken, r->broken == 1 ? " is" : "s are", (unsigned long long)r->lost);
    if (st == LC_OK && !r->searching && (r->carry_n || r->skip))
        st = lc_builder_remark(b, 0, "the last record breaks off, as while it is being written");
    return st;
}

static void tfevents_close(void *state)
{
    tfevents *r = state;
    if (!r)
        return;
    arena_clear(&r->arena);
    lc_mem_free(r->arena.block);
    for (size_t i = 0; i < r->tags; i++)
        lc_mem_free(r->tag[i].name);
    lc_mem_free(r->tag);
    lc_mem_free(r->carry);
    lc_mem_free(r);
}

static lc_status tfevents_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err)
{
    (void)self;
    tfevents *r = lc_mem_resize(NULL, 1, sizeof *r);
    if (!r)
        return lc_error_nomem(err);
    *r = (tfevents){.builder = b};
    *state = r;
    r->arena.block = lc_mem_resize(NULL, ARENA_BYTES, 1);
    return r->arena.block ? LC_OK : lc_error_nomem(err);
}

static int tfevents_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    (void)self;
    return head->n >= HEADER_BYTES && header_holds(head->bytes) ? 100 : 0;
}

/* Files of one folder are one run, and so are folders named for splits below it: "train/",
 * "validation/". */
static lc_part tfevents_part(const char *path)
{
    const char *slash = strrchr(path, '/'), *last = slash;
    lc_metric m = {0};
    if (!slash)
        return (lc_part){.folder = 0};
    while (last > path && last[-1] != '/')
        last--;
    bool split = lc_metric_infer(&m, last, (size_t)(slash - last), NULL) == LC_OK &&
                 m.split != LC_SPLIT_NONE && strlen(m.base) == (size_t)(slash - last);
    lc_metric_free(&m);
    if (!split)
        return (lc_part){.folder = (size_t)(slash - path)};
    size_t begin = (size_t)(last - path);
    return (lc_part){begin ? begin - 1 : 0, begin, (size_t)(slash + 1 - last)};
}

const lc_reader lc_reader_tfevents = {
    .name = "tfevents",
    .summary =
        "event files of TensorBoard: Keras, PyTorch's SummaryWriter, Lightning, CatBoost, ...",
    .example = "events.out.tfevents.1700000000.host",
    .binary = true,
    .part = tfevents_part,
    .probe = tfevents_probe,
    .open = tfevents_open,
    .feed = tfevents_feed,
    .finish = tfevents_finish,
    .close = tfevents_close,
};
