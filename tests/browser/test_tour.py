"""The whole tour: from an empty folder to the second release, with real commits, hooks and a real browser.

A school makes a library of its own in Spanish and English. Each step is a function, in the order in which they did it;
the documents of each are named beside it. What they typed by hand lies in tests/tour.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import PAGES, TODAY, Outcome, Run
from conftest import HERE
from old_content import document
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect
from releases import read_json
from repository import ROOT, SCRIPTS, SYSTEM_PATH, Repository, environment
from sites import served

from .conftest import WATCH, Visit
from .test_access import SCREENS, looked_at

TOUR = HERE / "tour"
POLICY, INFO = "schemas/strategy-page.yaml", "content/library.yaml"
FIRST, GREETING, CORNER = f"{PAGES}/first-page.md", f"{PAGES}/saludo-en-la-puerta.md", f"{PAGES}/rincon-de-calma.md"
NOTES, PLANES, BALL = f"{PAGES}/hojas-de-salida.md", f"{PAGES}/aviones-de-papel.md", f"{PAGES}/turnos-con-pelota.md"
NEWS, MAP = f"{PAGES}/ronda-de-noticias.md", f"{PAGES}/mapa-de-la-clase.md"
LEFT_OVER = "\n## Sin ubicar en la importación\n"
# The hook of a new library takes `strategies` from .venv in its folder: here that of this tree, wherever it lies.
COMMAND = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pipeline "$@"\n'


@dataclass(frozen=True)
class School(Repository):
    """The folder of the library, and those who work in it."""

    command: Run

    def strategies(self, *words: str | Path, ends: int = 0) -> Outcome:
        """Run the command, which must end with this code."""
        dated = [] if words[0] == "verify" else [TODAY]
        outcome = self.command(*words, *dated, folder=self.folder)
        assert outcome.code == ends, outcome.out + outcome.err
        return outcome

    def commit(self, message: str, *, passes: bool = True) -> str:
        """Commit everything, through the hook; gives what was said."""
        self.git("add", "--all")
        done = self.run("git", "commit", "--message", message)
        assert (done.returncode == 0) == passes, done.stdout
        assert re.search(rf"^strategies check\.+{'Passed' if passes else 'Failed'}$", done.stdout, re.MULTILINE)
        return done.stdout

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, encoding="utf-8")

    def take(self, folder: str) -> None:
        """Put files of tests/tour into the library."""
        shutil.copytree(TOUR / folder, self.folder, dirs_exist_ok=True)


@pytest.mark.tools
def test_the_whole_tour(tmp_path: Path, run: Run, browser: Browser) -> None:
    folder = tmp_path / "biblioteca"
    folder.mkdir()
    school = School(folder, environment(tmp_path, f"{SCRIPTS}{os.pathsep}{SYSTEM_PATH}"), run)
    make_a_library(school)
    add_own_fields(school)
    add_another_language(school)
    bring_five_old_pages(school)
    bring_ten_rows(school)
    publish_many_pages_at_once(school)
    release = tmp_path / "release-1.0.0"
    publish_beside_a_draft(school, release)
    with visited(browser, school.folder / "exports/latest/html") as visit:
        look_at_the_site(visit)
    change_the_original_of_a_translation(school)
    rename_a_page(school)
    retire_a_page(school)
    remove_a_page_without_a_trace(school)
    publish_the_second_release(school)
    deploy_both_releases(school, release)
    with visited(browser, school.folder / "public") as visit:
        follow_old_addresses(visit)


def make_a_library(school: School) -> None:
    """docs/own-library.md: it passes the check, a commit and an export as it is."""
    words = {"title": "Biblioteca de prácticas", "publisher": "Escuela del Río", "language": "es"}
    options = [word for name, value in words.items() for word in (f"--{name}", value)]
    made = school.strategies("init", *options, "--section", "Resumen", "--section", "En el aula", "--yes")
    assert made.out.startswith("made a library in this folder: Biblioteca de prácticas\n")
    (school.folder / ".venv/bin").mkdir(parents=True)
    school.write(".venv/bin/strategies", COMMAND)
    (school.folder / ".venv/bin/strategies").chmod(0o755)
    school.git("init", "--quiet", "--initial-branch=main")
    assert school.run("pre-commit", "install").stdout.count("installed at") == 2
    school.commit("Begin")
    assert school.strategies("export", "--no-search").out.startswith("1 strategy exported")


def add_own_fields(school: School) -> None:
    """docs/configuration.md: house rules, vocabulary and fields of their own. They need no learner models."""
    school.write(POLICY, school.read(POLICY) + "fields:\n  - {id: summary, name: Resumen, type: text}\n")
    assert "`summary` cannot be the id of a field" in school.strategies("check", ends=1).out
    school.take("spanish")
    (school.folder / "content/vocabulary/learner-models.yaml").unlink()
    found = school.strategies("check", ends=1)
    assert "unknown category `general`" in found.out
    assert "help: this library has no learner models: leave it out here, or list some in content/" in found.out
    assert "help: ciclo: a list of any of Infantil, Primaria (Ciclo)\n" in found.out
    front = school.read(FIRST).replace("general", "convivencia").replace("[clarity]", "[confianza]")
    front = front.replace("learner_models: [everyone]\n", "").replace("status:", "ciclo: [Infantil, Primaria]\nstatus:")
    school.write(FIRST, f"{front}\n## Recursos adicionales\n\nUse palabras sencillas y frases cortas.\n")
    assert "`Recursos adicionales` does not open with its disclaimer" in school.strategies("check", ends=1).out
    assert "1 finding mended in 1 file" in school.strategies("fix").err
    assert school.strategies("check").rules == []
    school.commit("Add fields, disclaimer and vocabulary of our own")


def add_another_language(school: School) -> None:
    """docs/translating.md: a translation may be committed before it is done."""
    school.edit(INFO, "language: es\n", "language: es\nlanguages: [en]\n")
    assert "no words in `en` for the disclaimers `recursos`" in school.strategies("check").out
    school.take("english")
    assert school.strategies("check").rules == []
    school.strategies("translate", "first-page", "en")
    translation = f"{PAGES}/first-page.en.md"
    begun = school.read(translation)
    assert "translates: unfinished" in begun
    assert "## In the classroom\n\nEmpiece con algo" in begun
    school.commit("Begin to translate")
    text = (TOUR / "first-page.en.md").read_text(encoding="utf-8")
    assert re.findall("^[#>].*", text, re.MULTILINE) == re.findall("^[#>].*", begun, re.MULTILINE), "as it was begun"
    school.write(translation, text)
    school.strategies("translate", "first-page", "en", "--done")
    assert re.search(r"^translates: \{title: \w+, summary: \w+, resumen: \w+, ", school.read(translation), re.MULTILINE)
    assert school.strategies("check").rules == []
    school.commit("Translate the first page")


def bring_five_old_pages(school: School) -> None:
    """docs/adopting.md: a dry run first, then the house learns the old headings, and all five come in as drafts."""
    old = shutil.copytree(TOUR / "old", school.folder.parent / "old")
    shutil.copy(HERE / "library/content/images/circle.png", old / "sillas.png")
    (old / "aviones.docx").write_bytes(word_document())
    files = sorted(file for file in old.iterdir() if file.suffix not in (".csv", ".png"))
    assert len(files) == 5
    tried = school.strategies("import", *files, "--dry-run")
    assert "“CÓMO SE HACE” with 16 words: no section has this heading" in tried.out
    for heading, former in (("Resumen", "Presentación"), ("Recursos adicionales", "Para seguir leyendo")):
        school.edit(POLICY, f"heading: {heading}\n", f"heading: {heading}\n    former_headings: [{former}]\n")
    school.edit(POLICY, "[Úselo en el aula]", "[Úselo en el aula, Cómo se hace]")
    done = school.strategies("import", *files)
    assert done.out.endswith(
        "5 pages written; 4 of them with something that found no place; read each one, then set its status\n"
    )
    for said in (
        "En el aula: from its former heading “CÓMO SE HACE”",
        "related `rincon-de-calma` (100 of 100): “Un lugar tranquilo del aula",
        "disclaimer `recursos`: now word for word; it was (98 of 100): “Estos recursos son ejemplos, no",
        "former id `tarjetas-de-salida`: “/blog/tarjetas-de-salida/”",
        "“Paciencia”: no factor of the vocabulary has this name",
        "the menu of the old site: Inicio Todas las prácticas",
    ):
        assert f"    {said}" in done.out, done.out
    assert "learner_models" not in done.out, "they have none"
    assert "\n| 9:10 | volver a la mesa |\n" in school.read(CORNER)
    assert "![Ocho sillas en círculo](../images/rincon-de-calma-1.png)\n\nEl rincón, visto" in school.read(CORNER)
    assert "related: [saludo-en-la-puerta, rincon-de-calma]" in school.read(PLANES)
    found = school.strategies("check")
    assert {"missing-field", "placeholder-text", "unplaced-import"} <= set(found.rules)
    school.commit("Bring in five old pages, as drafts")


def word_document() -> bytes:
    """An old page as a word processor keeps it."""
    return document(
        ("Title", "Aviones de papel"),
        ("Heading1", "Resumen"),
        ("Normal", "Doblar pide Atención. Un avión que cae hace una pregunta, y nadie pierde."),
        ("Heading1", "En el aula"),
        ("Normal", "Todas doblan, lanzan y miden. Yusuf apunta las distancias."),
        ("Heading1", "Más de Convivencia"),
        ("Normal", "Saludo en la puerta"),
        ("Normal", "Rincón de calma"),
    )


def bring_ten_rows(school: School) -> None:
    """docs/adopting.md: ten rows of a spreadsheet with a column that becomes a field of their own."""
    table = school.folder.parent / "old/lista.csv"
    assert "the field `responsable`: “Lucía”" in school.strategies("import", table, "--dry-run").out
    school.write(POLICY, school.read(POLICY) + "  - {id: responsable, name: Responsable, type: text, column: false}\n")
    done = school.strategies("import", table)
    assert done.out.endswith(
        "10 pages written; 1 of them with something that found no place; read each one, then set its status\n"
    )
    front = "category: convivencia\nfactors: [confianza]\nrelated: []\nstatus: draft\n"
    assert front in school.read(NEWS)
    assert "ciclo: [Infantil, Primaria]\nminutos: 10\nresponsable: Lucía\n---\n" in school.read(NEWS)
    school.commit("Bring in our list of ideas, as drafts")


def publish_many_pages_at_once(school: School) -> None:
    """docs/work-lists.md: they read the pages, mend what the import could not place, and set the status in a list."""
    for page in (GREETING, CORNER, NOTES, PLANES):
        school.write(page, school.read(page).partition(LEFT_OVER)[0])
    school.edit(GREETING, "TODO: escribir esta sección", "- [Una guía](https://example.org/guia): cómo empezar el día")
    school.edit(NOTES, "[Video]", "[Una clase escribe sus hojas de salida]")
    for page in sorted((school.folder / PAGES).glob("*.md")):
        text = page.read_text(encoding="utf-8")
        if "\nciclo:" not in text and not page.name.endswith(".en.md"):
            text = text.replace("status: draft\n", "status: draft\nciclo: [Primaria]\n")
        if "\ncategory:" not in text and not page.name.endswith(".en.md"):
            text = text.replace("\nfactors:", "\ncategory: evaluacion\nfactors:")
        page.write_text(text.replace("title: PREGUNTAS EN PAREJAS", "title: Preguntas en parejas"), encoding="utf-8")
    school.strategies("sheet", "export", "lista.xlsx", "--fields", "title,status,ciclo,updated")
    set_status(school.folder / "lista.xlsx", "published")
    refused = school.strategies("sheet", "import", "lista.xlsx", ends=1)
    assert f"this is what an import found no place for; readers must not see it\n    {BALL}:" in refused.out
    set_status(school.folder / "lista.xlsx", "draft", only="turnos-con-pelota")
    school.strategies("sheet", "import", "lista.xlsx")
    (school.folder / "lista.xlsx").unlink()
    assert school.read(NEWS).count("status: published\n") == 1
    school.commit("Publish what we have read")


def set_status(workbook: Path, status: str, only: str = "") -> None:
    """Write a status into the rows of a list, or of one page."""
    book = load_workbook(workbook)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if not only or sheet.cell(row, columns["id"]).value == only:
            sheet.cell(row, columns["status"]).value = status
    book.save(workbook)


def publish_beside_a_draft(school: School, release: Path) -> None:
    """docs/writing-a-strategy.md: what is unfinished keeps nobody from committing, and is not published."""
    school.edit(BALL, "La pelota es de lana.", "TODO")
    said = school.commit("Rewrite one")
    assert "error" not in said
    school.edit(INFO, "version: 0.1.0", "version: 1.0.0")
    school.commit("Release 1.0.0")
    school.git("tag", "v1.0.0")
    done = school.strategies("export", "--archive")
    assert done.out.startswith("15 strategies exported")
    assert "left out: turnos-con-pelota (draft)" in done.out
    assert "exports/latest is whole: version 1.0.0" in school.strategies("verify", "exports/latest").out
    shutil.copytree(school.folder / "exports/archives", release)
    latest = school.folder / "exports/latest"
    texts = [
        file.read_text(encoding="utf-8") for file in latest.rglob("*") if file.suffix in (".json", ".html", ".csv")
    ]
    assert not [text for text in texts if "turnos-con-pelota" in text or "Turnos con pelota" in text]
    record = read_json(latest / "json/en/strategies/first-page.json")
    assert (record["title"], record["languages"]) == ("A first page", ["es", "en"])
    assert read_json(latest / "json/strategies/ronda-de-noticias.json")["fields"]["minutos"] == 10


@contextmanager
def visited(browser: Browser, folder: Path) -> Iterator[Visit]:
    """Serve a folder and open it in the browser."""
    with served(folder) as origin:
        context = browser.new_context()
        context.set_default_timeout(5000)
        context.add_init_script(WATCH)
        yield Visit(context.new_page(), origin)
        context.close()


def look_at_the_site(visit: Visit) -> None:
    """Readers filter by a field of the school's own and change the language; nothing stands in their way."""
    page = visit.go("index.html")
    page.get_by_role("checkbox", name="Infantil").check()
    expect(page.locator("[data-cards] .card:visible")).to_have_count(4)
    visit.go("strategies/first-page/index.html")
    page.get_by_role("link", name="English").first.click()
    expect(page.locator("h1")).to_contain_text("A first page")
    expect(page.locator(".glance")).to_contain_text("Preschool")
    visit.go("en/strategies/rincon-de-calma/index.html")
    expect(page.get_by_role("main")).to_contain_text("This page is not translated yet. You see the original (Spanish).")
    pages = ("strategies/first-page", "strategies/hojas-de-salida", "en/strategies/rincon-de-calma")
    paths = ["index.html", "en/index.html", *(f"{path}/index.html" for path in pages)]
    found = looked_at(visit, paths, SCREENS)
    assert not found, "\n".join(found)


def change_the_original_of_a_translation(school: School) -> None:
    """docs/translating.md: the check names the part that the translation does not follow yet."""
    school.edit(FIRST, "Use palabras sencillas y frases cortas.", "Use palabras sencillas.")
    assert "the original has changed since: `Recursos adicionales`" in school.strategies("check").out
    school.edit(f"{PAGES}/first-page.en.md", "Use plain words and short sentences.", "Use plain words.")
    school.strategies("translate", "first-page", "en", "--done")
    assert "stale-translation" not in school.strategies("check").rules
    school.commit("Say it in fewer words")


def rename_a_page(school: School) -> None:
    """docs/writing-a-strategy.md: the old id stays as an alias, and pages that name it are mended."""
    new = CORNER.replace("rincon-de-calma", "lugar-tranquilo")
    school.git("mv", CORNER, new)
    said = school.commit("Give the corner another name", passes=False)
    assert f"{GREETING}:" in said
    assert "unknown strategy `rincon-de-calma`; did you mean" in said
    school.edit(new, "title: Rincón de calma", "title: Un lugar tranquilo\naliases: [rincon-de-calma]")
    assert "fix:  replace with `lugar-tranquilo` (strategies fix)" in school.strategies("check", ends=1).out
    school.strategies("fix")
    assert "related: [lugar-tranquilo]" in school.read(GREETING)
    school.commit("Give the corner another name")


def retire_a_page(school: School) -> None:
    """docs/writing-a-strategy.md: it says when, and which page took its place."""
    school.edit(NEWS, "status: published", "status: retired")
    assert "this page does not say when it was retired" in school.strategies("check").out
    retired = "status: retired\nretired: 2026-11-24\nreplaced_by: saludo-en-la-puerta"
    school.edit(NEWS, "status: retired", retired)
    assert "unclear-retirement" not in school.strategies("check").rules
    school.commit("Retire the round of news")


def remove_a_page_without_a_trace(school: School) -> None:
    """docs/configuration.md: a release that would break addresses and hide it is refused, and says what to do."""
    text = school.read(MAP)
    school.git("rm", "--quiet", MAP)
    school.commit("Remove the map")
    for since in ("v1.0.0", "../release-1.0.0/strategies-json-1.0.0.zip"):
        refused = school.strategies("export", "--since", since, ends=1)
        assert "the strategy `mapa-de-la-clase` was published in 1.0.0 and is gone without a trace" in refused.out
        assert "nothing was exported" in refused.err
    school.write(MAP, text.replace("status: published", "status: retired\nretired: 2026-11-24"))
    school.commit("Retire the map instead")


def publish_the_second_release(school: School) -> None:
    """docs/consuming.md: retired and moved pages need another first number of the version."""
    school.edit(INFO, "version: 1.0.0", "version: 1.1.0")
    refused = school.strategies("export", "--since", "v1.0.0", ends=1)
    assert "version 1.1.0 says too little about what changed since 1.0.0" in refused.out
    assert "write 2.0.0 or a higher one in content/library.yaml" in refused.out
    assert read_json(school.folder / "exports/latest/manifest.json")["library"]["version"] == "1.0.0"
    school.edit(INFO, "version: 1.1.0", "version: 2.0.0")
    school.commit("Release 2.0.0")
    done = school.strategies("export", "--since", "v1.0.0", "--archive")
    assert done.out.startswith("13 strategies exported")
    changes = read_json(school.folder / "exports/latest/changes.json")
    kinds = {change["id"]: change["kind"] for change in changes["changes"] if change["class"] == "breaking"}
    assert kinds == {"rincon-de-calma": "moved", "ronda-de-noticias": "retired", "mapa-de-la-clase": "retired"}
    assert "exports/latest is whole: version 2.0.0" in school.strategies("verify", "exports/latest").out


def deploy_both_releases(school: School, release: Path) -> None:
    """docs/hosting.md: the site, and the data of both versions."""
    earlier = [word for name in ("json", "csv") for word in ("--earlier", release / f"strategies-{name}-1.0.0.zip")]
    school.strategies("web", "public", *earlier)
    versions = read_json(school.folder / "public/v/index.json")["versions"]
    assert [each["version"] for each in versions] == ["2.0.0", "1.0.0"]
    assert (school.folder / "public/v/1.0.0/json/strategies/mapa-de-la-clase.json").is_file()
    school.strategies("verify", "public/v/1.0.0")


def follow_old_addresses(visit: Visit) -> None:
    """Whoever kept an address arrives."""
    page = visit.go("strategies/rincon-de-calma/index.html")
    expect(page.locator("h1")).to_contain_text("Un lugar tranquilo")
    page = visit.go("strategies/ronda-de-noticias/index.html")
    page.get_by_role("main").get_by_role("link", name="Saludo en la puerta").first.click()
    expect(page.locator("h1")).to_contain_text("Saludo en la puerta")
    paths = ("data/index.html", "strategies/mapa-de-la-clase/index.html", "en/strategies/ronda-de-noticias/index.html")
    found = looked_at(visit, paths, SCREENS[-1:])
    assert not found, "\n".join(found)
