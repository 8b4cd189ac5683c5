"""What a document is, told by its content."""

import pytest

from generator.readers.kinds import Kind, kind_of


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('swagger: "2.0"\n', Kind.SWAGGER),
        ("---\n  # a comment\n  info: {}\n  openapi: 3.1.0\n", Kind.OPENAPI),
        ("notes:\n  openapi: 3.1.0\n", Kind.OTHER),
        ('{"info": {"swagger": "2.0"}}', Kind.JSON),
        ('{"info": {}, "swagger": "2.0"}', Kind.SWAGGER),
    ],
)
def test_the_keys_at_the_top_tell_what_a_document_is(content: str, kind: Kind):
    data = content.encode()

    assert kind_of(lambda size: data if size < 0 else data[:size]) == (kind, "")
