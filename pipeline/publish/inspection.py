"""What checks of a bundle look at, and what they find."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath

from pydantic import ValidationError

from pipeline.model.manifest import ManifestV1
from pipeline.model.published import StrategyV1
from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.schema import PUBLISHED, SUFFIX, validator

# What a document has beside its content.
ENVELOPE = frozenset({"$schema", "schema_version"})
# The shape of a document, or of each line of one, where it does not have its document's name; then by its folder.
SHAPES = {
    "json/strategies.jsonl": "published-strategy-record",
    "json/strategies.jsonld": "published-linked-data",
    "json/graph/nodes.jsonl": "published-graph-node",
    "json/graph/relationships.jsonl": "published-graph-relationship",
    "json/strategies": "published-strategy",
}
LINES = ".jsonl"
WHOLE = "published-strategies"
# More faults of shape than these in one document tell nothing new.
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a bundle: in which file, at which record (or empty), and what."""

    path: str
    record: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.record}: {self.message}" if self.record else f"{self.path}: {self.message}"


@dataclass(frozen=True)
class Check:
    """One promise of the bundle. `format` is the one it is about; None when it is about all."""

    function: Callable[["Inspection"], Iterator[Fault]]
    format: str | None


def check(format_: str | None = None) -> Callable[[Callable[["Inspection"], Iterator[Fault]]], Check]:
    """Make a check of a generator function; it runs when the bundle holds the format."""
    return lambda function: Check(function, format_)


@dataclass(frozen=True)
class Inspection:
    """A bundle under inspection. Nothing is kept of its files but verdicts on their shape.

    `given` are the records it was made from, where they are at hand: a bundle without JSON has them not.
    """

    bundle: Bundle
    manifest: ManifestV1
    given: Sequence[StrategyV1] = ()
    _verdicts: dict[str, tuple[Fault, ...]] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[str]:
        """Path of every file that is there."""
        return self.bundle.paths

    def below(self, folder: str, suffix: str = "") -> list[str]:
        """Paths of all files below a folder that end so, sorted."""
        return sorted(path for path in self.paths if path.startswith(folder + "/") and path.endswith(suffix))

    def holds(self, format_: str) -> bool:
        """True when the bundle says that it holds a format."""
        return format_ in self.manifest.formats

    def text(self, path: str) -> str | None:
        """A file's text; None when it is not there or is not UTF-8, which is reported elsewhere."""
        if path not in self.paths:
            return None
        try:
            return self.bundle.read(path).decode()
        except (Unreadable, UnicodeDecodeError):
            return None

    def document(self, path: str) -> dict[str, object] | None:
        """A JSON document of sound shape, or None."""
        return next(self.documents(path), None)

    def documents(self, path: str) -> Iterator[dict[str, object]]:
        """The JSON documents of a file, one a line or only one; none when the shape of any is not sound."""
        text = self.text(path)
        if text is not None and not self.shape_faults(path):
            yield from map(json.loads, lines_of(text) if path.endswith(LINES) else (text,))

    def shape_faults(path: str, text: str) -> tuple[Fault, ...]:
    """What is wrong with the shape of a JSON document, or of the documents on the lines of a file."""
    place = PurePosixPath(path)
    name = SHAPES.get(path) or SHAPES.get(place.parent.as_posix()) or f"published-{place.stem}"
    if name not in PUBLISHED:
        return (Fault(path, "", f"there is no schema for it: {name}{SUFFIX}"),)
    if not path.endswith(LINES):
        return tuple(_document_faults(path, name, text, ""))
    if not text.endswith("\n") and text:
        return (Fault(path, "", "its last line has no end"),)
    found = (
        fault for number, line in enumerate(lines_of(text), 1) for fault in _document_faults(path, name, line, f"line {number}")
    )
    return tuple(islice(found, MOST_FAULTS))


def lines_of(text: str) -> list[str]:
    """The lines of a file of JSON lines; only a line feed ends one."""
    return text.removesuffix("\n").split("\n") if text else []


def _document_faults(path: str, name: str, text: str, record: str) -> Iterator[Fault]:
    """Ask the schema, and then the model behind it. `record` names the document when it has no id."""
    try:
        document = parse_json(text)
    except (ValueError, RecursionError) as error:
        yield Fault(path, record, f"it is not JSON: {error}")
        return
    errors = list(islice(validator(name).iter_errors(document), MOST_FAULTS))
    for error in errors:
        yield Fault(path, _record_at(document, error.absolute_path) or record, f"{error.json_path}: {error.message}"[:300])
    address = "../" * path.count("/") + f"schemas/{name}{SUFFIX}"
    if not errors and document.get("$schema", address) != address:
        yield Fault(path, record, f"its $schema is `{document['$schema']}`; it should be `{address}`")
    if not errors and name != WHOLE:  # whose records must equal those of json/strategies/
        yield from _model_faults(path, name, document, record)


def _model_faults(path: str, name: str, document: dict[str, object], record: str) -> Iterator[Fault]:
    """What only the model sees, such as text that no UTF-8 can hold."""
    try:
        PUBLISHED[name].model_validate(document)
    except ValidationError as error:
        for detail in error.errors(include_url=False)[:MOST_FAULTS]:
            where = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in detail["loc"])
            yield Fault(path, _record_at(document, detail["loc"]) or record, f"{where}: {detail['msg']}"[:300])


def bare(document: dict[str, object]) -> dict[str, object]:
    """A document without its envelope."""
    return {key: value for key, value in document.items() if key not in ENVELOPE}


def parse_json(text: str) -> dict[str, object]:
    """Read a JSON object; ValueError also for a key that stands twice, and for numbers that are none."""

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index]))
            raise ValueError(f"the key `{twice}` stands twice")
        return found

    def refuse(constant: str) -> object:
        raise ValueError(f"{constant} is no number")

    document = json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    if not isinstance(document, dict):
        raise ValueError("it holds no object")
    return document


def _record_at(document: object, steps: Iterable[object]) -> str:
    """Id of the innermost thing with an id on the way to a place in a document, or empty."""
    found = ""
    for step in (*steps, None):
        if isinstance(document, dict):
            found = str(document.get("id", found))
        if step is None or not isinstance(document, dict | list):
            break
        document = document[step]  # type: ignore[call-overload]
    return found
