/* SPDX-License-Identifier: Apache-2.0 */
/* sr_record: the order of adding does not matter, equal bytes are one report, JSON and back is the
 * identity, and what is malformed is refused with a reason. */
#include "house.h"

#include "record/record.h"

/* A small report: a title and two sentences, as if read. */
static sr_doc *make_doc(unsigned number, const char *file)
{
    sr_doc *doc = sr_doc_new();
    sr_str s = sr_arena_printf(doc->arena, "Title %u\n\nRain fell on day %u. It stopped.\n", number, number);
    uint32_t title = (uint32_t)(strchr(s.data, '\n') - s.data), body = title + 2;
    uint32_t stop = (uint32_t)(strchr(s.data, '.') - s.data) + 1, end = (uint32_t)s.size - 1;
    doc->file = sr_arena_copy(doc->arena, sr_str_c(file));
    doc->text = s.data;
    doc->text_size = (uint32_t)s.size;
    doc->raw_bytes = s.size;
    for (int i = 0; i < 32; i++) doc->sha256[i] = (uint8_t)((number * 37 + 11) * (unsigned)(i + 1));
    *SR_PUSH(doc->arena, doc, runs) = (sr_run){0, doc->text_size, 0, doc->text_size, true};
    *SR_PUSH(doc->arena, doc, blocks) = (sr_block){{0, title}, SR_BLOCK_TITLE, -1, SR_STR("first line")};
    *SR_PUSH(doc->arena, doc, blocks) = (sr_block){{body, end}, SR_BLOCK_BODY, 1, SR_STR("prose")};
    *SR_PUSH(doc->arena, doc, sentences) = (sr_sentence){.span = {body, stop}, .block = 1};
    *SR_PUSH(doc->arena, doc, sentences) = (sr_sentence){.span = {stop + 1, end}, .block = 1};
    doc->meta.title = (sr_str){s.data, title};
    doc->meta.title_span = (sr_span){0, title};
    doc->meta.outlet = SR_STR("The \"Daily\" \\ Wet\x01");
    doc->meta.language = SR_STR("en");
    doc->meta.published = (sr_when){.year = 2019, .month = 3, .day = (uint8_t)(1 + number % 28), .offset_min = SR_NO_OFFSET};
    *SR_PUSH(doc->arena, &doc->meta, credits) = (sr_credit){SR_CREDIT_REPORTING, SR_STR("A. Writer"), {0, 1}};
    return doc;
}

static void add(sr_record *record, unsigned number, const char *file)
{
    sr_doc *doc = make_doc(number, file);
    assert_int_equal(sr_record_add(record, doc, false, NULL), SR_OK);
    sr_doc_free(doc);
}

static void add_fault(sr_record *record, const char *file, const char *message, uint64_t byte)
{
    sr_err fault = {0};
    sr_fail(&fault, SR_ERR_IO, "read", byte, "%s", message);
    assert_int_equal(sr_record_add_fault(record, sr_str_c(file), &fault), SR_OK);
}

static void same_json(const sr_record *a, const sr_record *b)
{
    sr_buf x = {0}, y = {0};
    sr_record_json(a, SR_WRITE_TEXT, &x);
    sr_record_json(b, SR_WRITE_TEXT, &y);
    assert_int_equal(x.size, y.size);
    assert_memory_equal(x.data, y.data, x.size);
    sr_buf_free(&x);
    sr_buf_free(&y);
}

static void the_order_of_adding_does_not_matter(void **state)
{
    (void)state;
    static const unsigned orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}, {1, 3, 0, 2}};
    static const char *const files[] = {"a.txt", "b.txt", "c.txt", "d.txt"};
    sr_record *first = NULL;
    for (size_t o = 0; o < COUNT(orders); o++) {
        sr_record *record = sr_record_new();
        for (int i = 0; i < 4; i++) {
            unsigned n = orders[o][i];
            add(record, n % 3, files[n]); /* 0 and 3 have the same bytes */
            add_fault(record, files[n], n % 2 ? "cannot be read" : "empty", n % 2 ? SR_ERR_NO_BYTE : n);
        }
        sr_record_made_by(record, o % 2 ? "sitrep" : "lexicon", o % 2 ? "1" : "2");
        sr_record_made_by(record, o % 2 ? "lexicon" : "sitrep", o % 2 ? "2" : "1");
        assert_int_equal(sr_record_seal(record, NULL), SR_OK);
        assert_int_equal(sr_record_check(record, NULL), SR_OK);
        assert_int_equal(sr_record_reports(record), 3);
        assert_int_equal(sr_record_faults(record), 4);
        if (first)
            same_json(first, record);
        else
            first = record;
        if (record != first) sr_record_free(record);
    }
    sr_record_free(first);
}

static void equal_bytes_are_one_report_with_all_names(void **state)
{
    (void)state;
    sr_record *record = sr_record_new();
    static const char *const files[] = {"c", "a", "b", "a"};
    for (int i = 0; i < 4; i++) add(record, 7, files[i]);
    assert_int_equal(sr_record_seal(record, NULL), SR_OK);
    assert_int_equal(record->reports_count, 1);
    same_str("first", record->reports[0].file, "a");
    assert_int_equal(record->reports[0].also_count, 2);
    same_str("second", record->reports[0].also[0], "b");
    same_str("third", record->reports[0].also[1], "c");
    sr_record_free(record);
}

static void a_sealed_record_takes_nothing(void **state)
{
    (void)state;
    sr_record *record = sr_record_new();
    add(record, 1, "a");
    sr_record_seal(record, NULL);
    sr_err err = {0};
    sr_doc *doc = make_doc(2, "b");
    assert_int_equal(sr_record_add(record, doc, false, &err), SR_ERR_USAGE);
    sr_doc_free(doc);
    assert_int_equal(sr_record_add(record, make_doc(2, "b"), true, NULL), SR_ERR_USAGE); /* takes the document over */
    assert_int_equal(sr_record_reports(record), 1);
    sr_record_free(record);
}

static void the_record_outlives_the_document(void **state)
{
    (void)state;
    sr_record *record = sr_record_new();
    sr_doc *doc = make_doc(1, "a.txt");
    assert_int_equal(sr_record_add(record, doc, false, NULL), SR_OK);
    sr_doc_free(doc);
    sr_record_seal(record, NULL);
    same_str("file", record->reports[0].file, "a.txt");
    same_str("title", record->reports[0].meta.title, "Title 1");
    same_str("why", record->reports[0].blocks[0].why, "first line");
    same_str("credit", record->reports[0].meta.credits[0].name, "A. Writer");
    assert_int_equal(record->reports[0].sentences_count, 2);
    sr_record_free(record);
}

static void faults_are_told(void **state)
{
    (void)state;
    sr_record *record = sr_record_new();
    const char *file, *stage, *message;
    uint64_t byte;
    add_fault(record, "z", "later", 7);
    add_fault(record, "a", "sooner", SR_ERR_NO_BYTE);
    sr_record_seal(record, NULL);
    assert_int_equal(sr_record_fault(record, 0, &file, &stage, &message, &byte), SR_OK);
    assert_string_equal(file, "a");
    assert_string_equal(stage, "read");
    assert_true(byte == SR_ERR_NO_BYTE);
    assert_int_equal(sr_record_fault(record, 1, &file, &stage, &message, &byte), SR_OK);
    assert_string_equal(message, "later");
    assert_int_equal(byte, 7);
    assert_int_equal(sr_record_fault(record, 2, &file, &stage, &message, &byte), SR_ERR_USAGE);
    sr_record_free(record);
}

/* -- JSON ---------------------------------------------------------------------------------------------- */
/* Two reports, a line, a pair, a fault: something of everything. */
static sr_record *full_record(void)
{
    sr_record *r = sr_record_new();
    add(r, 1, "one.txt"), add(r, 2, "two.txt"), add(r, 2, "again.txt");
    add_fault(r, "gone.txt", "cannot be opened: \xC3\xA9", 12);
    sr_record_made_by(r, "sitrep", "0.0.0");
    sr_record_seal(r, NULL);
    sr_line *line = SR_PUSH(r->arena, r, lines);
    *line = (sr_line){.id = "l1", .name = SR_STR("Reuters"), .basis = SR_LINE_CREDITED, .why = SR_STR("named")};
    *SR_PUSH(r->arena, line, reports) = 0;
    *SR_PUSH(r->arena, line, reports) = 1;
    for (uint32_t i = 0; i < 2; i++) {
        r->reports[i].sentence_lines = sr_arena_alloc(r->arena, 2 * sizeof(uint32_t));
        r->reports[i].sentence_lines[1] = i ? SR_NONE : 0;
    }
    sr_reuse *u = SR_PUSH(r->arena, r, reuse);
    *u = (sr_reuse){.a = 0, .b = 1, .share_a = 0.5f, .share_b = 0.333f, .relation = SR_REL_B_FROM_A};
    *SR_PUSH(r->arena, u, passages) = (sr_passage){.a = r->reports[0].sentences[0], .b = r->reports[1].sentences[0], .similarity = 0.875f, .quote = true};
    *SR_PUSH(r->arena, u, evidence) = (sr_evidence){SR_STR("credit"), 2.5f, false, {0, 4}, {0, 0}, SR_STR("a is by Reuters")};
    *SR_PUSH(r->arena, u, evidence) = (sr_evidence){SR_STR("slip"), 0, true, {0, 0}, {0, 0}, SR_STR("both misspell it")};
    r->done = 1u << SR_STAGE_LINEAGE | 1u << SR_STAGE_MERGE;
    return r;
}

static sr_buf json_of(const sr_record *r, unsigned flags)
{
    sr_buf b = {0};
    sr_record_json(r, flags, &b);
    assert_false(b.failed);
    return b;
}

static void json_and_back_is_the_identity(void **state)
{
    (void)state;
    for (unsigned flags = 0; flags <= SR_WRITE_TEXT; flags++) {
        sr_record *r = full_record(), *back = NULL;
        sr_err err = {0};
        if (sr_record_check(r, &err)) fail_msg("%s", err.message);
        sr_buf first = json_of(r, flags);
        if (sr_record_load(first.data, first.size, &back, &err)) fail_msg("%s", err.message);
        sr_buf second = json_of(back, flags);
        same_str("json", sr_buf_view(&second), (sr_buf_char(&first, 0), first.data));
        sr_buf_free(&first);
        sr_buf_free(&second);
        sr_record_free(r);
        sr_record_free(back);
    }
}

static void json_is_canonical(void **state)
{
    (void)state;
    sr_record *r = sr_record_new();
    sr_record_made_by(r, "sitrep", "1");
    sr_record_made_by(r, "lexicon \"x\"", "2");
    sr_record_seal(r, NULL);
    sr_buf b = json_of(r, 0);
    same_str("empty", sr_buf_view(&b),
             "{\n \"actors\": [],\n \"claims\": [],\n \"control\": [],\n \"disputes\": [],\n \"events\": [],\n \"faults\": [],\n"
             " \"format\": \"sitrep/1\",\n \"lines\": [],\n \"made_by\": {\n  \"lexicon \\\"x\\\"\": \"2\",\n  \"sitrep\": \"1\"\n },\n"
             " \"places\": [],\n \"reports\": [],\n \"reuse\": [],\n \"tolls\": []\n}\n");
    sr_buf_free(&b);
    sr_record_free(r);
}

/* The good JSON with the first `from` replaced. */
static sr_str swap(sr_arena *a, sr_str json, const char *from, const char *to)
{
    sr_str copy = sr_arena_copy(a, json);
    const char *at = strstr(copy.data, from);
    if (!at) fail_msg("no %s in the record", from);
    return sr_arena_printf(a, "%.*s%s%s", (int)(at - copy.data), copy.data, to, at + strlen(from));
}

static void malformed_records_are_refused_with_reasons(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        /* what, becomes, a word of the message */
        {"\"sitrep/1\"", "\"sitrep/2\"", "format"},
        {"\"format\"", "\"fmt\"", "format"},
        {"\"reports\": [\n  {", "\"reports\": [\n  7, {", ""},
        {"\"file\": \"again.txt\"", "\"file\": null", "file"},
        {"\"media\": \"text\"", "\"media\": \"film\"", "media"},
        {"\"language\": \"en\"", "\"language\": 1", "language"},
        {"\"bytes\": ", "\"bytes\": -", "bytes"},
        {"\"kind\": \"title\"", "\"kind\": \"headline\"", "kind"},
        {"\"role\": \"reporting\"", "\"role\": \"lurking\"", "role"},
        {"\"date\": \"2019-03", "\"date\": \"2019-33", "published"},
        {"\"sentences\": [[", "\"sentences\": [[9", ""},
        {"\"sentences\": [[", "\"sentences\": [[-", "sentences"},
        {"\"basis\": \"credited\"", "\"basis\": \"rumour\"", "basis"},
        {"\"relation\": \"b_from_a\"", "\"relation\": \"cousins\"", "relation"},
        {"\"share_a\": 0.5", "\"share_a\": 1.5", "share"},
        {"\"share_a\": 0.5", "\"share_a\": \"half\"", "share"},
        {"\"similarity\": 0.875", "\"similarity\": null", "similarity"},
        {"\"id\": \"l1\"", "\"id\": \"l2\"", "line"},
        {"\"id\": \"l1\"", "\"id\": \"a line whose name is far too long\"", "id"},
        {"\"sha256\": \"", "\"sha256\": \"Z", ""},
        {"\"reuse\": [\n", "\"reuse\": {\n", ""},
        {"{", "", "JSON"},
        {"\n}\n", "\n}}\n", "JSON"},
    };
    sr_arena *a = sr_arena_new();
    sr_record *r = full_record();
    sr_buf good = json_of(r, SR_WRITE_TEXT);
    for (size_t i = 0; i < COUNT(cases); i++) {
        sr_err err = {0};
        sr_record *back = NULL;
        sr_str bad = swap(a, sr_buf_view(&good), cases[i][0], cases[i][1]);
        if (sr_record_load(bad.data, bad.size, &back, &err) == SR_OK) fail_msg("<%s>: taken", cases[i][1]);
        if (!err.message[0] || !strstr(err.message, cases[i][2])) fail_msg("<%s>: told as <%s>", cases[i][1], err.message);
    }
    sr_buf_free(&good);
    sr_record_free(r);
    sr_arena_free(a);
}

static void no_part_of_a_record_loads(void **state)
{
    (void)state;
    sr_record *r = full_record(), *back = NULL;
    sr_buf good = json_of(r, SR_WRITE_TEXT);
    for (size_t size = 0; size + 1 < good.size; size += 1 + size / 200) {
        sr_err err = {0};
        char *part = malloc(size ? size : 1);
        memcpy(part, good.data, size);
        assert_int_equal(sr_record_load(part, size, &back, &err), SR_ERR_FORMAT);
        assert_true(err.byte <= size);
        free(part);
    }
    sr_buf_free(&good);
    sr_record_free(r);
}

static void json_nested_without_end_is_refused(void **state)
{
    (void)state;
    size_t size = 1000000;
    char *deep = malloc(size);
    memset(deep, '[', size);
    sr_record *back = NULL;
    sr_err err = {0};
    assert_int_equal(sr_record_load(deep, size, &back, &err), SR_ERR_FORMAT);
    for (size_t i = 0; i + 5 < size; i += 5) memcpy(deep + i, "{\"a\":", 5);
    assert_int_equal(sr_record_load(deep, size, &back, &err), SR_ERR_FORMAT);
    free(deep);
}

/* -- broken promises ------------------------------------------------------------------------------------ */
static void block_order(sr_record *r) { r->reports[0].blocks[1].span.begin = 1; }
static void block_empty(sr_record *r) { r->reports[0].blocks[0].span.end = 0; }
static void sentence_order(sr_record *r) { r->reports[0].sentences[1].begin = 3; }
static void sentence_line(sr_record *r) { r->reports[0].sentence_lines[0] = 1; }
static void report_order(sr_record *r) { r->reports[0].id[1] = 'z'; }
static void line_report(sr_record *r) { r->lines[0].reports[1] = 2; }
static void line_report_order(sr_record *r) { r->lines[0].reports[1] = 0; }
static void pair_of_one(sr_record *r) { r->reuse[0].b = 0; }
static void pair_outside(sr_record *r) { r->reuse[0].b = 2; }
static void share_above_one(sr_record *r) { r->reuse[0].share_a = 1.01f; }
static void passage_empty(sr_record *r) { r->reuse[0].passages[0].a.end = r->reuse[0].passages[0].a.begin; }
static void passage_outside(sr_record *r) { r->reuse[0].passages[0].b.end = 9999; }

static void each_broken_promise_is_noticed(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        void (*break_it)(sr_record *);
    } cases[] = {
        {"block_order", block_order},     {"block_empty", block_empty},         {"sentence_order", sentence_order},   {"sentence_line", sentence_line},
        {"report_order", report_order},   {"line_report", line_report},         {"line_report_order", line_report_order}, {"pair_of_one", pair_of_one},
        {"pair_outside", pair_outside},   {"share_above_one", share_above_one}, {"passage_empty", passage_empty},     {"passage_outside", passage_outside},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        sr_record *r = full_record();
        sr_err err = {0};
        cases[i].break_it(r);
        if (sr_record_check(r, &err) != SR_ERR_INVARIANT) fail_msg("%s: not noticed", cases[i].name);
        assert_true(err.message[0] != 0);
        sr_record_free(r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_adding_does_not_matter),
        cmocka_unit_test(equal_bytes_are_one_report_with_all_names),
        cmocka_unit_test(a_sealed_record_takes_nothing),
        cmocka_unit_test(the_record_outlives_the_document),
        cmocka_unit_test(faults_are_told),
        cmocka_unit_test(json_and_back_is_the_identity),
        cmocka_unit_test(json_is_canonical),
        cmocka_unit_test(malformed_records_are_refused_with_reasons),
        cmocka_unit_test(no_part_of_a_record_loads),
        cmocka_unit_test(json_nested_without_end_is_refused),
        cmocka_unit_test(each_broken_promise_is_noticed),
    };
    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
