#!/usr/bin/env python3
"""Runs every Python block of corpus/: doctest where there are prompts, a script elsewhere.

A block with `needs=…` in its fence is compiled, if this Python knows its syntax, and not run.
"""
import ast
import contextlib
import doctest
import io
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from units import finish, topics

MOST_NOT_RUN = 0.15  # of all Python blocks


def needs(block):
    found = re.search(r"\bneeds=(\S+)", block.info)
    return found[1] if found else ""


def too_new(need):
    return re.fullmatch(r"3\.\d+", need) and tuple(map(int, need.split("."))) > sys.version_info[:2]


def compile_only(block):
    source = block.code
    if ">>>" in source:
        examples = doctest.DocTestParser().get_examples(source)
        source = "".join(example.source for example in examples)
    if not too_new(needs(block)):
        ast.parse(source)


def run_doctest(block, name):
    test = doctest.DocTestParser().get_doctest(block.code, {"__name__": "__main__"}, name, None, 0)
    out = io.StringIO()
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    with contextlib.redirect_stderr(out):
        runner.run(test, out=out.write)
    return out.getvalue() if runner.failures else ""


def run_script(block):
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-c", block.code], cwd=folder, capture_output=True, text=True,
                             timeout=60, stdin=subprocess.DEVNULL)
    return run.stderr if run.returncode else ""


def check(unit, block):
    place = f"{unit.path.name}:{block.line}"
    try:
        if needs(block):
            compile_only(block)
            return ""
        failure = run_doctest(block, place) if ">>>" in block.code else run_script(block)
    except (SyntaxError, ValueError, subprocess.TimeoutExpired) as error:
        failure = str(error)
    return f"corpus/{place}: {failure.strip()}" if failure else ""


def check_in_process(place):
    """One topic, as a process of its own: a doctest may change what others see."""
    topic = next(topic for topic in topics() if topic.path.name == place)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for unit in topic.units:
            for block in unit.blocks:
                if block.info.split()[:1] == ["python"]:
                    failure = check(unit, block)
                    if failure:
                        print(failure)
        os.chdir("/")


def run_topic(topic):
    run = subprocess.run([sys.executable, __file__, topic.path.name], capture_output=True, text=True,
                         stdin=subprocess.DEVNULL)
    return run.stdout + (run.stderr if run.returncode else "")


def main():
    if len(sys.argv) > 1:
        return check_in_process(sys.argv[1])
    every = topics()
    blocks = [b for t in every for u in t.units for b in u.blocks if b.info.split()[:1] == ["python"]]
    not_run = sum(bool(needs(block)) for block in blocks)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        findings = [output.rstrip() for output in pool.map(run_topic, every) if output.strip()]
    if not_run > MOST_NOT_RUN * len(blocks):
        findings.append(f"{not_run} of {len(blocks)} blocks are not run, more than {MOST_NOT_RUN:.0%}")
    finish(findings, f"{len(blocks)} Python blocks, {len(blocks) - not_run} run on {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
