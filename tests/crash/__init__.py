"""Kills, disk faults and traces of a small export: `python -m tests.crash`, as root, with strace installed."""
