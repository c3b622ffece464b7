/* SPDX-License-Identifier: Apache-2.0 */
/* The knowledge of lineage: spelling.txt, housestyle.txt, stock.txt, agencies.txt,
 * outlets.txt and lineage.txt as sets of phrases. A bitmap by the hash of a phrase's first word keeps the sets out of the way
 * of the many words that begin none. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "lineage/internal.h"

uint64_t sr_lin_hash(sr_str folded) { return XXH3_64bits(folded.data, folded.size); }

/* Adds a phrase to a set and its first word to the bitmap. */
static void add(sr_lineage *m, sr_arena *arena, sr_lin_set set, sr_str phrase, uint32_t value)
{
    sr_words words = {0};
    sr_words_of(arena, phrase.data, (sr_span){0, (uint32_t)phrase.size}, &words);
    if (!words.items_count) return;
    m->begins[sr_lin_hash(words.items[0].folded) & 0xFFFF] |= (uint16_t)(1u << set);
    sr_phrases_add(m->sets[set], phrase, value);
}

/* texts.c looks forms up without "'s". */
static sr_str without_s(sr_arena *arena, sr_str s)
{
    sr_str out = sr_arena_copy(arena, s);
    char *p = (char *)out.data;
    size_t n = 0;
    for (size_t i = 0; i < s.size && !sr_arena_failed(arena); i++) {
        bool possessive = s.data[i] == '\'' && i + 1 < s.size && s.data[i + 1] == 's' && (i + 2 == s.size || s.data[i + 2] == ' ');
        if (possessive) i++;
        else p[n++] = s.data[i];
    }
    return (sr_str){out.data, n};
}

/* canonical|variant|variant: all forms of a row share the hash of the canonical one. */
static sr_status load_styles(sr_lineage *m, sr_arena *arena, const char *data_dir, const char *path, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, path, 2, &table, err);
    if (status) return status;
    bool spelling = strstr(path, "spelling") != NULL;
    uint32_t base = m->forms_count ? m->forms[m->forms_count - 1].group + 1 : 0;
    for (uint32_t r = 0; r < table.rows_count; r++)
        for (uint32_t f = 0; f < table.rows[r].fields_count; f++) {
            if (!table.rows[r].fields[f].size) continue;
            sr_lin_form *form = SR_PUSH(arena, m, forms);
            if (!form) break;
            *form = (sr_lin_form){0, base + r, (uint16_t)f, spelling};
            form->hash = (uint32_t)(XXH3_64bits_withSeed(&form->group, sizeof form->group, 77));
            add(m, arena, SR_LIN_STYLE, without_s(arena, table.rows[r].fields[f]), m->forms_count - 1);
        }
    return SR_OK;
}

static sr_status load_stock(sr_lineage *m, sr_arena *arena, const char *data_dir, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, "lexicon/en/stock.txt", 1, &table, err);
    for (uint32_t r = 0; !status && r < table.rows_count; r++)
        for (uint32_t f = 0; f < table.rows[r].fields_count; f++) add(m, arena, SR_LIN_STOCK, table.rows[r].fields[f], r);
    return status;
}

static bool all_capitals(sr_str s)
{
    size_t letters = 0;
    for (size_t i = 0; i < s.size; i++) {
        if (s.data[i] >= 'a' && s.data[i] <= 'z') return false;
        if ((unsigned char)s.data[i] >= 0x80 || s.data[i] == ' ') return false;
        letters += s.data[i] >= 'A' && s.data[i] <= 'Z';
    }
    return letters >= 2 && letters <= 6;
}

static void add_name_form(sr_lineage *m, sr_arena *arena, sr_str form, uint32_t name, bool capitals)
{
    if (!form.size || all_capitals(form) != capitals) return;
    sr_lin_name_form *f = SR_PUSH(arena, m, name_forms);
    if (!f) return;
    *f = (sr_lin_name_form){name, capitals};
    add(m, arena, SR_LIN_NAMES, form, m->name_forms_count - 1);
}

/* A name that is already a form of another (an outlet that is also an agency) is that other. */
static uint32_t name_of_row(sr_lineage *m, sr_arena *arena, sr_str canonical, bool agency)
{
    uint32_t known = sr_lin_name_of(m, arena, canonical);
    if (known != SR_NONE) return known;
    sr_lin_name *n = SR_PUSH(arena, m, names);
    if (n) *n = (sr_lin_name){.canonical = canonical, .agency = agency};
    return m->names_count - 1;
}

/* Names of agencies.txt or outlets.txt: canonical|country|variant... Forms in mixed case go first, so
 * that "Ansa" is not bound to capitals by "ANSA". */
static sr_status load_names(sr_lineage *m, sr_arena *arena, const char *data_dir, const char *path, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, path, 2, &table, err);
    if (status) return status;
    bool agency = strstr(path, "agencies") != NULL;
    uint32_t *names = sr_arena_alloc(arena, (table.rows_count + 1) * sizeof *names);
    for (uint32_t r = 0; names && r < table.rows_count; r++) names[r] = name_of_row(m, arena, table.rows[r].fields[0], agency);
    for (int capitals = 0; names && capitals < 2; capitals++)
        for (uint32_t r = 0; r < table.rows_count; r++)
            for (uint32_t f = 0; f < table.rows[r].fields_count; f++)
                if (f != 1) add_name_form(m, arena, table.rows[r].fields[f], names[r], capitals != 0);
    return SR_OK;
}

static const struct {
    const char *kind;
    sr_lin_set set;
} cue_kinds[] = {
    {"before", SR_LIN_BEFORE},   {"after", SR_LIN_AFTER},       {"filler", SR_LIN_FILLER},   {"continue", SR_LIN_CONTINUE},
    {"partial", SR_LIN_PARTIAL}, {"nameless", SR_LIN_NAMELESS}, {"pronoun", SR_LIN_PRONOUN},
};

/* Values: 1 for an interview ("told") before a name, 1 for a weak cue ("said") behind one. */
static void add_cues(sr_lineage *m, sr_arena *arena, const sr_row *row)
{
    bool weak = sr_str_eq(row->fields[0], SR_STR("after-weak")), told = sr_str_eq(row->fields[0], SR_STR("told"));
    for (uint32_t f = 1; f < row->fields_count; f++) {
        for (size_t k = 0; k < sizeof cue_kinds / sizeof *cue_kinds; k++)
            if (sr_str_eq(row->fields[0], sr_str_c(cue_kinds[k].kind))) add(m, arena, cue_kinds[k].set, row->fields[f], 0);
        if (weak) add(m, arena, SR_LIN_AFTER, row->fields[f], 1);
        if (told) add(m, arena, SR_LIN_BEFORE, row->fields[f], 1);
        uint32_t *article = sr_str_eq(row->fields[0], SR_STR("definite"))     ? SR_PUSH(arena, m, definite)
                            : sr_str_eq(row->fields[0], SR_STR("indefinite")) ? SR_PUSH(arena, m, indefinite)
                                                                              : NULL;
        if (article) *article = (uint32_t)sr_lin_hash(row->fields[f]);
    }
}

static sr_status load_cues(sr_lineage *m, sr_arena *arena, const char *data_dir, sr_err *err)
{
    sr_table table;
    sr_status status = sr_table_read(arena, data_dir, "lexicon/en/lineage.txt", 2, &table, err);
    if (status) return status;
    for (uint32_t r = 0; r < table.rows_count; r++) add_cues(m, arena, &table.rows[r]);
    for (uint32_t r = 0; r < table.rows_count; r++)
        for (uint32_t f = 1; f < table.rows[r].fields_count; f++)
            if (sr_str_eq(table.rows[r].fields[0], SR_STR("ambiguous"))) {
                uint32_t name = sr_lin_name_of(m, arena, table.rows[r].fields[f]);
                if (name != SR_NONE) m->names[name].ambiguous = true;
            }
    return SR_OK;
}

sr_status sr_lineage_open(sr_arena *arena, const char *data_dir, const sr_lineage **out, sr_err *err)
{
    sr_lineage *m = sr_arena_alloc(arena, sizeof *m);
    if (m) m->begins = sr_arena_alloc(arena, 65536 * sizeof *m->begins);
    for (int s = 0; m && s < SR_LIN_SET_COUNT; s++) m->sets[s] = sr_phrases_new(arena);
    if (sr_arena_failed(arena)) return SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
    sr_status status = load_styles(m, arena, data_dir, "lexicon/en/spelling.txt", err);
    if (!status) status = load_styles(m, arena, data_dir, "lexicon/en/housestyle.txt", err);
    if (!status) status = load_stock(m, arena, data_dir, err);
    if (!status) status = load_names(m, arena, data_dir, "lexicon/en/agencies.txt", err);
    if (!status) status = load_names(m, arena, data_dir, "lexicon/en/outlets.txt", err);
    if (!status) status = load_cues(m, arena, data_dir, err);
    if (!status && sr_arena_failed(arena)) status = SR_FAIL(err, SR_ERR_MEMORY, "lineage", "out of memory");
    *out = status ? NULL : m;
    return status;
}

/* Is s one phrase of the set, from its first word to its last? */
static bool whole_phrase(const sr_lineage *m, sr_lin_set set, sr_arena *tmp, sr_str s, uint32_t *value)
{
    sr_words words = {0};
    sr_words_of(tmp, s.data, (sr_span){0, (uint32_t)s.size}, &words);
    uint32_t n = words.items_count ? sr_phrases_match(m->sets[set], &words, 0, value) : 0;
    return n && n == words.items_count;
}

uint32_t sr_lin_name_of(const sr_lineage *model, sr_arena *tmp, sr_str s)
{
    uint32_t form;
    return whole_phrase(model, SR_LIN_NAMES, tmp, s, &form) ? model->name_forms[form].name : SR_NONE;
}

bool sr_lin_is(const sr_lineage *model, sr_lin_set set, sr_arena *tmp, sr_str s)
{
    uint32_t value;
    return whole_phrase(model, set, tmp, s, &value);
}
