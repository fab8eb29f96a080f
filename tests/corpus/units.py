"""The units of corpus/, read line by line: the checks beside this file work on them."""
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(os.environ.get("PYIQ_SOURCE_DIR", Path(__file__).resolve().parents[2]))
SHARED = Path(os.environ.get("PYIQ_SHARED", ROOT.parent / "shared"))
SKIPPED = 77  # the exit status that ctest reports as skipped


@dataclass
class Block:
    """A fenced block."""
    line: int  # of its first line of code
    info: str
    code: str


@dataclass
class Unit:
    path: Path
    line: int  # of its heading
    question: str
    lines: list = field(default_factory=list)  # (number, text) below the heading
    blocks: list = field(default_factory=list)

    @property
    def place(self):
        return f"{self.path.relative_to(ROOT)}:{self.line}"

    def prose(self):
        """The numbered lines that are no code."""
        fence = False
        for number, text in self.lines:
            if text.startswith("```"):
                fence = not fence
            elif not fence:
                yield number, text


@dataclass
class Topic:
    path: Path
    front: dict
    title: str
    units: list


def read_topic(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    front, start = {}, 0
    if lines and lines[0] == "---":
        start = lines.index("---", 1) + 1
        for line in lines[1:start - 1]:
            key, _, value = line.partition(":")
            front[key.strip()] = value.strip()
    topic = Topic(path, front, "", [])
    unit = block = None
    for number, text in enumerate(lines[start:], start + 1):
        if block is None and text.startswith("## "):
            unit = Unit(path, number, text[3:].strip())
            topic.units.append(unit)
            continue
        if block is None and text.startswith("# ") and unit is None:
            topic.title = text[2:].strip()
        if unit is None:
            continue
        unit.lines.append((number, text))
        if block is not None and text.startswith("```"):
            block = None
        elif block is not None:
            block.code += text + "\n"
        elif text.startswith("```"):
            block = Block(number + 1, text[3:].strip(), "")
            unit.blocks.append(block)
    return topic


def topics():
    paths = sorted(path for path in (ROOT / "corpus").glob("*.md") if path.name != "README.md")
    return [read_topic(path) for path in paths]


def finish(findings, summary):
    """Print what was found, close with one line, and exit."""
    for finding in findings:
        print(finding)
    print(summary if not findings else f"{summary}; {len(findings)} findings")
    sys.exit(1 if findings else 0)


def words(text):
    return re.findall(r"\w+(?:'\w+)?", text.lower().replace("’", "'"))
