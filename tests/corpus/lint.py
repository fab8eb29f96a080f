#!/usr/bin/env python3
"""The form of corpus/: what README.md there promises, file and line for each breach."""
import re
from collections import defaultdict

from units import finish, topics, words

LEVELS = ("basic", "intermediate", "advanced")
LONGEST = 30  # lines that are not blank; a long example may need them


def check_unit(unit):
    body = [(number, text) for number, text in unit.lines if text.strip()]
    prose = [(number, text) for number, text in unit.prose() if text.strip()]
    levels = [(number, text) for number, text in prose if text.startswith("Level:")]
    sees = [(number, text) for number, text in prose if text.startswith("See:")]
    asides = [text for _, text in prose if text.startswith(("**Trap:**", "**Follow-up:**"))]
    if len(levels) != 1 or levels[0][1].removeprefix("Level:").strip() not in LEVELS:
        yield unit.line, f"wants one line `Level: {'|'.join(LEVELS)}`"
    if len(sees) != 1 or not re.search(r"\[[^\]]+\]\(https://[^)\s]+\)", sees[0][1]):
        yield unit.line, "wants one line `See: [text](https://…)`"
    if len(asides) > 1:
        yield unit.line, "has more than one Trap or Follow-up"
    if not 5 <= len(body) <= LONGEST:
        yield unit.line, f"is {len(body)} lines long, not 5 to {LONGEST}"
    if prose and (prose[0][1].startswith(("|", "-", "*Level", "#")) or prose[0][0] != body[0][0]):
        yield prose[0][0], "does not begin with a sentence that answers"
    compared = re.search(r"\bvs\.?\b|\bdifference between\b", unit.question, re.I)
    if compared and not any(text.startswith("|") for _, text in prose):
        yield unit.line, "compares without a table"
    for number, text in prose:
        if text.startswith("#"):
            yield number, "has a heading of its own"
    for block in unit.blocks:
        if not block.info:
            yield block.line - 1, "has a fence without a language"


def check_topic(topic):
    tags = re.fullmatch(r"\[([a-z0-9][a-z0-9-]*(?:, [a-z0-9][a-z0-9-]*)*)\]", topic.front.get("tags", ""))
    if not topic.front.get("title") or topic.front["title"].strip("\"'") != topic.title:
        yield 1, "wants a title in its front matter, and the same as its heading"
    if not tags or not 2 <= len(tags[1].split(", ")) <= 5:
        yield 1, "wants two to five tags in its front matter"
    for unit in topic.units:
        yield from check_unit(unit)


def main():
    findings, places, n = [], defaultdict(list), 0
    for topic in topics():
        for line, what in check_topic(topic):
            findings.append(f"corpus/{topic.path.name}:{line}: {what}")
        for unit in topic.units:
            places[" ".join(words(unit.question))].append(unit.place)
            n += 1
    for same in places.values():
        if len(same) > 1:
            findings.append(f"{same[0]}: is asked again at {', '.join(same[1:])}")
    finish(findings, f"{n} units read")


if __name__ == "__main__":
    main()
