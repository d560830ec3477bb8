"""Columns of the table of strategies: those of every library, and those that house rules add."""

from typing import TYPE_CHECKING

from pipeline.model.table import Column, FieldColumn, Value

if TYPE_CHECKING:
    from pipeline.model.policy import Disclaimer
    from pipeline.model.published import StrategyV1


def _of_source(part: str) -> Value:
    return lambda strategy: getattr(strategy.source, part, None)


FIRST = (
    FieldColumn("id", unique=True),
    FieldColumn("title"),
    FieldColumn("summary"),
    FieldColumn("status"),
    FieldColumn("updated"),
    FieldColumn("category", "NamedV1", "id", lambda strategy: strategy.category.id, "id of its category"),
)
LAST = (
    FieldColumn("source_title", "OriginV1", "title", _of_source("title"), required=False),
    FieldColumn("source_url", "OriginV1", "url", _of_source("url"), required=False),
    FieldColumn("source_retrieved", "OriginV1", "retrieved", _of_source("retrieved"), required=False),
    FieldColumn("content_sha256", description="of the page's text"),
)


def section_column(id_: str) -> str:
    """The name of the column that holds the text of a section."""
    return id_.replace("-", "_")


def disclaimer_column(id_: str) -> str:
    """The name of the column that holds a disclaimer."""
    return f"disclaimer_{section_column(id_)}"


def of_section(id_: str, heading: str) -> Column:
    """The column of a section's text."""

    def text(strategy: "StrategyV1") -> str | None:
        return next((section.text for section in strategy.sections if section.id == id_), None)

    return Column(section_column(id_), "string", f"text of the section “{heading}”", text)


def of_disclaimer(disclaimer: "Disclaimer") -> Column:
    """The column of a disclaimer: filled where a section opens with it."""

    def text(strategy: "StrategyV1") -> str | None:
        shown = (section.disclaimer for section in strategy.sections if section.disclaimer)
        return disclaimer.text if any(due.id == disclaimer.id for due in shown) else None

    return Column(
        disclaimer_column(disclaimer.id), "string", "must be shown word for word wherever its section is shown", text
    )
