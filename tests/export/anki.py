#!/usr/bin/env python3
"""Reads an export as Anki does, and says what is wrong with it.

    anki.py EXPORT UNITS        UNITS is what `pyiq list --json` says of the same units

The rules are those of https://docs.ankiweb.net/importing/text-files.html: lines that
begin with # and stand before the first note say how to read the rest, later ones are
comments; fields are parted by the separator and may stand in quotation marks, which
are doubled inside. With #html:true a field is HTML.
"""
import json
import re
import sys
from html.parser import HTMLParser

BASIC = ["guid", "deck", "front", "back", "tags"]
# What shapes text; the rest could do something.
TAGS = set(
    "a b blockquote br center cite code dd del details dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i "
    "img input ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody "
    "td th thead tr u ul var".split()
)
ATTRIBUTES = {"align", "alt", "checked", "class", "disabled", "href", "lang", "src", "start", "style",
              "title", "type"}

mistakes = 0


def complain(where, what):
    global mistakes
    mistakes += 1
    print(f"{where}: {what}")


def head(text):
    """The directives, and where the notes begin."""
    directives, start = {}, 0
    while text.startswith("#", start):
        end = text.find("\n", start) + 1 or len(text)
        name, colon, value = text[start + 1 : end].rstrip("\r\n").partition(":")
        if colon:
            directives[name.strip().lower()] = value
        start = end
    return directives, start


def rows(text, separator):
    """The fields of each note. A quotation mark opens only at the beginning of a field."""
    i = 0
    while i < len(text):
        if text[i] in "\r\n":
            i += 1
            continue
        if text[i] == "#":
            i = text.find("\n", i) + 1 or len(text)
            continue
        row, ended = [], False
        while not ended:
            field = []
            if text[i : i + 1] == '"':
                i += 1
                while True:
                    end = text.find('"', i)
                    if end < 0:
                        raise ValueError("a quotation mark is not closed")
                    field.append(text[i:end])
                    i = end + 1
                    if text[i : i + 1] != '"':
                        break
                    field.append('"')
                    i += 1
            end = i
            while end < len(text) and text[end] not in separator + "\r\n":
                end += 1
            field.append(text[i:end])
            row.append("".join(field))
            ended = end == len(text) or text[end] in "\r\n"
            i = end + 1
        yield row


class Field(HTMLParser):
    """The text of a field, and that of each block of code in it."""

    def __init__(self, where, html):
        super().__init__(convert_charrefs=True)
        self.where, self.text, self.code, self.depth = where, [], [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            complain(self.where, f"<{tag}> is passed on")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                complain(self.where, f"<{tag} {name}> is passed on")
            if name in ("href", "src") and re.match(r"\s*(?!https?:|mailto:)\w+:", value or ""):
                complain(self.where, f"an address that could do something: {value}")
        if tag == "pre":
            self.depth += 1
            self.code.append("")
        elif tag == "br":
            self.text.append("\n")

    def handle_endtag(self, tag):
        if tag == "pre" and self.depth > 0:
            self.depth -= 1

    def handle_data(self, data):
        self.text.append(data)
        if self.depth > 0:
            self.code[-1] += data

    def handle_comment(self, data):
        complain(self.where, "a comment is passed on")


def fences(markdown):
    """The text of each fenced block, without the indentation of its fence."""
    lines = iter(markdown.split("\n"))
    for line in lines:
        opening = re.match(r"( *)(`{3,}|~{3,})([^`]*)$", line)
        if not opening:
            continue
        indent, fence, block = opening[1], opening[2], []
        for line in lines:
            if re.match(rf" *{fence[0]}{{{len(fence)},}} *$", line):
                break
            strip = min(len(indent), len(line) - len(line.lstrip(" ")))
            block.append(line[strip:] + "\n")
        yield "".join(block)


def check_note(where, note, unit):
    front, back = Field(where, note["front"]), Field(where, note["back"])
    text = "".join(front.text)
    if not text.startswith(unit["question"]):
        complain(where, f"the front does not begin with the question: {text[:60]!r}")
    if unit["answer"] and not "".join(back.text).strip() and "<img" not in note["back"]:
        complain(where, "the answer is lost")
    wanted = [block for field in ("prompt", "answer") for block in fences(unit[field])]
    found = front.code + back.code
    missing = [block for block in wanted if block not in found]
    if missing:
        complain(where, f"code is not what it was: {missing[0]!r}\nfound: {found}")
    tags = note["tags"].split(" ") if note["tags"] else []
    own = [re.sub(r"\s", "_", tag) for tag in unit["tags"]]
    if tags != own + ([f"level::{unit['level']}"] if unit["level"] else []):
        complain(where, f"tags {tags}")
    deck = "::".join(["pyiq"] + [re.sub(":+", ":", topic) for topic in unit["topic"]])
    if note["deck"] != deck:
        complain(where, f"deck {note['deck']!r} instead of {deck!r}")
    return len(wanted)


def main(export, listed):
    with open(export, encoding="utf-8", newline="") as file:
        text = file.read()
    with open(listed, encoding="utf-8") as file:
        units = {unit["id"]: unit for unit in map(json.loads, file)}
    directives, start = head(text)
    wanted = {"separator": "tab", "html": "true", "notetype": "Basic", "guid column": "1",
              "deck column": "2", "tags column": "5"}
    if directives != wanted:
        complain("head", directives)
    seen, n_code = set(), 0
    for number, row in enumerate(rows(text[start:], "\t"), 1):
        where = f"note {number}"
        if len(row) != len(BASIC):
            complain(where, f"{len(row)} fields")
            continue
        note = dict(zip(BASIC, row))
        where += f" ({note['guid']})"
        if note["guid"] in seen:
            complain(where, "the GUID stands there twice")
        seen.add(note["guid"])
        if note["guid"] in units:
            n_code += check_note(where, note, units[note["guid"]])
    if seen != set(units):
        complain("notes", f"{len(seen)} GUIDs for {len(units)} ids")
    print(f"{len(seen)} notes, {n_code} blocks of code")
    return mistakes > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
