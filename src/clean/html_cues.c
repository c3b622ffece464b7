/* SPDX-License-Identifier: Apache-2.0 */
/* Cues in the attributes of elements, from data/lexicon/html_cues.txt, found in one pass: at each
 * byte only the cues that begin with these two bytes are tried. */
#include "clean/html.h"

#define CUES_PATH "lexicon/html_cues.txt"
#define BUCKETS 1024u

typedef struct cue {
    sr_str text;
    uint32_t bit;
    bool whole;
    struct cue *next;
} cue;

struct sr_html_cues {
    cue *buckets[BUCKETS];
    sr_str names[SR_HTML_MAX_GROUPS];
    uint32_t names_count;
};

static uint32_t bucket_of(const char *s)
{
    return ((unsigned)(unsigned char)s[0] * 31u + (unsigned char)s[1]) % BUCKETS;
}

static void add_cue(sr_arena *arena, sr_html_cues *cues, sr_str text, uint32_t bit)
{
    bool whole = text.size > 0 && text.data[0] == '=';
    if (whole) text = (sr_str){text.data + 1, text.size - 1};
    cue *c = text.size >= 2 ? sr_arena_alloc(arena, sizeof *c) : NULL;
    if (!c) return;
    uint32_t bucket = bucket_of(text.data);
    *c = (cue){text, bit, whole, cues->buckets[bucket]};
    cues->buckets[bucket] = c;
}

sr_status sr_html_cues_open(sr_arena *arena, const char *data_dir, const sr_html_cues **out, sr_err *err)
{
    sr_table table = {0};
    sr_status status = sr_table_read(arena, data_dir, CUES_PATH, 2, &table, err);
    if (status != SR_OK) return status;
    sr_html_cues *cues = sr_arena_alloc(arena, sizeof *cues);
    if (!cues) return SR_FAIL(err, SR_ERR_MEMORY, "clean", "no memory");
    for (uint32_t i = 0; i < table.rows_count; i++) {
        const sr_row *row = &table.rows[i];
        if (cues->names_count == SR_HTML_MAX_GROUPS)
            return SR_FAIL(err, SR_ERR_FORMAT, "clean", "%s:%u: more than %d groups", CUES_PATH,
                           row->line, SR_HTML_MAX_GROUPS);
        uint32_t bit = 1u << cues->names_count;
        cues->names[cues->names_count++] = row->fields[0];
        for (uint32_t k = 1; k < row->fields_count; k++) add_cue(arena, cues, row->fields[k], bit);
    }
    *out = cues;
    return sr_arena_failed(arena) ? SR_FAIL(err, SR_ERR_MEMORY, "clean", "no memory") : SR_OK;
}

uint32_t sr_html_cues_groups(const sr_html_cues *cues) { return cues->names_count; }
sr_str sr_html_cues_name(const sr_html_cues *cues, uint32_t group) { return cues->names[group]; }

uint32_t sr_html_cues_bit(const sr_html_cues *cues, const char *name)
{
    for (uint32_t i = 0; i < cues->names_count; i++)
        if (sr_str_eq(cues->names[i], sr_str_c(name))) return 1u << i;
    return 0;
}

static bool joins_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool cue_at(const cue *c, sr_str s, size_t at)
{
    size_t end = at + c->text.size;
    if (end > s.size || memcmp(s.data + at, c->text.data, c->text.size) != 0) return false;
    if (!c->whole) return true;
    return (at == 0 || !joins_word(s.data[at - 1])) && (end == s.size || !joins_word(s.data[end]));
}

uint32_t sr_html_cues_match(const sr_html_cues *cues, sr_str attrs)
{
    uint32_t found = 0;
    for (size_t at = 0; at + 1 < attrs.size; at++)
        for (const cue *c = cues->buckets[bucket_of(attrs.data + at)]; c; c = c->next)
            if (!(found & c->bit) && cue_at(c, attrs, at)) found |= c->bit;
    return found;
}
