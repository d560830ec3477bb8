"""Full-text search in the sections of a bundle, by SQLite's FTS5 in memory."""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import NamedTuple
from weakref import finalize

from pipeline.publish.schema.records import SectionV1, StrategyV1
from pipeline.publish.section_text import own_text
from pipeline.source.environment import EnvironmentFault

# A word of a query. Whatever else a query holds is no syntax of FTS5 then.
WORD = re.compile(r"[^\W_]+")
# Languages with a stemmer. In others, a word of so many letters also finds words that begin with it.
STEMMERS = {"en": "porter "}
LEAST_PREFIX = 5
# How much a word counts in the title, the summary, the terms, the heading and the text.
WEIGHTS = (8.0, 4.0, 1.0, 1.0, 1.0)
# Results that score less than this part of the best one have only common words of the query.
LEAST_SCORE = 0.2
# Words in an excerpt.
EXCERPT = 48
SCHEMA = """
    CREATE VIRTUAL TABLE sections USING fts5(
        title, summary, terms, heading, text, tokenize = '{}unicode61 remove_diacritics 2'
    )
"""
INSERT = "INSERT INTO sections (rowid, title, summary, terms, heading, text) VALUES (?, ?, ?, ?, ?, ?)"
QUERY = """
    SELECT rowid, bm25(sections, ?, ?, ?, ?, ?) AS score, snippet(sections, 4, '', '', '…', ?)
    FROM sections WHERE sections MATCH ? ORDER BY score, rowid
"""


class Found(NamedTuple):
    """A strategy that a search found, its best section, and an excerpt of that."""

    strategy: str
    section: SectionV1
    excerpt: str


class SearchIndex:
    """An index of all sections, each with what its strategy says of itself.

    `terms` are more words for each factor, by its id.
    """

    def __init__(self, strategies: Iterable[StrategyV1], language: str, terms: Mapping[str, str]) -> None:
        self._sections = [(strategy, section) for strategy in strategies for section in strategy.sections]
        self._lock = Lock()  # tools are called from any thread
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        finalize(self, self._database.close)  # from Python 3.13 on, one that is left open is warned of
        self._stemmer = STEMMERS.get(language.partition("-")[0].lower(), "")
        try:
            self._database.execute(SCHEMA.format(self._stemmer))
        except sqlite3.OperationalError as error:
            raise EnvironmentFault(f"this Python's SQLite has no full-text search: {error}") from error
        rows = (
            (number, *_columns(strategy, terms), section.heading, own_text(section))
            for number, (strategy, section) in enumerate(self._sections)
        )
        self._database.executemany(INSERT, rows)

    def search(self, query: str) -> list[Found]:
        """Strategies that contain words of a query, best first; rare words count more."""
        words = dict.fromkeys(WORD.findall(query.casefold()))
        wanted = " OR ".join(map(self._form, words))
        if not wanted:
            return []
        with self._lock:
            rows = self._database.execute(QUERY, (*WEIGHTS, EXCERPT, wanted)).fetchall()
        found: dict[str, Found] = {}
        for number, score, excerpt in rows:
            if score <= LEAST_SCORE * rows[0][1]:  # better scores are lower, and below zero
                strategy, section = self._sections[number]
                found.setdefault(strategy.id, Found(strategy.id, section, excerpt))
        return list(found.values())

    def _form(self, word: str) -> str:
        """A word in the syntax of FTS5."""
        return f'"{word}"' if self._stemmer or len(word) < LEAST_PREFIX else f'"{word}"*'


def _columns(strategy: StrategyV1, terms: Mapping[str, str]) -> tuple[str, str, str]:
    """The title, the summary and the terms of a strategy; former ids count as titles."""
    names = [strategy.category.name, *(model.name for model in strategy.learner_models)]
    names += [f"{factor.name} {terms.get(factor.id, '')}" for factor in strategy.factors]
    return " ".join([strategy.title, *strategy.aliases]), strategy.summary, "\n".join(names)
