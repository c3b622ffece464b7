/* SPDX-License-Identifier: Apache-2.0 */
/* Arena and buffer: what they promise when all is well and when memory runs out. */
#include "house.h"

#include <math.h>

#include "base/arena.h"
#include "base/err.h"

static void arena_gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    sr_arena *a = sr_arena_new();
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *p = sr_arena_alloc(a, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(p[i], 0);
        memset(p, 0xAA, size);
    }
    assert_true(sr_arena_bytes(a) > 600000);
    sr_arena_reset(a);
    unsigned char *p = sr_arena_alloc(a, 5000);
    for (size_t i = 0; i < 5000; i++) assert_int_equal(p[i], 0);
    sr_arena_free(a);
}

static void arena_copies_end_with_nul(void **state)
{
    (void)state;
    sr_arena *a = sr_arena_new();
    sr_str s = sr_arena_copy(a, SR_STR("word"));
    assert_string_equal(s.data, "word");
    assert_int_equal(sr_arena_copy(a, (sr_str){NULL, 0}).size, 0);
    s = sr_arena_printf(a, "%d of %s", 3, "five");
    same_str("printf", s, "3 of five");
    sr_arena_free(a);
}

typedef struct owner {
    SR_LAYER(uint64_t, numbers);
} owner;

static void layers_grow_and_keep_what_they_hold(void **state)
{
    (void)state;
    sr_arena *a = sr_arena_new();
    owner o = {0};
    for (uint64_t i = 0; i < 100000; i++) {
        uint64_t *n = SR_PUSH(a, &o, numbers);
        assert_non_null(n);
        assert_int_equal(*n, 0);
        *n = i;
    }
    for (uint64_t i = 0; i < 100000; i++) assert_int_equal(o.numbers[i], i);
    sr_arena_free(a);
}

static void failure_is_sticky(void **state)
{
    (void)state;
    owner o = {0};
    sr_arena *a = sr_arena_new();
    sr_alloc_fail_at(1);
    assert_null(sr_arena_alloc(a, 100));
    sr_alloc_fail_at(0);
    assert_true(sr_arena_failed(a));
    assert_null(sr_arena_alloc(a, 1));
    assert_null(SR_PUSH(a, &o, numbers));
    assert_int_equal(o.numbers_count, 0);
    assert_int_equal(sr_arena_copy(a, SR_STR("x")).size, 0);
    sr_arena_reset(a);
    assert_false(sr_arena_failed(a));
    assert_non_null(sr_arena_alloc(a, 1));
    sr_arena_free(a);
    sr_arena_free(NULL);
    sr_alloc_fail_at(1);
    assert_null(sr_arena_new());
    sr_alloc_fail_at(0);
}

static void absurd_sizes_fail(void **state)
{
    (void)state;
    sr_arena *a = sr_arena_new();
    assert_null(sr_arena_alloc(a, SIZE_MAX));
    assert_true(sr_arena_failed(a));
    sr_arena_free(a);
}

static void the_nth_allocation_fails(void **state)
{
    (void)state;
    sr_alloc_fail_at(3);
    void *a = sr_malloc(1), *b = sr_malloc(1), *c = sr_malloc(1), *d = sr_malloc(1);
    sr_alloc_fail_at(0);
    assert_true(a && b && !c && !d);
    sr_free(a);
    sr_free(b);
}

static void buffer_grows_and_prints(void **state)
{
    (void)state;
    sr_buf b = {0};
    for (int i = 0; i < 1000; i++) sr_buf_printf(&b, "%d,", i);
    sr_buf_u64(&b, UINT64_MAX);
    assert_false(b.failed);
    assert_int_equal(b.size, 3890 + 20);
    assert_memory_equal(b.data + b.size - 20, "18446744073709551615", 20);
    sr_buf_free(&b);
    assert_null(b.data);
    sr_alloc_fail_at(1);
    sr_buf_c(&b, "text");
    sr_alloc_fail_at(0);
    assert_true(b.failed && b.size == 0);
    sr_buf_c(&b, "text");
    assert_int_equal(b.size, 0);
    sr_buf_free(&b);
}

static void fixed_numbers_have_one_form(void **state)
{
    (void)state;
    static const struct {
        double value;
        unsigned decimals;
        const char *text;
    } cases[] = {
        {0, 3, "0"},           {1, 3, "1"},         {0.95, 3, "0.95"},   {0.9504, 3, "0.95"}, {0.9506, 3, "0.951"}, {-3, 3, "-3"},
        {-0.0004, 3, "0"},     {-0.25, 2, "-0.25"}, {1234.5, 1, "1234.5"}, {2.675, 0, "3"},   {0.05, 2, "0.05"},    {100.001, 3, "100.001"},
        {(double)NAN, 3, "0"}, {(double)INFINITY, 3, "0"}, {1e11, 3, "100000000000"}, {1e300, 3, "0"}, {0.9996, 3, "1"}, {-12.1, 4, "-12.1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        sr_buf b = {0};
        sr_buf_fixed(&b, cases[i].value, cases[i].decimals);
        same_str(cases[i].text, sr_buf_view(&b), cases[i].text);
        sr_buf_free(&b);
    }
}

static void errors_are_cut_never_overrun(void **state)
{
    (void)state;
    sr_err err;
    char longer[1000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = 0;
    assert_int_equal(sr_fail(&err, SR_ERR_IO, "read", 7, "%s", longer), SR_ERR_IO);
    assert_int_equal(strlen(err.message), sizeof err.message - 1);
    assert_int_equal(err.byte, 7);
    assert_int_equal(sr_fail(NULL, SR_ERR_LIMIT, "read", 0, "%s", longer), SR_ERR_LIMIT);
    for (int status = 0; status >= SR_ERR_CANCELLED; status--) assert_string_not_equal(sr_status_name((sr_status)status), "unknown");
    assert_string_equal(sr_status_name((sr_status)-99), "unknown");
    assert_string_equal(sr_status_name((sr_status)1), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(arena_copies_end_with_nul),
        cmocka_unit_test(layers_grow_and_keep_what_they_hold),
        cmocka_unit_test(failure_is_sticky),
        cmocka_unit_test(absurd_sizes_fail),
        cmocka_unit_test(the_nth_allocation_fails),
        cmocka_unit_test(buffer_grows_and_prints),
        cmocka_unit_test(fixed_numbers_have_one_form),
        cmocka_unit_test(errors_are_cut_never_overrun),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
