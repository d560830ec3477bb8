"""The HTML of sections: what sanitisers keep of it, what it may hold, and forgeries of it, its text and its links."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from ast import literal_eval
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import nh3
import pytest
from conftest import HERE
from npm import unpacked
from releases import copied, faults, published, read_json, resign, write_json
from shown import shown_in_order
from sites import BASE, EVERYTHING, library_file

from pipeline.publish import older
from pipeline.publish.section_addresses import with_cross_links
from pipeline.publish.verify.section_html import NotOfSectionError, read_section

CONSUMING = (HERE.parent / "docs" / "consuming.md").read_text(encoding="utf-8")
OWN_LINK = re.compile(r'<a href="([^"]*)"(?: title="[^"]*")? data-(factor|strategy|reference)="([^"]*)">')
# What `docs/consuming.md` tells consumers to let through.
ALLOWED: dict[str, set[str]] = literal_eval(
    re.findall(r"^ALLOWED = (\{.*?^\})", CONSUMING, re.MULTILINE | re.DOTALL)[0]
)


def bundle_of(out: Path, *changed: Any) -> Path:
    return published(out, ("csv", "json"), [EVERYTHING, *changed]).release


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of a library that knows where its site is."""
    return bundle_of(tmp_path_factory.mktemp("known"), library_file(base_url=BASE))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same of a library that does not."""
    return bundle_of(tmp_path_factory.mktemp("unknown"))


def sections(bundle: Path) -> list[dict[str, Any]]:
    strategies = read_json(bundle / "json/strategies.json")["strategies"]
    return [section for strategy in strategies for section in strategy["sections"]]


def links(bundle: Path) -> list[tuple[str, str, str]]:
    return [found for section in sections(bundle) for found in OWN_LINK.findall(section["html"])]


def test_links_in_the_library_say_where_they_lead(bundle: Path, elsewhere: Path) -> None:
    assert links(elsewhere)
    for address, kind, id_ in links(elsewhere):
        assert address == f"{kind}:{id_}"
    folders = {"factor": "factors", "strategy": "strategies"}
    pages = [(kind, id_) for _, kind, id_ in links(elsewhere) if kind in folders]
    known = [link for link in links(bundle) if link[1] in folders]
    assert [(f"{BASE}/{folders[kind]}/{id_}/", kind, id_) for kind, id_ in pages] == known


def test_links_to_works_lead_to_the_sources_of_their_own_page(bundle: Path, elsewhere: Path) -> None:
    known, unknown = (
        {
            (strategy["id"], found)
            for strategy in read_json(place / "json/strategies.json")["strategies"]
            for section in strategy["sections"]
            for found in OWN_LINK.findall(section["html"])
            if found[1] == "reference"
        }
        for place in (bundle, elsewhere)
    )
    ids = {(page, id_) for page, (_, _, id_) in known}
    assert ids == {(page, id_) for page in ("everything", "lateral-reading") for id_ in ("reyes-2022", "ito-2021")}
    assert known == {(page, (f"{BASE}/strategies/{page}/#reference-{id_}", "reference", id_)) for page, id_ in ids}
    assert unknown == {(page, (f"reference:{id_}", "reference", id_)) for page, id_ in ids}


def test_all_factors_that_are_linked_are_mentioned(bundle: Path) -> None:
    mentioned = {
        ("factor", id_)
        for record in read_json(bundle / "json/strategies.json")["strategies"]
        for id_ in record["mentions"]["factors"]
    }
    assert {(kind, id_) for _, kind, id_ in links(bundle) if kind == "factor"} == mentioned


def test_markdown_is_the_same_wherever_the_site_is(bundle: Path, elsewhere: Path) -> None:
    assert [section["markdown"] for section in sections(bundle)] == [s["markdown"] for s in sections(elsewhere)]
    assert "](factor:motivation)" in sections(bundle)[0]["markdown"] + json.dumps(sections(bundle))


@pytest.mark.parametrize("name", ["bundle", "elsewhere"])
def test_a_sanitiser_keeps_what_readers_see_and_where_links_lead(name: str, request: pytest.FixtureRequest) -> None:
    found = sections(request.getfixturevalue(name))
    for section in found:
        clean = nh3.clean(section["html"], attributes=ALLOWED, link_rel=None)
        assert shown_in_order(clean).split() == shown_in_order(section["html"]).split()
        assert section["text"].split() == shown_in_order(clean).split()
        kept = [(kind, id_) for _, kind, id_ in OWN_LINK.findall(section["html"])]
        assert re.findall(r'data-(factor|strategy|reference)="([^"]*)"', clean) == kept
        assert re.findall(r'class="([^"]*)"', clean) == re.findall(r'class="([^"]*)"', section["html"])
    stripped = any("data-factor" in each and "href" not in each for each in anchors(found))
    assert stripped == (name == "elsewhere"), "without data attributes, links to factors would lead nowhere"


def anchors(found: list[dict[str, Any]]) -> list[str]:
    cleaned = (nh3.clean(section["html"], attributes=ALLOWED, link_rel=None) for section in found)
    return [anchor for html in cleaned for anchor in re.findall(r"<a [^>]*>", html)]


def test_elements_attributes_and_classes_are_documented(bundle: Path) -> None:
    html = "".join(section["html"] for section in sections(bundle))
    rows = re.findall(r"^\| (`p`.*|`a`|`img`|`ol`|`th`.*|`code`) \| (.*) \|$", CONSUMING, re.MULTILINE)
    listed = {
        name: set(re.findall(r"`([a-z-]+)`", attributes)) for names, attributes in rows for name in names.split("`")
    }
    listed |= {f"h{level}": set() for level in range(2, 6)}
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= listed.keys()
    for tag, attribute in re.findall(r'<([a-z]+)(?: [^<>]*?)? ([a-z-]+)="', html):
        assert attribute in ALLOWED[tag] & listed[tag]
    classes = set(re.findall(r' class="([^"]*)"', html))
    assert classes == {"align-left", "align-center", "align-right"}
    for name in classes:
        assert f"`{name}`" in CONSUMING
        assert f".{name} {{ text-align: {name.removeprefix('align-')} }}" in CONSUMING


def test_the_documentation_restores_links_of_older_versions(bundle: Path, elsewhere: Path) -> None:
    (snippet,) = (
        block
        for block in re.findall(r"^```python\n(.*?)^```$", CONSUMING, re.MULTILINE | re.DOTALL)
        if "OWN_LINK =" in block
    )
    names: dict[str, Any] = {"print": lambda text: None}
    exec(snippet, names)
    for known, unknown in zip(sections(bundle), sections(elsewhere), strict=True):
        before = re.sub(r' data-(?:factor|strategy|reference)="[^"]*"', "", unknown["html"])
        assert names["with_own_links"](known["html"], "{kind}:{id}") == before
        assert names["with_own_links"](before) == before


def test_the_address_of_an_image_is_known_with_the_site(bundle: Path, elsewhere: Path) -> None:
    image = {"section": "overview", "path": "html/images/circle.png", "alt": "Eight chairs in a circle"}
    for place, url in ((bundle, f"{BASE}/images/circle.png"), (elsewhere, None)):
        assert read_json(place / "json/strategies/everything.json")["images"] == [image | {"url": url}]


@pytest.mark.tools
def test_another_renderer_makes_the_html_of_the_markdown(bundle: Path, elsewhere: Path, tmp_path: Path) -> None:
    """markdown-it in JavaScript, as a web site would use it."""
    shutil.copy(unpacked("markdown-it", "14.1.0") / "dist/markdown-it.js", tmp_path / "markdown-it.cjs")
    (tmp_path / "render.cjs").write_text(RENDER, encoding="utf-8")
    given = json.dumps([section["markdown"] for section in sections(elsewhere)])
    done = subprocess.run(
        ["node", "render.cjs"], cwd=tmp_path, input=given, capture_output=True, encoding="utf-8", check=True
    )
    rendered = json.loads(done.stdout)
    for place, base in ((elsewhere, None), (bundle, BASE)):
        strategies = read_json(place / "json/strategies.json")["strategies"]
        pages = [strategy["id"] for strategy in strategies for _ in strategy["sections"]]
        linked = [with_cross_links(html.strip(), base, page) for html, page in zip(rendered, pages, strict=True)]
        assert linked == [section["html"] for section in sections(place)]


RENDER = """
const md = require("./markdown-it.cjs")("commonmark", {xhtmlOut: false}).enable(["table", "strikethrough"]);
const texts = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const html = (text) => md.render(text).replaceAll('style="text-align:', 'class="align-');
process.stdout.write(JSON.stringify(texts.map(html)));
"""


def test_older_records_are_compared_in_the_form_of_today(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In 1.1 text had neither marks nor columns, and neither links nor images said where they lead."""
    monkeypatch.setattr(older, "SCHEMA_VERSION", "1.5.0")
    today, before = (read_json(elsewhere / "json/strategies.json") for _ in range(2))
    before["schema_version"] = "1.1.0"
    for record in before["strategies"]:
        for section in record["sections"]:
            section["text"] = re.sub(r"^ *(?:-|\d+\.) ", "", section["text"], flags=re.MULTILINE)
            section["html"] = re.sub(r' data-(?:factor|strategy|reference)="[^"]*"', "", section["html"])
        for image in record["images"]:
            del image["url"]
    assert before["strategies"] != today["strategies"]
    assert older.upgraded(before)["strategies"] == today["strategies"]


# --- what a section may not hold ---

REFUSED = {
    "script": "<script>alert(1)</script>",
    "handler": '<p onclick="alert(1)">a</p>',
    "style": '<td style="text-align:left">a</td>',
    "class": '<p class="big">a</p>',
    "comment": "<p>a<!-- b --></p>",
    "frame": '<iframe src="https://example.org"></iframe>',
    "open": "<p>a",
    "crossed": "<p><em>a</p></em>",
    "bare": "a",
    "half": "<p>a < b</p>",
    "block in a word": "<p><em><p>a</p></em></p>",
    "single quotes": "<a href='https://example.org'>a</a>",
    "deep": "<blockquote>" * 5000 + "</blockquote>" * 5000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_html_is_refused(name: str) -> None:
    with pytest.raises(NotOfSectionError):
        read_section(REFUSED[name])


def in_records(change: Callable[[Any], object]) -> Callable[[Path], None]:
    """Change the record of `everything` wherever it stands."""

    def damage(bundle: Path) -> None:
        own, together = bundle / "json/strategies/everything.json", bundle / "json/strategies.json"
        alone, all_ = read_json(own), read_json(together)
        lines = [json.loads(line) for line in (bundle / "json/strategies.jsonl").read_text("utf-8").splitlines()]
        for record in (alone, *all_["strategies"], *lines):
            if record["id"] == "everything":
                change(record)
        write_json(own, alone)
        write_json(together, all_)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (bundle / "json/strategies.jsonl").write_text(text, encoding="utf-8", newline="\n")

    return damage


def in_overview(form: str, old: str, new: str) -> Callable[[Path], None]:
    def change(record: Any) -> None:
        section = record["sections"][0]
        assert old in section[form]
        section[form] = section[form].replace(old, new)

    return in_records(change)


FACTOR = f'href="{BASE}/factors/motivation/" data-factor="motivation"'
FORGERY = {
    "other number": (
        in_overview("text", "2. A second", "3. A second"),
        "the text of `overview` is not that of its html",
    ),
    "lost indent": (in_overview("text", "   - and", "- and"), "the text of `overview` is not that of its html"),
    "lost column": (in_overview("text", "Ask | 5 | ", "Ask 5 | "), "the text of `overview` is not that of its html"),
    "script": (
        in_overview("html", "<p>Learners", "<script>alert(1)</script><p>Learners"),
        "the html of `overview` holds what no section may: <script>",
    ),
    "link elsewhere": (
        in_overview("html", FACTOR, FACTOR.replace(BASE, "https://evil.example")),
        f"a link leads to https://evil.example/factors/motivation/, not to {BASE}/factors/motivation/",
    ),
    "link to another": (
        in_overview("html", FACTOR, FACTOR.replace("motivation", "attention")),
        "a link names the factor `attention`, which the record does not mention",
    ),
    "link without its id": (
        in_overview("html", FACTOR, 'href="factor:motivation"'),
        "a link leads to factor:motivation",
    ),
    "link that runs": (
        in_overview("html", "https://example.org/elsewhere", "javascript:alert(1)"),
        "a link leads to javascript:alert(1)",
    ),
    "image elsewhere": (
        in_records(lambda record: record["images"][0].update(url="https://evil.example/circle.png")),
        f"the url of html/images/circle.png is https://evil.example/circle.png, not {BASE}/images/circle.png",
    ),
}


@pytest.mark.parametrize("name", FORGERY)
def test_forgery_is_refused(name: str, bundle: Path, tmp_path: Path) -> None:
    damage, expected = FORGERY[name]
    forged = copied(bundle, tmp_path / "bundle")
    damage(forged)
    resign(forged)
    assert [fault for fault in faults(forged) if expected in fault], faults(forged)


def test_the_bundle_itself_is_whole(bundle: Path) -> None:
    assert faults(bundle) == []
    assert unescape(sections(bundle)[0]["html"])
