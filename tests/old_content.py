"""Old content for tests of the import: the files of `tests/old`, and documents made here."""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

OLD = Path(__file__).parent / "old"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ROOT = f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>"""
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 2", "Normal")
)


def document(*paragraphs: tuple[str, str], extra: str = "", links: str = "") -> bytes:
    """A document of a word processor: paragraphs with their styles, more XML, and relationships."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    names = (
        f'xmlns:w="{WORD}" xmlns:r="{RELATION}" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    )
    return archive(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": ROOT,
            "word/document.xml": f"<w:document {names}><w:body>{body}{extra}</w:body></w:document>",
            "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{STYLES}</w:styles>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships">{links}</Relationships>',
            "word/header1.xml": f'<w:hdr xmlns:w="{WORD}"><w:p><w:r><w:t>Draft of Ms. Osei</w:t></w:r></w:p></w:hdr>',
        }
    )


def archive(parts: dict[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    data = io.BytesIO()
    with ZipFile(data, "w", method) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return data.getvalue()


def picture(relation: str) -> str:
    """A paragraph with an image."""
    blip = f'<a:blip r:{"link" if relation == "far" else "embed"}="{relation}"/>'
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="Chairs in a ring"/><a:graphic><a:graphicData>'
        f"<pic:pic><pic:blipFill>{blip}</pic:blipFill></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
