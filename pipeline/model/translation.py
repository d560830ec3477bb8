"""Translations of pages: `<id>.<language>.md` beside the page, with the digests of what they translate."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, create_model

from pipeline.model.entry import Entry
from pipeline.model.facts import Facts, digest_of_words, facts_of
from pipeline.model.fields import AuthoredModel, Line, Name
from pipeline.model.own_fields import ATTRIBUTE, OwnField
from pipeline.model.own_page import OwnPageFront
from pipeline.model.policy import PagePolicy
from pipeline.model.strategy import Strategy, Summary, Title
from pipeline.source.memoise import cached_property
from pipeline.source.parse import Document, Problem
from pipeline.source.paths import is_own_page, translation_path
from pipeline.source.text import Source

# What `translates` says until the translation is done.
UNFINISHED_WORD = "unfinished"
# The part of a page of the library's own that is all of its Markdown.
WHOLE_TEXT = "text"
Digests = Annotated[
    dict[Name, Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]],
    BeforeValidator(lambda value: {} if value == UNFINISHED_WORD else value),
    Field(
        strict=False,
        max_length=100,
        description="what it was made from, which `strategies translate … --done` writes; or `unfinished`",
    ),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": UNFINISHED_WORD},
                {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{8}$"}},
            ]
        }
    ),
]


class StrategyTranslation(AuthoredModel):
    """The front matter of a strategy's translation: its texts. All else is that of the original."""

    title: Title = Field(description="the strategy's name in this language")
    summary: Summary = Field(description="one whole sentence for other pages' cards")
    translates: Digests


class OwnPageTranslation(AuthoredModel):
    """The front matter of the translation of a page of the library's own."""

    title: Name = Field(description="its heading in this language")
    description: Line | None = Field(None, description="one sentence below the heading, also for search engines")
    menu: Name | None = Field(None, description="what the menu calls it")
    translates: Digests


@lru_cache(maxsize=16)
def translation_model(fields: tuple[OwnField, ...]) -> type[StrategyTranslation]:
    """The model of the front matter of translations: the library's own fields that are text may be in it."""
    members: dict[str, Any] = {
        ATTRIBUTE + field.id: (Line | None, Field(None, alias=field.id, description=field.description or field.name))
        for field in text_fields(fields)
    }
    if not members:
        return StrategyTranslation
    return create_model("StrategyTranslation", __base__=StrategyTranslation, **members)


def text_fields(fields: tuple[OwnField, ...]) -> list[OwnField]:
    """The library's own fields that are translated page by page."""
    return [field for field in fields if field.type == "text" and field.id not in Strategy.model_fields]


class TranslationEntry(Entry):
    """A translation to check. It holds no strategy, only the texts of one."""

    strategy = None

    def __init__(
        self,
        path: str,
        parse: Callable[[], Document],
        read: Callable[[], Source] | None = None,
        facts: Facts | None = None,
        *,
        fields: tuple[OwnField, ...] = (),
    ) -> None:
        super().__init__(path, parse, read, facts, fields=fields)
        found = translation_path(path)
        assert found is not None
        self.original, self.language = found
        self.id = self.original.rpartition("/")[2].removesuffix(".md")
        self.of_own_page = is_own_page(self.original)
        self._original: Entry | None = None

    @cached_property
    def _read_front(self) -> tuple[AuthoredModel | None, tuple[Problem, ...]]:
        return self.front_as(self._model)

    @property
    def _model(self) -> type[AuthoredModel]:
        return OwnPageTranslation if self.of_own_page else translation_model(self._fields)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the front matter; `repeated_fields` are not among them."""
        return tuple(problem for problem in self._read_front[1] if not self._is_repeated(problem))

    @property
    def repeated_fields(self) -> tuple[Problem, ...]:
        """Fields that only the original may have."""
        return tuple(filter(self._is_repeated, self._read_front[1]))

    def _is_repeated(self, problem: Problem) -> bool:
        structure = OwnPageFront.model_fields if self.of_own_page else Strategy.model_fields
        known = (*structure, *(field.id for field in self._fields))
        return problem.kind == "unknown-field" and problem.data["field"] in known

    @cached_property
    def facts(self) -> Facts:
        """Data for rules that compare it with its original."""
        if self._known:
            return self._known
        own = ["translates", *(field.id for field in self._fields)]
        return facts_of(self.document, own, valid=self._read_front[0] is not None)

    def beside(self, original: Entry | None) -> "TranslationEntry":
        """The same entry, which knows its original: the status and the day of publication are those of that."""
        self._original = original
        return self

    @property
    def status(self) -> str | None:
        """That of the original; one that is not done is a draft."""
        if self.is_unfinished:
            return "draft"
        return self._original.status if self._original else None

    @property
    def publish_on(self) -> dt.date:
        """The day from which the original is published."""
        return self._original.publish_on if self._original else dt.date.min

    @property
    def is_unfinished(self) -> bool:
        """True until its text is said to be done; then the original is published in its place."""
        return self.facts.text("translates") == UNFINISHED_WORD

    @property
    def translates(self) -> Mapping[str, str]:
        """Digests of the parts of the original that it was made from."""
        found = self.facts.front.get("translates") if self.facts.valid else None
        return {key: value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of its front matter."""
        return {key: value for key, value in self.facts.front.items() if isinstance(value, str)}


def translation_entry(document: Document, fields: tuple[OwnField, ...] = ()) -> TranslationEntry:
    """The entry of a parsed translation."""
    return TranslationEntry(document.path, lambda: document, fields=fields)


def parts_of(original: Entry, policy: PagePolicy) -> dict[str, str]:
    """Digests of the parts of a page that are translated: texts of its front matter, and sections by id.

    What is no text has none: a new date or factor makes no translation stale. Nor does a disclaimer.
    """
    facts = original.facts
    own_page = is_own_page(original.path)
    fields = ("title", "description", "menu") if own_page else ("title", "summary", *_own_texts(policy))
    parts = {field: digest_of_words(text) for field in fields if (text := facts.text(field))}
    if own_page:
        words = " ".join(" ".join(each) for each in facts.digests)
        return parts | ({WHOLE_TEXT: digest_of_words(words)} if words.strip() else {})
    for heading, quote, text in facts.digests:
        section = policy.section_of(heading)
        if section and (text or quote):
            parts[section.id] = text if section.disclaimer or not quote else digest_of_words(f"{quote} {text}")
    return {name: digest for name, digest in parts.items() if digest}


def _own_texts(policy: PagePolicy) -> list[str]:
    return [field.id for field in text_fields(policy.fields)]


def changed_parts(translation: TranslationEntry, parts: Mapping[str, str]) -> list[str]:
    """Names of the parts of the original that were changed, added or removed since it was translated."""
    made_from = translation.translates
    names = dict.fromkeys((*parts, *made_from))
    return [name for name in names if parts.get(name) != made_from.get(name)]
