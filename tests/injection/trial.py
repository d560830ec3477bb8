"""What is made of hostile libraries, what pages of them may hold, and what a sanitiser says of their sections."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from ast import literal_eval
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import nh3
from markdown_it import MarkdownIt
from playwright.sync_api import Browser
from shown import shown_in_order

from injection.hostile_library import UNCHECKED, HostileLibrary
from injection.watching import CONSUMER, SHOW, Seen, served, watched
from pipeline.lint.rule import Rule

ROOT = Path(__file__).parent.parent.parent
# What docs/consuming.md tells consumers to let through.
KEPT: dict[str, set[str]] = literal_eval(
    re.findall(
        r"^ALLOWED = (\{.*?^\})", (ROOT / "docs/consuming.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )[0]
)
# What Markdown makes that words alone do not bring.
MARKDOWN = frozenset(
    {"em", "strong", "s", "code", "code class", "pre", "hr", "br", "ol", "ol start", "ul", "li", "blockquote"}
    | {"a", "a href", "a title", "a rel", "a referrerpolicy", "img", "img src", "img alt", "img title", "figure class"}
    | {"table", "thead", "tbody", "tr", "td", "th", "td class", "th class", *(f"h{level}" for level in range(3, 7))}
    | {f"h{level} id" for level in range(3, 7)}
)
OWN = [f"Plain words {number}" for number in range(60)]
CONTROLS = {
    "ran: alert": b"<script>alert(1)</script>",
    "ran: alert from an attribute": b"<img src=x onerror=alert(1)>",
    "left: a picture": b"<img src=//leak.invalid/x.png>",
    "left: a frame": b"<iframe src=//leak.invalid/frame></iframe>",
    "broke: an attribute": b'<p title="x" onmouseover="alert(1)">x</p>',
    "broke: an address": b'<a href="java&Tab;script:alert(1)">x</a>',
    "broke: a base": b"<base href=//leak.invalid/>",
    "broke: data": b'<script type="application/ld+json">{"a": "</script>',
    "ran: a policy": b"<p style='color:red'>x</p>",
}


def site_of(library: HostileLibrary, rules: Iterable[Rule] = UNCHECKED) -> dict[str, bytes]:
    """The files of its site, and of a careless consumer of its data."""
    files = library.bundle(rules, ("csv", "html", "json"))
    site = {path.removeprefix("html/"): data for path, data in files.items() if path.startswith("html/")}
    htmls = [section["html"] for section in sections_of(files)]
    htmls += [html for path, data in site.items() if path.endswith(".atom") for html in htmls_of_feed(data)]
    return site | files | consumer(htmls)


def consumer(htmls: Iterable[str]) -> dict[str, bytes]:
    """A page that shows some HTML without a look at it, at the address of the library."""
    htmls = [html.replace("https://strategies.example.org/library/", "") for html in htmls]
    return {"consumer.html": CONSUMER, "consumer.js": SHOW, "sections.json": json.dumps(htmls).encode()}


def htmls_of_feed(feed: bytes) -> Iterator[str]:
    """What a reader of feeds shows."""
    for element in ET.fromstring(feed).iter():
        if element.text and element.get("type") == "html":
            yield element.text
        elif element.text and element.tag.endswith("}title"):
            yield escape(element.text)


def htmls_of_markdown(files: Mapping[str, bytes]) -> Iterator[str]:
    """What somebody makes of the Markdown of a site who lets HTML through."""
    for path, data in files.items():
        if path.endswith((".md", "/llms.txt", "/llms-full.txt")):
            yield MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(data.decode())


def sections_of(files: Mapping[str, bytes]) -> Iterator[Mapping[str, str]]:
    """The sections of all strategies, in all languages."""
    for path, data in files.items():
        if path.startswith("json/") and path.endswith("/strategies.json"):
            for strategy in json.loads(data)["strategies"]:
                yield from strategy["sections"]


def unlike_a_sanitiser(files: Mapping[str, bytes]) -> list[str]:
    """Sections of which nh3 would take something away: an element, an attribute, or a word."""
    found = []
    for section in sections_of(files):
        html = section["html"]
        clean = nh3.clean(html, attributes=KEPT, link_rel=None)
        if marks_of(html) != marks_of(clean) or shown_in_order(clean).split() != section["text"].split():
            found.append(html)
    return found


def marks_of(html: str) -> list[tuple[str, list[str]]]:
    """The elements of some HTML, each with the names of its attributes."""
    found: list[tuple[str, list[str]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, sorted(name for name, _ in attrs)))

    Reader().feed(html)
    return found


def broken_documents(files: Mapping[str, bytes]) -> list[str]:
    """Files that a program cannot read which trusts their endings."""
    found = []
    for path, data in files.items():
        try:
            if path.endswith((".xml", ".atom", ".svg")):
                ET.fromstring(data)
            elif path.endswith((".json", ".jsonld")):
                json.loads(data)
            elif path.endswith(".jsonl"):
                [json.loads(line) for line in data.decode().split("\n") if line]
        except (ET.ParseError, ValueError) as error:
            found.append(f"{path}: {error}")
    return found


def allowed_kinds(browser: Browser, folder: Path) -> tuple[set[str], set[str]]:
    """The elements with their attributes, and the classes, that pages have where nothing is hostile."""
    plain = HostileLibrary(folder, [f"Plain words {number}" for number in range(2)], own=OWN)
    plain.settle(UNCHECKED)
    site = site_of(plain)
    with served(site) as origin:
        seen = watched(browser, origin, unlike(opened_of(site)))
    assert seen.wrong == []
    return seen.kinds | MARKDOWN, seen.classes


def opened_of(site: Mapping[str, bytes]) -> list[str]:
    """What a browser shows: all pages but those that lead on at once, and one of each kind of what is no page."""
    own = {path: data for path, data in site.items() if not path.startswith("html/")}
    pages = [
        path for path, data in own.items() if path.endswith(".html") and b'http-equiv="refresh"' not in data[:3000]
    ]
    others = {path.rpartition("/")[2]: path for path in own if path.endswith((".atom", ".xml", ".txt", ".md", ".bib"))}
    return [*pages, *others.values()]


def unlike(paths: Iterable[str]) -> Iterator[str]:
    """One of those pages that look alike."""
    seen = set()
    for path in paths:
        kind = re.sub(r"[a-z]+-[^/]*", "", path.partition("/")[2])
        kind = path.partition("/")[0] + kind
        if kind not in seen:
            seen.add(kind)
            yield path


def unseen_controls(browser: Browser) -> list[str]:
    """The controls that are not seen as what they are."""
    pages = {f"{number}.html": b"<!DOCTYPE html>" + text for number, text in enumerate(CONTROLS.values())}
    missed = []
    with served(pages) as origin:
        for path, name in zip(pages, CONTROLS, strict=True):
            seen = watched(browser, origin, [path])
            if not getattr(seen, name.partition(":")[0]):
                missed.append(name)
    return missed


def breaking_out(seen: Seen, kinds: set[str], classes: set[str]) -> list[str]:
    """Elements, attributes and classes that no page of a plain library has."""
    languages = {name for name in seen.classes if name.startswith(("language-", "align-", "hue-", "shade-"))}
    return sorted((seen.kinds - kinds) | (seen.classes - classes - languages))


def previewed_paths(files: Iterable[str]) -> Iterator[str]:
    """The pages of the preview: all findings, then each file with its form, and with its findings."""
    yield from ("-/", "index.html")
    for number, file in enumerate(files):
        yield from (f"-/edit?path={file}", f"-/source?path={file}")
        if number % 8 == 0:
            yield f"-/edit?path={file}&whole=1"


@contextmanager
def previewed(library: Path) -> Iterator[tuple[str, str]]:
    """Run `strategies preview`; gives its address and the one with the key."""
    command = [sys.executable, "-m", "pipeline", "preview", "--no-browser", "--root", str(library)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        found = re.search(r"(http://\S+?/)(-/#key=\S+)", process.stderr.readline())
        assert found
        yield found[1], found[1] + found[2]
        process.terminate()
