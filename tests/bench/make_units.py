#!/usr/bin/env python3
"""Writes a collection of made-up questions in Markdown, and queries that are asked of it, to a folder.

Its units are those of corpus/ over and over with other words in them, as unevenly used as those of people: the frequent
ones stay frequent, and the more units, the more words. The same number and seed give the same bytes.
"""
import argparse
import builtins
import keyword
import random
import re
from collections import Counter
from itertools import count, islice
from pathlib import Path

from make_posts import Words, make_names

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
UNITS_A_FILE = 1000
N_NAMES = 300_000
REPLACED = 0.35  # of the words of a unit that may be
MEDIAN_LENGTH, SPREAD = 680, 0.6  # bytes; of a logarithmic normal distribution
N_SAMPLES = 1000  # units that queries are taken from

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
FENCE = "```"
FRAME = frozenset("""
a about after all also an and any are as at be because been before between both but by can could did different
difference do does done each every example few first for from get give has have how if in into is it its just last like
made make makes many may mean means more most must need new no not of off on one only or other out over own same see should
since so some such than that the their them then there these they this those to too two under until up use used uses
using was were what when where which while who why will with without would yet you your
""".split())
KEPT = FRAME | frozenset(keyword.kwlist) | frozenset(dir(builtins)) | frozenset(("python", "Trap", "Level", "self"))


class Unit:
    """A question and the blocks of its answer."""

    def __init__(self, question, blocks):
        self.question, self.blocks = question, blocks

    def words(self):
        return WORD.findall("\n".join((self.question, *self.blocks)))


def split_blocks(text):
    """What stands between blank lines, those within code left out."""
    blocks, lines, in_code = [], [], False
    for line in text.split("\n"):
        if line.startswith(FENCE):
            in_code = not in_code
        if line or in_code:
            lines.append(line)
        elif lines:
            blocks.append("\n".join(lines))
            lines = []
    return blocks + ["\n".join(lines)] if lines else blocks


def read_corpus():
    units = []
    for path in sorted(CORPUS.glob("*.md")):
        if path.name == "README.md":
            continue
        for text in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            question, *blocks = split_blocks(text)
            units.append(Unit(question, [b for b in blocks if not b.startswith("See:")]))
    return units


def is_content(word):
    return len(word) > 2 and word not in KEPT and word.lower() not in KEPT


class Maker:
    def __init__(self, rng):
        self.rng = rng
        self.templates = read_corpus()
        known = Counter(w.lower() for t in self.templates for w in t.words() if is_content(w))
        names = [n for n in make_names(rng, N_NAMES) if n.lower() not in known]
        self.draw = Words(rng, [word for word, _ in known.most_common()] + names)
        self.seen = set()  # questions

    def shorten(self, template):
        """At least the first block, further ones up to some length, and the level."""
        most = self.rng.lognormvariate(0, SPREAD) * MEDIAN_LENGTH
        length, kept = len(template.question), []
        for block in template.blocks:
            length += len(block) + 2
            if kept and length > most and not block.startswith("Level:"):
                continue
            kept.append(block)
        return kept

    def replacer(self):
        """Replaces words, each by the same one all over a unit."""
        others = {}

        def replace(match):
            word = match[0]
            if word not in others:
                others[word] = self.draw() if is_content(word) and self.rng.random() < REPLACED else word
                if word[0].isupper() and others[word].islower():
                    others[word] = others[word].capitalize()
            return others[word]

        return lambda text: "\n".join(
            line if line.startswith((FENCE, "Level:")) else WORD.sub(replace, line) for line in text.split("\n"))

    def unit(self, template):
        while True:
            replace = self.replacer()
            question = replace(template.question)
            if question not in self.seen:
                self.seen.add(question)
                return Unit(question, [replace(block) for block in self.shorten(template)])
            # A question of frame words alone would come back for ever.
            template = Unit(f"{template.question} ({self.draw()})", template.blocks)

    def units(self, n):
        order = []
        for _ in range(n):
            if not order:
                order = self.templates[:]
                self.rng.shuffle(order)
            yield self.unit(order.pop())


def write_file(folder, number, units):
    title = f"Questions, part {number}"
    with open(folder / f"part-{number:03}.md", "w", encoding="utf-8") as out:
        out.write(f"---\ntitle: {title}\n---\n\n# {title}\n")
        for unit in units:
            out.write("\n\n".join((f"\n## {unit.question}", *unit.blocks)) + "\n")


# ---- Queries ------------------------------------------------------------------------


class Queries:
    """Queries by kind, none of them twice, taken from some units and the counts of all words."""

    def __init__(self, rng, samples, counts):
        self.rng, self.samples, self.counts = rng, samples, counts
        # Words of one unit alone are as likely misspelled as meant.
        self.ranked = [word for word, n in counts.most_common() if n > 1 and is_content(word)]
        self.made = {}

    def content(self, text):
        return [w for w in dict.fromkeys(WORD.findall(text.lower())) if is_content(w) and self.counts[w] > 1]

    def sample(self):
        return self.rng.choice(self.samples)

    def ranked_word(self, greatest=1.0):
        """Any rank is as likely as ten times as great a one."""
        return self.ranked[int(len(self.ranked) ** (self.rng.random() * greatest))]

    def word(self):
        return self.ranked_word()

    def words(self):
        unit = self.sample()
        asked, told = self.content(unit.question), self.content(unit.blocks[0])
        n = 2 + int(self.rng.random() ** 2 * 5)
        chosen = self.rng.sample(asked, min(len(asked), n - n // 3))
        chosen += self.rng.sample(told, min(len(told), n - len(chosen)))
        return " ".join(dict.fromkeys(chosen)) if len(set(chosen)) > 1 else None

    def question(self):
        return self.sample().question.replace("`", "").rstrip("?").lower()

    def identifier(self):
        unit = self.sample()
        spans = re.findall(r"`([^`\n]+)`", "\n".join((unit.question, *unit.blocks)))
        spans = [s for s in spans if re.fullmatch(r"[\w@*.:=<>|()\[\]]{2,30}", s) and not s.isalpha()]
        return self.rng.choice(spans) if spans else None

    def comparison(self):
        words = self.content(self.sample().question)
        if len(words) < 2:
            return None
        form = self.rng.choice(("{} vs {}", "difference between {} and {}", "{} or {}?", "{} versus {}"))
        return form.format(*self.rng.sample(words, 2))

    def phrase(self):
        words = re.split(r"\s+", self.sample().blocks[0])
        n, at = self.rng.randint(2, 3), self.rng.randrange(len(words))
        chosen = words[at:at + n]
        if len(chosen) < n or not all(re.fullmatch(r"[a-z]+", w) for w in chosen) or not self.content(" ".join(chosen)):
            return None
        return '"' + " ".join(chosen) + '"'

    def misspelled(self):
        word = self.ranked_word(0.9)
        at = self.rng.randrange(1, max(len(word) - 1, 2))
        wrong = self.rng.choice((
            word[:at] + word[at + 1:at + 2] + word[at:at + 1] + word[at + 2:], word[:at] + word[at + 1:],
            word[:at] + word[at] + word[at:], word[:at] + self.rng.choice("aeiorstn") + word[at + 1:]))
        if len(word) < 6 or wrong in self.counts:
            return None
        return wrong if self.rng.random() < 0.5 else f"{wrong} {self.ranked_word(0.7)}"

    def of_kind(self, kind, n):
        for number in range(1, n + 1):
            text = None
            while text is None or text in self.made or text.startswith("-"):
                text = getattr(self, kind)()
            self.made[text] = f"{kind}-{number:02}"


KINDS = {"word": 30, "words": 60, "question": 20, "identifier": 30, "comparison": 20, "phrase": 20, "misspelled": 20}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="receives notes/*.md and queries.tsv")
    parser.add_argument("n", type=int, nargs="?", default=104_000, metavar="N", help="units; 104000 unless it is said")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    notes = options.folder / "notes"
    notes.mkdir(parents=True)

    rng = random.Random(options.seed)
    counts, samples = Counter(), []
    made = Maker(rng).units(options.n)
    for number in count(1):
        units = list(islice(made, UNITS_A_FILE))
        if not units:
            break
        write_file(notes, number, units)
        samples += rng.sample(units, min(len(units), 1 + N_SAMPLES * UNITS_A_FILE // options.n))
        for unit in units:
            counts.update(word.lower() for word in unit.words())
    queries = Queries(rng, samples, counts)
    for kind, n in KINDS.items():
        queries.of_kind(kind, n)
    lines = (f"{name}\t{text}\n" for text, name in queries.made.items())
    (options.folder / "queries.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
