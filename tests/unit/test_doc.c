/* SPDX-License-Identifier: Apache-2.0 */
/* sr_doc: every promise of the layers, broken one at a time, is noticed; dump, load, dump is the
 * identity; the loader refuses what is malformed and says at which byte. */
#include "house.h"

#include "doc/doc.h"

/*                          0      7        16     22 */
static const char text[] = "Title\n\nOne two. \xC3\x89t\xC3\xA9.\n";

static void add_token(sr_doc *doc, uint32_t begin, uint32_t end, uint8_t kind, bool space)
{
    sr_token *t = SR_PUSH(doc->arena, doc, tokens);
    *t = (sr_token){{begin, end}, kind, space};
}

static void add_blocks(sr_doc *doc)
{
    *SR_PUSH(doc->arena, doc, blocks) = (sr_block){{0, 5}, SR_BLOCK_TITLE, -1.25f, SR_STR("rule: \"first\"\tline\x01")};
    *SR_PUSH(doc->arena, doc, blocks) = (sr_block){{7, 22}, SR_BLOCK_BODY, 3.5f, SR_STR("prose")};
    doc->meta.title = SR_STR("Title");
    doc->meta.title_span = (sr_span){0, 5};
    doc->meta.dateline = SR_STR("One");
    doc->meta.dateline_span = (sr_span){7, 10};
    doc->meta.language = SR_STR("en");
    doc->meta.published = (sr_when){.year = 2019, .month = 3, .day = 4, .has_time = true, .hour = 5, .offset_min = 60};
    doc->meta.modified = (sr_when){.year = 2019, .month = 3, .offset_min = SR_NO_OFFSET};
    *SR_PUSH(doc->arena, &doc->meta, credits) = (sr_credit){SR_CREDIT_AGENCY, SR_STR("Reuters"), {7, 10}};
}

static sr_doc *make_doc(void)
{
    sr_doc *doc = sr_doc_new();
    doc->file = SR_STR("folder/a \"b\".txt");
    doc->raw_bytes = 30;
    doc->charset = SR_STR("UTF-8");
    doc->media = SR_MEDIA_HTML;
    doc->text = text;
    doc->text_size = 23;
    for (int i = 0; i < 32; i++) doc->sha256[i] = (uint8_t)(i * 7);
    *SR_PUSH(doc->arena, doc, runs) = (sr_run){0, 7, 0, 7, true};
    *SR_PUSH(doc->arena, doc, runs) = (sr_run){7, 16, 10, 20, false};
    *SR_PUSH(doc->arena, doc, elements) = (sr_element){.tag = 1, .depth = 0, .parent = SR_NONE, .last = 1, .text = {0, 23}, .name = SR_STR("html")};
    *SR_PUSH(doc->arena, doc, elements) = (sr_element){2, 1, 0, 1, {7, 22}, SR_STR("p"), SR_STR("class-x"), SR_STR("http://x")};
    *SR_PUSH(doc->arena, doc, fields) = (sr_field){SR_STR("og:title"), SR_STR("Title\nof it"), {1, 2}};
    add_blocks(doc);
    *SR_PUSH(doc->arena, doc, sentences) = (sr_sentence){{7, 15}, 1, 0, 3};
    *SR_PUSH(doc->arena, doc, sentences) = (sr_sentence){{16, 22}, 1, 3, 5};
    add_token(doc, 7, 10, SR_TOKEN_WORD, true), add_token(doc, 11, 14, SR_TOKEN_WORD, false), add_token(doc, 14, 15, SR_TOKEN_PUNCT, true);
    add_token(doc, 16, 21, SR_TOKEN_WORD, false), add_token(doc, 21, 22, SR_TOKEN_PUNCT, false);
    doc->done = 1u << SR_STAGE_INGEST | 1u << SR_STAGE_CLEAN | 1u << SR_STAGE_SPLIT;
    return doc;
}

static void a_good_document_passes(void **state)
{
    (void)state;
    sr_doc *doc = make_doc();
    sr_err err = {0};
    if (sr_doc_check(doc, &err)) fail_msg("%s", err.message);
    sr_doc_free(doc);
    doc = sr_doc_new();
    assert_int_equal(sr_doc_check(doc, NULL), SR_OK);
    sr_doc_free(doc);
    sr_doc_free(NULL);
}

/* -- broken promises --------------------------------------------------------------------------------- */
static void no_utf8(sr_doc *d) { d->text = "Title\n\nOne two. \xC3t\xC3\xA9..\n"; }
static void run_gap(sr_doc *d) { d->runs[1].text_begin = 8; }
static void run_short(sr_doc *d) { d->runs_count = 1; }
static void run_long(sr_doc *d) { d->runs[1].text_size = 17; }
static void run_exact_changes(sr_doc *d) { d->runs[1].exact = true; }
static void run_outside(sr_doc *d) { d->raw_bytes = 29; }
static void run_cuts_character(sr_doc *d) { d->runs[0].text_size = d->runs[0].raw_size = 17, d->runs[1] = (sr_run){17, 6, 17, 6, true}; }
static void element_past_end(sr_doc *d) { d->elements[0].text.end = 24; }
static void element_backwards(sr_doc *d) { d->elements[1].text = (sr_span){9, 8}; }
static void element_no_subtree(sr_doc *d) { d->elements[1].last = 0; }
static void element_subtree_outside(sr_doc *d) { d->elements[1].last = 2; }
static void element_before_parent(sr_doc *d) { d->elements[1].parent = 1; }
static void element_sticks_out(sr_doc *d) { d->elements[0].text.begin = 8; }
static void element_longer_than_parent(sr_doc *d) { d->elements[0].last = 0; }
static void block_overlaps(sr_doc *d) { d->blocks[0].span.end = 10; }
static void block_empty(sr_doc *d) { d->blocks[0].span.end = 0; }
static void block_with_space(sr_doc *d) { d->blocks[0].span.end = 6; }
static void block_no_kind(sr_doc *d) { d->blocks[0].kind = SR_BLOCK_KIND_COUNT; }
static void block_misses_text(sr_doc *d) { d->blocks[0].span.end = 4; }
static void block_misses_end(sr_doc *d) { d->blocks[1].span.end = 21; }
static void block_misses_all(sr_doc *d) { d->blocks_count = 0; }
static void block_cuts_character(sr_doc *d) { d->blocks[1].span.end = 20; }
static void title_outside(sr_doc *d) { d->meta.title_span.end = 99; }
static void dateline_cuts_character(sr_doc *d) { d->meta.dateline_span = (sr_span){7, 17}; }
static void published_backwards(sr_doc *d) { d->meta.published_span = (sr_span){5, 4}; }
static void published_no_date(sr_doc *d) { d->meta.published.month = 13; }
static void modified_no_date(sr_doc *d) { d->meta.modified.day = 32; }
static void credit_outside(sr_doc *d) { d->meta.credits[0].span.end = 24; }
static void credit_no_role(sr_doc *d) { d->meta.credits[0].role = SR_CREDIT_ROLE_COUNT; }
static void sentence_overlaps(sr_doc *d) { d->sentences[1].span.begin = 14; }
static void sentence_with_space(sr_doc *d) { d->sentences[0].span.end = 16; }
static void sentence_in_title(sr_doc *d) { d->sentences[0].block = 0; }
static void sentence_no_block(sr_doc *d) { d->sentences[0].block = 2; }
static void sentence_tokens_gap(sr_doc *d) { d->sentences[1].tokens_begin = 4; }
static void sentence_tokens_outside(sr_doc *d) { d->sentences[1].tokens_end = 6; }
static void tokens_left_over(sr_doc *d) { add_token(d, 22, 22, SR_TOKEN_PUNCT, false); }
static void token_empty(sr_doc *d) { d->tokens[0].span.end = 7; }
static void token_misses_text(sr_doc *d) { d->tokens[0].span.end = 9; }
static void token_misses_end(sr_doc *d) { d->tokens[3].span.end = 18, d->tokens[4].span = (sr_span){18, 21}; }
static void token_outside(sr_doc *d) { d->tokens[2].span.end = 16; }
static void token_cuts_character(sr_doc *d) { d->tokens[3].span.end = 17; }
static void token_no_kind(sr_doc *d) { d->tokens[1].kind = 9; }

#define CASE(f, word) {#f, f, word}
static const struct {
    const char *name;
    void (*break_it)(sr_doc *);
    const char *word; /* stands in the message */
} broken[] = {
    CASE(no_utf8, "not UTF-8"),
    CASE(run_gap, "run 1"),
    CASE(run_short, "ends before the text"),
    CASE(run_long, "run 1"),
    CASE(run_exact_changes, "exact"),
    CASE(run_outside, "raw bytes"),
    CASE(run_cuts_character, "run 1"),
    CASE(element_past_end, "element 0"),
    CASE(element_backwards, "element 1"),
    CASE(element_no_subtree, "element 1"),
    CASE(element_subtree_outside, "element 1"),
    CASE(element_before_parent, "parent"),
    CASE(element_sticks_out, "sticks out"),
    CASE(element_longer_than_parent, "sticks out"),
    CASE(block_overlaps, "block 1"),
    CASE(block_empty, "block 0"),
    CASE(block_with_space, "white space"),
    CASE(block_no_kind, "no kind"),
    CASE(block_misses_text, "in no block"),
    CASE(block_misses_end, "in no block"),
    CASE(block_misses_all, "in no block"),
    CASE(block_cuts_character, "block 1"),
    CASE(title_outside, "meta"),
    CASE(dateline_cuts_character, "meta"),
    CASE(published_backwards, "meta"),
    CASE(published_no_date, "calendar"),
    CASE(modified_no_date, "calendar"),
    CASE(credit_outside, "credit 0"),
    CASE(credit_no_role, "credit 0"),
    CASE(sentence_overlaps, "sentence 1"),
    CASE(sentence_with_space, "sentence 0"),
    CASE(sentence_in_title, "block of the body"),
    CASE(sentence_no_block, "block of the body"),
    CASE(sentence_tokens_gap, "tokens"),
    CASE(sentence_tokens_outside, "tokens"),
    CASE(tokens_left_over, "outside all sentences"),
    CASE(token_empty, "token 0"),
    CASE(token_misses_text, "in no token"),
    CASE(token_misses_end, "in no token"),
    CASE(token_outside, "token 2"),
    CASE(token_cuts_character, "token 3"),
    CASE(token_no_kind, "no kind"),
};

static void each_broken_promise_is_noticed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        sr_doc *doc = make_doc();
        sr_err err = {0};
        broken[i].break_it(doc);
        if (sr_doc_check(doc, &err) != SR_ERR_INVARIANT) fail_msg("%s: not noticed", broken[i].name);
        if (!strstr(err.message, broken[i].word)) fail_msg("%s: told as <%s>", broken[i].name, err.message);
        assert_string_equal(err.stage, "check");
        assert_true(err.byte != SR_ERR_NO_BYTE);
        sr_doc_free(doc);
    }
}

static void layers_of_stages_that_have_not_run_are_not_looked_at(void **state)
{
    (void)state;
    sr_doc *doc = make_doc();
    doc->done = 1u << SR_STAGE_INGEST;
    doc->blocks[0].span.end = 10;
    doc->tokens[0].span.end = 7;
    assert_int_equal(sr_doc_check(doc, NULL), SR_OK);
    sr_doc_free(doc);
}

/* -- spans and fields -------------------------------------------------------------------------------- */
static void spans_lead_to_raw_bytes(void **state)
{
    (void)state;
    sr_doc *doc = make_doc();
    sr_span s = sr_doc_raw_span(doc, (sr_span){1, 4});
    assert_true(s.begin == 1 && s.end == 4);
    s = sr_doc_raw_span(doc, (sr_span){3, 9});
    assert_true(s.begin == 3 && s.end == 30);
    s = sr_doc_raw_span(doc, (sr_span){8, 9});
    assert_true(s.begin == 10 && s.end == 30);
    same_str("field", sr_doc_field(doc, "og:title"), "Title\nof it");
    assert_int_equal(sr_doc_field(doc, "none").size, 0);
    sr_doc_free(doc);
}

/* -- dump and load ------------------------------------------------------------------------------------- */
static sr_buf dump_of(const sr_doc *doc)
{
    sr_buf b = {0};
    sr_doc_dump(doc, &b);
    assert_false(b.failed);
    return b;
}

static void dump_load_dump_is_the_identity(void **state)
{
    (void)state;
    for (int until = SR_STAGE_INGEST; until <= SR_STAGE_SPLIT; until++) {
        sr_doc *doc = make_doc(), *back = NULL;
        doc->done = (2u << until) - 1;
        sr_buf first = dump_of(doc);
        size_t used = 0;
        sr_err err = {0};
        if (sr_doc_load(sr_buf_view(&first), &back, &used, &err)) fail_msg("byte %llu: %s", (unsigned long long)err.byte, err.message);
        assert_int_equal(used, first.size);
        sr_buf second = dump_of(back);
        assert_int_equal(first.size, second.size);
        assert_memory_equal(first.data, second.data, first.size);
        sr_buf_free(&first);
        sr_buf_free(&second);
        sr_doc_free(doc);
        sr_doc_free(back);
    }
}

static void loading_stops_behind_the_first_dump(void **state)
{
    (void)state;
    sr_doc *doc = make_doc(), *back = NULL;
    sr_buf two = dump_of(doc);
    size_t one = two.size, used = 0;
    sr_doc_dump(doc, &two);
    assert_int_equal(sr_doc_load(sr_buf_view(&two), &back, &used, NULL), SR_OK);
    assert_int_equal(used, one);
    sr_doc_free(back);
    sr_doc_free(doc);
    sr_buf_free(&two);
}

/* The dump with the first row that begins with `row` put in the place of `with`; gives its offset. */
static sr_str swap_row(sr_arena *a, sr_str dump, const char *row, const char *with, size_t *at)
{
    for (size_t i = 0; i + strlen(row) < dump.size; i++) {
        if ((i && dump.data[i - 1] != '\n') || memcmp(dump.data + i, row, strlen(row)) != 0) continue;
        size_t end = i;
        while (dump.data[end] != '\n') end++;
        *at = i;
        return sr_arena_printf(a, "%.*s%s%.*s", (int)i, dump.data, with, (int)(dump.size - end), dump.data + end);
    }
    fail_msg("no row %s", row);
    return (sr_str){0};
}

static void malformed_rows_are_refused_with_their_byte(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"file", "file folder"},
        {"file", "file \"open"},
        {"file", "file \"a\" b"},
        {"file", "file \"a\\q\""},
        {"file", "file \"\\u0041\""},
        {"file", "file \"end in an escape\\"},
        {"sha256", "sha256 00"},
        {"sha256", "sha256 zz070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d9"},
        {"raw", "raw -1"},
        {"raw", "raw 99999999999999999999"},
        {"raw", "raw"},
        {"done", "done lunch"},
        {"done", "done lineage"},
        {"media", "media pdf"},
        {"text", "text 5000000"},
        {"text", "text 99999999999"},
        {"run", "run 0 7 0 7 roughly"},
        {"run", "run 0 7 0 7"},
        {"run", "run 0 7 0 7 exact more"},
        {"element", "element 1 0 x 1 0 23 \"html\" \"\" \"\""},
        {"element", "element 70000 0 - 1 0 23 \"html\" \"\" \"\""},
        {"field", "field 1 2 \"key\""},
        {"title", "title 0 \"Title\""},
        {"published", "published 0 0 \"yesterday\""},
        {"credit", "credit hearsay 7 10 \"Reuters\""},
        {"block", "block prose 0 5 1 \"why\""},
        {"block", "block title 0 5 one \"why\""},
        {"block", "block title 0 5 1.2345 \"why\""},
        {"block", "block title 4294967296 5 1 \"why\""},
        {"sentence", "sentence 7 15 1 0"},
        {"token", "token verb 7 10 space"},
        {"token", "token word 7 10 wide"},
        {"media", "colour blue"},
        {"media", ""},
    };
    sr_arena *a = sr_arena_new();
    sr_doc *doc = make_doc();
    sr_buf good = dump_of(doc);
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t at = 0, used = 0;
        sr_err err = {0};
        sr_doc *back = NULL;
        sr_str bad = swap_row(a, sr_buf_view(&good), cases[i][0], cases[i][1], &at);
        if (sr_doc_load(bad, &back, &used, &err) != SR_ERR_FORMAT) fail_msg("<%s>: taken, or not as malformed", cases[i][1]);
        if (err.byte != at) fail_msg("<%s>: told at byte %llu instead of %zu", cases[i][1], (unsigned long long)err.byte, at);
    }
    sr_buf_free(&good);
    sr_doc_free(doc);
    sr_arena_free(a);
}

static void no_part_of_a_dump_loads(void **state)
{
    (void)state;
    sr_doc *doc = make_doc();
    sr_buf good = dump_of(doc);
    for (size_t size = 0; size < good.size; size++) {
        sr_doc *back = NULL;
        size_t used;
        sr_err err = {0};
        /* a copy of the very size, so that a sanitizer sees a read past its end */
        char *part = malloc(size ? size : 1);
        memcpy(part, good.data, size);
        if (sr_doc_load((sr_str){part, size}, &back, &used, &err) == SR_OK) fail_msg("the first %zu bytes load", size);
        assert_true(err.byte <= size);
        free(part);
    }
    sr_buf_free(&good);
    sr_doc_free(doc);
}

static void what_breaks_a_promise_does_not_load(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(broken); i++) {
        sr_doc *doc = make_doc(), *back = NULL;
        broken[i].break_it(doc);
        if (doc->blocks[0].kind >= SR_BLOCK_KIND_COUNT || doc->tokens[1].kind > SR_TOKEN_SYMBOL || doc->meta.credits[0].role >= SR_CREDIT_ROLE_COUNT) {
            sr_doc_free(doc);
            continue; /* has no name to be dumped by */
        }
        /* what lies outside its layer cannot be dumped, tokens of no sentence are not */
        bool outside = doc->elements[0].text.end > doc->text_size || doc->sentences[1].tokens_end > doc->tokens_count || doc->tokens_count > 5;
        if (!outside) {
            sr_buf b = dump_of(doc);
            size_t used;
            if (sr_doc_load(sr_buf_view(&b), &back, &used, NULL) == SR_OK) fail_msg("%s: loads", broken[i].name);
            sr_buf_free(&b);
        }
        sr_doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_document_passes),
        cmocka_unit_test(each_broken_promise_is_noticed),
        cmocka_unit_test(layers_of_stages_that_have_not_run_are_not_looked_at),
        cmocka_unit_test(spans_lead_to_raw_bytes),
        cmocka_unit_test(dump_load_dump_is_the_identity),
        cmocka_unit_test(loading_stops_behind_the_first_dump),
        cmocka_unit_test(malformed_rows_are_refused_with_their_byte),
        cmocka_unit_test(no_part_of_a_dump_loads),
        cmocka_unit_test(what_breaks_a_promise_does_not_load),
    };
    return cmocka_run_group_tests_name("doc", tests, NULL, NULL);
}
