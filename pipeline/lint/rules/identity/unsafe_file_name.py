from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.source._unseen import named
from pipeline.model.context import Context
from pipeline.model.file_name import LONGEST_NAME, LONGEST_PATH, NameFault, name_fault
from pipeline.model.library import Library
from pipeline.model.wording import shortened
from pipeline.source.text import Span


@rule(Library, required=True)
def unsafe_file_name(library: Library, context: Context) -> Iterator[Finding]:
    """The name of a file or folder is one that some computers cannot hold.

    The library and its website are copied to many computers; there the file would get another name, or be missing.

    Bad:
        # path: static/seating:plan.pdf

    Good:
        # path: static/seating-plan.pdf
    """
    pages = {entry.path for entry in library.entries}
    reported: set[tuple[str, str]] = set()
    for path in sorted({*pages, *library.strays, *library.images, *library.theme}):
        # The file name of a page is left to `invalid-id`.
        folder, name, fault = _first_fault(path.rpartition("/")[0] if path in pages else path)
        if fault is None and len(path) > LONGEST_PATH:
            message = f"the path of this file is too long: {len(path)} of at most {LONGEST_PATH} characters"
            yield Finding(Span(path, 0, 0), message, "give it or the folders around it shorter names")
        elif fault and (folder, name) not in reported:
            reported.add((folder, name))
            what = "file" if f"{folder}/{name}" == path else "folder"
            yield Finding(Span(path, 0, 0), *_words(what, name, fault))


def _first_fault(path: str) -> tuple[str, str, NameFault | None]:
    """The first faulty name on a path, after the folder that holds it, and the fault."""
    folder = ""
    for name in path.split("/"):
        if fault := name_fault(name):
            return folder, name, fault
        folder = f"{folder}/{name}" if folder else name
    return folder, "", None


def _words(what: str, name: str, fault: NameFault) -> tuple[str, str]:
    begin, remedy = f"the {what} name `{shortened(name)}`", f"rename the {what}"
    match fault.kind:
        case "bytes":
            return f"{begin} is not UTF-8", f"{remedy}, best with letters a–z, digits and hyphens only"
        case "unseen":
            return f"{begin} holds a character that nobody can see: {named(fault.characters)}", f"{remedy} without it"
        case "sign":
            return f"{begin} holds `{fault.characters}`, which no name on Windows may hold", f"{remedy} without it"
        case "device":
            return f"{begin} is one that Windows keeps for a device", f"give the {what} another name"
        case "end":
            return f"{begin} ends in a dot or a blank, which Windows leaves out", f"{remedy} without it"
    return (
        f"{begin} is too long: {len(name.encode())} of at most {LONGEST_NAME} bytes",
        f"give the {what} a shorter name",
    )
