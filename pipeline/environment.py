"""What keeps a run from its work and lies with neither the content nor the pipeline."""


class EnvironmentFault(Exception):  # noqa: N818 - what it says is for the person at the terminal
    """Wrong use, configuration or environment: told in plain words, exit code 2."""
