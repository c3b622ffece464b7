/* SPDX-License-Identifier: Apache-2.0 */
/* ingest: charsets and their maps, what is no text, caps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "ingest/ingest.h"

typedef struct reading {
    sr_doc *doc;
    sr_status status;
    sr_err err;
} reading;

static reading read_named(const char *name, const char *data, size_t size)
{
    reading r = {.doc = sr_doc_new()};
    sr_scratch tmp = {sr_arena_new()};
    assert_non_null(r.doc);
    assert_non_null(tmp.arena);
    r.status = sr_ingest_run(r.doc, sr_str_c(name), (sr_str){data, size}, &tmp, &r.err);
    sr_arena_free(tmp.arena);
    if (r.status) return r;
    sr_err err = {0};
    assert_int_equal(sr_doc_check(r.doc, &err), SR_OK);
    for (uint32_t i = 0; i < r.doc->runs_count; i++) {
        const sr_run *run = &r.doc->runs[i];
        if (run->exact) assert_memory_equal(r.doc->text + run->text_begin, data + run->raw_begin, run->text_size);
    }
    return r;
}

static void expect(const char *data, size_t size, const char *text, const char *charset)
{
    reading r = read_named("a.txt", data, size);
    assert_int_equal(r.status, SR_OK);
    assert_int_equal(r.doc->text_size, strlen(text));
    assert_memory_equal(r.doc->text, text, r.doc->text_size);
    assert_true(sr_str_eq(r.doc->charset, sr_str_c(charset)));
    sr_doc_free(r.doc);
}

static void expect_fault(const char *data, size_t size, sr_status status, uint64_t byte)
{
    reading r = read_named("a.txt", data, size);
    assert_int_equal(r.status, status);
    assert_int_equal(r.err.byte, byte);
    assert_string_equal(r.err.stage, "ingest");
    assert_true(r.err.message[0] != 0);
    sr_doc_free(r.doc);
}

#define BYTES(literal) ("" literal), sizeof(literal) - 1

static void plain_utf8_is_kept_byte_for_byte(void **state)
{
    (void)state;
    expect(BYTES("caf\xC3\xA9\r\nb\n"), "caf\xC3\xA9\r\nb\n", "UTF-8");
    expect(BYTES("\xEF\xBB\xBF" "a b"), "\xEF\xBB\xBF" "a b", "UTF-8");
    reading r = read_named("a.txt", BYTES("\xEF\xBB\xBF" "a b"));
    assert_int_equal(r.doc->runs_count, 1);
    assert_true(r.doc->runs[0].exact);
    assert_int_equal(r.doc->media, SR_MEDIA_TEXT);
    sr_doc_free(r.doc);
}

static void wide_charsets(void **state)
{
    (void)state;
    expect(BYTES("\xFF\xFE" "h\0i\0 \0\xE9\0"), "hi \xC3\xA9", "UTF-16LE");
    expect(BYTES("\xFE\xFF\0h\0i\0 \0\xE9"), "hi \xC3\xA9", "UTF-16BE");
    expect(BYTES("\xFF\xFE\0\0h\0\0\0i\0\0\0"), "hi", "UTF-32LE");
    expect(BYTES("\0\0\xFE\xFF\0\0\0h\0\1\xF6\0"), "h\xF0\x9F\x98\x80", "UTF-32BE");
    expect(BYTES("h\0e\0l\0l\0o\0 \0y\0o\0u\0"), "hello you", "UTF-16LE");
    expect(BYTES("\0h\0e\0l\0l\0o\0 \0y\0o\0u"), "hello you", "UTF-16BE");
    expect(BYTES("\xFF\xFE" "h\0\x3D\xD8\x00\xDE"), "h\xF0\x9F\x98\x80", "UTF-16LE");
}

static void wide_charsets_map_words(void **state)
{
    (void)state;
    reading r = read_named("a.txt", BYTES("\xFF\xFE" "h\0i\0 \0y\0o\0u\0"));
    assert_int_equal(r.status, SR_OK);
    sr_span raw = sr_doc_raw_span(r.doc, (sr_span){3, 6});
    assert_int_equal(raw.begin, 8);
    assert_int_equal(raw.end, 14);
    sr_doc_free(r.doc);
}

static void legacy_charsets(void **state)
{
    (void)state;
    expect(BYTES("The \x93quote\x94 isn\x92t \x96 caf\xE9, and more text to read here."),
           "The \xE2\x80\x9Cquote\xE2\x80\x9D isn\xE2\x80\x99t \xE2\x80\x93 caf\xC3\xA9, and more text to read here.",
           "windows-1252");
    reading r = read_named("a.txt", BYTES("A caf\xE9 in Paris, with some more words behind it to read."));
    sr_span raw = sr_doc_raw_span(r.doc, (sr_span){5, 7});
    assert_int_equal(raw.begin, 5);
    assert_int_equal(raw.end, 6);
    sr_doc_free(r.doc);
}

static void a_label_decides_what_is_no_utf8(void **state)
{
    (void)state;
    reading r = read_named("a.html", BYTES("<html><head><meta charset=windows-1251></head><p>\xCC\xEE\xF1\xEA\xE2\xE0</p>"));
    assert_int_equal(r.status, SR_OK);
    assert_true(sr_str_eq(r.doc->charset, SR_STR("windows-1251")));
    assert_memory_equal(r.doc->text, "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0", 12);
    sr_doc_free(r.doc);
    r = read_named("a.html", BYTES("<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\"></head><p>\x93x\x94</p>"));
    assert_true(sr_str_eq(r.doc->charset, SR_STR("windows-1252")));
    assert_memory_equal(r.doc->text, "\xE2\x80\x9Cx\xE2\x80\x9D", 7);
    sr_doc_free(r.doc);
}

static void a_wrong_label_does_not_spoil_utf8(void **state)
{
    (void)state;
    reading r = read_named("a.html", BYTES("<html><head><meta charset=iso-8859-1></head><p>caf\xC3\xA9</p>"));
    assert_true(sr_str_eq(r.doc->charset, SR_STR("UTF-8")));
    assert_memory_equal(r.doc->text, "caf\xC3\xA9", 5);
    sr_doc_free(r.doc);
}

static void nearly_utf8_is_mended(void **state)
{
    (void)state;
    char text[600] = {0};
    for (int i = 0; i < 40; i++) strcat(text, "caf\xC3\xA9 and ");
    size_t bad = strlen(text);
    strcat(text, "\xFF tail");
    reading r = read_named("a.txt", text, strlen(text));
    assert_int_equal(r.status, SR_OK);
    assert_true(sr_str_eq(r.doc->charset, SR_STR("UTF-8")));
    assert_memory_equal(r.doc->text + bad, "\xEF\xBF\xBD tail", 8);
    sr_span raw = sr_doc_raw_span(r.doc, (sr_span){(uint32_t)bad, (uint32_t)bad + 3});
    assert_int_equal(raw.begin, bad);
    assert_int_equal(raw.end, bad + 1);
    sr_doc_free(r.doc);
}

static void cut_off_utf8_stays_utf8(void **state)
{
    (void)state;
    expect(BYTES("caf\xC3\xA9 caf\xC3"), "caf\xC3\xA9 caf\xEF\xBF\xBD", "UTF-8");
}

static void what_is_no_text(void **state)
{
    (void)state;
    expect_fault(BYTES(""), SR_ERR_EMPTY, 0);
    expect_fault(BYTES(" \t\r\n\n"), SR_ERR_EMPTY, 0);
    expect_fault(BYTES("\xEF\xBB\xBF \n"), SR_ERR_EMPTY, 0);
    expect_fault(BYTES("%PDF-1.4 ..."), SR_ERR_BINARY, 0);
    expect_fault(BYTES("\x89PNG\r\n\x1a\n"), SR_ERR_BINARY, 0);
    expect_fault(BYTES("hello\0world, how is it"), SR_ERR_BINARY, 5);
    expect_fault(BYTES("ab\1\2\3\4\5\6cdefg"), SR_ERR_BINARY, 2);
    expect_fault(BYTES("<html><body><script>x</script></body></html>"), SR_ERR_EMPTY, 0);
}

static void a_report_that_is_too_large(void **state)
{
    (void)state;
    size_t size = (size_t)SR_MAX_REPORT_BYTES + 1;
    char *data = malloc(size);
    assert_non_null(data);
    memset(data, 'a', size);
    expect_fault(data, size, SR_ERR_LIMIT, SR_MAX_REPORT_BYTES);
    free(data);
}

static void pages_and_texts(void **state)
{
    (void)state;
    static const struct {
        const char *name, *data;
        sr_media media;
    } cases[] = {
        {"a", "<!DOCTYPE html><p>x", SR_MEDIA_HTML},
        {"a", "\n<!-- c --><HTML><body>x", SR_MEDIA_HTML},
        {"a.html", "x <p>y</p>", SR_MEDIA_HTML},
        {"a.txt", "x <p>y</p>", SR_MEDIA_TEXT},
        {"a", "<div><p>a</p><p>b</p><p>c</p></div><br><br>", SR_MEDIA_HTML},
        {"a", "if a < b and c > d then", SR_MEDIA_TEXT},
        {"a", "<rss version=\"2\"><channel><title>x</title></channel></rss>", SR_MEDIA_TEXT},
        {"a.html", "no tags at all", SR_MEDIA_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = read_named(cases[i].name, cases[i].data, strlen(cases[i].data));
        assert_int_equal(r.status, SR_OK);
        assert_int_equal(r.doc->media, cases[i].media);
        sr_doc_free(r.doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_utf8_is_kept_byte_for_byte),
        cmocka_unit_test(wide_charsets),
        cmocka_unit_test(wide_charsets_map_words),
        cmocka_unit_test(legacy_charsets),
        cmocka_unit_test(a_label_decides_what_is_no_utf8),
        cmocka_unit_test(a_wrong_label_does_not_spoil_utf8),
        cmocka_unit_test(nearly_utf8_is_mended),
        cmocka_unit_test(cut_off_utf8_stays_utf8),
        cmocka_unit_test(what_is_no_text),
        cmocka_unit_test(a_report_that_is_too_large),
        cmocka_unit_test(pages_and_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
