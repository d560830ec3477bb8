"""What else a stranger's folder can do to the command, a row each; also to `import`, `init`, `verify` and `diff`.

Links, pipes, sockets, folders without end, closed streams and pages that may not be read are in `test_disk.py`, hostile
names in what is printed in `test_output.py`, and what a disk or a system can do in `test_surroundings.py`.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

import pytest
from command import FACTORS, PAGES, TODAY, VOICE
from conftest import LIBRARY
from machine import AS_NOBODY, NOBODY, ROOT, strategies
from releases import state
from repository import Repository, environment


class Row(NamedTuple):
    """A case: how the folder is made hostile, the exit code of a check, and words that it says."""

    make: Callable[[Path], object]
    code: int
    words: str = ""


def put(folder: Path, name: str | bytes, data: bytes = b"x") -> None:
    path = os.fsencode(folder) + b"/" + (name if isinstance(name, bytes) else name.encode())
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - names that are no text
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(data)


def page() -> bytes:
    return (LIBRARY / VOICE).read_bytes()


def nothing(_: Path) -> None:
    """Leave all as it is."""


def hard_link_out(folder: Path) -> None:
    """A page that is another name of a file elsewhere: a plain file to every program, and none that git can bring."""
    (folder.parent / "elsewhere.md").write_text("Words without fields.", encoding="utf-8")
    os.link(folder.parent / "elsewhere.md", folder / PAGES / "other-name.md")


def device(folder: Path) -> None:
    """A device among the pages, one that never ends."""
    if not ROOT:
        pytest.skip("only root can make a device: .ci/run does so")
    os.mknod(folder / PAGES / "endless.md", 0o666 | 0o020000, os.makedev(1, 5))


def two_normal_forms(folder: Path) -> None:
    for form in ("NFC", "NFD"):
        put(
            folder,
            f"content/images/{unicodedata.normalize(form, 'café')}.png",
            (folder / "content/images/circle.png").read_bytes(),
        )


def crowd(folder: Path) -> None:
    """Ten thousand files where pages belong."""
    for number in range(10_000):
        put(folder, f"{PAGES}/note-{number}.txt")


def deep(folder: Path) -> None:
    """A page below a hundred folders."""
    put(folder, f"{PAGES}/{'d/' * 100}page.md", page())


def names(*made: str | bytes) -> Callable[[Path], None]:
    """Pages of these names."""

    def make(folder: Path) -> None:
        for name in made:
            put(folder, (name if isinstance(name, bytes) else name.encode()).join((f"{PAGES}/".encode(), b"")), page())

    return make


def files(**made: bytes) -> Callable[[Path], None]:
    """Files at these paths: `page` the page, `factors` the factors, `settings` the configuration."""
    paths = {"page": VOICE, "factors": FACTORS, "settings": "strategies.toml", "info": "content/library.yaml"}

    def make(folder: Path) -> None:
        for name, data in made.items():
            put(folder, paths[name], data)

    return make


ROWS: dict[str, Row] = {
    "nothing": Row(nothing, 0),
    "a hard link out of the root": Row(hard_link_out, 1, "missing-front-matter"),
    "a device": Row(device, 1, "unreadable-file"),
    "a folder named as a page": Row(lambda folder: put(folder, f"{PAGES}/x.md/thesis.txt"), 0, "x.md/thesis.txt"),
    "two normal forms": Row(two_normal_forms, 1, "case-collision"),
    "names that Windows keeps": Row(names("con.md", "aux.md", "nul.md", "com1.md"), 1, "con.md"),
    "a name with a newline": Row(names("two\nlines.md"), 1, "two\\u000alines.md"),
    "a name with an escape": Row(names("\x1b[31mred.md"), 1, "\\u001b[31mred.md"),
    "a name that is not UTF-8": Row(names(b"\xff\xfe.md"), 1, "\\xff\\xfe.md"),
    "a name that turns": Row(names("\u202egpj.md"), 1, "\\u202egpj.md"),
    "a name of 255 bytes": Row(names("a" * 252 + ".md"), 1, "invalid-id"),
    "names like options": Row(names("-rf.md", "--help.md"), 1, "invalid-id"),
    "names that differ in capitals": Row(names("Student-Voice.md"), 1, "case-collision"),
    "10,000 files in a folder": Row(crowd, 0, "stray-file"),
    "100 levels": Row(deep, 1, "over-limit"),
    "an empty page": Row(files(page=b""), 1, "missing-front-matter"),
    "a page of NULs": Row(files(page=b"\0" * 5000), 1, VOICE),
    "a page in UTF-16": Row(files(page=page().decode().encode("utf-16")), 1, "unreadable-file"),
    "a page that is a program": Row(files(page=b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40), 1, "unreadable-file"),
    "an empty vocabulary": Row(files(factors=b""), 1, FACTORS),
    "an empty configuration": Row(files(settings=b""), 0),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_run_ends_well(name: str, library: Path) -> None:
    """An export says what a check says, and publishes nothing that has errors; a fix takes no file away."""
    row = ROWS[name]
    row.make(library)
    before = state(library.parent)
    exported = strategies(library, "export", "--formats", "json", TODAY)
    said = exported.said if row.code else strategies(library, "check", TODAY).said  # warnings are a check's
    assert (exported.code, row.words in said) == (row.code, True), said
    after = state(library.parent)
    assert {path: after.get(path) for path in before} == before, "something was lost"
    assert not list(library.rglob(".staging-*"))
    if row.code:
        assert not (library / "exports").exists()
        strategies(library, "fix", "--unsafe", TODAY)
        mended = state(library.parent)
        assert before.keys() <= mended.keys()
        outside = [path for path in before if not path.startswith("library/")]
        assert {path: mended[path] for path in outside} == {path: before[path] for path in outside}


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that every user of the machine can reach; pytest closes its own."""
    if not ROOT:
        pytest.skip("only root can run a command as somebody else: .ci/run does so")
    places = {parent for path in (sys.executable, Path(sys.executable).resolve()) for parent in Path(path).parents}
    closed = [each for each in places if not each.stat().st_mode & 1]
    for each in closed:
        each.chmod(each.stat().st_mode | 0o001)
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        shutil.copytree(LIBRARY, Path(name) / "library", ignore=shutil.ignore_patterns(".cache"))
        yield Path(name)
    for each in closed:
        each.chmod(each.stat().st_mode & ~0o001)


def test_another_user_on_a_checkout_of_root(open_to_all: Path) -> None:
    """What may be read is checked; nothing can be written, and that is said."""
    library = open_to_all / "library"
    before = state(library)
    assert strategies(library, "check", TODAY, before=AS_NOBODY, HOME="/").code == 0
    (library / "words.txt").write_text("Think aloud\n\nTeachers say what they think.\n", encoding="utf-8")
    for command in (["export", "--formats", "json"], ["import", "words.txt"], ["init", "new", "--yes"]):
        ended = strategies(library, *command, TODAY, before=AS_NOBODY, HOME="/")
        assert (ended.code, "ermission denied" in ended.said) == (2, True), ended.said
    (library / "words.txt").unlink()
    assert strategies(library, "fix", TODAY, before=AS_NOBODY, HOME="/").code == 0
    assert state(library) == before


def test_git_distrusts_a_checkout_of_root(open_to_all: Path) -> None:
    """Git says what to do, and nothing is checked as if there were no git."""
    repository = Repository.create(open_to_all / "library", environment(open_to_all), {})
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Begin")
    for command in (
        ["check", "--staged"],
        ["check", "--policy-from", "HEAD"],
        ["diff", "HEAD"],
        ["fix", "--changed-since", "HEAD"],
    ):
        ended = strategies(repository.folder, *command, TODAY, before=AS_NOBODY, HOME="/")
        assert (ended.code, "safe.directory" in ended.said) == (2, True), ended.said


def test_a_cache_of_another(open_to_all: Path) -> None:
    """A memo that others could have written is not read, and theirs is left alone."""
    library, cache = open_to_all / "library", open_to_all / "cache"
    assert strategies(library, "check", TODAY, STRATEGIES_CACHE_DIR=str(cache)).code == 0
    for path in (*cache.rglob("*"), cache):
        os.chown(path, NOBODY + 1, NOBODY + 1)
    before = state(cache)
    assert strategies(library, "check", TODAY, before=AS_NOBODY, STRATEGIES_CACHE_DIR=str(cache), HOME="/").code == 0
    assert state(cache) == before


def listener(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, chdir(path.parent):  # the path as a whole would be too long for it
        made.bind(path.name)


def endless(path: Path) -> None:
    if ROOT:
        os.mknod(path, 0o666 | 0o020000, os.makedev(1, 5))
    else:
        path.symlink_to("/dev/zero")


# What is given to `import`, and stands in a bundle: none is a file that can be read to its end.
NO_FILES: dict[str, Callable[[Path], object]] = {
    "pipe.txt": os.mkfifo,
    "socket.txt": listener,
    "zero.txt": endless,
    "folder.md": Path.mkdir,
    "loop.md": lambda path: path.symlink_to(path.name),
    "nowhere.md": lambda path: path.symlink_to("not/there"),
    "huge.html": lambda path: (path.touch(), os.truncate(path, 2 << 30)),
}


def test_what_cannot_be_imported_is_named(library: Path) -> None:
    """One by one, as all files are imported or none."""
    before = state(library)
    for name, make in NO_FILES.items():
        make(library.parent / name)
        ended = strategies(library, "import", f"../{name}", TODAY)
        assert ended.code == 2, ended.said
        assert f"{name} cannot be imported: " in ended.said
    assert state(library) == before


def test_files_of_any_name_are_imported(library: Path) -> None:
    """Each becomes a page of a name that is none of these."""
    texts = {b"\xff\xfe.txt": "one", b"two\nlines.txt": "two", b"\x1b[31mred.txt": "three", b"con.txt": "four"}
    for name, title in texts.items():
        put(library.parent, name, f"Lesson {title}\n\nWords to keep.\n".encode())
    paths = [os.fsdecode(b"../" + name) for name in texts]
    ended = strategies(library, "import", *paths, TODAY)
    assert (ended.code, "\x1b" in ended.said) == (0, False), ended.said
    assert all((library / f"{PAGES}/lesson-{title}.md").is_file() for title in texts.values())


@pytest.mark.parametrize("name", ["file", "file/below", "pipe", "loop", "nowhere"])
def test_a_library_begins_in_a_folder_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"words")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "nowhere").symlink_to("not/there")
    before = sorted(tmp_path.rglob("*"))
    ended = strategies(tmp_path, "init", name, "--yes", TODAY)
    assert (ended.code, "name a folder" in ended.said) == (2, True), ended.said
    assert sorted(tmp_path.rglob("*")) == before


def test_pages_that_are_no_files_are_not_taken_into_a_library(tmp_path: Path) -> None:
    """They are as they were, and the check that follows names each."""
    (tmp_path / PAGES).mkdir(parents=True)
    for name, make in NO_FILES.items():
        make(tmp_path / PAGES / f"{name}.md")
    before = sorted((tmp_path / PAGES).iterdir())
    strategies(tmp_path, "init", "--yes", TODAY)
    assert set(before) <= set((tmp_path / PAGES).iterdir())
    checked = strategies(tmp_path, "check", TODAY)
    assert [name for name in NO_FILES if f"{PAGES}/{name}.md" not in checked.said] == ["folder.md"], checked.said


def test_a_bundle_of_what_is_no_file_is_refused(library: Path) -> None:
    """Each is named. Two bundles are compared by their records; what else lies there is neither read nor followed."""
    assert strategies(library, "export", "--formats", "json", TODAY).code == 0
    bundle = library / "exports/latest"
    for name, make in NO_FILES.items():
        make(bundle / "json" / name)
    put(bundle, b"json/\xff.json")
    put(bundle, b"json/two\nlines.json")
    put(bundle, "d/" * 100 + "deep.json")
    ended = strategies(library, "verify", "exports")
    assert ended.code == 1, ended.said
    assert [name for name in NO_FILES if f"json/{name}" not in ended.said] == []
    for words in ("json/\\xff.json", "json/two\\u000alines.json", "deep.json"):
        assert words in ended.said
    assert strategies(library, "diff", "exports", TODAY).code == 0
    record = bundle / "json/strategies/student-voice.json"
    for make in NO_FILES.values():
        shutil.rmtree(record) if record.is_dir() else record.unlink()
        make(record)
        assert strategies(library, "verify", "exports").code == 1


@pytest.mark.parametrize("name", ["changes", "vanishes", "becomes a link"])
def test_a_page_that_does_so_while_it_is_read(name: str, library: Path) -> None:
    """Whatever a run meets, it ends well, and shows nothing that lies elsewhere."""
    secret = library.parent / "secret.md"
    secret.write_text("the key of the school office", encoding="utf-8")
    path, stop = library / PAGES / "busy.md", threading.Event()
    text = (library / VOICE).read_bytes()

    def meddle() -> None:
        while not stop.is_set():
            path.unlink(missing_ok=True)
            if name == "becomes a link":
                path.symlink_to(secret)
            elif name == "changes":
                path.write_bytes(text)
                path.write_bytes(text[:900])

    thread = threading.Thread(target=meddle)
    thread.start()
    try:
        for command in (("check",), ("export", "--formats", "json")):
            assert "school office" not in strategies(library, *command, TODAY).said
    finally:
        stop.set()
        thread.join()
