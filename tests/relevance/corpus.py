#!/usr/bin/env python3
"""Success@1 of questions in other people's words, asked of our corpus.

corpus_queries.tsv holds a query and the ids of the units that answer it, a line each. The queries were written
without looking at the corpus. Every miss is printed; below the floor the test fails.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PYIQ = os.environ["PYIQ"]
HERE = Path(__file__).resolve().parent
ROOT = Path(os.environ.get("PYIQ_SOURCE_DIR", HERE.parents[1]))
FLOOR = 0.90


def pyiq(*arguments):
    run = subprocess.run([PYIQ, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if run.returncode > 1:
        sys.exit(run.stderr)
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def main():
    queries = [line.rstrip("\n").split("\t") for line in open(HERE / "corpus_queries.tsv", encoding="utf-8")
               if not line.startswith("#")]
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "db")
        pyiq("index", "--db", db, str(ROOT / "corpus"))
        known = {unit["id"] for unit in pyiq("list", "--db", db, "--json")}
        stale = [query for query, ids in queries if not known.issuperset(ids.split(","))]
        first, ranks = 0, 0.0
        for query, ids in queries:
            hits = pyiq("search", "--db", db, "--json", "--", query)
            rank = next((i for i, hit in enumerate(hits, 1) if hit["id"] in ids.split(",")), 0)
            first += rank == 1
            ranks += 1 / rank if rank else 0
            if rank != 1:
                print(f"rank {rank or '-'}  {query} (first is: {hits[0]['question'] if hits else 'nothing'})")
    for query in stale:
        print(f"an id is of no unit: {query}")
    n = len(queries)
    print(f"{n} queries: success@1 {first / n:.3f} MRR {ranks / n:.3f}")
    sys.exit(first < FLOOR * n or bool(stale))


if __name__ == "__main__":
    main()
