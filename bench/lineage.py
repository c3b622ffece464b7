#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed of lineage alone, on one core, over real bodies. Prints `name: value`.

lineage.py --tool TOOL --data DATA [--knowledge DIR] [--floors]

TOOL is lineage_tool (eval/copies/lineage_tool.c); DATA a folder with articles.jsonl.gz, as for
eval/copies; where it is absent, `skipped`. Reports are taken in an order that depends on their ids
alone, so that 1,000 are a fair sample of all. Seconds are of the processor, from sentences to lines:
words, fingerprints, alignment, direction, lines; reading the input is not in them. The best of
three runs. exponent: of seconds over reports, 1 would be linear; the pairs that really share text
grow faster than the reports in a collection of few topics."""
import argparse
import json
import math
import os
import subprocess
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "eval", "copies"))
import reports  # noqa: E402

SIZES = [1000, 2000, 4835]
FLOOR_SECONDS = 5.0


def rows_of(data):
    rows = []
    for a in reports.articles(os.path.join(data, "articles.jsonl.gz")):
        row = reports.report(a["id"], reports.paragraphs_of(a["text"]), outlet=a["source"], published=a["date"] or "")
        rows.append((zlib.crc32(a["id"].encode()), json.dumps(row) + "\n"))
    return [r for _, r in sorted(rows)]


def measure(options, rows):
    command = [options.tool, "--time"] + (["--data", options.knowledge] if options.knowledge else [])
    best = None
    for _ in range(3):
        out = subprocess.run(command, input="".join(rows).encode(), capture_output=True, check=True).stdout.decode()
        figures = dict(line.split("\t") for line in out.splitlines())
        if best is None or float(figures["seconds"]) < float(best["seconds"]):
            best = figures
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--knowledge")
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    if not os.path.exists(os.path.join(options.data, "articles.jsonl.gz")):
        print("lineage_bench: skipped (no articles.jsonl.gz in", options.data + ")")
        return 0
    rows = rows_of(options.data)
    points = []
    for size in SIZES:
        f = measure(options, rows[:size])
        n = int(f["reports"])
        points.append((n, float(f["seconds"]), int(f["pairs_checked"])))
        for name in ("words", "seconds", "pairs_checked", "pairs_linked", "pairs_of_quotes", "peak_mib"):
            print(f"lineage_bench.{name}.{size}: {f[name]}")
        print(f"lineage_bench.words_per_second.{size}: {int(f['words']) / float(f['seconds']):.0f}")
    (n0, s0, p0), (n1, s1, p1) = points[0], points[-1]
    print(f"lineage_bench.exponent_seconds: {math.log(s1 / s0) / math.log(n1 / n0):.2f}")
    print(f"lineage_bench.exponent_pairs_checked: {math.log(p1 / p0) / math.log(n1 / n0):.2f}")
    print(f"lineage_bench.share_of_all_pairs_checked: {p1 / (n1 * (n1 - 1) / 2):.5f}")
    slow = s1 >= FLOOR_SECONDS
    if slow and options.floors:
        print("above the floor: seconds", file=sys.stderr)
    return 1 if slow and options.floors else 0


sys.exit(main())
