"""`strategies import`."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from pipeline.authoring.intake.bundle_folder import bundle_folder
from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.importer import ImportedPage, import_pages
from pipeline.authoring.intake.linking import with_links
from pipeline.authoring.intake.old_file import LARGEST, NotImported, OldFile
from pipeline.authoring.intake.old_page import OldPage
from pipeline.authoring.intake.readers import pages_of
from pipeline.authoring.intake.report import closing, findings_by_path, lines_of
from pipeline.cli.options import day, display_path, open_workspace, root_option, today_option
from pipeline.cli.terminal import bold, on_terminal, say
from pipeline.source.disk import FileRefused, path_exists, read_file
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import INFO_PATH
from pipeline.source.text import counted
from pipeline.source.writing import write_all


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--update", is_flag=True, help="Also change pages that are there: what FILES say replaces what they said."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@root_option
@today_option
def command(files: tuple[Path, ...], update: bool, dry_run: bool, root: Path | None, today: dt.datetime | None) -> None:
    """Make pages of old content, and lose no word of it.

    FILES are plain text, HTML, documents of word processors (.docx), Markdown of other generators, or work-lists with
    a row for each page (.csv, .xlsx). Each page becomes a draft. What has no place in it stands at its end, in a
    section of its own, and in the report.

    All files are imported or none, and no page is replaced without --update.

    A bundle that strategies export made, alone in place of FILES, becomes the library again that it was made of: in the
    folder given by --root, or in this one, where no library may be.
    """
    if bundles := [path for path in map(bundle_folder, files) if path]:
        _rebuild(bundles[0], (root or Path.cwd()).absolute(), alone=len(files) == 1, dry_run=dry_run)
        return
    workspace = open_workspace(root, to_change=not dry_run)
    report = workspace.report(day(today))
    house = House(report.library, workspace.context(report.library, day(today)))
    if house.library.policy_broken:
        raise EnvironmentFault("the house rules have mistakes, so no page can be made by them; run strategies check")
    pages = import_pages(_read(files, house), house, update=update)
    texts, after = with_links(workspace, {made.path: made.text for made in pages}, day(today))
    findings = findings_by_path(after)
    for made in pages:
        for line, heading in lines_of(made, findings.get(made.path, ())):
            say(bold(line) if heading else line, colored=heading and on_terminal())
        say("")
    if not dry_run:
        _write(workspace.root, pages, texts)
    say(closing(pages, wrote=not dry_run))


def _rebuild(bundle: Path, folder: Path, *, alone: bool, dry_run: bool) -> None:
    """Rebuild the library of a bundle in a folder."""
    if not alone:
        raise EnvironmentFault("a bundle is imported alone: it becomes a library of its own")
    if path_exists(folder, INFO_PATH):
        raise EnvironmentFault(f"there is a library in {folder} already; a bundle becomes one of its own")
    from pipeline.authoring.intake.bundle import library_of  # loads what verifies bundles

    rebuilt = library_of(bundle)
    if not dry_run:
        write_all(folder, rebuilt.files, {})
    say(*rebuilt.remarks)
    done = "would be written" if dry_run else "written"
    say(f"{counted(len(rebuilt.files), 'file')} {done} to {display_path(folder)}; next: strategies check")


def _read(files: Sequence[Path], house: House) -> list[OldPage]:
    """The pages of all files; raises EnvironmentFault with a line for each file that cannot be read."""
    found, faults = list[OldPage](), list[str]()
    for path in files:
        try:
            found += pages_of(OldFile.read(path), house.is_heading)
        except NotImported as fault:
            faults.append(str(fault))
    if faults:
        raise EnvironmentFault(*faults, *(["nothing is imported"] if len(files) > 1 else []))
    return found


def _write(root: Path, pages: Sequence[ImportedPage], texts: dict[str, str]) -> None:
    images = {path: data for made in pages for path, data in made.images.items()}
    formers = {made.path: made.former.document.source.encode() for made in pages if made.former}
    for path in images if formers else ():
        with suppress(FileRefused):
            formers[path] = read_file(root, path, LARGEST)
    write_all(root, images | {path: text.encode() for path, text in texts.items()}, formers)
