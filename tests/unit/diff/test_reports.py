"""The forms of a report: whole, and safe whatever the metadata calls its things."""

from __future__ import annotations

import json
import re
from typing import Any

import click
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from reported import NEW, OLD, hostile, reported

from generator.diagnostics import Diagnostic, Diagnostics, Origin, Severity
from generator.diff.report import Bar
from generator.diff.reports import written
from generator.emit.audit_pages import audit_pages

FORMS = ("text", "markdown", "json", "html", "junit", "github")
# What other people's tools take: junit-10.xsd of Jenkins, cut down to what it lets a report without reruns have.
JUNIT = etree.RelaxNG(etree.fromstring("""
    <element name="testsuites" xmlns="http://relaxng.org/ns/structure/1.0">
      <optional><attribute name="name"/></optional>
      <optional><attribute name="tests"/></optional>
      <optional><attribute name="failures"/></optional>
      <optional><attribute name="errors"/></optional>
      <zeroOrMore>
        <element name="testsuite">
          <attribute name="name"/><attribute name="tests"/><attribute name="failures"/><attribute name="errors"/>
          <optional><attribute name="skipped"/></optional>
          <zeroOrMore>
            <element name="testcase">
              <attribute name="name"/>
              <optional><attribute name="classname"/></optional>
              <zeroOrMore>
                <choice>
                  <element name="skipped"><optional><attribute name="message"/></optional><text/></element>
                  <element name="failure">
                    <optional><attribute name="type"/></optional>
                    <optional><attribute name="message"/></optional>
                    <text/>
                  </element>
                  <element name="system-out"><text/></element>
                </choice>
              </zeroOrMore>
            </element>
          </zeroOrMore>
        </element>
      </zeroOrMore>
    </element>"""))


def shown(form: str, *, bar: Bar = "none", verbose: bool = False) -> str:
    report = reported(reason="nobody greets")
    return click.unstyle(written([report], form, [], bar=bar, verbose=verbose))


def test_the_text_tells_each_change_with_its_places_and_what_to_write():
    assert shown("text") == """\
Changes from 1.2 to 1.3
2 breaking, 1 safe, 1 text reads otherwise, 1 accepted
netserver 1.2.0: the next version is 2.0.0, since 2 changes are breaking

In Person
  breaking  Person.GetPerson takes Deep (int) as well
            parameter-added: the wire, Python source
            was person.json:10
            now person.json:11
            before: session.person.get_person(id)
            after:  session.person.get_person(id, deep=...)
  breaking  Person has no field Salutation (string) any more
            field-removed: the wire, Python source, stored data
            accepted: nobody greets
            was person.json:30
            now person.json:29
            answered by Person.GetPerson and 2 more
            before: person.salutation
            after:  gone; nothing takes its place
  safe      Person.NewPerson is new (over Agents REST alone)
            operation-added
            now person.json:14
  1 text reads otherwise; --verbose lists it
"""


def test_the_text_lists_descriptions_when_it_is_asked_to():
    assert shown("text", verbose=True).endswith("""\
  safe      the text of Person.GetPerson reads otherwise
            documentation-changed
            was person.json:10
            now person.json:11
""")


def test_the_text_has_colours_for_whoever_prints_them():
    styled = written([reported()], "text", [])

    assert "\x1b[31mbreaking\x1b[0m" in styled


def test_the_markdown_is_a_page_to_publish():
    assert shown("markdown") == r"""# Changes from 1\.2 to 1\.3

2 breaking, 1 safe, 1 text reads otherwise, 1 accepted.

The package `netserver` `1.2.0` should be followed by `2.0.0`: 2 changes are breaking.

| | breaking | risky | unjudged | safe | texts |
| --- | ---: | ---: | ---: | ---: | ---: |
| Person | 2 | 0 | 0 | 1 | 1 |

## Migrating

Where source code has to be changed. Calls of an `AsyncSession` change alike.

### `session.person.get_person`

```python
session.person.get_person(id)
```

becomes

```python
session.person.get_person(id, deep=...)
```

### `Person.salutation`

```python
person.salutation
```

is gone\; nothing takes its place.

## Person

- **breaking** Person\.GetPerson takes Deep \(int\) as well (`parameter-added`: the wire, Python source)
  - was `person.json:10`
  - now `person.json:11`
- **breaking** Person has no field Salutation \(string\) any more (`field-removed`: the wire, Python source, stored data)
  - accepted: nobody greets
  - was `person.json:30`
  - now `person.json:29`
  - answered by Person\.GetPerson\, Person\.FindPerson\, Person\.NewPerson
- **safe** Person\.NewPerson is new \(over Agents REST alone\) (`operation-added`)
  - now `person.json:14`

Descriptions that read otherwise: 1.
"""


def test_the_json_has_every_change_whole():
    warning = Diagnostic(
        id="odd",
        severity=Severity.WARNING,
        message="this is odd",
        origin=Origin("person.json", "3"),
    )

    found = json.loads(written([reported(reason="none")], "json", [warning]))

    assert list(found) == [
        "old",
        "new",
        "version",
        "counts",
        "changes",
        "migration",
        "findings",
    ]
    assert found["old"] == {
        "name": "1.2",
        "label": "1.2",
        "services": "",
        "package": "netserver",
        "version": "1.2",
    }
    assert found["version"] == {
        "old": "1.2.0",
        "suggested": "2.0.0",
        "because": "2 changes are breaking",
    }
    assert found["counts"] == {
        "breaking": 2,
        "risky": 0,
        "unjudged": 0,
        "safe": 1,
        "documentation": 1,
        "accepted": 1,
    }
    assert [each["rule"] for each in found["changes"]] == [
        "parameter-added",
        "field-removed",
        "operation-added",
        "documentation-changed",
    ]
    assert found["changes"][1] == {
        "rule": "field-removed",
        "impact": "breaking",
        "impacts": {"wire": "breaking", "data": "risky", "python": "breaking"},
        "subject": {"kind": "field", "path": ["Person", "Salutation"]},
        "group": "Person",
        "message": "Person has no field Salutation (string) any more",
        "aspect": "",
        "old": "Salutation",
        "new": None,
        "before": [{"file": "person.json", "place": "30"}],
        "after": [{"file": "person.json", "place": "29"}],
        "python": {"old": "Person.salutation: str | None = None", "new": None},
        "used": {
            "sent": [],
            "answered": ["Person.GetPerson", "Person.FindPerson", "Person.NewPerson"],
        },
        "accepted": "none",
    }
    assert found["changes"][3]["old"] == "Get one."
    assert found["migration"][0] == {
        "name": "session.person.get_person",
        "group": "Person",
        "impact": "breaking",
        "rules": ["parameter-added"],
        "before": "session.person.get_person(id)",
        "after": "session.person.get_person(id, deep=...)",
        "advice": None,
    }
    assert found["findings"] == [
        {
            "id": "odd",
            "severity": "warning",
            "message": "this is odd",
            "origin": "person.json:3",
        }
    ]


def test_the_html_is_one_page_that_people_find_their_way_on():
    page = html.document_fromstring(shown("html"))

    assert page.get("lang") == "en"
    assert page.findtext(".//title") == "Changes from 1.2 to 1.3"
    assert [each.text_content() for each in page.iter("h1", "h2", "h3")] == [
        "Changes from 1.2 to 1.3",
        "Migrating",
        "session.person.get_person",
        "Person.salutation",
        "Person",
    ]
    assert len(page.findall(".//main")) == 1
    assert not page.xpath("//script | //img | //*[@src] | //link[@rel='stylesheet']")
    assert all(each.get("scope") for each in page.iter("th"))
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    for link in page.iter("a"):
        assert str(link.get("href"))[1:] in ids
    (details,) = page.iter("details")
    assert "the text of Person.GetPerson reads otherwise" in details.text_content()


def test_the_body_of_the_html_may_stand_in_the_reference():
    page = html.document_fromstring(shown("html"))
    body = html.tostring(page.find(".//main"), encoding="unicode")

    assert page_faults(body) == []


def page_faults(body: str) -> list[str]:
    diagnostics = Diagnostics()
    scripts = "".join(
        f'<script src="assets/{name}.js"></script>'
        for name in ("theme", "names", "site")
    )
    text = f"<!doctype html><html><head>{scripts}</head><body>{body}</body></html>"
    assets = [f"assets/{name}.js" for name in ("theme", "names", "site")]
    audit_pages({"changes.html": text}, assets, (), diagnostics)
    return [each.message for each in diagnostics]


def test_junit_has_a_suite_for_each_agent_and_a_case_for_each_change():
    root = etree.fromstring(shown("junit").encode())

    JUNIT.assertValid(root)
    assert {key: root.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "4",
        "failures": "1",
        "errors": "0",
    }
    assert [
        (each.get("classname"), each.get("name"), each[0].tag)
        for each in root.iter("testcase")
    ] == [
        ("Person", "parameter-added: Person.GetPerson.Deep", "failure"),
        ("Person", "field-removed: Person.Salutation", "skipped"),
        ("Person", "operation-added: Person.NewPerson", "system-out"),
        ("Person", "documentation-changed: Person.GetPerson", "system-out"),
    ]
    (failure,) = root.iter("failure")
    assert failure.get("type") == "parameter-added"
    assert failure.get("message") == "Person.GetPerson takes Deep (int) as well"


@pytest.mark.parametrize(("bar", "failed"), [("none", 1), ("breaking", 1), ("any", 3)])
def test_in_junit_fails_what_meets_the_bar(bar: Bar, failed: int):
    root = etree.fromstring(shown("junit", bar=bar).encode())

    assert root.get("failures") == str(failed)


def test_github_gets_a_command_for_each_change_but_descriptions():
    assert shown("github").splitlines() == [
        "::error file=person.json,line=11,title=breaking%3A parameter-added::"
        "Person.GetPerson takes Deep (int) as well",
        "::notice file=person.json,line=29,title=breaking%3A field-removed::"
        "Person has no field Salutation (string) any more (accepted: nobody greets)",
        "::notice file=person.json,line=14,title=safe%3A operation-added::"
        "Person.NewPerson is new (over Agents REST alone)",
        "::notice title=Changes from 1.2 to 1.3::2 breaking, 1 safe, 1 text reads otherwise, 1 accepted; "
        "netserver 1.2.0: the next version is 2.0.0, since 2 changes are breaking",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_where_nothing_differs_that_is_said(form: str):
    made = click.unstyle(written([reported(OLD, OLD)], form, []))

    if form in ("text", "markdown", "html", "github"):
        assert "nothing differs" in made
    if form == "text":
        assert made == (
            "Changes from 1.2 to 1.3\nnothing differs\n"
            "netserver 1.2.0: the next version is 1.2.0, since nothing differs\n"
        )
    if form == "junit":
        JUNIT.assertValid(etree.fromstring(made.encode()))


def test_a_row_of_releases_is_told_step_by_step():
    row = [reported(OLD, NEW), reported(NEW, OLD)]

    assert click.unstyle(written(row, "text", [])).count("Changes from") == 2
    assert written(row, "markdown", []).count("\n# ") == 1
    assert len(json.loads(written(row, "json", []))["steps"]) == 2
    page = html.document_fromstring(written(row, "html", []))
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert [each.text_content() for each in page.iter("h2")] == [
        "Changes from 1.2 to 1.3"
    ] * 2
    JUNIT.assertValid(etree.fromstring(written(row, "junit", []).encode()))


# --- metadata that means harm --------------------------------------------------------------

HOSTILE = [
    "\x1b[31mred\x1b]0;title\x07",
    "a\n::error file=x::b",
    "::error::x",
    "]]><script>alert(1)</script>",
    "&lt;x&gt; <!-- ' \" -->",
    "`` ```\n# heading\n[x](javascript:alert(1)) | a | <b>",
    "%0A%25,:;\r\n\x00\ufffe",
    "\u202eevil\u2066\ud800",
    "{{ 7 * 7 }}{% raw %}",
]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
@pytest.mark.parametrize("form", FORMS)
def test_no_text_of_the_metadata_is_obeyed(form: str, name: str):
    report = hostile(name)

    made = click.unstyle(written([report], form, [], bar="any", verbose=True))

    assert made.isascii() or "\u202e" not in made
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", made
    )
    made.encode("utf-8")
    CHECKS[form](made, name)


def _text_is_safe(made: str, name: str) -> None:
    assert not re.search(r"^\s*::", made, re.MULTILINE)


def _markdown_is_safe(made: str, name: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(made)
    inline = [child for each in tokens for child in each.children or ()]
    kinds = {each.type for each in (*tokens, *inline)}
    assert not kinds & {"html_block", "html_inline", "link_open", "image"}
    headings = [each.content for each in tokens if each.type == "inline"]
    assert "heading" not in headings
    (table,) = [each for each in tokens if each.type == "table_open"]
    rows = sum(each.type == "tr_open" for each in tokens)
    cells = sum(each.type in ("td_open", "th_open") for each in tokens)
    assert table and cells == rows * 6


def _json_is_safe(made: str, name: str) -> None:
    assert made.isascii()
    assert json.loads(made)["old"]["name"] == name


def _html_is_safe(made: str, name: str) -> None:
    page: Any = html.document_fromstring(made)
    assert not page.xpath("//script | //b | //img")
    body = html.tostring(page.find(".//main"), encoding="unicode")
    assert page_faults(body) == []
    hrefs = [each.get("href") for each in page.xpath("//main//a")]
    assert all(each.startswith("#") for each in hrefs)


def _junit_is_safe(made: str, name: str) -> None:
    root = etree.fromstring(made.encode())
    JUNIT.assertValid(root)
    assert {each.tag for each in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "skipped",
        "failure",
        "system-out",
    }


def _github_is_safe(made: str, name: str) -> None:
    command = re.compile(
        r"::(error|warning|notice) [a-z]+=[^,:\r\n]*(,[a-z]+=[^,:\r\n]*)*::[^\r\n]*"
    )
    lines = made.splitlines()
    assert (
        len(lines) == 3
    )  # one of the three changes is of a text; the last line is the sum
    assert all(command.fullmatch(line) for line in lines)


CHECKS = {
    "text": _text_is_safe,
    "markdown": _markdown_is_safe,
    "json": _json_is_safe,
    "html": _html_is_safe,
    "junit": _junit_is_safe,
    "github": _github_is_safe,
}
