"""Findings about the policy of a library that a change alters: they are in no effect, and a person has to look."""

from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.lint.guard.policy import info_changes, page_policy_changes, settings_changes
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.wording import quoted
from pipeline.source.git.guarded import Guarded
from pipeline.source.parse import Limits, parse_data, parse_page
from pipeline.source.paths import (
    INFO_PATH,
    POLICY_PATH,
    SETTINGS_PATHS,
    STATIC_FOLDER,
    TEMPLATES_FOLDER,
    translation_path,
)
from pipeline.source.text import Source, Span

# The name of these findings. It is that of no rule: no setting, comment or baseline hides them.
RULE = "changed-policy"


def policy_changes(guarded: Guarded, name: str) -> tuple[tuple[Diagnostic, ...], dict[str, Source]]:
    """What a change makes of the policy at a named commit, and the texts of the files that the findings are about."""
    found: list[Diagnostic] = []
    before, after = ({path: Source.decode(path, data) for path, data in files.items()} for files in guarded[1:3])
    help_ = f"this check went by `{name}`, so it has no effect yet; once it is merged, it has: look at it as at code"
    for span, words in _changes(before, after, guarded.limits):
        found.append(Diagnostic(span, RULE, Severity.WARNING, words, help_))
    texts = {each.span.path: after.get(each.span.path, Source(each.span.path, "")) for each in found}
    for span, words in _new_ignores(guarded, texts):
        found.append(
            Diagnostic(span, RULE, Severity.WARNING, words, "a comment hides findings: see that its reason holds")
        )
    return tuple(sorted(found, key=lambda each: each.sort_key)), texts


def _changes(before: Mapping[str, Source], after: Mapping[str, Source], limits: Limits) -> Iterator[tuple[Span, str]]:
    yield from settings_changes(before, after)
    for path in sorted(before.keys() | after.keys()):
        then, now = before.get(path), after.get(path)
        if path in SETTINGS_PATHS or (then and now and then.text == now.text):
            continue
        if path == INFO_PATH:
            yield from info_changes(then, now, limits)
        elif path == POLICY_PATH and then and now:
            yield from page_policy_changes(then, now, limits)
        else:
            deed = "alters" if then and now else "adds" if now else "takes away"
            yield Span(path, 0, 0), f"this change {deed} {_kind(path)}"


def _kind(path: str) -> str:
    """What a file of the policy is, in words."""
    folder, _, name = path.partition("/")
    translated = translation_path(path)
    if path == POLICY_PATH:
        return "the page policy"
    if translated:
        return f"the page policy in the language {quoted(translated.language)}, with its disclaimers"
    if folder == TEMPLATES_FOLDER:
        return f"the template {quoted(name)}, a program that makes pages"
    return f"the file {quoted(name)} of the site" if folder == STATIC_FOLDER else f"words of the site, {quoted(name)}"


def _new_ignores(guarded: Guarded, texts: dict[str, Source]) -> Iterator[tuple[Span, str]]:
    """Comments that hide findings and were not there before; `texts` gets the files that they are in."""
    for path, (before, after) in sorted(guarded.marked.items()):
        now = Source.decode(path, after)
        known = Counter(rule for rule, _ in _ignored(Source.decode(path, before), guarded.limits))
        for rule, span in _ignored(now, guarded.limits):
            known[rule] -= 1
            if known[rule] < 0:
                texts[path] = now
                yield span, f"this change hides what {quoted(rule)} finds here"


def _ignored(source: Source, limits: Limits) -> list[tuple[str, Span]]:
    """The rules that comments of a file name."""
    document = (parse_page if source.path.endswith(".md") else parse_data)(source, limits)
    return [named for ignore in document.ignores for named in ignore.rules]
