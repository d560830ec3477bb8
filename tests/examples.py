"""The fragments in rules' docstrings as files: each laid over a page that is good in every way.

What a fragment stands for is told by how it begins:

- `key: value` – these front-matter keys, in place of the good page's;
- `## Heading` – these sections, in place of the good page's of the same heading, else at its end;
- `# path: content/…` – the whole text of that file of the library; with front-matter keys alone below it, these
  keys of that page; with nothing below it, the good page under that name; with a line `# …` below it, these keys of the
  packaged file, and these sections in place of those of the same id; works to cite stand beside those of the library;
- `---` – the whole page;
- anything else – a paragraph (or comment, list …) at the end of the Overview.

A line `+++` parts two fragments. `\\u202e` stands for a character, `\\xff` for a raw byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from conftest import HERE, LIBRARY

from pipeline.lint.rule import Rule
from pipeline.model.revision import Revision
from pipeline.source.paths import REFERENCES_PATH
from pipeline.source.resources import default_policy_text
from pipeline.source.text import Source

PAGE = "content/strategies/example.md"
GOOD_PAGE = (HERE / "good-page.md").read_text(encoding="utf-8")
# A front-matter key at the start of a line.
KEY = re.compile(r"^([A-Za-z_][\w-]*):(?=\s|$)", re.MULTILINE)
# `# path: content/vocabulary/factors.yaml`, the first line of a fragment that is a whole file.
PATH = re.compile(r"# path: (\S+)\n")
# Stands for the rest of a file.
PART = "# …\n"
# A level-2 heading, whole line.
HEADING = re.compile(r"^## .*$", re.MULTILINE)
# Where a fragment ends and the next begins.
SEPARATOR = re.compile(r"^\+\+\+\n", re.MULTILINE)
# A character or a byte that an example cannot show as itself.
ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\x([0-9a-f]{2})")


class _Yaml(yaml.SafeLoader):
    """Reads YAML 1.2, in which the key `on` is a word."""


_Yaml.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in found if not tag.endswith(":bool") or first in "tTfF"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def former_of(rule: Rule | None) -> tuple[Source, ...]:
    """What a rule that compares finds the page to have been before: good in every way."""
    return (Source(PAGE, GOOD_PAGE),) if rule and rule.subject is Revision else ()


def sources_of(example: str) -> tuple[Source, ...]:
    """The files that an example stands for, to be laid over the test library."""
    name, page = PAGE, GOOD_PAGE
    files: dict[str, str] = {}
    for fragment in SEPARATOR.split(example + "\n"):
        path = PATH.match(fragment)
        if path and not fragment[path.end() :].strip():
            name = path[1]
        elif path:
            files[path[1]] = _laid(path[1], fragment[path.end() :])
        else:
            page = _with(page, fragment)
    return tuple(Source(path, _unescaped(text)) for path, text in ({name: page} | files).items())


def _laid(path: str, text: str) -> str:
    """The whole text of a file; fields alone stand in a page that the test library has."""
    if path.endswith(".md") and KEY.match(text):
        return _with_fields((LIBRARY / path).read_text(encoding="utf-8"), text)
    if path == REFERENCES_PATH:
        return text + _other_works(text)
    return _with_policy(text) if text.startswith(PART) else text


def _other_works(text: str) -> str:
    """The works of the test library that a list does not have, for the pages that cite them."""
    listed = {work["id"] for work in yaml.safe_load(text)}
    works = yaml.safe_load((LIBRARY / REFERENCES_PATH).read_text(encoding="utf-8"))
    return yaml.safe_dump([work for work in works if work["id"] not in listed], allow_unicode=True)


def _with_policy(text: str) -> str:
    """The packaged page policy with other keys and sections."""
    policy, part = yaml.safe_load(default_policy_text()), yaml.load(text, _Yaml)
    sections = {section["id"]: section for section in (*policy["sections"], *part.pop("sections", ()))}
    return yaml.safe_dump(policy | {"sections": list(sections.values())} | part, allow_unicode=True, sort_keys=False)


def _with(page: str, fragment: str) -> str:
    if fragment.startswith("---"):
        return fragment
    if KEY.match(fragment) or fragment.startswith("# strategies:"):
        return _with_fields(page, fragment)
    if fragment.startswith("## "):
        return _with_sections(page, fragment)
    overview, rest = page.split("\n## Example", 1)
    return f"{overview}\n{fragment}\n## Example{rest}"


def _with_fields(page: str, fragment: str) -> str:
    """Put fields where the first of them stood, or at the end of the front matter."""
    _, front, body = page.split("---\n", 2)
    named = set(KEY.findall(fragment))
    kept: list[str] = []
    at: int | None = None
    replaced = False
    for line in front.splitlines(keepends=True):
        if key := KEY.match(line):
            replaced = key[1] in named
        if replaced and at is None:
            at = len(kept)
        if not replaced:
            kept.append(line)
    kept.insert(len(kept) if at is None else at, fragment)
    return f"---\n{''.join(kept)}---\n{body}"


def _with_sections(page: str, fragment: str) -> str:
    """Put sections in place of those of the same heading, others at the end."""
    head, *sections = _split(page)
    for heading, texts in _by_heading(_split(fragment)[1:]):
        written = "".join(texts)
        at = next((n for n, section in enumerate(sections) if section.splitlines()[0] == heading), None)
        if at is None:
            sections.append("\n" + written)
        else:
            sections[at] = written + "\n"
    return head + "".join(sections)


def _split(text: str) -> list[str]:
    """What stands before the first level-2 heading, then each section with its heading."""
    starts = [match.start() for match in HEADING.finditer(text)]
    return [text[begin:end] for begin, end in zip([0, *starts], [*starts, len(text)], strict=True)]


def _by_heading(sections: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Sections gathered by heading: a fragment may hold one twice."""
    found: dict[str, list[str]] = {}
    for section in sections:
        found.setdefault(section.splitlines()[0], []).append(section)
    yield from found.items()


def _unescaped(text: str) -> str:
    """Characters in place of their escapes; a byte that is not UTF-8 is a lone surrogate, as in every Source."""

    def character(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        byte = int(match[2], 16)
        return chr(byte if byte < 0x80 else 0xDC00 + byte)

    return ESCAPE.sub(character, text)
