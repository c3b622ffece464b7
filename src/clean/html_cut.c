/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts a page's text into units: the lines that ingest made, those of one element that only a <br>
 * sets apart joined again. Each unit knows the innermost block-level element around it. */
#include <gumbo.h>

#include "clean/html.h"

bool sr_html_is_heading(const sr_element *e)
{
    return e->tag >= GUMBO_TAG_H1 && e->tag <= GUMBO_TAG_H6;
}

bool sr_html_is_block(const sr_element *e)
{
    switch ((int)e->tag) {
    case GUMBO_TAG_P: case GUMBO_TAG_H1: case GUMBO_TAG_H2: case GUMBO_TAG_H3: case GUMBO_TAG_H4:
    case GUMBO_TAG_H5: case GUMBO_TAG_H6: case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_DL:
    case GUMBO_TAG_TABLE: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_PRE: case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_ARTICLE: case GUMBO_TAG_SECTION: case GUMBO_TAG_ASIDE: case GUMBO_TAG_NAV:
    case GUMBO_TAG_MAIN: case GUMBO_TAG_FORM: case GUMBO_TAG_HEADER: case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ADDRESS: case GUMBO_TAG_FIELDSET: case GUMBO_TAG_DIV: case GUMBO_TAG_LI:
    case GUMBO_TAG_DT: case GUMBO_TAG_DD: case GUMBO_TAG_TR: case GUMBO_TAG_TD: case GUMBO_TAG_TH:
    case GUMBO_TAG_CAPTION: case GUMBO_TAG_FIGCAPTION: case GUMBO_TAG_TBODY: case GUMBO_TAG_THEAD:
    case GUMBO_TAG_TFOOT: case GUMBO_TAG_CENTER: case GUMBO_TAG_DETAILS: case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_HGROUP: case GUMBO_TAG_MENU: case GUMBO_TAG_DIR: case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML: case GUMBO_TAG_LEGEND: case GUMBO_TAG_BUTTON: case GUMBO_TAG_LISTING:
    case GUMBO_TAG_XMP: case GUMBO_TAG_OBJECT: return true;
    default: return false;
    }
}

typedef struct cutter {
    const sr_doc *doc;
    uint32_t *open; /* elements around the line, outermost first */
    uint32_t open_count, next;
} cutter;

/* The innermost block around a line. Lines come in order, so each element is looked at once. */
static uint32_t block_around(cutter *c, sr_span line)
{
    const sr_element *elements = c->doc->elements;
    while (c->open_count && elements[c->open[c->open_count - 1]].text.end < line.end) c->open_count--;
    while (c->next < c->doc->elements_count && elements[c->next].text.begin <= line.begin) {
        if (elements[c->next].text.end >= line.end && line.end > line.begin) c->open[c->open_count++] = c->next;
        c->next++;
    }
    for (uint32_t i = c->open_count; i-- > 0;)
        if (sr_html_is_block(&elements[c->open[i]])) return c->open[i];
    return c->open_count ? c->open[0] : SR_NONE;
}

static void add_line(cutter *c, sr_arena *tmp, sr_span line, sr_units *out)
{
    line = sr_trim_span(c->doc->text, line);
    if (line.begin == line.end) return;
    uint32_t element = block_around(c, line);
    sr_unit *last = out->items_count ? &out->items[out->items_count - 1] : NULL;
    if (last && last->element == element && line.begin - last->span.end == 1 && element != SR_NONE) {
        last->span.end = line.end;
        return;
    }
    sr_unit *u = SR_PUSH(tmp, out, items);
    if (!u) return;
    u->span = line;
    u->element = element;
}

sr_status sr_html_cut(const sr_doc *doc, sr_arena *tmp, sr_units *out)
{
    cutter c = {.doc = doc};
    c.open = sr_arena_alloc(tmp, (doc->elements_count + 1) * sizeof *c.open);
    if (!c.open) return SR_ERR_MEMORY;
    uint32_t begin = 0;
    for (uint32_t at = 0; at <= doc->text_size; at++) {
        if (at < doc->text_size && doc->text[at] != '\n') continue;
        add_line(&c, tmp, (sr_span){begin, at}, out);
        begin = at + 1;
    }
    return sr_arena_failed(tmp) ? SR_ERR_MEMORY : SR_OK;
}
