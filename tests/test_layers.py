"""The layers: who may import whom, what rules may touch, how long things may grow, what a command loads."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conftest import LIBRARY

import pipeline

PACKAGE = Path(pipeline.__file__).parent
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
# Functions from that of a command to a rule, and to a row of a table or a page of the site.
MOST_STEPS_TO_A_RULE, MOST_STEPS_TO_A_FILE = 9, 10
# Each folder of the package and its layer, as the table in docs/architecture.md has it.
LAYER = re.compile(r"^\| (\d+) \| `(\w+)/` \|", re.MULTILINE)
MOST_ENTRIES = 10
# What opens a file, lists a folder or follows a link, and the modules that may: of the library only the first does.
READS = frozenset({"open", "fdopen", "read_text", "read_bytes", "iterdir", "glob", "rglob", "scandir", "listdir"})
READS |= {"resolve", "realpath", "copyfile", "copytree", "NamedTemporaryFile"}
READERS = {
    "source.disk": "the door",
    "source.git.guarded": "folders that are copied, with links as links",
    "cli.main": "our own source",
    "cli.schema": "schemas in a folder that the person names",
    "cli.terminal": "nothing in place of closed streams",
    "publish.exporters.html_site.search": "what the search program wrote a moment ago",
    "publish.exporters.html_site.theme": "our own assets",
    "publish.exporters.html_site.words": "our own catalogs",
    "source.git.commits": "the way to the top of the repository",
    "source.git.repository": "the way to the top of the repository",
    "incremental.fingerprint": "our own code",
    "incremental.memo": "its own file in the person's folder, by no link",
    "source.project": "what pip noted when it installed this package",
    "source.resources": "our own schemas and templates",
    "authoring.starter.library_files": "our own schemas",
    "authoring.starter.packaged": "our own texts and templates",
    "publish.bundle": "bundles",
    "publish.packages.package": "our own files",
    "publish.packages.reader": "the documents of the package that it belongs to",
    "publish.release.new_folder": "the folder that it writes",
    "publish.release.flush": "bundles",
    "publish.release.staging": "bundles",
    "publish.release.aggregate_writer": "bundles",
    "publish.release.layout": "bundles",
    "publish.release.lock": "bundles",
    "publish.release.file_stat": "bundles",
    "publish.release.ownership": "bundles",
    "publish.release.provenance": "bundles",
    "publish.release.publication": "bundles",
    "publish.release.swap": "bundles",
    "cli.sheet": "the work-list that the person names",
    "authoring.preview.server": "our own assets, and addresses of the preview",
    "cli.preview": "the browser of the person",
    "authoring.archive": "parts of a document, in memory",
    "lint.reporters.code_host": "the event that a build server tells of",
    "lint.reporters.github": "the summary of a job, written only",
    "publish.schema.json_schema": "our own schemas",
    "source.discovery": "the way to the library's folder, which may be reached by links",
    "authoring.intake.old_file": "old content that the person names",
    "authoring.intake.readers.docx": "an image inside of a document",
    "authoring.watching": "the way to the library's folder, which may be reached by links",
    "cli.baselines": "the baseline that the person names",
    "source.undo_log": "its own file at the top of a library",
    "source.writing": "new files, written only",
}
# What a rule may use besides the pipeline: nothing that reads a disk, a clock, a network or chance.
PURE = frozenset({"bisect", "collections", "dataclasses", "datetime", "difflib", "enum", "functools", "html"})
PURE |= {
    "itertools",
    "math",
    "operator",
    "packaging.licenses",
    "pathlib",
    "posixpath",
    "rapidfuzz",
    "re",
    "string",
    "types",
    "typing",
    "unicodedata",
}
PURE |= {"urllib.parse"}
# Names that a rule may not call, whatever they belong to.
IMPURE_CALLS = frozenset({"open", "print", "input", "exec", "eval", "__import__", "now", "utcnow", "today"})
IMPURE_CALLS |= {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "exists", "stat"}


@dataclass(frozen=True)
class Import:
    """One module that another imports, lazily and for type checking too."""

    importer: str
    imported: str
    line: int

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """`model/names.py` is `model.names`."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[Import]:
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Import(names=names):
                yield from (Import(name_of(path), alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=module, level=0):
                yield from (Import(name_of(path), f"{module}.{alias.name}", node.lineno) for alias in node.names)
            case ast.ImportFrom():
                yield Import(name_of(path), "a relative module, which this test cannot follow", node.lineno)
            case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(name)), *_]):
                yield Import(name_of(path), name, node.lineno)


def all_imports() -> Iterator[Import]:
    return (found for path in modules() for found in imports(path))


@cache
def layers() -> dict[str, int]:
    text = (PACKAGE.parent / "docs/architecture.md").read_text(encoding="utf-8")
    found = {folder: int(layer) for layer, folder in LAYER.findall(text)}
    return {"__init__": -1, **found, "__main__": max(found.values())}


def test_the_table_of_layers_lists_every_folder() -> None:
    entries = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert entries == layers().keys()
    assert len(entries) <= MOST_ENTRIES


def test_every_module_imports_from_its_own_layer_or_below() -> None:
    upward = []
    for found in all_imports():
        top, _, inside = found.imported.partition(".")
        assert "relative" not in found.imported, found
        if top != "pipeline":
            continue
        # `import pipeline` and `from pipeline import __version__` lead to the package itself.
        target, importer = inside.split(".")[0], found.importer.split(".")[0]
        if layers().get(target, -1) > layers()[importer]:
            upward.append(str(found))
    assert not upward


def test_each_type_name_stands_for_one_type() -> None:
    places = defaultdict(list)
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name_of(path))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_only_parse_imports_the_parsers() -> None:
    importers = {found.importer for found in all_imports() if found.imported.split(".")[0] in ("yaml", "markdown_it")}
    assert importers, "the walk sees no import of yaml or markdown_it at all: it is broken"
    assert {name.rpartition(".")[0] for name in importers} == {"source.parse"}


def test_rules_import_nothing_that_reads_the_world() -> None:
    impure = []
    for path in (PACKAGE / "lint/rules").rglob("*.py"):
        for found in imports(path):
            name = found.imported
            pure = any(name == module or name.startswith(module + ".") for module in PURE | {"pipeline", "__future__"})
            if name.startswith("pathlib."):
                pure = name.split(".")[1].startswith("Pure")
            if not pure or name == "pathlib":
                impure.append(str(found))
    assert not impure


def test_rules_reach_only_down() -> None:
    """Rules know parsing and the model, not what runs, fixes or shows them."""
    allowed = ("pipeline.source.", "pipeline.model.", "pipeline.lint.rule.", "pipeline.lint.rules.")
    reached = {
        str(found)
        for path in (PACKAGE / "lint/rules").rglob("*.py")
        for found in imports(path)
        if found.imported.startswith("pipeline.") and not found.imported.startswith(allowed)
    }
    assert not reached


def test_rules_call_nothing_that_reads_the_world_and_keep_no_state() -> None:
    impure = []
    for path in (PACKAGE / "lint/rules").rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            match node:
                case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called in IMPURE_CALLS:
                    impure.append(f"{name_of(path)}:{node.lineno} calls {called}")
                case ast.Global() | ast.Nonlocal():
                    impure.append(f"{name_of(path)}:{node.lineno} keeps state")
    assert not impure


def test_no_module_is_too_long() -> None:
    lengths = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_too_long() -> None:
    """Lines of code; a docstring does not count."""
    long = []
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                documented = ast.get_docstring(node) is not None
                words = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
                if (lines := (node.end_lineno or 0) - node.lineno + 1 - words) > LONGEST_FUNCTION:
                    long.append(f"{name_of(path)}.{node.name}: {lines} lines")
    assert not long


def test_only_the_clock_of_the_face_is_read() -> None:
    """`today` is handed down; only the option that defaults to the present day may ask."""
    readers = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "utcnow", "today")
    }
    assert readers <= {"cli.options"}


def test_only_the_door_reads_the_library() -> None:
    """A link that is followed, a pipe or a file without end: what a commit brings is opened in one place."""
    readers = {name_of(path) for path in modules() for node in ast.walk(tree_of(path)) if is_reader(node)}
    assert readers == READERS.keys()


def is_reader(node: ast.AST) -> bool:
    """True of what opens a file, lists a folder or follows a link."""
    match node:
        case ast.Call(func=ast.Name(id=called)):
            return called in READS - {"resolve"}  # several functions of ours are called so
        case ast.Attribute(value=ast.Name(id="os"), attr="walk"):
            return True
        case ast.Attribute(attr=called):
            return called in READS
        case ast.ImportFrom(names=names):
            return any(alias.name in READS for alias in names)
    return False


# What prints. Whatever a command prints may hold a stranger's text, and must be escaped.
PRINTING = {"click": {"echo", "secho", "style", "echo_via_pager", "progressbar", "get_text_stream"}}
PRINTING |= {"sys": {"stdout", "stderr", "__stdout__", "__stderr__"}, "traceback": {"print_exc", "print_exception"}}
PRINTING |= {"warnings": {"warn"}, "logging": {"warning", "error", "info"}}


def printing(tree: ast.Module) -> Iterator[str]:
    """What in a module prints, or could."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in PRINTING.get(module, ()):
                yield f"{module}.{name}"
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{item.name}" for item in names if item.name in PRINTING.get(module, ()))
            case ast.Call(func=ast.Name(id="print")):
                yield "print"


def test_all_output_takes_one_way() -> None:
    """`pipeline.cli.terminal` escapes all that is printed, so that a new command cannot forget it."""
    found = {name_of(path): set(printing(tree_of(path))) for path in modules()}
    assert {"click.echo", "sys.stdout"} <= found.pop("cli.terminal")
    assert {name: names for name, names in found.items() if names} == {}


def test_each_line_of_a_fault_is_an_argument_of_its_own() -> None:
    """A line ending inside of one is taken for a part of a stranger's text, and shown as an escape."""
    broken = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Fault")
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and "\n" in part.value
    ]
    assert broken == []


def loaded_by(*arguments: str) -> set[str]:
    """Names of all top-level modules in memory after a run of the command."""
    script = (
        "import atexit, sys\n"
        "names = lambda: print('\\n'.join({name.split('.')[0] for name in sys.modules}), file=sys.stderr)\n"
        "atexit.register(names)\n"
        "from pipeline.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=LIBRARY, capture_output=True, check=True, text=True, encoding="utf-8")
    return set(done.stderr.split())


def test_help_loads_neither_the_model_nor_the_parsers() -> None:
    loaded = loaded_by("--help")
    assert "click" in loaded
    assert loaded.isdisjoint({"pydantic", "yaml", "markdown_it", "jsonschema", "jinja2", "rapidfuzz"})


def test_check_loads_only_what_it_needs() -> None:
    loaded = loaded_by("check", "--no-cache", "--today", "2026-11-24")
    assert {"yaml", "markdown_it", "pydantic"} <= loaded
    assert loaded.isdisjoint({"jsonschema", "referencing", "jinja2", "rich", "pygls", "hypothesis", "pytest"})


# Notes, for each kind of work, the functions of ours that lead to it from a command's own.
STEPS = """
import inspect, sys
import pipeline
from pipeline.cli.main import main
from pipeline.publish.exporters.html_site.theme import Theme
from pipeline.publish.table import Table

HOME = pipeline.__path__[0]
steps = {}

def noting(kind, function, wanted=lambda *arguments: True):
    def call(*arguments):
        if not wanted(*arguments):
            return function(*arguments)
        ours = [frame.function for frame in inspect.stack()[1:] if frame.filename.startswith(HOME)]
        steps.setdefault(kind, 1 + len(ours[:ours.index("command") + 1]))
        return function(*arguments)
    return call

Table.rows_of = noting("row", Table.rows_of, lambda table, thing: table.name == "strategies")
Theme.render = noting("page", Theme.render, lambda theme, name, *others: name == "strategy.html")
import pipeline.lint.runner as check
real = check._run
check._run = noting("rules", real)
try:
    main()
except SystemExit:
    pass
print("STEPS", steps["rules"] + 1, steps["row"], steps["page"])
"""


def test_few_steps_lead_from_a_command_to_its_work(tmp_path: Path) -> None:
    """To a rule, a row of a table and a page: who follows a finding or a cell soon sees where it is made."""
    command = [
        sys.executable,
        "-c",
        STEPS,
        "export",
        "--no-search",
        "--no-cache",
        "--jobs",
        "1",
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=LIBRARY, capture_output=True, encoding="utf-8", check=True)
    rule, row, page = map(int, done.stdout.rpartition("STEPS ")[2].split())
    assert rule <= MOST_STEPS_TO_A_RULE
    assert max(row, page) <= MOST_STEPS_TO_A_FILE
