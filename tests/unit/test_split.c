/* SPDX-License-Identifier: Apache-2.0 */
/* split: sentences and tokens, as minimal pairs. In a row of the first table '|' stands where one
 * sentence ends and the next begins; it is no part of the text. */
#include "house.h"

#include "base/utf8.h"
#include "split/split.h"

static sr_arena *arena;
static const sr_split *model;

static int open_model(void **state)
{
    (void)state;
    sr_err err = {0};
    arena = sr_arena_new();
    if (sr_split_open(arena, NULL, &model, &err)) fail_msg("%s", err.message);
    return 0;
}

static int close_model(void **state)
{
    (void)state;
    sr_arena_free(arena);
    return 0;
}

/* A document of one paragraph, split. */
static sr_doc *split(sr_str text)
{
    sr_doc *doc = sr_doc_new();
    sr_err err = {0};
    doc->text = text.data;
    doc->text_size = (uint32_t)text.size;
    doc->raw_bytes = text.size;
    *SR_PUSH(doc->arena, doc, runs) = (sr_run){0, doc->text_size, 0, doc->text_size, true};
    *SR_PUSH(doc->arena, doc, blocks) = (sr_block){.span = sr_trim_span(text.data, (sr_span){0, doc->text_size}), .kind = SR_BLOCK_BODY};
    assert_int_equal(sr_split_run(model, doc, NULL, &err), SR_OK);
    doc->done = 1u << SR_STAGE_INGEST | 1u << SR_STAGE_CLEAN | 1u << SR_STAGE_SPLIT;
    if (sr_doc_check(doc, &err)) fail_msg("<%s>: %s", text.data, err.message);
    return doc;
}

static const char *const sentences[] = {
    /* full stops, marks */
    "The army withdrew.|The town fell.",
    "Who fired first?|Nobody says.",
    "Stop!|They did not.",
    "What?!|He left.",
    "The army withdrew",
    /* titles and ranks: never an end */
    "Mr. Haddad spoke.|Dr. Ansari did not.",
    "Lt. Gen. Abdul Karim said so.",
    "Maj.-Gen. Qassim Atta spoke to reporters.",
    "Gov. Atheel Nujaifi fled with Sen. Cruz.",
    "Col. T. E. Lawrence rode on.",
    "They met St. Petersburg officials.",
    /* initials */
    "George W. Bush left office.",
    "J. K. Rowling wrote it.",
    "They chose Plan B.|The mayor refused.",
    /* an abbreviation that may end a sentence, beside one that does not */
    "U.S. President Barack Obama spoke.",
    "He lives in the U.S.|The ministry denies it.",
    "The U.N. Security Council met.",
    "It was sent to the U.N.|It has not answered.",
    "U.A.E. officials were told.",
    "Acme Inc. shares fell.",
    "She works for Acme Inc.|She says so herself.",
    "They sell rice, oil, etc.|The market opens at nine.",
    "The company, e.g. its office in Basra, was closed.",
    /* clock times */
    "At 5 a.m. local time the shelling began.",
    "It began at 5 a.m.|The army answered at noon.",
    "It ended at 11 p.m. Tuesday.",
    /* months and weekdays */
    "On Jan. 3 the river rose.",
    "It has rained since Jan.|The river rose.",
    /* numbers */
    "Prices rose 3.5 percent.|Oil fell.",
    "A total of 2,000.50 dollars was paid.",
    "He is No. 10 on the list.",
    "The answer is no.|The talks go on.",
    "It happened in 2014.|The year was dry.",
    "It was 9.30 when they left.",
    /* ellipses */
    "The attackers ... went on.",
    "They waited...|The gate stayed shut.",
    "They waited\xE2\x80\xA6|The gate stayed shut.",
    /* quotations */
    "\"We will stay.|We will fight,\" he said.",
    "\"We will stay.\"|The crowd cheered.",
    "\"We will stay,\" he said.|\"We will fight.\"",
    "\xE2\x80\x9CWe will stay.\xE2\x80\x9D|The crowd cheered.",
    "\"Will they come?\" she asked.",
    "He said: \"Go home.\"|Nobody went.",
    "They call it 'the wall.'|It is a fence.",
    "(The army denies it.)|The town is empty.",
    "The army (which denies it) left.|The town is empty.",
    /* lost spaces */
    "It shocked the world.The army left.",
    "Read more at Amazon.com today.",
    "See www.example.org.|The page is old.",
    "Write to desk@example.org.|The page is old.",
    /* names that begin small */
    "The town fell.|al-Shabaab fighters held it.",
    "The town fell. and then it rained.",
    /* white space of other kinds */
    "The army withdrew.\xC2\xA0|The town fell.",
    "The army\nwithdrew from\nthe town.\n|The town fell.",
    "The army withdrew.  \t |The town fell.",
    /* figures and currencies at the begin */
    "The town fell.|30 soldiers died.",
    "Prices rose.|$5 buys little.",
    "Prices rose.|\xE2\x82\xAC" "5 buys little.",
    /* other scripts of capitals */
    "The town fell.|\xC3\x89lys\xC3\xA9" "e officials said so.",
};

static void sentences_end_where_they_end(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (size_t i = 0; i < COUNT(sentences); i++) {
        sr_buf text = {0}, found = {0};
        for (const char *c = sentences[i]; *c; c++)
            if (*c != '|' ) sr_buf_char(&text, *c);
            else if (c[-1] != ' ' && c[-1] != '\n' && c[-1] != '\xA0') sr_buf_char(&text, ' ');
        bool lost = strstr(sentences[i], "world.The") != NULL;
        sr_buf_char(&text, 0);
        sr_doc *doc = split((sr_str){text.data, text.size - 1});
        uint32_t at = 0;
        for (uint32_t s = 0; s < doc->sentences_count; s++) {
            sr_span span = doc->sentences[s].span;
            if (s) sr_buf_char(&found, '|');
            sr_buf_str(&found, sr_doc_str(doc, span));
            at = span.end;
        }
        assert_int_equal(at, doc->text_size);
        sr_buf wanted = {0}; /* without the white space that stood before a bar */
        for (const char *c = sentences[i]; *c; c++) {
            if (*c == '|') wanted.size = sr_trim(sr_buf_view(&wanted)).size;
            sr_buf_char(&wanted, *c);
        }
        const char *expected = lost ? "It shocked the world.|The army left." : NULL;
        sr_str want = expected ? sr_str_c(expected) : sr_buf_view(&wanted);
        if (!sr_str_eq(sr_buf_view(&found), want)) {
            print_error("found <%.*s>, wanted <%.*s>\n", (int)found.size, found.data, (int)want.size, want.data);
            failed++;
        }
        sr_doc_free(doc);
        sr_buf_free(&text), sr_buf_free(&found), sr_buf_free(&wanted);
    }
    assert_int_equal(failed, 0);
}

/* text, tokens with '|' between; kinds: w n p s */
static const char *const tokens[][3] = {
    {"The army withdrew.", "The|army|withdrew|.", "wwwp"},
    {"It doesn't work.", "It|does|n't|work|.", "wwwwp"},
    {"We can't; you cannot.", "We|ca|n't|;|you|can|not|.", "wwwpwwwp"},
    {"Iraq's army, Iraq\xE2\x80\x99s war.", "Iraq|'s|army|,|Iraq|\xE2\x80\x99s|war|.", "wwwpwwwp"},
    {"They're the U.S.'s.", "They|'re|the|U.S.|'s|.", "wwwwwp"},
    {"2,000 men, 3.5 percent, 9/11, 5:02", "2,000|men|,|3.5|percent|,|9/11|,|5:02", "nwpnwpnpn"},
    {"$5 or 40% of it", "$|5|or|40|%|of|it", "snwnsww"},
    {"anti-government post-war", "anti-government|post-war", "ww"},
    {"Syria-Iraq border", "Syria|-|Iraq|border", "wpww"},
    {"Lt. Gen. X. Y. Ali", "Lt.|Gen.|X.|Y.|Ali", "wwwww"},
    {"at 5 a.m. today.", "at|5|a.m.|today|.", "wnwwp"},
    {"(He said) \"no\".", "(|He|said|)|\"|no|\"|.", "pwwppwpp"},
    {"wait... what?!", "wait|...|what|?!", "wpwp"},
    {"yes -- no", "yes|--|no", "wpw"},
    {"See http://a.org/b?c=1.", "See|http://a.org/b?c=1|.", "wwp"},
    {"mail desk@a.org, please", "mail|desk@a.org|,|please", "wwpw"},
    {"caf\xC3\xA9\xC2\xA0noir", "caf\xC3\xA9|noir", "ww"},
    {"o'clock O'Neill", "o'clock|O'Neill", "ww"},
};

static void tokens_follow_the_treebanks(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (size_t i = 0; i < COUNT(tokens); i++) {
        sr_doc *doc = split(sr_str_c(tokens[i][0]));
        sr_buf found = {0}, kinds = {0};
        for (uint32_t t = 0; t < doc->tokens_count; t++) {
            const sr_token *k = &doc->tokens[t];
            if (t) sr_buf_char(&found, '|');
            sr_buf_str(&found, sr_doc_str(doc, k->span));
            sr_buf_char(&kinds, "wnps"[k->kind]);
            bool space = k->span.end < doc->text_size && strchr(" \xC2", doc->text[k->span.end]);
            assert_int_equal(k->space_after, space);
        }
        if (!sr_str_eq(sr_buf_view(&found), sr_str_c(tokens[i][1])) || !sr_str_eq(sr_buf_view(&kinds), sr_str_c(tokens[i][2]))) {
            print_error("found <%.*s> %.*s, wanted <%s> %s\n", (int)found.size, found.data, (int)kinds.size, kinds.data, tokens[i][1], tokens[i][2]);
            failed++;
        }
        sr_buf_free(&found), sr_buf_free(&kinds);
        sr_doc_free(doc);
    }
    assert_int_equal(failed, 0);
}

static void only_the_body_is_split(void **state)
{
    (void)state;
    static const char text[] = "Title. Here.\n\nBody one. Body two.\n\nComment. Here.\n\nLast.";
    sr_doc *doc = sr_doc_new();
    doc->text = text;
    doc->text_size = sizeof text - 1;
    *SR_PUSH(doc->arena, doc, blocks) = (sr_block){.span = {0, 12}, .kind = SR_BLOCK_TITLE};
    *SR_PUSH(doc->arena, doc, blocks) = (sr_block){.span = {14, 33}, .kind = SR_BLOCK_BODY};
    *SR_PUSH(doc->arena, doc, blocks) = (sr_block){.span = {35, 49}, .kind = SR_BLOCK_COMMENTS};
    *SR_PUSH(doc->arena, doc, blocks) = (sr_block){.span = {51, 56}, .kind = SR_BLOCK_BODY};
    assert_int_equal(sr_split_run(model, doc, NULL, NULL), SR_OK);
    assert_int_equal(doc->sentences_count, 3);
    assert_int_equal(doc->sentences[1].block, 1);
    assert_int_equal(doc->sentences[2].block, 3);
    assert_int_equal(doc->sentences[2].tokens_end, doc->tokens_count);
    sr_doc_free(doc);
}

/* Whatever the bytes, the layers keep their promises. */
static void any_text_splits(void **state)
{
    (void)state;
    static const char *const parts[] = {".", "\"", "'", " ", "A", "b", "3", "-", "(", ")", "U.S.", "...", "\xE2\x80\x9C", "\xE2\x80\x99", "\xC2\xA0",
                                        "\n", "?", "!", "Mr.", "www.", "@", "\xE2\x80\xA6", "n't", "\xF0\x9F\x98\x80", "\xCC\x81", ",", "$", "%"};
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        sr_buf text = {0};
        sr_buf_char(&text, 'x');
        for (int n = 0; n < 24; n++) {
            seed = seed * 1664525u + 1013904223u;
            sr_buf_c(&text, parts[(seed >> 16) % COUNT(parts)]);
        }
        sr_doc_free(split(sr_buf_view(&text)));
        sr_buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_where_they_end),
        cmocka_unit_test(tokens_follow_the_treebanks),
        cmocka_unit_test(only_the_body_is_split),
        cmocka_unit_test(any_text_splits),
    };
    return cmocka_run_group_tests_name("split", tests, open_model, close_model);
}
