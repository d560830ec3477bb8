"""What is made of hostile libraries, what pages of them may hold, and what a sanitiser says of their sections."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from ast import literal_eval
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import nh3
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
    return site | files | {"consumer.html": CONSUMER, "consumer.js": SHOW, "sections.json": json.dumps(htmls).encode()}


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
            if path.endswith((".xml", ".svg")):
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
        seen = watched(browser, origin, opened_of(site))
    assert seen.wrong == []
    return seen.kinds | MARKDOWN, seen.classes


def opened_of(site: Mapping[str, bytes]) -> list[str]:
    """What a browser shows: all pages but those that lead on at once, and what others than browsers read."""
    shown = (".html", "feed.xml", "sitemap.xml", "llms.txt", "llms-full.txt", "index.html.md", "cite.bib")
    return [
        path
        for path, data in site.items()
        if path.endswith(shown) and not path.startswith("html/") and b'http-equiv="refresh"' not in data[:3000]
    ]


def breaking_out(seen: Seen, kinds: set[str], classes: set[str]) -> list[str]:
    """Elements, attributes and classes that no page of a plain library has."""
    languages = {name for name in seen.classes if name.startswith(("language-", "align-", "hue-", "shade-"))}
    return sorted((seen.kinds - kinds) | (seen.classes - classes - languages))


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
