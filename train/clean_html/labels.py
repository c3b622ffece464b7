# SPDX-License-Identifier: Apache-2.0
"""Which units of a page are its body: each unit's words against the gold paragraphs.

A long unit is body where most of its word triples stand in the gold. A short one is body only where
the gold has it as a whole paragraph, or where it stands in the gold right between what the long units
around it are. Of units with the same words, the one beside more body wins.
"""
import bisect
from collections import Counter, defaultdict


def triples(words):
    return list(zip(words, words[1:], words[2:]))


def label_units(units, gold, tokens):
    """units: texts in order; gold: paragraphs. A list of 0/1, one for each unit."""
    unit_words = [tokens(u) for u in units]
    gold_words = [tokens(p) for p in gold]
    flat = [w for p in gold_words for w in p]
    places = defaultdict(list)
    for i, t in enumerate(triples(flat)):
        places[t].append(i)
    whole = Counter(tuple(p) for p in gold_words)
    labels, where = [0] * len(units), [None] * len(units)
    for i, words in enumerate(unit_words):
        grams = triples(words)
        if len(words) >= 6:
            hits = [places[g][0] for g in grams if g in places]
            if len(hits) >= 0.6 * len(grams):
                labels[i], where[i] = 1, sorted(hits)[len(hits) // 2]
    label_short(unit_words, flat, whole, labels, where)
    drop_repeats(unit_words, labels)
    return labels


def find(flat, words, begin, end):
    n = len(words)
    return any(flat[k:k + n] == words for k in range(max(begin, 0), min(end, len(flat) - n + 1)))


def label_short(unit_words, flat, whole, labels, where):
    known = [(i, where[i]) for i in range(len(where)) if where[i] is not None]
    index = [i for i, _ in known]
    for i, words in enumerate(unit_words):
        if labels[i] or not words or len(words) >= 6:
            continue
        at = bisect.bisect(index, i)
        before = known[at - 1] if at else None
        after = known[at] if at < len(known) else None
        near = (before and i - before[0] <= 6) or (after and after[0] - i <= 6)
        begin = before[1] if before else 0
        end = after[1] if after else len(flat)
        if near and begin < end and (tuple(words) in whole or len(words) >= 2) and find(flat, words, begin, end):
            labels[i] = 1


def drop_repeats(unit_words, labels):
    """One unit for each text, unless the gold itself would need more: the one with most body near."""
    same = defaultdict(list)
    for i, words in enumerate(unit_words):
        if labels[i]:
            same[tuple(words)].append(i)
    for words, items in same.items():
        if len(items) < 2:
            continue

        def support(i):
            return sum(labels[k] * len(unit_words[k]) for k in range(max(0, i - 4), min(len(labels), i + 5)) if k != i)

        best = max(items, key=lambda i: (support(i), -i))
        for i in items:
            if i != best:
                labels[i] = 0
