"""Markdown of other generators: its front matter, and its raw HTML rendered."""

from typing import NamedTuple

from markdown_it import MarkdownIt

from pipeline.source.parse.document import FENCE, parse_page
from pipeline.source.parse.limits import Limits
from pipeline.source.parse.yaml_tree import Mapping, Plain, to_plain
from pipeline.source.text import Source

# Fences of front matter in TOML.
TOML_FENCE = "+++"


class ForeignPage(NamedTuple):
    """A page of another generator: its fields, the front matter if it could not be read, and the text below it."""

    fields: dict[str, Plain]
    unread: str
    text: str


def foreign_page(text: str) -> ForeignPage:
    """Split a page at its front matter, YAML or TOML; one without any is all text."""
    lines = text.removeprefix("\ufeff").split("\n")
    fence = lines[0].rstrip()
    if not (FENCE.fullmatch(lines[0]) or fence == TOML_FENCE):
        return ForeignPage({}, "", text)
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() == fence), None)
    if end is None:
        return ForeignPage({}, "", text)
    front, body = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])
    fields = _toml(front) if fence == TOML_FENCE else _yaml(front)
    return ForeignPage({}, front, body) if fields is None else ForeignPage(fields, "", body)


def html_of_raw(text: str) -> str | None:
    """The HTML of Markdown that has raw HTML in it; None for other Markdown."""
    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = md.parse(text)
    kinds = {child.type for token in tokens for child in (token, *(token.children or ()))}
    if not kinds & {"html_block", "html_inline"}:
        return None
    return str(md.renderer.render(tokens, md.options, {}))


def _yaml(front: str) -> dict[str, Plain] | None:
    document = parse_page(Source("front", f"---\n{front}\n---\n"), Limits())
    fields = to_plain(document.front) if document.readable and isinstance(document.front, Mapping) else None
    return fields if isinstance(fields, dict) else None


def _toml(front: str) -> dict[str, Plain] | None:
    import tomllib  # few pages need it

    try:
        return tomllib.loads(front)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None
