"""What the server does at each message of a client."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import to_fs_path

from pipeline.authoring.changes.named import find
from pipeline.authoring.lsp.completion import choices
from pipeline.authoring.lsp.explanations import explanation
from pipeline.authoring.lsp.mending import all_safe, fixable
from pipeline.authoring.lsp.mentions import IdMention, Target, definition, mention_at, mentions_of
from pipeline.authoring.lsp.outline import outline
from pipeline.authoring.lsp.protocol import Translator
from pipeline.authoring.lsp.renaming import RenamedIds, renamed
from pipeline.authoring.lsp.server import WATCHED, LibraryServer
from pipeline.authoring.lsp.session import Session
from pipeline.incremental.workspace import Workspace
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import is_page
from pipeline.source.text import Source

# The client gets no more choices at once; it asks again when more is typed.
MOST_CHOICES = 200
REQUEST_FAILED = -32803
FIX_ALL = types.CodeActionKind.SourceFixAll
PAGES = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/content/strategies/**/*.md"), scheme="file")]
)


class Asked(NamedTuple):
    """A file that a client asks about: its library, its path and text, and who translates."""

    session: Session
    path: str
    source: Source
    translator: Translator

    def offset(self, position: types.Position) -> int:
        """The offset of a position."""
        return self.translator.offset(self.source, position)

    def mention(self, position: types.Position) -> IdMention | None:
        """The id at a position."""
        return mention_at(self.path, self.offset(position), self.session.library())


def asked(server: LibraryServer, uri: str, *, at_once: bool = False) -> Asked | None:
    """The file at an address; None if it is in no library, or nothing can be said of that now.

    The library is checked again if it was changed since the last time, unless an answer is wanted `at_once`.
    """
    found = server.file(uri)
    source = found.session.source(found.path) if found else None
    if found is None or source is None:
        return None
    try:
        found.session.last_library() if at_once else found.session.report()
    except EnvironmentFault:
        return None
    return Asked(found.session, found.path, source, server.translator(found.session))


def initialized(server: LibraryServer, params: types.InitializedParams) -> None:
    """Check the libraries of the folders that the client has open, and watch their files."""
    folders = [folder.uri for folder in server.workspace.folders.values()]
    for uri in folders or filter(None, [server.workspace.root_uri]):
        if name := to_fs_path(uri):
            server.open_folder(Path(name))
    server.publish_soon()
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching and watching.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(each) for each in WATCHED])
        registration = types.Registration("watch", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        server.client_register_capability(types.RegistrationParams([registration]))


def did_open(server: LibraryServer, params: types.DidOpenTextDocumentParams) -> None:
    """Take a text."""
    server.opened(params.text_document.uri, params.text_document.text)


def did_change(server: LibraryServer, params: types.DidChangeTextDocumentParams) -> None:
    """Take a changed text."""
    uri = params.text_document.uri
    server.typed(uri, server.workspace.get_text_document(uri).source)


def did_close(server: LibraryServer, params: types.DidCloseTextDocumentParams) -> None:
    """Take the file as it is on disk."""
    server.closed(params.text_document.uri)


def did_save(server: LibraryServer, params: types.DidSaveTextDocumentParams) -> None:
    """Look at the files again."""
    server.changed_on_disk()


def did_change_watched_files(server: LibraryServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Look at the files again."""
    server.changed_on_disk()


def completion(server: LibraryServer, params: types.CompletionParams) -> types.CompletionList | None:
    """What can be written at a position."""
    found = asked(server, params.text_document.uri, at_once=True)
    if found is None:
        return None
    session = found.session
    offered = choices(found.source, found.offset(params.position), session.last_library(), session.day())
    return found.translator.completion(offered[:MOST_CHOICES], found.source)


def hover(server: LibraryServer, params: types.HoverParams) -> types.Hover | None:
    """What there is to tell of a position."""
    found = asked(server, params.text_document.uri)
    told = explanation(found.path, found.offset(params.position), found.session.library()) if found else None
    return found.translator.hover(told) if found and told else None


def go_to_definition(server: LibraryServer, params: types.DefinitionParams) -> types.Location | None:
    """Where the id at a position is defined."""
    found = asked(server, params.text_document.uri)
    mention = found.mention(params.position) if found else None
    span = definition(mention.target, found.session.library()) if found and mention else None
    return found.translator.location(span) if found and span else None


def references(server: LibraryServer, params: types.ReferenceParams) -> list[types.Location] | None:
    """Where the id at a position is written; on the fields of a page that hold none, where the page is named."""
    found = asked(server, params.text_document.uri)
    if found is None:
        return None
    library, mention = found.session.library(), found.mention(params.position)
    entry = library.by_path.get(found.path)
    target = mention.target if mention else Target("strategy", entry.id) if entry else None
    if target is None:
        return None
    declared = params.context.include_declaration
    return [
        found.translator.location(each.span) for each in mentions_of(target, library) if declared or not each.defines
    ]


def symbols(server: LibraryServer, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    """The outline of a file."""
    found = asked(server, params.text_document.uri)
    if found is None:
        return None
    return [found.translator.symbol(each) for each in outline(found.path, found.session.library())]


def code_actions(server: LibraryServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    """The fixes of the findings in a range, and all safe ones of the file."""
    found = asked(server, params.text_document.uri)
    if found is None:
        return None
    wanted = params.context.only
    offered = []
    start, end = found.offset(params.range.start), found.offset(params.range.end)
    for each in fixable(found.session.findings(), found.path, start, end) if _wants(wanted, "quickfix") else ():
        assert each.fix is not None
        edits = {found.path: each.fix.edits}
        offered.append(
            types.CodeAction(
                each.fix.title,
                types.CodeActionKind.QuickFix,
                diagnostics=[found.translator.diagnostic(each)],
                edit=found.translator.plain_edit(edits),
                is_preferred=each.fix.safety.value == "safe",
            )
        )
    if _wants(wanted, FIX_ALL.value):
        action = types.CodeAction("Mend all that is safe in this file", FIX_ALL, data=params.text_document.uri)
        offered.append(action if _resolves(server) else resolve_action(server, action))
    return offered


def resolve_action(server: LibraryServer, action: types.CodeAction) -> types.CodeAction:
    """The same action with its edits."""
    found = asked(server, str(action.data))
    if found is not None and action.edit is None:
        action.edit = found.translator.plain_edit(all_safe(found.session, found.path))
    return action


def _wants(only: Sequence[str] | None, kind: str) -> bool:
    wanted = [str(getattr(each, "value", each)) for each in only or ()]
    return not wanted or any(kind == each or kind.startswith(f"{each}.") for each in wanted)


def _resolves(server: LibraryServer) -> bool:
    document = server.client_capabilities.text_document
    action = document.code_action if document else None
    return bool(action and action.resolve_support and "edit" in action.resolve_support.properties)


def prepare_rename(server: LibraryServer, params: types.PrepareRenameParams) -> types.Range | None:
    """The id at a position, if something has it."""
    found = asked(server, params.text_document.uri)
    mention = found.mention(params.position) if found else None
    if found is None or mention is None:
        return None
    try:
        find(found.session.library(), mention.target.id, mention.target.kind)
    except EnvironmentFault:
        return None
    return found.translator.range(mention.span)


def rename(server: LibraryServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that rename the id at a position everywhere."""
    found = asked(server, params.text_document.uri)
    mention = found.mention(params.position) if found else None
    if found is None or mention is None:
        return None
    try:
        return _renaming(server, found, renamed(found.session, {mention.target: params.new_name}))
    except EnvironmentFault as fault:
        raise JsonRpcException(" ".join(fault.lines), REQUEST_FAILED) from None


def _renaming(server: LibraryServer, found: Asked, change: RenamedIds) -> types.WorkspaceEdit:
    """The edit for an editor; raises EnvironmentFault if it needs to rename files, and that editor cannot."""
    if not change.moves:
        return found.translator.plain_edit(change.edits)
    workspace = server.client_capabilities.workspace
    known = workspace.workspace_edit if workspace else None
    operations = (known.document_changes and known.resource_operations) if known else None
    if types.ResourceOperationKind.Rename not in (operations or ()):
        raise EnvironmentFault("this editor cannot rename files with an id; run: strategies rename")
    return found.translator.workspace_edit(change.edits, change.moves)


def will_rename_files(server: LibraryServer, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    """The edits that rename the ids of a library's pages whose files are about to be renamed, and translations."""
    pages: dict[str, str] = {}
    found: Asked | None = None
    for file in params.files:
        old, new = asked(server, file.old_uri), server.file(file.new_uri)
        if old and new and is_page(old.path) and is_page(new.path) and old.session is new.session:
            pages[old.path], found = new.path, old
    ids = {Target("strategy", _id(old)): _id(new) for old, new in pages.items() if _id(old) != _id(new)}
    if found is None or not ids:
        return None
    try:
        edits, moves = renamed(found.session, ids)
        others = {path: target for path, target in moves.items() if path not in pages}
        return _renaming(server, found, RenamedIds(edits, others))
    except EnvironmentFault as fault:
        words = f"No id is renamed: {' '.join(fault.lines)}"
        server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, words))
        return None


def _id(path: str) -> str:
    return PurePosixPath(path).stem


def serve(open_library: Callable[[Path], Workspace], day: Callable[[], dt.date]) -> LibraryServer:
    """A server with all of its answers; `day` gives the day of a check."""
    server = LibraryServer(open_library, day)
    triggers = types.CompletionOptions(trigger_characters=[":", "[", ",", "(", " ", "#", ">", "-"])
    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True)
    for method, answer, options in (
        (types.INITIALIZED, initialized, None),
        (types.TEXT_DOCUMENT_DID_OPEN, did_open, None),
        (types.TEXT_DOCUMENT_DID_CHANGE, did_change, None),
        (types.TEXT_DOCUMENT_DID_CLOSE, did_close, None),
        (types.TEXT_DOCUMENT_DID_SAVE, did_save, None),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, did_change_watched_files, None),
        (types.TEXT_DOCUMENT_COMPLETION, completion, triggers),
        (types.TEXT_DOCUMENT_HOVER, hover, None),
        (types.TEXT_DOCUMENT_DEFINITION, go_to_definition, None),
        (types.TEXT_DOCUMENT_REFERENCES, references, None),
        (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, symbols, None),
        (types.TEXT_DOCUMENT_CODE_ACTION, code_actions, kinds),
        (types.CODE_ACTION_RESOLVE, resolve_action, None),
        (types.TEXT_DOCUMENT_PREPARE_RENAME, prepare_rename, None),
        (types.TEXT_DOCUMENT_RENAME, rename, types.RenameOptions(prepare_provider=True)),
        (types.WORKSPACE_WILL_RENAME_FILES, will_rename_files, PAGES),
    ):
        server.feature(method, options)(answer)
    return server
