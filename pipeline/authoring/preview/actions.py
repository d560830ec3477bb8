"""What the buttons and forms of the preview send, and what is done then."""

import json
from collections.abc import Callable, Mapping

from pydantic import BaseModel, NonNegativeInt

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.creating import WantedPage, begin, house_of
from pipeline.authoring.changes.named import find
from pipeline.authoring.changes.retiring import retire
from pipeline.authoring.preview.form import digest_of
from pipeline.authoring.preview.session import ChangedMeanwhile, PreviewSession
from pipeline.authoring.preview.views import findings_in_form, form_of, page_of_file
from pipeline.model.own_fields import STRATEGY
from pipeline.source.disk import FileRefused
from pipeline.source.environment import EnvironmentFault

CHANGED = (
    "The file was changed on the disk meanwhile, so nothing was written. What you see here is still yours to copy."
)


class SentFix(BaseModel):
    """What the button of a finding sends."""

    number: NonNegativeInt
    version: NonNegativeInt


class SentTitle(BaseModel):
    """What the form of a new page sends; without an id, one is made of the title."""

    title: str
    id: str = ""


class SentForm(BaseModel):
    """What the form of a page sends: the fields that were changed, and the parts of the text by number."""

    path: str
    digest: str
    whole: bool = False
    fields: dict[str, str | tuple[str, ...]] = {}
    sections: dict[NonNegativeInt, str] = {}


class SentRetirement(SentForm):
    """What the button to retire a page sends."""

    successor: str = ""


class PreviewActions:
    """Does what pages of the preview ask for; raises EnvironmentFault, in words for authors, for what is refused."""

    def __init__(self, session: PreviewSession) -> None:
        self._session = session

    @property
    def by_name(self) -> Mapping[str, Callable[[bytes], str]]:
        """Each by its name in addresses. It takes what was sent, and returns the answer."""
        return {
            "fix": self._fix,
            "check": self._check,
            "save": self._save,
            "new": self._new,
            "retire": self._retire,
        }

    def _fix(self, data: bytes) -> str:
        sent = SentFix.model_validate_json(data)
        self._session.mend(sent.number, sent.version)
        return ""

    def _check(self, data: bytes) -> str:
        """The findings and the page of a text that is not saved."""
        sent = SentForm.model_validate_json(data)
        site = self._session.unsaved(self._edited(sent))
        return json.dumps(
            {"findings": findings_in_form(site, sent.path, whole=sent.whole), "page": page_of_file(site, sent.path)}
        )

    def _save(self, data: bytes) -> str:
        """What identifies the new text, and its headings, by which a page sees whether its form is still the same."""
        sent = SentForm.model_validate_json(data)
        self._session.write(self._edited(sent))
        form = form_of(self._session.site, sent.path, whole=sent.whole)
        headings = [section.heading for section in form.sections] if form else []
        return json.dumps({"digest": digest_of(form.source) if form else "", "headings": headings})

    def _new(self, data: bytes) -> str:
        """The path of a new page."""
        sent, change = SentTitle.model_validate_json(data), self._session.change()
        house = house_of(change, self._session.report.library, self._session.today)
        path = begin(change, house, WantedPage(sent.title, sent.id))
        self._session.try_and_write(change)
        return path

    def _retire(self, data: bytes) -> str:
        sent = SentRetirement.model_validate_json(data)
        library, change = self._session.report.library, self._edited(sent)
        old = find(library, library.by_path[sent.path].id, STRATEGY)
        retire(change, library, old, sent.successor or None, self._session.today.isoformat())
        self._session.try_and_write(change)
        return ""

    def _edited(self, sent: SentForm) -> LibraryChange:
        """The change that a form asks for; raises ChangedMeanwhile if it was made of another text than the newest."""
        change, form = self._session.change(), form_of(self._session.site, sent.path, whole=sent.whole)
        if form is None:
            raise EnvironmentFault("There is no such page any more, or its text cannot be changed here.")
        try:
            newest = digest_of(change.source(sent.path))
        except FileRefused:
            newest = ""
        if not newest == digest_of(form.source) == sent.digest:
            raise ChangedMeanwhile(CHANGED)
        form.edit(change, sent.fields, sent.sections)
        return change
