"""Messages about fields, in words that authors understand."""

import re
from collections.abc import Callable, Mapping

from pipeline.model.dates import date_meant
from pipeline.model.doi import doi_of
from pipeline.model.fields import AFTER_FOLDER
from pipeline.model.list_slips import parts_of
from pipeline.source.disk import FILE, FOLDER, LINK, UNUSUAL
from pipeline.source.names import Names, folded

Data = Mapping[str, str]
# The maximum length of an author's words in a message.
MAX_LENGTH = 60
# The maximum length of a value that is shown after the name of its field.
SHORT = 40
# A number with a decimal comma.
COMMA = re.compile(r"^(-?[0-9]{1,9}),([0-9]{1,4})$")
# Characters that no id contains.
OTHER_THAN_ID = re.compile(r"[^a-z0-9]+")


def shortened(text: str, length: int = MAX_LENGTH) -> str:
    """An author's words for a message, cut to a length with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def quoted(text: str) -> str:
    """An author's words for a message: in backticks, on one line, shortened."""
    return f"`{shortened(' '.join(text.split()))}`"


def unopened(reason: str) -> tuple[str, str]:
    """The message about a file or folder that is not opened, and its remedy."""
    if reason in _UNOPENED:
        return _UNOPENED[reason]
    if reason in UNUSUAL.values():
        return f"this is {reason}, so it is not read", "remove it, or put a plain file here"
    return f"this file cannot be opened: {reason}", ""


def missing_field(data: Data) -> str:
    """The message of a `missing-field` problem."""
    field = data["field"]
    if data["empty"] == "True":
        return f"`{field}` has no value"
    return f"`{field}` is missing"


def unknown_field(data: Data) -> str:
    """The message of an `unknown-field` problem."""
    suggestion = field_meant(data)
    return f"unknown field `{data['field']}`" + _did_you_mean(suggestion)


def field_meant(data: Data) -> str | None:
    """The known field that an unknown one was probably meant to be, or None."""
    suggestion = Names.of(data["known"].split(", ")).suggest(data["key"])
    return suggestion.id if suggestion else None


def _choice(data: Data) -> str:
    choices = data["expected"].replace(" or ", ", ").replace("'", "").split(", ")
    suggestion = Names.of(choices).suggest(data["value"]) if "value" in data else None
    return "is not one of the words accepted here" + _did_you_mean(suggestion.id if suggestion else None)


def _did_you_mean(text: str | None) -> str:
    return f"; did you mean `{text}`?" if text else ""


def _list(data: Data) -> str:
    """The message about a value that should be a list, with the list that was probably meant."""
    written = f"; write {quoted(data['meant'])}" if data.get("meant") else ""
    return f"must be a list, not {data['got']}{written}"


def _several(data: Data) -> str:
    parts = [data["value"][slice(*part)] for part in parts_of(data["value"])]
    return f"holds several names; write {quoted(', '.join(parts))}"


def _own_choice(data: Data) -> str:
    suggestion = Names.of(data["choices"].split("\n")).suggest(data["value"])
    return "is not one of the values accepted here" + _did_you_mean(suggestion.id if suggestion else None)


def _decimal(data: Data) -> str:
    meant = COMMA.sub(r"\1.\2", data["value"])
    return "is not a number: write digits, with a point before at most four decimals" + _did_you_mean(
        meant if meant != data["value"] else None
    )


def _shape(expected: str) -> Callable[[Data], str]:
    return lambda data: f"must be {expected}, not {data['got']}"


def _not_accepted(data: Data) -> str:
    return "is not accepted here"


def _not_an_id(data: Data) -> str:
    suggestion = "-".join(OTHER_THAN_ID.sub(" ", folded(data["value"])).split())
    return "is not an id: use lower-case letters, digits and single hyphens" + _did_you_mean(suggestion)


def _not_a_date(data: Data) -> str:
    day = date_meant(data["value"])
    return "is not a date written as YYYY-MM-DD" + _did_you_mean(day.isoformat() if day else None)


def _not_a_doi(data: Data) -> str:
    meant = doi_of(data["value"]) or ""
    return "is not a whole DOI, such as 10.1007/s10648-016-9389-8" + _did_you_mean(meant or None)


_PATTERNS: dict[str, Callable[[Data], str]] = {
    "^[a-z0-9]+": _not_an_id,
    "^[a-z][a-z0-9]*(-": _not_an_id,
    "^[a-z][a-z0-9]*(_": lambda data: (
        "is not an id of a field: use lower-case letters, digits and single underscores, such as `grade_band`"
    ),
    "^https?://[^\\s<": lambda data: "is not a plain web address starting with https://",
    "^https?:": lambda data: "is not a web address starting with https://",
    "^(urn:": lambda data: "is neither an address starting with https:// nor a name starting with `urn:`",
    "^(0|": lambda data: "is not a version: write three numbers with dots, such as `1.4.0`",
    "^[^\\n]*": lambda data: "must stand on one line",
    "^[^,;": _several,
    "^[^\\s](": lambda data: "must hold words, with no blank before or after them, on one line",
    "^[^\\s%": lambda data: "must be words without %, {, }, < and >, with single spaces",
    "^10": _not_a_doi,
    "^[12][0-9]{3}(-": lambda data: "is not a year, a month or a day, such as 2018, 2018-03 or 2018-03-09",
    "^[a-z]{2,3}": lambda data: "is not a language tag such as `en` or `pt-BR`",
}

_WORDS: dict[str, Callable[[Data], str]] = {
    "string_type": lambda data: "is empty" if data["got"] == "text" else f"must be text, not {data['got']}",
    "tuple_type": _list,
    "nested_list": lambda data: (
        "is a list within a list" + (f"; write {quoted(data['meant'])}" if data["meant"] else "")
    ),
    "dict_type": _shape("fields of its own"),
    "model_type": _shape("fields of its own"),
    "date_type": _shape("a date"),
    "bool_type": _shape("true or false"),
    "int_type": _shape("a whole number"),
    "string_too_short": lambda data: "is empty",  # no text has a least length but that of one character
    "string_too_long": lambda data: f"is too long: {len(data['value'])} of at most {data['max_length']} characters",
    "too_short": lambda data: "lists nothing",
    "too_long": lambda data: f"lists more than {data['max_length']}",
    "literal_error": _choice,
    "date_format": _not_a_date,
    "date_calendar": lambda data: "is a day that no calendar has",
    "site_address": lambda data: (
        "holds more than the folder of the site" + _did_you_mean(AFTER_FOLDER.split(data["value"], maxsplit=1)[0])
    ),
    "flag": lambda data: "must be true or false",
    "integer": lambda data: "must be a whole number",
    "whole_number": lambda data: "must be a whole number of at most nine digits",
    "decimal": _decimal,
    "choice": _own_choice,
    "listed_twice": lambda data: "lists a value twice",
    "device": lambda data: "is a name that Windows keeps for a device",
    "doi_as_url": lambda data: f"is the address of a DOI: write `DOI: {doi_of(data['value']) or ''}`",
    "contributor": lambda data: (
        "must be a person with `family`, perhaps with `given`, or an organisation with `literal`"
    ),
    "negative": lambda data: "must not be less than 0",
    "large": lambda data: "is too large: at most 999999",
    "string_pattern_mismatch": lambda data: next(
        (words for start, words in _PATTERNS.items() if data["pattern"].startswith(start)), _not_accepted
    )(data),
}
_UNOPENED = {
    LINK: ("this is a link to another place, so it is not read", "put the file or folder itself here"),
    FOLDER: ("a folder stands here where a file is expected", "move the folder away, and put the file here"),
    FILE: ("a file stands here where a folder is expected", "give the file another name, or move it away"),
}
# Problems of the shape of a value, which is then not shown.
_OF_SHAPE = frozenset({"tuple_type", "nested_list", "dict_type", "model_type"})


def invalid_value(data: Data) -> str:
    """The message of an `invalid-value` problem."""
    name = f"`{data['field']}`" if data["field"] else "this"
    if "named" in data:
        name = f"a name in `{data['named']}`"
    if "item" in data:
        name = f"item {data['item']} of {name}"
    value = "" if data["fault"] in _OF_SHAPE else data.get("value", "")
    shown = f" `{value}`" if 0 < len(value) <= SHORT and "\n" not in value else ""
    words = _WORDS.get(data["fault"], _not_accepted)(data)
    return f"{name}{':' + shown if shown else ''} {words}"


def accepted(data: Data) -> str:
    """What a field accepts, for the help line."""
    text = data.get("accepted", "")
    return f"{data['field']}: {text}" if text else ""
