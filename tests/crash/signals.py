"""Runs that Ctrl-C or SIGTERM ends, and runs whose reader has gone."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from tests.crash.course import Course, at, counted
from tests.crash.process import ENDS, Call, Outcome, interruptible, run
from tests.crash.scene import TODAY, explain, staging
from tests.crash.trial import Trial
from tests.crash.writers import save_form

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
INTERRUPTED = "strategies: interrupted"
# What people look at the beginning of.
LONG = (
    ("--help",),
    ("rules",),
    ("rules", "--house"),
    ("check", "--no-cache"),
    ("check", "--format", "json"),
    ("fix", "--diff", "--unsafe"),
    ("coverage",),
    ("export", "--out", "{}/exports", "--formats", "json"),
)


def interrupts_at_each_call(trial: Trial) -> Iterator[str]:
    """Press Ctrl-C at each call that changes the disk: nothing is left at once, without another run."""
    free = [each for each in (*trial.exports[:2], *trial.writers) if each.scene.program is not save_form]
    jobs = [(_as_in_shell(each), each.calls[n]) for each, n in trial.calls(free)]
    yield from counted(jobs, _interrupt_at, trial.folder)


def interrupts_at_random(trial: Trial) -> Iterator[str]:
    """Press Ctrl-C, or ask the run to end, at a moment of its time."""
    chance = random.Random(7)
    jobs: list[tuple[Course, object]] = [
        (each, (number, chance.uniform(0, each.seconds * 1.1)))
        for number in ENDS
        for each in islice(cycle(_interrupted(trial)), trial.few)
    ]
    yield from counted(jobs, _interrupt_after, trial.folder)


def _interrupted(trial: Trial) -> list[Course]:
    """Exports and other commands; the preview is a server, which ends in its own way. `check` changes nothing."""
    rename = next(each for each in trial.writers if each.scene.name == "rename")
    check = replace(rename.scene, name="check", options=("check", "--no-cache"))
    free = [each for each in trial.exports if not each.scene.always]
    found = [*free, *(each for each in trial.writers if each.scene.program is not save_form)]
    return [*map(_as_in_shell, found), _as_in_shell(replace(rename, scene=check, new=rename.old))]


def _as_in_shell(each: Course) -> Course:
    return replace(each, scene=replace(each.scene, program=interruptible))


def _interrupt_at(each: Course, call: Call, out: Path) -> str:
    each.scene.set(out)
    done = each.scene.run(out, at(call, "signal=INT"))
    return _ended(each, done, out, f"Ctrl-C at {call.name} {call.number}", signal.SIGINT)


def _interrupt_after(each: Course, moment: tuple[signal.Signals, float], out: Path) -> str:
    each.scene.set(out)
    done = run(each.scene.arguments(out, jobs=2), end=moment, program=interruptible)
    return _ended(each, done, out, f"{moment[0].name} after {moment[1]:.3f} s", moment[0])


def _ended(each: Course, done: Outcome, out: Path, when: str, number: signal.Signals) -> str:
    """It ended by itself or with the code of the signal; all is old or new, and nothing is left."""
    where, found = f"{each.scene.name}, {when}", each.scene.found(out)
    assert done.code in (0, CODES[number]), f"{where}: {explain(done)}"
    assert "Traceback" not in done.said, f"{where}: {explain(done)}"
    said = done.code == 0 or done.said.rstrip().endswith(INTERRUPTED)
    assert said or not done.said, f"{where}: {explain(done)}"
    as_it_was = found == each.scene.found(each.scene.before)  # of a killed run, if this one did not yet begin
    assert as_it_was or found in (each.old, each.new), f"{where}: something is left: {explain(done)}"
    assert done.code or found == each.new, f"{where}: exit 0, and nothing was done"
    assert set(staging(out)) <= set(staging(each.scene.before)), f"{where}: staging is left"
    state = "all new" if found == each.new else "all old" if found == each.old else "not begun"
    return f"{number.name}: exit {done.code}, {state}: {each.scene.name}"


def closed_output(trial: Trial) -> Iterator[str]:
    """Read one line, or none, of what a command prints, as `| head -1` does."""
    model = next(each for each in trial.writers if each.scene.name == "fix").scene
    out = trial.folder / "closed"
    for options in LONG:
        for lines in (0, 1):
            model.set(out)
            more = () if options[0] in ("--help", "rules") else ("--root", str(out))
            dated = ("--today", TODAY) if more and options[0] != "coverage" else ()
            command = [sys.executable, "-m", "pipeline", *(each.format(out) for each in options), *more, *dated]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                assert process.stdout is not None
                assert process.stderr is not None
                for _ in range(lines):
                    process.stdout.readline()
                process.stdout.close()
                said = process.stderr.read().decode()
            done = Outcome(process.returncode, said)
            assert done.code in (0, 1, 2), f"{options}: {explain(done)}"
            assert "Traceback" not in said, f"{options}: {explain(done)}"
    yield f"{2 * len(LONG):5} × a reader that goes: no traceback"
