/* SPDX-License-Identifier: Apache-2.0 */
/* Which language a text is in: by script where that tells, else by the language whose commonest
 * words (data/lexicon/languages.txt) make up most of it. "" where nothing tells. One pass over a
 * sample of the text: each word knows the set of languages that it is common in. */
#include "clean/language.h"

#define SAMPLE_BYTES 6000u
#define LEAST_SHARE 0.08f
#define LEAST_WORDS 3u
#define NO_SCRIPT (-1)

static const struct {
    uint32_t first, last;
    const char *name;
} scripts[] = {{0x0370, 0x03FF, "Greek"},    {0x0530, 0x058F, "Armenian"}, {0x0590, 0x05FF, "Hebrew"},   {0x0900, 0x097F, "Devanagari"},
               {0x0980, 0x09FF, "Bengali"},  {0x0A00, 0x0A7F, "Gurmukhi"}, {0x0A80, 0x0AFF, "Gujarati"}, {0x0B80, 0x0BFF, "Tamil"},
               {0x0C00, 0x0C7F, "Telugu"},   {0x0C80, 0x0CFF, "Kannada"},  {0x0D00, 0x0D7F, "Malayalam"}, {0x0D80, 0x0DFF, "Sinhala"},
               {0x0E00, 0x0E7F, "Thai"},     {0x0E80, 0x0EFF, "Lao"},      {0x0F00, 0x0FFF, "Tibetan"},  {0x1000, 0x109F, "Myanmar"},
               {0x10A0, 0x10FF, "Georgian"}, {0x1200, 0x137F, "Ethiopic"}, {0x1780, 0x17FF, "Khmer"},    {0x3040, 0x30FF, "Kana"},
               {0x3400, 0x9FFF, "Han"},      {0xAC00, 0xD7AF, "Hangul"}};
#define SCRIPTS (sizeof scripts / sizeof *scripts)

static int script_of(uint32_t c)
{
    if (c < scripts[0].first) return NO_SCRIPT;
    for (size_t i = 0; i < SCRIPTS; i++)
        if (c >= scripts[i].first && c <= scripts[i].last) return (int)i;
    return NO_SCRIPT;
}

static int script_named(sr_str name)
{
    if (sr_str_eq(name, SR_STR("Hiragana")) || sr_str_eq(name, SR_STR("Katakana"))) name = SR_STR("Kana");
    for (size_t i = 0; i < SCRIPTS; i++)
        if (sr_str_eq(name, sr_str_c(scripts[i].name))) return (int)i;
    return NO_SCRIPT;
}

static void add_word(sr_arena *arena, struct sr_clean *model, sr_str form, uint32_t language)
{
    sr_words words = {0};
    uint32_t set;
    sr_words_of(arena, form.data, (sr_span){0, (uint32_t)form.size}, &words);
    if (words.items_count != 1) return; /* "aujourd'hui" is one word; "parce que" would be two */
    if (!sr_phrases_match(model->language_words, &words, 0, &set)) {
        sr_language_set *added = SR_PUSH(arena, model, language_sets);
        if (!added) return;
        set = model->language_sets_count - 1;
        sr_phrases_add(model->language_words, form, set);
    }
    model->language_sets[set].bits[language / 64] |= 1ull << language % 64;
}

sr_status sr_language_open(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, "lexicon/languages.txt", 2, &table, err);
    model->language_words = sr_phrases_new(arena);
    if (!status && table.rows_count > SR_MAX_LANGUAGES)
        return SR_FAIL(err, SR_ERR_LIMIT, "knowledge", "%s: more than %u languages", table.path.data, SR_MAX_LANGUAGES);
    for (uint32_t i = 0; !status && i < table.rows_count; i++) {
        const sr_row *row = &table.rows[i];
        sr_language *l = SR_PUSH(arena, model, languages);
        if (!l) break;
        *l = (sr_language){row->fields[0], NO_SCRIPT};
        for (uint32_t f = 1; f < row->fields_count; f++) {
            sr_str word = row->fields[f];
            if (sr_str_starts(word, SR_STR("script:")))
                l->script = script_named((sr_str){word.data + 7, word.size - 7});
            else
                add_word(arena, model, word, i);
        }
    }
    return status;
}

/* A third of the letters in a language's own script name it; a tenth of kana makes Han Japanese. */
static sr_str by_script(const sr_clean *model, sr_str s)
{
    uint32_t count[SCRIPTS] = {0}, letters = 0, most = 0;
    sr_str best = {0};
    for (size_t at = 0; at < s.size;) {
        uint32_t c = sr_utf8_next(s, &at);
        int script = script_of(c);
        letters += sr_is_letter(c);
        if (script != NO_SCRIPT) count[script]++;
    }
    for (uint32_t i = 0; i < model->languages_count; i++) {
        const sr_language *l = &model->languages[i];
        bool kana = l->script != NO_SCRIPT && strcmp(scripts[l->script].name, "Kana") == 0;
        uint32_t n = l->script == NO_SCRIPT ? 0 : count[l->script];
        if (n * (kana ? 10 : 3) <= letters || (kana ? n * 10 : n) <= most) continue;
        most = kana ? n * 10 : n;
        best = l->code;
    }
    return best;
}

sr_str sr_language_of(const sr_clean *model, sr_arena *tmp, sr_str s)
{
    sr_words words = {0};
    uint32_t count[SR_MAX_LANGUAGES] = {0}, best = 0, set;
    if (s.size > SAMPLE_BYTES) s.size = SAMPLE_BYTES;
    sr_str own = by_script(model, s);
    if (own.size) return own;
    sr_words_of(tmp, s.data, (sr_span){0, (uint32_t)s.size}, &words);
    for (uint32_t w = 0; w < words.items_count; w++) {
        sr_words one = {&words.items[w], 1, 1};
        if (!sr_phrases_match(model->language_words, &one, 0, &set)) continue;
        for (uint32_t i = 0; i < model->languages_count; i++) count[i] += (uint32_t)(model->language_sets[set].bits[i / 64] >> i % 64 & 1);
    }
    for (uint32_t i = 1; i < model->languages_count; i++)
        if (count[i] > count[best]) best = i;
    bool enough = model->languages_count && count[best] >= LEAST_WORDS && (float)count[best] >= LEAST_SHARE * (float)words.items_count;
    return enough ? model->languages[best].code : (sr_str){0};
}
