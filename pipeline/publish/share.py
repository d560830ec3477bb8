"""Pictures of pages for sharing: where they are, and how large."""

import struct

# Pixels, as https://ogp.me and the large cards of social networks want them.
WIDTH, HEIGHT = 1200, 630
NAME = "share.png"
# The picture of the library.
SHARE = f"html/{NAME}"
# The beginning of such a picture: a PNG of this size.
HEADER = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", WIDTH, HEIGHT)


def share_of(id_: str) -> str:
    """Path of a strategy's picture in a bundle."""
    return f"html/strategies/{id_}/{NAME}"
