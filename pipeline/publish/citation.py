"""CITATION.cff: how to cite a library, in the Citation File Format 1.2.0 (https://citation-file-format.github.io)."""

import json
import re
from collections.abc import Iterator

from pipeline.model.licence import spdx_expression
from pipeline.publish.schema.records import LibraryV1
from pipeline.source.escapes import url

CITATION = "CITATION.cff"
# The line with the day of the release.
RELEASED = "date-released"
# Licences in the list of the format that are usual for content, data or programs. Of later ones the address is given.
KNOWN = re.compile(
    r"CC0-1\.0|CC-BY(-NC)?(-SA|-ND)?-([1-4]\.0|2\.5)|CC-PDDC|ODbL-1\.0|ODC-By-1\.0|PDDL-1\.0|GFDL-1\.[123](-only|-or-later)"
    r"|MIT|MIT-0|0BSD|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|EUPL-1\.[12]|(A|L)?GPL-3\.0(-only|-or-later)"
)
# Characters that a reader of YAML 1.1 takes for a line end or refuses; JSON leaves them as they are.
SPECIAL = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def citation_of(library: LibraryV1, released: str | None) -> str:
    """The text of CITATION.cff; `released` is the day of the newest change, because a release knows no clock."""
    credit = f" {library.attribution}" if library.attribution else ""
    lines = [
        "cff-version: 1.2.0",
        f"message: {quoted_text(f'Please cite this library as described here.{credit}')}",
        "type: dataset",
        f"title: {quoted_text(library.title)}",
        "authors:",
        f"  - name: {quoted_text(library.publisher)}",
        f"version: {quoted_text(library.version)}",
    ]
    lines += [f"{RELEASED}: {quoted_text(released)}"] if released else []
    lines += [*_licence(library)]
    lines += [f"url: {quoted_text(url(library.base_url))}"] if library.base_url else []
    is_address = library.id.startswith(("https://", "http://")) and url(library.id) == library.id
    kind = "url" if is_address else "other"
    lines += ["identifiers:", f"  - type: {kind}", f"    value: {quoted_text(library.id)}"]
    lines += ['    description: "The library, in every version"', ""]
    return "\n".join(lines)


def _licence(library: LibraryV1) -> Iterator[str]:
    """The licence, or each of those among which one may choose; else its address."""
    choices = spdx_expression(library.licence).split(" OR ")
    if all(map(KNOWN.fullmatch, choices)):
        yield "license:"
        yield from (f"  - {quoted_text(choice)}" for choice in dict.fromkeys(choices))
    elif library.licence_url:
        yield f"license-url: {quoted_text(library.licence_url)}"


def quoted_text(text: str) -> str:
    """A text as a double-quoted scalar of YAML, whose escapes are those of JSON and more."""
    return SPECIAL.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
