"""Reads a library's configuration and says exactly what is wrong with it."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.environment import EnvironmentFault
from pipeline.model.names import Names
from pipeline.model.settings import Settings
from pipeline.places import SETTINGS_PATHS
from pipeline.rule import all_rules
from pipeline.text import Source, Span

RULE = "invalid-configuration"
# Where tomllib's messages end: "(at line 3, column 7)".
TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")


class ConfigurationFault(EnvironmentFault):
    """A configuration file that cannot be used; `diagnostics` say what is wrong in `source`."""

    def __init__(self, source: Source, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(f"{source.path} cannot be used")
        self.source = source
        self.diagnostics = diagnostics


def read_settings(read: Callable[[str], Source | None]) -> Settings:
    """Read `strategies.toml`, or `[tool.strategies]` of `pyproject.toml`; neither means the defaults.

    `read` gives the text of a file in the root, or None. Raises ConfigurationFault with the place of each fault.
    """
    for name, table in zip(SETTINGS_PATHS, ((), ("tool", "strategies")), strict=True):
        source = read(name)
        if source is None:
            continue
        data = _parse(source)
        for key in table:
            data = data.get(key, {})
        if data or not table:
            return _validate(source, data, table)
    return Settings()


def _parse(source: Source) -> dict[str, Any]:
    import tomllib  # few libraries are configured

    try:
        return tomllib.loads(source.text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place, last = TOML_PLACE.search(message), len(source.line_starts) - 1
        line = source.line_span(min(int(place[1]) - 1, last) if place else last)
        span = source.span(min(line.start + int(place[2]) - 1, line.end) if place else line.start, line.end)
        words = TOML_PLACE.sub("", message)
        raise _fault(source, span, f"this is not TOML: {words[:1].lower()}{words[1:]}") from None


def _validate(source: Source, data: dict[str, Any], table: tuple[str, ...]) -> Settings:
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        found = tuple(
            _diagnostic(_place(source, (*table, *map(str, detail["loc"]))), _words(detail["loc"], detail["msg"]))
            for detail in error.errors()
        )
        raise ConfigurationFault(source, found) from None
    rules = {rule.name: rule for rule in all_rules()}
    names = Names.of(rules)
    for name, level in settings.severity.items():
        place = _place(source, (*table, "severity", name))
        if name not in rules:
            meant = names.suggest(name)
            raise _fault(source, place, f"unknown rule `{name}`" + (f"; did you mean `{meant.id}`?" if meant else ""))
        if rules[name].required and level != "error":
            raise _fault(source, place, f"`{name}` is always an error; it cannot be set to {level}")
    return settings


def _words(location: tuple[int | str, ...], message: str) -> str:
    field = ".".join(map(str, location))
    if message.startswith("Extra inputs"):
        meant = Names.of(Settings.model_fields).suggest(str(location[-1]))
        return f"unknown setting `{field}`" + (f"; did you mean `{meant.id}`?" if meant else "")
    return f"`{field}`: {message[:1].lower()}{message[1:]}"


def _place(source: Source, keys: tuple[str, ...]) -> Span:
    """Where a key stands: the line that sets it in its table, else the table's, else the first line.

    tomllib gives no places, so this reads lines; a key it cannot see (in an inline table) is shown at its table.
    """
    best, table = source.line_span(0), ""
    wanted = ".".join(keys)
    for index in range(len(source.line_starts)):
        span = source.line_span(index)
        line = source.slice(span).strip()
        if header := re.fullmatch(r"\[\s*([^\[\]]+?)\s*\](?:\s*#.*)?", line):
            table = header[1].replace('"', "")
            if wanted == table or wanted.startswith(table + "."):
                best = span
        elif key := re.match(r"""(["']?)([\w.-]+)\1\s*=""", line):
            full = f"{table}.{key[2]}" if table else key[2]
            if wanted == full:
                return span
            if wanted.startswith(full + "."):
                best = span
    return best


def _diagnostic(span: Span, message: str) -> Diagnostic:
    return Diagnostic(span, RULE, Severity.ERROR, message, help="the settings are described in docs/configuration.md")


def _fault(source: Source, span: Span, message: str) -> ConfigurationFault:
    return ConfigurationFault(source, (_diagnostic(span, message),))
