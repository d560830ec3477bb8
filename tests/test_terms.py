"""What rules ask of the vocabulary is noted, and a page is examined again just when an answer would differ."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import HERE, LIBRARY, TODAY
from examples import GOOD_PAGE, PAGE
from hypothesis import assume, given
from hypothesis import strategies as st
from test_prefilters import REAL, text_of
from test_prefilters import library as small_library
from test_properties import LIMITS, data_files, default_policy, mutated, seeds, tried

import pipeline.lint.rules
from pipeline.incremental.memo import Memo
from pipeline.incremental.page_tasks import PageBytes, PageChecker
from pipeline.incremental.tasks import TaskResult, Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import all_rules
from pipeline.lint.runner import PageFindings, PageLinter
from pipeline.model.context import Context
from pipeline.model.entry import build_entry
from pipeline.model.load import build_library
from pipeline.model.report import Report
from pipeline.model.settings import Settings
from pipeline.model.vocabulary import Reads, Vocabulary
from pipeline.source.parse import parse_data, parse_page
from pipeline.source.paths import CATEGORIES_PATH, FACTORS_PATH, LEARNER_MODELS_PATH, REFERENCES_PATH
from pipeline.source.text import Source

PATHS = (FACTORS_PATH, CATEGORIES_PATH, LEARNER_MODELS_PATH, REFERENCES_PATH)
CONTENT = HERE.parent / "content"
# Some are in the test library, some named on its pages, some neither.
IDS = ("attention", "curiosity", "emotion", "focus", "motivation", "vision", "sense-of-belonging", "new", "active")
WORDS = ("Emotion", "Sense of Belonging", "motivation", "belonging", "trust", "focus", "a class", "Quiet Time", "7")
# Terms as plain data, by the file they stand in.
Terms = dict[str, list[dict[str, Any]]]


@cache
def written() -> Terms:
    return {path: yaml.safe_load((LIBRARY / path).read_text(encoding="utf-8")) for path in PATHS}


def vocabulary_of(terms: Terms) -> Vocabulary:
    sources = (Source(path, json.dumps(items)) for path, items in terms.items())
    files = {source.path: parse_data(source, LIMITS) for source in sources}
    return build_library([], {**data_files(), **files}, default_policy()).vocabulary


def change_factors(draw: st.DrawFn, factors: list[dict[str, Any]]) -> None:
    factor = draw(st.sampled_from(factors or [{}]))
    word, id_ = draw(st.sampled_from(WORDS)), draw(st.sampled_from(IDS))
    match draw(st.integers(0, 6)):
        case 0:
            factor["name"] = word
        case 1:
            factor["aliases"] = [word]
        case 2:
            factor["deprecated"] = not factor.get("deprecated")
        case 3:
            factor |= {"deprecated": True, "replaced_by": id_}
        case 4:
            factor.pop("definition", None)  # such an item is broken
        case 5:
            factors[:] = [item for item in factors if item is not factor]
        case 6:
            factors.append({"id": id_, "name": word, "definition": "New."})


def change_models(draw: st.DrawFn, models: list[dict[str, Any]]) -> None:
    model = draw(st.sampled_from(models or [{}]))
    group = draw(st.sampled_from(list(model.get("groups", {}).values()) or [[]]))
    match draw(st.integers(0, 2)):
        case 0:
            group.append(draw(st.sampled_from(IDS)))
        case 1:
            group[:] = group[1:]
        case 2:
            models[:] = [item for item in models if item is not model]


def changed(draw: st.DrawFn, terms: Terms) -> Terms:
    """The same terms with one changed in one of the ways that a person might."""
    terms = json.loads(json.dumps(terms))
    factors, categories, models, works = (terms[path] for path in PATHS)
    match draw(st.integers(0, 12)):
        case 0:
            categories[:] = categories[1:]
        case 10:
            categories[:1] = [{**item, "deprecated": True, "replaced_by": "new"} for item in categories[:1]]
        case 11:
            works[:] = works[1:]
        case 12:
            works.append({"id": draw(st.sampled_from(IDS)), "type": "book", "title": draw(st.sampled_from(WORDS))})
        case 1:
            categories.append({"id": "new", "name": draw(st.sampled_from(WORDS)), "description": "It is new."})
        case 2 | 3 | 4:
            change_models(draw, models)
        case _:
            change_factors(draw, factors)
    return terms


@st.composite
def vocabularies(draw: st.DrawFn) -> tuple[Vocabulary, Vocabulary]:
    """One, and the same after a few changes."""
    terms = written()
    for _ in range(draw(st.integers(0, 4))):
        terms = changed(draw, terms)
    first = vocabulary_of(terms)
    for _ in range(draw(st.integers(1, 3))):
        terms = changed(draw, terms)
    return first, vocabulary_of(terms)


def examined(page: str, vocabulary: Vocabulary) -> PageFindings:
    entry = build_entry(parse_page(Source(PAGE, page), LIMITS))
    linter = PageLinter.of(Context(vocabulary, small_library().policy, Settings(), TODAY), policy_broken=False)
    return linter.lint([entry])[0]


@tried(300)
@given(mutated([GOOD_PAGE, *map(text_of, REAL), *seeds()]) | st.sampled_from([GOOD_PAGE, *seeds()]), vocabularies())
def test_the_findings_are_the_same_where_the_answers_are(page: str, pair: tuple[Vocabulary, Vocabulary]) -> None:
    first, second = pair
    before = examined(page, first)
    assert first.unchanged_since(before.reads)
    assume(second.unchanged_since(before.reads))
    assert examined(page, second) == before


def test_pages_without_fault_ask_little() -> None:
    """Else the test above would hold where every page asks for everything."""
    vocabulary = Workspace(CONTENT.parent).report(TODAY).library.vocabulary
    asked = {question.split(" ")[1] for path in REAL for question in examined(text_of(path), vocabulary).reads}
    assert asked == {"get", "has_terms", "in_use", "members"}
    vocabulary = vocabulary_of(written())
    asked = {question.split(" ")[1] for page in seeds() for question in examined(page, vocabulary).reads}
    assert asked == {"get", "has_terms", "in_use", "members", "items", "spans"}


# How each public name of a vocabulary is asked; those that ask nothing have none.
ASKED: Mapping[str, Callable[[Vocabulary], object] | None] = {
    "factors": lambda vocabulary: vocabulary.factors.get("emotion"),
    "categories": lambda vocabulary: vocabulary.categories.knows("active-learning"),
    "learner_models": lambda vocabulary: list(vocabulary.learner_models),
    "lists": lambda vocabulary: vocabulary.lists["factor"].items["emotion"],
    "by_kind": lambda vocabulary: vocabulary.by_kind["learner_model"].get("early-grades"),
    "references": lambda vocabulary: vocabulary.references.get("reyes-2022"),
    "reference_names": lambda vocabulary: vocabulary.reference_names(),
    "members": lambda vocabulary: vocabulary.members("early-grades"),
    "factor_names": lambda vocabulary: vocabulary.factor_names(),
    "category_names": lambda vocabulary: vocabulary.category_names(),
    "learner_model_names": lambda vocabulary: vocabulary.learner_model_names(),
    "terms_of": lambda vocabulary: vocabulary.terms_of("factor").get("emotion"),
    "keyed": lambda vocabulary: dict(vocabulary.keyed)["factor:"].items,
    "names_of": lambda vocabulary: vocabulary.names_of("factor"),
    # Those of the library's own vocabularies are asked in `test_own_vocabularies`.
    "own": None,
    "own_names": None,
    "recording": None,
    "unchanged_since": None,
}
ASKED_OF_TERMS: Mapping[str, Callable[[Any], object] | None] = {
    "items": lambda terms: terms.items,
    "spans": lambda terms: terms.spans,
    "complete": lambda terms: terms.complete,
    "has_terms": lambda terms: terms.has_terms,
    "get": lambda terms: terms.get("nothing"),
    "knows": lambda terms: terms.knows("nothing"),
    "in_use": lambda terms: terms.in_use("nothing"),
    "__iter__": iter,
    "recording": None,
    "path": None,
    "name": None,
}


def test_nothing_is_asked_that_is_not_noted() -> None:
    """Whatever public name a vocabulary gets: it must be known here, and notes what it gives away."""
    vocabulary = vocabulary_of(written())
    vocabulary.factor_names()  # an index that exists already is noted, too
    assert {name for name in dir(vocabulary) if name[0] != "_"} == set(ASKED)
    own = {"__iter__", *(name for name in dir(vocabulary.factors) if name[0] != "_")}
    assert own == set(ASKED_OF_TERMS)
    for ask in filter(None, ASKED.values()):
        reads: Reads = {}
        ask(vocabulary.recording(reads))
        assert len(reads) == 1
        assert vocabulary.unchanged_since(reads)
        assert not vocabulary_of({path: [] for path in PATHS}).unchanged_since(reads)
    for ask in filter(None, ASKED_OF_TERMS.values()):
        for terms in ("factors", "categories", "learner_models", "references"):
            reads = {}
            ask(getattr(vocabulary.recording(reads), terms))
            assert len(reads) == 1
            assert vocabulary.unchanged_since(reads)


def test_what_is_sent_to_other_processes_can_be_sent() -> None:
    vocabulary, policy = vocabulary_of(written()), small_library().policy
    task = PageChecker(Settings(), policy, policy_broken=False, vocabulary=vocabulary, render=True)
    pages = [(PAGE, GOOD_PAGE.encode())]
    assert pickle.loads(pickle.dumps(task))(pages) == task(pages)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were examined, since the list was emptied."""
    ids: list[str] = []
    call = PageChecker.__call__

    def noting(task: PageChecker, pages: Sequence[PageBytes]) -> list[TaskResult[bytes | None]]:
        ids.extend(path.rpartition("/")[2].removesuffix(".md") for path, _ in pages)
        return call(task, pages)

    monkeypatch.setattr(PageChecker, "__call__", noting)
    return ids


def report_of(library: Path) -> Report:
    """What a run of its own finds."""
    return Workspace(library, tasks=Tasks(Memo.of(library))).report(TODAY)


CITING = ["lateral-reading", "quiet-corner"]
EXAMINED_AGAIN: Mapping[str, tuple[str, str, str, Iterable[str]]] = {
    "a factor has another name": (FACTORS_PATH, "name: Vision", "name: Sight", ["lateral-reading"]),
    "a factor is new": (FACTORS_PATH, "- {id: vision", "- {id: zeal, name: Zeal, definition: New.}\n- {id: vision", ()),
    "a factor is no longer used": (FACTORS_PATH, "sees.", "sees., deprecated: true", ["lateral-reading"]),
    "a comment": (FACTORS_PATH, "- {id: vision", "# New.\n- {id: vision", ()),
    "a category is no longer used": (CATEGORIES_PATH, "they do.", "they do., deprecated: true", ["lateral-reading"]),
    "a category has another name": (CATEGORIES_PATH, "name: Active", "name: Lively", ()),
    "a work has another title": (REFERENCES_PATH, "title: Checking", "title: Testing", ()),
    "a work has another DOI": (REFERENCES_PATH, "DOI: 10.5555", "DOI: 10.5556", ()),
    "a work is new": (REFERENCES_PATH, "- id: ito", "- {id: x-1, type: book, title: New}\n- id: ito", ()),
    "a work has another key": (REFERENCES_PATH, "id: ito-2021", "id: ito-2020", CITING),
    "a model has another name": (LEARNER_MODELS_PATH, "name: Early", "name: First", ()),
    "a group has another name": (LEARNER_MODELS_PATH, "Background:", "Background of Learners:", ()),
    "a model has another grade": (LEARNER_MODELS_PATH, '"1"]', '"1", "2"]', ()),
    "a model has another factor": (LEARNER_MODELS_PATH, "[vision]", "[vision, curiosity]", ["lateral-reading"]),
}


@pytest.mark.usefixtures("own_memo")
@pytest.mark.parametrize("change", EXAMINED_AGAIN)
def test_only_pages_that_read_what_changed_are_examined_again(change: str, library: Path, read: list[str]) -> None:
    path, old, new, expected = EXAMINED_AGAIN[change]
    still = Workspace(library, tasks=Tasks(Memo.of(library)))
    assert still.report(TODAY).diagnostics == ()
    assert len(read) == 5
    read.clear()
    assert (still.report(TODAY).diagnostics, report_of(library).diagnostics, read) == ((), (), [])
    text = (library / path).read_text(encoding="utf-8")
    (library / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    report = report_of(library)
    assert read == list(expected)
    assert report.diagnostics == Workspace(library).report(TODAY).diagnostics
    read.clear()
    assert still.report(TODAY).diagnostics == report.diagnostics
    assert read == []
    report_of(library)
    assert read == []


@pytest.mark.usefixtures("own_memo")
def test_a_page_that_asks_for_all_terms_is_examined_again_for_any_change(library: Path, read: list[str]) -> None:
    page, factors = library / "content/strategies/quiet-corner.md", library / FACTORS_PATH
    page.write_text(
        re.sub(r"\[[^]]*\]\(factor:emotion\)", "a mood", page.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert report_of(library).diagnostics == ()
    read.clear()
    text = factors.read_text(encoding="utf-8")
    factors.write_text(text.replace("aliases: [Emotions]", "aliases: [Emotions, Mood]"), encoding="utf-8")
    assert [item.rule for item in report_of(library).diagnostics] == ["unlinked-factor"]
    assert "quiet-corner" in read


ADDED = '''
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.lint.rule import Finding, rule
from pipeline.source.text import Span

@rule(Entry, severity=Severity.WARNING)
def long_factor_name(entry, context):
    """A factor's name is long."""
    for id_ in entry.facts.texts("factors"):
        factor = {ask}
        if factor and len(factor.name) > 30:
            yield Finding(Span(entry.path, 0, 0), f"`{{factor.name}}` is long")
'''
ASKING = {
    "one": "context.vocabulary.factors.get(id_)",
    "items": "context.vocabulary.factors.items.get(id_)",
    "all": "next((each for each in context.vocabulary.factors if each.id == id_), None)",
    "lists": "context.vocabulary.lists['factor'].get(id_)",
    "spans": "context.vocabulary.factors.get(next(each for each in context.vocabulary.factors.spans if each == id_))",
    "names": "context.vocabulary.factors.get(getattr(context.vocabulary.factor_names().suggest(id_), 'id', ''))",
}


@pytest.mark.usefixtures("own_memo")
@pytest.mark.parametrize("ask", ASKING)
def test_a_rule_that_somebody_adds_need_not_know_of_all_this(
    ask: str, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = tmp_path / "rules" / f"added_{ask}"
    family.mkdir(parents=True)
    (family / "__init__.py").touch()
    (family / "long_factor_name.py").write_text(ADDED.format(ask=ASKING[ask]), encoding="utf-8")
    monkeypatch.setattr(pipeline.lint.rules, "__path__", [*pipeline.lint.rules.__path__, str(family.parent)])
    all_rules.cache_clear()
    try:
        assert "long-factor-name" in {rule.name for rule in all_rules()}
        assert report_of(library).diagnostics == ()
        path = library / FACTORS_PATH
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("name: Vision", "name: Vision of What Is Far Away and Near"), encoding="utf-8")
        found = report_of(library).diagnostics
        assert [(item.rule, item.span.path.rpartition("/")[2]) for item in found] == [
            ("long-factor-name", "lateral-reading.md")
        ]
        path.write_text(text, encoding="utf-8")
        assert report_of(library).diagnostics == ()
    finally:
        monkeypatch.undo()
        all_rules.cache_clear()
