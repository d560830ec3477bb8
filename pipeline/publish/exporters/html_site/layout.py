"""Renders pages. Addresses are relative to the page, so that the site works in any folder and from a disk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.linked import list_data
from pipeline.publish.exporters.html_site.safety import embedded, policy
from pipeline.publish.exporters.html_site.theme import Theme
from pipeline.publish.inputs import SharedInputs
from pipeline.source.memoise import memoised

INDEX = "index.html"
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
# https://cldr.unicode.org: languages that are written from right to left, and the scripts that always are.
RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "ps", "sd", "syr", "ug", "ur", "yi")
)
SCRIPTS = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})


@dataclass(frozen=True)
class TemplateInput:
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
class SiteLayout:
    """What all pages of one library have in common."""

    shared: SharedInputs

    @cached_property
    def theme(self) -> Theme:
        """Templates and assets."""
        return Theme(self.shared.theme)

    @cached_property
    def base(self) -> str:
        """Where the site will stand, with a slash at its end; empty when nobody said."""
        base = self.shared.library.base_url
        return base.rstrip("/") + "/" if base else ""

    @cached_property
    def assets(self) -> dict[str, str]:
        """Where the assets of all pages stand."""
        return {"style": _below(self.theme.stylesheet), "icon": _below(self.theme.icon)}

    def address(self, path: str) -> str:
        """The whole address of a page; empty when nobody said where the site will stand."""
        return self.base + path.removesuffix(INDEX) if self.base else ""

    def root(self, path: str) -> str:
        """What leads from a page to the top of the site."""
        return "../" * path.count("/")

    def page(self, sheet: TemplateInput, root: str | None = None) -> File:
        """Render one page; `root` is how it reaches the top of the site, if not relative."""
        address, data = self.address(sheet.path) if sheet.listed else "", sheet.data
        if sheet.listed and not data:
            data = list_data(self.shared, sheet.title, address)
        own = {
            "sheet": sheet,
            "library": self.shared.library,
            "direction": direction(self.shared.library.language),
            "root": self.root(sheet.path) if root is None else root,
            "address": address,
            "policy": policy(script=bool(sheet.script), search=sheet.search, frames=sheet.frames),
            "linked": embedded(data) if data else "",
            "assets": self.assets | ({"script": _below(self.theme.scripts[sheet.script])} if sheet.script else {}),
            "navigation": NAVIGATION,
            "folder": _folder(sheet.path),
        }
        return File(f"html/{sheet.path}", self.theme.render(sheet.template, own | dict(sheet.values)))


@memoised
def layout_of(shared: SharedInputs) -> SiteLayout:
    """The layout of a library, of which there is one in a process: its templates are compiled once."""
    return SiteLayout(shared)


def _folder(path: str) -> str:
    """Which part of the site a page belongs to: the page itself where the navigation leads to it, else its folder."""
    return path if path in NAVIGATED else path.partition("/")[0] + "/" if "/" in path else ""


def _below(file: File) -> str:
    return file.path.removeprefix("html/")


def direction(language: str) -> str:
    """`rtl` for a language written from right to left, else `ltr`; a script in the tag decides."""
    primary, *rest = language.split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    return "rtl" if script in SCRIPTS or (not script and primary.lower() in RIGHT_TO_LEFT) else "ltr"
