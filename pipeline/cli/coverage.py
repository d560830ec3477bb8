"""`strategies coverage`."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import day, open_workspace, root_option, today_option
from pipeline.cli.terminal import bold, on_terminal, say
from pipeline.model.catalog import Catalog, NotPublishable
from pipeline.model.due_reviews import due_reviews
from pipeline.publish.coverage import THIN, Coverage
from pipeline.publish.records import Records
from pipeline.source.environment import EnvironmentFault
from pipeline.source.escapes import printable
from pipeline.source.names import did_you_mean


@click.command("coverage")
@click.option("--model", metavar="ID", help="Show the map of one learner model: its factors by category.")
@click.option(
    "--thin",
    type=click.IntRange(1, 1000),
    default=THIN,
    show_default=True,
    help="A factor with this many strategies or fewer is thin.",
)
@root_option
@today_option
def command(model: str | None, thin: int, root: Path | None, today: dt.datetime | None) -> None:
    """Show where the library is thin.

    Factors without strategies, pages without relations, and reviews that are due are listed.
    """
    workspace = open_workspace(root)
    try:
        catalog = Catalog.of(workspace.report(day(today)))
    except NotPublishable:
        say("strategies: the library has errors; `strategies check` lists them", err=True)
        sys.exit(EXIT_ERRORS)
    coverage = Coverage(catalog.vocabulary, Records.of(catalog).summaries, thin)
    lines = _gaps(catalog, coverage, day(today)) if model is None else _map(coverage, _known(catalog, model))
    say(*lines, colored=on_terminal())


def _known(catalog: Catalog, model: str) -> str:
    ids = catalog.vocabulary.learner_models.items
    if model not in ids:
        hint = did_you_mean(ids, model, f"; known: {', '.join(ids)}")
        raise EnvironmentFault(f"there is no learner model `{model}`{hint}")
    if not ids[model].parts:
        raise EnvironmentFault(f"the learner model `{model}` has no factors, so there is nothing to cover")
    return model


def _gaps(catalog: Catalog, coverage: Coverage, today: dt.date) -> Iterator[str]:
    totals = coverage.totals
    used = len(totals) - len(coverage.unused_factors)
    published = f"{len(catalog.published)} published strategies"
    yield f"{published} support {used} of {len(totals)} factors" if totals else f"{published}; there are no factors"
    if totals:
        yield from _factor_gaps(coverage)
    if coverage.relations:
        yield from _relation_gaps(coverage)
    due = due_reviews((page.entry for page in catalog.published), today)
    yield from _part("reviews that are due", [f"{each.day}  {each.entry.id}" for each in due if each.is_overdue(today)])


def _factor_gaps(coverage: Coverage) -> Iterator[str]:
    totals = coverage.totals
    yield from _part("factors that no strategy supports", coverage.unused_factors)
    thin = sorted(coverage.thin_factors, key=lambda id_: (totals[id_], id_))
    width = max(map(len, thin), default=0)
    yield from _part(
        f"factors with few strategies ({coverage.thin} or fewer)", [f"{id_:<{width}}  {totals[id_]}" for id_ in thin]
    )


def _relation_gaps(coverage: Coverage) -> Iterator[str]:
    yield from _part("strategies that no relation joins to the rest", map(", ".join, coverage.islands))
    yield from _part(
        "relations that the other page does not return",
        [f"{source} → {target}" for source, target in coverage.one_way_relations],
    )


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    shown = list(lines)
    yield ""
    yield bold(f"{title}: {len(shown) or 'none'}")
    yield from (f"  {printable(line)}" for line in shown)


def _map(coverage: Coverage, model: str) -> Iterator[str]:
    rows = list(coverage.rows(model))
    categories = list(rows[0].counts)
    width = max(len(name) for row in rows for name in (row.factor, row.group))
    for number, category in enumerate(categories, 1):
        yield f"{number} = {printable(category)}"
    group: str | None = None
    for row in rows:
        if row.group != group:
            group = row.group
            yield ""
            numbers = "".join(f"{number:>4}" for number in range(1, len(categories) + 1))
            yield bold(f"{group:<{width}}{numbers}   all")
        cells = "".join(f"{number or '·':>4}" for number in row.counts.values())
        yield f"{printable(row.factor):<{width}}{cells}{row.total:>6}"
