"""What must change in a text to make it word for word, shown as words to take out and to put in."""

from collections.abc import Sequence

from pipeline.model.policy import same_words
from pipeline.model.wording import shortened

# Words shown on either side of a change.
AROUND = 4


def difference(written: Sequence[str], exact: Sequence[str]) -> tuple[str, int, int]:
    """Show the changes as `[-take out-] {+put in+}`, and give the range of the first in the words written."""
    changes = _opcodes(written, exact)
    parts: list[str] = []
    for index, (tag, i, j, k, m) in enumerate(changes):
        if tag == "equal":
            parts += _unchanged(written[i:j], opens=index == 0, ends=index == len(changes) - 1)
            continue
        if i < j:
            parts.append(f"[-{shortened(' '.join(written[i:j]))}-]")
        if k < m:
            parts.append(f"{{+{' '.join(exact[k:m])}+}}")
    start, end = next(((i, j) for tag, i, j, _, _ in changes if tag != "equal"), (0, len(written)))
    if start == end:  # words are lacking: show the word before which, or after which, they belong
        start = min(start, len(written) - 1)
    return " ".join(parts), start, max(end, start + 1)


def _opcodes(written: Sequence[str], exact: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    from difflib import SequenceMatcher  # few disclaimers are altered

    ours, theirs = ([same_words(word) for word in words] for words in (written, exact))
    return list(SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes())


def _unchanged(words: Sequence[str], *, opens: bool, ends: bool) -> list[str]:
    """Words that stay, only those next to a change."""
    before = [] if opens else list(words[:AROUND])
    after = [] if ends else list(words[-AROUND:])
    if len(before) + len(after) >= len(words):
        return list(words)
    return [*before, "…", *after]
