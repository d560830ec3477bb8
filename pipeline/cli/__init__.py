"""The command `strategies`: one module a command, loaded when it is called."""

from pipeline.cli.main import main

__all__ = ["main"]
