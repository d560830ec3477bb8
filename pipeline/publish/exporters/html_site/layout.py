"""Rendering of pages. Addresses are relative to the page, so that the site works in any folder and from a disk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from markupsafe import Markup

from pipeline.model.concept_words import Concept
from pipeline.model.disclaimer_text import words_by_paragraph
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.direction import direction
from pipeline.publish.exporters.html_site.head import (
    JOIN,
    OF_SECTION,
    OF_TERMS,
    PARTS,
    Crumb,
    Picture,
    breadcrumbs,
    page_title,
)
from pipeline.publish.exporters.html_site.languages import LanguageLink, Tongues, marked
from pipeline.publish.exporters.html_site.quotes import Quotes
from pipeline.publish.exporters.html_site.safety import embedded, policy
from pipeline.publish.exporters.html_site.theme import Theme
from pipeline.publish.exporters.html_site.words import SiteWords, msgid
from pipeline.publish.exporters.linked_data import list_data
from pipeline.publish.inputs import SharedInputs
from pipeline.publish.share import NAME
from pipeline.publish.web_address import site_base
from pipeline.source.memoise import cached_property, memoised

INDEX = "index.html"
# Targets and names of the links at the top of each page; a library may have words of its own for some of them.
NAVIGATION: tuple[tuple[str, str, Concept | None], ...] = (
    (INDEX, msgid("Strategies"), "strategy"),
    ("factors/index.html", msgid("Factors"), "factor"),
    ("grades/index.html", msgid("Grades"), "grade"),
    ("learner-models/index.html", msgid("Learner models"), "learner_model"),
    ("coverage/index.html", msgid("Coverage"), None),
    ("a-z/index.html", msgid("A–Z"), None),
    ("about/index.html", msgid("About"), None),
)
# Scripts of every page.
EVERYWHERE = ("theme", "site")
NAVIGATED = frozenset(path for path, _, _ in NAVIGATION)


@dataclass(frozen=True)
class TemplateInput:
    """The input of one page's template: its path, its title, what it may load, and values of its own."""

    path: str  # below html/
    template: str
    title: str
    description: str = ""
    scripts: tuple[str, ...] = ()  # names of scripts that it loads besides those of every page
    search: bool = False
    frames: tuple[str, ...] = ()
    data: object = None  # linked data about the page, if it is not just a list
    listed: bool = True  # search engines may index it
    beside: str = ""  # path of the same page as Markdown, relative to this one
    crumbs: tuple[Crumb, ...] = ()  # the pages above it, from the top down
    canonical: str = ""  # path of the page that search engines should show in its place
    picture: str = NAME  # path of its picture for sharing
    languages: tuple[str, ...] = ()  # those of its text, that of the original first; none if it has no text of its own
    alone: bool = False  # there is no such page in other languages
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class SiteLayout:
    """Everything that all pages of one library have in common."""

    shared: SharedInputs

    @cached_property
    def theme(self) -> Theme:
        """Templates and assets."""
        shared, logo = self.shared, self.shared.frame.logo is not None
        several = bool(shared.library.languages)
        return Theme(shared.theme, shared.library.language, shared.words, logo=logo, several=several)

    @property
    def words(self) -> SiteWords:
        """The words of the site."""
        return self.theme.words

    @cached_property
    def quotes(self) -> Quotes:
        """The quotation marks of the library's language."""
        disclaimers = (words_by_paragraph(disclaimer.text) for disclaimer in self.shared.policy.disclaimers)
        return Quotes.of(self.shared.library.language, chain.from_iterable(disclaimers))

    @cached_property
    def base(self) -> str:
        """Base URL of the site, with a slash at its end; empty when it is not known."""
        return site_base(self.shared.library.base_url)

    @cached_property
    def assets(self) -> dict[str, str]:
        """Paths of the assets that every page loads."""
        return {"style": _below(self.theme.stylesheet), "icon": self.shared.frame.icon or _below(self.theme.icon)}

    @cached_property
    def navigation(self) -> tuple[tuple[str, str], ...]:
        """Targets and names of the links at the top of each page."""
        *links, last = (
            (path, self._in_menu(name, concept))
            for path, name, concept in NAVIGATION
            if self.has(path.partition("/")[0])
        )
        own = ((f"{each.id}/{INDEX}", each.menu) for each in self.shared.policy.vocabularies if each.menu)
        return (*links, *own, *self.shared.frame.menu, last)

    def has(self, folder: str) -> bool:
        """False for a part of the site that this library has nothing for."""
        return folder not in self.shared.frame.lacking

    def _in_menu(self, message: str, concept: Concept | None) -> str:
        """A name in the menu: that of the library's catalog, its own word, or the packaged name."""
        said = self.words.gettext(message)
        own = self.words.renaming.menu(concept) if concept and not self.words.has_own(message) else None
        return own or said

    @cached_property
    def tongues(self) -> Tongues:
        """The languages of the library, and the one of these pages."""
        return Tongues.of(self.shared.library)

    def address(self, path: str) -> str:
        """Absolute address of a page; empty when the base URL is not known."""
        return self.base + path.removesuffix(INDEX) if self.base else ""

    def root(self, path: str) -> str:
        """Relative path from a page to the top of the site."""
        return "../" * path.count("/")

    def page(self, inputs: TemplateInput, root: str | None = None) -> File:
        """Render one page; `root` replaces the relative path to the top of the site."""
        scripts = (*EVERYWHERE, *inputs.scripts)
        links = self._language_links(inputs) if root is None else []
        written_in = self.tongues.original_of(inputs.languages)
        shown = inputs.canonical or (inputs.path if inputs.listed else "")
        address, data = self.address(shown) if shown else "", inputs.data
        if written_in and inputs.listed and links:
            address = links[0].address  # of the original
        if inputs.listed and not data:
            data = list_data(self.shared, inputs.title, address)
        own = {
            "sheet": inputs,
            "library": self.shared.library,
            "direction": direction(self.shared.library.language),
            "root": self.root(inputs.path) if root is None else root,
            "address": address,
            "languages": links,
            "tongue_of": self.tongue_of,
            "alternates": self._alternates(inputs, links) if not written_in else [],
            "written_in": written_in,
            "head_title": page_title(inputs.title, self.shared.library.title, self._part(inputs.path, OF_TERMS)),
            "picture": Picture(self.base + inputs.picture, self._picture_words(inputs)) if address else None,
            "breadcrumbs": embedded(above) if (above := self._breadcrumbs(inputs)) else "",
            "policy": policy(search=inputs.search, frames=inputs.frames, foreign=self.shared.frame.foreign),
            "linked": embedded(data) if data else "",
            "assets": self.assets,
            "scripts": {name: _below(self.theme.scripts[name]) for name in scripts},
            "script_words": embedded(words) if (words := self.theme.script_words(scripts)) else "",
            "navigation": self.navigation,
            "logo": self.shared.frame.logo,
            "foreign": self.shared.frame.foreign,
            "folder": _folder(inputs.path, NAVIGATED.union(path for path, _ in self.navigation)),
        }
        rendered = self.theme.render(inputs.template, own | dict(inputs.values), self.quotes.page)
        return File(f"html/{inputs.path}", rendered)

    def tongue_of(self, list_: str, id_: str) -> Markup:
        """Attributes for the words of a term, section, note or disclaimer if they are those of the original."""
        here = f"{list_} {id_}" in self.shared.frame.untranslated
        return marked(self.tongues.all[0] if here else "", self.tongues.current)

    def _language_links(self, inputs: TemplateInput) -> list[LanguageLink]:
        """Links to a page in all languages of the library; none if it has only one."""
        if inputs.alone:
            return []
        return self.tongues.links(inputs.path, self.root(inputs.path), self.base, inputs.languages)

    def _alternates(self, inputs: TemplateInput, links: list[LanguageLink]) -> list[tuple[str, str]]:
        """For search engines: each language that a page is in, with its address; the original is for all others."""
        found = [(link.tag, link.address) for link in links if link.translated]
        if not self.base or not inputs.listed or inputs.canonical or len(found) < 2:
            return []
        return [*found, ("x-default", links[0].address)]

    def _picture_words(self, inputs: TemplateInput) -> str:
        library = self.shared.library
        return library.title if inputs.picture == NAME else f"{inputs.title}{JOIN}{library.title}"

    def _part(self, path: str, parts: Collection[str]) -> str:
        """The name of the part of the site that a page is in, if it is one of these and not the main page of it."""
        folder, _, inside = path.partition("/")
        if inside == INDEX:
            return ""
        if folder == OF_SECTION and parts is PARTS:
            return self.shared.policy.by_id[OF_SECTION].heading
        own = next((each.many for each in self.shared.policy.vocabularies if each.id == folder), "")
        return own or (self.words.gettext(PARTS[folder]) if folder in parts else "")

    def _breadcrumbs(self, inputs: TemplateInput) -> dict[str, Any] | None:
        """Linked data about the pages above a page; None if search engines do not show it or addresses are unknown."""
        if not (self.base and inputs.listed):
            return None
        part, crumbs = self._part(inputs.path, PARTS), inputs.crumbs
        if part and not crumbs:
            crumbs = (Crumb(part, f"{inputs.path.partition('/')[0]}/{INDEX}"),)
        above = [(crumb.name, self.address(crumb.path)) for crumb in crumbs]
        return breadcrumbs(above, inputs.title) if above else None


@memoised
def layout_of(shared: SharedInputs) -> SiteLayout:
    """The layout of a library. Each process has one, so that templates are compiled once."""
    return SiteLayout(shared)


def _folder(path: str, navigated: Collection[str]) -> str:
    """Part of the site that a page belongs to: the page itself if the navigation links to it, else its folder."""
    return path if path in navigated else path.partition("/")[0] + "/" if "/" in path else ""


def _below(file: File) -> str:
    return file.path.removeprefix("html/")
