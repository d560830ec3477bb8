"""Working folder of one contender: its own editable copy of the library, its site and its output."""

import re
import shutil
from pathlib import Path

from benchmarks.contenders import Call, Contender
from benchmarks.process import Usage, run
from pipeline.incremental.memo import FOLDER_VARIABLE

# Cache folders of programs; ours uses the first, in the library.
CACHES = (".cache", ".rumdl_cache")
FIRST_PARAGRAPH = "## Overview\n\n"
SUMMARY = re.compile(r"^summary: .*$", re.MULTILINE)
FACTOR = "attention"
CATEGORY = "active-learning"


class Workbench:
    """One contender with its copy of a library. `edits` counts edits, so that each writes another text."""

    def __init__(self, contender: Contender, library: Path, folder: Path) -> None:
        self.contender = contender
        self.library = folder / "library"
        self.site = folder / "site"
        self.out = folder / "out"
        self.site.mkdir(parents=True)
        shutil.copytree(library, self.library)
        contender.prepare(self.library, self.site)
        self.pages = sorted((self.library / "content" / "strategies").iterdir())
        self.edits = 0
        self._exported = False

    def run(self, call: Call) -> Usage:
        """Measure a call."""
        environment = {**call.environment, FOLDER_VARIABLE: str(self.library / CACHES[0])}
        return run(call.command, folder=call.folder, environment=environment, accepted=call.accepted)

    def clear(self) -> None:
        """Remove the output and caches of previous runs."""
        shutil.rmtree(self.out, ignore_errors=True)
        for folder in (self.library, self.site):
            for name in CACHES:
                shutil.rmtree(folder / name, ignore_errors=True)
        self._exported = False

    def export(self) -> Usage:
        """Measure an export."""
        assert self.contender.export is not None
        self._exported = True
        return self.run(self.contender.export(self.library, self.site, self.out))

    def ensure_exported(self) -> None:
        """Export unless there is an export already."""
        if not self._exported:
            self.export()

    def check(self) -> Usage:
        """Measure a check of the whole library."""
        assert self.contender.check is not None
        return self.run(self.contender.check(self.library, self.site))

    def edit_body(self, page: Path) -> None:
        """Replace the first sentence of a page's overview."""
        self.edits += 1
        sentence = f"This sentence was written in edit number {self.edits}. "
        self._replace(page, re.compile(f"{FIRST_PARAGRAPH}(?:This sentence was .*?\\. )?"), FIRST_PARAGRAPH + sentence)

    def edit_summary(self, page: Path) -> None:
        """Replace the summary of a page, which also appears on cards of other pages."""
        self.edits += 1
        self._replace(
            page, SUMMARY, f"summary: Learners meet an idea in small steps, for the time number {self.edits}."
        )

    def rename_factor(self) -> None:
        """Rename a factor that many pages have."""
        self._rename("factors.yaml", FACTOR, "Attention")

    def rename_category(self) -> None:
        """Rename a category."""
        self._rename("categories.yaml", CATEGORY, "Active Learning")

    def _rename(self, file: str, id_: str, name: str) -> None:
        self.edits += 1
        pattern = re.compile(rf"(?<=^- id: {id_}\n)  name: .*$", re.MULTILINE)
        self._replace(self.library / "content" / "vocabulary" / file, pattern, f"  name: {name} {self.edits}")
        self.contender.refresh(self.library, self.site)

    @staticmethod
    def _replace(path: Path, pattern: re.Pattern[str], text: str) -> None:
        before = path.read_text(encoding="utf-8")
        after = pattern.sub(lambda match: text, before, count=1)
        assert after != before, f"nothing to edit in {path}"
        path.write_text(after, encoding="utf-8", newline="\n")
