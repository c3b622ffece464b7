# SPDX-License-Identifier: Apache-2.0
"""The edits of run.py: each takes a list of paragraphs of (sentence, origins) and gives another.
origins: the set of (report, number) that the sentence goes back to."""
import os
import re

FILLERS = ["reportedly", "also", "on the whole", "for now", "it seems", "in part", "so far", "in fact", "as expected", "again"]
KEEP = re.compile(r"^[A-Z0-9\"“”$(]")


def synonyms(path=os.path.join(os.path.dirname(__file__), "synonyms.txt")):
    table = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.strip()
            if line and not line.startswith("#"):
                words = line.split("|")
                for w in words:
                    if " " not in w:
                        table.setdefault(w, [x for x in words if x != w])
    return table


SYNONYMS = synonyms()


def split_word(w):
    m = re.match(r"^(\W*)(.*?)(\W*)$", w, re.S)
    return m.groups()


def reword_sentence(s, rate, rng):
    """About rate of the words changed; at least one in a sentence of ten or more."""
    words = s.split(" ")
    todo = sum(rng.random() < rate for _ in words)
    if todo == 0 and len(words) >= 10 and rng.random() < 0.7:
        todo = 1
    order = list(range(len(words)))
    rng.shuffle(order)
    out = list(words)
    for i in order[: todo * 2]:
        if todo == 0:
            break
        before, core, behind = split_word(words[i])
        choices = SYNONYMS.get(core.lower())
        if choices:
            new = rng.choice(choices)
            out[i] = before + (new.capitalize() if core[:1].isupper() else new) + behind
        elif KEEP.match(words[i]) or behind:
            continue
        else:
            kind = rng.random()
            if kind < 0.4 and 0 < i < len(words) - 1:
                out[i] = ""
            elif kind < 0.75:
                out[i] = words[i] + " " + rng.choice(FILLERS)
            elif i + 1 < len(words) and out[i] and out[i + 1] == words[i + 1] and not split_word(words[i + 1])[2]:
                out[i], out[i + 1] = out[i + 1], out[i]
        todo -= 1
    return " ".join(w for w in out if w)


def reword(rate):
    def edit(paragraphs, rng):
        return [[(reword_sentence(s, rate, rng), o) for s, o in p] for p in paragraphs]
    return edit


def truncate(paragraphs, rng):
    n = max(2, round(len(paragraphs) * rng.uniform(0.3, 0.8)))
    return paragraphs[:n]


def reorder(paragraphs, rng):
    out = [p for p in paragraphs if rng.random() > 0.12] or list(paragraphs)
    rng.shuffle(out)
    return out


RESTYLE = [
    (r"\b(\w{3,}?)(iz)(e|ed|es|ing|ation|ations)\b", r"\1is\3"), (r"\b([Cc])olor", r"\1olour"), (r"\b([Hh])onor", r"\1onour"),
    (r"\b([Ff])avor", r"\1avour"), (r"\b([Ll])abor\b", r"\1abour"), (r"\b([Nn])eighbor", r"\1eighbour"),
    (r"\b([Dd])efense\b", r"\1efence"), (r"\b([Cc])enter\b", r"\1entre"), (r"\b([Pp])rogram\b", r"\1rogramme"),
    (r"\b([Tt])raveled\b", r"\1ravelled"), (r"\b([Cc])anceled\b", r"\1ancelled"), (r"\b([Ll])eveled\b", r"\1evelled"),
    (r"\bpercent\b", "per cent"), (r"\bISIS\b", "ISIL"), (r"\bU\.S\.", "US"), (r"\bU\.N\.", "UN"), (r"\bD\.C\.", "DC"),
    (r"\bSen\. ", "Senator "), (r"\bGov\. ", "Governor "), (r"\bRep\. ", "Representative "), (r"\bGen\. ", "General "),
    (r"\bPresident (Barack|Donald|George W\.) ", "President "), (r"\bSecretary of State (Hillary|John) ", "Secretary of State "),
    (r"\bal[- ]Qaeda\b", "al-Qaida"), (r"\bAl Qaeda\b", "al-Qaida"), (r"\bMr\. ", "Mr "), (r"\bDr\. ", "Dr "),
    (r"\bvs\. ", "versus "), (r"“|”", '"'), (r"’", "'"), (r" — ", " - "), (r"\btoward\b", "towards"), (r"\bKiev\b", "Kyiv"),
]


def restyle_sentence(s):
    for pattern, new in RESTYLE:
        s = re.sub(pattern, new, s)
    return s


def restyle(paragraphs, rng):
    return [[(restyle_sentence(s), o) for s, o in p] for p in paragraphs]


def lower_first(s):
    return s[0].lower() + s[1:] if re.match(r"(The|A|An|He|She|They|It|In|On|But|That|This|These) ", s) else s


def cut_in_two(s):
    m = re.search(r", (and|but|while|which|who) ", s[40:-40]) if len(s) > 120 else None
    if not m or '"' in s or "“" in s:
        return None
    at = 40 + m.start()
    return s[:at] + ".", s[at + 2].upper() + s[at + 3:]


def joined(paragraphs, rng):
    out = []
    for p in paragraphs:
        row, i = [], 0
        while i < len(p):
            s, o = p[i]
            halves = cut_in_two(s) if rng.random() < 0.6 else None
            plain = i + 1 < len(p) and not re.search(r"[\"“”?!]", s + p[i + 1][0]) and len(s) + len(p[i + 1][0]) < 320
            if halves:
                row += [(halves[0], o), (halves[1], o)]
            elif plain and rng.random() < 0.6:
                row.append((s.rstrip(".") + ", and " + lower_first(p[i + 1][0]), o | p[i + 1][1]))
                i += 1
            else:
                row.append((s, o))
            i += 1
        out.append(row)
    return out


def splice(paragraphs, other, rng):
    """A part of the one with a part of the other, between or behind."""
    n = max(2, round(len(paragraphs) * rng.uniform(0.3, 0.8)))
    own = paragraphs[:n] if rng.random() < 0.6 else paragraphs[rng.randrange(max(1, len(paragraphs) - n)):][:n]
    m = max(2, round(len(other) * rng.uniform(0.2, 0.6)))
    start = rng.randrange(max(1, len(other) - m))
    borrowed = other[start:start + m]
    if rng.random() < 0.5:
        return own + borrowed
    at = rng.randrange(1, len(own) + 1)
    return own[:at] + borrowed + own[at:]


def rewrite(paragraphs, lead, rng):
    out = truncate(paragraphs, rng)
    out = restyle(reword(0.10)(out, rng), rng)
    return [[(lead, frozenset())]] + out[1 if rng.random() < 0.4 else 0:]


QUOTE = re.compile(r"[\"“]([^\"“”]{60,400}?)[,.]?[\"”]")


def quotes_only(paragraphs, host, rng):
    """The host article with quotations of the other under its own words; None if there are none."""
    found = [m.group(1) for p in paragraphs for s, _ in p for m in QUOTE.finditer(s)]
    if len(found) < 2:
        return None
    verbs = ["the senator said at a separate event", "a statement put out later read", "read the remarks as they were handed out",
             "the spokesman was heard to say", "it said in part", "as was said to cameras that evening"]
    out = [list(p) for p in host]
    for q in found[:4]:
        at = rng.randrange(1, len(out) + 1)
        out.insert(at, [(f"“{q},” {rng.choice(verbs)}.", frozenset())])
    return out
