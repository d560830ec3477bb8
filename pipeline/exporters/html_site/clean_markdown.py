"""The Markdown that stands beside a strategy's page: the author's text, whole in itself, for machines and for reuse."""

import re
from collections.abc import Callable, Iterable, Iterator

from pipeline.exporters.html_site.listings import RelatedList
from pipeline.model.catalog import Page
from pipeline.model.published import StrategyV1
from pipeline.model.records import Records, normalised
from pipeline.parse import Document
from pipeline.text import Edit, Span, apply

# Characters of a name that Markdown could take for marks.
MARKS = re.compile(r"([\\\[\]*_`<])")
# An address of ours in a link or in the definition of one; where a link is exactly is not always known.
ADDRESS = re.compile(r"(?<=\]\()<?((?:factor|strategy):[a-z0-9-]+)>?")
DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*<?((?:factor|strategy):[a-z0-9-]+)", re.MULTILINE)


def clean_markdown(page: Page, strategy: StrategyV1, records: Records, related: list[RelatedList], address: str) -> str:
    """A page as Markdown without front matter and comments, its links leading to files of the site."""
    factors = {factor.id: factor.definition for factor in records.factors}
    models = ", ".join(
        _link(model.name, f"../../learner-models/{model.id}/index.html") for model in strategy.learner_models
    )
    category = _link(strategy.category.name, f"../../categories/{strategy.category.id}/index.html")
    lines = [
        *(f"# {_plain(strategy.title)}", "", _plain(strategy.summary), ""),
        *(f"Category: {category}. Learner models: {models}. Updated: {strategy.updated}.", "", _body(page), ""),
        *(f"## {records.catalog.policy.generated_headings.factors}", ""),
        *(
            f"- {_link(factor.name, _beside(f'factor:{factor.id}'))} ({factor.group}): {_plain(factors[factor.id])}"
            for factor in strategy.factors
        ),
    ]
    for heading, cards in related:
        lines += ["", f"## {heading}", ""]
        lines += [f"- {_link(card.title, _beside(f'strategy:{card.id}'))}: {_plain(card.summary)}" for card in cards]
    library = records.library
    credit = [f"From {library.title}, version {library.version}. {library.publisher}. {library.licence}."]
    credit += [f"By {', '.join(strategy.authors)}."] if strategy.authors else []
    credit += [library.attribution] if library.attribution else []
    credit += [f"Taken over from {strategy.source.title}, {strategy.source.url}."] if strategy.source else []
    return (
        "\n".join([*lines, "", "---", "", _plain(" ".join(credit)), f"<{address}>" if address else ""]).rstrip() + "\n"
    )


def _plain(text: str) -> str:
    return MARKS.sub(r"\\\1", text)


def _link(name: str, address: str) -> str:
    return f"[{_plain(name)}]({address})"


def _beside(address: str) -> str:
    """Where an address of ours leads from the folder of a strategy's page."""
    scheme, _, id_ = address.partition(":")
    return f"../{id_}/index.md" if scheme == "strategy" else f"../../factors/{id_}/index.html"


def _body(page: Page) -> str:
    document = page.entry.document
    source = document.source
    assert document.front_span is not None  # only a readable page gets here
    begin = source.line_starts[source.line_index(document.front_span.end) + 1]
    front = Edit(source.span(0, begin), "")
    images = _images(page)
    edits = {front, *_comments(document), *_addresses(document, images)}
    return normalised(apply(source.text, edits)).strip()


def _images(page: Page) -> Callable[[str], str]:
    """How the address of an image is written beside the page: both stand two folders below their top."""
    up = "../" * (page.entry.path.count("/") - 1)
    return lambda address: "../../" + address.removeprefix(up)


def _comments(document: Document) -> Iterator[Edit]:
    """Take out the comments that are meant for the check, with their lines."""
    source, front = document.source, document.front_span
    for ignore in document.ignores:
        if front is None or ignore.span.start >= front.end:
            line = source.line_index(ignore.span.start)
            end = source.line_starts[line + 1] if line + 1 < len(source.line_starts) else len(source.text)
            yield Edit(source.span(source.line_starts[line], end), "")


def _addresses(document: Document, images: Callable[[str], str]) -> Iterable[Edit]:
    """Make the addresses of ours relative. Where a link's place is not exact, its whole line is looked through."""
    source = document.source
    found: set[Edit] = set()
    lines: set[Span] = set()
    for link in document.body.links if document.body else ():
        ours = link.href.startswith(("factor:", "strategy:"))
        target = _beside(link.href) if ours else images(link.written)
        if not ours and link.kind != "image":
            continue
        if link.kind == "autolink":
            found.add(Edit(link.span, _link(link.text, target)))
        elif source.slice(link.target) == link.written:
            found.add(Edit(link.target, target))
        elif link.written:
            lines.add(link.target)
    kept = {edit for edit in found if not any(line.start <= edit.span.start < line.end for line in lines)}
    for line in lines:
        kept.add(Edit(line, ADDRESS.sub(lambda match: _beside(match[1]), source.slice(line))))
    for match in DEFINITION.finditer(source.text):
        kept.add(Edit(source.span(*match.span(1)), _beside(match[1])))
    return kept
