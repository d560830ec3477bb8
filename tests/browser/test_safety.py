"""Nothing executes that should not, nothing is asked of anybody before a reader asks, and no script is needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect
from sites import EVERYTHING, edition_of, served, site_of, write

from pipeline.source.text import Source

from .conftest import Visit, Visitor

PAGE = "strategies/everything/index.html"
PROVIDERS = ("https://www.youtube-nocookie.com/", "https://player.vimeo.com/")
# Texts that would run if they were not escaped, each in a place of its own.
HOSTILE = (
    ("title: One of Everything", 'title: "<img src=x onerror=alert(1)>"'),
    ("A page that holds one of each", '</script><script>alert()</script> " onload=alert holds one of each'),
    ("[A class that asks]", '["&gt;&lt;svg onload=alert(4)&gt;&lt;script&gt;alert(5)&lt;/script&gt;]'),
    ("Ada Example", '"\\"><script>alert(6)</script>"'),
    ("On questions](https", "{{ 7 * 7 }} On questions](https"),
    ("`code`", "`<script>alert(8)</script>`"),
)


def test_nothing_is_loaded_before_the_click(visit: Visit) -> None:
    page = visit.go(PAGE)
    page.wait_for_load_state("networkidle")
    assert len(visit.requests) == 7, "the page, its style, its three scripts, its icon, its one image"
    assert visit.outside == []
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<title>A player</title>", content_type="text/html")

    for provider in PROVIDERS:
        page.route(f"{provider}**", answer)
    page.get_by_role("button", name="Play here A class that asks").focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("title", "A class that asks")
    expect(frame).to_be_focused()
    page.get_by_role("button", name="Play here A product that asks").click()
    expect(page.locator("iframe")).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert asked == [
        "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1",
        "https://player.vimeo.com/video/123456789?dnt=1&autoplay=1",
    ]
    assert sorted(visit.outside) == sorted(asked)
    assert page.get_by_role("link", name="A class that asks").is_visible()
    assert visit.faults == []


def test_the_headers_of_the_documentation_let_everything_work(
    visitor: Visitor, folder: Path, headers: dict[str, str]
) -> None:
    """The search runs a worker and WebAssembly, which headers reach and `<meta>` does not."""
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    with served(folder, headers) as origin:
        visit = visitor(origin)
        page = visit.go("index.html?q=zeppelinry")
        expect(page.locator("[data-state]")).to_have_text("1 of 13 strategies")
        visit.go(PAGE)
        page.route(f"{PROVIDERS[0]}**", lambda route: route.fulfill(body="", content_type="text/html"))
        page.get_by_role("button", name="Play here").first.click()
        expect(page.locator("iframe")).to_be_focused()
        assert visit.faults == []


def test_everything_is_there_without_scripts(visitor: Visitor) -> None:
    visit = visitor(java_script_enabled=False)
    page = visit.go("index.html")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(page.locator("[data-cards] .card")).to_have_count(13)
    for name in ("Active Learning", "Middle Grades", "Motivation"):
        expect(page.locator(".browse").get_by_role("link", name=name)).to_be_visible()
    page.locator("[data-cards]").get_by_role("link", name="One of Everything").click()
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.get_by_role("button", name="Play here")).to_have_count(0)
    expect(page.get_by_role("link", name="A class that asks")).to_be_visible()
    page.get_by_role("link", name="Motivation", exact=True).last.hover()
    expect(page.locator("#definition-motivation")).to_be_visible()
    assert visit.problems == []


@pytest.mark.parametrize("alias", ["all-of-it", "learner-voice"])
def test_a_former_id_leads_on(visit: Visit, alias: str) -> None:
    page = visit.go(f"strategies/{alias}/index.html")
    page.wait_for_url("**/strategies/everything/index.html" if alias == "all-of-it" else "**/student-voice/index.html")
    assert visit.faults == []


def test_hostile_texts_stay_texts(visitor: Visitor, tmp_path: Path) -> None:
    text = EVERYTHING.text
    for before, after in HOSTILE:
        assert before in text
        text = text.replace(before, after)
    records = edition_of([Source(EVERYTHING.path, text)], search=True)
    with served(write(site_of(records), tmp_path)) as origin:
        visit = visitor(origin)
        page = visit.go(PAGE)
        expect(page.locator("h1")).to_have_text("<img src=x onerror=alert(1)>")
        assert page.locator("script:not([src]):not([type='application/ld+json'])").count() == 0
        assert page.locator("article img[src='x'], article svg, [onload], [onerror]").count() == 0
        page.route(
            "https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="", content_type="text/html")
        )
        page.get_by_role("button", name="Play here").first.click()
        assert visit.faults == []
        page = visit.go("index.html?q=zeppelinry")
        expect(page.locator("[data-state]")).to_have_text("1 of 4 strategies")
        assert visit.faults == []
        page = visit.go("a-z/index.html")
        expect(page.get_by_role("link", name="<img src=x onerror=alert(1)>")).to_be_visible()
        assert visit.faults == []


def test_the_watch_would_see_it(visitor: Visitor, folder: Path, tmp_path: Path) -> None:
    """The control: what the tests above look for does happen on pages that let it."""
    page = (folder / PAGE).read_text(encoding="utf-8")
    attack = '<p style="color:red">x</p><img src="none.png" onerror="alert(1)"><script>alert(2)</script>'
    attack += '<script src="https://example.invalid/x.js"></script>'
    hit = page.replace("<h1>", attack + "<h1>")
    open_ = hit.replace('http-equiv="Content-Security-Policy"', 'name="none"')
    assert page != hit != open_
    for name, text in (("guarded", hit), ("open", open_)):
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    with served(tmp_path) as origin:
        guarded = visitor(origin)
        guarded.go("guarded.html").wait_for_load_state("networkidle")
        kinds = {fault.split()[1] for fault in guarded.faults if fault.startswith("policy:")}
        assert kinds == {"style-src-attr", "script-src-attr", "script-src-elem"}
        assert not [fault for fault in guarded.faults if fault.startswith("alert:")]
        unguarded = visitor(origin)
        unguarded.go("open.html").wait_for_load_state("networkidle")
        assert {"alert: 1", "alert: 2"} <= set(unguarded.faults)
        assert unguarded.outside == ["https://example.invalid/x.js"]
