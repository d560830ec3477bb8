"""A branch for review: a factor gone, a page retired, one renamed, one new, one edited that had a warning before."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import LIBRARY
from examples import GOOD_PAGE
from repository import Repository, environment

STRATEGIES, VOCABULARY = "content/strategies", "content/vocabulary"
# Pages that name `curiosity`, and the strategies that the branch retires and renames.
WALKS = ("Museum Walk", "Question Wall", "Wonder Journal")


def page(repository: Repository, title: str, **fields: str) -> None:
    """Write a good page of this title, with other values for some fields, and stage it."""
    text = GOOD_PAGE.replace("Weekly Reflection", title)
    for field, value in fields.items():
        text = re.sub(rf"^{field}: .*$", f"{field}: {value}", text, flags=re.MULTILINE)
    write(repository, f"{STRATEGIES}/{title.lower().replace(' ', '-')}.md", text)


def write(repository: Repository, path: str, text: str) -> None:
    """Write a file and stage it."""
    (repository.folder / path).write_text(text, encoding="utf-8")
    repository.git("add", "--", path)


def base(home: Path, at: str = ".") -> Repository:
    """The test library with some more pages, committed on `main`; in a folder `at` of its repository."""
    repository = Repository.create(home / "repository", environment(home), {at: LIBRARY})
    library = Repository(repository.folder / at, repository.variables)
    for title in WALKS:
        page(
            library,
            title,
            factors="[motivation, curiosity, emotion]",
            related="[building-trust, lateral-reading, student-voice]",
        )
    library.edit(f"{STRATEGIES}/building-trust.md", "A teacher greets", "A teacher teacher greets")
    library.git("commit", "--quiet", "--message", "The library as it was")
    return library


def drop_factor(library: Repository) -> None:
    """Take a factor out of the vocabulary, and leave it on pages."""
    line = "- {id: curiosity, name: Curiosity, aliases: [Curious], definition: Wanting to know more.}\n"
    library.edit(f"{VOCABULARY}/factors.yaml", line, "")
    library.edit(f"{VOCABULARY}/learner-models.yaml", "civic-mindedness, curiosity", "civic-mindedness")


def retire_page(library: Repository) -> None:
    """Retire a strategy that others name."""
    library.edit(
        f"{STRATEGIES}/student-voice.md",
        "status: published",
        "status: retired\nreplaced_by: building-trust\nretired: 2026-11-24",
    )


def rename_page(library: Repository) -> None:
    """Give a page another name, and keep the old one nowhere."""
    library.git("mv", f"{STRATEGIES}/lateral-reading.md", f"{STRATEGIES}/reading-across.md")


def add_page(library: Repository) -> None:
    """Add a page with a misspelled factor."""
    page(
        library,
        "Exit Tickets",
        factors="[motivatoin, emotion]",
        summary="Before the bell, everyone answers one question.",
    )


def edit_page(library: Repository) -> None:
    """Reword a page on which something was to be mended before, and forget the day."""
    library.edit(f"{STRATEGIES}/building-trust.md", "Trust grows in small,", "Trust grows slowly, in small,")


CHANGES = (drop_factor, retire_page, rename_page, add_page, edit_page)


def branch(library: Repository) -> Repository:
    """The same with a branch checked out that holds all the changes."""
    library.git("checkout", "--quiet", "-b", "review")
    for change in CHANGES:
        change(library)
    library.git("commit", "--quiet", "--all", "--message", "Much at once")
    return library
