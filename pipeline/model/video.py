"""Addresses of videos at known hosts, with their id and options."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

# Forms of an id: https://developers.google.com/youtube and https://developer.vimeo.com.
YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
PLAYLIST_ID = re.compile(r"[A-Za-z0-9_-]{12,64}")
VIMEO_ID = re.compile(r"[0-9]{6,12}")
# The key of an unlisted video, which Vimeo requires.
VIMEO_KEY = re.compile(r"[0-9a-f]{6,32}")
# A time in a video: 754, 754s, 12m34s, 1h2m3s.
TIME = re.compile(r"(?:(?P<h>[0-9]{1,2})h)?(?:(?P<m>[0-9]{1,4})m)?(?:(?P<s>[0-9]{1,6})s?)?")
YOUTUBE_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"})
NOCOOKIE_HOSTS = frozenset({"youtube-nocookie.com", "www.youtube-nocookie.com"})
VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
VIDEO_HOSTS = YOUTUBE_HOSTS | NOCOOKIE_HOSTS | VIMEO_HOSTS | {"youtu.be"}
# The names of providers, as readers know them.
HOST_NAMES = {"youtube": "YouTube", "vimeo": "Vimeo"}
# Folders of ids at YouTube; videos in those of the first kind have their own page.
OWN_PAGES = frozenset({"shorts", "live"})
ID_FOLDERS = OWN_PAGES | {"embed", "v"}
# The word instead of an id in an embedded playlist; it has eleven letters, like an id.
PLAYLIST = "videoseries"
# Folders of videos at Vimeo, each with the number of names between it and the id.
VIMEO_FOLDERS = {"video": 0, "channels": 1, "groups": 2, "showcase": 2, "album": 2}


class Video(NamedTuple):
    """A video by its provider and id, with the address to read and the address to embed."""

    provider: str
    video_id: str
    url: str
    embed_url: str


def is_video_host(url: str) -> bool:
    """True when an address is at a known video host."""
    return _host(url) in VIDEO_HOSTS


def is_playlist(url: str) -> bool:
    """True for the address of a playlist without a video."""
    if _host(url) not in YOUTUBE_HOSTS | NOCOOKIE_HOSTS:
        return False
    return _steps(url) in (["playlist"], ["embed", PLAYLIST]) and "list" in parse_qs(urlsplit(url).query)


def video_of(url: str) -> Video | None:
    """The video at an address, or None."""
    host, steps = _host(url), _steps(url)
    if host in VIMEO_HOSTS:
        return _vimeo(url, steps)
    if host == "youtu.be":
        return _youtube(url, steps[:1], "")
    if host in YOUTUBE_HOSTS and steps[:1] == ["watch"]:
        return _youtube(url, parse_qs(urlsplit(url).query).get("v", []), "")
    if host in YOUTUBE_HOSTS | NOCOOKIE_HOSTS and steps and steps[0] in ID_FOLDERS:
        return _youtube(url, steps[1:2], steps[0] if steps[0] in OWN_PAGES else "")
    return None


def is_broken_video(url: str) -> bool:
    """True for the address of a video at a known host without a well-formed id."""
    host, steps = _host(url), _steps(url)
    if host not in VIDEO_HOSTS or is_playlist(url) or video_of(url):
        return False
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


def _steps(url: str) -> list[str]:
    """The names in the path of a web address; none for other texts."""
    return [step for step in urlsplit(url).path.split("/") if step] if _host(url) else []


def _youtube(url: str, ids: list[str], page: str) -> Video | None:
    """A video of YouTube with its times and playlist; `page` is the folder of its own page, if any."""
    if len(ids) != 1 or not YOUTUBE_ID.fullmatch(ids[0]) or ids[0] == PLAYLIST:
        return None
    id_, start, end, playlist = ids[0], _seconds(url, "start", "t"), _seconds(url, "end"), _playlist(url)
    read = f"https://www.youtube.com/{page}/{id_}" if page else f"https://www.youtube.com/watch?v={id_}"
    embed = f"https://www.youtube-nocookie.com/embed/{id_}"
    embedded = {"start": start, "end": end, "list": playlist}
    linked = {"list": playlist, "t": f"{start}s" if start else ""}  # a page has no end time
    return Video("youtube", id_, _with(read, linked), _with(embed, embedded))


def _vimeo(url: str, steps: list[str]) -> Video | None:
    """A video of Vimeo with its time, and its key if it is unlisted."""
    if steps and steps[0] in VIMEO_FOLDERS:
        steps = steps[VIMEO_FOLDERS[steps[0]] + 1 :]
    parameters = parse_qs(urlsplit(url).query).get("h", [])
    if not steps or not VIMEO_ID.fullmatch(steps[0]) or len(steps) + len(parameters) > 2:
        return None
    keys = [*steps[1:], *parameters]
    if not all(map(VIMEO_KEY.fullmatch, keys)):
        return None
    key, start = "".join(keys), _seconds(url, "t")
    fragment = f"#t={start}s" if start else ""
    read = f"https://vimeo.com/{steps[0]}" + (f"/{key}" if key else "")
    embed = _with(f"https://player.vimeo.com/video/{steps[0]}", {"h": key, "dnt": "1"})
    return Video("vimeo", steps[0], read + fragment, embed + fragment)


def _seconds(url: str, *names: str) -> str:
    """The seconds in the first of some parameters of the query or the fragment; empty if there are none."""
    parts = urlsplit(url)
    parameters = parse_qs(parts.fragment) | parse_qs(parts.query)
    for name in names:
        match = TIME.fullmatch(parameters.get(name, [""])[0])
        if match and match.group():
            hours, minutes, seconds = (int(match[unit] or 0) for unit in "hms")
            return str(hours * 3600 + minutes * 60 + seconds)
    return ""


def _playlist(url: str) -> str:
    lists = parse_qs(urlsplit(url).query).get("list", [""])
    return lists[0] if PLAYLIST_ID.fullmatch(lists[0]) else ""


def _with(address: str, parameters: dict[str, str]) -> str:
    """An address with all parameters that have a value; values are letters and digits."""
    query = "&".join(f"{name}={value}" for name, value in parameters.items() if value)
    return address + ("&" if "?" in address else "?") + query if query else address
