"""The command `strategies`: one module a command, loaded when it is called."""

from pipeline.cli.main import main, run

__all__ = ["main", "run"]
