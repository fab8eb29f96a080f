#!/usr/bin/env python3
"""Writes a Stack Exchange dump (Posts.xml) of made-up questions about Python to standard output.

The same number and seed give the same bytes. Its words are as unevenly used as those of people:
some everywhere, most of the twenty thousand rarely.
"""
import argparse
import random
import sys
from datetime import datetime, timedelta
from html import escape
from itertools import accumulate

N_NAMES = 30_000
N_SENTENCES = 60_000
N_SNIPPETS = 20_000

NOUNS = """
list tuple dict set string integer float boolean function method class instance module package generator iterator
decorator context manager exception traceback variable argument parameter keyword default lambda closure scope
namespace attribute property descriptor metaclass object reference copy slice index key value pair loop branch
comprehension expression statement assignment operator comparison test fixture mock assertion import path file
directory stream socket request response server client session cookie header query table row column record model
schema migration transaction thread process queue lock semaphore event task coroutine future pool worker job
callback handler signal timer clock date timestamp timezone interval buffer byte encoding character pattern group
match regex parser token lexer tree node leaf edge graph heap stack cache memory garbage collector counter
profile benchmark compiler interpreter bytecode frame shell script prompt option flag setting environment wheel
dependency version release branch merge commit log message level formatter template form field widget window
button event matrix vector array axis shape frame series plot figure legend label average median sample
""".split()
VERBS = """
call return yield raise catch import copy compare sort reverse merge split join append insert remove pop update
replace format print log read write open close flush parse encode decode serialize load dump cache clear lock
release await cancel schedule start stop run test mock patch assert check validate convert cast round sum count
group filter map reduce zip enumerate iterate index slice unpack pack hash inherit override extend wrap decorate
register subscribe publish send receive retry connect query select insert commit roll install build compile
profile measure debug trace inspect refactor rename document deploy configure export bind freeze thaw
""".split()
ADJECTIVES = """
mutable immutable nested empty missing optional required private public static dynamic lazy eager global local
shared hidden abstract concrete generic typed plain raw binary unicode local remote pending stale fresh fast slow
safe unsafe async blocking recursive iterative ordered sorted unique duplicate default custom internal external
invalid valid broken strange simple large small huge tiny frozen temporary permanent second last first
""".split()
SENTENCES = """
I want to {v} a {a} {n} without losing the {n} that {m} already holds.
The {n} that comes back is {a}, although I {v} it right before the {n} is read.
What surprised me is that {c} changes the {n} and not the {a} {n}.
You can {v} the {n} first and {v} it again once the {n} is {a}.
As far as I can tell, {m} keeps a {n} for every {n}, so the {n} grows.
When {c} runs, the {a} {n} is gone and only the {n} of {m} is left.
Do not {v} the {n} in place; {v} a copy and hand that to {c}.
It works for a {a} {n} but fails as soon as {m} has more than one {n}.
This is because every {n} shares one {n}, and {c} never makes a new one.
In the documentation of {m} the {n} is said to {v} each {n} only once.
I tried {c} and {c}, and both {v} the same {a} {n}.
A {n} in {m} is cheaper than a {n}, but it cannot {v} itself.
If the {n} may be {a}, ask {c} before you {v} it.
Is there a way to {v} the {n} while {m} still waits for a {n}?
The short version: {c} gives a {n}, {c} gives a {a} {n}.
My {n} has about a thousand {a} entries, and {m} needs a minute to {v} them.
Since version three the {n} of {m} is {a}, which makes {c} needless.
Put the {n} into a {n} of its own and {v} it when the {n} ends.
""".strip().split("\n")
TITLES = """
How do I {v} a {a} {n} in {m}?
Why does {c} {v} the {n} twice?
What is the difference between a {n} and a {a} {n}?
{c} raises an error when the {n} is {a}
Can {m} {v} a {n} without a {n}?
{m}: {v} every {n} of a {a} {n}
Fastest way to {v} a {n} < 100 & keep the {n}
When should I {v} the {n} instead of the {n}?
""".strip().split("\n")
SNIPPETS = r"""
def {c}({n}, {n2}=None):\n    for item in {n}:\n        yield item.{c2}({n2})
with {c}("{n}.txt") as {n}:\n    {n2} = [{c2}(line) for line in {n} if line]
class {m}:\n    def __init__(self, {n}):\n        self.{n} = {n}\n\n    def {c}(self):\n        return self.{n} & 1
>>> {n} = {c}()\n>>> {n}["{n2}"] = {c2}\n>>> len({n}) < 3\nTrue
try:\n    {c}({n})\nexcept {m}Error as error:\n    print(f"{c2}: {error}")
import {c} as {n}\n\n{n2} = {n}.{c2}(key=lambda x: x[0])\nprint({n2})
""".strip().split("\n")
TAGS = NOUNS[:12] + NOUNS[20:36:2] + ["python", "python-3.x", "c++", "pandas", "numpy", "async-await", "unit-testing"]


class Words:
    """Draws of words, the first of a list the likeliest (Zipf's law), prepared many at a time."""

    def __init__(self, rng, words):
        self.rng, self.words, self.drawn = rng, words, []
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def __call__(self):
        if not self.drawn:
            self.drawn = self.rng.choices(self.words, cum_weights=self.weights, k=20_000)
        return self.drawn.pop()


def make_names(rng, n):
    """Names as programs and packages have them, n of them."""
    syllables = [c + v for c in "b c d f g l m n p r s t v z br cl pl st tr".split() for v in "aeiouy"]
    names = set()
    while len(names) < n:
        kind = rng.random()
        if kind < 0.4:
            name = rng.choice(VERBS) + "_" + rng.choice(NOUNS)
        elif kind < 0.6:
            name = rng.choice(ADJECTIVES).title() + rng.choice(NOUNS).title()
        else:
            name = "".join(rng.choices(syllables, k=rng.randint(2, 4))) + rng.choice(("", "", "n", "x", "py"))
        names.add(name)
    names = sorted(names)
    rng.shuffle(names)
    return names


class Texts:
    """Pieces of titles and bodies; those of bodies are escaped for HTML and once more for XML."""

    def __init__(self, rng):
        self.rng = rng
        names = make_names(rng, N_NAMES)
        lists = {"n": NOUNS, "v": VERBS, "a": ADJECTIVES, "m": [n for n in names if "_" not in n],
                 "c": [n for n in names if not n[0].isupper()]}
        for words in (NOUNS, VERBS, ADJECTIVES):
            rng.shuffle(words)
        self.draw = {key: Words(rng, list(dict.fromkeys(words))) for key, words in lists.items()}
        self.sentences = [self.sentence() for _ in range(N_SENTENCES)]
        self.snippets = [self.snippet() for _ in range(N_SNIPPETS)]

    def fill(self, template, code="{}"):
        for key, draw in self.draw.items():
            mark = "{" + key + "}"
            while mark in template:
                template = template.replace(mark, code.format(draw()) if key == "c" else draw(), 1)
        return template

    def sentence(self):
        return escape(self.fill(self.rng.choice(SENTENCES), "<code>{}</code>"))

    def snippet(self):
        draw = self.draw
        code = self.rng.choice(SNIPPETS).replace("\\n", "\n")
        for mark, word in (("{n}", draw["n"]()), ("{n2}", draw["n"]()), ("{c}", draw["c"]()), ("{c2}", draw["c"]()),
                           ("{m}", draw["m"]().title())):
            code = code.replace(mark, word)
        return escape(f"<pre><code>{escape(code, quote=False)}\n</code></pre>\n\n")

    def title(self):
        return escape(self.fill(self.rng.choice(TITLES)))

    def body(self):
        random_ = self.rng.random
        parts = []
        for _ in range(1 + int(random_() ** 2 * 5)):
            kind = random_()
            if kind < 0.65:
                n = 1 + int(random_() * 3)
                parts.append(f"&lt;p&gt;{' '.join(self.pick(n))}&lt;/p&gt;\n\n")
            elif kind < 0.9:
                parts.append(self.snippets[int(random_() * N_SNIPPETS)])
            else:
                items = "".join(f"&lt;li&gt;{text}&lt;/li&gt;\n" for text in self.pick(2 + int(random_() * 3)))
                parts.append(f"&lt;ul&gt;\n{items}&lt;/ul&gt;\n\n")
        if kind >= 0.65:
            parts.append(f"&lt;p&gt;{self.pick(1)[0]}&lt;/p&gt;\n")
        return "".join(parts).replace("\n", "&#xA;")

    def pick(self, n):
        return [self.sentences[int(self.rng.random() * N_SENTENCES)] for _ in range(n)]


def make_plan(rng, n):
    """What each post is: 0 a question, -1 neither, else the number of the question that it answers."""
    plan, questions = [], []
    for number in range(1, n + 1):
        kind = rng.random()
        if kind < 0.45 or not questions:
            plan.append(0)
            questions.append(number)
        elif kind < 0.99:
            # Most answers come soon, with some other questions asked meanwhile.
            back = int(rng.expovariate(1 / 12)) if kind < 0.94 else int(rng.random() * len(questions))
            plan.append(questions[max(0, len(questions) - 1 - back)])
        else:
            plan.append(-1)
    return plan


def choose_accepted(rng, plan):
    accepted = {}
    for number, question in enumerate(plan, 1):
        if question > 0 and rng.random() < (0.4 if question not in accepted else 0.1):
            accepted[question] = number
    return accepted


def rows(rng, n):
    texts = Texts(rng)
    plan = make_plan(rng, n)
    accepted = choose_accepted(rng, plan)
    asked = datetime(2015, 1, 1)
    for number, question in enumerate(plan, 1):
        asked += timedelta(seconds=60 + int(rng.random() * 600))
        date = asked.isoformat(timespec="milliseconds")
        score = min(int(rng.paretovariate(0.9)), 20_000) - 1 - int(rng.random() * 1.5)
        common = (f'CreationDate="{date}" Score="{score}" Body="{texts.body()}" '
                  f'OwnerUserId="{1 + number * 7919 % 5003}" ContentLicense="CC BY-SA 4.0"')
        if question == 0:
            tags = "".join(f"&lt;{tag}&gt;" for tag in rng.sample(TAGS, 1 + int(rng.random() * 4)))
            best = f'AcceptedAnswerId="{accepted[number]}" ' if number in accepted else ""
            yield (f'  <row Id="{number}" PostTypeId="1" {best}{common} Title="{texts.title()}" Tags="{tags}" '
                   f'ViewCount="{abs(score) * 31 + 7}" />\r\n')
        elif question > 0:
            yield f'  <row Id="{number}" PostTypeId="2" ParentId="{question}" {common} />\r\n'
        else:
            yield f'  <row Id="{number}" PostTypeId="5" {common} />\r\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("n", type=int, metavar="N", help="posts, questions and answers together")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    out = sys.stdout.buffer
    out.write('\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<posts>\r\n'.encode())
    for row in rows(random.Random(options.seed), options.n):
        out.write(row.encode())
    out.write(b"</posts>\r\n")


if __name__ == "__main__":
    main()
