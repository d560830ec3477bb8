"""Rules of styles that hide disclaimers are found, others are not; pages that hide one are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command import TODAY, Run
from forgeries.bundles import MemoryBundle, forged
from forgeries.changes import Forgery
from releases import edition_of, publication_of, state
from test_languages import LIBRARY as BILINGUAL
from test_languages import exported

from pipeline.model.theme_styles import style_problems
from pipeline.publish.release.publication import publish
from pipeline.publish.verify import verify
from pipeline.publish.verify.visible import visible_text
from pipeline.source.parse.styles import hiding_rules
from pipeline.source.text import Source

HIDING = (
    ".note{display:none}",
    "main .note { visibility : hidden}",
    "@media screen{.note{opacity:0}}",
    "div.note{font-size:0}",
    "[role=note]{display:none!important}",
    "*{opacity:.1}",
    ":is(.note,.x){display:none}",
    ".text > section{max-height:0;overflow:hidden}",
    "@import 'more.css';",
    "section{.note{display:none}}",
    ".note{d\\69splay:none}",
    ".no\\74 e{display:none}",
    ".note{position:absolute;left:-9999px}",
    ".note::first-line{font-size:0}",
    ".note{clip-path:inset(50%)}",
    ":root{--x:none} .note{display:var(--x)}",
    ":root{--measure:0}",
    ".head ~ div{text-indent:-999em}",
    "body>*{transform:scale(0)}",
    "@layer a{@supports (display:grid){.note{color:transparent}}}",
    ".note:not(.mine){display:none}",
    ".card, .note{content-visibility:hidden}",
    # Ways that a browser shows, see tests/browser/test_hidden.py.
    ".note{text-indent:-9999px}",
    ".note{text-indent:9999px;overflow:hidden;white-space:nowrap}",
    ".note{padding-left:9999px;overflow:hidden}",
    ".note{color:rgba(0,0,0,0)}",
    ".note{color:#0000}",
    ".note{color:rgb(0 0 0 / 0%)}",
    ".note{color:hsl(0 0% 0% / .05)}",
    ".note{color:color-mix(in srgb,red,transparent 99%)}",
    ".note{color:#fff;background:#fff}",
    ".note{background-color:black;color:#111}",
    ".note{color:var(--paper)}",
    ":root{--ink:var(--paper)}",
    ":root{--ink:light-dark(#faf8f4,#15181b)}",
    ":root{--paper:#222;--ink:#222}",
    ".note{position:relative} .note::before{content:'';position:absolute;inset:0;background:white}",
    "body::after{content:'';position:fixed;inset:0;background:white}",
    ".note::after{content:'';display:block;height:9em;margin-top:-9em;background:#fff;position:relative}",
    ".card::before{content:'';position:fixed;inset:0;background:white;z-index:9}",
    "body>header{position:fixed;inset:0;z-index:9;background:white}",
    "footer{position:absolute;inset:0;height:9999px;background:white;z-index:9}",
    "footer{box-shadow:0 0 0 9999px white;position:relative;z-index:9}",
    ".note{mask:linear-gradient(transparent,transparent)}",
    ".note{-webkit-mask-image:linear-gradient(transparent,transparent)}",
    ".note{filter:opacity(0)}",
    "@keyframes gone{to{opacity:0}} .note{animation:gone 1s forwards}",
    "@keyframes gone{to{color:transparent}} article{animation-name:gone;animation-fill-mode:forwards}",
    ".note{content-visibility:hidden;contain-intrinsic-size:auto 9px}",
    ".note{contain:size;overflow:hidden}",
    "@layer a,b;@layer b{.note{font-size:0!important}}",
    "article{& .note{font-size:calc(1rem - 1rem)}}",
    ".note{font-size:calc(1rem * 0)}",
    ".note{font-size:min(1rem,0px)}",
    ".note{opacity:calc(1 - 1)}",
    ".note{max-height:calc(1em - 1em);overflow:hidden;padding:0}",
    ".note{position:relative;inset-inline-start:-9999px}",
    ".note{margin-left:9999px}",
    ".note{transform:translateX(-200vw)}",
    ".note{offset-path:path('M-9999 0h1')}",
    ".note{-webkit-text-fill-color:#fff0}",
    ".note{float:left;height:0;overflow:hidden;padding:0}",
    ".note{grid-template-rows:0;display:grid;overflow:hidden;padding:0}",
    ".note{letter-spacing:-1em}",
    ".note{word-spacing:-9999px}",
    ".note{font:0/0 serif}",
    "@font-face{font-family:none;src:url(x)} .note{font-family:none;font-size:.1px}",
    ".note{font-size-adjust:.001}",
    ".text{columns:1px;height:1px;overflow:hidden}",
    "section:has(.note){display:none}",
    ".note:nth-child(n){display:none}",
    ".note:is(:not(.x)){visibility:hidden}",
    "[class~=note]{display:none}",
    "[class^=no]{display:none}",
    "html body main .note.note{display:none}",
    "@scope (main){.note{display:none}}",
    "@starting-style{.note{opacity:0}} .note{visibility:hidden}",
    "@media not print{.note{display:none}}",
    ".note{all:unset;color:transparent}",
    ".note{mix-blend-mode:screen;color:#fff}",
)
# Ways that count only in a state, on another page, or where the page has what they name.
OF_STATES = (
    "article{display:none}",
    "section{@media print{& .note{display:none}}}",
    "h2 + .note{display:none}",
    ".note{filter:contrast(0)}",
    ".note{position:relative;left:9999px}",
    ".note{line-height:0;overflow:hidden}",
    "@container (min-width:0){.note{display:none}}",
)
HARMLESS = (
    ":root{--accent:navy}",
    ".card{display:none}",
    "footer p{display:none}",
    "[hidden]{display:none}",
    ".note{color:red;border:0;margin:0 0 1rem;padding:0}",
    ".note::before{display:none}",
    "nav a{opacity:.2}",
    ".note p:last-child{margin:0}",
    ":is(.card,.chip){display:none}",
    "body{font:16px/1.5 serif}",
    "main{max-width:60rem;margin:0 auto}",
    "h2+p.lead{display:none}",
    "@font-face{font-family:x;src:url(x)}",
    "/* .note{display:none} */",
    ".card{position:relative;transition:opacity 1s} .card::before{content:'';position:absolute;inset:0;background:red}",
    "body>header{position:sticky;top:0;background:white;box-shadow:0 2px 9px #0003}",
    "body>header{position:fixed;top:0;left:0;right:0;background:white}",
    "body{background:#fff;color:#222}",
    ":root{--paper:light-dark(#fff,#111);--ink:light-dark(#222,#eee)}",
    "main{padding:0 calc(50% - 20rem);width:calc(100% - 2rem)}",
    "body{font-size:calc(1rem + .2vw);line-height:1.6;letter-spacing:.01em}",
    ".note{margin:2rem auto;padding:clamp(1rem,4vw,3rem);max-width:min(100%,40rem)}",
    "@keyframes slide{from{margin-left:1rem}} .note{animation:slide 1s}",
    "article{display:grid;grid-template-columns:1fr minmax(0,3fr)}",
)


@pytest.mark.parametrize("css", [*HIDING, *OF_STATES])
def test_a_rule_that_hides_is_found(css: str) -> None:
    found = list(style_problems(Source("static/theme.css", f"\n{css}")))
    assert found
    assert all(problem.span.start > 0 for problem in found)


@pytest.mark.parametrize("css", HARMLESS)
def test_another_rule_is_left_alone(css: str) -> None:
    assert not list(style_problems(Source("static/theme.css", css)))


def test_styles_that_cannot_be_read_are_found() -> None:
    """Brackets inside one another ended a check with a traceback."""
    for css in (f".x{{width:calc({'(' * 9000}1px", f"{':is(' * 9000}.x{')' * 9000}{{color:#0000"):
        assert list(style_problems(Source("static/theme.css", css + "}")))


def test_the_check_is_red_and_names_the_rule(run: Run, library: Path, own_memo: None) -> None:
    (library / "static").mkdir()
    (library / "static/theme.css").write_text(":root{--accent:navy}\n.note{display:none}\n", encoding="utf-8")
    outcome = run("check", TODAY, folder=library)
    assert outcome.heads == ["static/theme.css:2:1 error hidden-disclaimer"]
    assert "`display: none` hides disclaimers, or could" in outcome.out
    (library / "static/theme.css").write_text(".card{border-radius:0}\n", encoding="utf-8")
    assert run("check", TODAY, folder=library).code == 0


PAGES = {
    '<div><p class="note">Words</p></div>': True,
    '<div hidden><p class="note">Words</p></div>': False,
    '<div aria-hidden="true"><br><p>Words</p></div>': False,
    "<details><summary>More</summary><p>Words</p></details>": False,
    "<details open><p>Words</p></details>": True,
    '<dialog><p class="note">Words</p></dialog>': False,
    "<div inert>Words</div>": False,
    "<p hidden>Others</p><p>Words</p>": True,
    '<p class="unseen">Words</p>': False,
}


@pytest.mark.parametrize("html", PAGES)
def test_what_can_be_seen_of_a_page(html: str) -> None:
    rules = list(hiding_rules(".unseen{position:absolute;clip-path:inset(50%)}"))
    assert ("Words" in visible_text(html, rules)) == PAGES[html]


FRAME = '{% extends "default/strategy.html" %}{% block main %}<div hidden>{{ super() }}</div>{% endblock %}'


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("templates/strategy.html", FRAME.replace(" hidden", ""), FRAME),
        ("static/theme.css", ":root{--accent:navy}", ".note{display:none}"),
    ],
)
def test_a_bundle_that_hides_a_disclaimer_is_refused(
    path: str, before: str, after: str, library: Path, tmp_path: Path
) -> None:
    """A bundle is made with a theme, then changed as one would be that hides."""
    (library / path).parent.mkdir(parents=True)
    (library / path).write_text(before, encoding="utf-8")
    files = state(publish(publication_of(edition_of(library)), tmp_path / "out").release)
    assert list(verify(MemoryBundle(files))) == []
    if path.endswith(".css"):
        files = {name: data.replace(before.encode(), after.encode()) for name, data in files.items()}
    else:
        files = {name: data.replace(b"<div>\n", b"<div hidden>\n") for name, data in files.items()}
        files = {name: data.replace(b"<main id", b"<main hidden id") for name, data in files.items()}
    found = [str(violation) for violation in verify(MemoryBundle(files))]
    assert any("it hides the disclaimer `videos`" in each for each in found)


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A bundle in several languages with a template and a page of its library's own."""
    folder = tmp_path_factory.mktemp("bilingual")
    root = shutil.copytree(BILINGUAL, folder / "library")
    (root / "templates/blocks").mkdir(parents=True)
    (root / "templates/blocks/footer.html").write_text("<p>Ours</p>", encoding="utf-8")
    (root / "content/pages").mkdir(exist_ok=True)
    (root / "content/pages/reading.md").write_text(f"---\ntitle: Reading\n---\n\n{OWN_TEXT}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        return state(exported(root, folder / "out", patch))


OWN_TEXT = "Two teachers read each page, and then they talk about it with the people who wrote it."
# Pages of all kinds: of a strategy, home, a list, About, one of the library's own.
KINDS = ("strategies/check-ins/", "", "a-z/", "about/", "reading/")


PATHS = [f"html/{language}{kind}index.html" for language in ("", "es/", "ar/") for kind in KINDS]
ACTIVE = {
    "<script>x()</script></main>": "<script> is not of this tool",
    '<p onclick="x()">x</p></main>': "<p onclick> is not of this tool",
    '<iframe src="https://example.org/"></iframe></main>': "<iframe> is not of this tool",
    '</main><meta http-equiv="refresh" content="0; url=https://example.org/">': "is no next page of this tool",
}


@pytest.mark.parametrize("added", ACTIVE)
def test_what_runs_on_any_page_of_any_language_is_refused(added: str, bilingual: dict[str, bytes]) -> None:
    files = bilingual
    for path in PATHS:
        files = forged(files, Forgery(path, "page", bilingual[path].replace(b"</main>", added.encode())))
    found = list(map(str, verify(MemoryBundle(files))))
    assert [path for path in PATHS if not any(path in each and ACTIVE[added] in each for each in found)] == []


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{}</svg>'
RUNNING = {
    "prefix.svg": SVG.format('<s:script xmlns:s="http://www.w3.org/2000/svg">x()</s:script>').encode(),
    "frame.svg": SVG.format('<foreignObject><iframe srcdoc="&lt;script&gt;"/></foreignObject>').encode(),
    "address.svg": SVG.format('<a href="java&#9;script:x()"><text>x</text></a>').encode(),
    "moved.svg": SVG.format('<a><animate attributeName="href" values="#"/></a>').encode(),
    "event.svg": SVG.format('<g onload="x()"/>').encode(),
    "entity.svg": b'<!DOCTYPE svg [<!ENTITY a "x">]>' + SVG.format("&a;").encode(),
    "styles.xml": b'<?xml-stylesheet href="a.xsl"?><a/>',
    "wide.svg": SVG.format("<script>x()</script>").encode("utf-16"),
    "packed.svgz": b"\x1f\x8b\xff\xff",
    "capitals.HTML": b"<!DOCTYPE html><script>x()</script>",
}
RESTING = {
    "plain.svg": SVG.format(
        '<style>a{}</style><use x:href="#a"/><path d="M0 0"/><animate attributeName="r"/>'
    ).encode(),
    "map.xml": b"<a>on=</a>",
}


def test_documents_of_a_library_run_nothing(bilingual: dict[str, bytes]) -> None:
    """Drawings and the like, which a browser opens without any policy."""
    files = bilingual
    for name, data in {**RUNNING, **RESTING}.items():
        files = forged(files, Forgery(f"html/{name}", "file", data))
    found = list(map(str, verify(MemoryBundle(files))))
    assert {name for name in (*RUNNING, *RESTING) if any(name in each and "script" in each for each in found)} == set(
        RUNNING
    )


def test_a_disclaimer_hidden_on_any_page_of_any_language_is_refused(bilingual: dict[str, bytes]) -> None:
    """Also on one that packaged templates put none on."""
    manifest, files = json.loads(bilingual["manifest.json"]), bilingual
    editions = [manifest, *manifest["languages"]]
    words = {each["library"]["language"]: each["disclaimers"][0]["text"] for each in editions}
    for path in PATHS:
        language = path.split("/")[1] if path.split("/")[1] in ("es", "ar") else "en"
        hidden = f"<div hidden><p>{words[language]}</p></div></main>"
        files = forged(files, Forgery(path, "page", bilingual[path].replace(b"</main>", hidden.encode())))
    found = list(map(str, verify(MemoryBundle(files))))
    assert [
        path for path in PATHS if not any(path in each and "it hides the disclaimer" in each for each in found)
    ] == []
