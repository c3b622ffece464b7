#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The public header compiles alone, as strict C11 and as C++; the shared library exports what
exported_symbols.txt lists and nothing else; what is installed can be used.

$SITREP_CORE is the static library of all objects, $SITREP_BUILD the build folder."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import house

HEADER = os.path.join(house.ROOT, "include", "sitrep.h")
LIST = os.path.join(house.ROOT, "tests", "exported_symbols.txt")
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
BUILD = os.environ.get("SITREP_BUILD", os.path.join(house.ROOT, "build"))
CORE = os.environ.get("SITREP_CORE", os.path.join(BUILD, "libsitrep_core.a"))


def run(*args, **options):
    p = subprocess.run(args, capture_output=True, text=True, **options)
    assert p.returncode == 0, (args, p.stdout[-1500:], p.stderr[-1500:])
    return p.stdout


def compiles(compiler, language, *flags):
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "alone." + language)
        open(source, "w").write('#include "sitrep.h"\n#include "sitrep.h"\nsr_status (*one)(const void *, size_t, sr_record **, sr_err *) = sr_record_load;\n')
        run(*compiler, *STRICT, *flags, "-I", os.path.dirname(HEADER), "-c", source, "-o", os.path.join(folder, "alone.o"))


def cxx():
    for name in ("g++", "clang++", "c++"):
        if shutil.which(name):
            return [name]
    if shutil.which("clang"):
        return ["clang", "-x", "c++"]
    raise house.Skip("no C++ compiler")


def test_the_header_is_strict_c11():
    for compiler in [c for c in ("gcc", "clang", "cc") if shutil.which(c)]:
        compiles([compiler], "c", "-std=c11", "-Wstrict-prototypes", "-Wmissing-prototypes")


def test_the_header_is_c17_and_gnu():
    compiles(["cc"], "c", "-std=c17")
    compiles(["cc"], "c", "-std=gnu11")


def test_the_header_is_cxx():
    for standard in ("c++11", "c++17", "c++20"):
        compiles(cxx(), "cc", "-std=" + standard)


def declared():
    return set(re.findall(r"SR_API[^;(]*?\b(sr_\w+)\(", open(HEADER).read()))


def listed():
    return {line for line in open(LIST).read().split("\n") if line and not line.startswith("#")}


def test_the_list_is_what_the_header_declares():
    assert declared() == listed(), declared() ^ listed()


def test_the_library_exports_the_list():
    if not os.path.exists(CORE):
        raise house.Skip("no " + CORE)
    with tempfile.TemporaryDirectory() as folder:
        shared = os.path.join(folder, "libsitrep.so")
        run("cc", "-shared", "-nostdlib", "-o", shared, "-Wl,--whole-archive", CORE, "-Wl,--no-whole-archive")
        exported = {line.split()[-1] for line in run("nm", "-D", "--defined-only", shared).split("\n") if line}
    own = {name for name in exported if not name.startswith(("__asan", "__odr", "___asan", "__sanitizer", "__start", "__stop"))}
    assert own == listed(), own ^ listed()
    return f"{len(own)} symbols"


CLIENT = r"""
#include <stdio.h>
#include <sitrep.h>
static int put(void *context, const void *data, size_t size) { (void)context; return fwrite(data, 1, size, stdout) == size ? 0 : -1; }
int main(void)
{
    sr_engine *engine = NULL;
    sr_record *record = NULL;
    sr_err err = {0};
    const char text[] = "Rain in Lyon\n\nThe rain fell on the town for two days, officials said on Monday.\n";
    sr_input input = {"memory", text, sizeof text - 1};
    if (sr_engine_open(NULL, &engine, &err) || sr_read(engine, &input, 1, NULL, &record, &err)) return fprintf(stderr, "%s\n", err.message), 1;
    int bad = sr_record_write(record, SR_FORMAT_JSON, SR_WRITE_TEXT, put, NULL, &err);
    sr_record_free(record);
    sr_engine_close(engine);
    return bad;
}
"""


def test_what_is_installed_can_be_used():
    if house.SLOW or not shutil.which("pkg-config") or not shutil.which("meson"):
        raise house.Skip("a sanitizer build is not installed, or no pkg-config")
    if not os.path.exists(os.path.join(BUILD, "build.ninja")):
        raise house.Skip("no build folder")
    with tempfile.TemporaryDirectory() as folder:
        run("meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", folder)
        found = {name: os.path.join(top, name) for top, _, names in os.walk(folder) for name in names}
        for name in ("sitrep", "sitrep.h", "sitrep.pc"):
            assert name in found, sorted(found)
        env = dict(os.environ, PKG_CONFIG_PATH=os.path.dirname(found["sitrep.pc"]), PKG_CONFIG_SYSROOT_DIR=folder)
        assert run("pkg-config", "--modversion", "sitrep", env=env).strip() == run(found["sitrep"], "--version").split()[1]
        flags = run("pkg-config", "--cflags", "--libs", "--static", "sitrep", env=env).split()
        source, client = os.path.join(folder, "client.c"), os.path.join(folder, "client")
        open(source, "w").write(CLIENT)
        run("cc", "-std=c11", *STRICT, source, "-o", client, *flags)
        import json
        r = json.loads(run(client))
        house.check_record(r)
        assert r["reports"][0]["title"] == "Rain in Lyon"
        return ", ".join(sorted(n for n in found if not n.startswith("client")))


if __name__ == "__main__":
    sys.exit(house.main(sys.modules[__name__]))
