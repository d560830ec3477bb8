"""The published shape of values of a library's own fields, and of what they name."""

from typing import Annotated

from pydantic import Field

from pipeline.publish.schema.base import NameV1, OwnIdV1, PublishedModel


class NamedV1(PublishedModel):
    """Something of a closed list, by id and name."""

    id: OwnIdV1
    name: NameV1


# The value of a field of the library's own: text, days and addresses as text, what a reference names by id and name.
FieldValueV1 = str | bool | int | float | list[str] | NamedV1 | list[NamedV1]
# Those of a term by the ids of its fields, in the order of the page policy.
FieldsV1 = Annotated[
    dict[str, FieldValueV1],
    Field(
        description="what the library says besides, by the ids of its own fields; a field without a value is left out",
        examples=[{"since": "2019-08-01"}],
    ),
]
