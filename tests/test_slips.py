"""Slips in YAML: what is told of each is where it is, and mending it as shown makes the text readable."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from conftest import LIBRARY, TODAY
from effort import tries
from examples import GOOD_PAGE, PAGE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.incremental.workspace import Workspace
from pipeline.lint.rules.frontmatter._quoting import quoted
from pipeline.model.diagnostics import Diagnostic
from pipeline.source.parse import Limits, parse_data, parse_page
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.text import Source, apply

FACTORS = "content/vocabulary/factors.yaml"
BODY = "---\n\n## Overview\n\nLearners look back.\n"
LIMITS = Limits()


def told(source: Source) -> tuple[Diagnostic, ...]:
    """What is found in one file of the test library."""
    workspace = Workspace(LIBRARY, (source,))
    report = workspace.report(TODAY)
    return tuple(found for found in report.diagnostics if found.span.path == source.path)


def slip(front: str) -> tuple[Source, Diagnostic]:
    """The one finding of a page whose front matter cannot be read."""
    source = Source(PAGE, f"---\n{front}{BODY}")
    (found,) = told(source)
    assert found.rule == "invalid-yaml"
    return source, found


def mended(source: Source, found: Diagnostic) -> Source:
    assert found.fix is not None
    return Source(source.path, apply(source.text, found.fix.edits))


# (front matter, line of the slip from 1, what is marked there, a line as it should be)
SLIPS = {
    "colon": ("title: Reflection: a habit\n", 2, ":", 'title: "Reflection: a habit"'),
    "colon, far from where reading stops": (
        "summary: Learners look\n  back and\n  choose: one\n  thing\nstatus: draft\n", 4, ":", '  thing"'
    ),
    "tab": ("factors:\n\t- motivation\n\t- emotion\n", 3, "\t", "  - motivation"),
    "open quote, told of lines later": (
        'title: "Look back\nstatus: draft\nsummary: Say "yes"\n', 2, '"', 'title: "Look back"'
    ),
    "open bracket, told of lines later": ("factors: [a,\n  b\n\n# why\nstatus: draft\n", 2, "[", "  b]"),
    "missing space, told of lines later": ("title:Look back\nsummary:x\nstatus: draft\n", 2, ":", "title: Look back"),
    "indent": ("source:\n  title: x\n   url: y\nstatus: draft\n", 4, "   ", "  url: y"),
    "indent of all but the first": ("title: x\n status: draft\n category: a\nfactors: [b]\n", 3, " ", "status: draft"),
}  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("front", "line", "marked", "shown"), SLIPS.values(), ids=SLIPS)
def test_slip_is_told_where_it_is_not_where_reading_stopped(
    front: str, line: int, marked: str, shown: str, newline: str
) -> None:
    source, found = slip(front.replace("\n", newline))
    assert source.position(found.span.start).line == line
    assert source.slice(found.span) == marked
    assert shown in found.help.split("\n")


SURE = [front for name, (front, *_) in SLIPS.items() if name != "missing space, told of lines later"]


@pytest.mark.parametrize("front", SURE)
def test_mended_as_shown_it_reads(front: str) -> None:
    document = parse_page(mended(*slip(front)), LIMITS)
    assert document.readable
    assert isinstance(document.front, Mapping)


def test_a_mend_that_leaves_another_fault_is_shown_but_not_offered() -> None:
    _, found = slip("title:Look back\nsummary:x\nstatus: draft\n")
    assert found.fix is None
    assert "title: Look back" in found.help


# --- each way of breaking a good page is found again ---

LINES = GOOD_PAGE.split("---\n")[1].splitlines(keepends=True)


def broken_pages() -> Iterator[tuple[str, str, int]]:
    """Every line of the good page's front matter broken in each of the six ways that it can be."""
    for index, line in enumerate(LINES):
        name, value = line.rstrip("\n").split(": ", 1)
        ways = {"space": f"{name}:{value}\n", "tab": f"\t{line}"}
        if value.startswith("["):
            ways["bracket"] = f"{name}: {value[:-1]}\n"
        else:
            ways |= {"colon": f"{name}: Look: {value}\n", "quote": f'{name}: "{value}\n'}
        if index:
            ways["indent"] = f" {line}"
        for way, text in ways.items():
            yield f"{way} in {name}", "".join([*LINES[:index], text, *LINES[index + 1 :]]), index


@pytest.mark.parametrize(("front", "index"), [pytest.param(f, i, id=name) for name, f, i in broken_pages()])
def test_every_line_broken_in_every_way(front: str, index: int) -> None:
    """The finding is on that line, and mending it gives the fields back."""
    source, found = slip(front)
    assert source.position(found.span.start).line == index + 2
    fields = parse_page(mended(source, found), LIMITS).front
    assert isinstance(fields, Mapping)
    assert len(fields.pairs) == len(LINES)


# --- limits ---

LARGE = "- {id: attention, name: Attention, definition: Keeping one's mind on one thing.}\n"
HOSTILE = {
    "blanks": "title: a" + " " * 60_000 + "b: c\n",
    "quotes": "title: [" + '" ' * 30_000 + "\n",
    "commas": "title: [" + "," * 60_000 + "\n",
    "lines": "a\n" * 30_000,
    "colons": "a: b: c\n" * 7_000,
    "tabs": "\ta: b\n" * 9_000,
    "steps": "".join(" " * (n % 20) + "a: b\n" for n in range(4_000)),
    "hashes": "a: b " + "# " * 30_000 + "\n: c\n",
    "a word and blanks": "a" + " " * 60_000 + "\nb\n",
}


@pytest.mark.parametrize("front", HOSTILE.values(), ids=HOSTILE)
def test_no_front_matter_takes_long(front: str) -> None:
    begin = time.process_time()
    (found,) = told(Source(PAGE, f"---\n{front}{BODY}"))
    assert time.process_time() - begin < 8
    assert found.rule == "invalid-yaml"


def test_slip_in_a_long_list_is_found() -> None:
    text = LARGE * 2_000 + "- {id: focus name: Focus, definition: x}\n" + LARGE * 2_000
    begin = time.process_time()
    (found,) = told(Source(FACTORS, text))
    assert time.process_time() - begin < 10
    assert text[found.span.start : found.span.end] == "name"
    assert parse_data(mended(Source(FACTORS, text), found), LIMITS).readable


# --- any text ---

PIECES = ["title: ", "factors: ", "a", "b c", ": ", ":", "- ", "-", "\n", "\n  ", "\n ", "\t", "[", "]", "{", "}", ", "]
PIECES += [
    '"',
    "'",
    "”",
    "#",
    " # ",
    "&a",
    "*a",
    "!",
    "|",
    ">",
    "@",
    "`",
    "%",
    "?",
    "\\",
    "\u00a0",
    "：",
    "\x07",
    "\ufeff",
]
PIECES += ["\u200b", "\u2028", "🧑‍🏫", "...", "<<: ", "## x\n", "~"]


@settings(max_examples=tries(120), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join), st.booleans())
def test_no_broken_file_is_without_a_finding(text: str, is_page: bool) -> None:
    """A file that cannot be read must say so; and a mend that is offered makes it readable."""
    source = Source(PAGE, f"---\n{text}\n---\n") if is_page else Source(FACTORS, text)
    parsed = (parse_page if is_page else parse_data)(source, LIMITS)
    found = told(source)
    assert parsed.readable or found
    for diagnostic in found:
        if diagnostic.rule == "invalid-yaml" and diagnostic.fix:
            after = (parse_page if is_page else parse_data)(mended(source, diagnostic), LIMITS)
            assert not any(after.noted("invalid-yaml"))


@given(
    st.text(
        alphabet=st.characters(
            codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
        )
    )
)
def test_quoted_text_reads_as_itself(text: str) -> None:
    front = parse_data(Source(FACTORS, f"title: {quoted(text)}\n"), LIMITS).front
    assert isinstance(front, Mapping)
    assert front.pairs[0][1].text == text  # type: ignore[union-attr]
