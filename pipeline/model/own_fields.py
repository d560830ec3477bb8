"""Fields of pages that a library adds to those that every library has."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic_core import PydanticCustomError

from pipeline.model.fields import AuthoredModel, Date, Flag, Line, Name, Reference, WebAddress
from pipeline.model.strategy import Strategy

FieldType = Literal["choice", "choices", "text", "integer", "number", "date", "boolean", "url", "reference"]
CHOICES: frozenset[FieldType] = frozenset({"choice", "choices"})
# What a reference can name.
TARGETS = ("strategy", "factor", "category", "learner_model")
# A sheet of a workbook is named `strategy_<id>`, and no such name has more than 31 characters.
LONGEST_FIELD_ID = 22
FIELD_ID_PATTERN = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
# How attributes of the model begin, so that no id hides an attribute of all models, such as `copy`.
ATTRIBUTE = "own_"
# Every program reads these numbers alike, and writes them without an exponent.
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?")
GREATEST = 999_999_999
# Words that other readers of YAML do not take for texts.
NOT_TEXT: Mapping[str, bool] = {"true": True, "false": False}


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) and value else value


_NAME_SCHEMA = {"type": "string", "minLength": 1, "maxLength": 120, "pattern": r"^[^\n]*$"}
Of = Annotated[
    tuple[Name, ...],
    Field(strict=False, min_length=1, max_length=200),
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [_NAME_SCHEMA, {"type": "array", "items": _NAME_SCHEMA, "minItems": 1, "maxItems": 200}]}),
]


class OwnField(AuthoredModel):
    """A field of a library's own in the front matter of its pages."""

    id: Annotated[str, StringConstraints(pattern=FIELD_ID_PATTERN, max_length=LONGEST_FIELD_ID)] = Field(
        description="its name in front matter, data and tables, such as `grade_band`; never changes once published"
    )
    name: Name = Field(description="the name that readers see")
    type: FieldType = Field(
        description="choice, choices, text, integer, number, date, boolean, url or reference: what its values are"
    )
    of: Of | None = Field(
        None,
        description="the values of a choice; or what a reference names: strategy, factor, category or learner_model",
    )
    required: Flag = Field(False, description="true when every page must have it")
    filter: Flag = Field(False, description="true when readers can filter strategies by it")
    column: Flag = Field(True, description="false when tables leave it out")
    card: Flag = Field(False, description="true when cards of strategies show it")
    description: Line | None = Field(None, description="what it says, for authors and for those who read the data")

    @property
    def options(self) -> tuple[str, ...]:
        """The values of a choice; none for other types."""
        return (self.of or ()) if self.type in CHOICES else ()

    @property
    def target(self) -> str | None:
        """What a reference names; None for other types."""
        return self.of[0] if self.type == "reference" and self.of else None


def _choice_of(options: tuple[str, ...]) -> Any:
    def check(value: str) -> str:
        if value not in options:
            raise PydanticCustomError("choice", "not one of the choices", {"choices": "\n".join(options)})
        return value

    known = [*options, *(each for option in options if (each := _as_others_read(option)) is not None)]
    return Annotated[str, AfterValidator(check), WithJsonSchema({"enum": known})]


def _as_others_read(option: str) -> int | bool | None:
    """A choice as another reader of YAML has it, if not as a text."""
    return int(option) if INTEGER.fullmatch(option) else NOT_TEXT.get(option)


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("listed_twice", "the same twice")
    return values


def _choices_of(options: tuple[str, ...], least: int) -> Any:
    items: Any = tuple.__class_getitem__((_choice_of(options), ...))
    unique = Field(strict=False, min_length=least, max_length=200, json_schema_extra={"uniqueItems": True})
    return Annotated[items, unique, AfterValidator(_once)]


def _whole(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not INTEGER.fullmatch(value):
        raise PydanticCustomError("whole_number", "not a whole number")
    return int(value)


def _decimal(value: object) -> object:
    """A number as JSON and JavaScript write it: 2.0 is 2, and -0 is 0."""
    if not isinstance(value, str):
        return value
    if not NUMBER.fullmatch(value):
        raise PydanticCustomError("decimal", "not a number")
    number = float(value)
    return int(number) if number.is_integer() else number


_PLAIN: Mapping[FieldType, Any] = {
    "text": Line,
    "integer": Annotated[
        int,
        BeforeValidator(_whole),
        WithJsonSchema({"type": "integer", "minimum": -GREATEST, "maximum": GREATEST}),
    ],
    "number": Annotated[
        int | float,
        BeforeValidator(_decimal),
        WithJsonSchema({"type": "number", "exclusiveMinimum": -GREATEST - 1, "exclusiveMaximum": GREATEST + 1}),
    ],
    "date": Date,
    "boolean": Flag,
    "url": WebAddress,
    "reference": Reference,
}
_ACCEPTED: Mapping[FieldType, Callable[[OwnField], str]] = {
    "choice": lambda field: f"one of {', '.join(field.options)}",
    "choices": lambda field: f"a list of any of {', '.join(field.options)}",
    "text": lambda field: "text on one line",
    "integer": lambda field: "a whole number",
    "number": lambda field: "a number such as 3 or 2.5",
    "date": lambda field: "a day, as YYYY-MM-DD",
    "boolean": lambda field: "true or false",
    "url": lambda field: "a web address that starts with https://",
    "reference": lambda field: f"the id of one {(field.target or '').replace('_', ' ')}",
}


@lru_cache(maxsize=16)
def page_model(fields: tuple[OwnField, ...]) -> type[Strategy]:
    """The model of the front matter of pages with these fields.

    A field whose id is taken is left out: that is a fault of the page policy.
    """
    own = {field.id: field for field in reversed(fields) if field.id not in Strategy.model_fields}
    if not own:
        return Strategy
    members: dict[str, Any] = {ATTRIBUTE + field.id: _member(field) for field in fields if own.get(field.id) is field}
    return create_model("Strategy", __base__=Strategy, __doc__=Strategy.__doc__, **members)


def _member(field: OwnField) -> tuple[Any, Any]:
    described = f"{_ACCEPTED[field.type](field)} ({field.description or field.name})"
    if field.type in CHOICES:
        of = _choice_of(field.options) if field.type == "choice" else _choices_of(field.options, int(field.required))
    else:
        of = _PLAIN[field.type]
    if field.required:
        return of, Field(alias=field.id, description=described)
    if field.type == "choices":
        return of, Field((), alias=field.id, description=described)
    return of | None, Field(None, alias=field.id, description=described)


def own_value(strategy: Strategy, field: OwnField) -> object:
    """The value of a field of the library's own; None if the page does not have it."""
    value: object = getattr(strategy, ATTRIBUTE + field.id, None)
    return None if value == () else value


def accepts(field: OwnField, text: str) -> bool:
    """True if a text is a value of a field that is no list."""
    of, _ = _member(field)
    try:
        TypeAdapter(of).validate_python(text)
    except ValidationError:
        return False
    return True
