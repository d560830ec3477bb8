"""The Markdown of strategies in llms-full.txt."""

FULL = "html/llms-full.txt"
# Between two pages, and before the first.
SEPARATOR = "\n---\n\n"
# The top of the site as seen from a page as Markdown.
FROM_PAGE = "../../"


def end_of_page(text: str, start: int, markdown: str, top: str) -> int | None:
    """The end of a page in the text; None if another text is there.

    The two differ only in the address of the site's top, which is `top` in the text. Words of the author that look
    like that address stay as they are.
    """
    first, *parts = markdown.split(FROM_PAGE)
    position = start + len(first)
    if not text.startswith(first, start):
        return None
    for part in parts:
        address = FROM_PAGE if text.startswith(FROM_PAGE, position) else top
        if not text.startswith(address + part, position):
            return None
        position += len(address + part)
    return position


def top_of(base: str) -> str:
    """The address of the site's top in llms.txt and llms-full.txt, where no bracket may end a link."""
    return "" if base == "/" else base.replace("(", "%28").replace(")", "%29")
