"""A library built from documents: vocabulary, page policy and entries, with a position for each problem."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.model.build import Model, build
from pipeline.model.entry import build_entry
from pipeline.model.fields import ID_PATTERN
from pipeline.model.image_file import ImageFile
from pipeline.model.library import Library
from pipeline.model.library_info import LibraryInfo
from pipeline.model.own_fields import OwnField, apart, with_fields
from pipeline.model.own_vocabulary import OwnTerm
from pipeline.model.policy import PagePolicy
from pipeline.model.policy_faults import policy_faults
from pipeline.model.policy_nodes import items_of, texts_in
from pipeline.model.site_paths import is_taken
from pipeline.model.vocabulary import AnyTerms, Category, Factor, LearnerModel, Listed, Term, Terms, Vocabulary
from pipeline.model.wording import field_meant
from pipeline.model.work import Work
from pipeline.source.names import composed, storage_difference
from pipeline.source.parse import Document, Problem
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Node, Scalar, Sequence, scalars
from pipeline.source.paths import (
    CATEGORIES_PATH,
    FACTORS_PATH,
    INFO_PATH,
    LEARNER_MODELS_PATH,
    POLICY_PATH,
    REFERENCES_PATH,
    is_own_vocabulary,
    vocabulary_path,
)
from pipeline.source.text import Span

ID = re.compile(ID_PATTERN)
INFO = "invalid-library-info"
# Lists that a library need not have.
OPTIONAL = frozenset({FACTORS_PATH, LEARNER_MODELS_PATH, REFERENCES_PATH})
VOCABULARY, REFERENCES = "invalid-vocabulary", "invalid-reference"


@dataclass(slots=True)
class _Loader:
    """Builds models from data files and collects problems."""

    files: Mapping[str, Document]
    policy: PagePolicy | None = None
    problems: list[Problem] = field(default_factory=list)

    def note(self, kind: str, span: Span, what: str, **data: str) -> None:
        self.problems.append(Problem(kind, span, {"what": what} | data))

    def build(self, kind: str, model: type[Model], node: MappingNode) -> Model | None:
        """Build a model, and add its problems as those of a kind.

        Without a policy nobody knows which fields are the library's own, so fields like no other are left alone.
        """
        built, problems = build(model, node)
        fields_are_known = self.policy is not None or kind == "invalid-policy"
        for problem in problems:
            if fields_are_known or problem.kind != "unknown-field" or field_meant(problem.data):
                self.note(kind, problem.span, problem.kind, **problem.data)
        return built

    def root(self, kind: str, path: str, shape: type[Sequence] | type[MappingNode]) -> Sequence | MappingNode | None:
        """The root of a data file if it has the expected shape."""
        document = self.files.get(path)
        if document is None:
            self.note(kind, Span(path, 0, 0), "missing-file")
        elif document.readable:
            if isinstance(document.front, shape):
                return document.front
            span = document.front.span if document.front else document.source.line_span(0)
            self.note(kind, span, "shape", wanted="list" if shape is Sequence else "fields")
        return None

    def fields_on(self, holder: str) -> tuple[OwnField, ...]:
        """The library's own fields of one kind of thing."""
        return self.policy.fields_on(holder) if self.policy else ()

    def terms(self, path: str, model: type[Term], holder: str) -> Terms[Term]:
        fields = self.fields_on(holder)
        found = self.listed(VOCABULARY, path, with_fields(model, fields))
        items = {id_: apart(model, item, fields) for id_, item in found.items.items()}
        return Terms(path, items, found.spans, found.complete)

    def listed(self, kind: str, path: str, model: type[Listed]) -> Terms[Listed]:
        """The items of a list, each with an id; problems are those of a kind."""
        if path in OPTIONAL and _is_left_out(self.files.get(path)):
            return Terms(path)
        root = self.root(kind, path, Sequence)
        if not isinstance(root, Sequence):
            return Terms(path, complete=False)
        items: dict[str, Listed] = {}
        spans: dict[str, Span] = {}
        complete = True
        for node in root.items:
            if not isinstance(node, MappingNode):
                self.note(kind, node.span, "item")
                continue
            item = self.build(kind, model, node)
            id_ = node.get("id")
            if not isinstance(id_, Scalar) or id_.is_absent:
                complete = False  # an item without an id
            elif id_.text in spans:
                data = {"id": id_.text}
                self.problems.append(Problem("duplicate-vocabulary-id", id_.span, data, (spans[id_.text],)))
            else:
                spans[id_.text] = id_.span
                if item:
                    items[id_.text] = item
        return Terms(path, dict(sorted(items.items())), spans, complete)

    def single(self, path: str, kind: str, model: type[Model]) -> Model | None:
        """The model in a data file that holds only one."""
        root = self.root(kind, path, MappingNode)
        return self.build(kind, model, root) if isinstance(root, MappingNode) else None


def _is_left_out(document: Document | None) -> bool:
    """True if there is no such file, or nothing in it."""
    return document is None or (document.readable and document.front is None)


def build_library(
    pages: Iterable[Document],
    data_files: Mapping[str, Document],
    default_policy: Document,
    *,
    images: Mapping[str, ImageFile] | None = None,
) -> Library:
    """Build a library to check.

    `data_files` are those of `DATA_PATHS` and of the library's own vocabularies that exist. `default_policy` replaces a
    missing page policy.
    """
    loader = _Loader({POLICY_PATH: default_policy} | dict(data_files))
    policy = loader.policy = loader.single(POLICY_PATH, "invalid-policy", PagePolicy)
    paths = {each.id: vocabulary_path(each.id) for each in (policy.vocabularies if policy else ())}
    vocabulary = Vocabulary(
        loader.terms(FACTORS_PATH, Factor, "factor"),
        loader.terms(CATEGORIES_PATH, Category, "category"),
        loader.terms(LEARNER_MODELS_PATH, LearnerModel, "learner_model"),
        {id_: loader.terms(path, OwnTerm, id_) for id_, path in paths.items() if is_own_vocabulary(path)},
        loader.listed(REFERENCES, REFERENCES_PATH, Work),
    )
    of_library = loader.fields_on("library")
    info = loader.single(INFO_PATH, INFO, with_fields(LibraryInfo, of_library))
    fallback = _Loader({POLICY_PATH: default_policy}).single(POLICY_PATH, "invalid-policy", PagePolicy)
    assert fallback is not None
    for key, terms in vocabulary.keyed:
        loader.problems += _name_problems(terms, data_files.get(terms.path))
        loader.problems += _successor_problems(key.partition(":")[0], terms, data_files.get(terms.path))
    loader.problems += _group_problems(vocabulary.factors, data_files.get(LEARNER_MODELS_PATH))
    loader.problems += policy_faults(policy, loader.files[POLICY_PATH])
    loader.problems += _language_problems(data_files.get(INFO_PATH))
    loader.problems += _note_problems(policy, data_files.get(INFO_PATH))
    fields = (policy or fallback).fields
    entries = tuple(sorted((build_entry(page, fields) for page in pages), key=lambda entry: entry.path))
    return Library(
        entries=entries,
        vocabulary=vocabulary,
        policy=policy or fallback,
        policy_broken=policy is None or any(problem.kind == "invalid-policy" for problem in loader.problems),
        info=apart(LibraryInfo, info, of_library) if info else None,
        data_files=tuple(loader.files[path] for path in sorted(loader.files)),
        problems=tuple(loader.problems),
        images=images or {},
    )


def _language_problems(document: Document | None) -> Iterator[Problem]:
    """Further languages that are listed twice, or are that of the library itself."""
    front = document.front if document and isinstance(document.front, MappingNode) else None
    own, listed = (front.get("language"), front.get("languages")) if front else (None, None)
    seen = {own.text: own.span} if isinstance(own, Scalar) else {}
    for item in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(item, Scalar) and is_taken(item.text):
            yield Problem(INFO, item.span, {"what": "taken-language", "value": item.text})
        elif isinstance(item, Scalar) and (first := seen.setdefault(item.text, item.span)) is not item.span:
            yield Problem(INFO, item.span, {"what": "same-language", "value": item.text}, (first,))


def vocabulary_paths(policy: Document) -> list[str]:
    """The paths of the vocabularies that a page policy adds, whatever else is wrong in it."""
    nodes = items_of(policy.front, "vocabularies") if isinstance(policy.front, MappingNode) else []
    paths = (vocabulary_path(each.text) for each in texts_in(nodes, "id"))
    return list(dict.fromkeys(filter(is_own_vocabulary, paths)))


def _note_problems(policy: PagePolicy | None, document: Document | None) -> Iterator[Problem]:
    """Notes on sections that no page can have."""
    notes = document.front.get("notes") if document and isinstance(document.front, MappingNode) else None
    if policy is None or not isinstance(notes, MappingNode):
        return
    for key, _ in notes.pairs:
        if key.text not in policy.by_id:
            known = ", ".join(policy.by_id)
            yield Problem(INFO, key.span, {"what": "no-section", "value": key.text, "known": known})


def _name_problems(terms: AnyTerms, document: Document | None) -> Iterator[Problem]:
    """Ids, names and aliases that two terms of a list share."""
    owners: dict[str, str] = {}
    items = items_by_id(document)
    for term in terms:
        for form in dict.fromkeys(_form(name) for name in (term.id, term.name, *term.aliases)):
            other = owners.setdefault(form, term.id)
            if other != term.id:
                here, there = (_written(items[id_], form) for id_ in (term.id, other))
                apart = storage_difference(here.text, there.text) if here and there else ""
                data = {"what": "shared-name", "form": form, "other": other, "apart": apart}
                position, first = (here or items[term.id]).span, (there or items[other]).span
                yield Problem("invalid-vocabulary", position, data, (first,))


def items_by_id(document: Document | None) -> dict[str, MappingNode]:
    """Items of a list by id; the first of several with the same id."""
    root = document.front if document else None
    found: dict[str, MappingNode] = {}
    for node in root.items if isinstance(root, Sequence) else ():
        if isinstance(node, MappingNode) and isinstance(id_ := node.get("id"), Scalar):
            found.setdefault(id_.text, node)
    return found


def _form(name: str) -> str:
    """A name in lower case and with composed accents, to compare it with others."""
    return composed(name).casefold()


def _written(item: MappingNode, form: str) -> Scalar | None:
    """The value of an item that has a form."""
    return next((value for value in scalars(item) if _form(value.text) == form), None)


def _successor_problems(kind: str, terms: AnyTerms, document: Document | None) -> Iterator[Problem]:
    """Terms with a needless successor, or with one that is unknown or deprecated itself."""
    items = items_by_id(document)
    for term in terms:
        if term.replaced_by is None:
            continue
        data = {"kind": kind.replace("-", " "), "id": term.id, "successor": term.replaced_by}
        written = items[term.id].get("replaced_by")
        position = written.span if written else terms.spans[term.id]
        if not term.deprecated:
            yield Problem("invalid-vocabulary", position, data | {"what": "not-deprecated"})
        elif not terms.in_use(term.replaced_by):
            yield Problem("invalid-vocabulary", position, data | {"what": "no-successor"})


def _group_problems(factors: Terms[Factor], document: Document | None) -> Iterator[Problem]:
    """Factors of learner models that are unknown, or listed twice in a model."""
    root = document.front if document else None
    for node in root.items if isinstance(root, Sequence) else ():
        seen: dict[str, Span] = {}
        members = list(members_of(node)) if isinstance(node, MappingNode) else []
        for member in members:
            if not factors.knows(member.text):
                yield Problem("unknown-group-factor", member.span, {"factor": member.text})
            elif (first := seen.setdefault(member.text, member.span)) is not member.span:
                data = {"what": "repeated", "factor": member.text}
                yield Problem("invalid-vocabulary", member.span, data, (first,))


def members_of(model: MappingNode) -> Iterator[Scalar]:
    """Ids of the factors of a learner model, in groups or in none; `invalid-value` reports other values."""
    groups, ungrouped = model.get("groups"), model.get("factors")
    lists: list[Node] = [ungrouped] if ungrouped else []
    lists += [members for _, members in groups.pairs] if isinstance(groups, MappingNode) else []
    for members in lists:
        for member in members.items if isinstance(members, Sequence) else ():
            if isinstance(member, Scalar) and not member.is_absent and ID.fullmatch(member.text):
                yield member
