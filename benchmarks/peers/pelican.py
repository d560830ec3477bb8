"""Sets up Pelican with its defaults: each page as HTML, and a list of each category, with its own theme.

It makes no pages for factors or learner models, no cards, no JSON and no tables.
"""

from pathlib import Path

SETTINGS = """\
SITENAME = "Instructional Strategies"
SITEURL = ""
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_DATE = (2026, 1, 1)
DEFAULT_PAGINATION = 50
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
ARTICLE_URL = "strategies/{slug}/"
ARTICLE_SAVE_AS = "strategies/{slug}/index.html"
"""


def prepare(library: Path, folder: Path) -> None:
    """Set up a site in an empty folder; pages are a link."""
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "strategies").symlink_to(library / "content" / "strategies")
    (folder / "pelicanconf.py").write_text(SETTINGS, encoding="utf-8")
