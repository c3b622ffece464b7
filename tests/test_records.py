#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a record does not depend on (order, threads, how inputs are given, locale), dumps and reading
on from them, and the schema."""
import gzip
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import house

STAGES = ["ingest", "clean", "split", "lineage", "merge"]


def sets():
    """Report sets to try things on: the examples, and the seeds where they are there."""
    yield house.examples()
    try:
        yield house.seeds()
    except house.Skip:
        pass


def same_in_all_orders(five):
    first = None
    orders = list(itertools.permutations(five))[::5 if house.SLOW else 1]
    for order in orders:
        out = house.read("--json", "--threads", "1", *order)
        assert out.returncode == 0, out.stderr
        first = first or out.stdout
        assert out.stdout == first, order
    house.check_record(json.loads(first))
    return f"{len(orders)} orders"


def test_all_orders_of_five_examples():
    return same_in_all_orders(house.examples()[:3] + house.examples()[-2:])


def test_all_orders_of_five_seeds():
    return same_in_all_orders(house.seeds())


def edits(text, rng):
    """A made copy of a report: cut at a paragraph, paragraphs out of order, words changed."""
    paragraphs = text.split("\n\n")
    how = rng.randrange(4)
    if how == 0 and len(paragraphs) > 4:
        paragraphs = paragraphs[:rng.randrange(3, len(paragraphs))]
    elif how == 1 and len(paragraphs) > 4:
        middle = paragraphs[2:]
        rng.shuffle(middle)
        paragraphs[2:] = middle
    elif how == 2:
        paragraphs = [re.sub(r"\b(said|told)\b", "stated", p) for p in paragraphs]
    else:
        del paragraphs[rng.randrange(len(paragraphs))]
    return "\n\n".join(paragraphs)


def bodies():
    """Twenty bodies of the reuse corpus, where it is there."""
    try:
        path = house.shared("data", "reuse", "abp-silver", "articles.jsonl.gz")
    except house.Skip:
        return []
    with gzip.open(path, "rt", encoding="utf-8") as f:
        rows = [json.loads(line) for line in itertools.islice(f, 400)]
    texts = [max((v for v in row.values() if isinstance(v, str)), key=len) for row in rows]
    return [t for t in texts if len(t) > 800][::10][:20]


def fifty(folder):
    rng = random.Random(7)
    texts = [open(p, encoding="utf-8").read() for p in house.examples() if p.endswith(".txt")]
    texts += bodies()
    pool = list(texts)
    while len(texts) < 50:
        made = edits(rng.choice(pool), rng)
        if made not in texts:
            texts.append(made)
        else:
            texts.append(made + f"\n\nA line of its own, number {len(texts)}, stands here.\n")
    paths = []
    for i, text in enumerate(texts[:50]):
        paths.append(os.path.join(folder, f"{i:02}.txt"))
        open(paths[-1], "w", encoding="utf-8").write(text)
    return paths


def test_random_orders_of_fifty():
    with tempfile.TemporaryDirectory() as folder:
        paths, rng, first = fifty(folder), random.Random(11), None
        rounds = 5 if house.SLOW else 20
        for i in range(rounds):
            rng.shuffle(paths)
            out = house.read("--json", "--with-text", "--threads", [1, 2, 8][i % 3], *paths)
            assert out.returncode == 0, out.stderr
            first = first or out.stdout
            assert out.stdout == first, f"order {i}"
        record = json.loads(first)
        house.check_record(record)
        assert len(record["reports"]) == 50 and record["reuse"]
        return f"{rounds} orders, {len(record['reuse'])} pairs"


def test_threads_do_not_matter():
    for paths in sets():
        for form in (["--json", "--with-text"], []):
            outs = [house.read(*form, "--threads", n, *paths).stdout for n in (1, 2, 8)]
            assert outs[0] and outs[0] == outs[1] == outs[2]


def test_the_brief_does_not_depend_on_the_order():
    paths = house.examples()
    assert house.read(*paths).stdout == house.read(*reversed(paths)).stdout


def test_a_folder_is_its_files():
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "in", "deeper"))
        for i, p in enumerate(house.examples()):
            shutil.copy(p, os.path.join(folder, "in", "deeper" if i % 2 else "", os.path.basename(p)))
        files = [os.path.join(top, n) for top, _, names in os.walk(os.path.join(folder, "in")) for n in names]
        assert house.read("--json", os.path.join(folder, "in")).stdout == house.read("--json", *files).stdout
        assert house.read("--json", os.path.join(folder, "in") + "/").returncode == 0


def test_standard_input_is_the_file():
    for path in house.examples():
        a = house.record("--with-text", path)["reports"][0]
        b = house.record("--with-text", "-", input=open(path, "rb").read())["reports"][0]
        assert b["file"] == "-"
        if path.endswith(".txt"):
            a["file"] = "-"
            assert a == b
        else:  # the name may help to tell what it is; the text must be the same
            assert a["text"] == b["text"] and a["sha256"] == b["sha256"]


def test_equal_bytes_are_one_report():
    path = house.examples()[0]
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy.txt")
        shutil.copy(path, copy)
        for args in ([path, copy], [copy, path], [path, path, copy]):
            r = house.record(*args)
            assert len(r["reports"]) == 1 and sorted([r["reports"][0]["file"], *r["reports"][0]["also"]]) == sorted([path, copy])
            assert not r["reuse"]


def test_the_locale_does_not_matter():
    have = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.lower().replace("-", "").split()
    tried = []
    want = house.read("--json", *house.examples()).stdout
    brief = house.read(*house.examples()).stdout
    for name in ["de_DE.UTF-8", "tr_TR.UTF-8", "C", "POSIX", "C.UTF-8"]:
        if name.lower().replace("-", "") not in have:
            continue
        env = dict(os.environ, LC_ALL=name, LANG=name)
        assert house.read("--json", *house.examples(), env=env).stdout == want, name
        assert house.read(*house.examples(), env=env).stdout == brief, name
        tried.append(name)
    return "in " + ", ".join(tried)


# -- dumps -------------------------------------------------------------------------------------------
def test_dumps_load_to_the_same_dumps():
    for paths in sets():
        for stage in STAGES[:3]:
            first = house.read("--dump", "--until", stage, *paths)
            assert first.returncode == 0 and first.stdout.startswith(b"sitrep-dump 1\n")
            again = house.read("--dump", "--until", stage, "--from-dump", "-", input=first.stdout)
            assert again.returncode == 0, again.stderr
            assert again.stdout == first.stdout, stage


def test_reading_on_from_a_dump_gives_the_same_record():
    for paths in sets():
        want = house.read("--json", "--with-text", *paths).stdout
        for stage in STAGES[:3]:
            dump = house.read("--dump", "--until", stage, *paths).stdout
            assert house.read("--json", "--with-text", "--from-dump", "-", input=dump).stdout == want, stage


def test_dumps_of_single_reports_can_be_put_together():
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, p in enumerate(house.examples()):
            files.append(os.path.join(folder, f"{i}.dump"))
            open(files[-1], "wb").write(house.read("--dump", "--until", STAGES[i % 3], p).stdout)
        assert house.read("--json", "--from-dump", *files).stdout == house.read("--json", *house.examples()).stdout


def test_the_dump_after_lineage_is_the_record_with_texts():
    want = house.read("--json", "--with-text", *house.examples()).stdout
    assert house.read("--dump", "--until", "merge", *house.examples()).stdout == want


def test_a_broken_dump_is_a_fault_with_its_byte():
    dump = house.read("--dump", "--until", "split", house.examples()[0]).stdout
    at = dump.index(b"\nblock ") + 1
    bad = dump[:at] + b"blok" + dump[at + 5:]
    p = house.read("--json", "--from-dump", "-", input=dump + bad)
    r = json.loads(p.stdout)
    assert p.returncode == 0 and len(r["reports"]) == 1 and r["faults"][0]["byte"] == len(dump) + at, r["faults"]
    assert b"byte %d" % (len(dump) + at) in p.stderr
    p = house.read("--json", "--from-dump", house.examples()[0])
    assert p.returncode == 1 and json.loads(p.stdout)["faults"][0]["byte"] == 0


# -- records ------------------------------------------------------------------------------------------
def test_records_of_all_kinds_validate():
    if not house.validate(json.loads(house.read("--json", house.examples()[0]).stdout)):
        raise house.Skip("no record.schema.json or no jsonschema")
    for paths in sets():
        for args in ([], ["--with-text"], *(["--until", s] for s in STAGES)):
            p = house.read("--json", *args, *paths)
            assert p.returncode == 0, p.stderr
            house.check_record(json.loads(p.stdout))


def test_the_schema_notices_what_is_wrong():
    r = json.loads(house.read("--json", house.examples()[0]).stdout)
    if not house.validate(r):
        raise house.Skip("no record.schema.json or no jsonschema")
    for spoil in (lambda r: r.pop("lines"), lambda r: r["reports"][0].update(language=None), lambda r: r["reports"][0]["body"].append([1]),
                  lambda r: r["reports"].append(dict(r["reports"][0])), lambda r: r["reports"][0]["sentences"].reverse()):
        copy = json.loads(json.dumps(r))
        spoil(copy)
        try:
            house.check_record(copy)
        except AssertionError:
            continue
        assert False, "a spoilt record passes"


def test_output_goes_to_a_file_that_is_replaced_whole():
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "record.json")
        open(out, "w").write("old")
        p = house.read("--json", "-o", out, *house.examples())
        assert p.returncode == 0 and p.stdout == b"" and os.listdir(folder) == ["record.json"]
        assert open(out, "rb").read() == house.read("--json", *house.examples()).stdout
        p = house.read("--json", "-o", os.path.join(folder, "no", "such"), house.examples()[0])
        assert p.returncode == 1 and b"no/such" in p.stderr


def test_progress_for_programs_is_json():
    with tempfile.TemporaryDirectory() as folder:
        paths = fifty(folder)
        p = house.read("--json", "--progress", "json", *paths * 20)
        assert p.returncode == 0
        for line in p.stderr.decode().splitlines():
            row = json.loads(line)
            assert row["done"] <= row["total"] and row["stage"]
        assert house.read("--json", *paths).stderr == b""


if __name__ == "__main__":
    sys.exit(house.main(sys.modules[__name__]))
