#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Inputs that cannot be read, and wrong usage: the message, the row of faults, the exit status, and
that the others are still read. Time and memory are bounded."""
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading

import house

GOOD = house.examples()[0]
SECONDS = 120 if house.SLOW else 20
MEMORY = 2 << 30


@contextlib.contextmanager
def folder():
    path = tempfile.mkdtemp(prefix="sitrep-test-")
    try:
        yield path
    finally:
        subprocess.run(["chmod", "-R", "u+rwx", path], check=False)
        shutil.rmtree(path, ignore_errors=True)


def put(path, data):
    with open(path, "wb") as f:
        f.write(data)
    return path


def must_fault(path, word, byte=None, file=None, args=()):
    """The input alone: status 1 and one fault; beside a good report: status 0, and that is read."""
    file = file or path
    for beside in ([], [GOOD]):
        p = house.read("--json", *args, *beside, path, timeout=SECONDS, memory_bytes=MEMORY)
        assert p.returncode == (0 if beside else 1), (p.returncode, p.stderr)
        r = json.loads(p.stdout)
        house.check_record(r)
        assert len(r["reports"]) == len(beside), [x["file"] for x in r["reports"]]
        fault = r["faults"][0]
        assert len(r["faults"]) == 1 and fault["file"] == file, r["faults"]
        assert word in fault["message"], fault
        assert fault["stage"], fault
        told = p.stderr.decode("utf-8", "replace").splitlines()
        assert len(told) == 1 and told[0].startswith(f"sitrep: {file}: ") and word in told[0], told
        if byte is not None:
            assert fault["byte"] == byte and f"byte {byte}: " in told[0], (fault, told)
    return fault


# -- files ---------------------------------------------------------------------------------------------
def test_a_missing_file():
    must_fault("/no/such/file.txt", "No such file")


def test_a_file_behind_a_file():
    must_fault(GOOD + "/inner", "Not a directory")


def test_a_file_without_rights():
    if os.geteuid() == 0:
        raise house.Skip("root may read everything")
    with folder() as f:
        path = put(f + "/secret.txt", b"words")
        os.chmod(path, 0)
        must_fault(path, "Permission denied")


def test_a_folder_without_rights():
    if os.geteuid() == 0:
        raise house.Skip("root may read everything")
    with folder() as f:
        os.mkdir(f + "/closed", 0)
        must_fault(f + "/closed", "Permission denied")


def test_a_name_too_long():
    must_fault("x" * 300, "File name too long")


def test_a_name_in_circles():
    with folder() as f:
        os.symlink(f + "/loop", f + "/loop")
        must_fault(f + "/loop", "symbolic links")


def test_a_folder_without_reports():
    with folder() as f:
        must_fault(f, "no reports")
        put(f + "/.hidden", b"words")
        must_fault(f, "no reports")


def test_a_link_to_a_folder_above():
    with folder() as f:
        os.mkdir(f + "/in")
        os.symlink("..", f + "/in/up")
        must_fault(f, "not followed", file=f + "/in/up")


def test_a_file_that_vanishes():
    with folder() as f:
        os.symlink("gone.txt", f + "/here.txt")
        must_fault(f, "No such file", file=f + "/here.txt")


def test_a_file_whose_name_is_no_utf8():
    with folder() as f:
        path = os.fsencode(f) + b"/caf\xe9.txt"
        with open(path, "wb") as g:
            g.write(b"The rain fell on the town, and the town was glad of it.\n")
        p = subprocess.run([house.SITREP, "read", "--json", path], capture_output=True, timeout=SECONDS)
        assert p.returncode == 0, p.stderr
        json.loads(p.stdout.decode("utf-8"))


def test_many_faults_are_all_told():
    with folder() as f:
        for i in range(300):
            put(f"{f}/{i:03}.txt", b"" if i % 3 == 0 else b"The river rose by %d metres in the night, officials said.\n" % i)
        p = house.read("--json", f)
        r = json.loads(p.stdout)
        assert p.returncode == 0 and len(r["faults"]) == 100 and len(r["reports"]) == 200
        assert len(p.stderr.splitlines()) == 100
        assert house.read("--json", "--quiet", f).stderr == b""


# -- bytes -----------------------------------------------------------------------------------------------
def test_nothing_in_it():
    with folder() as f:
        must_fault(put(f + "/a.txt", b""), "")
        must_fault(put(f + "/b.txt", b" \n\t\r\n \xc2\xa0 "), "")
        must_fault(put(f + "/c.html", b"<!doctype html><html><head><title>x</title></head><body>  </body></html>"), "no text")
        must_fault(put(f + "/d.txt", b"\xef\xbb\xbf"), "")


def test_nul_bytes():
    with folder() as f:
        must_fault(put(f + "/a.txt", b"The rain fell\0on the town."), "", byte=13)


def test_binary_formats():
    with folder() as f:
        heads = {"png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "zip": b"PK\x03\x04\x14\0\0\0",
                 "gz": b"\x1f\x8b\x08\0\0\0\0\0\0\x03", "jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0", "elf": b"\x7fELF\x02\x01\x01\0"}
        for name, head in heads.items():
            must_fault(put(f"{f}/a.{name}", head + bytes(range(256)) * 8), "")


def test_broken_utf8_never_stops_the_others():
    with folder() as f:
        text = "The river rose in the night \u2013 and the caf\u00e9 by the bridge was flooded, officials said.\n\n".encode() * 8
        for i, data in enumerate((text[:-3] + b"\xff\xfe\xfd", text.replace(b"\xc3\xa9", b"\xc3"), b"\x80" + text, text + b"\xe2\x80", b"\xff" * 4000)):
            path = put(f"{f}/{i}.txt", data)
            p = house.read("--json", "--with-text", GOOD, path, timeout=SECONDS)
            r = json.loads(p.stdout.decode("utf-8"))
            house.check_record(r)
            assert p.returncode == 0 and len(r["reports"]) + len(r["faults"]) == 2
            for fault in r["faults"]:
                assert fault["file"] == path and "byte" in fault, fault


def test_one_gibibyte():
    with folder() as f:
        path = f + "/huge.txt"
        with open(path, "wb") as g:
            g.truncate(1 << 30)
        must_fault(path, "limit")


def test_one_gibibyte_through_a_pipe():
    p = subprocess.run(f"head -c 1073741824 /dev/zero | '{house.SITREP}' read --json -", shell=True, capture_output=True, timeout=SECONDS)
    assert p.returncode == 1 and b"sitrep: -: byte" in p.stderr and json.loads(p.stdout)["faults"][0]["file"] == "-"


def test_an_endless_device():
    must_fault("/dev/zero", "limit")


def test_deep_nesting():
    with folder() as f:
        for name, page in (("div", b"<div>" * 400_000 + b"deep words" + b"</div>" * 400_000), ("open", b"<p>some words here<b>" * 50_000),
                           ("list", b"<ul><li>" * 200_000), ("table", b"<table><tr><td>" * 150_000)):
            path = put(f"{f}/{name}.html", b"<!doctype html><html><body>" + page)
            p = house.read("--json", GOOD, path, timeout=SECONDS, memory_bytes=MEMORY)
            r = json.loads(p.stdout)
            house.check_record(r)
            assert p.returncode == 0 and len(r["reports"]) + len(r["faults"]) == 2, r["faults"]
            for fault in r["faults"]:
                assert fault["file"] == path and "byte" in fault and b"byte " in p.stderr, fault
    assert name == "table"


def test_400_000_nested_tags_are_told_with_their_byte():
    with folder() as f:
        path = put(f + "/deep.html", b"<!doctype html><html><body>" + b"<div>" * 400_000)
        fault = must_fault(path, "")
        assert 27 <= fault["byte"] < 27 + 5 * 1000, fault


def test_one_line_of_100_megabytes():
    with folder() as f:
        path = put(f + "/line.txt", b"the rain fell on the town and " * (100_000_000 // 30))
        must_fault(path, "limit")


def test_one_line_of_30_megabytes_is_read():
    with folder() as f:
        path = put(f + "/line.txt", b"the rain fell on the town and " * ((4_000_000 if house.SLOW else 30_000_000) // 30))
        p = house.read("--json", path, timeout=SECONDS * 3, memory_bytes=4 << 30)
        assert p.returncode == 0, p.stderr


def test_cut_pages():
    whole = open([p for p in house.examples() if p.endswith(".html")][0], "rb").read()
    with folder() as f:
        for i, end in enumerate(range(1, len(whole), max(1, len(whole) // 60))):
            put(f"{f}/{i:04}.html", whole[:end])
        r = house.record("--with-text", f, timeout=SECONDS * 2)
        assert len(r["reports"]) + len(r["faults"]) == i + 1 and len(r["reports"]) > i // 2


def test_a_pipe_with_nothing():
    with folder() as f:
        path = f + "/pipe"
        os.mkfifo(path)
        must_fault(f, "neither a file nor a folder", file=path)
        writer = threading.Thread(target=lambda: open(path, "wb").close())
        writer.start()
        p = house.read("--json", path, timeout=SECONDS)
        writer.join()
        assert p.returncode == 1 and json.loads(p.stdout)["faults"][0]["file"] == path


def test_a_pipe_with_a_report():
    with folder() as f:
        path, text = f + "/pipe", open(GOOD, "rb").read()
        os.mkfifo(path)
        writer = threading.Thread(target=lambda: put(path, text))
        writer.start()
        p = house.read("--json", path, timeout=SECONDS)
        writer.join()
        assert p.returncode == 0 and len(json.loads(p.stdout)["reports"]) == 1


def test_empty_and_closed_standard_input():
    p = house.read("--json", "-", input=b"")
    assert p.returncode == 1 and json.loads(p.stdout)["faults"][0]["file"] == "-"
    p = subprocess.run(f"exec '{house.SITREP}' read --json - <&-", shell=True, capture_output=True, timeout=SECONDS)
    assert p.returncode == 1 and b"sitrep: -: " in p.stderr


# -- output ------------------------------------------------------------------------------------------------
def test_a_full_disk():
    if not os.path.exists("/dev/full"):
        raise house.Skip("no /dev/full")
    for args in ([], ["--json"], ["--json", *house.examples()]):
        with open("/dev/full", "wb") as full:
            p = house.read(*args, GOOD, stdout=full)
        assert p.returncode == 1 and b"No space left" in p.stderr, p.stderr
    with open("/dev/full", "wb") as full:
        p = subprocess.run([house.SITREP, "--help"], stdout=full, stderr=subprocess.PIPE)
        assert p.returncode == 1 and b"No space left" in p.stderr
        p = subprocess.run([house.SITREP, "--version"], stdout=full, stderr=subprocess.PIPE)
        assert p.returncode == 1 and b"No space left" in p.stderr


def test_a_closed_output():
    p = subprocess.run(f"exec '{house.SITREP}' read '{GOOD}' >&-", shell=True, capture_output=True, timeout=SECONDS)
    assert p.returncode == 1 and b"standard output" in p.stderr, (p.returncode, p.stderr)


def test_a_reader_that_leaves():
    p = subprocess.run(f"set -o pipefail; '{house.SITREP}' read --json --with-text {' '.join(house.examples())} | head -c 10 >/dev/null",
                       shell=True, executable="/bin/bash", capture_output=True, timeout=SECONDS)
    assert p.returncode in (0, 1, 141), p.returncode


def test_the_old_output_stays_where_the_new_fails():
    with folder() as f:
        out = put(f + "/record.json", b"old")
        os.mkdir(out + ".tmp")
        p = house.read("--json", "-o", out, GOOD)
        assert p.returncode == 1 and open(out, "rb").read() == b"old" and b"record.json" in p.stderr


# -- usage -----------------------------------------------------------------------------------------------------
def test_wrong_usage_is_2():
    for args in ([], ["read"], ["lunch"], ["read", "--lunch", GOOD], ["read", "--until"], ["read", "--until", "lunch", GOOD], ["read", "--threads", "0", GOOD],
                 ["read", "--threads", "x", GOOD], ["read", "--threads", "257", GOOD], ["read", "--threads=", GOOD], ["read", "--progress", "loud", GOOD],
                 ["read", "-x", GOOD], ["read", "--jsonx", GOOD], ["read", "-o"], ["read", "--json"]):
        p = subprocess.run([house.SITREP, *args], capture_output=True, timeout=SECONDS)
        assert p.returncode == 2 and p.stdout == b"" and p.stderr.startswith(b"sitrep: ") and b"--help" in p.stderr, (args, p.returncode, p.stderr)


def test_help_and_version_are_0():
    for args in (["--help"], ["-h"], ["help"], ["read", "--help"], ["--version"]):
        p = subprocess.run([house.SITREP, *args], capture_output=True, timeout=SECONDS)
        assert p.returncode == 0 and p.stdout and p.stderr == b"", args


def test_options_have_two_forms_and_an_end():
    want = house.read("--json", "--threads", "2", GOOD).stdout
    assert house.read("--json", "--threads=2", GOOD).stdout == want
    assert house.read("--json", "--", GOOD).stdout == want
    with folder() as f:
        put(f + "/--odd", open(GOOD, "rb").read())
        p = subprocess.run([house.SITREP, "read", "--json", "--", "--odd"], capture_output=True, cwd=f)
        assert p.returncode == 0 and json.loads(p.stdout)["reports"][0]["file"] == "--odd"


def test_broken_knowledge_is_told_with_its_line():
    with folder() as f:
        os.makedirs(f + "/lexicon/en")
        put(f + "/lexicon/en/zones.txt", b"# zones\nEDT|sometime\n")
        p = house.read("--data", f, GOOD)
        assert p.returncode == 1 and b"zones.txt:2" in p.stderr and p.stdout == b"", p.stderr
        put(f + "/lexicon/en/zones.txt", b"EDT|-04:00\n\xff\n")
        assert b"not UTF-8" in house.read("--data", f, GOOD).stderr
        put(f + "/lexicon/en/zones.txt", b"EDT|-04:00\n")
        assert house.read("--data", f, GOOD).returncode == 0
    assert house.read("--data", "/no/such/folder", GOOD).returncode in (0, 1)


def test_faults_stand_in_the_brief():
    p = house.read(GOOD, "/no/such/file.txt")
    assert p.returncode == 0 and b"/no/such/file.txt" in p.stdout and b"No such file" in p.stdout


def test_an_interrupt_writes_what_was_read():
    with folder() as f:
        text = open(GOOD, "rb").read()
        for i in range(4000):
            put(f"{f}/{i:04}.txt", text + b"\n\nNumber %d.\n" % i)
        p = subprocess.Popen([house.SITREP, "read", "--until", "split", "--json", "--threads", "1", "--progress", "json", "--quiet", f],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        p.stderr.readline()  # it has begun
        p.send_signal(2)
        out, err = p.communicate(timeout=SECONDS)
        r = json.loads(out)
        assert p.returncode == 130 or len(r["reports"]) == 4000, (p.returncode, err[-200:])
        assert len(r["reports"]) + len(r["faults"]) == 4000
        return f"{len(r['reports'])} of 4000 read"


if __name__ == "__main__":
    sys.exit(house.main(sys.modules[__name__]))
