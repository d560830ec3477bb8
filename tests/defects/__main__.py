"""`python -m tests.defects [NAME…]`: puts each defect into a copy of the tree and prints which tests notice it.

The test that fails must pass without the defect. Exit 1 if a defect is not noticed. `--sample N` takes the first N of
some that are quickly noticed.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import click

from tests.defects import QUICK, ROOT, Defect, defects

IN_MEMORY = Path("/dev/shm")
# The first part of an entry of `tests` that is no argument of pytest.
CRASH = "crash "
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not tools", "-rfE")
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
# Exit codes of pytest and of Python: a test failed, or all passed. Any other says that the tests did not run.
NOTICED, PASSED = 1, 0
PATIENCE = 900.0


def copy_of_tree(folder: Path) -> Path:
    """A copy of all files that git knows, as they are now, in a repository of its own."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in os.fsdecode(names).split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    who = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "The tree"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def add_python(tree: Path, folder: Path) -> None:
    """A Python, and a command `strategies`, that find the pipeline in a tree and everything else where we do."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "tree.pth").write_text(f"{tree}\n{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    script, python = folder / "bin" / "strategies", folder / "bin" / "python"
    script.write_text(f"#!{python}\nfrom pipeline.__main__ import run\nrun()\n", encoding="utf-8")
    script.chmod(0o755)


def commands(tests: Iterable[str], *options: str) -> list[list[str]]:
    """The commands that run some tests."""
    chosen = list(dict.fromkeys(tests))
    crash = [each.removeprefix(CRASH) for each in chosen if each.startswith(CRASH)]
    others = [each for each in chosen if not each.startswith(CRASH)]
    found = [["-m", "tests.crash", *crash]] if crash else []
    return [*found, *([[*PYTEST, *options, *others]] if others else [])]


def run(tree: Path, command: list[str]) -> tuple[int, list[str]]:
    """The exit code of a command of the tree's Python, and the tests that failed, or its last line."""
    done = subprocess.run(
        [str(tree.parent / "environment" / "bin" / "python"), *command],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=PATIENCE,
    )
    failed = FAILED.findall(done.stdout) or [done.stdout.strip().rpartition("\n")[2]]
    return done.returncode, failed if done.returncode != PASSED else []


def tried(tree: Path, defect: Defect) -> tuple[int, str]:
    """Put a defect in, run its tests, and take it out again: the first exit code that is not 0, and what failed."""
    file = tree / defect.file
    text, faulty = file.read_text(encoding="utf-8"), defect.applied(tree)
    write(file, faulty)
    try:
        for command in commands(defect.tests, "-x"):
            code, failed = run(tree, command)
            if code != PASSED:
                return code, failed[0]
    finally:
        write(file, text)
    return PASSED, ""


def failing_anyway(tree: Path, noticed: dict[Defect, str]) -> dict[Defect, str]:
    """The defects whose tests fail without them, too; all tests that noticed one are run at once."""
    tests = {each: [test] if test.startswith("tests/") else each.tests for each, test in noticed.items()}
    bad, crash = set[str](), False
    for command in commands(itertools.chain(*tests.values())):
        code, failed = run(tree, command)
        if code not in (PASSED, NOTICED):
            raise click.ClickException(f"without defects the tests do not run: {failed[0]}")
        bad |= {*failed}
        crash |= code != PASSED and command[1] != "pytest"
    return {
        each: noticed[each]
        for each, chosen in tests.items()
        if not bad.isdisjoint(chosen) or (crash and any(test.startswith(CRASH) for test in chosen))
    }


def write(file: Path, text: str) -> None:
    """Write a module, and forget its compiled form: times of files are too coarse to tell the two apart."""
    file.write_text(text, encoding="utf-8")
    Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)


@click.command(help=__doc__)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--sample", type=click.IntRange(1, len(QUICK)), help="How many to take.")
def main(names: tuple[str, ...], sample: int | None) -> None:
    """Print a row for each defect."""
    known = {defect.name: defect for defect in defects()}
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"there is no defect {unknown[0]}")
    chosen = [known[name] for name in names or (QUICK[:sample] if sample else known)]
    noticed, started = dict[Defect, str](), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="defects-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        tree = copy_of_tree(Path(folder) / "tree")
        add_python(tree, Path(folder) / "environment")
        click.echo("| defect | noticed by | s |\n|---|---|---|")
        for defect in chosen:
            begun = time.monotonic()
            code, failed = tried(tree, defect)
            if code == NOTICED:
                noticed[defect] = failed
            else:
                failed = f"**{'nothing' if code == PASSED else 'the tests did not run'}** {failed}"
            click.echo(f"| {defect.name}: {defect.why} | {failed} | {time.monotonic() - begun:.0f} |")
        anyway = failing_anyway(tree, noticed)
    for defect, failed in anyway.items():
        click.echo(f"**{defect.name}**: {failed} fails without it, too")
    number = len(noticed) - len(anyway)
    seconds, processor = time.monotonic() - started, sum(os.times()[:4])
    click.echo(f"\n{number} of {len(chosen)} defects noticed ({seconds:.0f} s, {processor:.0f} s of a processor)")
    sys.exit(0 if number == len(chosen) else 1)


if __name__ == "__main__":
    main()
