/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * events.c - write a made-up event file of TensorBoard to standard output.
 *
 *     events SHAPE STEPS TAGS
 *
 * SHAPE is "plain" (a float per value, as PyTorch's SummaryWriter writes them), "tensor" (tensors with
 * the scalars plugin named once per tag, as Keras does), or either with "-broken" (a byte of one
 * record in ten is changed) or "-cut" (the last record breaks off) behind it. Losses fall as
 * 1 / (1 + s / 10) over the steps, accuracies are what that leaves of 1.
 */
#include "base/crc32c.h"
#include "read/formats/event.pb-c.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENT_MAX 4096 /* [bytes] */

static const char *const tags[] = {"loss/train", "loss/val", "accuracy/train", "accuracy/val",
                                   "lr"};
#define TAGS (sizeof tags / sizeof *tags)

static uint32_t masked_crc(unsigned char *bytes, size_t n)
{
    uint32_t crc = lc_crc32c(bytes, n);
    return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

static void put_little(unsigned char *out, uint64_t v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)(v >> 8 * i);
}

/* One record; `broken` changes a byte of it after its checksum was taken, `cut` leaves half of it. */
static void write_event(const LcTf__Event *event, bool broken, bool cut)
{
    unsigned char record[12 + EVENT_MAX + 4];
    size_t n = lc_tf__event__get_packed_size(event);
    if (n > EVENT_MAX)
        exit(1);
    put_little(record, n, 8);
    put_little(record + 8, masked_crc(record, 8), 4);
    lc_tf__event__pack(event, record + 12);
    put_little(record + 12 + n, masked_crc(record + 12, n), 4);
    if (broken)
        record[12 + n / 2] ^= 0x20;
    fwrite(record, 1, cut ? n : n + 16, stdout);
}

int main(int argc, char **argv)
{
    char version[] = "brain.Event:2", scalars[] = "scalars", name[64];
    if (argc != 4)
        return 2;
    bool tensor = strncmp(argv[1], "tensor", 6) == 0, broken = strstr(argv[1], "broken") != NULL;
    long steps = atol(argv[2]), count = atol(argv[3]), written = 0;
    LcTf__Event event = LC_TF__EVENT__INIT;
    event.wall_time = 1.7e9;
    event.file_version = version;
    write_event(&event, false, false);
    event.file_version = NULL;
    for (long s = 0; s < steps; s++)
        for (long k = 0; k < count; k++) {
            LcTf__PluginData plugin = LC_TF__PLUGIN_DATA__INIT;
            LcTf__Metadata about = LC_TF__METADATA__INIT;
            LcTf__Tensor t = LC_TF__TENSOR__INIT;
            LcTf__Value value = LC_TF__VALUE__INIT, *values[] = {&value};
            LcTf__Summary summary = LC_TF__SUMMARY__INIT;
            bool score = k % (long)TAGS == 2 || k % (long)TAGS == 3;
            float loss = (1 + .1f * (float)k) / (1 + (float)s / 10),
                  v = score ? 1 - loss / 2 : loss;
            unsigned char content[4];
            memcpy(content, &v,
                   sizeof v); /* little-endian, as the machines that this runs on are */
            plugin.plugin_name = scalars;
            about.plugin_data = &plugin;
            snprintf(name, sizeof name, k < (long)TAGS ? "%s" : "%s_%ld", tags[(size_t)k % TAGS],
                     k);
            value.tag = name;
            t.dtype = 1;
            t.tensor_content = (ProtobufCBinaryData){sizeof content, content};
            value.value_case =
                tensor ? LC_TF__VALUE__VALUE_TENSOR : LC_TF__VALUE__VALUE_SIMPLE_VALUE;
            if (tensor)
                value.tensor = &t;
            else
                value.simple_value = v;
            value.metadata = tensor && s == 0 ? &about : NULL;
            summary.n_value = 1;
            summary.value = values;
            event.summary = &summary;
            event.step = s;
            event.wall_time = 1.7e9 + (double)s;
            written++;
            write_event(&event, broken && written % 10 == 5,
                        strstr(argv[1], "cut") && written == steps * count);
        }
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
