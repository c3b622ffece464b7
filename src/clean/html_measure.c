/* SPDX-License-Identifier: Apache-2.0 */
/* What is measured of a unit in itself: its words and signs, its inline elements, and the elements
 * around it. Reads text and elements. */
#include <gumbo.h>

#include "clean/html.h"

#define CJK_CHARS_PER_WORD 2u

/* -- words and signs ---------------------------------------------------------------------------- */

typedef struct tally {
    uint32_t words, chars, capitals, upper, digits, short_words, long_word, cjk;
    uint32_t sentences, commas, quotes, symbols, lines;
} tally;

static bool is_cjk(uint32_t c)
{
    return (c >= 0x3040 && c < 0x3100) || (c >= 0x3400 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00);
}

static bool is_sentence_end(uint32_t c) { return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0x2026; }

static bool is_symbol(uint32_t c)
{
    return c == '|' || c == 0xA9 || c == 0xBB || c == 0x203A || c == '/' || c == 0x2022 || c == 0xB7 ||
           c == '@' || c == '>' || c == '#' || c == '+';
}

static void count_sign(tally *t, uint32_t c, bool at_end)
{
    t->sentences += is_sentence_end(c) && at_end;
    t->commas += c == ',' || c == 0x3001 || c == 0xFF0C;
    t->quotes += sr_is_quote(c) && c != '\'' && c != 0x2019;
    t->symbols += is_symbol(c);
    t->lines += c == '\n';
}

static void end_word(tally *t, uint32_t length, bool capital)
{
    if (length == 0) return;
    t->words++;
    t->capitals += capital;
    t->short_words += length <= 3 && !capital;
    if (length > t->long_word) t->long_word = length;
}

static tally count_text(sr_str s)
{
    tally t = {0};
    uint32_t length = 0;
    bool capital = false;
    for (size_t at = 0; at < s.size;) {
        uint32_t c = (unsigned char)s.data[at] < 0x80 ? (unsigned char)s.data[at++] : sr_utf8_next(s, &at);
        bool upper = sr_is_upper(c), cjk = c > 0x3000 && is_cjk(c);
        t.chars++;
        t.upper += upper;
        t.digits += c >= '0' && c <= '9';
        t.cjk += cjk;
        if (sr_is_alnum(c) && !cjk) {
            if (length++ == 0) capital = upper;
            continue;
        }
        end_word(&t, length, capital);
        length = 0;
        count_sign(&t, c, at >= s.size || s.data[at] == ' ' || s.data[at] == '\n' || c > 0x3000);
    }
    end_word(&t, length, capital);
    t.words += t.cjk / CJK_CHARS_PER_WORD;
    return t;
}

static float share(uint32_t part, uint32_t whole) { return whole ? (float)part / (float)whole : 0.0f; }

/* 3: a full stop or its like; 2: a quotation mark or bracket; 1: a letter or digit; 0: else. */
static float class_of_end(sr_str s)
{
    size_t at = s.size;
    uint32_t c = sr_utf8_prev(s, &at);
    if (is_sentence_end(c)) return 3;
    if (sr_is_quote(c) || c == ')') return 2;
    return sr_is_alnum(c) ? 1.0f : 0.0f;
}

void sr_html_measure_text(sr_html_view *view)
{
    for (uint32_t i = 0; i < view->units->items_count; i++) {
        sr_str s = sr_doc_str(view->doc, view->units->items[i].span);
        tally t = count_text(s);
        float *m = view->measures[i].of;
        m[SR_F_words] = (float)t.words;
        m[SR_F_chars] = (float)t.chars;
        m[SR_F_sentences] = (float)t.sentences;
        m[SR_F_commas] = (float)t.commas;
        m[SR_F_ends] = class_of_end(s);
        m[SR_F_ends_colon] = s.data[s.size - 1] == ':';
        m[SR_F_capitals] = share(t.capitals, t.words);
        m[SR_F_upper] = share(t.upper, t.chars);
        m[SR_F_digits] = share(t.digits, t.chars);
        m[SR_F_short_words] = share(t.short_words, t.words);
        m[SR_F_long_word] = (float)t.long_word;
        m[SR_F_quotes] = (float)t.quotes;
        m[SR_F_symbols] = (float)t.symbols;
        m[SR_F_lines] = (float)t.lines;
    }
}

/* -- inline elements ------------------------------------------------------------------------------ */

/* The first unit that ends behind `at`. */
static uint32_t unit_at(const sr_units *units, uint32_t at)
{
    uint32_t low = 0, high = units->items_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (units->items[middle].span.end > at) high = middle;
        else low = middle + 1;
    }
    return low;
}

/* Adds the share of each unit that e covers to measure `m`; counts in `count` where that is not 0. */
static void cover(sr_html_view *view, const sr_element *e, int m, int count)
{
    const sr_units *units = view->units;
    for (uint32_t i = unit_at(units, e->text.begin); i < units->items_count; i++) {
        sr_span s = units->items[i].span;
        if (s.begin >= e->text.end) return;
        uint32_t begin = s.begin > e->text.begin ? s.begin : e->text.begin;
        uint32_t end = s.end < e->text.end ? s.end : e->text.end;
        view->measures[i].of[m] += share(end - begin, sr_span_size(s));
        if (count) view->measures[i].of[count] += 1;
    }
}

static void measure_inline(sr_html_view *view)
{
    for (uint32_t k = 0; k < view->doc->elements_count; k++) {
        const sr_element *e = &view->doc->elements[k];
        if (e->text.begin == e->text.end) continue;
        switch ((int)e->tag) {
        case GUMBO_TAG_A: cover(view, e, SR_F_links, SR_F_link_count); break;
        case GUMBO_TAG_B:
        case GUMBO_TAG_STRONG: cover(view, e, SR_F_bold, 0); break;
        case GUMBO_TAG_I:
        case GUMBO_TAG_EM: cover(view, e, SR_F_italic, 0); break;
        default: break;
        }
    }
}

/* -- elements around -------------------------------------------------------------------------------- */

static void measure_own_tag(float *m, const sr_element *e)
{
    switch ((int)e->tag) {
    case GUMBO_TAG_P: m[SR_F_is_p] = 1; break;
    case GUMBO_TAG_DIV: case GUMBO_TAG_SECTION: case GUMBO_TAG_ARTICLE: m[SR_F_is_div] = 1; break;
    case GUMBO_TAG_LI: case GUMBO_TAG_DD: case GUMBO_TAG_DT: m[SR_F_is_li] = 1; break;
    case GUMBO_TAG_TD: case GUMBO_TAG_TH: m[SR_F_is_td] = 1; break;
    case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_FIGURE: m[SR_F_is_figure] = 1; break;
    case GUMBO_TAG_BLOCKQUOTE: m[SR_F_is_quote] = 1; break;
    default: break;
    }
    if (sr_html_is_heading(e)) m[SR_F_is_heading] = (float)(e->tag - GUMBO_TAG_H1 + 1);
}

static int measure_of_ancestor(uint16_t tag)
{
    switch ((int)tag) {
    case GUMBO_TAG_ARTICLE: return SR_F_in_article;
    case GUMBO_TAG_MAIN: return SR_F_in_main;
    case GUMBO_TAG_ASIDE: return SR_F_in_aside;
    case GUMBO_TAG_NAV: return SR_F_in_nav;
    case GUMBO_TAG_FOOTER: return SR_F_in_footer;
    case GUMBO_TAG_HEADER: return SR_F_in_header;
    case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_DL: return SR_F_in_list;
    case GUMBO_TAG_FORM: return SR_F_in_form;
    case GUMBO_TAG_TABLE: return SR_F_in_table;
    case GUMBO_TAG_FIGURE: case GUMBO_TAG_FIGCAPTION: return SR_F_in_figure;
    case GUMBO_TAG_BUTTON: return SR_F_in_button;
    case GUMBO_TAG_A: return SR_F_in_link;
    default: return -1;
    }
}

static void note_cues(float *m, uint32_t bits, float nearness)
{
    for (uint32_t g = 0; bits; g++, bits >>= 1)
        if ((bits & 1u) && m[SR_F_COUNT + g] < nearness) m[SR_F_COUNT + g] = nearness;
}

static bool contains(sr_str s, const char *what)
{
    size_t n = strlen(what);
    for (size_t at = 0; at + n <= s.size; at++)
        if (memcmp(s.data + at, what, n) == 0) return true;
    return false;
}

static void measure_around(sr_html_view *view, uint32_t i)
{
    enum { NEAR_LEVELS = 2 };
    const sr_element *elements = view->doc->elements;
    float *m = view->measures[i].of;
    uint32_t e = view->units->items[i].element, level = 0;
    if (e == SR_NONE) return;
    measure_own_tag(m, &elements[e]);
    m[SR_F_depth] = elements[e].depth;
    m[SR_F_classless] = elements[e].attrs.size == 0;
    for (; e != SR_NONE && elements[e].depth > 1; e = elements[e].parent, level++) {
        int measure = measure_of_ancestor(elements[e].tag);
        if (measure >= 0) m[measure] += 1;
        note_cues(m, view->own_cues[e], level == 0 ? 3.0f : level <= NEAR_LEVELS ? 2.0f : 1.0f);
        if (contains(elements[e].attrs, "itemprop=articlebody")) m[SR_F_articlebody] = 1;
        else if (level <= 1 && contains(elements[e].attrs, "itemprop=")) m[SR_F_itemprop] = 1;
    }
}

/* Inline elements that hold a whole unit speak for it: <p><span class="caption">...</span></p>. */
static void measure_wrappers(sr_html_view *view)
{
    const sr_doc *doc = view->doc;
    for (uint32_t k = 0; k < doc->elements_count; k++) {
        const sr_element *e = &doc->elements[k];
        if (e->text.begin == e->text.end || sr_html_is_block(e)) continue;
        uint32_t i = unit_at(view->units, e->text.begin);
        if (i >= view->units->items_count) continue;
        sr_span s = view->units->items[i].span;
        if (e->text.begin > s.begin || e->text.end < s.end) continue;
        note_cues(view->measures[i].of, view->own_cues[k], 3.0f);
        view->measures[i].of[SR_F_is_inline_only] += 1;
    }
}

void sr_html_measure_elements(sr_html_view *view)
{
    const sr_doc *doc = view->doc;
    for (uint32_t k = 0; k < doc->elements_count; k++) {
        const sr_element *e = &doc->elements[k];
        if (e->text.begin < e->text.end && e->depth > 1)
            view->own_cues[k] = sr_html_cues_match(view->model->cues, e->attrs);
    }
    measure_inline(view);
    for (uint32_t i = 0; i < view->units->items_count; i++) measure_around(view, i);
    measure_wrappers(view);
}

bool sr_html_measure(sr_html_view *view)
{
    sr_html_measure_text(view);
    sr_html_measure_elements(view);
    if (!sr_html_measure_fields(view) || !sr_html_measure_boxes(view)) return false;
    sr_html_measure_around(view);
    return !sr_arena_failed(view->tmp);
}
