"""Damages the file of a memo: bits flipped, the end cut off, a part lost, values of entries changed."""

from __future__ import annotations

import random
import sqlite3
from itertools import pairwise
from pathlib import Path

from pipeline.incremental.memo import Memo


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """A file with one fault at a random place, or something else altogether."""
    at = chance.randrange(len(whole))
    flipped = flip(whole, at, chance.randrange(8))
    zeros = whole[:at] + bytes(min(4096, len(whole) - at)) + whole[at + 4096 :]
    return chance.choice([whole[:at], flipped, zeros, b"", b"\0" * at, b"hello"])


def flip(data: bytes, at: int, bit: int) -> bytes:
    """Bytes with another bit."""
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def accepted(path: Path, most: int) -> tuple[int, int]:
    """Change values in a memo by each bit and each end, the smallest first; how many, and how many came back."""
    tried = found = 0
    with sqlite3.connect(path, isolation_level=None) as database:
        database.execute("PRAGMA synchronous = OFF")
        rows = database.execute("SELECT key, value FROM entries ORDER BY length(value), key").fetchall()
        for (key, value), (other, _) in pairwise(rows):
            changed = [flip(value, at, bit) for at in range(len(value)) for bit in range(8)]
            for data in (*changed, *(value[:at] for at in range(len(value)))):
                if tried == most:
                    return tried, found
                database.execute("UPDATE entries SET value = ? WHERE key = ?", (data, key))
                memo = Memo(path)
                tried, found = tried + 1, found + (set(memo.get([key, other])) != {other})
                memo.close()
            database.execute("UPDATE entries SET value = ? WHERE key = ?", (value, key))
    return tried, found
