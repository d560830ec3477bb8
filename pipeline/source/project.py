"""Where this tool is kept: its repository, the tag of its version, and its documentation on the web."""

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from typing import NamedTuple

import pipeline

PACKAGE = "strategy-pipeline"
# The tag of this version in the repository of the tool.
TAG = f"v{pipeline.__version__}"
# A repository on GitHub: `https://github.com/OWNER/NAME`, `OWNER/NAME`, and a tag, branch or commit after `@`.
ADDRESS = re.compile(
    r"(?:(?:git\+)?https://github\.com/)?([A-Za-z0-9][A-Za-z0-9-]*/[\w.-]+?)(?:\.git)?/?(?:@([\w./-]+))?", re.ASCII
)


class ToolRepository(NamedTuple):
    """A repository on GitHub as `OWNER/NAME`, and the tag, branch or commit of this version there."""

    name: str
    ref: str = TAG

    @property
    def address(self) -> str:
        """Its web address."""
        return f"https://github.com/{self.name}"

    @classmethod
    def parse(cls, text: str) -> "ToolRepository | None":
        """The repository that a text names, or None."""
        found = ADDRESS.fullmatch(text.strip())
        return cls(found[1], found[2] or TAG) if found else None


def own_repository() -> ToolRepository | None:
    """The repository of this tool, from the data of the installed package; None if that names none on GitHub.

    The maintainers name it in one place, `project.urls` in `pyproject.toml`. Without that, pip remembers the address
    that it installed from.
    """
    try:
        installed = distribution(PACKAGE)
    except PackageNotFoundError:  # run from its sources
        return None
    named = (line.partition(", ") for line in installed.metadata.get_all("Project-URL") or ())
    addresses = [address for label, _, address in named if label.lower() == "repository"]
    found = next(filter(None, map(ToolRepository.parse, addresses)), None)
    return found or _installed_from(installed.read_text("direct_url.json"))


def _installed_from(record: str | None) -> ToolRepository | None:
    """The repository in pip's record of an installation: https://peps.python.org/pep-0610."""
    try:
        data = json.loads(record or "{}")
        found = ToolRepository.parse(data["url"])
        return found and found._replace(ref=data["vcs_info"]["commit_id"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def documentation(path: str) -> str:
    """The web address of a file of the documentation, such as `docs/rules.md`; empty if the repository is unknown."""
    repository = own_repository()
    return f"{repository.address}/blob/{repository.ref}/{path}" if repository else ""
