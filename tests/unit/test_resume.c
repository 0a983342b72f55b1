/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_resume.c - what a file that is to be gone on with holds already. */
#include "record/recorder.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *suite_resume(void);

static const char *const fields[] = {"epoch", "loss"};

/* Look through a file of these bytes. */
static lc_record_status look(lc_record_found *found, const char *bytes, size_t size,
                             const char *const *names, size_t n, lc_record_error *err)
{
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fflush(file), 0);
    ck_assert_int_eq(lseek(fileno(file), 0, SEEK_SET), 0);
    lc_record_status st = lc_record_look(found, fileno(file), "run.csv", names, n, err);
    ck_assert_int_ge(fcntl(fileno(file), F_GETFD), 0); /* the caller's descriptor stays open */
    fclose(file);
    return st;
}

#define HEADER "epoch,loss\n"
#define NOTE "# seed: 1\n"
#define BYTES(text) (text), sizeof(text) - 1

static const struct {
    const char *bytes;
    size_t n;
    const char *whole; /* the part up to the end of the last whole line */
    double last;       /* NAN: none */
} held[] = {
    {BYTES(""), "", NAN},
    {BYTES(HEADER), HEADER, NAN},
    {BYTES(NOTE HEADER), NOTE HEADER, NAN},
    {BYTES(HEADER "1,0.5\n"), HEADER "1,0.5\n", 1},
    {BYTES(HEADER "1,0.5\n2,0.4\n"), HEADER "1,0.5\n2,0.4\n", 2},
    {BYTES(HEADER "1,0.5\n9,0.4"), HEADER "1,0.5\n", 1},
    {BYTES(HEADER "1,0.5\n9,0.4\0\0\0"), HEADER "1,0.5\n", 1},
    {BYTES(HEADER "1,0.5\n\0\0\0\0"), HEADER "1,0.5\n", 1},
    {BYTES(HEADER "7,0.5\n3,0.4\n"), HEADER "7,0.5\n3,0.4\n", 7}, /* it went back */
    {BYTES(HEADER "-7,0.5\n-9,0.4\n"), HEADER "-7,0.5\n-9,0.4\n", -7},
    {BYTES(HEADER "nan,1\n2,1\ninf,1\n,1\nx,1\n"), HEADER "nan,1\n2,1\ninf,1\n,1\nx,1\n", 2},
    {BYTES(HEADER "nan,1\n-inf,2\n"), HEADER "nan,1\n-inf,2\n", NAN},
    {BYTES(HEADER "  0.25,1\r\n"), HEADER "  0.25,1\r\n", .25},
    {BYTES(HEADER "5\n"), HEADER "5\n", 5}, /* a row of one cell */
    {BYTES(HEADER "# 8,1\n"), HEADER "# 8,1\n", NAN},
    {BYTES("epoch,loss\r\n4,1\r\n"), "epoch,loss\r\n4,1\r\n", 4},
    {BYTES("\"epoch\",\"loss\"\n4,1\n"), "\"epoch\",\"loss\"\n4,1\n", 4},
    /* no header yet: all is written anew */
    {BYTES(NOTE), "", NAN},
    {BYTES(NOTE "# comm"), "", NAN},
    {BYTES(NOTE "epoch,lo"), "", NAN},
    {BYTES("epoch,loss"), "", NAN},
    {BYTES("e"), "", NAN},
    {BYTES("epoch\0\0"), "", NAN},
    {BYTES("\0\0\0"), "", NAN},
    {BYTES("#\0"), "", NAN},
};

START_TEST(whole_lines_count)
{
    lc_record_found found = {7, 7};
    lc_record_error err = LC_RECORD_ERROR_INIT;
    ck_assert_msg(look(&found, held[_i].bytes, held[_i].n, fields, 2, &err) == LC_RECORD_OK, "%s",
                  err.msg);
    ck_assert_int_eq(found.whole, (off_t)strlen(held[_i].whole));
    ck_assert_msg(isnan(held[_i].last) ? isnan(found.last) : found.last == held[_i].last, "%g",
                  found.last);
}
END_TEST

/* Wherever it is cut, and with NUL bytes in place of what a loss of power took. */
START_TEST(a_record_may_end_anywhere)
{
    static const char text[] = NOTE "# b: c\n" HEADER "1,0.5\n22,0.25\n3,0.1\n";
    const size_t header = sizeof(NOTE "# b: c\n" HEADER) - 1;
    for (size_t n = 0; n < sizeof text; n++)
        for (size_t nul = 0; nul < 3; nul++) {
            char bytes[sizeof text + 3] = {0};
            lc_record_found found;
            size_t whole = n;
            memcpy(bytes, text, n);
            while (whole > 0 && text[whole - 1] != '\n')
                whole--;
            ck_assert_int_eq(look(&found, bytes, n + nul, fields, 2, NULL), LC_RECORD_OK);
            ck_assert_int_eq(found.whole, (off_t)(whole < header ? 0 : whole));
            if (whole <= header)
                ck_assert(isnan(found.last));
            else
                ck_assert(found.last == (whole < header + sizeof "1,0.5\n" ? 1 : 22));
        }
}
END_TEST

static const struct {
    const char *bytes;
    size_t n;
    const char *why;
} refused[] = {
    {BYTES("epoch,acc\n1,0.5\n"), "field 2 is 'acc', not 'loss'"},
    {BYTES("loss,epoch\n"), "field 1 is 'loss', not 'epoch'"},
    {BYTES("epoch\n1\n"), "has no field 2, expected 'loss'"},
    {BYTES("epoch,loss,lr\n"), "has a field 3, 'lr', which this run does not record"},
    {BYTES("epoch,loss,\n"), "has a field 3, '', which this run does not record"},
    {BYTES("epoch,loss,\"a,b\"\n"), "has a field 3, 'a,b', which this run does not record"},
    {BYTES("epoch,los\n"), "field 2 is 'los', not 'loss'"},
    {BYTES("epoch,loss \n"), "field 2 is 'loss ', not 'loss'"},
    {BYTES("\"epoch,loss\"\n"), "field 1 is 'epoch,loss', not 'epoch'"},
    {BYTES("\"ep\"\"och\",loss\n"), "field 1 is 'ep\"och', not 'epoch'"},
    {BYTES("\n" HEADER), "field 1 is '', not 'epoch'"},
    {BYTES(NOTE "1,0.5\n"), "field 1 is '1', not 'epoch'"},
    {BYTES("Dear all"), "is not a record: it has no header with these fields"},
    {BYTES("epoch,loss,lr"), "is not a record: it has no header with these fields"},
    {BYTES(NOTE "epoch,acc"), "is not a record: it has no header with these fields"},
    {BYTES("ep\0ch"), "is not a record: it has no header with these fields"},
    {BYTES("x\0\0\0"), "is not a record: it has no header with these fields"},
};

START_TEST(another_file_is_left_alone)
{
    lc_record_found found = {7, 7};
    lc_record_error err = LC_RECORD_ERROR_INIT;
    char want[200];
    ck_assert_int_eq(look(&found, refused[_i].bytes, refused[_i].n, fields, 2, &err),
                     LC_RECORD_E_FORMAT);
    snprintf(want, sizeof want, "run.csv: %s", refused[_i].why);
    ck_assert_str_eq(err.msg, want);
    ck_assert(found.whole == 7 && found.last == 7);
}
END_TEST

/* Whatever can be named can be gone on with, from any byte of its header. */
START_TEST(a_header_is_known_again)
{
    static const char *const names[][3] = {
        {"a,b", "c", "d"},  {"a\"b", "\"", "\"\"c"},      {" a", "b ", " "},
        {"a;b", "c;", ";"}, {"\"a\",\"b\"", "b", "c"},    {"#a", "x", "y"},
        {"a", "#b", ",,"},  {"\xc3\xbc", "'", "\"a, b\""}};
    const lc_record_options options = {.notes_n = 0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lc_record_text header = {0};
        bool comment = names[i][0][0] == '#';
        ck_assert_int_eq(lc_record_header(&header, "run.csv", names[i], 3, &options, NULL),
                         comment ? LC_RECORD_E_ARG : LC_RECORD_OK);
        for (size_t n = 0; !comment && n <= header.n; n++) {
            lc_record_found found;
            lc_record_error err = LC_RECORD_ERROR_INIT;
            ck_assert_msg(look(&found, header.s, n, names[i], 3, &err) == LC_RECORD_OK, "%s",
                          err.msg);
            ck_assert_int_eq(found.whole, n == header.n ? (off_t)n : 0);
        }
        free(header.s);
    }
}
END_TEST

START_TEST(what_cannot_be_read_is_no_record)
{
    char path[] = "/tmp/lc-resume-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    const struct {
        int fd, os;
    } cases[] = {{-1, EBADF}, {open("/", O_RDONLY), EISDIR}, {open(path, O_WRONLY), EINVAL}};
    unlink(path);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_record_found found = {7, 7};
        lc_record_error err = LC_RECORD_ERROR_INIT;
        ck_assert_int_eq(lc_record_look(&found, cases[i].fd, "run.csv", fields, 2, &err),
                         LC_RECORD_E_IO);
        ck_assert_msg(strncmp(err.msg, "run.csv: can't be read", 22) == 0, "%s", err.msg);
        ck_assert_int_eq(err.os, cases[i].os);
        ck_assert(found.whole == 7 && found.last == 7);
        if (cases[i].fd >= 0)
            close(cases[i].fd);
    }
}
END_TEST

Suite *suite_resume(void)
{
    Suite *s = suite_create("resume");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, whole_lines_count, 0, (int)(sizeof held / sizeof *held));
    tcase_add_test(t, a_record_may_end_anywhere);
    tcase_add_loop_test(t, another_file_is_left_alone, 0, (int)(sizeof refused / sizeof *refused));
    tcase_add_test(t, a_header_is_known_again);
    tcase_add_test(t, what_cannot_be_read_is_no_record);
    suite_add_tcase(s, t);
    return s;
}
