"""What a `$filter` means: the text, read.

    name begins 'Super' and (category oneOf (1,2) or updatedDate lastWeek) and endswith(url, '.no')

A condition is a column, an operator and what it takes, or a function of a column. Texts stand in single quotes,
where a backslash takes the next character as it is. Columns may have brackets within their names
(`contact.(person->contact_id).name`, `Count(name):Footer`). Words are known whatever their case.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .conditions import Comparison, Condition, Nest, Operand
from .operators import comparison
from .refusals import Malformed

__all__ = ["parse_filter"]

_LONGEST = 256 * 1024
_MOST_BRACKETS_IN_NAMES = 10

_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"(?:[^\W\d][\w/:.-]*|\d[\w/:.-]*[^\W\d][\w/:.-]*)")
_MORE_NAME = re.compile(r"[\w/:.-]*")
_WORD = re.compile(r"[A-Za-z]+")
_SIGN = re.compile(r"<=|>=|<>|!=|=|<|>")
_TEXT = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]{1,640}(?:\.[0-9]{1,640})?(?![\w.])")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)

_FUNCTIONS = {
    name.casefold()
    for name in (
        *("startswith", "endswith", "substringof"),
        *("this", "next", "previous", "thisAndNext", "thisAndPrevious"),
        "thisAndPreviousAndNext",
    )
}
_JOINTS = ("and", "or")
_VALUE = "a value: a text in single quotes, a number, true or false"


def parse_filter(text: str) -> Condition:
    """The condition that a filter means.

    Raises:
        Malformed: It means none; the message says where, and what was expected there. Filters may have
            256 KiB, 1000 conditions and 50 brackets within each other.
    """
    return _Reader(text).read()


class _Reader:
    """Goes through a text once, without ever going back."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise Malformed(f"the filter is longer than {_LONGEST} characters")
        self._text = text
        self._place = 0
        self._nest = Nest()

    def read(self) -> Condition:
        while True:
            self._opening()
            self._condition()
            self._closing()
            if self._at_end():
                break
            self._joint()
        found = None if self._nest.depth else self._nest.made()
        if found is None:
            raise self._expected("a closing bracket")
        return found

    # --- structure

    def _opening(self) -> None:
        while self._take("("):
            self._nested(self._nest.open)

    def _closing(self) -> None:
        while self._nest.depth and self._take(")"):
            self._nested(self._nest.close)

    def _nested(self, step: Callable[[], None]) -> None:
        try:
            step()
        except ValueError as error:
            raise self._malformed(str(error)) from None

    def _joint(self) -> None:
        word = self._match(_WORD)
        joint = word[0].casefold() if word else ""
        if joint not in _JOINTS:
            self._place = word.start() if word else self._place
            closing = ", or a closing bracket" if self._nest.depth else ""
            raise self._expected(f"and, or{closing}")
        if joint == "or":
            self._nest.alternative()

    def _condition(self) -> None:
        start = self._here()
        name = self._match(_NAME)
        if name is None or name[0].casefold() in (*_JOINTS, "not"):
            self._place = start
            raise self._expected("the name of a column")
        if name[0].casefold() in _FUNCTIONS and self._take("("):
            made = self._function(name[0], start)
        else:
            column = name[0] + self._rest_of_name()
            made = self._compared(column)
        try:
            self._nest.add(made)
        except ValueError as error:
            raise self._malformed(str(error), start) from None

    def _rest_of_name(self) -> str:
        """Brackets that follow a name at once belong to it, and so does what follows them."""
        text, start = self._text, self._place
        while text.startswith("(", self._place):
            depth, place = 0, self._place
            while place < len(text):
                depth += (text[place] == "(") - (text[place] == ")")
                if depth > _MOST_BRACKETS_IN_NAMES or text[place] in "'\\":
                    break
                place += 1
                if not depth:
                    break
            if depth:
                raise self._expected("a closing bracket in the name of a column")
            more = _MORE_NAME.match(text, place)
            self._place = more.end() if more else place
        return text[start : self._place]

    def _compared(self, column: str) -> Comparison:
        start = self._here()
        operator = self._match(_WORD) or self._match(_SIGN)
        if operator is None or operator[0].casefold() in _JOINTS:
            self._place = start
            raise self._expected(f"an operator behind {column[:80]!r}")
        return self._made(column, operator[0], self._operands(), start)

    def _function(self, name: str, start: int) -> Comparison:
        """`endswith(name, 'x')`, `previous(date, 3, 'months')`; a column may stand on either side of a text."""
        column = ""
        operands: list[Operand] = []
        while True:
            here = self._here()
            operand = self._operand()
            if operand is not None:
                operands.append(operand)
            elif not column and (found := self._match(_NAME)):
                column = found[0] + self._rest_of_name()
            else:
                self._place = here
                raise self._expected(_VALUE if column else "the name of a column")
            if self._take(")"):
                break
            if not self._take(","):
                raise self._expected("a comma or a closing bracket")
        if not column:
            raise self._malformed(f"{name} takes a column", start)
        return self._made(column, name, operands, start)

    def _made(
        self, column: str, operator: str, operands: list[Operand], start: int
    ) -> Comparison:
        try:
            return comparison(column, operator, operands)
        except ValueError as error:
            raise self._malformed(str(error), start) from None

    # --- values

    def _operands(self) -> list[Operand]:
        if not self._take("("):
            operand = self._operand()
            return [] if operand is None else [operand]
        operands: list[Operand] = []
        while True:
            operand = self._operand()
            if operand is None:
                raise self._expected(_VALUE)
            operands.append(operand)
            if self._take(")"):
                return operands
            if not self._take(","):
                raise self._expected("a comma or a closing bracket")

    def _operand(self) -> Operand | None:
        """The value that stands here; None where none does."""
        self._here()
        if self._text.startswith("'", self._place):
            quoted = self._match(_TEXT)
            if quoted is None:
                raise self._expected("a quote behind the text that begins there")
            return Operand.of(_ESCAPE.sub(r"\1", quoted[1]), quoted=True)
        number = self._match(_NUMBER)
        if number is not None:
            return Operand.of(number[0])
        start = self._place
        word = self._match(_WORD)
        if word is not None and word[0].casefold() in ("true", "false"):
            return Operand.of(word[0])
        self._place = start
        return None

    # --- characters

    def _here(self) -> int:
        """The place of the next character that is no space."""
        space = _SPACE.match(self._text, self._place)
        self._place = space.end() if space else self._place
        return self._place

    def _at_end(self) -> bool:
        return self._here() == len(self._text)

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._here())
        if found is not None:
            self._place = found.end()
        return found

    def _take(self, mark: str) -> bool:
        if not self._text.startswith(mark, self._here()):
            return False
        self._place += len(mark)
        return True

    def _expected(self, what: str) -> Malformed:
        rest = self._text[self._here() : self._place + 20]
        found = repr(rest) if rest else "the end"
        return self._malformed(f"expected {what}, found {found}")

    def _malformed(self, why: str, place: int | None = None) -> Malformed:
        where = self._place if place is None else place
        return Malformed(f"the filter cannot be read at character {where + 1}: {why}")
