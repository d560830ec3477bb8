"""Files of a library that are data: its vocabulary and page policy as people edit them."""

from collections.abc import Iterable

from pipeline.model.fields import AuthoredModel
from pipeline.model.policy import PagePolicy
from pipeline.source.parse.yaml_writer import yaml_text


def policy_yaml(policy: PagePolicy) -> str:
    """A policy as YAML, without what is as by default."""
    return yaml_text(policy.model_dump(mode="json", exclude_defaults=True))


def terms_yaml(terms: Iterable[AuthoredModel]) -> str:
    """A vocabulary file, without what is as by default."""
    return yaml_text([term.model_dump(mode="json", exclude_defaults=True) for term in terms])
