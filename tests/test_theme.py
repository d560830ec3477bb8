"""A library's own templates: copies, what check says of them, and what changed since."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from command import TODAY, Run
from conftest import LIBRARY
from forgeries.bundles import MemoryBundle, is_refused
from forgeries.changes import Forgery
from releases import edition_of, publication_of, state
from sites import site_of

from pipeline.model.foreign_sources import Analytics, Directive, ForeignSources
from pipeline.publish.exporter import ExportFault
from pipeline.publish.release.publication import publish
from pipeline.publish.verify import verify
from pipeline.source.resources import packaged_templates


def test_a_copied_template_changes_nothing_and_is_listed(run: Run, library: Path, own_memo: None) -> None:
    assert run("theme", "eject", "frame.html", folder=library).code == 0
    copy = library / "templates/frame.html"
    assert copy.read_text(encoding="utf-8").endswith(packaged_templates()["frame.html"])
    assert run("check", TODAY, folder=library).rules == []
    assert "frame.html  your own\n" in run("theme", "list", folder=library).out
    again = run("theme", "eject", "frame.html", folder=library)
    assert again.code == 2
    assert "templates/frame.html exists already" in again.err


def test_a_copy_whose_original_changed_is_named(run: Run, library: Path, own_memo: None) -> None:
    run("theme", "eject", "blocks/footer.html", folder=library)
    copy = library / "templates/blocks/footer.html"
    text = copy.read_text(encoding="utf-8")
    digest = text.partition("digest ")[2][:16]
    copy.write_text(text.replace(digest, "0" * 16), encoding="utf-8")
    assert run("check", TODAY, folder=library).rules == ["outdated-template"]
    assert "its original has changed since you copied it" in run("theme", "list", folder=library).out
    assert digest in run("theme", "eject", "blocks/footer.html", "--print", folder=library).out


def test_copies_stay_in_the_library(run: Run, library: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (library / "templates").symlink_to(tmp_path / "elsewhere")
    outcome = run("theme", "eject", "about.html", folder=library)
    assert outcome.code == 2
    assert "cannot write templates/about.html: templates is a link" in outcome.err
    assert "did you mean `about.html`" in run("theme", "eject", "abuot.html", folder=library).err


def test_every_packaged_template_passes_the_checks_of_own_ones(run: Run, library: Path, own_memo: None) -> None:
    for name, text in packaged_templates().items():
        (library / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (library / "templates" / name).write_text(text, encoding="utf-8")
    assert run("check", TODAY, folder=library).rules == []


FRAME = """csp:
  font-src: [self]
  script-src: [https://widgets.example.org/three/]
analytics:
  script: https://stats.example.org/count.js
  attributes: {data-site: "a & b"}
logo: {image: static/logo.svg, alt: An open book}
"""
ABOUT, WORK = "html/about/index.html", "html/how-we-work/index.html"


PAGES = {
    "about": """---
title: Who we are
---

Teachers of three schools. We link [Student Voice](strategy:student-voice).
""",
    "how-we-work": """---
title: How we work & read
description: Who reads each page before it is published.
menu: 100% ours
order: 2
---

## Reading

![Eight chairs](../images/circle.png)

| Who | When |
|---|---|
| [attention](factor:attention) | [always](https://example.org) |
""",
    "terms": """---
title: Terms
menu: Terms
order: 1
---

Be kind.
""",
}


def framed(library: Path) -> Path:
    """The library with all that it may add to its site, but no template."""
    (library / "content/pages").mkdir()
    for name, text in PAGES.items():
        (library / f"content/pages/{name}.md").write_text(text, encoding="utf-8")
    with (library / "content/library.yaml").open("a", encoding="utf-8") as file:
        file.write(FRAME)
    (library / "static").mkdir()
    for name in ("logo.svg", "favicon.svg"):
        (library / "static" / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    return library


def test_what_a_library_adds_to_every_page_is_stated_and_verified(library: Path, tmp_path: Path) -> None:
    files = state(publish(publication_of(edition_of(framed(library))), tmp_path / "out").release)
    assert list(verify(MemoryBundle(files))) == []
    for path, data in files.items():
        if path.endswith(".html"):
            page = data.decode()
            assert page.count('<script src="https://stats.example.org/count.js" defer data-site="a &amp; b">') == 1
            assert re.search(r'<img src="[./]*/?logo.svg" alt="An open book" height="32"> Test Library</a>', page)
            assert re.search(r'<link rel="icon" type="image/svg\+xml" href="[./]*/?favicon.svg">', page)
            assert "connect-src &#39;self&#39; https://stats.example.org;" in page
            assert "font-src &#39;self&#39;" in page
    about = files[ABOUT].decode()
    assert "no other server" not in about
    assert "stats.example.org and widgets.example.org" in about
    for old, new in (
        (b"https://stats.example.org/count.js", b"https://stats.example.org/other.js"),
        (b"connect-src &#39;self&#39; https://stats", b"connect-src &#39;self&#39; https://spies"),
        (b"</head>", b"<script src='https://widgets.example.org/three/x.js'></script></head>"),
        (b"stats.example.org and", b"and"),
    ):
        assert old in files[ABOUT]
        assert is_refused(files, Forgery(ABOUT, "", files[ABOUT].replace(old, new)))
    for old, new in ((b"/three/", b"/four/"), (b"How we work &", b"How they work &"), (b'"terms"', b'"terns"')):
        manifest = files["manifest.json"].replace(old, new)
        assert is_refused(files, Forgery("manifest.json", "", manifest))


def test_own_pages_are_made_and_verified(library: Path, tmp_path: Path) -> None:
    """Forged alone or together with the Markdown beside them, they are refused."""
    files = state(publish(publication_of(edition_of(framed(library))), tmp_path / "out").release)
    page, text = files[WORK].decode(), files[f"{WORK}.md"].decode()
    assert "<h1>How we work &amp; read</h1>" in page
    assert '<img src="../images/circle.png" alt="Eight chairs">' in page
    assert '<a href="../factors/attention/index.html">attention</a>' in page
    assert '<a rel="external noopener" referrerpolicy="no-referrer" href="https://example.org">' in page
    assert text.startswith("# How we work & read\n\nWho reads each page before it is published.\n\n## Reading\n")
    assert "](../factors/attention/index.html)" in text
    menu = re.findall(r'<li><a href="\.\./([^"]*)"( aria-current="page")?>([^<]*)</a></li>', page)
    assert menu[-3:] == [
        ("terms/index.html", "", "Terms"),
        ("how-we-work/index.html", ' aria-current="page"', "100% ours"),
        ("about/index.html", "", "About"),
    ]
    about = files[ABOUT].decode()
    assert "<h1>Who we are</h1>" in about
    assert '<a href="../strategies/student-voice/index.html">Student Voice</a>' in about
    for path, old, new in (
        (WORK, b"Reading", b"Writing"),
        (f"{WORK}.md", b"Reading", b"Writing"),
        (f"{WORK}.md", b"# How", b"# Why"),
        (WORK, b"default-src &#39;none&#39;", b"default-src &#39;self&#39;"),
        (ABOUT, b"three schools", b"two schools"),
    ):
        assert old in files[path]
        assert is_refused(files, Forgery(path, "", files[path].replace(old, new)))
    for name in ("more/index.html", "terms/more.html"):
        assert is_refused(files, Forgery(f"html/{name}", "", b"<p>More</p>"))


def test_own_pages_are_in_the_sitemap_and_need_no_site(library: Path, tmp_path: Path) -> None:
    with (framed(library) / "content/library.yaml").open("a", encoding="utf-8") as file:
        file.write("base_url: https://example.org/strategies\n")
    edition = edition_of(library)
    sitemap = site_of(edition)["sitemap.xml"].decode()
    assert "<loc>https://example.org/strategies/terms/</loc>" in sitemap
    assert sitemap.count("/about/") == 1
    files = state(publish(publication_of(edition, formats=("json",)), tmp_path / "out").release)
    assert list(verify(MemoryBundle(files))) == []


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://widgets.example.org/three/x.js", True),
        ("https://widgets.example.org/four/x.js", False),
        ("https://stats.example.org/count.js", True),
        ("https://widgets.example.org.evil.example/three/x.js", False),
        ("http://widgets.example.org/three/x.js", False),
        ("//widgets.example.org/three/x.js", False),
    ],
)
def test_sources_are_matched_as_browsers_do(address: str, allowed: bool) -> None:
    csp: Mapping[Directive, tuple[str, ...]] = {"script-src": ("https://widgets.example.org/three/",)}
    counted = Analytics(script="https://stats.example.org/count.js")
    assert ForeignSources.of(csp, counted).allows("script-src", address) == allowed


def test_a_block_loads_scripts_only_from_servers_that_the_library_names(library: Path) -> None:
    (framed(library) / "templates/blocks").mkdir(parents=True)
    block = library / "templates/blocks/end_of_page.html"
    block.write_text('<script src="https://widgets.example.org/three/x.js"></script>\n', encoding="utf-8")
    assert b"/three/x.js" in site_of(edition_of(library))["about/index.html"]
    block.write_text('<script src="https://widgets.example.org/four/x.js"></script>\n', encoding="utf-8")
    with pytest.raises(ExportFault, match=r"four/x\.js` is no script of this tool"):
        site_of(edition_of(library))


def test_a_dry_run_publishes_nothing_and_says_what_would_change(run: Run, library: Path, own_memo: None) -> None:
    export = ("export", TODAY, "--no-search")
    first = run(*export, "--dry-run", folder=library)
    assert first.code == 0
    assert " would be exported, with csv, html, json: " in first.out
    assert "holds no release yet" in first.out
    assert not (library / "exports").exists()
    run(*export, folder=library)
    assert "has the same files" in run(*export, "--dry-run", folder=library).out
    before = sorted((library / "exports").rglob("*"))
    (library / "content/pages").mkdir()
    (library / "content/pages/terms.md").write_text(PAGES["terms"].replace("menu: Terms\n", ""), encoding="utf-8")
    (library / "content/strategies/student-voice.md").write_text("broken", encoding="utf-8")
    assert run(*export, "--dry-run", folder=library).code == 1
    shutil.copy(LIBRARY / "content/strategies/student-voice.md", library / "content/strategies")
    changed = run(*export, "--dry-run", folder=library)
    assert "  files: 2 new, " in changed.out
    assert " 0 gone, " in changed.out
    assert sorted((library / "exports").rglob("*")) == before


@pytest.mark.parametrize("formats", ["json", "csv,html,json"])
def test_a_theme_that_the_bundle_does_not_show_is_verified(
    formats: str, run: Run, library: Path, own_memo: None
) -> None:
    """Messages in a language of no page, and a theme without a site: no file of the bundle holds them."""
    catalog = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    for path, text in {"translations/de.po": catalog, "translations/en.po": catalog, "static/theme.css": "a{}"}.items():
        (library / path).parent.mkdir(exist_ok=True)
        (library / path).write_text(text, encoding="utf-8")
    assert run("export", TODAY, "--no-search", "--formats", formats, folder=library).code == 0
    verified = run("verify", "exports", folder=library)
    assert (verified.code, verified.err) == (0, "")
