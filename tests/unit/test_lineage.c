/* SPDX-License-Identifier: Apache-2.0 */
/* lineage, rule by rule, on small texts written for this test. A body is written as one string: '|'
 * ends a sentence, '\n' a paragraph, a paragraph that begins with '#' is a subhead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lineage/lineage.h"

/* -- making reports -------------------------------------------------------------------------- */

typedef struct given {
    const char *file, *body, *outlet, *agency, *published;
} given;

static const sr_lineage *model;
static sr_arena *knowledge;

static void add_paragraph(sr_doc *doc, char *text, uint32_t begin, uint32_t end)
{
    bool subhead = text[begin] == '#';
    sr_block *b = SR_PUSH(doc->arena, doc, blocks);
    *b = (sr_block){.span = {begin + subhead, end}, .kind = subhead ? SR_BLOCK_SUBHEAD : SR_BLOCK_BODY, .why = SR_STR("test")};
    uint32_t at = begin;
    for (uint32_t i = begin; !subhead && i <= end; i++) {
        if (i < end && text[i] != '|') continue;
        sr_sentence *s = i > at ? SR_PUSH(doc->arena, doc, sentences) : NULL;
        if (s) *s = (sr_sentence){.span = {at, i}, .block = doc->blocks_count - 1};
        if (i < end) text[i] = ' ';
        at = i + 1;
    }
}

static sr_doc *make_doc(const given *g)
{
    sr_doc *doc = sr_doc_new();
    size_t size = strlen(g->body);
    char *text = sr_arena_alloc(doc->arena, size + 1);
    memcpy(text, g->body, size);
    doc->text = text;
    doc->text_size = (uint32_t)size;
    doc->file = sr_arena_copy(doc->arena, sr_str_c(g->file));
    for (size_t i = 0; g->file[i] && i < 32; i++) doc->sha256[i] = (uint8_t)g->file[i]; /* order by file */
    if (g->outlet) doc->meta.outlet = sr_arena_copy(doc->arena, sr_str_c(g->outlet));
    if (g->published) sr_when_parse(sr_str_c(g->published), true, &doc->meta.published);
    sr_credit *c = g->agency ? SR_PUSH(doc->arena, &doc->meta, credits) : NULL;
    if (c) *c = (sr_credit){SR_CREDIT_AGENCY, sr_arena_copy(doc->arena, sr_str_c(g->agency)), {0, 0}};
    for (uint32_t begin = 0, i = 0; i <= size; i++)
        if (i == size || text[i] == '\n') {
            if (i > begin) add_paragraph(doc, text, begin, i);
            begin = i + 1;
        }
    return doc;
}

static sr_record *run(const given *reports, size_t count)
{
    sr_record *record = sr_record_new();
    sr_arena *tmp = sr_arena_new();
    sr_err err = {0};
    for (size_t i = 0; i < count; i++) {
        sr_doc *doc = make_doc(&reports[i]);
        assert_int_equal(sr_record_add(record, doc, false, &err), SR_OK);
        sr_doc_free(doc);
    }
    assert_int_equal(sr_record_seal(record, &err), SR_OK);
    assert_int_equal(sr_lineage_run(model, record, &(sr_scratch){tmp}, &err), SR_OK);
    assert_int_equal(sr_record_check(record, &err), SR_OK);
    sr_arena_free(tmp);
    return record;
}

#define RUN(reports) run((reports), sizeof(reports) / sizeof *(reports))

static uint32_t copied(const sr_reuse *row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->passages_count; i++) n += !row->passages[i].quote;
    return n;
}

static const sr_evidence *find_evidence(const sr_reuse *row, const char *kind)
{
    for (uint32_t i = 0; i < row->evidence_count; i++)
        if (sr_str_eq(row->evidence[i].kind, sr_str_c(kind))) return &row->evidence[i];
    return NULL;
}

/* The name of the line of a sentence; "" for a nameless one. */
static const char *line_of(const sr_record *record, uint32_t report, uint32_t sentence)
{
    uint32_t line = record->reports[report].sentence_lines[sentence];
    assert_true(line < record->lines_count);
    return record->lines[line].name.size ? record->lines[line].name.data : "";
}

static uint32_t line_index(const sr_record *record, uint32_t report, uint32_t sentence) { return record->reports[report].sentence_lines[sentence]; }

/* -- texts ----------------------------------------------------------------------------------- */

#define FERRY_1 "A ferry with two hundred passengers sank off the island of Lemra late on Monday after its engine room caught fire.|"
#define FERRY_2 "Fishermen from three villages pulled survivors out of the cold water until the navy came shortly before dawn.|"
#define FERRY_3 "The owner of the vessel, a small company from the port of Dasira, had been told twice this year to repair its pumps.|"
#define FERRY_4 "Harbour pilot Jonas Everett said the captain had sent no call for help and had steered for the shoals instead.|"
#define FERRY_5 "Everett later showed reporters a chart on which the course of the ferry was drawn in red ink.|"
#define FERRY FERRY_1 FERRY_2 "\n" FERRY_3 FERRY_4 "\n" FERRY_5

#define OTHER_1 "Farmers in the northern valleys have lost a third of their wheat to a fungus that spreads in wet summers.|"
#define OTHER_2 "Prices at the mills rose by a tenth within a fortnight, and bakers in the capital queued for flour.|"
#define OTHER_3 "The ministry wants to import grain from across the sea, but the harbour cranes have stood idle since spring.|"
#define OTHER OTHER_1 OTHER_2 "\n" OTHER_3

/* -- what is copying ------------------------------------------------------------------------- */

static void test_exact_copy(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY}, {.file = "b", .body = FERRY}, {.file = "c", .body = OTHER}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 1);
    assert_int_equal(r->reuse[0].relation, SR_REL_SAME);
    assert_int_equal(copied(&r->reuse[0]), 5);
    assert_true(r->reuse[0].share_a > 0.99f && r->reuse[0].share_b > 0.99f);
    sr_record_free(r);
}

static void test_light_edit(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY},
                 {.file = "b",
                  .body = "A ferry carrying two hundred passengers sank off the island of Lemra on Monday night after its engine room caught fire.|"
                          "Fishermen from three nearby villages pulled survivors from the cold water until the navy came before dawn.|" OTHER_1}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 1);
    assert_int_equal(copied(&r->reuse[0]), 2);
    assert_true(r->reuse[0].share_b > 0.6f && r->reuse[0].share_b < 0.7f);
    sr_record_free(r);
}

static void test_spelling_and_style(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = "The U.S. Defense Department said its neighbors had organized a new center for harbor labor under ISIL's program.|"},
                 {.file = "b", .body = "The US Defence Department said its neighbours had organised a new centre for harbour labour under ISIS's programme.|"}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 1);
    assert_true(r->reuse[0].passages[0].similarity > 0.99f);
    assert_int_not_equal(r->reuse[0].relation, SR_REL_SAME); /* the same text, but not the same letters */
    sr_record_free(r);
}

static void test_joined_sentences(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY_1 FERRY_2 FERRY_3},
                 {.file = "b",
                  .body = "A ferry with two hundred passengers sank off the island of Lemra late on Monday after its engine room caught fire, and "
                          "fishermen from three villages pulled survivors out of the cold water until the navy came shortly before dawn.|" FERRY_3}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 1);
    assert_int_equal(copied(&r->reuse[0]), 3); /* both halves against the joined one, and the third */
    assert_int_equal(r->reuse[0].passages[1].sentence_b, 0);
    sr_record_free(r);
}

static void test_reordered(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY}, {.file = "b", .body = FERRY_5 "\n" FERRY_3 FERRY_4 "\n" FERRY_1 FERRY_2}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 1);
    assert_int_equal(copied(&r->reuse[0]), 5);
    sr_record_free(r);
}

static void test_row_of_short_sentences(void **state)
{
    (void)state;
#define SHORT_ROW "The harbour stays shut today.|Buses run to the quay.|Schools in Dasira are closed.|Blood is needed in Lemra.|"
    given g[] = {{.file = "a", .body = SHORT_ROW OTHER_1}, {.file = "b", .body = OTHER_2 SHORT_ROW}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 1);
    assert_int_equal(copied(&r->reuse[0]), 4);
    sr_record_free(r);
}

#define SPEECH "We will raise every plank of that ship and we will not rest until the last family has its answer"

static void test_quotes_only(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = "The minister came to the quay at noon.|“" SPEECH ",” he told the crowd.|" OTHER_1},
                 {.file = "b", .body = FERRY_1 "“" SPEECH ",” the transport chief promised in the afternoon.|"}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 1);
    assert_int_equal(r->reuse[0].relation, SR_REL_QUOTES);
    assert_int_equal(copied(&r->reuse[0]), 0);
    assert_true(r->reuse[0].passages_count >= 1 && r->reuse[0].passages[0].quote);
    assert_true(r->reuse[0].share_a <= 0 && r->reuse[0].share_b <= 0);
    assert_int_not_equal(line_index(r, 0, 1), line_index(r, 1, 1));
    sr_record_free(r);
}

static void test_quote_over_paragraphs(void **state)
{
    (void)state;
    given g[] = {
        {.file = "a",
         .body = "He spoke for an hour.|“" SPEECH
                 ".|\n“The harbour will be dredged, the pumps will be mended and the owners will stand before a judge by winter.”|"},
        {.file = "b",
         .body = OTHER_1 "“" SPEECH ".|\n“The harbour will be dredged, the pumps will be mended and the owners will stand before a judge by winter.”|"}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 1);
    assert_int_equal(r->reuse[0].relation, SR_REL_QUOTES);
    sr_record_free(r);
}

static void test_quote_in_chain(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY_1 FERRY_2 "“" SPEECH ",” the minister said.|" FERRY_3},
                 {.file = "b", .body = OTHER_1 FERRY_2 "“" SPEECH ",” the minister said.|" FERRY_3}};
    sr_record *r = RUN(g);
    assert_int_equal(copied(&r->reuse[0]), 3);
    sr_record_free(r);
}

static void test_short_run_is_no_link(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY_1 "The captain of the ferry was taken to the hospital in Dasira with burns.|"},
                 {.file = "b", .body = "Nobody knows why the captain of the ferry was left alone on the bridge.|" OTHER_1}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 0);
    sr_record_free(r);
}

static void test_stock_phrase_is_no_link(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = OTHER_1 "The company did not immediately respond to a request for comment.|"},
                 {.file = "b", .body = FERRY_1 "The ministry did not immediately respond to a request for comment.|"}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 0);
    sr_record_free(r);
}

/* -- direction ------------------------------------------------------------------------------- */

#define CUT FERRY_1 FERRY_2 "\n" FERRY_3
#define DRAWN OTHER_2 "\n" FERRY_2 FERRY_3

static void test_credit(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = DRAWN, .outlet = "Lakeside Tribune", .agency = "Reuters"},
                 {.file = "b", .body = FERRY, .outlet = "Reuters", .agency = "Reuters"}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse[0].relation, SR_REL_A_FROM_B);
    assert_non_null(find_evidence(&r->reuse[0], "credit"));
    sr_record_free(r);
}

static void test_cited_agency(void **state)
{
    (void)state;
#define TOLD "The head of the coast guard told Reuters that eleven of the crew had jumped before the fire was out.|"
    given g[] = {{.file = "a", .body = FERRY_2 TOLD FERRY_3, .outlet = "Reuters"},
                 {.file = "b", .body = TOLD FERRY_3, .outlet = "Lakeside Tribune"},
                 {.file = "c", .body = FERRY_2 TOLD, .outlet = "Port Morning Post"}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 3);
    assert_int_equal(r->reuse[0].relation, SR_REL_B_FROM_A);
    assert_int_equal(r->reuse[1].relation, SR_REL_B_FROM_A);
    assert_int_equal(r->reuse[2].relation, SR_REL_COMMON_SOURCE); /* neither is Reuters */
    sr_record_free(r);
}

static void test_time(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = DRAWN, .published = "2014-06-21T12:00:00+02:00"},
                 {.file = "b", .body = FERRY_2 FERRY_3 OTHER_1, .published = "2014-06-21T09:00:00+00:00"}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse[0].relation, SR_REL_A_FROM_B);
    const sr_evidence *e = find_evidence(&r->reuse[0], "time");
    assert_true(e && e->weight < 0);
    sr_record_free(r);
}

static void test_same_day_is_no_evidence(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = DRAWN, .published = "2014-06-21"},
                 {.file = "b", .body = FERRY_2 FERRY_3 OTHER_1, .published = "2014-06-21T09:00:00+00:00"}};
    sr_record *r = RUN(g);
    assert_null(find_evidence(&r->reuse[0], "time"));
    assert_int_equal(r->reuse[0].relation, SR_REL_UNKNOWN);
    sr_record_free(r);
}

static void test_truncation(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = CUT}, {.file = "b", .body = FERRY}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse[0].relation, SR_REL_A_FROM_B);
    assert_non_null(find_evidence(&r->reuse[0], "truncation"));
    sr_record_free(r);
}

static void test_composite(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY}, {.file = "b", .body = OTHER}, {.file = "c", .body = FERRY_3 FERRY_2 "\n" OTHER_3 OTHER_1}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 2);
    assert_int_equal(r->reuse[0].relation, SR_REL_B_FROM_A);
    assert_int_equal(r->reuse[1].relation, SR_REL_B_FROM_A);
    assert_non_null(find_evidence(&r->reuse[0], "composite"));
    sr_record_free(r);
}

static void test_broken_introduction(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = OTHER_1 FERRY_5 FERRY_3}, {.file = "b", .body = FERRY_2 FERRY_4 FERRY_5 FERRY_3}};
    sr_record *r = RUN(g);
    const sr_evidence *e = find_evidence(&r->reuse[0], "introduction");
    assert_true(e && e->weight < 0);
    assert_int_equal(r->reuse[0].relation, SR_REL_A_FROM_B);
    sr_record_free(r);
}

static void test_style_left_over(void **state)
{
    (void)state;
#define KEPT "A convoy of forty lorries brought guns for ISIL over the river crossing near the old mill on Sunday night.|"
    given g[] = {{.file = "a", .body = KEPT "The men of ISIL hold the bank now.|No one saw ISIL come.|"},
                 {.file = "b", .body = "It is not known what ISIS paid.|Traders fear ISIS.|Two villages fled from ISIS last week.|" KEPT}};
    sr_record *r = RUN(g);
    const sr_evidence *e = find_evidence(&r->reuse[0], "style");
    assert_true(e && e->weight > 0);
    assert_int_equal(r->reuse[0].relation, SR_REL_B_FROM_A);
    sr_record_free(r);
}

/* a and b each stand alone several times, and c never: neither has it from the other. */
static void test_common_source_by_readings(void **state)
{
    (void)state;
#define L1(x) "A ferry with two hundred " x " on board sank off the island of Lemra late on Monday night.|"
#define L2(x) "Fishermen from three villages " x " survivors out of the cold water before the navy came.|"
#define L3(x) "The owner of the vessel had been told " x " this year to repair its leaking pumps.|"
#define L4(x) "Its captain sent no call for help and steered " x " the shoals of the western bay instead.|"
    given g[] = {
        {.file = "a", .body = L1("travellers") L2("dragged") L3("twice") L4("for") "The bay is wide and cold at this time of the year.|"},
        {.file = "b", .body = L1("passengers") L2("pulled") L3("repeatedly") L4("towards") "The bay is deep and cold at this time of the year.|"},
        {.file = "c", .body = L1("passengers") L2("pulled") L3("twice") L4("for") "The bay is deep and cold at this time of the year.|"},
    };
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 3);
    assert_int_equal(r->reuse[0].relation, SR_REL_COMMON_SOURCE);
    assert_non_null(find_evidence(&r->reuse[0], "reading"));
    sr_record_free(r);
}

/* -- lines ----------------------------------------------------------------------------------- */

static void test_lines_of_copies(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY, .outlet = "Reuters"},
                 {.file = "b", .body = OTHER_1 FERRY_2 FERRY_3, .outlet = "Lakeside Tribune"},
                 {.file = "c", .body = OTHER_2, .outlet = "Port Morning Post"}};
    sr_record *r = RUN(g);
    assert_int_equal(r->lines_count, 3);
    assert_string_equal(line_of(r, 0, 0), "Reuters");
    assert_string_equal(line_of(r, 1, 0), "Lakeside Tribune");
    assert_string_equal(line_of(r, 1, 1), "Reuters");
    assert_string_equal(line_of(r, 2, 0), "Port Morning Post");
    const sr_line *reuters = &r->lines[line_index(r, 0, 0)];
    assert_int_equal(reuters->reports_count, 2);
    assert_int_equal(reuters->basis, SR_LINE_CREDITED);
    assert_true(reuters->why.size > 0);
    sr_record_free(r);
}

static void test_lines_of_cites(void **state)
{
    (void)state;
    given g[] = {{.file = "a",
                  .body = OTHER_1 "Eleven men jumped into the sea, the Wall Street Journal reported on Sunday.|It also reported that nobody had counted them.|"
                                  "The state news agency SANA said a second boat was missing.|According to The National Emergency Office, the sea was calm.|",
                  .outlet = "Lakeside Tribune"}};
    sr_record *r = RUN(g);
    assert_string_equal(line_of(r, 0, 0), "Lakeside Tribune");
    assert_non_null(strstr(line_of(r, 0, 1), "Wall Street Journal"));
    assert_int_equal(line_index(r, 0, 2), line_index(r, 0, 1));
    assert_string_equal(line_of(r, 0, 3), "Syrian Arab News Agency");
    assert_string_equal(line_of(r, 0, 4), "Lakeside Tribune");
    sr_record_free(r);
}

static void test_quoted_cite_is_the_speakers(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = OTHER_1 "“My brother told Reuters that the boat was rotten,” she said.|", .outlet = "Lakeside Tribune"}};
    sr_record *r = RUN(g);
    assert_string_equal(line_of(r, 0, 1), "Lakeside Tribune");
    sr_record_free(r);
}

static void test_section_inherits(void **state)
{
    (void)state;
    given g[] = {
        {.file = "a",
         .body = FERRY_1 "\n#Wheat fails\n" OTHER_1 "\nBakers queued in the rain, AFP reported, while mills stood still.|" OTHER_3 "\n#At sea\n" FERRY_2,
         .outlet = "Lakeside Tribune"}};
    sr_record *r = RUN(g);
    assert_string_equal(line_of(r, 0, 0), "Lakeside Tribune");
    assert_string_equal(line_of(r, 0, 1), "Agence France-Presse");
    assert_string_equal(line_of(r, 0, 2), "Agence France-Presse");
    assert_string_equal(line_of(r, 0, 3), "Agence France-Presse");
    assert_string_equal(line_of(r, 0, 4), "Lakeside Tribune");
    sr_record_free(r);
}

static void test_no_section_no_inheritance(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = OTHER_1 "\nBakers queued in the rain, AFP reported, while mills stood still.|" OTHER_3, .outlet = "Lakeside Tribune"}};
    sr_record *r = RUN(g);
    assert_string_equal(line_of(r, 0, 0), "Lakeside Tribune");
    assert_string_equal(line_of(r, 0, 1), "Agence France-Presse");
    assert_string_equal(line_of(r, 0, 2), "Lakeside Tribune");
    sr_record_free(r);
}

static void test_shared_sentences_inherit(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY_1 TOLD FERRY_2, .outlet = "Lakeside Tribune"},
                 {.file = "b", .body = FERRY_1 TOLD FERRY_2 OTHER_1, .outlet = "Port Morning Post"}};
    sr_record *r = RUN(g);
    assert_string_equal(line_of(r, 0, 0), "Reuters");
    assert_string_equal(line_of(r, 1, 2), "Reuters");
    assert_string_equal(line_of(r, 1, 3), "Port Morning Post");
    sr_record_free(r);
}

static void test_nameless_credit(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY, .outlet = "Lakeside Tribune", .agency = "Agencies"},
                 {.file = "b", .body = OTHER},
                 {.file = "c", .body = TOLD "The rest is silence.|"}};
    sr_record *r = RUN(g);
    const sr_line *line = &r->lines[line_index(r, 0, 0)];
    assert_int_equal(line->name.size, 0);
    assert_int_equal(line->basis, SR_LINE_CREDITED);
    assert_int_equal(r->lines[line_index(r, 1, 0)].basis, SR_LINE_OWN);
    assert_int_not_equal(line_index(r, 0, 0), line_index(r, 1, 0));
    assert_string_equal(line_of(r, 2, 0), "Reuters");
    assert_string_equal(line_of(r, 2, 1), "");
    sr_record_free(r);
}

static void test_uncredited_copy_is_of_its_source(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY, .outlet = "Lakeside Tribune", .published = "2014-06-21T09:00:00+00:00"},
                 {.file = "b", .body = FERRY_2 FERRY_3 OTHER_1, .outlet = "Port Morning Post", .published = "2014-06-22T09:00:00+00:00"}};
    sr_record *r = RUN(g);
    assert_string_equal(line_of(r, 1, 0), "Lakeside Tribune");
    assert_string_equal(line_of(r, 1, 2), "Port Morning Post");
    sr_record_free(r);
}

/* -- all of it ------------------------------------------------------------------------------- */

static void test_order_of_reports(void **state)
{
    (void)state;
    given g[] = {{.file = "a", .body = FERRY, .outlet = "Reuters"},
                 {.file = "b", .body = DRAWN, .outlet = "Lakeside Tribune"},
                 {.file = "c", .body = OTHER},
                 {.file = "d", .body = CUT OTHER_3},
                 {.file = "e", .body = FERRY_5 TOLD FERRY_3}};
    sr_record *first = RUN(g);
    for (int turn = 0; turn < 5; turn++) {
        given moved = g[0];
        memmove(g, g + 1, 4 * sizeof *g);
        g[4] = moved;
        sr_record *r = RUN(g);
        assert_int_equal(r->reuse_count, first->reuse_count);
        assert_int_equal(r->lines_count, first->lines_count);
        for (uint32_t i = 0; i < r->reuse_count; i++) {
            assert_int_equal(r->reuse[i].relation, first->reuse[i].relation);
            assert_int_equal(r->reuse[i].passages_count, first->reuse[i].passages_count);
            assert_int_equal(r->reuse[i].evidence_count, first->reuse[i].evidence_count);
        }
        for (uint32_t i = 0; i < r->lines_count; i++) assert_string_equal(r->lines[i].id, first->lines[i].id);
        sr_record_free(r);
    }
    sr_record_free(first);
}

/* 20 print the same text: its grams are frequent, and it is copied all the same. */
static void test_many_copies(void **state)
{
    (void)state;
    static const char names[] = "abcdefghijklmnopqrst";
    given g[20];
    char files[20][2];
    for (int i = 0; i < 20; i++) {
        memcpy(files[i], (char[]){names[i], 0}, 2);
        g[i] = (given){.file = files[i], .body = FERRY};
    }
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 190);
    for (uint32_t i = 0; i < r->reuse_count; i++) assert_int_equal(r->reuse[i].relation, SR_REL_SAME);
    sr_record_free(r);
}

/* 60 reports print the same text: too many for its grams, but a text and no stock phrase. */
static void test_very_many_copies(void **state)
{
    (void)state;
    given g[60];
    static const char digits[] = "0123456789";
    char files[60][3];
    for (int i = 0; i < 60; i++) {
        memcpy(files[i], (char[]){digits[i / 10], digits[i % 10], 0}, 3);
        g[i] = (given){.file = files[i], .body = i % 2 ? FERRY : FERRY OTHER_2};
    }
    sr_record *r = RUN(g);
    assert_true(r->reuse_count >= 59);
    for (uint32_t i = 0; i < r->reuse_count; i++) assert_true(r->reuse[i].share_a > 0.5f);
    assert_int_equal(line_index(r, 0, 0), line_index(r, 59, 0));
    sr_record_free(r);
}

static void test_empty(void **state)
{
    (void)state;
    sr_record *none = run(NULL, 0);
    assert_int_equal(none->lines_count, 0);
    sr_record_free(none);
    given g[] = {{.file = "a", .body = ""}, {.file = "b", .body = "#Only a subhead"}, {.file = "c", .body = "Word.|"}};
    sr_record *r = RUN(g);
    assert_int_equal(r->reuse_count, 0);
    assert_int_equal(r->lines_count, 1);
    sr_record_free(r);
}

/* Every allocation fails once: an error, never a crash, never a leak. */
static void test_no_memory(void **state)
{
    (void)state;
    given g[] = {
        {.file = "a", .body = FERRY TOLD, .outlet = "Reuters"}, {.file = "b", .body = DRAWN TOLD}, {.file = "c", .body = OTHER}, {.file = "d", .body = CUT}};
    for (uint64_t n = 1;; n++) {
        sr_record *record = sr_record_new();
        sr_arena *tmp = sr_arena_new();
        for (size_t i = 0; i < 4; i++) {
            sr_doc *doc = make_doc(&g[i]);
            sr_record_add(record, doc, false, NULL);
            sr_doc_free(doc);
        }
        sr_record_seal(record, NULL);
        sr_alloc_fail_at(n);
        sr_err err = {0};
        sr_status status = sr_lineage_run(model, record, &(sr_scratch){tmp}, &err);
        sr_alloc_fail_at(0);
        sr_record_free(record);
        sr_arena_free(tmp);
        if (!status) break;
        assert_int_equal(status, SR_ERR_MEMORY);
        assert_true(n < 10000);
    }
}

static void test_no_memory_for_the_model(void **state)
{
    (void)state;
    sr_status status = SR_ERR_MEMORY;
    for (uint64_t n = 1; status; n += 1 + n / 4) {
        sr_arena *arena = sr_arena_new();
        const sr_lineage *out = NULL;
        sr_alloc_fail_at(n);
        status = sr_lineage_open(arena, NULL, &out, NULL);
        sr_alloc_fail_at(0);
        assert_true(status == SR_OK || (status == SR_ERR_MEMORY && !out));
        sr_arena_free(arena);
        assert_true(n < 10000000);
    }
}

static int open_model(void **state)
{
    (void)state;
    sr_err err = {0};
    knowledge = sr_arena_new();
    if (sr_lineage_open(knowledge, NULL, &model, &err) != SR_OK) {
        print_error("%s\n", err.message);
        return 1;
    }
    return 0;
}

static int close_model(void **state)
{
    (void)state;
    sr_arena_free(knowledge);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact_copy),
        cmocka_unit_test(test_light_edit),
        cmocka_unit_test(test_spelling_and_style),
        cmocka_unit_test(test_joined_sentences),
        cmocka_unit_test(test_reordered),
        cmocka_unit_test(test_row_of_short_sentences),
        cmocka_unit_test(test_quotes_only),
        cmocka_unit_test(test_quote_over_paragraphs),
        cmocka_unit_test(test_quote_in_chain),
        cmocka_unit_test(test_short_run_is_no_link),
        cmocka_unit_test(test_stock_phrase_is_no_link),
        cmocka_unit_test(test_credit),
        cmocka_unit_test(test_cited_agency),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_same_day_is_no_evidence),
        cmocka_unit_test(test_truncation),
        cmocka_unit_test(test_composite),
        cmocka_unit_test(test_broken_introduction),
        cmocka_unit_test(test_style_left_over),
        cmocka_unit_test(test_common_source_by_readings),
        cmocka_unit_test(test_lines_of_copies),
        cmocka_unit_test(test_lines_of_cites),
        cmocka_unit_test(test_quoted_cite_is_the_speakers),
        cmocka_unit_test(test_section_inherits),
        cmocka_unit_test(test_no_section_no_inheritance),
        cmocka_unit_test(test_shared_sentences_inherit),
        cmocka_unit_test(test_nameless_credit),
        cmocka_unit_test(test_uncredited_copy_is_of_its_source),
        cmocka_unit_test(test_order_of_reports),
        cmocka_unit_test(test_many_copies),
        cmocka_unit_test(test_very_many_copies),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_no_memory_for_the_model),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
