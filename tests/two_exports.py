"""Two exports at once to one folder, again and again: a script, because a process with threads had better not fork.

Prints a line a run: what it said while it waited, or that it did not. Fails when a run does, or `latest` is not whole.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from releases import edition_of, faults, page, publication_of

from pipeline.publish.publication_inputs import PublicationInputs
from pipeline.publish.release.publication import publish

TIMES = 10
JSON = ("json",)


def start(edition: PublicationInputs, out: Path, note: Path) -> int:
    """Publish in a copy of this process; what it has to say goes into a file."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            publish(publication_of(edition, JSON), out, lambda words: note.write_text(words, encoding="utf-8") and None)
            code = 0
        finally:
            os._exit(code)
    return child


def main(folder: Path) -> None:
    """One content in both at first, then two that take turns in `latest`."""
    out = folder / "exports"
    one, other = (edition_of(), edition_of(changed=[page("student-voice", lambda text: text.replace("two", "three"))]))
    assert [*one.records(), *other.records()]  # made once, before the copies
    for turn in range(TIMES):
        notes = [folder / f"{turn}-{run}" for run in range(2)]
        children = [start(one, out, notes[0]), start(other if turn % 2 else one, out, notes[1])]
        assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
        assert faults((out / "latest").resolve()) == []
        assert list(out.rglob(".staging-*")) == []
        for note in notes:
            sys.stdout.write((note.read_text(encoding="utf-8") if note.exists() else "did not wait") + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
