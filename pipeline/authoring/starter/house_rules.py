"""House rules to start from: from headings, from another library, or from a bundle."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from pydantic import ValidationError

from pipeline.authoring.bundle_policy import policy_in_use
from pipeline.authoring.library_yaml import policy_yaml
from pipeline.model.build import build
from pipeline.model.fields import ID_PATTERN
from pipeline.model.file_name import LONGEST_ID, is_reserved
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.model.policy_faults import COLUMNS, NUMBERED, OWN_SECTIONS
from pipeline.model.strategy_columns import DISCLAIMER_PREFIX, section_column
from pipeline.publish.bundle import Unreadable, open_bundle
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import StrategiesV1
from pipeline.publish.schema.vocabularies import VocabulariesV1
from pipeline.publish.verify.rebuilt_library import rebuilt_policy
from pipeline.source.disk import MISSING, FileRefused, read_file
from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse import Limits, parse_data
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.paths import INFO_PATH, POLICY_PATH
from pipeline.source.resources import default_policy_text
from pipeline.source.text import Source

ID = re.compile(ID_PATTERN)
NO_WORD = re.compile(r"[^a-z0-9]+")
# Ends an id that a column or a part of a page has already.
ENDING = "-section"
STRATEGIES = "json/strategies.json"
VOCABULARIES = "json/vocabularies.json"


@dataclass(frozen=True)
class HouseRules:
    """A page policy, and its text with comments if it has one already."""

    policy: PagePolicy
    text: str = ""

    @property
    def yaml(self) -> str:
        """The policy as people edit it; without its first comment if it has no text yet."""
        return self.text or policy_yaml(self.policy)


def section_id(heading: str, taken: Iterable[str]) -> str:
    """An id for a section with this heading, none that is taken."""
    letters = unicodedata.normalize("NFKD", heading.casefold().replace("'", ""))
    plain = letters.encode("ascii", "ignore").decode()
    words = NO_WORD.sub("-", plain).strip("-")[: LONGEST_ID - len(ENDING)].strip("-")
    known = set(taken)
    named = [words, f"{words}{ENDING}"] if words else []
    lettered = (f"part-{letter}{more}" for more in ("", *ascii_lowercase) for letter in ascii_lowercase)
    return next(id_ for id_ in (*named, *lettered) if not _is_taken(id_, known))


def _is_taken(id_: str, known: set[str]) -> bool:
    """True if a section cannot have an id, for something else in a bundle or on a page is called so."""
    column = section_column(id_)
    if id_ in OWN_SECTIONS | known or column in COLUMNS or column.startswith(DISCLAIMER_PREFIX) or is_reserved(id_):
        return True
    # The ids of headings inside a section are its id and a number.
    bases = {numbered[1] for each in known if (numbered := NUMBERED.fullmatch(each))}
    own = NUMBERED.fullmatch(id_)
    return id_ in bases or (own is not None and own[1] in known)


def sections_of(headings: Iterable[str]) -> tuple[SectionPolicy, ...]:
    """A section for each heading, which may begin with an id of its own: `steps=What to do`."""
    sections: list[SectionPolicy] = []
    for text in headings:
        id_, equals, heading = (part.strip() for part in text.partition("="))
        if not (equals and heading and ID.fullmatch(id_)):
            heading = text.strip()
            id_ = section_id(heading, [section.id for section in sections])
        try:
            sections.append(SectionPolicy(id=id_, heading=heading, required=True))
        except ValidationError:
            raise EnvironmentFault(f"{text!r} cannot be the heading of a section") from None
    return tuple(sections)


def rules_like(source: Path) -> HouseRules:
    """The house rules of a page policy, of the folder of a library, or of a bundle or its manifest.

    Raises EnvironmentFault when there are none, or when they have errors.
    """
    if source.is_dir() and not (source / INFO_PATH).is_file():
        return _of_bundle(source)
    if source.is_dir():
        return _of_library(source)
    if source.name == MANIFEST or source.suffix == ".zip":
        return _of_bundle(source.parent if source.name == MANIFEST else source)
    return existing_rules(source.parent, source.name)


def _of_library(folder: Path) -> HouseRules:
    try:
        return existing_rules(folder, POLICY_PATH)
    except FileRefused as refusal:
        if refusal.reason != MISSING:
            raise
        return parsed_rules(POLICY_PATH, default_policy_text())


def existing_rules(root: Path, path: str) -> HouseRules:
    """The house rules in a file; raises EnvironmentFault when it cannot be read or has errors."""
    data = read_file(root, path, Limits().data_file_size * 4)
    return parsed_rules(path, Source.decode(path, data).text)


def parsed_rules(path: str, text: str) -> HouseRules:
    """The house rules in a text; raises EnvironmentFault that names the first line at fault."""
    source = Source(path, text)
    document = parse_data(source, Limits())
    problems = list(document.problems)
    policy = None
    if isinstance(document.front, Mapping):
        policy, found = build(PagePolicy, document.front)
        problems += found
    if policy is None or problems:
        line = source.position(problems[0].span.start).line if problems else 1
        raise EnvironmentFault(
            f"{path} holds no house rules of a page without errors; look at line {line}",
            "House rules are a file like schemas/strategy-page.yaml of a library.",
        )
    return HouseRules(policy, text)


def _of_bundle(path: Path) -> HouseRules:
    try:
        with open_bundle(path) as bundle:
            manifest = ManifestV1.model_validate_json(bundle.read(MANIFEST))
            strategies = StrategiesV1.model_validate_json(bundle.read(STRATEGIES)).strategies
            own = VocabulariesV1.model_validate_json(bundle.read(VOCABULARIES)) if manifest.site.vocabularies else None
        opened = (section for strategy in strategies for section in strategy.sections)
        disclaimers = {each.id: each.disclaimer.id for each in opened if each.disclaimer}
        policy = rebuilt_policy(manifest, disclaimers, [each.model_dump() for each in own.vocabularies] if own else ())
        # Nobody has verified the bundle.
        return HouseRules(PagePolicy.model_validate(policy_in_use(policy, strategies).model_dump(by_alias=True)))
    except (KeyError, OSError, Unreadable, ValidationError):
        raise EnvironmentFault(
            f"{path} holds no house rules",
            f"Name a page policy, the folder of a library, or a bundle with {MANIFEST} and {STRATEGIES}.",
        ) from None
