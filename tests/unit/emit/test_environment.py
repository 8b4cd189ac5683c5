"""What a template may print, and what a user's own template may do."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from generator.diagnostics import MetadataError
from generator.emit import environment
from generator.emit.environment import Templates, UnsafeText, templates_folder
from generator.emit.render import Rendered, render
from generator.plan.layout import FileJob
from generator.plan.text import Identifier, code, docstring, literal, markdown, toml

HOSTILE = "x\nimport os"


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the templates we ship."""
    folder = tmp_path / "ours"
    folder.mkdir()
    monkeypatch.setattr(environment, "templates_folder", lambda: folder)
    return folder


@pytest.fixture
def users(tmp_path: Path) -> Path:
    folder = tmp_path / "users"
    folder.mkdir()
    return folder


def printed(ours: Path, text: str, file: str = "a.py", **context: object) -> str:
    (ours / f"{file}.jinja").write_text(text)
    return render([FileJob(file, f"{file}.jinja", context)], Templates()).files[file]


def replaced(ours: Path, users: Path, text: str, **context: object) -> Rendered:
    (ours / "a.py.jinja").write_text("ours\n")
    (ours / "b.py.jinja").write_text("b: {% include 'a.py.jinja' %}")
    (ours / "c.py.jinja").write_text("c\n")
    (users / "a.py.jinja").write_text(text)
    jobs = [FileJob(f"{name}.py", f"{name}.py.jinja", context) for name in "abc"]
    return render(jobs, Templates(users))


def test_our_templates_are_found():
    assert templates_folder().is_dir()


def test_checked_texts_are_printed(ours: Path):
    made = printed(
        ours,
        "{{ name }}: {{ type }} = {{ value }}\n{{ doc }}\n{{ number }}{{ 'a' | literal }}\n",
        name=Identifier("a"),
        type=code("list[{}]", Identifier("A")),
        value=literal("it"),
        doc=docstring("Hi.", indent=0),
        number=3,
    )

    assert made == 'a: list[A] = "it"\n"""Hi."""\n3"a"\n'


@pytest.mark.parametrize(
    "text",
    [
        "{{ raw }}",
        "{{ name ~ raw }}",
        "{{ name + 'x' }}",
        "{{ [name, raw] | join(', ') }}",
        "{{ 'constant' }}",
        "{{ raw | replace('x', 'y') }}",
        "{{ name | upper }}",
        "{{ [raw] }}",
        "{{ true }}",
        "{% set a %}{{ raw }}{% endset %}{{ a }}",
    ],
)
def test_plain_text_is_refused(ours: Path, text: str):
    with pytest.raises(UnsafeText):
        printed(ours, text, raw=HOSTILE, name=Identifier("a"))


def test_what_is_not_there_is_an_error(ours: Path):
    for text in ["{{ missing }}", "{{ name.missing }}", "{% if missing %}{% endif %}"]:
        with pytest.raises(UndefinedError, match="missing"):
            printed(ours, text, name=Identifier("a"))


def test_each_kind_of_file_takes_its_own_texts(ours: Path):
    assert printed(ours, "{{ t }}", "a.toml", t=toml('a"b')) == '"a\\"b"'
    assert printed(ours, "{{ t }}", "a.md", t=markdown("<b>")) == "\\<b\\>"
    for file, text in [
        ("a.py", markdown("x")),
        ("a.py", toml("x")),
        ("a.md", literal("x")),
        ("a.toml", literal("x")),
        ("a.txt", literal("x")),
    ]:
        with pytest.raises(UnsafeText):
            printed(ours, "{{ t }}", file, t=text)


def test_a_path_is_rendered_once(ours: Path):
    (ours / "a.py.jinja").write_text("")
    with pytest.raises(ValueError, match=r"a\.py is rendered twice"):
        render([FileJob("a.py", "a.py.jinja", {})] * 2, Templates())


def test_progress_counts_texts(ours: Path):
    (ours / "a.py.jinja").write_text("")
    jobs = [FileJob(f"{n}.py", "a.py.jinja", {}) for n in range(3)]
    seen: list[int] = []

    render(jobs, Templates(), seen.append)

    assert seen == [1, 2, 3]


def test_a_users_template_replaces_ours(ours: Path, users: Path):
    made = replaced(ours, users, "theirs {{ name }}\n", name=Identifier("n"))

    assert made.files == {
        "a.py": "theirs n\n",
        "b.py": "b: theirs n\n",
        "c.py": "c\n",
    }
    assert made.from_users == {"a.py", "b.py"}


def test_a_users_template_that_replaces_nothing_is_an_error(ours: Path, users: Path):
    (ours / "agent.py.jinja").write_text("")
    (users / "agnet.py.jinja").write_text("")

    with pytest.raises(MetadataError) as caught:
        Templates(users)

    assert str(caught.value) == (
        f'{users}/agnet.py.jinja: error[template]: there is no template "agnet.py.jinja"'
        " that this could replace\n"
        "  expected: a path that a template of proxysmith has\n"
        '  hint: did you mean "agent.py.jinja"?'
    )


def test_a_folder_of_templates_that_is_none_is_an_error(tmp_path: Path):
    with pytest.raises(MetadataError, match=r"error\[template\]: this is no folder"):
        Templates(tmp_path / "missing")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if %}", "Expected an expression"),
        ("{% for %", "unexpected"),
        ("{{ missing }}", "'missing' is undefined"),
        ("{{ raw }}", "is printed as a plain str"),
        ("{{ 'constant' }}", '"constant" is printed as a plain str'),
        ("{{ 1 // 0 }}{{ name / 0 }}", ""),
        ("{{ name.__class__.__mro__ }}", "unsafe"),
        ("{% include 'nothing' %}", "nothing"),
    ],
)
def test_a_fault_in_a_users_template_names_file_and_line(
    ours: Path, users: Path, text: str, said: str
):
    with pytest.raises(MetadataError) as caught:
        replaced(ours, users, f"first line\n{text}\n", name=Identifier("n"), raw="x")

    (found,) = caught.value.diagnostics
    assert found.id == "template"
    assert found.origin is not None
    assert str(found.origin) == f"{users}/a.py.jinja:2"
    assert said in found.message


def test_a_fault_in_our_own_template_is_a_bug(ours: Path, users: Path):
    (ours / "a.py.jinja").write_text("{{ missing }}")

    with pytest.raises(UndefinedError):
        render([FileJob("a.py", "a.py.jinja", {})], Templates(users))
