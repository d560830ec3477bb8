"""Errors of usage, configuration or environment, which neither the content nor the pipeline causes."""


class EnvironmentFault(Exception):  # noqa: N818 - its text is for the user
    """Wrong usage, configuration or environment, in plain words, one line for each argument; exit code 2."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines to print; a line ending inside one comes from a foreign text."""
        return tuple(map(str, self.args)) or ("",)

    def __str__(self) -> str:
        return "\n".join(self.lines)
