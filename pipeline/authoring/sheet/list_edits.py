"""Edits that give a front-matter list other values, and keep each value that stays as it is written."""

import re
from collections.abc import Sequence as Items
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.source.parse.yaml_tree import Scalar, Sequence
from pipeline.source.parse.yaml_writer import scalar
from pipeline.source.text import LINE_ENDING, Edit, Source

# The text before a value on a line of a hyphenated list.
HYPHEN = re.compile(r"[ ]*-[ ]+")


def list_edit(source: Source, found: Sequence, texts: Items[str]) -> Edit | None:
    """Give a list other values; None if its layout does not allow it, or a comment would be lost."""
    items = [item for item in found.items if isinstance(item, Scalar)]
    if len(items) < len(found.items) or (items and not texts and not _is_bracketed(source, found)):
        return None
    return (
        _in_brackets(source, found, items, texts) if _is_bracketed(source, found) else _in_lines(source, items, texts)
    )


def _is_bracketed(source: Source, found: Sequence) -> bool:
    return source.text.startswith("[", found.span.start)


def _in_brackets(source: Source, found: Sequence, items: list[Scalar], texts: Items[str]) -> Edit | None:
    text, span = source.text, found.span
    if not items:
        inside = text[span.start + 1 : span.end - 1]
        return None if inside.strip() else Edit(span, f"[{', '.join(_new(source, None, each) for each in texts)}]")
    between = [text[one.span.end : other.span.start] for one, other in pairwise(items)]
    head, tail = text[span.start : items[0].span.start], text[items[-1].span.end : span.end]
    if not texts:
        return None if "#" in "".join([head, *between, tail]) else Edit(span, "[]")
    kept = _kept(items, texts)
    separator = between[0] if between and "#" not in between[0] else ", "
    parts = [head]
    for index, each in enumerate(texts):
        old, before = kept[index], kept[index - 1] if index else None
        if index:
            parts.append(between[old - 1] if old is not None and before == old - 1 else separator)
        parts.append(_new(source, items[0], each) if old is None else source.slice(items[old].span))
    parts.append(tail)
    changed = "".join(parts)
    lost = any("#" in each and each not in changed for each in between)
    return None if lost else Edit(span, changed)


def _in_lines(source: Source, items: list[Scalar], texts: Items[str]) -> Edit | None:
    """Change a hyphenated list line by line: lines between the values stay, a value goes with its own line."""
    lines = [source.line_index(item.span.start) for item in items]
    hyphens = [source.text[source.line_starts[line] : item.span.start] for line, item in zip(lines, items, strict=True)]
    inside = all(item.span.end <= source.line_span(line).end for line, item in zip(lines, items, strict=True))
    if not inside or not all(map(HYPHEN.fullmatch, hyphens)):
        return None
    kept, newline = _kept(items, texts), source.newline
    start, end = source.line_starts[lines[0]], source.line_span(lines[-1]).end
    # The lines above each value that hold no value.
    above = [""] + [
        source.text[source.line_starts[one + 1] : source.line_starts[other]] for one, other in pairwise(lines)
    ]
    used, parts = 0, list[str]()
    for old, each in zip(kept, texts, strict=True):
        if old is None:
            parts.append(hyphens[0] + _new(source, items[0], each) + newline)
            continue
        parts += above[used : old + 1]
        parts.append(source.slice(source.line_span(lines[old])) + newline)
        used = old + 1
    parts += above[used:]
    return Edit(source.span(start, end), _without_last_ending("".join(parts)))


def _kept(items: list[Scalar], texts: Items[str]) -> list[int | None]:
    """For each new value the index of the old one that it is, or None."""
    kept: list[int | None] = [None] * len(texts)
    matcher = SequenceMatcher(None, [item.text for item in items], list(texts), autojunk=False)
    for old, new, size in matcher.get_matching_blocks():
        kept[new : new + size] = range(old, old + size)
    return kept


def _new(source: Source, like: Scalar | None, text: str) -> str:
    """A new value, in quotation marks if the first value has them."""
    mark = source.text[like.span.start] if like and not like.plain else ""
    return scalar(text, mark if mark in ("'", '"') else "", in_list=True)


def _without_last_ending(text: str) -> str:
    endings = list(LINE_ENDING.finditer(text))
    return text[: endings[-1].start()] if endings and endings[-1].end() == len(text) else text
