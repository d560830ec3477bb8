import re
from collections.abc import Iterator
from itertools import accumulate

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._factors import factor_meant
from pipeline.lint.rules.references._mentions import linked, listed
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.vocabulary import Factor
from pipeline.source.names import SEPARATORS, Names, folded
from pipeline.source.parse import Inline
from pipeline.source.parse.inline import masked
from pipeline.source.paths import FACTORS_PATH
from pipeline.source.text import Edit

# Remains of a link that Markdown does not recognise. A new link next to them would be inside it.
HALF_LINKS = ("[", "]", "(factor:", "(strategy:", "(reference:", "(http")
# A word with the accents of its letters; an apostrophe or hyphen separates words.
WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
# Characters that join a name to the word before or after it, as in `attention-seeking` and `attention's`.
JOINED_BEFORE = re.compile(r"\w[-_'’]")
JOINED_AFTER = re.compile(r"[-_'’]\w")
# Most words of a name; it limits how far a search looks ahead.
LONGEST = 8


@rule(Entry, severity=Severity.WARNING, fixes=(Safety.SAFE,), rewrites=True)
def unlinked_factor(entry: Entry, context: Context) -> Iterator[Finding]:
    """The Overview names one of the page's factors, and no link leads to it.

    A reader who wonders what the word means here has no way to find out.

    Bad:
        factors: [motivation, emotion, curiosity]
        +++
        A question with no obvious answer wakes curiosity.

    Good:
        factors: [motivation, emotion, curiosity]
        +++
        A question with no obvious answer wakes [curiosity](factor:curiosity).
    """
    vocabulary = context.vocabulary
    meant = (factor_meant(vocabulary, mention.text) for mention in linked(entry, "factor"))
    unlinked = {mention.text for mention in listed(entry, "factors")} - {found.id for found in meant if found}
    texts = list(_overview_texts(entry, context)) if unlinked else []
    overview = " ".join(text for _, text in texts).casefold()
    terms = (vocabulary.factors.get(id_) for id_ in sorted(unlinked))
    factors = [factor for factor in terms if factor and not factor.deprecated and _may_be_named(factor, overview)]
    if not factors:
        return  # a page that reads the names of all factors depends on the whole vocabulary
    names = vocabulary.factor_names()
    for inline, start, end in ((inline, *found) for inline, text in texts for found in _names_in(text, names)):
        written = inline.content[start:end]
        factor = next((factor for factor in factors if _is_form_of(factor, written)), None)
        if factor is None:
            continue
        factors.remove(factor)
        shown = "…" if "\n" in written else written
        yield Finding(
            inline.locate(start, end),
            f"`{factor.id}` is named here and linked nowhere on the page",
            f"make its first mention a link: `[{shown}](factor:{factor.id})`",
            fix=_fix(inline, start, end, factor.id),
            about=(FACTORS_PATH,),
        )


def _overview_texts(entry: Entry, context: Context) -> Iterator[tuple[Inline, str]]:
    """Texts of the page's first section without headings; links and code are masked."""
    first = context.policy.sections[0].heading
    for section in entry.body.sections:
        for block in section.walk() if section.title == first else ():
            if block.inline is None or block.kind == "heading":
                continue
            text = masked(block.inline.prose, (link.at for link in block.inline.links))
            if not any(mark in text for mark in HALF_LINKS):
                yield block.inline, text


def _may_be_named(factor: Factor, text: str) -> bool:
    """False if a casefolded text lacks a word of each form of a factor."""
    return any(all(word in text for word in folded(form).split()) for form in (factor.name, *factor.aliases))


def _names_in(text: str, names: Names) -> Iterator[tuple[int, int]]:
    """Positions of names in a text, the longest first where several begin at one word. None overlap.

    Names match in any case, with hyphens or line breaks between their words.
    """
    for words in _runs(text):
        at = 0
        while at < len(words):
            forms = accumulate((word.group().casefold() for word in words[at : at + LONGEST]), "{} {}".format)
            count = max((count for count, form in enumerate(forms, 1) if form in names.forms), default=0)
            if count:
                start, end = words[at].start(), words[at + count - 1].end()
                before, after = text[max(0, start - 2) : start], text[end : end + 2]
                if not (JOINED_BEFORE.fullmatch(before) or JOINED_AFTER.fullmatch(after)):
                    yield start, end
            at += count or 1


def _runs(text: str) -> list[list[re.Match[str]]]:
    """Words of a text without "and"; a run ends where more than a separator is between two words."""
    runs: list[list[re.Match[str]]] = [[]]
    end = 0
    for word in WORD.finditer(text):
        if word.group().casefold() == "and":
            continue
        if folded(text[end : word.start()]):
            runs.append([])
        runs[-1].append(word)
        end = word.end()
    return runs


def _is_form_of(factor: Factor, written: str) -> bool:
    """True if a text is a form of a factor. A form with capitals inside a word (`ACEs`) must match exactly."""
    for form in (factor.name, *factor.aliases):
        if folded(form) == folded(written):
            inner = any(letter.isupper() for word in SEPARATORS.split(form) if word for letter in word[1:])
            if not inner or form == written:
                return True
    return False


def _fix(inline: Inline, start: int, end: int, id_: str) -> Fix | None:
    """Make a link of the words, which stay as they are."""
    before, after = inline.exact(start, start + 1), inline.exact(end - 1, end)
    source = inline.source
    preceding = inline.content[max(0, start - 1) : start]
    if not before or not after or preceding in ("!", "\\"):  # `![` begins an image, `\[` is text
        return None
    opening = Edit(source.span(before.start, before.start), "[")
    closing = Edit(source.span(after.end, after.end), f"](factor:{id_})")
    return Fix(f"link it to `{id_}`", (opening, closing), Safety.SAFE)
