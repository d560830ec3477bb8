"""A page need not be looked at again for every change of the vocabulary: what it hangs on is known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pytest
import yaml
from conftest import HERE, LIBRARY, TODAY
from examples import GOOD_PAGE, PAGE
from hypothesis import assume, given
from hypothesis import strategies as st
from test_properties import LIMITS, data_files, default_policy, mutated, seeds, tried
from test_shortcuts import REAL, text_of
from test_shortcuts import library as small_library

from pipeline.cache import Cache
from pipeline.check import Examiner, check
from pipeline.diagnostics import Diagnostic
from pipeline.means import Means
from pipeline.model.context import Context
from pipeline.model.entry import Entry, build_entry
from pipeline.model.load import build_library
from pipeline.model.settings import Settings
from pipeline.model.vocabulary import Vocabulary
from pipeline.parse import parse_data, parse_page
from pipeline.places import CATEGORIES_PATH, FACTORS_PATH, LEARNER_MODELS_PATH
from pipeline.reading import PageReader, Reading
from pipeline.rule import all_rules
from pipeline.text import Source
from pipeline.workspace import Workspace

PATHS = (FACTORS_PATH, CATEGORIES_PATH, LEARNER_MODELS_PATH)
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
    factors, categories, models = (terms[path] for path in PATHS)
    match draw(st.integers(0, 9)):
        case 0:
            categories[:] = categories[1:]
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


def examined(page: str, vocabulary: Vocabulary) -> tuple[Entry, bool, tuple[Diagnostic, ...]]:
    """A page, whether it asks the vocabulary, and what is found on it."""
    entry = build_entry(parse_page(Source(PAGE, page), LIMITS))
    examiner = Examiner.of(Context(vocabulary, small_library().policy, Settings(), TODAY), policy_broken=False)
    findings, asks = examiner.examine(entry)[0]
    return entry, asks, findings


def names_any(entry: Entry, first: Vocabulary, second: Vocabulary) -> bool:
    """True when a page names a term that does not stand as it stood."""
    return any(
        first.standing[field].get(id_) != second.standing[field].get(id_)
        for field in first.standing
        for id_ in entry.facts.texts(field)
    )


@tried(300)
@given(mutated([GOOD_PAGE, *map(text_of, REAL), *seeds()]) | st.sampled_from([GOOD_PAGE, *seeds()]), vocabularies())
def test_what_is_found_is_the_same_where_nothing_changed_that_it_hangs_on(
    page: str, pair: tuple[Vocabulary, Vocabulary]
) -> None:
    first, second = pair
    entry, asks, found = examined(page, first)
    assume(not asks and not names_any(entry, first, second))
    assert examined(page, second)[2] == found


def test_pages_without_fault_hang_on_little() -> None:
    """Else the test above would hold where every page asks."""
    vocabulary = Workspace(CONTENT.parent).load().vocabulary
    asking = [path.stem for path in REAL if examined(text_of(path), vocabulary)[1]]
    assert asking == []
    seen = {examined(page, vocabulary_of(written()))[1] for page in seeds()}
    assert seen == {True, False}


class Untouched:
    """A vocabulary that nobody may ask."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


@pytest.mark.parametrize(
    "rule", [rule for rule in all_rules() if rule.of_pages and not rule.glance], ids=lambda rule: rule.name
)
def test_a_rule_without_a_glance_does_not_ask_the_vocabulary(rule: Any) -> None:
    context = Context(Untouched(), small_library().policy, Settings(), TODAY)  # type: ignore[arg-type]
    for page in (GOOD_PAGE, *seeds()):
        entry = build_entry(parse_page(Source(PAGE, page), LIMITS))
        if rule.subject is Entry and entry.readable:
            list(rule.run(entry, context))
        elif rule.subject is not Entry:
            list(rule.run(entry.document, context))


def test_a_model_with_an_unknown_factor_judges_nothing_until_it_is_known() -> None:
    """The one way in which a page hangs on a term that it does not name."""
    terms = json.loads(json.dumps(written()))
    terms[LEARNER_MODELS_PATH][1]["groups"]["Feeling"] = ["emotion", "motivation", "later"]
    before = vocabulary_of(terms)
    terms[FACTORS_PATH].append({"id": "later", "name": "Later", "definition": "It came later."})
    after = vocabulary_of(terms)
    page = text_of(LIBRARY / "content" / "strategies" / "building-trust.md")
    entry, asks, found = examined(page, before)
    assert (asks, found) == (False, ())
    assert [item.rule for item in examined(page, after)[2]] == ["factor-outside-learner-models"]
    assert names_any(entry, before, after)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were read, since the list was emptied."""
    ids: list[str] = []
    call = PageReader.__call__

    def noting(reader: PageReader, paths: list[str]) -> list[Reading]:
        ids.extend(path.rpartition("/")[2].removesuffix(".md") for path in paths)
        return call(reader, paths)

    monkeypatch.setattr(PageReader, "__call__", noting)
    return ids


READ_AGAIN: Mapping[str, tuple[str, str, str, Iterable[str]]] = {
    "a factor has another name": (FACTORS_PATH, "name: Vision", "name: Sight", ()),
    "a factor is new": (FACTORS_PATH, "- {id: vision", "- {id: zeal, name: Zeal, definition: New.}\n- {id: vision", ()),
    "a factor is no longer used": (FACTORS_PATH, "sees.", "sees., deprecated: true", ["lateral-reading"]),
    "a category has another name": (CATEGORIES_PATH, "name: Active", "name: Lively", ()),
    "a model has another name": (LEARNER_MODELS_PATH, "name: Early", "name: First", ()),
    "a group has another name": (LEARNER_MODELS_PATH, "Background:", "Background of Learners:", ()),
    "a model has another grade": (LEARNER_MODELS_PATH, '"1"]', '"1", "2"]', ()),
    "a model has another factor": (LEARNER_MODELS_PATH, "[vision]", "[vision, curiosity]", ["lateral-reading"]),
}


@pytest.mark.parametrize("change", READ_AGAIN)
def test_only_pages_that_may_have_other_findings_are_read_again(change: str, library: Any, read: list[str]) -> None:
    path, old, new, expected = READ_AGAIN[change]
    assert check(Workspace(library).load(), Settings(), TODAY).diagnostics == ()
    means = Means(Cache.of(library))
    Workspace(library, means=means).report(TODAY)
    assert len(read) == 5
    for workspace in (Workspace(library, means=means), still := Workspace(library, means=Means(Cache.of(library)))):
        read.clear()
        workspace.report(TODAY)
        assert read == []
    text = (library / path).read_text(encoding="utf-8")
    (library / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    report = Workspace(library, means=Means(Cache.of(library))).report(TODAY)
    assert read == list(expected)
    assert report.diagnostics == Workspace(library).report(TODAY).diagnostics
    read.clear()
    still.report(TODAY)
    assert read == list(expected)
    read.clear()
    Workspace(library, means=Means(Cache.of(library))).report(TODAY)
    assert read == []


def test_a_page_that_asks_is_read_again_for_any_change(library: Any, read: list[str]) -> None:
    page, factors = library / "content/strategies/quiet-corner.md", library / FACTORS_PATH
    page.write_text(
        re.sub(r"\[[^]]*\]\(factor:emotion\)", "a mood", page.read_text(encoding="utf-8")), encoding="utf-8"
    )
    means = Means(Cache.of(library))
    assert Workspace(library, means=means).report(TODAY).diagnostics == ()
    read.clear()
    text = factors.read_text(encoding="utf-8")
    factors.write_text(text.replace("aliases: [Emotions]", "aliases: [Emotions, Mood]"), encoding="utf-8")
    report = Workspace(library, means=means).report(TODAY)
    assert [item.rule for item in report.diagnostics] == ["unlinked-factor"]
    assert read == ["quiet-corner"]
