"""How names and titles are sorted for readers."""

import unicodedata


def sorting(text: str) -> str:
    """The form of a text by which it is sorted: without case, accents and marks."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum() or character == " ").strip()
