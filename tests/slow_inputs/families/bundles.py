"""Bundles that strangers send: archives for `strategies verify`, `diff` and `import`."""

import io
import zipfile
from collections.abc import Iterable

from tests.slow_inputs.case import Case, Command, Family, repeated

MANIFEST = "manifest.json"
VERIFY: Command = ("verify", "{root}/bundle.zip")
DIFF: Command = ("diff", "{root}/bundle.zip", "{root}/bundle.zip")
IMPORT: Command = ("import", "{root}/bundle.zip", "--root={root}/new")
Member = tuple[str, str | bytes]


def archive(members: Iterable[Member], command: Command = VERIFY, method: int = zipfile.ZIP_DEFLATED) -> Case:
    """An archive of these files in place of a bundle, and a command that reads it."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", method, compresslevel=9) as target:
            for path, content in members:
                target.writestr(path, content)
        return Case({"bundle.zip": file.getvalue(), "new/note.txt": ""}, (command,))


def bomb(command: Command, path: str = MANIFEST, method: int = zipfile.ZIP_DEFLATED) -> Family:
    """A file a thousand times as large as the archive: 200 MB at most."""
    return lambda size: archive(
        [(MANIFEST, "{}")] * (path != MANIFEST) + [(path, bytes(1_000 * min(size, 200_000)))], command, method
    )


def manifest(unit: str, before: str = "", after: str = "") -> Family:
    """A manifest with a unit over and over."""
    return lambda size: archive([(MANIFEST, before + repeated(unit, size) + after)], method=zipfile.ZIP_STORED)


FAMILIES: dict[str, Family] = {
    "bomb to verify": bomb(VERIFY),
    "bomb to compare": bomb(DIFF),
    "bomb to import": bomb(IMPORT),
    "bomb beside the manifest": bomb(VERIFY, "json/strategies.json"),
    "bomb of another method": bomb(VERIFY, method=zipfile.ZIP_LZMA),
    "many empty files": lambda size: archive([(MANIFEST, "{}"), *((f"json/{n}.json", "") for n in range(size // 100))]),
    "lists in lists": manifest("["),
    "mappings in mappings": manifest('{"a":'),
    "a long number": manifest("9", '{"version": ', "}"),
    "a long text": manifest("x", '{"version": "', '"}'),
    "keys": manifest('"k§": 1, ', "{", '"x": 1}'),
    "files that are not there": manifest('{"path": "json/§.json"}, ', '{"files": [', '{"path": "x"}]}'),
}
