"""Fields of pages that a library adds to those that every library has."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar, cast

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

from pipeline.model.fields import AuthoredModel, Date, Extensible, Flag, Line, Name, Reference, References, WebAddress
from pipeline.model.strategy import Strategy
from pipeline.source.paths import vocabulary_path

Model = TypeVar("Model", bound=AuthoredModel)
Part = TypeVar("Part", bound=Extensible)
FieldType = Literal[
    "choice", "choices", "text", "integer", "number", "date", "boolean", "url", "reference", "references"
]
CHOICES: frozenset[FieldType] = frozenset({"choice", "choices"})
REFERENCES: frozenset[FieldType] = frozenset({"reference", "references"})
# Types whose values are lists.
LISTED: frozenset[FieldType] = frozenset({"choices", "references"})
# What a reference can name besides the terms of the library's own vocabularies.
TARGETS = ("strategy", "factor", "category", "learner_model")
# What can have fields besides the terms of the library's own vocabularies.
STRATEGY = "strategy"
HOLDERS = (*TARGETS, "library")
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
        description="choice, choices, text, integer, number, date, boolean, url, reference or references: what its "
        "values are"
    )
    on: Name = Field(
        "strategy",
        description="what has it: strategy, factor, category, learner_model, library, or the id of one of the "
        "library's own vocabularies, for its terms",
    )
    of: Of | None = Field(
        None,
        description="the values of a choice; or what a reference names: strategy, factor, category, learner_model, or "
        "the id of one of the library's own vocabularies",
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
        """What a reference names, or each of several; None for other types."""
        return self.of[0] if self.type in REFERENCES and self.of else None

    @property
    def vocabulary(self) -> str | None:
        """The id of the vocabulary of the library's own whose terms it names, if it does."""
        return None if self.target in TARGETS else self.target

    @property
    def is_listed(self) -> bool:
        """True if its value is a list."""
        return self.type in LISTED


def listed_table(field: OwnField) -> str:
    """The name of the table of a field whose values are lists."""
    return f"{field.on.replace('-', '_')}_{field.id}"


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
    "reference": lambda field: f"the id of one {_named(field)}",
    "references": lambda field: f"a list of ids, each of one {_named(field)}",
}


def _named(field: OwnField) -> str:
    target = field.target or ""
    return target.replace("_", " ") if target in TARGETS else f"of the terms in {vocabulary_path(target)}"


def page_model(fields: tuple[OwnField, ...]) -> type[Strategy]:
    """The model of the front matter of pages with these fields."""
    return with_fields(Strategy, fields)


@lru_cache(maxsize=64)
def with_fields(base: type[Model], fields: tuple[OwnField, ...]) -> type[Model]:
    """A model with these fields besides its own.

    A field whose id is taken is left out: that is a fault of the page policy.
    """
    own = {field.id: field for field in reversed(fields) if field.id not in base.model_fields}
    if not own:
        return base
    members: dict[str, Any] = {ATTRIBUTE + field.id: _member(field) for field in fields if own.get(field.id) is field}
    return create_model(base.__name__, __base__=base, __doc__=base.__doc__, **members)


def apart(base: type[Part], built: Part, fields: tuple[OwnField, ...]) -> Part:
    """The same as a plain model, with the values of the library's own fields beside it: that can be pickled."""
    if type(built) is base:
        return built
    values = {field.id: value for field in fields if (value := own_value(built, field)) is not None}
    inherited = {name: getattr(built, name) for name in base.model_fields}
    plain = cast("Part", base.model_construct(built.model_fields_set, **inherited))
    return plain.with_own(values)


def _member(field: OwnField) -> tuple[Any, Any]:
    described = f"{_ACCEPTED[field.type](field)} ({field.description or field.name})"
    if field.type in CHOICES:
        of = _choice_of(field.options) if field.type == "choice" else _choices_of(field.options, int(field.required))
    elif field.type == "references":
        of = Annotated[References, Field(min_length=int(field.required))]
    else:
        of = _PLAIN[field.type]
    if field.required:
        return of, Field(alias=field.id, description=described)
    if field.is_listed:
        return of, Field((), alias=field.id, description=described)
    return of | None, Field(None, alias=field.id, description=described)


def own_value(built: AuthoredModel, field: OwnField) -> object:
    """The value of a field of the library's own; None if the page or the term does not have it."""
    value: object = getattr(built, ATTRIBUTE + field.id, None)
    return None if value == () else value


def accepts(field: OwnField, text: str) -> bool:
    """True if a text is a value of a field that is no list."""
    of, _ = _member(field)
    try:
        TypeAdapter(of).validate_python(text)
    except ValidationError:
        return False
    return True
