"""Commands that change a library, with a small library before each."""

from __future__ import annotations

import shutil
import sys
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.authoring.preview.views import form_of
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import STRATEGIES_FOLDER
from pipeline.source.undo_log import take_back
from tests.crash.process import Outcome, run, warm_up
from tests.crash.scene import LIBRARY, PAGE, TODAY, Scene, explain, make_library, state
from tests.previewing import Preview

CORNER = f"{STRATEGIES_FOLDER}/quiet-corner.md"
OLD_PAGES = {
    "Morning Walk.txt": "Morning Walk\n\nOverview\n\nLearners walk before they sit, and talk in pairs while they do.\n",
    "Exit Ticket.html": "<h1>Exit Ticket</h1><p>Each learner writes one line before the bell, "
    'and keeps it.</p><p><img src="data:image/png;base64,{}" alt="A card"></p>',
}
# Slips that `fix --unsafe` mends in two pages: a library with half of them mended is in order, too.
SLIPS = {PAGE: ("the order", "the the order"), CORNER: ("turns a sand", "turns a a sand")}


@dataclass(frozen=True)
class Writer(Scene):
    """A library before a command that changes it, with `{}` in its options for the library.

    `logged` if the files are the library's, so that any command that changes one clears up after a kill.
    """

    logged: bool = True

    def arguments(self, out: Path, jobs: int = 1) -> list[str]:
        """The command line; each of these works in one process."""
        return [each.format(out) for each in (*self.options, "--root", "{}", "--today", TODAY)]

    def found(self, out: Path) -> Mapping[str, str]:
        """All files of the library."""
        return state(out)

    def old(self) -> Mapping[str, str]:
        """All files of the library before anything was cut short."""
        return self.found(self.library)


# It is refused, after it has cleared up.
OTHER_COMMAND = Writer("another command", Path(), Path(), ("rename", "no-such-page", "other"))


def whole(found: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """The files that are neither as before nor as after a change; those that wait beside others have hidden names."""
    paths = {path for path in (*found, *old, *new) if not path.rpartition("/")[2].startswith(".")}
    return sorted(path for path in paths if found.get(path) not in (old.get(path), new.get(path)))


def save_form() -> None:
    """Save a form of the preview, and say what the server answers; ends as a command does."""
    root = Path(sys.argv[-3])
    try:
        sys.stdout.writelines(take_back(root))
        preview = Preview(root)
    except EnvironmentFault as fault:
        sys.stdout.write(str(fault))
        sys.exit(2)
    if form_of(preview.session.site, PAGE, whole=True) is None:
        sys.exit(f"{PAGE} cannot be opened")
    sent = preview.sent(PAGE, whole=True)
    sent["sections"] = {n: text.replace("two units", "five units") for n, text in sent["sections"].items()}
    answer = preview.write("save", sent)
    sys.stdout.write(f"{answer.status} {answer.text}\n")
    sys.exit({200: 0, 409: 2, 412: 2}.get(answer.status, 3))


def writers(folder: Path) -> list[Writer]:
    """Each command, with what it needs in a folder."""
    library = make_library(folder / "library", draft=True)
    _edit(library, CORNER, "related: []", "related: [student-voice]")
    _edit(library, CORNER, "status: draft", "status: published")
    slips = _copy(library, folder / "slips")
    for path, (before, after) in SLIPS.items():
        _edit(slips, path, before, after)
    picture = (LIBRARY / "content/images/circle.png").read_bytes()
    old = _old_pages(folder / "pages", picture)
    list_, listed = folder / "list.csv", _copy(library, folder / "listed")
    export = ("sheet", "export", "{}/list.csv", "--force")
    _must(run(Writer("", library, library, export).arguments(listed)))
    shutil.copy(listed / "list.csv", list_)
    text = list_.read_text(encoding="utf-8-sig")
    list_.write_text(text.replace("A calm place", "A quiet place").replace("Learners help", "Pupils help"), "utf-8")
    (listed / "list.csv").write_text("an older list\n", encoding="utf-8")
    rename = ("rename", "student-voice", "voice")
    found = [
        Writer("fix", slips, slips, ("fix", "--unsafe")),
        Writer("rename", library, library, rename),
        Writer("link", library, library, ("link", "student-voice", "quiet-corner")),
        Writer("merge", library, library, ("merge", "quiet-corner", "student-voice")),
        Writer("import", library, library, ("import", *old)),
        Writer("sheet import", library, library, ("sheet", "import", str(list_))),
        Writer("sheet export", listed, listed, export, logged=False),
        Writer("preview save", library, library, ("preview",), program=save_form),
    ]
    for each in found:
        each.set(folder / "warm")
        warm_up(each.arguments(folder / "warm"), each.program)
    return [*found, Writer("rename after a kill", library, _killed(found[1], folder / "killed"), rename)]


def _killed(writer: Writer, out: Path) -> Path:
    """The library after a run that was killed between two files."""
    writer.set(out)
    done = writer.run(out, ["-e", "trace=unlink,symlink", "-e", "inject=unlink:signal=KILL:when=1"])
    assert any(out.rglob(".strategies-*")), explain(done)
    return out


def _copy(library: Path, folder: Path) -> Path:
    return Path(shutil.copytree(library, folder))


def _edit(library: Path, path: str, before: str, after: str) -> None:
    text = (library / path).read_text(encoding="utf-8")
    assert before in text, path
    (library / path).write_text(text.replace(before, after), encoding="utf-8")


def _old_pages(folder: Path, picture: bytes) -> list[str]:
    folder.mkdir()
    for name, text in OLD_PAGES.items():
        (folder / name).write_text(text.replace("{}", b64encode(picture).decode()), encoding="utf-8")
    return [str(folder / name) for name in OLD_PAGES]


def _must(done: Outcome) -> None:
    assert done.code == 0, explain(done)
