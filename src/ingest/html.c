/* SPDX-License-Identifier: Apache-2.0 */
/* A page: cut, parsed, walked.
 *
 * html_scan.c says what to cut; the rest is parsed by gumbo, whose memory comes from the scratch
 * arena, up to a budget that grows with the page (a tree is larger than its page, and formatting
 * that is reopened in every paragraph makes it larger without bound). Past the budget, or out of
 * memory, the allocator leaves gumbo by longjmp: nothing is lost, for the arena owns all of it. */
#include "ingest/internal.h"

#include <gumbo.h>
#include <setjmp.h>

#define TREE_BASE_BYTES (48u << 20)
#define TREE_BYTES_PER_BYTE 64u

typedef struct tree_memory {
    sr_arena *arena;
    size_t left_bytes;
    sr_status status;
    jmp_buf out;
} tree_memory;

static void *tree_alloc(void *data, size_t size)
{
    tree_memory *m = data;
    if (size > m->left_bytes) {
        m->status = SR_ERR_LIMIT;
        longjmp(m->out, 1);
    }
    m->left_bytes -= size;
    void *p = sr_arena_alloc(m->arena, size);
    if (!p) {
        m->status = SR_ERR_MEMORY;
        longjmp(m->out, 1);
    }
    return p;
}

static void tree_free(void *data, void *p)
{
    (void)data;
    (void)p;
}

static size_t budget(size_t page_bytes)
{
    size_t bytes = TREE_BASE_BYTES + page_bytes * TREE_BYTES_PER_BYTE;
    return bytes < SR_MAX_HTML_TREE_BYTES ? bytes : SR_MAX_HTML_TREE_BYTES;
}

static const GumboNode *parse(tree_memory *m, sr_str markup)
{
    if (setjmp(m->out) != 0) return NULL;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = tree_alloc;
    options.deallocator = tree_free;
    options.userdata = m;
    options.max_errors = 0;
    GumboOutput *output = gumbo_parse_with_options(&options, markup.data, markup.size);
    return output ? output->root : NULL;
}

/* Copies the source without the cuts, and composes the map. */
static void cut_markup(sr_arena *arena, const sr_source *source, const sr_scan *scan, sr_source *out)
{
    char *to = sr_arena_alloc(arena, source->text.size + 1);
    if (!to) return;
    bool bom = sr_str_starts(source->text, SR_STR("\xEF\xBB\xBF"));
    uint32_t at = bom ? 3 : 0, size = 0, hint = 0;
    for (uint32_t i = 0; i <= scan->cuts_count; i++) {
        bool end = i == scan->cuts_count;
        uint32_t begin = end ? (uint32_t)source->text.size : scan->cuts[i].begin;
        if (begin > at) {
            memcpy(to + size, source->text.data + at, begin - at);
            sr_runs_copy(arena, &source->runs, (sr_span){at, begin}, size, &out->runs, &hint);
            size += begin - at;
        }
        if (!end && scan->cuts[i].end > at) at = scan->cuts[i].end;
    }
    out->text = (sr_str){to, size};
    out->charset = source->charset;
}

static void read_jsonld(sr_page *page, const sr_source *source, const sr_scan *scan)
{
    uint32_t hint = 0;
    for (uint32_t i = 0; i < scan->jsonld_count; i++) {
        sr_str json = sr_str_of(source->text.data, scan->jsonld[i]);
        sr_jsonld_fields(page->doc, page->tmp, json, sr_runs_raw(&source->runs, scan->jsonld[i], &hint));
    }
}

static void limit_byte(const sr_source *source, sr_err *err)
{
    uint32_t hint = 0, at = err && err->byte < source->text.size ? (uint32_t)err->byte : 0;
    if (err) err->byte = sr_runs_raw(&source->runs, (sr_span){at, at + 1}, &hint).begin;
}

sr_status sr_html_run(sr_doc *doc, const sr_source *source, sr_scratch *tmp, sr_err *err)
{
    sr_scan scan = {0};
    sr_page page = {.doc = doc, .tmp = tmp->arena};
    sr_status status = sr_html_scan(tmp->arena, source->text, &scan, err);
    if (status == SR_ERR_LIMIT) limit_byte(source, err);
    if (status != SR_OK) return status;
    cut_markup(tmp->arena, source, &scan, &page.markup);
    if (sr_arena_failed(tmp->arena)) return SR_FAIL(err, SR_ERR_MEMORY, SR_INGEST_NAME, "no memory");
    tree_memory memory = {.arena = tmp->arena, .left_bytes = budget(page.markup.text.size)};
    page.root = parse(&memory, page.markup.text);
    if (memory.status == SR_ERR_LIMIT)
        return sr_fail(err, SR_ERR_LIMIT, SR_INGEST_NAME, 0,
                       "the page's tree needs too much memory for its size");
    if (!page.root) return SR_FAIL(err, SR_ERR_MEMORY, SR_INGEST_NAME, "no memory for the page's tree");
    sr_html_fields(&page);
    read_jsonld(&page, source, &scan);
    status = sr_html_text(&page, err);
    if (status == SR_OK && (sr_arena_failed(doc->arena) || sr_arena_failed(tmp->arena)))
        status = SR_FAIL(err, SR_ERR_MEMORY, SR_INGEST_NAME, "no memory for the page");
    return status;
}
