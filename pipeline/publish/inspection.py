"""What checks of a bundle look at, and what they find."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from pydantic import ValidationError

from pipeline.model.manifest import ManifestV1
from pipeline.model.published import StrategyV1
from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.schema import PUBLISHED, SUFFIX, validator

# What a document has beside its content.
ENVELOPE = frozenset({"$schema", "schema_version"})
# Folders whose documents have one shape; elsewhere a document's name is its shape's.
SHAPES = {"json/strategies": "published-strategy"}
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
    given: Iterable[StrategyV1] = ()
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
        text = self.text(path)
        if text is None or self.shape_faults(path):
            return None
        document = json.loads(text)
        assert isinstance(document, dict)
        return document

    def shape_faults(self, path: str) -> tuple[Fault, ...]:
        """What is wrong with the shape of a JSON document; judged once."""
        if path not in self._verdicts:
            text = self.text(path)
            faults = shape_faults(path, text) if text is not None else (Fault(path, "", "it cannot be read as UTF-8"),)
            self._verdicts[path] = faults
        return self._verdicts[path]

    @cached_property
    def sound(self) -> bool:
        """True when every strategy's record can be read: else what compares them all would only add noise."""
        return not self.holds("json") or all(
            self.document(f"json/strategies/{id_}.json") is not None for id_ in self.manifest.published
        )

    def strategy(self, id_: str) -> StrategyV1 | None:
        """The record of a strategy from its own JSON document; None when that is not sound."""
        document = self.document(f"json/strategies/{id_}.json")
        return StrategyV1.model_validate(bare(document)) if document else None

    def strategies(self) -> Iterator[StrategyV1]:
        """The records that the other formats must agree with, one after another."""
        if not self.holds("json"):
            yield from self.given
            return
        for id_ in self.manifest.published:
            record = self.strategy(id_)
            if record is not None:
                yield record


def shape_faults(path: str, text: str) -> tuple[Fault, ...]:
    """What is wrong with the shape of a JSON document: asked of its schema, and then of the model behind it."""
    place = PurePosixPath(path)
    name = SHAPES.get(place.parent.as_posix(), f"published-{place.stem}")
    if name not in PUBLISHED:
        return (Fault(path, "", f"there is no schema for it: {name}{SUFFIX}"),)
    try:
        document = parse_json(text)
    except (ValueError, RecursionError) as error:
        return (Fault(path, "", f"it is not JSON: {error}"),)
    faults = [
        Fault(path, _record_at(document, error.absolute_path), f"{error.json_path}: {error.message}"[:300])
        for error, _ in zip(validator(name).iter_errors(document), range(MOST_FAULTS), strict=False)
    ]
    if faults:
        return tuple(faults)
    address = "../" * path.count("/") + f"schemas/{name}{SUFFIX}"
    if document["$schema"] != address:
        return (Fault(path, "", f"its $schema is `{document['$schema']}`; it should be `{address}`"),)
    return tuple(_model_faults(path, name, document))


def _model_faults(path: str, name: str, document: dict[str, object]) -> Iterator[Fault]:
    """What only the model sees: it takes no lone surrogates, and a pattern's end is the text's end."""
    if name == WHOLE:
        return  # its records must equal those of json/strategies/
    try:
        PUBLISHED[name].model_validate(document)
    except ValidationError as error:
        for detail in error.errors(include_url=False)[:MOST_FAULTS]:
            where = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in detail["loc"])
            yield Fault(path, _record_at(document, detail["loc"]), f"{where}: {detail['msg']}"[:300])


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
        document = document[step]  # type: ignore[index, call-overload]
    return found
