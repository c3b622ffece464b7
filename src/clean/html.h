/* SPDX-License-Identifier: Apache-2.0 */
/* What the html_*.c files of clean/ share: a page cut into units, what is measured of each, and the
 * learned trees that weigh it. The names of the measures are those of the model file. */
#ifndef SR_CLEAN_HTML_H
#define SR_CLEAN_HTML_H

#include "clean/internal.h"

/* The measures. Shares are 0 to 1; "up" measures look at the elements around a unit. The groups of
 * html_cues.txt come behind these. */
#define SR_HTML_MEASURES(X)                                                                        \
    X(words) X(chars) X(links) X(link_count) X(bold) X(italic) X(sentences) X(commas)              \
    X(ends) X(ends_colon) X(capitals) X(upper) X(digits) X(short_words) X(long_word) X(quotes)      \
    X(symbols) X(lines) X(repeats)                                                                 \
    X(is_p) X(is_div) X(is_li) X(is_heading) X(is_td) X(is_figure) X(is_quote) X(is_inline_only)    \
    X(in_article) X(in_main) X(in_aside) X(in_nav) X(in_footer) X(in_header) X(in_list)             \
    X(in_form) X(in_table) X(in_figure) X(in_button) X(in_link) X(articlebody) X(itemprop)          \
    X(depth) X(classless) X(same_class)                                                            \
    X(rank) X(rank_chars) X(after_title) X(since_title) X(page_units) X(page_words)                 \
    X(like_title) X(is_title) X(like_lead) X(in_ld) X(has_ld)                                      \
    X(box_share) X(box_up) X(box_best) X(box_distance) X(box_units) X(box_words) X(box_links)       \
    X(box2_share) X(box2_links) X(box2_units) X(up3_share) X(up5_share) X(article_share)           \
    X(body_share) X(h1_before)                                                                     \
    X(prev_words) X(prev_links) X(prev_p) X(prev_same) X(next_words) X(next_links) X(next_p)        \
    X(next_same) X(near_words) X(near_links)

enum {
#define SR_HTML_ENUM(name) SR_F_##name,
    SR_HTML_MEASURES(SR_HTML_ENUM)
#undef SR_HTML_ENUM
    SR_F_COUNT,
    SR_HTML_MAX_GROUPS = 32,
    SR_HTML_MEASURES_MAX = SR_F_COUNT + SR_HTML_MAX_GROUPS
};

/* One unit's measures: [0, SR_F_COUNT) as above, then one for each group of cues: 0 none, 1 on an
 * element far around, 2 near, 3 on its own element. */
typedef struct sr_measures {
    float of[SR_HTML_MEASURES_MAX];
} sr_measures;

/* Cues for the attributes of elements (html_cues.c). */
typedef struct sr_html_cues sr_html_cues;
sr_status sr_html_cues_open(sr_arena *arena, const char *data_dir, const sr_html_cues **out, sr_err *err);
uint32_t sr_html_cues_groups(const sr_html_cues *cues);
sr_str sr_html_cues_name(const sr_html_cues *cues, uint32_t group);
/* A bit for each group that has a cue in attrs. */
uint32_t sr_html_cues_match(const sr_html_cues *cues, sr_str attrs);
/* The bit of the group of this name; 0 if there is none. */
uint32_t sr_html_cues_bit(const sr_html_cues *cues, const char *name);

struct sr_html_model {
    const sr_html_cues *cues;
    const struct sr_html_trees *trees;
};

/* -- html_cut.c: the page as units --------------------------------------------------------------- */
bool sr_html_is_block(const sr_element *e);
bool sr_html_is_heading(const sr_element *e);
sr_status sr_html_cut(const sr_doc *doc, sr_arena *tmp, sr_units *out);

/* -- html_measure.c, html_around.c: measures ------------------------------------------------------- */
typedef struct sr_html_view {
    const sr_html_model *model;
    const sr_doc *doc;
    sr_arena *tmp;
    const sr_units *units;
    sr_measures *measures;  /* [units] */
    uint32_t *own_cues;     /* [elements], bits of groups */
} sr_html_view;

extern const char *const sr_html_measure_names[]; /* [SR_F_COUNT], html_trees.c */

/* Measures of all units. false: out of memory. */
bool sr_html_measure(sr_html_view *view);
void sr_html_measure_text(sr_html_view *view);
void sr_html_measure_elements(sr_html_view *view);
bool sr_html_measure_boxes(sr_html_view *view);
bool sr_html_measure_fields(sr_html_view *view);
void sr_html_measure_around(sr_html_view *view);

/* html.c: cuts the page and measures its units, all in tmp. */
sr_status sr_html_view_open(const sr_html_model *model, const sr_doc *doc, sr_arena *tmp, sr_units *units,
                            sr_html_view *out);

/* -- html_trees.c: the learned model ---------------------------------------------------------------- */
typedef struct sr_html_trees sr_html_trees;
sr_status sr_html_trees_open(sr_arena *arena, const char *data_dir, const sr_html_cues *cues,
                             const sr_html_trees **out, sr_err *err);
/* The log odds that a unit is body. */
float sr_html_trees_score(const sr_html_trees *trees, const sr_measures *m);

/* -- html_kinds.c: what a dropped unit is ----------------------------------------------------------- */
void sr_html_name_kinds(const sr_clean *clean, sr_html_view *view, sr_units *units);

#endif
