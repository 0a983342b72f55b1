/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of strangers on a page, and what is taken over of an SVG. */
#define _GNU_SOURCE /* memmem */
#include "html/assets.h"
#include "html/page.h"
#include "html/svg.h"
#include "plot/theme.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static char *text;
static size_t size;

static lc_page begin(void)
{
    lc_page p = {.out = open_memstream(&text, &size)};
    ck_assert_ptr_nonnull(p.out);
    return p;
}

static void end_is(lc_page *p, const char *want)
{
    fclose(p->out);
    ck_assert(!p->nomem);
    ck_assert_str_eq(text, want);
    free(text);
}

START_TEST(text_is_no_markup)
{
    lc_page p = begin();
    lc_html_text(&p, "<b a='1' c=\"2\">&lt;\n\x1b[2J\xff</b>");
    lc_html_text(&p, NULL);
    end_is(&p, "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;lt;  [2J\xEF\xBF\xBD&lt;/b&gt;");
}
END_TEST

START_TEST(a_string_of_the_script_ends_neither_itself_nor_the_script)
{
    lc_page p = begin();
    lc_html_string(&p, "</script><!-- \"\\ \xE2\x80\xA8 &amp; \xC3\xA9");
    end_is(&p, "\"\\u003C/script\\u003E\\u003C!-- \\u0022\\u005C   \\u0026amp; \xC3\xA9\"");
}
END_TEST

#define ROOT(width, height)                                                                \
    "<svg class=\"plot\" viewBox=\"0 0 " #width " " #height "\" stroke-linecap=\"round\" " \
    "stroke-linejoin=\"round\" fill=\"none\" stroke=\"currentColor\" role=\"img\" "        \
    "aria-label=\"a &quot;plot&quot;\">\n"
#define SVG(contents)                                                                          \
    "<?xml version=\"1.0\"?>\n<svg \n width=\"10\"\n viewBox=\"0 0 10 20\"\n>\n" contents "</" \
    "svg>\n"

static const struct {
    const char *what, *svg, *want;
} pictures[] = {
    {"scripts, styles, links and handlers are left out",
     SVG("<script>alert(1)</script><style>*{}</style><g onclick=\"a()\"><line onload='a()' x1='1'/>"
         "<use xlink:href='http://a/b'/><a href='javascript:a()'><text>b</text></a></g>"
         "<foreignObject><g><text>c</text></g></foreignObject><image href=\"x\"/>"),
     "<g><line x1=\"1\"/><use/></g>\n"},
    /* gnuplot leaves '>' and quotes as they are */
    {"texts are escaped anew", SVG("<g><text>a &lt;b> \"&amp;amp;\"</text></g>"),
     "<g><text>a &lt;b&gt; &quot;&amp;amp;&quot;</text></g>\n"},
    {"an attribute can't be left",
     SVG("<g><path d='M1,2 L\" onload=\"a() 3,4'/><path stroke='<a>' d='M1,2'/></g>"),
     "<g><path/><path></path></g>\n"},
    {"colours are the page's, and what the root says isn't repeated",
     SVG("<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"1.00\">"
         "<path stroke='rgb(  0, 114, 178)'  d='M0,0'/><circle fill = '#d55E00' r='2'/></g>"),
     "<g stroke-width=\"1.00\"><path stroke=\"var(--c0072B2,#0072B2)\" d=\"M0 0\"/>"
     "<circle fill=\"var(--cD55E00,#D55E00)\" r=\"2\"/></g>\n"},
    /* 12.26 is 12.3, 20 - 12.3 = 7.7; -3 - 20 = -23 */
    {"paths are relative steps of tenths",
     SVG("<g><path d='M10.00,12.26 L10.00,20.00 L15.50,20.00 L16.5,-3.04 L17,0 Z  M1,2 L1,2 "
         "'/></g>"),
     "<g><path d=\"M10 12.3v7.7h5.5l1-23 .5 3zM1 2h0\"/></g>\n"},
    {"areas are paths that close",
     SVG("<g><polygon fill-opacity = '0.1' points = '0,0 10,0 10,5 '/></g>"),
     "<g><path fill-opacity=\"0.1\" d=\"M0 0h10v5z\"/></g>\n"},
    {"groups without contents are gone, and like ones are one",
     SVG("<g stroke-width=\"1\"><line x1='1'/></g>\n<g stroke-width=\"2\">\n</g>\n"
         "<g stroke-width=\"1\"><text></text></g><g stroke-width=\"1\"><line x1='2'/></g>"
         "<g stroke-width=\"3\"><line x1='3'/></g>"),
     "<g stroke-width=\"1\"><line x1=\"1\"/><line x1=\"2\"/></g>\n"
     "<g stroke-width=\"3\"><line x1=\"3\"/></g>\n"},
    {"markers are those of this plot, if they are used",
     SVG("<defs><circle id='gpPt5' r='1'/><circle id='gpPt6' r='1'/></defs>"
         "<g><use xlink:href='#gpPt5' transform='scale(2)'/></g>"),
     "<defs><circle id=\"p3-gpPt5\" r=\"1\"/></defs>"
     "<g><use href=\"#p3-gpPt5\" transform=\"scale(2)\"/></g>\n"},
    {"one that ends too early is closed", SVG("<g><text>a"), "<g><text>a </text></g>\n"},
};

START_TEST(of_a_plot_only_what_is_known_is_taken_over)
{
    char want[600];
    lc_page p = begin();
    lc_html_svg(&p, pictures[_i].svg, strlen(pictures[_i].svg), 3, "plot", "a \"plot\"");
    snprintf(want, sizeof want, ROOT(10, 20) "%s</svg>\n", pictures[_i].want);
    end_is(&p, want);
}
END_TEST

START_TEST(a_plot_may_be_cut_anywhere)
{
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        for (size_t n = 0; n < strlen(pictures[i].svg); n++) {
            char *part = strndup(pictures[i].svg, n); /* of its own, so that overreads show */
            lc_page p = begin();
            lc_html_svg(&p, part, n, 1, "plot", "");
            fclose(p.out);
            ck_assert_ptr_null(strstr(text, "script"));
            ck_assert_ptr_null(strstr(text, " on"));
            free(text);
            free(part);
        }
}
END_TEST

static void in_the_dark(const char *color)
{
    char variable[20];
    snprintf(variable, sizeof variable, "--c%s:", color + 1);
    ck_assert_msg(memmem(lc_html_style, lc_html_style_size, variable, strlen(variable)) != NULL,
                  "page.css has no dark counterpart of %s", color);
}

START_TEST(each_colour_of_a_plot_has_its_counterpart_in_the_dark)
{
    const lc_theme *light = lc_theme_pick(false, false);
    const char *const colors[] = {light->background, light->text,    light->muted,
                                  light->grid,       light->axis,    light->best,
                                  light->best_text,  light->critical};
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++)
        in_the_dark(colors[i]);
    for (int split = LC_SPLIT_NONE; split <= LC_TEST; split++)
        for (size_t family = 0; family < 6; family++) {
            lc_stroke s = lc_theme_stroke(light, (lc_split)split, family, false);
            in_the_dark(s.line);
            in_the_dark(s.text);
        }
    for (size_t i = 0; i < 9; i++) { /* the tenth is the text's colour */
        lc_stroke s = lc_theme_run_stroke(false, false, i);
        in_the_dark(s.line);
        in_the_dark(s.text);
    }
}
END_TEST

Suite *suite_page(void);
Suite *suite_page(void)
{
    Suite *s = suite_create("page");
    TCase *t = tcase_create("page");
    tcase_add_test(t, text_is_no_markup);
    tcase_add_test(t, a_string_of_the_script_ends_neither_itself_nor_the_script);
    tcase_add_loop_test(t, of_a_plot_only_what_is_known_is_taken_over, 0,
                        (int)(sizeof pictures / sizeof *pictures));
    tcase_add_test(t, a_plot_may_be_cut_anywhere);
    tcase_add_test(t, each_colour_of_a_plot_has_its_counterpart_in_the_dark);
    suite_add_tcase(s, t);
    return s;
}
