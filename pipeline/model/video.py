"""Which links are videos: addresses of known hosts with a well-formed id, and what the author chose beside it."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

# https://developers.google.com/youtube and https://developer.vimeo.com: the forms of an id.
YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
PLAYLIST_ID = re.compile(r"[A-Za-z0-9_-]{12,64}")
VIMEO_ID = re.compile(r"[0-9]{6,12}")
# The key of an unlisted video; without it Vimeo shows nothing.
VIMEO_KEY = re.compile(r"[0-9a-f]{6,32}")
# A moment of a video: 754, 754s, 12m34s, 1h2m3s.
MOMENT = re.compile(r"(?:(?P<h>[0-9]{1,2})h)?(?:(?P<m>[0-9]{1,4})m)?(?:(?P<s>[0-9]{1,6})s?)?")
YOUTUBE_HOSTS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"})
NOCOOKIE_HOSTS = frozenset({"youtube-nocookie.com", "www.youtube-nocookie.com"})
VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
VIDEO_HOSTS = YOUTUBE_HOSTS | NOCOOKIE_HOSTS | VIMEO_HOSTS | {"youtu.be"}
# Paths of YouTube under which an id stands; those of the first kind have a page of their own to read.
OWN_PAGES = frozenset({"shorts", "live"})
ID_FOLDERS = OWN_PAGES | {"embed", "v"}
# What stands in place of an id where a whole playlist is embedded: eleven letters, as an id has.
PLAYLIST = "videoseries"
# Folders of Vimeo that hold videos, each with the number of names between it and the id.
VIMEO_FOLDERS = {"video": 0, "channels": 1, "groups": 2, "showcase": 2, "album": 2}


class Video(NamedTuple):
    """A video by its provider and id, with the address to read and the address to embed."""

    provider: str
    video_id: str
    url: str
    embed_url: str


def is_video_host(url: str) -> bool:
    """True when an address is at a known video host, whatever its id."""
    return _host(url) in VIDEO_HOSTS


def is_playlist(url: str) -> bool:
    """True when an address leads to a whole playlist and to none of its videos."""
    if _host(url) not in YOUTUBE_HOSTS | NOCOOKIE_HOSTS:
        return False
    return _steps(url) in (["playlist"], ["embed", PLAYLIST]) and "list" in parse_qs(urlsplit(url).query)


def video_of(url: str) -> Video | None:
    """The video that an address leads to, or None."""
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
    """True when an address has the form of a video's at a known host, but no well-formed id."""
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
    """The names in the path of an address; none where it is no address."""
    return [step for step in urlsplit(url).path.split("/") if step] if _host(url) else []


def _youtube(url: str, ids: list[str], page: str) -> Video | None:
    """A video of YouTube, with its moments and playlist; `page` is the folder of its own page, if it has one."""
    if len(ids) != 1 or not YOUTUBE_ID.fullmatch(ids[0]) or ids[0] == PLAYLIST:
        return None
    id_, start, end, playlist = ids[0], _moment(url, "start", "t"), _moment(url, "end"), _playlist(url)
    read = f"https://www.youtube.com/{page}/{id_}" if page else f"https://www.youtube.com/watch?v={id_}"
    embed = f"https://www.youtube-nocookie.com/embed/{id_}"
    kept = {"start": start, "end": end, "list": playlist}
    shown = {"list": playlist, "t": f"{start}s" if start else ""}  # where it is read, no end can be set
    return Video("youtube", id_, _with(read, shown), _with(embed, kept))


def _vimeo(url: str, steps: list[str]) -> Video | None:
    """A video of Vimeo, with the key without which an unlisted one is not shown, and its moment."""
    if steps and steps[0] in VIMEO_FOLDERS:
        steps = steps[VIMEO_FOLDERS[steps[0]] + 1 :]
    given = parse_qs(urlsplit(url).query).get("h", [])
    if not steps or not VIMEO_ID.fullmatch(steps[0]) or len(steps) + len(given) > 2:
        return None
    keys = [*steps[1:], *given]
    if not all(map(VIMEO_KEY.fullmatch, keys)):
        return None
    key, start = "".join(keys), _moment(url, "t")
    moment = f"#t={start}s" if start else ""
    read = f"https://vimeo.com/{steps[0]}" + (f"/{key}" if key else "")
    embed = _with(f"https://player.vimeo.com/video/{steps[0]}", {"h": key, "dnt": "1"})
    return Video("vimeo", steps[0], read + moment, embed + moment)


def _moment(url: str, *names: str) -> str:
    """The seconds that one of some parameters names, in the query or the fragment; empty where none does."""
    parts = urlsplit(url)
    given = parse_qs(parts.fragment) | parse_qs(parts.query)
    for name in names:
        match = MOMENT.fullmatch(given.get(name, [""])[0])
        if match and match.group():
            hours, minutes, seconds = (int(match[unit] or 0) for unit in "hms")
            return str(hours * 3600 + minutes * 60 + seconds)
    return ""


def _playlist(url: str) -> str:
    lists = parse_qs(urlsplit(url).query).get("list", [""])
    return lists[0] if PLAYLIST_ID.fullmatch(lists[0]) else ""


def _with(address: str, parameters: dict[str, str]) -> str:
    """An address with those parameters that have a value; all values are plain letters and digits."""
    query = "&".join(f"{name}={value}" for name, value in parameters.items() if value)
    return address + ("&" if "?" in address else "?") + query if query else address
