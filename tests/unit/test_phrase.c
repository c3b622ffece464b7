/* SPDX-License-Identifier: Apache-2.0 */
/* Folded words, phrases, and knowledge files. */
#include "house.h"

#include <unistd.h>

#include "base/phrase.h"
#include "base/table.h"

static void cuts_text_into_folded_words(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"The Army, he said.", "the|army|he|said"},
        {"Shi'ite and Shi\xE2\x80\x99ite", "shi'ite|and|shi'ite"},
        {"the U.S. and U.N.-led", "the|u.s|and|u.n|led"},
        {"the world.Agencies said", "the|world|agencies|said"},
        {"3,500 or 3.5", "3500|or|3.5"},
        {"al-Qa\xC3\xAF" "da", "al|qaida"},
        {"'quoted'", "quoted"},
        {"", ""},
        {"-- ... --", ""},
        {"caf\xC3\xA9s", "cafes"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        sr_arena *a = sr_arena_new();
        sr_words words = {0};
        sr_buf joined = {0};
        sr_words_of(a, cases[i][0], (sr_span){0, (uint32_t)strlen(cases[i][0])}, &words);
        for (uint32_t k = 0; k < words.items_count; k++) {
            if (k) sr_buf_char(&joined, '|');
            sr_buf_str(&joined, words.items[k].folded);
            assert_true(words.items[k].span.begin < words.items[k].span.end && words.items[k].span.end <= strlen(cases[i][0]));
        }
        same_str(cases[i][0], sr_buf_view(&joined), cases[i][1]);
        sr_buf_free(&joined);
        sr_arena_free(a);
    }
}

static uint32_t match(const sr_phrases *p, sr_arena *a, const char *text, uint32_t *value)
{
    sr_words words = {0};
    sr_words_of(a, text, (sr_span){0, (uint32_t)strlen(text)}, &words);
    return sr_phrases_match(p, &words, 0, value);
}

static void the_longest_phrase_wins(void **state)
{
    (void)state;
    sr_arena *a = sr_arena_new();
    sr_phrases *p = sr_phrases_new(a);
    sr_phrases_add(p, SR_STR("Press"), 1);
    sr_phrases_add(p, SR_STR("Press Trust of India"), 2);
    sr_phrases_add(p, SR_STR("Agence France-Presse"), 3);
    sr_phrases_add(p, SR_STR("Press"), 9); /* the first value stays */
    sr_phrases_add(p, SR_STR("..."), 4);   /* no words: nothing */
    uint32_t value = 0;
    assert_int_equal(match(p, a, "PRESS trust of india said", &value), 4);
    assert_int_equal(value, 2);
    assert_int_equal(match(p, a, "press trust of nobody", &value), 1);
    assert_int_equal(value, 1);
    assert_int_equal(match(p, a, "Agence France Presse", &value), 3);
    assert_int_equal(value, 3);
    assert_int_equal(match(p, a, "Agence", &value), 0);
    assert_int_equal(match(p, a, "", &value), 0);
    sr_arena_free(a);
}

static void many_phrases_are_all_found(void **state)
{
    (void)state;
    sr_arena *a = sr_arena_new();
    sr_phrases *p = sr_phrases_new(a);
    char text[64];
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "word%u of list%u", i, i % 7);
        sr_phrases_add(p, sr_str_c(text), i);
    }
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t value = UINT32_MAX;
        snprintf(text, sizeof text, "Word%u OF List%u", i, i % 7);
        assert_int_equal(match(p, a, text, &value), 3);
        assert_int_equal(value, i);
    }
    sr_arena_free(a);
}

static void every_built_in_file_reads(void **state)
{
    (void)state;
    unsigned files = 0;
    for (size_t i = 0; sr_asset_path(i); i++, files++) {
        sr_arena *a = sr_arena_new();
        sr_table table;
        sr_err err = {0};
        if (i) assert_true(strcmp(sr_asset_path(i - 1), sr_asset_path(i)) < 0);
        if (sr_table_read(a, NULL, sr_asset_path(i), 1, &table, &err)) fail_msg("%s: %s", sr_asset_path(i), err.message);
        assert_true(table.rows_count > 0);
        sr_arena_free(a);
    }
    assert_true(files > 10);
    assert_null(sr_asset("lexicon/en/nothing.txt").data);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void the_users_file_takes_the_place_of_the_built_in(void **state)
{
    (void)state;
    char folder[] = "/tmp/sitrep-test-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/words.txt", folder);
    write_file(path, "# notes\n\n one | 1 | x \r\ntwo|2\n");
    sr_arena *a = sr_arena_new();
    sr_table table;
    sr_err err = {0};
    assert_int_equal(sr_table_read(a, folder, "words.txt", 2, &table, &err), SR_OK);
    assert_int_equal(table.rows_count, 2);
    assert_int_equal(table.rows[0].line, 3);
    assert_int_equal(table.rows[0].fields_count, 3);
    same_str("trimmed", table.rows[0].fields[0], "one");
    same_str("last", table.rows[0].fields[2], "x");
    assert_int_equal(sr_table_read(a, folder, "words.txt", 3, &table, &err), SR_ERR_FORMAT);
    assert_non_null(strstr(err.message, "words.txt:4"));
    write_file(path, "one|\xFF\n");
    assert_int_equal(sr_table_read(a, folder, "words.txt", 1, &table, &err), SR_ERR_FORMAT);
    assert_int_equal(err.byte, 4);
    assert_int_equal(sr_table_read(a, folder, "other.txt", 1, &table, &err), SR_ERR_IO);
    assert_non_null(strstr(err.message, "other.txt"));
    unlink(path);
    rmdir(folder);
    sr_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_text_into_folded_words), cmocka_unit_test(the_longest_phrase_wins),
        cmocka_unit_test(many_phrases_are_all_found),  cmocka_unit_test(every_built_in_file_reads),
        cmocka_unit_test(the_users_file_takes_the_place_of_the_built_in),
    };
    return cmocka_run_group_tests_name("phrase", tests, NULL, NULL);
}
