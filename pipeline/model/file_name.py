"""Portable file names: valid on every computer, in every archive and on every website."""

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
# The path separator of Windows, and characters that are not allowed in names there.
SIGN = re.compile(r'[\\<>:"|?*]')
# Lone surrogates represent bytes that are not UTF-8.
BROKEN = re.compile("[\ud800-\udfff]")
# Joiners that the spelling of some languages and emoji need.
NEEDED = frozenset("\u200c\u200d")
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
Kind = Literal["bytes", "unseen", "sign", "device", "end", "long"]


class NameFault(NamedTuple):
    """Why a name is not portable, and the characters that cause this, if any."""

    kind: Kind
    characters: str = ""


def is_reserved(name: str) -> bool:
    """True for the name of a device, whatever its ending."""
    return name.partition(".")[0].rstrip(" ").casefold() in RESERVED


def name_fault(name: str) -> NameFault | None:
    """Why the name of a file or folder is not portable, or None."""
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
