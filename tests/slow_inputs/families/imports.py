"""Old content for `strategies import`: documents, workbooks, web pages, tables, plain text."""

import io
import zipfile
from collections.abc import Callable

from tests.slow_inputs.case import LAST, Case, Family, repeated

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
HTML = "<html><head><title>Old Page</title></head><body><h1>Old Page</h1>"


def imported(name: str, content: str | bytes) -> Case:
    """Import one file."""
    return Case({f"old/{name}": content}, (("import", "--root={root}", f"{{root}}/old/{name}", "--today=2026-11-24"),))


def html(unit: str, before: str = "", after: str = "") -> Family:
    """A web page with a unit over and over."""
    return lambda size: imported("old.html", f"{HTML}{before}{repeated(unit, size)}{after}<p>{LAST}</p></body></html>")


def text(name: str, unit: str, before: str = "", after: str = f"\n\n{LAST}\n") -> Family:
    """A text with a unit over and over."""
    return lambda size: imported(name, before + repeated(unit, size) + after)


def archive(name: str, parts: Callable[[int], dict[str, str | bytes]]) -> Family:
    """A ZIP archive, compressed as well as can be."""

    def case(size: int) -> Case:
        with io.BytesIO() as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
                for path, content in parts(size).items():
                    target.writestr(path, content)
            return imported(name, file.getvalue())

    return case


def word(unit: str, before: str = "", after: str = "") -> Family:
    """A document of a word processor with a unit over and over."""

    def parts(size: int) -> dict[str, str | bytes]:
        said = f"<w:p><w:r><w:t>{LAST}</w:t></w:r></w:p></w:body></w:document>"
        content = DOCUMENT + before + repeated(unit, size) + after + said
        return {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONS, "word/document.xml": content}

    return archive("old.docx", parts)


def word_nested(left: str, right: str) -> Family:
    """A document of a word processor with elements inside one another."""
    depth = len(left + right)
    return lambda size: word("<w:p/>", left * (size // depth), right * (size // depth))(1)


def bomb(name: str, part: str) -> Family:
    """An archive a thousandth as large as what is in it: 200 MB at most."""
    return archive(name, lambda size: {"[Content_Types].xml": CONTENT_TYPES, part: bytes(min(size, 200_000) * 1_000)})


FAMILIES: dict[str, Family] = {
    "bomb for a document": bomb("old.docx", "word/document.xml"),
    "bomb for a workbook": bomb("old.xlsx", "xl/workbook.xml"),
    "bomb in another part": bomb("old.docx", "word/media/image.png"),
    "archive of many parts": archive("old.docx", lambda size: {f"word/{n}.xml": "" for n in range(size // 100)}),
    "no archive": lambda size: imported("old.docx", b"PK\x03\x04" * (size // 4)),
    "document of paragraphs": word("<w:p><w:r><w:t>Words of it.</w:t></w:r></w:p>"),
    "document of one paragraph": word("<w:r><w:t>Words </w:t></w:r>", "<w:p>", "</w:p>"),
    "document of a table": word("<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>", "<w:tbl>", "</w:tbl>"),
    "document of deep tables": word_nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    "document of entities": archive(
        "old.docx",
        lambda size: {"word/document.xml": "<!DOCTYPE x [" + repeated('<!ENTITY a§ "&b;&b;">', size) + "]><x>&a1;</x>"},
    ),
    "web page of paragraphs": html("<p>Words of it.</p>"),
    "web page of open tags": html("<b>"),
    "web page of deep elements": html("<div>"),
    "web page of lists in lists": html("<ul><li>a"),
    "web page of quotes in quotes": html("<blockquote>"),
    "web page of tables in tables": html("<table><tr><td>"),
    "web page of closing tags": html("</b>"),
    "web page of links": html('<a href="https://example.org/§">a</a> '),
    "web page of less-than signs": html("<"),
    "web page of entities": html("&amp;"),
    "web page of attributes": html("a='b' ", "<p ", ">"),
    "web page of comments": html("<!-- a -->"),
    "web page with an open comment": html("a ", "<!-- "),
    "web page of pictures": html('<img src="a§.png" alt="a">'),
    "web page of table rows": html("<tr><td>a</td></tr>", "<table>", "</table>"),
    "plain text": text("old.txt", "Words of it.\n\n"),
    "plain text of lists": text("old.txt", "* item\n"),
    "plain text of addresses": text("old.txt", "https://example.org/§ "),
    "plain text on one line": text("old.txt", "word "),
    "plain text of marks": text("old.txt", "[*_`<"),
    "Markdown": text("old.md", "Words of it.\n\n", "# Old Page\n\n"),
    "Markdown of sections": text("old.md", "## Heading §\n\ntext\n\n", "# Old Page\n\n"),
    "Markdown of links": text("old.md", "[a](https://example.org/§) ", "# Old Page\n\n"),
    "Markdown of open brackets": text("old.md", "[", "# Old Page\n\n"),
    "Markdown of front matter": text("old.md", "key§: value\n", "---\ntitle: Old Page\n", f"---\n\n{LAST}\n"),
    "Markdown of HTML": text("old.md", "<b>a</b> ", "# Old Page\n\n"),
    "Markdown of quotes in quotes": text("old.md", "> ", "# Old Page\n\n"),
    "table of pages": text("old.csv", "Page §,Words of it.\n", "title,summary\n", f"Page,{LAST}\n"),
    "table of columns": text("old.csv", "column §,", "title,", f"\nOld Page,{LAST}\n"),
    "table of an open quote": text("old.csv", "a,b\n", 'title,summary\nOld Page,"', f"{LAST}\n"),
    "table of a long cell": text("old.csv", "word ", "title,summary\nOld Page,", f"{LAST}\n"),
}
