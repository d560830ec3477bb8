"""The evidence line: what is said of a strategy's sources, and what is left unsaid."""

from __future__ import annotations

import pytest
from releases import page
from sites import EVERYTHING, edition_of, library_file, site_of

from pipeline.model.policy import EvidenceHeadings
from pipeline.publish.evidence import Evidence, evidence_of
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.strategy_summary import ListedSources, summary_of

HOUSE = EvidenceHeadings(
    studies=("Research",), practice_guides=("Practice guides",), examples=("Examples",), others=("Courses",)
)


@pytest.mark.parametrize(
    ("resources", "references", "expected"),
    [
        ((("Research", 3), ("Examples", 1)), 4, Evidence(3, 0, 1, 4, lacks_study=False)),
        ((("Practice  guides", 2), ("Courses", 9)), 0, Evidence(0, 2, 0, 0, lacks_study=True)),
        # References may be studies, and below a heading that nobody explained, or below none, anything may stand.
        ((("Courses", 9),), 1, Evidence(0, 0, 0, 1, lacks_study=False)),
        ((("Reading", 1),), 0, Evidence(0, 0, 0, 0, lacks_study=False)),
        ((("", 1),), 0, Evidence(0, 0, 0, 0, lacks_study=False)),
        ((), 0, Evidence(0, 0, 0, 0, lacks_study=True)),
    ],
)
def test_nothing_is_guessed(resources: tuple[tuple[str, int], ...], references: int, expected: Evidence) -> None:
    assert evidence_of(ListedSources(resources, references), HOUSE) == expected


def test_a_library_that_explains_no_heading_is_told_nothing() -> None:
    found = evidence_of(ListedSources((("Research", 3),), 2), EvidenceHeadings())
    assert found == Evidence(None, None, None, 2, lacks_study=False)
    assert found.values == ["reference"]


def test_the_page_and_its_record_list_the_same() -> None:
    """Checks count in the text of a page, `verify` in its record."""
    sources = "## Additional Resources\n\n"
    listed = page(
        "student-voice",
        lambda text: (
            text.partition("## Additional Resources")[0]
            + sources
            + "> Additional examples, research, and professional development. These resources are possible "
            "representations of this strategy, not endorsements.\n\n- [One](https://example.org/1): first.\n\n"
            "### Research\n\n- [Two](https://example.org/2): second.\n- [Three](https://example.org/3): third.\n\n"
            "### Examples\n\n1. [Four](https://example.org/4): fourth.\n\n"
            "### Research\n\n- [Five](https://example.org/5): fifth.\n\n## References\n\n- Doe (2020). One.\n"
        ),
    )
    edition = edition_of([listed])
    inputs = {each.id: each for each in edition.inputs()}["student-voice"]
    assert inputs.summary.listed == ListedSources((("", 1), ("Research", 3), ("Examples", 1)), 1)
    assert summary_of(inputs.record, {}).listed == inputs.summary.listed


def test_readers_can_filter_by_sources() -> None:
    facets = {facet.id: facet for facet in Site(edition_of([EVERYTHING]).site).listings.facets}
    counts = {option.name: option.strategies for option in facets["sources"].options}
    assert counts == {"Studies": 4, "Examples": 1, "References": 2}


def test_notes_stand_with_their_section_and_in_about() -> None:
    site = site_of(edition_of([library_file(notes="{classroom-example: Scenes are made up.}")]))
    page, about = (site[path].decode() for path in ("strategies/student-voice/index.html", "about/index.html"))
    heading, note, text = (page.index(words) for words in ("<h2>Example: ", "Scenes are made up.", "The class votes"))
    assert heading < note < text
    assert page.count("Scenes are made up.") == 1
    assert "On “Example: Use This Strategy in the Classroom”: Scenes are made up." in about
