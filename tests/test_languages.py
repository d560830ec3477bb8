"""Several languages of one library: what is checked, how a translation is begun and done, and what is published."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import TODAY, Run
from conftest import HERE, view_of
from releases import copied, faults, read_json, resign, write_json
from repository import Repository, environment

from pipeline.publish.bundle import open_bundle
from pipeline.publish.manifest import belongs
from pipeline.publish.verify import verify
from pipeline.source.text import Source

LIBRARY = HERE / "bilingual"
PAGES = "content/strategies"
BASE = "https://example.org/small/"
FORMATS = "csv,html,json,sqlite,xlsx"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library in all formats, without a search."""
    with pytest.MonkeyPatch.context() as patch:
        return exported(LIBRARY, tmp_path_factory.mktemp("languages"), patch)


def exported(library: Path, out: Path, patch: pytest.MonkeyPatch, *options: str) -> Path:
    from pipeline.cli import main

    words = ["strategies", "export", "--formats", FORMATS, "--no-search", TODAY, *options]
    patch.setattr("sys.argv", [*words, "--root", str(library), "--out", str(out)])
    with pytest.raises(SystemExit) as end:
        main()
    assert not end.value.code
    return (out / "latest").resolve()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the library that a test may change."""
    return shutil.copytree(LIBRARY, tmp_path / "own")


def page(bundle: Path, path: str) -> str:
    return (bundle / "html" / path / "index.html").read_text(encoding="utf-8")


def record(bundle: Path, id_: str, language: str = "") -> dict[str, Any]:
    return dict(read_json(bundle / "json" / language / f"strategies/{id_}.json"))


# What is checked


def test_what_is_no_text_makes_no_translation_outdated(own: Path) -> None:
    original = f"{PAGES}/check-ins.md"
    text = (own / original).read_text(encoding="utf-8")
    same = (
        text.replace("2026-11-01", "2026-11-02")
        .replace("related: [", "related: [ ")
        .replace("Whole class", "Small group")
    )
    assert found(own, original, same, "stale-translation") == ["lateral-reading.es.md"]
    changed = text.replace("from 1 to 5", "from 1 to 9")
    assert found(own, original, changed, "stale-translation") == [
        "check-ins.ar.md",
        "check-ins.es.md",
        "lateral-reading.es.md",
    ]


def found(root: Path, path: str, text: str, rule: str) -> list[str]:
    """The files in which a rule finds something if a file has another text."""
    view = view_of([Source(path, text)], root=root)
    return sorted(each.span.path.rpartition("/")[2] for each in view.diagnostics if each.rule == rule)


def test_an_outdated_translation_names_what_was_changed(own: Path) -> None:
    view = view_of([], root=own)
    (message,) = [each.message for each in view.diagnostics if each.rule == "stale-translation"]
    assert message == "the original has changed since: `References`"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("## En el aula", "## En clase", "unknown-section"),
        ("> Estos recursos son ejemplos. No", "> Estos son ejemplos. No", "altered-disclaimer"),
        ("factor:sense-of-belonging", "factor:sense-of-belongin", "unknown-factor"),
        ("https://udlguidelines.cast.org/", "http://udlguidelines.cast.org/", "insecure-link"),
        ("translates:", "updated: 2026-11-01\ntranslates:", "repeated-field"),
        ("Cada estudiante escribe", "TODO escribe", "placeholder-text"),
    ],
)
def test_rules_look_at_translations_in_their_own_words(own: Path, old: str, new: str, rule: str) -> None:
    path = f"{PAGES}/check-ins.es.md"
    text = (own / path).read_text(encoding="utf-8")
    assert old in text
    assert "check-ins.es.md" in found(own, path, text.replace(old, new, 1), rule)


def test_a_long_title_of_another_language_is_a_warning(own: Path) -> None:
    path = f"{PAGES}/check-ins.es.md"
    text = (own / path).read_text(encoding="utf-8").replace("title: Saludos", f"title: {'Saludos ' * 20}")
    view = view_of([Source(path, text)], root=own)
    assert [each.severity.value for each in view.diagnostics if each.rule == "long-field"] == ["warning"]


# How a translation is made


def test_a_translation_is_begun_and_done(own: Path, run: Run) -> None:
    original, path = own / PAGES / "quiet-start.md", own / PAGES / "quiet-start.ar.md"
    original.write_bytes(original.read_bytes().replace(b"\n", b"\r\n"))
    assert run("translate", "quiet-start", "ar", TODAY, folder=own).code == 0
    begun = path.read_bytes()
    assert b"\r\n## \xd9\x86\xd8\xb8\xd8\xb1\xd8\xa9 " in begun  # its first heading
    assert begun.count(b"\n") == begun.count(b"\r\n")
    assert not [rule for rule in run("check", TODAY, folder=own).rules if rule != "stale-translation"]
    assert run("translate", "quiet-start", "ar", "--done", TODAY, folder=own).code == 0
    done = path.read_bytes()
    assert re.sub(rb"translates: .*\r", b"translates: unfinished\r", done) == begun
    assert "untranslated-text" in run("check", TODAY, folder=own).rules


def test_a_renewed_translation_has_the_new_sections(own: Path, run: Run) -> None:
    path = own / PAGES / "check-ins.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n## References\n\n- Doe, J. (2020). On Days.\n", "utf-8")
    before = (own / PAGES / "check-ins.es.md").read_text(encoding="utf-8")
    told = run("translate", "check-ins", "es", TODAY, folder=own).out
    assert told.splitlines() == [
        "content/strategies/check-ins.es.md: the section `Referencias` was added, for you to translate",
        "content/strategies/check-ins.es.md: changed in the original since: References",
    ]
    after = (own / PAGES / "check-ins.es.md").read_text(encoding="utf-8")
    assert after == before + "\n## Referencias\n\n- Doe, J. (2020). On Days.\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("chek-ins", "es"), "there is no page `chek-ins`; did you mean `check-ins`?"),
        (("check-ins", "fr"), "`fr` is not one of the library's languages; it lists es, ar"),
        (("quiet-start", "ar", "--done"), "there is no content/strategies/quiet-start.ar.md; begin it with:"),
    ],
)
def test_what_cannot_be_translated_is_said(own: Path, run: Run, words: tuple[str, ...], message: str) -> None:
    outcome = run("translate", *words, TODAY, folder=own)
    assert outcome.code == 2
    assert message in outcome.err


# What is published


def test_each_language_is_an_edition(bundle: Path) -> None:
    assert faults(bundle) == []
    manifest = read_json(bundle / "manifest.json")
    assert manifest["library"]["languages"] == ["en", "es", "ar"]
    assert [each["library"]["title"] for each in manifest["languages"]] == ["Biblioteca pequeña", "مكتبة صغيرة"]
    assert {each["library"]["id"] for each in manifest["languages"]} == {manifest["library"]["id"]}
    for language in ("es", "ar"):
        for path in ("json/{}/strategies.json", "csv/{}/strategies.csv", "sqlite/{}/library.sqlite"):
            assert (bundle / path.format(language)).is_file()


def test_records_say_the_same_in_other_words(bundle: Path) -> None:
    english, spanish = record(bundle, "check-ins"), record(bundle, "check-ins", "es")
    assert english["languages"] == spanish["languages"] == ["en", "es", "ar"]
    assert (spanish["title"], spanish["fields"]) == (
        "Saludos",
        {"setting": "Toda la clase", "materials": "tarjetas y un temporizador"},
    )
    assert [each["id"] for each in spanish["factors"]] == [each["id"] for each in english["factors"]]
    assert spanish["factors"][0] == {"id": "sense-of-belonging", "name": "Sentido de pertenencia", "group": "Sentir"}
    assert spanish["sections"][2]["disclaimer"]["text"] == "Estos recursos son ejemplos. No son recomendaciones."
    assert spanish["url"] == f"{BASE}es/strategies/check-ins/"


def test_what_is_not_translated_is_the_original_between_translated_headings(bundle: Path) -> None:
    found = record(bundle, "quiet-start", "es")
    assert found["languages"] == ["en"]
    assert found["title"] == "Quiet Start"
    assert [each["heading"] for each in found["sections"]] == ["Panorama", "En el aula", "Recursos adicionales"]
    assert found["sections"][0]["text"].startswith("A room that is quiet")
    assert found["sections"][2]["disclaimer"]["text"].startswith("Estos recursos")


def test_data_carries_the_images_of_each_language() -> None:
    """In an archive of JSON, too; a page of the site whose id is `images` is none."""
    shown = ("html/images/a.png", "html/es/images/a.png", "html/strategies/images/index.html", "html/fr/images/a.png")
    assert [path for path in shown if belongs(path, ["json"], ["es"])] == [*shown[:2]]


def test_coverage_counts_translations(bundle: Path) -> None:
    found = {each["language"]: each for each in read_json(bundle / "json/coverage.json")["translations"]}
    assert found["es"] == {
        "language": "es",
        "translated": 2,
        "outdated": ["lateral-reading"],
        "missing": ["quiet-start"],
    }
    assert found["ar"]["missing"] == ["lateral-reading", "quiet-start"]
    assert 'id="translations"' in page(bundle, "coverage")


ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
CHOICE = re.compile(r'<li><a href="([^"]+)" hreflang="([^"]+)"')


def test_a_page_leads_to_the_same_in_each_language(bundle: Path) -> None:
    path = "strategies/check-ins"
    for language, up in (("", "../../"), ("es/", "../../../"), ("ar/", "../../../")):
        html = page(bundle, language + path)
        expected = [("en", f"{BASE}{path}/"), ("es", f"{BASE}es/{path}/"), ("ar", f"{BASE}ar/{path}/")]
        assert ALTERNATE.findall(html) == [*expected, ("x-default", f"{BASE}{path}/")]
        links = {tag: href for href, tag in CHOICE.findall(html)}
        others = {tag: f"{up}{tag}/{path}/index.html" for tag in ("es", "ar")} | {"en": f"{up}{path}/index.html"}
        current = language.rstrip("/") or "en"
        assert links == others | {current: f"../../{path}/index.html"}


def test_a_page_that_is_not_translated_says_so(bundle: Path) -> None:
    html = page(bundle, "ar/strategies/quiet-start")
    assert '<html lang="ar" dir="rtl">' in html
    assert f'<link rel="canonical" href="{BASE}strategies/quiet-start/">' in html
    assert not ALTERNATE.findall(html)
    assert '<h1 lang="en" dir="ltr">Quiet Start</h1>' in html
    assert 'role="note">لم تُترجم هذه الصفحة بعد.' in html
    sitemap = (bundle / "html/ar/sitemap.xml").read_text(encoding="utf-8")
    assert "strategies/check-ins/" in sitemap
    assert "quiet-start" not in sitemap
    assert f"Sitemap: {BASE}ar/sitemap.xml" in (bundle / "html/robots.txt").read_text(encoding="utf-8")


def test_a_list_marks_what_is_not_translated(bundle: Path) -> None:
    assert '<h3 lang="en"><a href="strategies/quiet-start/index.html">Quiet Start</a></h3>' in page(bundle, "es")


def test_terms_without_words_of_their_own_are_marked(bundle: Path) -> None:
    site = read_json(bundle / "manifest.json")["languages"][1]["site"]
    assert "factors attention" in site["untranslated"]
    assert "disclaimers resources" not in site["untranslated"]
    arabic, spanish = page(bundle, "ar/factors/attention"), page(bundle, "es/factors/attention")
    assert '<h1 lang="en" dir="ltr">Attention</h1>' in arabic
    assert "<h1>Atención</h1>" in spanish
    assert '<p class="soft" lang="en" dir="ltr">Scenes are invented' in page(bundle, "ar/strategies/check-ins")


def test_own_pages_are_translated(bundle: Path) -> None:
    assert "Dos docentes de una escuela" in page(bundle, "es/about")
    assert '<h1 lang="en">How we choose</h1>' in page(bundle, "es/how-we-choose")


# What is verified

Change = Callable[[Path], object]


def words(path: str, old: str, new: str) -> Change:
    def change(bundle: Path) -> None:
        data = (bundle / path).read_bytes()
        assert old.encode() in data
        (bundle / path).write_bytes(data.replace(old.encode(), new.encode()))

    return change


def document(path: str, alter: Callable[[Any], object]) -> Change:
    def change(bundle: Path) -> None:
        found = read_json(bundle / path)
        alter(found)
        write_json(bundle / path, found)

    return change


FORGED: dict[str, Change] = {
    "words of a page": words("html/es/strategies/check-ins/index.html", "Cada estudiante escribe", "Nadie escribe"),
    "words of a list": words("html/es/index.html", "Saludos", "Salud"),
    "cell of a table": words("csv/es/strategies.csv", "Saludos", "Salud"),
    "factor of one language": document(
        "json/es/strategies/check-ins.json", lambda found: found.update(factors=found["factors"][:1])
    ),
    "languages of one record": document(
        "json/es/strategies/quiet-start.json", lambda found: found.update(languages=["en", "es"])
    ),
    "link to another language": words(
        "html/es/strategies/check-ins/index.html", "../../../ar/strategies/check-ins/", "../../../ar/strategies/quiet/"
    ),
    "address for search engines": words(
        "html/strategies/check-ins/index.html", f'hreflang="es" href="{BASE}es/', f'hreflang="es" href="{BASE}ar/'
    ),
    "library of one language": document(
        "manifest.json", lambda found: found["languages"][0]["library"].update(licence="MIT")
    ),
    "disclaimer of one language": document(
        "manifest.json", lambda found: found["languages"][1]["disclaimers"][0].update(text="Buy these resources.")
    ),
    "language that is not there": document("manifest.json", lambda found: found["languages"].pop()),
    "file of one language alone": lambda bundle: (bundle / "html/es/more.html").write_bytes(b"x"),
    "file that is gone": lambda bundle: (bundle / "html/ar/factors/attention/index.html").unlink(),
    "term that is said to be translated": document(
        "manifest.json", lambda found: found["languages"][1]["site"]["untranslated"].remove("factors attention")
    ),
    "term that is said to be the original": document(
        "manifest.json", lambda found: found["languages"][0]["site"]["untranslated"].append("factors attention")
    ),
    "count of translations": document(
        "json/coverage.json", lambda found: found["translations"][0].update(translated=3)
    ),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_forgeries_of_a_language_are_refused(bundle: Path, tmp_path: Path, forgery: str) -> None:
    forged = copied(bundle, tmp_path / "bundle")
    FORGED[forgery](forged)
    resign(forged)
    with open_bundle(forged) as opened:
        assert any(verify(opened))


# What is made again


def test_a_change_of_one_translation_changes_what_shows_it(
    own: Path, tmp_path: Path, own_memo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is taken over from the release before is what a fresh export makes."""
    before = state_of(exported(own, tmp_path / "out", monkeypatch))
    for path, old, new in (
        (f"{PAGES}/check-ins.es.md", "title: Saludos", "title: Rondas"),
        ("content/vocabulary/factors.es.yaml", "name: Atención", "name: Concentración"),
        ("schemas/strategy-page.es.yaml", "Panorama", "Vista general"),
        (f"{PAGES}/quiet-start.md", "nobody speaks", "no one speaks"),
        ("content/library.es.yaml", "Biblioteca pequeña", "Biblioteca"),
    ):
        file = own / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        if old == "Panorama":
            for page in (own / PAGES).glob("*.es.md"):
                page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        again = state_of(exported(own, tmp_path / "out", monkeypatch))
        fresh = state_of(exported(own, tmp_path / f"fresh{len(again)}{old[:3]}", monkeypatch, "--no-cache"))
        assert again == fresh
        changed = {path for path in again if again[path] != before.get(path)}
        assert changed
        if ".es." in path:
            assert not {path for path in changed if path.startswith(("html/ar/", "json/ar/", "json/strategies"))}
        before = again


def state_of(bundle: Path) -> dict[str, bytes]:
    return {path.relative_to(bundle).as_posix(): path.read_bytes() for path in bundle.rglob("*") if path.is_file()}


def test_diagnostics_are_the_same_from_the_memo(own: Path, own_memo: Path, run: Run) -> None:
    first = run("check", "--show", "info", TODAY, folder=own)
    path = own / PAGES / "check-ins.es.md"
    path.write_text(path.read_text(encoding="utf-8").replace("del 1 al 5", "del 1 al 5 5"), encoding="utf-8")
    changed = run("check", "--show", "info", TODAY, folder=own)
    assert changed.out == run("check", "--show", "info", "--no-cache", TODAY, folder=own).out
    path.write_text(path.read_text(encoding="utf-8").replace("del 1 al 5 5", "del 1 al 5"), encoding="utf-8")
    assert run("check", "--show", "info", TODAY, folder=own).out == first.out
    assert [rule for rule in first.rules if rule != "untranslated-name"] == [
        "stale-translation",
        "unfinished-translation",
    ]


def test_git_knows_translations(own: Path, tmp_path: Path, run: Run) -> None:
    repository = Repository(own, environment(tmp_path))
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "Start")
    assert run("check", "--staged", TODAY, folder=own).rules == ["stale-translation"]
    path = own / PAGES / "check-ins.ar.md"
    path.write_text(path.read_text(encoding="utf-8").replace(" 5 ", " TODO "), encoding="utf-8")
    changed = run("check", "--changed-since", "main", TODAY, folder=own)
    assert changed.rules == ["placeholder-text"]
    assert changed.paths == ["content/strategies/check-ins.ar.md"]


def test_changes_of_translations_are_told(own: Path, bundle: Path, tmp_path: Path, run: Run) -> None:
    pages = own / PAGES
    done = (pages / "lateral-reading.es.md").read_text(encoding="utf-8")
    (pages / "lateral-reading.es.md").unlink()
    spanish = pages / "check-ins.es.md"
    spanish.write_text(spanish.read_text(encoding="utf-8").replace("del 1 al 5", "del 1 al 6"), encoding="utf-8")
    run("translate", "quiet-start", "ar", TODAY, folder=own)
    run("translate", "quiet-start", "ar", "--done", TODAY, folder=own)
    told = run("diff", bundle, own, TODAY, folder=own).out
    for words in ("languages: the translation", "- es", "+ ar"):
        assert words in told.replace("languages/es:", "languages:"), told
    assert done
    info = own / "content/library.yaml"
    info.write_text(info.read_text(encoding="utf-8").replace("1.0.0", "1.1.0"), encoding="utf-8")
    out = exported(own, tmp_path / "out", pytest.MonkeyPatch(), "--since", str(bundle))
    assert faults(out) == []
    places = {
        (change["id"], detail["place"])
        for change in read_json(out / "changes.json")["changes"]
        for detail in change["details"]
    }
    assert {("check-ins", "languages/es"), ("lateral-reading", "languages"), ("quiet-start", "languages")} <= places


def test_the_folder_to_deploy_has_all_languages(own: Path, bundle: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "web"
    outcome = run("web", out, "--bundle", bundle, TODAY, folder=own)
    assert outcome.code == 0, outcome.err
    for path in (
        "es/index.html",
        "ar/strategies/check-ins/index.html",
        "json/es/strategies.json",
        "v/1.0.0/csv/ar/strategies.csv",
    ):
        assert (out / path).is_file()
    data = (out / "data/index.html").read_text(encoding="utf-8")
    assert 'class="languages"' not in data
    assert "csv/es/" not in data
    assert faults(out / "v/1.0.0") == []


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("content/pages/es.md", "---\ntitle: Spain\n---\n\nA page.\n", "taken-page-name"),
        ("static/es/index.html", "x", "reserved-file-name"),
        ("content/library.yaml", "languages: [es, en]", "invalid-library-info"),
        ("content/library.yaml", "languages: [es, my-list]", "invalid-library-info"),
        (
            "schemas/strategy-page.es.yaml",
            "sections: {overview: Panorama, resources: Panorama}\n",
            "invalid-translation",
        ),
        ("content/vocabulary/factors.es.yaml", "attention: {name: Motivation}\n", "invalid-translation"),
        ("content/vocabulary/factors.es.yaml", "- {id: attention}\n", "invalid-translation"),
        ("content/strategies/check-ins.fr.md", "---\n---\n", "unlisted-language"),
    ],
)
def test_names_and_words_of_a_language_are_checked(own: Path, path: str, text: str, rule: str) -> None:
    if path == "content/library.yaml":
        text = (own / path).read_text(encoding="utf-8").replace("languages: [es, ar]", text)
    assert path.rpartition("/")[2] in found(own, path, text, rule)


def test_data_names_the_language_of_a_text(bundle: Path) -> None:
    articles = {
        each["identifier"]: each
        for each in read_json(bundle / "json/es/strategies.jsonld")["@graph"]
        if "headline" in each
    }
    assert {id_: each["inLanguage"] for id_, each in articles.items()} == {
        "check-ins": "es",
        "lateral-reading": "es",
        "quiet-start": "en",
    }
    assert "LA  - en" in (bundle / "html/es/strategies/quiet-start/cite.ris").read_text(encoding="utf-8")


def test_a_translation_may_lack_the_references(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files for reference managers follow from a page's own references, so they may be of one language only."""
    path = own / PAGES / "lateral-reading.es.md"
    text = path.read_text(encoding="utf-8").replace(", references: 00000000", "")
    path.write_text(text.partition("\n## Referencias")[0], encoding="utf-8")
    bundle = exported(own, tmp_path / "out", monkeypatch)
    assert faults(bundle) == []
    folders = [bundle / "html" / language / "strategies/lateral-reading" for language in ("", "es")]
    assert [(folder / "references.csl.json").exists() for folder in folders] == [True, False]
