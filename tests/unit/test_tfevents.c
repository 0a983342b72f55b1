/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_tfevents.c - event files, whole, broken, cut and of several makes. */
#include "base/crc32c.h"
#include "read/formats/event.pb-c.h"
#include "read_help.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *suite_tfevents(void);

#define FILE_MAX 4000000

/* An event file in the making. */
static unsigned char file[FILE_MAX];
static size_t file_n;

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

/* Frame the n bytes that stand 12 behind the file's end. */
static void end_record(size_t n)
{
    unsigned char *at = file + file_n;
    ck_assert_uint_le(file_n + n + 16, FILE_MAX);
    put_little(at, n, 8);
    put_little(at + 8, masked_crc(at, 8), 4);
    put_little(at + 12 + n, masked_crc(at + 12, n), 4);
    file_n += n + 16;
}

static void put_event(const LcTf__Event *event)
{
    size_t n = lc_tf__event__get_packed_size(event);
    ck_assert_uint_le(file_n + n + 16, FILE_MAX);
    lc_tf__event__pack(event, file + file_n + 12);
    end_record(n);
}

static void put_version(void)
{
    char text[] = "brain.Event:2";
    LcTf__Event event = LC_TF__EVENT__INIT;
    event.file_version = text;
    put_event(&event);
}

static void put_value(LcTf__Value *value, char *tag, int64_t step)
{
    LcTf__Value *values[] = {value};
    LcTf__Summary summary = LC_TF__SUMMARY__INIT;
    LcTf__Event event = LC_TF__EVENT__INIT;
    value->tag = tag;
    summary.n_value = 1;
    summary.value = values;
    event.summary = &summary;
    event.step = step;
    event.wall_time = 1000 + (double)step;
    put_event(&event);
}

static void put_scalar(const char *tag, int64_t step, float v)
{
    LcTf__Value value = LC_TF__VALUE__INIT;
    char name[40];
    snprintf(name, sizeof name, "%s", tag);
    value.value_case = LC_TF__VALUE__VALUE_SIMPLE_VALUE;
    value.simple_value = v;
    put_value(&value, name, step);
}

static void begin_file(void)
{
    file_n = 0;
    put_version();
}

static const lc_reader *reader(void)
{
    return lc_reader_find("tfevents");
}

/* The file as told in blocks of so many bytes. */
static char *told_in(size_t chunk)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    ck_assert_msg(read_chunked(&runs, reader(), (char *)file, file_n, chunk, &err) == LC_OK, "%s",
                  err.msg);
    char *told = describe_runs(&runs);
    lc_runs_free(&runs);
    return told;
}

static void check_told(const char *wanted)
{
    static const size_t chunks[] = {1, 7, 64, FILE_MAX};
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        char *told = told_in(chunks[i]);
        ck_assert_str_eq(told, wanted);
        free(told);
    }
}

START_TEST(reads_plain_scalars_by_step)
{
    begin_file();
    for (int64_t s = 0; s < 3; s++) {
        put_scalar("loss/train", 10 * s, 1 / (1 + (float)s));
        put_scalar("loss/val", 10 * s, 2 / (1 + (float)s));
    }
    check_told(
        "3 step 0..20: loss/train 1..0.333333, wall_time 1000..1020, loss/val 2..0.666667\n");
}
END_TEST

/* The step is the events'. */
START_TEST(a_tag_named_step_is_a_tag)
{
    begin_file();
    for (int64_t s = 1; s < 4; s++) {
        put_scalar("step", s, 0.5F * (float)s);
        put_scalar("loss", s, 1 / (float)s);
    }
    check_told("3 step 1..3: tag/step 0.5..1.5, wall_time 1001..1003, loss 1..0.333333\n");
}
END_TEST

/* A tag that comes again at the same step is a value recorded twice. */
START_TEST(keeps_the_last_of_two_values_of_a_step)
{
    begin_file();
    put_scalar("loss", 0, 9);
    for (int64_t step = 0; step < 20; step++)
        put_scalar("loss", step, 1 / (1 + (float)step));
    check_told("21 step 0..19: loss 1..0.05, wall_time 1000..1019\n"
               "  line 0: 1 value is recorded twice at the same step: the last one counts\n");
}
END_TEST

static void put_tensor(int dtype, const void *content, size_t n, const char *plugin, int64_t step)
{
    LcTf__Value value = LC_TF__VALUE__INIT;
    LcTf__Tensor tensor = LC_TF__TENSOR__INIT;
    LcTf__Metadata about = LC_TF__METADATA__INIT;
    LcTf__PluginData data = LC_TF__PLUGIN_DATA__INIT;
    unsigned char bytes[64];
    char name[40], tag[] = "loss";
    memcpy(bytes, content, n);
    tensor.dtype = dtype;
    tensor.tensor_content = (ProtobufCBinaryData){n, bytes};
    value.value_case = LC_TF__VALUE__VALUE_TENSOR;
    value.tensor = &tensor;
    if (plugin) {
        snprintf(name, sizeof name, "%s", plugin);
        data.plugin_name = name;
        about.plugin_data = &data;
        value.metadata = &about;
    }
    put_value(&value, tag, step);
}

START_TEST(reads_tensors_of_one_element)
{
    const float f = 0.5f, two[] = {1, 2};
    const double d = 0.25;
    const int32_t i = -3;
    const int64_t l = 7;
    begin_file();
    put_tensor(1, &f, sizeof f, "scalars", 1);
    put_tensor(2, &d, sizeof d, NULL, 2);
    put_tensor(3, &i, sizeof i, NULL, 3);
    put_tensor(9, &l, sizeof l, NULL, 4);
    put_tensor(1, two, sizeof two, "scalars", 5); /* two elements */
    put_tensor(1, &f, sizeof f, "histograms", 6); /* somebody else's */
    put_tensor(7, &f, sizeof f, "text", 7);       /* a string */
    check_told("4 step 1..4: loss 0.5..7, wall_time 1001..1004\n");
}
END_TEST

START_TEST(keeps_what_is_not_finite)
{
    begin_file();
    put_scalar("loss", 1, 1);
    put_scalar("loss", 2, NAN);
    put_scalar("loss", 3, INFINITY);
    check_told("3 step 1..3: loss 1..inf 'NaN', wall_time 1001..1003\n");
}
END_TEST

/* Record k of a file with a version and ten scalars begins here. */
static size_t begin_of[12];

static void make_eleven(void)
{
    begin_file();
    for (int64_t s = 1; s <= 10; s++) {
        begin_of[s] = file_n;
        put_scalar("loss", s, 1 / (float)s);
    }
}

START_TEST(passes_over_a_record_with_a_broken_checksum)
{
    make_eleven();
    file[begin_of[4] + 14] ^= 1;
    check_told("9 step 1..10: loss 1..0.1, wall_time 1001..1010\n"
               "  line 0: 1 record is broken and passed over, 0 bytes in search of the next\n");
}
END_TEST

START_TEST(finds_the_next_record_behind_a_broken_length)
{
    char wanted[200];
    make_eleven();
    file[begin_of[4]] ^= 1;
    snprintf(wanted, sizeof wanted,
             "9 step 1..10: loss 1..0.1, wall_time 1001..1010\n"
             "  line 0: 1 record is broken and passed over, %zu bytes in search of the next\n",
             begin_of[5] - begin_of[4]);
    check_told(wanted);
}
END_TEST

START_TEST(reads_a_file_that_is_still_being_written_as_far_as_it_goes)
{
    make_eleven();
    file_n = begin_of[10] + 20;
    check_told("9 step 1..9: loss 1..0.111111, wall_time 1001..1009\n"
               "  line 0: the last record breaks off, as while it is being written\n");
}
END_TEST

/* An image of two megabytes is not kept, and what follows is read. */
START_TEST(passes_over_long_records)
{
    begin_file();
    put_scalar("loss", 1, 1);
    memset(file + file_n + 12, 0x12, 2000000);
    end_record(2000000);
    put_scalar("loss", 2, 0.5f);
    char *told = told_in(100000);
    ck_assert_str_eq(told, "2 step 1..2: loss 1..0.5, wall_time 1001..1002\n");
    free(told);
}
END_TEST

/* A length of 2^63 with a right checksum must neither be believed nor waited for. */
START_TEST(takes_no_length_for_granted)
{
    begin_file();
    put_scalar("loss", 1, 1);
    put_scalar("loss", 2, 0.5f);
    put_little(file + file_n, UINT64_C(1) << 63, 8);
    put_little(file + file_n + 8, masked_crc(file + file_n, 8), 4);
    memset(file + file_n + 12, 0, 100);
    file_n += 112;
    check_told("2 step 1..2: loss 1..0.5, wall_time 1001..1002\n"
               "  line 0: the last record breaks off, as while it is being written\n");
}
END_TEST

/* Two bytes for each value, half a million of them: the event may not take memory without a bound. */
START_TEST(bounds_what_an_event_may_take)
{
    begin_file();
    put_scalar("loss", 1, 1);
    size_t n = 1000000;
    unsigned char *at = file + file_n + 12;
    at[0] = 5 << 3 | 2; /* summary, of n - 4 bytes as a varint of three */
    at[1] = (unsigned char)((n - 4) & 127) | 128;
    at[2] = (unsigned char)((n - 4) >> 7 & 127) | 128;
    at[3] = (unsigned char)((n - 4) >> 14);
    for (size_t i = 4; i < n; i += 2) {
        at[i] = 1 << 3 | 2; /* an empty value */
        at[i + 1] = 0;
    }
    end_record(n);
    put_scalar("loss", 2, 0.5f);
    char *told = told_in(FILE_MAX);
    ck_assert_ptr_nonnull(strstr(told, "loss 1..0.5"));
    free(told);
}
END_TEST

START_TEST(refuses_a_file_without_scalars)
{
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    begin_file();
    ck_assert_int_eq(lc_read_bytes(&runs, NULL, file, file_n, NULL, &err), LC_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.msg, "no number beside epochs or steps"));
    ck_assert_uint_eq(runs.n, 0);
}
END_TEST

static void write_below(const char *root, const char *folder, float level)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", root, folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/%s/events.out.tfevents.1", root, folder);
    begin_file();
    for (int64_t s = 1; s <= 5; s++)
        put_scalar("epoch_loss", s, level / (float)s);
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    fwrite(file, 1, file_n, f);
    fclose(f);
}

/* Keras' folder: train/ and validation/ are one run. */
START_TEST(joins_the_splits_of_a_folder)
{
    char root[] = "/tmp/lc-test-XXXXXX", command[80];
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_ptr_nonnull(mkdtemp(root));
    write_below(root, "train", 1);
    write_below(root, "validation", 2);
    ck_assert_int_eq(lc_read_file(&runs, root, NULL, NULL), LC_OK);
    char *told = describe_runs(&runs);
    ck_assert_str_eq(told, "10 step 1..5: train/epoch_loss 1..0.2, wall_time 1001..1005, "
                           "validation/epoch_loss 2..0.4\n");
    ck_assert_str_eq(runs.run[0].source, root);
    free(told);
    lc_runs_free(&runs);
    snprintf(command, sizeof command, "rm -r %s", root);
    ck_assert_int_eq(system(command), 0);
}
END_TEST

/* Values of the tag are counted; 0 runs where a file has no scalar. */
static const struct {
    const char *file, *tag;
    size_t values;
} corpus[] = {
    {"001-kirito-v2", "train_loss", 80},
    {"002-kirito-v6", "train_loss", 300},
    {"005-harel-mmdet-0", "train/loss", 144},
    {"009-harel-mmdet-3376", "train/loss", 8},
    {"016-gallstone-v11", "train/box_loss", 10},
    {"017-deeksh-v5", "val/box_loss", 500},
    {"019-2018lb-catboost-learn", "MultiClassOneVsAll", 82},
    {"003-kirito-empty40", NULL, 0},
    {"004-kirito-88", NULL, 0},
};

START_TEST(reads_the_corpus)
{
    char name[100], path[SHARED_PATH_MAX];
    lc_runs runs = LC_RUNS_INIT;
    snprintf(name, sizeof name, "corpus/tfevents/%s.tfevents", corpus[_i].file);
    ck_assert_ptr_nonnull(shared_path(path, name));
    lc_status st = lc_read_file(&runs, path, NULL, NULL);
    ck_assert_msg((st == LC_OK) == (corpus[_i].tag != NULL), "%s", path);
    if (st == LC_OK) {
        const lc_series *s = lc_run_find(&runs.run[0], corpus[_i].tag);
        ck_assert_msg(s && s->n == corpus[_i].values, "%s: %zu", path, s ? s->n : 0);
    }
    lc_runs_free(&runs);
}
END_TEST

Suite *suite_tfevents(void)
{
    Suite *s = suite_create("tfevents");
    TCase *t = tcase_create("all");
    tcase_add_test(t, reads_plain_scalars_by_step);
    tcase_add_test(t, a_tag_named_step_is_a_tag);
    tcase_add_test(t, keeps_the_last_of_two_values_of_a_step);
    tcase_add_test(t, reads_tensors_of_one_element);
    tcase_add_test(t, keeps_what_is_not_finite);
    tcase_add_test(t, passes_over_a_record_with_a_broken_checksum);
    tcase_add_test(t, finds_the_next_record_behind_a_broken_length);
    tcase_add_test(t, reads_a_file_that_is_still_being_written_as_far_as_it_goes);
    tcase_add_test(t, passes_over_long_records);
    tcase_add_test(t, takes_no_length_for_granted);
    tcase_add_test(t, bounds_what_an_event_may_take);
    tcase_add_test(t, refuses_a_file_without_scalars);
    tcase_add_test(t, joins_the_splits_of_a_folder);
    add_shared_test(t, reads_the_corpus, "corpus/tfevents", 0,
                    (int)(sizeof corpus / sizeof *corpus));
    suite_add_tcase(s, t);
    return s;
}
