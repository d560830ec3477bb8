"""Renders pages. Addresses are relative to the page, so that the site works in any folder and from a disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.exporter import File
from pipeline.exporters.html_site.linked import list_data
from pipeline.exporters.html_site.listings import Listings
from pipeline.exporters.html_site.safety import embedded, policy
from pipeline.exporters.html_site.theme import Theme
from pipeline.lazy import lazy
from pipeline.model.languages import direction
from pipeline.model.records import Records

INDEX = "index.html"
# Cards that stand on a page before a reader asks for more; longer lists go without summaries.
MOST_CARDS = 48
# Where the links at the top of each page lead, and what they are called.
NAVIGATION = (
    (INDEX, "Strategies"),
    ("factors/index.html", "Factors"),
    ("learner-models/index.html", "Learner models"),
    ("coverage/index.html", "Coverage"),
    ("a-z/index.html", "A–Z"),
    ("about/index.html", "About"),
)
NAVIGATED = frozenset(path for path, _ in NAVIGATION)


@dataclass(frozen=True)
class Sheet:
    """What one page needs besides its own values: where it stands, its title, and what it may load."""

    path: str  # below html/
    template: str
    title: str
    description: str = ""
    script: str = ""  # its name
    search: bool = False
    frames: tuple[str, ...] = ()
    data: object = None  # linked data about the page, where it is more than a list
    listed: bool = True  # it has an address of its own that machines may keep
    beside: str = ""  # the same as Markdown, relative to the page
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """The pages of one library."""

    records: Records

    @lazy
    def theme(self) -> Theme:
        """Templates and assets."""
        return Theme(self.records.site, self.records.pictures)

    @lazy
    def listings(self) -> Listings:
        """Lists that pages share."""
        return Listings(self.records)

    @property
    def is_searched(self) -> bool:
        """True when full-text search is wanted, and there is any strategy to be found."""
        return self.records.site.search and bool(self.records.heads)

    @lazy
    def base(self) -> str:
        """Where the site will stand, with a slash at its end; empty when nobody said."""
        base = self.records.library.base_url
        return base.rstrip("/") + "/" if base else ""

    @lazy
    def assets(self) -> dict[str, str]:
        """Where the assets of all pages stand."""
        return {"style": _below(self.theme.stylesheet), "icon": _below(self.theme.icon)}

    def address(self, path: str) -> str:
        """The whole address of a page; empty when nobody said where the site will stand."""
        return self.base + path.removesuffix(INDEX) if self.base else ""

    def root(self, path: str) -> str:
        """What leads from a page to the top of the site."""
        return "../" * path.count("/")

    def page(self, sheet: Sheet, root: str | None = None) -> File:
        """Render one page; `root` is how it reaches the top of the site, if not relative."""
        data = sheet.data or (list_data(self.records, sheet.title, self.address(sheet.path)) if sheet.listed else None)
        own = {
            "sheet": sheet,
            "records": self.records,
            "library": self.records.library,
            "direction": direction(self.records.library.language),
            "listings": self.listings,
            "root": self.root(sheet.path) if root is None else root,
            "address": self.address(sheet.path) if sheet.listed else "",
            "policy": policy(script=bool(sheet.script), search=sheet.search, frames=sheet.frames),
            "linked": embedded(data) if data else "",
            "assets": self.assets | ({"script": _below(self.theme.scripts[sheet.script])} if sheet.script else {}),
            "navigation": NAVIGATION,
            "folder": _folder(sheet.path),
            "most": MOST_CARDS,
        }
        return File(f"html/{sheet.path}", self.theme.render(sheet.template, own | dict(sheet.values)))


def _folder(path: str) -> str:
    """Which part of the site a page belongs to: the page itself where the navigation leads to it, else its folder."""
    return path if path in NAVIGATED else path.partition("/")[0] + "/" if "/" in path else ""


def _below(file: File) -> str:
    return file.path.removeprefix("html/")
