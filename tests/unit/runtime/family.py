"""Carriers of every kind, for tests of the codecs; `family.xsd` says the same in XML Schema."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from generator.runtime.carriers import BaseCarrier
from generator.runtime.enumerations import Enumeration, Flags
from generator.runtime.operations import Facade
from generator.runtime.spelling import (
    DATE_MIN,
    DATETIME_MIN,
    NO_DECIMAL,
    NO_DURATION,
    TIME_MIN,
    Float32,
    Guid,
    Int16,
    Int32,
    Int64,
    Items,
    Pairs,
    UInt32,
    Xml,
)

NAMESPACE = "urn:family"


class Colour(Enumeration):
    __namespace__ = NAMESPACE

    NONE = "None", 0
    RED = "Red", 1
    BLUE = "blue", 4


class Right(Flags):
    __namespace__ = NAMESPACE
    __names__ = {
        "None": 0,
        "Select": 1,
        "Update": 2,
        "RU": 3,
        "Insert": 4,
        "Undefined8": 8,
        "FULL": 15,
    }
    __soap_names__ = ("Select", "Update", "Insert", "Undefined8")

    NONE = 0
    SELECT = 1
    UPDATE = 2
    INSERT = 4
    UNDEFINED8 = 8


# Written as generated packages have them: left as text until they are needed.
StringMap: TypeAlias = "Annotated[dict[str, str | None], Pairs('StringPair')]"
NumberMap: TypeAlias = "Annotated[dict[Int32, str | None], Pairs('NumberPair')]"
DateMap: TypeAlias = (
    "Annotated[dict[datetime, Leaf], Pairs('DatePair', key='When', value='What')]"
)
AnyMap: TypeAlias = "Annotated[dict[str, Any], Pairs('AnyPair')]"


class Base(BaseCarrier):
    __namespace__ = NAMESPACE

    rights: Leaf | None = None


class Leaf(BaseCarrier):
    __namespace__ = NAMESPACE

    mask: Right = Right(0)
    reason: str | None = None


class Everything(Base):
    __spelled__ = {"e_mail": "EMail", "url_name": "URLName"}

    text: str | None = None
    e_mail: str | None = None
    url_name: Guid | None = None
    small: Int16 = 0
    number: Int32 = 0
    big: Int64 = 0
    unsigned: UInt32 = 0
    flag: bool = False
    real: float = 0.0
    single: Float32 = 0.0
    amount: Decimal = NO_DECIMAL
    moment: datetime = DATETIME_MIN
    day: date = DATE_MIN
    hour: time = TIME_MIN
    span: timedelta = NO_DURATION
    blob: bytes | None = None
    colour: Colour = Colour.NONE
    right: Right = Right(0)
    leaf: Leaf | None = None
    inner: Everything | None = None
    texts: list[str] | None = None
    numbers: list[Int32] | None = None
    moments: list[datetime] | None = None
    colours: list[Colour] | None = None
    right_list: list[Right] | None = None
    spans: list[timedelta] | None = None
    leaves: list[Leaf] | None = None
    table: list[list[str]] | None = None
    grid: list[list[Leaf]] | None = None
    strings: StringMap | None = None
    by_number: NumberMap | None = None
    by_date: DateMap | None = None
    things: AnyMap | None = None
    step: Step | None = None
    steps: list[Step] | None = None
    shape: Shape | None = None


class Step(Base):
    __subtypes__ = ("WaitStep", "MailStep", "RushMailStep")
    __discriminator__ = ("Kind", {"Wait": "WaitStep", "Mail": "MailStep"})

    kind: str | None = None


class WaitStep(Step):
    until: str | None = None


class MailStep(Step):
    subject: str | None = None


class RushMailStep(MailStep):
    hurry: Int32 = 0


class Shape(BaseCarrier):
    """Told apart by what it holds."""

    __namespace__ = NAMESPACE
    __subtypes__ = ("Circle", "Square", "Cube")

    name: str | None = None


class Circle(Shape):
    radius: Int32 = 0


class Square(Shape):
    side: Int32 = 0


class Cube(Square):
    weight: Int32 = 0


class Odd(BaseCarrier):
    """What follows no pattern: attributes, other namespaces, flat and oddly called lists."""

    __namespace__ = NAMESPACE
    __wire__ = "OddOne"
    __required__ = ("always", "count")

    key: Annotated[str | None, Xml(attribute=True)] = None
    size: Annotated[Int32, Xml(attribute=True, namespace="urn:elsewhere")] = 0
    always: str | None = None
    count: Int32 = 0
    foreign: Annotated[str | None, Xml(namespace="urn:elsewhere")] = None
    marks: Annotated[list[Int32], Items("Mark", flat=True)] | None = None
    lines: Annotated[list[str], Items("Line", "urn:elsewhere")] | None = None
    odds: list[Odd] | None = None


class Loose(BaseCarrier):
    __namespace__ = NAMESPACE

    anything: Any = None
    values: dict[str, str | None] | None = None


class Answers(BaseCarrier):
    """What an operation with several results gives."""

    __namespace__ = NAMESPACE

    response: Leaf | None = None
    length: Int32 = 0


FACADE = Facade(
    "Family", soap="Remote/Family.svc", agents="api/Family", namespace=NAMESPACE
)
GET = FACADE.operation(
    "Get",
    takes={"FamilyId": "Int32", "EMail": "str | None", "Since": "datetime"},
    gives={"Response": "Everything | None"},
    shape="query",
)
SAVE = FACADE.operation(
    "Save",
    takes={"Everything": "Everything | None"},
    gives={"Response": "Everything | None"},
    shape="bare",
)
FIND = FACADE.operation(
    "Find",
    takes={
        "Ids": "list[Int32] | None",
        "Name": "str | None",
        "Right": "Right",
        "When": "datetime",
        "Count": "Int32",
        "Steps": "list[Step] | None",
    },
    gives={"Response": "list[Leaf] | None"},
    shape="wrapper",
    spelled={"agents": {"Name": "FullName"}},
)
TOUCH = FACADE.operation("Touch", shape="none")
READ = FACADE.operation(
    "Read", gives={"Response": "Leaf | None", "Length": "Int32"}, result="Answers"
)


def giving(text: str) -> Any:
    """An operation that gives one result of that type."""
    return Facade("Family", namespace=NAMESPACE, module=__name__).operation(
        "Give", gives={"Response": text}, shape="none"
    )
