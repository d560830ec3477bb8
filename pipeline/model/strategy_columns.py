"""Columns of the table of strategies: those of every library, and the names of those that house rules add."""

from pipeline.model.table import Column, id_column, text_column

OWN_ID = id_column("id", "never changes once published", unique=True)
FIRST = (
    OWN_ID,
    text_column("title", "its title", required=True),
    text_column("summary", "one whole sentence", required=True),
    text_column("status", "always published; the others are in tombstones", required=True),
    Column("updated", "the day of the last change", "date", required=True),
    id_column("category", "id of its category"),
)
LAST = (
    text_column("source_title", "the page it was taken over from"),
    text_column("source_url", "the address of that page"),
    Column("source_retrieved", "the day that page was read", "date"),
    Column("content_sha256", "of the page's text", required=True, pattern="^[0-9a-f]{64}$"),
)


def section_column(id_: str) -> str:
    """The name of the column that holds the text of a section."""
    return id_.replace("-", "_")


def disclaimer_column(id_: str) -> str:
    """The name of the column that holds a disclaimer."""
    return f"disclaimer_{section_column(id_)}"
