"""llms.txt, llms-full.txt and pages as Markdown, read as https://llmstxt.org says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from sites import BASE, EVERYTHING, LIBRARY, edition_of, library_file, site_of

from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.full_text import end_of_page
from pipeline.publish.verify.strategy.markdown_text import markdown_text
from pipeline.publish.verify.view import StrategyView
from pipeline.source.text import Source

# The patterns of `llms_txt`, the reader of those who wrote the specification (0.0.7). The package itself would bring
# an HTTP client and two more.
LISTS = re.compile(r"^##\s*(.*?$)", re.MULTILINE)
START = re.compile(r"^#\s*(?P<title>.+?$)\n+(?:^>\s*(?P<summary>.+?$)$)?\n+(?P<info>.*)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"-\s*\[(?P<title>[^\]]+)\]\((?P<url>[^\)]+)\)(?::\s*(?P<desc>.*))?")

TITLES = ("A [x](../y) *b* <i> `c` ~~d~~ &amp; #", "]( [z] \\] ) \\", "- [a](b): c", "## Optional")
DESCRIPTION = "For *all* [x](y) <i>."
PAGE = "strategies/everything/index.html"
VOICE = "content/strategies/student-voice.md"
CATEGORIES = "content/vocabulary/categories.yaml"
# What only looks like a link of the site stays as it is written.
WRITTEN = "It reads `[x](../../factors/emotion/index.html)` and ../../../../a."


class Guide(NamedTuple):
    """An llms.txt as its readers see it."""

    title: str
    summary: str
    info: str
    lists: dict[str, list[dict[str, str]]]


def read(text: str) -> Guide:
    start, *rest = LISTS.split(text)
    lists = {
        heading: [LINK.search(line).groupdict() for line in lines.split("\n") if line.strip()]  # type: ignore[union-attr]
        for heading, lines in zip(rest[::2], rest[1::2], strict=True)
    }
    found = START.search(start.strip())
    assert found
    return Guide(found["title"], found["summary"], found["info"], lists)


def hostile(**library: str) -> dict[str, bytes]:
    """A site with titles and categories that look like Markdown, and text that looks like addresses of the site."""
    sources = [EVERYTHING, library_file(title=f"'{TITLES[0]}'", description=f'"{DESCRIPTION}"', **library)]
    for number, title in enumerate(TITLES):
        text = EVERYTHING.text.replace("title: One of Everything", f"title: '{title}'", 1)
        text = re.sub(r"^aliases:.*\n(?:- .*\n)*", "", text, flags=re.MULTILINE)
        text = text.replace("\n\n## Example", f"\n\n{WRITTEN}\n\n## Example", 1)
        sources.append(Source(f"content/strategies/title-{number}.md", text))
    categories = (LIBRARY / CATEGORIES).read_text(encoding="utf-8")
    sources.append(Source(CATEGORIES, categories.replace("name: Active Learning", "name: Optional")))
    return site_of(edition_of(sources))


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    return hostile()


@pytest.fixture(scope="module")
def based() -> dict[str, bytes]:
    return hostile(base_url=BASE)


def strategies_of(site: dict[str, bytes]) -> list[str]:
    return sorted(path.split("/")[1] for path in site if path.endswith("/index.html.md"))


def seen(markdown: str) -> str:
    """A line of Markdown as its reader sees it."""
    (inline,) = (token for token in MarkdownIt().parse(f"x {markdown}") if token.type == "inline")
    return "".join(part.content for part in inline.children or ())[2:]


def addresses(markdown: str) -> Iterator[str]:
    for token in MarkdownIt().enable("table").parse(markdown):
        for part in token.children or ():
            yield from (str(part.attrs[name]) for name in ("href", "src") if name in part.attrs)


def test_readers_of_the_specification_find_every_page(site: dict[str, bytes]) -> None:
    guide = read(site["llms.txt"].decode())
    assert seen(guide.title) == TITLES[0]
    assert guide.summary
    assert seen(guide.summary) == DESCRIPTION
    assert "These resources are possible representations of this strategy, not endorsements." in guide.info
    assert "CC-BY-4.0" in guide.info
    assert list(guide.lists) == [
        "Strategies: Optional",
        "Strategies: Teacher Modeling & Support",
        "Factors",
        "Optional",
    ]
    linked = {link["url"]: link for links in guide.lists.values() for link in links}
    assert linked.keys() <= site.keys()
    assert {url.split("/")[1] for url in linked if url.endswith(".md")} == {*strategies_of(site)}
    for number, title in enumerate(TITLES):
        link = linked[f"strategies/title-{number}/index.html.md"]
        assert seen(link["title"]) == title
        assert link["desc"].startswith("A page that holds")
    assert [link["url"] for link in guide.lists["Optional"]] == ["llms-full.txt"]


def test_a_parser_of_markdown_sees_the_same(site: dict[str, bytes], based: dict[str, bytes]) -> None:
    for each in (site, based):
        text = each["llms.txt"].decode()
        links = [link["url"] for links in read(text).lists.values() for link in links]
        assert list(addresses(text)) == links
    assert all(url.startswith(f"{BASE}/") for url in links)


def test_each_page_leads_to_its_markdown_and_so_does_its_former_name(site: dict[str, bytes]) -> None:
    for id_ in strategies_of(site):
        page = site[f"strategies/{id_}/index.html"].decode()
        assert list(addresses(site[f"strategies/{id_}/index.md"].decode())) == ["index.html.md"]
        assert site[f"strategies/{id_}/index.md"].startswith(f"# {heading(site, id_)}\n".encode())
        assert '<link rel="alternate" type="text/markdown" href="index.html.md">' in page
        assert '<link rel="describedby" type="text/plain" href="../../llms.txt">' in page


def test_the_full_text_has_every_page_with_links_that_work(site: dict[str, bytes], based: dict[str, bytes]) -> None:
    for each, top in ((site, ""), (based, f"{BASE}/")):
        text = each["llms-full.txt"].decode()
        assert text.startswith(each["llms.txt"].decode().partition("\n## ")[0])
        places = [text.index(f"\n---\n\n# {heading(each, id_)}\n") for id_ in strategies_of(each)]
        assert places == sorted(places)
        assert text.count(WRITTEN) == len(TITLES)
        own = {url.removeprefix(top) for url in addresses(text) if url.startswith(top) and "://" not in url[len(top) :]}
        works = {url for url in addresses(text) if url.startswith("#")}
        own -= works
        assert own
        assert {re.sub("/$", "/index.html", url) for url in own} <= each.keys()
        assert {"#everything.reference-ito-2021", "#lateral-reading.reference-reyes-2022"} < works
        assert all(text.count(f'<a id="{url[1:]}"></a>') == 1 for url in works)
        assert {url for url in own if url.startswith("images/")} == {
            posixpath.normpath(f"strategies/everything/{url}")
            for url in addresses(each["strategies/everything/index.html.md"].decode())
            if "/images/" in url
        }


def heading(site: dict[str, bytes], id_: str) -> str:
    return site[f"strategies/{id_}/index.html.md"].decode().partition("\n")[0].removeprefix("# ")


@pytest.mark.parametrize(
    ("text", "markdown", "top", "end"),
    [
        ("x [a](b/c) y", "[a](../../b/c)", "", 10),
        ("x [a](https://e.org/b/c) y", "[a](../../b/c)", "https://e.org/", 24),
        ("x [a](../../b/c) y", "[a](../../b/c)", "https://e.org/", 16),
        ("x [a](../../../../b) y", "[a](../../../../b)", "", 20),
        ("x [a](https://evil.org/b) y", "[a](../../b)", "https://e.org/", None),
        ("x [a](b/d) y", "[a](../../b/c)", "", None),
        ("y", "x", "", None),
    ],
)
def test_a_page_is_found_in_the_full_text(text: str, markdown: str, top: str, end: int | None) -> None:
    assert end_of_page(text, 2 if len(text) > 2 else 0, markdown, top) == end


def test_a_page_as_markdown_has_the_words_of_its_record(site: dict[str, bytes]) -> None:
    """However its links are written: as addresses, by reference, as autolinks, in tables and quotations."""
    links = (
        "[a][r] <factor:emotion> un*believ*able [un](factor:emotion)real &eacute; \\*\n\n[r]: strategy:student-voice"
    )
    text = EVERYTHING.text.replace("\n\n## Example", f"\n\n{links}\n\n> [b][r]\n\n## Example", 1)
    edition = edition_of([Source(EVERYTHING.path, text)])
    pages = site_of(edition)
    for record in edition.records():
        markdown = pages[f"strategies/{record.id}/index.html.md"].decode()
        expected = Expected(edition.site.library, {}, frozenset({"html"}), {})
        view = StrategyView(record.id, record, markdown=markdown)
        assert list(markdown_text.function(view, expected)) == []
        view.markdown = markdown.replace("Learners who name", "Pupils who name")
        assert bool(list(markdown_text.function(view, expected))) == (view.markdown != markdown)
