"""The index for full-text search: built by Pagefind from a document of each strategy, read by the home page.

Pagefind's own filters are not used, because their index differed from build to build. Its version is pinned in
pyproject.toml, because the same documents must give the same bytes everywhere.
"""

import json
import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pagefind_bin  # type: ignore[import-untyped]  # it has no types

from pipeline.publish.exporter import ExportFault, File
from pipeline.publish.exporters.html_site.search_document import UNSEARCHED

FOLDER = "html/pagefind"
# Files of Pagefind's own user interfaces.
UNUSED = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")
# One file for each page; hits are known by the names of these files.
FRAGMENTS = "fragment/*.pf_fragment"
# The strategy of each fragment, so that all hits can be filtered and counted before any fragment is loaded.
PAGES = "pages.json"
# The beginning of a fragment, with the address of a strategy's page.
ADDRESS = re.compile(rb'pagefind_dcd\{"url":"[^"]*/([^/"]+)/index\.html"')
MAX_ADDRESS_BYTES = 1024
GZIP = 31  # zlib's number for the format


def search_index(documents: Iterable[File]) -> Iterator[File]:
    """Every file of the index of these documents, sorted."""
    with tempfile.TemporaryDirectory(prefix="strategies-search-") as name:
        site, index = Path(name, "site"), Path(name, "index")
        for document in documents:
            path = site / document.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(document.data)
        command = [str(pagefind_bin.get_executable()), "--site", str(site), "--output-path", str(index)]
        command += ["--exclude-selectors", UNSEARCHED, "--keep-index-url", "--silent"]
        # It reads settings from the folder that it runs in, which may be a stranger's.
        result = subprocess.run(command, cwd=name, capture_output=True, check=False)  # noqa: S603 - no shell
        if result.returncode != 0:
            raise ExportFault(f"no index for the search was made: {result.stderr.decode('utf-8', 'replace').strip()}")
        for path in sorted(index.rglob("*")):
            if path.is_file() and not path.name.startswith(UNUSED):
                yield File(f"{FOLDER}/{path.relative_to(index).as_posix()}", path.read_bytes())
        strategies = {hit.name.partition(".")[0]: _strategy_of(hit) for hit in sorted(index.glob(FRAGMENTS))}
        yield File(f"{FOLDER}/{PAGES}", (json.dumps(strategies, indent=2) + "\n").encode())


def _strategy_of(fragment: Path) -> str:
    """Id of the strategy whose page a fragment holds."""
    beginning = zlib.decompressobj(GZIP).decompress(fragment.read_bytes(), MAX_ADDRESS_BYTES)
    address = ADDRESS.match(beginning)
    assert address is not None  # else the installed version of Pagefind is not the pinned one
    return address[1].decode()
