/* SPDX-License-Identifier: Apache-2.0 */
/* Folder walk with an explicit stack of folders still to be read. */
#include "base/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/limits.h"

typedef struct folder {
    sr_str path;
    uint32_t depth;
} folder;

typedef struct walker {
    sr_arena *arena;
    sr_founds *out;
    SR_LAYER(folder, folders);
    SR_LAYER(sr_str, names);
} walker;

static void add_fault(walker *w, sr_str path, const char *what, const char *why)
{
    sr_found *f = SR_PUSH(w->arena, w->out, items);
    if (!f) return;
    f->path = path;
    SR_FAIL(&f->fault, SR_ERR_IO, "read", "%s%s", what, why);
}

static void add_file(walker *w, sr_str path)
{
    sr_found *f = SR_PUSH(w->arena, w->out, items);
    if (f) f->path = path;
}

static int by_name(const void *a, const void *b) { return sr_str_cmp(*(const sr_str *)a, *(const sr_str *)b); }

static void add_entry(walker *w, sr_str path, uint32_t depth)
{
    struct stat st, target;
    if (lstat(path.data, &st) != 0) {
        add_fault(w, path, "cannot be read: ", strerror(errno));
        return;
    }
    bool link = S_ISLNK(st.st_mode) && stat(path.data, &target) == 0; /* one that leads nowhere fails when it is read */
    if (link && S_ISDIR(target.st_mode)) {
        add_fault(w, path, "a link to a folder, not followed", "");
    } else if (S_ISDIR(st.st_mode) && depth >= SR_MAX_FOLDER_DEPTH) {
        add_fault(w, path, "folders nested too deep", "");
    } else if (S_ISDIR(st.st_mode)) {
        folder *f = SR_PUSH(w->arena, w, folders);
        if (f) *f = (folder){path, depth};
    } else if (link ? S_ISREG(target.st_mode) : S_ISREG(st.st_mode) || S_ISLNK(st.st_mode)) {
        add_file(w, path);
    } else
        add_fault(w, path, "neither a file nor a folder", "");
}

/* Reads the names of one folder, sorted; false where it cannot be opened. */
static bool read_names(walker *w, sr_str path)
{
    DIR *d = opendir(path.data);
    if (!d) return false;
    w->names_count = 0;
    for (struct dirent *e = readdir(d); e; e = readdir(d)) {
        sr_str *name = e->d_name[0] == '.' ? NULL : SR_PUSH(w->arena, w, names);
        if (name) *name = sr_arena_copy(w->arena, sr_str_c(e->d_name));
    }
    closedir(d);
    if (w->names_count > 1) qsort(w->names, w->names_count, sizeof *w->names, by_name);
    return true;
}

static void read_folder(walker *w, folder f)
{
    if (!read_names(w, f.path)) {
        add_fault(w, f.path, "cannot be opened: ", strerror(errno));
        return;
    }
    if (w->names_count == 0) add_fault(w, f.path, "the folder holds no reports", "");
    bool slash = f.path.size && f.path.data[f.path.size - 1] == '/';
    for (uint32_t i = 0; i < w->names_count; i++)
        add_entry(w, sr_arena_printf(w->arena, "%s%s%s", f.path.data, slash ? "" : "/", w->names[i].data), f.depth + 1);
}

void sr_walk(sr_arena *arena, const char *path, sr_founds *out)
{
    walker w = {.arena = arena, .out = out};
    sr_str name = sr_arena_copy(arena, sr_str_c(path));
    struct stat st;
    if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        add_file(&w, name);
        return;
    }
    folder root = {name, 0};
    for (read_folder(&w, root); w.folders_count && !sr_arena_failed(arena);) {
        folder next = w.folders[--w.folders_count];
        read_folder(&w, next);
    }
}
