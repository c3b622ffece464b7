#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plain text without any markup: how well body, title and date are told in text dumps of pages.

  eval/html/plain.py --data DIR [--sitrep build/sitrep] [--misses]

The pages of DIR (aed424, fundus; see corpus.py) are turned into text as `sitrep` ingests them, then
read as plain text: menus, teasers, comments and all, with nothing but line breaks to go by. No
weights are learned for this path. Prints `name: value`; 'skipped' where the data is absent.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import corpus


def text_of(sitrep, html):
    dump = subprocess.run([sitrep, "read", "--until", "ingest", "--dump", "-q", "-"], input=html, capture_output=True).stdout
    if b"\ntext " not in dump:
        return None
    head = dump.index(b"\ntext ") + 1
    size = int(dump[head + 5:dump.index(b"\n", head)])
    start = dump.index(b"\n", head) + 1
    return dump[start:start + size]


def scores(page, report):
    raw = report["text"].encode()
    spans = report["body"] + [d["span"] for d in report["dropped"] if d["kind"] in ("subhead", "dateline")]
    body = page.body if isinstance(page.body, str) else "\n".join(page.body)
    found, gold = (Counter(corpus.tokens(t)) for t in ("\n".join(raw[b:e].decode() for b, e in spans), body))
    common = sum((found & gold).values())
    p, r = common / max(1, sum(found.values())), common / max(1, sum(gold.values()))
    return 2 * p * r / (p + r) if common else 0.0, p, r


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", default="../shared/data/html")
    ap.add_argument("--sitrep", default="build/sitrep")
    ap.add_argument("--misses", action="store_true")
    a = ap.parse_args()
    if not os.path.isdir(a.data):
        print("plain: skipped (no data)")
        return
    pages = list(corpus.load(a.data))
    with tempfile.TemporaryDirectory() as folder:
        for i, page in enumerate(pages):
            text = text_of(a.sitrep, page.html if isinstance(page.html, bytes) else page.html.encode())
            if text:
                with open(os.path.join(folder, f"{i}.txt"), "wb") as f:
                    f.write(text)
        out = subprocess.run([a.sitrep, "read", "--json", "--with-text", "--until", "split", "-q", folder], capture_output=True).stdout
    rows, titles, dates, dated = [], 0, 0, 0
    for report in json.loads(out)["reports"]:
        for name in [report["file"], *report.get("also", [])]:
            page = pages[int(os.path.basename(name)[:-4])]
            rows.append((*scores(page, report), page.url))
            titles += " ".join(corpus.tokens(page.title or "")) == " ".join(corpus.tokens(report["title"] or ""))
            dated += bool(page.date)
            dates += bool(page.date) and page.date == report["published"]["date"]
    n = max(1, len(rows))
    print(f"plain.pages: {len(rows)}")
    for k, name in enumerate(("f1", "precision", "recall")):
        print(f"plain.body.{name}: {sum(r[k] for r in rows) / n:.4f}")
    print(f"plain.title: {titles / n:.4f}")
    print(f"plain.date: {dates / max(1, dated):.4f}")
    if a.misses:
        for r in sorted(rows)[:20]:
            print("  %.2f P %.2f R %.2f %s" % r)


if __name__ == "__main__":
    main()
