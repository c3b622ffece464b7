#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sentences and tokens against the Universal Dependencies English treebanks (EWT, GUM): F1 of spans
on raw text, as the CoNLL 2018 shared task counts them.

run.py [--sitrep build/sitrep] [--data ../shared/data/ud] [--part test|dev] [--misses N]

Each document is one paragraph a treebank paragraph. Prints `name: value`; 'skipped' where the data
is absent.
"""
import argparse
import os
import subprocess
import sys
import tempfile


def documents(path):
    """Documents as lists of paragraphs; a paragraph is a list of sentences (text, [(form, space)])."""
    doc, par, sent = [], [], []
    text = None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith(("# newdoc", "# newpar")):
            if par:
                doc.append(par)
                par = []
            if line.startswith("# newdoc") and doc:
                yield doc
                doc = []
        elif line.startswith("# text = "):
            text = line[9:]
        elif not line:
            if sent:
                par.append((text, sent))
            sent = []
        elif line[0] != "#":
            f = line.split("\t")
            if "-" in f[0]:  # a word of several syntactic words: the surface form counts
                continue
            if "." not in f[0]:
                sent.append(f[1])
    if par:
        doc.append(par)
    if doc:
        yield doc


def gold_spans(doc):
    """Text of the document, sentence and token spans over its characters without white space."""
    sents, toks, at = set(), set(), 0
    out = []
    for par in doc:
        out.append(" ".join(s[0] for s in par))
        for text, forms in par:
            n = len("".join(text.split()))
            sents.add((at, at + n))
            k = at
            for f in forms:
                m = len("".join(f.split()))
                toks.add((k, k + m))
                k += m
            at += n
    return "\n\n".join(out), sents, toks


def our_spans(dump):
    """Spans from a dump after split, over the characters without white space of the body."""
    head = dump.index(b"\ntext ") + 1
    size = int(dump[head + 5:dump.index(b"\n", head)])
    start = dump.index(b"\n", head) + 1
    text = dump[start:start + size]
    place, n = {}, 0
    for i, ch in enumerate_bytes(text):
        place[i] = n
        n += not ch.isspace()
    place[len(text)] = n
    sents, toks = set(), set()
    for row in dump[start + size + 1:].split(b"\n"):
        f = row.split(b" ")
        if f[0] == b"sentence":
            sents.add((place[int(f[1])], place[int(f[2])]))
        elif f[0] == b"token":
            toks.add((place[int(f[2])], place[int(f[3])]))
    return sents, toks


def enumerate_bytes(raw):
    i = 0
    for ch in raw.decode("utf-8"):
        yield i, ch
        i += len(ch.encode("utf-8"))


def f1(hit, mine, gold):
    return 2 * hit / (mine + gold) if mine + gold else 0.0


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--sitrep", default="build/sitrep")
    ap.add_argument("--data", default="../shared/data/ud")
    ap.add_argument("--part", default="test")
    ap.add_argument("--misses", type=int, default=0)
    a = ap.parse_args()
    if not os.path.isdir(a.data):
        print("tokens: skipped (no data)")
        return 0
    for bank in ("EWT", "GUM"):
        name = [f for f in sorted(os.listdir(os.path.join(a.data, bank))) if f.endswith(f"-{a.part}.conllu")][0]
        count = dict(s_hit=0, s_mine=0, s_gold=0, t_hit=0, t_mine=0, t_gold=0)
        shown = 0
        for doc in documents(os.path.join(a.data, bank, name)):
            text, gs, gt = gold_spans(doc)
            # one body, whatever clean thinks of it: the dump after clean, its blocks made by hand
            with tempfile.NamedTemporaryFile("wb", suffix=".txt") as f:
                f.write(as_dump(text))
                f.flush()
                out = subprocess.run([a.sitrep, "read", "--from-dump", "--until", "split", "--dump", f.name], capture_output=True)
            if out.returncode:
                sys.exit(out.stderr.decode())
            ms, mt = our_spans(out.stdout)
            plain = "".join(text.split())
            count["s_hit"] += len(gs & ms); count["s_mine"] += len(ms); count["s_gold"] += len(gs)
            count["t_hit"] += len(gt & mt); count["t_mine"] += len(mt); count["t_gold"] += len(gt)
            for what, g, m in (("sentence", gs, ms), ("token", gt, mt)):
                for s in sorted(m - g):
                    if shown < a.misses:
                        print(f"  {what} not in gold: {plain[max(0, s[0] - 15):s[0]]}[{plain[s[0]:s[1]]}]{plain[s[1]:s[1] + 15]}")
                        shown += 1
        print(f"tokens.{bank.lower()}.f1: {f1(count['t_hit'], count['t_mine'], count['t_gold']):.4f}")
        print(f"sentences.{bank.lower()}.f1: {f1(count['s_hit'], count['s_mine'], count['s_gold']):.4f}")
    return 0


def as_dump(text):
    raw = text.encode("utf-8")
    rows = [f'sitrep-dump 1\nfile "treebank"\nsha256 {"0" * 64}\nraw {len(raw)}\ndone ingest\ndone clean\nmedia text\ncharset "UTF-8"\ntext {len(raw)}\n'.encode(),
            raw, b"\n", f"run 0 {len(raw)} 0 {len(raw)} exact\n".encode()]
    at = 0
    for par in text.split("\n\n"):
        n = len(par.encode("utf-8"))
        lead = len(par.encode("utf-8")) - len(par.lstrip().encode("utf-8"))
        tail = len(par.rstrip().encode("utf-8"))
        if par.strip():
            rows.append(f'block body {at + lead} {at + tail} 0 ""\n'.encode())
        at += n + 2
    rows.append(b"end\n")
    return b"".join(rows)


if __name__ == "__main__":
    sys.exit(main())
