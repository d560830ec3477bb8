"""What checks of a bundle look at, and what they find."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.lazy import lazy
from pipeline.model.head import Head
from pipeline.model.manifest import ManifestV1
from pipeline.model.published import StrategyV1
from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.publish.fault import Fault
from pipeline.publish.shapes import LINES, bare, lines_of, shape_faults


@dataclass(frozen=True)
class Check:
    """One promise of the bundle. `format` is the one it is about; None when it is about all.

    One about `each` strategy is kept while a bundle is made by proving each share, and by what stands around them.
    """

    function: Callable[["Inspection"], Iterator[Fault]]
    format: str | None
    each: bool


def check(
    format_: str | None = None, *, each: bool = False
) -> Callable[[Callable[["Inspection"], Iterator[Fault]]], Check]:
    """Make a check of a generator function; it runs when the bundle holds the format."""
    return lambda function: Check(function, format_, each)


@dataclass(frozen=True)
class Inspection:
    """A bundle under inspection. Nothing is kept of its files but verdicts on their shape.

    `given` are the records it was made from, where they are at hand: a bundle without JSON has them not.
    `proved` are files that were checked while they were made, strategy by strategy; `heads` is then what lists say
    of the strategies.
    """

    bundle: Bundle
    manifest: ManifestV1
    given: Sequence[StrategyV1] = ()
    proved: frozenset[str] = frozenset()
    heads: Sequence[Head] = ()
    _verdicts: dict[str, tuple[Fault, ...]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Where the site will stand, with a slash at its end; only a slash when nobody said."""
        return (self.manifest.library.base_url or "").rstrip("/") + "/"

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

    def shape_faults(self, path: str) -> tuple[Fault, ...]:
        """What is wrong with the shape of a JSON document; judged once."""
        if path not in self._verdicts:
            text = self.text(path)
            unread = (Fault(path, "", "it cannot be read as UTF-8"),)
            self._verdicts[path] = unread if text is None else shape_faults(path, text)
        return self._verdicts[path]

    def documents(self, path: str) -> Iterator[dict[str, object]]:
        """The JSON documents of a file, one a line or only one; none when the shape of any is not sound."""
        text = self.text(path)
        if text is not None and not self.shape_faults(path):
            yield from map(json.loads, lines_of(text) if path.endswith(LINES) else (text,))

    def document(self, path: str) -> dict[str, object] | None:
        """A JSON document of sound shape, or None."""
        return next(self.documents(path), None)

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

    @lazy
    def sound(self) -> bool:
        """True when every strategy's record can be read: else what compares them all would only add noise."""
        own = (f"json/strategies/{id_}.json" for id_ in self.manifest.published)
        return not self.holds("json") or all(
            path in self.proved or (path in self.paths and not self.shape_faults(path)) for path in own
        )
