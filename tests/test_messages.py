"""Every message a person can meet stands in tests/messages.txt, to be read as a whole; none may be missing.

The file is made from the cases (`pytest --regenerate`): for each rule, each of its messages once, with
what it says to do. The second test reads the source of the rules and asks of every text in it whether
some case shows it.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import HERE, LIBRARY, TODAY, expect, quickly, report_of
from examples import former_of
from test_cases import PAGES, TREES, rule_of
from test_fix import case_sources

import pipeline
from pipeline.incremental.library_files import refused_document
from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import all_rules
from pipeline.lint.runner import check
from pipeline.model import wording
from pipeline.model.diagnostics import Diagnostic, Safety
from pipeline.model.entry import build_entry
from pipeline.source.disk import MISSING
from pipeline.source.escapes import printable
from pipeline.source.parse import Limits
from pipeline.source.text import Source

PACKAGE = Path(pipeline.__file__).parent
# Where messages about content are worded.
WORDED = sorted([*PACKAGE.glob("lint/rules/**/*.py"), PACKAGE / "model" / "wording.py"])
PATTERN_FUNCTIONS = frozenset({"re.compile", "re.escape", "re.sub", "re.findall"})
# Names that no repository should hold, so that they stand in no case.
ODD_NAMES = (
    *("static/seats\\plan.txt", "static/caf\udce9.txt", "static/con/plan.txt", "static/plan.txt.", "static/Plan/a.txt"),
    *("static/plan", f"static/{'plan-' * 51}.txt", f"static/{'long-names/' * 30}plan.txt"),
)
# A field of a text that is filled in by `format`, as `re.escape` leaves it.
FIELD = re.compile(r"\\\{[^{}]*\\\}")
# What changes from one page to the next: text in backticks, numbers, quoted bytes.
VARIABLE = re.compile(r"`[^`]*`|\d+")


@cache
def shown() -> tuple[Diagnostic, ...]:
    """Every finding of every case."""
    found: list[Diagnostic] = []
    for case in [*PAGES, *TREES]:
        found += report_of(quickly(case_sources(case)), former_of(rule_of(case))).diagnostics
    with TemporaryDirectory() as folder:
        found += on_disk(Path(folder))
    workspace = Workspace(LIBRARY, tuple(Source(path, "") for path in ODD_NAMES))
    found += workspace.report(TODAY).diagnostics
    return tuple(found)


def on_disk(root: Path) -> tuple[Diagnostic, ...]:
    """Findings that no file can show by what it holds: a list that is gone, links, pipes, what is far too large."""
    shutil.copytree(LIBRARY / "content", root / "content")
    (root / "content" / "vocabulary" / "categories.yaml").unlink()
    (root / "content" / "strategies" / "elsewhere.md").symlink_to(LIBRARY / "content" / "library.yaml")
    (root / "content" / "strategies" / "nowhere.md").symlink_to("gone.md")
    (root / "content" / "vocabulary" / "factors.yaml").unlink()
    (root / "content" / "vocabulary" / "factors.yaml").mkdir()
    os.mkfifo(root / "content" / "strategies" / "pipe.md")
    (root / "content" / "vocabulary" / "rooms.yaml").write_text("- {id: gym, name: Gym}\n", encoding="utf-8")
    (root / "templates").touch()
    (root / "static" / "/".join(["deep"] * 40)).mkdir(parents=True)
    long = root / "static" / "/".join(["long" * 50] * 3)
    long.mkdir(parents=True)
    (long / "file.txt").touch()
    with (root / "static" / "film.mp4").open("wb") as file:
        file.truncate(Limits().site_file_bytes + 1)
    workspace = Workspace(root)
    gone = build_entry(refused_document(root, "content/strategies/gone.md", MISSING, Limits()))
    library = workspace.report(TODAY).library
    library = replace(library, entries=(*library.entries, gone))
    return check(library, workspace.settings, TODAY).diagnostics


def said(diagnostic: Diagnostic) -> Iterator[str]:
    """All that one finding says, what is wrong first."""
    yield f"wrong: {diagnostic.message}"
    yield from (f"note:  {note.message}" for note in diagnostic.notes)
    if diagnostic.help:
        yield "mend:  " + diagnostic.help.replace("\n", "\n       ")
    if diagnostic.fix:
        yield f"fix:   {diagnostic.fix.title} ({diagnostic.fix.safety.value})"


def test_every_message_is_in_the_golden_file(regenerate: bool) -> None:
    blocks: dict[str, dict[str, str]] = {}
    for diagnostic in shown():
        text = "\n".join(printable(line) for line in "\n".join(said(diagnostic)).split("\n"))
        key = VARIABLE.sub("…", text)
        kept = blocks.setdefault(diagnostic.rule, {})
        kept[key] = min(kept.get(key, text), text)
    lines = ["What every rule can say, as the cases show it. Read it aloud now and then.", ""]
    for rule in sorted(blocks):
        lines += [f"== {rule}", "", *(f"{text}\n" for text in sorted(blocks[rule].values()))]
    expect("\n".join(lines), HERE / "messages.txt", regenerate)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and pattern of every piece of prose in a module: a constant with a space in it, or an f-string."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {part for node in ast.walk(tree) for part in not_prose(node)}
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(v.value) if isinstance(v, ast.Constant) else ".*?" for v in node.values]
            if re.search(r"[a-z]{3}", "".join(v.value for v in node.values if isinstance(v, ast.Constant))):
                yield node.lineno, "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[a-z] [a-z]", node.value):
            yield node.lineno, FIELD.sub(".*?", re.escape(node.value))


def not_prose(node: ast.AST) -> Iterator[ast.AST]:
    """What of a node is no message: docstrings, patterns, what is compared, what only a bug would show."""
    if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
        yield node.body[0].value  # type: ignore[attr-defined]
    elif (isinstance(node, ast.Call) and ast.unparse(node.func) in PATTERN_FUNCTIONS) or isinstance(
        node, (ast.Raise, ast.Assert, ast.Compare)
    ):
        yield from ast.walk(node)
    elif isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, ast.MatchValue):
        yield node.value


@cache
def everything_said() -> frozenset[str]:
    """Each text that a finding of a case has."""
    # What a later pydantic may call a fault that it has no name for today.
    unnamed = wording.invalid_value({"field": "title", "fault": "no such fault", "got": "text"})
    return frozenset(text for diagnostic in shown() for text in said(diagnostic)) | {unnamed}


def is_said(pattern: re.Pattern[str]) -> bool:
    """True if a text has words of the pattern. One by one, because patterns with gaps are slow on long texts."""
    return any(pattern.search(text) for text in everything_said())


@pytest.mark.parametrize("path", WORDED, ids=lambda path: path.stem)
def test_every_text_is_shown_by_some_case(path: Path) -> None:
    missing = [f"line {line}: {text}" for line, text in texts(path) if not is_said(re.compile(text, re.DOTALL))]
    assert not missing, f"no case shows these words of {path.name}:\n" + "\n".join(missing)


def test_messages_keep_to_the_style() -> None:
    """Lower case, no full stop, author's text in backticks, no jargon."""
    jargon = re.compile(r"\b(?:regex|schema|parse[dr]?|scalar|null|boolean|string|token|node|invalid)\b", re.IGNORECASE)
    for diagnostic in shown():
        for text in (diagnostic.message, diagnostic.help.split("\n")[0]):
            plain = VARIABLE.sub("", text)
            assert not text.endswith("."), text
            assert not jargon.search(plain), text
        first = diagnostic.message[0]
        assert first in '`“"' or not first.isupper() or diagnostic.message.split()[0].isupper(), diagnostic.message


def test_the_sets_of_fixes_are_those_that_cases_show() -> None:
    """A rule's declared fixes are told to people; the cases show which it really makes."""
    seen: dict[str, set[Safety]] = {rule.name: set() for rule in all_rules()}
    for found in shown():
        if found.fix:
            seen[found.rule].add(found.fix.safety)
    assert {name: kinds for name, kinds in seen.items() if kinds} == {
        rule.name: set(rule.fixes) for rule in all_rules() if rule.fixes
    }
