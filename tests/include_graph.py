#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may include whom, who may open files, what the library never does, and how long functions and
files may be (ARCHITECTURE.md). Reads the sources; prints TAP.

    base <- doc <- the stages of reading; stages never include each other
            doc <- record <- lineage, merge, store, report
    all of these <- pipeline <- sitrep.c <- cli, which includes sitrep.h only"""
import os
import re
import sys

import house

READING = ["ingest", "clean", "split", "syntax", "names", "times", "places", "quotes", "claims"]
RECONCILING = ["lineage", "merge", "store", "report"]
MAY = {"base": {"base"}, "doc": {"base", "doc"}, "record": {"base", "doc", "record"}}
MAY.update({s: {"base", "doc", s} for s in READING})
MAY.update({s: {"base", "doc", "record", s} for s in RECONCILING})
SEE_ALL = {"src/pipeline.h", "src/pipeline.c", "src/sitrep.c"}
MOST_FUNCTION_LINES, MOST_FILE_LINES = 70, 800

FILE_CALLS = r"(?<![\w.>])(fopen|fdopen|freopen|open|openat|creat|opendir|fdopendir|stat|lstat|fstat|mmap|rename|unlink|remove|mkdir|tmpfile|mkstemp|read|pread|fread|access)\s*\("
FILES_MAY = ("src/base/io.c", "src/base/walk.c", "src/base/table.c", "src/ingest/", "src/store/", "cli/")
NEVER_CALLS = r"(?<![\w.>])(printf|fprintf|vprintf|vfprintf|puts|putchar|fputs|perror|exit|_exit|quick_exit|abort|setlocale|uselocale|strtok|signal|system|popen|getenv|time|localtime|gmtime|rand|srand|strtod|atof|strcoll)\s*\("
ALLOCATOR_CALLS = r"(?<![\w.>])(malloc|calloc|realloc|free|strdup)\s*\("


def sources(*tops):
    for top in tops:
        for folder, folders, files in os.walk(os.path.join(house.ROOT, top)):
            folders.sort()
            for name in sorted(files):
                if name.endswith((".c", ".h")):
                    path = os.path.join(folder, name)
                    yield os.path.relpath(path, house.ROOT), open(path, encoding="utf-8").read()


def code_of(text):
    """Without comments and strings, lines kept."""
    def blank(m):
        return re.sub(r"[^\n]", " ", m[0])
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', blank, text, flags=re.S)


def includes(text):
    return re.findall(r'^\s*#\s*include\s*["<]([^">]+)[">]', text, flags=re.M)


def none(found):
    assert not found, "\n" + "\n".join(found)


def calls(pattern, *tops):
    for path, text in sources(*tops):
        for n, line in enumerate(code_of(text).split("\n"), 1):
            for m in re.finditer(pattern, line):
                yield path, n, m[1]


def test_folders_include_only_what_they_may():
    known = {d for d in os.listdir(os.path.join(house.ROOT, "src")) if os.path.isdir(os.path.join(house.ROOT, "src", d))}
    assert known <= set(MAY), f"folders without a rule: {known - set(MAY)}"
    bad = []
    for path, text in sources("src"):
        if path in SEE_ALL:
            continue
        folder = path.split("/")[1]
        for name in includes(text):
            target = name.split("/")[0] if "/" in name else folder if os.path.exists(os.path.join(house.ROOT, "src", folder, name)) else None
            if target in MAY and target not in MAY[folder]:
                bad.append(f"{path} includes {name}")
            if name in ("pipeline.h", "sitrep.c", "pipeline.c"):
                bad.append(f"{path} includes {name}")
    none(bad)


def test_inner_headers_stay_inside():
    none([f"{p} includes {n}" for p, t in sources("src") for n in includes(t) if n.endswith("internal.h") and p.split("/")[1] != n.split("/")[0]])


def test_clients_include_sitrep_h_only():
    bad = []
    for path, text in sources("cli"):
        own = {os.path.basename(p) for p, _ in sources("cli")}
        for name in includes(text):
            if "/" in name and not name.startswith(("sys/", "netinet/", "arpa/")) or (name.endswith(".h") and name not in own | {"sitrep.h"} and os.path.exists(os.path.join(house.ROOT, "src", name))):
                bad.append(f"{path} includes {name}")
    none(bad)


def test_the_public_header_includes_the_standard_only():
    text = open(os.path.join(house.ROOT, "include", "sitrep.h")).read()
    assert set(includes(text)) <= {"stdbool.h", "stddef.h", "stdint.h"}


def test_no_cycles_of_headers():
    graph = {p[4:]: [n for n in includes(t) if os.path.exists(os.path.join(house.ROOT, "src", n))] for p, t in sources("src") if p.endswith(".h")}
    state = {}

    def visit(name, way):
        assert state.get(name) != 1, " -> ".join(way + [name])
        if state.get(name) == 2:
            return
        state[name] = 1
        for other in graph.get(name, []):
            visit(other, way + [name])
        state[name] = 2
    for name in graph:
        visit(name, [])


def test_files_are_opened_where_they_may_be():
    none([f"{p}:{n} calls {c}" for p, n, c in calls(FILE_CALLS, "src") if not p.startswith(FILES_MAY)])


def test_sqlite_only_in_store_sockets_only_in_server():
    none([f"{p} includes {n}" for p, t in sources("src", "cli") for n in includes(t)
          if n == "sqlite3.h" and not p.startswith("src/store/") or n in ("sys/socket.h", "netinet/in.h", "netdb.h", "arpa/inet.h")])


def test_the_library_never_prints_ends_or_reads_the_locale():
    none([f"{p}:{n} calls {c}" for p, n, c in calls(NEVER_CALLS, "src")])


def test_memory_comes_through_one_door():
    none([f"{p}:{n} calls {c}" for p, n, c in calls(ALLOCATOR_CALLS, "src") if p != "src/base/arena.c"])


def test_nothing_global_changes():
    """No variable of file scope that is not const, but the switches of the fault tests."""
    found = set()
    for path, text in sources("src"):
        for m in re.finditer(r"^(?:static |extern )?(?!static|extern|typedef|return|else|goto)([A-Za-z_][\w \t*]*?[ *])(\w+)(?:\[[^\]]*\])*\s*(=[^;]*)?;", code_of(text), flags=re.M):
            if "const" not in m[1].split() and path.endswith(".c"):
                found.add((path, m[2]))
    assert found == {("src/base/arena.c", "fail_countdown"), ("src/base/io.c", "fail_countdown")}, found


def functions(text):
    """(name, first line, lines) of each function that begins in column one."""
    lines = code_of(text).split("\n")
    begin = None
    for i, line in enumerate(lines):
        if line == "{":
            begin = i
        elif line == "}" and begin is not None:
            head = begin
            while head and lines[head - 1].strip() and not lines[head - 1].rstrip().endswith((";", "}")) and not lines[head - 1].startswith("#"):
                head -= 1
            name = re.search(r"(\w+)\s*\(", "\n".join(lines[head:begin]))
            yield name[1] if name else "?", head + 1, i - head + 1
            begin = None


def test_functions_are_short():
    none([f"{p}:{n} {name} has {size} lines" for p, t in sources("src", "cli") if p.endswith(".c") for name, n, size in functions(t) if size > MOST_FUNCTION_LINES])


def test_files_are_short():
    sizes = {p: t.count("\n") for p, t in sources("src", "cli", "include")}
    none([f"{p} has {n} lines" for p, n in sizes.items() if n > MOST_FILE_LINES])
    return f"{len(sizes)} files, {sum(sizes.values())} lines, the longest {max(sizes.values())}"


def test_most_functions_are_very_short():
    sizes = sorted(size for p, t in sources("src", "cli") if p.endswith(".c") for _, _, size in functions(t))
    median, ninth = sizes[len(sizes) // 2], sizes[len(sizes) * 9 // 10]
    assert median <= 15 and ninth <= 40, (median, ninth)
    return f"{len(sizes)} functions, median {median}, nine in ten within {ninth}, longest {sizes[-1]}"


def test_every_source_says_its_licence_and_what_it_does():
    bad = []
    for p, t in sources("src", "cli", "include"):
        if not t.startswith("/* SPDX-License-Identifier: Apache-2.0 */\n"):
            bad.append(f"{p}: no SPDX line")
        elif p.endswith(".c") and not t.split("\n")[1].startswith("/*"):
            bad.append(f"{p}: does not say what it does")
    none(bad)


def test_headers_have_guards():
    bad = []
    for p, t in sources("src", "include"):
        if p.endswith(".h") and not re.search(r"^#ifndef (\w+)\n#define \1\n", t, flags=re.M):
            bad.append(p)
    none(bad)


if __name__ == "__main__":
    sys.exit(house.main(sys.modules[__name__]))
