"""black sees what it could have an opinion about, and nothing else."""

from __future__ import annotations

from pathlib import Path

import black
import pytest

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.emit import format as format_module
from generator.emit.environment import Templates
from generator.emit.format import formatted
from generator.emit.render import Rendered, render
from generator.pipeline import read_release
from generator.plan.package import plan_package

UGLY = "x = { 'a':1 }\n"
TIDY = 'x = {"a": 1}\n'
LONG = "x" * 80


def of(*texts: str, users: bool = False) -> list[str]:
    files = {f"{number}.py": text for number, text in enumerate(texts)}
    from_users = frozenset(files) if users else frozenset[str]()
    diagnostics = Diagnostics()
    rendered = Rendered(files, from_users)
    made = formatted(rendered.files, rendered.from_users, diagnostics)
    assert list(diagnostics) == []
    return list(made.values())


def test_what_our_templates_print_is_left_alone():
    assert of(UGLY) == [UGLY]


def test_what_a_users_template_prints_is_formatted():
    assert of(UGLY, users=True) == [TIDY]


def test_a_long_line_of_code_is_formatted():
    long = f"{LONG} = call({{ 'a':1 }}, other)\n"

    (made,) = of(long)

    assert made == black.format_str(long, mode=black.Mode()) != long


def test_wide_characters_make_a_long_line():
    (made,) = of(f"x = [{'名' * 50!r},  1]\n")

    assert made.count("\n") > 1


@pytest.mark.parametrize(
    "statement",
    [
        f"# {LONG} {LONG}\n",
        f'"""{LONG} {LONG}"""\n',
        f'"""{LONG}: "{LONG}"."""\n',
        f'y = {{\n    "{LONG}": "{LONG}",\n}}\n',
        f'y = [\n    "{LONG} {LONG}",\n]\n',
    ],
)
def test_a_long_line_that_cannot_be_broken_is_left_alone(statement: str):
    assert of(UGLY + statement) == [UGLY + statement]
    assert black.format_str(statement, mode=black.Mode()) == statement


@pytest.mark.parametrize(
    "quoted", [f'""""{LONG}" {LONG}"""', f'"""{LONG} \\"{LONG}"""']
)
def test_a_long_text_with_quotes_at_its_ends_is_formatted(quoted: str):
    statement = f"{quoted}\n"

    assert of(statement + UGLY) == [
        black.format_str(statement + UGLY, mode=black.Mode())
    ]


def test_black_hardly_ever_has_to_see_a_package():
    """It takes as long as all the rest, so plan and templates print what it leaves alone."""
    source = Path(__file__).parents[3] / "specs" / "12.2"
    release = read_release(Config(sources=(source,)), Diagnostics()).release
    plan = plan_package(release, "netserver", chosen=False, stubs=True)

    texts = render(plan.files, Templates()).files
    seen = {
        path
        for path, text in texts.items()
        if path.endswith(".py") and format_module.is_for_black(text)
    }

    assert seen <= {
        "proxies/netserver/carriers/dictionaries.py",
        "proxies/netserver/carriers/dsa_parameters.py",
    }


def test_many_files_are_formatted_by_several_processes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(format_module, "_WORTH_A_PROCESS", 2)
    monkeypatch.setattr(format_module.os, "cpu_count", lambda: 2)

    assert of(*[UGLY] * 10, users=True) == [TIDY] * 10


def test_what_black_cannot_read_is_an_error():
    diagnostics = Diagnostics()

    made = formatted({"a.py": "x = = 1\n"}, {"a.py"}, diagnostics)

    assert made == {"a.py": "x = = 1\n"}
    assert "a.py: error[template]: black cannot format this: " in str(*diagnostics)


def test_what_is_no_python_is_left_alone():
    diagnostics = Diagnostics()

    assert formatted({"a.md": UGLY}, {"a.md"}, diagnostics) == {"a.md": UGLY}
