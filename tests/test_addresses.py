"""Addresses keep what the author chose; DOIs are read the same way wherever they are written."""

import pytest

from pipeline.lint.rules.links.repeated_resource import resource_key
from pipeline.model.doi import doi_of, dois_in
from pipeline.model.video import is_broken_video, is_playlist, video_of

YOUTUBE = "https://www.youtube-nocookie.com/embed/abcdefghijk"
VIMEO = "https://player.vimeo.com/video/76979871"


@pytest.mark.parametrize(
    ("address", "embedded"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", YOUTUBE),
        ("https://www.youtube.com/watch?v=abcdefghijk&t=754s", f"{YOUTUBE}?start=754"),
        ("https://www.youtube.com/watch?v=abcdefghijk#t=12m34s", f"{YOUTUBE}?start=754"),
        ("https://www.youtube.com/embed/abcdefghijk?start=754&end=800", f"{YOUTUBE}?start=754&end=800"),
        ("https://youtu.be/abcdefghijk?t=1h2m3s", f"{YOUTUBE}?start=3723"),
        ("https://youtu.be/abcdefghijk?t=soon", YOUTUBE),
        ("https://m.youtube.com/watch?v=abcdefghijk&list=PL12345678901234", f"{YOUTUBE}?list=PL12345678901234"),
        ("https://www.youtube.com/shorts/abcdefghijk?feature=share", YOUTUBE),
        ("https://www.youtube.com/live/abcdefghijk?si=x&t=90", f"{YOUTUBE}?start=90"),
        ("https://vimeo.com/76979871", f"{VIMEO}?dnt=1"),
        ("https://vimeo.com/76979871/8272103f6e", f"{VIMEO}?h=8272103f6e&dnt=1"),
        ("https://player.vimeo.com/video/76979871?h=8272103f6e", f"{VIMEO}?h=8272103f6e&dnt=1"),
        ("https://vimeo.com/showcase/1234567/video/76979871#t=62s", f"{VIMEO}?dnt=1#t=62s"),
    ],
)
def test_what_the_author_chose_is_embedded(address: str, embedded: str) -> None:
    video = video_of(address)
    assert video is not None
    assert video.embed_url == embedded
    again = video_of(video.url)
    assert again is not None
    assert again.video_id == video.video_id  # the address to read leads to the same video
    assert again.embed_url.partition("&end=")[0] == embedded.partition("&end=")[0]


@pytest.mark.parametrize("address", ["playlist?list=PL1234567890", "embed/videoseries?list=PL1234567890"])
def test_a_list_of_videos_is_no_video(address: str) -> None:
    whole = f"https://www.youtube.com/{address}"
    assert is_playlist(whole)
    assert video_of(whole) is None
    assert not is_broken_video(whole)


@pytest.mark.parametrize("end", ["123456789/settings", "123456789/8272103f6e?h=8272103f6e", "12345", "event/123456789"])
def test_other_pages_of_a_host_are_no_videos(end: str) -> None:
    assert video_of(f"https://vimeo.com/{end}") is None


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        (
            "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
        ),
        ("https://doi.org/10.1000/182.", "10.1000/182"),
        ("https://DOI.org/10.1000/182", "10.1000/182"),
        ("https://www.doi.org/10.1000/182", "10.1000/182"),
        ("http://dx.doi.org/10.1000%2F182", "10.1000/182"),
        ("https://doi.org/10.1000/182?utm_source=news", "10.1000/182"),
        ("https://doi.org/10.1000", "10.1000"),
        ("https://doi.org/", ""),
        ("https://www.doi.org/the-identifier/resources", None),
        ("https://example.org/10.1000/182", None),
    ],
)
def test_an_address_names_a_doi(address: str, doi: str | None) -> None:
    assert doi_of(address) == doi


@pytest.mark.parametrize(
    ("text", "dois"),
    [
        ("Five. https://doi.org/10.1000/182.", ["10.1000/182"]),
        ("Six. doi:10.1000/182 and DOI: 10.1000/183, too", ["10.1000/182", "10.1000/183"]),
        ("(10.1000/ab(c))", ["10.1000/ab(c)"]),
        ("a page of example.org/10.1000/182 and version 10.1000", []),
    ],
)
def test_a_text_names_dois(text: str, dois: list[str]) -> None:
    assert list(dois_in(text)) == dois


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a%2Db/", "http://www.Example.org:80/a-b/index.html#top"),
        ("https://example.org/?utm_medium=x&b=2&a=1", "https://example.org/?a=1&b=2"),
        ("https://doi.org/10.1000/AB", "https://dx.doi.org/10.1000%2Fab"),
        ("https://youtu.be/abcdefghijk", "https://www.youtube.com/shorts/abcdefghijk?t=3"),
    ],
)
def test_two_spellings_lead_to_one_place(one: str, other: str) -> None:
    assert resource_key(one) == resource_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?page=1", "https://example.org/?page=2"),
        ("https://example.org:8000/", "https://example.org/"),
        ("https://example.org/A", "https://example.org/a"),
    ],
)
def test_two_places_are_told_apart(one: str, other: str) -> None:
    assert resource_key(one) != resource_key(other)
