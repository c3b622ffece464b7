/* SPDX-License-Identifier: Apache-2.0 */
/* Folded words, and phrases over them in an open-addressing table keyed by the hash of the words
 * joined by spaces. The table also holds every proper prefix of a phrase, so that a match stops
 * at the first word that begins nothing. */
#include "base/phrase.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/utf8.h"

/* Is the mark at s[at] between two letters of one word: shi'ite, u.s.a, o’neill? */
static bool joins(uint32_t c, uint32_t before, sr_str s, size_t after)
{
    if (c != '\'' && c != 0x2019 && c != 0x2018 && c != '`' && c != '.') return false;
    if (after >= s.size || !sr_is_letter(before)) return false;
    return sr_is_letter(sr_utf8_next(s, &after));
}

static void add_word(sr_arena *arena, sr_words *out, sr_str folded, sr_span span)
{
    sr_word *w = folded.size ? SR_PUSH(arena, out, items) : NULL;
    if (w) *w = (sr_word){sr_arena_copy(arena, folded), span};
}

/* "u.s." and "3.5" keep their stops; "world.Agencies" does not join: a lower-case letter, a stop
 * and a capital are two words. */
static bool glued(uint32_t c, uint32_t before, sr_str s, size_t after)
{
    return c == '.' && sr_is_lower(before) && sr_is_upper(sr_utf8_next(s, &after));
}

static bool is_ascii_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The fast path: adds the ASCII letters and digits from s[at] on, in lower case; returns their end. */
static size_t add_ascii(sr_buf *folded, sr_str s, size_t at)
{
    char plain[64];
    size_t n = 0;
    while (n < sizeof plain && at + n < s.size && is_ascii_alnum(s.data[at + n])) {
        char c = s.data[at + n];
        plain[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
    }
    sr_buf_add(folded, plain, n);
    return at + n;
}

void sr_words_of(sr_arena *arena, const char *text, sr_span span, sr_words *out)
{
    sr_str s = sr_str_of(text, span);
    sr_buf folded = {0};
    uint32_t before = 0;
    size_t begin = 0;
    for (size_t at = 0; at <= s.size;) {
        if (at < s.size && is_ascii_alnum(s.data[at])) {
            if (folded.size == 0) begin = at;
            at = add_ascii(&folded, s, at);
            before = (unsigned char)s.data[at - 1];
            continue;
        }
        size_t next = at;
        uint32_t c = at < s.size ? sr_utf8_next(s, &next) : ' ';
        if (at == s.size) next++;
        bool digit_stop = (c == '.' || c == ',') && sr_is_digit(before) && next < s.size && s.data[next] >= '0' && s.data[next] <= '9';
        if (sr_is_alnum(c) || digit_stop || (joins(c, before, s, next) && !glued(c, before, s, next))) {
            if (folded.size == 0) begin = at;
            if (c != ',') sr_fold(&folded, (sr_str){s.data + at, next - at});
        } else if (folded.size) {
            add_word(arena, out, sr_buf_view(&folded), (sr_span){span.begin + (uint32_t)begin, span.begin + (uint32_t)at});
            folded.size = 0;
        }
        before = c;
        at = next;
    }
    sr_buf_done(&folded, arena);
}

/* -- phrases ------------------------------------------------------------------------------------- */
typedef struct entry {
    uint64_t hash; /* 0: free */
    uint32_t value;
    bool whole; /* a phrase, not only the beginning of one */
} entry;

struct sr_phrases {
    sr_arena *arena;
    entry *entries;
    size_t room, count;
};

static uint64_t chain(uint64_t hash, sr_str word)
{
    uint64_t h = XXH3_64bits_withSeed(word.data, word.size, hash);
    return h ? h : 1;
}

sr_phrases *sr_phrases_new(sr_arena *arena)
{
    sr_phrases *p = sr_arena_alloc(arena, sizeof *p);
    if (p) p->arena = arena;
    return p;
}

static entry *find(const sr_phrases *p, uint64_t hash)
{
    if (!p->room) return NULL;
    size_t i = hash & (p->room - 1);
    while (p->entries[i].hash && p->entries[i].hash != hash) i = (i + 1) & (p->room - 1);
    return &p->entries[i];
}

static bool make_room(sr_phrases *p)
{
    if (p->count * 2 < p->room) return true;
    sr_phrases grown = *p;
    grown.room = p->room ? p->room * 2 : 256;
    grown.entries = sr_arena_alloc(p->arena, grown.room * sizeof(entry));
    if (!grown.entries) return false;
    for (size_t i = 0; i < p->room; i++)
        if (p->entries[i].hash) *find(&grown, p->entries[i].hash) = p->entries[i];
    *p = grown;
    return true;
}

void sr_phrases_add(sr_phrases *p, sr_str phrase, uint32_t value)
{
    sr_words words = {0};
    if (!p) return;
    sr_words_of(p->arena, phrase.data, (sr_span){0, (uint32_t)phrase.size}, &words);
    uint64_t hash = 0;
    for (uint32_t i = 0; i < words.items_count; i++) {
        if (!make_room(p)) return;
        hash = chain(hash, words.items[i].folded);
        entry *e = find(p, hash);
        if (!e->hash) {
            e->hash = hash;
            p->count++;
        }
        if (i + 1 == words.items_count && !e->whole) {
            e->whole = true;
            e->value = value;
        }
    }
}

uint32_t sr_phrases_match(const sr_phrases *p, const sr_words *words, uint32_t at, uint32_t *value)
{
    uint32_t best = 0;
    uint64_t hash = 0;
    for (uint32_t i = at; i < words->items_count; i++) {
        hash = chain(hash, words->items[i].folded);
        const entry *e = find(p, hash);
        if (!e || !e->hash) break;
        if (e->whole) {
            best = i + 1 - at;
            *value = e->value;
        }
    }
    return best;
}
