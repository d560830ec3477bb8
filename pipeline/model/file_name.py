"""Which names every computer, archive and website can hold: of pages, ids that become folders, and any other file."""

import re
import unicodedata
from typing import Literal, NamedTuple

# Most characters of an id, bytes of a name, and characters of a path: Windows opens 260 with the folders above.
LONGEST_ID, LONGEST_NAME, LONGEST_PATH = 80, 255, 240
# Names of devices: Windows opens no file of these names, whatever their ending.
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³")}
)
# The ids among them, as the beginning of a pattern that excludes them.
NO_DEVICE = "^(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$)"
# What parts folders on Windows, and what may stand in no name there.
SIGN = re.compile(r'[\\<>:"|?*]')
# Lone surrogates stand for bytes of a name that are not UTF-8.
BROKEN = re.compile("[\ud800-\udfff]")
# Joiners that the spelling of some languages and emoji need.
NEEDED = frozenset("\u200c\u200d")
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
Kind = Literal["bytes", "unseen", "sign", "device", "end", "long"]


class NameFault(NamedTuple):
    """Why a name cannot be held everywhere, and the characters that are to blame, if any are."""

    kind: Kind
    characters: str = ""


def is_reserved(name: str) -> bool:
    """True for the name of a device, whatever its ending."""
    return name.partition(".")[0].rstrip(" ").casefold() in RESERVED


def name_fault(name: str) -> NameFault | None:
    """What is wrong with the name of a file or folder, or None."""
    if BROKEN.search(name):
        return NameFault("bytes")
    if unseen := "".join(character for character in name if _is_unseen(character)):
        return NameFault("unseen", unseen)
    if sign := SIGN.search(name):
        return NameFault("sign", sign.group())
    if is_reserved(name):
        return NameFault("device")
    if name.endswith((".", " ")):
        return NameFault("end")
    return NameFault("long") if len(name.encode()) > LONGEST_NAME else None


def _is_unseen(character: str) -> bool:
    return not character.isprintable() and character not in NEEDED and unicodedata.category(character) in UNSEEN
