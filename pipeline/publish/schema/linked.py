"""The base of published shapes of linked data, and links."""

from typing import Annotated

from pydantic import ConfigDict, StringConstraints
from pydantic.alias_generators import to_camel

from pipeline.publish.schema.base import PublishedModel
from pipeline.publish.schema.linked_words import describe

IriV1 = Annotated[str, StringConstraints(pattern="^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$")]


def _alias(name: str) -> str:
    """`id_` is `@id`, `in_language` is `inLanguage`."""
    return "@" + name[:-1] if name.endswith("_") else to_camel(name)


class Linked(PublishedModel):
    """Base of things in linked data. What has no value is left out."""

    model_config = ConfigDict(
        alias_generator=_alias,
        serialize_by_alias=True,
        validate_by_name=True,
        json_schema_serialization_defaults_required=False,
        json_schema_extra=describe,
    )


class LinkV1(Linked):
    """A thing that is described elsewhere, in this document unless its address says otherwise."""

    id_: IriV1
