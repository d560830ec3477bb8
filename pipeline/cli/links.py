"""`strategies links`."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.authoring.links.addresses import LinkPlace, link_places
from pipeline.authoring.links.memory import LinkMemory
from pipeline.authoring.links.reports import markdown, text
from pipeline.authoring.links.summary import summary_of
from pipeline.cli.options import Run, extra_for, now, open_root, root_option, warn
from pipeline.cli.paths import known_paths
from pipeline.cli.terminal import Bar, watched, write
from pipeline.lint.scope import Scope
from pipeline.publish.schema.links import LinksV1
from pipeline.source.escapes import json_text, log
from pipeline.source.interruption import stop_if_interrupted

if TYPE_CHECKING:
    from pipeline.authoring.links.checking import LinkCheck

RENDERERS: Mapping[str, Callable[[LinksV1, int | None], str]] = {
    "text": lambda links, limit: text.render(links),
    "json": lambda links, limit: json_text(links.model_dump(mode="json")),
    "markdown": markdown.render,
}


@click.command("links")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(tuple(RENDERERS)), default="text", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.option("--offline", is_flag=True, help="Ask nobody: show what earlier runs learnt, and when.")
@click.option(
    "--max-age",
    type=click.IntRange(0, 3650),
    metavar="DAYS",
    default=7,
    show_default=True,
    help="Ask again after so many days. Whatever was not fine is asked again after one.",
)
@click.option("--no-archive", is_flag=True, help="Do not ask the Wayback Machine for copies of dead pages.")
@click.option(
    "--pause",
    type=click.FloatRange(0, 60),
    metavar="SECONDS",
    default=1.0,
    show_default=True,
    help="Time between two requests to the same server.",
)
@click.option(
    "--time-out",
    type=click.FloatRange(0, 300, min_open=True),
    metavar="SECONDS",
    default=20.0,
    show_default=True,
    help="How long an answer may take.",
)
@click.option(
    "--retries", type=click.IntRange(0, 10), default=2, show_default=True, help="How often to ask a busy server again."
)
@click.option(
    "--allow-private", is_flag=True, help="Also ask servers of your own network. Never for content of strangers."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1000),
    metavar="CHARACTERS",
    help="For markdown: leave out the last addresses of a longer text. An issue on GitHub holds 65536.",
)
@click.option("--cache-dir", type=click.Path(file_okay=False, path_type=Path), help="As for `strategies check`.")
@click.option("--archive", hidden=True)
@root_option
def command(
    paths: tuple[Path, ...],
    format_: str,
    output: Path | None,
    limit: int | None,
    root: Path | None,
    cache_dir: Path | None,
    *,
    offline: bool,
    **asking: Any,
) -> None:
    """Ask whether the pages that the library links to still exist.

    Looks at all links, resources, references, videos and sources, or at those in PATHS. Each address is asked once, a
    server one request at a time, and answers are remembered for some days. This is a report: the exit code is 0
    whatever it finds. Needs the extra `links`, but not with `--offline`.
    """
    run = Run(open_root(root), cache_dir=cache_dir)
    places = _places(run, known_paths(run.root, paths))
    memory, addresses = LinkMemory(run.memo), [place.address for place in places]
    if offline:
        answers, asked = memory.recall_all(addresses), frozenset[str]()
    else:
        if not run.memo.lasts:
            warn(f"answers are not kept for the next run: {run.memo.trouble}")
        answers, asked = _check(memory, **asking).asked(addresses, Bar("asking") if watched() else _silent)
    report = RENDERERS[format_](summary_of(places, answers, asked, now()), limit)
    stop_if_interrupted()
    if output:
        output.write_text(log(report), encoding="utf-8", newline="\n")
    else:
        write(report)


def _places(run: Run, paths: list[str]) -> list[LinkPlace]:
    """The addresses of the library, or those in some files and folders."""
    library, scope = run.workspace().report(now().date()).library, Scope.of({}, paths)
    return [place for place in link_places(library) if not paths or scope.covers(place.path)]


def _check(
    memory: LinkMemory,
    *,
    max_age: int,
    no_archive: bool,
    archive: str | None,
    allow_private: bool,
    pause: float,
    time_out: float,
    retries: int,
) -> "LinkCheck":
    with extra_for("`strategies links`", "links", "httpcore2", "anyio"):
        from pipeline.authoring.links.checking import LinkCheck
    from pipeline.authoring.links.archive import ARCHIVE
    from pipeline.authoring.links.door import TimeLimits
    from pipeline.authoring.links.pacing import Pace

    return LinkCheck(
        memory,
        now,
        max_age,
        archive="" if no_archive else archive or ARCHIVE,
        allow_private=allow_private,
        pace=Pace(pause=pause, backoff=2 * pause, retries=retries),
        limits=TimeLimits(connect=min(time_out, TimeLimits().connect), whole=time_out),
    )


def _silent(done: int, total: int) -> None:
    """Show no progress."""
