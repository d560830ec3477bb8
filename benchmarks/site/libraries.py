"""Makes libraries, exports them, and gives the folder of the site that would be deployed."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import CONTENT, generate
from benchmarks.site.kinds import PageFile, pages_of
from pipeline.incremental.memo import FOLDER_VARIABLE

# A site that is found has an address; without one it has no canonical links, images for sharing or sitemap.
BASE_URL = "https://strategies.example.org"
REAL = 30
ID_DOCUMENTS = ("factors", "categories")


@dataclass(frozen=True)
class ExportedSite:
    """A site on a disk. `ids` are those of everything that has a page of its own."""

    folder: Path
    strategies: int
    ids: frozenset[str]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """All its pages, and what is in them."""
        for path in sorted(self.folder.rglob("*.html")):
            yield path.relative_to(self.folder).as_posix(), path.read_bytes()

    def kinds(self) -> dict[str, list[PageFile]]:
        """All pages by their kinds."""
        return pages_of(self.files(), self.ids)


def make_library(folder: Path, count: int) -> Path:
    """Write a library: the real content for 30, else a generated one."""
    if count == REAL:
        shutil.copytree(CONTENT, folder / "content")
    else:
        generate(folder, count)
    settings = folder / "content" / "library.yaml"
    kept = re.sub(r"^base_url:.*\n", "", settings.read_text("utf-8"), flags=re.MULTILINE)
    settings.write_text(f"{kept}base_url: {BASE_URL}\n", "utf-8", newline="\n")
    return folder


def exported(library: Path, folder: Path) -> ExportedSite:
    """Export a library as `strategies export` and `strategies web` do."""
    _strategies(library, "export", "--out", str(folder / "bundle"))
    _strategies(library, "web", str(folder / "site"), "--bundle", str(folder / "bundle"))
    return site_in(folder / "site")


def site_in(folder: Path) -> ExportedSite:
    """A site that was exported before."""
    documents = {name: json.loads((folder / "json" / f"{name}.json").read_text("utf-8")) for name in ID_DOCUMENTS}
    ids = {item["id"] for name, document in documents.items() for item in document[name]}
    ids |= {path.name for path in (folder / "learner-models").iterdir() if path.is_dir()}
    strategies = json.loads((folder / "json" / "strategies.json").read_text("utf-8"))["strategies"]
    return ExportedSite(folder, len(strategies), frozenset(ids | {strategy["id"] for strategy in strategies}))


def _strategies(library: Path, *arguments: str) -> None:
    environment = {**os.environ, FOLDER_VARIABLE: str(library / ".cache")}
    command = [sys.executable, "-m", "pipeline", *arguments, "--root", str(library)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
