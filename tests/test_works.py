"""Works and claims: sentences that cite, citations in words, and what reference managers read of any work."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, get_args

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, MonthIntMiddleware, SeparateCoAuthors
from forgeries.bundles import MemoryBundle
from hypothesis import given
from hypothesis import strategies as st
from releases import FORMATS, compared, files_of, page, snapshot_of
from sites import LIBRARY, edition_of, library_file

from pipeline.diff.comparison import compare
from pipeline.model.claims import Claim, claims_in
from pipeline.model.work import Contributor, Work, WorkType
from pipeline.publish.changes.places import facts_of
from pipeline.publish.citations.bibtex import bibtex
from pipeline.publish.citations.cited_work import cited_references
from pipeline.publish.citations.csl_json import csl_json
from pipeline.publish.citations.ris import ris
from pipeline.publish.citations.styled import DIALECTS, csl_of, source_of, sources_of, work_of
from pipeline.publish.schema.sources import ReferenceV1
from pipeline.publish.verify import verify
from pipeline.source.parse import Limits, Section, parse_page
from pipeline.source.paths import REFERENCES_PATH
from pipeline.source.text import Source

# --- sentences that cite ---


def sections(text: str) -> Sequence[Section]:
    body = parse_page(Source("content/strategies/page.md", f"---\nid: page\n---\n\n{text}\n"), Limits()).body
    assert body
    return body.sections


def claims(text: str) -> list[tuple[str, str, str]]:
    """The claims of a body: sentence, words, id."""
    found = sections(f"## Overview\n\n{text}")
    return [claim[1:] for section in found for claim in claims_in("overview", section.blocks)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. In [a study](reference:a), all read. Two.", [("In a study, all read.", "a study", "a")]),
        ("[A study](reference:a) found it. Two.", [("A study found it.", "A study", "a")]),
        ("One. So says [a study](reference:a).", [("So says a study.", "a study", "a")]),
        ("One. So says [a study.](reference:a)", [("So says a study.", "a study.", "a")]),
        ("So says [a study](reference:a)", [("So says a study", "a study", "a")]),
        ("[a](reference:a) and [b](reference:b). C.", [("a and b.", "a", "a"), ("a and b.", "b", "b")]),
        ("[One](reference:a). [Two](reference:b). C.", [("One.", "One", "a"), ("Two.", "Two", "b")]),
        (
            "As Smith et al. (2018) [found](reference:a), it is. X.",
            [("As Smith et al. (2018) found, it is.", "found", "a")],
        ),
        ("Dr. J. Smith [said it](reference:a). No. 2 did.", [("Dr. J. Smith said it.", "said it", "a")]),
        ("The U.S. Army [did](reference:a). X.", [("The U.S. Army did.", "did", "a")]),
        ("One. [Allen et al. found](reference:a) it. Two.", [("Allen et al. found it.", "Allen et al. found", "a")]),
        ("Some, e.g. [a study](reference:a), say so. X.", [("Some, e.g. a study, say so.", "a study", "a")]),
        ("It rose by 3.5 in [one](reference:a). X.", [("It rose by 3.5 in one.", "one", "a")]),
        ("Is it so? [Yes](reference:a)! Is it?", [("Yes!", "Yes", "a")]),
        ("“So it is.” [One](reference:a) says. X.", [("One says.", "One", "a")]),
        ("هل هذا صحيح؟ [دراسة](reference:a) تقول ذلك. نعم.", [("دراسة تقول ذلك.", "دراسة", "a")]),
        ("A *very [good](reference:a)* one. B.", [("A very good one.", "good", "a")]),
        ("A [`code` *study*](reference:a) x. B.", [("A code study x.", "code study", "a")]),
        ("A line\nand [a\nstudy](reference:a). B.", [("A line and a study.", "a study", "a")]),
        ("- One. [Two](reference:a).\n- Three.", [("Two.", "Two", "a")]),
        ("> One. [Two](reference:a).", [("Two.", "Two", "a")]),
        ("| [a](reference:a). | B |\n| --- | --- |\n| c | [d](reference:b) |", [("a.", "a", "a"), ("d", "d", "b")]),
        ("### [a](reference:a)", [("a", "a", "a")]),
        ("One. [Two. Three](reference:a) four. Five.", [("Two. Three four.", "Two. Three", "a")]),
        ("One. X[](reference:a)", [("X", "", "a")]),
        ("One. [](reference:a)Two. Three.", [("Two.", "", "a")]),
        ("x <reference:a>. B.", [("x reference:a.", "reference:a", "a")]),
        ("[a. b](reference:a)[C. D](reference:b)", [("a. bC.", "a. b", "a"), ("a. bC. D", "C. D", "b")]),
        ("[a][1] b.\n\n[1]: reference:a", [("a b.", "a", "a")]),
        ('See [a](reference:a "one. Two") b. C.', [("See a b.", "a", "a")]),
        ("[a](https://example.org) and [b](strategy:b).", []),
        ("`[a](reference:a)`", []),
    ],
)
def test_a_claim_is_the_sentence_of_its_link(text: str, found: list[tuple[str, str, str]]) -> None:
    assert claims(text) == found


def test_sentences_without_blanks_between_are_at_least_whole() -> None:
    """Chinese and Japanese put no blank behind a full stop."""
    assert claims("一。[研究](reference:a)说。二。")[0][1:] == ("研究", "a")
    assert "研究说。" in claims("一。[研究](reference:a)说。二。")[0][0]


WORDS = st.sampled_from(
    ["One", "two", "et al.", "Dr.", "3.5", "(see", "p. 4)", "so?", "why!", "Ja.", "说。", "؟", "“So.”"]
)
LINKS = st.builds(lambda words, key: f"[{words}](reference:{key})", WORDS, st.sampled_from("abc"))


@given(st.lists(st.one_of(WORDS, LINKS), min_size=1, max_size=20), st.sampled_from([" ", "\n", " *x* "]))
def test_each_link_to_a_work_is_one_claim_within_the_text(parts: list[str], blank: str) -> None:
    text = blank.join(parts)
    found = claims(text)
    assert [key for *_, key in found] == re.findall(r"\(reference:(.)\)", text)
    shown = " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("*x*", "x").split())
    for sentence, words, _ in found:
        assert words in sentence
        assert sentence in shown
        assert sentence == sentence.strip()


def test_a_claim_names_its_section() -> None:
    (section,) = sections("## A\n\n[x](reference:a)\n")
    assert list(claims_in("a", section.blocks)) == [Claim("a", "x", "x", "a")]


# --- any work ---

ANY_LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1, max_size=40)
ODD = st.sampled_from(
    [
        "“Quoted”",
        '"Quoted"',
        "<b>x</b>",
        "A & B",
        "{x} \\y $z #1 ~ 100%",
        "علم النفس",
        "研究",
        "O’Neil",
        "a:b",
        "x" * 120,
    ]
)
SHORT = st.one_of(ODD, ANY_LINE.map(str.strip).filter(bool))
PEOPLE = st.one_of(
    st.builds(Contributor, family=SHORT, given=st.none() | SHORT),
    st.builds(Contributor, literal=SHORT),
)
DAYS = st.one_of(st.none(), st.sampled_from(["1000", "1899-12", "2018", "2018-03", "2018-03-09", "2999-12-31"]))
MAYBE = st.none() | SHORT
WORKS = st.builds(
    Work,
    id=st.sampled_from(["a", "allen-2018", "x1"]),
    type=st.sampled_from(get_args(WorkType)),
    title=SHORT,
    author=st.lists(PEOPLE, max_size=4).map(tuple),
    issued=DAYS,
    **{"container-title": MAYBE, "collection-title": MAYBE, "volume": MAYBE, "issue": MAYBE, "page": MAYBE},
    number=MAYBE,
    genre=MAYBE,
    publisher=MAYBE,
    DOI=st.sampled_from([None, "10.1000/182", "10.1002/(SICI)1097<1::AID>3.0;2-X", "10.1000/a%b#c?d&e"]),
    URL=st.sampled_from([None, "https://example.org/?a=1&b=2#c"]),
    archive=st.sampled_from([None, "ERIC"]) | MAYBE,
    archive_location=MAYBE,
    note=MAYBE,
)


def folded(text: str) -> str:
    """Letters and digits alone: the style may put other marks beside them."""
    return "".join(character for character in text.casefold() if character.isalnum())


@given(WORKS, st.sampled_from([*DIALECTS, "tr", "zh-Hans", "de-AT"]))
def test_any_work_can_be_put_in_words(work: Work, language: str) -> None:
    source = source_of(work, language)
    assert "\n" not in source.text
    assert folded(work.title) in folded(source.text)
    for person in work.author:
        assert folded(person.family or person.literal or "") in folded(source.text)
    if work.issued:
        assert str(int(work.issued[:4])) in source.text
    assert source.url == work.address


@given(WORKS)
def test_a_work_is_what_its_item_says(work: Work) -> None:
    item = csl_of(work)
    assert work_of(item) == work
    assert work_of(json.loads(json.dumps(item))) == work
    assert ReferenceV1.model_validate_json(source_of(work, "en").model_dump_json()) == source_of(work, "en")


class Cited:
    """A strategy that names works, as far as citations look at it."""

    id = "page"

    def __init__(self, works: list[Work]) -> None:
        self.references = list(sources_of(works, "en"))


@given(WORKS)
def test_reference_managers_read_what_was_written(work: Work) -> None:
    (cited,) = cited_references(Cited([work]))  # type: ignore[arg-type]
    names = [(person.family or person.literal or "", person.given or "") for person in work.author]
    year = work.issued[:4] if work.issued else None
    text = bibtex([cited])
    library = bibtexparser.parse_string(text, append_middleware=[MonthIntMiddleware()])
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert entry.key == work.id
    assert text.count("{") == text.count("}")
    fields = {field.key: field.value for field in entry.fields}
    assert fields.get("year") == year
    assert len(names) == (len(SeparateCoAuthors().transform_entry(entry, library)["author"]) if names else 0)
    (read,) = rispy.loads(ris([cited]))
    assert read.get("year") == year
    assert folded(read["title"]) == folded(work.title)
    assert [folded(name) for name in read.get("authors", [])] == [folded(family + given) for family, given in names]
    (item,) = json.loads(csl_json([cited]))
    assert (item["id"], item["type"]) == (work.id, work.type)
    assert [folded(each.get("family", "") + each.get("literal", "")) for each in item.get("author", [])] == [
        folded(family) for family, _ in names
    ]


def test_a_usual_work_is_read_whole() -> None:
    work = Work.model_validate(
        {
            "id": "allen-2018",
            "type": "article-journal",
            "title": "Schools & Belonging: 100% of It",
            "author": [{"family": "Allen", "given": "Kelly-Ann"}, {"literal": "and three others"}],
            "issued": "2018-03",
            "container-title": "Educational Psychology Review",
            "volume": "30",
            "issue": "1",
            "page": "1–34",
            "DOI": "10.1007/s10648-016-9389-8",
        }
    )
    (cited,) = cited_references(Cited([work]))  # type: ignore[arg-type]
    decoded = bibtexparser.parse_string(
        bibtex([cited]), append_middleware=[MonthIntMiddleware(), LatexDecodingMiddleware()]
    )
    fields: dict[str, Any] = {field.key: field.value for field in decoded.entries[0].fields}
    assert decoded.entries[0].entry_type == "article"
    assert "author = {Allen, Kelly-Ann and {and three others}}" in bibtex([cited])
    assert fields["title"].strip("{}") == work.title
    assert (fields["year"], fields["month"], fields["journal"]) == ("2018", 3, "Educational Psychology Review")
    assert (fields["volume"], fields["number"], fields["pages"]) == ("30", "1", "1–34")
    (read,) = rispy.loads(ris([cited]))
    assert read["type_of_reference"] == "JOUR"
    assert (read["title"], read["authors"]) == (work.title, ["Allen, Kelly-Ann", "and three others"])
    assert (read["volume"], read["number"], read["doi"]) == ("30", "1", work.DOI)


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"id": "a", "type": "book", "title": "A", "issued": {"date-parts": [[]]}},
        {"id": "a", "type": "book", "title": "A", "issued": {}},
        {"id": "a", "type": "book", "title": "A", "issued": {"date-parts": [["2018"]]}},
        {"id": "a", "type": "book", "title": "A", "unknown": "x"},
    ],
)
def test_an_item_of_no_work_is_refused(item: dict[str, Any]) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        work_of(item)


@pytest.mark.parametrize(
    "csl",
    [
        {"title": "A", "issued": {"date-parts": [[]]}},
        {"title": "A", "issued": {"date-parts": [["x"]]}},
        {"title": "A", "issued": {}},
        {"author": ["x"]},
        {"author": [{"family": 1}]},
        {"author": [None]},
    ],
)
def test_facts_that_are_none_are_compared_by_their_text(csl: dict[str, Any]) -> None:
    """A bundle that is compared need not be sound."""
    assert facts_of(ReferenceV1(text="Doe (2020).", url=None, doi=None, id="doe", csl=csl)) == ["Doe (2020)."]


def test_a_work_among_the_resources_is_one_thing_in_linked_data() -> None:
    files = files_of(edition_of(), ("json",))
    graph = json.loads(files["json/strategies.jsonld"])["@graph"]
    (article,) = (thing for thing in graph if thing.get("identifier") == "lateral-reading")
    (guide,) = (each for each in article["citation"] if "Checking Sources with Pupils" in each["name"])
    assert guide["description"] == "a guide with six lessons."
    cited = [claim["citation"]["@id"] for part in article["hasPart"] for claim in part.get("hasPart", ())]
    assert {*cited} < {each.get("@id") for each in article["citation"]}
    assert guide["@id"] not in cited
    assert list(verify(MemoryBundle(files))) == []


# Each way in which Markdown leads somewhere, with the claims that it makes.
FORMS = {
    "[![Eight](../images/circle.png)](reference:reyes-2022)": [("Eight", "Eight")],
    "[One. Two](reference:reyes-2022)": [("One. Two", "One. Two")],
    "<reference:reyes-2022>": [("reference:reyes-2022", "reference:reyes-2022")],
    "[a\\\nb](reference:reyes-2022)": [("a b", "a b")],
    "[a][r]\n\n[r]: reference:reyes-2022": [("a", "a")],
    "[`a  b`](reference:reyes-2022)": [("a b", "a b")],
    "| a | b |\n|---|---|\n| [x](reference:reyes-2022). | D |": [("x.", "x")],
    "1990. [x](reference:reyes-2022)\n2. Y": [("x", "x")],
    "[q](reference:reyes-2022) ![e. E](../images/circle.png) B": [("q e.", "q")],
    "[x](reference:reyes%2D2022)": [("x", "x")],
    "> [“X.”](reference:reyes-2022) [Y](reference:ito-2021 '\"')?": [("“X.”", "“X.”"), ("Y?", "Y")],
    "```\n[x](reference:reyes-2022)\n```": [],
}


def test_what_cites_in_any_form_is_published_and_verified() -> None:
    text = "\n\n".join(FORMS)
    citing = page("student-voice", lambda page: page.replace("begins.\n", f"begins.\n\n{text}\n", 1))
    files = files_of(edition_of([citing]), FORMATS)
    assert list(map(str, verify(MemoryBundle(files)))) == []
    record = json.loads(files["json/strategies/student-voice.json"])
    assert [(claim["text"], claim["words"]) for claim in record["claims"]] == [
        claim for claims in FORMS.values() for claim in claims
    ]
    shown = files["html/strategies/student-voice/index.html"].decode()
    assert shown.count('href="#reference-reyes-2022"') == len(record["claims"]) - 1
    assert [shown.count(f'<li id="reference-{id_}">') for id_ in ("reyes-2022", "ito-2021")] == [1, 1]


def test_other_facts_of_a_work_are_a_change_of_wording() -> None:
    """The bundle that tells of them holds the facts as they are now."""
    old = edition_of()
    path = LIBRARY / REFERENCES_PATH
    text = path.read_text("utf-8").replace("Leaving the Page", "Leaving a Page").replace("2022-03", "2022-04")
    text = text.replace("family: O’Neil, given: B.", "family: O’Neal, given: B.")
    new = edition_of([Source(REFERENCES_PATH, text), library_file(version='"9.0.0"')])
    found = compare(snapshot_of(old, "old"), snapshot_of(new))
    assert [(change.id, change.class_) for change in found.changes if change.thing == "strategy"] == [
        ("lateral-reading", "wording")
    ]
    changes = [change for change in found.changes if change.thing == "strategy"]
    (detail,) = changes[0].details
    assert (detail.place, detail.removed, detail.added) == (
        "references/reyes-2022",
        ["title: Leaving the Page: What Readers Gain & Lose", "author: O’Neil, B.", "issued: 2022-03"],
        ["title: Leaving a Page: What Readers Gain & Lose", "author: O’Neal, B.", "issued: 2022-04"],
    )
    assert list(verify(MemoryBundle(files_of(compared(old, new), FORMATS)))) == []
