"""Checks: rules, the runner, fixes, and the reports that people and machines read."""
