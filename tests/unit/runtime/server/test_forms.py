"""Forms and names of files in requests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def forms(pair: Any) -> Any:
    return pair.server("forms")


@pytest.fixture(scope="module")
def request_of(pair: Any) -> Any:
    """A request of a body and a content type."""

    def made(body: bytes, kind: str, **headers: str) -> Any:
        said = {"content-type": kind} if kind else {}
        return pair.server("messages").Received(
            method="PUT", path="/", headers={**said, **headers}, body=body
        )

    return made


@pytest.fixture(scope="module")
def File(pair: Any) -> Any:
    return pair.server("store").StoredFile


def part(head: str, content: bytes) -> bytes:
    return b"--B\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n"


MULTIPART = "multipart/form-data; boundary=B"
IMAGE = 'Content-Disposition: form-data; name="Picture"; filename="a.png"\r\nContent-Type: IMAGE/png'


def refusal(call: Any) -> tuple[str, int]:
    with pytest.raises(ValueError) as refused:
        call()
    error: Any = refused.value
    return error.detail, error.status


def test_fields_of_several_parts_are_found_by_name(
    forms: Any, request_of: Any, File: Any
) -> None:
    body = (
        b"nobody reads this\r\n"
        + part(IMAGE, b"\x89PNG\r\n\x1a\n\0--B\r\r\n")
        + part("content-disposition: form-data; name=title", "\u00e5".encode())
        + part("Content-Disposition: form-data", b"no name")
        + part("X: y", b"no disposition")
        + b"--B--\r\nnor this"
    )
    assert forms.form_in(request_of(body, MULTIPART)) == {
        "picture": File(b"\x89PNG\r\n\x1a\n\0--B\r\r\n", "a.png", "image/png"),
        "title": File("\u00e5".encode(), "", "text/plain"),
    }


def test_a_message_is_a_file_like_any_other(
    forms: Any, request_of: Any, File: Any
) -> None:
    """Whatever a part says that it is, nobody looks into it."""
    head = 'Content-Disposition: form-data; name="a"; filename="m.eml"\r\nContent-Type: message/rfc822'
    body = part(head, b"Subject: x\r\n\r\n--C\r\n") + b"--B--"
    assert forms.form_in(request_of(body, MULTIPART)) == {
        "a": File(b"Subject: x\r\n\r\n--C\r\n", "m.eml", "message/rfc822")
    }


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename=a.txt", "a.txt"),
        ('attachment; filename="a b;c.txt"', "a b;c.txt"),
        (r'attachment; filename="a\"b\\c.txt"', 'a"b\\c.txt'),
        (r'attachment; filename="C:\dir\a.txt"', r"C:\dir\a.txt"),
        ("attachment; filename=a.txt; filename*=UTF-8''%C3%A5.txt", "\u00e5.txt"),
        ("attachment; FileName*=utf-8'no'%e2%82%ac", "\u20ac"),
        ("attachment; filename*=iso-8859-1''%e5", "\u00e5"),
        ("attachment; filename*=nonsense''%e5; filename=a", "a"),
        ("attachment; filename*=UTF-8''%ff", "\ufffd"),
        ("attachment; filename*=x", ""),
        ("attachment; filename", ""),
        ("filename=a.txt", ""),
        ("", ""),
    ],
)
def test_a_file_is_called_as_the_header_says(
    forms: Any, request_of: Any, File: Any, disposition: str, name: str
) -> None:
    request = request_of(b"abc", "", **{"content-disposition": disposition})
    assert forms.file_in(request) == File(b"abc", name, "application/octet-stream")


def test_a_file_is_of_the_type_of_the_body(
    forms: Any, request_of: Any, File: Any
) -> None:
    request = request_of(b"abc", "Text/Plain; charset=utf-8")
    assert forms.file_in(request) == File(b"abc", "", "text/plain")


def test_fields_of_a_query_in_the_body_are_found_by_name(
    forms: Any, request_of: Any, File: Any
) -> None:
    request = request_of(b"A=1&b=%C3%A5+x&empty=", forms.FORM)
    assert forms.form_in(request) == {
        "a": File(b"1"),
        "b": File("\u00e5 x".encode()),
        "empty": File(b""),
    }


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        (MULTIPART, b"", "the body is no form of several parts, or is cut off"),
        (MULTIPART, b"x=1", "the body is no form of several parts, or is cut off"),
        (MULTIPART, part(IMAGE, b"abc"), "the body is no form of several parts, or is cut off"),
        (MULTIPART, b"--B\r\nX: y", "the body is no form of several parts, or is cut off"),
        ("multipart/form-data", b"--B--", "the form has no boundary"),
        ('multipart/form-data; boundary=""', b"--B--", "the form has no boundary"),
        (MULTIPART, part("X: y", b"") * 1001 + b"--B--", "the form has too many fields"),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000, "the form has too many fields"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(
    forms: Any, request_of: Any, kind: str, body: bytes, said: str
) -> None:
    assert refusal(lambda: forms.form_in(request_of(body, kind))) == (said, 400)


@pytest.mark.parametrize(
    ("kind", "got"), [("", "no content type"), ("Text/XML; x=y", "text/xml")]
)
def test_another_type_is_refused(
    forms: Any, request_of: Any, kind: str, got: str
) -> None:
    assert refusal(lambda: forms.form_in(request_of(b"x", kind))) == (
        f"expected multipart/form-data, got {got}",
        415,
    )


@given(
    pieces=st.lists(
        st.sampled_from(
            [b"--B", b"--", b"\r\n", b"\r\n\r\n", b"--B--", b"name=", b'"', b";", b"\\"]
        )
        | st.binary(max_size=5)
        | st.just(IMAGE.encode()),
        max_size=20,
    )
)
def test_any_body_is_a_form_or_refused(
    forms: Any, request_of: Any, pieces: list[bytes]
) -> None:
    try:
        found = forms.form_in(request_of(b"".join(pieces), MULTIPART))
    except ValueError as error:
        assert error.status == 400  # type: ignore[attr-defined]
    else:
        assert all(isinstance(each.content, bytes) for each in found.values())


@given(
    header=st.text(alphabet=";=\"\\'% filename*utf-8\t\u00e5", max_size=200),
)
def test_any_header_names_a_file_or_none(
    forms: Any, request_of: Any, header: str
) -> None:
    request = request_of(b"", "", **{"content-disposition": header})
    assert isinstance(forms.file_in(request).name, str)
