#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Load the scalars of an event file step by step as TensorBoard's own Python loader does.

    events_python.py FILE [unchecked]

TensorBoard is in no Debian package, so its documented steps are gone through here: each record is read
(8 bytes length, 4 checksum, data, 4 checksum) and both masked CRC32C are verified byte by byte from a
table, as in its reader without TensorFlow; the event is parsed by python3-protobuf; a plain float is
turned into a tensor summary with the scalars plugin's metadata, as its migration does; and the value is
appended to its tag's reservoir of 10,000 as (wall time, step, value). "unchecked" leaves out the
checksums, which TensorBoard does in C++ where TensorFlow is installed.
"""
import collections
import random
import struct
import sys
import time

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.internal import api_implementation


def message_types():
    field = descriptor_pb2.FieldDescriptorProto
    made = descriptor_pb2.FileDescriptorProto(name="event.proto", package="tf", syntax="proto3")

    def message(name, *fields):
        m = made.message_type.add(name=name)
        for label, number, kind, repeated in fields:
            f = m.field.add(name=label, number=number,
                            label=field.LABEL_REPEATED if repeated else field.LABEL_OPTIONAL)
            if isinstance(kind, str):
                f.type, f.type_name = field.TYPE_MESSAGE, ".tf." + kind
            else:
                f.type = kind
        return m

    message("PluginData", ("plugin_name", 1, field.TYPE_STRING, False))
    message("Metadata", ("plugin_data", 1, "PluginData", False), ("data_class", 4, field.TYPE_INT32, False))
    message("Tensor", ("dtype", 1, field.TYPE_INT32, False), ("tensor_content", 4, field.TYPE_BYTES, False),
            ("float_val", 5, field.TYPE_FLOAT, True))
    value = message("Value", ("tag", 1, field.TYPE_STRING, False), ("simple_value", 2, field.TYPE_FLOAT, False),
                    ("tensor", 8, "Tensor", False), ("metadata", 9, "Metadata", False))
    value.oneof_decl.add(name="value")
    value.field[1].oneof_index = value.field[2].oneof_index = 0
    message("Summary", ("value", 1, "Value", True))
    message("Event", ("wall_time", 1, field.TYPE_DOUBLE, False), ("step", 2, field.TYPE_INT64, False),
            ("file_version", 3, field.TYPE_STRING, False), ("summary", 5, "Summary", False))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(made)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("tf.Event"))


def crc_table():
    table = []
    for i in range(256):
        for _ in range(8):
            i = i >> 1 ^ (0x82F63B78 if i & 1 else 0)
        table.append(i)
    return table


TABLE = crc_table()


def masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return (crc >> 15 | crc << 17) + 0xA282EAD8 & 0xFFFFFFFF


def records(path, checked):
    with open(path, "rb") as f:
        while True:
            header = f.read(12)
            if len(header) < 12:
                return
            length, check = struct.unpack("<QI", header)
            if checked and masked_crc(header[:8]) != check:
                raise ValueError("length")
            data = f.read(length)
            check, = struct.unpack("<I", f.read(4))
            if checked and masked_crc(data) != check:
                raise ValueError("data")
            yield data


class Reservoir:
    """A fixed-size sample with the last item always kept."""

    def __init__(self, size):
        self.size, self.items, self.seen, self.random = size, [], 0, random.Random(0)

    def add(self, item):
        self.seen += 1
        if len(self.items) < self.size:
            self.items.append(item)
            return
        at = self.random.randint(0, self.seen - 1)
        if at < self.size:
            self.items.pop(at)
            self.items.append(item)
        else:
            self.items[-1] = item


def load(path, checked):
    event_type = message_types()
    tags, metadata = collections.defaultdict(lambda: Reservoir(10000)), {}
    count = 0
    for data in records(path, checked):
        event = event_type.FromString(data)
        for value in event.summary.value:
            if value.WhichOneof("value") == "simple_value":
                v = value.simple_value
                value.ClearField("simple_value")
                value.tensor.dtype = 1
                value.tensor.float_val.append(v)
                value.metadata.plugin_data.plugin_name = "scalars"
            if value.tag not in metadata:
                metadata[value.tag] = value.metadata.plugin_data.plugin_name
            t = value.tensor
            v = t.float_val[0] if t.float_val else struct.unpack("<f", t.tensor_content)[0]
            tags[value.tag].add((event.wall_time, event.step, v))
            count += 1
    return count


start = time.perf_counter()
n = load(sys.argv[1], "unchecked" not in sys.argv[2:])
print(f"{time.perf_counter() - start:.3f} s, {n} scalars, protobuf {api_implementation.Type()}", file=sys.stderr)
