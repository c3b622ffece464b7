#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bodies of articles.jsonl.gz (data/reuse/abp-silver) as reports that lineage_tool reads.

Cutting is naive (paragraphs at line breaks, sentences at stops before capitals), so that this
measures lineage alone. Offsets are bytes of the text."""
import gzip
import json
import re

ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“'])(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Maj|Adm|St|Jr|Sr|Prof|Rev|Hon|vs|No|Jan|Feb|Mar|Apr|"
    r"Aug|Sept|Sep|Oct|Nov|Dec|Calif|Fla|Ill|Ariz|Mich|Pa|Va|Ga|Conn|Mass|Minn|Miss|Mo|Okla|Ore|Tenn|Tex|Wash|Wis|Ala|Ark|Colo|"
    r"Del|Ind|Kan|Ky|La|Md|Neb|Nev|U\.S|U\.N|U\.K|D\.C|R|D|a\.m|p\.m|i\.e|e\.g|Inc|Corp|Co|Ltd|Bros|etc)\.$")
END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")

# What stands around many of these bodies and is no part of them.
JUNK = re.compile(
    r"(?i)^(advertisement|story continues below|read more|related:|click here|sign up|subscribe|follow (us|him|her|@)|"
    r"photo(s)?:|image( copyright| caption)?|video:|watch:|getty images|share this|copyright|©|all rights reserved|"
    r"this material may not be|media playback|the associated press contributed|reuters contributed|"
    r"fox news.* contributed|cnn.* contributed|more from|view the discussion|also read|listen to|get the latest|"
    r"want to write|\(?(reporting|additional reporting|writing|editing) by|our standards|thank you for|please |you can "
    r"(follow|unsubscribe)|have a (tip|comment)|send (tips|comments)|skip ad|hide caption|toggle caption|enlarge this)|"
    r"replay more videos|must watch|let friends in your social network|\bnewsletter\b")


def sentences_of(paragraph):
    """(begin, end) of each sentence, in characters."""
    out, begin = [], 0
    for m in END.finditer(paragraph):
        head = paragraph[begin:m.start() + 1]
        if ABBREVIATION.search(head) or m.start() + 1 - begin < 2:
            continue
        out.append((begin, m.start() + len(m.group().rstrip())))
        begin = m.end()
    if begin < len(paragraph.rstrip()):
        out.append((begin, len(paragraph.rstrip())))
    return out


def paragraphs_of(text):
    """A body as a list of paragraphs, each a list of sentences."""
    out = []
    for line in text.split("\n"):
        line = re.sub(r"\s+", " ", line).strip()
        if len(line) < 20 or JUNK.search(line):
            continue
        cut = [line[a:b] for a, b in sentences_of(line)]
        if cut:
            out.append(cut)
    return out


def report(file, paragraphs, **meta):
    """The JSON row of paragraphs of sentences."""
    text, blocks, sentences, at = [], [], [], 0
    for i, p in enumerate(paragraphs):
        begin = at
        for k, s in enumerate(p):
            size = len(s.encode())
            sentences.append([at, at + size, i])
            text.append(s + (" " if k + 1 < len(p) else ""))
            at += size + (1 if k + 1 < len(p) else 0)
        blocks.append(["body", begin, at])
        text.append("\n\n")
        at += 2
    return {"file": file, "text": "".join(text), "blocks": blocks, "sentences": sentences, **meta}


def articles(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)
