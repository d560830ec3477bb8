"""A second look at the few pages that changed since the whole library was checked.

As `last_check`, it needs little of what a check of the whole library needs: it is what happens before each commit.
"""

import datetime as dt
from collections.abc import Mapping

from pipeline.check import Examiner
from pipeline.files import Files, read_page
from pipeline.last_check import LastCheck, touches
from pipeline.model.context import Context
from pipeline.model.entry import Entry, build_entry
from pipeline.model.facts import print_of
from pipeline.model.library import Library
from pipeline.rule import page_rules


def look_again(files: Files, last: LastCheck, changed: Mapping[str, str], today: dt.date) -> LastCheck | None:
    """The last check with some changed pages looked at again; None when others may have to be, too.

    `changed` holds what told the facts of each page from others. Other pages may have to be looked at when a page has
    other facts than it had, asks to ignore a rule, or when a finding that hangs on several files names a place in it.
    """
    entries = {path: build_entry(read_page(files.root, path, files.limits)[2]) for path in changed}
    if any(print_of(entries[path].facts) != facts for path, facts in changed.items()):
        return None
    library = files.frame()
    return judged_again(last, entries, library, files.context(library, today))


def judged_again(last: LastCheck, changed: Mapping[str, Entry], library: Library, context: Context) -> LastCheck | None:
    """The last check with some pages judged again that have the facts they had; None as above."""
    if any(touches(found, changed) for found in last.others):
        return None
    if any(entry.facts.ignores for entry in changed.values()):
        return None
    examiner = Examiner.of(context, policy_broken=library.policy_broken, rules=page_rules())
    on_pages = [found for found in last.on_pages if found.span.path not in changed]
    for examination in examiner.examine(*changed.values()):
        on_pages += examination.findings
    return last._replace(on_pages=tuple(on_pages))
