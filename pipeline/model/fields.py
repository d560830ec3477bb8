"""Field types of everything people write.

Inputs are text, lists and mappings without YAML's implicit types, so each type parses its text.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from pipeline.model.dates import DATE, read_date
from pipeline.model.file_name import LONGEST_ID, NO_DEVICE, is_reserved

INTEGER = re.compile(r"[0-9]{1,6}")
# Whole numbers that are out of range.
NEGATIVE, LARGE = re.compile(r"-[0-9]+"), re.compile(r"[0-9]{7,}")
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
WEB_ADDRESS_PATTERN = r"^https?://[^\s]+$"
# What the address of a site's folder must not contain: its first page, a query, a fragment.
AFTER_FOLDER = re.compile(r"(?:/index\.html?$|[?#])")
# https://semver.org, without build metadata.
VERSION_PATTERN = r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$"


class AuthoredModel(BaseModel):
    """Base of what people write: frozen, no unknown fields, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Extensible(AuthoredModel):
    """Base of what may have fields of the library's own; `own` are their values by id."""

    _own: Mapping[str, object] = PrivateAttr(default_factory=dict)

    @property
    def own(self) -> Mapping[str, object]:
        """The values of the library's own fields that it has, by id."""
        return self._own

    def with_own(self, values: Mapping[str, object]) -> Self:
        """The same with values of the library's own fields."""
        made = self.model_copy()
        made._own = dict(values)  # noqa: SLF001 - of the same class
        return made

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        yield from super().__repr_args__()
        if self._own:
            yield "own", self._own


def _date(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not DATE.fullmatch(value):
        raise PydanticCustomError("date_format", "not written as YYYY-MM-DD")
    day = read_date(value)
    if day is None:
        raise PydanticCustomError("date_calendar", "no such day in the calendar")
    return day


def _flag(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise PydanticCustomError("flag", "neither true nor false")
        return value == "true"
    return value


def _integer(value: object) -> object:
    if isinstance(value, str):
        if NEGATIVE.fullmatch(value):
            raise PydanticCustomError("negative", "less than 0")
        if LARGE.fullmatch(value):
            raise PydanticCustomError("large", "too large")
        if not INTEGER.fullmatch(value):
            raise PydanticCustomError("integer", "not a whole number")
        return int(value)
    return value


def no_device(value: str) -> str:
    """The id; raises PydanticCustomError for one that Windows keeps for a device."""
    if is_reserved(value):  # an id becomes the name of a folder
        raise PydanticCustomError("device", "a name that Windows keeps for a device")
    return value


def _site(address: str) -> str:
    if AFTER_FOLDER.search(address):
        raise PydanticCustomError("site_address", "more than the folder of a site")
    return address


Date = Annotated[
    dt.date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
WholeNumber = Annotated[int, BeforeValidator(_integer), WithJsonSchema({"type": "integer", "minimum": 0})]
Id = Annotated[
    str,
    StringConstraints(pattern=ID_PATTERN, max_length=LONGEST_ID),
    AfterValidator(no_device),
    WithJsonSchema({"type": "string", "pattern": NO_DEVICE + ID_PATTERN[1:], "maxLength": LONGEST_ID}),
]
# Any text can be a reference: a rule checks whether it resolves. But a text with a separator is several references.
ONE_NAME_PATTERN = r"^[^,;，；、|]*$"
Reference = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=ONE_NAME_PATTERN)]
References = Annotated[tuple[Reference, ...], Field(max_length=200, strict=False)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\n]*$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\n]*$")]
Names = Annotated[tuple[Name, ...], Field(max_length=100, strict=False)]
Ids = Annotated[tuple[Id, ...], Field(max_length=200, strict=False)]
WebAddress = Annotated[str, StringConstraints(pattern=WEB_ADDRESS_PATTERN, max_length=2000)]
SiteAddress = Annotated[
    WebAddress,
    AfterValidator(_site),
    WithJsonSchema(
        {"type": "string", "maxLength": 2000, "pattern": "^https?://[^\\s?#]+$", "not": {"pattern": "/index\\.html?$"}}
    ),
]
Version = Annotated[str, StringConstraints(pattern=VERSION_PATTERN, max_length=40)]
