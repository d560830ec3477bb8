from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._factors import factor_meant
from pipeline.lint.rules.references._glance import linked_factors
from pipeline.lint.rules.references._mentions import linked, listed
from pipeline.lint.rules.references._naming import Named, is_form_of, named_in
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.vocabulary import Factor
from pipeline.source.names import Names, folded
from pipeline.source.parse import Inline
from pipeline.source.parse.inline import MASK
from pipeline.source.paths import FACTORS_PATH
from pipeline.source.text import Edit

# What is left in a text of a link that Markdown does not take for one.
HALF_LINKS = ("[", "]", "(factor:", "(strategy:", "(http")


def may_lack_links(entry: Entry) -> bool:
    """False when the page links to each factor that it lists, letter by letter."""
    return not linked_factors(entry).issuperset(entry.facts.texts("factors"))


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
    if not may_lack_links(entry):
        return
    vocabulary = context.vocabulary
    meant = (factor_meant(vocabulary, mention.text) for mention in linked(entry, "factor"))
    done = {suggestion.id for suggestion in meant if suggestion}
    wanted = {mention.text for mention in listed(entry, "factors")} - done
    factors = [factor for id_ in sorted(wanted) if (factor := vocabulary.factors.get(id_)) and not factor.deprecated]
    if not may_be_named(factors, _folded_overview(entry, context)):
        return
    for inline, named in _named(entry, context, vocabulary.factor_names()):
        written = inline.content[named.start : named.end]
        factor = next((factor for factor in factors if is_form_of(factor, written)), None)
        if factor is None:
            continue
        factors.remove(factor)
        shown = "…" if "\n" in written else written
        yield Finding(
            inline.locate(named.start, named.end),
            f"`{factor.id}` is named here and linked nowhere on the page",
            f"make its first mention a link: `[{shown}](factor:{factor.id})`",
            fix=_fix(inline, named, factor.id),
            about=(FACTORS_PATH,),
        )


def may_be_named(factors: list[Factor], text: str) -> bool:
    """False when a text without capitals lacks a word of every form of every factor."""
    forms = (form for factor in factors for form in (factor.name, *factor.aliases))
    return any(all(word in text for word in folded(form).split()) for form in forms)


def _folded_overview(entry: Entry, context: Context) -> str:
    """The page's first section as it stands in the file, without capitals."""
    first = context.policy.sections[0].heading
    blocks = [block for section in entry.body.sections if section.title == first for block in section.blocks]
    return "\n".join(entry.document.source.slice(block.span).casefold() for block in blocks)


def _named(entry: Entry, context: Context, names: Names) -> Iterator[tuple[Inline, Named]]:
    """Names of factors in the prose of the page's first section, outside headings and links."""
    first = context.policy.sections[0].heading
    for section in entry.body.sections:
        if section.title != first:
            continue
        for block in section.walk():
            inline = block.inline
            if inline is None or block.kind == "heading":
                continue
            text = _outside_links(inline)
            # Beside a link that is not whole, a new one would stand inside it.
            if not any(mark in text for mark in HALF_LINKS):
                yield from ((inline, named) for named in named_in(text, names))


def _outside_links(inline: Inline) -> str:
    masked = list(inline.prose)
    for link in inline.links:
        start, end = link.at
        masked[start:end] = MASK * (end - start)
    return "".join(masked)


def _fix(inline: Inline, named: Named, id_: str) -> Fix | None:
    """Put brackets around the words and the address behind them; the words stay as they are."""
    before, after = inline.exact(named.start, named.start + 1), inline.exact(named.end - 1, named.end)
    source = inline.source
    lead = inline.content[max(0, named.start - 1) : named.start]
    if not before or not after or lead in ("!", "\\"):  # `![` is an image, `\\[` a bracket
        return None
    opening = Edit(source.span(before.start, before.start), "[")
    closing = Edit(source.span(after.end, after.end), f"](factor:{id_})")
    return Fix(f"link it to `{id_}`", (opening, closing), Safety.SAFE)
