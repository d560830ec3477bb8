"""A change of a library in the making: new texts of its files, files that come, go, or get another name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.incremental.workspace import Workspace
from pipeline.source.difference import difference
from pipeline.source.discovery import content_digest
from pipeline.source.disk import path_exists
from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse import Document, parse_data, parse_page
from pipeline.source.paths import is_data, translation_path
from pipeline.source.text import Edit, Source, apply
from pipeline.source.writing import changed_meanwhile, write_all


@dataclass
class LibraryChange:
    """New texts by path, and the texts before them.

    A path that is only in `after` is a new file, one only in `before` goes; `moved` maps old names of files to new.
    """

    workspace: Workspace
    before: dict[str, Source] = field(default_factory=dict)
    after: dict[str, Source] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def source(self, path: str) -> Source:
        """The text of a file as changed so far."""
        return self.after[path] if path in self.after else self.workspace.read(path)

    def document(self, path: str) -> Document:
        """A file as changed so far, parsed."""
        found = translation_path(path)
        parse = parse_data if is_data(found.original if found else path) else parse_page
        return parse(self.source(path), self.workspace.limits)

    def put(self, source: Source) -> None:
        """Give a file another text."""
        if source.path not in self.after:
            self.before[source.path] = self._checked(source.path)
        self.after[source.path] = source

    def edit(self, path: str, edits: Iterable[Edit]) -> None:
        """Change parts of a file; edits that are the same count once."""
        wanted, source = set(edits), self.source(path)
        if wanted:
            self.put(Source(path, apply(source.text, wanted)))

    def create(self, source: Source) -> None:
        """Add a file; raises EnvironmentFault if one is there."""
        if source.path in self.after or path_exists(self.workspace.root, source.path):
            raise EnvironmentFault(f"there is a file {source.path} already")
        self.after[source.path] = source

    def move(self, path: str, target: str) -> None:
        """Give a file another name; raises EnvironmentFault if that is taken."""
        source = self.source(path)
        self.create(Source(target, source.text))
        self.before.setdefault(path, self._checked(path))
        self.after.pop(path, None)
        self.moved[path] = target

    def _checked(self, path: str) -> Source:
        """The text of a file that the library was checked with; raises FileChanged if there is another by now."""
        source = self.workspace.read(path)
        listed = None if path in self.workspace.overlaid else self.workspace.state.digests.get(path)
        if listed not in (None, content_digest(source.encode())):
            raise changed_meanwhile(path)
        return source

    @property
    def removed(self) -> list[str]:
        """Paths of the files that go."""
        return sorted(self.before.keys() - self.after.keys())

    @property
    def written(self) -> dict[str, Source]:
        """The files whose text changes, and the new ones, by path."""
        return {path: source for path, source in sorted(self.after.items()) if self.before.get(path) != source}

    def difference(self) -> str:
        """The change as a patch."""
        return difference(self.before, self.after, self.moved)

    def write(self) -> None:
        """Write all files or none; raises EnvironmentFault if one was changed since it was read."""
        written, removed = self.written, self.removed
        replaced = {path: self.before[path].encode() for path in written if path in self.before}
        going = {path: self.before[path].encode() for path in removed}
        write_all(Path(self.workspace.root), {path: each.encode() for path, each in written.items()}, replaced, going)
