"""The files of a bundle that say what changed since an earlier version: `changes.json` and `CHANGELOG.md`."""

from collections.abc import Iterator

from pydantic_core import to_json

from pipeline.publish.changes.markdown import entries
from pipeline.publish.changes.wording import Wording
from pipeline.publish.exporter import File
from pipeline.publish.schema.changes import ChangesV1
from pipeline.source.escapes import log, markdown

CHANGES, CHANGELOG = "changes.json", "CHANGELOG.md"
CHANGE_FILES = frozenset({CHANGES, CHANGELOG})
# The name of the shape of `changes.json`.
SHAPE = "published-changes"
# The most characters of one field or section in the changelog; `changes.json` has all.
ROOM = 500


def change_files(changes: ChangesV1 | None) -> Iterator[File]:
    """Both files; none if the library was compared with nothing."""
    if changes is not None:
        yield File(CHANGES, to_json(changes, indent=2) + b"\n")
        yield File(CHANGELOG, changelog_of(changes))


def changelog_of(changes: ChangesV1) -> bytes:
    """The bytes of `CHANGELOG.md`, which follow from `changes.json`."""
    library, counts = changes.library, ", ".join(f"{number} {name}" for name, number in changes.counts if number)
    lines = [
        "# Changelog",
        "",
        f"{markdown(library.title)}. `{CHANGES}` has all details.",
        "",
        f"## {markdown(library.version)}",
        "",
        f"Since {markdown(changes.since)}: {counts or 'nothing changed'}.",
        *entries(Wording.of(changes), lambda change: "", ROOM),
    ]
    return (log("\n".join(lines)) + "\n").encode()
