/* SPDX-License-Identifier: Apache-2.0 */
/* clean on plain text: what small reports of many kinds say of themselves, and what of them is
 * body. The texts are written for this test. */
#include "clean_model.h"

#include "ingest/ingest.h"

typedef struct report {
    const char *name, *text;
    const char *title, *date, *dateline, *agency; /* "" none */
    const char *parts[12][2]; /* kind, words that lie in a block of that kind */
} report;

static const report reports[] = {
    {"strike",
     "Lyon bus drivers strike over night shifts\n\n"
     "Tuesday, 14 May 2019\n\n"
     "LYON, France (Reuters) - Bus drivers in Lyon walked off the job on Tuesday in protest at a new roster of night shifts, the second stoppage this month.\n\n"
     "About half of the city's lines did not run in the morning, the operator said. It expected traffic to return to normal by Thursday.\n\n"
     "\"Nobody asked us,\" said Claire Morel, who has driven the number 9 for twelve years. \"They put the paper on the wall and that was that.\"\n\n"
     "(Reporting by Anne Dupont; Editing by Mark Heald)\n",
     "Lyon bus drivers strike over night shifts", "2019-05-14", "LYON, France", "Reuters",
     {{"title", "strike over night"}, {"date", "14 May 2019"}, {"body", "walked off the job"}, {"body", "Nobody asked us"}, {"credit", "Editing by Mark"}}},
    {"flood",
     "Indus floods cut off villages in Sindh\n"
     "By Tariq Mehmood\n"
     "August 27, 2022 11:40 am\n"
     "\n"
     "SUKKUR: Flood water from the Indus cut off dozens of villages in Sindh province on Saturday after an embankment gave way in the night, officials said.\n"
     "\n"
     "ALSO READ: Ten photographs of the flood\n"
     "\n"
     "Boats of the navy brought 340 people to dry ground, a spokesman for the provincial government said. He put the number of the dead at eleven.\n"
     "\n"
     "The river is expected to peak at the Kotri barrage within four days, the flood forecasting division warned in its evening bulletin.\n",
     "Indus floods cut off villages in Sindh", "2022-08-27", "SUKKUR", "",
     {{"byline", "By Tariq"}, {"date", "August 27"}, {"body", "cut off dozens"}, {"related", "ALSO READ"}, {"body", "340 people"}, {"body", "Kotri barrage"}}},
    {"election",
     "Count goes into second day in Kenya\n\n"
     "Nairobi, Aug 10 (Xinhua) -- Kenya's electoral commission said on Wednesday that it had received results from nine in ten polling stations, with the two leading candidates almost level.\n\n"
     "The commission asked for patience. \"Every form is checked by hand,\" its chairman told reporters in the capital. \"We shall not be hurried by anyone.\"\n\n"
     "Both camps have said that they will accept the outcome. Shops in the centre of the city stayed shut for a second day.\n\n"
     "Comments\n\n"
     "mwangi_87 says:\n\nI queued for five hours and I would do it again.\n\n"
     "Peter says:\n\nWhat about the diaspora? Nobody counts us.\n",
     "Count goes into second day in Kenya", "", "Nairobi", "Xinhua",
     {{"body", "nine in ten polling"}, {"body", "Every form is checked"}, {"body", "Both camps"}, {"comments", "queued for five hours"}, {"comments", "What about the diaspora"}}},
    {"quake",
     "Strong quake rattles coast of Chile, no victims reported\n\n"
     "18 September 2021\n\n"
     "SANTIAGO (AFP) - A strong earthquake shook the coast of central Chile late on Friday, cutting power in three towns, but there were no reports of victims.\n\n"
     "Photo: People wait outside a hospital in Illapel. AFP/Diego Rojas\n\n"
     "The tremor was felt in the capital, where lamps swung and people ran into the streets, an AFP journalist reported.\n\n"
     "Chile sits where two plates of the crust meet, and quakes are frequent there. The navy ruled out a tsunami within half an hour.\n\n"
     "Copyright 2021 AFP. All rights reserved.\n\n"
     "Share this article\n\nFacebook\n\nTwitter\n\nEmail\n",
     "Strong quake rattles coast of Chile, no victims reported", "2021-09-18", "SANTIAGO", "Agence France-Presse",
     {{"body", "shook the coast"}, {"caption", "outside a hospital"}, {"body", "felt in the capital"}, {"body", "two plates"}, {"policy", "All rights reserved"}, {"chrome", "Twitter"}}},
    {"hard_wrapped",
     "Ferry runs aground off Cebu\n"
     "\n"
     "CEBU, Philippines (AP) -- A ferry with 122 people on board ran aground\n"
     "in shallow water off the island of Cebu on Sunday, and all of them were\n"
     "taken off by fishermen, the coast guard said.\n"
     "\n"
     "The captain told investigators that he had lost his way in heavy rain.\n"
     "Two sailors were treated for cuts. The owner of the ship did not answer\n"
     "calls on Sunday.\n",
     "Ferry runs aground off Cebu", "", "CEBU, Philippines", "Associated Press",
     {{"title", "Ferry runs"}, {"body", "122 people on board"}, {"body", "lost his way"}, {"body", "did not answer"}}},
};

static sr_doc *read(const char *text)
{
    sr_doc *doc = sr_doc_new();
    sr_scratch tmp = {sr_arena_new()};
    sr_err err = {0};
    if (sr_ingest_run(doc, SR_STR("a.txt"), sr_str_c(text), &tmp, &err)) fail_msg("%s", err.message);
    sr_arena_reset(tmp.arena);
    if (sr_clean_run(model, doc, &tmp, &err)) fail_msg("%s", err.message);
    doc->done = 1u << SR_STAGE_INGEST | 1u << SR_STAGE_CLEAN;
    if (sr_doc_check(doc, &err)) fail_msg("%s", err.message);
    sr_arena_free(tmp.arena);
    return doc;
}

/* The kind of the block that the words lie in. */
static const char *kind_of(const sr_doc *doc, const char *text, const char *words)
{
    const char *at = strstr(text, words);
    if (!at) fail_msg("the test's own words are not there: %s", words);
    for (uint32_t i = 0; i < doc->blocks_count; i++)
        if (sr_span_holds(doc->blocks[i].span, (sr_span){(uint32_t)(at - text), (uint32_t)(at - text) + 1})) return sr_block_kind_name(doc->blocks[i].kind);
    return "none";
}

static unsigned differs(const report *r, const char *what, sr_str found, const char *wanted)
{
    if (sr_str_eq(found, sr_str_c(wanted))) return 0;
    print_error("%s: %s is <%.*s>, not <%s>\n", r->name, what, (int)found.size, found.data, wanted);
    return 1;
}

static unsigned wrong_with(const report *r)
{
    sr_doc *doc = read(r->text);
    char date[SR_WHEN_CHARS];
    sr_str agency = {0};
    for (uint32_t i = 0; i < doc->meta.credits_count; i++)
        if (doc->meta.credits[i].role == SR_CREDIT_AGENCY) agency = doc->meta.credits[i].name;
    sr_when_date(&doc->meta.published, date);
    unsigned wrong = differs(r, "title", doc->meta.title, r->title) + differs(r, "date", sr_str_c(date), r->date) +
                     differs(r, "dateline", doc->meta.dateline, r->dateline) + differs(r, "agency", agency, r->agency) +
                     differs(r, "language", doc->meta.language, "en");
    for (size_t i = 0; i < COUNT(r->parts) && r->parts[i][0]; i++) wrong += differs(r, r->parts[i][1], sr_str_c(kind_of(doc, r->text, r->parts[i][1])), r->parts[i][0]);
    sr_doc_free(doc);
    return wrong;
}

static void small_reports_are_understood(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < COUNT(reports); i++) wrong += wrong_with(&reports[i]);
    assert_int_equal(wrong, 0);
}

static void persons_are_credited(void **state)
{
    (void)state;
    sr_doc *doc = read(reports[0].text);
    bool reporting = false, editing = false;
    for (uint32_t i = 0; i < doc->meta.credits_count; i++) {
        const sr_credit *c = &doc->meta.credits[i];
        reporting |= c->role == SR_CREDIT_REPORTING && sr_str_eq(c->name, SR_STR("Anne Dupont"));
        editing |= c->role == SR_CREDIT_EDITING && sr_str_eq(c->name, SR_STR("Mark Heald"));
    }
    assert_true(reporting && editing);
    sr_doc_free(doc);
}

/* The same report with one paragraph after another cut off its end still has its title and lead. */
static void cut_reports_keep_their_head(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(reports); i++) {
        char *text = strdup(reports[i].text);
        const char *lead = reports[i].parts[0][1];
        for (size_t k = 0; reports[i].parts[k][0]; k++)
            if (strcmp(reports[i].parts[k][0], "body") == 0) {
                lead = reports[i].parts[k][1];
                break;
            }
        size_t least = (size_t)(strstr(text, lead) - text);
        for (size_t end = strlen(text) - 1; end > least; end--) {
            if (strncmp(text + end, "\n\n", 2) != 0) continue;
            text[end] = 0;
            sr_doc *doc = read(text);
            same_str(reports[i].name, doc->meta.title, reports[i].title);
            assert_string_equal(kind_of(doc, text, lead), "body");
            sr_doc_free(doc);
        }
        free(text);
    }
}

static void odd_texts_have_blocks(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "x",
        "One line and no more.",
        "\n\n\n  word  \n\n\n",
        "- one\n- two\n- three\n",
        "A\nB\nC\nD\n",
        "12 June 2014",
        "(Reuters)",
        "Comments",
        "\xEF\xBB\xBFTitle\r\n\r\nThe rain fell on the town, and it did not stop for days.\r\n",
        "By\n\nBy\n\nBy\n",
        "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0\n\n\xD0\x94\xD0\xBE\xD0\xB6\xD0\xB4\xD1\x8C.",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        sr_doc *doc = read(texts[i]);
        assert_true(doc->blocks_count > 0);
        sr_doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_reports_are_understood),
        cmocka_unit_test(persons_are_credited),
        cmocka_unit_test(cut_reports_keep_their_head),
        cmocka_unit_test(odd_texts_have_blocks),
    };
    return cmocka_run_group_tests_name("text", tests, open_model, close_model);
}
