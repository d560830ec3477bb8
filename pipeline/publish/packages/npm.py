"""A package for npm: JSON modules with types, and no script that runs on installation."""

import re
from collections.abc import Iterator
from typing import ClassVar

from pipeline.publish.exporter import File
from pipeline.publish.packages.package import RegistryPackage, resource
from pipeline.source.escapes import json_text

USAGE = """```js
import {{ strategies, strategy }} from "{name}";

console.log(strategies.length, strategy("{example}")?.title);
```"""


class NpmPackage(RegistryPackage):
    """Name and version as package.json of npm has them."""

    registry: ClassVar[str] = "npm"
    valid_name: ClassVar[re.Pattern[str]] = re.compile(r"(?=.{1,214}$)(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*")

    def files(self) -> Iterator[File]:
        """All files of the package."""
        yield from self.data_files()
        yield from self.licence_files()
        yield File("index.js", resource("reader.js"))
        yield File("index.d.ts", resource("reader.d.ts"))
        yield File("package.json", json_text(self._description()).encode())
        yield self.readme(USAGE.format(name=self.name, example=self.example))

    def _description(self) -> dict[str, object]:
        return {
            "name": self.name,
            "version": self.library.version,
            "description": self.description,
            "license": self.licence or "SEE LICENSE IN LICENSE",
            "author": self.library.publisher,
            **({"homepage": self.library.base_url} if self.library.base_url else {}),
            "type": "module",
            "sideEffects": False,
            "engines": {"node": ">=20.10"},
            "exports": {
                ".": {"types": "./index.d.ts", "default": "./index.js"},
                "./types": {"types": "./schemas/bundle.d.ts"},
                "./json/*": "./json/*",
                "./schemas/*": "./schemas/*",
                "./html/images/*": "./html/images/*",
                "./package.json": "./package.json",
            },
        }
