"""A library in one of its further languages: its information, vocabulary and page policy in the words of that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from pipeline.model.build import build
from pipeline.model.disclaimer_text import is_disclaimer
from pipeline.model.fields import AuthoredModel, Extensible
from pipeline.model.library_info import LibraryInfo
from pipeline.model.localized_files import (
    CategoryTranslation,
    FactorTranslation,
    InfoTranslation,
    LearnerModelTranslation,
    PolicyTranslation,
    in_other_words,
    localized_info,
    localized_policy,
)
from pipeline.model.policy import PagePolicy, same_words
from pipeline.model.policy_nodes import has_words
from pipeline.model.vocabulary import AnyTerms, Term, Terms, Vocabulary
from pipeline.source.memoise import cached_property
from pipeline.source.parse import Document, Problem
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar
from pipeline.source.paths import INFO_PATH, POLICY_PATH, translated_path, translation_path
from pipeline.source.text import Span

KIND = "invalid-translation"
SHAPES: Mapping[str, type[AuthoredModel]] = {
    "factors": FactorTranslation,
    "categories": CategoryTranslation,
    "learner-models": LearnerModelTranslation,
}
Words = TypeVar("Words", bound=BaseModel)
Holder = TypeVar("Holder", bound=Extensible)


@dataclass(frozen=True)
class Localization:
    """A library in a further language. What is not translated is as in the original.

    `files` are the translations of data files, `problems` what is wrong in them. `translated` are the ids of sections,
    disclaimers and terms with words of their own, each after the name of its list: `factors emotion`.
    """

    language: str
    info: LibraryInfo
    vocabulary: Vocabulary
    policy: PagePolicy
    words: PolicyTranslation
    files: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    translated: frozenset[str] = frozenset()

    @property
    def policy_broken(self) -> bool:
        """True if its headings and disclaimers are not known for certain, so that no page can be judged by them."""
        path = translated_path(POLICY_PATH, self.language)
        unreadable = any(file.path == path and not file.readable for file in self.files)
        return unreadable or any(problem.span.path == path for problem in self.problems)

    @cached_property
    def description(self) -> str:
        """A text that differs whenever a part of it does."""
        files = [(file.path, file.source.text) for file in self.files]
        return repr((self.language, self.info, self.policy, self.words, files, self.problems))


@dataclass(slots=True)
class _TranslationReader:
    """Reads the translations of data files into one language, and collects what is wrong in them."""

    language: str
    files: Mapping[str, Document]
    problems: list[Problem] = field(default_factory=list)
    translated: set[str] = field(default_factory=set)

    def note(self, span: Span, what: str, **data: str) -> None:
        self.problems.append(Problem(KIND, span, {"what": what} | data))

    def front(self, original: str) -> MappingNode | None:
        """The fields of the translation of a data file."""
        file = self.files.get(translated_path(original, self.language))
        if file is None or not file.readable or file.front is None:
            return None
        if isinstance(file.front, MappingNode):
            return file.front
        self.note(file.front.span, "shape", wanted="fields")
        return None

    def single(self, original: str, shape: type[Words]) -> Words:
        """A translation that is one object; an empty one if there is none."""
        node = self.front(original)
        return (node and self._built(shape, node)) or shape()

    def _built(self, shape: type[Words], node: MappingNode) -> Words | None:
        built, problems = build(shape, node)
        for problem in problems:
            self.note(problem.span, problem.kind, **problem.data)
        return built

    def known(self, node: MappingNode | None, known: Iterable[str], list_: str) -> Iterator[tuple[str, Scalar]]:
        """The keys of a mapping that the original has; others are problems."""
        ids = list(known)
        for key, _ in node.pairs if node else ():
            if key.text in ids:
                self.translated.add(f"{list_} {key.text}")
                yield key.text, key
            else:
                self.note(key.span, "unknown", value=key.text, known="\n".join(ids), list=list_.split()[0])

    def terms(self, terms: Terms[Term], holder: str, policy: PagePolicy, words: PolicyTranslation) -> Terms[Term]:
        """A list of the vocabulary in this language; `holder` is what the library's own fields call one of it."""
        node = self.front(terms.path)
        found = dict(self.known(node, terms.items, terms.name))
        items: dict[str, Term] = {id_: _with_choices(term, holder, policy, words) for id_, term in terms.items.items()}
        for id_, key in found.items():
            value = node.get(id_) if node else None
            if not isinstance(value, MappingNode):
                self.note(key.span, "item", value=id_)
            elif found_words := self._built(SHAPES.get(terms.name, FactorTranslation), value):
                items[id_] = self._term(items[id_], found_words, value)
        self._same_names(items, found)
        return Terms(terms.path, items, terms.spans, terms.complete)

    def _term(self, term: Term, words: AuthoredModel, node: MappingNode) -> Term:
        texts = {name: value for name, value in words if value is not None and name != "groups"}
        if isinstance(words, LearnerModelTranslation):
            groups = getattr(term, "groups", {})
            named = node.get("groups")
            _ = list(self.known(named if isinstance(named, MappingNode) else None, groups, f"groups {term.id}"))
            texts["groups"] = {words.groups.get(name, name): members for name, members in groups.items()}
            if len(texts["groups"]) < len(groups):
                self.note(node.span, "same-groups")
                texts["groups"] = groups
        return term.model_copy(update=texts)

    def _same_names(self, items: Mapping[str, Term], found: Mapping[str, Scalar]) -> None:
        owners: dict[str, str] = {}
        for id_, term in sorted(items.items(), key=lambda each: each[0] in found):
            other = owners.setdefault(same_words(term.name).casefold(), id_)
            if other != id_ and id_ in found:
                self.note(found[id_].span, "shared-name", value=term.name, other=other)

    def policy(self, policy: PagePolicy) -> tuple[PolicyTranslation, PagePolicy]:
        """The page policy in this language."""
        words, node = self.single(POLICY_PATH, PolicyTranslation), self.front(POLICY_PATH)
        known = {
            "sections": list(policy.by_id),
            "disclaimers": [each.id for each in policy.disclaimers],
            "generated_headings": [name for name, _ in policy.generated_headings],
            "fields": [each.id for each in policy.all_fields],
            "vocabularies": [each.id for each in policy.vocabularies],
        }
        for name, ids in known.items():
            found = node.get(name) if node else None
            _ = list(self.known(found if isinstance(found, MappingNode) else None, ids, name))
        localized = localized_policy(policy, words)
        for file in (self.files.get(translated_path(POLICY_PATH, self.language)),) if node else ():
            self._policy_faults(localized, words, file)
        return words, localized

    def _policy_faults(self, policy: PagePolicy, words: PolicyTranslation, file: Document | None) -> None:
        start = file.source.line_span(0) if file else Span(POLICY_PATH, 0, 0)
        headings = [same_words(section.heading) for section in policy.sections]
        for heading in sorted({each for each in headings if headings.count(each) > 1}):
            self.note(start, "same-heading", value=heading)
        for heading in (heading for heading in headings if not has_words(heading)):
            self.note(start, "wordless", value=heading)
        for each in policy.disclaimers:
            if each.id in words.disclaimers and not (is_disclaimer(each.text) and has_words(each.words)):
                self.note(start, "disclaimer", value=each.id)
        for own in policy.all_fields:
            if len(set(own.options)) < len(own.options):
                self.note(start, "same-choices", value=own.id)


def localization_of(
    language: str, info: LibraryInfo, vocabulary: Vocabulary, policy: PagePolicy, files: Mapping[str, Document]
) -> Localization:
    """A library in a further language, given the translations of data files by their paths."""
    loader = _TranslationReader(language, files)
    localized = localized_info(info, loader.single(INFO_PATH, InfoTranslation), language)
    node = loader.front(INFO_PATH)
    if node:
        notes = node.get("notes")
        _ = list(loader.known(notes if isinstance(notes, MappingNode) else None, policy.by_id, "notes"))
    words, in_language = loader.policy(policy)
    localized = _with_choices(localized, "library", policy, words)
    terms = Vocabulary(
        loader.terms(vocabulary.factors, "factor", policy, words),
        loader.terms(vocabulary.categories, "category", policy, words),
        loader.terms(vocabulary.learner_models, "learner_model", policy, words),
        {id_: loader.terms(own, id_, policy, words) for id_, own in vocabulary.own.items()},
        vocabulary.references,
    )
    own = tuple(file for path, file in sorted(files.items()) if _is_in(path, language))
    return Localization(
        language, localized, terms, in_language, words, own, tuple(loader.problems), frozenset(loader.translated)
    )


def _is_in(path: str, language: str) -> bool:
    found = translation_path(path)
    return found is not None and found.language == language


def _with_choices(item: Holder, holder: str, policy: PagePolicy, words: PolicyTranslation) -> Holder:
    """A term, or what the library says of itself, with the choices of its own fields in another language."""
    return item.with_own(in_other_words(item.own, policy.fields_on(holder), words)) if item.own else item


def untranslated_words(localization: Localization) -> list[str]:
    """What is in the words of the original: the name of a list and an id, as in `translated`; sorted."""
    policy, vocabulary = localization.policy, localization.vocabulary
    known = {
        "sections": policy.by_id,
        "disclaimers": [each.id for each in policy.disclaimers],
        "notes": localization.info.notes,
    } | {terms.name: terms.items for _, terms in vocabulary.keyed}
    keys = (f"{name} {id_}" for name, ids in known.items() for id_ in ids)
    return sorted(key for key in keys if key not in localization.translated)


def untranslated_terms(terms: AnyTerms, localization: Localization) -> list[str]:
    """Ids of the terms of a list that have no words of their own in a language."""
    return [id_ for id_ in terms.items if f"{terms.name} {id_}" not in localization.translated]
