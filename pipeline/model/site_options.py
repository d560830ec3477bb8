"""What a site is made with besides records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SiteOptions:
    """`files` are the library's images, templates and static files by path; each is read when it is asked for."""

    search: bool = True
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)

    def below(self, folder: str) -> Mapping[str, Callable[[], bytes]]:
        """The files of one folder, sorted, by their paths in it."""
        inside = folder + "/"
        return {path.removeprefix(inside): self.files[path] for path in sorted(self.files) if path.startswith(inside)}
