"""Programs that are measured, and their commands."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers import hugo, linters, mkdocs, pelican
from benchmarks.tools import ROOT, Tools

Command = list[str | Path]


@dataclass(frozen=True)
class Call:
    """A command to measure."""

    command: Command
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[int, ...] = (0,)  # a checker may have found something


@dataclass(frozen=True)
class Contender:
    """One program: its setup, and its commands to export and check a library and to help an editor, or None.

    `prepare` and `refresh` are not measured. `refresh` follows a change of the vocabulary, for programs that need it
    in another format. Without `edits`, the program is not measured after an edit, because it slowly rebuilds
    everything. A library with more than `largest` pages would take it too long.
    """

    name: str
    title: str
    prepare: Callable[[Path, Path], None] = lambda library, site: None
    refresh: Callable[[Path, Path], None] = lambda library, site: None
    export: Callable[[Path, Path, Path], Call] | None = None
    check: Callable[[Path, Path], Call] | None = None
    server: Callable[[Path, Path], Call] | None = None
    edits: bool = True
    largest: int | None = None


def ours(library: Path, *arguments: str | Path) -> Call:
    """A call of the command `strategies` of this checkout."""
    return Call([sys.executable, "-m", "pipeline", *arguments], library, {"PYTHONPATH": str(ROOT)})


def contenders(tools: Tools) -> tuple[Contender, ...]:
    """All programs."""
    return (*_ourselves(), *_generators(tools), *_linters(tools))


def _ourselves() -> tuple[Contender, ...]:
    plain = Path(__file__).parent / "plain.py"
    return (
        Contender(
            "us",
            "strategies",
            export=lambda library, site, out: ours(library, "export", "--no-search", "--out", out),
            check=lambda library, site: ours(library, "check"),
            server=lambda library, site: ours(library, "lsp"),
        ),
        Contender(
            "plain",
            "plain script",
            export=lambda library, site, out: Call([sys.executable, plain, library, out], site),
        ),
        Contender(
            "plain-validating",
            "plain script, validating",
            export=lambda library, site, out: Call([sys.executable, plain, library, out, "--validate"], site),
            edits=False,
            largest=1000,
        ),
    )


def _generators(tools: Tools) -> tuple[Contender, ...]:
    return (
        Contender(
            "hugo",
            "Hugo",
            prepare=hugo.prepare,
            refresh=hugo.refresh,
            export=lambda library, site, out: Call([tools.hugo(), "--quiet", "--destination", out], site),
        ),
        Contender(
            "mkdocs",
            "MkDocs",
            prepare=mkdocs.prepare,
            export=lambda library, site, out: Call(
                [tools.program("mkdocs"), "--quiet", "build", "--site-dir", out], site
            ),
            edits=False,
            largest=1000,
        ),
        Contender(
            "pelican",
            "Pelican",
            prepare=pelican.prepare,
            export=lambda library, site, out: Call(
                [tools.program("pelican"), "--quiet", "--settings", "pelicanconf.py", "--output", out], site
            ),
            edits=False,
            largest=1000,
        ),
    )


def _linters(tools: Tools) -> tuple[Contender, ...]:
    return (
        Contender(
            "rumdl",
            "rumdl",
            prepare=linters.prepare,
            check=lambda library, site: Call(
                [tools.program("rumdl"), "check", "--silent", "strategies"], site, accepted=(0, 1)
            ),
            server=lambda library, site: Call([tools.program("rumdl"), "server"], site),
        ),
        Contender(
            "markdownlint",
            "markdownlint-cli2",
            prepare=linters.prepare,
            check=lambda library, site: Call(
                [tools.npm_program("markdownlint-cli2"), "strategies/*.md"], site, accepted=(0, 1)
            ),
        ),
    )
