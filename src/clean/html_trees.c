/* SPDX-License-Identifier: Apache-2.0 */
/* The learned model: boosted decision trees over the measures of a unit. Read from
 * data/models/clean_html.txt, made by train/clean_html/train.py; its rows:
 *
 *   bias | VALUE
 *   tree | NODE NODE ...            node 0 is the root; a NODE is
 *     measure<=threshold?yes:no       with numbers of nodes, both behind it
 *     =value                          a leaf: log odds to add */
#include "clean/html.h"

#define TREES_PATH "models/clean_html.txt"
#define MAX_NODES 256u

typedef struct node {
    float threshold;   /* of a leaf: its value */
    uint16_t yes, no;  /* relative to the tree's first node; 0 in a leaf */
    uint16_t measure;
} node;

typedef struct tree {
    node *nodes;
    uint32_t nodes_count, nodes_room;
} tree;

struct sr_html_trees {
    double bias;
    SR_LAYER(tree, items);
};

const char *const sr_html_measure_names[] = {
#define SR_HTML_NAME(name) #name,
    SR_HTML_MEASURES(SR_HTML_NAME)
#undef SR_HTML_NAME
};

static bool find_measure(const sr_html_cues *cues, sr_str name, uint16_t *out)
{
    for (uint32_t i = 0; i < SR_F_COUNT; i++)
        if (sr_str_eq(name, sr_str_c(sr_html_measure_names[i]))) {
            *out = (uint16_t)i;
            return true;
        }
    bool cue = sr_str_starts(name, SR_STR("cue_"));
    for (uint32_t i = 0; cue && i < sr_html_cues_groups(cues); i++)
        if (sr_str_eq((sr_str){name.data + 4, name.size - 4}, sr_html_cues_name(cues, i))) {
            *out = (uint16_t)(SR_F_COUNT + i);
            return true;
        }
    return false;
}

/* A number such as "-12.5e-3", without the locale. Moves *at behind it. */
static bool read_number(sr_str s, size_t *at, double *out)
{
    double value = 0, scale = 1;
    int exponent = 0, sign = 1;
    size_t digits = 0;
    bool negative = *at < s.size && s.data[*at] == '-', point = false;
    for (*at += negative; *at < s.size; (*at)++) {
        char c = s.data[*at];
        if (c == '.' && !point) point = true;
        else if (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            if (point) scale *= 10;
            digits++;
        } else break;
    }
    if (digits && *at < s.size && s.data[*at] == 'e') {
        if (++*at < s.size && (s.data[*at] == '-' || s.data[*at] == '+')) sign = s.data[(*at)++] == '-' ? -1 : 1;
        while (*at < s.size && s.data[*at] >= '0' && s.data[*at] <= '9' && exponent < 99)
            exponent = exponent * 10 + (s.data[(*at)++] - '0');
    }
    for (; exponent > 0; exponent--) scale = sign < 0 ? scale * 10 : scale / 10;
    *out = (negative ? -value : value) / scale;
    return digits > 0;
}

static bool take(sr_str s, size_t *at, const char *what)
{
    size_t n = strlen(what);
    if (s.size - *at < n || memcmp(s.data + *at, what, n) != 0) return false;
    *at += n;
    return true;
}

static bool read_node(const sr_html_cues *cues, sr_str s, node *out)
{
    size_t at = 0;
    double value, yes, no;
    if (take(s, &at, "=")) {
        if (!read_number(s, &at, &value) || at != s.size) return false;
        *out = (node){.threshold = (float)value};
        return true;
    }
    const char *sign = memchr(s.data, '<', s.size);
    if (!sign || !find_measure(cues, (sr_str){s.data, (size_t)(sign - s.data)}, &out->measure)) return false;
    at = (size_t)(sign - s.data);
    if (!take(s, &at, "<=") || !read_number(s, &at, &value) || !take(s, &at, "?")) return false;
    if (!read_number(s, &at, &yes) || !take(s, &at, ":") || !read_number(s, &at, &no)) return false;
    if (at != s.size || yes < 1 || no < 1 || yes >= MAX_NODES || no >= MAX_NODES) return false;
    out->threshold = (float)value;
    out->yes = (uint16_t)yes;
    out->no = (uint16_t)no;
    return true;
}

/* Children lie behind their parent and within the tree, so that a walk ends. */
static bool is_sound(const tree *t)
{
    for (uint32_t i = 0; i < t->nodes_count; i++) {
        const node *n = &t->nodes[i];
        if (n->yes && (n->yes <= i || n->no <= i || n->yes >= t->nodes_count || n->no >= t->nodes_count))
            return false;
    }
    return t->nodes_count > 0 && t->nodes_count <= MAX_NODES;
}

static bool read_tree(sr_arena *arena, const sr_html_cues *cues, sr_str row, tree *out)
{
    for (size_t at = 0; at < row.size;) {
        size_t end = at;
        while (end < row.size && row.data[end] != ' ') end++;
        node *n = end > at ? SR_PUSH(arena, out, nodes) : NULL;
        if (end > at && (!n || !read_node(cues, (sr_str){row.data + at, end - at}, n))) return false;
        at = end + 1;
    }
    return is_sound(out);
}

static bool read_row(sr_arena *arena, const sr_html_cues *cues, const sr_row *row, sr_html_trees *out)
{
    if (sr_str_eq(row->fields[0], SR_STR("bias"))) {
        size_t at = 0;
        return read_number(row->fields[1], &at, &out->bias) && at == row->fields[1].size;
    }
    if (!sr_str_eq(row->fields[0], SR_STR("tree"))) return false;
    tree *t = SR_PUSH(arena, out, items);
    return t && read_tree(arena, cues, row->fields[1], t);
}

sr_status sr_html_trees_open(sr_arena *arena, const char *data_dir, const sr_html_cues *cues,
                             const sr_html_trees **out, sr_err *err)
{
    sr_table table = {0};
    sr_status status = sr_table_read(arena, data_dir, TREES_PATH, 2, &table, err);
    if (status != SR_OK) return status;
    sr_html_trees *trees = sr_arena_alloc(arena, sizeof *trees);
    if (!trees) return SR_FAIL(err, SR_ERR_MEMORY, "clean", "no memory");
    for (uint32_t i = 0; i < table.rows_count; i++) {
        bool good = read_row(arena, cues, &table.rows[i], trees);
        if (sr_arena_failed(arena)) return SR_FAIL(err, SR_ERR_MEMORY, "clean", "no memory");
        if (!good)
            return SR_FAIL(err, SR_ERR_FORMAT, "clean", "%s:%u: no row of the model", TREES_PATH,
                           table.rows[i].line);
    }
    *out = trees;
    return SR_OK;
}

float sr_html_trees_score(const sr_html_trees *trees, const sr_measures *m)
{
    double sum = trees->bias;
    for (uint32_t i = 0; i < trees->items_count; i++) {
        const node *nodes = trees->items[i].nodes, *n = nodes;
        while (n->yes) n = nodes + (m->of[n->measure] <= n->threshold ? n->yes : n->no);
        sum += (double)n->threshold;
    }
    return (float)sum;
}
