/* SPDX-License-Identifier: Apache-2.0 */
/* The tree's text, in order: white space collapsed, entities resolved, blocks set apart by one or
 * two line breaks. Writes text, runs, elements.
 *
 * A text node knows the stretch of markup it came from, and the two are read side by side: equal
 * bytes are exact runs, an entity or several white-space characters are one inexact run each, tags
 * that the parser ignored inside the stretch are passed over. Should the two ever disagree, the
 * rest of the node is one inexact run. Elements without text are left out, pictures and times
 * apart. The walk keeps its own stack. */
#include "ingest/internal.h"

#include <gumbo.h>
#include <strings.h>

#define MAX_ATTRS_BYTES 512u
#define MAX_DATA_BYTES 48u /* of a data-* attribute */

typedef enum layout {
    INLINE,
    LINE,      /* a line break before and behind it */
    PARAGRAPH, /* an empty line */
    BREAK,     /* <br> */
    SILENT     /* gives no text */
} layout;

typedef struct frame {
    const GumboNode *node;
    unsigned next_child;
    uint32_t element;    /* index, SR_NONE */
    uint32_t text_begin; /* size of the text when it was entered */
    bool pre;
} frame;

typedef struct frames {
    SR_LAYER(frame, items);
} frames;

typedef struct walk {
    sr_page *page;
    sr_buf text;
    sr_runs runs;
    frames stack;
    uint32_t hint;        /* into the markup's map */
    unsigned breaks;      /* line breaks to write before the next text */
    bool space;           /* a space to write before the next text */
    sr_span space_markup; /* where that space stood */
    bool pre;
} walk;

static layout layout_of(const GumboNode *node)
{
    if (node->v.element.tag_namespace == GUMBO_NAMESPACE_SVG) return SILENT;
    switch (node->v.element.tag) {
    case GUMBO_TAG_BR: return BREAK;
    case GUMBO_TAG_P: case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3: case GUMBO_TAG_H4:
    case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_DL:
    case GUMBO_TAG_TABLE: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_PRE: case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_ARTICLE: case GUMBO_TAG_SECTION: case GUMBO_TAG_ASIDE: case GUMBO_TAG_NAV:
    case GUMBO_TAG_MAIN: case GUMBO_TAG_HR: case GUMBO_TAG_FORM: case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER: case GUMBO_TAG_ADDRESS: case GUMBO_TAG_FIELDSET: return PARAGRAPH;
    case GUMBO_TAG_DIV: case GUMBO_TAG_LI: case GUMBO_TAG_DT: case GUMBO_TAG_DD: case GUMBO_TAG_TR:
    case GUMBO_TAG_TD: case GUMBO_TAG_TH: case GUMBO_TAG_CAPTION: case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_TBODY: case GUMBO_TAG_THEAD: case GUMBO_TAG_TFOOT: case GUMBO_TAG_CENTER:
    case GUMBO_TAG_DETAILS: case GUMBO_TAG_SUMMARY: case GUMBO_TAG_HGROUP: case GUMBO_TAG_MENU:
    case GUMBO_TAG_DIR: case GUMBO_TAG_BODY: case GUMBO_TAG_HTML: case GUMBO_TAG_LEGEND:
    case GUMBO_TAG_BUTTON: case GUMBO_TAG_LISTING: case GUMBO_TAG_XMP: case GUMBO_TAG_OBJECT:
        return LINE;
    case GUMBO_TAG_HEAD: case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE: case GUMBO_TAG_TITLE: case GUMBO_TAG_TEXTAREA: case GUMBO_TAG_SELECT:
    case GUMBO_TAG_IFRAME: case GUMBO_TAG_NOEMBED: case GUMBO_TAG_NOFRAMES: case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO: case GUMBO_TAG_CANVAS: case GUMBO_TAG_DATALIST: case GUMBO_TAG_SVG:
        return SILENT;
    default: return INLINE;
    }
}

/* -- writing text ----------------------------------------------------------------------------- */

static uint32_t offset_in(const walk *w, const char *at) { return (uint32_t)(at - w->page->markup.text.data); }

/* A run that is not byte for byte; markup may be empty. */
static void add_inexact(walk *w, sr_str text, sr_span raw)
{
    sr_runs_add(w->page->doc->arena, &w->runs,
                (sr_run){(uint32_t)w->text.size, (uint32_t)text.size, raw.begin, raw.end - raw.begin,
                         false});
    sr_buf_str(&w->text, text);
}

static void copy_exact(walk *w, sr_span markup)
{
    sr_runs_copy(w->page->doc->arena, &w->page->markup.runs, markup, (uint32_t)w->text.size, &w->runs,
                 &w->hint);
    sr_buf_str(&w->text, sr_str_of(w->page->markup.text.data, markup));
}

static sr_span raw_of(walk *w, sr_span markup)
{
    return sr_runs_raw(&w->page->markup.runs, markup, &w->hint);
}

/* The separator that is due before text at `markup`. */
static void flush_space(walk *w, uint32_t markup)
{
    bool due = w->text.size > 0;
    if (due && w->breaks) {
        sr_span raw = raw_of(w, (sr_span){markup, markup + 1});
        add_inexact(w, w->breaks > 1 ? SR_STR("\n\n") : SR_STR("\n"), (sr_span){raw.begin, raw.begin});
    } else if (due && w->space) {
        sr_span s = w->space_markup;
        bool plain = s.end - s.begin == 1 && w->page->markup.text.data[s.begin] == ' ';
        if (plain) copy_exact(w, s);
        else add_inexact(w, SR_STR(" "), raw_of(w, s));
    }
    w->breaks = 0;
    w->space = false;
}

static void add_exact(walk *w, sr_span markup)
{
    flush_space(w, markup.begin);
    copy_exact(w, markup);
}

static void want_space(walk *w, sr_span markup)
{
    if (w->space) return;
    w->space = true;
    w->space_markup = markup;
}

static void want_breaks(walk *w, unsigned breaks)
{
    if (w->breaks < breaks) w->breaks = breaks;
    w->space = false;
}

/* -- a text node against its markup -------------------------------------------------------------- */

typedef struct pair {
    sr_str text;   /* decoded */
    size_t at;     /* in text */
    uint32_t from; /* in the markup: what text[at] came from */
    uint32_t end;  /* of the node's markup */
    const char *markup;
} pair;

typedef enum glyph {
    GLYPH_PLAIN,
    GLYPH_SPACE,
    GLYPH_NEWLINE,
    GLYPH_NOTHING /* zero width: written nowhere */
} glyph;

/* The class of the character at p->at; *size its bytes. */
static glyph glyph_at(const pair *p, size_t *size)
{
    unsigned char b = (unsigned char)p->text.data[p->at];
    *size = 1;
    if (b < 0x80) return b == '\n' ? GLYPH_NEWLINE : b <= ' ' ? GLYPH_SPACE : GLYPH_PLAIN;
    size_t next = p->at;
    uint32_t c = sr_utf8_next(p->text, &next);
    *size = next - p->at;
    if (c == 0x200B || c == 0xFEFF || c == 0xAD || c == 0x2060) return GLYPH_NOTHING;
    if (c == 0x200C || c == 0x200D) return GLYPH_PLAIN;
    return sr_is_space(c) ? GLYPH_SPACE : GLYPH_PLAIN;
}

/* Bytes that need no second look: no white space, no zero width, no entity, no tag. */
static bool simple_byte(unsigned char b)
{
    if (b < 0x80) return b > ' ' && b != '&' && b != '<';
    return b != 0xC2 && b != 0xE1 && b != 0xE2 && b != 0xE3 && b != 0xEF;
}

/* How many bytes from here are equal on both sides and simple, single spaces between words with
 * them. */
static uint32_t simple_run(const pair *p)
{
    const char *text = p->text.data + p->at, *markup = p->markup + p->from;
    size_t room = p->text.size - p->at;
    uint32_t n = 0;
    if (room > p->end - p->from) room = p->end - p->from;
    while (n < room && text[n] == markup[n]) {
        bool inner = text[n] == ' ' && n > 0 && n + 1 < room && text[n - 1] != ' ' &&
                     text[n + 1] == markup[n + 1] && simple_byte((unsigned char)text[n + 1]);
        if (!inner && !simple_byte((unsigned char)text[n])) break;
        n++;
    }
    return n;
}

static bool is_name_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool resumes(const pair *p, size_t text_at, uint32_t from)
{
    for (unsigned i = 0; i < 6; i++) {
        if (text_at + i >= p->text.size || from + i >= p->end) return true;
        char t = p->text.data[text_at + i], m = p->markup[from + i];
        if (m == '&' || m == '<' || m == '\r') return true;
        if (t != m) return false;
    }
    return true;
}

/* The size of the entity at p->from that gave `made` bytes of text, 0 where it is none. */
static uint32_t entity_size(const pair *p, size_t made)
{
    const char *m = p->markup + p->from;
    uint32_t room = p->end - p->from, n = 1;
    if (room < 3 || m[0] != '&') return 0;
    if (m[1] == '#') n++;
    while (n < room && ((m[n] >= '0' && m[n] <= '9') || is_name_letter(m[n]))) n++;
    if (n < room && m[n] == ';' && resumes(p, p->at + made, p->from + n + 1)) return n + 1;
    if (m[1] == '#') return n > 2 ? n : 0;
    for (uint32_t shorter = n < 8 ? n : 8; shorter >= 3; shorter--)
        if (resumes(p, p->at + made, p->from + shorter)) return shorter;
    return 0;
}

static bool is_ampersand_entity(const pair *p)
{
    static const char *const forms[] = {"&amp", "&#38", "&#x26", "&#038"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t n = strlen(forms[i]);
        if (p->end - p->from >= n && strncasecmp(p->markup + p->from, forms[i], n) == 0) return true;
    }
    return false;
}

/* How much markup the character of `size` bytes at p->at came from; 0: the two disagree. Tags in
 * between are passed over first. */
static uint32_t align(pair *p, size_t size)
{
    const char *t = p->text.data + p->at;
    while (p->from < p->end && p->markup[p->from] == '<' && *t != '<') {
        const char *close = memchr(p->markup + p->from, '>', p->end - p->from);
        if (!close) return 0;
        p->from = (uint32_t)(close - p->markup) + 1;
    }
    const char *m = p->markup + p->from;
    uint32_t room = p->end - p->from;
    if (room == 0) return 0;
    if (*t == '\n' && *m == '\r') return room > 1 && m[1] == '\n' ? 2 : 1;
    bool entity = *m == '&' && (*t != '&' || is_ampersand_entity(p));
    if (!entity) return room >= size && memcmp(t, m, size) == 0 ? (uint32_t)size : 0;
    return entity_size(p, size);
}

static void add_char(walk *w, const pair *p, size_t size, uint32_t used)
{
    sr_span markup = {p->from, p->from + used};
    bool same = used == size && memcmp(p->text.data + p->at, p->markup + p->from, size) == 0;
    if (same) {
        add_exact(w, markup);
        return;
    }
    flush_space(w, markup.begin);
    add_inexact(w, (sr_str){p->text.data + p->at, size}, raw_of(w, markup));
}

/* The two disagree: what is left of the node comes from what is left of its markup. */
static void add_rest(walk *w, pair *p)
{
    sr_str rest = sr_trim((sr_str){p->text.data + p->at, p->text.size - p->at});
    if (rest.size) {
        flush_space(w, p->from);
        add_inexact(w, rest, raw_of(w, (sr_span){p->from, p->end}));
    }
    p->at = p->text.size;
}

static void step(walk *w, pair *p)
{
    uint32_t run = simple_run(p);
    if (run) {
        add_exact(w, (sr_span){p->from, p->from + run});
        p->at += run;
        p->from += run;
        return;
    }
    size_t size;
    glyph g = glyph_at(p, &size);
    uint32_t used = align(p, size);
    if (used == 0) {
        add_rest(w, p);
        return;
    }
    if (g == GLYPH_PLAIN) add_char(w, p, size, used);
    else if (g == GLYPH_NEWLINE && w->pre) w->breaks++;
    else if (g != GLYPH_NOTHING && !w->breaks) want_space(w, (sr_span){p->from, p->from + used});
    p->at += size;
    p->from += used;
}

/* The white space of one stretch is one space: extend it over what follows. */
static void stretch_space(walk *w, const pair *p)
{
    if (w->space && w->space_markup.end < p->from && w->space_markup.begin < p->from)
        w->space_markup.end = p->from;
}

static void add_text(walk *w, const GumboText *node)
{
    const sr_str *markup = &w->page->markup.text;
    const char *from = node->original_text.data;
    bool inside = from && from >= markup->data && from <= markup->data + markup->size;
    pair p = {.text = sr_str_c(node->text), .markup = markup->data};
    p.from = inside ? offset_in(w, from) : 0;
    size_t left = inside ? markup->size - p.from : 0;
    p.end = p.from + (uint32_t)(node->original_text.length < left ? node->original_text.length : left);
    while (p.at < p.text.size) {
        bool was_space = w->space;
        step(w, &p);
        if (was_space) stretch_space(w, &p);
    }
}

/* -- elements -------------------------------------------------------------------------------------- */

static void add_lower(sr_buf *out, const char *s, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char c = s[i];
        if (c == '\n' || c == '\t' || c == '\r') c = ' ';
        sr_buf_char(out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
    }
}

/* class="a b" -> "a b"; id="c" -> "#c"; itemprop="d" -> "itemprop=d"; hidden -> "hidden". */
static void add_attr(sr_buf *out, const GumboAttribute *a)
{
    static const char *const kept[] = {"role", "itemprop", "itemtype", "rel", "aria-label", "style"};
    size_t size = strlen(a->value);
    const char *prefix = NULL;
    bool data = strncmp(a->name, "data-", 5) == 0 && size <= MAX_DATA_BYTES && !strchr(a->value, '{');
    if (strcmp(a->name, "class") == 0) prefix = "";
    else if (strcmp(a->name, "id") == 0) prefix = "#";
    for (size_t i = 0; i < sizeof kept / sizeof *kept && !prefix; i++)
        if (strcmp(a->name, kept[i]) == 0 || data) prefix = a->name;
    if (strcmp(a->name, "hidden") == 0) {
        sr_buf_c(out, " hidden");
        return;
    }
    if (!prefix || size == 0 || out->size >= MAX_ATTRS_BYTES) return;
    if (size > MAX_ATTRS_BYTES - out->size) size = MAX_ATTRS_BYTES - out->size;
    sr_buf_char(out, ' ');
    sr_buf_c(out, prefix);
    if (*prefix && *prefix != '#') sr_buf_char(out, '=');
    add_lower(out, a->value, size);
}

static sr_str attrs_of(sr_arena *arena, const GumboNode *node)
{
    const GumboVector *list = &node->v.element.attributes;
    if (list->length == 0) return SR_STR("");
    sr_buf out = {0};
    for (unsigned i = 0; i < list->length; i++) add_attr(&out, list->data[i]);
    /* a cut may have split a character */
    size_t end = sr_utf8_valid(sr_buf_view(&out));
    sr_str attrs = end > 1 ? sr_arena_copy(arena, (sr_str){out.data + 1, end - 1}) : SR_STR("");
    sr_buf_done(&out, arena);
    return attrs;
}

static sr_str link_of(sr_arena *arena, const GumboNode *node)
{
    static const char *const names[] = {"href", "datetime", "src", "content"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const GumboAttribute *a = gumbo_get_attribute(&node->v.element.attributes, names[i]);
        sr_str value = a ? sr_trim(sr_str_c(a->value)) : SR_STR("");
        if (a) return sr_arena_copy(arena, (sr_str){value.data, value.size < 1024 ? value.size : 0});
    }
    return SR_STR("");
}

static sr_str name_of(sr_arena *arena, const GumboNode *node)
{
    const GumboElement *e = &node->v.element;
    if (e->tag != GUMBO_TAG_UNKNOWN) return sr_str_c(gumbo_normalized_tagname(e->tag));
    GumboStringPiece piece = e->original_tag;
    gumbo_tag_from_original_text(&piece);
    sr_buf lower = {0};
    add_lower(&lower, piece.data, piece.data && piece.length < 64 ? piece.length : 0);
    sr_str name = sr_arena_copy(arena, sr_buf_view(&lower));
    sr_buf_done(&lower, arena);
    return name.size ? name : SR_STR("unknown");
}

static uint32_t parent_element(const walk *w)
{
    return w->stack.items_count ? w->stack.items[w->stack.items_count - 1].element : SR_NONE;
}

static uint32_t add_element(walk *w, const GumboNode *node)
{
    sr_doc *doc = w->page->doc;
    uint32_t parent = parent_element(w), index = doc->elements_count;
    sr_element *e = SR_PUSH(doc->arena, doc, elements);
    if (!e) return SR_NONE;
    e->tag = (uint16_t)node->v.element.tag;
    e->parent = parent;
    e->last = index;
    if (parent != SR_NONE && doc->elements[parent].depth < UINT16_MAX)
        e->depth = (uint16_t)(doc->elements[parent].depth + 1);
    e->name = name_of(doc->arena, node);
    e->attrs = attrs_of(doc->arena, node);
    e->href = link_of(doc->arena, node);
    return index;
}

static bool kept_empty(const GumboNode *node)
{
    GumboTag tag = node->v.element.tag;
    return tag == GUMBO_TAG_TIME || tag == GUMBO_TAG_IMG;
}

/* -- the walk ---------------------------------------------------------------------------------------- */

static void enter(walk *w, const GumboNode *node)
{
    layout l = layout_of(node);
    if (l == SILENT) return;
    if (l == BREAK) {
        w->breaks += w->breaks < 2;
        w->space = false;
        return;
    }
    if (l != INLINE) want_breaks(w, l == PARAGRAPH ? 2 : 1);
    uint32_t element = add_element(w, node);
    frame *f = SR_PUSH(w->page->tmp, &w->stack, items);
    if (!f) return;
    *f = (frame){node, 0, element, (uint32_t)w->text.size, w->pre};
    w->pre = w->pre || node->v.element.tag == GUMBO_TAG_PRE;
}

/* The element's text, without the separator before it; elements that gave none are forgotten. */
static void leave(walk *w)
{
    frame f = w->stack.items[--w->stack.items_count];
    sr_doc *doc = w->page->doc;
    layout l = layout_of(f.node);
    w->pre = f.pre;
    if (l != INLINE) want_breaks(w, l == PARAGRAPH ? 2 : 1);
    if (f.element == SR_NONE) return;
    sr_element *e = &doc->elements[f.element];
    uint32_t begin = f.text_begin, end = (uint32_t)w->text.size;
    while (begin < end && (w->text.data[begin] == ' ' || w->text.data[begin] == '\n')) begin++;
    e->text = (sr_span){begin, end};
    e->last = doc->elements_count - 1;
    bool alone = e->last == f.element;
    if (begin == end && alone && !kept_empty(f.node) && e->parent != SR_NONE) doc->elements_count--;
}

static void visit(walk *w, const GumboNode *node)
{
    switch (node->type) {
    case GUMBO_NODE_ELEMENT: enter(w, node); break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE: add_text(w, &node->v.text); break;
    default: break;
    }
}

/* An element without text stood before the separator that its parent's text begins behind. */
static void place_empty(sr_doc *doc)
{
    for (uint32_t i = 0; i < doc->elements_count; i++) {
        sr_element *e = &doc->elements[i];
        if (e->text.begin != e->text.end || e->parent == SR_NONE) continue;
        sr_span outer = doc->elements[e->parent].text;
        uint32_t at = e->text.begin < outer.begin ? outer.begin : e->text.begin;
        if (at > outer.end) at = outer.end;
        e->text = (sr_span){at, at};
    }
}

static sr_status finish(walk *w, sr_err *err)
{
    sr_doc *doc = w->page->doc;
    place_empty(doc);
    sr_str text = sr_arena_copy(doc->arena, sr_buf_view(&w->text));
    bool failed = w->text.failed || sr_arena_failed(doc->arena);
    bool large = w->text.size > SR_MAX_TEXT_BYTES;
    sr_buf_free(&w->text);
    if (failed) return SR_FAIL(err, SR_ERR_MEMORY, SR_INGEST_NAME, "no memory for the page's text");
    if (large) return SR_FAIL(err, SR_ERR_LIMIT, SR_INGEST_NAME, "the page's text is too large");
    doc->text = text.data;
    doc->text_size = (uint32_t)text.size;
    doc->runs = w->runs.items;
    doc->runs_count = w->runs.items_count;
    doc->runs_room = w->runs.items_room;
    return SR_OK;
}

sr_status sr_html_text(sr_page *page, sr_err *err)
{
    walk w = {.page = page};
    visit(&w, page->root);
    while (w.stack.items_count && !sr_arena_failed(page->tmp) && !w.text.failed) {
        frame *f = &w.stack.items[w.stack.items_count - 1];
        const GumboVector *children = &f->node->v.element.children;
        if (f->next_child < children->length) visit(&w, children->data[f->next_child++]);
        else leave(&w);
    }
    return finish(&w, err);
}
