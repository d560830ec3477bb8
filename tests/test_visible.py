"""Rules of styles that hide disclaimers are found, others are not; pages that hide one are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import TODAY, Run
from forgeries.bundles import MemoryBundle
from releases import edition_of, publication_of, state

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
    "article{display:none}",
    ":is(.note,.x){display:none}",
    ".text > section{max-height:0;overflow:hidden}",
    "@import 'more.css';",
    "section{.note{display:none}}",
    "section{@media print{& .note{display:none}}}",
    ".note{d\\69splay:none}",
    ".no\\74 e{display:none}",
    ".note{position:absolute;left:-9999px}",
    ".note::first-line{font-size:0}",
    ".note{clip-path:inset(50%)}",
    ":root{--x:none} .note{display:var(--x)}",
    ":root{--measure:0}",
    "h2 + .note{display:none}",
    ".head ~ div{text-indent:-999em}",
    "body>*{transform:scale(0)}",
    "@layer a{@supports (display:grid){.note{color:transparent}}}",
    ".note:not(.mine){display:none}",
    ".card, .note{content-visibility:hidden}",
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
)


@pytest.mark.parametrize("css", HIDING)
def test_a_rule_that_hides_is_found(css: str) -> None:
    found = list(style_problems(Source("static/theme.css", f"\n{css}")))
    assert found
    assert all(problem.span.start > 0 for problem in found)


@pytest.mark.parametrize("css", HARMLESS)
def test_another_rule_is_left_alone(css: str) -> None:
    assert not list(style_problems(Source("static/theme.css", css)))


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
