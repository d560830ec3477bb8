"""The smallest files that are images of each kind."""

from __future__ import annotations

from conftest import LIBRARY

PNG = (LIBRARY / "content/images/circle.png").read_bytes()
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002014400") + b";"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0e\x00\x00\x00\x2f" + bytes(13)
AVIF = b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1miaf\x00\x00\x00\x08free"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"5e" * 32 + b"\nsize 90210\n"
OF_KIND = {"png": PNG, "gif": GIF, "jpg": JPG, "webp": WEBP, "avif": AVIF}
