"""`strategies new`."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.changing import Changing, change_options
from pipeline.cli.terminal import answers, say
from pipeline.source.environment import EnvironmentFault

if TYPE_CHECKING:
    from pipeline.authoring.intake.house import House
    from pipeline.authoring.intake.old_page import OldPage

OPTIONS = (
    click.option("--id", "id_", metavar="ID", default="", help="Its id. Default: made of the title."),
    click.option("--summary", metavar="TEXT", default="", help="One whole sentence for other pages' cards."),
    click.option("--category", metavar="NAME", help="Its category, by id or name."),
    click.option("--factor", "factors", metavar="NAME", multiple=True, help="A factor, by id or name; repeat it."),
    click.option("--learner-model", "models", metavar="NAME", multiple=True, help="A learner model; repeat it."),
    click.option("--related", metavar="NAME", multiple=True, help="A related strategy, by id or title; repeat it."),
    click.option("--status", type=click.Choice(["idea", "draft"]), default="draft", show_default=True),
    click.option("--set", "values", metavar="FIELD=VALUE", multiple=True, help="Another field; repeat it."),
    click.option(
        "--from", "outline", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file with headings."
    ),
)


def new_options(command: click.decorators.FC) -> click.decorators.FC:
    """The options that say what is in a new page."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command("new")
@click.argument("title")
@new_options
@change_options
def command(title: str, root: Path | None, today: dt.datetime | None, dry_run: bool, **given: Any) -> None:
    """Begin a page with this title.

    It is a draft with each section and disclaimer of the house. On a terminal you are asked for what is left out. With
    --from, headings and text of a file are taken over, as by strategies import.
    """
    from pipeline.authoring.changes.creating import WantedPage, begin, house_of, id_for
    from pipeline.lint.fix import ALLOWED

    changing = Changing.of(root, today, dry_run)
    house = house_of(changing.change, changing.library, changing.today)
    id_ = id_for(changing.library, title, given["id_"])  # asks nothing if it is taken
    values = [*given["values"], *(["status=idea"] if given["status"] == "idea" else [])]
    outline = _outline(given["outline"], house)
    wanted = WantedPage(title, id_, given["summary"], _chosen(house, given))
    begin(changing.change, house, wanted, values, outline)
    changing.finish(f"begun `{id_}`", ALLOWED)
    if not dry_run:
        say(f"write its sections, then publish it with: strategies set {id_} status=published", err=True)


def _chosen(house: "House", given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What the options name, and what the person answers for those left out."""
    chosen = {
        "category": (given["category"],) if given["category"] else (),
        "learner_models": given["models"],
        "factors": given["factors"],
        "related": given["related"],
    }
    if answers():
        from pipeline.cli.choosing import asked

        chosen |= {name: asked(house, name) for name, texts in chosen.items() if not texts}
    return chosen


def _outline(path: Path | None, house: "House") -> "OldPage | None":
    """The one page in a file; raises EnvironmentFault if there are more."""
    if path is None:
        return None
    from pipeline.authoring.intake.old_file import OldFile
    from pipeline.authoring.intake.readers import pages_of

    first, *more = pages_of(OldFile.read(path), house.is_heading)
    if more:
        raise EnvironmentFault(f"{path} holds several pages; make them with: strategies import {path}")
    return first
