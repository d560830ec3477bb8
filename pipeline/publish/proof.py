"""Proves that what one strategy gives to a bundle is what the bundle promises of it.

The checks of a whole bundle, asked of a single strategy while its files and pieces are at hand: so nothing is read
twice, and a strategy that did not change need not be checked again.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic_core import from_json, to_json

from pipeline.exporter import File
from pipeline.exporters.csv_descriptor import schema_of
from pipeline.lazy import lazy
from pipeline.model.published import RelatedV1, StrategyV1
from pipeline.model.records import Records
from pipeline.model.tables import tables
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.on_disk import OnDisk
from pipeline.publish.verify.checks.documents import opening_disclaimers
from pipeline.publish.verify.checks.graph import node_properties, relationships_of
from pipeline.publish.verify.checks.images import content_faults, is_image
from pipeline.publish.verify.checks.linked_data import agrees
from pipeline.publish.verify.checks.links import Wanted, is_of_site, is_own, page_links, site_file_faults, text_links
from pipeline.publish.verify.checks.pages import page_faults, page_of, text_faults, text_of
from pipeline.publish.verify.checks.record_images import image_faults
from pipeline.publish.verify.checks.references import card_of, unresolved
from pipeline.publish.verify.checks.strategy_tables import STRATEGIES, same_list, same_row
from pipeline.publish.verify.checks.tables import row_faults
from pipeline.publish.verify.descriptor import TableSchema
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.page import Page
from pipeline.publish.verify.shapes import bare, deeper, lines_of, shaped
from pipeline.publish.verify.tables import Malformed, rows_below
from pipeline.schema import all_fit, fits

WHOLE, LINES = "json/strategies.json", "json/strategies.jsonl"
LINKED, NODES, RELATIONSHIPS = "json/strategies.jsonld", "json/graph/nodes.jsonl", "json/graph/relationships.jsonl"
Pieces = Mapping[str, bytes]


class Gift(NamedTuple):
    """What one strategy gives to a bundle, as it was made: its record, its files, and its piece of each frame.

    Its proof adds to `wanted` what its links want of the rest of the bundle.
    """

    record: StrategyV1
    files: list[File]
    pieces: dict[str, bytes]
    wanted: Wanted


@dataclass(frozen=True)
class Proof:
    """Proves shares of one library's strategies, with the files in a folder."""

    records: Records
    folder: Path
    formats: frozenset[str]

    def faults(self, gifts: Sequence[Gift]) -> Iterator[Fault]:
        """What is wrong with shares.

        One format is looked at in all of them, then the next, as `Examiner` runs rules.
        """
        read = [{file.path: self._read(file.path, len(file.data)) for file in gift.files} for gift in gifts]
        for gift, written in zip(gifts, read, strict=True):
            yield from self._base_faults(gift, written)
        if "json" in self.formats:
            for gift, written in zip(gifts, read, strict=True):
                yield from self._json(gift.record, written, gift.pieces)
                for image in gift.record.images:
                    gift.wanted.setdefault((image.path, ""), (image.path, f"json/strategies/{gift.record.id}.json"))
        if "csv" in self.formats:
            for gift in gifts:
                yield from self._csv(gift.record, gift.pieces)
        if "html" in self.formats:
            yield from self._html(gifts, read)

    def _base_faults(self, gift: Gift, written: Pieces) -> Iterator[Fault]:
        """What is wrong with a share in whatever format."""
        record = gift.record
        for file in gift.files:
            if written[file.path] != file.data:
                yield Fault(file.path, record.id, "it does not read as it was written")
        carried = {section.disclaimer.id for section in record.sections if section.disclaimer}
        if carried != set(self.records.by_id[record.id].carried):
            yield Fault(MANIFEST, record.id, "the disclaimers that are counted are not those of its record")
        yield from unresolved(record, self._cards, self._known, self._factors)

    def rest_faults(self, file: OnDisk, wanted: Wanted) -> Iterator[Fault]:
        """What is wrong with a file of the site besides; of other files, the checks of the whole bundle tell."""
        if not (is_of_site(file.path) or is_image(file.path)):
            return
        data = self._read(file.path, file.bytes)
        if hashlib.sha256(data).hexdigest() != file.sha256:
            yield Fault(file.path, "", "it does not read as it was written")
        if is_image(file.path):
            yield from content_faults(file.path, data)
            return
        try:
            yield from site_file_faults(self._base, file.path, data.decode(), wanted)
        except UnicodeDecodeError:
            yield Fault(file.path, "", "it cannot be read as UTF-8")

    def _read(self, path: str, size: int) -> bytes:
        """The bytes of a file, and one more if there is one: in a third of the time that `Path` takes."""
        place = os.open(f"{self.folder}/{path}", os.O_RDONLY)
        try:
            return os.read(place, size + 1)
        finally:
            os.close(place)

    def _json(self, record: StrategyV1, written: Pieces, pieces: Pieces) -> Iterator[Fault]:
        path = f"json/strategies/{record.id}.json"
        data = written.get(path, b"")
        document, faults = shaped(path, data, model=False)  # the record came out of the model
        yield from faults
        if faults or document is None:
            return
        said = record.model_dump(mode="json")
        if bare(document) != said:
            yield Fault(path, record.id, "it is not what the record says")
        yield from opening_disclaimers(path, record, self._disclaimers)
        yield from image_faults(path, record)
        # As a text each is the document itself, only spaced otherwise: there is no need to read it once more.
        same = {WHOLE: pieces[WHOLE] == deeper(document, data), LINES: pieces[LINES] == to_json(said) + b"\n"}
        for place in (WHOLE, LINES):
            if not same[place] and json.loads(pieces[place]) != said:
                yield Fault(place, record.id, f"it is not what {path} says")
        yield from self._linked(record, pieces[LINKED].lstrip(b",\n"))
        yield from self._graph(record, pieces)

    def _linked(self, record: StrategyV1, data: bytes) -> Iterator[Fault]:
        try:
            article = from_json(data)
        except ValueError as error:
            yield Fault(LINKED, record.id, f"it is not JSON: {error}")
            return
        if fits("published-linked-data", article, "ArticleV1"):
            yield from agrees(self.records.identifiers, article, record)
        else:
            yield Fault(LINKED, record.id, "it does not have the shape of an article")

    def _graph(self, record: StrategyV1, pieces: Pieces) -> Iterator[Fault]:
        nodes = [from_json(line) for line in lines_of(pieces[NODES])]
        wanted = node_properties(record)
        if len(nodes) != 1 or not fits("published-graph-node", nodes[0]):
            yield Fault(NODES, record.id, "it has not one node of the right shape")
        elif {key: nodes[0]["properties"].get(key) for key in wanted} != wanted:
            yield Fault(NODES, record.id, "its node is not what the record says")
        lines = lines_of(pieces[RELATIONSHIPS])
        found = from_json(b"[" + b",".join(lines) + b"]")  # read and judged together, in half of the time
        if len(found) != len(lines) or not all_fit("published-graph-relationship", found):
            yield Fault(RELATIONSHIPS, record.id, "a relationship does not have its shape")
        said = [(item["label"], item["source_identifier"], item["target_identifier"]) for item in found]
        related = [card.id for card in record.related]
        if said != list(relationships_of(self.records.identifiers, record, related)):
            yield Fault(RELATIONSHIPS, record.id, "its relationships are not what the record says")

    def _csv(self, record: StrategyV1, pieces: Pieces) -> Iterator[Fault]:
        for path, (schema, header) in self._tables.items():
            try:
                rows = rows_below(header, pieces[path].decode())
            except Malformed as error:
                yield Fault(path, record.id, str(error))
                continue
            if rows:
                yield from row_faults(schema, path, rows)
            if path == STRATEGIES:
                yield from same_row(record, rows[0]) if len(rows) == 1 else [Fault(path, record.id, "not one row")]
            else:
                yield from same_list(path, record, rows)

    def _html(self, gifts: Sequence[Gift], read: Sequence[Pieces]) -> Iterator[Fault]:
        pages = []
        for gift, written in zip(gifts, read, strict=True):
            pages.append(Page.read(_text(written, page_of(gift.record.id))))
        for gift, page in zip(gifts, pages, strict=True):
            yield from page_faults(gift.record, page)
        for gift, page in zip(gifts, pages, strict=True):
            yield from page_links(self._base, page_of(gift.record.id), page, gift.wanted)
        for gift, written in zip(gifts, read, strict=True):
            path = text_of(gift.record.id)
            text = _text(written, path)
            yield from text_faults(gift.record, text)
            yield from text_links(self._base, path, text, gift.wanted)

    def leads(self, wanted: Wanted) -> Wanted:
        """Of what links want, what those do that an author wrote as whole addresses of the site.

        Where they lead is known only when all is made, and may vanish without the page being made anew: all others
        hang on what the page names.
        """
        if self._base == "/":
            return {}  # there are none while nobody said where the site will stand
        return {place: first for place, first in wanted.items() if is_own(self._base, first[0])}

    @lazy
    def _tables(self) -> dict[str, tuple[TableSchema, tuple[str, ...]]]:
        """The tables with rows of each strategy: their description and the names of their columns."""
        found = (table for table in tables(self.records) if table.rows_of)
        return {
            f"csv/{table.name}.csv": (TableSchema.model_validate(schema_of(table)), table.header) for table in found
        }

    @lazy
    def _base(self) -> str:
        return (self.records.library.base_url or "").rstrip("/") + "/"

    @lazy
    def _disclaimers(self) -> dict[str, str]:
        return {item.id: item.text for item in self.records.disclaimers}

    @lazy
    def _cards(self) -> Mapping[str, RelatedV1]:
        return {head.id: card_of(head) for head in self.records.heads}

    @lazy
    def _known(self) -> frozenset[str]:
        catalog = self.records.catalog
        return frozenset(page.id for page in (*catalog.published, *catalog.retired))

    @lazy
    def _factors(self) -> frozenset[str]:
        return frozenset(factor.id for factor in self.records.catalog.vocabulary.factors)


def _text(written: Pieces, path: str) -> str:
    return written.get(path, b"").decode("utf-8", "replace")
