"""Two runs at once: one is stopped after each call that reads or changes a file, while another ends, or waits."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tests.crash.course import Course, at, changes, counted
from tests.crash.process import Call, Process
from tests.crash.scene import PAGE, current, explain, faults, plain, staging
from tests.crash.trial import Trial
from tests.crash.writers import Writer

# What a run says that waits, and seconds after which it is taken to wait without a word.
WAITS, PATIENCE = "waiting for it to end", 10.0
EDIT = "\nSomebody adds this line meanwhile.\n"


class Pair(NamedTuple):
    """Two commands on one library; what is there after some of them, by their numbers; the bundles that may be."""

    first: Writer
    second: Writer
    after: Mapping[tuple[int, ...], Mapping[str, str]]
    bundles: Sequence[Mapping[str, str]]


def two_at_once(trial: Trial) -> Iterator[str]:
    """Stop one run at each call, and start another."""
    known = {each.scene.name: each for each in trial.writers}
    fix, save, rename = (known[name] for name in ("fix", "preview save", "rename"))
    export = _export("json")
    other = replace(rename.scene, options=("rename", "quiet-corner", "calm-corner"), name="other rename")
    wanted = [
        (export, _export("csv")),
        (replace(export, before=fix.scene.before), fix.scene),
        (fix.scene, export),
        (rename.scene, other),
        (save.scene, export),
        (export, save.scene),
        (save.scene, rename.scene),
        (rename.scene, fix.scene),
    ]
    jobs: list[tuple[Course, object]] = []
    for first, second in wanted:
        first = replace(first, before=first.before if first.before.name else save.scene.before)
        pair = _pair(first, second, trial.folder / "pair")
        calls = changes(first, trial.folder / "course", read="content")
        jobs += [(rename, (pair, call)) for call in calls[:: trial.step]]
    yield from counted(jobs, _meet, trial.folder)
    edited = [each for each in trial.writers if each.old == each.scene.found(each.scene.before)]
    for each in (each for each in edited if each.scene.name != "sheet export"):
        calls = changes(each.scene, trial.folder / "course", read="content")
        opened = [call for call in calls if "O_RDONLY" in call.text]
        yield from counted([(each, call) for call in opened[:: trial.step]], _edit_meanwhile, trial.folder)


def _export(format_: str) -> Writer:
    return Writer("export", Path(), Path(), ("export", "--no-cache", "--jobs", "1", "--formats", format_))


def _pair(first: Writer, second: Writer, out: Path) -> Pair:
    """Run them one after the other, for what may be found."""
    after, bundles = dict[tuple[int, ...], Mapping[str, str]](), list[Mapping[str, str]]()
    for order in ((), (0,), (1,), (0, 1)):
        first.set(out)
        for number in order:
            done = (first, second)[number].run(out)
            assert done.code == 0, explain(done)
        after[order] = _library(first, out)
        for each in (first, second):
            if each.name == "export":
                assert each.run(out).code == 0
                bundles.append(current(out / "exports"))
    return Pair(first, second, after, bundles)


def _library(scene: Writer, out: Path) -> Mapping[str, str]:
    return {path: digest for path, digest in scene.found(out).items() if not path.startswith("exports/")}


def _meet(_: Course, what: tuple[Pair, Call], out: Path) -> str:
    pair, call = what
    pair.first.set(out)
    first = Process(pair.first.program, pair.first.arguments(out), at(call, "signal=STOP"))
    is_stopped = first.is_stopped()
    second = Process(pair.second.program, pair.second.arguments(out))
    second.ends_or_says(WAITS, PATIENCE)
    first.send(signal.SIGCONT)
    done = (first.wait(), second.wait())
    names = f"{pair.first.name}, then {pair.second.name}"
    where = f"{names}, stopped at {call.name} {call.number}: {' / '.join(map(explain, done))}"
    for each in done:
        plain(each, where)
    if not is_stopped:  # it made fewer calls than when it was watched
        return f"{names}: one after the other"
    made = tuple(number for number, each in enumerate(done) if each.code == 0)
    assert _library(pair.first, out) == pair.after[made], f"{where}: mixed, or something is left"
    exports = [number for number in made if (pair.first, pair.second)[number].name == "export"]
    if exports:
        assert current(out / "exports") in pair.bundles, f"{where}: a mixed bundle"
        assert faults(out / "exports") == [], where
    assert staging(out) == [], where
    return f"{names}: {' and '.join('done' if each.code == 0 else 'refused in words' for each in done)}"


def _edit_meanwhile(each: Course, call: Call, out: Path) -> str:
    """Save another text of a page while a command is about to read a file: no letter of it is lost."""
    each.scene.set(out)
    process = Process(each.scene.program, each.scene.arguments(out), at(call, "signal=STOP"))
    is_stopped = process.is_stopped()
    if (out / PAGE).exists():
        with (out / PAGE).open("a", encoding="utf-8") as page:
            page.write(EDIT)
    process.send(signal.SIGCONT)
    done = process.wait()
    where = f"{each.scene.name}, an edit at {call.name} {call.number}: {explain(done)}"
    assert is_stopped, where
    plain(done, where)
    pages = [path.read_text(encoding="utf-8") for path in (out / PAGE).parent.iterdir()]
    assert any(EDIT.strip() in text for text in pages), f"{where}: an edit is lost"
    assert not any(path.name.startswith(".") for path in out.rglob("*")), f"{where}: something is left"
    return f"{each.scene.name} and an editor: {'done' if done.code == 0 else 'refused in words'}, the edit is kept"
