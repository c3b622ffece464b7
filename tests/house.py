# SPDX-License-Identifier: Apache-2.0
"""What the Python tests share: the command, data that may be absent, TAP, and what every record
must be. The command is $SITREP, else build/sitrep; shared data lies in $SITREP_SHARED, else
../shared beside the checkout. SITREP_SLOW=1 (a build with sanitizers) asks for smaller counts."""
import bisect
import json
import os
import resource
import subprocess
import sys
import time
import traceback

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
SITREP = os.path.abspath(os.environ.get("SITREP", os.path.join(ROOT, "build", "sitrep")))
SHARED = os.path.abspath(os.environ.get("SITREP_SHARED", os.path.join(ROOT, "..", "shared")))
SLOW = os.environ.get("SITREP_SLOW") == "1"


class Skip(Exception):
    """Raised by a test that needs what is not there."""


def shared(*parts):
    path = os.path.join(SHARED, *parts)
    if not os.path.exists(path):
        raise Skip("no shared/" + "/".join(parts))
    return path


def examples():
    folder = os.path.join(ROOT, "examples")
    return [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if n.endswith((".txt", ".html"))]


def seeds():
    folder = shared("seeds")
    return [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if n.endswith(".txt")]


def read(*args, input=None, timeout=300, env=None, stdout=subprocess.PIPE, memory_bytes=None):
    """Runs `sitrep read ARGS`; the finished process, with its output as bytes."""
    def limit():
        if memory_bytes and not SLOW:  # a sanitizer reserves far more than it uses
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    return subprocess.run([SITREP, "read", *map(str, args)], input=input, stdout=stdout, stderr=subprocess.PIPE,
                          timeout=timeout, env=env, preexec_fn=limit)


def record(*args, **options):
    """The record of `sitrep read --json ARGS`, checked; exit status 0 or 1."""
    p = read("--json", *args, **options)
    assert p.returncode in (0, 1), (p.returncode, p.stderr[-2000:])
    r = json.loads(p.stdout)
    check_record(r)
    return r


# -- what every record must be -------------------------------------------------------------------
_validator = None


def validate(r):
    """Against record.schema.json, where that and jsonschema are there."""
    global _validator
    if _validator is None:
        path = os.path.join(SHARED, "record.schema.json")
        try:
            import jsonschema
        except ImportError:
            _validator = False
        else:
            _validator = jsonschema.Draft202012Validator(json.load(open(path))) if os.path.exists(path) else False
    if _validator:
        errors = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in _validator.iter_errors(r)]
        assert not errors, errors[:5]
    return bool(_validator)


def check_spans(spans, end, what):
    at = 0
    for begin, stop in spans:
        assert at <= begin < stop <= end, f"{what}: [{begin}, {stop}) after {at}, of {end}"
        at = stop


def text_of(report):
    """The bytes that spans index, where they can be had: with --with-text, or of a UTF-8 text file."""
    if "text" in report:
        return report["text"].encode()
    if report.get("media") == "text" and os.path.isfile(report["file"]):
        data = open(report["file"], "rb").read()
        try:
            data.decode()
        except UnicodeDecodeError:
            return None
        return data
    return None


def check_report(r, lines):
    text = text_of(r)
    end = len(text) if text is not None else 1 << 32
    dropped = [d["span"] for d in r["dropped"]]
    check_spans(r["body"], end, "body")
    check_spans(dropped, end, "dropped")
    check_spans(r["sentences"], end, "sentences")
    both = sorted(r["body"] + dropped)
    check_spans(both, end, "body and dropped")
    at = 0
    for begin, stop in r["sentences"]:
        while at < len(r["body"]) and r["body"][at][1] < stop:
            at += 1
        assert at < len(r["body"]) and r["body"][at][0] <= begin, "a sentence outside the body"
    if "sentence_lines" in r:
        assert len(r["sentence_lines"]) == len(r["sentences"])
        assert all(line is None or r["id"] in lines[line]["reports"] for line in r["sentence_lines"])
    if text is None or not both:  # no blocks before clean
        return
    at = 0
    for begin, stop in both + [[end, end]]:
        between = text[at:begin].decode("utf-8").strip("\ufeff\u200b\u2060")
        assert not between.replace("\u200b", "").replace("\ufeff", "").replace("\u2060", "").strip(), f"text in no block: {between!r}"
        text[begin:stop].decode("utf-8")
        at = stop
    if r.get("title_span"):
        text[r["title_span"][0]:r["title_span"][1]].decode("utf-8")


def check_record(r, schema=True):
    """The schema, and what it cannot say: order, references, spans."""
    if schema:
        validate(r)
    reports = {x["id"]: x for x in r["reports"]}
    lines = {x["id"]: x for x in r["lines"]}
    assert [x["id"] for x in r["reports"]] == sorted(reports), "reports are not sorted by id"
    assert [x["id"] for x in r["lines"]] == sorted(lines), "lines are not sorted by id"
    assert len(reports) == len(r["reports"]) and len(lines) == len(r["lines"])
    for x in r["reports"]:
        assert x["id"] == "r" + x["sha256"][:16]
        check_report(x, lines)
    for x in r["lines"]:
        assert x["reports"] == sorted(x["reports"]) and all(i in reports for i in x["reports"])
    pairs = [(x["a"], x["b"]) for x in r["reuse"]]
    assert pairs == sorted(set(pairs)) and all(a < b for a, b in pairs), "pairs are not in order"
    for x in r["reuse"]:
        for side in "ab":
            sentences = reports[x[side]]["sentences"]
            for p in x["passages"]:
                assert inside_sentences(p[side], sentences), f"passage {p} of {x['a']} {x['b']} is not made of sentences"
    faults = [(f["file"], f["message"]) for f in r["faults"]]
    assert faults == sorted(faults, key=lambda f: (f[0].encode(), f[1].encode()))


def inside_sentences(span, sentences):
    """Within one sentence, or from within one to within the next."""
    first = bisect.bisect_right(sentences, span[0], key=lambda s: s[1])
    near = [s for s in sentences[first:first + 3] if s[0] < span[1] and span[0] < s[1]]
    return 1 <= len(near) <= 2 and near[0][0] <= span[0] and span[1] <= near[-1][1]


# -- TAP --------------------------------------------------------------------------------------------
def main(module):
    """Runs every test_ function of the module in the order in which they stand; prints TAP."""
    tests = [f for name, f in vars(module).items() if name.startswith("test_") and callable(f)]
    wanted = sys.argv[1:]
    tests = [t for t in tests if not wanted or any(w in t.__name__ for w in wanted)]
    failed = 0
    print(f"1..{len(tests)}", flush=True)
    for n, test in enumerate(tests, 1):
        name, begun = test.__name__[5:], time.monotonic()
        try:
            said = test()
            seconds = time.monotonic() - begun
            note = ", ".join([said] * bool(said) + [f"{seconds:.1f} s"] * (seconds > 1 or bool(said)))
            note = " # " + note if note else ""
            print(f"ok {n} - {name}{note}", flush=True)
        except Skip as why:
            print(f"ok {n} - {name} # SKIP {why}", flush=True)
        except Exception:
            failed += 1
            print(f"not ok {n} - {name}", flush=True)
            for line in traceback.format_exc()[-3000:].split("\n"):
                print("# " + line, flush=True)
    return 1 if failed else 0
