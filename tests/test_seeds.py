#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The founding reports: floors of the scorer, and the facts of who has it from whom. Skipped where
the shared folder is absent."""
import functools
import json
import os
import subprocess
import sys
import tempfile

import house

FLOORS = {"body.recall": 0.99, "metadata.title_and_date": 0.9, "sentences.f1": 0.97}
MOST_BOILERPLATE_BYTES = 60


@functools.cache
def seeds_record():
    return house.record("--with-text", *house.seeds())


def report(number):
    return next(r for r in seeds_record()["reports"] if os.path.basename(r["file"]).startswith(number))


def line_set(number):
    return {line for line in report(number)["sentence_lines"] if line}


def shared_line():
    """The one line that 000, 001 and 003 share."""
    lines = line_set("000") & line_set("001") & line_set("003")
    assert len(lines) == 1, lines
    return lines.pop()


def pair(a, b):
    """(row, share of the first, share of the second) of two reports, or None."""
    x, y = report(a)["id"], report(b)["id"]
    for row in seeds_record()["reuse"]:
        if (row["a"], row["b"]) == (x, y):
            return row, row["share_a"], row["share_b"]
        if (row["a"], row["b"]) == (y, x):
            return row, row["share_b"], row["share_a"]
    return None


def gold_sentences(*ids):
    """Spans of sentences by their ids in the gold record (D13: the 13th of report 003)."""
    rows = json.load(open(house.shared("gold", "seeds", "sentences.json")))
    spans = [[s["start"], s["end"]] for s in rows if s["id"] in ids]
    assert len(spans) == len(ids)
    return spans


def figures():
    scorer, gold = house.shared("score", "score_record.py"), house.shared("gold", "seeds")
    with tempfile.TemporaryDirectory() as folder:
        path, floors = os.path.join(folder, "r.json"), os.path.join(folder, "floors.json")
        open(path, "wb").write(house.read("--json", *house.seeds()).stdout)
        json.dump(FLOORS, open(floors, "w"))
        p = subprocess.run([sys.executable, scorer, gold, path, "--floors", floors], capture_output=True, text=True)
    rows = dict(line.split(": ")[:2] for line in p.stdout.splitlines() if ": " in line)
    return p, rows


def test_floors_of_the_scorer():
    p, rows = figures()
    assert p.returncode == 0, p.stdout + p.stderr
    for name, least in FLOORS.items():
        assert float(rows[name]) >= least, (name, rows[name])
    return ", ".join(f"{n} {rows[n]}" for n in FLOORS)


def test_boilerplate_bytes_kept():
    _, rows = figures()
    kept = float(rows["body.boilerplate_bytes_kept"])
    assert kept <= MOST_BOILERPLATE_BYTES, kept
    return f"{kept:.0f} bytes"


def test_no_provenance_is_broken():
    _, rows = figures()
    assert float(rows["provenance.broken"]) == 0


def test_000_001_003_share_a_line():
    line = next(x for x in seeds_record()["lines"] if x["id"] == shared_line())
    assert {report(n)["id"] for n in ("000", "001", "003")} <= set(line["reports"])


def test_the_shared_line_is_reuters():
    line = next(x for x in seeds_record()["lines"] if x["id"] == shared_line())
    assert line["name"] == "Reuters" and line["basis"] == "credited", line


def test_the_first_sentence_of_001_is_not_of_it():
    assert report("001")["sentence_lines"][0] != shared_line()


def test_the_rest_of_001_is_of_it():
    rest = report("001")["sentence_lines"][1:]
    assert rest.count(shared_line()) >= len(rest) * 0.9


def test_the_executed_officers_of_003_are_not_of_it():
    r = report("003")
    for span in gold_sentences("D13", "D14", "D15", "D16"):
        assert r["sentence_lines"][r["sentences"].index(span)] != shared_line(), span


def test_the_lead_of_003_is_of_it():
    assert report("003")["sentence_lines"][0] == shared_line()


def test_004_shares_text_with_nobody():
    i = report("004")["id"]
    assert not [row for row in seeds_record()["reuse"] if i in (row["a"], row["b"])]


def test_004_shares_no_line():
    mine = line_set("004")
    for other in ("000", "001", "002", "003"):
        assert not mine & line_set(other), other


def test_002_is_not_of_the_shared_line():
    assert shared_line() not in line_set("002")


def test_001_and_003_are_closer_than_either_to_000():
    _, of_1_in_3, of_3_in_1 = pair("001", "003")
    _, of_0_in_1, of_1_in_0 = pair("000", "001")
    _, of_0_in_3, of_3_in_0 = pair("000", "003")
    assert of_1_in_3 >= of_1_in_0 and of_3_in_1 > of_0_in_3 and of_3_in_1 > of_0_in_1
    assert of_1_in_3 + of_3_in_1 > of_0_in_1 + of_1_in_0
    assert of_1_in_3 + of_3_in_1 > of_0_in_3 + of_3_in_0


def test_the_relation_of_000_and_001_has_reasons():
    row, _, _ = pair("000", "001")
    from_000 = "b_from_a" if row["a"] == report("000")["id"] else "a_from_b"
    assert row["relation"] in ("common_source", from_000), row["relation"]
    assert row["evidence"] and all(e["note"] and e["kind"] for e in row["evidence"])


def test_nobody_is_said_to_have_fed_the_agency():
    for number in ("001", "003"):
        row, _, _ = pair("000", number)
        wrong = "a_from_b" if row["a"] == report("000")["id"] else "b_from_a"
        assert row["relation"] != wrong, number


def test_every_sentence_has_a_line():
    for r in seeds_record()["reports"]:
        assert len(r["sentence_lines"]) == len(r["sentences"]) > 0


def test_the_brief_counts_reports_and_lines():
    brief = house.read(*house.seeds()).stdout.decode()
    assert brief.startswith(f"5 reports, {len(seeds_record()['lines'])} "), brief.split("\n")[0]


if __name__ == "__main__":
    sys.exit(house.main(sys.modules[__name__]))
