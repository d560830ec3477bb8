"""The text of a section without its disclaimer, for readers that show that beside it; a disclaimer as a quote."""

from pipeline.model.plain_markdown import plain
from pipeline.model.policy import same_words
from pipeline.publish.schema.records import DisclaimerV1, SectionV1

# The separator of blocks in a text.
BLANK_LINE = "\n\n"


def own_text(section: SectionV1) -> str:
    """The text of a section without the block quote that is its disclaimer."""
    if section.disclaimer is None:
        return section.text
    wanted, blocks = same_words(section.disclaimer.text), section.text.split(BLANK_LINE)
    for count in range(1, len(blocks) + 1):
        if same_words(BLANK_LINE.join(blocks[:count])) == wanted:
            return BLANK_LINE.join(blocks[count:])
    return section.text


def quote_of(disclaimer: DisclaimerV1) -> list[str]:
    """The lines of a block quote in Markdown with a disclaimer, and an empty line."""
    paragraphs = (disclaimer.markdown or plain(disclaimer.text)).split(BLANK_LINE)
    return [*"\n>\n".join(f"> {paragraph}" for paragraph in paragraphs).split("\n"), ""]
