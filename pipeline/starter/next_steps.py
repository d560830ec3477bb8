"""What to say about a new library: what was made, and what to do next."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.model.library_info import LibraryInfo
from pipeline.source.paths import INFO_PATH, POLICY_PATH
from pipeline.source.text import counted
from pipeline.starter.existing_pages import ExistingPages
from pipeline.starter.library_files import MODEL_PAGE


class Surroundings(NamedTuple):
    """Where a library is: its folder, whether below the top of a repository, and whether the tool's is known."""

    root: Path
    below_repository: bool
    tool_is_known: bool


def report(
    info: LibraryInfo, pages: ExistingPages, new: Collection[str], kept: Collection[str], around: Surroundings
) -> tuple[str, ...]:
    """Lines about a library that was just made."""
    steps = [f"  {number}. {step}" for number, step in enumerate(_steps(pages, new, around), 1)]
    return (
        f"  {info.publisher}, {info.language}, {info.licence} ({INFO_PATH}); {counted(len(new), 'file')} written",
        *([f"  kept as they were: {', '.join(kept)}"] if kept else []),
        "next:",
        *steps,
    )


def _steps(pages: ExistingPages, new: Collection[str], around: Surroundings) -> Iterator[str]:
    if MODEL_PAGE in new:
        yield f"look at {MODEL_PAGE}, the model of a page, and at {POLICY_PATH}, the house rules"
    if pages.paths and not pages.in_place:
        yield f"move your {counted(len(pages.paths), 'page')} into content/strategies"
    if pages.paths:
        yield "`strategies check` says what your pages still need, and `strategies fix` mends some of it"
    else:
        yield "`strategies check` after each change, and `strategies export` for the site and the data"
    if around.below_repository:
        yield "hooks and workflows belong to the top of the repository: see `Several libraries in one repository` in docs/hosting.md"
        return
    begin = "" if (around.root / ".git").exists() else "git init && "
    yield f"{begin}git add --all && pre-commit install && git commit"
    if not around.tool_is_known and any(path.startswith(".github/workflows/") for path in new):
        yield "for GitHub: name the repository of this tool in .github/workflows, where OWNER_OF_THE_TOOL stands"
