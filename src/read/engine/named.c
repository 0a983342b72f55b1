/* SPDX-License-Identifier: GPL-3.0-or-later */
/* named.c - values under names on their way to the builder. */
#include "read/engine/named.h"

#include "model/metric.h"

#include <stdio.h>
#include <string.h>

static lc_status put(lc_builder *b, const char *name, size_t len, const lc_named_value *v)
{
    uint32_t id;
    lc_status st = lc_builder_metric(b, name, len, &id);
    return st == LC_OK ? lc_builder_put_text(b, id, v->value, v->text.s, lc_span_length(&v->text))
                       : st;
}

lc_status lc_named_put(lc_builder *b, const char *prefix, const lc_named_value *v)
{
    char name[LC_NAME_MAX];
    size_t before = strlen(prefix), len = lc_span_length(&v->name);
    if (before == 0)
        return put(b, v->name.s, len, v);
    if (len > sizeof name - before)
        len = sizeof name - before;
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): put() takes its length */
    memcpy(name, prefix, before);
    memcpy(name + before, v->name.s, len);
    return put(b, name, before + len, v);
}

lc_status lc_named_put_text(lc_builder *b, const char *name, double value, lc_span text)
{
    const lc_named_value v = {.text = text, .value = value};
    return put(b, name, strlen(name), &v);
}

lc_status lc_named_put_number(lc_builder *b, const char *name, double value)
{
    uint32_t id;
    lc_status st = lc_builder_metric(b, name, strlen(name), &id);
    return st == LC_OK ? lc_builder_put(b, id, value) : st;
}

lc_status lc_named_averaged(lc_builder *b, const char *name, const char *how)
{
    uint32_t id;
    lc_status st = lc_builder_metric(b, name, strlen(name), &id);
    return st == LC_OK ? lc_builder_averaged(b, id, how) : st;
}

lc_status lc_named_begin(lc_builder *b, const char *what, size_t n)
{
    char name[64];
    if (n <= 1)
        return LC_OK;
    int len = snprintf(name, sizeof name, "%.30s %zu", what, n);
    return lc_builder_begin(b, name, (size_t)len);
}

lc_span lc_named_by_file(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    lc_span file = lc_span_of(slash ? slash + 1 : path ? path : "");
    file.end = file.s + strcspn(file.s, ".");
    lc_kind kind = lc_metric_kind(file.s, lc_span_length(&file));
    return kind == LC_LOSS || kind == LC_SCORE ? file : (lc_span){file.s, file.s};
}
