"""What holds for any file whatever: a report, places that exist, output that steers nothing."""

from __future__ import annotations

import json as json_module
import pickle
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from conftest import HERE, LIBRARY, TODAY
from effort import tries
from examples import GOOD_PAGE, PAGE
from harmless import NEEDED, is_hidden
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.lint.reporters import github, json, text
from pipeline.lint.reporters.view import ReportView
from pipeline.lint.runner import check
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.library import Library
from pipeline.model.load import build_library
from pipeline.model.report import Report
from pipeline.model.settings import Settings
from pipeline.publish.schema.json_schema import validator
from pipeline.source.parse import Document, Limits, parse_data, parse_page
from pipeline.source.paths import DATA_PATHS, POLICY_PATH
from pipeline.source.resources import default_policy_text
from pipeline.source.text import BOM, Position, Source, Span

SETTINGS = Settings()
LIMITS = Limits()
NEIGHBOURS = ("building-trust", "lateral-reading", "student-voice")
# Pieces that mean something to YAML, to Markdown, to a terminal or to a log.
PIECES = ["---\n", "--- ", "\n", "\r\n", "\r", "\t", "\x00", "\x0b", "\x0c", "\x85", "\u2028", BOM, "\u202e", "\u2066"]
PIECES += [
    "\u200b",
    "\u200d",
    "\x1b[31m",
    "\x07",
    "e\u0301",
    "🧑🏽‍🏫",
    "👩‍👩‍👧",
    "\U000e0041",
    "\ufffe",
    "::error::",
    "\n::error::x",
]
PIECES += [
    "# ",
    "## ",
    "\n## Overview\n",
    "> ",
    "- ",
    "    ",
    "```\n",
    "~~~",
    "***",
    "===\n",
    "| a | b |\n| - | - |\n| c | d |\n",
]
PIECES += [
    "[",
    "]",
    "](",
    ")",
    "[x](factor:",
    "[y](strategy:building-trust)",
    "![",
    "<https://",
    "[z]: /u\n",
    "&#0;",
    "\\",
]
PIECES += [
    "<!--",
    "-->",
    "<!-- strategies: ignore doubled-word -- why -->\n",
    "# strategies: ignore",
    "<b>",
    "<script>",
]
PIECES += [
    ": ",
    "key: ",
    "? ",
    "&a ",
    "*a",
    "!!int ",
    "<<: ",
    "{",
    "}",
    ", ",
    "'",
    '"',
    "|\n",
    ">-\n",
    "null",
    "~",
    "%YAML 1.1\n",
]
PIECES += [
    "<<<<<<< HEAD\n",
    ">>>>>>> theirs\n",
    "the the ",
    "TODO",
    "“",
    "’",
    "factors: [a, a]\n",
    "title: x\n",
    "2026-02-30",
]
# The flag of a region, such as that of Scotland: its letters are hidden characters.
FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
any_text = st.text(max_size=12)
piece = st.sampled_from(PIECES) | any_text


def tried(times: int) -> settings:
    """Without a time limit on each try: other work on the machine is no failure."""
    return settings(max_examples=tries(times), deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def pages() -> dict[str, Document]:
    """Three pages of the test library that relate to one another."""
    paths = (LIBRARY / "content" / "strategies" / f"{id_}.md" for id_ in NEIGHBOURS)
    return {path.relative_to(LIBRARY).as_posix(): parse_page(source_of(path), LIMITS) for path in paths}


@cache
def data_files() -> dict[str, Document]:
    return {path: parse_data(source_of(LIBRARY / path), LIMITS) for path in DATA_PATHS if (LIBRARY / path).is_file()}


@cache
def default_policy() -> Document:
    return parse_data(Source(POLICY_PATH, default_policy_text()), LIMITS)


def source_of(path: Path) -> Source:
    return Source.decode(path.relative_to(LIBRARY).as_posix(), path.read_bytes())


def seeds() -> list[str]:
    """The good page and every page of a case: each begins near another fault."""
    cases = sorted((HERE / "cases" / "rules").glob("*/*.md"))
    return [GOOD_PAGE, *(path.read_bytes().decode("utf-8", "replace") for path in cases)]


@st.composite
def mutated(draw: st.DrawFn, texts: list[str]) -> str:
    """A text with a few slices or lines taken out, doubled or replaced."""
    found = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            lines = found.splitlines(keepends=True) or [""]
            at = draw(st.integers(0, len(lines) - 1))
            put = draw(st.sampled_from([[], [lines[at]] * 2, [lines[at].strip()], ["\n", lines[at]]]))
            found = "".join([*lines[:at], *put, *lines[at + 1 :]])
        else:
            start = draw(st.integers(0, len(found)))
            end = min(len(found), start + draw(st.integers(0, 60)))
            put_text = draw(st.just("") | piece | st.just(found[start:end] * 2))
            found = found[:start] + put_text + found[end:]
    return found


def with_page(source: Source) -> Library:
    """The test library with one more page."""
    return build_library([*pages().values(), parse_page(source, LIMITS)], data_files(), default_policy())


def with_data_file(source: Source) -> Library:
    """The test library with one of its data files replaced."""
    files = data_files() | {source.path: parse_data(source, LIMITS)}
    return build_library(pages().values(), files, default_policy())


def assert_sound(library: Library) -> Report:
    """Check a library, and hold everything that must be true of any report."""
    report = check(library, SETTINGS, TODAY)
    assert_findings_are_sound(report.diagnostics, library.sources)
    assert sorted(report.diagnostics, key=lambda diagnostic: diagnostic.sort_key) == list(report.diagnostics)
    assert_output_is_safe(ReportView(report.diagnostics, library.sources, len(library.sources), least=Severity.INFO))
    return report


def assert_findings_are_sound(found: Sequence[Diagnostic], sources: Mapping[str, Source]) -> None:
    """Each points at a place that is there and says something in one line, once; it survives another process."""
    for diagnostic in found:
        spans = [diagnostic.span, *(note.span for note in diagnostic.notes)]
        spans += [edit.span for edit in (diagnostic.fix.edits if diagnostic.fix else ())]
        for span in spans:
            assert_inside(span, sources, diagnostic.rule)
        assert diagnostic.message
        assert "\n" not in diagnostic.message
    assert pickle.loads(pickle.dumps(found)) == found
    assert len(set(found)) == len(found), "one finding said twice"


def assert_inside(span: Span, sources: Mapping[str, Source], rule: str) -> None:
    source = sources.get(span.path)
    # A file that is missing is reported at its path alone.
    size = len(source.text) if source else 0
    assert 0 <= span.start <= span.end <= size, f"{rule} points outside {span.path}"


def assert_output_is_safe(view: ReportView) -> None:
    """JSON keeps its schema; the formats that people and logs read hold nothing that could steer them."""
    as_json, as_text, as_commands = json.render(view), text.render(view), github.render(view)
    assert not list(validator("diagnostics").iter_errors(json_module.loads(as_json)))
    assert as_json.isascii()
    for shown in (as_text, as_commands, github.summary_of(view)):
        steering = {character for character in set(FLAG.sub("", shown)) if is_steering(character)}
        assert not steering, f"raw {[f'U+{ord(character):04X}' for character in steering]}"
    assert not any(line.startswith("::") for line in as_text.splitlines())
    commands = as_commands.split("\n")[:-1]
    assert len(commands) <= len(view.diagnostics)
    harmless = re.compile(r"::(error|warning|notice) file=|\d+ more findings are listed in the job's summary$")
    assert all(harmless.match(command) for command in commands)


def is_steering(character: str) -> bool:
    """Control, bidirectional and other unseen characters, save the line feed and what spellings and emoji need."""
    return character != "\n" and character not in NEEDED and is_hidden(character)


@tried(200)
@given(st.binary(max_size=300))
def test_any_bytes_as_a_page(data: bytes) -> None:
    assert_sound(with_page(Source.decode(PAGE, data)))


@tried(150)
@given(st.sampled_from(DATA_PATHS), st.binary(max_size=200) | any_text.map(str.encode))
def test_any_bytes_as_a_data_file(path: str, data: bytes) -> None:
    assert_sound(with_data_file(Source.decode(path, data)))


@tried(200)
@given(st.lists(piece, max_size=30).map("".join), st.lists(piece, max_size=60).map("".join))
def test_any_front_matter_and_body(front: str, body: str) -> None:
    assert_sound(with_page(Source(PAGE, f"---\n{front}\n---\n{body}")))


@tried(300)
@given(mutated(seeds()))
def test_any_change_of_a_page(page: str) -> None:
    assert_sound(with_page(Source(PAGE, page)))


@tried(200)
@given(st.data(), st.sampled_from(DATA_PATHS))
def test_any_change_of_a_data_file(data: st.DataObject, path: str) -> None:
    whole = data_files().get(path, default_policy()).source.text
    assert_sound(with_data_file(Source(path, data.draw(mutated([whole])))))


NAMES = ["example.md", "Example.md", "one/example.md", "student-voice.md", "learner-voice.md", "zzz.md", "Ünï.md"]


@tried(60)
@given(st.lists(st.tuples(st.sampled_from(NAMES), mutated(seeds())), max_size=4), st.randoms(use_true_random=False))
def test_order_of_files_changes_nothing(changed: list[tuple[str, str]], random: object) -> None:
    """Pages that clash (same id, title or former id among them) in any order: the same report."""
    sources = [Source(f"content/strategies/{name}", page) for name, page in changed]
    documents = list((pages() | {source.path: parse_page(source, LIMITS) for source in sources}).values())
    files = data_files()
    first = assert_sound(build_library(documents, files, default_policy()))
    random.shuffle(documents)  # type: ignore[attr-defined]
    shuffled_files = dict(reversed(files.items()))
    second = check(build_library(documents, shuffled_files, default_policy()), SETTINGS, TODAY)
    assert first.diagnostics == second.diagnostics


def places(library: Library) -> list[tuple[str, str, Position, Position, str]]:
    """What a reader of the report sees of each finding."""
    report = check(library, SETTINGS, TODAY)
    view = ReportView(report.diagnostics, library.sources, 0)
    return sorted((d.span.path, d.rule, *view.position(d.span), d.message) for d in report.diagnostics)


def as_other_editors_save(written: str) -> str:
    return BOM + written.replace("\n", "\r\n")


@tried(60)
@given(mutated(seeds()).map(lambda page: page.replace("\r", "").replace(BOM, "")))
def test_line_ends_and_byte_order_mark_change_nothing(page: str) -> None:
    other = as_other_editors_save(page)
    assert places(with_page(Source(PAGE, other))) == places(with_page(Source(PAGE, page)))


@pytest.mark.parametrize("path", DATA_PATHS)
def test_line_ends_and_byte_order_mark_change_no_data_file(path: str) -> None:
    whole = data_files().get(path, default_policy()).source.text.replace("id: ", "di: ", 1)
    other = as_other_editors_save(whole)
    assert places(with_data_file(Source(path, other))) == places(with_data_file(Source(path, whole)))


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\u202e", "\u2066", "\x85", "\u2028", "\x00", "\udcff"])
def test_the_safety_check_itself_fires(character: str) -> None:
    assert is_steering(character)
