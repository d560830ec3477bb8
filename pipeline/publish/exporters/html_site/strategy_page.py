"""The page of a strategy: the author's text, and what the page shows around it."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from pipeline.model.clean_text import MARKDOWN_PAGE
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.citing import cite_box
from pipeline.publish.exporters.html_site.evidence_lines import evidence_lines
from pipeline.publish.exporters.html_site.grades import grade_ranges
from pipeline.publish.exporters.html_site.head import Crumb, picture_path
from pipeline.publish.exporters.html_site.layout import INDEX, SiteLayout, TemplateInput, layout_of
from pipeline.publish.exporters.html_site.own_values import own_lines
from pipeline.publish.exporters.html_site.sections import section_views
from pipeline.publish.exporters.linked_data import strategy_data
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.schema.records import RelatedV1


class RelatedList(NamedTuple):
    """A heading and the cards below it."""

    heading: str
    cards: list[RelatedV1]


def address_of(id_: str) -> str:
    """Path of a strategy's page on the site."""
    return f"strategies/{id_}/{INDEX}"


def strategy_pages(strategy: StrategyInputs) -> Iterator[File]:
    """The page of a strategy."""
    layout = layout_of(strategy.shared)
    yield layout.page(_page_input(layout, strategy, related_lists(strategy)))


def related_lists(strategy: StrategyInputs) -> list[RelatedList]:
    """Related strategies of the same category, then those of others."""
    headings, category = strategy.shared.policy.generated_headings, strategy.summary.category
    words = layout_of(strategy.shared).words
    lists = (
        RelatedList(
            words.heading(headings.related).replace("{category}", category.name),
            [card for card in strategy.related if card.category == category.id],
        ),
        RelatedList(
            words.heading(headings.other_related), [card for card in strategy.related if card.category != category.id]
        ),
    )
    return [item for item in lists if item.cards]


def _page_input(layout: SiteLayout, strategy: StrategyInputs, related: list[RelatedList]) -> TemplateInput:
    path, record, shared = address_of(strategy.id), strategy.record, strategy.shared
    sections = section_views(strategy, layout.root(path))
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for factor in record.factors:
        groups.setdefault(factor.group, []).append((factor.id, factor.name, strategy.definitions[factor.id]))
    return TemplateInput(
        path,
        "strategy.html",
        record.title,
        record.summary,
        scripts=("strategy",),
        frames=tuple(video.embed_url for video in record.videos),
        data=strategy_data(strategy),
        beside=MARKDOWN_PAGE,
        crumbs=(
            Crumb(layout.words.gettext("Strategies"), INDEX),
            Crumb(record.category.name, f"categories/{record.category.id}/{INDEX}"),
        ),
        picture=picture_path(strategy.id),
        languages=tuple(record.languages),
        values={
            "strategy": record,
            "sections": sections,
            "evidence": evidence_lines(layout.words, strategy, sections),
            "own": own_lines(layout.words, shared.policy.fields, record.fields),
            "factors_heading": layout.words.heading(shared.policy.generated_headings.factors),
            "groups": groups,
            "related": related,
            "before": strategy.before,
            "after": strategy.after,
            "hues": strategy.hues,
            "categories": strategy.categories,
            "grades": grade_ranges({grade for grades in strategy.grades.values() for grade in grades}),
            "edit_address": _edit_address(shared.edit_url, strategy.summary.path),
            "cite": cite_box(strategy),
            "sources": strategy.sources,
        },
    )


def _edit_address(base: str | None, path: str) -> str:
    """Address where the page's text can be edited; empty when the library has none."""
    return f"{base.rstrip('/')}/{quote(path)}" if base else ""
