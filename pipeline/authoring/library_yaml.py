"""Files of a library that are data: its vocabulary, works and page policy as people edit them."""

from collections.abc import Iterable

from pipeline.model.fields import Extensible
from pipeline.model.policy import PagePolicy
from pipeline.model.work import Work
from pipeline.source.parse.yaml_writer import yaml_text


def policy_yaml(policy: PagePolicy) -> str:
    """A policy as YAML, without what is as by default."""
    return yaml_text(policy.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def terms_yaml(terms: Iterable[Extensible]) -> str:
    """A vocabulary file, without what is as by default, and with the values of the library's own fields."""
    return yaml_text(
        [term.model_dump(mode="json", by_alias=True, exclude_defaults=True) | own_values(term) for term in terms]
    )


def works_yaml(works: Iterable[Work]) -> str:
    """A list of works in the terms of CSL-JSON, without what is not known."""
    return yaml_text([work.model_dump(mode="json", by_alias=True, exclude_defaults=True) for work in works])


def own_values(item: Extensible) -> dict[str, object]:
    """The values of the library's own fields, as people write them."""
    return {id_: list(value) if isinstance(value, tuple) else value for id_, value in item.own.items()}
