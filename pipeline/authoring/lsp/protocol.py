"""What the language server sends: our spans, findings, choices and edits as types of the protocol."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types

from pipeline.authoring.lsp.completion import Choice
from pipeline.authoring.lsp.explanations import Explanation
from pipeline.authoring.lsp.outline import Heading
from pipeline.authoring.lsp.positions import Place, offset_of, places_of
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source.text import Edit, Source, Span

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
CHOICE_KINDS = {
    "field": types.CompletionItemKind.Field,
    "id": types.CompletionItemKind.Reference,
    "value": types.CompletionItemKind.EnumMember,
    "heading": types.CompletionItemKind.Class,
    "text": types.CompletionItemKind.Text,
}
NAME = "strategies"


class Translator(NamedTuple):
    """Translates between the library and a client.

    `read` gives the text of a file. `addresses` are those of open files, as the client writes them; other files are
    called by their path below `root`.
    """

    root: Path
    encoding: str
    read: Callable[[str], Source | None]
    addresses: Mapping[str, str]

    def uri(self, path: str) -> str:
        """The address of a file."""
        return self.addresses.get(path) or (self.root / path).as_uri()

    def offset(self, source: Source, position: types.Position) -> int:
        """The offset of a position in a file."""
        return offset_of(source, Place(position.line, position.character), self.encoding)

    def range(self, span: Span) -> types.Range:
        """The range of a span; the start of a file that cannot be read."""
        source = self.read(span.path) or Source(span.path, "")
        start, end = places_of(source, span, self.encoding)
        return types.Range(types.Position(*start), types.Position(*end))

    def location(self, span: Span) -> types.Location:
        """The location of a span."""
        return types.Location(self.uri(span.path), self.range(span))

    def diagnostic(self, found: Diagnostic) -> types.Diagnostic:
        """A finding, its help on a line of its own."""
        notes = [types.DiagnosticRelatedInformation(self.location(note.span), note.message) for note in found.notes]
        return types.Diagnostic(
            range=self.range(found.span),
            message=f"{found.message}\n{found.help}" if found.help else found.message,
            severity=SEVERITIES[found.severity],
            code=found.rule,
            source=NAME,
            related_information=notes or None,
        )

    def text_edits(self, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Edits of one file."""
        return [types.TextEdit(self.range(edit.span), edit.text) for edit in sorted(edits)]

    def workspace_edit(
        self, edits: Mapping[str, Iterable[Edit]], moves: Mapping[str, str] | None = None
    ) -> types.WorkspaceEdit:
        """Edits by path, and afterwards the new path of each file that moves."""
        changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(self.uri(path), None), list(self.text_edits(each))
            )
            for path, each in sorted(edits.items())
        ]
        for old, new in (moves or {}).items():
            changes.append(types.RenameFile(self.uri(old), (self.root / new).as_uri()))
        return types.WorkspaceEdit(document_changes=changes)

    def plain_edit(self, edits: Mapping[str, Iterable[Edit]]) -> types.WorkspaceEdit:
        """Edits by path, for clients that know no changes of documents."""
        return types.WorkspaceEdit(changes={self.uri(path): self.text_edits(each) for path, each in edits.items()})

    def symbol(self, heading: Heading) -> types.DocumentSymbol:
        """A part of an outline, with those in it."""
        return types.DocumentSymbol(
            name=heading.name,
            kind=types.SymbolKind.String,
            range=self.range(heading.span),
            selection_range=self.range(heading.name_span),
            children=[self.symbol(part) for part in heading.parts],
        )

    def completion(self, found: Iterable[Choice], source: Source) -> types.CompletionList:
        """Choices in their order.

        They were matched here, by names and aliases, too. So each is found by exactly what is typed, and the client
        asks again when more is.
        """
        items = [
            types.CompletionItem(
                label=choice.label,
                kind=CHOICE_KINDS[choice.kind],
                detail=choice.detail or None,
                documentation=choice.explanation or None,
                tags=[types.CompletionItemTag.Deprecated] if choice.deprecated else None,
                sort_text=f"{place:05}",
                filter_text=source.slice(choice.span) or choice.label,
                text_edit=types.TextEdit(self.range(choice.span), choice.text),
            )
            for place, choice in enumerate(found)
        ]
        return types.CompletionList(is_incomplete=True, items=items)

    def hover(self, found: Explanation) -> types.Hover:
        """An explanation at its place."""
        content = types.MarkupContent(types.MarkupKind.Markdown, found.text)
        return types.Hover(content, self.range(found.span))
