"""Ways into a library: numbers lead to what they count, long lists are paged, and nothing gets lost on the way."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from sites import EVERYTHING, crowd, edition_of, site_of

from pipeline.publish.exporter import ExportFault
from pipeline.publish.exporters.html_site.page_kind import page_kinds
from pipeline.publish.exporters.html_site.page_sections import section_text
from pipeline.publish.exporters.html_site.pages.product_design import text_pages
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.records import Records

HEAVIEST = 150_000
STRATEGY = re.compile(r'href="(?:\.\./)*strategies/([^/"]+)/index\.html"')
CELL = re.compile(r'<td class="shade-[1-4]"><a href="([^"]+)">([\d,]+)</a>')


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    return site_of(edition_of([EVERYTHING, *crowd(9)]))


@pytest.fixture(scope="module")
def large() -> Records:
    """Records of a library with many strategies."""
    return edition_of(crowd(1200)).site


def pages_of(records: Records) -> dict[str, str]:
    """The pages about a library."""
    made = (file for kind in page_kinds() for file in kind.make(Site(records)))
    return {file.path.removeprefix("html/"): file.data.decode() for file in made}


@pytest.fixture(scope="module")
def large_site(large: Records) -> dict[str, str]:
    return pages_of(large)


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def group_of(pages: dict[str, str], path: str) -> list[str]:
    """The strategies of the group that an address with an anchor leads to, on all of its pages."""
    path, _, anchor = path.partition("#")
    found: list[str] = []
    while True:
        section = re.search(rf'<section class="bundle[^"]*" id="{anchor}">.*?</section>', pages[path], re.DOTALL)
        found += STRATEGY.findall(section[0]) if section else []
        following = re.search(r'rel="next" href="([^"]+)"', pages[path])
        if not section or not following:
            return found
        path = os.path.normpath(f"{path}/../{following[1]}")


def texts(site: dict[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in site.items() if path.endswith(".html")}


def maps(pages: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """The address and the number of each cell, with the page that it is on."""
    for path, page in pages.items():
        if path.startswith("coverage/"):
            for address, number in CELL.findall(page):
                yield path, os.path.normpath(f"{path}/../{address}"), number


def test_cells_lead_to_what_they_count(site: dict[str, bytes]) -> None:
    pages, seen = texts(site), 0
    for path, address, number in maps(pages):
        found = group_of(pages, address)
        assert len(found) == len(set(found)) == int(number), (path, address)
        seen += 1
    assert seen > 20


def test_a_factor_has_a_page_for_grades_with_a_strategy(site: dict[str, bytes]) -> None:
    pages = texts(site)
    numbers = dict(re.findall(r'<a href="\.\./(factors/[^"]+/grade-[^"]+)">(\d+)</a>', pages["grades/index.html"]))
    assert numbers.keys() == {path for path in pages if re.match(r"factors/[^/]+/grade-", path)}
    for path, number in numbers.items():
        assert len(set(STRATEGY.findall(main_of(pages[path])))) == int(number), path
    page = pages["factors/vision/grade-pk/index.html"]
    assert "<h1>Vision · Grades PK–1</h1>" in page
    assert re.search(r'<meta name="description" content="\d+ strateg[^"]+ Vision\. Grades PK–1\. [^"]+">', page)
    assert 'href="../../factors/vision/grade-pk/index.html"' in pages["factors/vision/index.html"]


def test_the_sitemap_lists_pages_with_texts_for_designers_too() -> None:
    from sites import BASE, library_file

    site = site_of(edition_of([library_file(base_url=BASE)]))
    listed = re.findall(rf"<loc>{BASE}/([^<]*)</loc>", site["sitemap.xml"].decode())
    assert len(listed) == len(set(listed))
    known = {f"{path}index.html" for path in listed}
    gone = (b'name="robots"', b'http-equiv="refresh"')
    pages = {p for p, data in site.items() if p.endswith(".html") and not any(mark in data for mark in gone)}
    assert known == pages
    assert "product-design/motivation/index.html" in known


def test_designers_read_the_sections_with_the_disclaimer_once(site: dict[str, bytes]) -> None:
    page = main_of(site["product-design/motivation/index.html"].decode())
    assert page.count("Videos are chosen as examples of strategies in action.") == 1
    assert not re.findall(r'<[a-z0-9]+ id="section|class="anchor"|href="#', page)
    assert "Design It into Your Product</h2>" not in page
    whole = site["strategies/everything/index.html"].decode()
    section = re.search(r'<section id="section-product-design".*?</section>', whole, re.DOTALL)
    assert section
    words = re.sub(r"<[^>]+>", " ", section[0]).split()
    assert " ".join(words[-12:]) in " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_library_without_such_a_section_has_no_such_pages() -> None:
    records = edition_of().site
    for summary in records.summaries:
        object.__setattr__(summary, "section_ids", ())
    pages = pages_of(records)
    assert not [path for path in pages if path.startswith("product-design/")]
    assert list(text_pages(Site(records), lambda path: "")) == []
    assert "product-design" not in pages["factors/motivation/index.html"]


def test_a_template_of_a_library_may_not_leave_out_the_disclaimer() -> None:
    template = b'{% extends "base.html" %}{% block main %}<h1>For designers</h1>{% endblock %}'
    with pytest.raises(ExportFault) as fault:
        site_of(edition_of(files={"templates/product_design_factor.html": template}))
    assert "html/product-design/motivation/index.html: it lacks the disclaimer `videos`" in str(fault.value.args)


def test_sections_stand_on_another_page_as_they_were() -> None:
    page = (
        '<section id="section-x" class="y">\n<div class="head"><h2>X</h2>'
        '<a class="anchor" href="#section-x"></a></div>\n'
        '<div class="note" role="note"><div>A note.</div></div>\n<h3 id="section-x-1">More</h3>'
        '<p><a href="#section-z">there</a></p>\n</section>\n<section id="section-z"><p>Other</p></section>'
    )
    assert section_text(page, "x", "../x/") == '<h3>More</h3><p><a href="../x/#section-z">there</a></p>'
    assert section_text(page, "y", "../x/") is None
    assert section_text(page.partition("</section>")[0], "x", "../x/") is None


# --- many strategies ---


def test_no_page_is_too_heavy(large_site: dict[str, str]) -> None:
    own = {path: len(page.encode()) for path, page in large_site.items() if path != "index.html"}
    assert max(own.values()) <= HEAVIEST, max(own, key=lambda path: own[path])


def test_every_strategy_is_found_from_a_to_z(large: Records, large_site: dict[str, str]) -> None:
    found = [id_ for path in large_site if path.startswith("a-z/") for id_ in STRATEGY.findall(large_site[path])]
    assert sorted(found) == sorted(summary.id for summary in large.summaries)
    assert "a-z/c/2/index.html" in large_site
    assert 'href="../a-z/c/index.html"' in large_site["a-z/index.html"]


def test_cells_of_a_large_library_lead_to_the_page_where_their_group_begins(large_site: dict[str, str]) -> None:
    cells = [(address, number) for path, address, number in maps(large_site) if int(number) > 100]
    assert {address.split("/")[0] for address, _ in cells} == {"factors", "learner-models"}
    for address, number in cells:
        assert len(set(group_of(large_site, address))) == int(number), address


def test_related_strategies_of_a_large_library_stand_on_maps_of_their_category(large_site: dict[str, str]) -> None:
    overview = large_site["relations/index.html"]
    assert "<svg" not in overview
    assert 'href="../relations/active-learning/index.html"' in overview
    maps_ = [page for path, page in large_site.items() if re.match(r"relations/[^/]+/", path)]
    assert sum(page.count('<a class="hue-') for page in maps_) == 1203
    assert 'href="../../relations/index.html"' in maps_[0]


def test_links_between_pages_lead_forth_and_back(large_site: dict[str, str]) -> None:
    second = large_site["factors/motivation/2/index.html"]
    assert '<a rel="prev" href="../../../factors/motivation/index.html">' in second
    assert "<h1>Motivation, page 2</h1>" in second
    assert ", continued</h3>" in second
