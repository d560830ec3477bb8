"""Puts what is wrong with a field into words that an author understands."""

from collections.abc import Callable, Mapping

from pipeline.model.names import Names

Data = Mapping[str, str]
# Characters of an author's words that a message shows.
ROOM = 60


def shortened(text: str, room: int = ROOM) -> str:
    """An author's words as a message shows them: long ones cut, with an ellipsis."""
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def quoted(text: str) -> str:
    """An author's words for a message: in backticks, on one line, cut when long."""
    return f"`{shortened(' '.join(text.split()))}`"


def missing_field(data: Data) -> str:
    """Word a `missing-field` problem."""
    field = data["field"]
    if data["empty"] == "True":
        return f"`{field}` has no value" + ("; write `[]` if there are none" if field == "related" else "")
    return f"`{field}` is missing"


def unknown_field(data: Data) -> str:
    """Word an `unknown-field` problem."""
    suggestion = field_meant(data)
    return f"unknown field `{data['field']}`" + (f"; did you mean `{suggestion}`?" if suggestion else "")


def field_meant(data: Data) -> str | None:
    """The known field that an unknown one was probably meant to be, or None."""
    suggestion = Names.of(data["known"].split(", ")).suggest(data["field"].rsplit(".", 1)[-1])
    return suggestion.id if suggestion else None


def _choice(data: Data) -> str:
    choices = data["expected"].replace(" or ", ", ").replace("'", "").split(", ")
    suggestion = Names.of(choices).suggest(data["value"]) if "value" in data else None
    meant = f"; did you mean `{suggestion.id}`?" if suggestion else ""
    return "is not one of the words accepted here" + meant


def _wrong_shape(wanted: str) -> Callable[[Data], str]:
    return lambda data: f"must be {wanted}, not {data['got']}" if data["got"] != wanted else f"must be {wanted}"


def _not_accepted(data: Data) -> str:
    return "is not accepted here"


_PATTERNS = {
    "^[a-z0-9]+": "is not an id: use lower-case letters, digits and single hyphens",
    "^https?:": "is not a web address starting with https://",
    "^(0|": "is not a version: write three numbers with dots, such as 1.4.0",
    "^[^\\n]*": "must stand on one line",
    "^[a-z]{2,3}": "is not a language tag such as `en` or `pt-BR`",
}

_WORDS: dict[str, Callable[[Data], str]] = {
    "string_type": lambda data: "is empty" if data["got"] == "text" else f"must be text, not {data['got']}",
    "tuple_type": _wrong_shape("a list"),
    "dict_type": _wrong_shape("fields of its own"),
    "model_type": _wrong_shape("fields of its own"),
    "model_attributes_type": _wrong_shape("fields of its own"),
    "string_too_short": lambda data: f"is too short: {len(data['value'])} of at least {data['min_length']} characters",
    "string_too_long": lambda data: f"is too long: {len(data['value'])} of at most {data['max_length']} characters",
    "too_short": lambda data: "lists nothing",
    "too_long": lambda data: f"lists more than {data['max_length']}",
    "literal_error": _choice,
    "date_format": lambda data: "is not a date written as YYYY-MM-DD",
    "date_calendar": lambda data: "is a day that no calendar has",
    "flag": lambda data: "must be true or false",
    "integer": lambda data: "must be a whole number",
    "string_pattern_mismatch": lambda data: next(
        (words for start, words in _PATTERNS.items() if data["pattern"].startswith(start)), _not_accepted(data)
    ),
}


def invalid_value(data: Data) -> str:
    """Word an `invalid-value` problem."""
    name = f"`{data['field']}`" if data["field"] else "this"
    if "item" in data:
        name = f"item {data['item']} of {name}"
    value = data.get("value", "")
    shown = f" `{value}`" if 0 < len(value) <= 40 and "\n" not in value else ""
    words = _WORDS.get(data["fault"], _not_accepted)(data)
    return f"{name}{':' + shown if shown else ''} {words}"


def accepted(data: Data) -> str:
    """Say what the field takes, for the help line."""
    text = data.get("accepted", "")
    return f"{data['field']}: {text}" if text else ""
