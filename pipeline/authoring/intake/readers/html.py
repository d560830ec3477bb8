"""HTML: saved pages of a website or a content management system."""

from collections.abc import Iterator

from pipeline.authoring.intake.old_file import OldFile
from pipeline.authoring.intake.old_page import IsHeading, OldPage

ENDINGS = (".html", ".htm", ".xhtml")


def read(file: OldFile, is_heading: IsHeading) -> Iterator[OldPage]:
    """The one page of a file."""
    from pipeline.authoring.intake.html_text import page_of_html  # needs the extra `import`

    yield page_of_html(file, file.text, file.name)
