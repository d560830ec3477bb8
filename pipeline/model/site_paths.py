"""Names at the top of the site, and which of its files come from a library's folder `static`."""

import unicodedata

from pipeline.model.images import SITE

# The site's one file that a library may replace.
ROBOTS = "robots.txt"
# Files and folders that exporters, and `strategies web` for the data beside the site, write at the top of it.
TAKEN = frozenset(
    {
        *("404.html", "feed.atom", "index.html", "llms-full.txt", "llms.txt", "share.png", "sitemap.xml"),
        *("a-z", "about", "assets", "categories", "coverage", "factors", "images", "learner-models", "my-list"),
        *("grades", "pagefind", "product-design", "relations", "search", "strategies", "translations"),
        *("csv", "data", "json", "schemas", "sqlite", "v", "xlsx"),
        *("CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md", "SHA256SUMS", "changes.json", "manifest.json"),
    }
)


def folded_path(path: str) -> str:
    """Fold a path as file systems of Windows and macOS do."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


FOLDED = frozenset(map(folded_path, TAKEN))


def is_taken(path: str) -> bool:
    """True for a path, from the top of the site, in a place that is not for a library's own files."""
    return folded_path(path.partition("/")[0]) in FOLDED


def is_library_file(path: str) -> bool:
    """True for a file of a bundle that only a library's folder `static` can have brought."""
    inside = path.removeprefix(f"{SITE}/")
    return inside != path and inside != ROBOTS and not is_taken(inside)
