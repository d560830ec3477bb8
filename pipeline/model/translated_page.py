"""A translation beside its original."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.localization import Localization
from pipeline.model.policy import PagePolicy
from pipeline.model.translation import TranslationEntry, changed_parts, parts_of
from pipeline.source.memoise import cached_property
from pipeline.source.text import Span


@dataclass(frozen=True)
class TranslatedPage:
    """A translation, its original if there is one, and the page policy in the language of the original.

    `known` are the paths of all pages that can be translated.
    """

    entry: TranslationEntry
    original: Entry | None
    policy: PagePolicy = field(repr=False)
    localization: Localization = field(repr=False)
    known: Iterable[str] = field(repr=False)

    @classmethod
    def of(cls, entry: TranslationEntry, library: Library, localization: Localization) -> "TranslatedPage":
        """The translation with its original in a library."""
        original = library.originals.get(entry.original)
        return cls(entry, original, library.policy, localization, library.originals)

    @property
    def path(self) -> str:
        """Path of the translation."""
        return self.entry.path

    @property
    def start(self) -> Span:
        """The first line of the translation."""
        return self.entry.document.source.line_span(0)

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """Digests of the parts of the original as it is now."""
        return parts_of(self.original, self.policy) if self.original else {}

    @cached_property
    def changed_parts(self) -> list[str]:
        """Names of the parts that are no longer as they were translated."""
        return changed_parts(self.entry, self.parts)

    @property
    def can_be_compared(self) -> bool:
        """True for a valid and finished translation of a page that can be read."""
        valid = self.entry.facts.valid and not self.entry.is_unfinished
        return valid and self.original is not None and self.original.readable

    def name_of(self, part: str) -> str:
        """A part of the original, in words: the heading of a section, or a field."""
        section = self.policy.by_id.get(part)
        return section.heading if section else part
