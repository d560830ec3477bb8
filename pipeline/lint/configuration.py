"""Settings of a library, read with the position of each mistake in them."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from pipeline.lint.rule import all_rules
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.settings import Settings
from pipeline.model.wording import unopened
from pipeline.source.discovery import SETTINGS_BYTES
from pipeline.source.disk import TOO_LARGE
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import did_you_mean
from pipeline.source.paths import SETTINGS_PATHS
from pipeline.source.text import Source, Span

RULE = "invalid-configuration"
SETTINGS = "docs/configuration.md"
# Strings, closed or not, and comments of TOML: nothing in them is a bracket or a dot of a key.
TOML_HIDDEN = re.compile(r"""\"(?:\\.|[^"\\\n])*+"?|'[^'\n]*+'?|#[^\n]*""")
# A dotted key with so many parts that tomllib would need gigabytes for it.
TOML_LONG_KEY = re.compile(r"(?:\.[ \t]*[\w-]+[ \t]*){64}")
# The header of a table, and the key of a line.
TOML_HEADER = re.compile(r"\[\s*([^\[\]]+?)\s*\](?:\s*#.*)?")
TOML_KEY = re.compile(r"""(["']?)([\w.-]+)\1\s*=""")
# A byte that is not UTF-8, decoded as a lone surrogate.
NOT_UTF8 = re.compile(r"[\ud800-\udfff]")
# The end of tomllib's messages: "(at line 3, column 7)".
TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")


class ConfigurationFault(EnvironmentFault):
    """A configuration file with mistakes: `diagnostics` about `source`."""

    def __init__(self, source: Source, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(f"{source.path} cannot be used")
        self.source = source
        self.diagnostics = diagnostics


def unusable(name: str, reason: str) -> ConfigurationFault:
    """The exception about a settings file that was not read, for this reason."""
    source = Source(name, "")
    if reason == TOO_LARGE:
        words = f"this file has more than {SETTINGS_BYTES:,} bytes", "take out what was pasted in by mistake"
    else:
        words = unopened(reason)
    return ConfigurationFault(source, (Diagnostic(Span(name, 0, 0), RULE, Severity.ERROR, *words),))


def read_settings(read: Callable[[str], Source | None]) -> Settings:
    """Read `strategies.toml`, or `[tool.strategies]` of `pyproject.toml`; neither means the defaults.

    `read` gives the text of a file in the root, or None. Raises ConfigurationFault with the position of each mistake.
    """
    for name, table in zip(SETTINGS_PATHS, ((), ("tool", "strategies")), strict=True):
        source = read(name)
        if source is None:
            continue
        data: Any = _parse(source)
        for key in table:
            data = data.get(key, {}) if isinstance(data, dict) else {}
        if data or not table:
            return _validate(source, data, table)
    return Settings()


def _parse(source: Source) -> dict[str, Any]:
    import tomllib  # few libraries are configured

    _refuse_unreadable(source)
    try:
        return tomllib.loads(source.text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found, last = TOML_PLACE.search(message), len(source.line_starts) - 1
        line = source.line_span(min(int(found[1]) - 1, last) if found else last)
        span = source.span(min(line.start + int(found[2]) - 1, line.end) if found else line.start, line.end)
        words = TOML_PLACE.sub("", message)
        raise _fault(source, span, f"this is not TOML: {words[:1].lower()}{words[1:]}") from None
    except RecursionError:
        raise _fault(source, _deepest(source), "lists and tables stand inside one another too deep") from None
    except ValueError:  # a number of more digits than Python takes
        raise _fault(source, source.line_span(0), "a number in this file is too large") from None


def _refuse_unreadable(source: Source) -> None:
    """Raise ConfigurationFault for text that tomllib would accept or fail on."""
    if bad := NOT_UTF8.search(source.text):
        byte = f"{ord(bad.group()) - 0xDC00:02X}"
        raise _fault(source, source.span(*bad.span()), f"the byte {byte} is not UTF-8")
    if key := TOML_LONG_KEY.search(_masked(source.text)):
        line = source.line_span(source.line_index(key.start()))
        raise _fault(source, line, "a name in this file has too many parts with dots between")


def _masked(text: str) -> str:
    """A text of TOML with its strings and comments masked, at the same length."""
    return TOML_HIDDEN.sub(lambda match: ("x" if match.group()[0] != "#" else " ") * len(match.group()), text)


def _deepest(source: Source) -> Span:
    """The most deeply nested bracket."""
    depth, deepest, at = 0, 0, 0
    for offset, character in enumerate(_masked(source.text)):
        depth += (character in "[{") - (character in "]}")
        if depth > deepest:
            deepest, at = depth, offset
    return source.span(at, at + 1)


def _validate(source: Source, data: dict[str, Any], table: tuple[str, ...]) -> Settings:
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        places, help_ = SettingLines(source), _help()
        found = tuple(
            _diagnostic(places.span((*table, *map(str, detail["loc"]))), _words(detail["loc"], detail["msg"]), help_)
            for detail in error.errors()
        )
        raise ConfigurationFault(source, found) from None
    rules = {rule.name: rule for rule in all_rules()}
    for name, level in settings.severity.items():
        if name not in rules:
            span = SettingLines(source).span((*table, "severity", name))
            raise _fault(source, span, f"unknown rule `{name}`{did_you_mean(rules, name)}")
        if rules[name].required and level != "error":
            span = SettingLines(source).span((*table, "severity", name))
            raise _fault(source, span, f"`{name}` is always an error; it cannot be set to {level}")
    return settings


def _words(location: tuple[int | str, ...], message: str) -> str:
    if not location:
        return "settings must be a table of names and values"
    field = ".".join(map(str, location))
    if message.startswith("Extra inputs"):
        return f"unknown setting `{field}`{did_you_mean(Settings.model_fields, str(location[-1]))}"
    return f"`{field}`: {message[:1].lower()}{message[1:]}"


class SettingLines:
    """The lines of a settings file that set keys. tomllib gives no positions, so this reads lines.

    It finds no key in an inline table, and gives the line of that.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._keys: dict[str, int] = {}  # the first line of each
        self._above: dict[str, int] = {}  # the last line of each header or key
        table = ""
        for index in range(len(source.line_starts)):
            line = source.slice(source.line_span(index)).strip()
            if header := TOML_HEADER.fullmatch(line):
                table = header[1].replace('"', "")
                self._above[table] = index
            elif key := TOML_KEY.match(line):
                full = f"{table}.{key[2]}" if table else key[2]
                self._keys.setdefault(full, index)
                self._above[full] = index

    def span(self, keys: tuple[str, ...]) -> Span:
        """The line that sets a key, else that of its table, else the first line."""
        sought = ".".join(keys)
        if sought in self._keys:
            return self._source.line_span(self._keys[sought])
        above = (".".join(keys[:count]) for count in range(1, len(keys) + 1))
        return self._source.line_span(max((self._above.get(each, 0) for each in above), default=0))


def _diagnostic(span: Span, message: str, help_: str) -> Diagnostic:
    return Diagnostic(span, RULE, Severity.ERROR, message, help=help_)


def _help() -> str:
    from pipeline.source.project import documentation  # slow to import, and to ask

    return f"the settings are described in {documentation(SETTINGS) or SETTINGS}"


def _fault(source: Source, span: Span, message: str) -> ConfigurationFault:
    return ConfigurationFault(source, (_diagnostic(span, message, _help()),))
