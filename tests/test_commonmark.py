"""Every example of the CommonMark specification in the section of a page: read, placed and rendered as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest
from commonmark_examples import Example, examples
from conftest import LIBRARY, TODAY
from examples import GOOD_PAGE
from markdown_it import MarkdownIt

from pipeline.incremental.workspace import Workspace
from pipeline.lint.reporters import github, json, text
from pipeline.lint.reporters.view import ReportView
from pipeline.lint.runner import check
from pipeline.source.parse import Document, Limits, Link, parse_page
from pipeline.source.text import BOM, Source

HEAD, _, REST = GOOD_PAGE.partition("## Overview\n\n")
BEFORE, AFTER = HEAD + "## Overview\n\n", "\n## Example" + REST.partition("## Example")[2]
LONG_FRONT_MATTER = BEFORE.replace("---\n", "---\n" + "".join(f"# Remark {n}: ünïcode 🧑‍🏫\n" for n in range(40)), 1)


class Style(NamedTuple):
    """How an example is written into the page."""

    newline: str = "\n"
    before: str = BEFORE
    marker: str = ""  # at the start of each line of the example


STYLES = {
    "plain": Style(),
    "crlf": Style("\r\n"),
    "cr": Style("\r"),
    "byte-order-mark-and-long-front-matter": Style("\r\n", BOM + LONG_FRONT_MATTER),
    "quoted": Style(marker="> "),
    "listed": Style(marker="- "),
    "nested": Style("\r\n", marker="   > - "),
}


class Placed(NamedTuple):
    """An example in its page, and where it stands there."""

    example: Example
    document: Document
    start: int
    end: int
    written: str

    @property
    def links(self) -> Iterator[Link]:
        assert self.document.body is not None
        return (link for link in self.document.body.links if self.start <= link.span.start < self.end)

    def slice(self, link: Link, *, target: bool = False) -> str:
        """The text of a link's span, line ends as the parser wants them, without the markers of an example's lines."""
        written = self.document.source.slice(link.target if target else link.span)
        return written.replace("\r\n", "\n").replace("\r", "\n")


@cache
def plain_parser() -> MarkdownIt:
    """markdown-it with the options of ours and nothing of our own."""
    parser = MarkdownIt("commonmark", {"maxNesting": 100, "xhtmlOut": False})
    parser.enable(["table", "strikethrough"]).disable("html_block")
    parser.validateLink = lambda url: True
    return parser


@pytest.fixture(scope="module")
def all_examples() -> list[Example]:
    return examples()


@pytest.fixture(scope="module")
def with_brackets(all_examples: list[Example]) -> list[Example]:
    """Those that could hold a link: each begins with a bracket."""
    return [example for example in all_examples if "[" in example.markdown or "<" in example.markdown]


@cache
def placed(example: Example, style: Style) -> Placed:
    lines = (style.marker + line for line in example.markdown.splitlines(keepends=True))
    written = "".join(lines).replace("\n", style.newline)
    before = style.before.replace("\n", style.newline)
    source = Source("content/strategies/example.md", before + written + AFTER.replace("\n", style.newline))
    return Placed(example, parse_page(source, Limits()), len(before), len(before) + len(written), written)


def is_that_link(link: Link, written: str, references: dict[str, object]) -> bool:
    """True when the text of a span, read on its own, is just this link."""
    tokens = plain_parser().parseInline(written, {"references": references})[0].children or []
    if link.kind == "image":
        return [token.type for token in tokens] == ["image"] and tokens[0].attrs["src"] == link.href
    opened = [token for token in tokens if token.type == "link_open"]
    whole = bool(tokens) and tokens[0].type == "link_open" and tokens[-1].type == "link_close"
    return whole and len(opened) == 1 and opened[0].attrs["href"] == link.href


def test_there_are_as_many_as_the_specification_has(all_examples: list[Example]) -> None:
    assert [example.number for example in all_examples] == list(range(1, 653))


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_every_link_is_found_at_its_own_text(style: Style, with_brackets: list[Example]) -> None:
    """A span is the link itself, letter by letter; here not one has to fall back on the whole line."""
    count, wrong = 0, []
    for example in with_brackets:
        page = placed(example, style)
        env: dict[str, dict[str, object]] = {}
        plain_parser().parse(page.written.replace("\r\n", "\n").replace("\r", "\n"), env)
        for link in page.links:
            count += 1
            written = page.slice(link).replace("\n" + style.marker, "\n")
            if not is_that_link(link, written, env.get("references", {})):
                wrong.append((example.number, link.href, written))
    assert not wrong
    assert count >= 138


@pytest.mark.parametrize("style", [STYLES["plain"], STYLES["nested"]], ids=["plain", "nested"])
def test_every_address_is_found_where_it_is_written(style: Style, with_brackets: list[Example]) -> None:
    parser, exact, wrong = plain_parser(), 0, []
    for example in with_brackets:
        page = placed(example, style)
        for link in page.links:
            if link.target == link.span:  # a reference link: its address stands elsewhere
                continue
            exact += 1
            written = f"[x](<{page.slice(link, target=True)}>)"
            tokens = parser.parseInline(written)[0].children or []
            if link.kind == "autolink":
                address = page.slice(link, target=True)
                same = link.href.removeprefix("mailto:") == parser.normalizeLink(address).removeprefix("mailto:")
            else:
                same = tokens[0].type == "link_open" and tokens[0].attrs["href"] == link.href
            if not same:
                wrong.append((example.number, link.href, page.slice(link, target=True)))
    assert not wrong
    assert exact >= 68


def test_no_link_is_lost_or_made_up(all_examples: list[Example]) -> None:
    for example in all_examples:
        page = placed(example, STYLES["plain"])
        tokens = plain_parser().parse(page.document.source.text.partition("\n---\n")[2])
        inline = [child for token in tokens for child in token.children or ()]
        hrefs = [str(t.attrs.get("href", t.attrs.get("src"))) for t in inline if t.type in ("link_open", "image")]
        assert page.document.body is not None
        assert [link.href for link in page.document.body.links] == hrefs, example


def test_pages_are_published_as_markdown_it_renders_them(all_examples: list[Example]) -> None:
    """What is checked is what is published: our parser's additions change no output. Raw HTML is refused anyway."""
    compared = 0
    for example in all_examples:
        page = placed(example, STYLES["plain"])
        body = page.document.body
        assert body is not None
        if any(inline.html for inline in body.inlines):
            continue
        compared += 1
        plain = plain_parser().render(page.document.source.text.partition("\n---\n")[2])
        assert page.document.html(0, len(body.tokens), lambda address: address) == plain, example
    assert compared >= 585


def test_raw_html_is_shown_as_text() -> None:
    """It is refused; the preview shows such a page all the same."""
    page = parse_page(Source("content/strategies/example.md", f"{BEFORE}A <b onclick=x>word</b>.\n"), Limits())
    assert page.body is not None
    html = page.html(0, len(page.body.tokens), lambda address: address)
    assert "&lt;b onclick=x&gt;word" in html
    assert "<b" not in html


def test_the_rules_take_them_all(all_examples: list[Example]) -> None:
    """One library with every example in it, each alone on a page: no rule raises, every span lies in its source."""
    pages = [Source(f"content/strategies/example-{number}.md", BEFORE + written) for number, written in all_examples]
    workspace = Workspace(LIBRARY, tuple(pages))
    library = workspace.report(TODAY).library
    report = check(library, workspace.settings, TODAY)
    for diagnostic in report.diagnostics:
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(library.sources[diagnostic.span.path].text)
    view = ReportView(report.diagnostics, library.sources, len(library.sources))
    for reporter in (text, json, github):
        reporter.render(view)


TWINS = """
| First [a](https://example.org/a) | First [a](https://example.org/a) |
| --- | --- |
| Only [b](https://example.org/b) | another |
"""


def test_a_link_in_one_of_twin_cells_is_shown_as_its_line() -> None:
    """Which of two equal cells is meant cannot be told: the whole line, never a guess."""
    page = placed(Example(0, TWINS.lstrip()), STYLES["plain"])
    line = TWINS.splitlines()[1]
    assert [page.slice(link) for link in page.links] == [line, line, "[b](https://example.org/b)"]
