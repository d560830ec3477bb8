"""`strategies schema`."""

import sys
from pathlib import Path

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import day, open_workspace, root_option
from pipeline.cli.terminal import say
from pipeline.publish.schema.json_schema import TYPES, generate
from pipeline.publish.schema.library_ids import library_ids
from pipeline.publish.schema.typescript import types
from pipeline.source.paths import POLICY_PATH
from pipeline.source.writing import replace_file


@click.command("schema")
@click.option("--check", is_flag=True, help="Write nothing; fail when a file differs from what would be written.")
@click.option(
    "--library",
    "with_library",
    is_flag=True,
    help="Also name the library's own ids, so that editors offer them. Write anew when there are others.",
)
@root_option
def command(check: bool, with_library: bool, root: Path | None) -> None:
    """Write JSON Schemas and TypeScript types to schemas/.

    They describe everything that people write and programs read. The schema of front matter has the library's own
    fields, so that editors know them.
    """
    workspace = open_workspace(root)
    folder, library = workspace.root / "schemas", workspace.library_without_pages()
    if library.policy_broken:
        say(
            f"{POLICY_PATH} has errors, so the schema of front matter may lack fields: run `strategies check`", err=True
        )
    ids = library_ids(workspace.report(day(None)).library) if with_library else None
    stale: dict[str, str] = {}
    for name, text in (*generate(library.policy, ids), (TYPES, types())):
        path = folder / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale[name] = "is out of date" if path.exists() else "is missing"
        if not check:
            folder.mkdir(exist_ok=True)
            replace_file(path, text.encode())
    for name, state in stale.items():
        say(f"schemas/{name} {state if check else 'written'}")
    if check and stale:
        say(f"run `strategies schema{' --library' if with_library else ''}` to bring them up to date", err=True)
        sys.exit(EXIT_ERRORS)
    if not stale:
        say("schemas are up to date")
