"""A prefilter (a function `may_…`) returns False if a rule can find nothing. Without prefilters, it finds the same."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from itertools import chain, product
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest
from conftest import HERE, TODAY
from effort import sample
from examples import GOOD_PAGE, PAGE, sources_of
from hypothesis import given
from hypothesis import strategies as st
from test_properties import LIMITS, data_files, default_policy, mutated, piece, seeds, tried

import pipeline.lint.rules
import pipeline.model
from pipeline.lint.rule import Finding, Rule, all_rules
from pipeline.lint.rules._texts import folded
from pipeline.model.context import Context
from pipeline.model.entry import Entry, build_entry
from pipeline.model.library import Library
from pipeline.model.load import build_library
from pipeline.model.settings import Settings, Words
from pipeline.source.memoise import memoised
from pipeline.source.parse import Document, parse_page
from pipeline.source.text import Source

RULES = [rule for rule in all_rules() if rule.subject in (Document, Entry)]
REAL = sorted((HERE.parent / "content" / "strategies").glob("*.md"))
BROKEN = sorted((HERE / "broken").rglob("*.md"))
# Words that a library could set, each of another shape than those that come with us.
ODD = Words(
    vague_link_texts=("here", "…", "Hier!"),
    placeholders=("TODO", "hier folgt", "Straße  frei", " in Arbeit", "…", "[?]", "I", "\N{GREEK SMALL LETTER SIGMA}"),
    cut_off_endings=("e.g.", "such as ", "namely:", "a\tb", "z. B.", "…", "in"),
    contradictions=("proven", "we  recommend"),
    allowed_doubles=("had",),
)
SETTINGS = (Settings(), Settings(words=ODD))
# What prefilters search for, complete and in halves, and letters that are small or capital in ways of their own.
TELLING = (
    *("the the", "The\nthe ", "the\n> the", "été Été", "the—the the", "it's it's", "a a", "İt it", "ſee see"),
    *("ΟΔΟΣ οδος", "the\N{NO-BREAK SPACE}the", "and. And", "e\u0301t e\u0301t", "1 1", "the *the*", "b_b b_b"),
    *("the [the](factor:emotion)", "sand and and", "TODO", "Todo: write\n> this section", "lorem\tipsum"),
    *("LOREM İPSUM", "hier\nfolgt", "STRASSE  FREI", "[placeholder]", "Describe the > strategy here", "Loading…"),
    *("loading...", "Σ", "ς", "ı", "\u0307i", "[[a]]", "[[", "]]", "](", "{{x}}", "}}", "{% if %}", "**", "a**b"),
    *("__", "~~", "``", "[/b]", "[b]x[/b]", "[url=x]", "&nbsp;", "&amp;amp;", "&shy;", "&#8203;", "&#x202E;"),
    *("\\u200b", "##Tips", "<br>", "<!-- x", "`a`", '"', "“", "”", "„", '12"', '`"`', "\u200b", "\u2028", "\x1b"),
    *('[x](https://example.org "a b")', "\u3164", "\u034f", "[x] (https://example.org)", "(x)[https://example.org]"),
    *("[x][y]", "[y]: https://example.org", "[ ]", "a]", "[](https://example.org)", "[x](https://example.org/a b)"),
    *("[x](<https://example.org/a b>)", "![](a.png)", "![x](a.png)", "[x](http://example.org)"),
    *("[x](HTTPS://example.org)", "[x](https://youtu.be/)", "[x](https://vimeo.com/video/1)", "[x](https://a_b)"),
    *("[x](https://www.youtube.com/watch?v=abc)", "[x](https://-a.org)", "<https://example.org>", "[x](mailto:a)"),
    *("[x](https://user@example.org)", "[x](https://example.org/%5C)", "[x](factor:)", "[here](factor:emotion)"),
    *("doi:10.1", "DOI: 10.1000", "DOİ:10.1", "[x](https://doi.org/10.1000)", "[x](https://doi&#46;org/10.1000)"),
    *("[doi:10.1](https://doi.org/10.1000/182)", "[x](strategy:example)", "[x](factor:curiosity)", "[x](factor:focus)"),
    *(
        "[x](factor:emo%74ion)",
        "Emotion",
        "sense of\nbelonging",
        "# One",
        "#### Four",
        "> ## Overview",
        "- # In a list",
    ),
    *("Overview\n===", "&nbsp;", "related: [example, example]", "factors: [emotion, emotion]", "category: x"),
    *("learner_models: [x]", "| the the | a \\| b |\n| - | - |\n| ** | `a` |", "```\nTODO\n```", ", the", " e.g."),
    *("- [A](https://example.org/a/)\n- [A](http://www.EXAMPLE.org/a#b)", "- [B](https://example.org)"),
    *("- [B](https://example.org)\n- [C](https://www.example.org/)",),
    *("| a | b |\n| - | - |\n| c | d | e |\nf", "```\nopen", "~~~ say this\n~~~", "[a]: b", "[^1]", "[^1]: c", "3*4*5"),
    *("[x](https://example.org 'b')", "1984. c", "- a\nB", "# C #", "a # b", "### C #", "3*4 and 5**6**7"),
    *("- [//]: # (d)", "a*b*c", "a**b**c", "### C ##\t"),
    *(
        "> [!NOTE]\n> a",
        "!!! note",
        ":::tip\na\n:::",
        "- [ ] a",
        "[a]{.b}",
        "==a==",
        "++a++",
        "H~2~O",
        "a^2^",
        "a -- b",
    ),
    *(":smile:", "[@a]", "$$a$$", "$a_b$", "\\(a\\)", "\\a{bb}", "\\em{b}", "%% a %%", "<<< a", "''a''", "a【1†b】"),
    *(
        "turn0search1",
        "== A ==",
        "\nh2. A",
        "\n.. a::",
        "\n#+A",
        "====\n",
        "— — — —",
        "[TOC]",
        "&copy;",
        "```{.a}\n```",
    ),
    *("• a\n• b", "\n-a", "\n– a\n– b", "\n1.a\n2.b", "\no\ta", "\n- • a", "\ue000 a", "\uf0b7 a", "a\u00a0b", "  a"),
    *(
        "\n\u00a0\n",
        "\n| a | b |\n| c | d |\n",
        "\na\tb\nc\td\n",
        "+--+--+\n| a | b |\n+--+--+",
        "\n  --- ---\n  a   b\n",
    ),
    *(
        "https://a.org/b",
        "www.a.org",
        "doi:10.1000/1",
        "10.1000/2",
        "[a](https://bit.ly/b)",
        "[a](https://b.org?utm_id=c)",
    ),
    *(
        "[JS1]",
        "[Comment: a]",
        "{++a++}",
        "[a]{.deletion}",
        "b[a]",
        "\n\n    One two three four five.\n",
        "â€™",
        "Ã©",
        "\ufffd",
    ),
)
# Where that is inserted into the good page: after each of these.
PLACES = (
    *("title: ", "summary: ", "summary: Learners", "one thing to try next.", "authors: [Ada Ruiz]", "## Overview"),
    *("On Fridays", "> Videos are chosen", "writes *one*", "- Some draw", "### Research", "- [UDL Guidelines", "- ["),
)


@cache
def modules() -> tuple[ModuleType, ...]:
    found = (
        walk_packages(package.__path__, package.__name__ + ".") for package in (pipeline.lint.rules, pipeline.model)
    )
    return tuple(import_module(module.name) for module in chain.from_iterable(found))


def prefilters() -> list[tuple[ModuleType, str]]:
    """Every prefilter, under each name by which a module knows it."""
    return [(module, name) for module in modules() for name in vars(module) if name.startswith("may_")]


@contextmanager
def prefiltering(changed: Callable[[str, Callable[..., bool]], Callable[..., bool]]) -> Iterator[None]:
    """Replace all prefilters of rules and of what they call; `changed` gets the full name of each."""

    def other(prefilter: Callable[..., bool]) -> Callable[..., bool]:
        return changed(f"{prefilter.__module__}.{prefilter.__name__}", prefilter)

    with pytest.MonkeyPatch.context() as patch:
        for module, name in prefilters():
            patch.setattr(module, name, other(getattr(module, name)))
        yield


@cache
def library() -> Library:
    return build_library([], data_files(), default_policy())


@cache
def prefiltered() -> tuple[Rule, ...]:
    """The rules that a prefilter decides about: only these can find anything else without it."""
    called: list[bool] = []

    def noting(_: str, prefilter: Callable[..., bool]) -> Callable[..., bool]:
        return lambda *subjects: called.append(True) or prefilter(*subjects)

    found = []
    with prefiltering(noting):
        for rule in RULES:
            called.clear()
            findings(GOOD_PAGE, Settings(), [rule])
            found += [rule] if called else []
    return tuple(found)


def findings(page: str, settings: Settings, rules: Iterable[Rule]) -> list[tuple[str, Finding]]:
    """What rules find on a page that is parsed anew."""
    entry = build_entry(parse_page(Source(PAGE, page), LIMITS))
    context = Context(library().vocabulary, library().policy, settings, TODAY)
    found: list[tuple[str, Finding]] = []
    for rule in rules:
        if rule.subject is Document or entry.readable:
            subject = entry.document if rule.subject is Document else entry
            found += ((rule.name, finding) for finding in rule.function(subject, context))
    return found


def assert_prefilters_miss_nothing(page: str, several: Iterable[Settings] = SETTINGS) -> None:
    for settings in several:
        found = findings(page, settings, prefiltered())
        with prefiltering(lambda name, prefilter: lambda *_: True):
            assert found == findings(page, settings, prefiltered())


def text_of(path: Path) -> str:
    return Source.decode("", path.read_bytes()).text


def test_every_prefilter_is_known_to_these_tests() -> None:
    named = {f"{module.__name__}.{name}" for module, name in prefilters()}
    written = {
        f"{module.__name__}.{name}"
        for module in modules()
        for name in re.findall(r"^def (may_\w+)", text_of(Path(str(module.__file__))), re.MULTILINE)
    }
    assert written
    assert written <= named
    assert {rule.name for rule in prefiltered()} >= {"placeholder-text", "stray-markup"}


@pytest.mark.parametrize("path", [*REAL, *BROKEN], ids=lambda path: path.stem)
def test_on_real_and_broken_pages(path: Path) -> None:
    assert_prefilters_miss_nothing(text_of(path))


def test_on_every_case_and_example() -> None:
    examples = {example for rule in RULES for example in (*rule.documentation.bad, *rule.documentation.good)}
    pages = [*seeds(), *(source.text for example in examples for source in sources_of(example) if source.path == PAGE)]
    for page in sample(pages, 4):
        assert_prefilters_miss_nothing(page)


@pytest.mark.parametrize("telling", TELLING, ids=ascii)
def test_on_what_prefilters_search_for(telling: str) -> None:
    """In a line and as a block of its own, in each kind of place."""
    places = list(enumerate(product(("", "\n\n"), PLACES)))
    start = TELLING.index(telling)  # so that all are tried in each place
    for number, (space, place) in sample(places[start % 7 :] + places[: start % 7], 7):
        at = GOOD_PAGE.index(place) + len(place)
        page = GOOD_PAGE[:at] + space + telling + space + GOOD_PAGE[at:]
        assert_prefilters_miss_nothing(page, [SETTINGS[number % 2]])


@tried(250)
@given(st.data())
def test_on_any_change_of_a_page(data: st.DataObject) -> None:
    """A page changed at random, with what prefilters search for inserted."""
    page = data.draw(mutated([*seeds(), *map(text_of, REAL)]))
    for put in data.draw(st.lists(st.sampled_from(TELLING) | piece, max_size=4)):
        at = data.draw(st.integers(0, len(page)))
        page = page[:at] + put + page[at:]
    assert_prefilters_miss_nothing(page)


def test_prefilters_return_false() -> None:
    """Otherwise the tests above would also pass with prefilters that always return True."""
    results: dict[str, set[bool]] = {}

    def recording(name: str, prefilter: Callable[..., bool]) -> Callable[..., bool]:
        def record(*subjects: object) -> bool:
            result = bool(prefilter(*subjects))
            results.setdefault(name, set()).add(result)
            return result

        return record

    with prefiltering(recording):
        for page in (GOOD_PAGE, *map(text_of, REAL)):
            findings(page, Settings(), prefiltered())
    assert results
    assert [name for name, returned in results.items() if False not in returned] == []


def test_folded_texts_hold_what_patterns_without_case_find() -> None:
    """For every letter and each letter that a pattern with IGNORECASE takes for the same."""
    letters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    for letter in letters:
        others = {letter.lower(), letter.upper(), letter.title(), letter.casefold(), letter.swapcase()} - {letter}
        for other in others:
            if len(other) == 1 and re.fullmatch(re.escape(letter), other, re.IGNORECASE):
                assert folded(letter) == folded(other)
    for other in ("I", "i", "\u0130", "\u0131"):
        assert re.fullmatch("i", other, re.IGNORECASE)
        assert folded(other) == "i"


@tried(200)
@given(st.text() | st.lists(st.sampled_from(TELLING)).map(" ".join))
def test_a_part_of_a_text_is_folded_as_in_the_text(text: str) -> None:
    assert folded(text) == "".join(map(folded, text))


class Owner:
    """Something to keep a value with."""


@memoised
def counted(owner: Owner, calls: list[int]) -> int:
    calls.append(1)
    return len(calls)


def test_a_value_is_kept_with_its_owner_for_the_very_same_arguments() -> None:
    owner, first, second = Owner(), [0], [0]
    assert (counted(owner, first), counted(owner, first), counted(Owner(), first)) == (2, 2, 3)
    assert (counted(owner, second), counted(owner, second), counted(owner, first)) == (2, 2, 4)
