"""Columns of the table of strategies: those of every library, and names of those for the page policy."""

from pipeline.model.table import FieldColumn, Value


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
    """The name of the column of a section."""
    return id_.replace("-", "_")


def disclaimer_column(id_: str) -> str:
    """The name of the column of a disclaimer."""
    return f"disclaimer_{section_column(id_)}"
