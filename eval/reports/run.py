#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plain-text reports of many outlets' habits: how well body, title, date, dateline and sentences are told.

  eval/reports/run.py [--sitrep build/sitrep] [--part tune|test] [--misses]

The reports of tests/reports were written for this project after the look of what crawlers, agencies'
wires and databases deliver; gold.json says of each which bytes are body. Rules are tuned on the part
`tune`; `test` is held out. Prints `name: value`, for each part:
  body.f1, precision, recall   of bytes that are no white space, mean over the reports
  body.boilerplate             bytes of boilerplate taken for body, all reports together
  title, date, dateline        share of reports where it is right (absent where there is none)
  sentences.f1                 over all reports, by span
"""
import argparse
import json
import os
import subprocess

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
REPORTS = os.path.join(ROOT, "tests", "reports")


def ink(raw, spans):
    return {i for b, e in spans for i in range(b, e) if not chr(raw[i]).isspace()}


def find_all(raw, texts):
    """Spans of texts that follow each other in raw."""
    at, out = 0, []
    for t in texts:
        t = t.encode()
        begin = raw.index(t, at)
        at = begin + len(t)
        out.append((begin, at))
    return out


def squeeze(s):
    return " ".join((s or "").replace("\u00a0", " ").split())


def judge(raw, gold, got):
    body = find_all(raw, gold["body"])
    blocks = ink(raw, got["body"]) if got["body"] else set()
    neutral = ink(raw, find_all(raw, gold.get("neutral", [])))
    want, found = ink(raw, body), blocks - neutral
    common = len(want & found)
    p, r = common / max(1, len(found)), common / max(1, len(want))
    sentences = set()
    for (b, _), text in zip(body, gold["body"]):
        at = b
        for s in gold["sentences"][len(sentences):]:
            k = raw.find(s.encode(), at, b + len(text.encode()))
            if k < 0:
                break
            at = k + len(s.encode())
            sentences.add((k, at))
    ours = {tuple(s) for s in got["sentences"] if not ink(raw, [s]) & neutral}
    return {
        "f1": 2 * p * r / (p + r) if common else 0.0, "precision": p, "recall": r, "boilerplate": len(found - want),
        "lost": len(want - found), "hits": len(sentences & ours), "ours": len(ours), "gold": len(sentences),
        "title": squeeze(got["title"]) == squeeze(gold["title"]), "date": got["published"]["date"] == gold["date"],
        "dateline": squeeze(got["dateline"]) == squeeze(gold["dateline"]),
        "missed": [raw[b:e].decode() for b, e in sorted(sentences - ours)], "spurious": [raw[b:e].decode() for b, e in sorted(ours - sentences)],
    }


def show(name, gold, got, j):
    bad = [k for k in ("title", "date", "dateline") if not j[k]]
    if not bad and j["f1"] == 1 and not j["missed"] and not j["spurious"]:
        return
    print("  %s F1 %.3f P %.3f R %.3f" % (name, j["f1"], j["precision"], j["recall"]))
    for k in bad:
        print("    %s: got %r, want %r" % (k, got["published"]["date"] if k == "date" else got[k], gold[k]))
    for s in j["missed"]:
        print("    - " + squeeze(s)[:160])
    for s in j["spurious"]:
        print("    + " + squeeze(s)[:160])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--sitrep", default=os.path.join(ROOT, "build", "sitrep"))
    ap.add_argument("--part", choices=("tune", "test"))
    ap.add_argument("--misses", action="store_true")
    a = ap.parse_args()
    gold = json.load(open(os.path.join(REPORTS, "gold.json"), encoding="utf-8"))
    names = [os.path.join(REPORTS, n) for n in sorted(gold)]
    out = subprocess.run([a.sitrep, "read", "--json", "--until", "split", "-q", *names], capture_output=True).stdout
    reports = {os.path.basename(r["file"]): r for r in json.loads(out)["reports"]}
    for part in [a.part] if a.part else ["tune", "test"]:
        js = []
        for n in sorted(gold):
            if gold[n]["part"] != part:
                continue
            raw = open(os.path.join(REPORTS, n), "rb").read()
            js.append(judge(raw, gold[n], reports[n]))
            if a.misses:
                show(n, gold[n], reports[n], js[-1])
        n = len(js)
        hits, ours, want = (sum(j[k] for j in js) for k in ("hits", "ours", "gold"))
        print(f"reports.{part}.n: {n}")
        for k in ("f1", "precision", "recall"):
            print(f"reports.{part}.body.{k}: {sum(j[k] for j in js) / n:.4f}")
        print(f"reports.{part}.body.boilerplate: {sum(j['boilerplate'] for j in js)}")
        print(f"reports.{part}.body.lost: {sum(j['lost'] for j in js)}")
        for k in ("title", "date", "dateline"):
            print(f"reports.{part}.{k}: {sum(j[k] for j in js) / n:.4f}")
        print(f"reports.{part}.sentences.f1: {2 * hits / max(1, ours + want):.4f}")


if __name__ == "__main__":
    main()
