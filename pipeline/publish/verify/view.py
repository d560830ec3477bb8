"""What a bundle holds of one strategy, read: from bytes that were staged, or from a bundle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from pipeline.publish.schema.json_schema import SUFFIX, all_fit, fits
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.links import LinkTargets
from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.shapes import lines_of, nested_text, read_json, shaped, without_envelope
from pipeline.publish.verify.tables import MalformedTable, rows_below
from pipeline.publish.verify.violation import Violation

OWN = "json/strategies/"
WHOLE, LINES = "json/strategies.json", "json/strategies.jsonl"
LINKED, NODES, RELATIONSHIPS = "json/strategies.jsonld", "json/graph/nodes.jsonl", "json/graph/relationships.jsonl"
# The files that hold something of each strategy, besides tables.
AGGREGATES = (WHOLE, LINES, LINKED, NODES, RELATIONSHIPS)


class StagedStrategy(NamedTuple):
    """What one strategy gives to a bundle: its own files by path, and its part of each file that holds all.

    `record` is what it was made from, where that is at hand: without JSON nothing else says what must stand there.
    """

    id: str
    files: Mapping[str, bytes]
    shards: Mapping[str, bytes]
    record: StrategyV1 | None = None


@dataclass(slots=True)
class StrategyView:
    """What a bundle holds of one strategy. What is None or missing is not there, or cannot be read: told elsewhere.

    `record` is that of its own document, or the one that was given. Checks add to `link_targets` what links want of the
    rest of the bundle.
    """

    id: str
    record: StrategyV1
    document: dict[str, Any] | None = None  # its own, without the envelope
    parts: dict[str, Any] = field(default_factory=dict)  # of the files that hold all, by their paths
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    page: HtmlPage | None = None
    text: str | None = None
    link_targets: LinkTargets = field(default_factory=dict)
    article: dict[str, Any] | None = None  # what its article must be, once a check worked it out


def own_document(id_: str) -> str:
    """Path of a strategy's own document."""
    return f"{OWN}{id_}.json"


def page_of(id_: str) -> str:
    """Path of a strategy's page."""
    return f"html/strategies/{id_}/index.html"


def markdown_of(id_: str) -> str:
    """Path of the same as Markdown."""
    return f"html/strategies/{id_}/index.md"


def view_of(staged: StagedStrategy, expected: Expected) -> tuple[StrategyView | None, list[Violation]]:
    """The view of what was staged, and what cannot be read of it; None where nothing says what must stand there."""
    document, faults = None, list(_strays(staged, expected))
    if "json" in expected.formats:
        path = own_document(staged.id)
        found, wrong = shaped(path, staged.files.get(path, b""), staged.id, model=staged.record is None)
        faults += wrong
        document = None if wrong or found is None else found
    record = staged.record
    if record is None and document is not None:
        record = StrategyV1.model_validate(without_envelope(document))
    if record is None or ("json" in expected.formats and document is None):
        return None, faults
    view = StrategyView(staged.id, record)
    if document is not None:
        fill_json(view, document, staged.files[own_document(staged.id)], staged.shards)
        faults += _shape_faults(view)
    faults += fill_rows(view, expected, staged.shards)
    fill_html(view, staged.files)
    return view, faults


def _strays(staged: StagedStrategy, expected: Expected) -> Iterator[Violation]:
    """Files and parts that no check would look at."""
    known = {own_document(staged.id)} if "json" in expected.formats else set()
    known |= {page_of(staged.id), markdown_of(staged.id)} if "html" in expected.formats else set()
    own = {path for path in staged.files if path.partition("/")[0] in ("json", "html", "csv")}
    for path in sorted(known ^ own):
        yield Violation(path, staged.id, "it is missing" if path in known else "nothing is known of such a file")
    shards = {path for path in staged.shards if path.partition("/")[0] in ("json", "csv")}
    parts = {*AGGREGATES} if "json" in expected.formats else set()
    parts |= expected.tables.keys() if "csv" in expected.formats else set()
    for path in sorted(parts ^ shards):
        yield Violation(
            path, staged.id, "it holds nothing of it" if path in parts else "nothing is known of such a file"
        )


def _shape_faults(view: StrategyView) -> Iterator[Violation]:
    """What the schemas say of its parts; those of the documents of records must equal its own, which was looked at."""
    if LINKED in view.parts and not fits("published-linked-data", view.parts[LINKED], "ArticleV1"):
        yield Violation(LINKED, view.id, "it does not have the shape of an article")
    for path, shape in ((NODES, "published-graph-node"), (RELATIONSHIPS, "published-graph-relationship")):
        items = view.parts.get(path, [])
        # Judged together, in half of the time.
        if not isinstance(items, list) or not all_fit(shape, items):
            yield Violation(path, view.id, f"what stands there of it does not fit {shape}{SUFFIX}")


def fill_json(view: StrategyView, document: dict[str, Any], data: bytes, shards: Mapping[str, bytes]) -> None:
    """Add what JSON holds. `document` is the strategy's own, and `data` its bytes.

    As texts the parts of the larger documents are this one, only spaced otherwise: most need not be read once more.
    """
    own = view.document = without_envelope(document)
    if WHOLE in shards:
        same = shards[WHOLE] == nested_text(document, data)
        view.parts[WHOLE] = own if same else _read(shards[WHOLE])
    if LINES in shards:
        view.parts[LINES] = own if shards[LINES] == to_json(own) + b"\n" else _read(shards[LINES])
    if LINKED in shards:
        view.parts[LINKED] = _read(shards[LINKED].lstrip(b",\n"))
    for path in (NODES, RELATIONSHIPS):
        if path in shards:
            view.parts[path] = _read(b"[" + b",".join(lines_of(shards[path])) + b"]")


def _read(data: bytes) -> Any:
    """What JSON says; text that is none comes back as it is, and is then not what anyone expects."""
    try:
        return from_json(data, allow_inf_nan=False)
    except ValueError:
        try:
            return read_json(data)
        except (ValueError, RecursionError):
            return data


def fill_rows(view: StrategyView, expected: Expected, shards: Mapping[str, bytes]) -> Iterator[Violation]:
    """Add the rows of each table; gives what cannot be read."""
    for path, cells in expected.cells.items():
        if path in shards:
            try:
                view.rows[path] = rows_below(cells.header, shards[path].decode())
            except (MalformedTable, UnicodeDecodeError) as error:
                yield Violation(path, view.id, str(error))


def fill_html(view: StrategyView, files: Mapping[str, bytes]) -> None:
    """Add the page and its text."""
    page, text = files.get(page_of(view.id)), files.get(markdown_of(view.id))
    view.page = None if page is None else HtmlPage.read(page.decode("utf-8", "replace"))
    view.text = None if text is None else text.decode("utf-8", "replace")
