"""The site as files: what every page must have, what machines are told, and what a library may change."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
from conftest import HERE, LIBRARY
from sites import BASE, EVERYTHING, crowd, edition_of, library_file, site_of

from pipeline.publish.exporter import ExportFault, all_exporters
from pipeline.publish.exporters.html_site import HtmlSite
from pipeline.publish.exporters.html_site.search_document import UNSEARCHED, search_document
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.site_options import SiteOptions
from pipeline.source.text import Source

ROOT = HERE.parent
BLOCKS = ("head", "menu", "footer", "after_title", "end_of_page")
HEAVIEST = 88 * 1024
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGE = "strategies/everything/index.html"


class Elements(HTMLParser):
    """Every start tag of a page with its attributes, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script" and data.strip():
            self.scripts.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [values for name, values in self.tags if name == tag]


def pages(site: dict[str, bytes]) -> dict[str, Elements]:
    return {path: Elements(data.decode()) for path, data in site.items() if path.endswith(".html")}


def policy(page: Elements) -> dict[str, str]:
    (text,) = (m["content"] for m in page.of("meta") if m.get("http-equiv") == "Content-Security-Policy")
    return dict(part.split(" ", 1) for part in (text or "").split("; "))


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    return site_of(edition_of([EVERYTHING]))


@pytest.fixture(scope="module")
def based() -> dict[str, bytes]:
    return site_of(edition_of([EVERYTHING, library_file(base_url=BASE, edit_url="https://example.org/edit/main")]))


@pytest.fixture(scope="module")
def real() -> dict[str, bytes]:
    return site_of(edition_of([], ROOT, search=True))


# --- every page ---


def test_no_page_holds_inline_code_or_style(real: dict[str, bytes], site: dict[str, bytes]) -> None:
    for path, page in {**pages(real), **pages(site)}.items():
        for tag, values in page.tags:
            assert tag not in ("style", "base", "object", "embed"), path
            assert not [name for name in values if name == "style" or name.startswith("on")], path
            if tag == "script" and "src" not in values:
                assert values["type"] in ("application/ld+json", "application/json"), path
        assert not [text for text in page.scripts if "<" in text], path


def test_every_page_allows_itself_only_what_it_needs(site: dict[str, bytes]) -> None:
    for path, page in pages(site).items():
        allowed = policy(page)
        wanted = {"default-src": "'none'", "style-src": "'self'", "img-src": "'self'"}
        wanted |= {"base-uri": "'none'", "form-action": "'none'", "script-src": "'self'", "connect-src": "'self'"}
        if path == PAGE:
            wanted["frame-src"] = "https://player.vimeo.com https://www.youtube-nocookie.com"
        assert allowed == wanted, path
    searching = Elements(site_of(edition_of(search=True))["index.html"].decode())
    assert policy(searching)["script-src"] == "'self' 'wasm-unsafe-eval'"


def test_the_headers_of_the_documentation_allow_what_pages_allow_themselves() -> None:
    text = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    (stated,) = set(re.findall(r"default-src [^`\"\n]+", text))
    header = {part.split(" ")[0]: set(part.split(" ")[1:]) for part in stated.split("; ")}
    used: dict[str, set[str]] = {"frame-ancestors": {"'none'"}}
    for page in pages(site_of(edition_of([EVERYTHING], search=True))).values():
        for name, sources in policy(page).items():
            used.setdefault(name, set()).update(sources.split())
    assert header == used


def test_links_that_leave_say_so_and_say_nothing_of_the_reader(real: dict[str, bytes], site: dict[str, bytes]) -> None:
    seen = 0
    for path, page in {**pages(real), **pages(site)}.items():
        for link in page.of("a"):
            if (link.get("href") or "").startswith("http"):
                seen += 1
                assert link["rel"] == "external noopener", path
                assert link["referrerpolicy"] in ("no-referrer", "strict-origin-when-cross-origin"), path
    assert seen > 50


def test_nothing_but_links_leaves_the_site(real: dict[str, bytes], site: dict[str, bytes]) -> None:
    for path, page in {**pages(real), **pages(site)}.items():
        addresses = [v for tag, values in page.tags if tag != "a" for n, v in values.items() if n in ("src", "href")]
        elsewhere = r"[a-z]+:|//" if path == "404.html" else r"[a-z]+:|/"
        assert not [address for address in addresses if re.match(elsewhere, address or "")], path
    assert not re.search(rb"url\(|@import", next(data for path, data in site.items() if path.endswith(".css")))


def test_a_strategy_weighs_little(real: dict[str, bytes]) -> None:
    for path, data in real.items():
        if re.fullmatch(r"strategies/[^/]+/index\.html", path):
            page = Elements(data.decode())
            loaded = [values["href"] for values in page.of("link") if values["rel"] in ("stylesheet", "icon")]
            loaded += [values["src"] for values in page.of("script") if "src" in values]
            files = [PurePosixPath(os.path.normpath(f"{path}/../{address}")).as_posix() for address in loaded]
            assert len(files) <= 5, path
            assert len(data) + sum(len(real[file]) for file in files) <= HEAVIEST, path


def test_assets_are_named_by_their_bytes_and_block_nothing(site: dict[str, bytes]) -> None:
    assets = [path for path in site if path.startswith("assets/")]
    assert sorted(PurePosixPath(path).name.split(".")[0] for path in assets) == [
        "home",
        "icon",
        "mylist",
        "site",
        "site",
        "strategy",
        "theme",
    ]
    assert all(re.fullmatch(r"assets/[a-z]+\.[0-9a-f]{10}\.(css|js|svg)", path) for path in assets)
    for path, page in pages(site).items():
        assert len([values for values in page.of("link") if values["rel"] == "stylesheet"]) == 1, path
        loaded = [values for values in page.of("script") if "src" in values]
        assert [values["src"] for values in loaded if "defer" not in values] == [loaded[0]["src"]], path
    (first,) = (data for path, data in site.items() if path.startswith("assets/theme."))
    assert len(first) < 400  # it is read before anything is painted


def test_headings_have_ids_of_their_own(site: dict[str, bytes]) -> None:
    page = Elements(site[PAGE].decode())
    ids = [values["id"] for _, values in page.tags if "id" in values]
    assert len(ids) == len(set(ids))
    assert {"section-classroom-example-1", "section-classroom-example-2", "section-resources-1"} <= set(ids)
    assert {values.get("class") for values in page.of("td")} == {"align-left", "align-center", "align-right"}


# --- parts of a strategy's page ---


def test_a_page_says_where_it_comes_from(based: dict[str, bytes]) -> None:
    text = based[PAGE].decode()
    assert 'href="https://example.org/edit/main/content/strategies/everything.md">Suggest an edit' in text
    assert "November 24, 2026" in text
    assert "<dd>PK–1 and 4–6</dd>" in text


def test_neighbours_on_the_shelf_follow_the_alphabet() -> None:
    records = edition_of([EVERYTHING, *crowd(4)]).site
    shelf = [strategy for strategy in records.summaries_by_title if strategy.category.id == "active-learning"]
    assert [s.id for s in shelf] == ["crowd-0000", "crowd-0002", "lateral-reading", "everything"]
    assert [tuple(side and side.id for side in records.neighbours[s.id]) for s in shelf] == [
        (None, "crowd-0002"),
        ("crowd-0000", "lateral-reading"),
        ("crowd-0002", "everything"),
        ("lateral-reading", None),
    ]


def test_factors_know_their_neighbours() -> None:
    listings = Site(edition_of([EVERYTHING]).site).listings
    curiosity = next(factor for factor in listings.records.factors if factor.id == "curiosity")
    found = [(factor.id, shared) for factor, shared in listings.neighbours(curiosity)]
    assert found == [("emotion", 2), ("vision", 2), ("attention", 1), ("motivation", 1)]


def test_the_index_lists_other_names(site: dict[str, bytes]) -> None:
    text = site["a-z/index.html"].decode()
    assert '<a href="../factors/sense-of-belonging/index.html">belonging</a> <span class="soft">see Sense of' in text


def test_images_come_along() -> None:
    site = site_of(edition_of([EVERYTHING]))
    assert site["images/circle.png"] == (LIBRARY / "content/images/circle.png").read_bytes()
    assert '<img src="../../images/circle.png" alt="Eight chairs in a circle">' in site[PAGE].decode()
    assert (
        "![Eight chairs in a circle](../../images/circle.png)" in site["strategies/everything/index.html.md"].decode()
    )


def test_images_of_pages_in_folders() -> None:
    page = Source("content/strategies/deep/everything.md", EVERYTHING.text.replace("../images", "../../images"))
    site = site_of(edition_of([page]))
    assert '<img src="../../images/circle.png"' in site[PAGE].decode()
    assert "](../../images/circle.png)" in site["strategies/everything/index.html.md"].decode()


# --- what is not there any more ---


def test_a_former_id_leads_on(site: dict[str, bytes]) -> None:
    (refresh,) = (
        m for m in pages(site)["strategies/all-of-it/index.html"].of("meta") if m.get("http-equiv") == "refresh"
    )
    assert refresh["content"] == "0; url=../everything/index.html"


def test_a_tombstone_names_its_successor(site: dict[str, bytes]) -> None:
    text = site["strategies/morning-circle/index.html"].decode()
    assert 'was retired on <time datetime="2026-11-01">' in text
    assert 'href="../student-voice/index.html">Student Voice</a>' in text
    assert 'name="robots" content="noindex"' in text


def test_a_tombstone_says_when_its_strategy_was_retired() -> None:
    path = "content/strategies/morning-circle.md"
    text = (LIBRARY / path).read_text(encoding="utf-8").replace("updated: 2026-11-01", "updated: 2026-11-09")
    page = site_of(edition_of([Source(path, text)]))["strategies/morning-circle/index.html"].decode()
    assert 'was retired on <time datetime="2026-11-01">' in page
    assert "2026-11-09" not in page


@pytest.mark.parametrize(
    ("folder", "old", "name", "new", "successor"),
    [
        ("factors", "focus", "Focus", "attention", "Attention"),
        ("categories", "crafts", "Crafts", "active-learning", "Active Learning"),
        ("learner-models", "first-grades", "First Grades", "early-grades", "Early Grades"),
    ],
)
def test_a_deprecated_term_leads_on(
    folder: str, old: str, name: str, new: str, successor: str, site: dict[str, bytes]
) -> None:
    """Its address stays, lists show it apart, and the index and the search know it as a name of its successor."""
    page = site[f"{folder}/{old}/index.html"].decode()
    assert f'no longer used. Use <a href="../{new}/index.html">{successor}</a>.' in page
    assert " yet.</p>" not in page
    for path in ("index.html", "coverage/index.html", "grades/index.html"):
        assert f"{folder}/{old}/" not in site[path].decode(), path
    listed, _, former = site[f"{folder}/index.html"].decode().partition("No longer used: ")
    assert former.startswith(f'<a href="../{folder}/{old}/index.html">{name}</a></p>')
    assert f"/{old}/" not in listed
    link = f'<a href="../{folder}/{new}/index.html">{name}</a> <span class="soft">see {successor}</span>'
    assert link in site["a-z/index.html"].decode()
    (data,) = [data.decode() for path, data in site.items() if path.startswith("search/catalog")]
    assert f'"{old}"' not in data
    assert f'"{name}"' in data


def test_other_names_of_terms_are_found() -> None:
    edition = edition_of()
    (lateral,) = [each for each in edition.site.summaries if each.id == "lateral-reading"]
    text = search_document(Site(edition.site), lateral, "").data.decode()
    for name in ("learning by doing", "Crafts", "handiwork", "First Grades", "the youngest", "Focus"):
        assert f"<p>{name}</p>" in text


def test_the_page_for_what_is_missing_works_at_any_depth(based: dict[str, bytes]) -> None:
    page = pages(based)["404.html"]
    addresses = [values["href"] for tag, values in page.tags if tag in ("a", "link") and "href" in values]
    # The path alone: it works on any host, such as one for previews.
    assert [address for address in addresses if not (address or "").startswith(("/library/", "#main"))] == []


# --- machines ---


def test_addresses_are_whole_only_where_the_place_is_known(site: dict[str, bytes], based: dict[str, bytes]) -> None:
    assert "sitemap.xml" not in site
    assert not re.search(
        rb'rel="canonical"|og:', b"".join(data for path, data in site.items() if path.endswith("html"))
    )
    page = Elements(based[PAGE].decode())
    assert [v["href"] for v in page.of("link") if v["rel"] == "canonical"] == [f"{BASE}/strategies/everything/"]
    graph = {values["property"]: values["content"] for values in page.of("meta") if "property" in values}
    assert graph["og:type"] == "article"
    assert graph["og:url"] == f"{BASE}/strategies/everything/"


def test_the_sitemap_lists_every_page_that_is_to_be_found(based: dict[str, bytes]) -> None:
    listed = {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in ET.fromstring(based["sitemap.xml"])
    }
    gone = ("404.html", "strategies/morning-circle/", "strategies/all-of-it/", "strategies/learner-voice/")
    wanted = {f"{BASE}/{path.removesuffix('index.html')}" for path in pages(based) if not path.startswith(gone)}
    assert set(listed) == wanted
    assert listed[f"{BASE}/strategies/everything/"] == "2026-11-24"


def test_the_feed_tells_what_changed_last(site: dict[str, bytes]) -> None:
    feed = ET.fromstring(site["feed.atom"])
    entries = feed.findall(f"{ATOM}entry")
    assert entries[0].findtext(f"{ATOM}title") == "One of Everything"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-24T00:00:00Z"
    assert all((entry.findtext(f"{ATOM}id") or "").startswith("urn:uuid:") for entry in entries)
    assert {link.get("href") for entry in entries for link in entry.findall(f"{ATOM}link")} <= set(site)


def test_the_guide_for_programs_leads_to_markdown(site: dict[str, bytes]) -> None:
    text = site["llms.txt"].decode()
    assert set(re.findall(r"\]\((\S+?)\)", text)) <= set(site)
    assert text.count("/index.html.md)") == 4
    assert "These resources are possible representations of this strategy, not endorsements." in text


def test_linked_data_names_the_page_and_keeps_its_disclaimers(site: dict[str, bytes]) -> None:
    for path, page in pages(site).items():
        data = [json.loads(text) for text in page.scripts if '"@context"' in text]
        gone = any(m.get("name") == "robots" for m in page.of("meta"))
        assert len(data) == (0 if gone else 1), path
    (strategy,) = (json.loads(text) for text in pages(site)[PAGE].scripts)
    assert strategy["@type"] == ["Article", "LearningResource"]
    notes = [part["usageInfo"]["text"] for part in strategy["hasPart"]]
    assert [note[:6] for note in notes] == ["Videos", "Additi"]
    assert [term["termCode"] for term in strategy["about"]] == ["motivation", "curiosity", "vision", "emotion"]


def test_markdown_beside_a_page_stands_alone() -> None:
    cells = (
        "| [a](factor:emotion) | [a](factor:emotion) |",
        "| [a](strategy:student-voice) | [a](strategy:student-voice) |",
    )
    twins = "\n|---|---|\n".join(cells)
    comment = "<!-- strategies: ignore doubled-word -- a slip of the tongue is the point -->"
    text = EVERYTHING.text.replace("> A quotation", f"{twins}\n\n{comment}\nShe said the the twice.\n\n> A quotation")
    text = text.replace("Compare [Student Voice](strategy:student-voice)", "Compare [Student Voice][v]").replace(
        "## Example: Use", "[v]: strategy:student-voice\n\n## Example: Use", 1
    )
    site = site_of(edition_of([Source(EVERYTHING.path, text.replace("\n", "\r\n"))]))
    written = site["strategies/everything/index.html.md"].decode()
    assert written.startswith("# One of Everything\n\nA page that holds")
    assert not re.search(r"factor:|strategy:|strategies: ignore|\r", written)
    assert written.count("(../../factors/emotion/index.html)") == 4
    assert written.count("../../strategies/student-voice/index.html.md") == 5
    addresses = re.findall(r"\]\((\.\.[^)]+)\)|\]: (\.\.\S+)", written)
    targets = {os.path.normpath("strategies/everything/" + (inline or defined)) for inline, defined in addresses}
    assert targets <= set(site)


# --- the same bytes, and search ---

EXPORT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from sites import EVERYTHING, crowd, edition_of, site_of
for path, data in sorted(site_of(edition_of([EVERYTHING, *crowd(40)], search=True)).items()):
    print(hashlib.sha256(data).hexdigest(), path)
"""


def test_the_same_content_gives_the_same_bytes_search_included(tmp_path: Path) -> None:
    seen = set()
    for place, (seed, zone, language) in enumerate(
        [("1", "UTC", "C.UTF-8"), ("77", "Asia/Tokyo", "C"), ("5", "UTC", "C")]
    ):
        folder = tmp_path / str(place)
        folder.mkdir()
        variables = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "TMPDIR": str(folder)}
        command = [sys.executable, "-c", EXPORT, str(HERE)]
        seen.add(subprocess.run(command, env=variables, cwd=folder, capture_output=True, check=True, text=True).stdout)
        assert list(folder.iterdir()) == [], "something was left behind"
    (listing,) = seen
    assert listing.count("pagefind/fragment/") == 44


def test_what_is_searched_is_what_a_page_says_of_itself() -> None:
    edition = edition_of([EVERYTHING])
    site, (summary,) = Site(edition.site), [each for each in edition.site.summaries if each.id == "everything"]
    document = search_document(site, summary, site_of(edition)[PAGE].decode()).data.decode()
    assert 'data-pagefind-meta="title[content]" content="One of Everything"' in document
    assert "zeppelinry" in document
    for name in ("Active Learning", "Curious", "Early Grades", "Grade PK"):
        assert f"<p>{name}</p>" in document
    assert {"h2", ".note", ".citations"} <= set(UNSEARCHED.split(", "))


def test_characters_of_languages_without_spaces_are_words() -> None:
    edition = edition_of()
    summary = replace(edition.site.summaries[0], title="合作学习")
    text = search_document(Site(edition.site), summary, "<article><p>学习和记忆。</p></article>").data.decode()
    assert 'content="合 作 学 习 "' in text
    assert "<p>学 习 和 记 忆 。 </p>" in text


def test_the_home_page_stays_small_and_its_data_is_loaded_on_demand(site: dict[str, bytes]) -> None:
    (path,) = [path for path in site if path.startswith("search/")]
    assert f'data-catalog="{path.split(".")[1]}"' in site["index.html"].decode()
    assert b"</script" not in site[path]
    assert site[path].startswith(b'receiveCatalog({"facets":')


def test_search_can_be_left_out(site: dict[str, bytes]) -> None:
    assert not [path for path in site if "pagefind" in path]
    assert "data-search=" not in site["index.html"].decode()


# --- a library's own looks ---


def test_a_library_may_replace_one_template() -> None:
    template = b'{% extends "default/about.html" %}{% block main %}<h1>Who we are</h1>{{ super() }}{% endblock %}'
    plain = site_of(edition_of())
    themed = site_of(edition_of(files={"templates/about.html": template}))
    assert {path for path in plain if plain[path] != themed[path]} == {"about/index.html"}
    text = themed["about/index.html"].decode()
    assert "<h1>Who we are</h1>" in text
    assert "<h1>About</h1>" in text


def test_own_blocks_reach_every_page() -> None:
    """At their places, also on pages whose template or frame is the library's own."""
    blocks = {f"templates/blocks/{name}.html": f"<p>{name} {{{{ root }}}}</p>\n".encode() for name in BLOCKS}
    blocks["templates/blocks/menu.html"] = b'<li><a href="{{ root }}index.html">Own menu</a></li>'
    blocks["templates/blocks/head.html"] = b'<meta name="generator" content="own">'
    blocks["templates/404.html"] = b'{% extends "base.html" %}{% block main %}<h1>Nothing</h1>{% endblock %}'
    site = site_of(edition_of(files=blocks))
    pages = {path: data.decode() for path, data in site.items() if path.endswith(".html")}
    assert len(pages) > 20
    for page in pages.values():
        assert page.count('content="own"></head>') == page.count("Own menu</a></li>\n</ul>") == 1
        assert re.search(r"</h1>\n<div [^>]*>\n<p>after_title [^<]*</p>\n</div>", page)
        assert re.search(r"<p>end_of_page [^<]*</p>\n</main>[^\0]*<p>footer [^<]*</p>\n</footer>", page)


def test_a_block_without_a_place_is_named() -> None:
    files = {"templates/blocks/after_title.html": b"<p>Hello</p>", "templates/about.html": b'{% extends "base.html" %}'}
    with pytest.raises(ExportFault, match="has no place: the page has no </h1>"):
        site_of(edition_of(files=files))


def test_a_library_may_add_styles_and_files() -> None:
    files = {"static/theme.css": b":root { --accent: #703; }\n", "static/logo.svg": b"<svg/>"}
    site = site_of(edition_of(files=files))
    (style,) = (path for path in site if path.endswith(".css"))
    assert site[style].decode().endswith("--accent: #703; }\n")
    assert style not in site_of(edition_of())
    assert site["logo.svg"] == b"<svg/>"
    assert "theme.css" not in site


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        (b"{% extends 'default/about.html' %}\n{% block main %}", "the template about.html, line 2 of this library"),
        (b"\n{{ nobody.knows }}", "the template about.html, line 2 of this library failed: 'nobody' is undefined"),
        (b"{% include 'gone.html' %}", "about.html, line 1 of this library failed: there is no template `gone.html`"),
        (b"<p>\n\n{{ 1 // 0 }}", "about.html, line 3 of this library failed: ZeroDivisionError: "),
        (b"{{ records() }}", "about.html, line 1 of this library failed: templates may not call Records"),
        (
            b"{% include 'about.html' %}",
            "about.html, line 1 of this library failed: it includes, extends or calls itself",
        ),
        (
            b"{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}",
            "about.html, line 1 of this library failed: it includes",
        ),
        (b"{{ '\\ud800' }}", "the template about.html of this library failed: 'utf-8'"),
        (b"{{ cycler.__init__.__globals__ }}", "about.html, line 1 of this library failed: templates may not reach"),
        (
            b"{% for i in range(10 ** 9) %}{% endfor %}",
            "about.html, line 1 of this library failed: OverflowError: Range",
        ),
        (b"\xff", "the template about.html of this library failed: 'utf-8'"),
    ],
)
def test_a_template_that_fails_is_the_library_s_to_mend(template: bytes, reason: str) -> None:
    with pytest.raises(ExportFault, match=reason):
        site_of(edition_of(files={"templates/about.html": template}))


def test_templates_escape_what_a_library_says() -> None:
    site = site_of(edition_of([library_file(title='"A <b> & C"')]))
    assert "<title>A &lt;b&gt; &amp; C</title>" in site["index.html"].decode()


def test_the_map_says_what_the_facts_say(site: dict[str, bytes]) -> None:
    text = site["coverage/early-grades/index.html"].decode()
    row = re.search(r'<tr><th scope="row"><a [^>]+>Vision</a></th>(.+)</tr>', text)
    assert row
    cells = re.findall(r'class="([^"]+)">(?:<a [^>]+>)?(\d+)<', row[1])
    assert cells == [("shade-1", "2"), ("shade-0", "0"), ("total", "2")]
    assert text.count('scope="rowgroup"') == 2


def test_options_give_the_files_of_one_folder() -> None:
    read = dict.fromkeys(("static/b", "static/a/c", "statics/d", "content/images/e"), bytes)
    assert list(SiteOptions(files=read).below("static")) == ["a/c", "b"]


def test_exporters_find_the_site() -> None:
    assert "HtmlSite" in [exporter.name for exporter in all_exporters()]
    assert HtmlSite.format == "html"
