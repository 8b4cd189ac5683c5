"""What words name, and where an address may lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pulling.addresses import (
    Installation,
    Local,
    Remote,
    is_private,
    next_hop,
    part_of,
    place_of,
    shown,
)

ROOT = "https://crm.example.com/Cust12345"


@pytest.mark.parametrize(
    ("word", "place"),
    [
        (ROOT, Installation(ROOT)),
        (f"{ROOT}/", Installation(ROOT)),
        (f"{ROOT}/api", Installation(ROOT)),
        (f"{ROOT}/api/v1/", Installation(ROOT)),
        (f"{ROOT}/Remote/Services86/", Installation(ROOT, "Services86")),
        (f"{ROOT}/remote/services88/Contact.svc", Installation(ROOT, "Services88")),
        ("http://localhost:8000", Installation("http://localhost:8000")),
        ("https://example.com/a/wsdl.zip", Remote("https://example.com/a/wsdl.zip")),
        ("https://example.com/A.ZIP?sig=x#y", Remote("https://example.com/A.ZIP?sig=x")),
        ("wsdl.zip", Local(Path("wsdl.zip"))),
        ("crm.example.com", Local(Path("crm.example.com"))),
    ],
)  # fmt: skip
def test_a_word_names_an_installation_a_document_or_a_file(
    word: str, place: Installation | Remote | Local
):
    assert place_of(word) == place


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("ftp://example.com/wsdl.zip", "ftp:// is not asked, only https:// and http://"),
        ("file:///etc/passwd", "file:// is not asked, only https:// and http://"),
        ("https://kari:secret@example.com/Cust1", "no name and no password"),
        ("https://kari:secret@example.com/wsdl.zip", "no name and no password"),
        (f"{ROOT}?token=secret", "without a query and a fragment"),
        ("https://", "the root must be an address"),
        ("https:///wsdl.zip", "this is no address"),
    ],
)  # fmt: skip
def test_what_is_not_asked_is_said_without_its_secrets(word: str, why: str):
    with pytest.raises(ValueError) as raised:
        place_of(word)

    assert why in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_secret_in_a_query_is_shown_nowhere():
    place = place_of("https://example.com/a/w%20sdl.zip?sig=secret")

    assert isinstance(place, Remote)
    assert (shown(place.url), place.name) == ("https://example.com/a/w%20sdl.zip", "w_sdl.zip")  # fmt: skip
    assert "secret" not in repr(place)


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("/b?c=d#e", "http://example.com:8080/b?c=d"),
        ("b", "http://example.com:8080/a/b"),
        ("http://EXAMPLE.com:8080/b", "http://example.com:8080/b"),
        ("https://example.com/b", "https://example.com/b"),
    ],
)
def test_redirects_stay_on_their_host(location: str, leads: str):
    assert next_hop("http://example.com:8080/a/", location) == leads


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("https://example.com/a", "https://other.example.com/a?secret"),
        ("https://example.com/a", "//other.example.com/a"),
        ("https://example.com/a", "http://example.com/a"),
        ("https://example.com/a", "https://example.com:8443/a"),
        ("https://example.com/a", "https://u:secret@example.com/a"),
        ("https://example.com/a", "file:///etc/passwd"),
        ("https://example.com/a", "https://[secret"),
    ],
)
def test_redirects_elsewhere_are_not_followed(url: str, location: str):
    with pytest.raises(ValueError) as raised:
        next_hop(url, location)

    assert "secret" not in str(raised.value)


def test_parts_are_asked_from_the_installation_whatever_host_they_name():
    url = f"{ROOT}/Remote/Services88/Contact.svc"

    expected = f"{url}?xsd=xsd0"
    assert part_of(ROOT, url, "?xsd=xsd0") == expected
    assert part_of(ROOT, url, "Contact.svc?xsd=xsd0") == expected
    internal = "http://internal:81/Remote/Services88/Contact.svc?xsd=xsd0"
    assert part_of(ROOT, url, internal) == expected
    for location in (
        "http://other.example.com/a.xsd",
        "file:///Remote/a",
        "/etc/a.xsd",
    ):
        with pytest.raises(ValueError):
            part_of(ROOT, url, location)


def test_credentials_are_for_https_and_this_machine():
    assert is_private("https://example.com")
    assert is_private("http://127.0.0.1:8000/x")
    assert not is_private("http://example.com")
