/* SPDX-License-Identifier: Apache-2.0 */
/* Pages: text and its map, elements, fields, caps; and what clean makes of a page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "clean/clean.h"
#include "ingest/ingest.h"

typedef struct reading {
    sr_doc *doc;
    sr_status status;
    sr_err err;
} reading;

static reading read_page(const char *data, size_t size)
{
    reading r = {.doc = sr_doc_new()};
    sr_scratch tmp = {sr_arena_new()};
    assert_non_null(r.doc);
    assert_non_null(tmp.arena);
    r.status = sr_ingest_run(r.doc, SR_STR("a.html"), (sr_str){data, size}, &tmp, &r.err);
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

static void expect(const char *page, const char *text)
{
    reading r = read_page(page, strlen(page));
    assert_int_equal(r.status, SR_OK);
    char *found = calloc(1, r.doc->text_size + 1u);
    assert_non_null(found);
    memcpy(found, r.doc->text, r.doc->text_size);
    assert_string_equal(found, text);
    free(found);
    sr_doc_free(r.doc);
}

static void expect_field(const char *page, const char *key, const char *value)
{
    reading r = read_page(page, strlen(page));
    assert_int_equal(r.status, SR_OK);
    sr_str found = sr_doc_field(r.doc, key);
    assert_int_equal(found.size, strlen(value));
    assert_memory_equal(found.data, value, found.size);
    sr_doc_free(r.doc);
}

static void blocks_and_white_space(void **state)
{
    (void)state;
    expect("<html><p>One  two\n three</p><p>four", "One two three\n\nfour");
    expect("<html><div>a<div>b</div>c</div>", "a\nb\nc");
    expect("<html><p>a<br>b<br><br>c</p>", "a\nb\n\nc");
    expect("<html><ul><li>a<li>b</ul>", "a\nb");
    expect("<html><p>a <b> b</b> c", "a b c");
    expect("<html><p>a<!-- x -->b", "ab");
    expect("<html><p>a&nbsp; b", "a b");
    expect("<html><pre>a\nb\n\nc</pre>", "a\nb\n\nc");
    expect("<html><table><tr><td>a<td>b<tr><td>c</table>", "a\nb\nc");
}

static void what_gives_no_text(void **state)
{
    (void)state;
    expect("<html><head><title>t</title><style>s</style></head><p>a<script>if (a < b) '<p>x'</script>"
           "<noscript>n</noscript><template>t</template><iframe>i</iframe><svg><title>s</title></svg>"
           "<textarea>t</textarea><select><option>o</select> b", "a b");
}

static void entities(void **state)
{
    (void)state;
    expect("<html><p>AT&amp;T &lt;b&gt; caf&eacute; &#8217;s &#x2019;s &mdash; &copy2020 &notanentity; a & b",
           "AT&T <b> caf\xC3\xA9 \xE2\x80\x99s \xE2\x80\x99s \xE2\x80\x94 \xC2\xA9" "2020 \xC2\xAC" "anentity; a & b");
    expect("<html><p>a &amp;amp; b &amp;#39; c", "a &amp; b &#39; c");
    expect("<html><p>x &nGt; y", "x \xE2\x89\xAB\xE2\x83\x92 y");
}

/* Where the words stand in the raw bytes. */
static void the_map_finds_words(void **state)
{
    (void)state;
    static const char page[] = "<html><head><script>x = '</p>'</script></head><p style='a'>The caf&eacute;\n  in <b>Mosul</b> fell.";
    static const char *const words[] = {"The caf", "in", "Mosul", "fell"};
    reading r = read_page(page, sizeof page - 1);
    assert_int_equal(r.status, SR_OK);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        sr_buf text = {0};
        sr_buf_add(&text, r.doc->text, r.doc->text_size);
        sr_buf_char(&text, 0);
        uint32_t at = (uint32_t)(strstr(text.data, words[i]) - text.data), size = (uint32_t)strlen(words[i]);
        sr_span raw = sr_doc_raw_span(r.doc, (sr_span){at, at + size});
        assert_int_equal(raw.end - raw.begin, size);
        assert_memory_equal(page + raw.begin, words[i], size);
        sr_buf_free(&text);
    }
    sr_span entity = sr_doc_raw_span(r.doc, (sr_span){7, 9});
    assert_int_equal(entity.end - entity.begin, 8);
    assert_memory_equal(page + entity.begin, "&eacute;", 8);
    sr_doc_free(r.doc);
}

static void elements_know_their_text(void **state)
{
    (void)state;
    static const char page[] = "<html><body><div class='A b' id=c data-x=Y><p>one</p><img src=u><time datetime=2014-06-21>June</time></div><div></div>";
    reading r = read_page(page, sizeof page - 1);
    const sr_element *div = NULL, *time = NULL;
    for (uint32_t i = 0; i < r.doc->elements_count; i++) {
        if (sr_str_eq(r.doc->elements[i].name, SR_STR("div"))) div = &r.doc->elements[i];
        if (sr_str_eq(r.doc->elements[i].name, SR_STR("time"))) time = &r.doc->elements[i];
    }
    assert_non_null(div);
    assert_non_null(time);
    assert_true(sr_str_eq(div->attrs, SR_STR("a b #c data-x=y")));
    assert_true(sr_str_eq(time->href, SR_STR("2014-06-21")));
    assert_true(sr_str_eq(sr_doc_str(r.doc, time->text), SR_STR("June")));
    assert_true(sr_span_holds(div->text, time->text));
    sr_doc_free(r.doc);
}

static void fields_of_the_head(void **state)
{
    (void)state;
    static const char page[] =
        "<html lang=en-GB><head><title>A &amp; B | Site</title><link rel=canonical href='https://x.org/a'>"
        "<meta property='og:title' content='A'><meta name=Author content='J. Doe'></head>"
        "<p>x<time datetime='2014-06-21T10:00Z'>y</time><span itemprop=datePublished content=2014>z</span>";
    expect_field(page, "lang", "en-GB");
    expect_field(page, "title", "A & B | Site");
    expect_field(page, "canonical", "https://x.org/a");
    expect_field(page, "og:title", "A");
    expect_field(page, "author", "J. Doe");
    expect_field(page, "time:datetime", "2014-06-21T10:00Z");
    expect_field(page, "itemprop:datepublished", "2014");
}

#define LD(json) "<html><head><script type='application/ld+json'>" json "</script></head><p>x"

static void json_ld(void **state)
{
    (void)state;
    expect_field(LD("{\"@type\":\"NewsArticle\",\"headline\":\"H\",\"author\":[{\"name\":\"A\"}]}"), "ld:headline", "H");
    expect_field(LD("{\"@type\":\"NewsArticle\",\"headline\":\"H\",\"author\":[{\"name\":\"A\"}]}"), "ld:author.name", "A");
    expect_field(LD("{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"S\"},{\"@type\":[\"Thing\",\"Article\"],\"datePublished\":\"2014\"}]}"),
                 "ld:datePublished", "2014");
    expect_field(LD("{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"S\"}]}"), "ld/website:name", "S");
    expect_field(LD("<!-- //<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"a\nb\"};\n//]]> -->"), "ld:headline", "a b");
    expect_field(LD("{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Article\",\"headline\":\"in\"}}"), "ld:headline", "in");
    expect_field(LD("{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"Article\",\"headline\":\"other\"}]}"), "ld:headline", "");
    expect_field(LD("{\"@type\": broken"), "ld:headline", "");
}

static void deep_json_ld_is_left_out(void **state)
{
    (void)state;
    sr_buf b = {0};
    sr_buf_c(&b, "<html><script type='application/ld+json'>");
    for (int i = 0; i < 100000; i++) sr_buf_c(&b, "[");
    sr_buf_c(&b, "</script><p>x");
    reading r = read_page(b.data, b.size);
    assert_int_equal(r.status, SR_OK);
    assert_int_equal(r.doc->fields_count, 0);
    sr_doc_free(r.doc);
    sr_buf_free(&b);
}

static reading read_repeated(const char *head, const char *what, int times, const char *tail)
{
    sr_buf b = {0};
    sr_buf_c(&b, head);
    for (int i = 0; i < times; i++) sr_buf_c(&b, what);
    sr_buf_c(&b, tail);
    reading r = read_page(b.data, b.size);
    sr_buf_free(&b);
    return r;
}

static void deep_pages_fail_at_the_byte(void **state)
{
    (void)state;
    static const char *const tags[] = {"<div>", "<b>", "<span>", "<table><tr><td>", "<x-y>", "<svg>", "<ul><li>", "<blockquote>"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        reading r = read_repeated("<html><body>", tags[i], 400000, "x");
        assert_int_equal(r.status, SR_ERR_LIMIT);
        assert_true(r.err.byte <= 12 + SR_MAX_HTML_DEPTH * strlen(tags[i]));
        sr_doc_free(r.doc);
    }
    reading r = read_repeated("<html><body>", "<div>", 400000, "x");
    assert_int_equal(r.err.byte, 12 + SR_MAX_HTML_DEPTH * 5);
    sr_doc_free(r.doc);
}

static void hidden_depth_is_found(void **state)
{
    (void)state;
    static const char *const heads[] = {"<html><select><title></select>", "<html><script><!--<script></script><title>--></script>",
                                        "<html><title>", "<html><svg><style>", "<html><textarea>", "<html><!-->"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        reading r = read_repeated(heads[i], "<div>", 100000, "x");
        assert_int_equal(r.status, SR_ERR_LIMIT);
        sr_doc_free(r.doc);
    }
    reading r = read_repeated("<html>", "<b><div></b>", 100000, "x");
    assert_int_equal(r.status, SR_ERR_LIMIT);
    sr_doc_free(r.doc);
    r = read_repeated("<html>", "<svg><div/>", 100000, "x");
    assert_int_equal(r.status, SR_ERR_LIMIT);
    sr_doc_free(r.doc);
}

static void unclosed_tags_of_old_pages_are_no_depth(void **state)
{
    (void)state;
    static const char *const tags[] = {"<p>x", "<li>x", "<tr><td>x", "x<br>", "<option>x", "<dt>x<dd>y", "<hr>x", "<img src=x>x",
                                       "<p>x<b>y</b>", "<a href=x>y", "<p><i>x</i></p></div>", "<h2>x</h2>", "<input>x"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        reading r = read_repeated("<html><body><p>t</p><table>", tags[i], 3000, "x");
        assert_int_equal(r.status, SR_OK);
        sr_doc_free(r.doc);
    }
}

static void reopened_formatting_stays_within_the_budget(void **state)
{
    (void)state;
    sr_buf b = {0};
    sr_buf_c(&b, "<html><body>");
    for (int i = 0; i < 20000; i++) sr_buf_printf(&b, "<div><b id=x%d>y</div>", i);
    reading r = read_page(b.data, b.size);
    assert_true(r.status == SR_OK || r.status == SR_ERR_LIMIT);
    sr_doc_free(r.doc);
    sr_buf_free(&b);
}

static void too_many_attributes(void **state)
{
    (void)state;
    sr_buf b = {0};
    sr_buf_c(&b, "<html><p ");
    for (int i = 0; i < 100000; i++) sr_buf_printf(&b, "a%d ", i);
    sr_buf_c(&b, ">x");
    reading r = read_page(b.data, b.size);
    assert_int_equal(r.status, SR_ERR_LIMIT);
    assert_int_equal(r.err.byte, 6);
    sr_doc_free(r.doc);
    sr_buf_free(&b);
}

static void every_cut_of_a_page_is_read(void **state)
{
    (void)state;
    static const char page[] = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>T &amp; U</title><script>a<b</script></head>"
                               "<body><!-- c --><p class=\"x y\">One &eacute;&#8217; <a href='u'>two</a></p><br/></body></html>";
    for (size_t size = 0; size < sizeof page; size++) {
        reading r = read_page(page, size);
        assert_true(r.status == SR_OK || r.status == SR_ERR_EMPTY);
        sr_doc_free(r.doc);
    }
}

static void the_nth_allocation_fails(void **state)
{
    (void)state;
    static const char page[] = "<html><body><div class=a><p>One &amp; two</p><p>three</p></div>";
    for (uint64_t n = 1; n < 40; n++) {
        sr_doc *doc = sr_doc_new();
        sr_scratch tmp = {sr_arena_new()};
        sr_err err = {0};
        sr_alloc_fail_at(n);
        sr_status status = sr_ingest_run(doc, SR_STR("a.html"), (sr_str){page, sizeof page - 1}, &tmp, &err);
        sr_alloc_fail_at(0);
        assert_true(status == SR_OK || status == SR_ERR_MEMORY);
        sr_arena_free(tmp.arena);
        sr_doc_free(doc);
    }
}

/* -- clean ----------------------------------------------------------------------------------------- */

static const char ARTICLE[] =
    "<!DOCTYPE html><html lang=en><head><title>Gunmen seize border post | The Daily</title>"
    "<meta property='og:site_name' content='The Daily'><meta property='og:title' content='Gunmen seize border post'>"
    "<meta property='article:published_time' content='2014-06-21T10:00:00+03:00'></head><body>"
    "<nav><ul><li><a href=/>Home</a><li><a href=/w>World</a><li><a href=/s>Sport</a></ul></nav>"
    "<main><article><h1>Gunmen seize border post</h1><p class=byline>By Jane Doe</p>"
    "<div class='article-body'>"
    "<p>Gunmen seized a border post between the two countries on Saturday, the army said, after a day of fighting that left at least 12 people dead.</p>"
    "<p>The governor told reporters that the town was calm, but residents reached by telephone said that shots could still be heard in the evening.</p>"
    "<h2>Second post</h2>"
    "<p>A second post further south had been abandoned earlier in the week, according to two officials who were not allowed to speak in public.</p>"
    "<p>The ministry of defence declined to comment on the reports, and said that a statement would follow on Sunday.</p>"
    "</div></article></main>"
    "<aside class='related'><h3>Related</h3><ul><li><a href=/1>Oil price rises again</a><li><a href=/2>Talks in Geneva fail</a></ul></aside>"
    "<footer><p>&copy; 2014 The Daily. All rights reserved.</p><a href=/privacy>Privacy</a></footer></body></html>";

static void a_page_is_cleaned(void **state)
{
    (void)state;
    sr_arena *arena = sr_arena_new();
    sr_scratch tmp = {sr_arena_new()};
    const sr_clean *model = NULL;
    sr_err err = {0};
    assert_int_equal(sr_clean_open(arena, NULL, &model, &err), SR_OK);
    reading r = read_page(ARTICLE, sizeof ARTICLE - 1);
    assert_int_equal(sr_clean_run(model, r.doc, &tmp, &err), SR_OK);
    r.doc->done |= 1u << SR_STAGE_CLEAN;
    assert_int_equal(sr_doc_check(r.doc, &err), SR_OK);
    uint32_t body = 0, subheads = 0;
    for (uint32_t i = 0; i < r.doc->blocks_count; i++) {
        body += r.doc->blocks[i].kind == SR_BLOCK_BODY;
        subheads += r.doc->blocks[i].kind == SR_BLOCK_SUBHEAD;
    }
    assert_int_equal(body, 4);
    assert_int_equal(subheads, 1);
    const sr_meta *m = &r.doc->meta;
    assert_true(sr_str_eq(m->title, SR_STR("Gunmen seize border post")));
    assert_true(sr_str_eq(sr_doc_str(r.doc, m->title_span), m->title));
    assert_true(sr_str_eq(m->outlet, SR_STR("The Daily")));
    assert_true(sr_str_eq(m->language, SR_STR("en")));
    assert_int_equal(m->published.year, 2014);
    assert_int_equal(m->published.day, 21);
    assert_int_equal(m->published.offset_min, 180);
    sr_doc_free(r.doc);
    sr_arena_free(tmp.arena);
    sr_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_and_white_space),
        cmocka_unit_test(what_gives_no_text),
        cmocka_unit_test(entities),
        cmocka_unit_test(the_map_finds_words),
        cmocka_unit_test(elements_know_their_text),
        cmocka_unit_test(fields_of_the_head),
        cmocka_unit_test(json_ld),
        cmocka_unit_test(deep_json_ld_is_left_out),
        cmocka_unit_test(deep_pages_fail_at_the_byte),
        cmocka_unit_test(hidden_depth_is_found),
        cmocka_unit_test(unclosed_tags_of_old_pages_are_no_depth),
        cmocka_unit_test(reopened_formatting_stays_within_the_budget),
        cmocka_unit_test(too_many_attributes),
        cmocka_unit_test(every_cut_of_a_page_is_read),
        cmocka_unit_test(the_nth_allocation_fails),
        cmocka_unit_test(a_page_is_cleaned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
