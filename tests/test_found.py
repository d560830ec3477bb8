"""How pages are found and shared: titles, addresses, pictures, breadcrumbs, the feed, and files for crawlers."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from html import unescape
from io import BytesIO

import feedparser
import pytest
from PIL import Image
from sites import BASE, EVERYTHING, edition_of, library_file, site_of

from pipeline.publish.exporters.html_site.arabic import drawn
from pipeline.publish.exporters.html_site.head import LONGEST, page_title
from pipeline.publish.exporters.html_site.share_image import HUES, ShareImage, shown
from pipeline.publish.exporters.html_site.words import SiteWords
from pipeline.publish.feed import MAX_TEXT, Feed, FeedContent, FeedSection, content_of
from pipeline.source.text import Source

PAGE, ALIAS = "strategies/everything/index.html", "strategies/all-of-it/index.html"
FACTOR, MISSING = "factors/motivation/index.html", "404.html"
DISCLAIMER = "These resources are possible representations of this strategy, not endorsements."


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    """A site whose address is known."""
    text = EVERYTHING.text.replace("updated: 2026-11-24", "updated: 2026-11-24\npublished: 2026-03-02")
    return site_of(edition_of([Source(EVERYTHING.path, text), library_file(base_url=BASE)]))


@pytest.fixture(scope="module")
def pages(site: dict[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in site.items() if path.endswith(".html")}


def found(pattern: str, page: str) -> list[str]:
    return [unescape(text) for text in re.findall(pattern, page)]


def linked(page: str) -> list[dict[str, object]]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


# --- titles and descriptions ---


def test_every_page_has_a_title_of_its_own_and_a_description(pages: dict[str, str]) -> None:
    titles = {path: found("<title>([^<]*)</title>", page)[0] for path, page in pages.items()}
    assert {path: title for path, title in titles.items() if not 0 < len(title) <= LONGEST} == {}
    originals = [title for path, title in titles.items() if 'http-equiv="refresh"' not in pages[path]]
    assert [title for title, times in Counter(originals).items() if times > 1] == []
    assert [
        path for path, page in pages.items() if not found('<meta name="description" content="([^"]+)">', page)
    ] == []


@pytest.mark.parametrize(
    ("title", "part", "whole"),
    [
        ("Jigsaw", "", "Jigsaw · A Library of Strategies for Teaching"),
        ("Curiosity", "Factors", "Curiosity · Factors · A Library of Strategies for Teaching"),
        ("Structured Academic Controversy", "Factors", "Structured Academic Controversy · Factors"),
        ("A Library of Strategies for Teaching", "", "A Library of Strategies for Teaching"),
        (
            "Structured Academic Controversy for Middle School Science Classrooms, Part 2",
            "",
            "Structured Academic Controversy … Classrooms, Part 2",
        ),
        ("学" * 80, "", "学" * 34 + " … " + "学" * 23),
    ],
)
def test_a_title_is_as_long_as_search_engines_show(title: str, part: str, whole: str) -> None:
    assert page_title(title, "A Library of Strategies for Teaching", part) == whole
    assert len(whole) <= LONGEST


# --- addresses ---


def test_a_former_id_names_the_present_page_as_the_original(pages: dict[str, str]) -> None:
    assert found('rel="canonical" href="([^"]*)"', pages[ALIAS]) == [f"{BASE}/strategies/everything/"]
    assert found('property="og:image" content="([^"]*)"', pages[ALIAS]) == [f"{BASE}/strategies/everything/share.png"]
    unlisted = [path for path, page in pages.items() if '<meta name="robots" content="noindex">' in page]
    assert sorted(unlisted) == [MISSING, "strategies/morning-circle/index.html"]


def test_crawlers_are_led_to_every_page_once(site: dict[str, bytes], pages: dict[str, str]) -> None:
    assert site["robots.txt"].decode() == f"User-agent: *\nDisallow:\n\nSitemap: {BASE}/sitemap.xml\n"
    originals = {found('rel="canonical" href="([^"]*)"', page)[0] for page in pages.values() if "canonical" in page}
    assert sorted(found("<loc>([^<]*)</loc>", site["sitemap.xml"].decode())) == sorted(originals)


def test_breadcrumbs_are_linked_data(pages: dict[str, str]) -> None:
    _, crumbs = linked(pages[PAGE])
    assert crumbs["@type"] == "BreadcrumbList"
    items = [
        {"@type": "ListItem", "position": 1, "name": "Strategies", "item": f"{BASE}/"},
        {"@type": "ListItem", "position": 2, "name": "Active Learning", "item": f"{BASE}/categories/active-learning/"},
        {"@type": "ListItem", "position": 3, "name": "One of Everything"},
    ]
    assert crumbs["itemListElement"] == items
    assert [item["name"] for item in linked(pages[FACTOR])[1]["itemListElement"]] == ["Factors", "Motivation"]
    assert [path for path, page in pages.items() if len(linked(page)) > 2] == []


def test_videos_are_left_to_the_page_because_nobody_told_their_day(pages: dict[str, str]) -> None:
    assert "data-embed=" in pages[PAGE]
    assert [path for path, page in pages.items() if "VideoObject" in page] == []


# --- pictures for sharing ---


def test_every_page_has_a_picture_that_is_there(site: dict[str, bytes], pages: dict[str, str]) -> None:
    for path, page in pages.items():
        graph = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page))
        if path in (MISSING, "strategies/morning-circle/index.html"):
            assert graph == {}, path
            continue
        assert graph["twitter:card"] == "summary_large_image", path
        assert graph["og:image:alt"], path
        picture = Image.open(BytesIO(site[graph["og:image"].removeprefix(f"{BASE}/")]))
        assert (picture.format, picture.mode) == ("PNG", "P")
        assert picture.size == (int(graph["og:image:width"]), int(graph["og:image:height"])) == (1200, 630)
    assert max(len(data) for path, data in site.items() if path.endswith("share.png")) < 20_000


def test_a_site_without_an_address_has_no_pictures() -> None:
    site = site_of(edition_of())
    assert [path for path in site if path.endswith("share.png") or path in ("robots.txt", "sitemap.xml")] == []
    assert [path for path, data in site.items() if b"og:" in data and path.endswith(".html")] == []


# If these change without a change of the drawing, verification of pictures depends on the machine.
SAMPLES = {
    ShareImage("Lateral Reading", "Active Learning", "Test Library", HUES[0]): "d8dcf29e73f36e01",
    ShareImage("Größen schätzen: ein naïver Zugang", "Mathématiques", "Bibliothèque", HUES[5]): "2f9f1cc8ce7d16be",
    ShareImage("Учимся вместе: обсуждение", "Ενεργητική μάθηση", "Thư viện", HUES[3]): "b20264c971b30745",
    ShareImage("W" * 60 + " and " + "many words " * 9, "x" * 300, "y" * 300): "1617f603273f8abd",
    ShareImage("استراتيجيات التعلم", "التعلم النشط", "مكتبة", HUES[4]): "b74041393f9b7304",
    ShareImage(""): "bda73f079f05c203",
}


@pytest.mark.parametrize("picture", SAMPLES)
def test_the_same_words_are_the_same_bytes_everywhere(picture: ShareImage) -> None:
    assert hashlib.sha256(picture.png()).hexdigest()[:16] == SAMPLES[picture]


@pytest.mark.parametrize("words", ["تَعَلُّم", "עברית", "学び", "Jigsaw 👩🏽‍🏫", "a\u0332b", "\ue000"])
def test_words_that_the_font_lacks_are_left_out_and_never_boxes(words: str) -> None:
    assert shown(words) == ""
    assert ShareImage(words, words, words).png() == ShareImage("").png()
    assert ShareImage(words, below="Library").png() == ShareImage("", below="Library").png()


@pytest.mark.parametrize(
    "words", ["e\u0301te\u0301", "¿Qué? – “Sí” … 2½ €", "Ŵŷ ſ Ő ș", "Học tập", "Ёлка ґ", "Μάθηση", "تعلم نشط"]
)
def test_words_of_many_languages_are_drawn(words: str) -> None:
    assert shown(words)
    assert ShareImage(words).png() != ShareImage("").png()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("سلام", "\ufee1\ufefc\ufeb3"),
        ("كتاب جديد", "\ufeaa\ufef3\ufeaa\ufe9f \ufe8f\ufe8e\ufe98\ufedb"),
        ("في (Think Pair) 2.5", "2.5 (Think Pair) \ufef2\ufed3"),
        ("پژوهش", "\ufeb6\ufeeb\ufeed\ufb8b\ufb58"),
    ],
)
def test_arabic_is_drawn_in_the_forms_of_its_letters_from_the_right(line: str, expected: str) -> None:
    assert ascii(drawn(line)) == ascii(expected)
    assert shown(line) == line


# --- the feed ---


def test_the_feed_has_the_whole_text_with_links_that_work(site: dict[str, bytes]) -> None:
    feed = feedparser.parse(site["feed.atom"], sanitize_html=False)
    assert not feed.bozo
    entry = next(entry for entry in feed.entries if entry.title == "One of Everything")
    assert (entry.published, entry.updated) == ("2026-03-02T00:00:00Z", "2026-11-24T00:00:00Z")
    (content,) = entry.content
    assert content.type == "text/html"
    assert DISCLAIMER in content.value
    assert content.value.count("<h2>") == 5
    for address in found('(?:href|src)="([^"]*)"', content.value):
        assert address.startswith(("https://", "http://", "mailto:")), address
        if address.startswith(f"{BASE}/"):
            path = address.removeprefix(f"{BASE}/").partition("#")[0]
            assert (f"{path}index.html" if path.endswith("/") else path) in site
    others = [entry for entry in feed.entries if entry.title != "One of Everything"]
    assert [entry.title for entry in others if "published" in entry] == []
    assert [entry.title for entry in feed.entries if "content" not in entry] == ["Retired: Morning Circle"]


def test_the_feed_obeys_the_rules_of_atom(site: dict[str, bytes]) -> None:
    """What https://validator.w3.org/feed calls an error or warns of."""
    feed = feedparser.parse(site["feed.atom"])
    assert feed.feed.id
    assert feed.feed.title
    assert {link.rel: link.href for link in feed.feed.links} == {"self": f"{BASE}/feed.atom", "alternate": f"{BASE}/"}
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids)
    for entry in feed.entries:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", entry.updated)
        assert entry.get("author") or feed.feed.author
        assert [link.rel for link in entry.links].count("alternate") == 1


def test_links_of_a_feed_without_an_address_begin_beside_it() -> None:
    html = '<p><a href="factor:motivation" data-factor="motivation">x</a> <img src="html/images/a%20b.png" alt=""></p>'
    html += '<p><a href="reference:ruiz-2024" data-reference="ruiz-2024">y</a></p>'
    content = content_of("exit-notes", [FeedSection("A & B", html)], "")
    assert '<a href="strategies/exit-notes/index.html#reference-ruiz-2024" data-reference=' in content
    assert '<h2>A &amp; B</h2>\n<p><a href="factors/motivation/index.html" data-factor=' in content
    assert '<img src="images/a%20b.png" alt="">' in content


def test_a_feed_stays_small_enough_to_be_read_often() -> None:
    records = edition_of().site
    long = [FeedSection("Text", f"<p>{'word ' * (MAX_TEXT // 12)}</p>")]
    content = FeedContent(records.library, records.summaries, (), {each.id: long for each in records.summaries})
    feed = feedparser.parse(Feed(content, SiteWords("en")).text())
    assert ["content" in entry for entry in feed.entries] == [True, True, False]
    assert all(entry.summary for entry in feed.entries)
