"""`python -m tests.trace FILE FILE`: confirms, line by line, that all of `traced.yaml` stands in the two lists.

Each listed number, date and address must stand in one of the lines named, and so must every word of the titles, names
and publishers of `content/references.yaml`. Prints what does not, and then exits with 1. `--renew` writes `traced.yaml`
again from the lines that it names.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tests.trace import Trace, Traced, read_trace, read_works, write_trace
from tests.trace.lists import MONTHS, Lists, derived
from tests.trace.numbers import figures_in

# Words that we add so that readers know what kind of address they open.
OURS = {"summary", "others"}


def unconfirmed(work: Traced, lists: Lists) -> Iterator[str]:
    """What `traced.yaml` says of a work and its lines do not."""
    said = [lists.said(place) for place in work.lines]
    text = "\n".join(piece for each in said for piece in (*each.cited, *each.stated))
    numbers = {figure.value for figure in figures_in(text)}
    for each in work.figures:
        if each not in numbers:
            yield f"figure {each}"
    for each in (*work.years, *work.locators, *work.DOI, *work.ERIC, *work.URLs):
        if not re.search(rf"(?<![\w.]){re.escape(each)}(?![\w%])", text):
            yield each
    for each in work.dates:
        year, month, *day = each.split("-")
        if " ".join([*(str(int(number)) for number in day), MONTHS[int(month) - 1], year]) not in text:
            yield f"date {each}"


def foreign_words(item: dict[str, Any], places: tuple[str, ...], lists: Lists) -> Iterator[str]:
    """Words of a work in `content/references.yaml` that its lines do not hold."""
    known = {*OURS, *(word for place in places for word in words_of(lists.line(place)))}
    people = (name for person in item.get("author", ()) for name in person.values())
    fields = (item.get(name, "") for name in ("title", "container-title", "collection-title", "publisher", "genre"))
    for text in (*people, *fields):
        words = words_of(text)
        if "".join(words) not in known:  # as in `educatingalllearners.org`
            yield from (f"word `{word}`" for word in words if word not in known)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters; an address is read as its words."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())


@click.command(help=__doc__)
@click.argument("files", nargs=2, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--renew", is_flag=True, help="Write traced.yaml again from the lines that it names.")
def main(files: tuple[Path, Path], renew: bool) -> None:
    lists, trace = Lists(files), read_trace()
    if renew:
        works = {key: derived(key, work.lines, lists) for key, work in trace.works.items()}
        trace = Trace(works, tuple(lists.videos()))
        write_trace(trace)
    faults = [f"{key}: {fault}" for key, work in trace.works.items() for fault in unconfirmed(work, lists)]
    for item in read_works():
        places = trace.works[item["id"]].lines if item["id"] in trace.works else ()
        faults += [f"{item['id']}: {fault}" for fault in foreign_words(item, places, lists)]
    listed = set(lists.videos())
    faults += [f"video {video.title}" for video in trace.videos if video not in listed]
    for fault in faults:
        click.echo(fault)
    click.echo(
        f"{len(trace.works)} works and {len(trace.videos)} videos traced; {len(faults)} facts are not in the lists"
    )
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
