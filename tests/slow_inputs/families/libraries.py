"""Whole libraries: many pages, files and folders."""

from collections.abc import Callable

from tests.crash.scene import PAGE
from tests.slow_inputs.case import FACTORS, LAST, Case, Family, page, repeated, written

FOLDER = "content/strategies"
SMALLEST = 2_000  # about the size of a page
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 100


def pages(change: Callable[[str, int, int], str], name: str = "page-{}") -> Family:
    """As many pages as make the size, each changed by its number and that of all."""

    def case(size: int) -> Case:
        count = size // SMALLEST
        made = {f"{FOLDER}/{name.format(n)}.md": change(_page(n), n, count) for n in range(count)}
        return Case({PAGE: page(LAST), **made})

    return case


def _page(number: int) -> str:
    return page(title=f"Page {number}").replace("learner-voice", f"was-{number}")


def related(choose: Callable[[int, int], list[int]]) -> Callable[[str, int, int], str]:
    """A page that names others."""

    def change(text: str, number: int, count: int) -> str:
        names = ", ".join(f"page-{n}" for n in dict.fromkeys(choose(number, count)) if n != number)
        return text.replace("related: []", f"related: [{names}]")

    return change


def linked(text: str, number: int, count: int) -> str:
    """A page with a link to each other."""
    links = " ".join(f"[a](strategy:page-{n})" for n in range(count) if n != number)
    return text.replace("\n## Example:", f"\n{links}\n\n## Example:", 1)


def files(name: str, content: str | bytes, each: int) -> Family:
    """As many files as make the size."""
    return lambda size: Case({PAGE: page(LAST), **{name.format(n): content for n in range(size // each)}})


FAMILIES: dict[str, Family] = {
    "pages": pages(lambda text, number, count: text),
    "pages with one title": pages(lambda text, number, count: text.replace(f"Page {number}", "Same")),
    "pages with one former id": pages(lambda text, number, count: text.replace(f"was-{number}", "was")),
    "pages in folders of their own": pages(lambda text, number, count: text, "folder-{0}/page-{0}"),
    "pages of one name in folders": pages(lambda text, number, count: text, "folder-{0}/page"),
    "pages that name the next": pages(related(lambda number, count: [(number + 1) % count])),
    "pages that name all": pages(related(lambda number, count: list(range(count)))),
    "pages that link to all": pages(linked),
    "pages that name unknown ones": pages(related(lambda number, count: [count + number])),
    "pages of the same text but without a section": pages(
        lambda text, number, count: text.replace("## Additional Resources", "## Resources")
    ),
    "retired pages with successors in a chain": pages(
        lambda text, number, count: text.replace(
            "status: published", f"status: retired\nreplaced_by: page-{(number + 1) % count}"
        )
    ),
    "pages that cannot be read": pages(lambda text, number, count: "\x00"),
    "empty pages": files(f"{FOLDER}/page-{{}}.md", "", 100),
    "other files": files(f"{FOLDER}/other-{{}}.txt", "", 100),
    "pages elsewhere": files("content/page-{}.md", "", 100),
    "images": files("content/images/image-{}.png", PNG, 100),
    "images that are none": files("content/images/image-{}.png", "no image", 100),
    "own pages": files("content/pages/page-{}.md", "---\ntitle: A Page\n---\n\nText.\n", 100),
    "translations": files(f"{FOLDER}/student-voice.x{{}}.md", "---\n---\n", 100),
    "static files": files("site/static/file-{}.txt", "text", 100),
    "templates": files("site/templates/blocks/block-{}.html", "{% for a in b %}", 100),
    "a deep folder": lambda size: Case({PAGE: page(LAST), f"{FOLDER}/{'a/' * min(size // 100, 200)}page.md": page()}),
    "a long name": lambda size: Case({PAGE: page(LAST), f"{FOLDER}/{'a' * min(size // 1_000, 240)}.md": page()}),
    "terms and a page for each": lambda size: Case(
        {PAGE: page(LAST), FACTORS: written(FACTORS) + repeated("- {id: a-§, name: Name §, definition: x}\n", size)}
    ),
}
