/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_image.c - what terminals say of pictures, and how these are sent. */
#include "cli/image.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_image(void);

static const struct {
    const char *answer;
    bool sixel;
} answers[] = {
    {"\x1b[?62;4;22c", true},      /* xterm -ti vt340 */
    {"\x1b[?4c", true},            /* the only attribute */
    {"\x1b[?1;2;4c", true},        /* the last one */
    {"\x1b[?62;22c", false},       /* none */
    {"\x1b[?64;14;40;41c", false}, /* 4 as a part of others */
    {"\x1b[?62;4", false},         /* cut off */
    {"\x1b[?c", false},
    {"\x1b[?;;4c", false},
    {"4c", false},
    {"typed ahead 4;4c", false},
    {"", false},
};

START_TEST(sixels_are_attribute_four)
{
    ck_assert_msg(image_answer_has_sixel(answers[_i].answer) == answers[_i].sixel, "%s",
                  answers[_i].answer + (answers[_i].answer[0] == '\x1b'));
}
END_TEST

/* RFC 4648, section 10. */
static const struct {
    const char *bytes, *base64;
} pieces[] = {{"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}};

START_TEST(kitty_gets_base64)
{
    char *text = NULL, want[64];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    image_write_kitty(out, (const unsigned char *)pieces[_i].bytes, strlen(pieces[_i].bytes));
    fclose(out);
    snprintf(want, sizeof want, "\x1b_Ga=T,f=100,m=0;%s\x1b\\\n", pieces[_i].base64);
    ck_assert_str_eq(text, want);
    free(text);
}
END_TEST

/* 3,072 bytes are one piece; the format is told once, and the last piece says that it is the last. */
START_TEST(a_large_picture_comes_in_pieces)
{
    static const unsigned char bytes[3 * 3072] = {1};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    image_write_kitty(out, bytes, sizeof bytes);
    fclose(out);
    ck_assert_uint_eq(size, 3 * 4096 + strlen("a=T,f=100,") + 3 * strlen("\x1b_Gm=0;\x1b\\") + 1);
    ck_assert_int_eq(strncmp(text, "\x1b_Ga=T,f=100,m=1;", 17), 0);
    const char *last = text + size - 1 - 2 - 4096 - strlen("\x1b_Gm=0;");
    ck_assert_int_eq(strncmp(last, "\x1b_Gm=0;", 7), 0);
    free(text);
}
END_TEST

Suite *suite_image(void)
{
    Suite *s = suite_create("image");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, sixels_are_attribute_four, 0, (int)(sizeof answers / sizeof *answers));
    tcase_add_loop_test(t, kitty_gets_base64, 0, (int)(sizeof pieces / sizeof *pieces));
    tcase_add_test(t, a_large_picture_comes_in_pieces);
    suite_add_tcase(s, t);
    return s;
}
