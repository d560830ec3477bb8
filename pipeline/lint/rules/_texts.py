"""The texts of a file that readers see: its prose, and short ones such as titles, summaries and names."""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from pipeline.model.strategy import Strategy
from pipeline.source.memoise import memoised
from pipeline.source.parse import Document, Inline
from pipeline.source.parse.inline import MASK
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence
from pipeline.source.paths import CATEGORIES_PATH, FACTORS_PATH, INFO_PATH, LEARNER_MODELS_PATH, is_own_vocabulary
from pipeline.source.text import Edit, Source, Span

# Characters with a meaning to YAML, which a fix must not put into a plain value, and two with one next to a blank.
INDICATORS = frozenset("#:,[]{}|>\\\n")
NEXT_TO_BLANK = re.compile(r":(?=\s|$)|\s#")
# `İ` in lower case is an `i` and this dot; `ı` stays as it is. A pattern with IGNORECASE takes both for an `i`.
DOT, DOTLESS_I = "\u0307", "\u0131"


# Tab, line ends and the characters of ASCII that show.
ORDINARY = bytes([9, 10, 13, *range(32, 127)])


class Form(Enum):
    """What a text is: a name, a complete sentence, or words of either kind."""

    NAME = "name"
    SENTENCE = "sentence"
    WORDS = "words"


class ShortText(NamedTuple):
    """One text: its field, what it is, and its value with its position."""

    field: str
    form: Form
    value: Scalar
    source: Source

    @property
    def text(self) -> str:
        """What readers see."""
        return self.value.text

    @property
    def exact(self) -> bool:
        """True if the file contains the text letter by letter."""
        return self.value.exact

    def part(self, start: int, end: int) -> Span:
        """Span of a part of the text if that is known exactly, of the complete value otherwise."""
        return self.value.part(start, end)

    def edit(self, start: int, end: int, new: str) -> Edit | None:
        """Replace a part by other words; None if its position is unknown or the field would break."""
        after = self.text[:start] + new + self.text[end:]
        if not self.exact or not after.strip():
            return None
        mark = "" if self.value.plain else self.source.text[self.value.span.start]
        if mark == "'":
            new = new.replace("'", "''")
        elif mark == '"':
            new = new.replace("\\", "\\\\").replace('"', '\\"')
        elif INDICATORS & set(new) or not after[0].isalnum() or after[-1].isspace() or NEXT_TO_BLANK.search(after):
            return None
        return Edit(self.part(start, end), new)


# Fields of each file: those of a page's front matter, of an item of a list, and of the library itself.
PAGE_FIELDS = {"title": Form.NAME, "summary": Form.SENTENCE, "authors": Form.NAME}
# Fields of a library's own hold words or addresses.
WEB = ("https://", "http://")
SOURCE_FIELDS = {"title": Form.NAME}
TERM_FIELDS = {"name": Form.NAME, "aliases": Form.NAME, "definition": Form.SENTENCE, "description": Form.SENTENCE}
LIBRARY_FIELDS = {
    "title": Form.NAME,
    "description": Form.WORDS,
    "publisher": Form.NAME,
    "attribution": Form.WORDS,
}
# Fields of terms that hold no words, and those above.
OF_TERMS = frozenset({"id", "deprecated", "replaced_by", "grades", "groups", "factors", *TERM_FIELDS})
TERM_PATHS = (FACTORS_PATH, CATEGORIES_PATH, LEARNER_MODELS_PATH)


@memoised
def texts_of(document: Document) -> tuple[ShortText, ...]:
    """Every such text of a file, in the order of its fields; none of the page policy, which has rules of its own."""
    front, source = document.front, document.source
    if document.body is not None:
        origin = front.get("source") if isinstance(front, Mapping) else None
        others = [key.text for key, _ in front.pairs] if isinstance(front, Mapping) else []
        own = {field: Form.WORDS for field in others if field not in Strategy.model_fields}
        texts = (text for text in _fields(source, front, own) if not text.text.startswith(WEB))
        return (*_fields(source, front, PAGE_FIELDS), *texts, *_fields(source, origin, SOURCE_FIELDS))
    if document.path == INFO_PATH:
        notes = front.get("notes") if isinstance(front, Mapping) else None
        by_section = {key.text: Form.WORDS for key, _ in notes.pairs} if isinstance(notes, Mapping) else {}
        return (*_fields(source, front, LIBRARY_FIELDS), *_fields(source, notes, by_section))
    if (document.path in TERM_PATHS or is_own_vocabulary(document.path)) and isinstance(front, Sequence):
        return tuple(text for item in front.items for text in _term(source, item))
    return ()


def _term(source: Source, item: Node) -> Iterator[ShortText]:
    """The texts of a factor, category, learner model or term; the names of its groups are keys."""
    yield from _fields(source, item, TERM_FIELDS)
    others = [key.text for key, _ in item.pairs if key.text not in OF_TERMS] if isinstance(item, Mapping) else []
    own = _fields(source, item, dict.fromkeys(others, Form.WORDS))
    yield from (text for text in own if not text.text.startswith(WEB))
    groups = item.get("groups") if isinstance(item, Mapping) else None
    for name, _ in groups.pairs if isinstance(groups, Mapping) else ():
        yield ShortText("groups", Form.NAME, name, source)


def _fields(source: Source, node: Node | None, forms: dict[str, Form]) -> Iterator[ShortText]:
    if not isinstance(node, Mapping):
        return
    for field, form in forms.items():
        found = node.get(field)
        for value in found.items if isinstance(found, Sequence) else (found,):
            if isinstance(value, Scalar) and value.text and not value.is_absent:
                yield ShortText(field, form, value, source)


def inlines_of(document: Document) -> tuple[Inline, ...]:
    """Every piece of inline text of a page's body; none of any other file."""
    return document.body.inlines if document.body else ()


def readable_texts(document: Document) -> Iterator[tuple[str, Callable[[int, int], Span]]]:
    """Every short text and all prose of a file, each with a function that locates a part of it."""
    yield from ((text.text, text.part) for text in texts_of(document))
    yield from ((inline.prose, inline.locate) for inline in inlines_of(document))


def folded(text: str) -> str:
    """A text without capitals, for a search of words that a pattern with IGNORECASE would find."""
    return text.lower() if text.isascii() else text.casefold().replace(DOT, "").replace(DOTLESS_I, "i")


def unusual_in(text: str) -> str:
    """The characters of a text that are not ordinary: few, so that they are searched quickly."""
    return text.encode("utf-8", "surrogatepass").translate(None, ORDINARY).decode("utf-8", "surrogatepass")


def masked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """A text with some of its parts masked; offsets stay the same."""
    letters = list(text)
    for start, end in places:
        letters[start:end] = MASK * (end - start)
    return "".join(letters)


def line_text(source: Source, line: int) -> str:
    """The text of a line, by its index."""
    return source.slice(source.line_span(line))


def words_span(source: Source, line: int) -> Span:
    """Span of a line without the blanks around its text."""
    span, text = source.line_span(line), line_text(source, line)
    start = span.start + len(text) - len(text.lstrip())
    return Span(span.path, start, max(start, span.start + len(text.rstrip())))
