#!/usr/bin/env python3
"""Every question of the five documents in ../shared/seeds has an answer of ours, and typing it finds that answer.

tests/gold/seed_coverage.tsv maps file:line of each question to the id of our unit.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

from units import ROOT, SHARED, SKIPPED, finish

PYIQ = os.environ["PYIQ"]
FIRST, THIRD = 0.90, 0.98  # shares of the distinct questions


def pyiq(*arguments):
    run = subprocess.run([PYIQ, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if run.returncode > 1:
        sys.exit(run.stderr)
    return run.stdout


def table(path):
    with open(path, newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def main():
    coverage = {row["seed"]: row["id"] for row in table(ROOT / "tests/gold/seed_coverage.tsv")}
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "db")
        pyiq("index", "--db", db, str(ROOT / "corpus"))
        units = {unit["id"]: unit for unit in map(json.loads, pyiq("list", "--db", db, "--json").splitlines())}
        findings = [f"{seed}: no unit has the id {id}" for seed, id in coverage.items() if id not in units]
        if not SHARED.is_dir():
            if findings:
                finish(findings, f"{len(coverage)} questions covered")
            print(f"ids checked; skipped: no {SHARED}")
            sys.exit(SKIPPED)
        asked = {}
        for path in sorted((SHARED / "gold/seeds").glob("00*.tsv")):
            for row in table(path):
                place = f"{path.name.removesuffix('.tsv')}:{row['line']}"
                if place not in coverage:
                    findings.append(f"{place}: not covered: {row['question']}")
                asked.setdefault(row["question"], set()).add(coverage.get(place))
        first = third = 0
        for question, accepted in asked.items():
            hits = pyiq("search", "--db", db, "--json", "-m", "3", "--", question).splitlines()
            ids = [json.loads(hit)["id"] for hit in hits]
            first += ids[:1] != [] and ids[0] in accepted
            third += bool(accepted.intersection(ids))
            if not ids or ids[0] not in accepted:
                got = units[ids[0]]["question"] if ids else "nothing"
                print(f"not first: {question} (first is: {got})")
    n = len(asked)
    if first < FIRST * n or third < THIRD * n:
        findings.append(f"fewer than {FIRST:.0%} first or {THIRD:.0%} in the first three")
    finish(findings, f"{n} distinct questions: {first / n:.3f} first, {third / n:.3f} in the first three")


if __name__ == "__main__":
    main()
