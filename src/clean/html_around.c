/* SPDX-License-Identifier: Apache-2.0 */
/* What is measured of a unit against the page: the box that holds it (as readability scores
 * containers by their paragraphs), its neighbours and its place. */
#include <gumbo.h>

#include "clean/html.h"

#define PROSE_WORDS 8.0f  /* a unit of so many words with few links is prose */
#define PROSE_LINKS 0.4f

/* -- boxes ------------------------------------------------------------------------------------------ */

typedef struct box {
    double prose;    /* words of prose in units directly in it */
    double subtree;  /* ... and in all boxes below */
    double words, linked;
    uint32_t units, direct; /* direct: units whose element it is */
} box;

typedef struct boxes {
    box *of;         /* [elements] */
    uint32_t *unit;  /* [units]: the element that is its box, or SR_NONE */
    uint32_t best;
    double total;
} boxes;

static bool is_list_part(const sr_element *e)
{
    switch ((int)e->tag) {
    case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_DL: case GUMBO_TAG_LI: case GUMBO_TAG_TR:
    case GUMBO_TAG_TBODY: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_P: return true;
    default: return !sr_html_is_block(e);
    }
}

/* The element itself where it holds several units, else the one around it; lists and quotations
 * belong to what they stand in. */
static uint32_t box_of(const sr_html_view *view, const boxes *b, uint32_t element)
{
    const sr_element *elements = view->doc->elements;
    if (element == SR_NONE || b->of[element].direct > 1) return element;
    uint32_t e = elements[element].parent;
    while (e != SR_NONE && is_list_part(&elements[e]) && elements[e].parent != SR_NONE) e = elements[e].parent;
    return e == SR_NONE ? element : e;
}

static void fill_boxes(const sr_html_view *view, boxes *b)
{
    const sr_units *units = view->units;
    for (uint32_t i = 0; i < units->items_count; i++)
        if (units->items[i].element != SR_NONE) b->of[units->items[i].element].direct++;
    for (uint32_t i = 0; i < units->items_count; i++) {
        const float *m = view->measures[i].of;
        uint32_t e = b->unit[i] = box_of(view, b, units->items[i].element);
        if (e == SR_NONE) continue;
        bool prose = m[SR_F_words] >= PROSE_WORDS && m[SR_F_links] < PROSE_LINKS;
        double words = (double)m[SR_F_words];
        if (prose) b->of[e].prose += words;
        if (prose) b->total += words;
        b->of[e].words += words;
        b->of[e].linked += words * (double)m[SR_F_links];
        b->of[e].units++;
        if (b->best == SR_NONE || b->of[e].prose > b->of[b->best].prose) b->best = e;
    }
}

/* Elements come before their children: from behind, sums flow to the parents. */
static void sum_boxes(const sr_html_view *view, boxes *b)
{
    for (uint32_t e = view->doc->elements_count; e-- > 0;) {
        b->of[e].subtree += b->of[e].prose;
        uint32_t parent = view->doc->elements[e].parent;
        if (parent != SR_NONE) b->of[parent].subtree += b->of[e].subtree;
    }
}

static bool holds(const sr_doc *doc, uint32_t outer, uint32_t inner)
{
    return outer <= inner && inner <= doc->elements[outer].last;
}

static float ratio(double part, double whole) { return whole > 0 ? (float)(part / whole) : 0.0f; }

static void measure_box(sr_html_view *view, const boxes *b, uint32_t i)
{
    const sr_doc *doc = view->doc;
    float *m = view->measures[i].of;
    uint32_t e = b->unit[i];
    if (e == SR_NONE || b->best == SR_NONE) return;
    const box *own = &b->of[e];
    uint32_t up = doc->elements[e].parent, steps = 0;
    const box *around = up == SR_NONE ? own : &b->of[up];
    m[SR_F_box_share] = ratio(own->prose, b->total);
    m[SR_F_box_up] = ratio(around->subtree, b->total);
    m[SR_F_box_best] = e == b->best ? 2.0f : holds(doc, b->best, e) ? 1.0f : 0.0f;
    for (uint32_t k = e; !holds(doc, k, b->best) && doc->elements[k].parent != SR_NONE; k = doc->elements[k].parent)
        steps++;
    m[SR_F_box_distance] = (float)steps;
    m[SR_F_box_units] = (float)own->units;
    m[SR_F_box_words] = (float)own->words;
    m[SR_F_box_links] = ratio(own->linked, own->words);
    m[SR_F_box2_share] = ratio(around->prose, b->total);
    m[SR_F_box2_links] = ratio(around->linked, around->words);
    m[SR_F_box2_units] = (float)around->units;
}

/* The share of the page's prose in what is around the box, some levels up, and in the innermost
 * <article> and the innermost element whose attributes say that it is the body. */
static void measure_regions(sr_html_view *view, const boxes *b, uint32_t i)
{
    const sr_element *elements = view->doc->elements;
    float *m = view->measures[i].of;
    uint32_t body = sr_html_cues_bit(view->model->cues, "body"), level = 0;
    for (uint32_t e = b->unit[i]; e != SR_NONE && elements[e].depth > 0; e = elements[e].parent, level++) {
        float part = ratio(b->of[e].subtree, b->total);
        if (level == 3) m[SR_F_up3_share] = part;
        if (level == 5) m[SR_F_up5_share] = part;
        if (elements[e].tag == GUMBO_TAG_ARTICLE && m[SR_F_article_share] <= 0) m[SR_F_article_share] = part;
        if ((view->own_cues[e] & body) && m[SR_F_body_share] <= 0) m[SR_F_body_share] = part;
    }
    if (level <= 3) m[SR_F_up3_share] = 1;
    if (level <= 5) m[SR_F_up5_share] = 1;
}

/* How much of the page's prose stands in elements that look the same (tag, class, parent). */
typedef struct look {
    uint64_t hash;
    double words;
} look;

static uint64_t mix(uint64_t hash, sr_str s)
{
    for (size_t i = 0; i < s.size; i++) hash = (hash ^ (unsigned char)s.data[i]) * 0x100000001B3u;
    return (hash ^ 0xFF) * 0x100000001B3u;
}

static uint64_t look_of(const sr_doc *doc, uint32_t e)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (int level = 0; level < 2 && e != SR_NONE; level++, e = doc->elements[e].parent)
        hash = mix(mix(hash, doc->elements[e].name), doc->elements[e].attrs);
    return hash ? hash : 1;
}

static look *find_look(look *table, uint32_t room, uint64_t hash)
{
    uint32_t at = (uint32_t)(hash ^ (hash >> 32)) & (room - 1);
    while (table[at].hash && table[at].hash != hash) at = (at + 1) & (room - 1);
    table[at].hash = hash;
    return &table[at];
}

static bool measure_looks(sr_html_view *view, const boxes *b)
{
    uint32_t room = 64;
    while (room < 2 * view->units->items_count) room *= 2;
    look *table = sr_arena_alloc(view->tmp, room * sizeof *table);
    if (!table) return false;
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < view->units->items_count; i++) {
            float *m = view->measures[i].of;
            look *l = find_look(table, room, look_of(view->doc, view->units->items[i].element));
            bool prose = m[SR_F_words] >= PROSE_WORDS && m[SR_F_links] < PROSE_LINKS;
            if (round == 0 && prose) l->words += (double)m[SR_F_words];
            if (round == 1) m[SR_F_same_class] = ratio(l->words, b->total);
        }
    return true;
}

bool sr_html_measure_boxes(sr_html_view *view)
{
    boxes b = {.best = SR_NONE};
    b.of = sr_arena_alloc(view->tmp, (view->doc->elements_count + 1) * sizeof *b.of);
    b.unit = sr_arena_alloc(view->tmp, (view->units->items_count + 1) * sizeof *b.unit);
    if (!b.of || !b.unit) return false;
    fill_boxes(view, &b);
    sum_boxes(view, &b);
    double words = 0;
    for (uint32_t i = 0; i < view->units->items_count; i++) {
        measure_box(view, &b, i);
        measure_regions(view, &b, i);
        words += (double)view->measures[i].of[SR_F_words];
    }
    for (uint32_t i = 0; i < view->units->items_count; i++) view->measures[i].of[SR_F_page_words] = (float)words;
    return measure_looks(view, &b);
}

/* -- neighbours and place ------------------------------------------------------------------------------ */

static bool same_parent(const sr_html_view *view, uint32_t i, uint32_t k)
{
    uint32_t a = view->units->items[i].element, b = view->units->items[k].element;
    if (a == b) return true;
    return a != SR_NONE && b != SR_NONE && view->doc->elements[a].parent == view->doc->elements[b].parent;
}

static void measure_window(sr_html_view *view, uint32_t i)
{
    enum { REACH = 4 };
    float *m = view->measures[i].of, words = 0, linked = 0;
    uint32_t begin = i > REACH ? i - REACH : 0, end = i + REACH + 1;
    if (end > view->units->items_count) end = view->units->items_count;
    for (uint32_t k = begin; k < end; k++) {
        const float *other = view->measures[k].of;
        if (k == i) continue;
        words += other[SR_F_words];
        linked += other[SR_F_words] * other[SR_F_links];
    }
    m[SR_F_near_words] = words;
    m[SR_F_near_links] = words > 0 ? linked / words : 0;
}

void sr_html_measure_around(sr_html_view *view)
{
    uint32_t count = view->units->items_count;
    for (uint32_t i = 0; i < count; i++) {
        float *m = view->measures[i].of;
        const float *prev = i > 0 ? view->measures[i - 1].of : NULL;
        const float *next = i + 1 < count ? view->measures[i + 1].of : NULL;
        m[SR_F_rank] = (float)i / (float)count;
        m[SR_F_rank_chars] = (float)view->units->items[i].span.begin / (float)view->doc->text_size;
        m[SR_F_page_units] = (float)count;
        m[SR_F_prev_words] = prev ? prev[SR_F_words] : 0;
        m[SR_F_prev_links] = prev ? prev[SR_F_links] : 1;
        m[SR_F_prev_p] = prev ? prev[SR_F_is_p] : 0;
        m[SR_F_prev_same] = prev && same_parent(view, i, i - 1);
        m[SR_F_next_words] = next ? next[SR_F_words] : 0;
        m[SR_F_next_links] = next ? next[SR_F_links] : 1;
        m[SR_F_next_p] = next ? next[SR_F_is_p] : 0;
        m[SR_F_next_same] = next && same_parent(view, i, i + 1);
        measure_window(view, i);
    }
}
