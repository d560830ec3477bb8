"""Names of the columns of the table of strategies.

Columns for the sections and disclaimers of the page policy come between the two lists.
"""

from pipeline.model.reserved_words import RESERVED

# The end of a section's column whose name SQL would reserve without it.
RESERVED_SUFFIX = "_text"
BEFORE_SECTIONS = ("id", "title", "summary", "status", "updated", "category")
AFTER_SECTIONS = (
    "source_title",
    "source_url",
    "source_retrieved",
    "url",
    "published",
    "content_sha256",
    "record_sha256",
)


def section_column(id_: str) -> str:
    """The name of the column of a section, a name that SQL does not reserve."""
    name = id_.replace("-", "_")
    return f"{name}{RESERVED_SUFFIX}" if name in RESERVED else name


# How the names of columns of disclaimers begin.
DISCLAIMER_PREFIX = "disclaimer_"


def disclaimer_column(id_: str) -> str:
    """The name of the column of a disclaimer."""
    return DISCLAIMER_PREFIX + id_.replace("-", "_")
