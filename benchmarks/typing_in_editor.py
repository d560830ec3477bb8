"""Types into a page as an editor does, and waits for findings: `python -m benchmarks.typing_in_editor LIBRARY`.

Starts `strategies lsp`. Prints the median and the 95th percentile, in milliseconds, of the time from a key to the
findings that it brings.
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

KEYS = 60


async def main(root: Path) -> None:
    """Type a word letter by letter; each letter moves a finding on the same line."""
    client, news = LanguageClient("benchmark", "1"), asyncio.Queue[types.PublishDiagnosticsParams]()
    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: news.put_nowait(params))
    await client.start_io(sys.executable, "-m", "pipeline", "lsp")
    folder = types.WorkspaceFolder(root.as_uri(), "library")
    await client.initialize_async(types.InitializeParams(types.ClientCapabilities(), workspace_folders=[folder]))
    client.initialized(types.InitializedParams())
    pages = sorted((root / "content/strategies").rglob("*.md"))
    page = pages[len(pages) // 5]
    uri, text = page.as_uri(), page.read_text(encoding="utf-8")
    end = text.index("\n", text.index("## Overview\n\n") + len("## Overview\n\n"))
    client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "markdown", 0, text)))
    taken = []
    for version in range(1, KEYS + 2):
        typed = f"{text[:end]} Typed{'e' * version} [it](factor:no-such){text[end:]}"
        change = types.TextDocumentContentChangeWholeDocument(typed)
        start = time.perf_counter()
        document = types.VersionedTextDocumentIdentifier(version, uri)
        client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        while True:
            found = await news.get()
            if found.uri == uri and found.version == version:
                break
        taken.append((time.perf_counter() - start) * 1000)
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    _, *rest = taken  # the first one reads the library
    print(f"median {statistics.median(rest):.0f} ms, 95th percentile {statistics.quantiles(rest, n=20)[-1]:.0f} ms")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).absolute()))
