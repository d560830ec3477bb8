"""How much of a library is translated, by language."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.publish.strategy_summary import StrategySummary


class TranslationCoverage(NamedTuple):
    """Ids of the strategies that are translated into a language, of outdated ones among them, and of all others."""

    language: str
    translated: list[str]
    outdated: list[str]
    missing: list[str]


def translation_coverage(
    languages: Sequence[str], summaries: Iterable[StrategySummary]
) -> Iterator[TranslationCoverage]:
    """The coverage of each further language of a library; `languages` are all, that of the originals first."""
    known = list(summaries)
    for language in languages[1:]:
        yield TranslationCoverage(
            language,
            [each.id for each in known if language in each.languages],
            [each.id for each in known if language in each.outdated_languages],
            [each.id for each in known if language not in each.languages],
        )
