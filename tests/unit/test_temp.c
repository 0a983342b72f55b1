/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_temp.c - a file that takes the place of another one when it is complete. */
#include "base/temp.h"

#include "base/mem.h"
#include "base/text.h"

#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *suite_temp(void);

static mode_t mode_of(const char *path)
{
    struct stat s;
    ck_assert_int_eq(stat(path, &s), 0);
    return s.st_mode & 07777;
}

static void write_whole(const char *path)
{
    lc_temp t = LC_TEMP_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(lc_temp_beside(&t, path, &err) == LC_OK, "%s", err.msg);
    ck_assert_int_eq(write(t.fd, "new", 3), 3);
    ck_assert_msg(lc_temp_rename(&t, path, &err) == LC_OK, "%s", err.msg);
    lc_temp_drop(&t);
}

/* What the umask of 022 would make of it doesn't matter, in either direction. */
static const struct {
    mode_t had, want;
} permissions[] = {{0600, 0600}, {0640, 0640}, {0666, 0666}, {0444, 0444}, {0, 0644}};

START_TEST(a_file_that_is_overwritten_keeps_its_permissions)
{
    char folder[] = "/tmp/test_temp.XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    char *path = lc_text_format("%s/run.csv", folder);
    mode_t had = permissions[_i].had, umask_before = umask(022);
    if (had) { /* 0: the file is new */
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
        ck_assert_int_eq(fchmod(fd, had), 0);
        close(fd);
    }
    write_whole(path);
    umask(umask_before);
    ck_assert_uint_eq(mode_of(path), permissions[_i].want);
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0); /* nothing else was left there */
    lc_mem_free(path);
}
END_TEST

START_TEST(only_a_regular_file_is_overwritten)
{
    lc_temp t = LC_TEMP_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_temp_beside(&t, "/tmp", &err), LC_E_IO);
    ck_assert_str_eq(err.msg, "is a directory");
    ck_assert_int_eq(lc_temp_beside(&t, "/dev/null", &err), LC_E_IO);
    ck_assert_str_eq(err.msg, "is not a regular file");
    lc_temp_drop(&t);
}
END_TEST

Suite *suite_temp(void)
{
    Suite *s = suite_create("temp");
    TCase *t = tcase_create("temp");
    tcase_add_loop_test(t, a_file_that_is_overwritten_keeps_its_permissions, 0,
                        (int)(sizeof permissions / sizeof *permissions));
    tcase_add_test(t, only_a_regular_file_is_overwritten);
    suite_add_tcase(s, t);
    return s;
}
