#!/usr/bin/env python3
"""Draw a session in a terminal as a picture: real output of the real pyiq.

    tests/picture/draw.py            write .github/session.svg
    tests/picture/draw.py --check    fail if it is not what pyiq prints now

PYIQ is the program, see tests/CMakeLists.txt; without it the one that
cmd/try.sh builds.
"""

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / ".github" / "session.svg"
COMMANDS = [
    ["search", "deep copy", "-m", "2"],
    ["search", "-1", "what is the walrus operator"],
]
COLUMNS = 84

CELL, LINE, MARGIN, BAR = 8.4, 19, 18, 30
BACKGROUND, TEXT, DIM = "#1e2127", "#d7dae0", "#8b919c"
COLOURS = ["#5c6370", "#ff7b72", "#8fd18f", "#e5c07b", "#6cb6ff", "#d2a8ff", "#56d4dd", "#d7dae0"]

SEQUENCE = re.compile(r"\x1b\[([0-9;]*)([a-zA-Z])")


def run(arguments):
    """What a command prints on a terminal in colour."""
    program = os.environ.get("PYIQ", ROOT / "build" / "try" / "bin" / "pyiq")
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "COLUMNS": str(COLUMNS),
        "HOME": "/nonexistent",
    }
    return subprocess.run(
        [program, *arguments, "--heading", "--color=always"],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    ).stdout


def width(text):
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def look(codes, style):
    """The style after an SGR sequence: (colour, bold, dim, italic)."""
    colour, bold, dim, italic = style
    for code in codes:
        if code == 0:
            colour, bold, dim, italic = None, False, False, False
        elif code == 1:
            bold = True
        elif code == 2:
            dim = True
        elif code == 3:
            italic = True
        elif 30 <= code <= 37:
            colour = COLOURS[code - 30]
        elif 90 <= code <= 97:
            colour = COLOURS[code - 90]
        elif code == 39:
            colour = None
    return colour, bold, dim, italic


def pieces(line):
    """A line's pieces of one style each: (column, style, text)."""
    style, column, at = (None, False, False, False), 0, 0
    for match in [*SEQUENCE.finditer(line), None]:
        text = line[at:match.start() if match else len(line)]
        if text:
            yield column, style, text
            column += width(text)
        if match:
            at = match.end()
            if match[2] == "m":
                style = look([int(code or 0) for code in match[1].split(";")], style)


def element(column, baseline, style, text):
    colour, bold, dim, italic = style
    attributes = f'x="{MARGIN + column * CELL:g}" y="{baseline}" textLength="{width(text) * CELL:g}"'
    fill = colour or (DIM if dim else None)
    if fill:
        attributes += f' fill="{fill}"'
    if dim and colour:
        attributes += ' opacity="0.7"'
    if bold:
        attributes += ' font-weight="bold"'
    if italic:
        attributes += ' font-style="italic"'
    return f"<text {attributes}>{escape(text)}</text>"


def draw():
    lines = []
    for arguments in COMMANDS:
        shown = " ".join(f'"{word}"' if " " in word else word for word in arguments)
        lines += [f"\x1b[32m$\x1b[m \x1b[1mpyiq {shown}\x1b[m", *run(arguments).splitlines(), ""]
    lines.pop()
    breadth = 2 * MARGIN + COLUMNS * CELL
    height = BAR + len(lines) * LINE + MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{breadth:g}" height="{height}" '
        f'viewBox="0 0 {breadth:g} {height}" role="img" aria-label="pyiq in a terminal">',
        "<!-- Drawn by tests/picture/draw.py -->",
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>',
        *(f'<circle cx="{MARGIN + 18 * i}" cy="16" r="5.5" fill="{colour}"/>'
          for i, colour in enumerate(["#ff5f57", "#febc2e", "#28c840"])),
        '<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace" '
        f'font-size="14" fill="{TEXT}" xml:space="preserve">',
    ]
    for number, line in enumerate(lines):
        baseline = BAR + (number + 1) * LINE - 4
        out += [element(column, baseline, style, text)
                for column, style, text in pieces(line) if text.strip()]
    return "\n".join([*out, "</g>", "</svg>", ""])


def main():
    picture = draw()
    if sys.argv[1:] == ["--check"]:
        if PICTURE.read_text(encoding="utf-8") != picture:
            sys.exit(f"{PICTURE.relative_to(ROOT)} is out of date: run tests/picture/draw.py")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        PICTURE.write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
