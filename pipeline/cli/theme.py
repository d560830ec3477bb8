"""`strategies theme`."""

from pathlib import Path

import click

from pipeline.cli.options import open_root, open_workspace, root_option
from pipeline.cli.terminal import say, write
from pipeline.source.disk import FileRefused, create_file
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import did_you_mean
from pipeline.source.paths import TEMPLATES_FOLDER
from pipeline.source.resources import packaged_templates

COMMENT = "{{# Copied from the packaged {name}, digest {digest}. `strategies theme list` says when that changes. #}}\n"


@click.group("theme")
def command() -> None:
    """Change what the site looks like: list the templates, or copy one into the library."""


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
    try:
        create_file(open_root(root), place, text.encode())
    except FileExistsError:
        raise EnvironmentFault(
            f"{place} exists already", f"Compare it with: strategies theme eject {name} --print"
        ) from None
    except FileRefused as refusal:
        raise EnvironmentFault(f"{refusal.path} cannot be written to: {refusal.reason}") from None
    say(f"{place} is a copy of the packaged template; it stands in for that from now on")
