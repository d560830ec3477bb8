"""What a library adds to the frame of all pages of its site: a logo, an icon, entries of the menu, other servers."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.model.foreign_sources import NOTHING_FOREIGN, ForeignSources
from pipeline.model.images import site_address
from pipeline.model.library_info import LibraryInfo
from pipeline.model.own_page import ABOUT, OwnPage
from pipeline.source.paths import FAVICONS, IMAGES_FOLDER, STATIC_FOLDER


class SiteLogo(NamedTuple):
    """A picture beside the name of the library: its address from the top of the site, and what it shows."""

    address: str
    alt: str


class Frame(NamedTuple):
    """What is on every page; `icon` is the path of the library's own, `menu` has addresses with their names.

    `untranslated` are terms and the like in the words of the original (see `untranslated_words`).
    `lacking` are the folders of the site's own parts that this library has nothing for.
    """

    logo: SiteLogo | None = None
    icon: str = ""
    foreign: ForeignSources = NOTHING_FOREIGN
    menu: tuple[tuple[str, str], ...] = ()
    lacking: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        info: LibraryInfo,
        static: Mapping[str, object],
        pages: Iterable[OwnPage] = (),
        lacking: Iterable[str] = (),
    ) -> "Frame":
        """The frame of a library with these files at the top of its site."""
        logo = SiteLogo(logo_address(info.logo.image), info.logo.alt) if info.logo else None
        menu = tuple((f"{page.id}/index.html", page.menu) for page in pages if page.menu and page.id != ABOUT)
        icon = next((name for name in FAVICONS if name in static), "")
        foreign = ForeignSources.of(info.csp, info.analytics).in_languages(info.all_languages, info.language)
        return cls(logo, icon, foreign, menu, tuple(lacking))


def logo_address(image: str) -> str:
    """The address of a logo from the top of the site, given its path in the library."""
    if image.startswith(f"{IMAGES_FOLDER}/"):
        return site_address(image)
    return image.removeprefix(f"{STATIC_FOLDER}/")


NOTHING_ADDED = Frame()
