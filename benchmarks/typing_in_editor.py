"""Types into a page as a person does in an editor: `python -m benchmarks.typing_in_editor ROOT PAGE REPORT COMMAND…`.

Starts a language server in a folder. Writes the median and the 95th percentile of the seconds from a key to the
findings on the page with it to the report, and the seconds until the first ones.
"""

import asyncio
import contextlib
import json
import math
import random
import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

KEYS = 60
# Seconds between keys as people have them, half of them shorter; now and then a server begins with what has time.
TYPICAL, SPREAD = 0.18, 0.6
PATIENCE = 60
PLACE = "## Overview\n\n"


async def main(root: Path, page: Path, report: Path, *command: str) -> None:
    """Type a word letter by letter; each letter moves a finding on the same line."""
    client, news = LanguageClient("benchmark", "1"), asyncio.Queue[types.PublishDiagnosticsParams]()
    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: news.put_nowait(params))
    await client.start_io(*command, cwd=root)
    folder = types.WorkspaceFolder(root.as_uri(), "library")
    document = types.TextDocumentClientCapabilities(
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(version_support=True)
    )
    capabilities = types.ClientCapabilities(text_document=document)
    await client.initialize_async(types.InitializeParams(capabilities, workspace_folders=[folder]))
    client.initialized(types.InitializedParams())
    uri, text = page.as_uri(), page.read_text(encoding="utf-8")
    end = text.index("\n", text.index(PLACE) + len(PLACE))

    async def seconds(version: int) -> float:
        start = time.perf_counter()
        async with asyncio.timeout(PATIENCE):
            while (found := await news.get()).uri != uri or found.version != version:
                pass
        return time.perf_counter() - start

    client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "markdown", 0, text)))
    first, taken = await seconds(0), []
    pauses = random.Random(0)  # noqa: S311 - the same in each run
    for version in range(1, KEYS + 1):
        await asyncio.sleep(pauses.lognormvariate(math.log(TYPICAL), SPREAD))
        typed = f"{text[:end]} Typed{'e' * version} [it](factor:no-such)  {text[end:]}"
        change = types.TextDocumentContentChangeWholeDocument(typed)
        changed = types.VersionedTextDocumentIdentifier(version, uri)
        client.text_document_did_change(types.DidChangeTextDocumentParams(changed, [change]))
        taken.append(await seconds(version))
    result = {"median": statistics.median(taken), "most": statistics.quantiles(taken, n=20)[-1], "first": first}
    report.write_text(json.dumps(result), encoding="utf-8")
    with contextlib.suppress(TimeoutError):  # one that does not obey ends with its input
        async with asyncio.timeout(5):
            await client.shutdown_async(None)
            client.exit(None)
            await client.stop()


if __name__ == "__main__":
    root, page, report, *command = sys.argv[1:]
    asyncio.run(main(Path(root).absolute(), Path(page).absolute(), Path(report), *command))
