"""What is measured of the site: its kinds of pages, the goals it may miss, and the host that serves it."""

from __future__ import annotations

import gzip
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.site.kinds import kind_of, pages_of
from benchmarks.site.libraries import ExportedSite
from benchmarks.site.lighthouse import CATEGORIES, Verdict, median, read
from benchmarks.site.pages import KindSize, clicks
from benchmarks.site.report import SiteResult, misses, report
from benchmarks.site.server import serving

if TYPE_CHECKING:
    from collections.abc import Mapping

IDS = {"motivation", "active-learning", "math-7-10"}


def verdict(lcp: float = 1.0, cls: float = 0.0, **scores: int) -> Verdict:
    given: Mapping[str, int] = {name.replace("_", "-"): score for name, score in scores.items()}
    return Verdict(dict.fromkeys(CATEGORIES, 100) | given, lcp, cls, 20_000, 5, {"accessibility": ("image-alt",)})


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "index.html"),
        ("404.html", "404.html"),
        ("factors/index.html", "factors"),
        ("factors/motivation/index.html", "factors/*"),
        ("factors/motivation/grade-3/index.html", "factors/*/*"),
        ("factors/motivation/pk/index.html", "factors/*/*"),
        ("categories/active-learning/page-2/index.html", "categories/*/*"),
        ("coverage/math-7-10/index.html", "coverage/*"),
        ("a-z/ذ/index.html", "a-z/*"),
        ("for-designers/index.html", "for-designers"),
        ("strategies/a-former-id/index.html", "strategies/*"),
    ],
)
def test_a_kind_is_an_address_without_ids(path: str, kind: str) -> None:
    assert kind_of(path, b"", IDS) == kind


def test_pages_that_are_gone_are_kinds_of_their_own() -> None:
    retired, moved = b'<meta name="robots" content="noindex">', b'<meta http-equiv="refresh" content="0; url=x">'
    path = "strategies/x/index.html"
    assert kind_of(path, retired, IDS) == "strategies/* (retired)"
    assert kind_of(path, retired + moved, IDS) == "strategies/* (moved)"
    assert kind_of("404.html", retired, IDS) == "404.html"
    found = pages_of({"b/1/index.html": b"1", "b/2/index.html": b"22", "index.html": b"", "b.css": b""}.items(), IDS)
    assert {kind: [page.path for page in pages] for kind, pages in found.items()} == {
        "index.html": ["index.html"],
        "b/*": ["b/2/index.html", "b/1/index.html"],
    }


def test_each_miss_is_told_plainly() -> None:
    kinds = [KindSize("a-z", 1, 150_001, 9, {1280: 12_001, 360: 12_000}), KindSize("about", 1, 9, 9, {})]
    result = SiteResult(30, {"index.html": verdict(2.4, 0.09, accessibility=96, performance=95)}, kinds, 29, 2)
    assert list(misses(result)) == [
        "`index.html`: accessibility 96, not 100, image-alt",
        "`index.html`: layout shift 0.090, more than 0.02",
        "`index.html`: largest paint after 2.4 s, later than 2 s",
        "`a-z`: 150 kB, more than 150 kB",
        "`a-z`: 12,001 px tall in a window of 1280 px, more than 12,000 px",
        "1 strategies cannot be reached by links from the home page",
    ]
    page = report([result, SiteResult(5, {}, [], 5, 1)], {"memory": "16 GiB"}, 3)
    assert "| `index.html` | 95 | 96 | 100 | 100 | 2.4 | 0.090 | 20.0 | 5 |" in page
    assert "With 5 strategies:\n\nNone.\n" in page


def test_of_some_runs_the_median_counts() -> None:
    found = median([verdict(1, 0.1, performance=90), verdict(5, 0.0, performance=99), verdict(2, 0.0, performance=97)])
    assert (found.lcp, found.cls, found.scores["performance"]) == (2, 0.0, 97)


def test_audits_that_look_at_nothing_have_not_failed() -> None:
    audits = {name: {"score": 1, "numericValue": 1500} for name in ("largest-contentful-paint", "total-byte-weight")}
    audits |= {"cumulative-layout-shift": {"score": 1, "numericValue": 0.01}}
    audits |= {"bad": {"score": 0.5}, "none": {"score": None}, "network-requests": {"details": {"items": [1, 2]}}}
    audits["network-requests"]["score"] = None
    categories = {name: {"score": 0.995, "auditRefs": []} for name in CATEGORIES}
    categories["seo"]["auditRefs"] = [{"id": "bad", "weight": 1}, {"id": "none", "weight": 1}]
    found = read({"categories": categories, "audits": audits})
    assert (found.lcp, found.requests, found.failed["seo"], found.failed["performance"]) == (1.5, 2, ("bad",), ())


def test_the_host_compresses_and_answers_for_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("home" * 99, encoding="utf-8")
    (tmp_path / "404.html").write_text("gone", encoding="utf-8")
    (tmp_path.parent / "secret").write_text("secret", encoding="utf-8")
    with serving(tmp_path) as origin:
        asked = urllib.request.Request(origin, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as answer:
            assert gzip.decompress(answer.read()) == b"home" * 99
        for missing in ("none", "%2e%2e/secret"):
            with pytest.raises(urllib.error.HTTPError) as failed:
                urllib.request.urlopen(origin + missing)
            assert (failed.value.code, failed.value.read()) == (404, b"gone")
            failed.value.close()


def test_links_are_followed_without_scripts(tmp_path: Path) -> None:
    texts = {
        "index.html": '<a href="a/index.html#x">a</a><template><a href="c.html"></a></template><a href="https://x.y/">',
        "a/index.html": '<a href="../b/">b</a><a href="../index.html">',
        "b/index.html": "",
        "c.html": "",
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert clicks(ExportedSite(tmp_path, 0, frozenset())) == {"index.html": 0, "a/index.html": 1, "b/index.html": 2}
