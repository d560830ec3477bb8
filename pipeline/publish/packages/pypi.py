"""A package for PyPI: the JSON documents and a module that reads them; it needs no other package."""

import re
from collections.abc import Iterator
from keyword import iskeyword
from typing import ClassVar

from packaging.version import InvalidVersion, Version

from pipeline.publish.exporter import File
from pipeline.publish.packages.package import RegistryPackage, resource
from pipeline.source.environment import EnvironmentFault
from pipeline.source.escapes import json_text

USAGE = """```python
import {module} as library

print(len(library.strategies), library.strategy("{example}")["title"])
```"""


class PypiPackage(RegistryPackage):
    """Name and version as PyPI has them: https://packaging.python.org/specifications/."""

    registry: ClassVar[str] = "PyPI"
    valid_name: ClassVar[re.Pattern[str]] = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")

    @property
    def module(self) -> str:
        """The name to import."""
        name = re.sub(r"[-_.]+", "_", self.name).lower()
        return f"{name}_" if iskeyword(name) else f"_{name}" if name[0].isdigit() else name

    @property
    def version(self) -> str:
        """The library's version as https://packaging.python.org/specifications/version-specifiers/ writes it."""
        try:
            return str(Version(self.library.version))
        except InvalidVersion:
            raise EnvironmentFault(
                f"PyPI does not take the version {self.library.version}",
                "A pre-release must end in -alpha.N, -beta.N or -rc.N",
            ) from None

    def files(self) -> Iterator[File]:
        """All files of the package."""
        folder = f"src/{self.module}/"
        yield from self.data_files(folder)
        yield from self.licence_files()
        yield File(f"{folder}__init__.py", resource("reader.py"))
        yield File(f"{folder}py.typed", b"")
        yield File("pyproject.toml", self._description().encode())
        yield self.readme(USAGE.format(module=self.module, example=self.example))

    def _description(self) -> str:
        """The text of pyproject.toml; a string of JSON is one of TOML, too."""
        fields: dict[str, object] = {
            "name": self.name,
            "version": self.version,
            "description": self.description,
            "readme": "README.md",
            "requires-python": ">=3.9",
            **({"license": self.licence} if self.licence else {}),
            "license-files": ["LICENSE*"],
            "authors": [{"name": self.library.publisher}],
        }
        lines = [
            "[build-system]",
            'requires = ["hatchling>=1.27"]',
            'build-backend = "hatchling.build"',
            "",
            "[project]",
        ]
        lines += [f"{name} = {_toml(value)}" for name, value in fields.items()]
        if self.library.base_url:
            lines += ["", "[project.urls]", f"Homepage = {_toml(self.library.base_url)}"]
        lines += ["", "[tool.hatch.build.targets.wheel]", f'packages = ["src/{self.module}"]']
        return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    return json_text(value).strip()
