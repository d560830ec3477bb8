"""Each address, DOI, figure and year in `content/` is traced to a line of the lists of references, or is a decision."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.trace import CONTENT, Own, Trace, read_own, read_trace, read_works
from tests.trace.__main__ import foreign_words, main, unconfirmed
from tests.trace.faults import unneeded, untraced_addresses, untraced_figures, untraced_in_work
from tests.trace.lists import Lists, derived
from tests.trace.numbers import figures_in
from tests.trace.prose import statements

if TYPE_CHECKING:
    from pathlib import Path

TRACE, OWN = read_trace(), read_own()
WORKS = {item["id"]: item for item in read_works()}
PAGES = {file.stem: file.read_text(encoding="utf-8") for file in sorted((CONTENT / "strategies").glob("*.md"))}
FILES = {str(file.relative_to(CONTENT)): file for file in sorted(CONTENT.rglob("*")) if file.suffix in {".md", ".yaml"}}
SCOPED = [name for name in PAGES if any(statement.works for statement in statements(PAGES[name]))]


def test_each_fact_of_a_work_is_traced() -> None:
    assert [fault for key, item in WORKS.items() for fault in untraced_in_work(item, TRACE.works.get(key))] == []
    assert list(WORKS) == sorted(WORKS)


@pytest.mark.parametrize("name", FILES)
def test_each_address_is_traced(name: str) -> None:
    assert list(untraced_addresses(FILES[name].read_text(encoding="utf-8"), TRACE)) == []


@pytest.mark.parametrize("name", PAGES)
def test_each_figure_is_traced_or_our_own(name: str) -> None:
    assert list(untraced_figures(name, PAGES[name], TRACE, OWN)) == []


@pytest.mark.parametrize("own", OWN, ids=lambda own: f"{own.page}: {own.words}")
def test_what_is_listed_as_our_own_is_needed(own: Own) -> None:
    others = [each for each in OWN if each != own]
    assert list(unneeded(own, PAGES[own.page], TRACE, others)) == []


def test_videos_are_called_by_their_titles() -> None:
    titles = {video.URL: video.title for video in TRACE.videos}
    links = [link for text in PAGES.values() for link in re.findall(r"\[([^\]]+)\]\((https?://\S+)\)", text)]
    assert [words for words, address in links if words not in titles.get(address, words)] == []


@pytest.mark.parametrize("field", ["issued", "volume", "issue", "page", "number", "DOI", "URL", "archive_location"])
def test_a_changed_digit_of_a_work_is_noticed(field: str) -> None:
    having = [item for item in WORKS.values() if re.search(r"\d", item.get(field, ""))]
    changed = [item | {field: other_digit(item[field])} for item in having]
    assert len(changed) >= 8
    missed = [item["id"] for item in changed if not list(untraced_in_work(item, TRACE.works[item["id"]]))]
    assert missed == []


def test_a_fact_of_another_work_is_noticed() -> None:
    other = WORKS["cepeda-2006"]
    for field in ("volume", "issue", "page", "DOI"):
        assert list(untraced_in_work(WORKS["latimier-2021"] | {field: other[field]}, TRACE.works["latimier-2021"]))
    assert list(untraced_in_work(other | {"id": "of-no-line"}, TRACE.works.get("of-no-line")))


@pytest.mark.parametrize("name", SCOPED)
def test_an_added_or_changed_figure_is_noticed(name: str) -> None:
    page = PAGES[name]
    assert list(untraced_figures(name, page.replace("## Overview\n", "## Overview\n\nIn 7,919 schools.\n"), TRACE, OWN))
    for link in set(re.findall(r"\]\(reference:[^)]+\)", page)):
        for added in (" in 1871", " of 7,919 students", " for ninety-seven percent", " (d = 0.987)"):
            assert list(untraced_figures(name, page.replace(link, link + added), TRACE, OWN)), (link, added)
    for before, after in changed_figures(page):
        assert list(untraced_figures(name, page.replace(before, after), TRACE, OWN)), (before, after)


def test_figures_are_changed_on_many_pages() -> None:
    assert sum(len(changed_figures(page)) for page in PAGES.values()) >= 40


def test_a_figure_beside_another_work_is_noticed() -> None:
    page = "## Overview\n\nIn [54 classes](reference:rohrer-2019), marks rose.\n"
    assert list(untraced_figures("page", page, TRACE, ())) == []
    for other in (page.replace("rohrer-2019", "latimier-2021"), page.replace(", marks", ". Marks in 54 classes")):
        assert list(untraced_figures("page", other, TRACE, ()))


def test_a_changed_address_is_noticed() -> None:
    for address in TRACE.addresses:
        assert list(untraced_addresses(f"[words]({address})", TRACE)) == []
        assert list(untraced_addresses(f"[words]({address[:-1]}~)", TRACE))
    for video in TRACE.videos:
        assert list(untraced_addresses(f"See {video.URL.replace('watch', 'embed')}.", TRACE))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Of 5,818 students, 57% (d = .59), or 10 percent", ["5818", "57%", "0.59", "10%"]),
        ("Eighteen trials in twenty-four schools and fifty-six classes", ["18", "24", "56"]),
        ("fourth- and fifth-grade teachers; second to fifth graders; first graders", ["4", "5", "2", "5", "1"]),
        ("first this, then a second time, one by one", []),
        ("hundreds of studies, two hundred more, one hundred years", ["hundreds", "200", "100"]),
        ("grades K–12, ages 4- to 5-year-olds, in the 1990s", ["12", "4", "5", "1990"]),
        ("half a dozen, a quarter, twice, thirty-two, a century", ["half", "12", "quarter", "2", "32", "100"]),
        ("someone, often, weight, bitten, attend, H2O", []),
    ],
)
def test_figures_are_read_in_any_form(text: str, values: list[str]) -> None:
    assert [figure.value for figure in figures_in(text)] == values


LISTED = """\
| for | reference |
|---|---|
| play | Doe & Roe (2011), Play, Play 81(4), 493–529, doi:10.1000/abc.5 (99 studies) · Poe (2012), https://a.example |
"""
MORE = """\
| for | kind, grade | reference | what it states | seen in |
|---|---|---|---|---|
| play | R A | Doe & Roe (May 2011) | Of 1,250 seventh graders 57% played; Poe found nine. | https://b.example |
"""


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    """Two small lists."""
    for name, text in (("references.md", LISTED), ("references-more.md", MORE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "references.md", tmp_path / "references-more.md"


def test_lines_are_read_and_confirmed(lists: tuple[Path, Path]) -> None:
    read = Lists(lists)
    work = derived("doe-2011", ("references.md:3 Doe", "references-more.md:3 Doe", "references-more.md:3 1,250"), read)
    assert (work.years, work.dates, work.DOI, work.URLs) == (("2011",), ("2011-05",), ("10.1000/abc.5",), ())
    assert (work.locators, work.figures) == (("81(4)", "493–529"), ("99", "1250", "7", "57%"))
    assert list(unconfirmed(work, read)) == []
    for field in ("years", "dates", "DOI", "locators", "figures"):
        for value in getattr(work, field):
            assert list(unconfirmed(replace(work, **{field: (other_digit(value),)}), read)), value
    item = {"title": "Play", "author": [{"family": "Doe"}, {"family": "Roe"}], "container-title": "Play"}
    assert list(foreign_words(item, work.lines, read)) == []
    assert list(foreign_words(item | {"title": "Work"}, work.lines, read)) == ["word `work`"]


def test_the_command_says_what_the_lists_do_not_hold(lists: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    read = Lists(lists)
    right = derived("doe-2011", ("references.md:3 Doe",), read)
    items = [{"id": "doe-2011", "title": "Play"}]
    monkeypatch.setattr("tests.trace.__main__.read_works", lambda: items)
    for work, exit_code in ((right, 0), (replace(right, figures=("98",)), 1)):
        monkeypatch.setattr("tests.trace.__main__.read_trace", lambda work=work: Trace({"doe-2011": work}, ()))
        outcome = CliRunner().invoke(main, [*map(str, lists)])
        assert outcome.exit_code == exit_code, outcome.output
        assert ("figure 98" in outcome.output) == bool(exit_code)


def other_digit(value: str) -> str:
    """The value with its last digit changed."""
    at = max(index for index, letter in enumerate(value) if letter.isdigit())
    return f"{value[:at]}{(int(value[at]) + 5) % 10}{value[at + 1 :]}"


def changed_figures(page: str) -> list[tuple[str, str]]:
    """Each sentence that cites a work, with a figure of digits in it changed to one that no work on the page holds."""
    held = {number for statement in statements(page) for key in statement.works for number in TRACE.works[key].numbers}
    found = []
    for sentence in re.findall(r"[^.\n]*\]\(reference:[^)]+\)[^.\n]*", page):
        plain = re.sub(r"\]\([^)]*\)", lambda link: " " * len(link[0]), sentence)
        for figure in figures_in(plain):
            if plain[figure.start].isdigit() and figure.value in held:
                new = next(str(number) for number in range(61, 99) if not {str(number), f"{number}%"} & held)
                found.append((sentence, sentence[: figure.start] + new + sentence[figure.end :]))
    return found
