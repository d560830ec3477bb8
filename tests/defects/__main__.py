"""`python -m tests.defects [NAME…]`: puts each defect into a copy of the tree and prints which tests notice it.

The test that fails must pass without the defect. Exit 1 if a defect is not noticed. `--sample N` takes the first N of
some that are quickly noticed.
"""

from __future__ import annotations

import importlib.util
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


def run(tree: Path, tests: Iterable[str], *options: str) -> tuple[int, list[str]]:
    """The exit code of some tests of a tree, and those that failed, or the last line if none did."""
    done = subprocess.run(
        [str(tree.parent / "environment" / "bin" / "python"), *PYTEST, *options, *dict.fromkeys(tests)],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=PATIENCE,
    )
    return done.returncode, FAILED.findall(done.stdout) or [done.stdout.strip().rpartition("\n")[2]]


def tried(tree: Path, defect: Defect) -> tuple[int, str]:
    """Put a defect in, run its tests, and take it out again: the exit code, and what failed."""
    file = tree / defect.file
    text, faulty = file.read_text(encoding="utf-8"), defect.applied(tree)
    write(file, faulty)
    try:
        code, failed = run(tree, defect.tests, "-x")
    finally:
        write(file, text)
    return code, failed[0]


def failing_anyway(tree: Path, noticed: dict[Defect, str]) -> list[Defect]:
    """The defects whose tests fail without them, too; all tests that noticed one are run at once."""
    code, failed = run(tree, noticed.values()) if noticed else (PASSED, [])
    if code not in (PASSED, NOTICED):
        raise click.ClickException(f"without defects the tests do not run: {failed[0]}")
    return [each for each, test in noticed.items() if test in failed]


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
                failed = "**nothing**" if code == PASSED else f"**the tests did not run** {failed}"
            click.echo(f"| {defect.name}: {defect.why} | {failed} | {time.monotonic() - begun:.0f} |")
        anyway = failing_anyway(tree, noticed)
    for defect in anyway:
        click.echo(f"**{defect.name}**: {noticed[defect]} fails without it, too")
    number = len(noticed) - len(anyway)
    seconds, processor = time.monotonic() - started, sum(os.times()[:4])
    click.echo(f"\n{number} of {len(chosen)} defects noticed ({seconds:.0f} s, {processor:.0f} s of a processor)")
    sys.exit(0 if number == len(chosen) else 1)


if __name__ == "__main__":
    main()
