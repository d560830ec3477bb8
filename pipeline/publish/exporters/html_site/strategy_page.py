"""The page of a strategy, and the same as Markdown beside it."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import quote

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.clean_markdown import clean_markdown
from pipeline.publish.exporters.html_site.grades import spans
from pipeline.publish.exporters.html_site.layout import INDEX, SiteLayout, TemplateInput, layout_of
from pipeline.publish.exporters.html_site.linked import strategy_data
from pipeline.publish.exporters.html_site.related import RelatedList, related_lists
from pipeline.publish.exporters.html_site.sections import section_views
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.schema.records import StrategyV1

BESIDE = "index.md"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def address_of(id_: str) -> str:
    """Where a strategy's page stands on the site."""
    return f"strategies/{id_}/{INDEX}"


def strategy_pages(strategy: StrategyInputs) -> Iterator[File]:
    """The two files of a strategy."""
    layout, related = layout_of(strategy.shared), related_lists(strategy)
    yield layout.page(_sheet(layout, strategy, related))
    markdown = clean_markdown(strategy, related, layout.address(address_of(strategy.id)))
    yield File(f"html/strategies/{strategy.id}/{BESIDE}", markdown.encode())


def _sheet(layout: SiteLayout, strategy: StrategyInputs, related: list[RelatedList]) -> TemplateInput:
    """What the page needs."""
    path, record, shared = address_of(strategy.id), strategy.record, strategy.shared
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for factor in record.factors:
        groups.setdefault(factor.group, []).append((factor.id, factor.name, strategy.definitions[factor.id]))
    return TemplateInput(
        path,
        "strategy.html",
        record.title,
        record.summary,
        script="strategy",
        frames=tuple(video.embed_url for video in record.videos),
        data=strategy_data(strategy),
        beside=BESIDE,
        values={
            "strategy": record,
            "sections": section_views(strategy.loaded_rendition, shared.policy, layout.root(path)),
            "factors_heading": shared.policy.generated_headings.factors,
            "groups": groups,
            "related": related,
            "before": strategy.before,
            "after": strategy.after,
            "hues": strategy.hues,
            "categories": strategy.categories,
            "grades": spans({grade for grades in strategy.grades.values() for grade in grades}),
            "day": _day(record.updated),
            "edit_address": _edit_address(shared.edit_url, strategy.summary.path),
            "citation": _citation(layout, record),
        },
    )


def _day(date: str) -> str:
    """A day as people write it: November 24, 2026."""
    day = dt.date.fromisoformat(date)
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _edit_address(base: str | None, path: str) -> str:
    """Where the page's text can be changed; empty when the library does not say."""
    return f"{base.rstrip('/')}/{quote(path)}" if base else ""


def _citation(layout: SiteLayout, strategy: StrategyV1) -> str:
    library = layout.shared.library
    who = ", ".join(strategy.authors) or library.publisher
    where = layout.address(address_of(strategy.id))
    parts = [f"{who} ({strategy.updated[:4]}).", f"{strategy.title}.", f"{library.title}, version {library.version}."]
    return " ".join([*parts, *([f"{library.publisher}."] if strategy.authors else []), *([where] if where else [])])
