/* SPDX-License-Identifier: Apache-2.0 */
/* JSON-LD: what schema.org properties a page gives for its article.
 *
 * Pages write it badly: raw line breaks in strings, HTML comments and CDATA around it, a semicolon
 * behind it. So the text is mended first, then read by jansson. Articles are looked for at the top,
 * in arrays, in @graph and as the main entity of a page, not in lists of other articles. Keys:
 * "ld:headline" for articles; "ld/website:name" for nodes of another type. */
#include "ingest/internal.h"

#include <jansson.h>
#include <stdio.h>
#include <strings.h>

#define MAX_JSON_BYTES (4u << 20)
#define MAX_BODY_BYTES (256u << 10)

typedef struct reader {
    sr_doc *doc;
    sr_span raw;
} reader;

static const char *const ARTICLES[] = {"article", "newsarticle", "reportagenewsarticle",
    "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle", "reviewnewsarticle",
    "askpublicnewsarticle", "liveblogposting", "blogposting", "socialmediaposting", "techarticle",
    "advertisercontentarticle", "scholarlyarticle", "satiricalarticle", "report", NULL};

/* -- mending ------------------------------------------------------------------------------------- */

static bool deep(sr_str s)
{
    unsigned depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < s.size; i++) {
        char c = s.data[i];
        if (quoted && c == '\\') i++;
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == '{' || c == '[') && ++depth > SR_MAX_JSON_DEPTH) return true;
        else if (!quoted && (c == '}' || c == ']') && depth) depth--;
    }
    return false;
}

/* A copy from the first bracket on, control characters as spaces. */
static sr_str mend(sr_arena *tmp, sr_str s)
{
    size_t begin = 0;
    while (begin < s.size && s.data[begin] != '{' && s.data[begin] != '[') begin++;
    if (sr_str_starts((sr_str){s.data + begin, s.size - begin}, SR_STR("[CDATA["))) begin += 7;
    while (begin < s.size && s.data[begin] != '{' && s.data[begin] != '[') begin++;
    s = (sr_str){s.data + begin, s.size - begin};
    if (s.size == 0 || s.size > MAX_JSON_BYTES || deep(s)) return SR_STR("");
    sr_str copy = sr_arena_copy(tmp, s);
    char *p = copy.size ? sr_arena_alloc(tmp, copy.size + 1) : NULL;
    if (!p) return SR_STR("");
    for (size_t i = 0; i < copy.size; i++) {
        unsigned char c = (unsigned char)copy.data[i];
        p[i] = (char)(c < 0x20 ? ' ' : c);
    }
    return (sr_str){p, copy.size};
}

/* -- reading --------------------------------------------------------------------------------------- */

static sr_str string_of(const json_t *value)
{
    if (!json_is_string(value)) return SR_STR("");
    return (sr_str){json_string_value(value), json_string_length(value)};
}

/* The node's type in lower case, without "http://schema.org/"; the first that is an article. */
static bool type_of(const json_t *node, char *out, size_t room)
{
    const json_t *type = json_object_get(node, "@type");
    size_t count = json_is_array(type) ? json_array_size(type) : 1;
    bool article = false;
    out[0] = 0;
    for (size_t i = 0; i < count && !article; i++) {
        sr_str name = string_of(json_is_array(type) ? json_array_get(type, i) : type);
        for (size_t k = name.size; k-- > 0;)
            if (name.data[k] == '/') {
                name = (sr_str){name.data + k + 1, name.size - k - 1};
                break;
            }
        if (name.size == 0 || name.size >= room) continue;
        for (size_t k = 0; k < name.size; k++)
            out[k] = name.data[k] >= 'A' && name.data[k] <= 'Z' ? (char)(name.data[k] + 32) : name.data[k];
        out[name.size] = 0;
        for (size_t k = 0; ARTICLES[k] && !article; k++) article = strcmp(out, ARTICLES[k]) == 0;
    }
    return article;
}

static void add(const reader *r, const char *prefix, const char *property, sr_str value)
{
    char key[96];
    size_t n = strlen(prefix), m = strlen(property);
    if (n + m >= sizeof key) return;
    memcpy(key, prefix, n);
    memcpy(key + n, property, m);
    sr_field_add(r->doc, (sr_str){key, n + m}, value, r->raw);
}

/* author: "A" | {"name": "A"} | [{"name": ["A", "B"]}, ...] */
static void add_names(const reader *r, const char *prefix, const char *property, const json_t *value)
{
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            const json_t *item = json_array_get(value, i);
            if (!json_is_array(item)) add_names(r, prefix, property, item);
        }
        return;
    }
    const json_t *name = json_is_object(value) ? json_object_get(value, "name") : value;
    if (json_is_array(name))
        for (size_t i = 0; i < json_array_size(name); i++)
            add(r, prefix, property, string_of(json_array_get(name, i)));
    else
        add(r, prefix, property, string_of(name));
}

static void add_body(const reader *r, const json_t *node)
{
    sr_str body = string_of(json_object_get(node, "articleBody"));
    if (body.size == 0 || body.size > MAX_BODY_BYTES) return;
    sr_field *f = SR_PUSH(r->doc->arena, r->doc, fields);
    if (!f) return;
    *f = (sr_field){SR_STR("ld:articleBody"), sr_arena_copy(r->doc->arena, body), r->raw};
}

static void add_node(const reader *r, const json_t *node, const char *type, bool article)
{
    static const char *const plain[] = {"headline", "name", "alternativeHeadline", "description",
        "datePublished", "dateModified", "dateCreated", "uploadDate", "dateline", "inLanguage", "url",
        "articleSection", NULL};
    static const char *const named[] = {"author", "publisher", "creator", "sourceOrganization", NULL};
    char prefix[80] = "ld:", property[40];
    if (!article) snprintf(prefix, sizeof prefix, "ld/%s:", type);
    else add(r, prefix, "@type", sr_str_c(type));
    for (size_t i = 0; plain[i]; i++) add(r, prefix, plain[i], string_of(json_object_get(node, plain[i])));
    for (size_t i = 0; named[i]; i++) {
        snprintf(property, sizeof property, "%s.name", named[i]);
        add_names(r, prefix, property, json_object_get(node, named[i]));
    }
    const json_t *page = json_object_get(node, "mainEntityOfPage");
    if (json_is_object(page)) page = json_object_get(page, "@id");
    add(r, prefix, "mainEntityOfPage", string_of(page));
    if (article) add_body(r, node);
}

/* Recursion is bounded: deep() has checked the depth. */
static void read_value(const reader *r, const json_t *value)
{
    static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage", NULL};
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) read_value(r, json_array_get(value, i));
        return;
    }
    if (!json_is_object(value)) return;
    char type[64];
    bool article = type_of(value, type, sizeof type);
    if (type[0]) add_node(r, value, type, article);
    for (size_t i = 0; inner[i]; i++) {
        const json_t *child = json_object_get(value, inner[i]);
        if (json_is_object(child) || json_is_array(child)) read_value(r, child);
    }
}

void sr_jsonld_fields(sr_doc *doc, sr_arena *tmp, sr_str json, sr_span raw)
{
    sr_str text = mend(tmp, json);
    if (text.size == 0) return;
    json_error_t error;
    json_t *root = json_loadb(text.data, text.size, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &error);
    if (!root) return;
    reader r = {doc, raw};
    read_value(&r, root);
    json_decref(root);
}
