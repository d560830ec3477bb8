"""No text of a library is markup on a page of its site; no browser is needed to see it.

Each text that a template shows is written with a tag of its own; no page may have such an element, and pages show it.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from conftest import LIBRARY
from sites import edition_of, site_of

from pipeline.source.paths import DATA_PATHS, INFO_PATH
from pipeline.source.text import Source

# It ends what elements whose content is no markup hold, such as data for scripts.
MARK = "</script></title><x-mark a=b>&amp;"
# Fields that hold texts for readers, as they are or in a list.
TEXTS = frozenset({"name", "definition", "title", "summary", "description", "publisher", "attribution", "aliases"})


def marked(path: str) -> Source:
    """A file of the test library, each text of its YAML with a tag at its end. JSON is YAML, too."""
    text = (LIBRARY / path).read_text(encoding="utf-8")
    front, fence, body = text.removeprefix("---\n").partition("\n---\n") if path.endswith(".md") else (text, "", "")
    fields = json.dumps(_with_mark(yaml.load(front, yaml.BaseLoader), ""), ensure_ascii=False)
    return Source(path, f"---\n{fields}{fence}{body}" if fence else fields)


def _with_mark(value: Any, key: str) -> Any:
    match value:
        case dict() if key == "groups":
            return {f"{name} {MARK}": members for name, members in value.items()}
        case dict():
            return {name: _with_mark(item, name) for name, item in value.items()}
        case list() if key != "aliases" or not str(value[0]).islower():  # a page's are ids
            return [_with_mark(item, key) for item in value]
    return f"{value} {MARK}" if key in TEXTS and isinstance(value, str) else value


class Tags(HTMLParser):
    """The names of all elements, and whether a text holds the tag as it was written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.names: set[str] = set()
        self.shown = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)

    def handle_data(self, data: str) -> None:
        self.shown |= MARK in data


@pytest.fixture(scope="module")
def pages() -> dict[str, Tags]:
    paths = [path.relative_to(LIBRARY).as_posix() for path in sorted(LIBRARY.glob("content/strategies/*.md"))]
    paths += [path for path in (*DATA_PATHS, INFO_PATH) if path.startswith("content/") and (LIBRARY / path).is_file()]
    site = site_of(edition_of([marked(path) for path in dict.fromkeys(paths)], rules=()))
    found = {}
    for path, data in site.items():
        if path.endswith(".html"):
            found[path] = Tags()
            found[path].feed(data.decode())
    return found


def test_no_page_holds_an_element_that_a_text_names(pages: dict[str, Tags]) -> None:
    assert [path for path, tags in pages.items() if "x-mark" in tags.names] == []


def test_the_texts_are_shown(pages: dict[str, Tags]) -> None:
    """Else the test above would hold of nothing."""
    assert [path for path, tags in pages.items() if not tags.shown] == []
