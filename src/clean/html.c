/* SPDX-License-Identifier: Apache-2.0 */
/* A page: body or not, for each unit.
 *
 * html_cut.c cuts it, html_measure.c, html_around.c and html_likeness.c measure each unit,
 * html_trees.c weighs the measures (they follow boilerplate detection by shallow text features and
 * readability's scoring of containers; a second pass over the first one's scores of the neighbours
 * was tried and did not help). html_kinds.c then says what a dropped unit is. Reads text,
 * elements, fields. */
#include "clean/html.h"

#define PROSE_WORDS 8.0f   /* as in html_around.c */
#define PROSE_LINKS 0.4f
#define LEAST_SHARE 0.25
#define LEAST_BAR (-4.0f)

sr_status sr_html_model_open(sr_arena *arena, const char *data_dir, const sr_html_model **out, sr_err *err)
{
    sr_html_model *model = sr_arena_alloc(arena, sizeof *model);
    if (!model) return SR_FAIL(err, SR_ERR_MEMORY, "clean", "no memory");
    sr_status status = sr_html_cues_open(arena, data_dir, &model->cues, err);
    if (status == SR_OK) status = sr_html_trees_open(arena, data_dir, model->cues, &model->trees, err);
    *out = model;
    return status;
}

sr_status sr_html_view_open(const sr_html_model *model, const sr_doc *doc, sr_arena *tmp, sr_units *units,
                            sr_html_view *out)
{
    if (sr_html_cut(doc, tmp, units) != SR_OK) return SR_ERR_MEMORY;
    *out = (sr_html_view){.model = model, .doc = doc, .tmp = tmp, .units = units};
    out->measures = sr_arena_alloc(tmp, (units->items_count + 1) * sizeof *out->measures);
    out->own_cues = sr_arena_alloc(tmp, (doc->elements_count + 1) * sizeof *out->own_cues);
    if (!out->measures || !out->own_cues || !sr_html_measure(out)) return SR_ERR_MEMORY;
    return SR_OK;
}

/* A page whose like was never learned scores low throughout; but a page of news has a body. So the
 * bar is lowered, not below LEAST_BAR, until a fair share of the page's prose is above it. Scores
 * are then counted from the bar. */
static void set_bar(sr_html_view *view, sr_units *units)
{
    double prose = 0, kept = 0;
    float bar = 0.25f;
    for (uint32_t i = 0; i < units->items_count; i++) {
        const float *m = view->measures[i].of;
        if (m[SR_F_words] >= PROSE_WORDS && m[SR_F_links] < PROSE_LINKS) prose += (double)m[SR_F_words];
    }
    do {
        kept = 0;
        bar -= 0.25f;
        for (uint32_t i = 0; i < units->items_count; i++)
            if (units->items[i].score > bar) kept += (double)view->measures[i].of[SR_F_words];
    } while (kept < LEAST_SHARE * prose && bar > LEAST_BAR);
    for (uint32_t i = 0; i < units->items_count; i++) units->items[i].score -= bar;
}

sr_status sr_html_units(const sr_clean *model, const sr_html_model *html, const sr_doc *doc,
                        sr_scratch *tmp, sr_units *out, sr_err *err)
{
    sr_html_view view;
    sr_status status = sr_html_view_open(html, doc, tmp->arena, out, &view);
    if (status != SR_OK) return SR_FAIL(err, status, "clean", "no memory for the page's units");
    for (uint32_t i = 0; i < out->items_count; i++)
        out->items[i].score = sr_html_trees_score(html->trees, &view.measures[i]);
    set_bar(&view, out);
    sr_html_name_kinds(model, &view, out);
    return SR_OK;
}
