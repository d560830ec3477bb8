"""CSV: one table a thing, lists only as join tables. RFC 4180: CRLF, UTF-8 without a byte-order mark, a header row."""

import csv
import io
from collections.abc import Iterable, Iterator

from pipeline.exporter import File, exporter
from pipeline.model.published import StrategyV1
from pipeline.model.records import Records

Row = Iterable[str | int | None]
STRATEGY_COLUMNS = ("id", "title", "summary", "status", "updated", "category")


@exporter("csv")
def csv_tables(records: Records) -> Iterator[File]:
    """All tables, each sorted by its keys; lists inside a strategy keep the author's order."""
    for name, header, rows in tables(records):
        yield File(f"csv/{name}.csv", table_text(header, rows).encode())


def table_text(header: Iterable[str], rows: Iterable[Row]) -> str:
    """One table as text."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def tables(records: Records) -> Iterator[tuple[str, tuple[str, ...], list[Row]]]:
    """Name, header and rows of every table."""
    strategies = records.strategies
    yield "strategies", _strategy_header(records), [_strategy_row(records, strategy) for strategy in strategies]
    yield (
        "factors",
        ("id", "name", "definition", "deprecated", "replaced_by"),
        [(f.id, f.name, f.definition, str(f.deprecated).lower(), f.replaced_by) for f in records.factors],
    )
    yield "categories", ("id", "name", "description"), [(c.id, c.name, c.description) for c in records.categories]
    yield (
        "learner_models",
        ("id", "name", "description", "grades"),
        [(m.id, m.name, m.description, " ".join(m.grades)) for m in records.learner_models],
    )
    yield (
        "learner_model_factors",
        ("learner_model", "position", "group", "factor"),
        [
            (model.id, position, group, factor)
            for model in records.learner_models
            for position, (group, factor) in enumerate(
                ((group.name, factor) for group in model.groups for factor in group.factors), 1
            )
        ],
    )
    yield from _join_tables(strategies)
    yield (
        "tombstones",
        ("id", "title", "updated", "replaced_by"),
        [(t.id, t.title, t.updated, t.replaced_by) for t in records.tombstones],
    )


def _strategy_header(records: Records) -> tuple[str, ...]:
    sections = [_column(section.id) for section in records.catalog.policy.sections]
    disclaimers = [f"disclaimer_{_column(item.id)}" for item in records.disclaimers]
    return (
        *STRATEGY_COLUMNS,
        *sections,
        *disclaimers,
        "source_title",
        "source_url",
        "source_retrieved",
        "content_sha256",
    )


def _strategy_row(records: Records, strategy: StrategyV1) -> Row:
    texts = {section.id: section.text for section in strategy.sections}
    shown = {section.disclaimer.id for section in strategy.sections if section.disclaimer}
    origin = strategy.source
    return (
        *(strategy.id, strategy.title, strategy.summary, strategy.status, strategy.updated, strategy.category.id),
        *(texts.get(section.id) for section in records.catalog.policy.sections),
        *(item.text if item.id in shown else None for item in records.disclaimers),
        *((origin.title, origin.url, origin.retrieved) if origin else (None, None, None)),
        strategy.content_sha256,
    )


def _join_tables(strategies: list[StrategyV1]) -> Iterator[tuple[str, tuple[str, ...], list[Row]]]:
    """Tables whose rows belong to a strategy; `position` is the author's order, from 1."""
    key = ("strategy", "position")
    shapes: tuple[tuple[str, tuple[str, ...], list[tuple[str, list[Row]]]], ...] = (
        ("strategy_factors", ("factor", "group"), [(s.id, [(f.id, f.group) for f in s.factors]) for s in strategies]),
        ("strategy_related", ("related",), [(s.id, [(r.id,) for r in s.related]) for s in strategies]),
        (
            "strategy_learner_models",
            ("learner_model",),
            [(s.id, [(m.id,) for m in s.learner_models]) for s in strategies],
        ),
        ("strategy_authors", ("author",), [(s.id, [(author,) for author in s.authors]) for s in strategies]),
        ("strategy_aliases", ("alias",), [(s.id, [(alias,) for alias in s.aliases]) for s in strategies]),
        (
            "resources",
            ("kind", "title", "url", "description"),
            [(s.id, [(r.kind, r.title, r.url, r.description) for r in s.resources]) for s in strategies],
        ),
        (
            "videos",
            ("section", "title", "provider", "video_id", "url", "embed_url"),
            [
                (s.id, [(v.section, v.title, v.provider, v.video_id, v.url, v.embed_url) for v in s.videos])
                for s in strategies
            ],
        ),
        (
            "references",
            ("text", "url", "doi"),
            [(s.id, [(r.text, r.url, r.doi) for r in s.references]) for s in strategies],
        ),
    )
    for name, columns, groups in shapes:
        rows: list[Row] = [(id_, n, *row) for id_, items in groups for n, row in enumerate(items, 1)]
        yield name, (*key, *columns), rows


def _column(id_: str) -> str:
    return id_.replace("-", "_")
