"""The direction in which a language is written."""

# https://cldr.unicode.org: languages that are written from right to left, and the scripts that always are.
RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "ps", "sd", "syr", "ug", "ur", "yi")
)
SCRIPTS = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})


def direction(language: str) -> str:
    """`rtl` for a language written from right to left, else `ltr`; a script in the tag decides."""
    primary, *rest = language.split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    return "rtl" if script in SCRIPTS or (not script and primary.lower() in RIGHT_TO_LEFT) else "ltr"
