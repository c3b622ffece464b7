/* SPDX-License-Identifier: Apache-2.0 */
/* A pass over a page's tags before the tree is built.
 *
 * It finds what gives neither text nor structure (contents of scripts and styles, comments), which
 * is most of a page today and need not be parsed, and it keeps the stack of open elements as the
 * rules of https://html.spec.whatwg.org/#tree-construction would, as far as depth goes: gumbo takes
 * quadratic time on deep nesting, so a page that nests too deep must fail before it. Implied end
 * tags (p, li, td, option ...) are followed, so that old pages that never close them do not count
 * up; formatting elements leave the stack alone when something is closed around them. */
#include "ingest/internal.h"

#include <gumbo.h>
#include <strings.h>

#define MAX_TAG_ATTRIBUTES 512u /* gumbo compares each with each */
#define MAX_VALUE_BYTES 160u    /* longer values (styles, pictures, paths) are cut, links apart */

enum {
    VOID = 1,      /* has no end tag */
    SPECIAL = 2,   /* an end tag of a common element does not reach beyond it */
    CLOSES_P = 4,  /* ends an open paragraph */
    FORMAT = 8,    /* closed alone: the adoption agency */
    RAW = 16,      /* contents are no markup */
    SCOPE = 32,    /* end tags inside it do not close what is outside */
    BREAKOUT = 64, /* ends svg and math */
    HEADING = 128
};

static const struct {
    uint16_t tag;
    uint8_t flags;
} FLAGS[] = {
    {GUMBO_TAG_AREA, VOID | SPECIAL},       {GUMBO_TAG_BASE, VOID | SPECIAL},
    {GUMBO_TAG_BR, VOID | SPECIAL | BREAKOUT}, {GUMBO_TAG_COL, VOID | SPECIAL},
    {GUMBO_TAG_EMBED, VOID | SPECIAL | BREAKOUT}, {GUMBO_TAG_HR, VOID | SPECIAL | CLOSES_P | BREAKOUT},
    {GUMBO_TAG_IMG, VOID | SPECIAL | BREAKOUT}, {GUMBO_TAG_INPUT, VOID | SPECIAL},
    {GUMBO_TAG_LINK, VOID | SPECIAL},       {GUMBO_TAG_META, VOID | SPECIAL | BREAKOUT},
    {GUMBO_TAG_PARAM, VOID | SPECIAL},      {GUMBO_TAG_SOURCE, VOID | SPECIAL},
    {GUMBO_TAG_TRACK, VOID | SPECIAL},      {GUMBO_TAG_WBR, VOID | SPECIAL},
    {GUMBO_TAG_KEYGEN, VOID | SPECIAL},     {GUMBO_TAG_BGSOUND, VOID | SPECIAL},
    {GUMBO_TAG_BASEFONT, VOID | SPECIAL},   {GUMBO_TAG_FRAME, VOID | SPECIAL},
    {GUMBO_TAG_IMAGE, VOID | SPECIAL},      {GUMBO_TAG_ISINDEX, VOID | SPECIAL},
    {GUMBO_TAG_ADDRESS, SPECIAL | CLOSES_P}, {GUMBO_TAG_ARTICLE, SPECIAL | CLOSES_P},
    {GUMBO_TAG_ASIDE, SPECIAL | CLOSES_P},  {GUMBO_TAG_BLOCKQUOTE, SPECIAL | CLOSES_P | BREAKOUT},
    {GUMBO_TAG_CENTER, SPECIAL | CLOSES_P | BREAKOUT}, {GUMBO_TAG_DETAILS, SPECIAL | CLOSES_P},
    {GUMBO_TAG_DIR, SPECIAL | CLOSES_P},    {GUMBO_TAG_DIV, SPECIAL | CLOSES_P | BREAKOUT},
    {GUMBO_TAG_DL, SPECIAL | CLOSES_P | BREAKOUT}, {GUMBO_TAG_FIELDSET, SPECIAL | CLOSES_P},
    {GUMBO_TAG_FIGCAPTION, SPECIAL | CLOSES_P}, {GUMBO_TAG_FIGURE, SPECIAL | CLOSES_P},
    {GUMBO_TAG_FOOTER, SPECIAL | CLOSES_P}, {GUMBO_TAG_FORM, SPECIAL | CLOSES_P},
    {GUMBO_TAG_HEADER, SPECIAL | CLOSES_P}, {GUMBO_TAG_HGROUP, SPECIAL | CLOSES_P},
    {GUMBO_TAG_MAIN, SPECIAL | CLOSES_P},   {GUMBO_TAG_MENU, SPECIAL | CLOSES_P | BREAKOUT},
    {GUMBO_TAG_NAV, SPECIAL | CLOSES_P},    {GUMBO_TAG_OL, SPECIAL | CLOSES_P | BREAKOUT},
    {GUMBO_TAG_P, SPECIAL | CLOSES_P | BREAKOUT}, {GUMBO_TAG_SECTION, SPECIAL | CLOSES_P},
    {GUMBO_TAG_SUMMARY, SPECIAL | CLOSES_P}, {GUMBO_TAG_UL, SPECIAL | CLOSES_P | BREAKOUT},
    {GUMBO_TAG_PRE, SPECIAL | CLOSES_P | BREAKOUT}, {GUMBO_TAG_LISTING, SPECIAL | CLOSES_P | BREAKOUT},
    {GUMBO_TAG_H1, SPECIAL | CLOSES_P | BREAKOUT | HEADING},
    {GUMBO_TAG_H2, SPECIAL | CLOSES_P | BREAKOUT | HEADING},
    {GUMBO_TAG_H3, SPECIAL | CLOSES_P | BREAKOUT | HEADING},
    {GUMBO_TAG_H4, SPECIAL | CLOSES_P | BREAKOUT | HEADING},
    {GUMBO_TAG_H5, SPECIAL | CLOSES_P | BREAKOUT | HEADING},
    {GUMBO_TAG_H6, SPECIAL | CLOSES_P | BREAKOUT | HEADING},
    {GUMBO_TAG_LI, SPECIAL | CLOSES_P | BREAKOUT}, {GUMBO_TAG_DD, SPECIAL | CLOSES_P | BREAKOUT},
    {GUMBO_TAG_DT, SPECIAL | CLOSES_P | BREAKOUT}, {GUMBO_TAG_TABLE, SPECIAL | SCOPE | BREAKOUT},
    {GUMBO_TAG_TR, SPECIAL}, {GUMBO_TAG_TBODY, SPECIAL}, {GUMBO_TAG_THEAD, SPECIAL},
    {GUMBO_TAG_TFOOT, SPECIAL}, {GUMBO_TAG_COLGROUP, SPECIAL}, {GUMBO_TAG_TD, SPECIAL | SCOPE},
    {GUMBO_TAG_TH, SPECIAL | SCOPE}, {GUMBO_TAG_CAPTION, SPECIAL | SCOPE},
    {GUMBO_TAG_HTML, SPECIAL | SCOPE}, {GUMBO_TAG_HEAD, SPECIAL | BREAKOUT},
    {GUMBO_TAG_BODY, SPECIAL | BREAKOUT}, {GUMBO_TAG_FRAMESET, SPECIAL},
    {GUMBO_TAG_APPLET, SPECIAL | SCOPE}, {GUMBO_TAG_MARQUEE, SPECIAL | SCOPE},
    {GUMBO_TAG_OBJECT, SPECIAL | SCOPE}, {GUMBO_TAG_TEMPLATE, SPECIAL | SCOPE},
    {GUMBO_TAG_BUTTON, SPECIAL}, {GUMBO_TAG_SELECT, SPECIAL}, {GUMBO_TAG_NOSCRIPT, SPECIAL},
    {GUMBO_TAG_SCRIPT, SPECIAL | RAW}, {GUMBO_TAG_STYLE, SPECIAL | RAW},
    {GUMBO_TAG_TEXTAREA, SPECIAL | RAW}, {GUMBO_TAG_TITLE, SPECIAL | RAW},
    {GUMBO_TAG_IFRAME, SPECIAL | RAW}, {GUMBO_TAG_NOEMBED, SPECIAL | RAW},
    {GUMBO_TAG_NOFRAMES, SPECIAL | RAW}, {GUMBO_TAG_XMP, SPECIAL | RAW | CLOSES_P},
    {GUMBO_TAG_A, FORMAT}, {GUMBO_TAG_B, FORMAT | BREAKOUT}, {GUMBO_TAG_BIG, FORMAT | BREAKOUT},
    {GUMBO_TAG_CODE, FORMAT | BREAKOUT}, {GUMBO_TAG_EM, FORMAT | BREAKOUT},
    {GUMBO_TAG_FONT, FORMAT}, {GUMBO_TAG_I, FORMAT | BREAKOUT}, {GUMBO_TAG_NOBR, FORMAT | BREAKOUT},
    {GUMBO_TAG_S, FORMAT | BREAKOUT}, {GUMBO_TAG_SMALL, FORMAT | BREAKOUT},
    {GUMBO_TAG_STRIKE, FORMAT | BREAKOUT}, {GUMBO_TAG_STRONG, FORMAT | BREAKOUT},
    {GUMBO_TAG_TT, FORMAT | BREAKOUT}, {GUMBO_TAG_U, FORMAT | BREAKOUT},
    {GUMBO_TAG_SPAN, BREAKOUT}, {GUMBO_TAG_SUB, BREAKOUT}, {GUMBO_TAG_SUP, BREAKOUT},
    {GUMBO_TAG_VAR, BREAKOUT}, {GUMBO_TAG_RUBY, BREAKOUT},
};

typedef struct open_tag {
    uint16_t tag;
    bool foreign; /* in svg or math */
    sr_str name;
} open_tag;

typedef struct scanner {
    sr_arena *arena;
    sr_str s;
    size_t at;
    uint8_t flags[GUMBO_TAG_LAST + 1];
    bool unclosed[GUMBO_TAG_LAST + 1]; /* raw text elements without an end tag from here on */
    open_tag open[SR_MAX_HTML_DEPTH + 1];
    uint32_t open_count;
    sr_scan *out;
} scanner;

typedef struct tag_text {
    uint16_t tag;
    sr_str name, attribute; /* attribute: the name of the one that is read */
    bool end, closes_itself, jsonld;
    uint32_t attributes;
} tag_text;

static bool is_white(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static bool word_at(sr_str s, size_t at, const char *word)
{
    size_t n = strlen(word);
    return at + n <= s.size && strncasecmp(s.data + at, word, n) == 0;
}

static size_t find_bytes(sr_str s, size_t at, const char *what)
{
    size_t n = strlen(what);
    while (at + n <= s.size) {
        const char *hit = memchr(s.data + at, what[0], s.size - at - n + 1);
        if (!hit) break;
        at = (size_t)(hit - s.data);
        if (memcmp(hit, what, n) == 0) return at;
        at++;
    }
    return s.size;
}

/* -- the stack of open elements ---------------------------------------------------------------- */

static const open_tag *top(const scanner *x) { return x->open_count ? &x->open[x->open_count - 1] : NULL; }

static bool in_foreign(const scanner *x)
{
    static const char *const integrates[] = {"foreignobject", "desc",           "title", "mi", "mo",
                                             "mn",            "annotation-xml", "ms",    "mtext"};
    const open_tag *t = top(x);
    if (!t || !t->foreign) return false;
    for (size_t i = 0; i < sizeof integrates / sizeof *integrates; i++)
        if (t->name.size == strlen(integrates[i]) && word_at(t->name, 0, integrates[i])) return false;
    return true;
}

static bool same_tag(const open_tag *t, const tag_text *tag)
{
    if (t->tag != tag->tag) return false;
    return tag->tag != GUMBO_TAG_UNKNOWN ||
           (t->name.size == tag->name.size &&
            strncasecmp(t->name.data, tag->name.data, tag->name.size) == 0);
}

/* Pops up to and with the nearest `tag`, unless something with one of `stops` is nearer. */
static void close_nearest(scanner *x, uint16_t tag, uint8_t stops)
{
    for (uint32_t i = x->open_count; i-- > 0;) {
        if (x->open[i].tag == tag && !x->open[i].foreign) {
            x->open_count = i;
            return;
        }
        if (x->flags[x->open[i].tag] & stops) return;
    }
}

/* li, dd, dt: nearest of them, not beyond a special element other than address, div, p. */
static void close_item(scanner *x, uint16_t a, uint16_t b)
{
    for (uint32_t i = x->open_count; i-- > 0;) {
        uint16_t tag = x->open[i].tag;
        if (tag == a || tag == b) {
            x->open_count = i;
            return;
        }
        bool passable = tag == GUMBO_TAG_ADDRESS || tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_P;
        if ((x->flags[tag] & SPECIAL) && !passable) return;
    }
}

/* Pops down to the table context that a row or cell starts in. */
static void close_cells(scanner *x, const uint16_t *until, size_t count)
{
    for (uint32_t i = x->open_count; i-- > 0;) {
        for (size_t k = 0; k < count; k++)
            if (x->open[i].tag == until[k]) {
                x->open_count = i + 1;
                return;
            }
        if (x->open[i].tag == GUMBO_TAG_TEMPLATE) return;
    }
}

static void close_for_table(scanner *x, uint16_t tag)
{
    static const uint16_t row[] = {GUMBO_TAG_TR, GUMBO_TAG_TABLE};
    static const uint16_t body[] = {GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT,
                                    GUMBO_TAG_TABLE};
    static const uint16_t table[] = {GUMBO_TAG_TABLE};
    if (tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) close_cells(x, row, 2);
    else if (tag == GUMBO_TAG_TR) close_cells(x, body, 4);
    else close_cells(x, table, 1);
}

/* What a start tag ends before it opens its own element. */
static void close_implied(scanner *x, const tag_text *tag)
{
    uint8_t flags = x->flags[tag->tag];
    const open_tag *t;
    switch ((int)tag->tag) {
    case GUMBO_TAG_LI: close_item(x, GUMBO_TAG_LI, GUMBO_TAG_LI); break;
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT: close_item(x, GUMBO_TAG_DD, GUMBO_TAG_DT); break;
    case GUMBO_TAG_TD: case GUMBO_TAG_TH: case GUMBO_TAG_TR: case GUMBO_TAG_TBODY:
    case GUMBO_TAG_THEAD: case GUMBO_TAG_TFOOT: case GUMBO_TAG_CAPTION: case GUMBO_TAG_COLGROUP:
        close_for_table(x, tag->tag);
        break;
    case GUMBO_TAG_TABLE: close_nearest(x, GUMBO_TAG_TABLE, SCOPE); break;
    case GUMBO_TAG_A: close_nearest(x, GUMBO_TAG_A, SCOPE); break;
    case GUMBO_TAG_BUTTON: close_nearest(x, GUMBO_TAG_BUTTON, SCOPE); break;
    case GUMBO_TAG_FORM: close_nearest(x, GUMBO_TAG_P, SCOPE); break;
    case GUMBO_TAG_SELECT: close_nearest(x, GUMBO_TAG_SELECT, SCOPE); break;
    case GUMBO_TAG_OPTION:
    case GUMBO_TAG_OPTGROUP:
        if ((t = top(x)) && t->tag == GUMBO_TAG_OPTION) x->open_count--;
        if (tag->tag == GUMBO_TAG_OPTGROUP && (t = top(x)) && t->tag == GUMBO_TAG_OPTGROUP)
            x->open_count--;
        break;
    default: break;
    }
    if ((flags & CLOSES_P)) close_nearest(x, GUMBO_TAG_P, SCOPE);
    if ((flags & HEADING) && (t = top(x)) && (x->flags[t->tag] & HEADING)) x->open_count--;
}

static sr_status push(scanner *x, const tag_text *tag, size_t at, sr_err *err)
{
    if (x->open_count >= SR_MAX_HTML_DEPTH)
        return sr_fail(err, SR_ERR_LIMIT, SR_INGEST_NAME, at, "more than %u elements are nested",
                       SR_MAX_HTML_DEPTH);
    bool foreign = tag->tag == GUMBO_TAG_SVG || tag->tag == GUMBO_TAG_MATH || in_foreign(x);
    x->open[x->open_count++] = (open_tag){tag->tag, foreign, tag->name};
    return SR_OK;
}

static void leave_foreign(scanner *x)
{
    while (in_foreign(x)) x->open_count--;
}

static sr_status open_element(scanner *x, const tag_text *tag, size_t at, sr_err *err)
{
    uint8_t flags = x->flags[tag->tag];
    if (in_foreign(x)) {
        if (flags & BREAKOUT) leave_foreign(x);
        else return tag->closes_itself ? SR_OK : push(x, tag, at, err);
    }
    bool once = tag->tag == GUMBO_TAG_HTML || tag->tag == GUMBO_TAG_BODY || tag->tag == GUMBO_TAG_HEAD;
    if (once) return SR_OK;
    close_implied(x, tag);
    return flags & (VOID | RAW) ? SR_OK : push(x, tag, at, err);
}

static void remove_at(scanner *x, uint32_t i)
{
    x->open_count--;
    memmove(x->open + i, x->open + i + 1, (x->open_count - i) * sizeof *x->open);
}

static void close_element(scanner *x, const tag_text *tag)
{
    uint8_t flags = x->flags[tag->tag];
    for (uint32_t i = x->open_count; i-- > 0;) {
        const open_tag *t = &x->open[i];
        if (same_tag(t, tag) || ((flags & HEADING) && (x->flags[t->tag] & HEADING))) {
            if (flags & FORMAT) remove_at(x, i);
            else x->open_count = i;
            return;
        }
        bool table_part = flags & SPECIAL && (tag->tag == GUMBO_TAG_TABLE || tag->tag == GUMBO_TAG_TR ||
                                              tag->tag == GUMBO_TAG_TBODY);
        uint8_t stop = x->flags[t->tag] & (flags & SPECIAL ? SCOPE : SPECIAL);
        if (stop && !(flags & FORMAT && !(stop & SCOPE)) &&
            !(table_part && t->tag != GUMBO_TAG_TABLE))
            return;
    }
}

/* -- tags ----------------------------------------------------------------------------------------- */

static size_t quoted_end(sr_str s, size_t at)
{
    const char *hit = memchr(s.data + at + 1, s.data[at], s.size - at - 1);
    return hit ? (size_t)(hit - s.data) + 1 : s.size;
}

static bool is_jsonld(sr_str value) { return value.size >= 11 && word_at(value, 0, "application/ld+json"); }

static void add_cut(sr_arena *arena, sr_scan *out, size_t begin, size_t end)
{
    if (begin >= end) return;
    sr_span *cut = SR_PUSH(arena, out, cuts);
    if (cut) *cut = (sr_span){(uint32_t)begin, (uint32_t)end};
}

static bool is_kept(sr_str name)
{
    static const char *const kept[] = {"content", "class", "href", "id", "datetime"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (name.size == strlen(kept[i]) && word_at(name, 0, kept[i])) return true;
    return false;
}

/* An attribute's value behind '='; at stands on the first byte of it. */
static size_t value_end(scanner *x, size_t at, tag_text *tag)
{
    sr_str s = x->s;
    size_t begin = at, end;
    if (s.data[at] == '"' || s.data[at] == '\'') {
        end = quoted_end(s, at);
        begin++;
        if (end - begin > MAX_VALUE_BYTES && end < s.size && !is_kept(tag->attribute))
            add_cut(x->arena, x->out, begin, end - 1);
    } else {
        while (at < s.size && !is_white(s.data[at]) && s.data[at] != '>') at++;
        end = at;
    }
    if (end > begin && is_jsonld((sr_str){s.data + begin, end - begin})) tag->jsonld = true;
    return end;
}

/* Reads the attributes; returns the offset behind '>', s.size where the tag is cut off. */
static size_t read_attributes(scanner *x, size_t at, tag_text *tag)
{
    sr_str s = x->s;
    while (at < s.size) {
        while (at < s.size && (is_white(s.data[at]) || s.data[at] == '/')) {
            tag->closes_itself = s.data[at] == '/' && at + 1 < s.size && s.data[at + 1] == '>';
            at++;
        }
        if (at >= s.size || s.data[at] == '>') break;
        tag->attributes++;
        tag->attribute.data = s.data + at;
        at++; /* the first byte of a name may be '=' */
        while (at < s.size && !is_white(s.data[at]) && !memchr("=>/", s.data[at], 3)) at++;
        tag->attribute.size = (size_t)(s.data + at - tag->attribute.data);
        while (at < s.size && is_white(s.data[at])) at++;
        if (at >= s.size || s.data[at] != '=') continue;
        at++;
        while (at < s.size && is_white(s.data[at])) at++;
        if (at < s.size && s.data[at] != '>') at = value_end(x, at, tag);
    }
    return at < s.size ? at + 1 : s.size;
}

static tag_text read_tag(scanner *x)
{
    tag_text tag = {.end = x->s.data[x->at + 1] == '/'};
    size_t begin = x->at + 1 + tag.end, end = begin;
    while (end < x->s.size && !is_white(x->s.data[end]) && x->s.data[end] != '/' &&
           x->s.data[end] != '>')
        end++;
    tag.name = (sr_str){x->s.data + begin, end - begin};
    tag.tag = (uint16_t)gumbo_tagn_enum(tag.name.data, (unsigned)(tag.name.size & 0xFFFFFFF));
    if (tag.tag > GUMBO_TAG_LAST) tag.tag = GUMBO_TAG_UNKNOWN;
    x->at = read_attributes(x, end, &tag);
    return tag;
}

/* -- raw text ------------------------------------------------------------------------------------- */

static bool name_at(sr_str s, size_t at, sr_str name)
{
    size_t end = at + name.size;
    return end < s.size && strncasecmp(s.data + at, name.data, name.size) == 0 &&
           (is_white(s.data[end]) || s.data[end] == '/' || s.data[end] == '>');
}

static size_t raw_end(sr_str s, size_t at, sr_str name)
{
    for (at = find_bytes(s, at, "</"); at < s.size; at = find_bytes(s, at + 2, "</"))
        if (name_at(s, at + 2, name)) return at;
    return s.size;
}

/* A script with "<!--" and "<script" in it ends later (the script data double escaped state). */
static size_t script_end(sr_str s, size_t at)
{
    bool escaped = false, twice = false;
    for (; at < s.size; at++) {
        const char c = s.data[at];
        if (c == '-' && escaped && word_at(s, at, "-->")) escaped = twice = false;
        if (c != '<') continue;
        if (!escaped && word_at(s, at, "<!--")) {
            escaped = true;
            at += word_at(s, at, "<!-->") || word_at(s, at, "<!--->") ? 1 : 3;
        } else if (escaped && !twice && name_at(s, at + 1, SR_STR("script"))) {
            twice = true;
        } else if (at + 1 < s.size && s.data[at + 1] == '/' && name_at(s, at + 2, SR_STR("script"))) {
            if (!twice) return at;
            twice = false;
        }
    }
    return s.size;
}

static void skip_raw(scanner *x, const tag_text *tag)
{
    if (x->unclosed[tag->tag]) return;
    bool script = tag->tag == GUMBO_TAG_SCRIPT;
    size_t begin = x->at, end = script ? script_end(x->s, begin) : raw_end(x->s, begin, tag->name);
    if (end >= x->s.size && !script) {
        x->unclosed[tag->tag] = true; /* read on as markup */
        return;
    }
    if (script || tag->tag == GUMBO_TAG_STYLE) add_cut(x->arena, x->out, begin, end);
    if (tag->jsonld && end > begin) {
        sr_span *json = SR_PUSH(x->arena, x->out, jsonld);
        if (json) *json = (sr_span){(uint32_t)begin, (uint32_t)end};
    }
    x->at = end;
}

static bool in_select(const scanner *x)
{
    for (uint32_t i = x->open_count; i-- > 0;)
        if (x->open[i].tag == GUMBO_TAG_SELECT) return true;
    return false;
}

static sr_status scan_tag(scanner *x, sr_err *err)
{
    size_t begin = x->at;
    tag_text tag = read_tag(x);
    if (tag.attributes > MAX_TAG_ATTRIBUTES)
        return sr_fail(err, SR_ERR_LIMIT, SR_INGEST_NAME, begin, "a tag has more than %u attributes",
                       MAX_TAG_ATTRIBUTES);
    if (tag.end) {
        close_element(x, &tag);
        return SR_OK;
    }
    bool raw = (x->flags[tag.tag] & RAW) && !in_foreign(x) &&
               (tag.tag == GUMBO_TAG_SCRIPT || !in_select(x));
    sr_status status = open_element(x, &tag, begin, err);
    if (status == SR_OK && raw) skip_raw(x, &tag);
    return status;
}

/* <!-- -->, <!doctype>, <![CDATA[ ]]>, <? >, </ > */
static void scan_declaration(scanner *x)
{
    sr_str s = x->s;
    size_t begin = x->at, end;
    if (word_at(s, begin, "<!-->") || word_at(s, begin, "<!--->")) {
        end = find_bytes(s, begin, ">") + 1;
    } else if (word_at(s, begin, "<!--")) {
        size_t plain = find_bytes(s, begin + 4, "-->");
        size_t odd = find_bytes((sr_str){s.data, plain}, begin + 4, "--!>");
        end = odd < plain ? odd + 4 : plain + 3;
    } else if (word_at(s, begin, "<![CDATA[") && in_foreign(x)) {
        x->at = find_bytes(s, begin, "]]>");
        return;
    } else {
        end = find_bytes(s, begin, ">") + 1;
    }
    if (end > s.size) end = s.size;
    if (!word_at(s, begin, "<!doctype")) add_cut(x->arena, x->out, begin, end);
    x->at = end;
}

sr_status sr_html_scan(sr_arena *arena, sr_str text, sr_scan *out, sr_err *err)
{
    scanner *x = sr_arena_alloc(arena, sizeof *x);
    if (!x) return SR_FAIL(err, SR_ERR_MEMORY, SR_INGEST_NAME, "no memory");
    x->arena = arena;
    x->s = text;
    x->out = out;
    for (size_t i = 0; i < sizeof FLAGS / sizeof *FLAGS; i++) x->flags[FLAGS[i].tag] = FLAGS[i].flags;
    sr_status status = SR_OK;
    while (status == SR_OK) {
        const char *hit = x->at < text.size ? memchr(text.data + x->at, '<', text.size - x->at) : NULL;
        if (!hit || (x->at = (size_t)(hit - text.data)) + 2 >= text.size) break;
        char next = hit[1];
        if (is_alpha(next) || (next == '/' && is_alpha(hit[2]))) status = scan_tag(x, err);
        else if (next == '!' || next == '?' || next == '/') scan_declaration(x);
        else x->at++;
    }
    return status;
}
