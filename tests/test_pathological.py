#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Inputs of absurd shape: each is read within seconds, in bounded memory, and makes a good record.
The bounds are generous (slow machines, sanitizers): what they catch is work that grows with the
square of the input, which would take minutes to hours."""
import json
import os
import random
import resource
import sys
import tempfile
import time

import house

SECONDS = 240 if house.SLOW else 30
SHRINK = 5 if house.SLOW else 1
MEMORY = 6 << 30
WORDS = ("river rain town army road bridge night officials people water fire market school border soldiers mayor report morning fighters "
         "grain harbour island village company station prices crossing shelter convoy").split()


def sentence(rng, words=12):
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def prose(sentences, seed=1, per_paragraph=5):
    rng = random.Random(seed)
    all_ = [sentence(rng) for _ in range(sentences)]
    return "\n\n".join(" ".join(all_[i:i + per_paragraph]) for i in range(0, sentences, per_paragraph)) + "\n"


def run(*texts, check=True, suffix=".txt", args=()):
    """Reads the texts as files; the record, and what it took."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, text in enumerate(texts):
            paths.append(os.path.join(folder, f"{i:05}{suffix}"))
            with open(paths[-1], "wb") as f:
                f.write(text if isinstance(text, bytes) else text.encode())
        begun = time.monotonic()
        p = house.read("--json", "--with-text", *args, folder, timeout=SECONDS, memory_bytes=MEMORY)
        took = time.monotonic() - begun
        assert p.returncode == 0, (p.returncode, p.stderr[:500])
        r = json.loads(p.stdout)
        if check:
            house.check_record(r, schema=len(p.stdout) < 1_000_000)  # the validator is slow
        brief = time.monotonic()
        assert house.read(*args, folder, timeout=SECONDS, memory_bytes=MEMORY).returncode == 0
        return r, f"{took:.1f} s, brief {time.monotonic() - brief:.1f} s"


def test_a_line_of_a_megabyte():
    rng = random.Random(2)
    text = "A long line\n\n" + " ".join(sentence(rng) for _ in range(14_000 // SHRINK)) + "\n"
    r, took = run(text)
    assert len(r["reports"][0]["sentences"]) > 10_000 // SHRINK
    return took


def test_a_word_of_a_megabyte():
    r, took = run("The word\n\n" + "x" * 1_000_000 + "\n", "Dots\n\n" + "." * 1_000_000 + "\n", "Caps\n\n" + "A" * 1_000_000 + ".\n",
                  "Stops\n\n" + "a." * 500_000, "Hyphens\n\n" + "a-" * 500_000, "Apostrophes\n\n" + "a'" * 500_000 + "\n")
    assert len(r["reports"]) == 6
    return took


def test_marks_without_end():
    n = 300_000 // SHRINK
    texts = ["Marks\n\nThe rain fell. " + m * n for m in ('"', "\u201c", "'", "(", ")", "? ", "! ", ". ", "- ", "$", "@ ", "www.", "http://", "Mr. ", "U.S. ", "\u00a0", "e\u0301", "\t")]
    r, took = run(*texts)
    assert len(r["reports"]) == len(texts)
    return took


def test_50_000_quotations():
    r, took = run("Quotes\n\n" + '"We saw it," he said. \u201cSo did we,\u201d she said.\n' * (25_000 // SHRINK), *["Other\n\n" + '"We saw it," he said.\n' * 50])
    assert len(r["reports"]) == 2
    return took


def test_100_000_short_lines():
    r, took = run("Lines\n\n" + "one\ntwo\nthree\nfour\n" * (25_000 // SHRINK), "Numbers\n\n" + "\n".join(str(i) for i in range(100_000 // SHRINK)))
    assert len(r["reports"]) == 2
    return took


def test_100_000_dates():
    n = 20_000 // SHRINK
    r, took = run("Dates\n\n" + "June 21, 2014 3:27 pm EDT " * n, "Dates\n\n" + "24/06/2014\n" * n, "Dates\n\nBAGHDAD, June 21 (Reuters) - " * n, "1" * 1_000_000)
    assert len(r["reports"]) == 4
    return took


def test_200_000_sentences():
    r, took = run(prose(200_000 // SHRINK), check=False)
    assert len(r["reports"][0]["sentences"]) >= 190_000 // SHRINK
    return took


def test_20_000_identical_sentences_in_two_reports():
    same = "The river rose by two metres in the night and cut the road to the town.\n\n"
    n = 20_000 // SHRINK
    r, took = run("One\n\n" + same * n, "Another\n\n" + same * n + "The end came late.\n", check=False)
    assert len(r["reports"]) == 2
    return took


def test_the_same_sentence_in_2_000_reports():
    rng = random.Random(3)
    stock = "Reuters could not independently verify the report from the town on the river."
    texts = [f"Title {i}\n\n" + " ".join(sentence(rng) for _ in range(6)) + "\n\n" + stock + "\n" for i in range(2_000 // SHRINK)]
    r, took = run(*texts, check=False)
    assert len(r["reports"]) == len(texts)
    return took


def test_400_copies_of_one_report():
    body = prose(30, seed=4)
    n = 400 // SHRINK
    r, took = run(*[f"Printed by paper number {i}\n\n" + body for i in range(n)], check=False)
    assert len(r["reports"]) == n and len(r["lines"]) < n
    return f"{took}, {len(r['reuse'])} pairs"


def test_5_000_reports():
    n = 5_000 // SHRINK
    r, took = run(*[f"Report {i}\n\n" + prose(12, seed=100 + i) for i in range(n)], check=False)
    assert len(r["reports"]) == n
    return took


def test_two_long_copies():
    text = prose(20_000 // SHRINK, seed=5)
    r, took = run("One\n\n" + text, "Another\n\n" + text.replace("river", "stream"), check=False)
    assert len(r["reuse"]) == 1
    return took


def test_a_report_turned_around():
    paragraphs = prose(10_000 // SHRINK, seed=6).strip().split("\n\n")
    r, took = run("One\n\n" + "\n\n".join(paragraphs), "Another\n\n" + "\n\n".join(reversed(paragraphs)), check=False)
    assert len(r["reports"]) == 2
    return took


def test_a_page_of_thousands_of_blocks():
    n = 20_000 // SHRINK
    page = "<!doctype html><title>Blocks</title><body><h1>Blocks</h1>" + "".join(f"<div><p>{s}</p><a href=/{i}>more</a></div>" for i, s in enumerate(prose(n, per_paragraph=1).split("\n\n")))
    r, took = run(page, suffix=".html")
    assert r["reports"][0]["media"] == "html"
    return took


def test_pages_of_odd_markup():
    n = 100_000 // SHRINK
    body = "<p>" + prose(20).replace("\n\n", "<p>")
    pages = ["<a " + " ".join(f"a{i}=1" for i in range(n)) + ">x</a>" + body, "<!--" * n + body, "<script>" + "var x = '</scrip';" * n + "</script>" + body,
             body + "<table>" + "<tr><td>x" * n, body + "&amp;&lt;&#x201c;&nosuch;" * n, "<" * n + body, body + "<p " * n, "<b>" * 400 + body, "<meta charset=x>" * n + body,
             body + "<img alt='" + "word " * n + "'>", "<title>" + "T" * 10 * n + "</title>" + body, body + "</div>" * n, "<p class='" + "c " * n + "'>" + body, "<textarea>" + body + "<br>" * n]
    begun, worst = time.monotonic(), 0
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "page.html")
            open(path, "w", encoding="utf-8").write("<!doctype html><html><body>" + page)
            one = time.monotonic()
            p = house.read("--json", "--with-text", path, timeout=SECONDS, memory_bytes=MEMORY)
            worst = max(worst, time.monotonic() - one)
            r = json.loads(p.stdout)
            house.check_record(r, schema=False)
            assert len(r["reports"]) + len(r["faults"]) == 1
    return f"{len(pages)} pages in {time.monotonic() - begun:.1f} s, the slowest {worst:.1f} s"


def test_deep_json_ld():
    body = "<p>" + prose(20).replace("\n\n", "<p>")
    deep = ['[' * 200_000, '{"@graph":' * 100_000, '{"@type":"NewsArticle","author":' * 50_000, '{"@type":"NewsArticle","headline":"' + "x" * 2_000_000 + '"}',
            "[" + ",".join('{"@type":"NewsArticle","headline":"h%d"}' % i for i in range(30_000)) + "]", '{"a":"' + "\\" * 999_999, '{"author":[' + '[' * 60 + ']' * 60 + "]}"]
    r, took = run(*[f'<!doctype html><title>T</title><script type="application/ld+json">{d}</script><body>{body}' for d in deep], suffix=".html")
    assert len(r["reports"]) == len(deep)
    return took


def test_a_dump_of_absurd_shape():
    head = "sitrep-dump 1\nfile \"x\"\nsha256 " + "0" * 64 + "\nraw 5\ndone ingest\nmedia html\ncharset \"UTF-8\"\ntext 5\nword.\nrun 0 5 0 5 exact\n"
    n = 100_000 // SHRINK
    chain = "".join(f'element 1 0 {i - 1 if i else "-"} {n - 1} 0 5 "div" "" ""\n' for i in range(n))
    fields = 'field 0 0 "og:title" "T"\n' * n
    for rows in (chain, fields, chain + fields):
        begun = time.monotonic()
        p = house.read("--json", "--from-dump", "-", input=(head + rows + "end\n").encode(), timeout=SECONDS, memory_bytes=MEMORY)
        house.check_record(json.loads(p.stdout), schema=False)
        assert p.returncode in (0, 1) and time.monotonic() - begun < SECONDS


def test_memory_grows_with_the_input_only():
    """Peak memory of reading 400 small reports one after the other is not that of their sum."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        for i in range(400):
            open(os.path.join(folder, f"{i}.txt"), "w").write(prose(60, seed=i))
        code = f"import resource, subprocess; subprocess.run({[house.SITREP, 'read', '--threads', '1', '--until', 'split', '--json', folder]!r}, stdout=subprocess.DEVNULL); " \
               "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        import subprocess
        peak = int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)
    if house.SLOW:
        raise house.Skip("memory of a sanitizer build says nothing")
    assert peak < 200_000, f"{peak} KiB (before: {before})"
    return f"{peak // 1024} MiB"


if __name__ == "__main__":
    sys.exit(house.main(sys.modules[__name__]))
