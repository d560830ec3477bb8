"""Addresses of files on a code host: GitHub or a compatible server, known from the environment of a workflow."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from pipeline.source.paths import MARKDOWN_ENDINGS

# Where this tool explains its rules.
RULES = "docs/rules.md"


class CodeHost(NamedTuple):
    """The host of a commit; `blobs` is the address of its files, with a slash at the end."""

    blobs: str

    def address(self, path: str, line: int | None = None) -> str:
        """The address of a file of the repository. Lines of Markdown have addresses only in its source view."""
        address = self.blobs + quote(path.encode("utf-8", "surrogateescape"))
        if line is None:
            return address
        return f"{address}{'?plain=1' if Path(path).suffix.lower() in MARKDOWN_ENDINGS else ''}#L{line}"


def code_host(variables: Mapping[str, str] = os.environ) -> CodeHost | None:
    """The host of the commit that a workflow runs for; None outside of workflows."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (variables.get(name, "") for name in names)
    if not (urlsplit(server).scheme in ("http", "https") and repository and commit):
        return None
    return CodeHost(f"{server.rstrip('/')}/{quote(repository)}/blob/{quote(commit)}/")


def rules_address(rules_url: str, root: Path, prefix: str, host: CodeHost | None) -> str:
    """The address of the rules' documentation: on the host if there is one, else as it is in the settings.

    `rules_url` may be a path in the library or in the repository around it. If no such file is there, the address is
    that of the documentation on the web; without one, it is empty on a host, which could not follow the path.
    """
    if urlsplit(rules_url).scheme:
        return rules_url
    top = root.resolve().parents[prefix.count("/") - 1] if prefix else root
    for folder, before in ((root, prefix), (top, "")):
        if (folder / rules_url).is_file():
            return host.address(before + rules_url) if host else rules_url
    from pipeline.source.project import documentation  # slow to import

    return documentation(RULES) or ("" if host else rules_url)
