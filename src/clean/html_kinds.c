/* SPDX-License-Identifier: Apache-2.0 */
/* Names what a page's units are: the body's subheads, and of what is dropped the kind that elements,
 * the cues of their attributes or the words themselves tell; chrome where nothing does. Sets kind and
 * why; the score has been set by the model. */
#include "clean/html.h"

#define SHORT_WORDS 30.0f   /* a label, not a paragraph */
#define SUBHEAD_WORDS 16.0f
#define DATE_WORDS 16.0f
#define SURE 1.5f           /* log odds from which no cue of words overrules the model */

typedef struct namer {
    const sr_clean *clean;
    sr_html_view *view;
    sr_units *units;
    uint32_t first_body, last_body; /* units; first > last where there is none */
    uint32_t title;                 /* unit, SR_NONE */
} namer;

/* How near the cue group is: 0 none, 1 far, 2 near, 3 own. */
static float cue(const namer *n, uint32_t i, const char *group)
{
    uint32_t bit = sr_html_cues_bit(n->view->model->cues, group);
    for (uint32_t g = 0; g < SR_HTML_MAX_GROUPS; g++)
        if (bit == 1u << g) return n->view->measures[i].of[SR_F_COUNT + g];
    return 0;
}

static const float *measures(const namer *n, uint32_t i) { return n->view->measures[i].of; }

static void name(sr_unit *u, sr_block_kind kind, sr_str why)
{
    u->kind = kind;
    u->why = why;
}

/* -- the title ------------------------------------------------------------------------------------- */

/* The heading that says what the page's own title says; the highest, then the first. */
static void find_title(namer *n)
{
    float best = 0;
    n->title = SR_NONE;
    for (uint32_t i = 0; i < n->units->items_count; i++) {
        const float *m = measures(n, i);
        bool heading = m[SR_F_is_heading] > 0 || cue(n, i, "title") >= 2;
        if (m[SR_F_is_title] <= 0 && m[SR_F_is_heading] != 1.0f) continue;
        float score = 2 * m[SR_F_is_title] + m[SR_F_like_title] + (heading ? 0.5f : 0) +
                      (m[SR_F_is_heading] == 1.0f ? 2.0f : 0) - (m[SR_F_links] > 0.5f ? 1.5f : 0);
        if (score <= best) continue;
        best = score;
        n->title = i;
    }
    if (n->title != SR_NONE) name(&n->units->items[n->title], SR_BLOCK_TITLE, SR_STR("the page's heading"));
}

/* -- within the body --------------------------------------------------------------------------------- */

static bool is_subhead(const namer *n, uint32_t i)
{
    const float *m = measures(n, i);
    if (m[SR_F_words] > SUBHEAD_WORDS || m[SR_F_is_li] > 0) return false;
    if (m[SR_F_is_heading] > 0) return true;
    return m[SR_F_bold] > 0.9f && m[SR_F_ends] < 2 && m[SR_F_ends_colon] < 1 && m[SR_F_lines] < 1;
}

/* Does a cue of words overrule a model that is not sure? "Read more: ..." */
static const sr_cue *word_cue(const namer *n, uint32_t i)
{
    sr_str s = sr_doc_str(n->view->doc, n->units->items[i].span);
    if (measures(n, i)[SR_F_words] > SHORT_WORDS || memchr(s.data, '\n', s.size)) return NULL;
    return sr_cue_match(n->clean, n->view->tmp, s);
}

static void name_body(namer *n, uint32_t i)
{
    sr_unit *u = &n->units->items[i];
    const sr_cue *found = u->score < SURE ? word_cue(n, i) : NULL;
    if (found && found->kind != SR_BLOCK_SUBHEAD && found->kind != SR_BLOCK_BODY) {
        name(u, found->kind, found->pattern);
        return;
    }
    bool subhead = is_subhead(n, i);
    name(u, subhead ? SR_BLOCK_SUBHEAD : SR_BLOCK_BODY, subhead ? SR_STR("a heading in the body") : SR_STR("model"));
    if (u->kind != SR_BLOCK_BODY) return;
    if (n->first_body > n->last_body) n->first_body = i;
    n->last_body = i;
}

/* -- what is dropped ------------------------------------------------------------------------------------ */

static bool is_date(const namer *n, uint32_t i)
{
    const float *m = measures(n, i);
    sr_when when;
    sr_span where;
    if (m[SR_F_words] > DATE_WORDS || m[SR_F_digits] <= 0) return false;
    return sr_when_find(n->clean, n->view->tmp, sr_doc_str(n->view->doc, n->units->items[i].span), &when, &where);
}

static sr_block_kind kind_of_elements(const namer *n, uint32_t i, sr_str *why)
{
    static const struct {
        const char *group;
        float least;
        sr_block_kind kind;
    } rules[] = {{"comment", 1, SR_BLOCK_COMMENTS}, {"caption", 3, SR_BLOCK_CAPTION},
                 {"consent", 2, SR_BLOCK_POLICY},   {"byline", 2, SR_BLOCK_BYLINE},
                 {"related", 1, SR_BLOCK_RELATED},  {"teaser", 2, SR_BLOCK_RELATED},
                 {"tags", 2, SR_BLOCK_SECTION},     {"caption", 2, SR_BLOCK_CAPTION},
                 {"lead", 2, SR_BLOCK_TEASER}};
    const float *m = measures(n, i);
    if (m[SR_F_in_figure] > 0 || m[SR_F_is_figure] > 0) {
        *why = SR_STR("figure");
        return SR_BLOCK_CAPTION;
    }
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        if (cue(n, i, rules[k].group) < rules[k].least) continue;
        if (rules[k].kind == SR_BLOCK_BYLINE && m[SR_F_words] > SHORT_WORDS) continue;
        *why = sr_str_c(rules[k].group);
        return rules[k].kind;
    }
    *why = SR_STR("model");
    return SR_BLOCK_CHROME;
}

static void name_dropped(namer *n, uint32_t i)
{
    sr_unit *u = &n->units->items[i];
    const float *m = measures(n, i);
    bool apart = m[SR_F_in_nav] > 0 || m[SR_F_in_footer] > 0;
    const sr_cue *found = word_cue(n, i);
    sr_str why;
    sr_block_kind kind = kind_of_elements(n, i, &why);
    if (found && found->kind != SR_BLOCK_BODY) name(u, found->kind, found->pattern);
    else if (!apart && kind != SR_BLOCK_COMMENTS && kind != SR_BLOCK_RELATED && is_date(n, i))
        name(u, SR_BLOCK_DATE, SR_STR("a date"));
    else if (apart && kind != SR_BLOCK_POLICY) name(u, SR_BLOCK_CHROME, SR_STR("navigation"));
    else name(u, kind, why);
}

void sr_html_name_kinds(const sr_clean *clean, sr_html_view *view, sr_units *units)
{
    namer n = {.clean = clean, .view = view, .units = units, .first_body = 1};
    find_title(&n);
    for (uint32_t i = 0; i < units->items_count; i++) {
        if (i == n.title) continue;
        if (units->items[i].score > 0 && measures(&n, i)[SR_F_is_heading] != 1.0f) name_body(&n, i);
        else name_dropped(&n, i);
    }
    for (uint32_t i = 0; i < units->items_count; i++) {
        sr_unit *u = &units->items[i];
        bool inside = n.first_body < i && i < n.last_body;
        if (u->kind == SR_BLOCK_SUBHEAD && !inside) name(u, SR_BLOCK_CHROME, SR_STR("a heading outside the body"));
    }
}
