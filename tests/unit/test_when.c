/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as pages print them, and datelines: what must match beside what must not. */
#include "clean_model.h"

#include "clean/dateline.h"
#include "clean/internal.h"

/* printed, what is found ("" nothing): the time where there is one, else the date */
static const char *const dates[][2] = {
    {"21 June 2014", "2014-06-21"},
    {"June 21, 2014", "2014-06-21"},
    {"June 21 2014", "2014-06-21"},
    {"Jun 21, 2014", "2014-06-21"},
    {"Jun. 21, 2014", "2014-06-21"},
    {"June. 23, 2014 04:57", "2014-06-23T04:57:00"},
    {"21 Jun 2014", "2014-06-21"},
    {"21st June 2014", "2014-06-21"},
    {"June 2nd, 2014", "2014-06-02"},
    {"the 3rd of March 2019", "2019-03-03"},
    {"Saturday, June 21, 2014", "2014-06-21"},
    {"Saturday 21 June 2014", "2014-06-21"},
    {"Sat Jun 21, 2014 3:27pm EDT", "2014-06-21T15:27:00-04:00"},
    {"Sat, Jun 21 2014 3:27 PM EDT", "2014-06-21T15:27:00-04:00"},
    {"21 June 2014, 15:27 GMT", "2014-06-21T15:27:00+00:00"},
    {"21 June 2014 | 15:27", "2014-06-21T15:27:00"},
    {"21 June 2014 at 15:27", "2014-06-21T15:27:00"},
    {"June 21, 2014 at 3:27 p.m.", "2014-06-21T15:27:00"},
    {"June 21, 2014 12:05 am", "2014-06-21T00:05:00"},
    {"June 21, 2014 12:05 pm", "2014-06-21T12:05:00"},
    {"3:27 pm, June 21, 2014", "2014-06-21T15:27:00"},
    {"15:27, 21 June 2014", "2014-06-21T15:27:00"},
    {"15:27:05 21 June 2014", "2014-06-21T15:27:05"},
    {"Fri 3 Apr 2020 10.21 BST", "2020-04-03T10:21:00+01:00"},
    {"Fri 3 Apr 2020 10.21 CEST", "2020-04-03T10:21:00+02:00"},
    {"3 April 2020 1021 GMT", "2020-04-03T10:21:00+00:00"},
    {"2014-06-21", "2014-06-21"},
    {"2014-06-21T15:27:00-04:00", "2014-06-21T15:27:00-04:00"},
    {"2014-06-21 15:27", "2014-06-21T15:27:00"},
    {"Latest update : 2014-06-21", "2014-06-21"},
    {"2014/06/21", "2014-06-21"},
    {"24/06/2014", "2014-06-24"},
    {"06/24/2014", "2014-06-24"},
    {"05/06/2014", "2014-06-05"},
    {"05/06/2014 3:27 PM EDT", "2014-05-06T15:27:00-04:00"},
    {"24.06.2014", "2014-06-24"},
    {"24-06-2014", "2014-06-24"},
    {"24/6/14", "2014-06-24"},
    {"24.6.98", "1998-06-24"},
    {"Posted: June 23, 2014", "2014-06-23"},
    {"Published on 24 June 2014 by the desk", "2014-06-24"},
    {"Last Modified: 21 Jun 2014 15:27 +0300", "2014-06-21T15:27:00+03:00"},
    {"Updated 21 Jun 2014 15:27 -04:30", "2014-06-21T15:27:00-04:30"},
    {"JUNE 21, 2014", "2014-06-21"},
    {"SATURDAY, 21 JUNE 2014", "2014-06-21"},
    {"Sept. 1, 2015", "2015-09-01"},
    {"Sep 1 2015", "2015-09-01"},
    {"May 1, 2015", "2015-05-01"},
    {"29 February 2016", "2016-02-29"},
    {"31 December 1999 23:59", "1999-12-31T23:59:00"},
    {"21 June 2014 3 pm", "2014-06-21T15:00:00"},
    {"21 June 2014 (15:27 EST)", "2014-06-21"},
    {"Tuesday, 24 June 2014 - 05:02 am", "2014-06-24T05:02:00"},
    {"on June 21, 2014, the army left", "2014-06-21"},
    {"Wednesday 1 January 2020 00:00 UTC", "2020-01-01T00:00:00+00:00"},
    {"1 January 2020 12 am", "2020-01-01T00:00:00"},
    /* no dates, or no whole ones */
    {"", ""},
    {"yesterday", ""},
    {"2 hours ago", ""},
    {"June 2014", ""},
    {"21 June", ""},
    {"Saturday", ""},
    {"2014", ""},
    {"30 February 2014", ""},
    {"31 April 2015", ""},
    {"29 February 2015", ""},
    {"32/13/2014", ""},
    {"may 2014 people have died", ""},
    {"he may march 20 miles", ""},
    {"3.5 percent of 2,014", ""},
    {"tel. 555-1234-2014", ""},
    {"10:30", ""},
    {"score 3-2-1", ""},
    {"version 1.2.3", ""},
    {"99/99/9999", ""},
};

static void printed_dates_are_found(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (size_t i = 0; i < COUNT(dates); i++) {
        sr_arena *tmp = sr_arena_new();
        sr_when w = {0};
        sr_span where = {0, 0};
        char found[SR_WHEN_CHARS] = "";
        sr_str s = sr_str_c(dates[i][0]);
        if (sr_when_find(model, tmp, s, &w, &where)) {
            if (!sr_when_iso(&w, found)) sr_when_date(&w, found);
            assert_true(sr_when_valid(&w) && where.begin < where.end && where.end <= s.size);
        }
        if (strcmp(found, dates[i][1]) != 0) {
            print_error("<%s>: found <%s>, wanted <%s>\n", dates[i][0], found, dates[i][1]);
            failed++;
        }
        sr_arena_free(tmp);
    }
    assert_int_equal(failed, 0);
}

static void the_bytes_of_a_date_are_given(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Posted: June 23, 2014", "June 23, 2014"},
        {"By our desk, Sat Jun 21, 2014 3:27pm EDT - Baghdad", "Sat Jun 21, 2014 3:27pm EDT"},
        {"Latest update : 2014-06-21.", "2014-06-21"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        sr_when w;
        sr_span where = {0, 0};
        assert_true(sr_when_find(model, arena, sr_str_c(cases[i][0]), &w, &where));
        same_str(cases[i][0], sr_str_of(cases[i][0], where), cases[i][1]);
    }
}

/* line, place, agency; NULL place: no dateline at all */
static const char *const datelines[][3] = {
    {"LYON, France (Reuters) - Bus drivers walked out on Monday.", "LYON, France", "Reuters"},
    {"ANBAR, IRAQ(Reuters) - Fighters took the post.", "ANBAR, IRAQ", "Reuters"},
    {"NAIROBI (AFP) \xE2\x80\x94 Kenyans voted on Tuesday.", "NAIROBI", "AFP"},
    {"NAIROBI, Kenya (AP) -- Kenyans voted on Tuesday.", "NAIROBI, Kenya", "AP"},
    {"Islamabad, Aug 12 (Xinhua) -- Rivers rose again.", "Islamabad", "Xinhua"},
    {"KARACHI, Aug 12 - Rivers rose again in the south.", "KARACHI", ""},
    {"Kathmandu (IANS) Rescuers dug on Sunday.", "Kathmandu", "IANS"},
    {"Kathmandu, April 25, 2015 (NDTV): The quake struck at noon.", "Kathmandu", "NDTV"},
    {"Nairobi: The count went on through the night, the commission said. It will end on Friday.", "Nairobi", ""},
    {"(Reuters) - Bus drivers walked out on Monday.", "", "Reuters"},
    {"ADDIS ABABA, Ethiopia (Reuters) - Talks began.", "ADDIS ABABA, Ethiopia", "Reuters"},
    /* neighbours that are none */
    {"Lyon is a city in France.", NULL, NULL},
    {"The army (which denies it) left the town.", NULL, NULL},
    {"Reuters reported on Monday that drivers walked out.", NULL, NULL},
    {"The International Committee of the Red Cross (ICRC) said it sent aid.", NULL, NULL},
    {"Nairobi residents - many of them young - queued at dawn.", NULL, NULL},
    {"Kenya: a timeline", NULL, NULL},
    {"Monday, June 23, 2014", NULL, NULL},
    {"President Uhuru Kenyatta said on Friday - to cheers - that he won.", NULL, NULL},
    {"Officials said: \"We counted twice.\"", NULL, NULL},
    {"", NULL, NULL},
};

static void datelines_beside_what_is_none(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (size_t i = 0; i < COUNT(datelines); i++) {
        sr_arena *tmp = sr_arena_new();
        sr_dateline d = {0};
        const char *line = datelines[i][0];
        bool found = sr_dateline_find(model, tmp, sr_str_c(line), &d);
        bool right = found == (datelines[i][1] != NULL);
        if (found && right)
            right = sr_str_eq(sr_str_of(line, d.place), sr_str_c(datelines[i][1])) && sr_str_eq(sr_str_of(line, d.agency), sr_str_c(datelines[i][2]));
        if (!right) {
            print_error("<%s>: %s <%.*s> <%.*s>\n", line, found ? "found" : "none", found ? (int)sr_span_size(d.place) : 0, line + d.place.begin,
                        found ? (int)sr_span_size(d.agency) : 0, line + d.agency.begin);
            failed++;
        }
        assert_int_equal(sr_dateline_find(model, tmp, sr_str_c(line), NULL), found);
        sr_arena_free(tmp);
    }
    assert_int_equal(failed, 0);
}

/* Is the whole line a date? */
static void lines_that_are_dates(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        bool is_date;
    } cases[] = {
        {"June 23, 2014", true},
        {"Posted June 23, 2014 at 3:27 pm", true},
        {"Published: 24/06/2014 05:02 AM", true},
        {"Saturday, 21 June 2014", true},
        {"On June 23, 2014 the army left the town.", false},
        {"June 2014", false},
        {"The army left.", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        sr_line_pieces line = {0};
        sr_when w;
        sr_pieces_of(arena, sr_str_c(cases[i].line), &line);
        if (sr_date_line(model, &line, &w) != cases[i].is_date) fail_msg("<%s>", cases[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(printed_dates_are_found),
        cmocka_unit_test(the_bytes_of_a_date_are_given),
        cmocka_unit_test(datelines_beside_what_is_none),
        cmocka_unit_test(lines_that_are_dates),
    };
    return cmocka_run_group_tests_name("when", tests, open_model, close_model);
}
