"""Names of the columns of the table of strategies.

Columns for the sections and disclaimers of the page policy come between the two lists.
"""

BEFORE_SECTIONS = ("id", "title", "summary", "status", "updated", "category")
AFTER_SECTIONS = (
    "source_title",
    "source_url",
    "source_retrieved",
    "url",
    "content_sha256",
    "record_sha256",
)


def section_column(id_: str) -> str:
    """The name of the column of a section."""
    return id_.replace("-", "_")


def disclaimer_column(id_: str) -> str:
    """The name of the column of a disclaimer."""
    return f"disclaimer_{section_column(id_)}"
