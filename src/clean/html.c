/* SPDX-License-Identifier: Apache-2.0 */
/* A page: body or not, for each unit.
 *
 * html_cut.c cuts it, html_measure.c, html_around.c and html_likeness.c measure each unit,
 * html_trees.c weighs the measures (they follow boilerplate detection by shallow text features and
 * readability's scoring of containers; a second pass over the first one's scores of the neighbours
 * was tried and did not help). html_kinds.c then says what a dropped unit is. Reads text,
 * elements, fields. */
#include "clean/html.h"

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

sr_status sr_html_units(const sr_clean *model, const sr_html_model *html, const sr_doc *doc,
                        sr_scratch *tmp, sr_units *out, sr_err *err)
{
    sr_html_view view;
    sr_status status = sr_html_view_open(html, doc, tmp->arena, out, &view);
    if (status != SR_OK) return SR_FAIL(err, status, "clean", "no memory for the page's units");
    for (uint32_t i = 0; i < out->items_count; i++)
        out->items[i].score = sr_html_trees_score(html->trees, &view.measures[i]);
    sr_html_name_kinds(model, &view, out);
    return SR_OK;
}
