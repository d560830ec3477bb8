"""Traces every address, DOI, figure and year in `content/` to a line of two lists of references that were checked.

The lists, `references.md` and `references-more.md`, are not here. `traced.yaml` names for each work its lines, and the
numbers and addresses that stand in them; `python -m tests.trace FILE FILE` confirms that for anyone who has the lists.
`ours.yaml` holds the figures that need no source, such as how long an activity takes, each with the reason.

What is traced: the works of `content/references.yaml`, all web addresses, and the figures of summaries, Overviews and
notes on resources. The scenes in classrooms and the advice for products are invented, and are not traced.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CONTENT = HERE.parent.parent / "content"


@dataclass(frozen=True)
class Traced:
    """What the lists hold of one work.

    A line is `file:number`. With words behind it, such as `references.md:31 Mera`, only those pieces of the line count
    that hold the words: several works share it. `figures` are those that a page may state; `locators` are volumes,
    issues, pages and numbers of reports.
    """

    key: str
    lines: tuple[str, ...]
    years: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    locators: tuple[str, ...] = ()
    DOI: tuple[str, ...] = ()
    ERIC: tuple[str, ...] = ()
    URLs: tuple[str, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """The figures that a sentence may state which cites the work."""
        return frozenset({*self.figures, *self.years})


@dataclass(frozen=True)
class Video:
    """A video of the lists: its line, title and address."""

    line: str
    title: str
    URL: str


@dataclass(frozen=True)
class Trace:
    """All that is traced: works by their keys, and videos."""

    works: dict[str, Traced]
    videos: tuple[Video, ...]

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Each web address that may stand in `content/`."""
        of_works = {url for work in self.works.values() for url in work.URLs}
        return frozenset(of_works | {video.URL for video in self.videos})


@dataclass(frozen=True)
class Own:
    """Words of a page whose figures its sentence need not trace: for a reason, or because another `work` holds them."""

    page: str
    words: str
    reason: str
    work: str = ""


def read_trace() -> Trace:
    """`traced.yaml`."""
    listed = yaml.safe_load((HERE / "traced.yaml").read_text(encoding="utf-8"))
    works = [_traced(**each) for each in listed["works"]]
    assert len({each.key for each in works}) == len(works), "a key stands twice"
    return Trace({each.key: each for each in works}, tuple(Video(**each) for each in listed["videos"]))


def write_trace(trace: Trace) -> None:
    """Write `traced.yaml`, without empty lists."""
    works = [{name: _thawed(value) for name, value in asdict(each).items() if value} for each in trace.works.values()]
    listed = {"works": works, "videos": [asdict(each) for each in trace.videos]}
    text = yaml.safe_dump(listed, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
    (HERE / "traced.yaml").write_text(text, encoding="utf-8")


def read_own() -> tuple[Own, ...]:
    """`ours.yaml`."""
    return tuple(Own(**each) for each in yaml.safe_load((HERE / "ours.yaml").read_text(encoding="utf-8")))


def read_works() -> list[dict[str, Any]]:
    """`content/references.yaml`."""
    listed: list[dict[str, Any]] = yaml.safe_load((CONTENT / "references.yaml").read_text(encoding="utf-8"))
    return listed


def _traced(key: str, **lists: list[str]) -> Traced:
    return Traced(key, **{name: tuple(values) for name, values in lists.items()})


def _thawed(value: str | tuple[str, ...]) -> str | list[str]:
    return list(value) if isinstance(value, tuple) else value
