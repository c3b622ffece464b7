/* SPDX-License-Identifier: Apache-2.0 */
/* Dates: calendar arithmetic, ISO 8601 and RFC 2822, what is refused, round trips. */
#include "house.h"

#include "base/date.h"

static void days_count_from_1970(void **state)
{
    (void)state;
    assert_int_equal(sr_days(1970, 1, 1), 0);
    assert_int_equal(sr_days(1969, 12, 31), -1);
    assert_int_equal(sr_days(2000, 2, 29), 11016);
    assert_int_equal(sr_days(2014, 6, 21), 16242);
    for (int year = 1600; year < 2400; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        assert_int_equal(sr_days(year + 1, 1, 1) - sr_days(year, 1, 1), leap ? 366 : 365);
    }
}

static void seconds_mind_the_offset(void **state)
{
    (void)state;
    sr_when w;
    assert_true(sr_when_parse(SR_STR("2014-06-21T15:27:00-04:00"), true, &w));
    assert_int_equal(sr_when_utc_s(&w), (int64_t)16242 * 86400 + 19 * 3600 + 27 * 60);
    assert_true(sr_when_parse(SR_STR("2014-06-21"), true, &w));
    assert_int_equal(sr_when_utc_s(&w), (int64_t)16242 * 86400);
}

/* text, date, time ("" none) */
static const char *const parsed[][3] = {
    {"2014-06-21", "2014-06-21", ""},
    {"2014/06/21", "2014-06-21", ""},
    {"20140621", "2014-06-21", ""},
    {"2014-06", "2014-06", ""},
    {" 2014-06-21 ", "2014-06-21", ""},
    {"2014-06-21T15:27", "2014-06-21", "2014-06-21T15:27:00"},
    {"2014-06-21T15:27:05", "2014-06-21", "2014-06-21T15:27:05"},
    {"2014-06-21t15:27:05z", "2014-06-21", "2014-06-21T15:27:05+00:00"},
    {"2014-06-21T15:27:05.123Z", "2014-06-21", "2014-06-21T15:27:05+00:00"},
    {"2014-06-21T15:27:00-04:00", "2014-06-21", "2014-06-21T15:27:00-04:00"},
    {"2014-06-21T15:27:00-0430", "2014-06-21", "2014-06-21T15:27:00-04:30"},
    {"2014-06-21 15:27 +0000", "2014-06-21", "2014-06-21T15:27:00+00:00"},
    {"2014-06-21 15:27:00 UTC", "2014-06-21", "2014-06-21T15:27:00+00:00"},
    {"20140621T152700Z", "2014-06-21", "2014-06-21T15:27:00+00:00"},
    {"Sat, 21 Jun 2014 15:27:00 GMT", "2014-06-21", "2014-06-21T15:27:00+00:00"},
    {"21 Jun 2014 15:27:00 -0400", "2014-06-21", "2014-06-21T15:27:00-04:00"},
    {"Sun, 1 Jun 2014", "2014-06-01", ""},
    {"2016-02-29", "2016-02-29", ""},
    {"2016-12-31T23:59:60Z", "2016-12-31", "2016-12-31T23:59:60+00:00"},
};

static void reads_iso_and_rfc(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(parsed); i++) {
        sr_when w;
        char text[SR_WHEN_CHARS];
        if (!sr_when_parse(sr_str_c(parsed[i][0]), true, &w)) fail_msg("%s: refused", parsed[i][0]);
        sr_when_date(&w, text);
        same_str(parsed[i][0], sr_str_c(text), parsed[i][1]);
        sr_when_iso(&w, text);
        same_str(parsed[i][0], sr_str_c(text), parsed[i][2]);
    }
}

static void refuses_what_is_no_date(void **state)
{
    (void)state;
    static const char *const cases[] = {"",           " ",          "2014",       "14-06-21",   "2014-13-01", "2014-00-10", "2014-02-30",
                                        "2015-02-29", "1900-02-29", "2014-6-21",  "tomorrow",   "0999-01-01", "2014-06-21x", "32 Jun 2014",
                                        "1 Foo 2014", "2014-06-",   "2014062"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        sr_when w;
        if (sr_when_parse(sr_str_c(cases[i]), true, &w)) fail_msg("<%s>: taken for a date", cases[i]);
    }
}

static void text_behind_a_date_only_where_allowed(void **state)
{
    (void)state;
    sr_when w;
    assert_int_equal(sr_when_parse(SR_STR("2014-06-21 at noon"), false, &w), 10);
    assert_int_equal(sr_when_parse(SR_STR("2014-06-21 at noon"), true, &w), 0);
    assert_int_equal(sr_when_parse(SR_STR("2014-06-21 25:99"), false, &w), 10);
    assert_false(w.has_time);
}

static void writing_and_reading_again_is_the_identity(void **state)
{
    (void)state;
    static const int16_t offsets[] = {SR_NO_OFFSET, 0, 60, -240, 330, 845, -720};
    for (int i = 0; i < 4000; i++) {
        sr_when w = {.year = (int16_t)(1000 + i * 9000 / 4000), .month = (uint8_t)(1 + i % 12), .day = (uint8_t)(1 + i % 28), .offset_min = SR_NO_OFFSET};
        if (i % 3) {
            w.has_time = true;
            w.hour = (uint8_t)(i % 24);
            w.minute = (uint8_t)(i % 60);
            w.second = (uint8_t)(i * 7 % 60);
            w.offset_min = offsets[(size_t)i % COUNT(offsets)];
        }
        sr_when back;
        char text[SR_WHEN_CHARS];
        assert_true(sr_when_valid(&w));
        if (!sr_when_iso(&w, text)) sr_when_date(&w, text);
        if (!sr_when_parse(sr_str_c(text), true, &back)) fail_msg("%s: refused", text);
        char again[SR_WHEN_CHARS];
        if (!sr_when_iso(&back, again)) sr_when_date(&back, again);
        assert_string_equal(text, again);
        assert_int_equal(sr_when_utc_s(&w), sr_when_utc_s(&back));
    }
}

static void validity(void **state)
{
    (void)state;
    const sr_when good = {.year = 2014, .month = 6, .day = 21, .has_time = true, .hour = 23, .minute = 59, .second = 60, .offset_min = 0};
    assert_true(sr_when_valid(&good));
    sr_when w = good;
    w.hour = 24;
    assert_false(sr_when_valid(&w));
    w = good, w.month = 0;
    assert_false(sr_when_valid(&w)); /* a day without its month */
    w = good, w.offset_min = 24 * 60;
    assert_false(sr_when_valid(&w));
    w = good, w.year = 0;
    assert_false(sr_when_valid(&w));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_from_1970),
        cmocka_unit_test(seconds_mind_the_offset),
        cmocka_unit_test(reads_iso_and_rfc),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(text_behind_a_date_only_where_allowed),
        cmocka_unit_test(writing_and_reading_again_is_the_identity),
        cmocka_unit_test(validity),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
