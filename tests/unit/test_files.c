/* SPDX-License-Identifier: Apache-2.0 */
/* Reading files with a cap, walking folders, and the pool of threads. */
#include "house.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/pool.h"
#include "base/walk.h"

static char folder[] = "/tmp/sitrep-test-XXXXXX";

static int enter_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void write_file(const char *path, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (size_t i = 0; i < size; i++) fputc('a' + (int)(i % 26), f);
    fclose(f);
}

static void reads_up_to_the_cap(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 4095, 4096, 4097, 10000};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        char *data = NULL;
        size_t size = 99;
        sr_err err = {0};
        write_file("some", sizes[i]);
        assert_int_equal(sr_io_read("some", sizes[i], "read", &data, &size, &err), SR_OK);
        assert_int_equal(size, sizes[i]);
        for (size_t k = 0; k < size; k++) assert_int_equal(data[k], 'a' + (int)(k % 26));
        sr_free(data);
        if (!sizes[i]) continue;
        assert_int_equal(sr_io_read("some", sizes[i] - 1, "read", &data, &size, &err), SR_ERR_LIMIT);
        assert_int_equal(err.byte, sizes[i] - 1);
    }
}

static void endless_input_meets_the_cap(void **state)
{
    (void)state;
    char *data = NULL;
    size_t size;
    sr_err err = {0};
    assert_int_equal(sr_io_read("/dev/zero", 100000, "read", &data, &size, &err), SR_ERR_LIMIT);
    assert_int_equal(err.byte, 100000);
}

static void failures_have_reasons(void **state)
{
    (void)state;
    char *data = NULL;
    size_t size;
    sr_err err = {0};
    assert_int_equal(sr_io_read("nothing-here", 100, "read", &data, &size, &err), SR_ERR_IO);
    assert_non_null(strstr(err.message, "No such file"));
    assert_int_equal(err.byte, SR_ERR_NO_BYTE);
    assert_int_equal(sr_io_read(".", 100, "read", &data, &size, &err), SR_ERR_IO);
    assert_string_equal(err.message, "is a folder");
    write_file("some", 100);
    sr_io_fail_at(2);
    assert_int_equal(sr_io_read("some", 100, "read", &data, &size, &err), SR_ERR_IO);
    sr_io_fail_at(0);
    assert_int_equal(err.byte, 100);
    sr_alloc_fail_at(1);
    assert_int_equal(sr_io_read("some", 100, "read", &data, &size, &err), SR_ERR_MEMORY);
    sr_alloc_fail_at(0);
}

static const char *walk(sr_arena *a, const char *path, unsigned *faults)
{
    sr_founds found = {0};
    sr_buf b = {0};
    *faults = 0;
    sr_walk(a, path, &found);
    for (uint32_t i = 0; i < found.items_count; i++) {
        *faults += found.items[i].fault.code != 0;
        sr_buf_printf(&b, "%s%s ", found.items[i].fault.code ? "!" : "", found.items[i].path.data);
    }
    sr_str all = sr_arena_copy(a, sr_buf_view(&b));
    sr_buf_free(&b);
    return all.data;
}

static void folders_are_walked_in_order(void **state)
{
    (void)state;
    sr_arena *a = sr_arena_new();
    unsigned faults;
    mkdir("tree", 0700), mkdir("tree/b", 0700), mkdir("tree/empty", 0700);
    write_file("tree/c.txt", 1), write_file("tree/a.txt", 1), write_file("tree/b/x.txt", 1), write_file("tree/.hidden", 1);
    assert_int_equal(symlink("..", "tree/b/loop"), 0);
    assert_int_equal(symlink("nowhere", "tree/dangling"), 0);
    assert_int_equal(symlink("a.txt", "tree/link.txt"), 0);
    assert_int_equal(mkfifo("tree/pipe", 0600), 0);
    assert_int_equal(symlink("pipe", "tree/to_pipe"), 0);
    const char *found = walk(a, "tree", &faults);
    assert_int_equal(faults, 4);
    assert_non_null(strstr(found, "tree/a.txt tree/c.txt tree/dangling tree/link.txt !tree/pipe !tree/to_pipe "));
    assert_non_null(strstr(found, "!tree/b/loop tree/b/x.txt "));
    assert_non_null(strstr(found, "!tree/empty "));
    assert_null(strstr(found, "hidden"));
    assert_string_equal(walk(a, "-", &faults), "- ");
    assert_string_equal(walk(a, "tree/a.txt", &faults), "tree/a.txt ");
    assert_string_equal(walk(a, "no-such", &faults), "no-such ");
    sr_arena_free(a);
}

static void folders_too_deep_are_a_fault(void **state)
{
    (void)state;
    sr_arena *a = sr_arena_new();
    unsigned faults;
    assert_int_equal(mkdir("deep", 0700), 0);
    int top = open(".", O_RDONLY);
    assert_int_equal(chdir("deep"), 0);
    for (unsigned i = 0; i < SR_MAX_FOLDER_DEPTH + 5; i++) assert_true(mkdir("d", 0700) == 0 && chdir("d") == 0);
    assert_int_equal(fchdir(top), 0);
    close(top);
    walk(a, "deep", &faults);
    assert_int_equal(faults, 1);
    sr_arena_free(a);
}

typedef struct work {
    _Atomic unsigned done[1000];
    _Atomic unsigned all, bad_worker;
    unsigned threads;
} work;

static void job(void *context, unsigned worker, size_t index)
{
    work *w = context;
    w->done[index]++;
    w->all++;
    if (worker >= w->threads) w->bad_worker++;
}

static void every_job_runs_once(void **state)
{
    (void)state;
    static const unsigned threads[] = {1, 2, 8, 200};
    for (size_t t = 0; t < COUNT(threads); t++) {
        work w = {.threads = threads[t]};
        assert_true(sr_pool_run(threads[t], 1000, job, NULL, &w));
        for (int i = 0; i < 1000; i++) assert_int_equal(w.done[i], 1);
        assert_int_equal(w.bad_worker, 0);
        assert_true(sr_pool_run(threads[t], 0, job, NULL, &w));
        assert_int_equal(w.all, 1000);
    }
    assert_true(sr_pool_processors() >= 1);
}

static void slow_job(void *context, unsigned worker, size_t index)
{
    struct timespec t = {0, 30000000};
    nanosleep(&t, NULL);
    job(context, worker, index);
}

static bool stop_at_once(void *context, size_t done, size_t total)
{
    (void)context;
    assert_true(done <= total);
    return true;
}

static void tick_stops_the_handing_out(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= 2; threads++) {
        work w = {.threads = threads};
        assert_false(sr_pool_run(threads, 1000, slow_job, stop_at_once, &w));
        assert_true(w.all >= 1 && w.all < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_up_to_the_cap),          cmocka_unit_test(endless_input_meets_the_cap), cmocka_unit_test(failures_have_reasons),
        cmocka_unit_test(folders_are_walked_in_order),  cmocka_unit_test(folders_too_deep_are_a_fault), cmocka_unit_test(every_job_runs_once),
        cmocka_unit_test(tick_stops_the_handing_out),
    };
    return cmocka_run_group_tests_name("files", tests, enter_folder, leave_folder);
}
