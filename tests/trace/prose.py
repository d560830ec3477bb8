"""Reads pages for their trace: sentences with the works that they cite, notes on resources, and web addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
SECTION = re.compile(r"^## (.+)\n((?:(?!## ).*\n?)*)", re.MULTILINE)
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
CITED = re.compile(r"\]\(reference:([^)\s]+)\)")
# The end of a sentence and the blanks behind it; a small letter goes on with the sentence, as in `et al. found`.
SENTENCE_END = re.compile(r"(?<!\b[DM]r\.)(?<!\bMs\.)(?<!\bMrs\.)(?:(?<=[.!?])|(?<=[.!?][\"'”’)]))\s+(?=[^\sa-z])")
ADDRESS = re.compile(r"https?://[^\s<>\"'`\]]+")
OVERVIEW, RESOURCES = "Overview", "Additional Resources"


@dataclass(frozen=True)
class Statement:
    """Words that readers see, and the keys of the works that they cite."""

    text: str
    works: frozenset[str]


def statements(page: str) -> Iterator[Statement]:
    """The summary of a page, which states what its Overview may; each sentence of the Overview; each note."""
    front = FRONT_MATTER.match(page)
    sections = {found[1].strip(): found[2] for found in SECTION.finditer(page)}
    overview = sections.get(OVERVIEW, "")
    fields = yaml.safe_load(front[1]) if front else {}
    if summary := fields.get("summary"):
        yield Statement(summary, frozenset(CITED.findall(overview)))
    for block in re.split(r"\n\s*\n", overview):
        for sentence in SENTENCE_END.split(" ".join(block.split())):
            yield _statement(sentence)
    for block in re.split(r"\n(?=[-#>]|\s*\n)", sections.get(RESOURCES, "")):
        if block.strip() and not block.lstrip().startswith(("#", ">")):
            yield _statement(" ".join(block.split()))


def addresses(text: str) -> Iterator[str]:
    """All web addresses of a file; in Markdown, the bracket that closes a link is not a part of one."""
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:")
        while address.count(")") > address.count("("):
            address = address[: address.rindex(")")]
        yield address


def _statement(marked: str) -> Statement:
    return Statement(LINK.sub(r"\1", marked), frozenset(CITED.findall(marked)))
