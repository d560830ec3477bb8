"""What to say about a new library: what was made, and what to do next."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.authoring.starter.existing_pages import ExistingPages
from pipeline.authoring.starter.library_files import MODEL_PAGE
from pipeline.model.library_info import LibraryInfo
from pipeline.source.paths import INFO_PATH, POLICY_PATH
from pipeline.source.project import documentation
from pipeline.source.text import counted

DOCUMENT = "docs/own-library.md"
OWN_WORDS = documentation(DOCUMENT) or f"`If it is not about teaching` in {DOCUMENT} of this tool"
SEVERAL_LIBRARIES = documentation(DOCUMENT) or f"`Several libraries` in {DOCUMENT} of this tool"


class Surroundings(NamedTuple):
    """Where a library is: its folder, and whether that is below the top of a repository.

    `tool_is_known` is true if the tool's own repository is, `has_pre_commit` if that command is installed.
    """

    root: Path
    below_repository: bool
    tool_is_known: bool
    has_pre_commit: bool


def made_lines(info: LibraryInfo, new: Collection[str], kept: Collection[str]) -> tuple[str, ...]:
    """What was made, and what was there before."""
    made = f"  {info.publisher}, {info.language}, {info.licence} ({INFO_PATH}); {counted(len(new), 'file')} written"
    return (made, f"  kept as they were: {', '.join(kept)}") if kept else (made,)


def next_steps(pages: ExistingPages, new: Collection[str], around: Surroundings) -> tuple[str, ...]:
    """What to do next, a line for each step."""
    return tuple(f"  {number}. {step}" for number, step in enumerate(_steps(pages, new, around), 1))


def _steps(pages: ExistingPages, new: Collection[str], around: Surroundings) -> Iterator[str]:
    if MODEL_PAGE in new:
        yield f"look at {MODEL_PAGE}, the model of a page, and at {POLICY_PATH}, the house rules"
    if pages.paths and not pages.in_place:
        found = f"{counted(len(pages.paths), 'page')} found here, such as {pages.paths[0]}"
        yield f"`strategies import FILE…` makes pages of those that you have ({found})"
    elif not pages.paths:
        yield "`strategies import FILE…` makes pages of what you have: texts, web pages, .docx, .csv, .xlsx"
    if pages.in_place:
        yield "`strategies check` says what your pages still need, and `strategies fix` mends some of it"
    else:
        yield "`strategies check` after each change, and `strategies export` for the site and the data"
    yield f"words, fields and lists of your own, or no factors and learner models: see {OWN_WORDS}"
    if around.below_repository:
        yield f"hooks and workflows stand at the top of a repository: see {SEVERAL_LIBRARIES}"
        return
    begin = "" if around.has_pre_commit else "pip install pre-commit && "
    begin += "" if (around.root / ".git").exists() else "git init && "
    yield f'{begin}git add --all && pre-commit install && git commit -m "Begin"'
    if not around.tool_is_known and any(path.startswith(".github/workflows/") for path in new):
        yield "for GitHub: name the repository of this tool in .github/workflows, where OWNER_OF_THE_TOOL stands"
