"""Git data of a library: its commit, its changes, and its files as committed or staged."""

from pipeline.source.git.commits import Commit, commit_of

__all__ = ["Commit", "commit_of"]
