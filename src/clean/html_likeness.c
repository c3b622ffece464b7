/* SPDX-License-Identifier: Apache-2.0 */
/* What is measured of a unit against what the page says of itself: its title, its description, the
 * article's text in JSON-LD; and whether the page prints the same words twice. Words are hashed. */
#include "clean/html.h"

#define MIN_LD_WORDS 60u /* shorter ones are teasers */

typedef struct words {
    SR_LAYER(uint64_t, items);
} words;

typedef struct word_set {
    uint64_t *slots; /* [room]; 0: free */
    uint32_t room, count;
} word_set;

static uint64_t next_byte(uint64_t hash, unsigned char c)
{
    if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
    return (hash ^ c) * 0x100000001B3u;
}

static bool in_word(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Typographic quotes and dashes (E2 80 xx) separate words, as ASCII ones do. */
static void hash_words(sr_arena *tmp, sr_str s, words *out)
{
    uint64_t hash = 0;
    out->items_count = 0;
    for (size_t at = 0; at <= s.size; at++) {
        unsigned char c = at < s.size ? (unsigned char)s.data[at] : ' ';
        if (c == 0xE2 && at + 2 < s.size && (unsigned char)s.data[at + 1] == 0x80) {
            c = ' ';
            at += 2;
        }
        if (in_word(c)) {
            hash = next_byte(hash ? hash : 0xCBF29CE484222325u, c);
            continue;
        }
        uint64_t *w = hash ? SR_PUSH(tmp, out, items) : NULL;
        if (w) *w = hash;
        hash = 0;
    }
}

static uint64_t *slot_of(const word_set *set, uint64_t hash)
{
    uint32_t at = (uint32_t)(hash ^ (hash >> 29)) & (set->room - 1);
    while (set->slots[at] && set->slots[at] != hash) at = (at + 1) & (set->room - 1);
    return &set->slots[at];
}

/* Every run of `n` words as one hash. */
static uint64_t gram(const words *w, uint32_t at, uint32_t n)
{
    uint64_t hash = w->items[at];
    for (uint32_t k = 1; k < n; k++) hash = (hash ^ w->items[at + k]) * 0x9E3779B97F4A7C15u + k;
    return hash ? hash : 1;
}

static word_set set_of(sr_arena *tmp, const words *w, uint32_t n)
{
    word_set set = {.room = 16};
    while (set.room < 2 * w->items_count + 2) set.room *= 2;
    set.slots = sr_arena_alloc(tmp, set.room * sizeof *set.slots);
    for (uint32_t at = 0; set.slots && at + n <= w->items_count; at++) {
        uint64_t hash = gram(w, at, n), *slot = slot_of(&set, hash);
        set.count += *slot == 0;
        *slot = hash;
    }
    return set;
}

static float share_in(const word_set *set, const words *w, uint32_t n)
{
    uint32_t hits = 0, all = w->items_count >= n ? w->items_count - n + 1 : 0;
    if (all == 0 || !set->slots) return 0;
    for (uint32_t at = 0; at < all; at++) hits += *slot_of(set, gram(w, at, n)) != 0;
    return (float)hits / (float)all;
}

static sr_str first_field(const sr_doc *doc, const char *const *keys)
{
    for (; *keys; keys++) {
        sr_str value = sr_doc_field(doc, *keys);
        if (value.size) return value;
    }
    return SR_STR("");
}

/* The longest articleBody; several nodes may carry one. */
static sr_str ld_body(const sr_doc *doc)
{
    sr_str best = SR_STR("");
    for (uint32_t i = 0; i < doc->fields_count; i++)
        if (sr_str_eq(doc->fields[i].key, SR_STR("ld:articleBody")) && doc->fields[i].value.size > best.size)
            best = doc->fields[i].value;
    return best;
}

typedef struct sets {
    word_set title, lead, ld;
    uint32_t title_words, ld_words;
} sets;

static void read_fields(sr_html_view *view, words *w, sets *out)
{
    static const char *const titles[] = {"og:title", "ld:headline", "twitter:title", "title", NULL};
    static const char *const leads[] = {"og:description", "description", "twitter:description",
                                        "ld:description", NULL};
    hash_words(view->tmp, first_field(view->doc, titles), w);
    out->title = set_of(view->tmp, w, 1);
    out->title_words = w->items_count;
    hash_words(view->tmp, first_field(view->doc, leads), w);
    out->lead = set_of(view->tmp, w, 2);
    hash_words(view->tmp, ld_body(view->doc), w);
    out->ld = set_of(view->tmp, w, 3);
    out->ld_words = w->items_count >= MIN_LD_WORDS ? w->items_count : 0;
}

/* Says how often a unit's words stand on the page; the hash of all of them tells. */
static bool measure_repeats(sr_html_view *view, const words *whole)
{
    word_set seen = {.room = 16};
    while (seen.room < 2 * whole->items_count + 2) seen.room *= 2;
    seen.slots = sr_arena_alloc(view->tmp, seen.room * sizeof *seen.slots);
    uint32_t *counts = sr_arena_alloc(view->tmp, seen.room * sizeof *counts);
    if (!seen.slots || !counts) return false;
    for (uint32_t i = 0; i < whole->items_count; i++) {
        uint64_t *slot = slot_of(&seen, whole->items[i]);
        *slot = whole->items[i];
        counts[slot - seen.slots]++;
    }
    for (uint32_t i = 0; i < whole->items_count; i++)
        view->measures[i].of[SR_F_repeats] =
            (float)(counts[slot_of(&seen, whole->items[i]) - seen.slots] - 1);
    return true;
}

bool sr_html_measure_fields(sr_html_view *view)
{
    words w = {0}, whole = {0};
    sets s = {0};
    read_fields(view, &w, &s);
    float since = -1, headings = 0;
    for (uint32_t i = 0; i < view->units->items_count && !sr_arena_failed(view->tmp); i++) {
        float *m = view->measures[i].of;
        hash_words(view->tmp, sr_doc_str(view->doc, view->units->items[i].span), &w);
        uint64_t *all = SR_PUSH(view->tmp, &whole, items);
        if (!all) return false;
        *all = w.items_count ? gram(&w, 0, w.items_count) : 1;
        m[SR_F_like_title] = share_in(&s.title, &w, 1);
        bool alike = w.items_count * 3 >= s.title.count * 2 && w.items_count <= s.title_words * 2;
        m[SR_F_is_title] = s.title.count > 1 && m[SR_F_like_title] >= 0.75f && alike;
        m[SR_F_like_lead] = share_in(&s.lead, &w, 2);
        m[SR_F_in_ld] = s.ld_words ? share_in(&s.ld, &w, 3) : 0;
        m[SR_F_has_ld] = (float)s.ld_words;
        if (m[SR_F_is_title] > 0 || m[SR_F_is_heading] == 1.0f) since = 0;
        m[SR_F_h1_before] = headings;
        headings += m[SR_F_is_heading] == 1.0f;
        m[SR_F_after_title] = since >= 0;
        m[SR_F_since_title] = since;
        if (since >= 0) since += 1;
    }
    return !sr_arena_failed(view->tmp) && measure_repeats(view, &whole);
}
