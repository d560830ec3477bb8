"""Texts of files by path."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from pipeline.source.text import Source


class Sources(Mapping[str, Source]):
    """The texts of some files, each read when it is needed."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], Source]) -> None:
        self._paths, self._read = dict.fromkeys(paths), read

    def __getitem__(self, path: str) -> Source:
        if path not in self._paths:
            raise KeyError(path)
        return self._read(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
