#!/usr/bin/env python3
"""How well pyiq ranks: one table of judged queries, and a floor for each row; run.sh calls it.

usage: measure.py [--misses] [seeds|corpus|collections]...

seeds        queries on the documents in ../shared/seeds, where the accepted units are given by their places
corpus       corpus_queries.tsv: questions in other people's words, asked of our corpus; they were written without
             looking at it. A line is a query and the ids of the units that answer it.
collections  the retrieval collections in ../shared/eval/collections

Without a name all are measured. With --misses every query of the first two is printed whose first hit is wrong.
Ends with status 77 if ../shared is not there and nothing else was asked for.
"""
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PYIQ = os.environ["PYIQ"]
ROOT = Path(os.environ["PYIQ_SOURCE_DIR"])
SHARED = Path(os.environ["PYIQ_SHARED"])
OURS = ["corpus", "comparisons"]  # asked of our own corpus
COLLECTIONS = ["cacm", "cisi", "npl", "cosqa"]
DEPTH = 10  # hits that are looked at
MEASURES = ["success@1", "MRR", "nDCG@10"]

# What a row must reach, by measure.
FLOORS = {
    "seeds": {"success@1": 0.97, "MRR": 0.98},
    "corpus": {"success@1": 0.95, "MRR": 0.96},
    "comparisons": {"success@1": 0.98, "MRR": 0.98},
    "cacm": {"nDCG@10": 0.555},
    "cisi": {"nDCG@10": 0.410},
    "npl": {"nDCG@10": 0.460},
    "cosqa": {"nDCG@10": 0.422},
    "collections": {"nDCG@10": 0.465},  # the mean of these four
}


class Judged:
    """Queries, and for each the names of the units that answer it, with their gains."""

    def __init__(self, name, source, form="json"):
        self.name, self.source, self.form = name, source, form
        self.queries, self.gains = {}, {}

    def add(self, query, text, gains):
        self.queries[query], self.gains[query] = text, gains


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]


def read_table(name, source, path):
    judged = Judged(name, source)
    for number, line in enumerate(lines(path), 1):
        text, names = line.split("\t")
        judged.add(str(number), text, dict.fromkeys(names.split(","), 1))
    return judged


def read_collection(name):
    folder = SHARED / "eval/collections" / name
    judged = Judged(name, folder / "corpus.jsonl", "trec")
    texts = {query["_id"]: query["text"] for query in map(json.loads, lines(folder / "queries.jsonl"))}
    gains = {}
    for query, document, gain in (line.split("\t") for line in lines(folder / "qrels.tsv")[1:]):
        if int(gain) > 0:
            gains.setdefault(query, {})[document] = int(gain)
    for query in gains:
        judged.add(query, texts[query], gains[query])
    return judged


# ---- Searching ---------------------------------------------------------------


def pyiq(*arguments, text=None):
    run = subprocess.run([PYIQ, *arguments], capture_output=True, text=True, input=text or "", encoding="utf-8")
    if run.returncode > 1:
        sys.exit(run.stderr)
    return run.stdout.splitlines()


def names(unit):
    """What judgements may call a unit: its id or its place, and those of the ones alike."""
    for place in [unit, *unit.get("duplicates", [])]:
        yield place["id"]
        yield f"{os.path.basename(place['file'])[:3]}:{place['line']}"


def search(judged, db):
    """The hits of each query, best first, each as a set of names."""
    hits = {query: [] for query in judged.queries}
    text = "".join(json.dumps({"_id": query, "text": text}) + "\n" for query, text in judged.queries.items())
    form = "--json" if judged.form == "json" else "--format=trec"
    for line in pyiq("search", "--db", db, "--queries=-", form, f"-m{DEPTH}", text=text):
        if judged.form == "json":
            unit = json.loads(line)
            hits[unit["query"]].append(set(names(unit)))
        else:
            query, _, document, *_ = line.split()
            hits[query].append({document})
    return hits


def stale(judged, db):
    """Judgements that are of no unit any more; only our corpus changes."""
    if judged.name not in OURS:
        return []
    known = {json.loads(line)["id"] for line in pyiq("list", "--db", db, "--json")}
    return [text for query, text in judged.queries.items() if not known.issuperset(judged.gains[query])]


# ---- Measuring ---------------------------------------------------------------


def discounted(gains):
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:DEPTH], 1))


def measure(judged, hits):
    """The means over the queries, and the queries whose first hit is wrong.

    nDCG is of the collections only: where one right answer is enough, the others need not be found.
    """
    total = dict.fromkeys(MEASURES if judged.form == "trec" else MEASURES[:2], 0.0)
    misses = []
    for query, wanted in judged.gains.items():
        gains = [max((wanted.get(name, 0) for name in hit), default=0) for hit in hits[query]]
        rank = next((rank for rank, gain in enumerate(gains, 1) if gain), 0)
        total["success@1"] += rank == 1
        total["MRR"] += 1 / rank if rank else 0
        if "nDCG@10" in total:
            total["nDCG@10"] += discounted(gains) / discounted(sorted(wanted.values(), reverse=True))
        if rank != 1:
            misses.append(f"rank {rank or '-'}  {judged.queries[query]}")
    return {name: value / len(judged.gains) for name, value in total.items()}, misses


def print_row(name, n, values):
    """Returns whether the row reaches its floors."""
    floors = FLOORS[name]
    shown = [f"{values[measure]:10.3f}" if measure in values else f"{'-':>10}" for measure in MEASURES]
    good = all(values[measure] >= floor for measure, floor in floors.items())
    print(f"{name:12}{n:8}", *shown, "  " + ", ".join(f"{measure} {floor:.3f}" for measure, floor in floors.items()),
          "" if good else " BELOW", flush=True)
    return good


def main():
    arguments = sys.argv[1:]
    tell_misses = "--misses" in arguments
    wanted = [name for name in arguments if name != "--misses"] or ["seeds", "corpus", "comparisons", "collections"]
    if not SHARED.is_dir():
        print(f"there is no {SHARED}: our own corpus only")
        wanted = [name for name in wanted if name in OURS]
        if not wanted:
            sys.exit(77)
    sets = []
    if "seeds" in wanted:
        sets.append(read_table("seeds", SHARED / "seeds", SHARED / "eval/seed_queries.tsv"))
    sets += [
        read_table(name, ROOT / "corpus", ROOT / f"tests/relevance/{name}_queries.tsv") for name in OURS if name in wanted
    ]
    if "collections" in wanted:
        sets += map(read_collection, COLLECTIONS)

    print(f"{'':12}{'queries':>8}", *(f"{measure:>10}" for measure in MEASURES), "  floors")
    good, rows, remarks = True, {}, []
    for judged in sets:
        with tempfile.TemporaryDirectory() as folder:
            db = os.path.join(folder, "db")
            pyiq("index", "--db", db, str(judged.source))
            rows[judged.name], misses = measure(judged, search(judged, db))
            gone = stale(judged, db)
        good &= print_row(judged.name, len(judged.gains), rows[judged.name]) and not gone
        remarks += [f"{judged.name}: an id is of no unit: {text}" for text in gone]
        if tell_misses and judged.name not in COLLECTIONS:
            remarks += [f"{judged.name}: {miss}" for miss in misses]
    if "collections" in wanted:
        four = [rows[name] for name in COLLECTIONS]
        good &= print_row("collections", "", {name: sum(row[name] for row in four) / len(four) for name in four[0]})
    print(*remarks, sep="\n", end="\n" if remarks else "")
    sys.exit(not good)


if __name__ == "__main__":
    main()
