"""Sets up MkDocs with its defaults: each page as HTML, with its own theme and without its search.

It makes no pages for factors, categories or learner models, no cards, no JSON and no tables.
"""

from pathlib import Path

SETTINGS = """\
site_name: Instructional Strategies
docs_dir: docs
plugins: []
validation:
  links:
    unrecognized_links: ignore
"""


def prepare(library: Path, folder: Path) -> None:
    """Set up a site in an empty folder; pages are a link."""
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# Instructional Strategies\n", encoding="utf-8")
    (folder / "docs" / "strategies").symlink_to(library / "content" / "strategies")
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
