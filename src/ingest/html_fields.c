/* SPDX-License-Identifier: Apache-2.0 */
/* What the page says of itself: <html lang>, <title>, <link rel=canonical>, <meta>, <time datetime>
 * and microdata that stands in attributes. Keys are lower case: "lang", "title", "canonical",
 * "og:title", "article:published_time", "time:datetime", "itemprop:datepublished". Writes fields;
 * microdata that stands in text is found through the elements' attrs. */
#include "ingest/internal.h"

#include <gumbo.h>
#include <strings.h>

#define MAX_FIELDS 2000u
#define MAX_VALUE_BYTES 4096u
#define MAX_KEY_BYTES 64u

typedef struct nodes {
    SR_LAYER(const GumboNode *, items);
} nodes;

void sr_field_add(sr_doc *doc, sr_str key, sr_str value, sr_span raw)
{
    value = sr_trim(value);
    if (doc->fields_count >= MAX_FIELDS || value.size == 0 || key.size == 0) return;
    if (value.size > MAX_VALUE_BYTES) { /* not within a character */
        value.size = MAX_VALUE_BYTES;
        while (value.size && ((unsigned char)value.data[value.size] & 0xC0) == 0x80) value.size--;
    }
    sr_field *f = SR_PUSH(doc->arena, doc, fields);
    if (!f) return;
    f->key = sr_arena_copy(doc->arena, key);
    f->value = sr_arena_copy(doc->arena, value);
    f->raw = raw;
}

static sr_str attr(const GumboNode *node, const char *name)
{
    const GumboAttribute *a = gumbo_get_attribute(&node->v.element.attributes, name);
    return a ? sr_trim(sr_str_c(a->value)) : SR_STR("");
}

static sr_span raw_of_tag(const sr_page *page, const GumboNode *node)
{
    GumboStringPiece tag = node->v.element.original_tag;
    sr_str markup = page->markup.text;
    if (!tag.data || tag.data < markup.data || tag.data >= markup.data + markup.size)
        return (sr_span){0, 0};
    uint32_t begin = (uint32_t)(tag.data - markup.data), hint = 0;
    return sr_runs_raw(&page->markup.runs, (sr_span){begin, begin + (uint32_t)tag.length}, &hint);
}

/* prefix + name in lower case, as one field. */
static void add(const sr_page *page, const GumboNode *node, const char *prefix, sr_str name, sr_str value)
{
    char key[MAX_KEY_BYTES];
    size_t n = strlen(prefix);
    if (value.size == 0 || n + name.size >= sizeof key) return;
    memcpy(key, prefix, n);
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        key[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    }
    sr_field_add(page->doc, (sr_str){key, n}, value, raw_of_tag(page, node));
}

static void add_meta(const sr_page *page, const GumboNode *node)
{
    sr_str content = attr(node, "content");
    sr_str property = attr(node, "property"), name = attr(node, "name");
    sr_str prop = attr(node, "itemprop"), equiv = attr(node, "http-equiv");
    if (property.size) add(page, node, "", property, content);
    if (name.size && !sr_str_eq(name, property)) add(page, node, "", name, content);
    if (prop.size) add(page, node, "itemprop:", prop, content);
    if (equiv.size) add(page, node, "http-equiv:", equiv, content);
}

static void add_title(const sr_page *page, const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;
    bool seen = sr_doc_field(page->doc, "title").size > 0;
    if (seen || children->length == 0) return;
    const GumboNode *text = children->data[0];
    if (text->type == GUMBO_NODE_TEXT || text->type == GUMBO_NODE_CDATA)
        add(page, node, "", SR_STR("title"), sr_str_c(text->v.text.text));
}

static void add_link(const sr_page *page, const GumboNode *node)
{
    sr_str rel = attr(node, "rel");
    if (rel.size == 9 && strncasecmp(rel.data, "canonical", 9) == 0)
        add(page, node, "", SR_STR("canonical"), attr(node, "href"));
}

static void read_element(const sr_page *page, const GumboNode *node)
{
    sr_str prop = {0};
    switch (node->v.element.tag) {
    case GUMBO_TAG_HTML: add(page, node, "", SR_STR("lang"), attr(node, "lang")); return;
    case GUMBO_TAG_META: add_meta(page, node); return;
    case GUMBO_TAG_TITLE: add_title(page, node); return;
    case GUMBO_TAG_LINK: add_link(page, node); return;
    case GUMBO_TAG_TIME: add(page, node, "", SR_STR("time:datetime"), attr(node, "datetime")); break;
    default: break;
    }
    if (node->v.element.attributes.length) prop = attr(node, "itemprop");
    if (prop.size == 0) return;
    sr_str value = attr(node, "content");
    add(page, node, "itemprop:", prop, value.size ? value : attr(node, "datetime"));
}

static bool has_children(const GumboNode *node)
{
    return (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) &&
           node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML;
}

void sr_html_fields(sr_page *page)
{
    nodes stack = {0};
    const GumboNode **first = SR_PUSH(page->tmp, &stack, items);
    if (first) *first = page->root;
    while (stack.items_count && !sr_arena_failed(page->tmp)) {
        const GumboNode *node = stack.items[--stack.items_count];
        if (!has_children(node)) continue;
        read_element(page, node);
        const GumboVector *children = &node->v.element.children;
        for (unsigned i = children->length; i-- > 0;) {
            const GumboNode **slot = SR_PUSH(page->tmp, &stack, items);
            if (slot) *slot = children->data[i];
        }
    }
}
