/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8: decoding both ways, validity with its byte, classes, trimming, folding. */
#include "house.h"

#include "base/utf8.h"

static void decodes_forwards_and_backwards(void **state)
{
    (void)state;
    sr_str s = SR_STR("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z");
    const uint32_t wanted[] = {'a', 0xE9, 0x20AC, 0x1F600, 'z'};
    size_t at = 0, n = 0;
    while (at < s.size) assert_int_equal(sr_utf8_next(s, &at), wanted[n++]);
    assert_int_equal(n, COUNT(wanted));
    while (at > 0) assert_int_equal(sr_utf8_prev(s, &at), wanted[--n]);
    assert_int_equal(n, 0);
}

static void bad_bytes_are_one_replacement_each(void **state)
{
    (void)state;
    sr_str s = SR_STR("\xC3(\x80\xF0\x9F\x98");
    size_t at = 0;
    unsigned bad = 0, characters = 0;
    for (; at < s.size; characters++) bad += sr_utf8_next(s, &at) == SR_BAD_CHAR;
    assert_int_equal(bad, 5);
    assert_int_equal(characters, 6);
    for (characters = 0; at > 0; characters++) sr_utf8_prev(s, &at);
    assert_int_equal(characters, 6);
}

static void validity_tells_the_byte(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size, bad;
    } cases[] = {
        {"", 0, 0},
        {"plain", 5, 5},
        {"caf\xC3\xA9", 5, 5},
        {"caf\xC3", 4, 3},             /* cut */
        {"\xFF", 1, 0},                /* never in UTF-8 */
        {"ab\x80", 3, 2},              /* a lone continuation */
        {"\xC0\xAF", 2, 0},            /* overlong */
        {"x\xED\xA0\x80", 4, 1},       /* a surrogate */
        {"\xF4\x90\x80\x80", 4, 0},    /* past U+10FFFF */
        {"a\0b", 3, 3},                /* NUL is a character */
        {"\xEF\xBB\xBFtext", 7, 7},
    };
    for (size_t i = 0; i < COUNT(cases); i++) assert_int_equal(sr_utf8_valid((sr_str){cases[i].bytes, cases[i].size}), cases[i].bad);
}

static void put_is_the_inverse_of_next(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c += c < 0x3000 ? 1 : 997) {
        char bytes[4];
        if (c >= 0xD800 && c < 0xE000) continue;
        size_t n = sr_utf8_put(bytes, c), at = 0;
        assert_int_equal(sr_utf8_next((sr_str){bytes, n}, &at), c);
        assert_int_equal(at, n);
    }
}

static void classes(void **state)
{
    (void)state;
    const uint32_t spaces[] = {' ', '\t', '\n', '\r', 0xA0, 0x2009, 0x200B, 0x202F, 0x3000, 0xFEFF};
    for (size_t i = 0; i < COUNT(spaces); i++) assert_true(sr_is_space(spaces[i]));
    assert_false(sr_is_space('_'));
    assert_false(sr_is_space(0x2014));
    assert_true(sr_is_letter(0xE9) && sr_is_letter(0x416) && sr_is_letter(0x5D0) && sr_is_letter(0x4E2D));
    assert_false(sr_is_letter('3') || sr_is_letter('-') || sr_is_letter(0x20AC));
    assert_true(sr_is_upper(0xC9) && sr_is_lower(0xE9) && !sr_is_upper(0xE9) && !sr_is_lower('3'));
    assert_true(sr_is_digit('0') && sr_is_digit(0x663) && !sr_is_digit(0xBD));
    assert_true(sr_is_open_quote(0x201C) && !sr_is_close_quote(0x201C) && sr_is_close_quote(0x201D));
    assert_true(sr_is_quote('"') && sr_is_quote(0x2019) && !sr_is_quote('('));
}

static void trims_white_space_of_any_kind(void **state)
{
    (void)state;
    same_str("both ends", sr_trim(SR_STR(" \t\xC2\xA0word two\xE2\x80\x83\n")), "word two");
    same_str("nothing but", sr_trim(SR_STR(" \n ")), "");
    same_str("nothing", sr_trim((sr_str){NULL, 0}), "");
    same_str("a byte that is no UTF-8 stays", sr_trim(SR_STR(" \xFF ")), "\xFF");
    sr_span s = sr_trim_span("ab  cd ", (sr_span){2, 7});
    assert_int_equal(s.begin, 4);
    assert_int_equal(s.end, 6);
}

static void folds(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"REUTERS", "reuters"},
        {"Al-Qa\xC3\xAF" "m", "al-qaim"},
        {"caf\xC3\xA9", "cafe"},
        {"cafe\xCC\x81", "cafe"},                          /* a combining accent */
        {"\xE2\x80\x9Cyes\xE2\x80\x9D", "\"yes\""},
        {"it\xE2\x80\x99s", "it's"},
        {"1990\xE2\x80\x93" "95", "1990-95"},
        {"a\xC2\xA0 \n b", "a b"},
        {"STRASSE Stra\xC3\x9F" "e", "strasse strasse"},
        {"\xEF\xAC\x81re", "fire"},                        /* a ligature */
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        sr_buf out = {0};
        sr_fold(&out, sr_str_c(cases[i][0]));
        same_str(cases[i][0], sr_buf_view(&out), cases[i][1]);
        sr_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_forwards_and_backwards), cmocka_unit_test(bad_bytes_are_one_replacement_each),
        cmocka_unit_test(validity_tells_the_byte),        cmocka_unit_test(put_is_the_inverse_of_next),
        cmocka_unit_test(classes),                        cmocka_unit_test(trims_white_space_of_any_kind),
        cmocka_unit_test(folds),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
