"""`strategies import`: five messy files, updates, refusals, hostile input; see also test_import_property.py."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_LZMA

import pytest
from command import PAGES, TODAY, VOICE, Run, replace
from old_content import OLD, archive, document, picture
from openpyxl import Workbook
from own_fields import FIELDS, RULES

from pipeline.authoring.archive import LARGEST_PART, NotADocument, checked
from pipeline.authoring.intake.readers import all_readers
from pipeline.model.author_texts import NOT_PLACED, PLACEHOLDERS, in_language
from pipeline.source import writing
from pipeline.source.paths import POLICY_PATH
from pipeline.source.text import Source

STARTER = Path(__file__).parents[1]
CIRCLE = Path(__file__).parent / "library/content/images/circle.png"
WALK = f"{PAGES}/walk-and-talk.md"
VIDEOS = (
    "> Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or"
)
RESOURCES = (
    "> Additional examples, research, and professional development. These resources are possible representations"
)


FRONT = """---
title: Walk and Talk
summary: Two learners who walk side by side say more than two who sit face to face, and a short walk before a hard \
task wakes their Attention and Curiosity.
category: active-learning
learner_models: [portrait-of-a-learner-4-8]
factors: [attention, curiosity, sense-of-belonging, motivation, emotion, critical-thinking, learner-mindset, \
adverse-experiences]
related: [gallery-walk, debate, brief-instruction-steps, book-clubs]
status: draft
updated: 2026-11-24
"""


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A copy of the starter library."""
    for folder in ("content", "schemas"):
        shutil.copytree(STARTER / folder, tmp_path / "starter" / folder)
    return tmp_path / "starter"


def page(library: Path, id_: str) -> str:
    return (library / PAGES / f"{id_}.md").read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0].strip()


def test_a_page_as_plain_text(run: Run, starter: Path) -> None:
    """All headings' content in place, both disclaimers, eight factors linked, four of five related, the rest listed."""
    done = run("import", OLD / "walk-and-talk.txt", TODAY, folder=starter)
    assert done.code == 0
    text = page(starter, "walk-and-talk")
    assert text.partition("---\n\n")[0] == FRONT
    overview = section(text, "Overview")
    assert overview.count("](factor:") == 8
    assert "[Sense of Belonging](factor:sense-of-belonging)" in overview
    assert section(text, "Example: Use This Strategy in the Classroom").startswith("Mr. Adeyemi sends pairs once")
    assert section(text, "Design It into Your Product").startswith(VIDEOS)
    assert section(text, "Design It into Your Product").endswith("record nothing while they walk.")
    assert section(text, "Additional Resources").startswith(RESOURCES)
    families = "### TIPS FOR FAMILIES\n\nAsk on the way home what the best question of the day was."
    assert section(text, "Not placed by the import") == f"- Good food helps memory.\n\n{families}"
    for line in (
        "disclaimer `resources`: word for word",
        "related “Good food helps memory.”: no page has this title or summary",
        "factors: the text also has the words “sleep” (`sleep`); are they meant as factors?",
        "“TIPS FOR FAMILIES” with 13 words: no section has this heading",
    ):
        assert f"    {line}\n" in done.out
    assert "disclaimer `videos`: now word for word; it was (98 of 100): “Videos are chosen" in done.out
    checked = run("check", TODAY, folder=starter)
    assert checked.code == 0
    # Pages of the library were changed after that day.
    assert set(checked.rules) - {"future-date"} == {"unplaced-import", "placeholder-text"}
    assert "strategies check will list 0 errors and 2 warnings" in done.out


@pytest.mark.parametrize("language", [*NOT_PLACED, "es-MX", "nl"])
def test_what_is_left_to_do_is_in_the_language_of_the_library(run: Run, starter: Path, language: str) -> None:
    info = starter / "content/library.yaml"
    info.write_text(re.sub("(?m)^language: .*", f"language: {language}", info.read_text(encoding="utf-8")), "utf-8")
    old = starter.parent / "old.txt"
    old.write_text("Quiet\n\nOverview\n\nA quiet room.\n\nTIPS FOR ALL\n\nBe calm.\n", encoding="utf-8")
    for options in ([], ["--update"]):
        assert run("import", old, *options, TODAY, folder=starter).code == 0
        text = page(starter, "quiet")
        assert text.count(f"\n## {in_language(NOT_PLACED, language)}\n") == 1
        assert text.count(f"\n{in_language(PLACEHOLDERS, language)}\n") == 3
        assert {"unplaced-import", "placeholder-text"} <= set(run("check", TODAY, folder=starter).rules)


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Five messy files of five kinds, which name one another."""
    folder = tmp_path_factory.mktemp("old")
    for file in OLD.iterdir():
        shutil.copy(file, folder)
    shutil.copy(CIRCLE, folder)
    links = (
        '<Relationship Id="near" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        'Target="media/image1.png"/><Relationship Id="far" TargetMode="External" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="file:///etc/passwd"/>'
    )
    made = document(
        ("Title", "Paper Planes"),
        ("Heading1", "OVERVIEW"),
        ("Normal", "Folding needs Attention. A plane that falls asks a question; nobody fails."),
        ("Heading1", "Use it in the class room"),
        ("Normal", "Everyone folds, throws, and measures."),
        ("Heading1", "Related strategies"),
        ("Normal", "Walk and Talk"),
        ("Normal", "Calm Corners"),
        extra=picture("near") + picture("far"),
        links=links,
    )
    (folder / "planes.docx").write_bytes(_with(made, "word/media/image1.png", CIRCLE.read_bytes()))
    names = ("walk-and-talk.txt", "calm-corners.html", "exit-notes.md", "planes.docx", "work-list.csv")
    return [folder / name for name in names]


def _with(data: bytes, name: str, part: bytes) -> bytes:
    from zipfile import ZipFile

    opened = BytesIO(data)
    with ZipFile(opened, "a") as file:
        file.writestr(name, part)
    return opened.getvalue()


def test_five_messy_files(run: Run, library: Path, five: list[Path]) -> None:
    done = run("import", *five, TODAY, folder=library)
    assert done.code == 0
    assert "missing-image" not in done.out, "images come with their pages"
    assert done.out.endswith(
        "6 pages written; 6 of them with something that found no place; read each one, then set its status\n"
    )
    html = page(library, "calm-corners")
    assert "[Attention](factor:attention)" in html
    assert "| 9:00 | settle down |" in html
    assert "[A calm corner in use](https://www.youtube.com/watch?v=abcDEF12345)" in html
    assert "![Chairs](../images/calm-corners-1.png)\n\nEight chairs" in html
    assert (library / "content/images/calm-corners-1.png").read_bytes() == CIRCLE.read_bytes()
    assert "- Offer a pause button\n  - on every screen" in html
    assert "the menu of the old site: Home All strategies" in done.out
    planes = page(library, "paper-planes")
    assert "related: [walk-and-talk, calm-corners]" in planes
    assert "Draft of Ms. Osei" in section(planes, "Not placed by the import")
    assert "![Chairs in a ring](../images/paper-planes-1.png)" in planes
    assert "image data:" in done.out
    notes = page(library, "exit-notes")
    assert "aliases: [exit-cards]" in notes
    assert "\n\n[Video](https://www.youtube.com/watch?v=abcDEF12345)\n\n" in notes
    assert "authors: [Ada Ruiz]" in notes
    assert "the tag “assessment”: the vocabulary does not have it" in done.out
    assert "factors: [attention, curiosity]" in page(library, "think-time")
    found = run("check", TODAY, folder=library)
    assert set(found.paths) <= {f"{PAGES}/{id_}.md" for id_ in IDS}
    assert found.code == 0, "drafts may be unfinished"
    assert "missing-field" in {head.split()[-1] for head in found.heads}


IDS = ("walk-and-talk", "calm-corners", "exit-notes", "paper-planes", "think-time", "quiet")


def test_headings_in_bold_and_a_disclaimer_in_a_paragraph(run: Run, library: Path, tmp_path: Path) -> None:
    videos = VIDEOS.removeprefix("> ") + " evidence of use of research to develop the feature."
    html = (
        f"<p><b>Bold Heads</b></p><p><b>Overview:</b></p><p>Text. {videos} More.</p><p><b>References</b></p><p>One.</p>"
    )
    (tmp_path / "bold.html").write_text(html, encoding="utf-8")
    assert run("import", tmp_path / "bold.html", TODAY, folder=library).code == 0
    text = page(library, "bold-heads")
    assert section(text, "Overview") == "Text.\n\nMore."
    assert section(text, "Design It into Your Product").startswith(f"> {videos}")
    assert section(text, "References") == "One."


def test_html_without_end_tags(run: Run, library: Path, tmp_path: Path) -> None:
    html = "<h1>Old<h2>Overview</h2><p>One<p>Two<ul><li>a<li>b<ul><li>c</ul><li>d</ul><dl><dt>Term<dd>Sense</dl>"
    html += "<p>See <a href='javascript:alert(1)'>this</a> &amp; <a href='https://a.example/?a=1&b=(2)'>that</a>"
    (tmp_path / "old.html").write_text(html.replace("<h1>Old", "<h1>Old</h1>"), encoding="utf-8")
    done = run("import", tmp_path / "old.html", TODAY, folder=library)
    assert done.code == 0
    assert section(page(library, "old"), "Overview") == (
        "One\n\nTwo\n\n- a\n- b\n  - c\n- d\n\n**Term**\n\nSense\n\nSee this & [that](https://a.example/?a=1&b=%282%29)"
    )
    assert "the address of “this”: javascript:alert(1)" in done.out


def test_lists_with_headings_of_their_own(run: Run, library: Path, tmp_path: Path) -> None:
    """Learner models, groups and categories stand between the names; what is none of these is kept."""
    html = (
        "<h1>Old</h1><h2>Factors</h2><h3>Middle Grades</h3><h4>Feeling</h4><ol><li>Emotion: what one feels<li>Joy</ol>"
    )
    html += (
        "<h4>Thinking</h4><p>Attention, Curious</p><h2>See also</h2><h3>Active Learning</h3><ul><li>Student Voice</ul>"
    )
    (tmp_path / "old.html").write_text(html, encoding="utf-8")
    done = run("import", tmp_path / "old.html", TODAY, folder=library)
    assert done.code == 0
    text = page(library, "old")
    front = "learner_models: [middle-grades]\nfactors: [emotion, attention, curiosity]\nrelated: [student-voice]\n"
    assert front in text
    assert section(text, "Not placed by the import") == "- Joy\n\nEmotion: what one feels"
    assert "    “Feeling”: a group of factors; they are grouped for you\n" in done.out
    assert "    “Active Learning”: the category `active-learning`; related strategies are sorted for you\n" in done.out


def test_an_open_fence_swallows_nothing(run: Run, library: Path, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("# Old\n\n## References\n\nOne\n\n## Overview\n\n~~~~\ncode", encoding="utf-8")
    assert run("import", tmp_path / "old.md", TODAY, folder=library).code == 0
    text = page(library, "old")
    assert section(text, "Overview") == "~~~~\ncode\n~~~~"
    assert section(text, "References") == "One"
    assert "unclosed-code-fence" not in run("check", TODAY, folder=library).rules


def test_images_of_markdown(run: Run, library: Path, tmp_path: Path) -> None:
    (tmp_path / "pics").mkdir()
    shutil.copy(CIRCLE, tmp_path / "pics/a b.png")
    text = "# Old\n\n## Overview\n\n![Chairs](<pics/a b.png>) and ![again](pics/a%20b.png)\n\n"
    text += "## Tips\n\n![c][c]\n\n[c]: pics/a%20b.png\n"
    (tmp_path / "old.md").write_text(text, encoding="utf-8")
    assert run("import", tmp_path / "old.md", TODAY, folder=library).code == 0
    made = page(library, "old")
    assert section(made, "Overview") == "![Chairs](<../images/old-1.png>) and ![again](../images/old-1.png)"
    assert (library / "content/images/old-1.png").read_bytes() == CIRCLE.read_bytes()
    assert section(made, "Not placed by the import") == "### Tips\n\n![c][c]\n\n[c]: ../images/old-1.png"


def test_a_folder_is_refused(run: Run, library: Path, tmp_path: Path) -> None:
    assert "it is a folder; name the files in it" in run("import", tmp_path, TODAY, folder=library).err


def test_a_workbook(run: Run, library: Path, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Description", "Learner models", "Updated", "Related", "Overview", "Cost"])
    sheet.append(
        [
            "Silent Start",
            "Five minutes of quiet work begin the day.",
            "Middle Grades",
            None,
            "Student Voice; Nap",
            "Hush.",
            12,
        ]
    )
    book.create_sheet("Notes").append(["only", "words"])
    book.save(tmp_path / "list.xlsx")
    done = run("import", tmp_path / "list.xlsx", TODAY, folder=library)
    assert done.code == 0
    text = page(library, "silent-start")
    assert "learner_models: [middle-grades]\nrelated: [student-voice]\n" in text
    assert section(text, "Not placed by the import") == "- Nap\n- cost: 12"


def test_columns_in_other_languages_and_lists_that_a_library_has_not(run: Run, library: Path, tmp_path: Path) -> None:
    for page_ in (library / PAGES).glob("*.md"):
        page_.unlink()
    (library / "content/vocabulary/learner-models.yaml").unlink()
    (tmp_path / "lista.csv").write_text("Título;Categoría\nSilencio;Active Learning\n", encoding="utf-8")
    done = run("import", tmp_path / "lista.csv", TODAY, folder=library)
    assert done.code == 0
    assert "\ncategory: active-learning\n" in page(library, "silencio")
    assert "`factors`: the old page does not say it" in done.out
    assert "learner_models" not in done.out


def test_a_page_that_is_there_is_never_replaced(run: Run, library: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("Student Voice\nOverview\nOther words.\n", encoding="utf-8")
    new = tmp_path / "new.txt"
    new.write_text("Brand New\nOverview\nWords.\n", encoding="utf-8")
    before = (library / VOICE).read_bytes()
    done = run("import", new, old, TODAY, folder=library)
    assert done.code == 2
    assert f"old.txt: there is a page {VOICE} already" in done.err
    assert (library / VOICE).read_bytes() == before
    assert not (library / PAGES / "brand-new.md").exists()


def test_an_update_keeps_what_the_old_page_does_not_say(run: Run, library: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("Student Voice\nOverview\nOther words.\n", encoding="utf-8")
    before = page(library, "student-voice")
    assert run("import", old, "--update", TODAY, folder=library).code == 0
    after = page(library, "student-voice")
    assert section(after, "Overview") == "Other words."
    assert after.partition("## Overview")[0] == before.partition("## Overview")[0]
    for heading in (
        "Example: Use This Strategy in the Classroom",
        "Design It into Your Product",
        "Additional Resources",
    ):
        assert section(after, heading) == section(before, heading)
    again = run("import", old, "--update", TODAY, folder=library)
    assert again.code == 0
    assert page(library, "student-voice") == after


def test_an_update_refuses_to_lose_comments(run: Run, library: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("Student Voice\nOverview\nOther words.\n", encoding="utf-8")
    replace(library / VOICE, "status: published", "status: published # since spring")
    done = run("import", old, "--update", TODAY, folder=library)
    assert done.code == 2
    assert f"an update would lose the comments in the front matter of {VOICE}" in done.err


def test_a_dry_run_writes_nothing(run: Run, library: Path) -> None:
    done = run("import", OLD / "walk-and-talk.txt", "--dry-run", TODAY, folder=library)
    assert done.code == 0
    assert done.out.endswith(
        "1 page would be written; 1 of them with something that found no place; nothing is written\n"
    )
    assert not (library / WALK).exists()


def test_all_files_are_written_or_none(
    run: Run, library: Path, five: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = sorted(path.name for path in library.rglob("*"))
    link = writing._link

    def full(source: Path, target: Path, data: bytes) -> None:
        if target.name.startswith("think"):
            raise OSError(28, "No space left on device")
        link(source, target, data)

    monkeypatch.setattr(writing, "_link", full)
    done = run("import", *five, TODAY, folder=library)
    assert done.code == 2
    assert "No space left on device" in done.err
    assert sorted(path.name for path in library.rglob("*")) == names


def test_two_files_with_one_title(run: Run, library: Path, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Same\nOverview\nWords.\n", encoding="utf-8")
    done = run("import", tmp_path / "a.txt", tmp_path / "b.txt", TODAY, folder=library)
    assert done.code == 2
    assert "becomes the page `same` too" in done.err


BOMB = archive({"word/document.xml": b"0" * (LARGEST_PART + 1)})
ENTITIES = archive({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'})
STRANGE = archive({"word/document.xml": "<x/>"}, ZIP_LZMA)
SCREENED = {
    "bomb.docx": (BOMB, "unpacked it would be far larger than any document"),
    "bomb.xlsx": (BOMB, "unpacked it would be far larger than any document"),
    "strange.docx": (STRANGE, "it is compressed as no office program does it"),
    "entities.docx": (ENTITIES, "word/document.xml in it defines entities"),
    "broken.docx": (b"PK\x03\x04 no archive", "it is damaged, or no document of this kind"),
    "empty.docx": (archive({"a.txt": "x"}), "it is damaged, or no document of this kind"),
    "text.xlsx": (b"just words", "it is damaged, or no document of this kind"),
    "huge.txt": (b"a" * 5_000_001, "it has more than 5 megabytes of text"),
    "endless.html": (b"<a " * 100_000, "its HTML is damaged: hundreds of tags begin and never end"),
    "endless.htm": (b"<!--" * 100_000, "its HTML is damaged: hundreds of tags begin and never end"),
    "old.doc": (b"x", "open it in a word processor and save it as .docx"),
    "no.csv": (b"a,b\n1,2\n", "no column of its first row is called title; the row has “a”, “b”"),
    "long.csv": (b"title\n" + b"Page\n" * 2_000, "it has 2,001 rows; divide it: 2,000 are read at once"),
    "page.xyz": (b"x", "its name must end in one of"),
}


@pytest.mark.parametrize("name", SCREENED)
def test_files_that_are_refused(run: Run, library: Path, tmp_path: Path, name: str) -> None:
    data, why = SCREENED[name]
    (tmp_path / name).write_bytes(data)
    done = run("import", tmp_path / name, TODAY, folder=library)
    assert done.code == 2
    assert f"{name} cannot be imported: {why}" in done.err
    assert "Traceback" not in done.err


def test_what_unpacks_to_too_much_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.authoring.archive.LARGEST", 1000)
    data = archive({"a.xml": "a" * 500, "b.xml": "b" * 500})
    assert checked(data).read() == data
    with pytest.raises(NotADocument, match="far larger than any document"):
        checked(archive({"a.xml": "a" * 500, "b.xml": "b" * 501}))


@pytest.mark.parametrize(
    "address", ["../secret.png", "/etc/passwd", "%2e%2e/secret.png", "link.png", "https://a.example/x.png"]
)
def test_no_image_from_elsewhere(run: Run, library: Path, tmp_path: Path, address: str) -> None:
    """Nothing above the folder of the file, nothing behind a link, nothing from the network."""
    folder = tmp_path / "old"
    folder.mkdir()
    shutil.copy(CIRCLE, tmp_path / "secret.png")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "old.html").write_text(
        f"<h1>Old</h1><h2>Overview</h2><p>Text</p><img src='{address}' alt='Far away'>", encoding="utf-8"
    )
    done = run("import", folder / "old.html", TODAY, folder=library)
    assert done.code == 0
    assert [path.name for path in (library / "content/images").iterdir()] == ["circle.png"]
    assert "Far away" in page(library, "old") + done.out


@pytest.mark.parametrize("slug", ["../../../escape", "/etc/cron.d/x", "con", "..", "a/b", ""])
def test_no_page_outside_the_library(run: Run, library: Path, tmp_path: Path, slug: str) -> None:
    old = tmp_path / "old.md"
    old.write_text(f"---\ntitle: Old\nslug: {slug}\n---\n\n## Overview\n\nText\n", encoding="utf-8")
    assert run("import", old, TODAY, folder=library).code == 0
    assert {path.parent for path in tmp_path.rglob("*.md")} == {tmp_path, library / PAGES}


def test_a_link_in_place_of_the_folder_of_pages(run: Run, library: Path, tmp_path: Path) -> None:
    shutil.move(library / PAGES, tmp_path / "elsewhere")
    (library / PAGES).symlink_to(tmp_path / "elsewhere")
    done = run("import", OLD / "walk-and-talk.txt", TODAY, folder=library)
    assert done.code == 2
    assert "content/strategies is a link" in done.err


def test_every_reader_is_found() -> None:
    assert {".txt", ".html", ".docx", ".md", ".csv", ".xlsx"} <= all_readers().keys()


def test_a_new_library_takes_old_pages(run: Run, tmp_path: Path) -> None:
    """Its only category and learner model are those of the page; unknown headings above paragraphs part the text."""
    assert run("init", "new", "--language", "es", "--section", "Resumen", "--yes", TODAY, folder=tmp_path).code == 0
    long = (
        "Las rutinas breves ayudan a pensar, porque cada cual sabe qué viene después y qué se espera de la clase. " * 2
    )
    (tmp_path / "old.txt").write_text(f"Rutinas\nResumen\n{long}\nNotas de la casa\n{long}\n", encoding="utf-8")
    done = run("import", tmp_path / "old.txt", TODAY, folder=tmp_path / "new")
    assert done.code == 0
    text = page(tmp_path / "new", "rutinas")
    assert "\ncategory: general\nlearner_models: [everyone]\n" in text
    assert section(text, "Resumen") == f"{long.strip()}\n\n### Notas de la casa\n\n{long.strip()}"
    assert "“Notas de la casa”: as a heading in Resumen" in done.out
    assert "category `general`: the vocabulary has no other" in done.out
    assert run("check", TODAY, folder=tmp_path / "new").code == 0


def test_own_fields_are_taken_over_by_id_or_name(run: Run, library: Path) -> None:
    rules = Source(POLICY_PATH, RULES + FIELDS)
    (library / "schemas").mkdir(exist_ok=True)
    (library / POLICY_PATH).write_bytes(rules.encode())
    row = 'Quiet,"k-2; 3-5, 9",whole class,ten,2.5,24 November 2025,FALSE,Building Trust,motivation'
    head = "title,Grade band,mode,minutes,cost,tried_on,Outdoors,next_step,Main factor"
    (library / "old.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    done = run("import", "old.csv", TODAY, folder=library)
    assert done.code == 0, done.err
    own = """grade_band: [K-2, 3-5]
mode: Whole class
cost: 2.5
tried_on: 2025-11-24
outdoors: false
next_step: building-trust
main_factor: motivation
"""
    assert f"\n{own}---\n" in page(library, "quiet")
    assert section(page(library, "quiet"), "Not placed by the import") == "- grade band: 9\n- minutes: ten"
    # An update keeps what the old page does not say.
    (library / "old.csv").write_text("title,Grade band\nQuiet,3-5\n", encoding="utf-8")
    assert run("import", "old.csv", "--update", TODAY, folder=library).code == 0
    assert f"\n{own.replace('K-2, ', '')}---\n" in page(library, "quiet")
