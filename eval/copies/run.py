#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Made pairs for lineage: see README.md. Prints `name: value`; exit 1 below a floor with --floors.

run.py --tool TOOL --data DIR [--half report|tune] [--seed N] [--knowledge DIR] [--misses N] [--floors]"""
import argparse
import collections
import datetime
import json
import os
import random
import subprocess
import sys
import zlib

import edits
import reports

KINDS = ["exact", "truncate", "reorder", "splice", "reword05", "reword10", "reword15", "reword20", "restyle", "joined", "rewrite"]
AGENCIES = ["Reuters", "Associated Press", "Agence France-Presse", "Xinhua", "Deutsche Presse-Agentur", "United Press International"]
SHORT = {"Associated Press": "The Associated Press", "Agence France-Presse": "AFP", "Deutsche Presse-Agentur": "dpa",
         "United Press International": "UPI"}
PAPERS = ["Harbour Gazette", "Northfield Courier", "Lakeside Tribune", "Valley Sentinel", "Port Morning Post", "Eastern Ledger",
          "Metro Observer", "Capital Evening Mail", "Southern Chronicle", "Riverside Examiner", "Midland Argus-Leader", "Coast Dispatch"]
FLOORS = {"copies.f1": 0.95, "copies.direction_right": 0.90, "copies.direction_decided": 0.70}


class Made:
    """One made report: paragraphs of (sentence, origins), what it was made from, its metadata."""

    def __init__(self, name, kind, paragraphs, sources=(), article=None):
        self.name, self.kind, self.paragraphs, self.sources, self.article = name, kind, paragraphs, tuple(sources), article
        self.meta = {}

    def sentences(self):
        return [x for p in self.paragraphs for x in p]

    def row(self, metadata):
        meta = self.meta if metadata else {}
        return reports.report(self.name, [[s for s, _ in p] for p in self.paragraphs], **meta)


def pick(data, half):
    """Articles for this half, in an order that depends on their ids alone."""
    out = []
    for a in reports.articles(os.path.join(data, "articles.jsonl.gz")):
        check = zlib.crc32(a["id"].encode())
        if a["role"] != "distractor" or check % 2 != (half == "report"):
            continue
        p = reports.paragraphs_of(a["text"])
        n = sum(map(len, p))
        if 12 <= n <= 60 and len(p) >= 5:
            out.append((check, a, p))
    return [(a, p) for _, a, p in sorted(out, key=lambda x: x[0])]


def with_origins(name, paragraphs):
    out, n = [], 0
    for p in paragraphs:
        row = []
        for s in p:
            row.append((s, frozenset([(name, n)])))
            n += 1
        out.append(row)
    return out


def stamp(t):
    return t.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def original_meta(m, rng):
    agency = rng.random() < 0.6
    try:
        day = datetime.datetime.strptime(m.article["date"], "%Y-%m-%d")
    except (ValueError, TypeError):
        day = datetime.datetime(2014, 6, 21)
    m.time = day + datetime.timedelta(minutes=rng.randrange(24 * 60))
    m.agency = rng.choice(AGENCIES) if agency else None
    m.meta = {"outlet": m.agency or rng.choice(PAPERS), "published": stamp(m.time)}
    if agency:
        m.meta["credits"] = [["agency", m.agency, 0, 0]]
        if rng.random() < 0.33:
            tell(m)


def tell(m):
    """One "said." becomes "told Reuters."."""
    for p in m.paragraphs:
        for i, (s, o) in enumerate(p):
            if s.endswith(" said.") and len(s) > 60:
                p[i] = (s[:-6] + f" told {SHORT.get(m.agency, m.agency)}.", o)
                return


def copy_meta(m, original, rng):
    m.meta = {"outlet": rng.choice([p for p in PAPERS if p != original.meta["outlet"]])}
    when = rng.random()
    later = original.time + datetime.timedelta(minutes=rng.randrange(5, 30 * 60))
    if when < 0.60:
        m.meta["published"] = stamp(later)
    elif when < 0.65:
        m.meta["published"] = stamp(original.time - datetime.timedelta(minutes=rng.randrange(15, 600)))
    elif when < 0.85:
        m.meta["published"] = later.strftime("%Y-%m-%d")
    if original.agency and rng.random() < 0.40:
        m.meta["credits"] = [["agency", original.agency, 0, 0]]


def make_copy(kind, name, original, others, leads, rng):
    """The copy, and the article spliced in where that is of the set."""
    p = original.paragraphs
    if kind == "splice":
        other = rng.choice(others)
        m = Made(name, kind, edits.splice(p, other.paragraphs, rng), [original.name, other.name])
    elif kind == "rewrite":
        m = Made(name, kind, edits.rewrite(p, rng.choice(leads), rng), [original.name])
    elif kind.startswith("reword"):
        m = Made(name, kind, edits.reword(int(kind[6:]) / 100)(p, rng), [original.name])
    else:
        edit = {"exact": lambda x, _: x, "truncate": edits.truncate, "reorder": edits.reorder, "restyle": edits.restyle,
                "joined": edits.joined}[kind]
        m = Made(name, kind, edit(p, rng), [original.name])
    return m


def make(data, half, seed):
    rng = random.Random(seed)
    pool = pick(data, half)
    originals = [Made(f"o{i:03}", "original", with_origins(f"o{i:03}", p), article=a) for i, (a, p) in enumerate(pool[:170])]
    rest = pool[170:]
    leads = [p[0][0] for _, p in rest[400:600] if len(p[0][0]) > 60]
    donors = [Made(f"d{i:03}", "donor", with_origins(f"d{i:03}", p), article=a) for i, (a, p) in enumerate(rest[600:640])]
    for o in originals:
        original_meta(o, rng)
    out, n = list(originals), 0
    for i, o in enumerate(originals):
        for _ in range(3 if i % 10 == 0 else 2 if i % 10 < 8 else 1):
            others = [x for x in originals if x is not o] if rng.random() < 0.5 else donors
            m = make_copy(KINDS[n % len(KINDS)], f"c{n:03}", o, others, leads, rng)
            copy_meta(m, o, rng)
            out.append(m)
            n += 1
    negatives = rest[:400]
    for i, o in enumerate(rng.sample(originals, 90)):
        host = next((x for x in negatives if x[0]["topic"] == o.article["topic"] and not x[0].get("taken")), None)
        paragraphs = edits.quotes_only(o.paragraphs, with_origins("x", host[1]), rng) if host else None
        if paragraphs is None or sum(m.kind == "quotes" for m in out) >= 60:
            continue
        host[0]["taken"] = True
        out.append(Made(f"q{i:03}", "quotes", [[(s, frozenset()) for s, _ in p] for p in paragraphs], article=host[0]))
    free = [x for x in negatives if not x[0].get("taken")][:170]
    out += [Made(f"n{i:03}", "negative", [[(s, frozenset()) for s in p] for p in ps], article=a) for i, (a, ps) in enumerate(free)]
    for m in out:
        if not m.meta:
            m.meta = {"outlet": rng.choice(PAPERS), "published": m.article["date"]}
    return out


def run_tool(options, made, metadata):
    rows = "".join(json.dumps(m.row(metadata)) + "\n" for m in made)
    command = [options.tool, "--passages"] + (["--data", options.knowledge] if options.knowledge else [])
    p = subprocess.run(command, input=rows.encode(), capture_output=True, check=True)
    relations, passages, notes = {}, set(), collections.defaultdict(list)
    for line in p.stdout.decode().splitlines():
        f = line.split("\t")
        if f[0] == "pair":
            relations[f[1], f[2]] = f[3]
        elif f[0] == "passage" and f[6] == "0":
            passages.add((f[1], int(f[3]), f[2], int(f[4])))
        elif f[0] == "evidence":
            notes[f[1], f[2]].append(f[3:])
    return relations, passages, notes


def gold_passages(made):
    """All pairs of sentences with a common origin, of different reports, keyed as the tool orders the pair."""
    by_origin = collections.defaultdict(list)
    for m in made:
        for i, (_, origins) in enumerate(m.sentences()):
            for o in origins:
                by_origin[o].append((m.name, i))
    gold = set()
    for group in by_origin.values():
        for x in group:
            for y in group:
                if x[0] < y[0]:
                    gold.add((*x, *y))
    return gold


def ordered(p):
    x, y = p[:2], p[2:]
    return (*x, *y) if x[0] < y[0] else (*y, *x)


def kind_of(p, kinds):
    """A pair of reports is of the kind of its copy; of two copies, of both."""
    a, b = kinds[p[0]], kinds[p[2]]
    if "original" in (a, b) or "donor" in (a, b):
        other = b if a in ("original", "donor") else a
        return other if other not in ("original", "donor") else "originals"
    if a in ("negative", "quotes") or b in ("negative", "quotes"):
        return "quotes" if "quotes" in (a, b) else "negative"
    return "siblings"


def prf(found, gold):
    hit = len(found & gold)
    p = hit / len(found) if found else 1.0
    r = hit / len(gold) if gold else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def print_sentences(found, gold, kinds):
    p, r, f1 = prf(found, gold)
    figures = {"copies.sentence_pairs": len(gold), "copies.precision": p, "copies.recall": r, "copies.f1": f1}
    for kind in KINDS + ["siblings"]:
        some = [{x for x in s if kind_of(x, kinds) == kind} for s in (found, gold)]
        if some[1]:
            figures[f"copies.f1.{kind}"] = prf(*some)[2]
    for kind in ("quotes", "negative", "originals"):
        figures[f"copies.false_pairs.{kind}"] = len({(x[0], x[2]) for x in found - gold if kind_of(x, kinds) == kind})
    return figures


def truth_of(a, b):
    """What relation is right for made reports a, b; None where they share nothing by making."""
    if a.name in b.sources:
        return "b_from_a"
    if b.name in a.sources:
        return "a_from_b"
    return "common_source" if set(a.sources) & set(b.sources) else None


def is_right(relation, truth, a, b):
    if relation == "same":
        return [s for s, _ in a.sentences()] == [s for s, _ in b.sentences()]
    return relation == truth


def show_kinds(relations, by_name, notes):
    """For tuning: how often each kind of evidence points the right way."""
    count = collections.Counter()
    for (x, y), rows in notes.items():
        truth = truth_of(by_name[x], by_name[y])
        for kind, weight, common, *_ in rows if truth else []:
            says = "common_source" if common == "1" else "b_from_a" if float(weight) > 0 else "a_from_b"
            kind += " " + " ".join(_[-1].split()[:4]) if kind == "introduction" else ""
            count[kind + ("*" if common == "1" else ""), truth == "common_source", says == truth] += 1
    for kind in sorted({k[0] for k in count}):
        print(f"KIND {kind}: direct right {count[kind, False, True]} wrong {count[kind, False, False]}; "
              f"siblings right {count[kind, True, True]} wrong {count[kind, True, False]}", file=sys.stderr)


def print_direction(options, relations, made, notes, prefix, gold):
    """Over all pairs that share a sentence by making; a pair that was not found is undecided."""
    by_name = {m.name: m for m in made}
    found = {frozenset(k) for k in relations}
    missed = {(p[0], p[2]) for p in gold if frozenset((p[0], p[2])) not in found}
    relations = {**relations, **{k: "unknown" for k in missed}}
    gold_pairs = {frozenset((p[0], p[2])) for p in gold}
    count = collections.Counter()
    wrong = []
    for (x, y), relation in relations.items():
        truth = truth_of(by_name[x], by_name[y])
        if truth is None or not frozenset((x, y)) in gold_pairs:
            continue
        relation = "unknown" if relation == "quotes" else relation
        which = "siblings" if truth == "common_source" else "direct"
        ok = is_right(relation, truth, by_name[x], by_name[y])
        for k in ("all", which):
            count[k] += 1
            count[k, "decided"] += relation != "unknown"
            count[k, "right"] += relation != "unknown" and ok
        if relation != "unknown" and not ok:
            wrong.append((x, y, relation, truth))
    if options.misses:
        show_kinds(relations, by_name, notes)
    figures = {}
    for k in ("all", "direct", "siblings"):
        name = prefix + ("" if k == "all" else "." + k)
        figures[f"{name}_pairs" if k == "all" else f"{name}.pairs"] = count[k]
        dot = "_" if k == "all" else "."
        figures[f"{name}{dot}right"] = count[k, "right"] / max(1, count[k, "decided"])
        figures[f"{name}{dot}decided"] = count[k, "decided"] / max(1, count[k])
    return figures, wrong


def show_misses(options, made, found, gold, kinds, wrong, notes):
    text = {m.name: [s for s, _ in m.sentences()] for m in made}
    rng = random.Random(1)
    for title, some in (("MISSED", gold - found), ("FALSE", found - gold)):
        for x in rng.sample(sorted(some), min(options.misses, len(some))):
            print(f"{title} {x} {kinds[x[0]]} {kinds[x[2]]}\n   {text[x[0]][x[1]][:300]}\n   {text[x[2]][x[3]][:300]}", file=sys.stderr)
    for w in rng.sample(wrong, min(options.misses, len(wrong))):
        print("WRONG", w, kinds[w[0]], kinds[w[1]], file=sys.stderr)
        for n in notes[w[0], w[1]]:
            print("     ", *n, file=sys.stderr)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--knowledge")
    parser.add_argument("--half", choices=["report", "tune"], default="report")
    parser.add_argument("--seed", type=int, default=2014)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    if not os.path.exists(os.path.join(options.data, "articles.jsonl.gz")):
        print("copies: skipped (no articles.jsonl.gz in", options.data + ")")
        return 0
    made = make(options.data, options.half, options.seed)
    kinds = {m.name: m.kind for m in made}
    gold = gold_passages(made)
    figures = {"copies.reports": len(made)}
    for metadata, prefix in ((True, "copies.direction"), (False, "copies.direction_texts_alone")):
        relations, passages, notes = run_tool(options, made, metadata)
        found = {ordered(p) for p in passages}
        if metadata:
            figures.update(print_sentences(found, gold, kinds))
        some, wrong = print_direction(options, relations, made, notes, prefix, gold)
        figures.update(some)
        if options.misses:
            show_misses(options, made, found if metadata else gold, gold, kinds, wrong, notes)
    for name, value in figures.items():
        print(f"{name}: {value if isinstance(value, int) else format(value, '.4f')}")
    short = [k for k, v in FLOORS.items() if figures[k] < v]
    if short and options.floors:
        print("below the floor:", *short, file=sys.stderr)
    return 1 if short and options.floors else 0


sys.exit(main())
