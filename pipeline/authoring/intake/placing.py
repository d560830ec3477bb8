"""Places the passages of an old page: sections by their headings, generated lists, disclaimers, and the rest."""

import re
from dataclasses import dataclass

from pipeline.authoring.intake import naming
from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.new_page import NewPage
from pipeline.authoring.intake.passages import OldBlock, OldPassage, fenced, joined, passages_of, split_at
from pipeline.authoring.intake.readers.plain_text import could_be_heading
from pipeline.model.heading_names import Match
from pipeline.model.policy import Disclaimer, SectionPolicy, same_words
from pipeline.model.sentences import count_words
from pipeline.source.names import folded
from pipeline.source.text import counted

HOW = {
    Match.EXACT: "",
    Match.FORMER: ": from its former heading “{}”",
    Match.SAME: ": from “{}”",
    Match.NEAR: ": from “{}”, which is similar",
}
# How much longer or shorter a text may be that was meant as a disclaimer.
MORE = 0.15
# Quotation marks of a disclaimer, and what stands for them in a text.
QUOTE, ANY_QUOTE = re.compile("[\"']"), "[\"'“”„«»‘’‚]"
# The number of an item, which means nothing in a list that the house makes.
NUMBER = re.compile(r"^[ \t]*(\d{1,9})[.)][ \t]", re.MULTILINE)
# The deepest heading of Markdown.
DEEPEST = 6


@dataclass
class Placer:
    """Places one passage after another. `level` is that of the heading under which they stand."""

    page: NewPage
    house: House
    section: SectionPolicy | None = None
    level: int = 0
    keeping: bool = False  # under a heading without a place
    listing: str = ""  # under the heading of a list that the house makes: the field of that list

    def place(self, passages: list[OldPassage]) -> None:
        """Place all passages of a page."""
        known = {self.house.names.recognised(each.heading)[0] for each in passages if each.heading}
        for passage in passages:
            if passage.level and (found := self.house.generated(passage.heading)):
                self._list(passage, *found)
            elif self.listing and passage.level > self.level and not self._is_section(passage):
                heading = f"- {passage.raw_heading}"
                title = OldBlock(heading, passage.heading, "", (passage.heading,), (), "paragraph")
                self._fill(self.listing, [title, *self._without_disclaimers(passage)])
            elif not passage.level or self._is_title(passage):
                self._loose(passage, has_first=self.house.policy.sections[0] in known)
            else:
                self._under_heading(passage)

    def _is_section(self, passage: OldPassage) -> bool:
        """True for the heading of a section."""
        return self.house.names.recognised(passage.heading, near=False)[0] is not None

    def _is_title(self, passage: OldPassage) -> bool:
        """True for the heading of the whole page; the title of a website may say more than the heading."""
        if self.section or self._is_section(passage):
            return False
        heading, title = folded(passage.heading), folded(self.page.title)
        if heading != title and not (passage.level == 1 and (not title or heading in title)):
            return False
        if heading != title and title:
            self.page.remark("left", f"the title of the old page, “{self.page.title}”")
        self.page.title = passage.heading if heading != title else self.page.title
        self.page.remark("placed", f"title: “{passage.heading}”")
        return True

    def _loose(self, passage: OldPassage, *, has_first: bool) -> None:
        """Text before the first heading: the summary, or the first section if the page has none."""
        first, pieces = self.house.policy.sections[0], self._without_disclaimers(passage)
        if pieces and not self.page.title and pieces[0].kind == "paragraph" and could_be_heading(pieces[0].text):
            self.page.title = pieces.pop(0).text
            self.page.remark("guessed", f"title: the first line, “{self.page.title}”")
        if not pieces:
            return
        text = " ".join(pieces[0].text.split())
        if has_first and len(pieces) == 1 and "summary" not in self.page.fields and len(text) <= 300:
            self.page.fields["summary"] = text
            self.page.remark("guessed", f"summary: the words above the first heading: “{text}”")
        elif has_first:
            self.page.keep("Before the first heading", joined(piece.raw for piece in pieces))
        else:
            self.section, self.level = first, passage.level
            self._add(first, pieces)
            self.page.remark("guessed", f"{first.heading}: the text before the first heading")

    def _under_heading(self, passage: OldPassage) -> None:
        self.listing = ""
        inside = (self.section is not None or self.keeping) and passage.level > self.level
        section, match = self.house.names.recognised(passage.heading, near=not inside)
        if section and match:
            self.section, self.level, self.keeping = section, passage.level, False
            self._add(section, self._without_disclaimers(passage))
            part = "guessed" if match is Match.NEAR else "placed"
            source = HOW[match].format(passage.heading)
            self.page.remark(part, f"{section.heading}{source}")
        elif inside and self.section:
            depth = min(DEEPEST, 2 + passage.level - self.level)
            self.page.sections[self.section.id].append(f"{'#' * depth} {passage.raw_heading}")
            self._add(self.section, self._without_disclaimers(passage))
            self.page.remark("placed", f"“{passage.heading}”: as a heading in {self.section.heading}")
        else:
            if not inside:
                self.section, self.level, self.keeping = None, passage.level, True
            pieces = self._without_disclaimers(passage)
            self.page.keep(passage.raw_heading, joined(piece.raw for piece in pieces))
            words = counted(sum(count_words(piece.text) for piece in pieces), "word")
            self.page.remark("unplaced", f"“{passage.heading}” with {words}: no section has this heading")

    def _add(self, section: SectionPolicy, pieces: list[OldBlock]) -> None:
        self.page.sections.setdefault(section.id, []).extend(piece.raw for piece in pieces)

    def _list(self, passage: OldPassage, field: str, name: str) -> None:
        """A list that exporters make; its name may be that of a category."""
        self.section, self.level, self.keeping, self.listing = None, passage.level, False, field
        self.page.remark("placed", f"“{passage.heading}”: this list is made for you, from `{field}`")
        if field == "related":
            naming.place_category(self.page, self.house, name)
        self._fill(field, self._without_disclaimers(passage))

    def _fill(self, field: str, pieces: list[OldBlock]) -> None:
        """Take the names out of a list, or a part of it below a heading of its own."""
        if numbers := [number for piece in pieces for number in NUMBER.findall(piece.raw)]:
            self.page.remark("left", f"the numbers of the items: {' '.join(numbers)}")
        if field == "factors":
            naming.place_factors(self.page, self.house, pieces)
        else:
            naming.place_related(self.page, self.house, pieces)

    def _without_disclaimers(self, passage: OldPassage) -> list[OldBlock]:
        """The blocks that are no disclaimer; each disclaimer found is noted for its own section."""
        kept = []
        for piece in passage.pieces:
            piece = self._without_words_of_disclaimers(piece)
            found = self._disclaimer(piece)
            if found is None:
                kept.append(piece)
                continue
            disclaimer, similarity = found
            self._note(disclaimer)
            if similarity == 100:
                self.page.rewritten.append(piece.text)
                self.page.remark("placed", f"disclaimer `{disclaimer.id}`: word for word")
            else:
                words = f"disclaimer `{disclaimer.id}`: now word for word; it was ({similarity} of 100): “{piece.text}”"
                self.page.remark("replaced", words)
        return kept

    def _without_words_of_disclaimers(self, piece: OldBlock) -> OldBlock:
        """A paragraph without the disclaimers in it."""
        for disclaimer in self.house.policy.disclaimers if piece.kind == "paragraph" else ():
            words = same_words(disclaimer.words)
            if words == piece.words:
                continue
            pattern = r"\s+".join(QUOTE.sub(ANY_QUOTE, re.escape(word)) for word in words.split())
            if words in piece.words and (match := re.search(pattern, piece.raw)):
                self._note(disclaimer)
                self.page.rewritten.append(match.group())
                self.page.remark("placed", f"disclaimer `{disclaimer.id}`: word for word, out of a longer paragraph")
                rest = joined((piece.raw[: match.start()].strip(), piece.raw[match.end() :].strip()))
                piece = piece._replace(raw=rest, text=rest, words=same_words(rest))
        return piece

    def _note(self, disclaimer: Disclaimer) -> None:
        """Note that the page had a disclaimer."""
        owners = (owner.id for owner in self.house.policy.sections if owner.disclaimer == disclaimer.id)
        self.page.opened.update(owners)

    def _disclaimer(self, piece: OldBlock) -> tuple[Disclaimer, int] | None:
        """The disclaimer that a block is or was meant to be, and how similar they are, out of 100."""
        from rapidfuzz import fuzz  # slow to import

        if not piece.words:
            return None
        scored = [
            (round(fuzz.ratio(piece.words.casefold(), same_words(each.words).casefold())), index)
            for index, each in enumerate(self.house.policy.disclaimers)
        ]
        best, index = max(scored, default=(0, 0))
        if best < self.house.similarity:
            return None
        disclaimer = self.house.policy.disclaimers[index]
        if not 1 - MORE < len(piece.words) / len(same_words(disclaimer.words)) < 1 + MORE:
            return None  # it says something else, too
        exact = piece.words == same_words(disclaimer.words)
        return disclaimer, 100 if exact else min(best, 99)


def place_text(page: NewPage, house: House) -> None:
    """Place the text of an old page; one that cannot be parsed is kept as it is."""
    passages = passages_of(page.old.text)
    if passages is None:
        page.keep("The whole text, which could not be read as Markdown", fenced(page.old.text))
        page.remark("unplaced", "the whole text: it could not be read as Markdown")
        return
    Placer(page, house).place(split_at(passages, house.is_heading))
