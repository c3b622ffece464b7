/* SPDX-License-Identifier: Apache-2.0 */
/* Which language a text is in: by script where that tells, else by the language whose commonest
 * words (data/lexicon/languages.txt) make up most of it. "" where nothing tells. */
#include "clean/language.h"

#define SAMPLE_BYTES 20000u
#define LEAST_SHARE 0.08f
#define LEAST_WORDS 3u

sr_status sr_language_open(sr_arena *arena, const char *data_dir, struct sr_clean *model, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, "lexicon/languages.txt", 2, &table, err);
    for (uint32_t i = 0; !status && i < table.rows_count; i++) {
        const sr_row *row = &table.rows[i];
        sr_language *l = SR_PUSH(arena, model, languages);
        if (!l) break;
        *l = (sr_language){.code = row->fields[0], .words = sr_phrases_new(arena)};
        for (uint32_t f = 1; f < row->fields_count; f++) {
            sr_str word = row->fields[f];
            if (sr_str_starts(word, SR_STR("script:")))
                l->script = (sr_str){word.data + 7, word.size - 7};
            else
                sr_phrases_add(l->words, word, 1);
        }
    }
    return status;
}

static const char *script_of(uint32_t c)
{
    static const struct {
        uint32_t first, last;
        const char *name;
    } ranges[] = {{0x0530, 0x058F, "Armenian"}, {0x0590, 0x05FF, "Hebrew"},    {0x0900, 0x097F, "Devanagari"}, {0x0980, 0x09FF, "Bengali"},
                  {0x0A00, 0x0A7F, "Gurmukhi"}, {0x0A80, 0x0AFF, "Gujarati"},  {0x0B80, 0x0BFF, "Tamil"},      {0x0C00, 0x0C7F, "Telugu"},
                  {0x0D00, 0x0D7F, "Malayalam"}, {0x0D80, 0x0DFF, "Sinhala"},  {0x0E00, 0x0E7F, "Thai"},       {0x0E80, 0x0EFF, "Lao"},
                  {0x1000, 0x109F, "Myanmar"},  {0x10A0, 0x10FF, "Georgian"},  {0x1200, 0x137F, "Ethiopic"},   {0x1780, 0x17FF, "Khmer"},
                  {0x3040, 0x30FF, "Kana"},     {0x3400, 0x9FFF, "Han"},       {0xAC00, 0xD7AF, "Hangul"},     {0x0370, 0x03FF, "Greek"}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].first && c <= ranges[i].last) return ranges[i].name;
    return NULL;
}


static bool script_matches(const char *found, sr_str wanted)
{
    if (!found) return false;
    if (sr_str_eq(wanted, sr_str_c(found))) return true;
    bool kana = strcmp(found, "Kana") == 0;
    return kana && (sr_str_eq(wanted, SR_STR("Hiragana")) || sr_str_eq(wanted, SR_STR("Katakana")));
}

static sr_str by_script(const sr_clean *model, sr_str s)
{
    sr_str best = {0};
    uint32_t most = 0, letters = 0;
    for (size_t at = 0; at < s.size;) letters += sr_is_letter(sr_utf8_next(s, &at));
    for (uint32_t i = 0; i < model->languages_count; i++) {
        const sr_language *l = &model->languages[i];
        uint32_t n = 0;
        for (size_t at = 0; l->script.size && at < s.size;) n += script_matches(script_of(sr_utf8_next(s, &at)), l->script);
        bool kana = sr_str_eq(l->code, SR_STR("ja")); /* a tenth of kana makes Han Japanese */
        if (n * (kana ? 10 : 3) > letters && (kana ? n * 10 : n) > most) {
            most = kana ? n * 10 : n;
            best = l->code;
        }
    }
    return best;
}

sr_str sr_language_of(const sr_clean *model, sr_arena *tmp, sr_str s)
{
    sr_words words = {0};
    if (s.size > SAMPLE_BYTES) s.size = SAMPLE_BYTES;
    sr_str best = by_script(model, s);
    if (best.size) return best;
    sr_words_of(tmp, s.data, (sr_span){0, (uint32_t)s.size}, &words);
    uint32_t most = 0;
    for (uint32_t i = 0; i < model->languages_count; i++) {
        uint32_t n = 0, value;
        for (uint32_t w = 0; w < words.items_count; w++) {
            sr_words one = {&words.items[w], 1, 1};
            n += sr_phrases_match(model->languages[i].words, &one, 0, &value) > 0;
        }
        if (n > most) {
            most = n;
            best = model->languages[i].code;
        }
    }
    return most >= LEAST_WORDS && (float)most >= LEAST_SHARE * (float)words.items_count ? best : (sr_str){0};
}
