"""`strategies theme`."""

from pathlib import Path

import click

from pipeline.cli.options import day, open_root, open_workspace, root_option
from pipeline.cli.terminal import say, write
from pipeline.source.disk import FileRefused, path_exists, read_file
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import did_you_mean
from pipeline.source.paths import INFO_PATH, TEMPLATES_FOLDER, TRANSLATIONS_FOLDER
from pipeline.source.resources import packaged_templates
from pipeline.source.text import counted
from pipeline.source.writing import write_all

COMMENT = "{{# Copied from the packaged {name}, digest {digest}. `strategies theme list` says when that changes. #}}\n"


@click.group("theme")
def command() -> None:
    """Change what the site looks like or says.

    List the templates, copy one, or list the sentences with your words.
    """


@command.command("list")
@root_option
def list_(root: Path | None) -> None:
    """List all templates, and say which are the library's own and which of these are older than their originals."""
    from pipeline.model.theme_faults import copied_from, digest_of_template

    workspace, packaged = open_workspace(root), packaged_templates()
    inside = f"{TEMPLATES_FOLDER}/"
    names = {path.removeprefix(inside) for path in workspace.state.files.theme if path.startswith(inside)}
    for name in sorted({*packaged, *names}):
        if name not in names:
            say(f"  {name}")
            continue
        copied = copied_from(workspace.read(inside + name).text)
        original = packaged.get(copied[0]) if copied else None
        changed = original is not None and copied is not None and digest_of_template(original) != copied[1]
        own = "your own" if name in packaged else "your own, besides the packaged ones"
        say(f"  {name}  {own}{'; its original has changed since you copied it' if changed else ''}")


@command.command("eject")
@click.argument("name")
@click.option("--print", "print_", is_flag=True, help="Print the template instead of copying it.")
@root_option
def eject(name: str, print_: bool, root: Path | None) -> None:
    """Copy the packaged template NAME into `templates/`, with the digest of the original in its first line.

    A copy misses what is mended in the original later. If you only want to add something to a page, extend the
    packaged template, or write a block: see docs/theming.md.
    """
    from pipeline.model.theme_faults import digest_of_template

    packaged = packaged_templates()
    if name not in packaged:
        hint = did_you_mean(packaged, name, "; `strategies theme list` shows all")
        raise EnvironmentFault(f"there is no packaged template `{name}`{hint}")
    text = COMMENT.format(name=name, digest=digest_of_template(packaged[name])) + packaged[name]
    if print_:
        write(text)
        return
    place = f"{TEMPLATES_FOLDER}/{name}"
    folder = open_root(root)
    if path_exists(folder, place):
        raise EnvironmentFault(f"{place} exists already", f"Compare it with: strategies theme eject {name} --print")
    write_all(folder, {place: text.encode()}, {})
    say(f"{place} is a copy of the packaged template; it stands in for that from now on")


@command.command("words")
@click.option("--print", "print_", is_flag=True, help="Print the catalog instead of writing it.")
@root_option
def words(print_: bool, root: Path | None) -> None:
    """Write the sentences that `words` in `content/library.yaml` change to `translations/`, for you to mend.

    The site has these sentences already. Where a word does not fit, change the sentence there: an article, an ending,
    the order. Sentences that are in the file stay as they are.
    """
    from pipeline.publish.exporter import ExportFault
    from pipeline.publish.exporters.html_site.catalog_of_words import extended_catalog

    workspace = open_workspace(root, to_change=not print_)
    info = workspace.report(day(None)).library.info
    if info is None:
        raise EnvironmentFault(f"{INFO_PATH} has errors", "See: strategies check")
    if not info.words:
        raise EnvironmentFault(f"{INFO_PATH} has no `words`, so no sentence changes", "See docs/theming.md, Words.")
    place = f"{TRANSLATIONS_FOLDER}/{info.language}.po"
    try:
        own = _known_file(workspace.root, place, workspace.settings.limits.site_file_bytes)
        data, added = extended_catalog(info.language, info.words, own)
        if print_:
            write(data.decode())
            return
        write_all(workspace.root, {place: data}, {} if own is None else {place: own})
    except FileRefused as refusal:
        raise EnvironmentFault(f"{refusal.path} cannot be read or written: {refusal.reason}") from None
    except ExportFault as fault:
        raise EnvironmentFault(str(fault)) from None
    say(f"{place}: {counted(added, 'sentence')} added" if added else f"{place} has all of these sentences already")


def _known_file(root: Path, path: str, limit: int) -> bytes | None:
    """The bytes of a file, or None if there is none."""
    return read_file(root, path, limit) if path_exists(root, path) else None
