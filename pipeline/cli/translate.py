"""`strategies translate`."""

import datetime as dt
from pathlib import Path

import click

from pipeline.cli.options import day, open_workspace, root_option, today_option
from pipeline.cli.terminal import say
from pipeline.incremental.workspace import Workspace
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.localization import Localization
from pipeline.model.translated_page import TranslatedPage
from pipeline.model.translating import begun, done, renewed
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import did_you_mean
from pipeline.source.paths import INFO_PATH, translated_path
from pipeline.source.writing import write_all


@click.command("translate")
@click.argument("id_", metavar="ID")
@click.argument("language", metavar="LANGUAGE")
@click.option("--done", "is_done", is_flag=True, help="The translation says the same as the original does now.")
@root_option
@today_option
def command(id_: str, language: str, is_done: bool, root: Path | None, today: dt.datetime | None) -> None:
    """Begin or renew the translation of a page.

    ID is that of a strategy, or of a page of the library's own. A new translation has headings and disclaimers of its
    language, and the text of the original for you to replace. It is not published until --done says that it is done.
    An existing one gets the sections that the original gained since, and you are told which parts changed.
    """
    workspace = open_workspace(root, to_change=True)
    library = workspace.report(day(today)).library
    original, localization = _original(library, id_), _localization(library, language)
    path = translated_path(original.path, language)
    entry = library.translations_by_path.get(path)
    if entry is None:
        if is_done:
            raise EnvironmentFault(f"there is no {path}; begin it with: strategies translate {id_} {language}")
        write_all(workspace.root, {path: begun(original, library, localization).encode()}, {})
        say(f"{path} begun, with the text of the original for you to replace")
        say(f"  once it is done: strategies translate {id_} {language} --done")
        return
    if not entry.readable:
        raise EnvironmentFault(f"{path} cannot be read; see strategies check")
    page = TranslatedPage.of(entry, library, localization)
    if is_done:
        workspace.replace(entry.document.source, done(page))
        say(f"{path} is marked as done: it says what the original says now")
        return
    _renew(workspace, page, library)


def _renew(workspace: Workspace, page: TranslatedPage, library: Library) -> None:
    after, added = renewed(page, library)
    if added:
        workspace.replace(page.entry.document.source, after)
    changed = [] if page.entry.is_unfinished else page.changed_parts
    if not added and not changed:
        state = "is not done yet" if page.entry.is_unfinished else "is up to date"
        say(f"{page.path} {state}")
    for heading in added:
        say(f"{page.path}: the section `{heading}` was added, for you to translate")
    for part in changed:
        say(f"{page.path}: changed in the original since: {page.name_of(part)}")


def _original(library: Library, id_: str) -> Entry:
    found = {entry.id: entry for entry in (*library.own_pages, *library.entries)}
    if id_ not in found:
        raise EnvironmentFault(f"there is no page `{id_}`{did_you_mean(found, id_)}")
    if not found[id_].readable:
        raise EnvironmentFault(f"{found[id_].path} cannot be read; see strategies check")
    return found[id_]


def _localization(library: Library, language: str) -> Localization:
    found = {each.language: each for each in library.localizations}
    if language not in found:
        listed = f"; it lists {', '.join(found)}" if found else ""
        raise EnvironmentFault(
            f"`{language}` is not one of the library's languages{listed}", f"add it to `languages` in {INFO_PATH}"
        )
    return found[language]
