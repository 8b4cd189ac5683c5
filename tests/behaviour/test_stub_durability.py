"""What a stand-in on a file has acknowledged stays: with several processes on it, and when one is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.behaviour.generated import SPECS
from tests.behaviour.stand_ins import StandIn, stand_in

pytestmark = pytest.mark.slow

# Saves companies over SOAP and REST in turn, and says each number once the server has given it.
SAVING = """
import sys
from {package}_stubs.testing import NetServer
from {package}.carriers import ContactEntity

name, store, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
with NetServer(store=store) as netserver:
    over = [netserver.session(binding=each) for each in ("agents", "soap")]
    for number in range(most):
        contact = ContactEntity(name=f"{{name}}-{{number}}")
        saved = over[number % 2].contact.save_contact_entity(contact)
        print(saved.contact_id, saved.name, flush=True)
"""


@pytest.fixture(scope="module")
def crm(tmp_path_factory: pytest.TempPathFactory) -> StandIn:
    return stand_in("durablecrm", tmp_path_factory, SPECS / "12.2")


def saving(crm: StandIn, name: str, store: Path, most: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SAVING.format(package=crm.package), name, store, str(most)],  # fmt: skip
        env=crm.environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def stored(crm: StandIn, store: Path) -> dict[int, str]:
    """The companies in a store by number."""
    with crm.server(store=store) as netserver:
        records = netserver.state()["records"]["ContactEntity"]
    return {each["ContactId"]: each["Name"] for each in records}


def acknowledged(printed: str) -> list[tuple[int, str]]:
    """What a process said that it had saved; a line that was cut off says nothing."""
    lines = [line.split() for line in printed.splitlines(keepends=True) if line[-1:] == "\n"]  # fmt: skip
    return [(int(number), name) for number, name in lines]


def test_two_processes_on_one_file_lose_nothing(crm: StandIn, tmp_path: Path) -> None:
    store = tmp_path / "crm.sqlite"

    both = [saving(crm, name, store, 60) for name in ("one", "two")]
    printed = [process.communicate(timeout=120)[0] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    said = [pair for each in printed for pair in acknowledged(each)]
    assert len(said) == len({number for number, _ in said}) == 120
    found = stored(crm, store)
    assert {number: found.get(number) for number, _ in said} == dict(said)


def test_a_killed_server_loses_nothing_that_it_acknowledged(
    crm: StandIn, tmp_path: Path
) -> None:
    store = tmp_path / "crm.sqlite"
    said: list[tuple[int, str]] = []

    for round in range(3):  # each goes on with the file that the killed one left
        process = saving(crm, f"round{round}", store, 100_000)
        assert process.stdout
        began = [process.stdout.readline() for _ in range(10 + 7 * round)]
        process.send_signal(signal.SIGKILL)
        rest = process.communicate(timeout=60)[0]
        assert process.returncode == -signal.SIGKILL
        said += acknowledged("".join(began) + rest)

    assert len(said) >= 10 + 17 + 24
    found = stored(crm, store)
    assert {number: found.get(number) for number, _ in said} == dict(said)
    assert len({number for number, _ in said}) == len(said)


def test_a_change_is_computed_from_what_is_there(crm: StandIn, tmp_path: Path) -> None:
    """PATCH over HTTP by two processes at once: each adds its own members, and none is lost."""
    store = tmp_path / "crm.sqlite"
    program = (
        f"import sys\nfrom {crm.package}_stubs.testing import NetServer\n"
        "with NetServer(store=sys.argv[2]) as netserver, netserver.session() as session:\n"
        "    for n in range(30):\n"
        "        key = f'{sys.argv[1]}{n}'\n"
        "        session.resources.contact.patch(4, {'custom_fields': {key: '[I:1]'}})\n"
    )

    stored(crm, store)  # begun, so that both find contact 4
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, name, store], env=crm.environment
        )
        for name in ("a", "b")
    ]
    deadline = time.monotonic() + 120
    for process in both:
        assert process.wait(max(1.0, deadline - time.monotonic())) == 0

    with crm.server(store=store) as netserver:
        records = netserver.state()["records"]["ContactEntity"]
    (anvil,) = (each for each in records if each["ContactId"] == 4)
    wanted = {f"{name}{n}" for name in "ab" for n in range(30)}
    assert wanted <= anvil["CustomFields"].keys()
