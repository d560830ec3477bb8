"""Libraries made of hostile texts: the files in `library/`, with one such text at each place that they mark.

`«title»` is a place for a text in quotation marks, `‹prose›` one for Markdown, `§` the number of a page and its terms,
`†` that of the next.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, repeat
from pathlib import Path
from typing import NamedTuple

from releases import files_of

from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import Rule, all_rules
from pipeline.model.catalog import Catalog
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.report import Report
from pipeline.publish.publication_inputs import inputs_in_all_languages, site_options

FOLDER = Path(__file__).parent / "library"
TODAY = dt.date(2026, 11, 24)
# What has marks.
FILLED = (".md", ".yaml", ".po")
PAGES = "content/strategies/"
IMAGES = "content/images/"
# In bytes, of the name of a file.
LONGEST = 240
# What no name of a file can have.
UNUSABLE = re.compile("[/\0]")
# What no XML can hold, and no check lets through; pages are tried without it, the preview and reports with it.
NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MARK = re.compile("«([^»]+)»|‹([^›]+)›|(§)|(†)")
# Texts that a page has word for word as the page policy says them, and what makes them long enough.
SHARED = {"disclaimer": "Words and ", "translated disclaimer": "Words with ", "translated heading": "", "choice": ""}
# Words for places where the hostile text was refused.
PLAIN = {
    **dict.fromkeys(("link address", "link address in brackets", "autolink", "own address"), "https://example.org/p"),
    **dict.fromkeys(("source address", "own address of a term", "edit address"), "https://example.org/p"),
    "resource address": "https://example.org/r",
    "query": "word",
    "licence": "CC-BY-4.0",
    "disclaimer": "Only words.",
    "factor link": "factor-§",
    "strategy link": "page-†",
    "video id": "abcdefghijk",
    "doi": "182",
    "reference link": "work-§",
    "work address": "https://example.org/w",
    "work doi": "10.1000/182.§",
    "grade": "4",
    "image address": "../images/circle.png",
    "image name": "circle",
    "fence language": "text",
    "choice": "Small group",
    "translated heading": "Overview",
}
# Without these, texts reach what is published that no check would let through.
JUDGES = frozenset({
    *("raw-html", "unseen-text"),
    *("invisible-characters", "undeclared-factor", "self-reference"),
})  # fmt: skip
# Configuration can turn off all others.
# Whoever turns off `remote-image` publishes data that loads pictures from elsewhere.
REQUIRED = tuple(rule for rule in all_rules() if rule.required or rule.name == "remote-image")
UNCHECKED = tuple(rule for rule in REQUIRED if rule.name not in JUDGES)


class Key(NamedTuple):
    """A place, whatever stands there: its name, its file, the number of its page or term."""

    name: str
    path: str
    number: int


class Place(NamedTuple):
    """Where a hostile text stands."""

    key: Key
    value: str
    start: int
    end: int


@dataclass
class Filled:
    """The text of a file, and the places in it."""

    path: str
    text: str = ""
    places: list[Place] = field(default_factory=list)

    def struck(self, found: Diagnostic) -> list[Place]:
        """The places that a finding is about: those in its span, else those on its lines, else all."""
        start, end = found.span.start, max(found.span.end, found.span.start + 1)
        within = self._between(start, end)
        line_end = self.text.find("\n", end - 1)
        return within or self._between(self.text.rfind("\n", 0, start) + 1, line_end) or self.places

    def _between(self, start: int, end: int) -> list[Place]:
        return [place for place in self.places if place.start < end and start < place.end]


def yaml(text: str) -> str:
    """A text between quotation marks, as YAML reads it."""
    return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'


def gettext(text: str) -> str:
    """The same for a catalog of translations."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


class HostileLibrary:
    """A library in a folder: a page and a term of each kind for each of some texts.

    What stands once in a library gets one of `own` after the other, so that no two names are the same. `refused` are
    places where a check refused its text: they have plain words, so that all others are published.
    """

    def __init__(
        self, folder: Path, values: Sequence[str], *, own: Sequence[str] = (), translated: bool = True
    ) -> None:
        self.folder, self.values, self.own, self.translated = folder, values, own or values, translated
        self.refused: dict[Key, str] = {}
        self.files: list[Filled] = []
        shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns(*(f"*{ending}" for ending in FILLED)))
        self._write()

    @property
    def places(self) -> list[Place]:
        """Where hostile texts stand now."""
        return [place for file in self.files for place in file.places]

    def settle(self, rules: Iterable[Rule]) -> None:
        """Take out what a check refuses, until it refuses nothing."""
        chosen = tuple(rules)
        self.refused |= {place.key: "unseen" for place in self.places if NO_XML.search(place.value)}
        self._write()
        while errors := self._errors(chosen):
            by_path = {file.path: file for file in self.files}
            before = len(self.refused)
            for found in errors:
                file = by_path.get(found.span.path)
                keys = [place.key for place in file.struck(found)] if file else [Key("file name", found.span.path, 0)]
                self.refused |= dict.fromkeys(keys, found.rule)
            assert len(self.refused) > before, errors[:5]
            self._write()

    def spoil(self) -> None:
        """Put the refused texts back into the pages, and beside them pages with such names."""
        self.refused = {key: rule for key, rule in self.refused.items() if not key.path.startswith(PAGES)}
        self._write()
        for value in self.values:
            name = UNUSABLE.sub("", value)[:60]
            if name.strip(". "):
                (self.folder / PAGES / f"{name}.md").write_text("No page\n", encoding="utf-8")

    def report(self) -> Report:
        """What a check says of it."""
        return Workspace(self.folder).report(TODAY, all_rules())

    def bundle(self, rules: Iterable[Rule], formats: Iterable[str]) -> dict[str, bytes]:
        """Every file of its bundle by its path, built and verified as always."""
        workspace = Workspace(self.folder)
        report = workspace.report(TODAY, tuple(rules))
        catalog = Catalog.of(report)
        options = site_options(workspace, search=False)
        return files_of(inputs_in_all_languages(workspace, catalog, report.library, options), formats)

    def _errors(self, rules: tuple[Rule, ...]) -> list[Diagnostic]:
        report = Workspace(self.folder).report(TODAY, rules)
        return [found for found in report.diagnostics if found.severity is Severity.ERROR]

    def _write(self) -> None:
        self.files = list(self._filled())
        for file in self.files:
            path = self.folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.text.encode())
        for value in self.values:
            image = f"{IMAGES}{value}.png"
            if Key("file name", image, 0) in self.refused:
                (self.folder / image).unlink(missing_ok=True)
            elif not UNUSABLE.search(value) and len(value.encode()) < LONGEST:
                shutil.copyfile(FOLDER / IMAGES / "circle.png", self.folder / image)

    def _filled(self) -> Iterator[Filled]:
        own = cycle(self.own)
        for source in sorted(FOLDER.rglob("*")):
            path = source.relative_to(FOLDER).as_posix()
            if source.suffix not in FILLED or (not self.translated and ".es." in path):
                continue
            template = source.read_text(encoding="utf-8")
            if not self.translated:
                template = template.replace("languages: [es]\n", "")
            numbers = range(len(self.values)) if "§" in template else range(1)
            files = [Filled(path.replace("§", str(number))) for number in (numbers if "§" in path else range(1))]
            for number in numbers:
                file = files[number if "§" in path else 0]
                self._fill(file, template, repeat(self.values[number]) if "§" in template else own, number)
            yield from files

    def _fill(self, file: Filled, template: str, values: Iterator[str], number: int) -> None:
        """Add a template to a file, with a text in each place."""
        at = 0
        for match in MARK.finditer(template):
            file.text += template[at : match.start()]
            at = match.end()
            quoted, raw, counted, _ = match.groups()
            if name := quoted or raw:
                key = Key(name, "", 0) if name in SHARED else Key(name, file.path, number)
                value = SHARED[name] + self.own[0] if name in SHARED else next(values)
                if key in self.refused:
                    value = self._numbered(PLAIN.get(name, f"Plain {name} §"), number)
                written = (gettext if file.path.endswith(".po") else yaml)(value) if quoted else value
                if key not in self.refused:
                    file.places.append(Place(key, value, len(file.text), len(file.text) + len(written)))
                file.text += written
            else:
                file.text += self._numbered("§" if counted else "†", number)
        file.text += template[at:]

    def _numbered(self, words: str, number: int) -> str:
        return words.replace("§", str(number)).replace("†", str((number + 1) % len(self.values)))
