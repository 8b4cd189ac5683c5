"""The vendor's markup as plain text."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.plan.doctext import first_sentence, plain_text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        ("  \r\n ", ""),
        ("A contact.", "A contact."),
        ("One\r\nand  the\tsame\rparagraph", "One and the same paragraph"),
        ("One\r\n\r\n\r\nTwo", "One\n\nTwo"),
        ("        One\n        more\n\n            Two", "One more\n\nTwo"),
        # documentation comments
        ("One<para />Two<para/>Three", "One\n\nTwo\n\nThree"),
        ("<para>One</para><para>Two</para>", "One\n\nTwo"),
        ("<para />\r\n<para />", ""),
        (
            'Use <see cref="P:A.B.ContactEntity.Name">the name</see> here',
            "Use the name here",
        ),
        ('Use <see cref="P:A.B.ContactEntity.Name"/> here', "Use Name here"),
        ('Use <see cref="T:A.B.Contact"></see>.', "Use Contact."),
        ('Calls <see cref="M:A.B.C.Save(System.Int32,A.B)" />', "Calls Save"),
        ('<see cref="!:UserDefinedFields">Udef</see>', "Udef"),
        ('<see langword="null"/> or <paramref name="id"/>', "null or id"),
        ("A <c>code</c> <i>word</i>", "A code word"),
        (
            "Use {SuperOffice.CRM.Services.Associate.ExtraFields} instead",
            "Use ExtraFields instead",
        ),
        ("Such as {contact_id=123} or {name} or {a.b}", "Such as {contact_id=123} or {name} or {a.b}"),
        ("NsApiSlow threshold: 1000 ms.", ""),
        ("Deletes.\r\nNsApiSlow threshold: 20000 ms. \r\nForever.", "Deletes.\n\nForever."),
        ("Needs [SR_MANDATORY_FIELD].", "Needs [SR_MANDATORY_FIELD]."),
        # HTML
        ("Before<h2>Title</h2>after", "Before\n\nTitle\n\nafter"),
        ("One<br>Two<br/>Three", "One\n\nTwo\n\nThree"),
        (
            "Any of:<ul><li>$top=1</li><li>\r\n$skip\r\n=2</li></ul>done",
            "Any of:\n\n- $top=1\n- $skip =2\n\ndone",
        ),
        (
            '<list type="bullet">* <description>Sum</description>\r\n'
            "* <description>Avg</description></list>",
            "- Sum\n- Avg",
        ),
        (
            "<list><item><term>A</term><description>first</description></item></list>",
            "- A first",
        ),
        ('See <a href="https://x.example/a">the page</a>.', "See the page (https://x.example/a)."),
        ('<a href="https://x.example">https://x.example</a>', "https://x.example"),
        ('<a href="https://x.example"/>', ""),
        ("Text <wild attr='1'>kept</wild> here", "Text kept here"),
        ("<wild/>x", "x"),
        # what is no tag
        ("a < b and c > d", "a < b and c > d"),
        ("a List<string> or IDictionary<string, int>", "a List<string> or IDictionary<string, int>"),
        ("put <id> there", "put <id> there"),
        ("1 <2", "1 <2"),
        ("<", "<"),
        # entities
        ("a &lt; b &amp;&amp; c &gt; d &#8220;q&#x201D;", "a < b && c > d \u201cq\u201d"),
        ("x&amp;amp;mode=simple", "x&mode=simple"),
        ("a?b=1&copy=2 &unknown; &", "a?b=1&copy=2 &unknown; &"),
        ("One.&lt;para /&gt;Two.", "One.\n\nTwo."),
        ("&#0;&#7;&#x202E;&#99999999;a", "\ufffd&#99999999;a"),
        # Markdown
        ("Any:\n\n* one\n* two\n  more\n\nEnd", "Any:\n\n- one\n- two more\n\nEnd"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("## Filter Operators: ##\r\n\r\nints", "Filter Operators:\n\nints"),
        ("# Title\ntext", "Title\n\ntext"),
        ("## Restricted: ## The agent is odd.", "Restricted: The agent is odd."),
        ("C# and #1 stay", "C# and #1 stay"),
        # code
        (
            "So:\r\n<code>\r\n            if (a < b)\r\n                x();\r\n\r\n"
            "        </code>\r\ndone",
            "So:\n\n    if (a < b)\n        x();\n\ndone",
        ),
        ("<code lang=\"js\">a &lt; 'b'</code>", "    a < 'b'"),
        ("Try\n```json\n{ \"a\": <b> }\n```\nnow", "Try\n\n    { \"a\": <b> }\n\nnow"),
        ("Try\n\n    GET /api\n      more\n\nnow", "Try\n\n    GET /api\n      more\n\nnow"),
        ("<code>never ends", "never ends"),
        # what cannot be seen
        ("a\u202eb\u2066c\u200bd\ufeffe\u00adf\U000e0041g", "abcdefg"),
        ("a\x00b\x1bc\x7fd\x9be", "abcde"),
        ("a\u2028b\x85c\x0cd\u00a0e", "a b c d e"),
        ("<pa\u200bra/>x", "x"),
        ("\ud800x", "x"),
        ("Skål 五合枡 é", "Skål 五合枡 é"),
    ],
)  # fmt: skip
def test_markup_becomes_plain_text(raw: str, expected: str):
    assert plain_text(raw) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Gets it.", "Gets it."),
        ("Gets it. And more.", "Gets it."),
        ("Gets it! And more.", "Gets it!"),
        ('Says "so." And more.', 'Says "so."'),
        ("Gets it\n\nMore.", "Gets it"),
        ("Use e.g. this or that. Yes.", "Use e.g. this or that."),
        ("Use i.e. This. Yes.", "Use i.e. This."),
        ("Names, titles, etc. Not more. Yes.", "Names, titles, etc. Not more."),
        ("By J. R. Smith. Yes.", "By J. R. Smith."),
        ("In version 8.5. Yes.", "In version 8.5."),
        ("In 8.5 and up", "In 8.5 and up"),
        ("Wait... for it. Yes.", "Wait... for it."),
        ("See No. 5. Yes.", "See No. 5."),
        ("    code. Here", "    code."),
    ],
)
def test_the_first_sentence_is_the_start_of_the_text(text: str, expected: str):
    assert first_sentence(text) == expected
    assert text.startswith(first_sentence(text))


PIECES = st.lists(
    st.sampled_from(
        [
            "<para/>",
            "<para>",
            "</para>",
            "<see",
            'cref="P:A.B">',
            "</see>",
            "<code>",
            "</code>",
            "<li>",
            "</li>",
            "<ul>",
            "</ul>",
            "<a\n",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            'href="x">',
            "</a>",
            "<h2>",
            "</h2>",
            "<",
            ">",
            "&",
            "&lt;",
            "&gt;",
            "&amp;",
            "&#10;",
            "&#x202e;",
            "{A.B.C}",
            "{",
            "}",
            ".",
            "#",
            "##",
            "*",
            "-",
            "```",
            "e.g.\n",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "1.",
            "text",
            "word",
            "\u202e",
            "\u200b",
            "\r",
            "\n",
            "\t",
            "\x00",
        ]
    )
    | st.text(max_size=4),
    max_size=40,
).map(" ".join)


def visible(text: str) -> bool:
    return all(
        char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        for char in text
    )


@given(st.text() | PIECES)
@example("&#8238;")
@example("&amp;#8238;")
@example("<code>\x1b</code>")
def test_no_character_that_cannot_be_seen_comes_out(raw: str):
    text = plain_text(raw)

    assert visible(text)
    assert text == plain_text(raw)
    assert not re.search(r"[ \t]$|\n\n\n", text, re.MULTILINE)
    assert not text.startswith("\n") and not text.endswith("\n")
    assert text.startswith(first_sentence(text))
    assert "\n" not in first_sentence(text)


WORDS = st.lists(
    st.text(st.sampled_from("abcXYZ,()'"), min_size=1, max_size=6), min_size=1
).map(" ".join)


@given(
    st.lists(
        WORDS
        | st.lists(WORDS, min_size=1).map(lambda items: "- " + "\n- ".join(items))
        | st.lists(WORDS, min_size=1).map(lambda lines: "    " + "\n    ".join(lines)),
        min_size=1,
    ).map("\n\n".join)
)
def test_plain_text_stays_as_it_is(text: str):
    once = plain_text(text)

    assert plain_text(once) == once
    assert once.split() == text.split()


@pytest.mark.parametrize(
    "piece",
    [
        "<", "<a ", "&", "{a.", "<code>", '<a href="', "# ", "```\n", "<li>", ". ", "&lt;p ",
        "<see cref='a'>", "\n", " ", "\n    ", "* ", "((((", "<a x='y' ", "NsApiSlow threshold: ",
        "</", "&amp;", "\u202e", "e.g. ", "<code></code>", "a.",
    ],
)  # fmt: skip
def test_time_grows_with_length_alone(piece: str):
    text = piece * (300_000 // len(piece))
    start = time.perf_counter()
    first_sentence(plain_text(text))
    first_sentence(text)

    assert time.perf_counter() - start < 5
