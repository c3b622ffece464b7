/* SPDX-License-Identifier: Apache-2.0 */
/* What a page says of itself: title, outlet, address, dates, authors, language. Reads fields,
 * elements and text; writes meta.
 *
 * JSON-LD of the article comes before the tags of social networks, those before older ones, a
 * <time> near the heading and a printed date there before nothing; dates of other articles (in
 * navigation, asides, lists of links) do not count. */
#include <gumbo.h>

#include "clean/credits.h"
#include "clean/html.h"

#define NEAR_BEFORE_BYTES 600u  /* where a date may stand before the heading */
#define NEAR_BEHIND_BYTES 1500u /* ... and behind it */
#define MAX_AUTHORS 12u

typedef struct reader {
    const sr_clean *model;
    sr_doc *doc;
    sr_arena *tmp;
    uint32_t heading; /* element, SR_NONE */
} reader;

static sr_str first_of(const sr_doc *doc, const char *const *keys)
{
    for (; *keys; keys++) {
        sr_str value = sr_doc_field(doc, *keys);
        if (value.size) return value;
    }
    return SR_STR("");
}

/* -- strings as pages write them ------------------------------------------------------------------- */

static size_t read_entity(sr_str s, size_t at, uint32_t *out)
{
    static const struct {
        const char *name;
        uint32_t c;
    } names[] = {{"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&lt;", '<'}, {"&gt;", '>'},
                 {"&nbsp;", ' '}, {"&rsquo;", 0x2019}, {"&lsquo;", 0x2018}, {"&ldquo;", 0x201C},
                 {"&rdquo;", 0x201D}, {"&ndash;", 0x2013}, {"&mdash;", 0x2014}, {"&hellip;", 0x2026}};
    sr_str rest = {s.data + at, s.size - at};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (sr_str_starts(rest, sr_str_c(names[i].name))) {
            *out = names[i].c;
            return strlen(names[i].name);
        }
    if (rest.size < 4 || rest.data[1] != '#') return 0;
    bool hex = rest.data[2] == 'x' || rest.data[2] == 'X';
    uint32_t c = 0;
    size_t i = hex ? 3 : 2;
    for (; i < rest.size && i < 10 && rest.data[i] != ';'; i++) {
        char d = rest.data[i], low = (char)(d | 32);
        bool letter = hex && low >= 'a' && low <= 'f';
        if (!letter && (d < '0' || d > '9')) return 0;
        c = c * (hex ? 16 : 10) + (uint32_t)(letter ? low - 'a' + 10 : d - '0');
    }
    bool good = i < rest.size && rest.data[i] == ';' && c >= 0x20 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    *out = c;
    return good ? i + 1 : 0;
}

/* A copy in tmp with entities resolved (JSON-LD and meta tags escape twice), white space collapsed. */
static sr_str tidy(sr_arena *tmp, sr_str s)
{
    sr_buf out = {0};
    for (size_t at = 0; at < s.size;) {
        uint32_t c = 0;
        size_t begin = at, used = s.data[at] == '&' ? read_entity(s, at, &c) : 0;
        if (used) at += used;
        else c = sr_utf8_next(s, &at);
        if (sr_is_space(c)) {
            if (out.size && out.data[out.size - 1] != ' ') sr_buf_char(&out, ' ');
            continue;
        }
        char utf8[4];
        if (used) sr_buf_add(&out, utf8, sr_utf8_put(utf8, c));
        else sr_buf_add(&out, s.data + begin, at - begin);
    }
    sr_str copy = sr_arena_copy(tmp, sr_trim(sr_buf_view(&out)));
    sr_buf_done(&out, tmp);
    return copy;
}

/* -- the title ----------------------------------------------------------------------------------------- */

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static sr_str folded(sr_arena *tmp, sr_str s)
{
    sr_buf out = {0};
    sr_fold(&out, s);
    sr_str copy = sr_arena_copy(tmp, sr_buf_view(&out));
    sr_buf_done(&out, tmp);
    return copy;
}

/* The next word of folded s from *at on. */
static sr_str next_word(sr_str s, size_t *at)
{
    while (*at < s.size && !is_word_byte(s.data[*at])) ++*at;
    size_t begin = *at;
    while (*at < s.size && is_word_byte(s.data[*at])) ++*at;
    return (sr_str){s.data + begin, *at - begin};
}

static uint32_t count_words(sr_str s)
{
    uint32_t n = 0;
    for (size_t at = 0; next_word(s, &at).size;) n++;
    return n;
}

static bool has_word(sr_str s, sr_str word)
{
    sr_str w;
    for (size_t at = 0; (w = next_word(s, &at)).size;)
        if (sr_str_eq(w, word)) return true;
    return false;
}

/* Of the words of a, the share that b has. Both folded. */
static double share_of(sr_str a, sr_str b)
{
    uint32_t all = 0, hits = 0;
    sr_str w;
    for (size_t at = 0; (w = next_word(a, &at)).size; all++) hits += has_word(b, w);
    return all ? (double)hits / all : 0;
}

/* Where " | Site" or " - Site" begins; s.size where there is none. */
static size_t suffix_of(sr_arena *tmp, sr_str s, sr_str site)
{
    static const char *const marks[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xB7 ", " \xC2\xBB ", " // "};
    sr_str plain_site = folded(tmp, site);
    for (size_t at = s.size; at-- > 1;)
        for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
            sr_str mark = sr_str_c(marks[k]), rest = {s.data + at, s.size - at};
            if (!sr_str_starts(rest, mark)) continue;
            sr_str tail = folded(tmp, (sr_str){rest.data + mark.size, rest.size - mark.size});
            bool named = site.size && (share_of(tail, plain_site) >= 0.5 || share_of(plain_site, tail) >= 0.99);
            bool bar = k == 0 && count_words(tail) <= 4;
            bool dash = k > 0 && count_words(tail) <= 3 && site.size == 0;
            bool kept = count_words(folded(tmp, (sr_str){s.data, at})) >= 2;
            if (kept && (named || bar || dash)) return at;
        }
    return s.size;
}

static sr_str without_site(sr_arena *tmp, sr_str s, sr_str site)
{
    for (int rounds = 0; rounds < 3; rounds++) {
        size_t end = suffix_of(tmp, s, site);
        if (end == s.size) break;
        s = sr_trim((sr_str){s.data, end});
    }
    return s;
}

/* The heading that says what the page's own title says. */
static uint32_t find_heading(const reader *r, sr_str title)
{
    uint32_t best = SR_NONE;
    double most = 0.5;
    sr_str plain = folded(r->tmp, title);
    for (uint32_t i = 0; i < r->doc->elements_count; i++) {
        const sr_element *e = &r->doc->elements[i];
        bool small = e->text.end > e->text.begin && sr_span_size(e->text) < 400;
        if (!small || !sr_html_is_heading(e)) continue;
        sr_str words = folded(r->tmp, sr_doc_str(r->doc, e->text));
        double fit = (share_of(words, plain) + share_of(plain, words)) / 2 + (e->tag == GUMBO_TAG_H1 ? 0.25 : 0);
        if (fit <= most) continue;
        most = fit;
        best = i;
    }
    return best;
}

/* Without a fitting one: the only <h1> there is. */
static uint32_t only_heading(const sr_doc *doc)
{
    uint32_t found = SR_NONE;
    for (uint32_t i = 0; i < doc->elements_count; i++) {
        if (doc->elements[i].tag != GUMBO_TAG_H1 || sr_span_size(doc->elements[i].text) < 12) continue;
        if (found != SR_NONE) return SR_NONE;
        found = i;
    }
    return found;
}

/* A kicker within the heading ("Opinion | ...") is no part of the title: where the heading ends
 * with the very words that a field calls the title, those are it. */
static sr_span without_kicker(const reader *r, sr_span heading)
{
    static const char *const keys[] = {"ld:headline", "og:title", "twitter:title", NULL};
    enum { LEAST_WORDS = 4 };
    for (size_t k = 0; keys[k]; k++) {
        sr_str h = sr_doc_str(r->doc, heading);
        sr_str title = without_site(r->tmp, tidy(r->tmp, sr_doc_field(r->doc, keys[k])), r->doc->meta.outlet);
        if (title.size >= h.size || count_words(folded(r->tmp, title)) < LEAST_WORDS) continue;
        uint32_t size = (uint32_t)title.size;
        if (memcmp(h.data + h.size - size, title.data, size) == 0) return (sr_span){heading.end - size, heading.end};
    }
    return heading;
}

static void read_title(reader *r)
{
    static const char *const keys[] = {"ld:headline", "og:title", "twitter:title", "dc.title", "title", NULL};
    sr_meta *m = &r->doc->meta;
    sr_str title = without_site(r->tmp, tidy(r->tmp, first_of(r->doc, keys)), m->outlet);
    r->heading = title.size ? find_heading(r, title) : only_heading(r->doc);
    if (r->heading == SR_NONE) r->heading = only_heading(r->doc);
    bool fits = r->heading != SR_NONE;
    if (fits && title.size)
        fits = share_of(folded(r->tmp, title), folded(r->tmp, sr_doc_str(r->doc, r->doc->elements[r->heading].text))) >= 0.3;
    if (fits) {
        m->title_span = without_kicker(r, r->doc->elements[r->heading].text);
        title = tidy(r->tmp, sr_doc_str(r->doc, m->title_span));
    }
    m->title = sr_arena_copy(r->doc->arena, title);
}

/* -- outlet, address, language ----------------------------------------------------------------------------- */

static void read_names(reader *r)
{
    static const char *const outlets[] = {"og:site_name", "ld:publisher.name", "ld/newsmediaorganization:name",
        "ld/website:name", "dc.publisher", "article:publisher_name", "application-name", NULL};
    static const char *const urls[] = {"canonical", "og:url", "ld:url", "ld:mainEntityOfPage", NULL};
    static const char *const languages[] = {"lang", "og:locale", "ld:inLanguage", "content-language", NULL};
    sr_meta *m = &r->doc->meta;
    sr_str outlet = tidy(r->tmp, first_of(r->doc, outlets));
    sr_str known = sr_outlet_name(r->model, r->tmp, outlet);
    m->outlet = sr_arena_copy(r->doc->arena, known.size ? known : outlet);
    m->url = sr_arena_copy(r->doc->arena, first_of(r->doc, urls));
    sr_str language = folded(r->tmp, first_of(r->doc, languages));
    bool code = language.size == 2 || (language.size > 2 && !is_word_byte(language.data[2]));
    if (code) m->language = sr_arena_copy(r->doc->arena, (sr_str){language.data, 2});
}

/* -- dates --------------------------------------------------------------------------------------------------- */

static bool parse_when(const reader *r, sr_str value, sr_when *out)
{
    sr_span where;
    sr_when when = {0};
    if (value.size == 0) return false;
    bool found = sr_when_parse(value, false, &when) > 0 || sr_when_find(r->model, r->tmp, value, &when, &where);
    if (!found || !when.year || !when.month || !when.day || !sr_when_valid(&when)) return false;
    *out = when;
    return true;
}

static bool when_of(const reader *r, const char *const *keys, sr_when *out)
{
    for (; *keys; keys++)
        if (parse_when(r, sr_doc_field(r->doc, *keys), out)) return true;
    return false;
}

/* Navigation, asides, footers and lists of other articles. */
static bool is_elsewhere(const reader *r, uint32_t e)
{
    const sr_html_cues *cues = r->model->html->cues;
    uint32_t other = sr_html_cues_bit(cues, "related") | sr_html_cues_bit(cues, "comment");
    for (; e != SR_NONE && r->doc->elements[e].depth > 1; e = r->doc->elements[e].parent) {
        const sr_element *x = &r->doc->elements[e];
        if (x->tag == GUMBO_TAG_NAV || x->tag == GUMBO_TAG_ASIDE || x->tag == GUMBO_TAG_FOOTER || x->tag == GUMBO_TAG_A) return true;
        if (sr_html_cues_match(cues, x->attrs) & other) return true;
    }
    return false;
}

static bool is_near(const reader *r, sr_span s)
{
    if (r->heading == SR_NONE) return s.begin < NEAR_BEHIND_BYTES;
    sr_span h = r->doc->elements[r->heading].text;
    return s.end + NEAR_BEFORE_BYTES >= h.begin && s.begin <= h.end + NEAR_BEHIND_BYTES;
}

/* Behind the heading before what stands above it. */
static bool is_better(const reader *r, sr_span s, sr_span best)
{
    if (best.end == UINT32_MAX) return true;
    if (r->heading == SR_NONE) return false;
    uint32_t h = r->doc->elements[r->heading].text.begin;
    return s.begin >= h && best.begin < h;
}

static bool time_element(const reader *r, sr_when *out, sr_span *where)
{
    sr_span best = {0, UINT32_MAX};
    for (uint32_t i = 0; i < r->doc->elements_count; i++) {
        const sr_element *e = &r->doc->elements[i];
        sr_when when;
        if (e->tag != GUMBO_TAG_TIME || !is_near(r, e->text) || is_elsewhere(r, i)) continue;
        sr_str value = e->href.size ? e->href : sr_doc_str(r->doc, e->text);
        if (!is_better(r, e->text, best) || !parse_when(r, value, &when)) continue;
        *out = when;
        best = e->text;
    }
    if (best.end == UINT32_MAX) return false;
    *where = best;
    return true;
}

/* A short line near the heading that holds a date. */
static bool printed_date(const reader *r, sr_when *out, sr_span *where)
{
    enum { LINE_BYTES = 160 };
    sr_span best = {0, UINT32_MAX};
    uint32_t begin = 0;
    for (uint32_t at = 0; at <= r->doc->text_size; at++) {
        if (at < r->doc->text_size && r->doc->text[at] != '\n') continue;
        sr_span line = {begin, at}, within;
        begin = at + 1;
        sr_when when;
        if (sr_span_size(line) < 6 || sr_span_size(line) > LINE_BYTES || !is_near(r, line)) continue;
        if (!is_better(r, line, best)) continue;
        if (!sr_when_find(r->model, r->tmp, sr_doc_str(r->doc, line), &when, &within)) continue;
        if (!when.year || !when.month || !when.day || !sr_when_valid(&when)) continue;
        *out = when;
        best = line;
        *where = (sr_span){line.begin + within.begin, line.begin + within.end};
    }
    return best.end != UINT32_MAX;
}

/* ".../2014/06/21/..." or ".../2014-06-21-..." in the page's address. */
static bool address_date(const reader *r, sr_when *out)
{
    sr_str u = r->doc->meta.url;
    for (size_t at = 0; at + 10 < u.size; at++) {
        char date[11];
        if (u.data[at] != '/' || (u.data[at + 5] != '/' && u.data[at + 5] != '-') || u.data[at + 8] != u.data[at + 5]) continue;
        memcpy(date, u.data + at + 1, 10);
        date[4] = date[7] = '-';
        date[10] = 0;
        if (sr_when_parse((sr_str){date, 10}, true, out) == 10 && sr_when_valid(out) && out->year > 1990) return true;
    }
    return false;
}

static void read_dates(reader *r)
{
    static const char *const published[] = {"ld:datePublished", "article:published_time", "itemprop:datepublished",
        "og:published_time", "article:published", "og:article:published_time", "parsely-pub-date", "sailthru.date",
        "datepublished", "publish-date", "publish_date", "pubdate", "publication_date", "publicationdate", "article.published",
        "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued", "dcterms.created", "dc.date",
        "dcterms.date", "dc.created", "dcterms.issued", "article_date_original", "date", "article:create_time", "last-publish-date",
        "ld:dateCreated", "ld/webpage:datePublished", "ld/videoobject:uploadDate", NULL};
    static const char *const modified[] = {"ld:dateModified", "article:modified_time", "og:updated_time", "itemprop:datemodified",
        "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "ld/webpage:dateModified", NULL};
    sr_meta *m = &r->doc->meta;
    sr_span where = {0, 0};
    when_of(r, modified, &m->modified);
    if (when_of(r, published, &m->published)) return;
    if (time_element(r, &m->published, &where) || printed_date(r, &m->published, &where)) m->published_span = where;
    else if (!address_date(r, &m->published)) m->published = m->modified;
}

/* -- authors ---------------------------------------------------------------------------------------------------- */

static bool is_author(const reader *r, sr_str name)
{
    bool address = memchr(name.data, '/', name.size) || memchr(name.data, '@', name.size);
    return name.size > 2 && name.size < 80 && !address && count_words(folded(r->tmp, name)) <= 5 &&
           !sr_str_eq(name, r->doc->meta.outlet);
}

/* "Agencies", "Staff and agencies": a credit that names nobody. */
static bool is_nameless(const reader *r, sr_str name)
{
    sr_line_pieces line = {0};
    sr_credit_clauses clauses = {0};
    sr_pieces_of(r->tmp, name, &line);
    if (!sr_credit_clauses_of(r->model, &line, 0, r->tmp, &clauses) || !clauses.items_count) return false;
    return clauses.items[0].role == SR_CREDIT_AGENCY && clauses.items[0].slot != SR_SLOT_AGENCY;
}

static void add_author(reader *r, sr_str name)
{
    static const char *const by[] = {"By ", "by ", "BY ", "Von ", "Par ", "Por "};
    name = sr_trim(name);
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        if (sr_str_starts(name, sr_str_c(by[i]))) name = sr_trim((sr_str){name.data + strlen(by[i]), name.size - strlen(by[i])});
    if (!is_author(r, name) || r->doc->meta.credits_count >= MAX_AUTHORS) return;
    sr_str agency = sr_agency_name(r->model, r->tmp, name);
    sr_span nowhere = {0, 0};
    if (agency.size) sr_credit_add(r->doc, SR_CREDIT_AGENCY, agency, nowhere);
    else if (is_nameless(r, name)) sr_credit_add(r->doc, SR_CREDIT_AGENCY, SR_STR("Agencies"), nowhere);
    else sr_credit_add(r->doc, SR_CREDIT_REPORTING, name, nowhere);
}

/* "A, B and C" */
static void add_authors(reader *r, sr_str names)
{
    static const char *const marks[] = {", and ", " and ", " & ", ", ", "; ", " | ", " und "};
    for (size_t begin = 0, at = 0; at <= names.size; at++) {
        size_t skip = at == names.size ? 1 : 0;
        for (size_t k = 0; k < sizeof marks / sizeof *marks && !skip; k++)
            if (sr_str_starts((sr_str){names.data + at, names.size - at}, sr_str_c(marks[k]))) skip = strlen(marks[k]);
        if (!skip) continue;
        add_author(r, (sr_str){names.data + begin, at - begin});
        begin = at + skip;
        at = begin - 1;
    }
}

static void read_authors(reader *r)
{
    static const char *const keys[] = {"ld:author.name", "ld:creator.name", "author", "article:author", "parsely-author",
        "sailthru.author", "dc.creator", "byl", "itemprop:author", "article:author_name", "authors", "cxenseparse:author", NULL};
    for (size_t k = 0; keys[k] && r->doc->meta.credits_count == 0; k++)
        for (uint32_t i = 0; i < r->doc->fields_count; i++)
            if (sr_str_eq(r->doc->fields[i].key, sr_str_c(keys[k]))) add_authors(r, tidy(r->tmp, r->doc->fields[i].value));
}

void sr_fields_meta(const sr_clean *model, sr_doc *doc, sr_scratch *tmp)
{
    reader r = {model, doc, tmp->arena, SR_NONE};
    read_names(&r);
    read_title(&r);
    read_dates(&r);
    read_authors(&r);
}
