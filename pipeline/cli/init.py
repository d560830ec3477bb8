"""`strategies init`."""

import datetime as dt
from pathlib import Path

import click

from pipeline.cli.options import day, display_path, today_option
from pipeline.cli.starting import Wanted, start
from pipeline.cli.terminal import say


@click.command("init")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--title", help="Name of the library. Default: the name of the folder.")
@click.option("--publisher", help="Who publishes it. Default: its title.")
@click.option("--language", metavar="TAG", help="Its language, such as en, es or pt-BR. Default: en.")
@click.option("--licence", metavar="NAME", help="Its licence as on spdx.org/licenses. Default: CC-BY-4.0.")
@click.option(
    "--section",
    "sections",
    metavar="HEADING",
    multiple=True,
    help="A section of every page; repeat it for each, in order. `id=Heading` names its id, too.",
)
@click.option(
    "--like",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Start from the house rules of another library: its strategy-page.yaml, its folder, or a bundle of it.",
)
@click.option("--owner", metavar="@NAME", help="Who must agree to changes of house rules and vocabulary, on GitHub.")
@click.option(
    "--tool",
    metavar="OWNER/NAME[@TAG]",
    help="Repository of this tool on GitHub, for hooks and workflows. Default: what the installed package names.",
)
@click.option("--yes", is_flag=True, help="Ask nothing: take what is given, and the default for the rest.")
@today_option
def command(folder: Path | None, today: dt.datetime | None, yes: bool, **options: object) -> None:
    """Make a new library in DIR, or here.

    It passes the check and can be exported at once. It has a page to write after, house rules, a vocabulary, commit
    hooks, workflows for GitHub and settings of editors. At a terminal you are asked for what no option says. No file is
    overwritten; all are written or none.

    Where pages are there already, house rules are proposed from what they share: their headings, their order, and
    quotes that begin the same section with the same words.
    """
    root = (folder or Path()).absolute()
    wanted = Wanted(**options)  # type: ignore[arg-type]
    made = start(root, wanted, day(today), ask_nothing=yes)
    where = display_path(root) if folder and root != Path.cwd() else ""
    say(f"made a library in {where or 'this folder'}: {made.info.title}", *made.lines)
    say("next:" if not where else f"next, in {where}:", *made.steps)
