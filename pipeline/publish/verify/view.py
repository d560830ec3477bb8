"""The content of a bundle about one strategy, read from staged bytes or from a bundle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.publish.citations.citation_files import FORMATS, PAGE, REFERENCES
from pipeline.publish.schema.json_schema import SUFFIX, all_fit, fits
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.share import share_of
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.full_text import FULL
from pipeline.publish.verify.links import LinkTargets
from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.shapes import lines_of, read_json, read_shaped, without_envelope
from pipeline.publish.verify.tables import MalformedTable, rows_below
from pipeline.publish.verify.violation import Violation

OWN = "json/strategies/"
RECORDS, RECORD_LINES = "json/strategies.json", "json/strategies.jsonl"
CHUNKS = "json/chunks.jsonl"
LINKED, NODES, RELATIONSHIPS = "json/strategies.jsonld", "json/graph/nodes.jsonl", "json/graph/relationships.jsonl"
# The files besides tables that hold a shard of each strategy.
AGGREGATES = (RECORDS, RECORD_LINES, CHUNKS, LINKED, NODES, RELATIONSHIPS)
# Those of them with any number of lines for each strategy, and the shape of a line.
MANY_LINES = {
    CHUNKS: "published-chunk",
    NODES: "published-graph-node",
    RELATIONSHIPS: "published-graph-relationship",
}
# The files for reference managers beside a page.
CITATIONS = tuple(f"{stem}.{end}" for stem in (PAGE, REFERENCES) for _, end, _ in FORMATS)


class StagedStrategy(NamedTuple):
    """The bytes that one strategy adds to a bundle: its own files by path, and its shard of each aggregate file.

    `record` is what they were rendered from, if the caller has it; without JSON nothing else says what they must hold.
    """

    id: str
    files: Mapping[str, bytes]
    shards: Mapping[str, bytes]
    record: StrategyV1 | None = None


@dataclass(slots=True)
class StrategyView:
    """The content of a bundle about one strategy. What is missing or cannot be read is None, and reported elsewhere.

    `record` is that of its own document, or the one of the caller; `library` is that document's. `shards` are JSON
    values by the path of the aggregate file; of lines they are lists. Checks add to `link_targets` what links require
    of other files.
    """

    id: str
    record: StrategyV1
    document: dict[str, Any] | None = None  # its own, without the envelope
    library: object = None
    shards: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    page: HtmlPage | None = None
    markdown: str | None = None
    former_markdown: str | None = None  # the note under its former name
    citations: dict[str, bytes] = field(default_factory=dict)  # files for reference managers, by path
    staged: bool = False  # just rendered, and not yet in a bundle
    in_full_text: str | None = None  # the same in llms-full.txt
    link_targets: LinkTargets = field(default_factory=dict)

    def add_document(self, document: dict[str, Any]) -> None:
        """Add its own document."""
        self.document, self.library = without_envelope(document), document["library"]

    def add_site(self, files: Mapping[str, bytes]) -> None:
        """Add the page, its Markdown, and the files for reference managers."""
        self.citations = {path: files[path] for path in citations_of(self.id) & files.keys()}
        others = {
            path: data for path, data in files.items() if path not in self.citations and path != share_of(self.id)
        }
        texts = {path: files[path].decode("utf-8", "replace") for path in others}
        page = texts.get(page_of(self.id))
        self.page = None if page is None else HtmlPage.read(page)
        self.markdown, self.former_markdown = texts.get(markdown_of(self.id)), texts.get(former_markdown_of(self.id))


def own_document(id_: str) -> str:
    """Path of a strategy's own document."""
    return f"{OWN}{id_}.json"


def folder_of(id_: str) -> str:
    """The folder of a strategy's page."""
    return f"html/strategies/{id_}"


def page_of(id_: str) -> str:
    """Path of a strategy's page."""
    return f"{folder_of(id_)}/index.html"


def citations_of(id_: str) -> frozenset[str]:
    """Paths of all files that reference managers may find for a strategy."""
    return frozenset(f"{folder_of(id_)}/{name}" for name in CITATIONS)


def markdown_of(id_: str) -> str:
    """Path of the page as Markdown."""
    return f"{folder_of(id_)}/index.html.md"


def former_markdown_of(id_: str) -> str:
    """The former path of the page as Markdown, where a note leads to it."""
    return f"{folder_of(id_)}/index.md"


def site_files_of(id_: str, expected: Expected) -> set[str]:
    """Paths of a strategy's files on the site."""
    pictures = {share_of(id_)} if expected.library.base_url else set()
    return {page_of(id_), markdown_of(id_), former_markdown_of(id_)} | pictures


def view_of(staged: StagedStrategy, expected: Expected) -> tuple[StrategyView | None, list[Violation]]:
    """The view of a staged strategy, and what cannot be read of it; None when nothing says what it must hold."""
    document, violations = None, list(_path_violations(staged, expected))
    if "json" in expected.formats:
        path = own_document(staged.id)
        document, found = read_shaped(path, staged.files.get(path, b""), staged.id, model=staged.record is None)
        violations += found
        if found:
            return None, violations
    record = staged.record or (StrategyV1.model_validate(without_envelope(document)) if document else None)
    if record is None:
        return None, violations
    view = StrategyView(staged.id, record, staged=True)
    if document is not None:
        view.add_document(document)
        view.shards = {path: _json_of(path, staged.shards[path]) for path in AGGREGATES if path in staged.shards}
        violations += _shape_violations(view)
    for path in expected.cells.keys() & staged.shards.keys():
        try:
            view.rows[path] = rows_below(expected.cells[path].header, staged.shards[path].decode())
        except (MalformedTable, UnicodeDecodeError) as error:
            violations.append(Violation(path, view.id, str(error)))
    view.add_site({path: data for path, data in staged.files.items() if path.startswith("html/")})
    if FULL in staged.shards:
        view.in_full_text = staged.shards[FULL].decode("utf-8", "replace")
    return view, violations


def _path_violations(staged: StagedStrategy, expected: Expected) -> Iterator[Violation]:
    """Files and shards that are missing, and those that no check would read."""
    formats = expected.formats
    files = {own_document(staged.id)} if "json" in formats else set()
    files |= site_files_of(staged.id, expected) if "html" in formats else set()
    shards = {*(AGGREGATES if "json" in formats else ()), *(expected.tables if "csv" in formats else ())}
    shards |= {FULL} if "html" in formats else set()
    checked = (
        (files, staged.files, ("json/", "html/", "csv/"), "it is missing"),
        (shards, staged.shards, ("json/", "html/", "csv/"), "it holds nothing of it"),
    )
    for known, found, folders, missing in checked:
        held = {path for path in found if path.startswith(folders)} - citations_of(staged.id)  # a check of its own
        for path in sorted(known ^ held):
            yield Violation(path, staged.id, missing if path in known else "nothing is known of such a file")


def _shape_violations(view: StrategyView) -> Iterator[Violation]:
    """What the schemas say of its shards; those that hold its record must equal its own document, which was checked."""
    if LINKED in view.shards and not _is_article(view.shards[LINKED]):
        yield Violation(LINKED, view.id, "it does not have the shape of an article")
    for path, shape in MANY_LINES.items():
        items = view.shards.get(path, [])
        if not isinstance(items, list) or not all_fit(shape, items):
            yield Violation(path, view.id, f"what stands there of it does not fit {shape}{SUFFIX}")


def _is_article(item: Any) -> bool:
    """True if it has the shape of an article, in a library for education or in any other."""
    of_education = isinstance(item, dict) and isinstance(item.get("@type"), list)
    return fits("published-linked-data", item, "ArticleV1" if of_education else "PlainArticleV1")


def _json_of(path: str, shard: bytes) -> Any:
    """The value of a shard; bytes that are not JSON stay bytes, which nothing expects."""
    data = b"[" + b",".join(lines_of(shard)) + b"]" if path in MANY_LINES else shard.lstrip(b",\n")
    try:
        return read_json(data)
    except (ValueError, RecursionError):
        return data
