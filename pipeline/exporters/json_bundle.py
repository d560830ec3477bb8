"""JSON: every document in its published shape."""

from collections.abc import Iterator
from typing import Any

from pipeline.exporter import Exporter, File, Frame, Piece, Written
from pipeline.exporters._documents import address_of, document, enveloped, indented, line, spaced
from pipeline.model import published
from pipeline.model.published import StrategyV1
from pipeline.model.rendition import Rendition

WHOLE, LINES = "json/strategies.json", "json/strategies.jsonl"
# What stands between the strategies of the whole document, and how deep they stand in it.
BETWEEN, DEPTH = b",\n", 2


class JsonBundle(Exporter):
    """All strategies in one document, as lines and one by one; the vocabularies; the tombstones; the coverage."""

    format = "json"

    def frames(self) -> Iterator[Frame]:
        """The whole document, and the lines."""
        bare = self._document("strategies", published.StrategiesV1, disclaimers=self.records.disclaimers, strategies=[])
        head, _, tail = bare.data.rpartition(b"[]")
        yield Frame(WHOLE, head + b"[\n", BETWEEN, b"\n  ]" + tail, empty=bare.data)
        yield Frame(LINES)

    def share(self, strategy: StrategyV1, rendition: Rendition) -> Iterator[File | Piece]:
        """The record, three times."""
        path, text = f"json/strategies/{strategy.id}.json", spaced(strategy)
        yield File(path, enveloped(path, "published-strategy", text))
        yield Piece(WHOLE, indented(text, DEPTH))
        yield Piece(LINES, line(strategy))

    def rest(self, written: Written) -> Iterator[File]:
        """What is not about one strategy."""
        records = self.records
        yield self._document("factors", published.FactorsV1, factors=records.factors)
        yield self._document("categories", published.CategoriesV1, categories=records.categories)
        yield self._document("learner-models", published.LearnerModelsV1, learner_models=records.learner_models)
        yield self._document("tombstones", published.TombstonesV1, tombstones=records.tombstones)
        coverage = records.counted
        yield self._document(
            "coverage",
            published.CoverageV1,
            learner_models=records.coverage,
            unused_factors=coverage.unused_factors,
            thin_factors=coverage.thin_factors,
            islands=coverage.islands,
            one_way_relations=[
                published.OneWayRelationV1(source=source, target=target)
                for source, target in coverage.one_way_relations
            ],
        )

    def _document(self, name: str, model: type[published.Document], **content: Any) -> File:
        path = f"json/{name}.json"
        whole = model(
            schema_=address_of(f"published-{name}", path),
            schema_version=published.SCHEMA_VERSION,
            library=self.records.library,
            **content,
        )
        return document(path, whole)
