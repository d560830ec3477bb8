"""Writes plain data as YAML that people go on editing."""

import yaml

# No line is broken: a text of a person stays on one line.
WIDTH = 1_000_000


class _Indented(yaml.SafeDumper):
    """Indents lists below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def yaml_text(value: object) -> str:
    """Mappings and lists as YAML, one item a line."""
    return str(yaml.dump(value, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=WIDTH))


def yaml_value(value: object) -> str:
    """A text, or a list of texts, as YAML on one line."""
    written = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=True)
    return str(written).removesuffix("\n").removesuffix("\n...")
