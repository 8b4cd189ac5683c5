"""A small made-up company, in the form of a seed: what a stand-in starts with where nobody says otherwise.

It says all that any release may have of these things; `seed.default_seed` leaves out what a release has not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .default_files import file_of, pdf, png

__all__ = ["FILES", "LISTS", "RECORDS"]

Json = dict[str, Any]

_SINCE = "2025-11-03T08:30:00Z"
_CHANGED = "2026-01-12T14:05:00Z"
_CATEGORIES = ("Customer", "Prospect", "Supplier", "Partner")
_BUSINESSES = ("Manufacturing", "Retail", "Transport", "Consulting", "Public sector")
_POSITIONS = ("Managing director", "Sales manager", "Purchaser", "Accountant", "Engineer")  # fmt: skip
_SOURCES = ("Web site", "Fair", "Referral", "Cold call")
_RATINGS = ("Low", "Fair", "High")
_TASKS = ("Phone call", "Meeting", "To-do")
_COUNTRIES = {578: ("Norway", "NO", "NOR", "47"), 752: ("Sweden", "SE", "SWE", "46"), 826: ("United Kingdom", "GB", "GBR", "44")}  # fmt: skip
_ASSOCIATES = {1: ("kari", "Kari Nordmann", 7), 2: ("ola", "Ola Hansen", 8)}
_CURRENCIES = ("NOK", "SEK", "EUR")
_CONTACTS = {
    1: "Brightwater Software",
    2: "Fjordland Shipping AS",
    3: "Old Mill Bakery",
    4: "Anvil",
    5: "Lantern & Daughters",
    6: "Havgap Fisk AS",
    7: "Northgate Council",
    8: "Copper Kettle Cafe",
}
_PERSONS = {
    1: ("Astrid", "Solberg", 2),
    2: ("Peter", "Marsh", 3),
    3: ("Ingrid", "Dahl", 6),
    4: ("Sean", "O'Neill", 5),
    5: ("Grace", "Okafor", 5),
    6: ("Bjorn", "Lie", 4),
    7: ("Kari", "Nordmann", 4),
    8: ("Ola", "Hansen", 1),
    9: ("Mary", "Whitfield", 7),
    10: ("Tom", "Ashby", 8),
}
_COLOURS = "udlist108"
_STATES = ("Planned", "Running", "Done")
_PROJECTS = {1: "New warehouse", 2: "Web shop", 3: "Office move"}
_SALES = {
    1: ("Forge maintenance, two years", 4, 7, "Open", 240000.0, 60, 1),
    2: ("Delivery tracking", 2, 1, "Sold", 85000.0, 100, 2),
    3: ("Web shop for bread", 3, 2, "Open", 46000.0, 40, 2),
    4: ("Lanterns for the harbour", 5, 4, "Lost", 120000.0, 0, 0),
    5: ("Cold store sensors", 6, 3, "Stalled", 310000.0, 30, 1),
}
_APPOINTMENTS = {
    1: ("Call about the offer", 4, 7, "2026-02-02T09:00:00", "2026-02-02T09:30:00", 1),
    2: ("Site visit", 4, 6, "2026-02-04T12:00:00", "2026-02-04T14:00:00", 2),
    3: ("Kick-off", 3, 2, "2026-02-05T08:00:00", "2026-02-05T09:30:00", 2),
    4: ("Send price list", 5, 5, "2026-02-06T10:00:00", "2026-02-06T10:15:00", 3),
    5: ("Quarterly review", 2, 1, "2026-02-10T13:00:00", "2026-02-10T14:00:00", 2),
    6: ("Follow up by phone", 6, 3, "2026-02-11T09:15:00", "2026-02-11T09:30:00", 1),
}
_DOCUMENTS = {
    16: ("Minutes of the kick-off", "minutes.txt", 3, 2),
    17: ("Offer on forge maintenance", "offer.pdf", 4, 7),
    18: ("Price list", "prices.txt", 5, 5),
}
_TICKETS = {
    1: ("Cannot sign in", 7, 1, 1, 2),
    2: ("Invoice sent twice", 4, 1, 2, 1),
    3: ("Tracking shows wrong port", 1, 2, 1, 3),
}
_STATUSES = {1: ("Open", "Active"), 2: ("Closed", "Closed")}
_PRIORITIES = ("Low", "Medium", "High")
_DESKS = ("Support", "Invoicing")


def _items(names: tuple[str, ...]) -> list[Json]:
    return [
        {"Id": number, "Name": name, "Rank": number}
        for number, name in enumerate(names, 1)
    ]


def _one_of(names: tuple[str, ...], number: int) -> Json:
    """What refers to the item of a list, by its number and name."""
    return {"Id": number, "Value": names[number - 1]}


def _country(number: int) -> Json:
    name, two, three, prefix = _COUNTRIES[number]
    return {
        "CountryId": number,
        "Name": name,
        "EnglishName": name,
        "TwoLetterISOCountry": two,
        "ThreeLetterISOCountry": three,
        "DialInPrefix": prefix,
    }


def _associate(number: int) -> Json:
    name, full_name, person = _ASSOCIATES[number]
    return {
        "AssociateId": number,
        "Name": name,
        "FullName": full_name,
        "PersonId": person,
        "Type": "InternalAssociate",
    }


def _contact(number: int) -> Json:
    return {"ContactId": number, "Name": _CONTACTS[number]}


def _person(number: int) -> Json:
    first, last, contact = _PERSONS[number]
    return {
        "PersonId": number,
        "Firstname": first,
        "Lastname": last,
        "FullName": f"{first} {last}",
        "ContactId": contact,
        "ContactName": _CONTACTS[contact],
    }


def _made(owner: int) -> Json:
    """By whom an entity was made and changed, and when."""
    return {
        "CreatedDate": _SINCE,
        "UpdatedDate": _CHANGED,
        "CreatedBy": _associate(owner),
        "UpdatedBy": _associate(owner),
        "Associate": _associate(owner),
    }


def _owner(number: int) -> int:
    return 1 + number % 2


def _host(contact: int) -> str:
    words = "".join(each for each in _CONTACTS[contact].lower() if each.isalnum())
    return f"{words}.example.com"


def _phone(number: int) -> Json:
    text = f"+47 22 00 {number:02} {number:02}"
    return {"Value": text, "StrippedValue": text.replace(" ", "")}


def _address(number: int) -> Json:
    place = {
        "Address1": f"Harbour Street {number}",
        "City": "Oslo",
        "Zipcode": f"0{150 + number}",
    }
    return {"Street": place, "Postal": place}


def _contact_entity(number: int) -> Json:
    country = (578, 752, 826)[number % 3]
    return {
        **_contact(number),
        **_made(_owner(number)),
        "Department": "Head office" if number == 2 else None,
        "OrgNr": f"99000000{number}",
        "Number2": f"C-{100 + number}",
        "Category": _one_of(_CATEGORIES, 1 + number % 4),
        "Business": _one_of(_BUSINESSES, 1 + number % 5),
        "Country": _country(country),
        "Phones": [_phone(number)],
        "Emails": [{"Value": f"post@{_host(number)}", "Description": "post"}],
        "Urls": [{"Value": f"https://{_host(number)}", "Description": "Web"}],
        "Persons": [_person(each) for each in _PERSONS if _PERSONS[each][2] == number],
        "Address": _address(number),
    }


def _person_entity(number: int) -> Json:
    first, last, contact = _PERSONS[number]
    user = next((name for name, _, each in _ASSOCIATES.values() if each == number), "")
    name = user or first.lower()
    host = "example.com" if user else _host(contact)
    return {
        **_made(_owner(number)),
        "PersonId": number,
        "Firstname": first,
        "Lastname": last,
        "FullName": f"{first} {last}",
        "FormalName": f"{last}, {first}",
        "Title": _POSITIONS[number % 5],
        "Position": _one_of(_POSITIONS, 1 + number % 5),
        "Contact": _contact(contact),
        "Country": _country(578),
        "IsAssociate": bool(user),
        "Emails": [{"Value": f"{name}@{host}", "Description": "work"}],
        "MobilePhones": [_phone(40 + number)],
        "OfficePhones": [_phone(60 + number)],
    }


def _project(number: int) -> Json:
    return {
        **_made(1),
        "ProjectId": number,
        "Name": _PROJECTS[number],
        "ProjectNumber": f"P-{number:03}",
        "Description": f"All about: {_PROJECTS[number].lower()}",
        "ProjectStatus": _one_of(_STATES, number),
        "ProjectType": {"Id": 1, "Value": "Customer project"},
        "Completed": number == 3,
        "EndDate": f"2026-0{number + 3}-30T00:00:00",
    }


def _sale(number: int) -> Json:
    heading, contact, person, status, amount, probability, project = _SALES[number]
    made: Json = {
        **_made(_owner(number)),
        "SaleId": number,
        "Heading": heading,
        "Number": f"S-{number:03}",
        "Contact": _contact(contact),
        "Person": _person(person),
        "Status": status,
        "Amount": amount,
        "Earning": amount / 4,
        "EarningPercent": 25.0,
        "Probability": probability,
        "Saledate": f"2026-03-{10 + number}T00:00:00",
        "Currency": _one_of(_CURRENCIES, 1),
        "SaleType": {"Id": 1, "Value": "New sale"},
        "Source": _one_of(_SOURCES, 1 + number % 4),
        "Rating": _one_of(_RATINGS, 1 + number % 3),
        "Completed": "Completed" if status in ("Sold", "Lost") else "NotStarted",
    }
    if project:
        made["Project"] = {"ProjectId": project, "Name": _PROJECTS[project]}
    return made


def _appointment(number: int) -> Json:
    title, contact, person, start, end, task = _APPOINTMENTS[number]
    state = "Completed" if number == 1 else "NotStarted"
    return {
        **_made(_owner(number)),
        "AppointmentId": number,
        "Title": title,
        "Description": title,
        "Location": "At their place" if task == 2 else None,
        "StartDate": start,
        "EndDate": end,
        "ActiveDate": start,
        "Type": "inChecklist" if task == 3 else "inDiary",
        "Contact": _contact(contact),
        "Person": _person(person),
        "Task": {**_one_of(_TASKS, task), "TaskListItemId": task},
        "Completed": state,
        "Status": state,
    }


def _document(number: int) -> Json:
    header, name, contact, person = _DOCUMENTS[number]
    return {
        **_made(1),
        "DocumentId": number,
        "Header": header,
        "Name": name,
        "OurRef": f"D-{number:03}",
        "Date": _CHANGED.removesuffix("Z"),
        "Type": "Document",
        "Contact": _contact(contact),
        "Person": _person(person),
        "DocumentTemplate": {"DocumentTemplateId": 1, "Name": "Letter"},
        "Size": len(_CONTENTS[number]),
    }


def _status(number: int) -> Json:
    name, base = _STATUSES[number]
    return {"TicketStatusId": number, "Name": name, "Status": base}


def _desk(number: int) -> Json:
    name = _DESKS[number - 1]
    return {"TicketCategoryId": number, "Name": name, "Fullname": name}


def _priority(number: int) -> Json:
    name = _PRIORITIES[number - 1]
    return {
        "TicketPriorityId": number,
        "Name": name,
        "Status": "Normal",
        "SortOrder": number,
    }


def _ticket(number: int) -> Json:
    title, person, status, desk, priority = _TICKETS[number]
    return {
        "TicketId": number,
        "Title": title,
        "CreatedAt": _SINCE,
        "LastChanged": _CHANGED,
        "CreatedBy": _associate(1),
        "OwnedBy": _associate(_owner(number)),
        "Person": _person(person),
        "Category": _desk(desk),
        "Priority": _priority(priority),
        "Status": _status(status),
        "BaseStatus": _STATUSES[status][1],
        "Slevel": "External",
        "Origin": "Email",
        "NumMessages": 1,
    }


def _user(number: int) -> Json:
    name, full_name, person = _ASSOCIATES[number]
    return {
        "AssociateId": number,
        "Name": name,
        "UserName": f"{name}@example.com",
        "Rank": number,
        "Tooltip": full_name,
        "Type": "InternalAssociate",
        "UserType": "InternalAssociate",
        "CanLogon": True,
        "Person": _person(person),
        "Role": {"Id": 1, "Value": "User level 0"},
        "UserGroup": {"Id": 1, "Value": "Sales"},
    }


_CONTENTS = {
    16: b"Kick-off of the web shop\n\nAll agreed on a start in March.\n",
    17: pdf("Offer on forge maintenance, two years: 240 000"),
    18: b"Lantern, small   100\nLantern, large   180\n",
}

FILES: Mapping[str, Any] = {
    "Document": {
        str(number): file_of(
            _DOCUMENTS[number][1],
            "application/pdf" if number == 17 else "text/plain",
            content,
        )
        for number, content in _CONTENTS.items()
    },
    "PersonImage": {"7": file_of("kari.png", "image/png", png(0xB0, 0x40, 0x60))},
}

LISTS: Mapping[str, list[Json]] = {
    "category": _items(_CATEGORIES),
    "business": _items(_BUSINESSES),
    "country": [
        {**_country(number), "Id": number, "Rank": rank}
        for rank, number in enumerate(_COUNTRIES, 1)
    ],
    "position": _items(_POSITIONS),
    "title": _items(("Mr", "Ms", "Dr")),
    "mrmrs": _items(("Mr", "Mrs")),
    "source": _items(_SOURCES),
    "rating": _items(_RATINGS),
    "reason": _items(("Price", "Quality", "Timing")),
    "competitor": _items(("Hammer & Tongs", "Bellows Ltd")),
    "task": _items(_TASKS),
    "priority": _items(("Low", "Normal", "High")),
    "currency": _items(_CURRENCIES),
    "saletype": _items(("New sale", "Renewal")),
    "projecttype": _items(("Customer project", "Internal project")),
    "projectstatus": _items(_STATES),
    "documenttemplate": _items(("Letter", "Offer")),
    "usergroup": _items(("Sales", "Service")),
    "role": _items(("User level 0", "User level 1")),
    _COLOURS: _items(("Red", "Green", "Blue")),
}


def _definitions() -> list[Json]:
    """What says of each list that it is there, and gives it a number."""
    found: list[Json] = [
        {"Id": number, "Name": name.capitalize(), "ListType": name, "IsMDOList": True}
        for number, name in enumerate(LISTS, 1)
        if name != _COLOURS
    ]
    own = {"Id": 108, "Name": "Colour", "ListType": _COLOURS, "IsCustomList": True}
    return [*found, own]


RECORDS: Mapping[str, list[Json]] = {
    "ListEntity": _definitions(),
    "TicketStatusEntity": [_status(number) for number in _STATUSES],
    "TicketCategoryEntity": [_desk(number) for number in (1, 2)],
    "TicketPriorityEntity": [_priority(number) for number in (1, 2, 3)],
    "User": [_user(number) for number in _ASSOCIATES],
    "ContactEntity": [_contact_entity(number) for number in _CONTACTS],
    "PersonEntity": [_person_entity(number) for number in _PERSONS],
    "ProjectEntity": [_project(number) for number in _PROJECTS],
    "SaleEntity": [_sale(number) for number in _SALES],
    "AppointmentEntity": [_appointment(number) for number in _APPOINTMENTS],
    "DocumentEntity": [_document(number) for number in _DOCUMENTS],
    "TicketEntity": [_ticket(number) for number in _TICKETS],
}
