"""`strategies lsp`, asked by a client of the protocol over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import PIPE

import pytest
from command import Run
from conftest import LIBRARY
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from benchmarks.corpus import generate

PAGE = "content/strategies/building-trust.md"
FACTORS = "content/vocabulary/factors.yaml"
EVERYTHING = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(
            document_changes=True, resource_operations=[types.ResourceOperationKind.Rename]
        )
    ),
)
ENVIRONMENT = {key: os.environ[key] for key in ("PYTHONPATH", "PATH", "HOME") if key in os.environ}


class Editor:
    """A client with a library, and the findings that it was sent, by the path of the file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.client = LanguageClient("test", "1")
        self.found: dict[str, list[types.Diagnostic]] = {}
        self.news = asyncio.Event()
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self._take(params))

    def _take(self, params: types.PublishDiagnosticsParams) -> None:
        path = params.uri.removeprefix(f"{self.root.as_uri()}/")
        self.found[path] = list(params.diagnostics)
        self.news.set()

    def document(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def text(self, path: str) -> str:
        return (self.root / path).read_bytes().decode("utf-8")

    def open(self, path: str, text: str | None = None) -> None:
        item = types.TextDocumentItem(self.uri(path), "markdown", 1, self.text(path) if text is None else text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, path: str, text: str, version: int = 2) -> None:
        document = types.VersionedTextDocumentIdentifier(version, self.uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def rules(self, path: str, holds: Callable[[list[str]], bool]) -> list[types.Diagnostic]:
        """The findings about a file, as soon as their rules are what is awaited."""
        async with asyncio.timeout(30):
            while not holds([str(each.code) for each in self.found.get(path, [])]):
                self.news.clear()
                await self.news.wait()
        return self.found[path]


@asynccontextmanager
async def editor(root: Path, capabilities: types.ClientCapabilities = EVERYTHING) -> AsyncIterator[Editor]:
    """An editor with a running server, which ends as it should and logs no trouble."""
    one = Editor(root)
    await one.client.start_io(sys.executable, "-m", "pipeline", "lsp", env=ENVIRONMENT)
    server = one.client._server
    assert server is not None
    assert server.stderr is not None
    logged = asyncio.create_task(server.stderr.read())
    folder = types.WorkspaceFolder(root.as_uri(), "library")
    await one.client.initialize_async(
        types.InitializeParams(capabilities, root_uri=root.as_uri(), workspace_folders=[folder])
    )
    one.client.initialized(types.InitializedParams())
    try:
        yield one
    finally:
        await one.client.shutdown_async(None)
        one.client.exit(None)
        await one.client.stop()
    assert server.returncode == 0
    assert (await logged).decode() == ""


Story = Callable[[Editor], Awaitable[None]]


@pytest.fixture
def tell(tmp_path: Path) -> Callable[[Story], None]:
    """Run a story in an editor with a library of emoji, CRLF and a draft."""
    root = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    page = (root / PAGE).read_text(encoding="utf-8")
    text = page.replace("summary: ", "summary: 😀 ", 1)
    (root / PAGE).write_bytes(text.replace("\n", "\r\n").encode())
    (root / "content/strategies/a-draft.md").write_bytes(
        b"---\ntitle: A draft\nstatus: draft\nrelated: [building-trust]\n---\n"
    )

    def run(story: Story) -> None:
        async def play() -> None:
            async with editor(root) as one:
                await story(one)

        asyncio.run(play())

    return run


def position(text: str, offset: int) -> types.Position:
    """A position as UTF-16 counts."""
    line = text.count("\n", 0, offset)
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    return types.Position(line, len(before.encode("utf-16-le")) // 2)


def test_findings_as_you_type(tell: Callable[[Story], None]) -> None:
    async def story(one: Editor) -> None:
        text = one.text(PAGE)
        one.open(PAGE)
        at = text.index("](factor:") + len("](")
        wrong = f"{text[:at]}factor:😀no-such{text[text.index(')', at) :]}"
        one.change(PAGE, wrong)
        found = await one.rules(PAGE, lambda rules: "unknown-factor" in rules)
        unknown = next(each for each in found if each.code == "unknown-factor")
        assert unknown.range.start == position(wrong, at)
        assert unknown.source == "strategies"
        one.change(PAGE, text, 3)
        await one.rules(PAGE, lambda rules: "unknown-factor" not in rules)

    tell(story)


def test_an_unsaved_factor_is_known_to_pages(tell: Callable[[Story], None]) -> None:
    async def story(one: Editor) -> None:
        text = one.text(PAGE).replace("factors: [", "factors: [brand-new, ", 1)
        one.open(PAGE, text)
        await one.rules(PAGE, lambda rules: "unknown-factor" in rules)
        one.open(FACTORS, one.text(FACTORS) + "- id: brand-new\n  name: Brand New\n  definition: Something new.\n")
        await one.rules(PAGE, lambda rules: "unknown-factor" not in rules)
        one.client.text_document_did_close(types.DidCloseTextDocumentParams(one.document(FACTORS)))
        await one.rules(PAGE, lambda rules: "unknown-factor" in rules)

    tell(story)


def test_completion_hover_definition_references_and_outline(tell: Callable[[Story], None]) -> None:
    async def story(one: Editor) -> None:
        text = one.text(PAGE)
        one.open(PAGE)
        here = position(text, text.index("factors: [") + len("factors: ["))
        offered = await one.client.text_document_completion_async(types.CompletionParams(one.document(PAGE), here))
        assert isinstance(offered, types.CompletionList)
        assert "motivation" in [item.label for item in offered.items]
        hover = await one.client.text_document_hover_async(types.HoverParams(one.document(PAGE), here))
        assert hover is not None
        assert hover.range is not None
        assert hover.range.start == here
        place = await one.client.text_document_definition_async(types.DefinitionParams(one.document(PAGE), here))
        assert isinstance(place, types.Location)
        assert place.uri == one.uri(FACTORS)
        context = types.ReferenceContext(include_declaration=True)
        places = await one.client.text_document_references_async(
            types.ReferenceParams(context, one.document(PAGE), here)
        )
        assert places is not None
        assert {one.uri(PAGE), one.uri(FACTORS)} <= {each.uri for each in places}
        parts = await one.client.text_document_document_symbol_async(types.DocumentSymbolParams(one.document(PAGE)))
        assert parts
        assert parts[0].name == "Fields"

    tell(story)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("---\r\ntitle: 😀\r\nsumm|", "summary"),
        ("---\r\ntitle: 😀\r\nfactors: [attention, moti|", "motivation"),
        ("---\r\ntitle: 😀\r\nrelated: [a dra|", "a-draft"),
        ("---\r\ntitle: 😀\r\n---\r\n\r\n😀 [here](factor:moti|", "motivation"),
        ("---\r\ntitle: 😀\r\n---\r\n\r\n😀 [here](strategy:build|", "building-trust"),
        ("---\r\ntitle: 😀\r\n---\r\n\r\n## Over|", "Overview"),
        ("---\r\ntitle: 😀\r\n---\r\n\r\n## Research\r\n\r\n> N|", "> "),
    ],
)
def test_completion_while_a_new_page_is_typed(tell: Callable[[Story], None], typed: str, label: str) -> None:
    async def story(one: Editor) -> None:
        path, text = "content/strategies/new.md", typed.removesuffix("|")
        one.open(path, text)
        params = types.CompletionParams(one.document(path), position(text, len(text)))
        offered = await one.client.text_document_completion_async(params)
        assert isinstance(offered, types.CompletionList)
        assert offered.items[0].label.startswith(label)
        edit = offered.items[0].text_edit
        assert isinstance(edit, types.TextEdit)
        assert edit.range.end == params.position

    tell(story)


def test_a_rename_can_be_applied_and_brings_no_error(tell: Callable[[Story], None], run: Run) -> None:
    async def story(one: Editor) -> None:
        known = run("check", folder=one.root)
        text = one.text(PAGE)
        one.open(PAGE)
        here = position(text, text.index("related: [") + len("related: ["))
        edit = await one.client.text_document_rename_async(types.RenameParams(one.document(PAGE), here, "drive"))
        assert edit is not None
        assert edit.document_changes is not None
        for each in edit.document_changes:
            if isinstance(each, types.TextDocumentEdit):
                path = each.text_document.uri.removeprefix(f"{one.root.as_uri()}/")
                (one.root / path).write_bytes(edited(one.text(path), each.edits).encode())
            else:
                assert isinstance(each, types.RenameFile)
                old, new = (uri.removeprefix(f"{one.root.as_uri()}/") for uri in (each.old_uri, each.new_uri))
                (one.root / old).rename(one.root / new)
        assert "related: [drive" in one.text(PAGE)
        assert one.text(PAGE).count("\r\n") == text.count("\r\n")
        assert run("check", folder=one.root).rules == known.rules

    tell(story)


def edited(text: str, edits: Sequence[object]) -> str:
    """A text with edits, whose columns count as UTF-16 does."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    starts = [sum(len(line) + 2 for line in lines[:number]) for number in range(len(lines) + 1)]
    data = text.encode("utf-16-le")
    for each in reversed(edits):
        assert isinstance(each, types.TextEdit)
        start, end = (starts[place.line] + 2 * place.character for place in (each.range.start, each.range.end))
        data = data[:start] + each.new_text.encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le")


def test_fixes(tell: Callable[[Story], None]) -> None:
    async def story(one: Editor) -> None:
        text = one.text(PAGE).replace("(factor:motivation)", "(factor:Motivation)", 1)
        one.open(PAGE, text)
        at = position(text, text.index("factor:Motivation"))
        context = types.CodeActionContext([])
        actions = await one.client.text_document_code_action_async(
            types.CodeActionParams(one.document(PAGE), types.Range(at, at), context)
        )
        assert actions
        assert {each.kind for each in actions} == {types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll}
        for action in actions:
            assert isinstance(action, types.CodeAction)
            assert action.edit is not None
            assert action.edit.changes is not None
            assert "motivation" in action.edit.changes[one.uri(PAGE)][0].new_text

    tell(story)


def test_renaming_an_id_and_a_file(tell: Callable[[Story], None]) -> None:
    async def story(one: Editor) -> None:
        text = one.text(PAGE)
        one.open(PAGE)
        here = position(text, text.index("(factor:motivation") + len("(factor:"))
        ready = await one.client.text_document_prepare_rename_async(types.PrepareRenameParams(one.document(PAGE), here))
        assert isinstance(ready, types.Range)
        edit = await one.client.text_document_rename_async(types.RenameParams(one.document(PAGE), here, "drive"))
        assert edit is not None
        assert edit.changes is not None
        assert {one.uri(PAGE), one.uri(FACTORS)} <= edit.changes.keys()
        moved = types.RenameFilesParams([types.FileRename(one.uri(PAGE), one.uri("content/strategies/trust.md"))])
        edit = await one.client.workspace_will_rename_files_async(moved)
        assert edit is not None
        assert edit.changes is not None
        (change,) = edit.changes[one.uri("content/strategies/a-draft.md")]
        assert change.new_text == "related: [trust]\n"
        assert "aliases: [building-trust]\r\n" in [each.new_text for each in edit.changes[one.uri(PAGE)]]

    tell(story)


def test_the_key_of_a_work_is_not_renamed(tell: Callable[[Story], None]) -> None:
    async def story(one: Editor) -> None:
        page = "content/strategies/lateral-reading.md"
        text = one.text(page)
        one.open(page)
        here = position(text, text.index("(reference:reyes-2022") + len("(reference:"))
        asking = types.PrepareRenameParams(one.document(page), here)
        assert await one.client.text_document_prepare_rename_async(asking) is None

    tell(story)


def test_messages_out_of_place_do_not_end_it(tell: Callable[[Story], None]) -> None:
    async def story(one: Editor) -> None:
        one.change("content/strategies/never-opened.md", "---\n")
        one.open(PAGE, "x" * 5_000_000)
        one.open("README.md", "outside")
        far = types.Position(10_000_000, 10_000_000)
        await one.client.text_document_hover_async(types.HoverParams(one.document(PAGE), far))
        await one.client.text_document_completion_async(types.CompletionParams(one.document("no/such.md"), far))
        await one.rules(PAGE, lambda rules: "over-limit" in rules)

    tell(story)


def frame(message: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(message), message)


def talk(root: Path, data: bytes, *, leave: bool = True) -> tuple[int, bytes, bytes]:
    """How a server ends that gets these bytes, and what it wrote; unless a client leaves, it has to end by itself."""
    server = [sys.executable, "-m", "pipeline", "lsp"]
    with subprocess.Popen(server, cwd=root, env=ENVIRONMENT, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdin
        process.stdin.write(data)
        process.stdin.flush()
        if leave:
            out, err = process.communicate(timeout=60)
            return process.returncode, out, err
        code = process.wait(60)
        assert process.stdout
        assert process.stderr
        return code, process.stdout.read(), process.stderr.read()


def message(method: str, params: object = None, id_: int | None = None) -> bytes:
    whole = {"jsonrpc": "2.0", "method": method, "params": params} | ({} if id_ is None else {"id": id_})
    return json.dumps(whole).encode()


def greeting(root: Path) -> bytes:
    return message("initialize", {"capabilities": {}, "rootUri": root.as_uri(), "processId": None}, 1)


BYE = (message("shutdown", id_=2), message("exit"))
BAD = (b"{", b"[]", b"null", b"[" * 100_000, b"\xff\xfe", b'{"jsonrpc":"2.0","id":99,"result":{}}')


def test_malformed_messages_do_not_end_it(tmp_path: Path) -> None:
    bad = (*BAD, message("textDocument/hover", [1], 7), message("no/such", {}, 8), message("no/such"))
    messages = (*bad, greeting(tmp_path), greeting(tmp_path), *bad, *BYE)
    code, out, _ = talk(tmp_path, b"".join(map(frame, messages)))
    assert code == 0
    assert b'"capabilities"' in out
    assert b'"id":2' in out.replace(b" ", b"")


def test_messages_in_no_order_do_not_end_it(tmp_path: Path) -> None:
    root = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    document = {"textDocument": {"uri": (root / PAGE).as_uri(), "version": 3}}
    place = {**document, "position": {"line": 3, "character": 3}}
    before = (
        message("textDocument/didChange", {**document, "contentChanges": [{"text": "---\n"}]}),
        message("textDocument/didClose", document),
        message("textDocument/hover", place, 5),
        message("textDocument/rename", {**place, "newName": "x"}, 6),
        message("$/cancelRequest", {"id": 77}),
    )
    after = (message("textDocument/hover", place, 9), message("exit"))
    messages = (*before, greeting(root), *before, message("initialized", {}), *before, BYE[0], *after)
    code, out, _ = talk(root, b"".join(map(frame, messages)))
    assert code == 0
    assert b'"id":2' in out.replace(b" ", b"")


@pytest.mark.parametrize("length", [b"1000000000000", b"9" * 900, b"16777217"])
def test_a_message_that_would_fill_the_memory_ends_it_with_a_sentence(tmp_path: Path, length: bytes) -> None:
    code, _, err = talk(tmp_path, b"Content-Length: %s\r\n\r\n{" % length, leave=False)
    assert (code, err.count(b"\n")) == (2, 1)
    assert b"the most are 16777216" in err


def test_a_client_that_vanishes_ends_it(tmp_path: Path) -> None:
    code, _, _ = talk(tmp_path, frame(greeting(tmp_path)) + b"Content-Length: 500\r\n\r\n{")
    assert code == 0


def test_a_large_library_is_checked_by_processes_that_share_the_input(tmp_path: Path) -> None:
    generate(tmp_path, 200)

    async def story() -> None:
        async with editor(tmp_path) as one:
            path = min((tmp_path / "content/strategies").glob("*.md")).relative_to(tmp_path).as_posix()
            one.open(path, one.text(path).replace("factors: [", "factors: [no-such, ", 1))
            await one.rules(path, lambda rules: "unknown-factor" in rules)

    asyncio.run(story())


def test_a_missing_extra_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("pipeline.authoring.lsp")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pygls.exceptions", None)
    done = run("lsp")
    assert done.code == 2
    assert "needs the extra `lsp`" in done.err
    assert "pip install 'strategy-pipeline[lsp]'" in done.err
