"""Addresses of files where a build server says that the repository is: GitHub, or a server like it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from pipeline.source.paths import MARKDOWN_ENDINGS


class CodeHost(NamedTuple):
    """Where the files of one commit are shown, with a slash at its end."""

    blobs: str

    def address(self, path: str, line: int | None = None) -> str:
        """Where a file of the repository is shown. Of Markdown, lines can be told only in its source."""
        shown = self.blobs + quote(path.encode("utf-8", "surrogateescape"))
        if line is None:
            return shown
        return f"{shown}{'?plain=1' if Path(path).suffix.lower() in MARKDOWN_ENDINGS else ''}#L{line}"


def code_host(variables: Mapping[str, str] = os.environ) -> CodeHost | None:
    """The host of the commit that a workflow runs for; None anywhere else."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, repository, commit = (variables.get(name, "") for name in names)
    if not (urlsplit(server).scheme in ("http", "https") and repository and commit):
        return None
    return CodeHost(f"{server.rstrip('/')}/{quote(repository)}/blob/{quote(commit)}/")


def absolute(rules_url: str, root: Path, prefix: str, host: CodeHost | None) -> str:
    """Where rules are explained, for readers on the host; empty when there is no such file in the repository.

    A path is one in the library, or else one in the repository around it.
    """
    if host is None or urlsplit(rules_url).scheme:
        return rules_url
    top = root.resolve().parents[prefix.count("/") - 1] if prefix else root
    for folder, before in ((root, prefix), (top, "")):
        if (folder / rules_url).is_file():
            return host.address(before + rules_url)
    return ""
