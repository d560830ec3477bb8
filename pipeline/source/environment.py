"""What keeps a run from its work and lies with neither the content nor the pipeline."""


class EnvironmentFault(Exception):  # noqa: N818 - what it says is for the person at the terminal
    """Wrong use, configuration or environment: told in plain words, one line an argument; exit code 2."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What to print; a line ending inside of one came with a stranger's text."""
        return tuple(map(str, self.args)) or ("",)

    def __str__(self) -> str:
        return "\n".join(self.lines)
