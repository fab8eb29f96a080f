#!/usr/bin/env python3
"""Finds runs of nine or more words that corpus/ shares with the documents in ../shared."""
import re
import sys

from units import SHARED, SKIPPED, finish, topics, words

RUN = 9


def plain(text):
    """Without fences, code spans and link targets."""
    text = re.sub(r"(?ms)^\s*(```|~~~).*?^\s*\1", " ", text)
    text = re.sub(r"`[^`\n]*`", " ", text)
    return re.sub(r"\]\([^)]*\)", "]", text)


def runs(sequence):
    for start in range(len(sequence) - RUN + 1):
        yield tuple(sequence[start:start + RUN])


def main():
    if not SHARED.is_dir():
        print(f"skipped: no {SHARED}")
        sys.exit(SKIPPED)
    theirs = {}
    for folder in ("seeds", "corpora"):
        for path in sorted((SHARED / folder).rglob("*")):
            if path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                theirs.update(dict.fromkeys(runs(words(plain(text))), path.relative_to(SHARED)))
    findings = []
    for topic in topics():
        for unit in topic.units:
            answer = plain("\n".join(text for _, text in unit.lines))
            for run in runs(words(answer)):
                if run in theirs:
                    findings.append(f"{unit.place}: shares with {theirs[run]}: {' '.join(run)}")
                    break
    finish(findings, f"{len(theirs)} runs of {RUN} words compared")


if __name__ == "__main__":
    main()
