"""Forgeries with checksums made anew: some of each kind of file, and those that had passed once.

`python -m tests.forgeries` tries every value of a bundle.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from effort import sample
from forgeries.bundles import MemoryBundle, forged, is_refused
from forgeries.changes import ONE_PLACE, Forgery, change_of, of_each_kind
from forgeries.library import forgeable
from releases import edition_of, publication_of, state

from pipeline.publish.exporter import ExportFault
from pipeline.publish.release.publication import publish
from pipeline.publish.verify import verify

Files = dict[str, bytes]
PAGE, MARKDOWN = "html/strategies/student-voice/index.html", "html/strategies/student-voice/index.html.md"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return forgeable(tmp_path_factory.mktemp("forgeable"))


def test_forgeries_of_all_kinds_are_refused(files: Files) -> None:
    assert list(verify(MemoryBundle(files))) == []
    kinds = [forgery for forgery in of_each_kind(files) if forgery.kind not in ONE_PLACE]
    chosen = sample(sorted(kinds, key=lambda forgery: forgery.kind), 60, change_of)
    assert len(chosen) > 60
    assert [forgery.kind for forgery in chosen if not is_refused(files, forgery)] == []


def test_what_stands_in_one_place_only_is_all_that_passes(files: Files) -> None:
    """If one of these is found one day, docs/consuming.md promises too little."""
    passing = [forgery for forgery in of_each_kind(files) if forgery.kind in ONE_PLACE]
    assert passing
    assert not any(is_refused(files, forgery) for forgery in passing)


def everywhere(files: Files, old: str, new: str, but: str) -> Files:
    """The files with a text replaced in each whose path does not match."""
    changed = {
        path: data if but and re.search(but, path) else data.replace(old.encode(), new.encode())
        for path, data in files.items()
    }
    assert changed != files
    for path in changed.keys() - {"manifest.json", "SHA256SUMS"}:
        if changed[path] != files[path]:
            changed = forged(changed, Forgery(path, "", changed[path]))
    return changed


LICENCE, GROUP = ("CC-BY-4.0", "MIT"), ("Feeling", "Mood")
SHELF, SENTENCE = ("Learners do things", "Learners sit still"), ("The class votes", "The teacher votes")
NOTICE, ALIAS = ("Videos are chosen", "Videos were chosen"), ("learner-voice", "pupil-voice")
FORMER = ("../student-voice/index.html", "../building-trust/index.html")
SUCCESSOR = ("student-voice", "building-trust")
DAY = ('"retired": "2026-11-01"', '"retired": "2026-11-14"')
MARKS = ('"markdown": null', '"markdown": "[Videos](https://example.com/buy) are chosen."')
# Several files were changed alike; those whose paths match say the truth, which contradicts the others.
TOGETHER: dict[str, tuple[tuple[str, str], str]] = {
    "licence in all but one document": (LICENCE, "json/factors"),
    "licence in all but the feed": (LICENCE, "feed"),
    "licence on pages and in texts only": (LICENCE, "^(json|csv|manifest)"),
    "group in all but the learner models": (GROUP, "learner-models.json"),
    "group in JSON only": (GROUP, "^(html|csv)"),
    "description of a category in data only": (SHELF, "^html"),
    "description of a category on pages only": (SHELF, "^(json|csv)"),
    "sentence in all but the Markdown": (SENTENCE, r"\.md$"),
    "sentence in the Markdown": (SENTENCE, r"(json|jsonl|jsonld|csv|html)$"),
    "disclaimer in JSON only": (NOTICE, "^(html|csv)"),
    "disclaimer on pages only": (NOTICE, "^(json|csv|manifest)"),
    "alias in data only": (ALIAS, "^html"),
    "target of an alias": (FORMER, "^html/(?!strategies/learner-voice)"),
    "target of a tombstone in JSON": ((f'"replaced_by": "{SUCCESSOR[0]}"', f'"replaced_by": "{SUCCESSOR[1]}"'), ""),
    "target of a tombstone on its page": (SUCCESSOR, "^(?!html/strategies/morning-circle)"),
    "day of retirement in JSON": (DAY, "^csv"),
    "links of a disclaimer": (MARKS, "^html"),
    "address of the site in data only": (("https://example.org/a", "https://example.com/a"), "^html"),
    "version in data only": (('"1.0.0"', '"1.0.1"'), "^html"),
    "publisher in JSON only": (("Test Press", "Tset Press"), "^(html|csv)"),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_several_files_changed_alike_are_refused(name: str, files: Files) -> None:
    (old, new), but = TOGETHER[name]
    assert next(verify(MemoryBundle(everywhere(files, old, new, but))), None) is not None


def test_a_forged_word_is_named_with_its_file(files: Files) -> None:
    data = files["html/about/index.html"].replace(b"sets no cookies", b"sets cookies")
    found = list(verify(MemoryBundle(forged(files, Forgery("html/about/index.html", "", data)))))
    assert [str(each) for each in found] == ["html/about/index.html: it is not what the records make of it"]


@pytest.mark.parametrize("formats", [("html",), ("json",)], ids="-".join)
def test_archives_of_one_format_are_verified_as_far_as_they_go(
    formats: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Scripts are found without records; so is what a record says in two ways."""
    files = forgeable(tmp_path_factory.mktemp("alone"), formats)
    assert list(verify(MemoryBundle(files))) == []
    if formats == ("html",):
        data = files[PAGE].replace(b"</body>", b"<script src='../../assets/more.js'></script></body>")
        assert is_refused(files, Forgery(PAGE, "", data))
        return
    changed = files
    for path, data in files.items():
        text = re.sub(rb'("text": ?"[^"]*)The class votes', rb"\1The teacher votes", data)
        changed = forged(changed, Forgery(path, "", text)) if text != data else changed
    assert changed != files
    assert next(verify(MemoryBundle(changed)), None) is not None


ABOUT = '{% extends "default/about.html" %}{% block main %}{{ super() }}WORDS{% endblock %}'


def test_a_library_with_a_theme_of_its_own(library: Path, tmp_path: Path) -> None:
    """Its styles are made again; its pages cannot be, but what they say of records, and scripts, are still compared."""
    theme = {
        "static/theme.css": ":root {\n  --wide: 90rem; /* for maps */\n}\n",
        "static/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    for path, text in theme.items():
        (library / path).parent.mkdir(exist_ok=True)
        (library / path).write_text(text, encoding="utf-8")
    styled = state(publish(publication_of(edition_of(library)), tmp_path / "styled").release)
    assert list(verify(MemoryBundle(styled))) == []
    assert is_refused(styled, Forgery("html/index.html", "", styled["html/index.html"].replace(b"Find a", b"Found a")))
    logo = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    assert is_refused(styled, Forgery("html/logo.svg", "", logo))
    assert is_refused(styled, Forgery("html/robots.txt", "", b"User-agent: *\nDisallow: /\n"))
    for path in ("more.txt", "assets/more.css", "strategies/more.html"):
        assert is_refused(styled, Forgery(f"html/{path}", "", b"x"))
        listed = styled["manifest.json"].replace(b'"logo.svg"', b'"logo.svg", "' + path.encode() + b'"')
        # What nothing else speaks of is one of the library's own files as soon as the manifest says so.
        mine = is_refused(styled | {"manifest.json": listed}, Forgery(f"html/{path}", "", b"x"))
        assert mine == (path != "more.txt")
    (library / "templates").mkdir()
    (library / "templates/about.html").write_text(ABOUT.replace("WORDS", "<p>Three schools.</p>"), encoding="utf-8")
    files = state(publish(publication_of(edition_of(library)), tmp_path / "own").release)
    assert list(verify(MemoryBundle(files))) == []
    assert is_refused(files, Forgery(PAGE, "", files[PAGE].replace(b"Student Voice", b"Pupil Voice")))
    assert is_refused(files, Forgery(PAGE, "", files[PAGE].replace(b"</body>", b"<script>alert(1)</script></body>")))
    without = files[PAGE].replace(b"default-src &#39;none&#39;", b"default-src &#39;self&#39;")
    assert without != files[PAGE]
    assert is_refused(files, Forgery(PAGE, "", without))
    about = files["html/about/index.html"].replace(b"Three", b"Two")
    assert not is_refused(files, Forgery("html/about/index.html", "", about))


def test_a_library_with_a_licence_of_its_own(library: Path, tmp_path: Path) -> None:
    (library / "content/LICENSE").write_text("CC-BY-4.0, with thanks.\n", encoding="utf-8")
    files = state(publish(publication_of(edition_of(library)), tmp_path / "out").release)
    assert list(verify(MemoryBundle(files))) == []
    manifest = files["manifest.json"].replace(b'"licence_file": "content/LICENSE"', b'"licence_file": "more"')
    assert is_refused(files, Forgery("manifest.json", "", manifest))


def test_a_page_that_a_template_gives_a_script_is_not_published(library: Path, tmp_path: Path) -> None:
    (library / "templates").mkdir()
    about = ABOUT.replace("WORDS", "<script>count()</script>")
    (library / "templates/about.html").write_text(about, encoding="utf-8")
    with pytest.raises(ExportFault, match=r"html/about/index.html: <script> is not of this tool"):
        publish(publication_of(edition_of(library)), tmp_path / "out")


# Markup that runs, loads or embeds something, by itself or because browsers read it in their own way.
ACTIVE = (
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<script/src=../../assets/x.js></script>",
    "<script type=module src='../../assets/x.js'></script>",
    "<script type=importmap>{}</script>",
    "<script src='https://x.org/x.js' src='../../assets/x.js'></script>",
    "<script src='../../assets/x.js'></script>",
    "<svg/onload=alert(1)>",
    "<img\nsrc=x\nonerror\n=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><!--</textarea><img src=x onerror=alert(1)>--></textarea>",
    "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script>-->",
    "<?x ><img src=x onerror=alert(1)>?>",
    "<title><p title='</title><img src=x onerror=alert(1)>'></title>",
    "<xmp><img title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<script type='application/json'><!--<script></script><img src=x onerror=alert(1)></script>",
    "<a href='java&#115;cript:alert(1)'>x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<link rel=preload href=https://x.org/x.js as=script>",
    "<link rel=stylesheet href=https://x.org/x.css>",
    "<style>.note{display:none}</style>",
    "<p style='display:none'>x</p>",
    "<form action='https://x.org'><input></form>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<meta http-equiv=refresh content='0;url=https://x.org'>",
    "<meta http-equiv=refresh content='0; https://x.org'>",
    "<meta http-equiv='Content-Security-Policy' content='script-src *'>",
    "<base href='https://x.org/'>",
    "<iframe src='https://www.youtube-nocookie.com/embed/x'></iframe>",
    "<object data=x.swf></object>",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A site alone: nothing says which bytes its pages should have."""
    return forgeable(tmp_path_factory.mktemp("site"), ("html",))


SHARED = "html/strategies/student-voice/share.png"


def test_a_picture_for_sharing_is_what_the_words_make_of_it(files: Files, site: Files) -> None:
    other = files["html/strategies/building-trust/share.png"]
    assert is_refused(files, Forgery(SHARED, "", other))
    assert is_refused(files, Forgery("html/share.png", "", other))
    assert is_refused(files, Forgery(PAGE, "", files[PAGE].replace(b"student-voice/share.png", b"x/share.png")))
    # Without records, only that there is one, and its size.
    for data in (None, b"", b"GIF89a", other[:16] + bytes(8) + other[24:]):
        assert is_refused(site, Forgery(SHARED, "", data))


def test_breadcrumbs_are_those_of_the_page(files: Files) -> None:
    page = files[PAGE]
    start = page.index(b'"BreadcrumbList"')
    for old, new in ((b"/categories/", b"/factors/"), (b"Student Voice", b"Pupil Voice"), (b"List", b"Lists")):
        forged_page = page[:start] + page[start:].replace(old, new, 1)
        assert forged_page != page
        assert is_refused(files, Forgery(PAGE, "", forged_page))


@pytest.mark.parametrize(("path", "place"), [(PAGE, b"</head>"), ("html/about/index.html", b"</main>")])
def test_nothing_that_runs_can_be_put_into_a_page(path: str, place: bytes, site: Files) -> None:
    for markup in ACTIVE:
        data = site[path].replace(place, markup.encode() + place, 1)
        assert is_refused(site, Forgery(path, "", data)), markup


def test_a_page_without_a_policy_is_refused(site: Files) -> None:
    data, times = re.subn(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b"", site[PAGE])
    assert times == 1
    assert is_refused(site, Forgery(PAGE, "", data))
