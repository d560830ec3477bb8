"""`strategies lsp`, asked by a client of the protocol over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import LIBRARY
from lsprotocol import types
from pygls.lsp.client import LanguageClient

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


def test_malformed_messages_do_not_end_it(tmp_path: Path) -> None:
    root = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    ask: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "initialize"}
    ask["params"] = {"capabilities": {}, "rootUri": root.as_uri(), "processId": None}

    async def talk() -> bytes:
        environment = {key: os.environ[key] for key in ("PYTHONPATH", "PATH", "HOME") if key in os.environ}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "pipeline", "lsp"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
        )
        bad = [
            b"{",
            b"[]",
            b"null",
            b'{"jsonrpc":"2.0","method":"textDocument/hover","id":7,"params":[1]}',
            b"\xff\xfe",
        ]
        messages = [*bad, json.dumps(ask).encode(), *bad, b'{"jsonrpc":"2.0","id":2,"method":"shutdown"}']
        messages.append(b'{"jsonrpc":"2.0","method":"exit"}')
        async with asyncio.timeout(60):
            output, _ = await process.communicate(b"".join(map(frame, messages)))
        assert process.returncode == 0
        return output

    output = asyncio.run(talk())
    assert b'"capabilities"' in output
    assert b'"id":2' in output.replace(b" ", b"")
