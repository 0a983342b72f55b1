/* SPDX-License-Identifier: GPL-3.0-or-later */
/* svg.c - a plot of gnuplot's within a page: what is known to be harmless is taken over. */
#include "html/svg.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST 32
#define OPEN_MOST 600 /* [bytes] of a group's tag, which waits for its contents */

/* What is read, and which elements are open. */
typedef struct svg_reader {
    lc_page *page;
    FILE *out;
    const char *at, *end;
    size_t number;
    size_t depth, skipped; /* elements within one that isn't taken over, with it */
    struct {
        const char *name;
        char tag[OPEN_MOST]; /* of a group */
        bool written;        /* as a group without contents never is */
    } open[DEPTH_MOST];
    bool held; /* the end of a group that was written: the next one may go on with it ... */
    size_t held_depth;
    char held_tag[OPEN_MOST]; /* ... if it has the same tag */
} svg_reader;

static const char *const elements[] = {"g",    "defs", "path", "rect",  "circle", "polygon",
                                       "line", "use",  "text", "tspan", NULL};
static const char *const attributes[] = {
    "x",           "y",         "cx",           "cy",           "r",
    "d",           "width",     "height",       "points",       "transform",
    "fill",        "stroke",    "color",        "stroke-width", "stroke-dasharray",
    "font-size",   "fill-rule", "fill-opacity", "opacity",      "stroke-opacity",
    "font-weight", "x1",        "y1",           "x2",           "y2",
    "font-style",  "dy",        "text-anchor",  "id",           "xlink:href",
    NULL};

/* As the list has it; NULL for none. */
static const char *known(const char *const *list, const char *s, size_t n)
{
    for (; *list; list++)
        if (strlen(*list) == n && strncmp(*list, s, n) == 0)
            return *list;
    return NULL;
}

/* ---- values ------------------------------------------------------------------------------- */

/* "rgb( 0, 114, 178)" or "#0072b2"; false when it is neither. */
static bool parse_color(unsigned long rgb[3], const char *s, size_t n)
{
    char text[32], *at = text;
    snprintf(text, sizeof text, "%.*s", n < sizeof text ? (int)n : 0, s);
    if (n == 7 && text[0] == '#') {
        unsigned long all = strtoul(text + 1, &at, 16);
        rgb[0] = all >> 16, rgb[1] = all >> 8 & 255, rgb[2] = all & 255;
        return at == text + n;
    }
    if (strncmp(text, "rgb(", 4) != 0)
        return false;
    at += 3;
    for (size_t i = 0; i < 3; i++)
        rgb[i] = strtoul(at + 1, &at, 10);
    return strcmp(at, ")") == 0 && rgb[0] < 256 && rgb[1] < 256 && rgb[2] < 256;
}

static void put_color(FILE *to, const unsigned long rgb[3])
{
    unsigned long all = rgb[0] << 16 | rgb[1] << 8 | rgb[2];
    fprintf(to, "var(--c%06lX,#%06lX)", all, all);
}

static void put_number(FILE *to, double v)
{
    char text[32];
    snprintf(text, sizeof text, "%.1f", v);
    size_t n = strlen(text);
    if (n > 2 && strcmp(text + n - 2, ".0") == 0)
        text[n - 2] = '\0';
    fputs(strcmp(text, "-0") == 0 ? "0" : text, to);
}

/* Numbers with one decimal, from 10 on; runs of blanks are one. Markup can't come: '<' ends the tag, and a
 * quote the value. */
static void put_value(FILE *to, const char *s, const char *end)
{
    while (s < end) {
        char *after = NULL;
        bool digit = isdigit((unsigned char)*s);
        double v = digit ? strtod(s, &after) : 0;
        if (digit && v >= 10 && after <= end) {
            put_number(to, v);
            s = after;
        } else if (digit) {
            while (s < end && (isdigit((unsigned char)*s) || *s == '.'))
                putc(*s++, to);
        } else {
            bool blank = isspace((unsigned char)*s);
            if (!blank || (s + 1 < end && !isspace((unsigned char)s[1])))
                putc(blank ? ' ' : *s, to);
            s++;
        }
    }
}

/* ---- paths -------------------------------------------------------------------------------- */

/* A point in tenths of a pixel; false where none stands. */
static bool next_point(long *x, long *y, const char **at, const char *end)
{
    char *after;
    const char *s = *at + strspn(*at, " \t\r\n,");
    if (s >= end)
        return false;
    double v = strtod(s, &after);
    if (after == s || after >= end || !(fabs(v) < 1e6))
        return false;
    *x = lround(10 * v);
    s = after + strspn(after, " ,");
    v = strtod(s, &after);
    if (after == s || after > end || !(fabs(v) < 1e6))
        return false;
    *y = lround(10 * v);
    *at = after;
    return true;
}

/* Tenths as a number; a sign parts it from the one before, else a blank does. */
static void put_tenths(FILE *to, long n, bool follows)
{
    if (follows && n >= 0)
        putc(' ', to);
    fputs(n < 0 ? "-" : "", to);
    if (labs(n) >= 10 || n == 0)
        fprintf(to, "%ld", labs(n) / 10);
    if (n % 10)
        fprintf(to, ".%ld", labs(n) % 10);
}

/* How a line goes on: 'l', 'h' or 'v', which is written where it isn't `command` already. */
static char put_step(FILE *to, long dx, long dy, char command)
{
    char c = dy == 0 ? 'h' : dx == 0 ? 'v' : 'l';
    if (c != command)
        putc(c, to);
    put_tenths(to, c == 'v' ? dy : dx, c == command);
    if (c == 'l')
        put_tenths(to, dy, true);
    return c;
}

/* "M1,2 L3,4 ... Z", or points alone, as a path of relative steps; what else a path has is left out. */
static void put_path(FILE *to, const char *s, const char *end, bool closed)
{
    long x = 0, y = 0, px, py;
    char command = 0;
    bool begins = true;
    while (s < end) {
        s += strspn(s, " \t\r\n,");
        if (*s == 'M' || *s == 'L' || *s == 'Z') {
            begins = *s == 'M' || begins;
            if (*s == 'Z')
                putc('z', to);
            command = *s == 'Z' ? 0 : command;
            s++;
        } else if (!next_point(&px, &py, &s, end)) {
            break;
        } else if (begins) {
            putc('M', to);
            put_tenths(to, px, false);
            put_tenths(to, py, true);
            x = px, y = py, command = 0, begins = false;
        } else if (px != x || py != y || command == 0) {
            command = put_step(to, px - x, py - y, command);
            x = px, y = py;
        }
    }
    fputs(closed ? "z" : "", to);
}

/* Whether a path is of absolute points and lines alone, as all of gnuplot's but those of its markers. */
static bool is_plain_path(const char *s, const char *end)
{
    for (; s < end; s++)
        if (isalpha((unsigned char)*s) && *s != 'M' && *s != 'L' && *s != 'Z')
            return false;
    return true;
}

/* ---- attributes --------------------------------------------------------------------------- */

/* What the element of the plot says for all of it, and gnuplot repeats in each group. */
static bool is_root_paint(const char *name, const char *s, const char *end, bool group)
{
    size_t n = (size_t)(end - s);
    return group &&
           ((strcmp(name, "color") == 0 && n == 5 && strncmp(s, "black", n) == 0) ||
            (strcmp(name, "fill") == 0 && n == 4 && strncmp(s, "none", n) == 0) ||
            (strcmp(name, "stroke") == 0 && n == 12 && strncmp(s, "currentColor", n) == 0));
}

/* " name='value'", or nothing */
static void put_attribute(svg_reader *r, FILE *to, const char *name, const char *s, const char *end)
{
    unsigned long rgb[3];
    bool link = strcmp(name, "xlink:href") == 0;
    if ((link && (s == end || *s != '#')) || is_root_paint(name, s, end, to != r->out))
        return;
    bool points = strcmp(name, "points") == 0;
    if (points || (strcmp(name, "d") == 0 && is_plain_path(s, end))) {
        fputs(" d=\"", to);
        put_path(to, s, end, points);
        putc('"', to);
        return;
    }
    if (link || strcmp(name, "id") == 0) {
        fprintf(to, " %s=\"%sp%zu-%.*s\"", link ? "href" : name, link ? "#" : "", r->number,
                (int)(end - s - link), s + link);
        return;
    }
    fprintf(to, " %s=\"", name);
    if (parse_color(rgb, s, (size_t)(end - s)))
        put_color(to, rgb);
    else
        put_value(to, s, end);
    putc('"', to);
}

/* ---- elements ----------------------------------------------------------------------------- */

/* The attributes of a tag up to its end, which is returned. */
static const char *put_attributes(svg_reader *r, FILE *to, const char *s, const char *end)
{
    while (s < end) {
        s += strspn(s, " \t\r\n");
        const char *name = s, *value;
        s += strcspn(s, "= \t\r\n/>");
        size_t n = (size_t)(s - name);
        s += strspn(s, " =");
        if (s >= end || (*s != '"' && *s != '\''))
            break;
        value = s + 1;
        s = memchr(value, *s, (size_t)(end - value));
        if (!s || memchr(value, '<', (size_t)(s - value)) ||
            memchr(value, '"', (size_t)(s - value)))
            return end;
        const char *attribute = known(attributes, name, n);
        if (attribute)
            put_attribute(r, to, attribute, value, s);
        s++;
    }
    return s;
}

/* The end of a group that is held, unless the next one is the same. */
static void release_held(svg_reader *r)
{
    size_t at = r->held_depth;
    bool same = at < r->depth && !r->open[at].written && strcmp(r->open[at].tag, r->held_tag) == 0;
    if (r->held && same)
        r->open[at].written = true;
    else if (r->held)
        fputs("</g>\n", r->out);
    r->held = false;
}

/* Groups that wait are written before what they contain. */
static void flush_groups(svg_reader *r)
{
    release_held(r);
    for (size_t i = 0; i < r->depth; i++) {
        if (!r->open[i].written)
            fputs(r->open[i].tag, r->out);
        r->open[i].written = true;
    }
}

static void open_group(svg_reader *r, const char *s, const char *end)
{
    char *tag = r->open[r->depth].tag;
    FILE *to = fmemopen(tag, OPEN_MOST, "w");
    r->page->nomem = r->page->nomem || !to;
    if (!to)
        return;
    fputs("<g", to);
    put_attributes(r, to, s, end);
    fputs(">", to);
    fclose(to);
    if (!memchr(tag, '>', OPEN_MOST)) /* longer than any of gnuplot's */
        memcpy(tag, "<g>", sizeof "<g>");
}

/* gnuplot defines all its markers. */
static bool is_unused_marker(const svg_reader *r, const char *s, const char *end)
{
    char link[40];
    const char *id = NULL;
    for (; s < end && !id; s++)
        id = strncmp(s, "id='gpPt", 8) == 0 ? s + 4 : NULL;
    if (!id)
        return false;
    snprintf(link, sizeof link, "#%.*s'", (int)strcspn(id, "'"), id);
    return !strstr(r->at, link);
}

static void open_element(svg_reader *r, const char *name, const char *s, const char *end)
{
    bool empty = end[-1] == '/';
    bool background = strcmp(name, "rect") == 0 && r->depth == 1; /* the page has one */
    if (background || is_unused_marker(r, s, end)) {
        r->skipped += !empty;
        return;
    }
    r->open[r->depth].name = name;
    r->open[r->depth].written = false;
    if (strcmp(name, "g") == 0) {
        open_group(r, s, end - empty);
    } else {
        flush_groups(r);
        r->open[r->depth].written = true;
        fprintf(r->out, "<%s", strcmp(name, "polygon") == 0 ? "path" : name);
        put_attributes(r, r->out, s, end - empty);
        fputs(empty ? "/>" : ">", r->out);
    }
    r->depth += !empty;
}

static void close_element(svg_reader *r)
{
    if (r->depth == 0)
        return;
    r->depth--;
    if (!r->open[r->depth].written)
        return;
    release_held(r);
    if (strcmp(r->open[r->depth].name, "g") == 0) {
        r->held = true;
        r->held_depth = r->depth;
        memcpy(r->held_tag, r->open[r->depth].tag, OPEN_MOST);
    } else {
        fprintf(r->out, "</%s>", r->open[r->depth].name);
    }
}

/* "<name ...>", "</name>"; what isn't taken over is passed over with its contents. */
static void take_tag(svg_reader *r, const char *s, const char *end)
{
    bool closes = *s == '/';
    const char *name = s + closes;
    size_t n = strcspn(name, " \t\r\n/>");
    const char *element = known(elements, name, n);
    if (*s == '?' || *s == '!' || (n == 3 && strncmp(name, "svg", n) == 0))
        return;
    if (closes) {
        if (r->skipped)
            r->skipped--;
        else
            close_element(r);
    } else if (r->skipped || !element || r->depth == DEPTH_MOST) {
        r->skipped += end[-1] != '/';
    } else {
        open_element(r, element, name + n, end);
    }
}

/* A text as it was before gnuplot escaped some of it. */
static void put_text(FILE *to, const char *s, const char *end)
{
    static const char *const entity[] = {"&lt;", "<", "&gt;", ">", "&amp;", "&", NULL};
    while (s < end) {
        size_t i = 0;
        while (entity[i] && strncmp(s, entity[i], strlen(entity[i])) != 0)
            i += 2;
        putc(entity[i] ? *entity[i + 1] : *s, to);
        s += entity[i] ? strlen(entity[i]) : 1;
    }
}

static void take_text(svg_reader *r, const char *s, const char *end)
{
    bool within = r->depth > 0 && !r->skipped && r->open[r->depth - 1].name[0] == 't';
    FILE *text = within ? lc_html_begin(r->page) : NULL;
    if (!text)
        return;
    put_text(text, s, end);
    lc_html_end(r->page);
}

/* An empty text is nothing, and neither are the groups about it. */
static const char *pass_empty_text(const char *s, const char *end)
{
    static const char nothing[] = "<text></text>";
    size_t n = sizeof nothing - 1;
    return (size_t)(end - s) >= n && strncmp(s, nothing, n) == 0 ? s + n : s;
}

static void put_root(svg_reader *r, const char *svg, const char *class, const char *label)
{
    static const char box_is[] = "viewBox=\"";
    double box[4] = {0};
    char *at = strstr(svg, box_is);
    at += at ? sizeof box_is - 1 : 0;
    for (size_t i = 0; at && i < 4; i++)
        box[i] = strtod(at, &at);
    fprintf(r->out,
            "<svg class=\"%s\" viewBox=\"%.0f %.0f %.0f %.0f\" stroke-linecap=\"round\" "
            "stroke-linejoin=\"round\" fill=\"none\" stroke=\"currentColor\" role=\"img\" "
            "aria-label=\"",
            class, box[0], box[1], box[2], box[3]);
    lc_html_text(r->page, label);
    fputs("\">\n", r->out);
}

void lc_html_svg(lc_page *p, const char *svg, size_t n, size_t number, const char *class,
                 const char *label)
{
    svg_reader r = {.page = p, .out = p->out, .at = svg, .end = svg + n, .number = number};
    put_root(&r, svg, class, label);
    while (r.at < r.end) {
        const char *tag = pass_empty_text(r.at, r.end);
        if (tag > r.at) {
            r.at = tag;
            continue;
        }
        tag = memchr(r.at, '<', (size_t)(r.end - r.at));
        if (tag != r.at) {
            take_text(&r, r.at, tag ? tag : r.end);
            r.at = tag ? tag : r.end;
            continue;
        }
        const char *end = memchr(tag, '>', (size_t)(r.end - tag));
        if (!end)
            break;
        take_tag(&r, tag + 1, end);
        r.at = end + 1;
    }
    while (r.depth > 0)
        close_element(&r);
    release_held(&r);
    fputs("</svg>\n", p->out);
}
