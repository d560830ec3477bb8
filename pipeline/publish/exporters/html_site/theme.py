"""Templates, words and assets of a site: the packaged ones, and those with which a library replaces or extends them."""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from traceback import walk_tb
from typing import cast

from jinja2 import (
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
)
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from pipeline.publish.exporter import ExportFault, File
from pipeline.publish.exporters.html_site.languages import marked, marked_item, name_in
from pipeline.publish.exporters.html_site.own_blocks import with_own
from pipeline.publish.exporters.html_site.renaming import Words
from pipeline.publish.exporters.html_site.sandbox import TemplateSandbox
from pipeline.publish.exporters.html_site.words import NO_WORDS, SiteWords
from pipeline.publish.inputs import OWN_STYLES
from pipeline.publish.language import ENGLISH
from pipeline.source.memoise import cached_property
from pipeline.source.paths import TEMPLATES_FOLDER, TRANSLATIONS_FOLDER

# All scripts by name. `theme` and `site` are on every page, the first of them before anything is painted.
SCRIPTS = ("theme", "site", "home", "strategy", "mylist")
# The parts of scripts that are joined from several, in order.
PARTS = {
    "site": ("site", "take"),
    "home": ("likeness", "catalog", "index", "search", "filters", "cards", "home"),
    "mylist": ("likeness", "catalog", "comparison", "my-list"),
}
# The parts of the stylesheet, in order.
STYLES = ("base", "header", "cards", "home", "strategy", "lists", "coverage", "cite", "my-list", "print")
# The part of a library with a logo.
LOGO = "logo"
# That of a library in several languages.
LANGUAGES = "languages"
# A message in a script, with one form or with two.
MESSAGE = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"|\btn\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"')
# A comment of a stylesheet, a line that is a comment of a script, and what indents or ends a line.
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"^[ \t]*//[^\n]*$", re.MULTILINE)
# Space around signs of our own styles, outside strings; it holds no other strings.
CSS_SPACE = re.compile(r"""("[^"]*")|\s*([{};])\s*|([:,])\s+""")
LINE_EDGES = re.compile(r"\s*\n\s*")
# Hex digits of the hash in an asset's name. The name changes with the bytes, so that browsers may cache it for ever.
HASH_DIGITS = 10
# Rendered macros to cache, some 300 bytes each.
MAX_CACHED_MACROS = 4096


class TemplateFault(ExportFault):
    """A template of the library failed at a line, for a reason."""

    def __init__(self, template: str, line: int | None, reason: str) -> None:
        super().__init__(f"the template {template}{f', line {line}' if line else ''} of this library failed: {reason}")
        self.template, self.line, self.reason = template, line, reason


class Theme:
    """The templates, words and assets of one site; `own` are those of the library, by their paths there.

    `words` are its own for strategies, factors and the like. The stylesheet shows a `logo` only if there is one, and a
    choice of languages only if there are `several`.
    """

    def __init__(
        self,
        own: Mapping[str, bytes],
        language: str = ENGLISH,
        words: Words = NO_WORDS,
        *,
        logo: bool = False,
        several: bool = False,
    ) -> None:
        inside = f"{TEMPLATES_FOLDER}/"
        self._templates = {path.removeprefix(inside): data for path, data in own.items() if path.startswith(inside)}
        self._styles = own.get(OWN_STYLES)
        self._parts = (*STYLES, *([LOGO] if logo else ()), *([LANGUAGES] if several else ()))
        self._language = language
        translations = f"{TRANSLATIONS_FOLDER}/{language}.po"
        self.translations = File(f"html/{translations}", own[translations]) if translations in own else None
        self.words = SiteWords(language, own.get(translations), words)

    @cached_property
    def environment(self) -> Environment:
        """Finds a template in the library first; there `default/<name>` is the packaged one, to be extended."""
        packaged = PackageLoader("pipeline.publish.exporters.html_site")
        # Templates of a library come with its content. The packaged ones alone are as safe, and faster, without.
        kind = TemplateSandbox if self._templates else Environment
        environment = kind(
            loader=ChoiceLoader([FunctionLoader(self._own), packaged, PrefixLoader({"default": packaged})]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,  # reading the files' times takes a twentieth of each page
            extensions=["jinja2.ext.i18n"],
        )
        # A catalog may be a stranger's, so its messages are escaped like any other text.
        environment.install_gettext_callables(  # type: ignore[attr-defined]  # a method of the extension
            cache(lambda message: escape(self.words.text(message))),  # a page shows some fifty
            lambda one, many, number: escape(self.words.plural(one, many, number)),
            newstyle=True,
        )
        environment.filters |= {"day": self.words.day, "number": self.words.number, "listing": self.words.listing}
        environment.filters["with_own"] = with_own
        environment.filters["tongue"] = lambda item: marked_item(item, self._language)
        environment.filters["marked"] = lambda tag: marked(tag, self._language)
        environment.filters["language_name"] = lambda tag: name_in(tag, self._language)
        environment.globals["once"] = renderer_with_cache()
        return environment

    def _own(self, name: str) -> tuple[str, str, None] | None:
        """The source of a template of the library, and its name in tracebacks."""
        if name not in self._templates:
            return None
        try:
            return self._templates[name].decode("utf-8"), f"{TEMPLATES_FOLDER}/{name}", None
        except UnicodeDecodeError as error:
            raise ExportFault(f"the template {name} of this library failed: {error}") from error

    def render(self, name: str, values: Mapping[str, object], finish: Callable[[str], str] = str) -> bytes:
        """Render a template and finish its text; raises ExportFault if a template fails and the library has its own."""
        try:
            return finish(self.environment.get_template(name).render(values)).encode()
        except ExportFault:
            raise
        except Exception as error:
            # A template is a program by strangers, so it may fail in any way.
            if not self._templates:
                raise
            raise TemplateFault(*_location(name, error), _reason(error)) from error

    @cached_property
    def stylesheet(self) -> File:
        """The one stylesheet, the library's own rules last."""
        text = CSS_SPACE.sub(
            r"\1\2\3", CSS_COMMENT.sub("", "".join(_packaged(f"styles/{name}.css") for name in self._parts))
        )
        if self._styles is not None:
            try:
                text += self._styles.decode("utf-8")
            except UnicodeDecodeError as error:
                raise ExportFault(f"{OWN_STYLES} cannot be read as UTF-8: {error}") from error
        return _asset("site", "css", LINE_EDGES.sub("\n", CSS_COMMENT.sub("", text)).lstrip())

    @cached_property
    def scripts(self) -> Mapping[str, File]:
        """All scripts, by name."""
        parts = {name: PARTS.get(name, (name,)) for name in SCRIPTS}
        texts = {name: "".join(_packaged(f"{part}.js") for part in parts[name]) for name in SCRIPTS}
        plain = {name: SCRIPT_COMMENT.sub("", text) for name, text in texts.items()}
        return {name: _asset(name, "js", LINE_EDGES.sub("\n", text).lstrip()) for name, text in plain.items()}

    @lru_cache  # noqa: B019 - there are few themes, and each lives as long as its process
    def script_words(self, names: tuple[str, ...]) -> Mapping[str, object]:
        """The messages of some scripts where they differ from the English ones; plural forms by their category."""
        found: dict[str, object] = {}
        if self.words.is_packaged_english:
            return found
        for match in MESSAGE.finditer("".join(self.scripts[name].data.decode() for name in names)):
            text, one, many = match.groups()
            if not text:
                found[many] = self.words.forms(one, many)
            elif (said := self.words.text(text)) != text:
                found[text] = said
        return found

    @property
    def assets(self) -> tuple[File, ...]:
        """The stylesheet, the icon and the scripts."""
        return (self.stylesheet, self.icon, *self.scripts.values())

    @cached_property
    def icon(self) -> File:
        """The icon of a browser's tab."""
        return _asset("icon", "svg", _packaged("icon.svg"))


def _location(name: str, error: Exception) -> tuple[str, int | None]:
    """Name and line of the innermost template of the library that failed."""
    if isinstance(error, TemplateSyntaxError):
        return error.name or name, error.lineno
    own = f"{TEMPLATES_FOLDER}/"
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    found = [(file.removeprefix(own), line) for file, line in frames if file.startswith(own)]
    return found[-1] if found else (name, None)


def _reason(error: Exception) -> str:
    """The reason why a template failed, for its author."""
    if isinstance(error, RecursionError):
        return "it includes, extends or calls itself without end"
    if isinstance(error, TemplateNotFound):
        return f"there is no template `{error.name}`"
    return str(error) if isinstance(error, (TemplateError, UnicodeError)) else f"{type(error).__name__}: {error}"


def renderer_with_cache() -> Callable[..., Markup]:
    """A function that renders a macro once for equal arguments: chips, cards and headers are the same on many pages."""

    @lru_cache(maxsize=MAX_CACHED_MACROS, typed=True)
    def cached(macro: Callable[..., Markup], *arguments: object) -> Markup:
        return macro(*arguments)

    def once(macro: Callable[..., Markup], *arguments: object) -> Markup:
        if not isinstance(cast(object, macro), Macro):  # this calls it for a template, past the sandbox
            raise TemplateRuntimeError("`once` renders macros only")
        try:
            hash(arguments)
        except TypeError:  # lists and the like may change between two calls
            return macro(*arguments)
        return cached(macro, *arguments)

    return once


@cache
def _packaged(name: str) -> str:
    return (files("pipeline.publish.exporters.html_site") / "assets" / name).read_text(encoding="utf-8")


def _asset(stem: str, suffix: str, text: str) -> File:
    data = text.encode()
    return File(f"html/assets/{stem}.{hashlib.sha256(data).hexdigest()[:HASH_DIGITS]}.{suffix}", data)
