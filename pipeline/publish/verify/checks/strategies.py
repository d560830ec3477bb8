"""What a bundle holds of each strategy, one after another: all promises about a strategy by itself."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from pipeline.publish.verify.columns import STRATEGIES
from pipeline.publish.verify.context import VerifyContext, check, listing
from pipeline.publish.verify.descriptor import described_tables
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.strategies import strategy_checks
from pipeline.publish.verify.stream import Stream, articles, nodes, objects, records, relationships, rows
from pipeline.publish.verify.tables import valid_table
from pipeline.publish.verify.view import (
    LINES,
    LINKED,
    NODES,
    RELATIONSHIPS,
    WHOLE,
    StrategyView,
    fill_html,
    fill_json,
    fill_rows,
    markdown_of,
    own_document,
    page_of,
)
from pipeline.publish.verify.violation import Violation

DESCRIPTOR = "csv/datapackage.json"


@check(each=True)
def strategies(context: VerifyContext) -> Iterator[Violation]:
    """Each strategy is what its record says, wherever it stands; notes what the bundle as a whole is asked for."""
    expected = Expected.of(context.manifest, described_tables(context.text(DESCRIPTOR)))
    checks = list(strategy_checks(expected.formats))
    with ExitStack() as stack:
        streams = _streams(context, expected, stack)
        for id_ in context.manifest.published:
            view = _view(context, expected, id_, streams)
            if view is None:
                continue
            context.note(view.record)
            for each in checks:
                yield from each.function(view, expected)
            for place, first in view.link_targets.items():
                context.link_targets.setdefault(place, first)
        for path, stream in streams.items():
            stream.finish()
            if path in (WHOLE, LINES, LINKED, STRATEGIES):
                yield from listing(path, stream.found, context.manifest.published)
            elif path not in (NODES, RELATIONSHIPS):
                for id_ in dict.fromkeys(stream.strays):
                    yield Violation(path, id_, "no published strategy has this id, or the rows are not sorted")


def _view(context: VerifyContext, expected: Expected, id_: str, streams: dict[str, Stream]) -> StrategyView | None:
    """What the bundle holds of a strategy; None where nothing says what must stand there."""
    shards = {path: stream.take(id_) for path, stream in streams.items()}
    for path in (WHOLE, LINES, LINKED, STRATEGIES):
        if not shards.get(path, b"-"):
            del shards[path]  # that it is missing is told of with all ids
    record = context.record(id_)
    if record is None:
        return None
    view = StrategyView(id_, record)
    path = own_document(id_)
    document: dict[str, Any] | None = context.document(path) if context.holds("json") else None
    if document is not None:
        fill_json(view, document, context.data(path) or b"", shards)
    list(fill_rows(view, expected, shards))
    if context.holds("html"):
        files = {path: data for path in (page_of(id_), markdown_of(id_)) if (data := context.data(path)) is not None}
        fill_html(view, files)
        context.verified.update(files)
    return view


def _streams(context: VerifyContext, expected: Expected, stack: ExitStack) -> dict[str, Stream]:
    """The files that hold something of each strategy, as far as they are sound."""
    found: dict[str, Stream] = {}
    if not context.manifest.published:
        return found
    by_identifier = {expected.identifiers.of("strategy", id_): id_ for id_ in context.manifest.published}
    for path in (WHOLE, LINES, LINKED, NODES, RELATIONSHIPS) if context.holds("json") else ():
        if path not in context.paths or context.shape_violations(path):
            continue
        file = stack.enter_context(context.bundle.stream(path))
        if path in (WHOLE, LINKED):
            parts = (records if path == WHOLE else articles)(objects(path, file))
        elif path == RELATIONSHIPS:
            parts = relationships(file, by_identifier.get)
        else:
            parts = (records if path == LINES else nodes)(file)
        found[path] = Stream(path, parts)
    for path, cells in expected.cells.items() if context.holds("csv") else ():
        table = valid_table(context, path)
        if table and table.header == cells.header:
            found[path] = Stream(path, rows(table.text))
    return found
