"""Updates of a page that the library has: what the old page does not say stays as it is."""

from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.new_page import NewPage
from pipeline.authoring.intake.old_file import NotImported
from pipeline.authoring.intake.old_page import OldPage
from pipeline.authoring.intake.passages import passages_of
from pipeline.authoring.intake.placing import Placer
from pipeline.model.author_texts import is_not_placed
from pipeline.model.entry import Entry
from pipeline.source.parse.yaml_tree import Mapping, to_plain
from pipeline.source.text import normalised


def keep_existing(page: NewPage, house: House, former: Entry) -> None:
    """Take fields and sections of the existing page that the old one has nothing for."""
    document = former.document
    if not document.readable or document.front_span is None or not isinstance(document.front, Mapping):
        raise NotImported(page.old.name, f"{former.path} cannot be read, so it cannot be updated")
    front = document.source.slice(document.front_span)
    if any(line.lstrip().startswith("#") or " #" in line for line in front.split("\n")):
        raise NotImported(page.old.name, f"an update would lose the comments in the front matter of {former.path}")
    fields = to_plain(document.front)
    assert isinstance(fields, dict)
    for name, value in fields.items():
        if name != "title" and not page.fields.get(name):
            page.fields[name] = value  # type: ignore[assignment]
    text = normalised(document.source.text[document.front_span.end :]).partition("\n")[2]
    before = NewPage(OldPage(former.path, former.id, text, ""), former.id, former.title)
    passages = passages_of(text) or []
    unplaced = next((at for at, each in enumerate(passages) if is_not_placed(each.heading)), len(passages))
    Placer(before, house).place(passages[:unplaced])
    for id_ in (before.sections.keys() | before.opened) - page.sections.keys() - page.opened:
        page.sections[id_] = before.sections.get(id_, [])
        page.opened |= before.opened & {id_}
    known = {leftover.text for leftover in page.leftovers}
    for passage in passages[unplaced:]:
        heading = "" if is_not_placed(passage.heading) else passage.raw_heading
        if passage.raw not in known:
            page.keep(heading, passage.raw)
    page.remark("placed", f"what {former.path} says and the old page does not stays")
    if former.status != "draft":
        page.remark("todo", f"{former.path} is {former.status}: read it before you publish again")
