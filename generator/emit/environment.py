"""The templates: where they are found, and what may be printed in them.

A template prints a value only where it is one of the checked texts of
`generator.plan.text`, or an int. Everything else, a plain `str` above all, is refused, so
a value that nobody made safe ends the run and reaches no file.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    Undefined,
)
from jinja2.meta import find_referenced_templates
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.diagnostics import MetadataError, Origin, metadata_error, quoted
from generator.plan.text import (
    Code,
    DocText,
    DottedName,
    HtmlText,
    Identifier,
    Literal,
    MarkdownText,
    TomlText,
    literal,
)

_PYTHON = frozenset({Identifier, DottedName, Literal, DocText, Code, int})
_NAMES = frozenset({Identifier, DottedName, int})
_PRINTABLE: dict[str, frozenset[type]] = {
    ".py": _PYTHON,
    ".pyi": _PYTHON,
    ".toml": _NAMES | {TomlText},
    ".md": _NAMES | {MarkdownText},
    ".txt": _NAMES | {MarkdownText},
    ".html": _NAMES | {HtmlText},
}


class UnsafeText(TypeError):
    """A template prints a value that nothing has made safe to stand there."""


class Templates:
    """The templates by name, a user's own in place of ours where there is one.

    A name is a path in the folder of templates, with forward slashes. A user's folder may
    hold replacements alone. As soon as one is given, every template runs in Jinja's sandbox.
    """

    def __init__(self, users: Path | None = None) -> None:
        self._users = users
        ours = templates_folder()
        self.replaced: frozenset[str] = (
            frozenset() if users is None else _replaced(users, ours)
        )
        folders = [ours] if users is None else [users, ours]
        self._loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
        self._environments: dict[frozenset[type], Environment] = {}
        self._templates: dict[str, Template] = {}
        self._from_users: dict[str, bool] = {}

    def template(self, name: str) -> Template:
        """The compiled template of that name."""
        if name not in self._templates:
            try:
                self._templates[name] = self._environment(name).get_template(name)
            except Exception as problem:
                raise self.explained(problem) from problem
        return self._templates[name]

    def from_users(self, name: str) -> bool:
        """Whether a user's own template has a part in what the template `name` prints."""
        if not self.replaced:
            return False
        if name not in self._from_users:
            self._from_users[name] = name in self.replaced  # ends circles
            self._from_users[name] = self._refers_to_users(name)
        return self._from_users[name]

    def explained(self, problem: Exception) -> Exception:
        """What to raise for `problem`, which came up while a template was read or rendered.

        A fault in a user's template becomes a message with file and line; one in ours is
        a bug, and is given back as it is.
        """
        if self._users is None or isinstance(problem, MetadataError):
            return problem
        file, line = _place(problem)
        if file is None or not file.is_relative_to(self._users):
            return problem
        origin = Origin(file.as_posix(), str(line))
        if isinstance(problem, UnsafeText):
            return metadata_error(
                "template",
                str(problem),
                origin,
                expected="a value of the plan as it is, or one with the filter `literal`",
                hint="text of the metadata could otherwise become code",
            )
        said = problem.message if isinstance(problem, TemplateError) else str(problem)
        return metadata_error(
            "template",
            said or type(problem).__name__,
            origin,
            hint="compare with the template of that name which ships with proxysmith",
        )

    def _refers_to_users(self, name: str) -> bool:
        if name in self.replaced:
            return True
        environment = self._environment(name)
        source, *_ = self._loader.get_source(environment, name)
        named = find_referenced_templates(environment.parse(source))
        return any(other is None or self.from_users(other) for other in named)

    def _environment(self, name: str) -> Environment:
        suffix = PurePosixPath(name.removesuffix(".jinja")).suffix
        printable = _PRINTABLE.get(suffix, _NAMES)
        if printable not in self._environments:
            kind = Environment if self._users is None else ImmutableSandboxedEnvironment
            self._environments[printable] = _environment(kind, self._loader, printable)
        return self._environments[printable]


def templates_folder() -> Path:
    """The folder of our own templates, in an installed proxysmith or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def _environment(
    kind: type[Environment], loader: ChoiceLoader, printable: frozenset[type]
) -> Environment:
    environment = kind(
        loader=loader,
        autoescape=False,  # finalize refuses all that is not made safe
        auto_reload=False,
        finalize=_finalize(printable),
        keep_trailing_newline=True,
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["literal"] = literal
    return environment


def _finalize(printable: frozenset[type]) -> Callable[[Any], Any]:
    def finalize(value: Any) -> Any:
        # The template's own text does not come here, only what stands in {{ }}: values
        # while rendering, constants while compiling.
        if type(value) in printable:
            return value
        if isinstance(value, Undefined):
            return str(value)  # raises, naming what is not there
        shown = quoted(str(value), limit=60)
        raise UnsafeText(f"{shown} is printed as a plain {type(value).__name__}")

    return finalize


def _replaced(users: Path, ours: Path) -> frozenset[str]:
    """The names of the templates in the user's folder, all of which must be names of ours."""
    if not users.is_dir():
        raise metadata_error(
            "template",
            "this is no folder",
            Origin(users.as_posix()),
            expected="a folder of templates that replace those of proxysmith",
        )
    known = _names(ours)
    names = _names(users)
    for name in sorted(names - known):
        close = difflib.get_close_matches(name, sorted(known), n=1)
        raise metadata_error(
            "template",
            f"there is no template {quoted(name)} that this could replace",
            Origin((users / name).as_posix()),
            expected="a path that a template of proxysmith has",
            hint=f"did you mean {quoted(close[0])}?" if close else "",
        )
    return frozenset(names)


def _names(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.jinja")
        if path.is_file()
    }


def _place(problem: BaseException) -> tuple[Path | None, int]:
    """The template and the line in it at which `problem` came up."""
    file = getattr(problem, "filename", None)
    line = getattr(problem, "lineno", None)
    if isinstance(file, str) and isinstance(line, int):
        return Path(file), line
    found: tuple[Path | None, int] = (None, 0)
    trace = problem.__traceback__
    while trace is not None:  # Jinja makes each template a frame with its own lines
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".jinja"):
            found = Path(name), trace.tb_lineno
        trace = trace.tb_next
    return found
