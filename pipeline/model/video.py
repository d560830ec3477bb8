"""Which links are videos: addresses of known hosts with a well-formed id."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

# https://developers.google.com/youtube and https://developer.vimeo.com: the forms of an id.
YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
VIMEO_ID = re.compile(r"[0-9]{6,12}")
YOUTUBE_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"})
NOCOOKIE_HOSTS = frozenset({"youtube-nocookie.com", "www.youtube-nocookie.com"})
VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
VIDEO_HOSTS = YOUTUBE_HOSTS | NOCOOKIE_HOSTS | VIMEO_HOSTS | {"youtu.be"}
# Paths of YouTube under which an id stands.
ID_FOLDERS = frozenset({"embed", "shorts", "live", "v"})


class Video(NamedTuple):
    """A video by its provider and id, with the address to read and the address to embed."""

    provider: str
    video_id: str
    url: str
    embed_url: str


def is_video_host(url: str) -> bool:
    """True when an address is at a known video host, whatever its id."""
    return _host(url) in VIDEO_HOSTS


def video_of(url: str) -> Video | None:
    """The video that an address leads to, or None."""
    host = _host(url)
    if host not in VIDEO_HOSTS:
        return None
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    if host in VIMEO_HOSTS:
        return _vimeo(steps[1:] if steps[:1] == ["video"] else steps)
    if host == "youtu.be":
        return _youtube(steps[:1])
    if host in YOUTUBE_HOSTS and steps[:1] == ["watch"]:
        return _youtube(parse_qs(parts.query).get("v", []))
    if host in YOUTUBE_HOSTS | NOCOOKIE_HOSTS and steps and steps[0] in ID_FOLDERS:
        return _youtube(steps[1:2])
    return None


def is_broken_video(url: str) -> bool:
    """True when an address has the form of a video's at a known host, but no well-formed id."""
    host = _host(url)
    if host not in VIDEO_HOSTS or video_of(url):
        return False
    steps = [step for step in urlsplit(url).path.split("/") if step]
    if host == "youtu.be":
        return bool(steps)
    if host in VIMEO_HOSTS:
        return steps[:1] == ["video"] or (len(steps) == 1 and steps[0][0].isdigit())
    return steps[:1] == ["watch"] or bool(steps and steps[0] in ID_FOLDERS)


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def _youtube(ids: list[str]) -> Video | None:
    if len(ids) != 1 or not YOUTUBE_ID.fullmatch(ids[0]):
        return None
    return Video(
        "youtube",
        ids[0],
        f"https://www.youtube.com/watch?v={ids[0]}",
        f"https://www.youtube-nocookie.com/embed/{ids[0]}",
    )


def _vimeo(ids: list[str]) -> Video | None:
    if len(ids) != 1 or not VIMEO_ID.fullmatch(ids[0]):
        return None
    return Video("vimeo", ids[0], f"https://vimeo.com/{ids[0]}", f"https://player.vimeo.com/video/{ids[0]}?dnt=1")
